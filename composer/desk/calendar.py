"""The user's slots and breaks: made, listed and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.desk.planfile import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from composer.desk.planfile import Kept, PlanFile
    from composer.schedule.breaks import Break
    from composer.schedule.slots import Slot


class Calendar:
    """Slots and breaks in their file, on clocks of the zone `zone`."""

    def __init__(self, file: PlanFile, zone: str, now: Callable[[], datetime]) -> None:
        self.file = file
        self.zone = zone
        self.now = now

    def kept(self) -> Kept:
        """Slots and breaks as they are in the file. Raises PlanError."""
        return self.file.read(self.zone, self.today())

    def add_slot(self, account: str, words: str, name: str = "") -> Slot:
        """Keep a weekly time free for `account`; raises ComposerError for words that name none, or a name taken."""
        from composer.schedule.slots import slot_of

        slot = slot_of(words, account=account, name=name.strip() or " ".join(words.split()), zone=self.zone)
        slot.next_after(self.now())
        if any(each.account == account and same(each.name, slot.name) for each in self.kept().slots):
            raise PlanError(
                f'{account} has a slot “{slot.name}” already. `thread slots remove {account} "{slot.name}"` takes it '
                "away, --name gives the new one another name."
            )
        self.file.add_slot(slot)
        return slot

    def remove_slot(self, account: str, name: str) -> int:
        """Take a slot away; raises PlanError naming those there are."""
        gone = self.file.remove(
            "slots",
            lambda table: table.get("account") == account and same(table.get("name", table.get("when", "")), name),
        )
        if not gone:
            raise PlanError(f"{account} has no slot “{name}”. {named(self.slots(account))}")
        return gone

    def slots(self, account: str = "") -> tuple[Slot, ...]:
        """The slots of an account, or of all."""
        return tuple(slot for slot in self.kept().slots if account in ("", slot.account))

    def add_break(self, words: str, name: str = "", account: str = "") -> Break:
        """Keep days free of threads; raises ComposerError."""
        from composer.schedule.breaks import break_of

        found = break_of(words, today=self.today(), name=name, account=account)
        self.kept()
        self.file.add_breaks([found])
        return found

    def import_breaks(self, content: bytes, name: str, account: str = "") -> tuple[Break, ...]:
        """Take the events of a calendar file as breaks, in place of those that came from a file of this name before."""
        from composer.schedule.calendar_file import breaks_from

        found = breaks_from(content, today=self.today(), name=name, account=account)
        self.kept()
        self.file.remove("breaks", lambda table: table.get("calendar") == name and table.get("account", "") == account)
        if found:
            self.file.add_breaks(found)
        return found

    def remove_break(self, words: str) -> int:
        """Take breaks away by their name, their days or their calendar; raises PlanError where none is so called."""
        gone = self.file.remove(
            "breaks",
            lambda table: any(same(table.get(key, ""), words) for key in ("name", "days", "calendar")),
        )
        if not gone:
            raise PlanError(
                f"No break is called “{words}”. `thread breaks` lists them; name, days or calendar will do."
            )
        return gone

    def today(self) -> date:
        """The day on the user's calendar."""
        from composer.schedule.walls import day_of

        return day_of(self.now(), self.zone)


def same(one: str, other: str) -> bool:
    """Whether two names are the same, whatever their case and spaces."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def named(slots: Iterable[Slot]) -> str:
    """The slots of an account, by name."""
    names = ", ".join(f"“{slot.name}”" for slot in slots)
    return f"It has {names}." if names else '`thread slots add ACCOUNT "weekdays 8:00"` makes one.'

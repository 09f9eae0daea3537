"""Slots: times that come again each week, kept free for the next thread of an account."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.schedule.errors import WhenError
from composer.schedule.repeats import Recurrence, recurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from composer.model import Schedule

_AGAIN = re.compile(r"(?:every|each|daily|weekly)\b|[\d*]\S* [\d*]\S* [\d*]", re.IGNORECASE)
_BY_NAME = re.compile(r"slot\s*:\s*(?P<name>.*)|next slot\s*:?\s+(?P<other>.+)", re.IGNORECASE)
_EXAMPLES = "Write a slot as 'weekdays 8:00', 'mon and thu 18:30' or 'sat 10:00 Europe/Berlin'."
_MOST = 48
"""Times a day that one slot may have."""
_NEXT = ("next", "next slot", "next free slot", "the next slot", "the next free slot", "slot")


@dataclass(frozen=True, slots=True)
class Slot:
    """A named time of the week for one account."""

    account: str
    name: str
    words: str
    """As the person wrote it: `weekdays 8:00`."""
    times: Recurrence

    def next_after(self, instant: datetime) -> Schedule:
        """The first time after an aware instant. Raises `WhenError` where there is none."""
        found = self.times.next_after(instant)
        return replace(found, words=f"slot {self.name}")


def slot_of(words: str, *, account: str, name: str, zone: str) -> Slot:
    """The slot that `words` mean on clocks of `zone`, unless they end in another. Raises `WhenError`."""
    said = " ".join(words.split())
    if not said:
        raise WhenError(f"No time was given for the slot. {_EXAMPLES}")
    again = said if _AGAIN.match(said) else f"every {said}"
    try:
        times = recurrence(again, zone=zone)
    except WhenError as error:
        raise WhenError(f"'{said}' is not understood as a slot: {_reason(error, again)} {_EXAMPLES}") from error
    if len(times.times) > _MOST:
        raise WhenError(f"'{said}' comes more than {_MOST} times a day, which keeps nothing free. {_EXAMPLES}")
    return Slot(account, name, said, times)


def wanted_slot(words: str) -> str | None:
    """The name in `slot:NAME` or `next NAME`, empty for whichever comes next; None for words that ask for no slot."""
    said = " ".join(words.split())
    if said.casefold() in _NEXT:
        return ""
    found = _BY_NAME.fullmatch(said)
    return None if found is None else (found["name"] or found["other"] or "").strip()


def coming(slots: Iterable[Slot], after: datetime, until: datetime) -> Iterator[tuple[Slot, Schedule]]:
    """Each time of each slot in `(after, until]`, by time."""
    ahead = [(slot, slot.next_after(after)) for slot in slots]
    while ahead:
        slot, schedule = earliest = min(ahead, key=lambda each: (each[1].instant, each[0].name))
        if schedule.instant > until:
            return
        yield slot, schedule
        ahead.remove(earliest)
        ahead.append((slot, slot.next_after(schedule.instant)))


def _reason(error: WhenError, again: str) -> str:
    return str(error).partition(" Try ")[0].replace(again, again.removeprefix("every "))

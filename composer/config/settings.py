"""Every setting there is; what is said about each is the manual that `thread config` shows.

A new setting is a new field: its default, a sentence about it, and how its value is read.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from composer.config.readers import amount, hours, length, number, one_of, pace, text, word, zone
from composer.model import Numbering, Place, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.config.readers import Reader

ACCOUNTS = "accounts"
"""Name of the table that has a table for each account."""


class News(StrEnum):
    """After which commands a person is told what needs somebody in the queue."""

    TERMINAL = "terminal"
    ALWAYS = "always"
    NEVER = "never"


class Told(StrEnum):
    """What a worker tells the desktop."""

    TROUBLE = "trouble"
    ALL = "all"
    NEVER = "never"


class Shown(StrEnum):
    """Whether notices have words of the writer's in them, which a locked screen would show."""

    HIDDEN = "hidden"
    SHOWN = "shown"


def _setting(default: Any, about: str, read: Reader = text, *, choices: type[StrEnum] | None = None) -> Any:
    reader = one_of(choices) if choices else read
    return field(default=default, metadata={"about": about, "read": reader, "choices": tuple(choices or ())})


def _identity(default: Any, about: str, read: Reader = text) -> Any:
    """What says whose account it is and where: for the user's own file only, never for one that came with a folder."""
    return field(default=default, metadata={"about": about, "read": read, "identity": True})


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What holds for one account only: a table `[accounts.NAME]`."""

    maximum: int | None = _setting(
        None,
        "Longest post of this account, in its network's own measure; 25000 with X Premium.",
        number(100, 100_000),
    )
    network: str = _identity("", "Where this account is; `thread accounts add` sets it.", word)
    handle: str = _identity("", "How readers know this account there.", word)
    quiet_hours: str | None = _setting(None, "Quiet hours of this account in place of yours; 'none' for none.", hours)
    daily_limit: int | None = _setting(None, "Its own daily_limit; 0: none.", number(1, 1_000, off=True))
    weekly_limit: int | None = _setting(None, "Its own weekly_limit; 0: none.", number(1, 7_000, off=True))
    days_in_a_row: int | None = _setting(None, "Its own days_in_a_row; 0: any.", number(1, 60, off=True))
    thread_gap: str | None = _setting(None, "Its own thread_gap; '0 min': none.", length())
    pace: str | None = _setting(None, "Its own pace; 'none': all at once.", pace)
    visibility: str = _setting(
        "",
        "Who sees its posts where the draft does not say: one word for all, or two, for the first post and the rest.",
    )


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """A profile of the user's own for the checklist: a table `[profiles.NAME]`. Codes or families, comma-separated."""

    extends: str = _setting("default", "Profile that this one changes.")
    error: str = _setting("", "Rules that stop a thread, such as PRV,ACC001.")
    warning: str = _setting("", "Rules that warn.")
    info: str = _setting("", "Rules that only note.")
    off: str = _setting("", "Rules that are not wanted.")


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that apply to a draft."""

    account: str = _setting("rehearsal", "Account to publish to where neither the draft nor --to names one.")
    zone: str = _setting(
        "", "Time zone of words such as 'tomorrow 9am', as an IANA name; empty: this computer's.", zone
    )
    style: Profile = _setting(
        Profile.LIVELY, "How cues are shown: as emoji (lively) or as words (plain).", choices=Profile
    )
    numbering: Numbering = _setting(Numbering.SLASH, "How posts are numbered.", choices=Numbering)
    number_place: Place = _setting(Place.END, "Where the number stands in a post.", choices=Place)
    drafts_folder: str = _setting(
        "",
        "Folder for new drafts; empty: drafts/ in the current folder if there is one, else Threads in your documents.",
    )
    rehearsal_port: int = _setting(
        0,
        "Port on this computer where the rehearsal network listens; 0: one that is free, and then always that.",
        number(1024, 65_535, off=True),
    )
    monthly_budget: str = _setting(
        "",
        "Dollars a calendar month for networks that charge, such as 10; what would go beyond is held. Empty: none.",
        amount,
    )
    quiet_hours: str = _setting(
        "",
        "Hours in which nothing is to go out, such as '22:00-07:00' or 'weekends, fri 18:00-24:00'. Empty: none.",
        hours,
    )
    daily_limit: int = _setting(
        0, "Most threads that begin on one day of your calendar, for each account; 0: any.", number(1, 1_000, off=True)
    )
    weekly_limit: int = _setting(
        0, "Most threads from Monday to Sunday, for each account; 0: any.", number(1, 7_000, off=True)
    )
    days_in_a_row: int = _setting(
        0,
        "Most days in a row with a thread, for each account; 6 keeps a day off a week; 0: any.",
        number(1, 60, off=True),
    )
    thread_gap: str = _setting(
        "", "Least time between two threads of an account, such as '30 min'. Empty: none.", length()
    )
    account_distance: str = _setting(
        "", "Least time between threads of two accounts, such as '15 min'. Empty: none.", length()
    )
    pace: str = _setting(
        "", "Pace inside a thread: '30s' from post to post, or 'over 3h' from first to last. Empty: at once.", pace
    )
    late: str = _setting(
        "60 min",
        "How late a thread may begin without asking you, such as '2 h'; '0 min': it always asks; 'always': never.",
        length(besides="always"),
    )
    cooling_off: str = _setting(
        "20 min", "How long a text that reads as heat is held out of sight, such as '20 min' or '2 h'.", length()
    )
    cooling_morning: int = _setting(
        9, "The hour of the next morning until which it is held if you choose that.", number(0, 23)
    )
    lint_select: str = _setting(
        "", "Only these rules of the checklist, by code or family, such as PRV,ACC001; empty: all that are stable."
    )
    lint_ignore: str = _setting("", "Rules that are not wanted, by code or family, such as FOC or TAG001.")
    news: News = _setting(
        News.TERMINAL,
        "Where a command ends with what failed or waits for you: on a terminal, once an hour; always; or never.",
        choices=News,
    )
    notices: Told = _setting(
        Told.TROUBLE,
        "What the worker shows on the desktop, with the extra 'notify': what needs you; all that it publishes too.",
        choices=Told,
    )
    notice_words: Shown = _setting(
        Shown.HIDDEN, "Whether those notices show titles and reasons, which a locked screen does too.", choices=Shown
    )
    lint_profile: str = _setting(
        "default", "What the checklist weighs: default, clinical, conference, strict, accessible, or one of your own."
    )
    accounts: Mapping[str, AccountSettings] = field(default_factory=_nothing)
    """Not one value but a table, set as `accounts.NAME.maximum`, `.network`, `.handle` and so on."""
    profiles: Mapping[str, ProfileSettings] = field(default_factory=_nothing)
    """The same for profiles: `profiles.NAME.extends`, `.error` and so on."""


TABLES: Mapping[str, type[AccountSettings] | type[ProfileSettings]] = MappingProxyType(
    {ACCOUNTS: AccountSettings, "profiles": ProfileSettings}
)
"""Settings that are not one value but a table of tables, and what each of those has."""


def single() -> Mapping[str, Field[Any]]:
    """Settings that are one value each, by name."""
    return {item.name: item for item in fields(Settings) if item.name not in TABLES}


def keys_of(table: str) -> Mapping[str, Field[Any]]:
    """What may be set in each table of `accounts` or `profiles`, by name."""
    return {item.name: item for item in fields(TABLES[table])}

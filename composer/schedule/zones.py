"""Time zones by the names people use, and the step from a wall clock to an instant and back."""

from __future__ import annotations

import csv
import functools
import re
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from composer.schedule.errors import WhenError

_ALIASES = Path(__file__).with_name("zone_aliases.csv")
_LIKE_A_ZONE = re.compile(r"[^\W\d_]{2,}/[^\W\d]{2,}(?:/[^\W\d]+)?")


@functools.cache
def zone_names() -> tuple[str, ...]:
    """All IANA names, sorted; from the tzdata package, so the same on every machine."""
    return tuple(sorted(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()))


def find_zone(name: str, home: str = "UTC") -> str | None:
    """The IANA name that a person means: `europe/berlin`, `Berlin`, `New York`, `CET`; None if it is none of these.

    An abbreviation that is in use in the zone `home` means that zone. Raises `WhenError` naming the choices where
    a name means several zones and none of them is `home`.
    """
    wanted = name.casefold().replace("_", " ").strip()
    exact, cities = _lookup()
    if "/" in wanted and wanted in exact:
        return exact[wanted]
    if name.isupper() and name in _abbreviations(home):
        return home
    choices = _aliases().get(wanted) or cities.get(wanted) or ((exact[wanted],) if wanted in exact else ())
    if home in choices:
        return home
    if len(choices) > 1:
        raise WhenError(f"'{name}' may mean {' or '.join(choices)}. Write the one you mean in its place.")
    return choices[0] if choices else None


def split_zone(text: str, home: str) -> tuple[str, str, str]:
    """Take a zone off the end of some words: what is left, its IANA name, and what it was called.

    Where no zone was said it is `home`, called nothing. Raises `WhenError` for an IANA name that does not exist.
    """
    tokens = text.split(" ")
    for count in (3, 2, 1):
        if len(tokens) > count:
            name = " ".join(tokens[-count:]).strip("()").removeprefix("in ").removesuffix(" time")
            if zone := find_zone(name, home):
                return " ".join(tokens[:-count]), zone, name
    if len(tokens) > 1 and _LIKE_A_ZONE.fullmatch(last := tokens[-1].strip("()")):
        raise unknown_zone(last)
    return text, home, ""


def unknown_zone(name: str) -> WhenError:
    """That there is no such zone, with the names like it."""
    exact, cities = _lookup()
    wanted = name.casefold().replace("_", " ")
    near = [exact[key] for key in get_close_matches(wanted, exact, n=2, cutoff=0.7)]
    near += [cities[key][0] for key in get_close_matches(wanted.rpartition("/")[2], cities, n=2, cutoff=0.7)]
    found = " or ".join(dict.fromkeys(near))
    hint = f"Did you mean {found}?" if found else "Use an IANA name such as Europe/Berlin or America/New_York."
    return WhenError(f"There is no time zone '{name}'. {hint}")


def liberty(name: str, zone: str, home: str, instant: datetime) -> str:
    """What was decided in taking `name` for `zone`, for a person at `home`; empty where they say the same."""
    wanted = name.casefold().replace("_", " ")
    shown = to_zone(instant, zone).tzname() or ""
    other = shown if name.upper() in _abbreviations(zone) and shown != name.upper() else ""
    if zone in (home, "UTC") or wanted in (zone.casefold().replace("_", " "), _city(zone)):
        return f"Clocks in {zone} show {other} that day, not {name.upper()}." if other else ""
    return f"'{name}' is taken as the clocks of {zone}{', which show ' + other + ' that day' if other else ''}."


def load_zone(name: str) -> ZoneInfo:
    """The rules of an IANA zone. Raises `WhenError` for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise unknown_zone(name) from error


def to_instant(wall: datetime, zone: str) -> tuple[datetime, str]:
    """The UTC instant at which clocks in `zone` show `wall`, and a note where the rules had to decide.

    A wall time that clocks skip moves forward by as much as they do (02:30 becomes 03:30); of one that comes twice,
    the first counts.
    """
    rules = load_zone(zone)
    first, second = (wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first, ""
    if first < second:
        return first, f"Clocks in {zone} show {wall:%H:%M} twice that day; this is the first time."
    moved = first.astimezone(rules)
    day = "" if moved.date() == wall.date() else f" on {moved:%Y-%m-%d}"
    return first, f"Clocks in {zone} skip {wall:%H:%M} that day; this is {moved:%H:%M}{day} instead."


def to_wall(instant: datetime, zone: str) -> datetime:
    """What clocks in `zone` show at an instant, naive."""
    return to_zone(instant, zone).replace(tzinfo=None)


def to_zone(instant: datetime, zone: str) -> datetime:
    """The instant in `zone`, aware."""
    return instant.astimezone(load_zone(zone))


@functools.cache
def _lookup() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Zones by their whole name and by their city, both as `find_zone` compares them."""
    exact = {name.casefold().replace("_", " "): name for name in zone_names()}
    cities: dict[str, tuple[str, ...]] = {}
    for name in zone_names():
        area = name.rpartition("/")[0]
        if area and not name.startswith("Etc/"):
            key = _city(name)
            cities[key] = (*cities.get(key, ()), name)
    return exact, {city: _distinct(names) if len(names) > 1 else names for city, names in cities.items()}


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].casefold().replace("_", " ")


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names without their mere synonyms; of those the longest stays, which says most."""
    folder = resources.files("tzdata").joinpath("zoneinfo")
    rules = {folder.joinpath(*name.split("/")).read_bytes(): name for name in sorted(names, key=len)}
    return tuple(rules.values())


@functools.cache
def _aliases() -> dict[str, tuple[str, ...]]:
    with _ALIASES.open(encoding="utf-8", newline="") as file:
        return {row["alias"]: tuple(row["zones"].split()) for row in csv.DictReader(file)}


@functools.cache
def _abbreviations(zone: str) -> frozenset[str]:
    """What clocks in `zone` call themselves in the course of a year."""
    rules = load_zone(zone)
    year = datetime(2026, 1, 1, tzinfo=UTC)
    names = ((year + timedelta(weeks=week)).astimezone(rules).tzname() for week in range(53))
    return frozenset(name for name in names if name)

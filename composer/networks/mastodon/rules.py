"""What a server takes: its own numbers, asked once and kept with the day they were asked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from composer.networks.accounts import AccountError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FOLDER = "servers"
_FRESH = timedelta(days=7)
"""Servers change their numbers with a new version, a few times a year."""
_SIZES = 1024 * 1024 * 1024
"""A server that says it takes more bytes than this is not believed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of one server; those that it does not say are the ones that Mastodon comes with."""

    max_characters: int = 500
    url_length: int = 23
    media: int = 4
    """Pictures a post."""
    description: int = 1500
    """Characters of an alt text."""
    image_size: int = 16 * 1024 * 1024
    video_size: int = 99 * 1024 * 1024
    image_points: int = 33_177_600
    """Width times height."""
    types: tuple[str, ...] = ()
    """Media types that it names; empty where it names none."""
    poll_options: int = 4
    poll_characters: int = 50
    poll_shortest: int = 300
    """Seconds."""
    poll_longest: int = 2_629_746
    asked: datetime | None = None
    """UTC instant at which the server said so; None for what Mastodon comes with."""


DEFAULT = Rules()


def rules_of(instance: Any, asked: datetime) -> Rules:
    """The rules in an answer to GET /api/v2/instance; what is absent or absurd is as Mastodon comes."""
    said = instance.get("configuration") if isinstance(instance, dict) else None
    found = {name: _number(said, *place) for name, place in _PLACES.items()}
    kept = {name: value for name, value in found.items() if value is not None}
    types = _at(said, "media_attachments", "supported_mime_types")
    named = tuple(each for each in types if isinstance(each, str))[:100] if isinstance(types, list) else ()
    return Rules(**kept, types=named, asked=asked)


_PLACES: Mapping[str, tuple[str, str, int, int]] = {
    "max_characters": ("statuses", "max_characters", 10, 1_000_000),
    "url_length": ("statuses", "characters_reserved_per_url", 1, 1_000),
    "media": ("statuses", "max_media_attachments", 0, 1_000),
    "description": ("media_attachments", "description_limit", 0, 1_000_000),
    "image_size": ("media_attachments", "image_size_limit", 1024, _SIZES),
    "video_size": ("media_attachments", "video_size_limit", 1024, _SIZES),
    "image_points": ("media_attachments", "image_matrix_limit", 1024, 10**10),
    "poll_options": ("polls", "max_options", 2, 1_000),
    "poll_characters": ("polls", "max_characters_per_option", 1, 10_000),
    "poll_shortest": ("polls", "min_expiration", 0, 10**9),
    "poll_longest": ("polls", "max_expiration", 60, 10**9),
}
"""Where an answer has each number, and what is believed of it."""


def _number(said: Any, group: str, name: str, least: int, most: int) -> int | None:
    value = _at(said, group, name)
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return int(value) if fits else None


def _at(said: Any, group: str, name: str) -> Any:
    part = said.get(group) if isinstance(said, dict) else None
    return part.get(name) if isinstance(part, dict) else None


def keep_rules(account: str, rules: Rules) -> None:
    """Remember what the server of an account said. Raises AccountError where that cannot be written."""
    from composer.paths import write_atomically

    data = {**asdict(rules), "asked": rules.asked.isoformat() if rules.asked else None}
    file = _file(account)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(file, (json.dumps(data, indent=2) + "\n").encode())
    except OSError as error:
        raise AccountError(
            f"What the server of {account} takes could not be written to {file}: {error.strerror or error}. Threads "
            "are split by what was known before; make room or mend the rights there."
        ) from error


def kept_rules(account: str) -> Rules:
    """What the server of an account said when it was last asked; what Mastodon comes with where it never was."""
    try:
        data = json.loads(_file(account).read_bytes())
        known = {each.name for each in fields(Rules)}
        asked = datetime.fromisoformat(data.pop("asked")).astimezone(UTC)
        types = tuple(map(str, data.pop("types")))
        numbers = {name: int(value) for name, value in data.items() if name in known}
        return Rules(**numbers, types=types, asked=asked)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return DEFAULT


def age(rules: Rules, now: datetime) -> str:
    """How long ago a server said so, in words."""
    if rules.asked is None:
        return "never asked"
    hours = int((now - rules.asked).total_seconds() // 3600)
    if hours < 1:
        return "asked within the hour"
    return f"asked {hours} h ago" if hours < 48 else f"asked {hours // 24} days ago"


def doubt(account: str, now: datetime) -> str:
    """What to do about rules that may not hold any more, in a sentence; empty where they are fresh."""
    rules = kept_rules(account)
    if rules.asked is not None and now - rules.asked <= _FRESH:
        return ""
    taken = (
        "so what a fresh Mastodon takes is gone by" if rules.asked is None else "and it may take something else by now"
    )
    return f"The server of {account} was {age(rules, now)} what it takes, {taken}: `thread accounts test {account}`."


def _file(account: str) -> Path:
    from composer.paths import state_dir

    return state_dir() / _FOLDER / f"{account.casefold()}.json"

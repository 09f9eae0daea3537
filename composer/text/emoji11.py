"""The emoji that X counts as one: npm twitter-text 3.1.0 knows those of Emoji 11 (2018), and counts by them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from composer.text.tables import ranges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

SEQUENCE = re.compile("[\u20e3\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff\U000e0020-\U000e007f]")
"""A character that makes one emoji of several; without any, no emoji weighs anything but its own two."""
_STRETCH = re.compile("[\xa9\xae\u200d\u203c-\u3299\ue50a\ufe0e\ufe0f\U00010000-\U0010ffff]+")
_SIGN = "\u200d[\u2640\u2642]\ufe0f"
_TONE = "[\U0001f3fb-\U0001f3ff]"


@cache
def _pattern() -> re.Pattern[str]:
    rows = table("x_emoji.txt")
    any_of = {name: f"[{ranges(items)}]" for name, items in rows.items() if name not in {"joined", "flag", "nation"}}
    joined = ["".join(chr(int(code, 16)) for code in item.split("+")) for item in rows["joined"]]
    flags = ["".join(chr(ord(letter) + 0x1F1A5) for letter in region) for region in rows["flag"]]
    nations = ["\U0001f3f4" + "".join(chr(ord(c) + 0xE0000) for c in item) + "\U000e007f" for item in rows["nation"]]
    alternatives = [
        f"[\U0001f468\U0001f469]{_TONE}?\u200d(?:{any_of['profession_sign']}\ufe0f|{any_of['profession']})",
        f"{any_of['sport_sign']}(?:{_TONE}|\ufe0f){_SIGN}",
        f"{any_of['role']}{_TONE}?{_SIGN}",
        *joined,
        "[#*0-9]\ufe0f?\u20e3",
        "[\xa9\xae\u2122\u265f]\ufe0f",
        f"{any_of['text']}(?:\ufe0f|(?!\ufe0e))",
        f"(?:{any_of['person_text']}(?:\ufe0f|(?!\ufe0e))|{any_of['person']}){_TONE}?",
        *nations,
        *flags,
        any_of["single"],
        "\ufe0f",
    ]
    return re.compile("|".join(alternatives))


@lru_cache(8192)
def in_stretch(stretch: str) -> tuple[tuple[int, int], ...]:
    """Where the emoji of one stretch are."""
    return tuple(match.span() for match in _pattern().finditer(stretch))


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """Where emoji may stand, each place with its characters."""
    for stretch in _STRETCH.finditer(text):
        at, end = stretch.span()
        if at and text[at] in "\ufe0f\u20e3" and text[at - 1] in "0123456789#*":
            at -= 1
        yield at, text[at:end]


def find(text: str) -> tuple[tuple[int, int], ...]:
    """Where the emoji of a text are; empty where none is a sequence, because then none matters to the weight."""
    if text.isascii() or not SEQUENCE.search(text):
        return ()
    return tuple((at + start, at + end) for at, stretch in stretches(text) for start, end in in_stretch(stretch))

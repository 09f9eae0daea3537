"""Links, mentions, hashtags and cashtags as npm twitter-text 3.1.0 extracts them, and e-mail addresses besides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from composer.text import urls
from composer.text.domains import SPACES
from composer.text.tables import ranges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["url", "mention", "hashtag", "cashtag", "email"]

_SIGN = re.compile(r"[@＠#＃$]|\.(?=[A-Za-z\x80-\U0010ffff])")
_MENTION = re.compile(
    r"(?:\A|[^a-zA-Z0-9_!#$%&*@＠]|(?:\A|[^a-zA-Z0-9_+~.-])(?:rt|RT|rT|Rt):?)"
    r"([@＠][a-zA-Z0-9_]{1,20}(?:/[a-zA-Z][a-zA-Z0-9_-]{0,24})?)"
)
_CASHTAG = re.compile(
    rf"(?:\A|[{SPACES}])(\$[a-zA-Z]{{1,6}}(?:[._][a-zA-Z]{{1,2}})?)"
    r"(?=\Z|[\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$])"
)
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")


@dataclass(frozen=True, slots=True)
class Entity:
    """Something in a text that a network makes a link of, in code points of the text."""

    kind: Kind
    start: int
    end: int
    text: str


def entities(text: str) -> tuple[Entity, ...]:
    """The entities of a text, from left to right; of two that overlap X's counts, or else the earlier."""
    if not _SIGN.search(text):
        return ()
    found = [*_urls(text), *_mentions(text), *_hashtags(text), *_cashtags(text)]
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda entity: entity.start):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    addresses = [email for email in _emails(text) if not any(_overlap(email, entity) for entity in kept)]
    return tuple(sorted(kept + addresses, key=lambda entity: entity.start)) if addresses else tuple(kept)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.start < other.end and other.start < one.end


def _urls(text: str) -> Iterator[Entity]:
    for url in urls.find(text):
        yield Entity("url", url.start, url.end, url.text)


def _mentions(text: str) -> Iterator[Entity]:
    if "@" not in text and "＠" not in text:
        return
    for match in _MENTION.finditer(text):
        if not urls.after_mention().match(text, match.end()):
            yield Entity("mention", *match.span(1), match[1])


def _hashtags(text: str) -> Iterator[Entity]:
    if "#" not in text and "＃" not in text:
        return
    for match in _hashtag().finditer(text):
        if text[match.end() : match.end() + 3] != "://" and text[match.end() : match.end() + 1] not in {"#", "＃"}:
            yield Entity("hashtag", *match.span(1), match[1])


@cache
def _hashtag() -> re.Pattern[str]:
    rows = table("x_characters.txt")
    letter = f"a-zA-Z{ranges(rows['letter'])}"
    any_of = f"0-9_{letter}{ranges(rows['tag'])}"
    return re.compile(
        rf"(?:\A|[\ufe0e\ufe0f]|[^{any_of}&\ud800-\udfff])([#＃](?![\ufe0f\u20e3])[{any_of}]*[{letter}][{any_of}]*)"
    )


def _cashtags(text: str) -> Iterator[Entity]:
    if "$" in text:
        for match in _CASHTAG.finditer(text):
            yield Entity("cashtag", *match.span(1), match[1])


def _emails(text: str) -> Iterator[Entity]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Entity("email", *match.span(), match[0])

"""URLs as X finds them: the ones npm twitter-text 3.1.0 extracts, its corners included.

The package has one pattern of 27,000 characters, most of it top-level domains, that takes long to build. Here a
URL is found from its middle: a dot before a top-level domain, then what stands in front of it and what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from composer.text.domains import (
    DOT,
    RUN,
    domain_end,
    fits_dns,
    from_units,
    is_astral,
    is_top_level,
    plain_domains,
    to_units,
    top_level_end,
)
from composer.text.tables import ranges, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEIGHT = 23
"""What X replaces every URL by (twitter-text, transformedURLLength)."""
LONGEST = 4096
"""Characters a URL may have, its protocol counted twice (twitter-text, MAX_URL_LENGTH)."""
LONGEST_SLUG = 40
"""Characters that a t.co address may have after its slash (twitter-text, MAX_TCO_SLUG_LENGTH)."""

_ALPHANUMERIC = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOT_BEFORE = frozenset(_ALPHANUMERIC + "@＠$#＃\ufffe\ufeff\uffff")
_BEFORE = re.compile(f"[^{_ALPHANUMERIC}@＠$#＃]")
_NOT_BEFORE_BARE = frozenset("-_./")
_PORT = re.compile(r":[0-9]+")
_QUERY = re.compile(r"\?[a-zA-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-zA-Z0-9\-_&=#/]")
_ORDINARY = re.compile(
    r"https?://(?!t\.co/)(?=[a-z0-9.-]{4,63}(?:[/? \n]|\Z))(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+([a-z]+)"
    r"(?:/[a-zA-Z0-9/_=+-]{0,200}(?:\.[a-zA-Z0-9/_=+-]{1,200}){0,9})?"
    r"(?:\?[a-zA-Z0-9_&=-]{1,200}(?:[.%][a-zA-Z0-9_&=-]{1,200}){0,9})?(?=[ \n]|\Z)"
)
"""A URL between white space in which every pattern of X's package sees the same; the last letters are in a group."""
_TCO = re.compile(r"https?://t\.co/([a-z0-9]+)", re.IGNORECASE | re.ASCII)


class Url(NamedTuple):
    """A URL in a text."""

    start: int
    end: int
    text: str
    """As X extracts it: of a bare domain, the part that is linked, with the path after it."""
    weighed: int
    """Where the characters end that X replaces by `weight`: before `end` after an odd domain."""
    weight: int = WEIGHT
    """More only where X's library stops amid a character and weighs the other half of it again."""


class Match(NamedTuple):
    """What looks like a URL: a domain, with a protocol before it or not."""

    start: int
    domain: int
    domain_end: int
    end: int
    has_path: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """What may stand around the domain of a URL."""

    protocol: re.Pattern[str]
    """Of the last characters before a domain."""
    rest: Callable[[str, int], tuple[int, bool]]
    """Where a URL ends whose domain ends at an offset, and whether it has a path."""


def find(text: str) -> tuple[Url, ...]:
    """The URLs of a text in NFC."""
    if not DOT.search(text):
        return ()
    ordinary = _ordinary(text)
    if ordinary is not None:
        return ordinary
    if not is_astral(text):
        return tuple(url for match in matches(text, X) for url in _linked(text, match))
    # Two domains may differ in which half of a character they begin or end with.
    units = to_units(text)
    widths = accumulate((2 if c > "\uffff" else 1 for c in text), initial=0)
    at = {unit: index for index, unit in enumerate(widths)}
    return tuple(_in_code_points(url, at) for match in matches(units, X) for url in _linked(units, match))


def _ordinary(text: str) -> tuple[Url, ...] | None:
    """The URLs of a text that has nothing but ordinary ones, or None if it takes a closer look to tell."""
    found = []
    dot = DOT.search(text)
    while dot:
        at = max(text.rfind(" ", 0, dot.start()), text.rfind("\n", 0, dot.start())) + 1
        url = _ORDINARY.match(text, at)
        if not url or not is_top_level(url[1]):
            return None
        end = url.end()
        found.append(Url(at, end, url[0], end))
        dot = DOT.search(text, end)
    return tuple(found)


def _in_code_points(url: Url, at: dict[int, int]) -> Url:
    amid = url.weighed not in at
    return Url(
        at[url.start], at[url.end], from_units(url.text), at[url.weighed + amid], url.weight + (2 if amid else 0)
    )


def matches(text: str, grammar: Grammar) -> Iterator[Match]:
    """What looks like a URL, from left to right."""
    floor = 0
    dot = DOT.search(text)
    while dot:
        at = dot.start()
        if top_level_end(text, at + 1) < 0:
            dot = DOT.search(text, at + 1)
            continue
        left = max(text.rfind(" ", floor, at), text.rfind("\n", floor, at), floor)
        low, high = _run_around(text, left, at)
        for start, domain in _starts(text, floor, low, high, grammar):
            if (start > floor or start == floor == 0) and (stop := domain_end(text, domain, high)) > 0:
                floor, has_path = grammar.rest(text, stop)
                yield Match(start, domain, stop, floor, has_path)
                if floor >= high:
                    break
        dot = DOT.search(text, max(high, floor))


def _run_around(text: str, left: int, at: int) -> tuple[int, int]:
    while (run := RUN.search(text, left)) and run.end() <= at:
        left = run.end()
    assert run, "the dot itself is a domain character"
    return run.span()


def _starts(text: str, floor: int, low: int, high: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Where URL and domain may start in a run of domain characters, in the order that X tries them."""
    if text[low - 1 : low] == "/" and (protocol := grammar.protocol.search(text, max(low - 9, 0), low)):
        start = protocol.start()
        if start == 0 == floor or (start > floor and text[start - 1] not in _NOT_BEFORE):
            yield start, low
    if low > floor and text[low - 1] not in _NOT_BEFORE:
        yield low, low
    if low == 0 == floor:
        # JavaScript tries the first character as what precedes the URL before it tries the beginning of the text.
        if text[0] not in _NOT_BEFORE:
            yield 1, 1
        yield 0, 0
    for before in _BEFORE.finditer(text, max(floor, low), high):
        yield before.end(), before.end()


@cache
def after_mention() -> re.Pattern[str]:
    """What makes the name before it no mention."""
    return re.compile(f"[@＠{ranges(table('x_characters.txt')['accented'])}]|://")


@cache
def _path() -> re.Pattern[str]:
    """A path: up to its last letter, digit or one of `+-=_#/`, and whole pairs of parentheses right after."""
    letters = "a-zA-Z0-9" + ranges(table("x_characters.txt")["path"])
    general = rf"[{letters}!*';:=+,.$/%#\[\]\-_~@|&]"
    last = rf"(?!\u2013)[{letters}+\-=_#/]"
    pair = rf"\((?:{general}++|{general}*+\({general}++\){general}*+)\)"
    return re.compile(f"/(?:{general}*(?:{pair}{general}*)*{last})?(?:{pair})*")


def _rest(text: str, end: int) -> tuple[int, bool]:
    after = text[end : end + 1]
    if after == ":" and (port := _PORT.match(text, end)):
        end = port.end()
        after = text[end : end + 1]
    has_path = after == "/"
    if has_path and (path := _path().match(text, end)):
        end = path.end()
        after = text[end : end + 1]
    if after == "?" and (query := _QUERY.match(text, end)):
        end = query.end()
    return end, has_path


X = Grammar(re.compile(r"https?://\Z", re.IGNORECASE | re.ASCII), _rest)
"""X's own: https, and paths of Latin and Cyrillic letters."""


def _linked(text: str, match: Match) -> Iterator[Url]:
    """What X links of a match: all of it, some of it or nothing."""
    start, at, stop, end, has_path = match
    domain = text[at:stop]
    if not fits_dns(domain) or (at - start or len("https://")) + end - start > LONGEST:
        return
    if at == start:
        if not start or text[start - 1] not in _NOT_BEFORE_BARE:
            yield from _bare(domain, text[stop:end] if has_path else "", start)
    elif (end := allowed_end(text, match)) > 0:
        yield Url(start, end, text[start:end], end)


def allowed_end(text: str, match: Match) -> int:
    """Where a URL with a protocol ends: nothing but a query may follow a t.co address; -1 if that is too long."""
    short = _TCO.match(text, match.start, match.end)
    if not short:
        return match.end
    if len(short[1]) > LONGEST_SLUG:
        return -1
    query = _QUERY.match(text, short.end(), match.end)
    return query.end() if query else short.end()


def _bare(domain: str, rest: str, start: int) -> Iterator[Url]:
    """The links in a domain without protocol, the last of them with what follows if there is a path."""
    found: list[Url] = []
    position = 0
    for low, high in plain_domains(domain):
        part = domain[low:high]
        position = domain.index(part, position)
        end = start + position + len(part)
        found.append(Url(start + position, end, part, end))
        position += len(part)
    if found and rest:
        last = found.pop()
        found.append(Url(last.start, start + len(domain + rest), last.text + rest, last.end + len(rest)))
    yield from found

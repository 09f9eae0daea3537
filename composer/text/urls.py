"""URLs as X finds them: the ones npm twitter-text 3.1.0 extracts, its corners included.

The package has one pattern of 27,000 characters, most of it top-level domains. Here a domain is found
the other way round: first a dot before a top-level domain, then the labels around it.
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from composer.text.tables import lines, ranges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 4096
"""Characters a URL may have, its protocol counted twice (twitter-text, MAX_URL_LENGTH)."""
LONGEST_SLUG = 40
"""Characters that a t.co address may have after its slash (twitter-text, MAX_TCO_SLUG_LENGTH)."""
LONGEST_LABEL = 63
"""Characters of a domain label in Punycode (RFC 1035)."""

_SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIRECTIONS = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_NO_DOMAIN = rf"!'#%&()*+,/:;<=>?@\[\\\]^{{|}}~${_SPACES}{_DIRECTIONS}\ufffe\ufeff\uffff"

DOT = re.compile(r"\.(?=[A-Za-z\x80-\U0010ffff])")
"""A dot that a top-level domain could follow."""
_RUN = re.compile(f"[^{_NO_DOMAIN}]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_WORD = re.compile(r"[A-Za-z]+")
_PUNYCODE = re.compile(r"[xX][nN]--[-0-9a-zA-Z]+")
_PROTOCOL = re.compile(r"https?://", re.IGNORECASE | re.ASCII)
_PORT = re.compile(r":[0-9]+")
_INNER = re.compile("[^0-9A-Za-z@＠$#＃]")
_IDNA_DOT = re.compile("[\u3002\uff0e\uff61]")
_NOT_AFTER_TLD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@+-")
_NOT_BEFORE_URL = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@＠$#＃\ufffe\ufeff\uffff")
_NOT_BEFORE_BARE = frozenset("-_./")

_QUERY = re.compile(r"\?[a-zA-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*")
_QUERY_TAIL = "!?*'@();:+$%[].,~|"
_PATH_TAIL = "!*';:,.$%[]\u2013~@|&"
_TCO = re.compile(r"https?://t\.co/([a-z0-9]+)", re.IGNORECASE | re.ASCII)


class Url(NamedTuple):
    """A URL in a text."""

    start: int
    end: int
    weighed: int
    """Characters of it that X replaces by 23; a few odd domains have more after them."""


@cache
def _domains() -> tuple[frozenset[str], frozenset[str], int]:
    """Top-level domains in ASCII, others with letters folded as JavaScript folds them, length of the longest other."""
    known = lines("x_tlds.txt")
    wide = frozenset(_fold(name) for name in known if not name.isascii())
    return frozenset(name for name in known if name.isascii()), wide, max(map(len, wide))


def _fold(text: str) -> str:
    """Letters made equal as a JavaScript pattern with the flag i, but not u, makes them."""
    return "".join(up if len(up := c.upper()) == 1 and (c.isascii() or not up.isascii()) else c for c in text)


def _tld_end(text: str, at: int, end: int) -> int:
    """Where the top-level domain that starts at `at` ends, or -1."""
    ascii_names, wide_names, longest = _domains()
    word = _WORD.match(text, at, end)
    stop = word.end() if word else at
    after = text[stop : min(stop + 1, end)]
    if word and after not in _NOT_AFTER_TLD and word[0].lower() in ascii_names:
        return stop
    if not after.isascii():
        for stop in range(min(at + longest, end), at, -1):
            if _fold(text[at:stop]) in wide_names and (stop == end or text[stop] not in _NOT_AFTER_TLD):
                return stop
    punycode = _PUNYCODE.match(text, at, end)
    return punycode.end() if punycode else -1


def _domain_end(text: str, start: int, end: int) -> int:
    """Where the longest domain ends that starts at `start` of a run of domain characters, or -1."""
    found = -1
    while True:
        dot = text.find(".", start, end)
        if dot <= start or text[start] in "-_" or text[dot - 1] in "-_":
            return found
        if text.find("_", start, dot) < 0:
            found = max(found, _tld_end(text, dot + 1, len(text)))
        start = dot + 1


@cache
def _path() -> re.Pattern[str]:
    general = r"a-zA-Z0-9!*';:=+,.$/%#\[\]\-_~@|&" + ranges(table("x_characters.txt")["path"])
    pairs = rf"\((?:[{general}]+|[{general}]*\([{general}]+\)[{general}]*)\)"
    return re.compile(f"/(?:[{general}]++|{pairs})*+")


def _url_end(text: str, domain_end: int) -> tuple[int, bool]:
    """Where the URL ends whose domain ends at `domain_end`, and whether it has a path."""
    end = domain_end
    if port := _PORT.match(text, end):
        end = port.end()
    path = _path().match(text, end)
    if path:
        end += len(path[0].rstrip(_PATH_TAIL))
    query = _QUERY.match(text, end)
    if query and len(kept := query[0].rstrip(_QUERY_TAIL)) > 1:
        end += len(kept)
    return end, bool(path)


@cache
def _plain_labels() -> re.Pattern[str]:
    accented = ranges(table("x_characters.txt")["accented_any_case"])
    return re.compile(rf"(?:[-a-zA-Z0-9{accented}]+\.)+")


def _plain_domains(domain: str) -> Iterator[tuple[int, int]]:
    """The parts of a domain that X links when no protocol precedes it: ASCII and accented letters only."""
    at = 0
    while chain := _plain_labels().search(domain, at):
        dots = [dot for dot in range(chain.start(), chain.end()) if domain[dot] == "."]
        at = chain.end()
        for dot in reversed(dots):
            if (end := _tld_end(domain, dot + 1, len(domain))) > 0:
                yield chain.start(), end
                at = end
                break


def _label_fits(label: str) -> bool:
    if label.isascii() and "\x7f" not in label:
        return 0 < len(label) <= LONGEST_LABEL
    length = -1
    for part in _IDNA_DOT.split(label):
        plain = part.isascii() and "\x7f" not in part
        length += 1 + (len(part) if plain else 4 + len(_joined(part).encode("punycode")))
    return 0 < length <= LONGEST_LABEL


def _domain_fits(domain: str) -> bool:
    if domain.startswith("xn--") and not any(_plain_domains(domain)):
        return False
    return all(map(_label_fits, domain.split(".")))


def _in_match(text: str, start: int, protocol: str, domain_end: int, end: int, has_path: bool) -> Iterator[Url]:
    """What X links of one match of its pattern: all of it, some of it or nothing."""
    at = start + len(protocol)
    domain = text[at:domain_end]
    if not _domain_fits(domain) or len(protocol or "https://") + end - start > LONGEST:
        return
    if protocol:
        short = _TCO.match(text, start, end)
        if short and len(short[1]) > LONGEST_SLUG:
            return
        if short:
            query = _QUERY.match(text, short.end(), end)
            kept = query[0].rstrip(_QUERY_TAIL) if query else ""
            end = short.end() + (len(kept) if len(kept) > 1 else 0)
        yield Url(start, end, end - start)
        return
    if start and text[start - 1] in _NOT_BEFORE_BARE:
        return
    yield from _bare(domain, start, end, has_path)


def _bare(domain: str, start: int, end: int, has_path: bool) -> Iterator[Url]:
    found: list[Url] = []
    position = 0
    for low, high in _plain_domains(domain):
        part = domain[low:high]
        position = domain.index(part, position)
        found.append(Url(start + position, start + position + len(part), len(part)))
        position += len(part)
    if found and has_path:
        last = found[-1]
        found[-1] = Url(last.start, end, end - start - len(domain) + last.weighed)
    yield from found


def _starts(text: str, floor: int, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where in a run of domain characters a URL may start, with its protocol, in the order X tries them."""
    for width in (8, 7):
        at = start - width
        protocol = text[max(at, 0) : start]
        if at >= 0 and _PROTOCOL.fullmatch(protocol) and _may_start(text, floor, at):
            yield start, protocol
    if start > 0 and _may_start(text, floor, start):
        yield start, ""
    if start == 0 == floor:
        # JavaScript tries the first character as what precedes the URL before it tries the beginning of the text.
        if end > 1 and text[0] not in _NOT_BEFORE_URL:
            yield 1, ""
        yield 0, ""
    for before in _INNER.finditer(text, max(floor, start), end):
        yield before.end(), ""


def _may_start(text: str, floor: int, at: int) -> bool:
    return at == 0 == floor or (at > floor and text[at - 1] not in _NOT_BEFORE_URL)


def _matches(text: str) -> Iterator[Url]:
    floor = 0
    dot = DOT.search(text)
    while dot:
        at = dot.start()
        if at < floor or _tld_end(text, at + 1, len(text)) < 0:
            dot = DOT.search(text, max(at + 1, floor))
            continue
        left = max(text.rfind(" ", floor, at), text.rfind("\n", floor, at), floor)
        run = next(run for run in _RUN.finditer(text, left) if run.end() > at)
        next_floor = floor
        for start, protocol in _starts(text, floor, *run.span()):
            if start - len(protocol) < next_floor:
                continue
            if (domain_end := _domain_end(text, start, run.end())) < 0:
                continue
            end, has_path = _url_end(text, domain_end)
            yield from _in_match(text, start - len(protocol), protocol, domain_end, end, has_path)
            next_floor = end + 1
            if end >= run.end():
                break
        floor = max(floor, next_floor - 1)
        dot = DOT.search(text, max(run.end(), floor))


def _units(text: str) -> str:
    """The text as JavaScript sees it: one character a UTF-16 code unit."""
    return "".join(map(chr, array("H", text.encode("utf-16-le", "surrogatepass"))))


def _joined(text: str) -> str:
    """The inverse of `_units`."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def find(text: str) -> tuple[Url, ...]:
    """The URLs of a text in NFC, as code point offsets."""
    if not DOT.search(text):
        return ()
    if text.isascii() or not _ASTRAL.search(text):
        return tuple(_matches(text))
    found = tuple(_matches(_units(text)))
    if not found:
        return ()
    widths = accumulate((2 if c > "\uffff" else 1 for c in text), initial=0)
    at = {unit: index for index, unit in enumerate(widths)}
    return tuple(_in_code_points(url, at) for url in found)


def _in_code_points(url: Url, at: dict[int, int]) -> Url:
    stop = url.start + url.weighed
    # A cut inside a surrogate pair is kept as half a character: X weighs the other half by itself.
    weighed = at[stop] - at[url.start] if stop in at else -(at[stop + 1] - at[url.start])
    return Url(at[url.start], at[url.end], weighed)

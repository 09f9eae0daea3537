"""Domain names as twitter-text knows them: a dot before a known top-level domain, then the labels in front of it."""

from __future__ import annotations

import re
from array import array
from functools import cache
from typing import TYPE_CHECKING

from composer.text.tables import lines, ranges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LABEL = 63
"""Characters of a label, in Punycode where it is not ASCII (RFC 1035)."""

DOT = re.compile(r"\.(?=[A-Za-z\x80-\U0010ffff])")
"""A dot that a top-level domain could follow."""

SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Inside of a character class: white space as twitter-text knows it."""
_DIRECTIONS = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_OUTSIDE = rf"!'#%&()*+,/:;<=>?@\[\\\]^{{|}}~${SPACES}{_DIRECTIONS}\ufffe\ufeff\uffff"
RUN = re.compile(f"[^{_OUTSIDE}]+")
"""Labels, dots, hyphens and underscores: all that a domain can consist of, and nothing else."""

_ASTRAL = "\U00010000-\U0010ffff"
_ASTRAL_THEN_DOT = re.compile(rf"[{_ASTRAL}][^.{_OUTSIDE}]*+\.")
_DOT_THEN_ASTRAL = re.compile(rf"\.[^.{_ASTRAL}{_OUTSIDE}]*+[{_ASTRAL}]")
_WORD = re.compile(r"[A-Za-z]+")
_PUNYCODE = re.compile(r"[xX][nN]--[-0-9a-zA-Z]+")
_IDNA_DOT = re.compile("[\u3002\uff0e\uff61]")
_NOT_AFTER = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@+-")


@cache
def _known() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Top-level domains in ASCII; the others folded, by their first letter and longest first."""
    known = lines("x_tlds.txt")
    wide: dict[str, list[str]] = {}
    for name in sorted((_folded(name) for name in known if not name.isascii()), key=len, reverse=True):
        wide.setdefault(name[0], []).append(name)
    return frozenset(name for name in known if name.isascii()), wide


def _folded(text: str) -> str:
    """Letters made equal as a JavaScript pattern with the flag i, but not u, makes them."""
    return "".join(up if len(up := c.upper()) == 1 and (c.isascii() or not up.isascii()) else c for c in text)


def top_level_end(text: str, at: int) -> int:
    """Where the top-level domain that starts at `at` ends, or -1."""
    ascii_names, wide_names = _known()
    word = _WORD.match(text, at)
    end = word.end() if word else at
    after = text[end : end + 1]
    if word and after not in _NOT_AFTER and word[0].lower() in ascii_names:
        return end
    for name in wide_names.get(_folded(text[at : at + 1]), ()) if not after.isascii() else ():
        stop = at + len(name)
        if _folded(text[at:stop]) == name and text[stop : stop + 1] not in _NOT_AFTER:
            return stop
    punycode = _PUNYCODE.match(text, at)
    return punycode.end() if punycode else -1


def domain_end(text: str, start: int, end: int) -> int:
    """Where the longest domain ends that starts at `start` of a run up to `end`, or -1."""
    found = -1
    while True:
        dot = text.find(".", start, end)
        if dot <= start or text[start] in "-_" or text[dot - 1] in "-_":
            return found
        if text.find("_", start, dot) < 0 and (stop := top_level_end(text, dot + 1)) > 0:
            found = stop
        start = dot + 1


def plain_domains(domain: str) -> Iterator[tuple[int, int]]:
    """The parts of a domain that are linked where no protocol precedes it: ASCII and accented letters only."""
    at = 0
    while chain := _plain_labels().search(domain, at):
        at = chain.end()
        for dot in range(chain.end() - 1, chain.start(), -1):
            if domain[dot] == "." and (end := top_level_end(domain, dot + 1)) > 0:
                yield chain.start(), end
                at = end
                break


@cache
def _plain_labels() -> re.Pattern[str]:
    accented = ranges(table("x_characters.txt")["accented_any_case"])
    return re.compile(rf"(?:[-a-zA-Z0-9{accented}]+\.)+")


def fits_dns(domain: str) -> bool:
    """Whether no label is too long for the domain name system, as twitter-text checks it."""
    if domain.startswith("xn--"):
        if not any(plain_domains(domain)):
            return False
    elif len(domain) <= LONGEST_LABEL and domain.isascii():
        return True
    return all(0 < _length_in_dns(label) <= LONGEST_LABEL for label in domain.split("."))


def _length_in_dns(label: str) -> int:
    if label.isascii():
        return len(label)
    parts = _IDNA_DOT.split(label)
    encoded = (len(part) if part.isascii() else 4 + len(from_units(part).encode("punycode")) for part in parts)
    return sum(encoded) + len(parts) - 1


def is_astral(text: str) -> bool:
    """Whether a domain of the text may have a character in it that UTF-16 writes as two."""
    return bool(not text.isascii() and (_ASTRAL_THEN_DOT.search(text) or _DOT_THEN_ASTRAL.search(text)))


def to_units(text: str) -> str:
    """UTF-16 code units, one character each: a text as JavaScript's patterns see it."""
    return "".join(map(chr, array("H", text.encode("utf-16-le", "surrogatepass"))))


def from_units(text: str) -> str:
    """The inverse of `to_units`."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def is_top_level(name: str) -> bool:
    """Whether a name in lower case is a top-level domain in ASCII."""
    return name in _known()[0]

"""The most a post may be on each network: one record a network, and the record is all that a new one needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import ComposerError
from composer.text.counter import utf8_length
from composer.text.mastodon import Mastodon
from composer.text.normal import normalize
from composer.text.readers import Graphemes
from composer.text.x import Weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.text.counter import Counter, Weighed


class UnknownNetworkError(ComposerError):
    """The network has no limit record; the message names those that have."""

    def __init__(self, name: str) -> None:
        from difflib import get_close_matches

        close = get_close_matches(name.lower(), LIMITS, 1)
        meant = f" Did you mean {close[0]}?" if close else ""
        super().__init__(f"There is no network called '{name}'.{meant} Known are {', '.join(LIMITS)}.")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a network would say of a text."""

    length: int
    """As the network counts it today."""
    maximum: int
    fits: bool
    """Whether the network takes it: by the higher count where versions or rules disagree, in all its budgets."""
    bytes: int
    """In UTF-8."""
    safe: int
    """The higher count where Unicode versions or rules disagree, else equal to `length`."""
    reasons: tuple[str, ...] = ()
    """Why it does not fit, or weighs otherwise than it looks, in words for the user."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How a network counts, and how much it takes."""

    name: str
    title: str
    """As a reader knows it."""
    budgets: tuple[int, ...]
    """What a post may weigh: one number for each way the network counts, the one it is known for first."""
    counter: Counter = field(repr=False)
    alt: int = 1500
    """Characters of an alt text; a server may take another number."""
    labelled: bool = False
    """Whether a word can lead somewhere, so that no address has to stand beside it."""
    marks: frozenset[str] | None = frozenset()
    """Words of content warnings that the network has a mark for; None where it shows whatever warning there is."""

    @property
    def maximum(self) -> int:
        """The most that `Measure.length` may be."""
        return self.budgets[0]

    def measure(self, text: str, content_warning: str = "") -> Measure:
        """Count a text as it is sent; nothing is normalised here, see `normalize`."""
        length = self.counter.length(text, content_warning)
        exact = self.exact(text, content_warning)
        refusals = self._refusals(text, exact)
        return Measure(
            length=length,
            maximum=self.maximum,
            fits=not refusals,
            bytes=utf8_length(text),
            safe=exact[0],
            reasons=refusals + self.counter.remarks(text),
        )

    def _refusals(self, text: str, exact: tuple[int, ...]) -> tuple[str, ...]:
        over = tuple(
            f"It is {have - most} over the {most} {unit} that {self.title} takes."
            for have, most, unit in zip(exact, self.budgets, self.counter.units, strict=True)
            if have > most
        )
        return over + self.counter.refuses(text)

    def exact(self, text: str, content_warning: str = "") -> tuple[int, ...]:
        """The binding count for each budget: the higher one where versions or rules disagree."""
        return self.counter.exact(text, content_warning)

    def warned(self, content_warning: str) -> str:
        """What stands before a post's words because the network has no other place for its warning; may be empty."""
        known = self.marks is None or self.marks & set(re.findall(r"[\w-]+", content_warning.casefold()))
        return "" if known or not content_warning else f"CW: {normalize(content_warning)}\n\n"

    def weights(self, text: str) -> tuple[Sequence[int], ...]:
        """For each budget the weight of every prefix of a text as `normalize` returns it, `len(text) + 1` numbers.

        A slice that cuts no atom weighs the difference of two of them; the last is `exact`.
        """
        return self.counter.weights(text)

    def atoms(self, text: str) -> tuple[tuple[int, int], ...]:
        """Ranges that no cut may fall into: links, mentions, tags, addresses, and characters of several code points."""
        from composer.text.atoms import atoms

        return atoms(text)

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """The stretches of a text with what each weighs; their sum is `Measure.length`."""
        return self.counter.explain(text)

    def with_maximum(self, maximum: int, url_length: int | None = None) -> Limit:
        """The same network with an account's or a server's own maximum, and the length it reserves for a URL."""
        counter = self.counter if url_length is None else self.counter.reserving(url_length)
        return replace(self, budgets=(maximum, *self.budgets[1:]), counter=counter)


_BLUESKY_MARKS = frozenset(
    {
        "blood",
        "gore",
        "graphic",
        "graphic-media",
        "injury",
        "nudity",
        "porn",
        "sexual",
        "suggestive",
        "violence",
    }
)
"""What the labels by which Bluesky's apps cover a post can say."""
LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        limit.name: limit
        for limit in (
            Limit("x", "X", (280,), Weighted(), alt=1000),
            Limit(
                "bluesky", "Bluesky", (300, 3000), Graphemes(in_bytes=True), 2000, labelled=True, marks=_BLUESKY_MARKS
            ),
            Limit("mastodon", "Mastodon", (500,), Mastodon(), marks=None),
            Limit("threads", "Threads", (500,), Graphemes(emoji_in_bytes=True)),
        )
    }
)
"""The networks, by the name that drafts and commands use."""


def limit(name: str) -> Limit:
    """The limit record of a network."""
    try:
        return LIMITS[name.lower()]
    except KeyError:
        raise UnknownNetworkError(name) from None


def measure(text: str, network: str, *, content_warning: str = "") -> Measure:
    """What `network` would say of a text exactly as it is given."""
    return limit(network).measure(text, content_warning)


def explain(text: str, network: str) -> tuple[Weighed, ...]:
    """Which URLs, emoji and letters of a text weigh what on `network`."""
    return limit(network).explain(text)

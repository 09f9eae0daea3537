"""What does not fit."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from composer.lint import cuts
from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule
from composer.model import Layer, Safety, Severity
from composer.text.limits import limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_LONG = "The night shift keeps a list of small repairs, and the list keeps the night shift sane. "

_WORD = pattern(r"\S+")
_NAMED = 4
"""Words of the new post that its label names."""


def _over_limit(reading: Reading) -> Iterable[Finding]:
    over = reading.post.length - reading.setting.maximum
    if over > 0:
        network = limit(reading.setting.network).title
        fields = (
            ("network", network),
            ("length", f"{reading.post.length:,}"),
            ("maximum", f"{reading.setting.maximum:,}"),
            ("over", f"{over:,}"),
        )
        yield Finding(edits=_parted(reading), fields=fields)


def _parted(reading: Reading) -> tuple[Edit, ...]:
    """Begin a new post with the sentence that does not fit any more; where it is the first, with the word."""
    measure, most = limit(reading.setting.network).measure, reading.setting.maximum
    for starts in (
        [start for start, _ in reading.sentences],
        [m.start() for m in _WORD.finditer(reading.masked)],
    ):
        at = bisect_right(starts, most, key=lambda start: measure(reading.text[:start].rstrip()).length) - 1
        while at > 0 and not cuts.has_words(reading, [(0, starts[at])]):
            at -= 1
        if at > 0:
            first = reading.text[starts[at]]
            edit = Edit(starts[at], starts[at] + 1, f"\n\n---\n\n{first}", Safety.CHOICE, _label(reading, starts[at]))
            return (edit,)
    return ()


def _label(reading: Reading, at: int) -> str:
    words = " ".join(reading.text[at:].split()[:_NAMED])
    return f"Begin a new post at \u201c{words}\u201d"


RULES = (
    Rule(
        code="LEN001",
        name="over-limit",
        title="A post longer than the network takes",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{length} characters as {network} counts them, {over} more than the {maximum} it takes: it would be"
            " refused. Split it, or shorten it."
        ),
        reason=(
            "A network refuses a post that is too long, and in mid-thread that leaves half a thread standing. Each"
            " network counts in its own way: X weighs links, emoji and scripts, Bluesky and Mastodon count what a"
            " reader sees as one character."
        ),
        source="The networks' published limits (platform rule).",
        bad=(_LONG * 4, _LONG * 6, "\u6c34" * 141),
        good=(
            _LONG,
            f"{_LONG * 2}https://example.org/a/very/long/address/that/counts/as/twenty-three/{'x' * 150}",
            "\u6c34" * 140,
        ),
        check=_over_limit,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note="Exact: the count is the network's own.",
    ),
)

"""What does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.record import MECHANICAL, Finding, Rule
from composer.model import Layer, Severity
from composer.text.limits import limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_LONG = "The night shift keeps a list of small repairs, and the list keeps the night shift sane. "


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
        yield Finding(fields=fields)


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
        bar=MECHANICAL,
        note="Exact: the count is the network's own.",
    ),
)

"""What the terminal does with colours and with emoji, whose widths terminals do not agree about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.desk.doctor.finding import Finding, look, ok

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Probe:
    """A character whose width is asked."""

    text: str
    cells: int
    """How many cells it should take."""
    ours: bool
    """Whether the screen draws it as it is; the others are drawn in a simpler form that all terminals agree about."""


_OURS = {
    2: ("🧵", "✅", "👇", "🔟", "💡", "🔑", "🎯", "📌", "👉", "🙏", "⏰", "🇪🇺", "漢"),
    1: ("①", "⑳", "…", "—", "●", "é"),
}
_JOINED = (
    "1\ufe0f\u20e3",
    "❤\ufe0f",
    "⚠\ufe0f",
    "👍🏽",
    "👩\u200d⚕\ufe0f",
    "👨\u200d👩\u200d👧\u200d👦",
    "🏳\ufe0f\u200d🌈",
    "🫩",
)
PROBES = (
    *(Probe(text, cells, ours=True) for cells, texts in _OURS.items() for text in texts),
    *(Probe(text, 2, ours=False) for text in _JOINED),
)
"""Those of ours are of the kinds that cues, numbers and signs come from."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What is known of where the output goes."""

    is_one: bool
    """Whether it is a terminal at all."""
    name: str = ""
    """As TERM says it."""
    encoding: str = "utf-8"
    colours: str = ""
    """As COLORTERM says it."""
    no_color: bool = False
    widths: Mapping[str, int] | None = None
    """Cells that each probe took; None where it was not asked, or did not answer."""


def drawing(terminal: Terminal) -> Iterator[Finding]:
    """Whether posts look here as they are meant to."""
    if terminal.encoding.lower().replace("-", "") != "utf8":
        yield look(
            "terminal",
            f"It is set to {terminal.encoding}, in which emoji and many letters cannot be shown.",
            "export LC_ALL=C.UTF-8",
        )
    if not terminal.is_one:
        yield ok("terminal", "This goes to no terminal, so no widths were measured.")
        return
    colours = "no colour, as NO_COLOR asks" if terminal.no_color else f"colours: {_colours(terminal)}"
    yield ok("terminal", f"{terminal.name or 'of unknown kind'}, {terminal.encoding}, {colours}.")
    yield _widths(terminal)


def _colours(terminal: Terminal) -> str:
    if terminal.colours in ("truecolor", "24bit"):
        return "all"
    if terminal.name in ("dumb", ""):
        return "none"
    return "256" if "256" in terminal.name else "16 or more"


def _widths(terminal: Terminal) -> Finding:
    if terminal.widths is None:
        return ok("emoji", "This terminal does not say how wide it draws them.")
    odd = [probe for probe in PROBES if terminal.widths.get(probe.text, probe.cells) != probe.cells]
    ours = " ".join(probe.text for probe in odd if probe.ours)
    if ours:
        return look(
            "emoji",
            f"This terminal draws {ours} wider or narrower than they are, so borders may be crooked. What is posted "
            "is not touched.",
            "thread config set style plain",
        )
    if odd:
        return ok(
            "emoji",
            f"Widths agree. {len(odd)} of {sum(not probe.ours for probe in PROBES)} joined ones are drawn otherwise; "
            "the screen shows those in a simpler form, and posts keep them.",
        )
    return ok("emoji", "All widths agree.")

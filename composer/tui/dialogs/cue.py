"""Which cue a post shall wear: the suggested one first, then none, then all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.desk.cues import NONE
from composer.tui.dialogs.picker import Choice, Picker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.desk.cues import Offer
    from composer.thread import CueSet
    from composer.thread.triggers import Suggestion


class CueDialog(Picker[str]):
    """Answers with the id of a cue, or `none`."""

    placeholder = "a part of its name"
    keys = (("↑↓", "Choose"), ("enter", "Write it into the draft"), ("esc", "Leave it"))

    def __init__(self, number: int, offer: Offer | None, cues: CueSet) -> None:
        super().__init__()
        self.heading = f"The cue of post {number}"
        self._offer = offer
        self._cues = cues

    def choices(self) -> tuple[Choice, ...]:
        """What is worn now, none, and all others."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Choice]:
        offer = self._offer
        worn = self._cues.get(offer.cue) if offer else None
        if offer and worn:
            yield Choice(worn.id, f"{worn.emoji} {worn.id}", _why(offer.suggestion))
        refusing = offer is not None and offer.suggestion is not None
        yield Choice(NONE, "no cue", "refused twice, its words suggest it no more" if refusing else "")
        for cue in self._cues.cues:
            if worn is None or cue.id != worn.id:
                yield Choice(cue.id, f"{cue.emoji} {cue.id}", cue.plain)

    def take(self, typed: str) -> None:
        """The marked one."""
        if self.chosen:
            self.dismiss(self.chosen)
        else:
            self.complain(f"There is no cue like “{typed}”. `thread cues` lists them all.")


def _why(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return "your choice"
    return "keep it: suggested by " + ", ".join(f"“{' '.join(words.split())}”" for words in suggestion.words)

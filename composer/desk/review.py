"""From a draft to a thread that was looked at: style, split, findings, and what stands in the way of sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.model import Severity, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.config import Settings
    from composer.lint import Options
    from composer.model import Diagnostic, Draft, Numbering, Place, Profile, Thread
    from composer.text import Limit
    from composer.thread import CueSet


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for this once; None leaves it to the draft, then to the settings."""

    profile: Profile | None = None
    numbering: Numbering | None = None
    place: Place | None = None
    cues: bool = True
    mode: str = "default"

    def style(self, draft: Draft, settings: Settings) -> Style:
        """The style that follows, for `draft`."""
        return Style(
            profile=self.profile or draft.profile or settings.style,
            numbering=self.numbering or draft.numbering or settings.numbering,
            place=self.place or settings.number_place,
            cues=self.cues,
        )


@dataclass(frozen=True, slots=True)
class Review:
    """A thread with everything that was found in it."""

    thread: Thread
    findings: tuple[Diagnostic, ...]

    def stops(self, accepted: Mapping[str, str]) -> tuple[Diagnostic, ...]:
        """Findings that keep the thread from going out; `accepted` maps a code to the user's reason."""
        return tuple(
            finding for finding in self.findings if finding.severity is Severity.ERROR and finding.code not in accepted
        )


def review(
    draft: Draft, limit: Limit, style: Style, mode: str, options: Options | None = None, cues: CueSet | None = None
) -> Review:
    """Split and lint; a post with an open privacy finding gets no cue, wherever the split then puts it."""
    from composer.thread import Splitter

    splitter = Splitter(limit, style, mode, cues)

    def cut(uncued: frozenset[int]) -> Thread:
        return splitter.split(draft, uncued=uncued)

    return reviewed(cut, style, options)


def reviewed(cut: Callable[[frozenset[int]], Thread], style: Style, options: Options | None = None) -> Review:
    """What `cut` makes and what is found in it; it is told the numbers of posts that shall get no cue."""
    from composer.lint import Options, lint, open_privacy_posts

    options = options or Options()
    uncued: frozenset[int] = frozenset()
    while True:
        thread = cut(uncued)
        findings = lint(thread, options=options)
        open_posts = open_privacy_posts(findings)
        if not style.cues or open_posts <= uncued:
            return Review(thread, findings)
        uncued |= open_posts

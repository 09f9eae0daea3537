"""Dresses the words of each post and makes sure that the whole fits, counted as it will be sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from composer.model import Link, Post, Profile, Run
from composer.thread import dress
from composer.thread.cues import NONE
from composer.thread.dress import Position
from composer.thread.programme import Room
from composer.thread.sadness import is_obituary
from composer.thread.unity import added

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from composer.model import Draft, Style
    from composer.text import Limit
    from composer.thread.cues import Cue, CueSet
    from composer.thread.dress import Trim
    from composer.thread.piece import Piece
    from composer.thread.triggers import Suggestion

_REMEMBERED = 20_000
"""Answers kept: those of a very long draft and of a day of edits, in some megabytes."""


@dataclass(frozen=True, slots=True)
class Tailor:
    """All that decides what the posts of one draft wear."""

    limit: Limit
    style: Style
    cues: CueSet
    """The cues of the draft's language."""
    event: str
    language: str
    warning: str
    """The draft's content warning, for posts that have none of their own."""
    warnings: frozenset[str] = frozenset()
    """Every content warning that one of its posts may carry."""

    _answers: dict[tuple[str, bool, int], Suggestion | None] = field(default_factory=dict, compare=False, repr=False)
    """Cues found in the words of posts: a new total dresses all posts anew and must not search all words again."""

    @classmethod
    def of(cls, draft: Draft, limit: Limit, style: Style, cues: CueSet) -> Tailor:
        """The tailor for one draft."""
        warnings = {block.content_warning for block in draft.blocks if block.content_warning}
        return cls(
            limit,
            worn(draft, style),
            cues.speaking(draft.language),
            draft.event,
            draft.language,
            draft.content_warning,
            frozenset({*warnings, draft.content_warning}),
        )

    def capacity(self, digits: int) -> tuple[int, ...]:
        """What the words of a post may weigh in a thread whose numbers have so many digits."""
        widths = [self._width(number) for number in dress.widest_numbers(self.style.numbering, digits)]
        widest = [max(measure) for measure in zip(*widths, strict=True)]
        return tuple(
            most - number - warning
            for most, number, warning in zip(self.limit.budgets, widest, self._warned(), strict=True)
        )

    def _warned(self) -> tuple[int, ...]:
        """What the longest content warning takes from the room for words, on networks that count or have to say it."""
        bare = self.limit.exact("x")
        warned = [self.limit.exact(f"{self.limit.warned(warning)}x", warning) for warning in self.warnings]
        return tuple(max(measure) - alone for *measure, alone in zip(*warned, bare, strict=True))

    def _width(self, number: str) -> tuple[int, ...]:
        return added(self.limit, f" {number}") if number else (0,) * len(self.limit.budgets)

    def rooms(self, position: Position, capacity: Sequence[int]) -> tuple[Room, ...]:
        """What a post in this position can hold, from the full dress to none."""
        rooms = []
        for trim in self._trims(position):
            frame = dress.frame(self.style, trim, "", cue=None, marker="", body="", ends_in_code=False)
            worn = added(self.limit, f" {frame.front}{frame.back}".rstrip())
            rooms.append(Room(tuple(most - more for most, more in zip(capacity, worn, strict=True)), trim.regret))
        return tuple(rooms)

    def _trims(self, position: Position) -> tuple[Trim, ...]:
        return dress.trims(position, self.style.profile, self.event, self.cues)

    def fits(self, piece: Piece, position: Position, digits: int) -> bool:
        """Whether the words fit in the leanest dress, whatever the number of so many digits."""
        numbers = dress.widest_numbers(self.style.numbering, digits)
        trim = self._trims(position)[-1]
        cue, warning = self._chosen(piece), piece.warning or self.warning
        return all(self._fits(self._text(piece, trim, number, cue)[0], warning) for number in numbers)

    def _fits(self, text: str, warning: str) -> bool:
        exact = self.limit.counter.exact(text, warning)
        return all(size <= most for size, most in zip(exact, self.limit.budgets, strict=True))

    def _text(self, piece: Piece, trim: Trim, number: str, cue: Cue | None, *, heading: bool = True) -> tuple[str, int]:
        """The post as it is sent, and where in it the words begin."""
        lively = self.style.profile is Profile.LIVELY
        frame = dress.frame(
            self.style,
            trim,
            number,
            cue=cue,
            marker=self.cues.sign("section_start", self.style.profile) if lively and piece.heading and heading else "",
            body=piece.body,
            ends_in_code=piece.ends_in_code,
        )
        front = self.limit.warned(piece.warning or self.warning) + frame.front
        return (front + piece.body + frame.back).rstrip(), len(front)

    def _chosen(self, piece: Piece) -> Cue | None:
        return next((self.cues[cue] for cue in piece.chosen if cue in self.cues), None) if piece.chosen else None

    def post(self, piece: Piece, number: int, total: int, before: str | None, uncued: Collection[int]) -> Post | None:
        """The post in the fullest dress that fits, or None if its words do not fit in any.

        A post between others that wears no suggested cue has passed `fits` and is not counted again.
        `before` is the cue of the post before it; `uncued` are the numbers that shall get no suggested cue.
        """
        shown = "" if total == 1 else dress.numbered(self.style.numbering, number, total)
        chosen = self._chosen(piece)
        position = _position(number, total)
        for trim in self._trims(position):
            for cue in (chosen,) if chosen else self._suggested(piece, number, total, before, uncued):
                visible = cue if chosen or self.style.profile is Profile.LIVELY else None
                text, at = self._text(piece, trim, shown, visible, heading=total > 1)
                verified = position is Position.MIDDLE and cue is chosen
                if verified or self._fits(text, piece.warning or self.warning):
                    return self._made(piece, number, total, text, at, cue)
        return None

    def bare(self, piece: Piece, number: int, total: int) -> Post:
        """The words and nothing else, however long."""
        return self._made(piece, number, total, piece.body, 0, None)

    def _suggested(
        self, piece: Piece, number: int, total: int, before: str | None, uncued: Collection[int]
    ) -> tuple[Cue | None, ...]:
        """The cue that the program would add, if any, then none at all.

        In the plain style it adds no word: the words that suggested it say the same already.
        """
        welcome = self.style.cues and 1 < number < total and number not in uncued
        if not welcome or NONE in piece.chosen or piece.heading or _has_emoji(piece.body):
            return (None,)
        quoted = sum(end - start for start, end in piece.quotes)
        asked = (piece.body, number >= total - 2, quoted)
        if asked not in self._answers:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[asked] = self.cues.suggest(piece.body, near_end=asked[1], quoted=quoted)
        found = self._answers[asked]
        return (self.cues[found.cue], None) if found and found.cue != before else (None,)

    def _made(self, piece: Piece, number: int, total: int, text: str, at: int, cue: Cue | None) -> Post:
        return Post(
            number,
            total,
            text,
            self.limit.counter.length(text, piece.warning or self.warning),
            piece.body,
            tuple(Run(run.at + at, run.source, run.length) for run in piece.runs) if at else piece.runs,
            tuple(Link(link.start + at, link.end + at, link.target) for link in piece.links) if at else piece.links,
            _within(text, piece.code, at),
            _within(text, piece.quotes, at),
            piece.media,
            cue.id if cue else None,
            piece.warning or self.warning,
            self.language,
        )


def _within(text: str, ranges: tuple[tuple[int, int], ...], at: int) -> tuple[tuple[int, int], ...]:
    """Ranges of words that begin at `at` of a post, without the spaces at its end, which are not sent."""
    if not at and (not ranges or ranges[-1][1] <= len(text)):
        return ranges
    return tuple((start + at, min(end + at, len(text))) for start, end in ranges)


_EMOJI = re.compile("[\u20e3\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]")


def _has_emoji(body: str) -> bool:
    """Whether the words bring an emoji of their own, be it the writer's or a bullet; plain bullets count as such."""
    return body.startswith("- ") or (not body.isascii() and _EMOJI.search(body) is not None)


def worn(draft: Draft, style: Style) -> Style:
    """The style as the thread will wear it: a thread that begins with sad news has no emoji."""
    first = next((block.text for block in draft.blocks if block.text.strip()), "")
    if is_obituary(f"{draft.title}\n{draft.message}\n{first}"):
        return replace(style, profile=Profile.PLAIN, cues=False)
    return style


def _position(number: int, total: int) -> Position:
    if total == 1:
        return Position.ONLY
    return Position.FIRST if number == 1 else Position.LAST if number == total else Position.MIDDLE

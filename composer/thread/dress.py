"""What a post wears besides its words: number, opener, pointer, event tag, cue and end marker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from composer.model import Numbering, Place, Profile
from composer.thread.cues import starts_with_own_words
from composer.thread.programme import units

if TYPE_CHECKING:
    from composer.model import Style
    from composer.thread.cues import Cue, CueSet

_KEYCAPS = ("", "1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟")


class Position(Enum):
    """Where in its thread a post stands."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Trim:
    """What a post wears because of its position; empty strings where it goes without."""

    regret: int = 0
    """How much its author would miss what is left out, in the splitter's units."""
    opener: str = ""
    tag: str = ""
    pointer: str = ""
    end: str = ""


_NOTHING = (Trim(),)


@dataclass(frozen=True, slots=True)
class Frame:
    """The text before and after a post's body."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Markers:
    """What stands before the items of a list."""

    bullet: str
    keycaps: bool = False
    """Whether ordered items up to ten have keycaps instead of digits."""

    def of(self, ordinal: int | None) -> str:
        """The marker of an item, `ordinal` being its number in an ordered list."""
        if ordinal is None:
            return self.bullet
        return _KEYCAPS[ordinal] if self.keycaps and 0 < ordinal < len(_KEYCAPS) else f"{ordinal}."


def markers(style: Style, cues: CueSet) -> Markers:
    """Bullets as the style shows them; keycaps where it is lively and counts its posts in keycaps too."""
    keycaps = style.profile is Profile.LIVELY and style.numbering is Numbering.KEYCAP
    return Markers(cues.sign("list_item", style.profile), keycaps)


def numbered(style: Numbering, number: int, total: int) -> str:
    """How a post says that it is `number` of `total`."""
    match style:
        case Numbering.SLASH:
            return f"{number}/{total}"
        case Numbering.PARENTHESES:
            return f"({number}/{total})"
        case Numbering.DOT:
            return f"{number}."
        case Numbering.KEYCAP:
            return _KEYCAPS[number] if number < len(_KEYCAPS) else str(number)
        case Numbering.NONE:
            return ""


def widest_numbers(style: Numbering, digits: int) -> tuple[str, ...]:
    """Numbers such that no post of a thread of at most `digits` digits has a longer one, in any measure."""
    most = 10**digits - 1
    numbers = (9, most) if style is Numbering.KEYCAP and most > 9 else (most,)
    return tuple(numbered(style, number, most) for number in numbers)


def trims(position: Position, profile: Profile, event: str, cues: CueSet) -> tuple[Trim, ...]:
    """What a post in this position may wear, from the full dress to none."""
    if position is Position.MIDDLE:
        return _NOTHING
    if position is Position.ONLY:
        return (Trim(0, tag=event), Trim(units(4))) if event else (Trim(),)
    if position is Position.LAST:
        end = cues.sign("end_of_thread", profile)
        return (Trim(0, tag=event, end=end), Trim(units(0.4), tag=event), *((Trim(units(3)),) if event else ()))
    opener, pointer = cues.sign("thread_start", profile), cues.sign("continue_below", profile)
    return (
        Trim(0, opener, event, pointer),
        Trim(units(2), opener, event),
        Trim(units(4), "", event),
        *((Trim(units(7)),) if event else ()),
    )


def frame(
    style: Style, trim: Trim, number: str, *, cue: Cue | None, marker: str, body: str, ends_in_code: bool
) -> Frame:
    """The dress around `body`, with whitespace between whatever is added and the words.

    `marker` is what says that a section begins, worn where there is neither a cue nor an opener.
    """
    gap = "\n" if ends_in_code else " "
    if trim is _NOTHING[0] and not cue and not marker and number:
        return Frame(f"{number} ", "") if style.place is Place.START else Frame("", gap + number)
    front = [trim.opener] if trim.opener and not body.startswith(trim.opener) else []
    back = ""
    tag = "" if _mentions(body, trim.tag) else trim.tag
    if cue:
        shown, at_end = _shown(cue, style.profile, body)
        if at_end:
            back += f" {shown}" if shown else ""
        elif shown and not body.startswith(shown):
            front.append(shown)
    elif marker and not trim.opener:
        front.append(marker)
    closing = " ".join(part for part in (tag, trim.end) if part) if trim.end else ""
    if closing:
        back += f"\n\n{closing}"
    elif tag:
        back += gap + tag
    if trim.pointer and not body.endswith(trim.pointer):
        back += f"\n\n{trim.pointer}"
    if number and style.place is Place.START:
        front.insert(0, number)
    elif number:
        back += (" " if back else gap) + number
    return Frame("".join(part + " " for part in front), back)


def _shown(cue: Cue, profile: Profile, body: str) -> tuple[str, bool]:
    """The cue as the style writes it, and whether it stands at the end."""
    if profile is Profile.LIVELY:
        return cue.emoji, cue.at_end
    if starts_with_own_words(cue, body):
        return "", False
    return cue.plain, cue.at_end and not cue.plain.endswith(":")


def _mentions(body: str, tag: str) -> bool:
    if not tag:
        return False
    place = body.casefold().find(tag.casefold())
    if place < 0:
        return False
    after = body[place + len(tag) : place + len(tag) + 1]
    return not (after.isalnum() or after == "_")

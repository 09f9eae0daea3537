"""A picture of program text, for code that is longer than a post, and the alt text that says the same by ear."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageFont import FreeTypeFont

_FONT = Path(__file__).parent / "fonts" / "DejaVuSansMono.ttf"
_SIZE = 30
"""Height of the letters in pixels: 80 columns are still legible where a phone shows them across its width."""
_LEADING = 44
_MARGIN = 48
_PAPER, _INK = "#ffffff", "#1f2328"
_COLUMNS = 88
"""Columns after which a line is carried on below."""
_FEWEST_COLUMNS = 40
_ROWS = 60
"""Lines of one picture; more would be too small to read where it is shown whole."""
_MOST = 4
"""Pictures of one post."""
_CARRIED = "↪ "
_TAB = 4
_SHOWN = 60
"""Characters of a line in a summary."""
_TO_FILL = " {Say in a sentence or two what it does.}"
_NO_CHARACTER = "\U0010ffff"


class PictureError(ComposerError):
    """A picture cannot be made of what was given."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and the words that stand for it."""

    content: bytes
    alt: str
    to_fill: str = ""
    """A field for what the writer has to say besides, where the code is too long to stand for itself."""


def pictures(code: str, language: str, most: int) -> tuple[Picture, ...]:
    """`code` as pictures, the alt text of each at most `most` characters long.

    Raises PictureError where it is empty, longer than the pictures of one post can show, or has letters that the
    font lacks.
    """
    lines = [line.rstrip() for line in dedent(code.strip("\n").expandtabs(_TAB)).split("\n")]
    if not any(lines):
        raise PictureError("There is no code to make a picture of.")
    font = _font()
    if missing := _missing(font, "".join(lines)):
        raise PictureError(
            f"The font for code has no {', '.join(missing[:6])}, so a picture would show boxes there. "
            "Say it otherwise in the code, or make a picture of your own."
        )
    rows = [row for line in lines for row in _rows(line)]
    if len(rows) > _MOST * _ROWS:
        raise PictureError(
            f"This code has {len(rows)} lines as a picture shows them, and a post shows {_MOST} pictures of {_ROWS}. "
            "Show less of it, or lead to it with a link."
        )
    return tuple(_picture(sheet, font, language, most) for sheet in _sheets(rows))


def _picture(sheet: Sequence[tuple[str, str | None]], font: FreeTypeFont, language: str, most: int) -> Picture:
    content = _drawn([row for row, _ in sheet], font)
    lines = [line for _, line in sheet if line]
    said = "\n".join(lines)
    return Picture(content, said) if len(said) <= most else Picture(content, _summary(lines, language), _TO_FILL)


def _summary(lines: Sequence[str], language: str) -> str:
    kind = f"Code in {language}" if language else "Code"
    first, last = (_beginning(" ".join(line.split())) for line in (lines[0], lines[-1]))
    return f"{kind}, {len(lines)} lines, from “{first}” to “{last}”."


def _beginning(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _font() -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), _SIZE)


def _missing(font: FreeTypeFont, text: str) -> list[str]:
    """The characters that the font would draw as it draws one that does not exist."""
    blank = bytes(font.getmask(_NO_CHARACTER))
    return [letter for letter in dict.fromkeys(text) if ord(letter) > 127 and bytes(font.getmask(letter)) == blank]


def _rows(line: str) -> Iterator[tuple[str, str | None]]:
    """Rows of the picture, each with the line that begins in it; a long line is carried on, indented as it began."""
    indent = " " * min(len(line) - len(line.lstrip()), _COLUMNS // 2)
    yield line[:_COLUMNS], line
    rest, room = line[_COLUMNS:], _COLUMNS - len(indent) - len(_CARRIED)
    while rest:
        yield f"{indent}{_CARRIED}{rest[:room]}", None
        rest = rest[room:]


def _sheets(rows: Sequence[tuple[str, str | None]]) -> list[Sequence[tuple[str, str | None]]]:
    """Rows in as few pictures as can be, all of about the same height."""
    many = -(-len(rows) // _ROWS)
    height = -(-len(rows) // many)
    return [rows[at : at + height] for at in range(0, len(rows), height)]


def _drawn(rows: Sequence[str], font: FreeTypeFont) -> bytes:
    from io import BytesIO

    from PIL import Image, ImageDraw

    columns = max(_FEWEST_COLUMNS, *map(len, rows))
    size = (round(font.getlength("x") * columns) + 2 * _MARGIN, len(rows) * _LEADING + 2 * _MARGIN)
    image = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(image)
    for number, text in enumerate(rows):
        pen.text((_MARGIN, _MARGIN + number * _LEADING), text, font=font, fill=_INK)
    file = BytesIO()
    image.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()

"""The editor: moves and deletes whole characters, draws emoji steadily, stays quick in a long draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from composer.tui.steady import after, before, snapped, steady

if TYPE_CHECKING:
    from textual.document._document import Location
    from textual.strip import Strip

_KEPT_ROWS = 500


class Editor(TextArea):
    """Where the draft is written."""

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        self._rows: dict[tuple[object, ...], Strip] = {}
        super().__init__(soft_wrap=True, placeholder=placeholder, highlight_cursor_line=False, id=id)
        self.match_cursor_bracket = False

    # Whole characters

    def get_cursor_left_location(self) -> Location:
        """One character to the left, whatever it is made of."""
        row, column = self.cursor_location
        return (row, before(self.document[row], column)) if column else super().get_cursor_left_location()

    def get_cursor_right_location(self) -> Location:
        """One character to the right, whatever it is made of."""
        row, column = self.cursor_location
        line = self.document[row]
        return (row, after(line, column)) if column < len(line) else super().get_cursor_right_location()

    def validate_selection(self, selection: Selection) -> Selection:
        """Keep both ends, mouse clicks included, out of the middle of a character."""
        return Selection(self._snapped(selection.start), self._snapped(selection.end))

    def _snapped(self, place: Location) -> Location:
        row, column = place
        return row, snapped(self.document[row], column)

    @property
    def veiled(self) -> str:
        """The character at the cursor, if it is drawn as less than it is; else empty."""
        row, column = self.cursor_location
        line = self.document[row]
        character = line[column : after(line, column)]
        return character if steady(character) != character else ""

    # Offsets of the draft, as spans have them

    @property
    def offset_of_cursor(self) -> int:
        """Code points before the cursor."""
        return self.index_of(self.cursor_location)

    def index_of(self, place: Location) -> int:
        """Code points before `place`."""
        row, column = place
        return sum(len(self.document[line]) + 1 for line in range(row)) + column

    def place_of(self, offset: int) -> Location:
        """Row and column of the code point at `offset`, or the end of the text."""
        for row, line in enumerate(self.document.lines):
            if offset <= len(line):
                return row, max(0, offset)
            offset -= len(line) + 1
        return self.document.end

    def go_to(self, start: int, end: int | None = None) -> None:
        """Move the cursor to an offset, or select up to `end`, a little away from the edge of the window."""
        first = self.place_of(start)
        self.selection = Selection(first, first if end is None else self.place_of(end))
        self.scroll_cursor_visible(center=True)

    def put(self, replacement: str, start: int, end: int) -> None:
        """Replace a range of offsets as one step that undo takes back."""
        self.replace(replacement, self.place_of(start), self.place_of(end), maintain_selection_offset=True)

    def begin_post(self) -> None:
        """Put a forced break at the cursor, and as many line ends around it as are not there yet."""
        start, end = sorted((self.index_of(self.selection.start), self.index_of(self.selection.end)))
        before, after = self.text[:start], self.text[end:]
        above = "" if not before.strip() else "\n" * max(0, 2 - (len(before) - len(before.rstrip("\n"))))
        below = "\n" * max(0, 2 - (len(after) - len(after.lstrip("\n"))))
        self.put(f"{above}---{below}", start, end)
        self.move_cursor(self.place_of(start + len(above) + len("---") + 2))

    def take(self, text: str) -> None:
        """Show another version of the same draft; undo brings the one before back, and the cursor stays near."""
        row, column = self.cursor_location
        self.replace(text, (0, 0), self.document.end)
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document[row]))))

    # Drawing

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn."""
        return Text(steady(self.document.get_line(line_index)), end="", no_wrap=True)

    def render_line(self, y: int) -> Strip:
        """A row; those outside the selection are kept by their text, so that a key redraws one paragraph.

        Textual 8.2.8 joins the whole document and adds up the heights of all its lines for every row; this does
        neither for rows that are known.
        """
        if self.document.line_count == 1 and not self.document[0]:
            return super().render_line(y)
        rows = self.wrapped_document._offset_to_line_info
        at = y + self.scroll_offset.y
        if at >= len(rows):
            return self._render_line(y)
        line, section = rows[at]
        first, last = sorted((self.selection.start[0], self.selection.end[0]))
        if first <= line <= last:
            return self._render_line(y)
        wrapping = tuple(self.wrapped_document.get_offsets(line))
        key = (self.document[line], wrapping, section, self.size.width, self.app.theme, self.visual_style)
        strip = self._rows.get(key)
        if strip is None:
            if len(self._rows) >= _KEPT_ROWS:
                self._rows.clear()
            strip = self._rows[key] = self._render_line(y)
        return strip

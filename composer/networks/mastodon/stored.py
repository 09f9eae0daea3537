"""Whether the HTML that a server made of a post says what was sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4"})


@dataclass(frozen=True, slots=True)
class Stored:
    """A post as its server shows it."""

    text: str
    """As a reader sees it; mentions lack their server."""
    mentions: tuple[tuple[int, int], ...] = ()
    """Where they stand in `text`."""


def stored(content: str) -> Stored:
    """Read the HTML of a post. What is hidden of a long link counts, what stands in a list or quote stays."""
    reading = _Reading()
    reading.feed(content)
    reading.close()
    return reading.found()


def is_same(sent: str, found: Stored) -> bool:
    """Whether `found` is what a server makes of `sent`: white space aside, and mentions without their server."""
    parts, end = [], 0
    for start, stop in found.mentions:
        user = found.text[start:stop].lstrip("@").partition("@")[0]
        parts += [re.escape(_even(found.text[end:start])), "@" + re.escape(user) + r"(?:@[\w.:-]*\w)?"]
        end = stop
    parts.append(re.escape(_even(found.text[end:])))
    return re.fullmatch("".join(parts), _even(sent).strip()) is not None


def restored(sent: str, found: Stored) -> str:
    """`sent` itself where the server keeps it faithfully; else what it shows, so that the difference can be shown."""
    return sent if is_same(sent, found) else found.text


def is_same_words(sent: str, kept: str) -> bool:
    """Whether two plain texts are the same, white space aside."""
    return _even(sent).strip() == _even(kept).strip()


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


class _Reading(HTMLParser):
    """The text of a post, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._mentions: list[tuple[int, int]] = []
        self._open: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or note where a mention begins."""
        if tag == "br":
            self._say("\n")
        elif tag in _BLOCKS and self._length and not self._ends_line():
            self._say("\n\n" if tag == "p" else "\n")
        elif tag == "a":
            kind = (dict(attrs).get("class") or "").split()
            self._open.append(self._length if "mention" in kind and "hashtag" not in kind else None)

    def handle_endtag(self, tag: str) -> None:
        """Note where a mention ends; a paragraph ends a line."""
        if tag == "a" and self._open:
            start = self._open.pop()
            if start is not None and start < self._length:
                self._mentions.append((start, self._length))
        elif tag in _BLOCKS and self._length and not self._ends_line():
            self._say("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        """Take words as they are."""
        self._say(data)

    def found(self) -> Stored:
        """What was read so far."""
        whole = "".join(self._parts)
        return Stored(whole.rstrip(), tuple(self._mentions))

    def _ends_line(self) -> bool:
        return bool(self._parts) and self._parts[-1].endswith("\n")

    def _say(self, words: str) -> None:
        if words:
            self._parts.append(words)
            self._length += len(words)

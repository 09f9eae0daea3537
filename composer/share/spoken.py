"""What a screen reader would say: the posts as they are heard, and what is heard beyond the written words.

One likely reading. Screen readers differ, and so do their users' settings: names of emoji are those of Unicode CLDR,
which most of them use; a hashtag is parted at its capitals, and one without capitals stays one word.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.model import Media, Post, Thread

_SHOWN_OF_A_LINK = 30
"""Characters of an address that X and Bluesky show; Mastodon shows as many to the eye and to the ear."""
_CAPITALS = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|_")
_LETTERS = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149\uff21-\uff3a\uff41-\uff5a]+")
"""Letters drawn to look bold, circled or wide: mathematical, enclosed and full-width ones."""


class Kind(StrEnum):
    """What a piece of a post is to the ear."""

    WORDS = "words"
    EMOJI = "emoji"
    TAG = "tag"
    MENTION = "mention"
    LINK = "link"
    NUMBER = "number"
    SIGN = "sign"
    LETTERS = "letters"
    PICTURE = "picture"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of a post: as it is written, and as it is said."""

    kind: Kind
    written: str
    """Empty for what is no part of the text, such as a picture."""
    said: str

    @property
    def added(self) -> int:
        """Words heard beyond those that are written; a description is what its picture says, so it adds none."""
        if self.kind in (Kind.WORDS, Kind.PICTURE, Kind.WARNING):
            return 0
        counted = self.kind in (Kind.TAG, Kind.MENTION, Kind.LINK, Kind.NUMBER, Kind.LETTERS)
        return len(self.said.split()) - (1 if counted else 0)


@dataclass(frozen=True, slots=True)
class SpokenPost:
    """A post as it is heard, piece by piece, in the order of speech."""

    number: int
    total: int
    pieces: tuple[Heard, ...]

    @property
    def text(self) -> str:
        """All that is said, in one string; pieces that are not words of the text stand in square brackets."""
        parts = (one.said if one.kind is Kind.WORDS else f" [{one.said}] " for one in self.pieces)
        return re.sub(r" +", " ", re.sub(r" ?\n ?", "\n", "".join(parts))).strip()

    @property
    def heard(self) -> int:
        """Words that are said."""
        return sum(len(one.said.split()) for one in self.pieces)

    @property
    def added(self) -> int:
        """Words that are said beyond those that are written."""
        return sum(one.added for one in self.pieces)


def speak(thread: Thread) -> tuple[SpokenPost, ...]:
    """Each post of a thread as it is heard, its pictures and its content warning included."""
    return tuple(
        SpokenPost(post.number, post.total, tuple(_pieces(post, thread.draft.language))) for post in thread.posts
    )


def _pieces(post: Post, language: str) -> Iterator[Heard]:
    words = _words(post.language or language)
    if post.content_warning and not post.text.startswith("CW: "):  # else the words say it, for want of a mark
        yield Heard(Kind.WARNING, "", f"{words['warning']}, {post.content_warning}")
    yield from hear(post.text, number=(post.number, post.total), language=post.language or language)
    yield from _pictures(post.media, words)


def _pictures(media: Iterable[Media], words: Mapping[str, str]) -> Iterator[Heard]:
    for each in media:
        yield Heard(Kind.PICTURE, "", f"{words['image']}, {each.alt or words['undescribed']}")


def hear(text: str, *, number: tuple[int, int] | None = None, language: str = "") -> tuple[Heard, ...]:
    """The pieces of a text as they are heard.

    `number` is the place of its post and the total, so that `3/9` at either end is known as such; `language` is a
    BCP 47 tag, English where it is empty or not known here.
    """
    pieces: list[Heard] = []
    at = 0
    for start, end, kind, said in sorted(_marks(text, number, language)):
        if start < at:
            continue
        if text[at:start]:
            pieces.append(Heard(Kind.WORDS, text[at:start], text[at:start]))
        pieces.append(Heard(kind, text[start:end], said))
        at = end
    if text[at:]:
        pieces.append(Heard(Kind.WORDS, text[at:], text[at:]))
    return tuple(pieces)


_Mark = tuple[int, int, Kind, str]


def _marks(text: str, number: tuple[int, int] | None, language: str) -> Iterator[_Mark]:
    words = _words(language)
    yield from _entities(text, words)
    yield from _emoji(text, language)
    if number is not None:
        yield from _number(text, number, words)
    for match in _LETTERS.finditer(text):
        yield *match.span(), Kind.LETTERS, " ".join(map(_named, match[0]))
    for at, sign in enumerate(text):
        if not sign.isalnum() and sign in words:
            yield at, at + 1, Kind.SIGN, words[sign]


def _entities(text: str, words: Mapping[str, str]) -> Iterator[_Mark]:
    from composer.text import entities

    for entity in entities(text):
        match entity.kind:
            case "hashtag":
                parts = " ".join(_CAPITALS.split(entity.text[1:]))
                yield entity.start, entity.end, Kind.TAG, f"{words['tag']} {parts}"
            case "mention":
                yield entity.start, entity.end, Kind.MENTION, f"{words['mention']} {entity.text[1:]}"
            case "url":
                yield entity.start, entity.end, Kind.LINK, f"{words['link']} {_address(entity.text, words)}"


def _address(url: str, words: Mapping[str, str]) -> str:
    """An address as networks show it, with its dots and slashes said."""
    bare = re.sub(r"^https?://(www\.)?", "", url, flags=re.IGNORECASE).rstrip("/")
    shown = bare if len(bare) <= _SHOWN_OF_A_LINK else f"{bare[:_SHOWN_OF_A_LINK]}…"
    return shown.replace(".", f" {words['dot']} ").replace("/", f" {words['slash']} ")


def _emoji(text: str, language: str) -> Iterator[_Mark]:
    if text.isascii():
        return
    import emoji

    spoken = language.partition("-")[0].lower()
    in_language = spoken if spoken in emoji.LANGUAGES else "en"
    for found in emoji.emoji_list(text):
        name = emoji.demojize(found["emoji"], language=in_language, delimiters=("", ""))
        yield found["match_start"], found["match_end"], Kind.EMOJI, name.replace("_", " ")


def _number(text: str, number: tuple[int, int], words: Mapping[str, str]) -> Iterator[_Mark]:
    place, total = number
    written = re.escape(f"{place}/{total}")
    match = re.search(rf"\({written}\)\Z|{written}\Z|\A\({written}\)|\A{written}(?!\d)", text)
    if match:
        yield *match.span(), Kind.NUMBER, f"{place} {words['slash']} {total}"


def _named(letter: str) -> str:
    return unicodedata.name(letter).lower()


def _words(language: str) -> Mapping[str, str]:
    table = _table()
    return table.get(language.partition("-")[0].lower(), table["en"])


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """What is said for a sign or a part of a post, by language."""
    lines = (Path(__file__).parent / "spoken_words.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    return {language: {row["what"]: row[language] for row in rows} for language in rows[0] if language != "what"}

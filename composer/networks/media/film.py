"""Takes out of an MP4 film what is not the film, in place: no byte of sound or picture moves (ISO 14496-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from composer.networks.media.strip import Broken, Removed, Stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOLDS_OTHERS = frozenset((b"moov", b"trak", b"mdia"))
_ABOUT = frozenset((b"udta", b"meta", b"uuid"))
"""Boxes for data about a film: tags, the place it was taken, whatever a maker has put there."""
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
"""Headers that say when film, track and medium were made and changed."""
_DATA_TRACKS = frozenset((b"meta", b"camm", b"gpmd"))
"""Kinds of tracks in which cameras note place and movement, frame by frame."""
_DEEPEST = 8


class DataTrack(ValueError):
    """The film has a track of measurements, which cannot be taken out without making the film anew."""


class _Box(NamedTuple):
    name: bytes
    body: int
    """Where its content begins."""
    end: int


def clean(content: bytes) -> Stripped:
    """Overwrite what is said about the film with nothing. Raises `Broken` and `DataTrack`."""
    film = bytearray(content)
    removed: list[Removed] = []
    names = {box.name for box in _boxes(content, 0, len(content))}
    if not {b"moov", b"mdat"} <= names:
        raise Broken("it ends in the middle" if b"mdat" in names or b"ftyp" in names else "it holds no film")
    for box in _all(content, 0, len(content), 0):
        if box.name in _ABOUT:
            removed.append(Removed(_kind(content[box.body : box.end]), content[box.body : box.end]))
            _blank(film, box)
        elif box.name in _DATED:
            _undate(film, box)
        elif box.name == b"hdlr" and content[box.body + 8 : box.body + 12] in _DATA_TRACKS:
            raise DataTrack
    return Stripped(bytes(film), tuple(each for each in removed if each.content))


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        length, name, body = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], at + 8
        if length == 1:
            length, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        elif length == 0:
            length = end - at
        if at + length > end or body > at + length:
            raise Broken("it ends in the middle")
        yield _Box(name, body, at + length)
        at += length


def _all(content: bytes, at: int, end: int, depth: int) -> Iterator[_Box]:
    """Every box that may say something about the film, its own handler's name included."""
    if depth > _DEEPEST:
        raise Broken("its parts stand too deep in one another")
    for box in _boxes(content, at, end):
        yield box
        if box.name in _HOLDS_OTHERS:
            yield from _all(content, box.body, box.end, depth + 1)


def _kind(about: bytes) -> str:
    return "place" if b"\xa9xyz" in about or b"loci" in about or b"location" in about or b"GPS" in about else "camera"


def _blank(film: bytearray, box: _Box) -> None:
    """Make of a box a free one of the same length, so that nothing behind it moves."""
    name = box.body - 4 if film[box.body - 4 : box.body] == box.name else box.body - 12
    film[name : name + 4] = b"free"
    film[box.body : box.end] = bytes(box.end - box.body)


def _undate(film: bytearray, box: _Box) -> None:
    width = 16 if film[box.body] == 1 else 8  # two instants, of 64 bits in version 1 and of 32 before
    end = min(box.body + 4 + width, box.end)
    film[box.body + 4 : end] = bytes(max(0, end - box.body - 4))

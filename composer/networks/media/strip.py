"""Takes out of a picture's file what is not the picture, without touching a single point of it.

Works on the containers as their specifications lay them out: PNG (ISO 15948), JPEG (ITU-T T.81), WebP (RFC 9649),
GIF89a. What is kept is a list of what the picture needs; anything else goes, known or not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Broken(ValueError):
    """The file ends early, or its parts do not fit together."""


class Removed(NamedTuple):
    """A part that was taken out."""

    kind: str
    """`exif`, `xmp`, `camera`, `notes`, or `tail` for what stood behind the picture's end."""
    content: bytes


class Stripped(NamedTuple):
    """A picture's file without what is not the picture."""

    content: bytes
    removed: tuple[Removed, ...]


def strip(content: bytes, kind: str) -> Stripped:
    """Keep of a picture of that media type what is needed to show it. Raises `Broken`."""
    kept = bytearray()
    removed: list[Removed] = []
    try:
        for part in _WALKS[kind](content):
            if isinstance(part, Removed):
                removed.append(part)
            else:
                kept += part
    except IndexError as error:
        raise Broken("it ends in the middle") from error
    if kind == "image/webp":
        kept[4:8] = (len(kept) - 8).to_bytes(4, "little")
    return Stripped(bytes(kept), tuple(each for each in removed if each.content))


def _piece(content: bytes, start: int, end: int) -> bytes:
    if end > len(content):
        raise Broken("it ends in the middle")
    return content[start:end]


# -- PNG ----------------------------------------------------------------------------------------------------------

_PNG_HEAD = 8
_PNG_NEEDED = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI bKGD hIST sPLT pHYs acTL fcTL fdAT".split()
)


def _png(content: bytes) -> Iterator[bytes | Removed]:
    yield content[:_PNG_HEAD]
    at, name = _PNG_HEAD, b""
    while name != b"IEND":
        length = int.from_bytes(_piece(content, at, at + 4), "big")
        name = _piece(content, at + 4, at + 8)
        end = at + 12 + length
        chunk = _piece(content, at, end)
        yield chunk if name in _PNG_NEEDED else Removed(_png_kind(name, chunk[8:-4]), chunk[8:-4])
        at = end
    yield Removed("tail", content[at:])


def _png_kind(name: bytes, content: bytes) -> str:
    if content.startswith(b"XML:com.adobe.xmp\0"):
        return "xmp"
    if content.lower().startswith((b"raw profile type exif\0", b"raw profile type app1\0")):
        return "camera"
    return "exif" if name == b"eXIf" else "notes"


# -- JPEG ---------------------------------------------------------------------------------------------------------

_END_OF_IMAGE, _START_OF_SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_MOST_SCANS = 100
"""Passes in which a picture is drawn; real ones have ten, and each one costs the time of the whole picture."""
_LONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a segment."""
_APPLICATIONS = range(0xE0, 0xF0)
_JPEG_NEEDED = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments that say how to show the picture, by their first bytes."""
_JFIF, _JFIF_DENSITY = b"JFIF\0", 12
"""The segment that nearly every JPEG begins with, and how long it is up to its own small picture."""
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""What ends the data of a scan; a zero or a restart marker after 0xFF does not."""


def _jpeg(content: bytes) -> Iterator[bytes | Removed]:
    yield content[:2]
    at, scans = 2, 0
    while True:
        marker, at = _jpeg_marker(content, at)
        if marker == _END_OF_IMAGE:
            yield b"\xff\xd9"
            break
        if marker in _LONE:
            yield bytes((0xFF, marker))
            continue
        end = at + int.from_bytes(_piece(content, at, at + 2), "big")
        segment = _piece(content, at, max(end, at + 2))
        at = max(end, at + 2)
        yield from _jpeg_parts(marker, segment)
        if marker == _START_OF_SCAN:
            scans += 1
            if scans > _MOST_SCANS:
                raise Broken("it is drawn in more passes than any picture needs")
            following = _NEXT_MARKER.search(content, at)
            if following is None:
                raise Broken("it ends in the middle")
            yield content[at : following.start()]
            at = following.start()
    yield Removed("tail", content[at:])


def _jpeg_marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker at `at` and where its segment begins; any number of 0xFF may stand before it."""
    if content[at] != 0xFF:
        raise Broken("its parts do not follow each other")
    while content[at] == 0xFF:
        at += 1
    return content[at], at + 1


def _jpeg_parts(marker: int, segment: bytes) -> Iterator[bytes | Removed]:
    body = segment[2:]
    if body.startswith(_JFIF) and marker in _APPLICATIONS and len(body) >= _JFIF_DENSITY + 2:
        yield b"\xff\xe0\x00\x10" + body[:_JFIF_DENSITY] + b"\0\0"
        yield Removed("camera", body[_JFIF_DENSITY + 2 :])  # a small picture of how it looked before it was cropped
    elif marker == _COMMENT:
        yield Removed("notes", body)
    elif marker not in _APPLICATIONS or (marker in _JPEG_NEEDED and body.startswith(_JPEG_NEEDED[marker])):
        yield bytes((0xFF, marker)) + segment
    elif body.startswith(b"Exif\0\0"):
        yield Removed("exif", body[6:])
    else:
        yield Removed("xmp" if body.startswith(b"http://ns.adobe.com/x") else "camera", body)


# -- WebP ---------------------------------------------------------------------------------------------------------

_WEBP_HEAD = 12
_WEBP_NEEDED = frozenset(b"VP8 |VP8L|VP8X|ICCP|ANIM|ANMF|ALPH".split(b"|"))
_WEBP_KINDS = {b"EXIF": "exif", b"XMP ": "xmp"}
_WEBP_SAYS_METADATA = 0x08 | 0x04
"""Flags of the header that announce EXIF and XMP."""


def _webp(content: bytes) -> Iterator[bytes | Removed]:
    yield _piece(content, 0, _WEBP_HEAD)
    end_of_file = 8 + int.from_bytes(content[4:8], "little")
    _piece(content, 0, end_of_file)
    at = _WEBP_HEAD
    while at < end_of_file:
        name = _piece(content, at, at + 4)
        length = int.from_bytes(_piece(content, at + 4, at + 8), "little")
        chunk = _piece(content, at, at + 8 + length)
        if name == b"VP8X":
            chunk = chunk[:8] + bytes((chunk[8] & ~_WEBP_SAYS_METADATA,)) + chunk[9:]
        if name in _WEBP_NEEDED:
            yield chunk + b"\0" * (length % 2)
        else:
            yield Removed(_WEBP_KINDS.get(name, "notes"), chunk[8:])
        at += 8 + length + length % 2
    yield Removed("tail", content[max(at, end_of_file) :])


# -- GIF ----------------------------------------------------------------------------------------------------------

_GIF_HEAD = 13
_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Applications whose extension says how often an animation runs."""


def _gif(content: bytes) -> Iterator[bytes | Removed]:
    at = _GIF_HEAD + _gif_colours(content[10])
    yield _piece(content, 0, at)
    while content[at] != _TRAILER:
        start = at
        if content[at] == _FRAME:
            at = _gif_blocks(content, at + 11 + _gif_colours(content[at + 9]))
            yield content[start:at]
        elif content[at] == _EXTENSION:
            at = _gif_blocks(content, at + 2)
            yield _gif_extension(content[start:at])
        else:
            raise Broken("its parts do not follow each other")
    yield bytes((_TRAILER,))
    yield Removed("tail", content[at + 1 :])


def _gif_colours(packed: int) -> int:
    """Bytes of the colour table that a packed field announces."""
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


def _gif_blocks(content: bytes, at: int) -> int:
    """Where a chain of data blocks ends."""
    while content[at]:
        at += content[at] + 1
    return at + 1


def _gif_extension(part: bytes) -> bytes | Removed:
    if part[1] == _CONTROL or (part[1] == _APPLICATION and part[3:14] in _LOOPS):
        return part
    return Removed("xmp" if part[3:11] == b"XMP Data" else "notes", part[2:])


_WALKS = {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp, "image/gif": _gif}

"""Pictures as points: whether they can be unpacked, which side is up, and how they get smaller."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from composer.networks.media.limits import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.queue.capabilities import MediaLimit


MOST_PIXELS = 89_000_000
"""Points of one frame; Pillow itself calls more a decompression bomb."""
MOST_FRAME_PIXELS = 300_000_000
"""Points of all frames of an animation together, by X's pages on GIFs."""
_ORIENTATION, _GPS = 0x0112, 0x8825
_QUALITIES = (90, 82, 74)
_UPRIGHT_QUALITY = 95
"""Of a JPEG that has to be written anew only because it lay on its side."""
_SMALLER = 0.8
_SMALLEST = 64
"""Points along the longer side below which a picture is no picture any more."""


class Unreadable(ValueError):
    """The picture cannot be unpacked, or is not to be."""


class Look(NamedTuple):
    """What there is to see in a picture's file."""

    width: int
    height: int
    frames: int


def look(content: bytes, kind: str) -> Look:
    """Unpack every frame once. Raises `Unreadable` with the reason."""
    with _opened(content, kind) as image:
        frames = int(getattr(image, "n_frames", 1))
        for frame in range(frames):
            image.seek(frame)  # which may enlarge the whole
            if image.width * image.height * frames > MOST_FRAME_PIXELS:
                raise Unreadable(f"it has {frames} frames of {image.width} × {image.height} points, too many to unpack")
            image.load()
        return Look(image.width, image.height, frames)


class About(NamedTuple):
    """What an Exif block says that matters to us."""

    turned: int
    """Which side is up, 1 to 8; 1 is upright."""
    located: bool
    """Whether it says where the picture was taken."""


def read_exif(content: bytes) -> About:
    """Read an Exif block, whatever it is; one that cannot be read says nothing."""
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif.load(content)
            turned = exif.get(_ORIENTATION, 1)
            return About(turned if turned in _TURNS else 1, bool(exif.get_ifd(_GPS)))
    except Exception:  # noqa: BLE001 - a reader of hostile bytes may fail in any way
        return About(1, b"GPS" in content)


_TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the value of the Exif field Orientation."""


def upright(content: bytes, kind: str, turned: int) -> bytes:
    """The still picture with its upper side up, written anew where it was not."""
    turn = _TURNS[turned]
    if turn is None:
        return content
    with _opened(content, kind) as image:
        return _written(image.transpose(turn), kind, image.info.get("icc_profile"), _UPRIGHT_QUALITY)


class Smaller(NamedTuple):
    """A picture that was made to fit."""

    content: bytes
    type: str
    width: int
    height: int


def fitting(content: bytes, kind: str, limit: MediaLimit) -> Smaller:
    """The still picture as large as the network takes it: as JPEG, or as PNG where something shows through it.

    Raises `Unreadable` where even a tiny one would be too large.
    """
    with _opened(content, kind) as image:
        profile = image.info.get("icc_profile")
        whole = _plain(image)
    kind = "image/png" if whole.mode in ("LA", "RGBA") else "image/jpeg"
    factor = min(1.0, (limit.pixels / (whole.width * whole.height)) ** 0.5) if limit.pixels else 1.0
    while max(whole.width, whole.height) * factor >= _SMALLEST:
        size = (max(1, int(whole.width * factor)), max(1, int(whole.height * factor)))
        scaled = whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS)
        for quality in _QUALITIES if kind == "image/jpeg" else _QUALITIES[:1]:
            written = _written(scaled, kind, profile, quality)
            if len(written) <= limit.sizes[kind]:
                return Smaller(written, kind, *size)
        factor *= _SMALLER
    raise Unreadable(f"it could not be made small enough as {NAMES[kind]}")


def _plain(image: Image.Image) -> Image.Image:
    """The picture in one of the four modes that JPEG and PNG share out between them."""
    if image.mode in ("L", "LA", "RGB", "RGBA"):
        return image.copy()
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _written(image: Image.Image, kind: str, profile: bytes | None, quality: int) -> bytes:
    target = io.BytesIO()
    options = {"icc_profile": profile} if profile else {}
    match kind:
        case "image/jpeg":
            image.save(target, "JPEG", quality=quality, subsampling=0, **options)
        case "image/webp":
            image.save(target, "WEBP", quality=quality, **options)
        case _:
            image.save(target, "PNG", optimize=True, **options)
    return target.getvalue()


@contextmanager
def _opened(content: bytes, kind: str) -> Iterator[Image.Image]:
    """The picture, read by the one decoder for its kind; whatever breaks in it becomes `Unreadable`."""
    if kind == "image/webp":
        _refuse_too_many(*_webp_size(content))  # its decoder takes the memory for all points when a file is opened
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what we refuse or mend
            with Image.open(io.BytesIO(content), formats=[NAMES[kind]]) as image:
                _refuse_too_many(image.width, image.height)
                yield image
    except Unreadable:
        raise
    except Image.DecompressionBombError as error:
        raise Unreadable("it unpacks to far more points than a picture has") from error
    except Exception as error:  # a decoder fails at hostile bytes in any way there is
        raise Unreadable("it is damaged, or ends in the middle") from error


def _refuse_too_many(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unreadable(f"it unpacks to {width} × {height} points, too many for one picture")


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height as the first chunk says them (RFC 9649), whatever kind of WebP it is."""
    name, body = content[12:16], content[20:30]
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF

"""A picture or film as it will be sent: nothing in it but what it shows, its upper side up, and small enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from composer.model import ComposerError
from composer.networks.media.limits import NAMES, objection, size, strange
from composer.networks.media.strip import Broken, Removed, strip
from composer.queue.media import media_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.networks.media.picture import Look, Smaller
    from composer.queue.capabilities import MediaLimit

_MOVING = "image/gif"


class MediaError(ComposerError):
    """A picture or film cannot be sent; the message says why, and how to mend it."""


class Prepared(NamedTuple):
    """A file that is ready."""

    content: bytes
    notes: tuple[str, ...] = ()
    """What was done to it, each a sentence for the writer; empty where it goes out as it is."""


def prepare(name: str, content: bytes, limit: MediaLimit) -> Prepared:
    """Make a file ready for a network. Raises `MediaError` where that cannot be done."""
    if refused := strange(name, content, limit):
        raise MediaError(refused)
    kind = media_type(content) or ""
    done = _film(name, content) if kind == "video/mp4" else _picture(name, content, kind, limit)
    if refused := objection(name, done.content, "", limit):
        raise MediaError(refused)
    return done


def _film(name: str, content: bytes) -> Prepared:
    from composer.networks.media import film

    try:
        stripped = film.clean(content)
    except Broken as error:
        raise MediaError(f"{name} cannot be played: {error}. Save the film again, and name it in the draft.") from error
    except film.DataTrack as error:
        raise MediaError(
            f"{name} has a track of measurements beside sound and picture, in which cameras note where they are. It "
            "cannot be taken out here: export the film anew from a video program, without metadata."
        ) from error
    return Prepared(stripped.content, _taken_out(name, stripped.removed, located=False))


def _picture(name: str, content: bytes, kind: str, limit: MediaLimit) -> Prepared:
    from composer.networks.media import picture

    try:
        stripped = strip(content, kind)
        if kind == _MOVING and (refused := objection(name, stripped.content, "", limit)):
            raise MediaError(refused)
        seen = picture.look(stripped.content, kind)
        exif = [picture.read_exif(part.content) for part in stripped.removed if part.kind == "exif"]
        located = any(about.located for about in exif)
        notes = list(_taken_out(name, stripped.removed, located=located))
        ready = stripped.content
        if seen.frames == 1:
            ready = picture.upright(ready, kind, next((about.turned for about in exif), 1))
            if _too_large(ready, kind, seen, limit):
                smaller = picture.fitting(ready, kind, limit)
                notes.append(_made_smaller(name, ready, kind, smaller, limit))
                ready = smaller.content
    except (Broken, picture.Unreadable) as error:
        raise MediaError(
            f"{name} cannot be shown: {error}. Save the picture again with another program, and name it in the draft."
        ) from error
    return Prepared(ready, tuple(notes))


def _too_large(content: bytes, kind: str, seen: Look, limit: MediaLimit) -> bool:
    points = seen.width * seen.height
    return kind != _MOVING and (
        len(content) > limit.sizes[kind] or (limit.pixels is not None and points > limit.pixels)
    )


def _made_smaller(name: str, content: bytes, kind: str, smaller: Smaller, limit: MediaLimit) -> str:
    return (
        f"{name} was too large for {limit.network} ({size(len(content))} as {NAMES[kind]}); it is sent with "
        f"{smaller.width} × {smaller.height} points as {NAMES[smaller.type]}, {size(len(smaller.content))}."
    )


_WORDS = {
    "camera data": ("exif", "xmp", "camera", "place"),
    "notes": ("notes",),
    "what stood behind its end": ("tail",),
}
"""What the parts of a file are called, in the order of a sentence."""
_PLACES = (b"GPSLatitude", b"GPSLongitude")


def _taken_out(name: str, removed: Iterable[Removed], *, located: bool) -> tuple[str, ...]:
    """One sentence that says what a file no longer tells; none where there was nothing to take out."""
    removed = tuple(removed)
    located = located or any(each.kind == "place" or any(word in each.content for word in _PLACES) for each in removed)
    kinds = {each.kind for each in removed}
    what = [*(["location"] if located else []), *(word for word, parts in _WORDS.items() if kinds & {*parts})]
    if not what:
        return ()
    listed = f"{', '.join(what[:-1])} and {what[-1]}" if len(what) > 1 else what[0]
    were = "was" if kinds == {"tail"} else "were"
    return (f"{listed[0].upper()}{listed[1:]} {were} taken out of {name}.",)

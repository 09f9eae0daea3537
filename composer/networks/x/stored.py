"""Whether a text that X stored is the text that was sent, its short links, escapes and picture links undone."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_SHORT = re.compile(r"https?://t\.co/\w+")
_PICTURE = re.compile(r"https?://(?:x|twitter)\.com/\w+/status/\d+/(?:photo|video)/\d+")


@dataclass(frozen=True, slots=True)
class Stored:
    """A text as X returned it, with what X said about its links (nothing, in the answer to a create call)."""

    text: str
    targets: tuple[tuple[str, str], ...] = ()
    """Short link and expanded URL, in the order of the text."""
    pictures: frozenset[str] = frozenset()
    """Short links that stand for media."""


def stored(text: str, urls: object = ()) -> Stored:
    """Read the text and the `entities.urls` of a post; what has another form than X gives it is passed over."""
    known = [each for each in urls if isinstance(each, dict)] if isinstance(urls, list) else []
    links = [(each, str(each.get("url", "")), str(each.get("expanded_url", ""))) for each in known]
    pictures = frozenset(short for each, short, long in links if "media_key" in each or _PICTURE.fullmatch(long))
    return Stored(text, tuple((short, long) for _, short, long in links if long), pictures)


def is_same(sent: str, found: Stored, *, media: bool) -> bool:
    """Whether `found` is what X makes of `sent`; with `media`, a last short link may stand for the pictures."""
    shape, targets = _shape(found, media=media)
    match = re.fullmatch(shape, _normal(sent))
    if match is None:
        return False
    written = [group for group in match.groups() if group is not None]
    return all(
        long is None or _canonical(word) == _canonical(long) for word, long in zip(written, targets, strict=False)
    )


def restored(sent: str, found: Stored, *, media: bool) -> str:
    """`sent` itself where X stored it faithfully; else what X stored, readable, so that the difference can be shown."""
    if is_same(sent, found, media=media):
        return sent
    targets = dict(found.targets)
    return html.unescape(_SHORT.sub(lambda link: targets.get(link[0], link[0]), found.text))


def _shape(found: Stored, *, media: bool) -> tuple[str, list[str | None]]:
    """A pattern for the sent text, with a group for each link, and what each group leads to as far as it is known."""
    targets = dict(found.targets)
    text = found.text.strip()
    last = [match for match in _SHORT.finditer(text) if match.end() == len(text)]
    guess = bool(media and last and last[0][0] not in targets and not found.pictures)
    parts: list[str] = []
    leads: list[str | None] = []
    end = 0
    for link in _SHORT.finditer(text):
        before = _normal_part(text[end : link.start()])
        end = link.end()
        if link[0] in found.pictures:
            parts.append(re.escape(before.rstrip()))
        elif guess and link.end() == len(text):
            parts.append(rf"{re.escape(before.rstrip())}(?: ?(\S+\.\S+))?")
            leads.append(None)
        else:
            parts.append(re.escape(before) + r"(\S+\.\S+)")
            leads.append(targets.get(link[0]))
    return "".join(parts) + re.escape(_normal_part(text[end:]).rstrip()), leads


def _normal_part(escaped: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", html.unescape(escaped)))


def _normal(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _canonical(url: str) -> str:
    """A URL without what X or a writer may add or leave out: scheme, final slash, case, percent signs, punycode."""
    bare = re.sub(r"^https?://", "", unquote(url), flags=re.IGNORECASE).rstrip("/")
    host, slash, path = bare.partition("/")
    labels = [_label(each) for each in host.split(".")]
    return unicodedata.normalize("NFC", ".".join(labels) + slash + path).casefold()


def _label(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label

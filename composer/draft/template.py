"""Templates: drafts to begin from, and what in a draft is still to be filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from composer.draft.errors import DraftError
from composer.draft.files import cannot_write, encoded
from composer.model import BlockKind, Span, source_span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from composer.model import Block, Draft

_ABOUT = re.compile(r"<!--\s*(?P<title>[^\n]+)\n(?P<purpose>.*?)(?:\n\s*\n.*?)?-->", re.DOTALL)
_TITLE_FIELD = re.compile(r'^title: "\{[^{}\n]+\}"$', re.MULTILINE)
_FIELD = re.compile(r"\{[^{}\n]+\}")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What names a device on Windows, whatever its ending."""
_LONGEST = 200
"""Bytes of a name; file systems take 255, and copies beside a file add to it."""
_BLANK = """\
---
title: {title}
message:
for:
---

"""


@dataclass(frozen=True, slots=True)
class Template:
    """A draft to begin from."""

    id: str
    """As `thread new --template` takes it."""
    title: str
    purpose: str
    text: str


def templates() -> tuple[Template, ...]:
    """All templates that come with the program, by id."""
    from composer.paths import shipped

    return tuple(_read(path) for path in sorted(shipped("templates").glob("*.md")))


def _read(path: Path) -> Template:
    text = path.read_text(encoding="utf-8")
    about = _ABOUT.search(text)
    if about is None:
        return Template(path.stem, path.stem, "", text)
    return Template(path.stem, about["title"].strip(), " ".join(about["purpose"].split()), text)


def new(name: str, folder: Path, *, template: str | None = None, today: date) -> Path:
    """Begin a draft of that name in the folder and return its path; an existing file is never touched.

    `{today}` in a template becomes the date, and a title that is one field becomes the name. Raises DraftError for an
    unknown template, an impossible name, a file that is there already, or a folder that cannot be written.
    """
    path = folder / _file_name(name)
    title = _title(path.stem)
    if template is None:
        text = _BLANK.format(title=title)
    else:
        text = _chosen(template).text.replace("{today}", today.isoformat())
        text = _TITLE_FIELD.sub(lambda _: f"title: {title}", text, count=1)
    content = encoded(text, path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            try:
                file.write(content)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        what = f"{path} is there already" if path.exists() else f"{folder} is a file, not a folder"
        raise DraftError(
            f"{what}, and nothing was changed. Choose another name, or open it with: thread {path}"
        ) from None
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def _file_name(name: str) -> str:
    """The name as a file's: no folders, no characters that some systems refuse, `.md` at its end."""
    if "/" in name or "\\" in name:
        last = re.split(r"[/\\]", name)[-1] or "talk"
        raise DraftError(f"“{name}” holds a folder. Give the name alone, such as: thread new {last}")
    stem = re.sub(r"\s+", "-", _NOT_IN_NAMES.sub("", name).strip()).strip(".-").removesuffix(".md")
    if not stem:
        raise DraftError(f"“{name}” cannot be a file's name. Give a word or two, such as: thread new my-talk")
    if _RESERVED.fullmatch(stem):
        raise DraftError(f"“{stem}” is a device on Windows and can be no file's name there. Add a word: {stem}-notes")
    if len(stem.encode(errors="surrogatepass")) > _LONGEST:
        raise DraftError("The name is too long for a file. Give a few words; the title stands in the draft itself.")
    return f"{stem}.md"


def _title(stem: str) -> str:
    """A file's name as a title, in YAML's quotes; the characters that would need care are not in names."""
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return f'"{words[:1].upper()}{words[1:]}"'


def _chosen(wanted: str) -> Template:
    known = {template.id: template for template in templates()}
    key = wanted.lower().replace("-", "_").replace(" ", "_")
    if key in known:
        return known[key]
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
    raise DraftError(f"There is no template “{wanted}”. {hint}")


def unfilled(draft: Draft) -> tuple[Span, ...]:
    """Fields in curly braces that nobody has filled in, in the order of the text. Code has braces of its own.

    A backslash before the brace says that it is meant as it stands.
    """
    found = set(_in_front_matter(draft))
    for start, block in zip(draft.starts, draft.blocks, strict=True):
        found |= {Span(start + span.start, start + span.end) for span in _in_block(block)}
    return tuple(sorted(found))


def _in_front_matter(draft: Draft) -> Iterator[Span]:
    end = draft.starts[0] if draft.starts else len(draft.text)
    for value in (draft.title, draft.message, draft.audience, draft.event, draft.content_warning, draft.reply_to):
        for match in _FIELD.finditer(value):
            at = draft.text.find(match[0], 0, end)
            if at >= 0:
                yield Span(at, at + len(match[0]))


def _in_block(block: Block) -> Iterator[Span]:
    if block.kind is BlockKind.CODE or "{" not in block.source:
        return
    for item in block.items:
        prose = item.prose
        for match in _FIELD.finditer(prose.text):
            span = source_span(prose.runs, *match.span())
            in_code = any(low <= match.start() < high for low, high in prose.code)
            if span and not in_code and block.source[max(0, span.start - 1)] != "\\":
                yield span
    for media in block.media:
        for match in _FIELD.finditer(block.source, media.span.start, media.span.end):
            if block.source[match.start() - 1] != "\\":
                yield Span(*match.span())

"""`thread new`, `thread split`, `thread count`: a draft, and what it becomes."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from composer.cli.columns import thread_lines
from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.problems import tell_problems
from composer.cli.show import posts_as_data
from composer.cli.source import DRAFT, opened, read_draft
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.desk import Review, Wishes
    from composer.text import Limit

_CODE = "COD"
"""Rules about code."""


@click.command()
@click.argument("name", required=False)
@click.option("--template", help="Start from a template; `thread new --list` names them.")
@click.option("--list", "listing", is_flag=True, help="List the templates.")
@json_option
def new(name: str | None, template: str | None, listing: bool, as_json: bool) -> None:
    """Start a draft called NAME."""
    desk = current_desk()
    if listing and as_json:
        write_json("templates", templates=[{"id": each.id, "title": each.title} for each in desk.templates()])
        return
    if listing or name is None:
        for found in desk.templates():
            write(f"{found.id:<18} {found.title}")
        if not listing:
            raise click.UsageError("Say what the draft is to be called: thread new NAME [--template TEMPLATE]")
        return
    path = desk.new(name, template)
    if as_json:
        write_json("draft", path=str(path))
        return
    write(str(path))


@click.command()
@click.argument("draft", type=DRAFT)
@click.option(
    "--for", "networks", default="", metavar="NAME[,..]", help="Networks or accounts to split for; the draft's own."
)
@style_options
@json_option
def split(draft: Path, networks: str, wishes: Wishes, as_json: bool) -> None:
    """See DRAFT as a thread, post by post."""
    desk = current_desk(draft)
    read = read_draft(desk, draft)
    tell_problems(desk, read)
    limits = desk.limits_by_name(networks, read)
    reviews = [desk.look(read, limit, wishes) for limit in limits.values()]
    for found in reviews:
        _tell_of_code(draft, found)
    if as_json:
        write_json(
            "split",
            threads=[
                {"network": found.thread.network, "for": name, "posts": posts_as_data(found.thread)}
                for name, found in zip(limits, reviews, strict=True)
            ],
        )
        return
    for line in thread_lines([(name, found.thread) for name, found in zip(limits, reviews, strict=True)]):
        write(line)
    for name in limits:
        if terms := desk.terms_named(name):
            say(f"{name} is on a server that takes {terms}.")
    if not any(found.thread.posts for found in reviews):
        leave(Exit.USAGE)


def _tell_of_code(draft: Path, found: Review) -> None:
    """Say where the split had to cut what only makes sense whole."""
    for finding in found.findings:
        if finding.code.startswith(_CODE) and finding.span:
            line = found.thread.draft.text.count("\n", 0, finding.span.start) + 1
            say(f"{draft}, line {line} ({found.thread.network}): {finding.message}")


@click.command()
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--for", "networks", default="x", metavar="NETWORK[,..]", help="Networks to count for.")
@click.option(
    "--lines",
    is_flag=True,
    help="One JSON string a line in, one JSON object a line out: the count, or `counts` for several networks.",
)
@json_option
def count(file: Path, networks: str, lines: bool, as_json: bool) -> None:
    """Count FILE (or what is piped in) as networks do."""
    desk = current_desk()
    limits = desk.limits(networks)
    if lines:
        _count_lines(limits, _lines(file))
        return
    text = _text(file).rstrip("\n")
    if as_json:
        write_json("count", counts=[_measured(limit, text) | {"parts": _parts(limit, text)} for limit in limits])
        return
    for limit in limits:
        for line in _explained(limit, text):
            write(line)


def _explained(limit: Limit, text: str) -> Iterator[str]:
    """The count, and whatever weighed otherwise than a reader would guess."""
    found = limit.measure(text)
    over = "" if found.fits else (", which does not fit" if text else ": an empty post cannot be sent")
    yield f"{limit.title}: {found.length} of {found.maximum}{over}"
    for reason in found.reasons:
        yield f"  {reason}"
    for part in _parts(limit, text):
        if part["kind"] != "text":
            yield f"  {part['weight']:>4}  {part['kind']:<8} {part['text']}"


def _parts(limit: Limit, text: str) -> list[dict[str, Any]]:
    from composer.text import explain

    return [
        {"start": part.start, "end": part.end, "text": part.text, "kind": part.kind, "weight": part.weight}
        for part in explain(text, limit.name)
    ]


def _text(file: Path) -> str:
    """All of stdin or of a file; counting takes any text, an empty one too."""
    return _decoded(sys.stdin.buffer.read() if str(file) == "-" else opened(file).read(), file)


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        name = "What was piped in" if str(file) == "-" else str(file)
        raise click.UsageError(f"{name} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error


def _count_lines(limits: Iterable[Limit], lines: Iterable[str]) -> None:
    import json

    limits = tuple(limits)
    for number, line in enumerate(lines, 1):
        try:
            text = json.loads(line)
        except ValueError as error:
            raise click.UsageError(f"Line {number} is not JSON: {error}") from error
        if not isinstance(text, str):
            raise click.UsageError(f"Line {number} is not a JSON string.")
        counts = [_measured(limit, text) for limit in limits]
        write(json.dumps(counts[0] if len(counts) == 1 else {"counts": counts}, ensure_ascii=False))


def _measured(limit: Limit, text: str) -> dict[str, object]:
    found = limit.measure(text)
    return {
        "network": limit.name,
        "length": found.length,
        "maximum": found.maximum,
        "fits": found.fits,
        "bytes": found.bytes,
    }


def _lines(file: Path) -> Iterator[str]:
    with contextlib.nullcontext(sys.stdin.buffer) if str(file) == "-" else opened(file) as stream:
        for line in stream:
            yield _decoded(line, file)

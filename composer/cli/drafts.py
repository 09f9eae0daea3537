"""`thread new`, `thread split`, `thread count`: a draft, and what it becomes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.output import json_option, write, write_json
from composer.cli.show import post_lines, posts_as_data
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.desk import Wishes
    from composer.text import Limit

DRAFT = click.Path(path_type=Path)


@click.command()
@click.argument("name", required=False)
@click.option("--template", help="Start from a template; `thread new --list` names them.")
@click.option("--list", "listing", is_flag=True, help="List the templates.")
def new(name: str | None, template: str | None, listing: bool) -> None:
    """Start a draft called NAME."""
    desk = current_desk()
    if listing or name is None:
        for found in desk.templates():
            write(f"{found.id:<18} {found.title}")
        if not listing:
            raise click.UsageError("Say what the draft is to be called: thread new NAME [--template TEMPLATE]")
        return
    path = desk.new(name, template)
    write(str(path))


@click.command()
@click.argument("draft", type=DRAFT)
@click.option("--for", "networks", default="", metavar="NETWORK[,..]", help="Networks to split for; the account's own.")
@style_options
@json_option
def split(draft: Path, networks: str, wishes: Wishes, as_json: bool) -> None:
    """See DRAFT as a thread, post by post."""
    desk = current_desk(draft)
    read = desk.open(draft)
    reviews = [desk.look(read, limit, wishes) for limit in desk.limits(networks, read)]
    if as_json:
        write_json(
            "split",
            threads=[{"network": found.thread.network, "posts": posts_as_data(found.thread)} for found in reviews],
        )
        return
    for found in reviews:
        for line in post_lines(found.thread):
            write(line)


@click.command()
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--for", "networks", default="x", metavar="NETWORK[,..]", help="Networks to count for.")
@click.option("--lines", is_flag=True, help="One JSON string a line in, one JSON object a line out.")
@json_option
def count(file: Path, networks: str, lines: bool, as_json: bool) -> None:
    """Count FILE (or what is piped in) as networks do."""
    desk = current_desk()
    limits = desk.limits(networks)
    if lines:
        _count_lines(limits, _lines(file))
        return
    text = sys.stdin.read() if str(file) == "-" else desk.open(file).text
    measures = [(limit, limit.measure(text.rstrip("\n"))) for limit in limits]
    if as_json:
        write_json("count", counts=[_measured(limit, text.rstrip("\n")) for limit in limits])
        return
    for limit, found in measures:
        write(f"{limit.title}: {found.length} of {found.maximum}{'' if found.fits else ', too long'}")


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
        write(json.dumps({"counts": [_measured(limit, text) for limit in limits]}, ensure_ascii=False))


def _measured(limit: Limit, text: str) -> dict[str, object]:
    found = limit.measure(text)
    return {
        "network": limit.name,
        "length": found.length,
        "maximum": found.maximum,
        "fits": found.fits,
        "bytes": found.bytes,
    }


def _lines(file: Path) -> Iterable[str]:
    if str(file) == "-":
        yield from sys.stdin
        return
    with file.open(encoding="utf-8") as stream:
        yield from stream

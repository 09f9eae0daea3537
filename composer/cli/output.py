"""The only place that writes to stdout: data, as text for people or as JSON for scripts."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA_VERSION = 1
_AS_JSON = "composer.json"
Command = TypeVar("Command", bound="Callable[..., Any]")


def write(text: str = "") -> None:
    """Print one piece of text and a line end; where nobody reads along any more, as after `head`, nothing."""
    try:
        click.echo(text)
    except BrokenPipeError:
        discard()


def discard() -> None:
    """Let stdout lead nowhere from here on: what the command does goes on, and the interpreter has no complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_json(kind: str, **data: Any) -> None:
    """Print one JSON document; `version` says which schema it follows, `kind` what it holds."""
    write(json.dumps({"version": SCHEMA_VERSION, "kind": kind, **data}, ensure_ascii=False, indent=2))


def json_option(command: Command) -> Command:
    """The one `--json` flag that every command with data has; arrives as `as_json`."""
    option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.", callback=_noted)
    return option(command)


def _noted(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    ctx.meta[_AS_JSON] = value or ctx.meta.get(_AS_JSON, False)
    return value


def asked_for_json(ctx: click.Context) -> bool:
    """Whether the command of this context, or one inside it, was told to print JSON."""
    return bool(ctx.meta.get(_AS_JSON))


def write_data(data: Any) -> None:
    """Print JSON whose shape is a contract of its own, without the envelope."""
    write(json.dumps(data, ensure_ascii=False, indent=2))

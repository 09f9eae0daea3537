"""`thread config`: see and change settings, and learn where each value comes from."""

from __future__ import annotations

from pathlib import Path

import click

from composer.cli.output import json_option, write, write_json
from composer.cli.state import current_config


@click.group(invoke_without_command=True)
@click.pass_context
def config(ctx: click.Context) -> None:
    """See and change settings."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@config.command()
@json_option
def show(as_json: bool = False) -> None:
    """Every setting, its value and what it means."""
    values = current_config().values()
    if as_json:
        write_json("settings", settings={value.name: value.value for value in values})
        return
    for value in values:
        choices = f"  One of: {', '.join(value.choices)}." if value.choices else ""
        write(f"{value.name} = {value.value or '(not set)'}")
        write(f"    {value.about}{choices}")


@config.command()
@click.argument("draft", required=False, type=click.Path(path_type=Path))
@json_option
def which(draft: Path | None, as_json: bool) -> None:
    """Where each value comes from, here or for DRAFT."""
    values = current_config(draft).values()
    if as_json:
        write_json(
            "origins", settings=[{"name": item.name, "value": item.value, "origin": item.origin} for item in values]
        )
        return
    width = max(len(value.name) for value in values)
    for value in values:
        write(f"{value.name:<{width}}  {value.value or '(not set)'}  from {value.origin}")


@config.command("set")
@click.argument("name")
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Set NAME to VALUE in your own settings file."""
    from composer.config import set_value
    from composer.paths import settings_file

    set_value(settings_file(), name, value)
    effective = next(item for item in current_config().values() if item.name == name)
    write(f"{name} = {value}  in {settings_file()}")
    if effective.value != value:
        write(f"Here {effective.origin} still decides: {name} = {effective.value}")

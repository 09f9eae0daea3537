"""`thread config`: see and change settings, and learn where each value comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.problems import tell_problems
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_config, current_desk
from composer.model import ComposerError

if TYPE_CHECKING:
    from pathlib import Path

    from composer.config import Settings
    from composer.config.load import Value
    from composer.desk import Desk
    from composer.model import Draft


_CODES = ("lint_select", "lint_ignore")
_CHECKLIST = (*_CODES, "lint_profile")


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
@click.argument("draft", required=False, type=DRAFT)
@json_option
def which(draft: Path | None, as_json: bool) -> None:
    """Where each value comes from, here or for DRAFT."""
    values = list(current_config(draft).values())
    if draft is not None:
        desk = current_desk(draft)
        read = read_draft(desk, draft)
        tell_problems(desk, read)
        own = _own(read)
        values = [
            replace(item, value=own[item.name], origin=str(draft)) if item.name in own else item for item in values
        ]
        values = [_applied(item, desk, read) for item in values]
    if as_json:
        write_json(
            "origins", settings=[{"name": item.name, "value": item.value, "origin": item.origin} for item in values]
        )
        return
    _tell_idle(current_config(draft).settings)
    width = max(len(value.name) for value in values)
    for value in values:
        write(f"{value.name:<{width}}  {value.value or '(not set)'}  from {value.origin}")


def _tell_idle(settings: Settings) -> None:
    """What the settings leave out of the checklist to no purpose."""
    from composer.desk.knowledge import idle_ignores

    try:
        for one in idle_ignores(settings):
            say(one)
    except ComposerError as error:
        say(str(error))


def _own(draft: Draft) -> dict[str, str]:
    """What the draft's front matter decides itself, by the name of the setting."""
    found = {
        "account": ", ".join(draft.accounts),
        "style": draft.profile,
        "numbering": draft.numbering,
        "lint_profile": draft.lint_profile,
    }
    return {name: str(value) for name, value in found.items() if value}


def _applied(item: Value, desk: Desk, draft: Draft) -> Value:
    """The profile that the checklist goes by, where the one that is asked for cannot be had."""
    from composer.desk.knowledge import profile_of

    if item.name != "lint_profile" or not item.value or item.value == (name := profile_of(draft, desk.settings).name):
        return item
    return replace(item, value=name, origin=f"what is left, as {item.value!r} in {item.origin} does not apply")


@config.command("set")
@click.argument("name")
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Set NAME to VALUE in your own settings file."""
    from composer.config import set_value
    from composer.desk.knowledge import checked
    from composer.paths import settings_file

    if name == "account":
        current_desk().account(value)  # says which accounts there are, where this is none of them
    if name == "lint_profile":
        current_desk().check_profile(value)
    if name in _CODES:
        checked(name, value)
    set_value(settings_file(), name, value)
    if name in _CHECKLIST:
        _tell_idle(current_config().settings)
    effective = next(item for item in current_config().values() if item.name == name)
    write(f"{name} = {value}  in {settings_file()}")
    if effective.value != value:
        write(f"Here {effective.origin} still decides: {name} = {effective.value}")

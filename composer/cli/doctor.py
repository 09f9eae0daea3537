"""`thread doctor`: whether all is well with what publishes, and what mends it."""

from __future__ import annotations

import os
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave
from composer.cli.output import json_option, write, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.desk.doctor import Finding

_WIDEST = 100
_VERDICT, _NAME = 11, 10
"""Widths of the first two columns."""


@click.command()
@click.option("--online", is_flag=True, help="Also ask your accounts' networks for their clock and about your keys.")
@json_option
def doctor(online: bool, as_json: bool) -> None:
    """Look whether all is well with what publishes; nothing is changed, and nothing goes out without --online."""
    from composer.desk.doctor import Verdict

    found = []
    for finding in _findings(online):
        found.append(finding)
        if not as_json:
            _show(finding)
    broken = [finding.name for finding in found if finding.verdict is Verdict.BROKEN]
    if as_json:
        write_json(
            "doctor",
            well=not broken,
            findings=[
                {"name": each.name, "verdict": each.verdict, "said": each.said, "mend": each.mend} for each in found
            ],
        )
    else:
        look = [finding.name for finding in found if finding.verdict is Verdict.LOOK]
        write(f"\n{_sum(broken, look)}")
    if broken:
        leave(Exit.SETUP)


def _findings(online: bool) -> Iterator[Finding]:
    from composer.cli.state import current_config
    from composer.cli.terminal import this_terminal
    from composer.config import ConfigError, Settings
    from composer.desk import doctor as look
    from composer.desk.accounts import Accounts
    from composer.desk.desk import now
    from composer.desk.services import this_machine
    from composer.paths import settings_file, state_dir

    try:
        settings = current_config().settings
    except ConfigError as error:
        settings = Settings()
        yield look.Finding("settings", look.Verdict.BROKEN, str(error), "thread config which")
    accounts = Accounts(settings, settings_file(), os.environ)
    yield from look.examine(
        settings, state_dir(), now(), accounts=accounts, machine=this_machine(), terminal=this_terminal()
    )
    if online:
        yield from look.online(accounts, now)


def _show(finding: Finding) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    head = f"{finding.verdict:<{_VERDICT}}{finding.name:<{_NAME}}"
    indent = " " * len(head)
    for line in _lines(finding.said.replace(f"{Path.home()}{os.sep}", f"~{os.sep}"), width - len(head)):
        write(f"{head}{line}".rstrip())
        head = indent
    if finding.mend:
        write(f"{indent}→ {finding.mend}")


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False)


def _sum(broken: Iterable[str], look: Iterable[str]) -> str:
    parts = [
        f"{words}: {', '.join(dict.fromkeys(names))}."
        for words, names in (("Broken", broken), ("Look at", look))
        if names
    ]
    return " ".join(parts) or "All is well."

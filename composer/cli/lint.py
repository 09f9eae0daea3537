"""`thread lint` and `thread rules`: the etiquette checklist, applied and explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.problems import tell_problems
from composer.cli.show import counted, finding_lines, findings_as_data
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from composer.desk import Wishes
    from composer.model import Diagnostic

_FAIL_ON = ("info", "warning", "error", "never")


@click.command()
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=DRAFT)
@click.option("--for", "network", default="", metavar="NETWORK", help="Network to check for; the account's own.")
@click.option("--select", default="", metavar="CODE[,..]", help="Only these rules, or families such as PRV.")
@click.option("--ignore", default="", metavar="CODE[,..]", help="All but these.")
@click.option(
    "--fail-on", type=click.Choice(_FAIL_ON), default="error", help="Least weight that makes the exit code 1."
)
@style_options
@json_option
def lint(
    drafts: tuple[Path, ...], network: str, select: str, ignore: str, fail_on: str, wishes: Wishes, as_json: bool
) -> None:
    """Check DRAFT against the etiquette checklist."""
    from composer.lint import Options

    options = Options(select=_codes(select), ignore=_codes(ignore))
    results = []
    for path in drafts:
        desk = current_desk(path)
        draft = read_draft(desk, path)
        tell_problems(desk, draft)
        limit = desk.limits(network, draft)[0]
        looked = desk.look(draft, limit, wishes, options)
        results.append((path, looked))
    if as_json:
        write_json("findings", findings=[one for path, found in results for one in findings_as_data(path, found)])
    else:
        for path, found in results:
            for line in finding_lines(found):
                write(line)
            say(f"{path}: {counted(found.findings)} in {len(found.thread.posts)} posts")
    if any(_fails(found.findings, fail_on) for _, found in results):
        leave(Exit.LINT)


@click.command()
@click.argument("code", required=False)
@json_option
def rules(code: str | None, as_json: bool) -> None:
    """List the rules, or explain CODE."""
    from composer.lint import explain
    from composer.lint import rules as all_rules

    if code is not None:
        write(explain(code).rstrip("\n"))
        return
    if as_json:
        write_json(
            "rules",
            rules=[
                {
                    "code": rule.code,
                    "name": rule.name,
                    "title": rule.title,
                    "layer": rule.layer,
                    "severity": rule.severity,
                    "status": rule.status,
                }
                for rule in all_rules()
            ],
        )
        return
    for rule in all_rules():
        state = "" if rule.status == "stable" else "  (preview: off until selected)"
        write(f"{rule.code}  {rule.severity:<7}  {rule.layer:<9}  {rule.title}{state}")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


def _fails(findings: tuple[Diagnostic, ...], fail_on: str) -> bool:
    if fail_on == "never":
        return False
    return any(_FAIL_ON.index(finding.severity) >= _FAIL_ON.index(fail_on) for finding in findings)

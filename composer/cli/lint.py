"""`thread lint` and `thread rules`: the etiquette checklist, applied and explained."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.findings import FOR_PEOPLE, FORMS, chosen, fixable, write_findings
from composer.cli.manual import fitted, hung
from composer.cli.output import json_option, write, write_json
from composer.cli.problems import tell_problems
from composer.cli.show import counted, many
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from composer.desk import Desk, Wishes
    from composer.desk.review import Review
    from composer.lint import Options, Rule
    from composer.model import Diagnostic, Draft, Thread
    from composer.text import Limit

_FAIL_ON = ("info", "warning", "error", "never")
_PASSES = 5
"""Rounds of fixes, since one may make room for another."""


@click.command()
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=DRAFT)
@click.option("--for", "network", default="", metavar="NETWORK", help="Network to check for; the account's own.")
@click.option("--select", default="", metavar="CODE[,..]", help="Only these rules, or families such as PRV.")
@click.option("--ignore", default="", metavar="CODE[,..]", help="All but these.")
@click.option(
    "--fail-on", type=click.Choice(_FAIL_ON), default="error", help="Least weight that makes the exit code 1."
)
@click.option("--fix", "mend", is_flag=True, help="Show the fixes that change no meaning, then make them.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="With --fix or --diff: also those that may change it.")
@click.option("--diff", "show", is_flag=True, help="Show what --fix would do, and do nothing.")
@click.option("--accept", multiple=True, metavar="CODE[:POST]", help="Report this no more; needs --because.")
@click.option("--because", default="", metavar="REASON", help="Why it is accepted; kept with it.")
@click.option("--forget", multiple=True, metavar="CODE", help="Report again what was accepted in DRAFT.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Text with excerpts, or short lines where piped.")
@style_options
@json_option
def lint(
    drafts: tuple[Path, ...],
    network: str,
    select: str,
    ignore: str,
    fail_on: str,
    mend: bool,
    unsafe: bool,
    show: bool,
    accept: tuple[str, ...],
    because: str,
    forget: tuple[str, ...],
    form: str | None,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """Check DRAFT against the etiquette checklist."""
    from composer.lint import Options

    options = Options(select=_codes(select), ignore=_codes(ignore))
    if bool(accept) != bool(because.strip()):
        raise click.UsageError("--accept CODE and --because REASON go together: the reason is kept with the finding.")
    if unsafe and not (mend or show):
        raise click.UsageError("--unsafe-fixes goes with --fix, which makes them, or with --diff, which shows them.")
    form = chosen("json" if as_json else form)
    results = []
    for path in drafts:
        desk = current_desk(path)
        draft = read_draft(desk, path)
        tell_problems(desk, draft)
        look = partial(_look, desk, desk.limits(network, draft)[0], wishes, options)
        if forget:
            _forget(desk, draft, forget)
        if accept:
            _accept(desk, look(draft), accept, because.strip())
        if mend or show:
            draft = _mended(draft, look, unsafe=unsafe, save=mend and not show, quiet=form not in FOR_PEOPLE)
        results.append((path, look(draft)))
    write_findings(form, [(str(path), found) for path, found in results])
    for path, found in results if form in FOR_PEOPLE else ():
        said = counted(found.findings) + fixable(found.findings, path)
        say(f"{path}, {many(len(found.thread.posts), 'post')}: {said}")
    if len(results) > 1 and form in FOR_PEOPLE:
        _tell_idle([found.thread for _, found in results], options)
    if any(_fails(found.findings, fail_on) for _, found in results):
        leave(Exit.LINT)


def _look(desk: Desk, limit: Limit, wishes: Wishes, options: Options, draft: Draft) -> Review:
    return desk.look(draft, limit, wishes, options)


def _tell_idle(threads: Sequence[Thread], options: Options) -> None:
    """Say which of the rules that are left out had nothing to say about any of several drafts.

    Of a single draft that would say nothing: what is left out is left out of all that you write.
    """
    from composer.lint.catalogue import is_about_drafts

    desks = [current_desk(thread.draft.path) for thread in threads]
    left_out = dict.fromkeys(code for desk in desks for code in desk.left_out(options))
    hidden = frozenset(
        code for desk, thread in zip(desks, threads, strict=True) if left_out for code in desk.hidden(thread, options)
    )
    idle = [code for code in left_out if code not in hidden and is_about_drafts(code)]
    if idle:
        say(f"Left out, and not found in any of these {len(threads)} drafts: {', '.join(idle)}.")


def _mended(draft: Draft, look: Callable[[Draft], Review], *, unsafe: bool, save: bool, quiet: bool) -> Draft:
    """The draft with its fixes made and saved, after the difference was shown; as it was if that was all."""
    from composer.draft import parse
    from composer.draft import save as write_draft
    from composer.lint import apply, wanted_fixes
    from composer.model import Safety

    safeties = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    mended, made = draft, 0
    for _ in range(_PASSES):
        fixes = wanted_fixes(look(mended).findings, safeties)
        if not fixes:
            break
        mended, made = parse(apply(mended.text, fixes), path=draft.path), made + len(fixes)
    if not made:
        say("There is nothing that can be fixed without you.")
        return draft
    if not quiet:
        _write_difference(draft, mended)
    fixed, pronoun = ("1 fix", "it") if made == 1 else (f"{made} fixes", "them")
    if not save:
        say(f"{fixed} shown, none made: {'--fix --unsafe-fixes' if unsafe else '--fix'} makes {pronoun}.")
        return draft
    if draft.path is None:
        raise click.UsageError("What is piped in cannot be fixed in place. Save it as a file, or use --diff.")
    write_draft(draft.path, mended.text)
    say(f"{fixed} made in {draft.path}.")
    return mended


def _write_difference(before: Draft, after: Draft) -> None:
    from difflib import unified_diff

    name = str(before.path or "-")
    lines = unified_diff(before.text.splitlines(), after.text.splitlines(), name, f"{name} (fixed)", lineterm="")
    for line in lines:
        write(line)


def _accept(desk: Desk, review: Review, wanted: Sequence[str], reason: str) -> None:
    """Remember the findings named by `CODE` or `CODE:POST`, with the words that they are about."""
    from composer.desk.accepted import place
    from composer.lint import Acceptance, fingerprint

    draft = review.thread.draft
    home, network, day = place(draft), review.thread.network, desk.today().isoformat()
    for name in wanted:
        code, _, post = name.strip().upper().partition(":")
        found = [one for one in review.findings if one.code == code and post in ("", str(one.post))]
        if not found:
            _known((name,))
            raise click.UsageError(f"Nothing in {draft.path or 'the draft'} is reported as {name}: see `thread lint`.")
        desk.accepted().add(
            Acceptance(fingerprint(one, draft.text), code, ", ".join(one.words), reason, home, network, day)
            for one in found
        )
        many = f"{len(found)} findings" if len(found) > 1 else "1 finding"
        say(f"{code}: {many} accepted, here and wherever the same words stand. --forget {code} reports them again.")


def _forget(desk: Desk, draft: Draft, wanted: Sequence[str]) -> None:
    from composer.desk.accepted import place

    codes = {name.strip().upper() for name in wanted}
    here = [one for one in desk.accepted().all() if one.code in codes and one.draft == place(draft)]
    if not here:
        _known(wanted)
        raise click.UsageError(f"Nothing was accepted as {', '.join(sorted(codes))} in {draft.path or 'the draft'}.")
    desk.accepted().forget(one.fingerprint for one in here)
    say(f"{len(here)} accepted finding{'' if len(here) == 1 else 's'} forgotten.")


def _known(wanted: Iterable[str]) -> None:
    """Raise UnknownRuleError for a name whose code, before any `:POST`, no rule has."""
    from composer.lint import rule

    for name in wanted:
        rule(name.partition(":")[0])


@click.command()
@click.argument("code", required=False)
@json_option
def rules(code: str | None, as_json: bool) -> None:
    """List the rules, or a family such as PRV, or explain CODE."""
    from composer.lint import explain, rule
    from composer.lint import rules as all_rules

    family = (code or "").strip().upper()
    listed = [each for each in all_rules() if each.code.startswith(family) and each.code != family]
    if code is not None and not (family and listed):
        page = explain(code).rstrip("\n")
        if as_json:
            write_json("rule", rule={**_rule_as_data(rule(code)), "page": page})
        else:
            write(fitted(page))
        return
    if as_json:
        write_json("rules", rules=[_rule_as_data(each) for each in listed])
        return
    for each in listed:
        state = "" if each.status == "stable" else "  (preview: off)"
        write(hung(f"{each.code}  {each.severity:<7}  {each.layer:<9}  ", f"{each.title}{state}"))


def _rule_as_data(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title,
        "layer": rule.layer,
        "severity": rule.severity,
        "status": rule.status,
        "fix": str(rule.fix or "none"),
    }


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


def _fails(findings: tuple[Diagnostic, ...], fail_on: str) -> bool:
    if fail_on == "never":
        return False
    return any(_FAIL_ON.index(finding.severity) >= _FAIL_ON.index(fail_on) for finding in findings)

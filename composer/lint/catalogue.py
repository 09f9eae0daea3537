"""The whole checklist: every rule by its code, and each explained."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from composer.lint.record import Scope
from composer.model import ComposerError, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.record import Rule


_FAMILY = 3
"""Letters with which the codes of a family begin."""


class UnknownRuleError(ComposerError):
    """No rule has this code."""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    from composer.lint.families import FAMILIES

    return tuple(sorted((r for family in FAMILIES for r in family.RULES), key=lambda r: r.code))


@cache
def _by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in rules()} | {rule.name: rule for rule in rules()}


def rule(code: str) -> Rule:
    """The rule with this code or name, whatever its case."""
    found = _by_code().get(code.strip().upper()) or _by_code().get(code.strip().lower())
    if found is None and is_known(code):
        family = ", ".join(r.code for r in rules() if r.code.startswith(code.strip().upper()))
        raise UnknownRuleError(f"{code!r} stands for several rules: name one of {family}.")
    if found is None:
        raise UnknownRuleError(f"There is no rule {code!r}{_nearest(code)} `thread rules` lists them all.")
    return found


def is_known(prefix: str) -> bool:
    """Whether a code or a prefix of one or more codes names any rule."""
    return bool(prefix.strip()) and any(r.code.startswith(prefix.strip().upper()) for r in rules())


def is_about_drafts(prefix: str) -> bool:
    """Whether a code or prefix names a rule that reads drafts, and not only questions or what is said of a plan."""
    named = (r for r in rules() if r.code.startswith(prefix.strip().upper()))
    return any(r.scope is not Scope.PLAN and r.layer is not Layer.QUESTION for r in named)


def known(prefixes: Iterable[str]) -> None:
    """Raise `UnknownRuleError` for the first code or prefix that names no rule."""
    for prefix in prefixes:
        if not is_known(prefix):
            raise UnknownRuleError(f"{rule(prefix).name} is the name of {rule(prefix).code}: options take codes.")


def nearest(code: str) -> str:
    """The code that was probably meant, or its first letters where only these were given, or an empty string."""
    from difflib import get_close_matches

    wanted = code.strip()
    if wanted.isalpha() and len(wanted) <= _FAMILY:
        families = list(dict.fromkeys(r.code[:_FAMILY] for r in rules()))
        return next(iter(get_close_matches(wanted.upper(), families, 1, 0.6)), "")
    close = get_close_matches(wanted.upper(), [r.code for r in rules()], 1, 0.7) or get_close_matches(
        wanted.lower(), [r.name for r in rules()], 1, 0.6
    )
    return _by_code()[close[0]].code if close else ""


def _nearest(code: str) -> str:
    meant = nearest(code)
    named = f"{meant} ({_by_code()[meant].name})" if meant in _by_code() else meant
    return f"; did you mean {named}?" if meant else "."


def explain(code: str) -> str:
    """The page about a rule, in Markdown; raises `UnknownRuleError`."""
    from composer.lint.pages import page

    return page(rule(code))

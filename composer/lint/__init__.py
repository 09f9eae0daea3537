"""A thread checked against the etiquette checklist: recognised facts and judgements, each with its reason."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer.lint.catalogue import UnknownRuleError, explain, rule, rules
    from composer.lint.engine import GivenUp, Linter, lint, open_privacy_posts
    from composer.lint.fixes import FixError, apply, offered, safe_fixes, wanted_fixes
    from composer.lint.options import Acceptance, Options, fails
    from composer.lint.output import Checked, to_json, to_text
    from composer.lint.record import Rule, Scope, Status
    from composer.lint.suppression import fingerprint
    from composer.model import Diagnostic

_HOMES = {
    "catalogue": ("UnknownRuleError", "explain", "rule", "rules"),
    "engine": ("GivenUp", "Linter", "lint", "open_privacy_posts"),
    "fixes": ("FixError", "apply", "offered", "safe_fixes", "wanted_fixes"),
    "options": ("Acceptance", "Options", "fails"),
    "output": ("Checked", "to_json", "to_text"),
    "record": ("Rule", "Scope", "Status"),
    "suppression": ("fingerprint",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Acceptance",
    "Checked",
    "FixError",
    "GivenUp",
    "Linter",
    "Options",
    "Rule",
    "Scope",
    "Status",
    "UnknownRuleError",
    "apply",
    "explain",
    "fails",
    "fingerprint",
    "lint",
    "offered",
    "open_privacy_posts",
    "rule",
    "rules",
    "safe_fixes",
    "to_json",
    "to_text",
    "wanted_fixes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


class _CallableRoom(ModuleType):
    """The room and its main verb share a name, so `composer.lint(text)` works however the room was imported."""

    def __call__(self, *args: Any, **options: Any) -> tuple[Diagnostic, ...]:
        from composer.lint.engine import lint as check

        return check(*args, **options)


sys.modules[__name__].__class__ = _CallableRoom

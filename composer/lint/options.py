"""What the user wants of the linter: which rules, how heavy, what has been accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.lint.record import Status
from composer.model import Layer, Severity
from composer.people import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.lint.record import Rule
    from composer.model import Diagnostic
    from composer.people import Facts

WEIGHT = {Severity.OFF: 0, Severity.INFO: 1, Severity.WARNING: 2, Severity.ERROR: 3}
"""Which severity is the graver one."""


def _none() -> Mapping[str, Severity]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that the user looked at and keeps, remembered by its content."""

    fingerprint: str
    code: str
    words: str = ""
    """The words that it was about, for people."""
    reason: str = ""
    draft: str = ""
    """Path of the draft in which it was accepted, or empty."""
    network: str = ""
    day: str = ""
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Options:
    """Choices that hold for a whole run. Wherever a code is asked for, a prefix such as `PRV` will do."""

    select: tuple[str, ...] = ()
    """Only these rules, preview ones included; empty for all stable rules."""
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=_none)
    """Other weights than the rules' own; the longest prefix that fits counts."""
    fail_on: Severity = Severity.ERROR
    """The least severity that fails a run."""
    accepted: frozenset[str] = frozenset()
    """Fingerprints of findings that the user has looked at and keeps."""
    expected: tuple[Acceptance, ...] = ()
    """What was accepted in this very draft: reported as idle if nothing there is like it any more."""
    preview: bool = False
    """Whether rules run that have not reached their bar yet."""
    questions: bool = False
    """Whether the questions run that only a person can answer."""
    facts: Facts = NO_FACTS
    """What the writer noted about people and things."""

    def severity(self, rule: Rule) -> Severity:
        """How much the rule weighs under these options; `off` when it does not run."""
        if names(rule.code, self.ignore) or (self.select and not names(rule.code, self.select)):
            return Severity.OFF
        if rule.status is Status.PREVIEW and not (self.preview or self.select or names(rule.code, self.severities)):
            return Severity.OFF
        if rule.layer is Layer.QUESTION and not (self.questions or self.select):
            return Severity.OFF
        fitting = [prefix for prefix in self.severities if rule.code.startswith(prefix.upper())]
        return self.severities[max(fitting, key=len)] if fitting else rule.severity


def names(code: str, prefixes: Iterable[str]) -> bool:
    """Whether one of the codes or prefixes names `code`."""
    return any(prefix and code.startswith(prefix.upper()) for prefix in prefixes)


def overrides(code: str, options: Options) -> bool:
    """Whether the user has weighed the rule `code` themselves."""
    return any(code.startswith(prefix.upper()) for prefix in options.severities)


def fails(diagnostics: Iterable[Diagnostic], options: Options) -> bool:
    """Whether a run with these findings counts as failed."""
    return any(WEIGHT[d.severity] >= max(1, WEIGHT[options.fail_on]) for d in diagnostics)

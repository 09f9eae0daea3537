"""What a rule is: one record that carries its own reason, source, examples and check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.lint.reading import Reading, ThreadReading
    from composer.model import Layer, Safety, Severity
    from composer.people import PermissionKind

ENGLISH = ("en",)
GERMAN = "de"
EVERY_LANGUAGE: tuple[str, ...] = ()


class Scope(StrEnum):
    """How much of the writing a rule has to see."""

    POST = "post"
    THREAD = "thread"
    DRAFT = "draft"
    PLAN = "plan"
    """When it goes out and beside what, which the queue knows and no draft does."""


class Status(StrEnum):
    """Whether a rule has reached its bar; a preview rule is off until it is selected."""

    STABLE = "stable"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Bar:
    """What a rule has to reach before it runs unasked: shares from 0 to 1, None where nothing is asked."""

    warned: float | None = 0.003
    """Of ordinary posts warned about, at most."""
    precision: float | None = None
    recall: float | None = None


HEAT = Bar(0.003, 0.92, 0.55)
INTENT = Bar(0.003, 0.90, 0.80)
IDENTIFIER = Bar(0.005, 0.99, 0.97)
CLUE = Bar(0.005, 0.97)
MECHANICAL = Bar(None, 0.99)


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to put in place of the characters `[start, end)` of a post."""

    start: int
    end: int
    replacement: str
    safety: Safety
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw, in characters of the post it looked at; the engine finds the place in the draft.

    A finding without `start` is about the post as a whole, one with `medium` about its picture of that index.
    """

    words: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    edits: tuple[Edit, ...] = ()
    medium: int | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """What the rule's message names besides the words."""
    mild: bool = False
    """A weak sign, which weighs no more than an info unless the user weighs the rule themselves."""
    number: int | None = None
    """The post, for checks that see a whole thread; None there means the thread itself."""


Read = TypeVar("Read", "Reading", "ThreadReading")
"""What a check looks at."""


@dataclass(frozen=True, slots=True)
class Given(Generic[Read]):
    """A check that has nothing to say about a post or thread without one of these signs; see `Reading.signs`."""

    signs: frozenset[str]
    check: Callable[[Read], Iterable[Finding]]

    def __call__(self, reading: Read) -> Iterable[Finding]:
        """What the check says."""
        return self.check(reading)


def given(*signs: str) -> Callable[[Callable[[Read], Iterable[Finding]]], Given[Read]]:
    """Marks a check that need not be asked about what has none of these signs."""
    return lambda check: Given(frozenset(signs), check)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the etiquette checklist."""

    code: str
    name: str
    """The slug that stands beside the code."""
    title: str
    layer: Layer
    severity: Severity
    """What it weighs unless the user says otherwise."""
    message: str
    """What, why, and what to do; `{words}` and the finding's own fields are filled in."""
    reason: str
    source: str
    """Where the criterion comes from, and what kind of evidence that is."""
    bad: tuple[str, ...]
    """Markdown that the rule reports."""
    good: tuple[str, ...]
    """Markdown that resembles it and that the rule leaves alone."""
    check: Callable[[Reading], Iterable[Finding]] | None = None
    check_thread: Callable[[ThreadReading], Iterable[Finding]] | None = None
    scope: Scope = Scope.POST
    fix: Safety | None = None
    mild: str = ""
    """What makes a finding of this rule no more than an info."""
    status: Status = Status.STABLE
    bar: Bar = Bar()
    note: str = ""
    """What makes it right without being measured, or why it is off."""
    languages: tuple[str, ...] = EVERY_LANGUAGE
    """Primary subtags of the languages whose words it knows; none for a rule that needs no words."""
    networks: tuple[str, ...] = ()
    """Networks that it is about; none for all."""
    facts: str = ""
    """What the examples take to be noted about people, as the file of facts has it; empty for most rules."""
    goes: str = ""
    """For a question: the answer, `yes` or `no`, with which a thread may go out."""
    otherwise: str = ""
    """For a question: what to do at the other answer."""
    noted: PermissionKind | None = None
    """For a question: the kind of permission in the file of facts that answers it, by the finding's subject."""
    once: bool = False
    """Report once a thread, with a count, instead of at every post."""

    @property
    def measured(self) -> str:
        """What it reached, as last recorded, or that nothing was there to measure it on, in Markdown."""
        from composer.lint.measured import measured

        return "\n\n".join(filter(None, (self.note, measured(self.code) if not self.is_certain else "")))

    @property
    def is_certain(self) -> bool:
        """Whether there is nothing to measure: it counts or compares, and its note says what."""
        return self.bar == MECHANICAL

    def applies(self, language: str, network: str) -> bool:
        """Whether the rule knows the language of a text and its network; undeclared text is taken for English."""
        speaks = not self.languages or (language.split("-")[0].lower() or "en") in self.languages
        return speaks and (not self.networks or network in self.networks)

"""Writing oneself small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import cuts
from composer.lint.families.wordings import reports, together
from composer.lint.record import ENGLISH, Finding, Rule, given
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading
    from composer.lint.record import Edit

_STACK = 3
_PER_WORDS = 15
"""One hedge in so many words is caution, three in so few is a stack."""
_BESIDE = "a am an and anyway but here i i'm im is it just me my of probably so that the this to too well"
_ALSO = frozenset(_BESIDE.split())
"""Words that say nothing beside a doubt."""

_drop = cuts.instead("instead.hedge", Safety.UNSAFE)


def _leave_out(reading: Reading, start: int, end: int) -> tuple[Edit, ...]:
    """Take out the clause, or the sentence that says nothing else, where something else is said."""
    clause = cuts.cut_clause(reading, start, end, Safety.CHOICE)
    if clause:
        return (clause,)
    sentence = cuts.around(reading, start, end)
    hits = [part for hit in reading.found("hooks.doubt") for part in hit.parts]
    if sentence and cuts.is_bare(reading, sentence, hits, _ALSO) and cuts.has_words(reading, [sentence]):
        return (cuts.cut_whole(reading, sentence, Safety.CHOICE, "Leave the sentence out"),)
    return ()


@given("hooks.hedge")
def _stack(reading: Reading) -> Iterable[Finding]:
    hits = reading.found("hooks.hedge")
    if len(hits) >= _STACK and reading.word_count <= _PER_WORDS * len(hits):
        yield from together(reading, hits, mend=_drop)


RULES = (
    Rule(
        code="IMP001",
        name="self-deprecation",
        title="Belittles its writer",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words}: you tell readers to expect little before they have read a word. Leave it out; what you know is"
            " news to somebody."
        ),
        reason=(
            "What is obvious to you can be what another needs. Doubts of this kind are common among people who do good"
            " work, and readers do not share them."
        ),
        source="Talks and guides on impostor feelings (custom); our judgement.",
        bad=(
            "I'm no expert, but the curve looks odd.",
            "Probably a stupid question: why do we fast overnight?",
            "Sorry for the long thread, nobody will read this anyway.",
        ),
        good=(
            "The curve looks odd to me: see day four.",
            "There are no stupid questions here. Why do we fast overnight?",
            "I ask an expert when the curve looks odd.",
        ),
        check=reports("hooks.doubt", mend=_leave_out),
        fix=Safety.CHOICE,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="IMP002",
        name="hedge-stack",
        title="Three or more hedges in a short post",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words}: one of them is caution, together they say that you do not mean it. Keep the one that is true."
        ),
        reason="A hedge tells how sure you are. A stack of them tells only that you expect to be contradicted.",
        source="Guides on scientific writing (guide).",
        bad=(
            "I think maybe we could possibly start a bit earlier.",
            "Not sure, but perhaps it is kind of a staffing problem?",
            "Sorry, just a thought, I may be wrong: sleep might be the cause.",
        ),
        good=(
            "We could start earlier.",
            "It may be a staffing problem: two posts are vacant.",
            "I think sleep is the cause, because the effect is gone after holidays.",
        ),
        check=_stack,
        fix=Safety.UNSAFE,
        languages=ENGLISH,
        once=True,
    ),
)

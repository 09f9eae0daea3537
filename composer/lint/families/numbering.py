"""Numbers that the writer put on posts by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Scope, Status, given
from composer.model import Layer, Numbering, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.reading import ThreadReading

_END = pattern(r"(?:^|(?<=\s))[(\[]?(\d{1,3})\s?(?:/|of)\s?(\d{1,3}|[nxN])?[)\]]?[.:]?\s*$")
_START = pattern(r"^\s*[(\[]?(\d{1,3})\s?/\s?(\d{1,3}|[nxN])?[)\].:]?(?=\s)")


_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class _Mark:
    number: int
    total: int | None
    start: int
    end: int
    post: int
    place: str
    number_at: tuple[int, int]
    total_at: tuple[int, int]


def _marks(thread: ThreadReading) -> tuple[_Mark, ...]:
    marks: list[_Mark] = []
    for reading in thread.posts if len(thread.posts) > 1 else ():
        text = reading.text
        if reading.own is not None:
            text = "".join(c if mine else " " for c, mine in zip(text, reading.own, strict=True))
        for place, sign in (("end", _END), ("start", _START)):
            if match := sign.search(text):
                total = int(match[2]) if match[2] and match[2].isdigit() else None
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                end = start + len(match[0].strip())
                found = _Mark(
                    int(match[1]), total, start, end, reading.post.number, place, match.span(1), match.span(2)
                )
                marks.append(found)
                break
    numbered = len(marks) >= 2 and len(marks) * 2 >= len(thread.posts)
    return tuple(marks) if numbered and _rising(marks) else ()


def _rising(marks: Sequence[_Mark]) -> bool:
    """Numbers of posts mostly rise with the posts; scores, dates and fractions do not."""
    steps = [b.number - a.number for a, b in pairwise(marks)]
    return sum(0 <= step <= 2 for step in steps) * 2 >= len(steps)


def _said(thread: ThreadReading, mark: _Mark) -> str:
    return thread.posts[mark.post - 1].said(mark.start, mark.end)


@given("posts")
def _out_of_order(thread: ThreadReading) -> Iterable[Finding]:
    marks = _marks(thread)
    if not marks:
        return
    shift = marks[0].post - marks[0].number
    for mark in marks:
        expected = mark.post - shift
        if mark.number != expected:
            fields = (("expected", str(expected)),)
            edit = Edit(*mark.number_at, str(expected), Safety.SAFE, f"Write {expected}")
            yield Finding((_said(thread, mark),), mark.start, mark.end, (edit,), fields=fields, number=mark.post)


@given("posts")
def _wrong_total(thread: ThreadReading) -> Iterable[Finding]:
    marks = _marks(thread)
    if not marks:
        return
    totals = Counter(mark.total for mark in marks if mark.total is not None)
    places = Counter(mark.place for mark in marks[1:])
    usual = max(places, key=lambda place: places[place])
    bare = _only_at_the_ends(marks)
    for mark in marks:
        edits: tuple[Edit, ...] = ()
        if mark.total is not None and mark.total != len(thread.posts):
            edits = (Edit(*mark.total_at, str(len(thread.posts)), Safety.SAFE, f"Write {len(thread.posts)}"),)
            flaw = f"says {mark.total} posts where there are {len(thread.posts)}"
        elif mark.total is None and totals and not bare:
            flaw = "is written otherwise than the rest"
        elif mark.place != usual and mark.number > 1:
            flaw = "stands elsewhere than in most posts"
        else:
            continue
        fields = (("flaw", flaw),)
        yield Finding((_said(thread, mark),), mark.start, mark.end, edits, fields=fields, number=mark.post)


def _only_at_the_ends(marks: Sequence[_Mark]) -> bool:
    """Whether no post between the first and the last says the total, as in `1/`, `2/`, `3/3`: a usual style."""
    return len(marks) > 2 and all(mark.total is None for mark in marks[1:-1])


@given("posts")
def _unnumbered(thread: ThreadReading) -> Iterable[Finding]:
    bare = thread.thread.style.numbering is Numbering.NONE and not _marks(thread)
    if bare and len(thread.posts) >= _ENOUGH:
        yield Finding(fields=(("count", str(len(thread.posts))),))


_ADVICE = "Delete the numbers that you wrote: the thread is numbered for you."

RULES = (
    Rule(
        code="NUM001",
        name="number-out-of-order",
        title="A hand-written post number that is missing, doubled or out of order",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message="{words} should be {expected}: readers will look for the post between, or think that one is lost. "
        + _ADVICE,
        reason="Networks show posts of a thread out of order and alone; the number is how readers find their way.",
        source="Custom; our judgement.",
        bad=(
            "A start. 1/3\n\n---\n\nA middle. 3/3\n\n---\n\nAn end. 3/3",
            "1/ A start.\n\n---\n\n2/ A middle.\n\n---\n\n2/ Another.\n\n---\n\n4/ An end.",
            "A start (1/4)\n\n---\n\nA middle (2/4)\n\n---\n\nMore (4/4)\n\n---\n\nAn end (3/4)",
        ),
        good=(
            "A start. 1/3\n\n---\n\nA middle. 2/3\n\n---\n\nAn end. 3/3",
            "Blood pressure was 120/80\n\n---\n\nOn the next day 110/70",
            "Half of them came, 3/6\n\n---\n\nThen all.\n\n---\n\nNobody left.",
        ),
        check_thread=_out_of_order,
        scope=Scope.THREAD,
        fix=Safety.SAFE,
    ),
    Rule(
        code="NUM002",
        name="wrong-total",
        title="Hand-written numbers with a wrong total or in two styles",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message="{words} {flaw}. " + _ADVICE,
        reason=(
            "A total is a promise of how much is to come. A wrong one lets readers wait for a post that does not exist."
        ),
        source="Custom; our judgement.",
        bad=(
            "A start. 1/5\n\n---\n\nA middle. 2/5\n\n---\n\nAn end. 3/5",
            "A start. 1/4\n\n---\n\nA middle. 2/\n\n---\n\nMore. 3/4\n\n---\n\nAn end. 4/4",
            "1/3 A start.\n\n---\n\nA middle. 2/3\n\n---\n\n3/3 An end.",
        ),
        good=(
            "1/n A start.\n\n---\n\n2/n A middle.\n\n---\n\n3/n An end.",
            "A start (1/2)\n\n---\n\nAn end (2/2)",
            "A start. 1/\n\n---\n\nA middle. 2/\n\n---\n\nAn end. 3/3",
            "Two of 5 beds were free, 2/5\n\n---\n\nThen none.\n\n---\n\nThen one.",
        ),
        check_thread=_wrong_total,
        scope=Scope.THREAD,
        fix=Safety.SAFE,
    ),
    Rule(
        code="NUM003",
        name="unnumbered",
        title="Four posts or more without numbers",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{count} posts without numbers: who meets one alone cannot tell that there are more. `numbering: 1/9`"
            " adds them."
        ),
        reason="Networks show posts of a thread out of order and alone; the number is how readers find their way.",
        source="Custom of academic communities (custom); four is theirs.",
        bad=(
            "A.\n\n---\n\nB.\n\n---\n\nC.\n\n---\n\nD.",
            *("\n\n---\n\n".join(f"{word} {i}, and then some." for i in range(5)) for word in ("Night", "Step")),
        ),
        good=(
            "A. 1/4\n\n---\n\nB. 2/4\n\n---\n\nC. 3/4\n\n---\n\nD. 4/4",
            "A.\n\n---\n\nB.\n\n---\n\nC.",
            "1/ A.\n\n---\n\n2/ B.\n\n---\n\n3/ C.\n\n---\n\n4/ D.",
        ),
        check_thread=_unnumbered,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it looks for numbers. Off: many threads do without, on purpose.",
    ),
)

"""A rule that misses its bar, as last measured, does not run unasked."""

import pytest

from composer.lint import rules
from composer.lint.figures import Figures, Ordinary, Sample, recorded
from composer.lint.record import INTENT, MECHANICAL, Bar, Status

MEASURED = [pytest.param(r, id=r.code) for r in rules() if r.code in recorded()]


@pytest.mark.parametrize("record", [r for r in MEASURED if r.values[0].status is Status.STABLE])
def test_a_rule_that_runs_unasked_reached_its_bar(record):
    assert recorded()[record.code].misses(record.bar) == ()


def test_every_figure_belongs_to_a_rule():
    assert set(recorded()) <= {r.code for r in rules()}


def test_every_page_says_what_was_reached_or_that_nothing_was():
    for record in rules():
        assert record.measured, record.code
        assert not (record.bar == MECHANICAL and not record.note), f"{record.code} does not say what makes it certain"
        if record.status is Status.PREVIEW:
            assert record.note, f"{record.code} does not say why it is off"


def test_what_was_never_measured_is_called_so():
    unknown = [r for r in rules() if r.code not in recorded() and not r.is_certain]
    assert unknown
    assert all("Unmeasured" in r.measured for r in unknown)


@pytest.mark.parametrize(
    ("figures", "bar", "missed"),
    [
        (Figures(Ordinary(1000, 3, 90), ()), Bar(0.003), False),
        (Figures(Ordinary(1000, 4, 0), ()), Bar(0.003), True),
        (Figures(None, (Sample("x", "", 9, 10, 9, 10, False),)), INTENT, False),
        (Figures(None, (Sample("x", "", 9, 10, 9, 12, False),)), INTENT, True),
        (Figures(None, (Sample("x", "", 8, 10, 8, 10, False),)), INTENT, True),
        (Figures(None, (Sample("x", "", 9, 10, 9, 10, False), Sample("y", "", 1, 11, 1, 11, True))), INTENT, True),
        (Figures(None, (Sample("too few to say", "", 1, 9, 1, 9, True),)), INTENT, False),
    ],
)
def test_a_miss_is_recognised_and_the_unseen_texts_decide(figures, bar, missed):
    assert bool(figures.misses(bar)) is missed

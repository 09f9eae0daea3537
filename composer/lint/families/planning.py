"""Times that a writer set bounds to: looked at when a thread is queued, moved or planned, never in a draft."""

from __future__ import annotations

from composer.lint.record import MECHANICAL, Rule, Scope
from composer.model import Layer, Safety, Severity

_COUNTED = "Exact: it compares instants and counts entries of the queue."
_OWN = "a boundary that you set yourself; silent where you set none."

RULES = (
    Rule(
        code="SCH001",
        name="quiet-hours",
        title="In quiet hours",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="It would go out in your quiet hours: {about}.",
        reason=(
            "You said that nothing is to go out then: whoever answers first would find nobody there. A thread that "
            "is drawn out must not run into these hours either."
        ),
        source=_OWN,
        bad=(
            'quiet_hours = "22:00-07:00"\n2026-11-24 23:30 x',
            'quiet_hours = "22:00-07:00"\n2026-11-25 06:59 x',
            'quiet_hours = "weekends"\n2026-11-28 12:00 x',
        ),
        good=(
            'quiet_hours = "22:00-07:00"\n2026-11-25 07:00 x',
            'quiet_hours = "weekends"\n2026-11-27 23:59 x',
            "2026-11-24 23:30 x",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH002",
        name="too-many-threads",
        title="More threads in a day or a week than you allow yourself",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="There would be more than you allow: {about}.",
        reason=(
            "A limit that you set in a quiet moment protects your readers' time and your own when a day is full of "
            "things to say. Threads count on the day they begin, on your calendar, for each account by itself."
        ),
        source=_OWN,
        bad=(
            "daily_limit = 1\n2026-11-24 08:00 x\n2026-11-24 18:00 x",
            "weekly_limit = 1\n2026-11-23 08:00 x\n2026-11-29 18:00 x",
            "daily_limit = 2\n2026-11-24 08:00 x\n2026-11-24 09:00 x\n2026-11-24 10:00 x",
        ),
        good=(
            "daily_limit = 1\n2026-11-24 08:00 x\n2026-11-25 08:00 x",
            "weekly_limit = 1\n2026-11-29 08:00 x\n2026-11-30 08:00 x",
            "daily_limit = 1\n2026-11-24 08:00 x\n2026-11-24 08:00 y",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH003",
        name="no-day-off",
        title="More days in a row than you allow yourself",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="It leaves no day off: {about}.",
        reason=(
            "A calendar without a gap makes a habit of being seen, and a day that has to be filled gets what should "
            "have waited. Where you set `days_in_a_row`, the row is kept below it."
        ),
        source=_OWN,
        bad=(
            "days_in_a_row = 1\n2026-11-24 08:00 x\n2026-11-25 08:00 x",
            "days_in_a_row = 2\n2026-11-24 08:00 x\n2026-11-25 08:00 x\n2026-11-26 08:00 x",
            "days_in_a_row = 2\n2026-11-24 08:00 x\n2026-11-26 08:00 x\n2026-11-25 08:00 x",
        ),
        good=(
            "days_in_a_row = 1\n2026-11-24 08:00 x\n2026-11-26 08:00 x",
            "days_in_a_row = 2\n2026-11-24 08:00 x\n2026-11-25 08:00 x\n2026-11-27 08:00 x",
            "days_in_a_row = 1\n2026-11-24 08:00 x\n2026-11-24 18:00 x",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH004",
        name="cooling-off",
        title="Sooner than what was written in heat has cooled",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message="Its words were found to be heated, and it rests until {about}.",
        reason=(
            "You chose to let it rest before it goes out. Delay lowers retaliation, and distraction helps more than "
            "brooding; the length is ours, no study gives one, and you may set another."
        ),
        source="experiments on delay and distraction in anger; the length of the rest is our own choice.",
        bad=(
            "2026-11-24 08:00 x resting until 2026-11-24 08:20",
            "2026-11-24 23:00 x resting until 2026-11-25 07:00",
            "2026-11-24 08:19 x resting until 2026-11-24 08:20",
        ),
        good=(
            "2026-11-24 08:20 x resting until 2026-11-24 08:20",
            "2026-11-25 08:00 x resting until 2026-11-25 07:00",
            "2026-11-24 08:00 x",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH005",
        name="burst",
        title="Nearer to another thread of the account than you allow",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="It is near another thread of this account: {about}.",
        reason=(
            "Threads on the heels of each other push each other out of sight, and readers who follow you for one "
            "of them get both. The time counts from the last post of one to the first of the next."
        ),
        source=_OWN,
        bad=(
            'thread_gap = "30 min"\n2026-11-24 08:00 x\n2026-11-24 08:29 x',
            'thread_gap = "2 h"\n2026-11-24 08:00 x\n2026-11-24 09:00 x',
            'thread_gap = "30 min"\n2026-11-24 08:00 x\n2026-11-24 08:00 x',
        ),
        good=(
            'thread_gap = "30 min"\n2026-11-24 08:00 x\n2026-11-24 08:30 x',
            'thread_gap = "2 h"\n2026-11-24 08:00 x\n2026-11-24 08:30 y',
            "2026-11-24 08:00 x\n2026-11-24 08:01 x",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH006",
        name="on-a-break",
        title="On a break or a holiday",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="It would go out on a break: {about}.",
        reason=(
            "A break is one only if nothing of yours is out there waiting for an answer. You named these days "
            "yourself, or took them from a calendar; `thread breaks` lists them."
        ),
        source=_OWN,
        bad=(
            'break = "2026-12-24..2027-01-02"\n2026-12-24 00:00 x',
            'break = "2026-12-24..2027-01-02"\n2027-01-02 23:59 x',
            'break = "2026-11-25"\n2026-11-25 12:00 x',
        ),
        good=(
            'break = "2026-12-24..2027-01-02"\n2026-12-23 23:59 x',
            'break = "2026-12-24..2027-01-02"\n2027-01-03 00:00 x',
            "2026-12-24 12:00 x",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH007",
        name="said-before",
        title="Word for word what went out, or will, on the same network",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="It says word for word the same as {about}.",
        reason=(
            "Readers who saw it see it again, and networks take the same words from several accounts for spam; X "
            "refuses a post that repeats a recent one. The same draft on two networks is no repetition."
        ),
        source="rules of the networks against duplicate posts, and their refusals.",
        bad=(
            "2026-11-24 08:00 x says hello\n2026-11-25 08:00 x says hello",
            "2026-11-24 08:00 x says hello\n2026-11-24 08:00 x2 says hello",
            "2026-11-24 08:00 x says hello\n2026-11-26 08:00 y says hi\n2026-12-25 08:00 x says hello",
        ),
        good=(
            "2026-11-24 08:00 x says hello\n2026-11-25 08:00 x says hi",
            "2026-11-24 08:00 x says hello\n2026-11-24 08:00 y says hello",
            "2026-11-24 08:00 x says hello",
        ),
        scope=Scope.PLAN,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
    Rule(
        code="SCH008",
        name="accounts-collide",
        title="Nearer to a thread of another account than you allow",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="It is near a thread of another of your accounts: {about}.",
        reason=(
            "Who answers on one network is not on another. Set `account_distance` where you want to be there for "
            "each; it counts from the last post of one thread to the first of the next."
        ),
        source=_OWN,
        bad=(
            'account_distance = "15 min"\n2026-11-24 08:00 x\n2026-11-24 08:00 y',
            'account_distance = "15 min"\n2026-11-24 08:00 y\n2026-11-24 08:14 x',
            'account_distance = "2 h"\n2026-11-24 08:00 x\n2026-11-24 09:00 y',
        ),
        good=(
            'account_distance = "15 min"\n2026-11-24 08:00 x\n2026-11-24 08:15 y',
            'account_distance = "15 min"\n2026-11-24 08:00 x\n2026-11-24 08:05 x',
            "2026-11-24 08:00 x\n2026-11-24 08:00 y",
        ),
        scope=Scope.PLAN,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note=_COUNTED,
    ),
)

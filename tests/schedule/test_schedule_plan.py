"""The rules of a plan against their own examples, and a plan of a real queue."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from composer.config import AccountSettings, Settings
from composer.desk.plan import Planner
from composer.desk.planfile import PlanError, PlanFile
from composer.lint import Scope, rules
from composer.model import ComposerError, Post, Schedule
from composer.queue import Store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RULES = [rule for rule in rules() if rule.scope is Scope.PLAN]
BAD = [pytest.param(r.code, text, id=f"{r.code}-{i}") for r in RULES for i, text in enumerate(r.bad)]
GOOD = [pytest.param(r.code, text, id=f"{r.code}-{i}") for r in RULES for i, text in enumerate(r.good)]
_ENTRY = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d) (?P<account>\w+)(?: says (?P<words>\w+))?(?: resting until (?P<cool>.+))?"
)


class StillClock:
    def now(self):
        return NOW

    def wait(self, seconds, stop):
        raise AssertionError("nobody waits for a plan")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "queue.sqlite3", StillClock()) as opened:
        yield opened


@pytest.fixture
def file(tmp_path):
    return PlanFile(tmp_path / "settings" / "plan.toml")


def planner(file, **settings):
    return Planner(Settings(zone="UTC", **settings), file, "UTC", lambda: NOW)


def at(words):
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def queue(store, when, account="x", words="", **more):
    text = words or f"{when} {account} {len(store.list(limit=1000))}"
    post = Post(1, 1, text, len(text))
    schedule = Schedule(at(when), when.replace(" ", "T"), "UTC")
    network = account.rstrip("0123456789")
    return store.enqueue([post], account=account, network=network, schedule=schedule, title=text, **more)


def codes(example, store, file):
    """The codes that a plan tells of an example: settings first, then an entry a line."""
    settings = {}
    plan = planner(file)
    for line in example.splitlines():
        if found := _ENTRY.fullmatch(line):
            cool = at(found["cool"]) if found["cool"] else None
            hold = {"hold": "heat", "cool_until": cool} if cool else {}
            queue(store, found["at"], found["account"], found["words"] or "", **hold)
            continue
        name, _, value = line.partition(" = ")
        if name == "break":
            plan.calendar.add_break(value.strip('"'), "winter")
        else:
            settings[name] = int(value) if value.isdigit() else value.strip('"')
    told = planner(file, **settings).preview(store, days=60)
    return {finding.code for day in told.days for line in day.lines for finding in line.findings}


@pytest.mark.parametrize(("code", "example"), BAD)
def test_a_rule_of_the_plan_reports_its_bad_examples(code, example, store, file):
    assert code in codes(example, store, file)


@pytest.mark.parametrize(("code", "example"), GOOD)
def test_a_rule_of_the_plan_leaves_its_good_examples_alone(code, example, store, file):
    assert code not in codes(example, store, file)


def test_every_code_of_the_agenda_has_a_rule():
    from composer.schedule.agenda import CODES

    assert set(CODES) == {rule.code for rule in RULES}


def test_a_slot_with_an_entry_is_taken(store, file):
    plan = planner(file)
    plan.calendar.add_slot("x", "weekdays 8:00", "morning")
    plan.calendar.add_slot("x", "sat 10:00", "weekend")
    assert plan.next_slot(store, "x").instant == at("2026-11-21 10:00")
    assert plan.next_slot(store, "x", "Morning").instant == at("2026-11-23 08:00")
    queue(store, "2026-11-23 08:00")
    assert plan.next_slot(store, "x", "morning").instant == at("2026-11-24 08:00")
    queue(store, "2026-11-24 08:00", "y")
    assert plan.next_slot(store, "x", "morning").instant == at("2026-11-24 08:00")
    store.cancel(store.list(account="x")[0].id)
    assert plan.next_slot(store, "x", "morning").instant == at("2026-11-23 08:00")


def test_a_slot_on_a_break_or_in_quiet_hours_is_passed_over(store, file):
    plan = planner(file, quiet_hours="weekends")
    plan.calendar.add_slot("x", "daily at 8:00", "morning")
    plan.calendar.add_break("2026-11-23..2026-11-24", "leave")
    assert plan.next_slot(store, "x").instant == at("2026-11-25 08:00")


def test_slots_that_are_never_free_are_told(store, file):
    plan = planner(file, quiet_hours="7:00-9:00")
    with pytest.raises(PlanError, match="has no slots"):
        plan.next_slot(store, "x")
    plan.calendar.add_slot("x", "daily at 8:00", "morning")
    with pytest.raises(PlanError, match="within a year"):
        plan.next_slot(store, "x")
    with pytest.raises(PlanError, match="“morning”"):
        plan.next_slot(store, "x", "evening")


def test_comments_in_the_file_stay_and_a_person_may_write_it(store, file):
    plan = planner(file)
    plan.calendar.add_slot("x", "weekdays 8:00", "morning")
    text = file.path.read_text("utf-8")
    file.path.write_text(f'{text}\n# my own words\n[[slots]]\naccount = "x"\nwhen = "sun 9:00"\n', "utf-8")
    plan.calendar.add_break("2026-12-24..2027-01-02", "winter", "x")
    plan.calendar.remove_slot("x", "morning")
    assert "# my own words" in file.path.read_text("utf-8")
    assert [slot.name for slot in plan.calendar.slots()] == ["sun 9:00"]
    assert [pause.words for pause in plan.calendar.kept().breaks] == ["2026-12-24..2027-01-02"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[slots]", "not valid TOML"),
        ('[[slots]]\nwhen = "8:00"\n', "lacks 'account'"),
        ('[[slots]]\naccount = "x"\nwhen = "whenever"\n', "number 1"),
        ("[[breaks]]\ndays = 5\n", "text in quotation marks"),
        ('[[breaks]]\nday = "2026-12-24"\n', "there is only days"),
        ('breaks = "2026-12-24"\n', "each under a line"),
        ('[[breaks]]\ndays = "2026-12-24"\nzone = "Europe/Atlantis"\n', "Atlantis"),
    ],
)
def test_a_file_that_is_wrong_is_named_and_left_as_it_is(text, said, store, file):
    file.path.parent.mkdir()
    file.path.write_text(text, "utf-8")
    with pytest.raises(PlanError, match=r"plan\.toml") as caught:
        planner(file).preview(store)
    assert said in str(caught.value)
    with pytest.raises(PlanError):
        planner(file).calendar.add_break("2026-12-24")
    assert file.path.read_text("utf-8") == text


def test_what_is_out_or_held_keeps_its_time_and_counts(store, file):
    held = queue(store, "2026-11-23 08:00", hold="wait")
    late = queue(store, "2026-11-23 09:00")
    plan = planner(file, daily_limit=1)
    moves = plan.preview(store).moves
    assert [(move.entry.id, move.to.wall) for move in moves] == [(late.id, "2026-11-24T09:00")]
    plan.apply(store, plan.preview(store))
    assert store.get(held.id).schedule.instant == at("2026-11-23 08:00")
    assert store.get(late.id).schedule.instant == at("2026-11-24 09:00")
    store.undo()
    assert store.get(late.id).schedule.instant == at("2026-11-23 09:00")


def test_an_accounts_own_bounds_take_the_place_of_yours(store, file):
    own = {"y": AccountSettings(quiet_hours="none", daily_limit=3)}
    plan = planner(file, quiet_hours="22:00-07:00", daily_limit=1, accounts=own)
    for account in ("x", "y"):
        found = plan.fit(store, account, account, Schedule(at("2026-11-23 23:00"), "2026-11-23T23:00", "UTC"))
        assert bool(found.findings) == (account == "x")


def test_a_time_is_offered_on_the_clocks_it_was_asked_for_on(store, file):
    plan = planner(file, quiet_hours="22:00-07:00")
    asked = Schedule(at("2026-11-23 22:30"), "2026-11-23T23:30", "Europe/Berlin")
    found = plan.fit(store, "x", "x", asked)
    assert (found.proposal.wall, found.proposal.zone) == ("2026-11-24T08:00", "Europe/Berlin")


def test_a_setting_that_cannot_be_read_is_named(store, file):
    with pytest.raises(ComposerError, match="quiet_hours"):
        planner(file, quiet_hours="monday 25:00-26:00").preview(store)


def test_a_plan_of_many_entries_without_room_ends(store, file):
    with store.together():
        for n in range(60):
            queue(store, f"{at('2026-11-21 00:00') + timedelta(hours=n):%Y-%m-%d %H:%M}")
    plan = planner(file, quiet_hours="0:00-12:00, 12:00-24:00").preview(store)
    assert len(plan.stuck) == 60
    assert plan.moves == ()

"""Faults by name, place and count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from composer.networks.rehearsal import calm
from composer.networks.rehearsal.faults import Fault, Plan, arm, disarm, parse, strike
from composer.networks.rehearsal.store import Store
from composer.queue import OutcomeUnknown
from tests.networks.conftest import Rehearsal, outgoing, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = Store(tmp_path / "rehearsal.sqlite3")
    yield kept
    kept.close()


@pytest.mark.parametrize(
    ("words", "plan"),
    [
        ("429", Plan("create", Fault.TOO_MANY)),
        ("close_after@3", Plan("create", Fault.CLOSE_AFTER, skip=2)),
        ("read:500_before*2", Plan("read", Fault.SERVER_ERROR_BEFORE, count=2)),
        (" upload:slow@2*3 ", Plan("upload", Fault.SLOW, skip=1, count=3)),
    ],
)
def test_a_fault_is_written_with_its_call_its_place_and_its_count(words: str, plan: Plan) -> None:
    assert parse(words) == plan


@pytest.mark.parametrize("words", ["", "explode", "close_after@0", "close_after*0", "sing:429", "429@-1", "x:y:z"])
def test_what_is_no_fault_is_said_with_all_that_are(words: str) -> None:
    with pytest.raises(ValueError, match="is no fault") as caught:
        parse(words)

    assert all(fault in str(caught.value) for fault in Fault)


def struck(store: Store, calls: int, call: str = "create") -> list[str | None]:
    return [strike(store, call) for _ in range(calls)]


def test_faults_strike_in_their_place_as_often_as_asked(store: Store) -> None:
    arm(store, "close_after@3", "429*2")

    assert struck(store, 5) == ["429", "429", "close_after", None, None]


def test_a_fault_waits_for_its_kind_of_call(store: Store) -> None:
    arm(store, "read:402")

    assert struck(store, 2) == [None, None]
    assert struck(store, 2, "read") == ["402", None]


def test_all_or_none_are_armed(store: Store) -> None:
    with pytest.raises(ValueError, match="is no fault"):
        arm(store, "429", "explode")

    assert struck(store, 1) == [None]


def test_faults_can_be_forgotten(store: Store) -> None:
    arm(store, "429*9")
    disarm(store)

    assert struck(store, 1) == [None]


def test_the_same_seed_draws_the_same_faults(tmp_path: Path) -> None:
    drawn = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        store = Store(tmp_path / name)
        store.set("seed", str(seed))
        arm(store, "any*12")
        drawn.append(struck(store, 12))
        store.close()

    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    assert len(set(drawn[0])) > 2


def test_faults_and_settings_of_one_account_leave_every_other_alone(rehearsal: Rehearsal) -> None:
    rehearsal.arm("500_before", account="ward", lag=60)
    ward, other = rehearsal.publisher("ward"), rehearsal.publisher("other")

    send(other, outgoing("Untouched"))
    assert other.find(outgoing("Untouched", tried=True)) is not None
    with pytest.raises(OutcomeUnknown):
        send(ward, outgoing("Struck"))
    calm(rehearsal.server, "ward")
    send(ward, outgoing("At last"))
    assert ward.find(outgoing("At last", tried=True)) is not None


def test_a_seed_draws_the_same_faults_for_an_account_whatever_others_call(rehearsal: Rehearsal) -> None:
    def drawn(meanwhile: bool) -> list[str]:
        store = Store(rehearsal.server.store)
        try:
            disarm(store)
            store.set("seed of ward", "7")
            store.unset("drawn of ward")
            arm(store, "any*5", account="ward")
            arm(store, "any*5", account="other")
            found = []
            for _ in range(5):
                if meanwhile:
                    strike(store, "create", "other")
                found.append(str(strike(store, "create", "ward")))
            return found
        finally:
            store.close()

    assert drawn(meanwhile=False) == drawn(meanwhile=True)

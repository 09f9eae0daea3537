"""What was shown and what was written, kept in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.practice import (
    Journal,
    PracticeError,
    Shown,
    Written,
    days_written,
    dots,
    dots_in_words,
    read_journal,
    record,
)

SUNDAY = date(2026, 11, 22)


def test_what_is_noted_is_read_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "state" / "practice.jsonl"
    shown = Shown(SUNDAY, "P01")
    written = Written(SUNDAY, "P01", words=112, minutes=6, draft="drafts/über „uns“.md", private=True)
    record(path, shown)
    record(path, written, Written(SUNDAY))
    assert read_journal(path) == Journal((shown,), (written, Written(SUNDAY)))


def test_no_file_is_an_empty_journal(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "none.jsonl") == Journal()


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_only_the_writer_can_read_the_journal(tmp_path: Path) -> None:
    record(tmp_path / "j", Shown(SUNDAY, "P01"))
    assert (tmp_path / "j").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b"7",
        b'{"day": "2026-02-31", "shown": "P01"}',
        b'{"written": "P01", "day": "2026-11-22", "words": "many"}',
        b'{"danced": "P01", "day": "2026-11-22"}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_line_is_reported_kept_and_passed_over(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "practice.jsonl"
    record(path, Written(SUNDAY))
    with path.open("ab") as file:
        file.write(damage + b"\n")
    record(path, Shown(SUNDAY, "P02"))
    journal = read_journal(path)
    assert (journal.written, journal.shown) == ((Written(SUNDAY),), (Shown(SUNDAY, "P02"),))
    (problem,) = journal.problems
    assert problem.line == 2
    assert "kept" in problem.message
    assert damage in path.read_bytes()


@given(st.integers(0, 200))
def test_a_line_cut_short_by_a_power_cut_costs_no_other(tmp_path_factory: pytest.TempPathFactory, keep: int) -> None:
    path = tmp_path_factory.mktemp("journal") / "practice.jsonl"
    record(path, Written(SUNDAY, "P01"))
    whole = path.stat().st_size
    record(path, Written(SUNDAY, "P02", draft="a" * 40))
    os.truncate(path, min(whole + keep, path.stat().st_size))
    record(path, Written(SUNDAY, "P03"))
    ids = [entry.prompt for entry in read_journal(path).written]
    assert ids[0] == "P01"
    assert ids[-1] == "P03"


def test_two_programs_noting_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "practice.jsonl"
    code = (
        "import sys, datetime, pathlib\n"
        "from composer.practice import Shown, record\n"
        "path, name, day = pathlib.Path(sys.argv[1]), sys.argv[2], datetime.date(2026, 11, 22)\n"
        "for n in range(60): record(path, Shown(day, name + str(n)))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in "AB"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    journal = read_journal(path)
    assert journal.problems == ()
    assert {entry.prompt for entry in journal.shown} == {f"{name}{n}" for name in "AB" for n in range(60)}


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(PracticeError, match=r"Cannot note .*: .+\. Your draft is untouched"):
        record(tmp_path / "state" / "practice.jsonl", Shown(SUNDAY, "P01"))
    with pytest.raises(PracticeError, match="Cannot read the journal"):
        read_journal(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "practice.jsonl").symlink_to("/dev/full")
    with pytest.raises(PracticeError, match=r"No space left.*Free space"):
        record(tmp_path / "practice.jsonl", Shown(SUNDAY, "P01"))


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are a POSIX matter")
def test_a_disk_that_fills_up_in_mid_line_keeps_every_earlier_day(tmp_path: Path) -> None:
    path = tmp_path / "practice.jsonl"
    record(path, Written(SUNDAY, "P01"))
    code = (
        "import sys, datetime, pathlib, resource, signal\n"
        "from composer.practice import PracticeError, Written, record\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))\n"
        "try: record(pathlib.Path(sys.argv[1]), Written(datetime.date(2026, 11, 23), draft='x' * 400))\n"
        "except PracticeError as error: print(error)"
    )
    child = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    assert child.stdout.startswith("Cannot note today's writing")
    assert child.stderr == ""
    record(path, Written(SUNDAY, "P03"))
    assert [entry.prompt for entry in read_journal(path).written] == ["P01", "P03"]


def test_one_sentence_counts_and_a_day_is_a_day_however_often_one_writes() -> None:
    journal = Journal(
        written=(
            Written(SUNDAY, words=4),
            Written(SUNDAY - timedelta(days=2), words=900),
            Written(SUNDAY - timedelta(days=2), words=1),
            Written(SUNDAY - timedelta(days=3), words=0),
            Written(SUNDAY + timedelta(days=1), words=9),
        )
    )
    assert days_written(journal, SUNDAY, days=4) == (False, True, False, True)


def test_thirty_days_end_with_today() -> None:
    days = days_written(Journal(written=(Written(SUNDAY),)), SUNDAY)
    assert len(days) == 30
    assert days[-1]
    assert not any(days[:-1])


def test_dots_show_the_days_and_words_say_them() -> None:
    days = (True, False, True)
    assert dots(days) == "● · ●"
    assert dots_in_words(days) == "There are words on 2 of the last 3 days."
    assert "0" not in dots_in_words((False,) * 7)

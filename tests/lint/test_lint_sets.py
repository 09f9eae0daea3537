"""The figures in docs/lint.md on sentences of our own do not fall behind unnoticed."""

import json
from pathlib import Path

import pytest

from composer.lint import Linter, Options
from composer.lint.figures import recorded
from composer.lint.plain import as_thread
from composer.thread import single

SETS = Path(__file__).parent / "sets"
WANTED = {
    "bait": (("BAI", "FAV"), 0.90, 0.80),
    "clinical": (("PRV",), 0.97, 0.90),
    "disclosure": (("ADV001",), 0.90, 0.80),
    "favours": (("FAV", "BAI"), 0.90, 0.80),
    "insults": (("TON", "KND", "HAT"), 0.92, 0.80),
    "threats": (("KND004",), 0.90, 0.80),
}
LINTER = Linter()


def judged(name, families):
    for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row, [d for d in LINTER.lint(single(row["text"])) if d.code.startswith(families)]


@pytest.mark.parametrize("name", WANTED)
def test_precision_and_recall_stay_above_their_bars(name):
    families, precision, recall = WANTED[name]
    rows = list(judged(name, families))
    flagged = [row["flag"] for row, found in rows if found]
    assert sum(flagged) / len(flagged) >= precision
    assert sum(flagged) / sum(row["flag"] for row, _ in rows) >= recall


def test_words_of_identity_are_never_warned_about_and_counter_speech_hardly_ever():
    rows = list(judged("counter_identity", ("TON", "KND", "HAT")))
    warned = [row["kind"] for row, found in rows if any(d.severity != "info" for d in found)]
    assert warned.count("identity") == 0
    assert warned.count("counter-speech") <= 3


@pytest.mark.parametrize(
    ("name", "codes", "language"),
    [
        ("buried", ("ADV002",), "en"),
        ("german_favours", ("FAV001", "FAV002"), "de"),
        ("german_insults", ("KND002",), "de"),
    ],
)
def test_the_small_sets_are_found_at_least_as_well_as_the_rules_pages_say(name, codes, language):
    linter = Linter(Options(select=codes), language=language)
    lines = (SETS / "small" / f"{name}.txt").read_text("utf-8").splitlines()
    found = {line: bool(linter.lint(as_thread(line[2:].replace(" // ", "\n"), "x"))) for line in lines}
    samples = [one for one in recorded()[codes[0]].samples if one.on.endswith("by one who knew the rule")]
    assert not [line for line, reported in found.items() if reported and line.startswith("- ")]
    assert [sum(found.values()) >= one.found for one in samples] == [True]

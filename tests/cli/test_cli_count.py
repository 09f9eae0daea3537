"""`thread count`: what the networks count, and why."""

from __future__ import annotations

import json

import pytest

from tests.cli.home import Home


def test_a_count_names_what_weighed_otherwise_than_it_looks(home: Home) -> None:
    said = home.thread("count", "-", "--for", "x", stdin="See main.py and 日本").stdout
    assert said.startswith("X: 36 of 280\n")
    assert "23  url      main.py" in said
    assert "4  wide     日本" in said


@pytest.mark.parametrize(("text", "fits"), [("a" * 280, True), ("a" * 281, False), ("", False)])
def test_whether_a_text_fits_is_told(home: Home, text: str, fits: bool) -> None:
    done = home.thread("count", "-", "--for", "x", "--json", stdin=text)
    (count,) = json.loads(done.stdout)["counts"]
    assert (count["length"], count["fits"]) == (len(text), fits)


def test_thousands_of_lines_are_counted_in_one_go(home: Home) -> None:
    lines = "".join(json.dumps("x" * (number % 300) + "\n☕") + "\n" for number in range(3000))
    done = home.thread("count", "-", "--for", "x", "--lines", stdin=lines)
    counts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [count["length"] for count in counts] == [number % 300 + 3 for number in range(3000)]


def test_several_networks_are_counted_side_by_side(home: Home) -> None:
    done = home.thread("count", "-", "--for", "x,bluesky,mastodon", "--lines", stdin='"👩‍⚕️"\n')
    counts = json.loads(done.stdout)["counts"]
    assert {count["network"]: count["length"] for count in counts} == {"x": 2, "bluesky": 1, "mastodon": 1}


def test_a_line_that_is_no_json_string_is_named(home: Home) -> None:
    assert "Line 2" in home.thread("count", "-", "--lines", stdin='"a"\nb\n', expect=2).stderr
    assert "Line 1" in home.thread("count", "-", "--lines", stdin="7\n", expect=2).stderr

"""The published conformance suite of twitter-text, with what its npm package answers.

THREAD_REFERENCE names the folder that has `data/conformance.jsonl`.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from composer.text import entities, measure, normalize
from composer.text.counter import utf8_length

FILE = Path(os.environ.get("THREAD_REFERENCE", "")) / "data" / "conformance.jsonl"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="needs THREAD_REFERENCE")


def cases(suite: str = "") -> list[dict]:
    found = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [case for case in found if suite in ("", case["suite"])]


def test_length_validity_graphemes_and_bytes():
    for case in cases():
        x, bluesky = measure(case["text"], "x"), measure(case["text"], "bluesky")
        ours = (x.length, x.fits, bluesky.length, bluesky.bytes)
        names = ("weightedLengthV3", "validV3", "graphemeLength", "utf8Length")
        assert ours == tuple(case["js"][name] for name in names), case["text"]


def test_top_level_domains():
    for case in cases("tlds"):
        assert texts(case["text"], "url") == case["expected"]


def test_extraction():
    seen = Counter()
    for case in cases("extract"):
        seen[case["test"]] += 1
        assert EXTRACT[case["test"]](case["text"]) == expected(case), case["text"]
    assert set(seen) == set(EXTRACT)


def expected(case: dict):
    """The suite names what it extracts; ours is told by offsets and words alone."""
    if not isinstance(case["expected"], list) or not case["expected"] or isinstance(case["expected"][0], str):
        return case["expected"]
    names = ("screen_name", "list_slug", "hashtag", "cashtag", "url")
    return [(*(item[name] for name in names if item.get(name)), *item["indices"]) for item in case["expected"]]


def found(text: str, kind: str):
    """As the package does it when asked for one kind: other kinds take nothing away, links apart."""
    return [entity for entity in entities(text) if entity.kind == kind]


def texts(text: str, kind: str) -> list[str]:
    return [entity.text if kind == "url" else entity.text[1:] for entity in found(text, kind)]


def spans(text: str, kind: str) -> list[tuple]:
    return [(entity.text.lstrip("@＠#＃$"), entity.start, entity.end) for entity in found(text, kind)]


def users(text: str) -> list[str]:
    return [name for name in texts(text, "mention") if "/" not in name]


def lists(text: str) -> list[tuple]:
    split = [(*entity.text[1:].partition("/"), entity.start, entity.end) for entity in found(text, "mention")]
    return [(user, *((f"/{slug}",) if slug else ()), start, end) for user, _, slug, start, end in split]


def reply(text: str) -> str | None:
    first = next(iter(found(text, "mention")), None)
    return first.text[1:] if first and not text[: first.start].strip() else None


EXTRACT = {
    "mentions": users,
    "mentions_with_indices": lambda text: spans(text, "mention"),
    "mentions_or_lists_with_indices": lists,
    "replies": reply,
    "urls": lambda text: texts(text, "url"),
    "urls_with_indices": lambda text: spans(text, "url"),
    "urls_with_directional_markers": lambda text: spans(text, "url"),
    "tco_urls_with_params": lambda text: texts(text, "url"),
    "hashtags": lambda text: texts(text, "hashtag"),
    "hashtags_from_astral": lambda text: texts(text, "hashtag"),
    "hashtags_with_indices": lambda text: spans(text, "hashtag"),
    "cashtags": lambda text: texts(text, "cashtag"),
    "cashtags_with_indices": lambda text: spans(text, "cashtag"),
}


def test_what_is_normalised_is_counted_alike():
    for case in cases():
        if "\r" not in case["text"]:
            assert measure(normalize(case["text"]), "x").length == case["js"]["weightedLengthV3"]
        assert utf8_length(case["text"]) == case["js"]["utf8Length"]

"""What comments do to the blocks around them, and that none is ever posted."""

from __future__ import annotations

import pytest

from composer.draft import parse
from composer.model import Block, Draft, Ignore, Span


def by_text(text: str) -> dict[str, Block]:
    return {block.text: block for block in parse(text).blocks}


def told(draft: Draft) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in draft.problems]


def test_kept_blocks_share_a_number_and_groups_do_not() -> None:
    blocks = by_text("A\n\n<!-- keep -->\nB\n\nC\n<!-- /keep -->\n\nD\n\n<!--keep-->\n\nE\n\n<!-- /keep -->")
    assert [blocks[name].keep for name in "ABCDE"] == [None, 1, 1, None, 2]


def test_blocks_for_some_networks_say_so() -> None:
    blocks = by_text("A\n\n<!-- only: x, Bluesky -->\n\nB\n\n---\n\n<!-- /only -->\n\nC")
    assert [blocks[name].only for name in ("A", "B", "", "C")] == [None, {"x", "bluesky"}, {"x", "bluesky"}, None]


def test_a_content_warning_holds_from_here_until_it_changes_or_ends() -> None:
    blocks = by_text("A\n\n<!-- cw: surgery -->\nB\n\nC\n\n<!-- cw: grief, loss -->\n\nD\n\n<!-- cw: none -->\n\nE")
    assert [blocks[name].content_warning for name in "ABCDE"] == [None, "surgery", "surgery", "grief, loss", ""]


def test_a_cue_is_for_the_next_block_with_words_alone() -> None:
    blocks = by_text("<!-- cue: tip -->\n\n---\n\nA\n\nB\n\n<!-- cue: none -->\nC")
    assert [blocks[name].cue for name in ("", "A", "B", "C")] == [None, "tip", None, "none"]


def test_ignored_findings_are_for_the_next_block_and_keep_their_reason() -> None:
    blocks = by_text("<!-- ignore: KND001 it is a quotation -->\n<!-- ignore: tag002 -->\nA\n\nB")
    assert blocks["A"].ignores == (
        Ignore("KND001", "it is a quotation", Span(0, 1)),
        Ignore("TAG002", "", Span(0, 1)),
    )
    assert blocks["B"].ignores == ()


def test_a_comment_within_a_paragraph_counts_for_that_paragraph() -> None:
    blocks = by_text(
        "<!-- keep --> A is <!-- cue: tip -->here <!-- /keep -->\n\nB\n\n- item <!-- ignore: KND001 -->\n\nC"
    )
    assert (blocks["A is here"].keep, blocks["A is here"].cue) == (1, "tip")
    assert (blocks["B"].keep, blocks["item"].ignores[0].code, blocks["C"].ignores) == (None, "KND001", ())


def test_what_follows_a_comment_on_its_line_is_read_as_the_start_of_one() -> None:
    draft = parse("<!-- cue: tip --> # Heading\n\n<!-- several\n\nlines --> - item")
    assert [(block.kind.value, block.text, block.cue) for block in draft.blocks] == [
        ("heading", "Heading", "tip"),
        ("list", "item", None),
    ]


def test_notes_to_oneself_are_neither_posted_nor_remarked_on() -> None:
    draft = parse(
        "<!-- TODO: ask Ruth -->\nA <!-- is this so? --> B\n\n<!-- A longer note,\n\nover lines: really.\n-->\n\nC"
    )
    assert [block.text for block in draft.blocks] == ["A B", "C"]
    assert draft.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("A\n\n<!-- kep -->\n\nB", 3, "did you mean “keep”?"),
        ("A\n\n<!-- cues: tip -->\nB", 3, "did you mean “cue”?"),
        ("A\n\n<!-- frobnicate: tip -->\nB", 3, "not a directive"),
        ("A\n\n<!-- keep -->\n\nB", 3, "never ended"),
        ("A\n\n<!-- only: x -->\n\nB", 3, "never ended"),
        ("A\n\n<!-- /keep -->\n\nB", 3, "ends nothing"),
        ("A\n\n<!-- /only -->\n\nB", 3, "ends nothing"),
        ("A\n\n<!-- keep -->\n<!-- keep -->\nB\n<!-- /keep -->", 4, "inside “keep”"),
        ("A\n\n<!-- only: twiter, bluesky -->\nB\n\n<!-- /only -->", 3, "“twiter” is not a network"),
        ("A\n\n<!-- only -->\nB", 3, "needs a value"),
        ("A\n\n<!-- keep: this -->\nB", 3, "takes no value"),
        ("A\n\n<!-- cue: two words -->\nB", 3, "is no cue"),
        ("A\n\n<!-- ignore: !! -->\nB", 3, "is no lint code"),
        ("A\n\nB\n\n<!-- cue: tip -->\n", 5, "no text after it"),
        ("A\n\nB\n\n<!-- ignore: KND001 -->\n", 5, "no text after it"),
        ("A\n\nB\n<!-- oops\n", 4, "never ends with -->"),
        ("---\ntitle: T\n---\nA\n\n> B <!-- kep -->\n", 6, "did you mean “keep”?"),
    ],
)
def test_a_directive_that_cannot_be_obeyed_is_named_with_its_line_and_no_word_is_lost(
    text: str, line: int, words: str
) -> None:
    draft = parse(text)
    assert [found for found, message in told(draft) if words in message] == [line], told(draft)
    assert "B" in " ".join(block.text for block in draft.blocks)
    assert not any("-->" in block.text for block in draft.blocks)


def test_networks_we_do_not_know_never_hide_words() -> None:
    draft = parse("<!-- only: nonesuch -->\nA\n\n<!-- /only -->")
    assert draft.blocks[0].only is None


def test_a_comment_in_code_is_code() -> None:
    draft = parse("Write `<!-- keep -->` so.\n\n```\n<!-- keep -->\n```\n\nB")
    assert [block.text for block in draft.blocks] == ["Write <!-- keep --> so.", "<!-- keep -->", "B"]
    assert (draft.blocks[2].keep, draft.problems) == (None, ())

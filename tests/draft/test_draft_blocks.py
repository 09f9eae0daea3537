"""What Markdown becomes: blocks, items, pictures, and words as readers of each network see them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.draft import parse, render
from composer.model import BlockKind, Link, Span, source_span


def shown(text: str, network: str = "x") -> str:
    return "\n\n".join(render(block, network).text for block in parse(text).blocks)


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in parse(text).blocks]


def test_three_hyphens_force_a_break_even_right_under_a_paragraph() -> None:
    assert kinds("One post.\n---\nAnother.") == ["paragraph", "break", "paragraph"]
    assert kinds("One post.\n\n---\n\nAnother.") == ["paragraph", "break", "paragraph"]


@pytest.mark.parametrize("rule", ["***", "___", "* * *"])
def test_other_rules_are_dividers(rule: str) -> None:
    assert kinds(f"One.\n\n{rule}\n\nTwo.") == ["paragraph", "divider", "paragraph"]


def test_an_underlined_line_is_no_heading() -> None:
    assert kinds("Title\n=====") == ["paragraph"]
    assert shown("Title\n=====") == "Title ====="


def test_a_heading_knows_its_level_and_loses_its_signs() -> None:
    (block,) = parse("### A *quiet* hour ###").blocks
    assert (block.kind, block.level, block.text) == (BlockKind.HEADING, 3, "A quiet hour")


def test_soft_line_ends_become_spaces_and_hard_ones_stay() -> None:
    assert shown("one\ntwo  \nthree\\\nfour") == "one two\nthree\nfour"


def test_emphasis_vanishes_and_entities_and_escapes_are_read() -> None:
    assert shown(r"**Bold**, *soft*, _soft_, ~~gone~~ &amp; &eacute; \*star\*") == "Bold, soft, soft, gone & é *star*"


def test_code_spans_are_kept_word_for_word_and_marked() -> None:
    prose = parse("Call `a_b *c*` now").blocks[0].items[0].prose
    assert prose.text == "Call a_b *c* now"
    assert [prose.text[low:high] for low, high in prose.code] == ["a_b *c*"]


def test_code_blocks_are_verbatim() -> None:
    (block,) = parse("```python\ndef f():\n    return *1*\n\n\nx = 2\n```").blocks
    assert (block.kind, block.text) == (BlockKind.CODE, "def f():\n    return *1*\n\n\nx = 2")
    (block,) = parse("    indented\n\n      more").blocks
    assert (block.kind, block.text) == (BlockKind.CODE, "indented\n\n  more")


@pytest.mark.parametrize("network", ["x", "mastodon", "threads"])
def test_a_label_is_followed_by_its_address_where_it_cannot_lead_there(network: str) -> None:
    text = "Read [the *guide*](https://example.org/a_(b)) and [that][r].\n\n[r]: https://example.org/r"
    assert shown(text, network) == "Read the guide (https://example.org/a_(b)) and that (https://example.org/r)."


def test_a_label_leads_to_its_address_on_bluesky() -> None:
    prose = render(parse("Read [the guide](https://example.org) now").blocks[0], "bluesky")
    assert prose.text == "Read the guide now"
    assert prose.links == (Link(5, 14, "https://example.org"),)


def test_an_address_that_is_its_own_label_is_said_once() -> None:
    for network in ("x", "bluesky"):
        assert shown("[https://example.org](https://example.org)", network) == "https://example.org"


def test_the_address_behind_a_label_leads_back_to_the_draft() -> None:
    draft = parse("Read **[the guide](<https://example.org/x>)** now")
    prose = render(draft.blocks[0], "x")
    at = prose.text.index("https")
    span = source_span(prose.runs, at, at + len("https://example.org/x"))
    assert span is not None
    assert draft.text[span.start : span.end] == "https://example.org/x"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/_a_/*b*c?x=1&copy;y",
        "@_anna_ and #_tag_ and @a_b_",
        "a_b_c and 5 * 3 * 2",
        "https://en.wikipedia.org/wiki/Foo_(bar)_baz",
    ],
)
def test_addresses_mentions_and_tags_are_never_read_as_emphasis(text: str) -> None:
    assert shown(text) == text


def test_emphasis_around_an_address_ends_where_it_ends() -> None:
    assert (
        shown("**see https://example.org/a** and *@anna* and _#Tag_.")
        == "see https://example.org/a and @anna and #Tag."
    )
    assert shown("<https://example.org> and <ruth@example.org>") == "https://example.org and ruth@example.org"


def test_html_is_words_like_any_other() -> None:
    assert shown('<b>Bold</b> and <div class="x">text') == '<b>Bold</b> and <div class="x">text'
    assert shown("<script>\n\nalert\n</script>") == "<script>\n\nalert </script>"


def test_pictures_are_media_of_their_block_and_not_in_its_words() -> None:
    (block,) = parse('Look ![A *red* line, \\] up](<fig 1.png> "Title") here').blocks
    assert block.text == "Look here"
    (media,) = block.media
    assert (media.path, media.alt) == ("fig 1.png", "A red line, ] up")
    assert block.source[media.span.start : media.span.end] == '![A *red* line, \\] up](<fig 1.png> "Title")'


def test_a_missing_alt_text_is_missing() -> None:
    assert parse("![](figure.png)").blocks[0].media[0].alt == ""


def test_a_picture_alone_is_a_block_without_words() -> None:
    draft = parse("Words.\n\n![Alt](a.png)\n\nMore.")
    assert [(block.text, len(block.media)) for block in draft.blocks] == [("Words.", 0), ("", 1), ("More.", 0)]


def test_a_picture_whose_name_has_a_space_is_pointed_out() -> None:
    draft = parse("Text.\n\n![Alt](fig 1.png)")
    assert draft.problems[0].line == 3
    assert "![Alt](<fig 1.png>)" in draft.problems[0].message


def test_list_items_know_their_number_and_depth() -> None:
    (block,) = parse("- one\n- two\n\n  3. sub\n     more\n\n     again\n  4. sub2\n- last").blocks
    assert block.kind is BlockKind.LIST
    assert [(item.prose.text, item.ordinal, item.depth) for item in block.items] == [
        ("one", None, 0),
        ("two", None, 0),
        ("sub more\nagain", 3, 1),
        ("sub2", 4, 1),
        ("last", None, 0),
    ]


def test_a_quote_has_an_item_for_each_paragraph() -> None:
    (block,) = parse("> One\n> line.\n>\n> Two.\nlazy").blocks
    assert block.kind is BlockKind.QUOTE
    assert [item.prose.text for item in block.items] == ["One line.", "Two. lazy"]


def test_a_table_becomes_a_line_of_words_for_each_row_and_is_pointed_out() -> None:
    draft = parse("Text.\n\n| Ward | Minutes |\n|---|---|\n| A | *22* | extra |\n| B \\| C | |")
    assert draft.blocks[1].kind is BlockKind.TABLE
    assert draft.blocks[1].text == "Ward: Minutes\nA: 22 (extra)\nB | C"
    assert [problem.line for problem in draft.problems] == [3]


def test_a_table_in_a_quote_keeps_its_columns() -> None:
    assert shown("> | | b |\n> |---|---|\n> | 1 | 2 |\n> | | 3 |") == "b\n1: 2\nb 3"


def test_code_keeps_its_indentation_and_a_fence_without_code_its_words() -> None:
    assert shown("```\n    a\n  b  \n```") == "    a\n  b  "
    assert shown("``` some words") == "some words"


def test_a_code_block_that_never_ends_is_pointed_out() -> None:
    draft = parse("Text.\n\n```\ncode\n\nmore text\n")
    assert [problem.line for problem in draft.problems] == [3]
    assert "never ends" in draft.problems[0].message


def test_a_table_without_rows_keeps_its_headers() -> None:
    assert shown("| Ward | Minutes |\n|---|---|") == "Ward: Minutes"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["Value | Result", "Potassium | 6.8 mmol/L"], ["Value: Result", "Potassium: 6.8 mmol/L"]),
        (
            ["Value | Result | Normal", "Potassium | 6.8 mmol/L | 3.5-5.1", "Sodium | 138 mmol/L | "],
            ["Value: Result", "Potassium: 6.8 mmol/L (Normal 3.5-5.1)", "Sodium: 138 mmol/L"],
        ),
        (
            ["Ward | Before | After | Staff", "A | 22 | 14 | 9", "B |  | 9 | "],
            ["Ward: Before", "A: 22 (After 14; Staff 9)", "B: After 9"],
        ),
        (["Ward | Before | Note", "A | 22 | "], ["Ward: Before (Note)", "A: 22"]),
        (["One", "a", "b"], ["One", "a", "b"]),
    ],
)
def test_a_row_is_called_by_its_first_cell_and_headers_stand_only_where_they_tell_columns_apart(
    rows: list[str], lines: list[str]
) -> None:
    header, *others = (f"| {row} |" for row in rows)
    rule = "|" + "---|" * (header.count("|") - 1)
    assert shown("\n".join((header, rule, *others))) == "\n".join(lines)


@given(st.integers(1, 5), st.integers(0, 4), st.data())
def test_every_word_of_a_table_is_shown(columns: int, height: int, data: st.DataObject) -> None:
    words = iter(f"w{number}q" for number in range(100))
    cells = [[(data.draw(st.booleans()) and next(words)) or "" for _ in range(columns)] for _ in range(height + 1)]
    cells[0][0] = next(words)
    header, *rows = ("| " + " | ".join(row) + " |" for row in cells)
    told = shown("\n".join((header, "|" + "---|" * columns, *rows)))
    assert {word for row in cells for word in row if word} == set(re.findall(r"w\d+q", told))


@pytest.mark.parametrize("before", ["", "---\ntitle: T\n---\n", "---\ntitle: T\n---\n\n", "Words.\n\n"])
def test_a_short_line_above_a_break_is_pointed_out_as_what_may_have_been_a_heading(before: str) -> None:
    draft = parse(f"{before}My title\n---\nText.")
    assert [block.kind.value for block in draft.blocks][-3:] == ["paragraph", "break", "paragraph"]
    assert [(problem.line, "write: # My title" in problem.message) for problem in draft.problems] == [
        (before.count("\n") + 1, True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One post.\n---\nAnother.",
        "My title\n\n---\nText.",
        "Two lines\nof words\n---\nText.",
        "- item\n---\nText.",
        "# My title\n---\nText.",
        f"{'a long line of words ' * 5}\n---\nText.",
        "My title\n***\nText.",
    ],
)
def test_other_breaks_are_not_taken_for_the_line_under_a_heading(text: str) -> None:
    assert parse(text).problems == ()


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ("![A map](https://example.org/map.png)", "download it first"),
        ("![A map](//example.org/map.png)", "download it first"),
        ("![A map](data:image/png;base64,iVBORw0KGgo=)", "download it first"),
        ("![A map](map)", "such as map.png"),
        ("![A map](<figures/my map>)", "such as figures/my map.png"),
        ("![A map]()", "![A map](figure.png)"),
    ],
)
def test_a_picture_that_can_be_no_file_beside_the_draft_is_pointed_out(picture: str, words: str) -> None:
    draft = parse(f"Text.\n\n{picture}")
    assert [problem.line for problem in draft.problems] == [3]
    assert words in draft.problems[0].message
    assert draft.blocks[-1].media[0].alt == "A map"


@pytest.mark.parametrize("path", ["map.png", "../figures/map.v2.jpg", "C:/figures/map.png", "<my map.png>"])
def test_a_picture_that_is_a_file_is_not(path: str) -> None:
    assert parse(f"![A map]({path})").problems == ()


def test_footnotes_stay_readable_and_are_pointed_out() -> None:
    draft = parse("A claim[^1].\n\n[^1]: The source, in words.\n\n[^b]: word")
    assert [block.text for block in draft.blocks] == ["A claim[1].", "[1] The source, in words.", "[b] word"]
    assert [problem.line for problem in draft.problems] == [1, 3, 5]


def test_a_definition_that_no_link_uses_is_pointed_out_not_silently_dropped() -> None:
    draft = parse("Text.\n\n[Anna]: yes")
    assert [(problem.line, "[anna]" in problem.message) for problem in draft.problems] == [(3, True)]


def test_offsets_lead_back_through_quotes_lists_and_windows_line_ends() -> None:
    draft = parse("---\r\ntitle: T\r\n---\r\nA\r\n\r\n> - *deep* word\r\n>   goes on\r\n")
    start, block = draft.starts[1], draft.blocks[1]
    prose = block.items[0].prose
    assert prose.text == "deep word goes on"
    span = source_span(prose.runs, prose.text.index("goes"), len(prose.text))
    assert span is not None
    assert draft.text[start + span.start : start + span.end] == "goes on"


def test_what_an_edit_leaves_alone_stays_the_same_object() -> None:
    head = "# Head\n\nFirst [link][a].\n\n<!-- keep -->\n\nSecond.\n\n"
    text = head + "Third.\n\n<!-- /keep -->\n\n- item\n\nLast.\n\n[a]: https://example.org\n"
    old = parse(text)
    new = parse(text.replace("Third.", "Third, longer.\n\nNew."), previous=old)
    assert [block.text for block in new.blocks] == [
        "Head",
        "First link.",
        "Second.",
        "Third, longer.",
        "New.",
        "item",
        "Last.",
    ]
    assert [any(block is other for other in old.blocks) for block in new.blocks] == [
        True,
        True,
        True,
        False,
        False,
        True,
        True,
    ]


def test_a_definition_typed_at_the_end_reaches_the_links_before_it() -> None:
    text = "See [the guide].\n\nMiddle.\n\nEnd.\n"
    old = parse(text)
    new = parse(text + "\n[the guide]: https://example.org\n", previous=old)
    assert render(new.blocks[0], "x").text == "See the guide (https://example.org)."
    assert new.blocks[1] is old.blocks[1]


def test_a_comment_closed_far_below_swallows_what_stands_between() -> None:
    text = "A.\n\n<!-- note\n\nB.\n\nC.\n"
    old = parse(text)
    new = parse(text + "\nend -->\n\nD.\n", previous=old)
    assert [block.text for block in new.blocks] == ["A.", "D."]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 3000 + "deep",
        "- " * 3000 + "deep",
        "[" * 20000 + "deep",
        "*a **" * 3000,
        "`" * 5000 + "deep",
        "<!--\n" * 3000 + "deep",
        "![" * 20000 + "deep",
        "a" + "\n" * 50000 + "  deep",
    ],
)
def test_absurd_nesting_is_taken_as_words_and_not_as_the_end(text: str) -> None:
    assert ("deep" if "deep" in text else "a") in shown(text)


def test_reading_a_draft_loads_nothing_heavy() -> None:
    code = (
        "import sys, composer.draft as d; assert 'markdown_it' not in sys.modules and 'yaml' not in sys.modules;"
        "d.parse('---\\ntitle: T\\n---\\n# H\\n\\n- *a*\\n');"
        "print([m for m in ('textual', 'tweepy', 'dateparser', 'emoji', 'requests') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_media_span_counts_from_its_block() -> None:
    draft = parse("Before.\n\nText ![a](b.png)")
    assert draft.blocks[1].media[0].span == Span(5, 16)


def test_a_picture_that_leads_somewhere_keeps_its_alt_text_and_its_address_is_pointed_out() -> None:
    draft = parse("Text.\n\n[![A badge](b.png)](https://example.org)")
    assert [(media.path, media.alt) for media in draft.blocks[1].media] == [("b.png", "A badge")]
    assert [(problem.line, "https://example.org" in problem.message) for problem in draft.problems] == [(3, True)]

"""What holds for every text, however odd."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.draft import parse, render
from composer.draft.chunk import read
from composer.model import Block, BlockKind

FRAGMENTS = (
    "**{}** ", "*{}* ", "_{}_", "~~{}~~ ", "`{}` ", "``{} ` {}`` ", "{} ", "{}", "{}\n", "{}\n\n", "{}  \n",
    "{}\\\n", "# {}\n", "## {} ##\n", "- {}\n", "* {}\n\n", "1. {}\n", "7) {}\n", "  - {}\n", "   {}\n",
    "    {}\n", "\t{}\n", "> {}\n", ">{}\n", "> - {}\n", "- > {}\n", "- # {}\n", "---\n", "***\n",
    "\n---\n\n", "===\n", "<b>{}</b> ", "<div>\n{}\n", "</div>", "<{}", "[{}](https://example.org/a_b) ",
    "[*{}* {}](<x y.html>) ", "[{}][] ", "[{}] ", "[^1] {} ", "[^1]: {}\n", "![", "](", "![pic](a.png) {} ",
    "<https://example.org/{}> ", "https://example.org/_{}_ ", "@_{}_ ", "#{} ", "&amp; {} ", "&{} ", "\\{} ",
    "\\*{} ", "<!-- {}\n", "```\n{}\n```\n", "```\n{}\n\n{}\n", "~~~\n{}\n~~~\n",
    "| {} | {} |\n|---|---|\n| {} | {} | {} |\n\n", "{} | {}\n--|--\n{}\n", "| {}\n", "<!-- keep -->\n",
    "<!-- /keep -->", "<!-- only: x -->", "<!-- cue: tip --> ", "<!-- cw: s -->\n",
    "- <!-- cue: tip --> {}\n", "> <!-- keep --> {}\n", "\u00a0{}\n", "\u2003\n", "\x0b{}\n", "\u2028{} ",
    "{}:", "| ", "^{}^ ", "é{} ", "😀{} ", "{} <!-- keep --> {}\n", "`{}", "**{}", "[{}](", "({}) ", "“{}” ",
    "{}…\n", "--> {}\n", "-\n", "1.\n", ">\n",
)  # fmt: skip


HIDDEN = (r"<!--.*?-->", r"\]\([^)]*\)", r"\]\(<[^>]*>\)", r"!\[[^\]]*\]", r"(?:```|~~~)[^\n]*")


@st.composite
def markdown(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of odd Markdown, and the words in it that a reader must see, each once."""
    words: list[str] = []

    def word(match: re.Match[str]) -> str:
        words.append(f"w{len(words)}q")
        return words[-1]

    parts = draw(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
    return re.sub(r"\{\}", word, "".join(parts)), words


def visible(text: str) -> str:
    return "\n".join(render(block, "x").text for block in parse(text).blocks)


@given(markdown())
@settings(max_examples=300, deadline=None)
@example(("- " * 60 + "w0q", ["w0q"]))
@example((">" * 200 + " w0q\n\nw1q", ["w0q", "w1q"]))
@example(("[" * 3000 + "w0q", ["w0q"]))
def test_no_word_is_lost(case: tuple[str, list[str]]) -> None:
    text, words = "\n" + case[0], case[1]
    # Words in comments, addresses, alt texts and behind an opening fence are not shown, and not lost.
    hidden = " ".join(found for pattern in HIDDEN for found in re.findall(pattern, text, re.DOTALL))
    draft = parse(text)
    media = " ".join(f"{media.alt} {media.path}" for block in draft.blocks for media in block.media)
    told = " ".join(problem.message for problem in draft.problems).replace("W", "w")
    shown = visible(text)
    for word in words:
        assert word in shown or word in hidden or word in media or f"[{word}" in told or f"“{word}" in told, (
            word,
            shown,
        )


@given(markdown())
@settings(max_examples=300, deadline=None)
def test_every_run_names_the_same_characters_in_words_and_source(case: tuple[str, list[str]]) -> None:
    for network in ("x", "bluesky"):
        for block in parse(case[0]).blocks:
            prose = render(block, network)
            last = 0
            for run in prose.runs:
                assert run.length > 0
                assert run.at >= last
                last = run.at + run.length
                assert prose.text[run.at : last] == block.source[run.source : run.source + run.length]
            assert last <= len(prose.text)


@given(markdown())
@settings(max_examples=200, deadline=None)
@example(("<!-- /keep -->\u2003\n**w0q** ", ["w0q"]))
def test_every_word_has_a_way_back_to_the_draft(case: tuple[str, list[str]]) -> None:
    draft = parse(case[0])
    for start, block in zip(draft.starts, draft.blocks, strict=True):
        assert draft.text.startswith(block.source, start)
        if block.kind is BlockKind.TABLE:
            continue
        for item in block.items:
            mapped = {at for run in item.prose.runs for at in range(run.at, run.at + run.length)}
            for match in re.finditer(r"w\d+q", item.prose.text):
                assert mapped.issuperset(range(*match.span())), (item, match)
                run = next(run for run in item.prose.runs if run.at <= match.start() < run.at + run.length)
                assert draft.text.startswith(match[0], start + run.source + match.start() - run.at)


def same_in_stretches_and_at_once(text: str) -> None:
    text = "x\n\n" + text
    draft = parse(text)
    whole = read(text, {})
    references = {label: definition for label, definition, _ in reversed(whole.definitions)}
    pieces = [(at, piece) for at, piece in read(text, references).pieces if isinstance(piece, Block)]
    assert [at for at, _ in pieces] == list(draft.starts)
    assert [(b.kind, b.source, b.items, b.media, b.level) for _, b in pieces] == [
        (b.kind, b.source, b.items, b.media, b.level) for b in draft.blocks
    ]


@given(markdown())
@settings(max_examples=200, deadline=None)
@example(("- a\n  ```\n ```\nb\n\nc\n", []))
@example(("- ```\n\n- b\n\nc", []))
@example(("<!-- a\n\nb --> c\n\nd", []))
def test_reading_in_stretches_equals_reading_at_once(case: tuple[str, list[str]]) -> None:
    same_in_stretches_and_at_once(case[0])


PLAIN_LINES = (
    "word", "1. one", "10) ten", "1 one", "+ plus", "- minus", "é", "“quoted”", '"so"', "(aside)", "two  ", "one ",
    " lead", "\u3000wide", "\u00a0hard", "end:", "| bar", "--", "= =", "# h", "a # b", "word #", "...", "", "😀", "'s",
    "a@b.org", "x\x0by", "~ tilde", "a ~ b", "!", "{field}", "http://x.org", ">", "中文", "١. ", "9.", "\u2028",
)  # fmt: skip


@given(st.lists(st.sampled_from(PLAIN_LINES), max_size=6))
@settings(max_examples=400, deadline=None)
@example(["word", "\u2028", "word"])
def test_plain_paragraphs_are_read_the_same_the_short_way(lines: list[str]) -> None:
    same_in_stretches_and_at_once("\n".join(lines))


@given(markdown(), st.data())
@settings(max_examples=300, deadline=None)
def test_reading_after_an_edit_equals_reading_anew(case: tuple[str, list[str]], data: st.DataObject) -> None:
    draft = parse(case[0])
    for _ in range(4):
        low = data.draw(st.integers(0, len(draft.text)))
        high = data.draw(st.integers(low, min(len(draft.text), low + 12)))
        put = data.draw(
            st.sampled_from(
                ["", "a", " ", "\n", "\n\n", "```\n", "-->", "<!--", "---\n", "[w1q]: /x\n", "- ", "<!-- keep -->"]
            )
        )
        text = draft.text[:low] + put + draft.text[high:]
        edited = parse(text, previous=draft)
        assert edited == parse(text)
        draft = edited


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
@example("---\n{[\n---\n")
@example("---\n" + "[" * 5000 + "\n---\n")
@example("---\ntitle: 2026-13-45\nignore: {a: [b]}\nto: {x: 1}\nevent: [1]\n? [a]\n: b\n---\n")
@example("---\n&a [*a]\n---\n")
@example("---\nx: !!python/object:os.system 1\n<<: 3\n---\n")
@example("\ud800 lone \x00 nul")
def test_no_text_makes_reading_fail(text: str) -> None:
    parse(text)
    parse(text, previous=parse("Another text.\n\nOf two paragraphs."))


@given(st.text(alphabet="ab *_~`#>-+1.)\n\t|\\&;<>![](){}@:/=^'\"", max_size=200), st.integers(0, 200))
@settings(max_examples=200, deadline=None)
def test_signs_in_any_order_are_read_the_same_after_an_edit(text: str, at: int) -> None:
    draft = parse(text)
    for block in draft.blocks:
        for run in render(block, "mastodon").runs:
            assert run.length > 0
    edited = text[:at] + "\n" + text[at:]
    assert parse(edited, previous=draft) == parse(edited)

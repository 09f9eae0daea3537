"""A string is judged by the words that stand in it, however much it looks like Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.lint import lint
from composer.lint.plain import as_thread

INSULT = "You are an idiot"

LOOKALIKES = [
    f"#followback {INSULT}",
    f"# {INSULT}",
    f"> {INSULT}",
    f">{INSULT}",
    f"1. {INSULT}",
    f"7) {INSULT}",
    f"- {INSULT}",
    f"* {INSULT} *",
    f"_{INSULT}_",
    f"**{INSULT}**",
    f"    {INSULT}",
    f"a\n---\n{INSULT}",
    f"{INSULT}\n===\nand more",
    f"[1]: {INSULT}",
    f"[note]: https://example.org\n{INSULT} [note]",
    f"<b>{INSULT}</b>",
    f"| {INSULT} | b |\n|---|---|\n| c | d |",
    f"&amp; {INSULT} &lt;3",
]


@pytest.mark.parametrize("text", LOOKALIKES)
def test_an_insult_is_found_in_a_string_that_looks_like_markdown(text):
    assert "KND002" in {d.code for d in lint(text)}


@given(st.text(alphabet="abc _*#>-1.)\n[]()`|<&;~=:!\\", max_size=60))
def test_no_word_of_a_string_goes_unread(text):
    def words(shown):
        return re.findall(r"[^\W_]+", shown)

    if not re.search(r"\A---[ \t]*\n|<!--|!\[", text):
        thread = as_thread(text, "x")
        assert words(" ".join(post.text for post in thread.posts)) == words(text)
    assert lint(text) is not None

"""The prompts that come with the program, and files like theirs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import composer.practice
from composer.practice import Form, PracticeError, parse_prompts, prompts

HARSH = re.compile(r"\b(streaks?|fail(ed|ure|s)?|lost|lose|broken?|zero|miss(ed|ing)?|guilt\w*)\b", re.IGNORECASE)


def test_sixty_prompts_in_six_themes_of_ten() -> None:
    themes = Counter(prompt.theme for prompt in prompts())
    assert themes == dict.fromkeys(("journey", "message", "people", "goals", "boundaries", "care"), 10)
    assert len({prompt.id for prompt in prompts()}) == 60


def test_each_prompt_has_a_smaller_version_and_fits_a_short_sitting() -> None:
    for prompt in prompts():
        assert len(prompt.tiny) < len(prompt.text), prompt.id
        assert 1 <= prompt.minutes <= 10, prompt.id
        assert "-->" not in prompt.text + prompt.tiny, prompt.id


def test_each_theme_offers_something_to_publish_and_each_prompt_names_its_file() -> None:
    assert all(any(p.form is not Form.PRIVATE for p in prompts() if p.theme == q.theme) for q in prompts())
    assert all(prompt.source == f"{prompt.theme}.md" for prompt in prompts())


def test_no_prompt_asks_about_a_patient_or_for_an_audience() -> None:
    for prompt in prompts():
        assert not re.search(r"patient|follower|viral|likes\b", f"{prompt.text} {prompt.tiny}", re.IGNORECASE), (
            prompt.id
        )


def test_neither_prompts_nor_program_speak_of_loss() -> None:
    folder = Path(composer.practice.__file__).parent
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    assert len(texts) > 4
    texts |= {prompt.id: f"{prompt.text} {prompt.tiny}" for prompt in prompts()}
    assert {name: found[0] for name, text in texts.items() if (found := HARSH.search(text))} == {}


def test_only_lines_that_begin_with_a_dash_are_prompts() -> None:
    text = "# a theme\n<!--\n    - ID | form | minutes | prompt | tiny\n-->\n- X1 | private | 3 | Look up. | Look. \n"
    (prompt,) = parse_prompts(text, "sky", "sky.md")
    assert (prompt.id, prompt.form, prompt.minutes, prompt.text, prompt.tiny) == (
        "X1",
        Form.PRIVATE,
        3,
        "Look up.",
        "Look.",
    )


@pytest.mark.parametrize(
    "line",
    ["- X1 | post | 3 | Look up.", "- X1 | poem | 3 | a | b", "- X1 | post | soon | a | b", "- just a remark"],
)
def test_a_line_that_is_no_prompt_is_named_with_its_number_and_the_right_form(line: str) -> None:
    with pytest.raises(PracticeError, match=r"Line 2 of sky\.md is not a prompt\. Write it as: - ID"):
        parse_prompts(f"# sky\n{line}\n", "sky", "sky.md")

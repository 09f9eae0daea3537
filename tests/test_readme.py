"""What the README says and what the program does cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from composer.cli.main import VERBS, cli

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert re.search(rf"`(thread )?{verb}\b", README), f"README.md does not name {verb}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_in_a_line(verb: str) -> None:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    assert command.help
    assert not command.get_short_help_str(200).endswith("...")


def test_every_verb_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`thread ([a-z]+)", README))
    assert named <= set(VERBS)


def test_every_exit_code_is_in_the_help() -> None:
    from composer.cli.exits import MEANINGS, Exit

    for code in Exit:
        assert re.search(rf"^  {int(code)} ", MEANINGS, re.MULTILINE)


def test_the_readmes_directives_are_those_of_a_draft() -> None:
    from composer.draft import parse

    shown = re.findall(r"<!-- (\w+)", README)
    assert {"keep", "only", "cw", "cue", "ignore"} <= set(shown)
    text = "".join(
        f"<!-- {line} -->\n\nWords.\n\n" for line in ("keep", "/keep", "only: x", "/only", "cw: heat", "cue: tip")
    )
    assert parse(text + "<!-- ignore: TAG001 why -->\n\nWords.\n").problems == ()

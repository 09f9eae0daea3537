"""The names that other programs may rely on, and what they cost to import."""

from __future__ import annotations

import json
import subprocess
import sys

import composer
from composer.model import Severity

HEAVY = ("textual", "tweepy", "dateparser", "requests", "rich", "yaml", "markdown_it", "emoji", "sqlite3")


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_public_names_are_these() -> None:
    assert composer.__all__ == [
        "Diagnostic",
        "Draft",
        "Measure",
        "Post",
        "Style",
        "Thread",
        "lint",
        "load_draft",
        "measure",
        "split",
    ]


def test_a_markdown_text_is_split_into_numbered_posts_with_their_length() -> None:
    thread = composer.split("First idea.\n\n---\n\nSecond idea.", network="x", style="plain")
    assert [(post.number, post.total) for post in thread.posts] == [(1, 2), (2, 2)]
    for post in thread.posts:
        assert post.length == composer.measure(post.text, "x").length
        assert post.text.strip().endswith(f"{post.number}/2")


def test_a_text_is_linted_as_one_post() -> None:
    findings = composer.lint("Call me at 212-555-0147. " + "More and more words follow here. " * 12, network="x")
    assert {"PRV001", "LEN001"} <= {finding.code for finding in findings}
    first = next(finding for finding in findings if finding.code == "PRV001")
    assert first.severity is Severity.ERROR
    assert first.post == 1
    assert first.span is not None
    assert "212-555-0147" in first.message


def test_lint_works_however_it_was_imported() -> None:
    import composer.lint
    from composer.lint import lint

    assert composer.lint("A quiet sentence.") == lint("A quiet sentence.") == ()


def test_importing_the_package_costs_next_to_nothing() -> None:
    loaded = modules_after("import composer")
    assert not loaded.intersection(HEAVY)


def test_counting_loads_no_network_no_screen_and_no_markdown() -> None:
    loaded = modules_after("import composer; composer.measure('hello', 'x')")
    assert not loaded.intersection(set(HEAVY))


def test_splitting_and_linting_load_no_network_and_no_screen() -> None:
    loaded = modules_after("import composer; composer.lint(composer.split('Hello there.'))")
    assert not loaded.intersection({"textual", "tweepy", "dateparser", "requests", "sqlite3"})


def test_asking_for_the_version_loads_only_what_it_needs() -> None:
    code = (
        "import sys; sys.argv = ['thread', '--version']\n"
        "from composer.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    assert not modules_after(code).intersection(HEAVY)


def test_looking_at_the_queue_loads_neither_network_nor_screen(tmp_path: object) -> None:
    code = (
        f"import os, sys; os.environ['XDG_STATE_HOME'] = {str(tmp_path)!r}; sys.argv = ['thread', 'queue']\n"
        "from composer.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    assert not modules_after(code).intersection({"textual", "tweepy", "dateparser", "requests", "markdown_it"})

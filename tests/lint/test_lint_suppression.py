"""Decisions to keep a finding: where they hold, and what is said of those that decide nothing."""

import pytest

from composer.draft import parse
from composer.lint import Acceptance, Options, UnknownRuleError, apply, fingerprint, lint, rule, safe_fixes
from composer.thread import split

KIND = "The second reviewer was generous with her time."
RUDE = "You are an idiot."
TWELVE = "\n\n---\n\n".join(f"Night {i} had a list and a repair." for i in range(13))


def idle(text, **options):
    return [d for d in lint(parse(text), options=Options(**options)) if d.code == "SUP001"]


def mended(text):
    return apply(text, safe_fixes(lint(parse(text))))


def test_an_idle_directive_is_reported_at_its_own_place():
    text = f"---\ntitle: t\n---\n\n{KIND}\n\n<!-- ignore: KND002 a talk -->\n{KIND}\n"
    [told] = idle(text)
    assert text[told.span.start : told.span.end] == "<!-- ignore: KND002 a talk -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<!-- ignore: KND002 a talk -->\n{KIND}\n", f"{KIND}\n"),
        (f"{KIND} <!-- ignore: tag001 -->\n", f"{KIND}\n"),
        (f"<!-- ignore: TAG001, KND002 mine -->\n{RUDE}\n", f"<!-- ignore: KND002 mine -->\n{RUDE}\n"),
        (f"<!-- ignore: KND002 a > b -->\n{KIND}\n", f"{KIND}\n"),
    ],
)
def test_an_idle_directive_is_taken_out_by_a_fix_that_leaves_the_rest(before, after):
    assert mended(before) == after
    assert not idle(after)


def test_a_misspelt_directive_keeps_its_reason_and_is_offered_as_it_was_meant():
    text = f"<!-- ignore: KDN002 my words of 2011 -->\n{RUDE}\n"
    assert mended(text) == text
    [told] = idle(text)
    assert "KND002" in told.message
    assert apply(text, told.fixes) == f"<!-- ignore: KND002 my words of 2011 -->\n{RUDE}\n"


def test_several_codes_of_one_directive_all_hold():
    assert {d.code for d in lint(parse("You are an idiot!!!"))} == {"KND002", "TON001", "TON003"}
    assert not lint(parse("<!-- ignore: KND002, TON my own -->\nYou are an idiot!!!"))


def test_what_is_said_of_the_thread_as_a_whole_is_ignored_in_the_front_matter():
    [told] = idle(f"<!-- ignore: FOC004 -->\n{TWELVE}")
    assert "front matter" in told.message
    assert not told.fixes
    assert "FOC004" not in {d.code for d in lint(parse(f"---\nignore: [FOC004]\n---\n\n{TWELVE}"))}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: t\nignore: [KND002]\n", "title: t\n"),
        ("ignore: knd002\ntitle: t\n", "title: t\n"),
        ("title: t\nignore: [TAG001, TON003]\n", "title: t\n"),
        ("ignore:\n  - KND002\n", "ignore:\n  - KND002\n"),
        ("ignore: [KND002,\n  TON003]\n", "ignore: [KND002,\n  TON003]\n"),
        ("ignore: KND002 my own words\n", "ignore: KND002 my own words\n"),
    ],
)
def test_an_idle_code_of_the_front_matter_is_shown_there_and_taken_out_where_it_stands_alone(before, after):
    text = f"---\n{before}---\n\n{KIND}\n"
    for told in idle(text):
        assert text[told.span.start : told.span.end].upper() == told.words[0]
    for _ in range(2):
        text = mended(text)
    assert text == f"---\n{after}---\n\n{KIND}\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"---\nignore: [KND002]\n---\n\n{KIND}\n", f"{KIND}\n"),
        (f"---\nignore: [KND002]\n---\n---\n{KIND}\n", f"---\nignore: [KND002]\n---\n---\n{KIND}\n"),
    ],
)
def test_front_matter_that_held_nothing_else_goes_with_it(text, left):
    assert mended(text).lstrip("\n") == left


def test_a_misspelt_code_of_the_front_matter_is_offered_as_it_was_meant():
    [told] = idle(f"---\nignore: [KDN002, TON003]\n---\n\n{RUDE} Really!!!\n")
    assert apply(f"---\nignore: [KDN002, TON003]\n---\n\n{RUDE}", told.fixes).startswith(
        "---\nignore: [KND002, TON003]"
    )


@pytest.mark.parametrize("text", ["---\nignore: [SCH001]\n---\n\n{}", "<!-- ignore: SCH -->\n{}"])
def test_a_draft_is_told_that_it_cannot_ignore_what_is_said_of_the_plan(text):
    [told] = idle(text.format(KIND))
    assert "`thread rules SCH001` says how" in told.message


def test_a_code_given_twice_is_reported_once():
    assert len(idle(f"<!-- ignore: KND002, KND002 -->\n{KIND}")) == 1


def test_an_accepted_finding_that_is_gone_is_reported_with_the_command_that_forgets_it():
    [found] = [d for d in lint(parse(RUDE)) if d.code == "KND002"]
    kept = Acceptance(fingerprint(found, RUDE), "KND002", "You are an idiot")
    options = {"accepted": frozenset({kept.fingerprint}), "expected": (kept,)}
    assert not lint(parse(RUDE), options=Options(**options))
    [told] = idle(KIND, **options)
    assert "--forget KND002" in told.message


def test_a_directive_is_in_no_post():
    text = f"<!-- ignore: KND002, TON my own -->\n{RUDE} <!-- ignore: TAG001 -->\n\n<!-- ignore: KDN -->\n{KIND}"
    posts = [
        post.text for network in ("x", "bluesky", "mastodon") for post in split(parse(text), network=network).posts
    ]
    assert posts
    assert not any("ignore" in post or "<!--" in post or "KND" in post for post in posts)


@pytest.mark.parametrize(
    ("slip", "meant"), [("KDN", "KND"), ("TNO", "TON"), ("kdn002", "KND002"), ("heated-ton", "TON001")]
)
def test_a_slip_of_the_keys_brings_the_code_or_family_that_was_meant(slip, meant):
    with pytest.raises(UnknownRuleError, match=f"did you mean {meant}"):
        rule(slip)

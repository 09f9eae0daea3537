"""The engine: places, order, options, decisions of the writer, and what a live preview needs."""

import pytest

from composer.draft import parse
from composer.lint import (
    FixError,
    Linter,
    Options,
    UnknownRuleError,
    apply,
    fails,
    fingerprint,
    lint,
    open_privacy_posts,
    safe_fixes,
    to_text,
)
from composer.model import Fix, Safety, Severity, Span
from composer.thread import split

TALK = """---
title: Handover
---

# A quiet handover

You are an idiot if you think so, I thought, and said nothing for a whole evening.

---

A 93-year-old woman taught me better. More on that in #nightshiftnurses tomorrow.
"""


def test_findings_point_at_the_words_in_the_draft():
    for diagnostic in lint(parse(TALK)):
        if diagnostic.span is not None and len(diagnostic.words) == 1:
            assert TALK[diagnostic.span.start : diagnostic.span.end] == diagnostic.words[0]


def test_findings_come_by_post_and_then_by_place():
    found = [(d.post or 0, d.span.start if d.span else -1) for d in lint(parse(TALK))]
    assert found == sorted(found)
    assert {post for post, _ in found} >= {1, 2}


def test_a_fix_mends_what_it_was_offered_for():
    draft = parse(TALK)
    mended = apply(TALK, safe_fixes(lint(draft)))
    assert "A 90-or-older woman" in mended
    assert "PRV004" not in [d.code for d in lint(parse(mended))]


def test_fixes_that_overlap_are_refused():
    one = Fix(Span(0, 5), "", Safety.SAFE)
    two = Fix(Span(3, 8), "", Safety.SAFE)
    with pytest.raises(FixError, match="same words"):
        apply("long enough", [one, two])
    with pytest.raises(FixError, match="beyond"):
        apply("short", [two])


def test_words_of_others_are_left_alone():
    assert not lint("> You are an idiot, the letter said. Shut up!\n\nSo wrote a reader.")
    assert not lint("The letter said \u201cyou are an idiot\u201d and we answered it.")
    assert not lint("Run `you_idiot --now` as root.")


def test_word_rules_are_silent_in_other_languages_and_mechanical_ones_are_not():
    text = "You are an idiot. #One #Two #Three #Four"
    assert {d.code for d in lint(text, language="fr")} == {"TAG001"}
    assert {d.code for d in lint(text, language="en-GB")} >= {"TAG001", "KND002"}


def test_german_drafts_are_read_with_german_words():
    assert "FAV001" in {d.code for d in lint("Bitte teilen, das hilft uns sehr.", language="de")}
    assert "KND002" in {d.code for d in lint("Ihr seid doch alle Vollidioten.", language="de-AT")}
    assert not lint("Ich war ein Idiot, und das Teilen von Daten half.", language="de")
    assert not lint("Bitte teilen, das hilft uns sehr.", language="en")


def test_an_option_that_names_no_rule_is_refused_with_the_one_that_was_meant():
    with pytest.raises(UnknownRuleError, match="KND002"):
        lint("Hello.", options=Options(ignore=("KND02",)))


def test_a_disguised_word_is_recognised_and_shown_as_written():
    found = lint("You are a f*cking id1ot.", options=Options(select=("KND002",)))
    assert found
    assert "f*cking" in found[0].words[0]


def test_an_ignored_code_or_prefix_is_not_reported():
    assert "KND002" not in [d.code for d in lint(parse(TALK), options=Options(ignore=("KND",)))]
    assert {d.code for d in lint(parse(TALK), options=Options(select=("PRV",)))} == {"PRV004"}


def test_severities_can_be_changed_and_the_longest_prefix_counts():
    options = Options(severities={"KND": Severity.OFF, "KND002": Severity.INFO, "PRV": Severity.WARNING})
    found = {d.code: d.severity for d in lint(parse(TALK), options=options)}
    assert found["KND002"] is Severity.INFO
    assert found["PRV004"] is Severity.WARNING


def test_a_run_fails_from_the_severity_that_the_user_chose():
    options = Options(select=("ACC002",), severities={"ACC": Severity.WARNING})
    found = lint(parse(TALK), options=options)
    assert found
    assert not fails(found, options)
    assert fails(found, Options(fail_on=Severity.WARNING))


def test_a_weak_sign_is_an_info_until_the_user_weighs_the_rule():
    swearing = "Spent half of the night on this shitty regression and it works."
    assert [d.severity for d in lint(swearing, options=Options(select=("KND001",)))] == [Severity.INFO]
    weighed = Options(select=("KND001",), severities={"KND": Severity.WARNING})
    assert [d.severity for d in lint(swearing, options=weighed)] == [Severity.WARNING]


def test_the_same_words_are_graver_when_they_are_hurled():
    hurled = "What the fuck is wrong with you people? Shut the fuck up!!"
    assert {d.code: d.severity for d in lint(hurled)}["KND001"] is Severity.WARNING


def heated_posts(*posts):
    return [(d.post, d.severity) for d in lint(parse("\n\n---\n\n".join(posts))) if d.code == "TON001"]


def test_one_strong_word_in_a_long_calm_thread_is_an_accent_and_two_heated_posts_are_not():
    calm = ["The table shows the mean."] * 4
    hot = "I'm tired of slides that nobody can read."
    assert heated_posts(hot) == [(1, "warning")]
    assert heated_posts(*calm, hot) == [(5, "info")]
    assert heated_posts(hot, *calm, hot) == [(1, "warning"), (6, "warning")]


def test_what_others_wrote_is_not_held_against_the_writer():
    copied = "RT @ward_seven: so tired \U0001f62d\U0001f62d\U0001f62d #a1 #b2 #c3 #d4 http://t.co/hIz\u2026"
    assert not {d.code for d in lint(copied)} & {"ACC004", "TAG001", "LNK005"}


def test_an_ignore_before_a_block_holds_for_that_block_only():
    text = "<!-- ignore: KND002 my own words -->\nYou are an idiot, I said.\n\nYou are a moron, I said."
    found = [d for d in lint(parse(text)) if d.code == "KND002"]
    assert [d.words for d in found] == [("You are a moron",)]


def test_a_rule_that_reports_once_names_all_words_and_posts():
    text = "Please RT!\n\n---\n\nPlease repost this.\n\n---\n\nNothing here."
    (found,) = [d for d in lint(parse(text)) if d.code == "FAV001"]
    assert found.words == ("Please RT", "Please repost this")
    assert found.message.endswith("Also in post 2.")


def test_an_ignore_of_the_first_finding_leaves_the_second_of_a_rule_that_reports_once():
    text = "<!-- ignore: FAV001 agreed with the union -->\nPlease RT!\n\n---\n\nPlease repost this."
    (found,) = [d for d in lint(parse(text)) if d.code == "FAV001"]
    assert found.post == 2


def test_an_ignore_in_the_front_matter_holds_for_the_whole_draft():
    text = TALK.replace("title: Handover", "title: Handover\nignore: [KND002, PRV004]")
    assert not {"KND002", "PRV004", "SUP001"} & {d.code for d in lint(parse(text))}


def test_an_accepted_finding_stays_accepted_wherever_its_words_move():
    accepted = frozenset(fingerprint(d, TALK) for d in lint(parse(TALK)) if d.code == "PRV004")
    moved = TALK.replace("# A quiet handover", "# A quiet handover\n\nA new first sentence stands here.")
    assert "PRV004" not in [d.code for d in lint(parse(moved), options=Options(accepted=accepted))]
    other = TALK.replace("taught me better", "fell at home")
    assert "PRV004" in [d.code for d in lint(parse(other), options=Options(accepted=accepted))]


def test_the_posts_with_something_private_are_known():
    assert open_privacy_posts(lint(parse(TALK))) == frozenset({2})


def test_a_linter_that_remembers_finds_what_a_fresh_one_finds():
    linter = Linter()
    first = split(parse(TALK))
    linter.lint(first)
    changed = split(parse(TALK.replace("tomorrow", "on Friday")), previous=first)
    assert linter.lint(changed) == lint(changed)


def test_the_text_form_names_post_severity_rule_and_words():
    lines = to_text(lint(parse(TALK)), total=2).splitlines()
    assert any(line.startswith("post 2/2") and "error" in line and "PRV004 age-over-89" in line for line in lines)


@pytest.mark.parametrize(
    "text",
    ["```\nfor x in y:\n  print(x)  \n```\n", "> a quotation  \n> of two lines  \n", "A talk!!!\n\n```\na\n\n   \n```"],
)
def test_spaces_at_the_end_of_a_post_which_are_not_sent_are_not_looked_for_in_it(text):
    thread = split(parse(text))
    lint(thread, options=Options(preview=True))
    for post in thread.posts:
        assert all(0 <= start <= end <= len(post.text) for start, end in (*post.code, *post.quotes))


def test_a_link_that_is_only_shown_short_is_not_taken_for_one_that_was_cut_off():
    text = "Read https://example.org/the/long/way/to/the/page before you come."
    shown = split(parse(text), network="bluesky").posts[0].text
    assert "\u2026" in shown
    assert "LNK005" not in {d.code for d in lint(parse(text), network="bluesky")}
    assert "LNK005" in {d.code for d in lint(shown, network="bluesky")}

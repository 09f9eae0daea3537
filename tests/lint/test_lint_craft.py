"""How a thread is built, and what the profiles make of rules that are off unless somebody asks."""

from dataclasses import replace
from datetime import date

import pytest

from composer.draft import parse
from composer.lint import Options, Status, lint, rules
from composer.lint.profiles import shipped
from composer.model import Layer, Severity
from composer.people import NO_FACTS
from composer.thread import split

TASTE = """
ACC013 ACC014 AMP006 AMP007 CON003 CON004 CON005 CWN002 FOC008 FOC009 FOC010 FOC011 FOC012 FOC013 FOC014 FOC015 FOC016
FOC017 KND010 MEN005 MEN006 NUM003 QUO002 TAG003 ACC015 ACC016 AMP008 FOC018 FOC019 LNK007 TAG004
"""
HEAD = "---\nevent: '#WardDays21'\n---\n\n"


def found(text, *select, today=None, network="x", **options):
    facts = replace(NO_FACTS, today=today)
    return lint(parse(text), network=network, options=Options(select=select, facts=facts, **options))


def weighed(profile, code):
    record = next(rule for rule in rules() if rule.code == code)
    return Options(severities=shipped()[profile].weights).severity(record)


@pytest.mark.parametrize("code", TASTE.split())
def test_a_matter_of_taste_is_off_until_somebody_asks_for_it(code):
    assert weighed("default", code) is Severity.OFF
    assert next(rule for rule in rules() if rule.code == code).status is Status.PREVIEW


@pytest.mark.parametrize(
    ("profile", "code", "weight"),
    [
        ("accessible", "ACC013", "warning"),
        ("accessible", "TAG003", "warning"),
        ("accessible", "ACC014", "info"),
        ("strict", "FOC010", "info"),
        ("strict", "FOC011", "warning"),
        ("strict", "MEN005", "warning"),
        ("strict", "ACC013", "info"),
        ("accessible", "TAG004", "warning"),
        ("accessible", "LNK007", "warning"),
        ("accessible", "ACC015", "warning"),
        ("strict", "FOC018", "info"),
        ("strict", "FOC019", "info"),
        ("strict", "AMP008", "info"),
        ("conference", "CON003", "info"),
        ("conference", "CON005", "warning"),
    ],
)
def test_a_profile_weighs_what_it_is_about(profile, code, weight):
    assert weighed(profile, code) == weight


def test_a_past_year_is_only_told_where_somebody_says_what_day_it_is():
    text = f"{HEAD}In 2021 we will meet again."
    assert not found(text, "CON005", "FOC017")
    assert {d.code for d in found(text, "CON005", "FOC017", today=date(2026, 1, 2))} == {"CON005", "FOC017"}
    assert not found(text, "CON005", "FOC017", today=date(2021, 12, 31))


def test_a_late_message_is_told_with_the_post_in_which_it_comes_up():
    posts = "It was four.\n\n---\n\nA door.\n\n---\n\nHandovers took an hour.\n\n---\n\nAn end."
    [told] = found(f"---\nmessage: Handovers are short now.\n---\n\n{posts}", "FOC008")
    assert (told.post, "post 3" in told.message) == (1, True)


def test_an_abbreviation_is_told_once_at_its_first_use():
    [told] = found("Our MDT met.\n\n---\n\nThe MDT met again, with the PICU.", "ACC014")
    assert told.words == ("MDT", "PICU")
    assert told.post == 1


def test_the_pointer_that_the_program_adds_counts_as_the_first():
    text = "How we sleep.\n\n---\n\nFirst, the light. \U0001f447\n\n---\n\nThen, the noise."
    [told] = found(text, "FOC016")
    assert told.post == 2


def test_a_label_that_only_says_here_is_told_where_labels_are_links():
    text = "How we did it is all [here](https://example.org/quiet-hour)."
    assert [d.words for d in found(text, "LNK003", network="bluesky")] == [("here",)]


def test_a_quotation_in_a_block_is_measured_like_one_in_marks():
    [told] = found("As the report has it:\n\n> " + "We sat and listened, " * 7, "QUO002")
    assert "146" in told.message or "147" in told.message


@pytest.mark.parametrize("text", ["", "\n\n---\n\n", "---", "\U0001f447", ":-)", "#", "@", "MDT" * 400, ":-) " * 4000])
def test_nothing_that_is_written_makes_a_rule_of_taste_fail(text):
    lint(text, options=Options(preview=True, facts=replace(NO_FACTS, today=date(2026, 1, 2))))


FRENCH = """---
language: fr
---

Tu es un idiot !!! You are an idiot, studies show. RT svp, please retweet: https://bit.ly/abc

\u00ab Une heure calme, c'est d\u00e9cider ensemble qui r\u00e9pond au t\u00e9l\u00e9phone de nuit. \u00bb
"""


def test_a_draft_in_a_language_without_words_gets_what_can_be_counted_and_no_judgement():
    told = found(FRENCH, network="mastodon")
    assert {"TON003", "LNK001"} <= {d.code for d in told}
    assert {d.layer for d in told} == {Layer.FACT}


@pytest.mark.parametrize(("language", "asked"), [("fr", False), ("de", False), ("en", True), ("", True)])
def test_a_quotation_is_asked_for_its_speaker_where_the_words_for_one_are_known(language, asked):
    quotation = "\u00ab Une heure calme, c'est d\u00e9cider ensemble qui r\u00e9pond au t\u00e9l\u00e9phone. \u00bb"
    assert bool(found(f"---\nlanguage: {language}\n---\n\n{quotation}", "AMP001")) is asked


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Five. Nobody came. The door stood open. A phone rang. It stopped.", {"FOC018"}),
        ("Nobody came. The door stood open. A phone rang. It stopped. We slept. We woke.", {"FOC001"}),
        ("#Icu #Sleep #Nursing", {"TAG004"}),
        ("#Icu #Sleep #Nursing #Food", {"TAG001"}),
        ("#quietnights at last", {"ACC002"}),
        ("#ptosiscamps at last", {"ACC016"}),
        ("THIS MUST STOP before it hurts", {"TON002"}),
        ("THIS MUST stop before it hurts", {"ACC015"}),
    ],
)
def test_a_smaller_number_is_not_told_beside_the_checklists_own(text, codes):
    pairs = ("FOC001", "FOC018", "TAG001", "TAG004", "ACC002", "ACC016", "TON002", "ACC015")
    assert {d.code for d in found(text, *pairs)} == codes


def test_a_draft_that_says_whom_it_is_for_is_not_asked_again():
    asks = "How do you hand over at night?"
    assert [d.post for d in found(asks, "FOC019")] == [None]
    assert not found(f"---\nfor: nurses new to nights\n---\n\n{asks}", "FOC019")
    assert "nurses new" not in "".join(post.text for post in split(parse(f"---\nfor: nurses new\n---\n\n{asks}")).posts)


def test_a_list_is_somebodys_if_the_post_before_names_them():
    items = "Three things help, she says:\n- sleep\n- food\n- a door"
    assert found(f"A talk.\n\n---\n\n{items}", "AMP008")
    assert not found(f"A talk by Ruth Amadi.\n\n---\n\n{items}", "AMP008")


@pytest.mark.parametrize("after", ["& ask yourself", "and think", ", then sit down"])
def test_an_emoji_between_a_verb_and_what_goes_on_stands_for_a_word(after):
    assert found(f"Before the meeting, take \u23f3 {after}.", "ACC007")

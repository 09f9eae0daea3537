"""A favour is a form of asking with what serves the writer, bait a click with a price; talk about either is neither."""

import pytest

from composer.draft import parse
from composer.lint import lint
from composer.model import Severity


def found(text, codes, language=""):
    front = f"---\nlanguage: {language}\n---\n\n" if language else ""
    return [d for d in lint(parse(front + text)) if d.code.startswith(codes)]


@pytest.mark.parametrize(
    "text",
    [
        "It'd be ace if a few of you put this in your group chats.",
        "I rely on people like you to spread it.",
        "Dear journalists, please write about our study.",
        "Could somebody with a bigger account than mine mention this?",
        "Our crowdfunder is stuck at 612 pounds and every fiver gets us nearer to a ramp.",
        "Anyone fancy chucking us a vote? We are ward 3.",
        "If anybody has a minute, my abstract is in the public vote, look for the heron.",
        "Two clicks, and while you're there give my nan's hats a follow.",
        "We are 40 signatures short, who'll help?",
        "You'd be helping a student out by filling in my questionnaire.",
    ],
)
def test_a_favour_is_found_in_whatever_words_it_is_asked(text):
    assert found(text, ("FAV",))


@pytest.mark.parametrize(
    "text",
    [
        "He asked me to sign his petition and I declined.",
        "People who beg for retweets tire me.",
        "Why do charities keep asking for shares?",
        "Thank you to everyone who shared our survey.",
        "Please don't share the photos, the families have not been told.",
        "How do I tell a colleague that her slides cannot be read?",
        "Donate blood if you can.",
        "We need to talk about this.",
        "I need a coffee and a lie down.",
        "Please send your questions for Thursday, I'll answer as many as I can.",
        "Please vote with your feet and use the stairs.",
        "Subscribe to the flood alerts of your county.",
        "Donate your old glasses, somebody needs them.",
    ],
)
def test_what_is_reported_refused_or_asked_for_the_readers_sake_is_no_favour(text):
    assert not found(text, ("FAV",))


@pytest.mark.parametrize(
    "text",
    [
        "If your printer never works, give this a heart.",
        "Which one are you? Tell me below and tag your twin.",
        "Only one in fifty can spot the mistake.",
        "Just eight followers till 500, help a lad out.",
        "What the man at the door told me changed everything.",
        "They told me not to post this.",
        "Every like is a biscuit I get to eat.",
        "Retweet for tea, like for coffee.",
        "Type MARMALADE and the recipe is yours.",
        "\U0001f375 = night shift, \u2615 = days",
        "Hardly any gardener knows this trick with eggshells.",
        "We're sitting at 4,970 on here, be kind.",
    ],
)
def test_bait_is_found_in_whatever_words_it_is_laid(text):
    assert found(text, ("BAI",))


@pytest.mark.parametrize(
    "text",
    [
        "Comments on the consultation are open until the fifth.",
        "We reached 500 vaccinations by noon.",
        "I deleted my account at 9,000 followers and slept better.",
        "Tag on the ear, weigh, measure, release.",
        "The secret of good soup is time.",
        "I was tagged in a chain post and I let it die with me.",
        "Reply to the reviewers within thirty days.",
        "Drop a line to HR if the form is missing.",
        "Three of you asked, so here is the recipe.",
    ],
)
def test_talk_of_clicks_numbers_and_secrets_is_no_bait(text):
    assert not found(text, ("BAI",))


def test_what_may_be_meant_for_one_account_alone_is_no_more_than_a_note():
    (asked,) = found("Thanks for tonight @anna_k, and please vote for us.", ("FAV002",))
    assert asked.severity is Severity.INFO
    assert found("Thanks for tonight, and please vote for us.", ("FAV002",))[0].severity is Severity.WARNING


def test_numbers_without_thanks_or_a_plea_are_no_more_than_a_note():
    (lost,) = found("Another twelve unfollowed me after the last post.", ("BAI003",))
    assert lost.severity is Severity.INFO


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Könnt ihr das retweeten?", True),
        ("Es wäre toll, wenn ihr meine Petition unterschreibt.", True),
        ("Wir bitten nie um Retweets.", False),
        ("Bitte folgt den Anweisungen auf Seite zwei.", False),
    ],
)
def test_german_asks_in_forms_of_its_own(text, asks):
    assert bool(found(text, ("FAV",), "de")) is asks


@pytest.mark.parametrize(
    ("ask", "code"),
    [("Please share this with your colleagues.", "FAV001"), ("Like if you agree that tides matter.", "BAI001")],
)
def test_an_ask_in_passing_inside_a_long_thread_is_only_told(ask, code):
    calm = [f"Station {name} measured the tide at noon." for name in ("one", "two", "three", "four")]
    inside, at_the_end = [*calm[:2], ask, *calm[2:]], [*calm, ask]
    weights = [
        [d.severity for d in lint(parse("\n\n---\n\n".join(posts))) if d.code == code] for posts in (inside, at_the_end)
    ]
    assert weights == [["info"], ["warning"]]

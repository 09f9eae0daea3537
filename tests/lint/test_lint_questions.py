"""Questions: asked about a passage, answered for as long as it stays, and answered by what was noted."""

from composer.draft import parse
from composer.lint import Options, lint
from composer.lint.questions import Question, questions
from composer.people import Facts, facts_from
from composer.thread import split

CASE = "My patient told me that he keeps bees.\n\n---\n\nOur new paper on bees is out.\n"
LIVE = '---\nevent: "#CareConf26"\n---\nNow: Ada Lindqvist on waiting.\n\n---\n\nLindqvist: wait. #CareConf26\n'


def asked(text: str, facts: Facts | None = None, network: str = "x") -> dict[str, Question]:
    options = Options(facts=facts or Facts())
    return {one.code: one for one in questions(split(parse(text), network=network), options)}


def test_nobody_is_asked_while_writing() -> None:
    assert not [one for one in lint(parse(CASE)) if one.layer == "question"]


def test_a_question_names_its_posts_the_answer_that_goes_and_what_else_to_do() -> None:
    question = asked(CASE)["ASK001"]
    assert (question.posts, question.goes) == ((1,), "no")
    assert "thread people permit" in question.otherwise


def test_a_passage_that_changes_is_another_question_and_what_stands_beside_it_is_not() -> None:
    before = asked(CASE)
    after = asked(CASE.replace("bees is out", "bees and wasps is out"))
    assert after["ASK001"].passage == before["ASK001"].passage
    assert after["ASK009"].passage != before["ASK009"].passage


def test_the_same_passage_is_the_same_question_on_every_network_and_however_it_is_cut() -> None:
    long = "My patient keeps bees. " + "He told me about each of them, by name, for an hour. " * 12
    assert asked(long)["ASK001"].passage == asked(long, network="bluesky")["ASK001"].passage


def test_what_the_organisers_said_answers_the_question_about_the_event() -> None:
    noted = '[[permissions]]\nkind = "event"\nwho = "#careconf26"\nanswer = "{}"\nday = 2026-05-12\n'
    assert "ASK004" in asked(LIVE)
    assert "ASK004" not in asked(LIVE, facts_from(noted.format("yes"), "people.toml"))
    refused = asked(LIVE, facts_from(noted.format("no"), "people.toml"))["ASK004"]
    assert refused.noted == "You noted on 12 May 2026 that #careconf26 said no."


def test_a_question_can_be_switched_off_where_it_does_not_fit() -> None:
    assert "ASK001" not in asked("<!-- ignore: ASK001 it is about me -->\n\n" + CASE)
    assert not questions(split(parse(CASE)), Options(ignore=("ASK",)))

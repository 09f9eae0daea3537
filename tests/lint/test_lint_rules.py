"""Every rule against its own examples, and the catalogue as a whole."""

import re
from dataclasses import replace
from datetime import date

import pytest

from composer.lint import Options, Scope, UnknownRuleError, lint, rule, rules
from composer.lint.vocabulary import languages
from composer.people import facts_from

OF_TEXT = [r for r in rules() if r.scope is not Scope.PLAN]
"""The others are tried in tests/schedule, on plans."""
BAD = [pytest.param(r.code, text, id=f"{r.code}-{i}") for r in OF_TEXT for i, text in enumerate(r.bad)]
GOOD = [pytest.param(r.code, text, id=f"{r.code}-{i}") for r in OF_TEXT for i, text in enumerate(r.good)]
RULES = [pytest.param(r, id=r.code) for r in rules()]


def codes(code, text):
    facts = replace(facts_from(rule(code).facts, code), lately=("What I did.",) * 9, today=date(2026, 11, 2))
    options = Options(preview=True, questions=True, facts=facts)
    return [d.code for d in lint(text, network=(rule(code).networks or ("x",))[0], options=options)]


@pytest.mark.parametrize(("code", "text"), BAD)
def test_a_rule_reports_its_bad_examples(code, text):
    assert code in codes(code, text)


@pytest.mark.parametrize(("code", "text"), GOOD)
def test_a_rule_leaves_its_good_examples_alone(code, text):
    assert code not in codes(code, text)


@pytest.mark.parametrize("record", RULES)
def test_a_rule_has_three_examples_of_each_kind_a_reason_and_a_source(record):
    assert min(len(record.bad), len(record.good)) >= 3
    assert len(set(record.bad + record.good)) == len(record.bad) + len(record.good)
    assert len(record.reason) > 60
    assert record.source
    assert re.fullmatch(r"[A-Z]{3}\d{3}", record.code)
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", record.name)


PROMISING = [pytest.param(r, id=r.code) for r in OF_TEXT if r.fix and r.code != "SUP001"]


@pytest.mark.parametrize("record", PROMISING)
def test_a_rule_that_promises_a_fix_offers_one(record):
    network = (record.networks or ("x",))[0]
    facts = facts_from(record.facts, record.code)
    found = [
        d
        for text in record.bad
        for d in lint(text, network=network, options=Options(select=(record.code,), facts=facts))
    ]
    assert record.fix in {fix.safety for d in found for fix in d.fixes}


@pytest.mark.parametrize("record", RULES)
def test_no_rule_claims_what_it_cannot_know(record):
    said = f"{record.title} {record.message} {record.reason}".lower()
    assert not re.search(r"you are angry|you're angry|anonymous|\bsafe\b(?! harbor)|compliant", said)


@pytest.mark.parametrize("record", RULES)
def test_a_rule_knows_only_languages_that_have_words(record):
    assert set(record.languages) <= languages()


def test_codes_and_names_are_given_once():
    assert len({r.code for r in rules()}) == len(rules())
    assert len({r.name for r in rules()}) == len(rules())


def test_a_rule_is_found_by_its_code_and_by_its_name():
    assert rule("ton001") is rule("heated-tone")


def test_a_misspelt_code_brings_the_one_that_was_meant():
    with pytest.raises(UnknownRuleError, match="TON001"):
        rule("TON01")


def test_no_judgement_stops_a_thread_unless_the_user_weighs_it_so():
    assert [r.code for r in rules() if r.layer == "judgement" and r.severity == "error"] == []

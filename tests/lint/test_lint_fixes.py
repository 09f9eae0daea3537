"""What a fix does to a draft: it mends its finding, leaves clean text, and takes no other words with it."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.draft import parse
from composer.lint import Options, Scope, apply, lint, rules, wanted_fixes
from composer.model import Safety, Severity
from composer.people import facts_from
from composer.text.sentences import sentence_ends

OF_TEXT = [r for r in rules() if r.scope is not Scope.PLAN]
BAD = [pytest.param(r, text, id=f"{r.code}-{i}") for r in OF_TEXT for i, text in enumerate(r.bad)]
MENDED = ("FAV001", "FAV003", "KND001", "KND005", "KND006", "KND007", "KND008", "IMP001", "IMP002", "TAG001", "MEN001")
PIECES = [text for r in OF_TEXT if r.code in MENDED for text in r.bad]
ORDINARY = [
    "We met at nine.",
    "See https://example.org/a for more.",
    "Thanks to @anna_k.",
    "**Bold** words *here*.",
    "1. One",
]
GLUE = st.sampled_from([" ", "\n\n", "\n", "\\\n", "\n- ", " **", "\n\n> ", "\n\n---\n\n", "  "])
DRAFTS = st.lists(st.tuples(st.sampled_from(PIECES + ORDINARY), GLUE), min_size=1, max_size=5).map(
    lambda pairs: "".join(text + glue for text, glue in pairs)
)


def options(record):
    return Options(preview=True, facts=replace(facts_from(record.facts, record.code), lately=("What I did.",) * 9))


def errors(found):
    return Counter(d.code for d in found if d.severity is Severity.ERROR)


def left(found, code):
    """How much a rule still has to say: its words, and the changes that it offers."""
    return sum(len(d.words) + len(d.fixes) + 1 for d in found if d.code == code)


def untidiness(text):
    """How often a text has what a careless cut leaves behind."""
    return Counter(
        re.findall(r"(?<=\S)  +(?=\S)| [,;.!?]|,\.|\(\)|\*\*\*\*|[,;:]\s*$|^[,;.!?]|\n\n\n|^\\$", text, re.MULTILINE)
    )


def words(text):
    return Counter(re.findall(r"[\w@#']+", text.lower()))


def sentences_of(text, span):
    """The sentences, or lines, that a change reaches into."""
    edges = sorted({0, *sentence_ends(text), *(m.start() for m in re.finditer(r"\n", text)), len(text)})
    return " ".join(text[a:b] for a, b in zip(edges, edges[1:], strict=False) if a < span.end and span.start < b)


@pytest.mark.parametrize(("record", "text"), BAD)
def test_a_fix_mends_its_finding_and_brings_no_error(record, text):
    network = (record.networks or ("x",))[0]
    before = lint(text, network=network, options=options(record))
    for finding in before:
        for fix in finding.fixes:
            mended = apply(text, [fix])
            after = lint(mended, network=network, options=options(record))
            assert errors(after) <= errors(before)
            assert not untidiness(mended) - untidiness(text)
            assert left(after, finding.code) < left(before, finding.code)


@given(DRAFTS)
@settings(max_examples=150, deadline=None)
def test_a_fix_of_any_draft_leaves_clean_text_and_all_other_sentences(text):
    draft = parse(text)
    before = lint(draft, options=Options(preview=True))
    for finding in before:
        for fix in finding.fixes:
            mended = apply(draft.text, [fix])
            assert mended.strip()
            assert mended != draft.text
            assert not untidiness(mended) - untidiness(draft.text), (finding.code, mended)
            assert words(draft.text) - words(mended) <= words(sentences_of(draft.text, fix.span))
            assert errors(lint(parse(mended), options=Options(preview=True))) <= errors(before), (finding.code, mended)


@given(DRAFTS)
@settings(max_examples=60, deadline=None)
def test_all_safe_and_unsafe_fixes_together_leave_words_mentions_and_links(text):
    draft = parse(text)
    fixes = wanted_fixes(lint(draft, options=Options(preview=True)), (Safety.SAFE, Safety.UNSAFE))
    mended = apply(draft.text, fixes)
    assert bool(mended.strip()) == bool(draft.text.strip())
    for kind in (r"@\w+", r"https?://\S+"):
        assert Counter(re.findall(kind, mended)) == Counter(re.findall(kind, draft.text))

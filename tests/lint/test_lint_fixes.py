"""What a fix does to a draft: it mends its finding, leaves clean text, and takes no other words with it."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.draft import parse
from composer.lint import Options, Scope, apply, lint, rules, safe_fixes, wanted_fixes
from composer.model import Diagnostic, Fix, Layer, Safety, Severity, Span
from composer.people import facts_from
from composer.text.sentences import sentence_ends

OF_TEXT = [r for r in rules() if r.scope is not Scope.PLAN]
BAD = [pytest.param(r, text, id=f"{r.code}-{i}") for r in OF_TEXT for i, text in enumerate(r.bad)]
PIECES = [text for r in OF_TEXT for text in r.bad if len(text) < 300 and "{" not in text]
ORDINARY = [
    "We met at nine.",
    "See https://example.org/a for more.",
    "Thanks to @anna_k.",
    "**Bold** words *here*.",
    "1. One",
]
GLUE = st.sampled_from([" ", "\n\n", "\n", "\\\n", "\n- ", " **", "\n\n> ", "\n\n---\n\n", "  "])
DRESS = st.sampled_from(
    ["{}", "{}", "{}", "**{}**", "*{}*", "- **{}**", "> {}", "[{}](https://example.org/b)", "1. _{}_"]
)
DRAFTS = st.lists(
    st.tuples(st.builds(str.format, DRESS, st.sampled_from(PIECES + ORDINARY)), GLUE), min_size=1, max_size=5
).map(lambda pairs: "".join(text + glue for text, glue in pairs))


def options(record):
    return Options(preview=True, facts=replace(facts_from(record.facts, record.code), lately=("What I did.",) * 9))


def errors(found):
    """Errors by rule; numbers that the writer put by hand are right or wrong by how many posts a shorter text makes."""
    return Counter(d.code for d in found if d.severity is Severity.ERROR and not d.code.startswith("NUM"))


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
    return " ".join(text[a:b] for a, b in pairwise(edges) if a < span.end and span.start < b)


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
    for kind in (r"@\w+", r"https?://[\w/-]+(?:\.[\w/-]+)*"):
        kept, meant = (Counter(said.rstrip("_") for said in re.findall(kind, text)) for text in (mended, draft.text))
        assert kept == meant  # but for the underscore that ends emphasis


def mended(text, code, at=0, **settings):
    """The text after the fix of that rule's first finding which stands at `at`; None where it has none."""
    fixes = [
        fix for d in lint(parse(text), options=Options(preview=True), **settings) if d.code == code for fix in d.fixes
    ]
    return apply(text, [fixes[at]]) if fixes else None


@pytest.mark.parametrize(
    ("code", "text", "after"),
    [
        ("FAV001", "News today.\n\nPlease retweet!\n\nMore.\n", "News today.\n\nMore.\n"),
        ("FAV001", "News today.\nPlease retweet!\nMore.\n", "News today.\nMore.\n"),
        ("FAV001", "News.\\\nPlease retweet!\\\nMore.\n", "News.\\\nMore.\n"),
        ("FAV001", "News.\\\nPlease retweet!\n", "News.\n"),
        ("FAV001", "- one\n- Please retweet!\n- two\n", "- one\n- two\n"),
        ("FAV001", "1. One\n2. Two\n3. Please retweet!\n", "1. One\n2. Two\n"),
        (
            "FAV001",
            "> Quoted. Please retweet!\n\nSo he said. Please retweet! Why?\n",
            "> Quoted. Please retweet!\n\nSo he said. Why?\n",
        ),
        ("FAV001", "News.\n\n- one\n- **Please retweet!**\n", "News.\n\n- one\n"),
        ("FAV001", "News.\n**Please retweet!**\n", "News.\n"),
        ("FAV001", "News *today*. Please retweet!\n\n***\n\nMore.\n", "News *today*.\n\n***\n\nMore.\n"),
        ("FAV003", "New here. #followback\n", "New here.\n"),
        ("FAV003", "New here. Follow for follow! Bye now.\n", "New here. Bye now.\n"),
        ("KND001", "What a fucking mess of a form.\n", "What a mess of a form.\n"),
        ("KND001", "What a fucking idiotic form.\n", "What an idiotic form.\n"),
        ("KND005", "An addict came in.\n", "A person with an addiction came in.\n"),
        ("KND007", "Ask a layman first.\n", "Ask a layperson first.\n"),
        ("KND008", "The model, of course, overfits.\n", "The model overfits.\n"),
        ("KND008", "It overfits, obviously.\n", "It overfits.\n"),
        ("KND008", "Obviously, we wait.\n", "We wait.\n"),
        ("KND008", "It is, sort of, of course, time.\n", "It is, sort of, time.\n"),
        ("KND008", "The model, of course, overfits, and badly so.\n", "The model overfits, and badly so.\n"),
        ("IMP001", "The curve looks odd, but I'm no expert.\n", "The curve looks odd.\n"),
        ("IMP001", "I'm just a nurse. The curve looks odd.\n", "The curve looks odd.\n"),
        ("TAG001", "Hello.\n\n#One #Two #Three #Four\n", "Hello.\n\n#One #Two #Three\n"),
        ("MEN001", "@anna_k, when is it? I forgot.\n", "When is it? I forgot. @anna_k\n"),
        ("ACC006", "Us.\n\n![Photo of three nurses at a table](a.png)\n", "Us.\n\n![Three nurses at a table](a.png)\n"),
        ("SUP001", "<!-- ignore: KND002 mine -->\nA calm word.\n", "A calm word.\n"),
    ],
)
def test_a_cut_leaves_the_text_as_its_writer_would_have(code, text, after):
    assert mended(text, code) == after


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("FAV001", "Please retweet!\n"),
        ("FAV001", "Please retweet! Please share!\n"),
        ("FAV001", "News. Please share the survey with the ward on the third floor.\n"),
        ("FAV001", "News. Please RT: https://example.org/a\n"),
        ("FAV001", "News. Please retweet for @anna_k!\n"),
        ("FAV001", "Please retweet! 1. Read it first\n"),
        ("FAV001", "1. One\n2. Please retweet!\n3. Three\n"),
        ("FAV001", "<!-- ignore: KND001 x -->\nPlease retweet!\n\nWhat a shit day.\n"),
        ("FAV003", "#followback #f4f\n"),
        ("FAV003", "I love #followback people.\n"),
        ("KND008", "Of course not.\n"),
        ("LNK001", "The page: https://bit.ly/3abcXYZ\n"),
        ("KND002", "You are an idiot if you believe that table.\n"),
        ("TON001", "I am sick and tired of this. How dare they cut the night shift again!\n"),
    ],
)
def test_what_cannot_be_mended_without_its_writer_has_no_fix(code, text):
    assert code in [d.code for d in lint(parse(text), options=Options(preview=True))]
    assert mended(text, code) is None


def test_a_bare_ask_in_german_is_cut():
    assert mended("Wir sind da. Bitte den Beitrag teilen, vielen Dank!\n", "FAV001", language="de") == "Wir sind da.\n"


def test_a_post_that_is_too_long_is_broken_where_its_words_do_not_fit():
    text = "The night shift keeps a list of small repairs, and the list keeps it sane. " * 5
    (found,) = [d for d in lint(text) if d.code == "LEN001"]
    before, _, after = apply(text, found.fixes).partition("\n\n---\n\n")
    assert before.endswith("sane.")
    assert after.startswith("The night")
    assert not [d for d in lint(before) + lint(after) if d.code == "LEN001"]


def test_of_two_fixes_of_the_same_words_the_safe_one_is_made():
    found = lint("Hello. #One #Two #Three #Four #followback")
    (fix,) = wanted_fixes(found, (Safety.SAFE, Safety.UNSAFE))
    assert fix.safety is Safety.SAFE


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.sampled_from(Safety)), max_size=12))
def test_of_fixes_that_overlap_the_safer_one_is_taken_and_all_others_are(places):
    fixes = [Fix(Span(at, at + size), "", safety) for at, size, safety in places]
    told = Diagnostic("TON003", Severity.INFO, Layer.FACT, "", 1, None, (), tuple(fixes))
    taken = wanted_fixes([told], tuple(Safety))
    apply("x" * 40, taken)
    order = list(Safety)
    for fix in fixes:
        in_the_way = [one for one in taken if fix.span.start < one.span.end and one.span.start < fix.span.end]
        assert fix in taken or any(order.index(one.safety) <= order.index(fix.safety) for one in in_the_way)


@pytest.mark.parametrize("line", ["*So* great!!!", "- Great, see [this](https://example.org)!!!", "# Great!!!"])
def test_a_block_with_a_decision_of_its_own_is_mended_like_any_other(line):
    text = f"<!-- ignore: KND002 a talk -->\n{line}\n"
    assert mended(text, "TON003") == text.replace("!!!", "!")


def test_a_change_in_a_long_list_is_tried_in_the_lines_around_it():
    items = [f"- Item {number} of *this* list is long enough to be read!!!" for number in range(80)]
    text = "\n".join(items) + "\n"
    assert apply(text, safe_fixes(lint(parse(text), options=Options(select=("TON003",))))) == text.replace("!!!", "!")


def test_nothing_is_changed_in_long_code_that_is_left_open():
    text = "```\n" + "x = https://example.org/?utm_source=x!!!\n" * 80
    assert not safe_fixes(lint(parse(text)))

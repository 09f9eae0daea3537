"""Who pays: what reads as an advertisement, what says so, and how it can be mended."""

import pytest

from composer.draft import parse
from composer.lint import Options, apply, lint, wanted_fixes
from composer.model import Safety, Severity

TIED = "Absolutely in love with this lamp. 15 % off with my code WARD15."
SELLING = "Grab our knitted hearts, only \u00a34 until Friday, they sell out fast."
LATE = (
    "The new stethoscope is light and clear, and it is 20 % off with my link until Sunday, whatever colour you choose,"
    " for you and all your friends on the ward and beyond it, by day and by night."
)


def found(text, code="ADV001"):
    return [d for d in lint(parse(text), options=Options(select=("ADV",))) if d.code == code]


@pytest.mark.parametrize(
    "text",
    [
        "Scrubs with pockets at last, and CARLA20 takes a fifth off. Link in my profile.",
        "Two places left on the knitting weekend, \u00a3180, food included. Book here.",
        "My feet survived twelve hours in the @northpace trainers. Go and get a pair.",
        "Everyone keeps asking about my planner. It is the Dayleaf, and it is half price on their website.",
        "A parcel from @teaandtoast! The best oat biscuits I ever had, get yours before they sell out.",
    ],
)
def test_an_advertisement_is_recognised_in_words_of_many_kinds(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have used the same notebook for ten years and would buy it again, if they still made it.",
        "Insulin costs 12 dollars here and 98 dollars there. Why?",
        "The company sent us the wrong reagent again.",
        "The discount code that goes round with our name on it is a fake.",
        "We partnered with three schools to run the trial, and the results are out today.",
        "Can anybody recommend a good kettle for a ward kitchen?",
        "Thanks @anna_k for sending me the paper.",
        "Use my code from the repository, and tell me what breaks.",
        "Students pay half price at the congress.",
    ],
)
def test_news_work_thanks_and_complaints_are_no_advertisement(text):
    assert not found(text)


@pytest.mark.parametrize(
    "word",
    [
        "Ad: {}",
        "#ad {}",
        "{} I get a commission.",
        "{} I work for them.",
        "Full disclosure, my sister owns the shop. {}",
        "{} They paid me for this post.",
        "I designed it, so I am biased. {}",
    ],
)
def test_clear_words_say_who_gains(word):
    assert not found(word.format(TIED))


@pytest.mark.parametrize(
    "link",
    [
        "example.com/kettle?tag=wardlife-21",
        "example.com/kettle?ref=joanna",
        "example.com/refer/joanna",
        "example.com/?aff_id=88",
        "https://amzn.to/3xYzA1",
        "https://www.awin1.com/cread.php",
    ],
)
def test_a_link_that_pays_for_who_came_is_a_tie(link):
    assert found(f"The kettle in our kitchen: {link}")


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a/handover",
        "https://example.org/i/34/2",
        "https://www.reddit.com/r/medicine",
        "https://example.org/go/sepsis",
        "https://discord.com/invite/handover",
        "https://example.org/article?ref=rss",
        "https://example.org/article?via=twitter",
        "https://example.org/search?from=2019",
        "https://example.org/error?code=404",
    ],
)
def test_a_link_that_tells_only_a_way_or_a_channel_is_none(link):
    assert not found(f"What we said about handovers is here: {link}")


def test_a_path_that_shops_and_others_have_is_a_tie_beside_an_offer():
    assert found("Two months free, and a kettle that never drips. Get yours here: kettle.example/r/joanna")


def test_one_s_own_code_is_named_once():
    text = "Use my code NIGHT20 for scrubs that last."
    assert [d.code for d in lint(parse(text)) if d.code[:3] in ("ADV", "FAV")] == ["ADV001"]


@pytest.mark.parametrize("word", ["{} #sp", "{} #partner", "{} Thanks, @lampworks!", "{} #collab"])
def test_vague_words_do_not(word):
    assert found(word.format(TIED))


def test_who_says_that_nobody_pays_is_not_told_to_say_it_first():
    text = f"{LATE} Nobody pays me for saying so."
    assert not found(text)
    assert not found(text, "ADV002")


def test_selling_one_s_own_is_a_note_and_somebody_else_s_code_a_warning():
    assert [d.severity for d in found(SELLING)] == [Severity.INFO]
    assert [d.severity for d in found(TIED)] == [Severity.WARNING]


@pytest.mark.parametrize("text", [TIED, SELLING, f"**{TIED[:10]}**{TIED[10:]}"])
def test_each_way_to_begin_that_is_offered_says_enough(text):
    (one,) = found(text)
    assert len(one.fixes) == 4
    for fix in one.fixes:
        assert fix.safety is Safety.CHOICE
        assert not found(apply(text, (fix,)))


@pytest.mark.parametrize("last", ["I was paid by the maker.", "#ad", "I get a commission if you buy one."])
def test_a_buried_disclosure_is_put_first_with_its_sentence(last):
    text = f"{LATE} {last}"
    mended = apply(text, wanted_fixes(found(text, "ADV002"), (Safety.UNSAFE,)))
    assert mended == f"{last} {LATE}"
    assert not found(mended, "ADV002")

"""Saying who pays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.families.wordings import together
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, INTENT, Finding, Rule, Status
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.reading import Reading

_CLEAR = "ad advert advertisement sponsored sponsoredpost paidad paidpartnership anzeige werbung paid"
_VAGUE = "sp spon ambassador partner collab collaboration gifted brandpartner thanksto affiliate ee"
_CLEAR_TAGS = frozenset(_CLEAR.split())
_VAGUE_TAGS = frozenset(_VAGUE.split())
_AFFILIATE = pattern(
    r"[?&](?:tag=[\w-]+-2\d|ref=[\w-]*(?:aff|partner)\w*|aff(?:iliate)?(?:_?id)?=|awc=|irclickid=|clickid=|partner=|referral=|coupon=|promo=)"
    r"|(?:amzn\.to|shareasale\.com|go\.skimresources\.com|rstyle\.me|ltk\.app|liketk\.it|awin1\.com|clickbank\.net)/",
    re.IGNORECASE,
)
_EARLY = 80
"""Characters before which a disclosure stands early; our number."""


def _tags(reading: Reading, names: frozenset[str]) -> list[tuple[int, int]]:
    return [(t.start, t.end) for t in reading.of("tag") if reading.text[t.start + 1 : t.end].lower() in names]


def _promotion(reading: Reading) -> tuple[Finding, ...]:
    found = together(reading, reading.found("promotion.promo"))
    links = [u for u in reading.of("url") if _AFFILIATE.search(reading.text, u.start, u.end)]
    vague = _tags(reading, _VAGUE_TAGS)
    places = [(u.start, u.end) for u in links] + vague
    marks = tuple(Finding((reading.said(start, end),), start, end) for start, end in places)
    return (*found, *marks)


def disclosures(reading: Reading) -> list[tuple[int, int]]:
    """Where a post says who pays or gives, from left to right."""
    places = [(hit.start, hit.end) for hit in reading.found("promotion.disclosure")]
    return sorted([*places, *_tags(reading, _CLEAR_TAGS)])


def _undisclosed(reading: Reading) -> Iterable[Finding]:
    promotion = _promotion(reading)
    if promotion and not disclosures(reading):
        words = tuple(dict.fromkeys(word for finding in promotion for word in finding.words))
        yield Finding(words, promotion[0].start, promotion[0].end)


def _buried(reading: Reading) -> Iterable[Finding]:
    places = disclosures(reading)
    if not places or not _promotion(reading):
        return
    start, end = places[0]
    first_line = reading.text.find("\n") if "\n" in reading.text else len(reading.text)
    run = _in_run_of_tags(reading, places)
    if run or (start > _EARLY and start > first_line) or start > 2 * _EARLY:
        where = "among other hashtags" if run else "where many stop reading"
        yield Finding((reading.said(start, end),), start, end, fields=(("where", where),))


def _unseen(reading: Reading) -> Iterable[Finding]:
    if reading.found("promotion.praise") and not reading.found("promotion.tried"):
        yield from together(reading, reading.found("promotion.praise"))


def _in_run_of_tags(reading: Reading, places: Sequence[tuple[int, int]]) -> bool:
    tags = [(t.start, t.end) for t in reading.of("tag")]
    if places[0] not in tags or places[0][0] < _EARLY // 2:
        return False
    at = tags.index(places[0])
    around = [tags[i] for i in (at - 1, at + 1) if 0 <= i < len(tags)]
    return any(abs(a - places[0][1]) <= 1 or abs(places[0][0] - b) <= 1 for a, b in around)


RULES = (
    Rule(
        code="ADV001",
        name="undisclosed-promotion",
        title="Promotion without a word on who pays",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} reads as promotion, and nothing in this post says what ties you to it. If there is a tie (money, a"
            " gift, a discount, a job, family), begin with \u201cAd:\u201d or say it in a sentence."
        ),
        reason=(
            "Readers weigh a recommendation by who gains from it. The duty holds for every post, since each can be"
            " read alone; a profile or another post of the thread is not enough, and thanking a firm or a tag such as"
            " #sp or #partner does not say it."
        ),
        source=(
            "FTC, Endorsement Guides and Disclosures 101 (law, USA); similar law in the EU and the UK. Not legal"
            " advice."
        ),
        bad=(
            "Use my code NIGHT20 for scrubs that last.",
            "Thank you @harbour_scrubs for sending me this new pair!",
            "The stethoscope I use: https://example.com/s?tag=wardlife-21",
        ),
        good=(
            "Ad: use my code NIGHT20 for scrubs that last.",
            "@harbour_scrubs gave me this pair for free, and I like the pockets.",
            "The analysis code is open, and so is the data.",
            "A promo for hand washing ran on the local radio.",
        ),
        check=_undisclosed,
        languages=ENGLISH,
        bar=INTENT,
        status=Status.PREVIEW,
        note="Off: what it reports is right, but of promotion in words of a stranger's it finds too little.",
    ),
    Rule(
        code="ADV002",
        name="buried-disclosure",
        title="A disclosure that few will see",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message="{words} stands {where}: say it first, before the praise.",
        reason="A disclosure counts if it is noticed. At the end, behind a link or in a row of tags it is not.",
        source="FTC letters and guidance since 2017 (law, USA); 80 characters is our own number.",
        bad=(
            "Use my code NIGHT20 for the only scrubs that survived a winter of nights. #scrubs #ad #nurse",
            (
                "The new stethoscope is light and clear, and there is 20 % off with my link until Sunday, whatever"
                " colour you choose, for you and all your friends on the ward and beyond it, day and night. I was paid"
                " by the maker."
            ),
            (
                "Use my link to order.\n\nIt is warm, it is light, it has pockets, it washes well, it lasts and"
                " lasts.\n\n#ad"
            ),
        ),
        good=(
            "#ad Use my code NIGHT20 for the only scrubs that survived a winter of nights.",
            "I was paid by the maker of this stethoscope. There is 20 % off with my link until Sunday.",
            "Advertising in medical journals, a short history. #ad #history",
        ),
        check=_buried,
        languages=ENGLISH,
    ),
    Rule(
        code="ADV003",
        name="praise-untried",
        title="The highest praise, and no word of having tried it",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words} is the highest praise there is, and the post does not say that you have read, used or tried the"
            " thing. If you have, say what it did for you; if not, say who told you."
        ),
        reason=(
            "Readers buy on the word of people they trust. Praise for what one has not used lends that trust to"
            " somebody else, and an endorsement must be the honest opinion of somebody who has."
        ),
        source="FTC, Endorsement Guides (law, USA): endorsers must have used the thing. Not legal advice.",
        bad=(
            "This is the best book on sleep ever written.",
            "Everyone should buy this stethoscope.",
            "Cannot recommend the new course by @harbour_school highly enough.",
        ),
        good=(
            "I read it twice: this is the best book on sleep ever written.",
            "Everyone should buy a ticket before boarding.",
            "We have used the course for a year, and I can recommend chapter two.",
        ),
        check=_unseen,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: whether somebody has tried a thing cannot be read off a post.",
    ),
)

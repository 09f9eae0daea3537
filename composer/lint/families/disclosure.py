"""Saying who pays."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from composer.lint import cuts
from composer.lint.families.wordings import is_inside, spans, together
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, INTENT, Edit, Finding, Rule, Status
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.lint.reading import Reading

PROMOTES = 3.0
"""What the signs of a post that promotes weigh together; our number, set on sentences of two writers."""
_TIES = ("voucher", "gift", "tie", "affiliate", "route", "code", "vague")
"""Signs of somebody else who gains, or gives."""
_OFFERS = (
    "sell",
    "cut",
    "saving",
    "buy",
    "pointer",
    "nudge",
    "urge",
    "place",
    "praise",
    "pitch",
    "scarce",
    "deadline",
    "launch",
    "price",
)
_SLIGHT = ("goods", "warm", "trade", "brand", "handle", "site", "fans", "capitals")
"""Signs that stand in many a post, and are named only where there are no others."""
_LISTS = ("voucher", "gift", "tie", *_OFFERS, "goods", "warm", "trade", "harmless")
_SIGNS_OF = {f"promotion.{name}": name for name in _LISTS}
_CHANNELS = (
    r"(?:\d+|rss|feed|hn|news|newsletter|e?mail|pdf|toc|html|web|www|home(?:page)?|nav|menu|header|footer|sidebar"
    r"|search|share|shared|social|button|link|copy|app|ios|android|mobile|desktop|qr|x|tw|twitter|bsky|bluesky"
    r"|mastodon|threads|fb|facebook|linkedin|instagram|reddit|youtube|whatsapp|telegram|google|github|producthunt"
    r"|article|related|main|master|head|en|de|fr|es)"
)
"""Where a reader came from, which no shop pays for."""
_PAID_QUERY = (
    r"(?:aff(?:iliate)?(?:_?(?:id|code))?|awc|awinaffid|irclickid|irgwc|clickid|partner(?:_?id)?|referral(?:_?(?:id|code))?"
    r"|ref_?code|referred_?by|invite_?code|rfsn|sscid|coupon|promo|discount|code(?==[a-z]))"
)
"""Names that affiliates' links and vouchers have in a query; by common knowledge."""
_NETWORKS = (
    *(
        "amzn.to",
        "rstyle.me",
        "shopltk.com",
        "liketk.it",
        "ltk.app",
        "shopmy.us",
        "geni.us",
        "howl.me",
        "mavely.app.link",
    ),
    *("awin1.com", "tidd.ly", "shareasale.com", "shrsl.com", "prf.hn", "clickbank.net", "go.skimresources.com"),
    *("redirect.viglink.com", "click.linksynergy.com", "anrdoezrs.net", "jdoqocy.com", "tkqlhce.com", "dpbolvw.net"),
    *("kqzyfj.com", "clk.tradedoubler.com", "go.magik.ly", "shopstyle.it", "pxf.io", "sjv.io", "digistore24.com"),
)
"""Hosts whose links count who sold; by common knowledge."""
_IN_TEXT = {
    "affiliate": pattern(
        r"[?&/](?:tag=[\w-]+-2\d|(?:ref|via|from)=(?!" + _CHANNELS + r"(?![\w-]))[a-z]|" + _PAID_QUERY + "=)"
        r"|(?<![\w-])(?:" + "|".join(map(re.escape, _NETWORKS)) + r")/\w"
        r"|(?<!discord)\.[a-z]{2,8}/(?:refer|referrals?|invite|ref|aff|affiliates?)/\w",
        re.IGNORECASE,
    ),
    "route": pattern(
        r"(?<!reddit)(?<!imgur)(?<!google)(?<!discord)(?<!gov)\.[a-z]{2,8}"
        r"/(?:r|i|a|go|friends?|partner)/[\w-]+/?(?![\w/?&=#.-]*\w)",
        re.IGNORECASE,
    ),
    "site": pattern(
        r"(?<![\w@./-])(?:[a-z0-9-]{2,40}\.){1,3}(?:shop|store|com|net|co\.uk|io|app|me|info|link|example)(?:/\S*)?(?!\w)",
        re.IGNORECASE,
    ),
}
_IN_WORDS = {
    "code": pattern(
        r"\b(?:[Cc]ode|[Cc]oupon|[Vv]oucher|[Pp]romo|[Dd]iscount under)(?:\W{1,3}|\s(?:is|of)\s)[\"\u201c\u2018']?"
        r"[A-Z]{3,16}(?:-?[A-Z]{2,12})?\d{0,3}(?!\w)"
        r"|\b(?:[Ww]ith|[Ss]ay|in|at|[Mm]ention|[Uu]se|[Uu]sing|to|for|off:|DM|add|[Ee]nter|[Qq]uote)"
        r" [\"\u201c\u2018']?(?!COVID)[A-Z]{4,16}\d{1,3}(?!\w)"
        r"|\b(?!COVID)[A-Z]{4,16}(?:10|15|20|25|30|40|50|5)(?!\w)"
        r"|\b[A-Z]{4,16}\d{0,3} (?:works (?:on|at|for|till|until)|(?:gets|saves|gives) (?:you|ya|u)"
        r"|at (?:the )?(?:check-?out|payment|till|basket))"
        r"|\b(?:[Uu]se|[Ee]nter|[Qq]uote|[Cc]ode:?|[Tt]ype) [\"\u201c\u2018']?[a-z]{3,16}\d{2}(?!\w)"
    ),
    "capitals": pattern(
        r"\b(?:[Uu]se|[Ee]nter|[Qq]uote|[Tt]ype(?: in)?|[Pp]ut(?: in)?|[Ww]ith|[Ss]ay|[Mm]ention|DM)"
        r":? [\"\u201c\u2018']?[A-Z]{4,16}(?:-?[A-Z]{2,12})?(?!\w)|: [A-Z]{4,16}$"
    ),
    "cut": pattern(r"\d ?% (?:off|with|discount|cheaper|less|using|through|via)\b"),
    "price": pattern(
        r"[\u00a3$\u20ac]\s?\d[\d.,]*(?!\s?(?:m|mn|bn|k|tn|million|billion|trillion|thousand)\b|[\d.,])"
        r"|\b\d{2}p\b(?!\.?m)|\bCHF\s?\d+",
        re.IGNORECASE,
    ),
    "brand": pattern(r"(?<![\w@#/.])[A-Z][a-z]+[A-Z][A-Za-z]+"),
}
_HINTS = {
    "code": pattern(r"[A-Z]{3}|[a-z]\d\d(?!\w)"),
    "capitals": pattern("[A-Z]{4}"),
    "cut": pattern("%"),
    "price": pattern(r"[\u00a3$\u20ac]|\d(?:p|P|\d)|CHF|chf"),
    "brand": pattern("[a-z][A-Z]"),
}
"""What stands in every match of these, and is found faster."""
_PAYING = (
    *_NETWORKS,
    *("/refer/", "/referral/", "/referrals/", "/invite/", "/ref/", "/aff/", "/affiliate/", "/affiliates/"),
    *(f"/{name}/" for name in ("r", "i", "a", "go", "partner", "friend", "friends")),
)
"""One of these, or `=`, stands in every link that counts who came."""
_DOT = pattern(r"\.(?=[a-z])", re.IGNORECASE)
"""What stands in every address of a site."""
_FANS = pattern(r"(?:[Tt]eam|[Cc]lub)[A-Z]\w+|(?i:\w+(?:fam|squad|crew|ambassador|partner|insider))$")
_CLEAR_TAGS = frozenset(
    [
        "ad",
        "advert",
        "advertisement",
        "sponsored",
        "sponsoredpost",
        "paidad",
        "paidpartnership",
        "anzeige",
        "werbung",
        "paid",
    ]
)
_VAGUE_TAGS = frozenset(
    [
        "sp",
        "spon",
        "ambassador",
        "partner",
        "collab",
        "collaboration",
        "gifted",
        "brandpartner",
        "thanksto",
        "affiliate",
        "ee",
    ]
)
_WORD = pattern(r"\S+")
_WORDS = pattern(r"[^\W\d_]{2}")
_EARLY = 80
"""Characters before which a disclosure stands early; our number."""
_OPENINGS = {
    "Ad: ": "Begin with \u201cAd:\u201d",
    "#ad ": "Begin with #ad",
    "I get a commission: ": "Say that you get a commission",
    "My own work: ": "Say that it is your own work",
}

_Place = tuple[int, int]


def _tags(reading: Reading, names: frozenset[str]) -> list[_Place]:
    return [(t.start, t.end) for t in reading.of("tag") if reading.text[t.start + 1 : t.end].lower() in names]


def _called(reading: Reading) -> dict[str, list[_Place]]:
    """Where names and tags speak for an advertisement in a post, or against one."""
    names, tags = reading.of("mention"), reading.of("tag")
    if not names and not tags:
        return {}
    found = {
        "fans": [(t.start, t.end) for t in tags if _FANS.match(reading.text, t.start + 1, t.end)],
        "vague": _tags(reading, _VAGUE_TAGS),
        "handle": [(m.start, m.end) for m in names],
        "reply": [(m.start, m.end) for m in names[:1] if m.start <= 1],
    }
    return {sign: places for sign, places in found.items() if places}


@cache
def _weights(language: str) -> dict[str, float]:
    """What each sign adds to a post, the heaviest first."""
    weight = vocabulary(language).weight
    signs = {sign: weight(f"promotion.{sign}") for sign in (*_LISTS, *_TIES, *_OFFERS, *_SLIGHT, "reply")}
    return dict(sorted(signs.items(), key=lambda sign: -sign[1]))


@cache
def _looks(language: str, *, heard: bool) -> tuple[str, ...]:
    """The signs that the look of a post may show, the heaviest first; those in words only where words were heard."""
    return tuple(sign for sign in _weights(language) if sign in _IN_TEXT or (heard and sign in _IN_WORDS))


def _promotion(reading: Reading) -> Finding | None:
    """The words that promote, if all signs weigh enough together, which is given up as soon as they cannot."""
    weights = _weights(reading.setting.language)
    heard = [name for name in reading.hits if name in _SIGNS_OF]
    known = {_SIGNS_OF[name] for name in heard}
    found = _called(reading)
    score = sum([weights[sign] for sign in (*known, *found)])
    looks = _looks(reading.setting.language, heard=bool(heard))
    open_weight = sum([weights[sign] for sign in looks if sign not in known])
    for sign in looks:
        if score + open_weight < PROMOTES:
            return None
        weight = 0.0 if sign in known else weights[sign]
        open_weight -= weight
        places = _shown(reading, sign)
        if places:
            found[sign] = places
            score += weight
    return _told(reading, heard, found) if score >= PROMOTES else None


def _may_pay(text: str) -> bool:
    """Whether something stands in a text without which no link counts who came; looked for faster than the links."""
    return "=" in text or ("/" in text and any(map(text.lower().__contains__, _PAYING)))


def _shown(reading: Reading, sign: str) -> list[_Place]:
    """Where the look of a post shows a sign."""
    if sign in _IN_TEXT:
        may_show = _may_pay(reading.text) if sign in ("affiliate", "route") else _DOT.search(reading.text)
        if not may_show:
            return []
        shape = _IN_TEXT[sign]
        links = " ".join([word for word in reading.text.split() if "/" in word or "=" in word or "." in word[:-1]])
        return [match.span() for match in shape.finditer(reading.text)] if links and shape.search(links) else []
    seen = _HINTS[sign].search(reading.masked)
    return [match.span() for match in _IN_WORDS[sign].finditer(reading.masked)] if seen else []


def _told(reading: Reading, heard: Iterable[str], found: Mapping[str, Iterable[_Place]]) -> Finding:
    """What tells that a post promotes; a weak finding where nobody else seems to gain."""
    signs = {sign: [Finding((reading.said(*place),), *place) for place in places] for sign, places in found.items()}
    for name in heard:
        signs[_SIGNS_OF[name]] = [*spans(reading, reading.hits[name]), *signs.get(_SIGNS_OF[name], ())]
    telling = [sign for sign in signs if sign in _TIES + _OFFERS] or [sign for sign in signs if sign in _SLIGHT]
    places = sorted((place for sign in telling for place in signs[sign]), key=lambda place: (place.start, place.end))
    named = dict.fromkeys(word.rstrip(",.") for place in places for word in place.words)
    said = tuple(word for word in named if not any(word in longer for longer in named if longer != word))
    slight = is_inside(reading) or not any(sign in _TIES for sign in signs)
    return Finding(said, places[0].start, places[0].end, mild=slight)


def disclosures(reading: Reading) -> list[_Place]:
    """Where a post says who pays or gives, from left to right."""
    places = [part for hit in reading.found("promotion.disclosure") for part in hit.parts]
    return sorted([*places, *_tags(reading, _CLEAR_TAGS)])


def _undisclosed(reading: Reading) -> Iterable[Finding]:
    promotion = _promotion(reading)
    if promotion and not disclosures(reading) and not reading.found("promotion.independent"):
        yield replace(promotion, edits=tuple(_openings(reading)))


def _openings(reading: Reading) -> Iterable[Edit]:
    """Ways to begin that say it: before the first word, so that it holds for whatever comes."""
    first = _first_word(reading)
    if first:
        start, end = first
        for words, label in _OPENINGS.items():
            yield Edit(start, end, words + reading.text[start:end], Safety.CHOICE, label)


def _first_word(reading: Reading) -> _Place | None:
    """The first word or sign that the writer wrote."""
    own = reading.own
    words = (match.span() for match in _WORD.finditer(reading.text))
    return next((word for word in words if own is None or own[word[0]]), None)


def _buried(reading: Reading) -> Iterable[Finding]:
    places = disclosures(reading)
    if not places or not _promotion(reading):
        return
    start, end = places[0]
    first_line = reading.text.find("\n") if "\n" in reading.text else len(reading.text)
    run, behind = _in_run_of_tags(reading, places), _behind_a_link(reading, places[0])
    if run or behind or (start > _EARLY and start > first_line) or start > 2 * _EARLY:
        where = "among other hashtags" if run else "behind a link" if behind else "where many stop reading"
        yield Finding((reading.said(start, end),), start, end, _raised(reading, start, end), fields=(("where", where),))


def _raised(reading: Reading, start: int, end: int) -> tuple[Edit, ...]:
    """Put a disclosure, with its sentence, before everything else."""
    first = _first_word(reading)
    is_tag = any(tag.start == start for tag in reading.of("tag"))
    place = (start, end) if is_tag else cuts.around(reading, start, end)
    if not first or not place or place[0] <= first[0] or start - place[0] > _EARLY:
        return ()
    said, before = reading.text[slice(*place)], reading.text[first[0] : place[0]].rstrip()
    return (
        Edit(first[0], place[1], f"{said} {before}", Safety.UNSAFE, f"Begin with \u201c{reading.said(*place)}\u201d"),
    )


def _unseen(reading: Reading) -> Iterable[Finding]:
    if reading.found("promotion.untried") and not reading.found("promotion.tried"):
        yield from together(reading, reading.found("promotion.untried"))


def _in_run_of_tags(reading: Reading, places: Sequence[_Place]) -> bool:
    tags = [(t.start, t.end) for t in reading.of("tag")]
    if places[0] not in tags or places[0][0] < _EARLY // 2:
        return False
    at = tags.index(places[0])
    around = [tags[i] for i in (at - 1, at + 1) if 0 <= i < len(tags)]
    return any(abs(a - places[0][1]) <= 1 or abs(places[0][0] - b) <= 1 for a, b in around)


def _behind_a_link(reading: Reading, place: _Place) -> bool:
    """Whether a tag stands after a link, with nothing to read but tags behind it."""
    if place not in [(tag.start, tag.end) for tag in reading.of("tag")]:
        return False
    links = any(url.end <= place[0] for url in reading.of("url"))
    return links and not _WORDS.search(reading.masked, place[1])


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
            " #sp or #partner does not say it. An offer of your own counts too: \u201cmy book is out, order it\u201d"
            " offers, \u201cI wrote it\u201d and \u201cmy own shop\u201d say who gains. The rule adds up what asks"
            " readers to buy, what a thing costs, how it is praised and who gave it, and speaks up where these weigh"
            " enough together. Praise alone does not, and neither does news, a question or a complaint."
        ),
        mild=(
            "nothing in the post points to somebody else who pays or gives: it offers, and may be the writer's own; or"
            " it stands inside a long thread"
        ),
        source=(
            "FTC, Endorsement Guides and Disclosures 101 (law, USA); similar law in the EU and the UK. Not legal"
            " advice."
        ),
        bad=(
            "Use my code NIGHT20 for scrubs that last.",
            "Thank you @harbour_scrubs for sending me this new pair!",
            "The stethoscope I use: https://example.com/s?tag=wardlife-21",
            "Our calendars are back: \u00a312 plus postage, order by Friday.",
        ),
        good=(
            "Ad: use my code NIGHT20 for scrubs that last.",
            "@harbour_scrubs gave me this pair for free, and I like the pockets.",
            "Our own calendars are back: \u00a312 plus postage, order by Friday.",
            "The best book on sleep that I know is the oldest. Your library has it.",
            "The analysis code is open, and so is the data.",
            "Slides of the handover talk: https://example.org/a/handover",
            "A promo for hand washing ran on the local radio.",
        ),
        check=_undisclosed,
        languages=ENGLISH,
        bar=INTENT,
        fix=Safety.CHOICE,
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
            "There is 20 % off this stethoscope with my link until Sunday: https://example.org/s?ref=me #ad",
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
            "#ad There is 20 % off this stethoscope with my link until Sunday: https://example.org/s?ref=me",
            "I was paid by the maker of this stethoscope. There is 20 % off with my link until Sunday.",
            "Advertising in medical journals, a short history. #ad #history",
        ),
        check=_buried,
        fix=Safety.UNSAFE,
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

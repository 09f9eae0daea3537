"""Asking the reader for favours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import cuts
from composer.lint.families.wordings import is_inside, spans
from composer.lint.record import ENGLISH, GERMAN, INTENT, Finding, Rule, given
from composer.lint.tokens import MASKS
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Entity, Reading
    from composer.lint.record import Edit

_TRADE_TAGS = """
followback followbackfriday followforfollow follow4follow f4f followme followtrain teamfollowback tfb likeforlike
like4like l4l likeforlikes followall autofollow ifollowback followersgain gainfollowers gaintrick mutuals mutualsonly
retweetforretweet rt4rt sub4sub shoutoutforshoutout s4s followforfollowback
"""
_TAGS = frozenset(_TRADE_TAGS.split())
_TAG, _DECOR = MASKS["tag"], MASKS["decor"]
_STOPS = ".!?\u2026:"


def _cut_ask(reading: Reading, start: int, end: int) -> tuple[Edit, ...]:
    """Take out the sentence, where it says nothing but the ask and others stay."""
    sentence = cuts.around(reading, start, end)
    return _cut(reading, sentence, "Leave the sentence out") if sentence in _asks(reading) else ()


@given("tag", "favours.back")
def _follow_back(reading: Reading) -> Iterable[Finding]:
    for tag in _trades(reading):
        place = (tag.start, tag.end)
        edits = _cut(reading, place, f"Leave {reading.said(*place)} out") if _closes(reading, tag) else ()
        yield Finding((reading.said(*place),), *place, edits)
    yield from spans(reading, reading.found("favours.back"), mend=_cut_ask)


def _cut(reading: Reading, place: tuple[int, int] | None, label: str) -> tuple[Edit, ...]:
    gone = [*_asks(reading), *((tag.start, tag.end) for tag in _trades(reading))]
    if place is None or not cuts.has_words(reading, gone):
        return ()
    return (cuts.cut_whole(reading, place, Safety.SAFE, label),)


def _asks(reading: Reading) -> list[tuple[int, int]]:
    """The sentences that say nothing but an ask to share or to follow back."""
    hits = [part for hit in reading.found("favours.share", "favours.back") for part in hit.parts]
    filler = vocabulary(reading.setting.language).words("instead.ask")
    found = {sentence for hit in hits if (sentence := cuts.around(reading, *hit))}
    return sorted(sentence for sentence in found if cuts.is_bare(reading, sentence, hits, filler))


def _trades(reading: Reading) -> list[Entity]:
    return [tag for tag in reading.of("tag") if reading.text[tag.start + 1 : tag.end].lower() in _TAGS]


def _closes(reading: Reading, tag: Entity) -> bool:
    """Whether nothing but tags follows a tag on its line: it is no word of a sentence."""
    line = reading.masked[tag.start :].partition("\n")[0]
    before = reading.masked[: tag.start].rstrip(f" \t{_TAG}")
    return not line.strip(f" \t{_TAG}{_DECOR}") and before[-1:] in ("", "\n", *_STOPS)


@given("favours.share")
def _share(reading: Reading) -> Iterable[Finding]:
    return spans(reading, reading.found("favours.share"), mild=_is_in_passing(reading), mend=_cut_ask)


@given("favours.ask", "favours.own")
def _favours(reading: Reading) -> Iterable[Finding]:
    asked = spans(reading, reading.found("favours.ask"), mild=_is_in_passing(reading))
    return asked or spans(reading, reading.found("favours.own"), mild=True)


def _is_in_passing(reading: Reading) -> bool:
    """Whether the post names an account, for which alone its favours may be meant, or stands inside a long thread."""
    return bool(reading.of("mention")) or is_inside(reading)


@given("favours.cold")
def _cold(reading: Reading) -> Iterable[Finding]:
    if not reading.setting.is_reply:
        yield from spans(reading, reading.found("favours.cold"))


RULES = (
    Rule(
        code="FAV001",
        name="asks-to-share",
        title="Asks readers to share the post",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} asks every reader for a favour, and says nothing that they can use. Cut it; what helps people"
            " gets passed on anyway."
        ),
        reason=(
            "A reader who shares a post stands behind it with their name. Asked for by default, it turns readers"
            " into a channel and the post into an advertisement for itself."
        ),
        source="Custom of long-standing professional accounts; our judgement.",
        bad=(
            "Our survey on night shifts is open. Please retweet!",
            "A thread on handovers. RT if you can, it helps a lot.",
            "Kindly share this with your network so that it reaches more wards.",
        ),
        good=(
            "Please share your experience of night shifts; I read every answer.",
            "We share the corridor with the dialysis unit.",
            "Sharing the recording is fine with the speaker, she says.",
            "Why do so few people retweet corrections?",
        ),
        check=_share,
        fix=Safety.SAFE,
        languages=(*ENGLISH, GERMAN),
        once=True,
        mild="the post names an account, for which alone it may be meant, or stands inside a long thread",
        bar=INTENT,
    ),
    Rule(
        code="FAV002",
        name="asks-a-favour",
        title="Asks readers to follow, vote, subscribe or do the writer a favour",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} asks strangers for something that serves you. Say what is in it for them, ask the people you"
            " know in private, or cut it."
        ),
        reason=(
            "A favour is asked of somebody who can say no without an audience. Asked of everyone at once it costs"
            " each reader a little goodwill, and the people who would gladly help cannot tell it from noise."
        ),
        source="Our judgement, after common advice on asking: give a reason, ask one thing, leave an easy way out.",
        bad=(
            "Please vote for me in the young researchers' award!",
            "Follow me for more tips on ventilation.",
            "Can you do me a favour and subscribe to my newsletter?",
        ),
        good=(
            "Please vote on Thursday, whichever way you lean.",
            "Follow the steps on page two if the alarm goes off.",
            "My neighbour did me a favour and watered the plants.",
            "Follow me to the next room, said the guide, and mind the step.",
        ),
        check=_favours,
        languages=(*ENGLISH, GERMAN),
        once=True,
        mild="the post names an account, for which alone it may be meant, or stands inside a long thread",
        bar=INTENT,
    ),
    Rule(
        code="FAV003",
        name="follow-for-follow",
        title="Trades follows",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} trades a follow for a follow: nobody reads anybody, and networks remove such accounts. Cut it."
        ),
        reason=(
            "Traded follows fill timelines with people who do not read one another. Networks count the trade as spam."
        ),
        source="X's rules on platform manipulation (platform).",
        bad=(
            "New here! #followback",
            "I follow back everyone, just say hi.",
            "Night nurses, follow for follow?",
        ),
        good=(
            "New here, and curious: who writes about night shifts?",
            "I will follow up on everyone who said hi.",
            "Night nurses, the new rules follow in a minute.",
        ),
        check=_follow_back,
        fix=Safety.SAFE,
        languages=ENGLISH,
        bar=INTENT,
    ),
    Rule(
        code="FAV004",
        name="cold-ask",
        title="Asks accounts that are mentioned for a favour, out of the blue",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message="{words} asks somebody in front of everyone. Ask in a message, with a reason and an easy way out.",
        reason="Whoever is asked in public can only say yes or seem rude. Those with the most requests answer none.",
        source="X's rules against unsolicited mentions (platform); our judgement.",
        bad=(
            "Hi @drlindqvist, could you please share our survey?",
            "@anna_k @bo_lund please RT for a good cause.",
            "Dear @harbour_clinic, can you check out my new course?",
        ),
        good=(
            "Thanks to @drlindqvist, who shared our survey with her ward.",
            "@anna_k asked whether the survey may be shared: it may.",
            "What @harbour_clinic could do about parking, in three posts.",
        ),
        check=_cold,
        languages=ENGLISH,
        bar=INTENT,
    ),
)

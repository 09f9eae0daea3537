"""Rules that look up what the writer noted about people and things; silent where nothing is noted."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from composer.lint.families.disclosure import disclosures
from composer.lint.record import ENGLISH, MECHANICAL, Edit, Finding, Rule, Scope, given
from composer.model import Layer, Safety, Severity
from composer.people import Known, PermissionKind, plain_handle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Entity, Reading, ThreadReading
    from composer.people import Contact

_FRESH = 30
"""Days for which somebody counts as hardly known; our number."""
_LATELY = 9
"""Threads besides this one after which it is said that all of them were the writer's own; our number."""


@lru_cache(maxsize=512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(name.strip()) for name in sorted(names, key=len, reverse=True) if name.strip())
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _named(reading: Reading, name: str, also: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a post names something by one of its names, outside of others' words."""
    for match in _pattern((name, *also)).finditer(reading.text):
        if not reading.is_quoted(match.start()):
            return match.span()
    return None


def _handle(reading: Reading, mention: Entity) -> str:
    return plain_handle(reading.text[mention.start : mention.end])


def _undisclosed_tie(reading: Reading) -> Iterable[Finding]:
    for interest in reading.setting.facts.interests:
        place = _named(reading, interest.name, interest.also)
        if place and not disclosures(reading):
            yield Finding((reading.said(*place),), *place, fields=(("tie", interest.tie),))


def _praises(reading: Reading) -> bool:
    return bool(reading.found("people.praise"))


@given("people.praise")
def _praise_unread(reading: Reading) -> Iterable[Finding]:
    for work in reading.setting.facts.works if _praises(reading) else ():
        place = _named(reading, work.name, work.also)
        if place and work.known is not Known.YES:
            how = "have not read or tried it" if work.known is Known.NO else "know only a part of it"
            yield Finding((reading.said(*place),), *place, fields=(("how", how),))


@given("mention")
def _stranger_promoted(reading: Reading) -> Iterable[Finding]:
    facts = reading.setting.facts
    if not facts.contacts or not _praises(reading):
        return
    for mention in reading.of("mention"):
        handle = _handle(reading, mention)
        if handle in facts.own_handles:
            continue
        contact = facts.by_handle.get(handle)
        if why := _hardly_known(contact, reading):
            yield Finding(
                (reading.said(mention.start, mention.end),), mention.start, mention.end, fields=(("why", why),)
            )


def _hardly_known(contact: Contact | None, reading: Reading) -> str:
    if contact is None:
        return "is nobody you have noted"
    today = reading.setting.facts.today
    if today and contact.since and (today - contact.since).days < _FRESH:
        return f"is somebody you have known since {contact.since:%d %B}"
    return ""


@given("mention")
def _not_agreed(reading: Reading) -> Iterable[Finding]:
    facts = reading.setting.facts
    for mention in reading.of("mention") if facts.contacts or facts.permissions else ():
        handle = _handle(reading, mention)
        contact = facts.by_handle.get(handle)
        answer = facts.permission(PermissionKind.TAG, (handle, contact.name if contact else ""))
        if answer is None and not (contact and contact.ask_before_tagging):
            continue
        if answer is None or not answer.given:
            why = "wants to be asked first" if answer is None else "has said no"
            yield Finding(
                (reading.said(mention.start, mention.end),), mention.start, mention.end, fields=(("why", why),)
            )


def _not_answered(thread: ThreadReading) -> Iterable[Finding]:
    listed = frozenset(thread.facts.no_reply)
    if not listed:
        return
    parts = {plain_handle(part) for part in urlsplit(thread.thread.draft.reply_to).path.split("/")}
    for handle in sorted(parts & listed):
        yield Finding((f"@{handle}",), number=None)
    for reading in thread.posts:
        for mention in reading.of("mention"):
            if _handle(reading, mention) in listed:
                words = (reading.said(mention.start, mention.end),)
                yield Finding(words, mention.start, mention.end, number=reading.post.number)


def _without_handle(reading: Reading) -> Iterable[Finding]:
    facts = reading.setting.facts
    if not facts.contacts:
        return
    called = {_handle(reading, mention) for mention in reading.of("mention")}
    for contact in facts.contacts:
        handle = next((one for one in contact.handles if _is_of(one, reading.setting.network)), "")
        if not handle or contact.ask_before_tagging or called & set(map(plain_handle, contact.handles)):
            continue
        place = _named(reading, contact.name, ()) if " " in contact.name.strip() else None
        if place:
            said = reading.said(*place)
            edit = Edit(*place, f"{said} ({handle})", Safety.CHOICE, f"Add {handle}")
            yield Finding((said,), *place, edits=(edit,), fields=(("handle", handle),))


def _is_of(handle: str, network: str) -> bool:
    """Whether a handle is one of that network, by its form."""
    plain = handle.strip().lstrip("@")
    if network == "mastodon":
        return "@" in plain
    return "@" not in plain and ("." in plain) == (network == "bluesky")


def _only_own(thread: ThreadReading) -> Iterable[Finding]:
    lately = thread.facts.lately[:_LATELY]
    if len(lately) == _LATELY and not any(map(_of_others, (*lately, *(one.text for one in thread.posts)))):
        own = set(thread.facts.own_handles)
        if not any(_handle(one, mention) not in own for one in thread.posts for mention in one.of("mention")):
            yield Finding(fields=(("count", str(_LATELY + 1)),))


_OTHERS = re.compile(r"(?<!\w)@\w|https?://|[\u201c\u00ab\u201e]")


def _of_others(text: str) -> bool:
    """Whether a text names, links or quotes anybody."""
    return bool(_OTHERS.search(text))


RULES = (
    Rule(
        code="ADV004",
        name="undisclosed-tie",
        title="Names something you gain from, without a word on it",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words}: you noted a tie to it ({tie}), and nothing in this post says so. Begin with \u201cAd:\u201d, or"
            " say it in a sentence: who pays, gives or employs whom."
        ),
        reason=(
            "Readers weigh what you say by what you gain from it, and each post can be read alone. Of 156 specialists"
            " who were paid by drug makers 81 % wrote about their drugs, and two said that they were paid."
        ),
        source="FTC, Endorsement Guides (law, USA), similar elsewhere; JAMA Intern Med 2017;177:425 (observation).",
        facts='[interests.scrubs]\nname = "Harbour Scrubs"\nalso = ["@harbour_scrubs"]\ntie = "gift"\n',
        bad=(
            "Harbour Scrubs has pockets where a nurse needs them.",
            "My week in harbour scrubs: no seam has given way.",
            "Pockets, at last. Well done @harbour_scrubs.",
        ),
        good=(
            "Ad: Harbour Scrubs has pockets where a nurse needs them.",
            "Harbour Scrubs gave me this pair for free, and I like the pockets.",
            "The harbour is full of scrub oak.",
        ),
        check=_undisclosed_tie,
        bar=MECHANICAL,
        note="It looks names up.",
    ),
    Rule(
        code="ADV005",
        name="praise-unread",
        title="Praises what you have not read or tried",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is praised here, and you noted that you {how}. Read it first, say how far you got, or pass it on"
            " without praise."
        ),
        reason=(
            "Praise is a promise that you looked. Whoever trusts you buys, reads or prescribes on it, and the next"
            " one who is asked to praise will be told that you did."
        ),
        source="FTC, Endorsement Guides: an endorsement has to be the endorser's honest opinion (law, USA).",
        facts='[works.rooms]\nname = "Waiting Rooms That Listen"\nknown = "no"\n',
        bad=(
            "A must-read: Waiting Rooms That Listen.",
            "I highly recommend Waiting Rooms That Listen to every nurse.",
            "Waiting Rooms That Listen is the best book on queues I know.",
        ),
        good=(
            "A friend has written Waiting Rooms That Listen. I have not read it yet.",
            "Waiting rooms that listen are what we need.",
            "I highly recommend a walk before the night shift.",
        ),
        check=_praise_unread,
        languages=ENGLISH,
        note="It looks names up beside words of praise.",
    ),
    Rule(
        code="FAV005",
        name="stranger-promoted",
        title="Promotes somebody you hardly know",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} {why}, and this post praises them. Do you know their work, and who gains? If so, note them with"
            " `thread people add`; if not, say less."
        ),
        reason=(
            "Online, friendship comes fast, and the request for a small favour soon after. Your name is what is asked"
            " for; it is lent well to people whose work you know."
        ),
        source="Our judgement, after what physicians tell of favours asked by people they had never met.",
        facts='[contacts.ada]\nname = "Ada Lindqvist"\nhandles = ["@drlindqvist"]\n',
        bad=(
            "Check out @harbour_coach, who changed how I plan my day.",
            "I highly recommend the course by @harbour_coach.",
            "A must-read by @harbour_coach.",
        ),
        good=(
            "I highly recommend the guideline by @drlindqvist.",
            "I met @harbour_coach at lunch.",
            "A must-read, whoever wrote it.",
        ),
        check=_stranger_promoted,
        languages=ENGLISH,
        note="It looks handles up beside words of praise.",
    ),
    Rule(
        code="MEN003",
        name="mention-not-agreed",
        title="Mentions somebody who has not agreed to it",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="{words} {why}. Ask, and note the answer with `thread people permit`, or leave the handle out.",
        reason=(
            "A mention rings at somebody's door and shows their name to your readers. Some want to be asked, because"
            " of their employer, their patients or people who follow them about."
        ),
        source="Custom among clinicians and teachers online; our judgement.",
        facts=(
            '[contacts.ada]\nname = "Ada Lindqvist"\nhandles = ["@drlindqvist"]\nask_before_tagging = true\n\n'
            '[[permissions]]\nkind = "tag"\nwho = "@bo_lund"\nanswer = "no"\n\n'
            '[[permissions]]\nkind = "tag"\nwho = "@cleo_m"\nanswer = "yes"\n'
        ),
        bad=(
            "I learned this from @drlindqvist.",
            "Thanks to @bo_lund for the slides.",
            "A fine panel: @drlindqvist and @cleo_m.",
        ),
        good=("Thanks to @cleo_m for the slides.", "I learned this from Ada Lindqvist.", "Hello @dan_w."),
        check=_not_agreed,
        bar=MECHANICAL,
        note="It looks handles up.",
    ),
    Rule(
        code="MEN004",
        name="no-reply",
        title="Answers somebody you decided not to answer",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is on your list of people whom you do not answer. Write it, then bin it; or take the name off the"
            " list with `thread people remove`."
        ),
        reason=(
            "You made the list on a calm day. An answer is what a quarrel lives on, and it carries their words to"
            " your readers."
        ),
        source="Long-standing custom online; our judgement.",
        scope=Scope.THREAD,
        facts='[no_reply]\nhandles = ["@loud_account"]\n',
        bad=(
            "@loud_account is wrong about masks, again.",
            "Dear @Loud_Account, no.",
            "---\nreply_to: https://x.com/loud_account/status/17\n---\nNo.",
        ),
        good=(
            "Somebody is wrong about masks, again.",
            "Dear @quiet_account, yes.",
            "---\nreply_to: https://x.com/quiet_account/status/17\n---\nYes.",
        ),
        check_thread=_not_answered,
        once=True,
        bar=MECHANICAL,
        note="It looks handles up.",
    ),
    Rule(
        code="AMP003",
        name="name-without-handle",
        title="Names somebody whose handle you noted",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} is {handle} here: with the handle they hear of it, and readers find them.",
        reason="Credit that reaches the person it is due to, and leads readers to their work, is worth more.",
        source="Custom of those who amplify others; our judgement.",
        facts='[contacts.ada]\nname = "Ada Lindqvist"\nhandles = ["@drlindqvist"]\n',
        fix=Safety.CHOICE,
        bad=(
            "Ada Lindqvist wrote the guideline that we use.",
            "What I learned from ada lindqvist about handovers.",
            "With Ada Lindqvist on stage, nobody looked at a phone.",
        ),
        good=(
            "Ada Lindqvist (@drlindqvist) wrote the guideline that we use.",
            "Ada wrote the guideline that we use.",
            "\u201cAda Lindqvist was right\u201d, said my neighbour.",
        ),
        check=_without_handle,
        once=True,
        bar=MECHANICAL,
        note="It looks names up.",
    ),
    Rule(
        code="AMP005",
        name="only-own-work",
        title="Ten threads in a row about your own work",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "This and the {count} threads before it name, link or quote nobody but you. Whose work could your readers"
            " meet through you?"
        ),
        reason="Amplifying others is what makes a network of people out of an audience.",
        source="Custom; the number is our own, and no study supports a ratio.",
        scope=Scope.THREAD,
        bad=(
            "Three things that I learned on nights this year.",
            "My new page on handovers is up.",
            "We counted interruptions, and then we prevented them.",
        ),
        good=(
            "Three things that I learned from @drlindqvist this year.",
            "A colleague's page on handovers: https://example.org/handover",
            "\u201cCount what you can change\u201d, says our charge nurse.",
        ),
        check_thread=_only_own,
        bar=MECHANICAL,
        note="It counts.",
    ),
)

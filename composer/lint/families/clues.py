"""What would tell who a patient, a client or anybody else is: clues that point to a person together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.lint import cases, cuts, traces
from composer.lint.families.identity import SAFE_HARBOR, in_scene
from composer.lint.families.wordings import spans
from composer.lint.patterns import pattern
from composer.lint.record import CLUE, ENGLISH, Finding, Rule, Scope, given
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint.matcher import Hit
    from composer.lint.reading import Reading, ThreadReading

_NEAR = 40
"""Characters within which a detail is taken to be about the person named before it."""


@given("posts")
def _mosaic(thread: ThreadReading) -> Iterable[Finding]:
    """Kinds of clues that lie in different posts about a case: each harmless, together a person."""
    if len(thread.posts) < 2:
        return
    clues: dict[str, tuple[Reading, int, int]] = {}
    for reading in _about_a_case(thread.posts):
        for kind, start, end in _clues(reading):
            clues.setdefault(kind, (reading, start, end))
    if len(clues) >= 2 and len({reading.post.number for reading, _, _ in clues.values()}) >= 2:
        reading, start, end = next(iter(clues.values()))
        words = tuple(r.said(a, b) for r, a, b in clues.values())
        fields = (("kinds", " and ".join(clues)),)
        doubtful = len(thread.posts) >= _LECTURE and not any(cases.is_case(r, cases.SURE) for r, _, _ in clues.values())
        yield Finding(words, start, end, fields=fields, mild=doubtful, number=reading.post.number)


def _about_a_case(posts: Sequence[Reading]) -> Sequence[Reading]:
    """The posts around those about a case; all, where one names an hour, another an illness and a third somebody."""
    near = {
        i + step for i, reading in enumerate(posts) if cases.is_case(reading) for step in range(-_AROUND, _AROUND + 1)
    }
    if not near and len(posts) <= _SHORT_THREAD and _is_case_in_pieces(posts):
        return posts
    return [reading for i, reading in enumerate(posts) if i in near and not cases.is_elsewhere(reading)]


def _is_case_in_pieces(posts: Sequence[Reading]) -> bool:
    return (
        any(reading.found("privacy.clinical") for reading in posts)
        and any(_somebody_from(reading) for reading in posts)
        and any(reading.found("scene.time") or any(traces.dates(reading)) for reading in posts)
    )


def _somebody_from(reading: Reading) -> bool:
    people = reading.found("privacy.person")
    towns = [place for place in reading.places if place.kind == "a town"] if people else []
    return any(0 <= town.start - person.end <= _NEAR for town in towns for person in people)


def _clues(reading: Reading) -> Iterator[tuple[str, int, int]]:
    for kind, found in (
        ("a time", traces.dates(reading)),
        ("a place", reading.places),
        ("a name", traces.names(reading)),
    ):
        for clue in found:
            yield kind, clue.start, clue.end
    for kind, name in (("a time", "scene.time"), ("a rare feature", "privacy.rare")):
        for hit in reading.found(name):
            yield kind, hit.start, hit.end


@given("privacy.relation")
def _gossip(reading: Reading) -> Iterable[Finding]:
    relations, details = reading.found("privacy.relation"), reading.found("privacy.detail")
    for relation in relations:
        for detail in details:
            if 0 <= detail.start - relation.end <= _NEAR and "." not in reading.text[relation.end : detail.start]:
                yield Finding((reading.said(relation.start, detail.end),), relation.start, detail.end)
                return


@given("case")
def _moments(reading: Reading) -> Iterable[Finding]:
    """Times by which a scene is dated; weak where they are loose, or nobody is met in their sentence."""
    for found in in_scene(reading, traces.times, cases.SURE):
        start, end = found.start or 0, found.end or 0
        sentence = reading.text[slice(*(cuts.around(reading, start, end) or (start, end)))]
        loose = _LOOSE.search(reading.text, start, end) or reading.text[end : end + 1] in ("'", "\u2019")
        yield replace(found, mild=True) if loose or not _SOMEBODY.search(sentence) else found


_LOOSE = pattern(
    r"\bago\b|overnight|\buntil\b|shift change|handover|\d ?(?:am|pm|a\.m|p\.m|h\b|o'clock)|\d[:.]\d\d", re.IGNORECASE
)
"""The hour of a day that is not named, or a stretch of time."""
_SOMEBODY = pattern(
    r"\b(?:s?he|hi[ms]|hers?|they|them|their|i|we|us|patients?|pts?|(?:wo)?m[ae]n|boys?|girls?|child|kid|bab(?:y|ies)|lady"
    r"|gentleman|toddler|teen\w*|pupils?|clients?|residents?|famil(?:y|ies)|mum|mother|father|dad|gran\w*|somebody|someone"
    r"|admitted|admission|called|seen|saw)\b|\d ?-?(?:year|y/?o|[MF]\b)",
    re.IGNORECASE,
)


@given("case")
def _rarity(reading: Reading) -> Iterable[Finding]:
    if not cases.is_case(reading, cases.POSSIBLE):
        return ()
    sure, claims = reading.found("privacy.rare"), reading.found("privacy.rare", "scene.rare")
    guessed = (*_beside(claims, sure), *_beside(reading.found("scene.job"), claims))
    return (*spans(reading, sure, mild=not cases.is_case(reading)), *spans(reading, guessed, mild=True))


def _beside(hits: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """The hits that share no character with the others."""
    return [hit for hit in hits if not any(hit.start < one.end and one.start < hit.end for one in others)]


@given("case")
def _beds(reading: Reading) -> Iterable[Finding]:
    return in_scene(reading, traces.beds)


@given("case")
def _fine_ages(reading: Reading) -> Iterable[Finding]:
    return in_scene(reading, traces.fine_ages)


@given("privacy.own", "scene.own")
def _ownership(reading: Reading) -> Iterable[Finding]:
    own = reading.found("privacy.own", "scene.own") if cases.is_case(reading, cases.POSSIBLE) else ()
    return spans(reading, (own or reading.found("privacy.own"))[:1])


_AROUND = 2
"""Posts before and after one about a case that are taken to be about it too."""
_LECTURE = 8
"""Posts from which a thread is likelier to teach than to tell of somebody, unless it is surely about a case."""
_SHORT_THREAD = 12

RULES = (
    Rule(
        code="PRV007",
        name="mosaic",
        title="Clues in several posts of a thread that add up to a person",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "This thread about a case gives {kinds} in different posts ({words}). Each says little, together "
            "they may point to one person: would the family recognise it?"
        ),
        reason=(
            "Readers of a thread put its posts together, and so do relatives. In one study a third of such "
            "posts could be recognised by friends or family."
        ),
        source="GMC guidance on the sum of information (guide); Ahmed and others 2020 (754 posts, observational).",
        mild="In a long thread that is only probably about a case.",
        bad=(
            "My patient came back last night.\n\n---\n\nShe works at the school in Millbrook.",
            "A 45M with chest pain.\n\n---\n\nIt was on 14 March, and it snowed.\n\n---\n\nHe lives in Millbrook.",
            "The first case ever of this was my patient.\n\n---\n\nWe saw her this morning, and she is well.",
            "Last night, on call.\n\n---\n\nIt was a farmer from Millbrook.\n\n---\n\nSepsis, and we nearly missed it.",
        ),
        good=(
            "My patient came back.\n\n---\n\nWhat I learnt about listening.",
            "I gave a talk last night.\n\n---\n\nA farmer from Millbrook had a question.\n\n---\n\nAbout bees.",
            "The congress was last night.\n\n---\n\nMore from the town of Millbrook tomorrow.",
            "A 45M truck driver, admitted with chest pain.\n\n---\n\nThe ECG was normal, and that was the trap.",
            "The patient got 3.1 L of saline.\n\n---\n\nThe second litre ran in over two hours.",
        ),
        check_thread=_mosaic,
        scope=Scope.THREAD,
        languages=ENGLISH,
    ),
    Rule(
        code="PRV008",
        name="third-party-detail",
        title="A private detail about somebody who did not choose to tell it",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message="{words}: was this yours to tell? Ask the person, or tell it so that it could be anyone.",
        reason=(
            "Neighbours, colleagues and children read along, or their friends do. What they told you they "
            "did not tell your readers."
        ),
        source="Studies of regretted posts (observational); our judgement.",
        bad=(
            "My neighbour is pregnant again, at 47!",
            "His colleague was diagnosed with HIV and told me first.",
            "My niece attempted suicide, so please be kind.",
        ),
        good=(
            "My neighbour is a carpenter again, at 47!",
            "I was diagnosed with HIV and told my colleague first.",
            "Pregnancy at 47 is rare; my paper says how rare.",
        ),
        check=_gossip,
        languages=ENGLISH,
    ),
    Rule(
        code="PRV009",
        name="time-stamp-in-case",
        title="A time stamp in a post about a patient or client",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: with the date of the post this gives the day of the case. Write “recently”, and let "
            "some weeks pass."
        ),
        reason=(
            "In 754 posts about patients one in eight gave the time. A post is dated by itself; “last night” "
            "makes that the date of the case."
        ),
        source="Ahmed and others 2020 (observational); inference from the Safe Harbor list.",
        bad=(
            "Saw a patient in clinic today with a rash I could not name.",
            "Last night we admitted a man with a fever of 42.",
            "My patient told me this morning that she had stopped all her pills.",
            "The eldest packed a bag for her sisters when we removed them on Tuesday.",
        ),
        good=(
            "A patient in clinic had a rash I could not name.",
            "Today I learnt how to name rashes.",
            "Last night the network was down on our ward.",
            "My own hip was replaced last March, and the physio was kind.",
        ),
        check=_moments,
        mild="In what is only probably a case; an hour, or a time in whose sentence nobody is met.",
        languages=ENGLISH,
        bar=CLUE,
    ),
    Rule(
        code="PRV010",
        name="my-patient",
        title="“My patient”",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words} ties the story to you, and you are easy to find. “A patient”, or “a teaching example”, "
            "carries the same lesson."
        ),
        reason="Your profile says where and when you work. Together with “my” it says where the patient was.",
        source="A clinician teacher\u2019s guide to teaching cases on social media (guide).",
        bad=(
            "My patient taught me to wait.",
            "Our oldest patient tells us where the signs are wrong.",
            "Lost my favourite patient, and the day went on.",
        ),
        good=(
            "A patient taught me to wait.",
            "Patients tell us where the signs are wrong.",
            "My patience was tested by the new form.",
            "Our patient-centred care workshop was full.",
            "My patient approach to code review has paid off.",
        ),
        check=_ownership,
        languages=ENGLISH,
        once=True,
        bar=CLUE,
    ),
    Rule(
        code="PRV011",
        name="rarity-in-case",
        title="A claim of rarity, or rare work, in a post about a patient or client",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: what is rare points to one person, and newspapers may have written about it. Describe "
            "the finding without its rank."
        ),
        reason=(
            "A superlative is an identifier of its own: any other unique characteristic stands on the list. So is work"
            " that few people do: whoever knows the town knows its organist."
        ),
        source=f"{SAFE_HARBOR}, item 18; guides for radiologists (guide).",
        bad=(
            "My patient was the first case in the country.",
            "A 45M with the largest aneurysm I've ever seen was admitted.",
            "She was diagnosed as one of only 12 cases worldwide.",
            "A lighthouse keeper with pneumonia asked me to look after his cat.",
        ),
        good=(
            "My patient had an aneurysm of six centimetres.",
            "The first case report form was too long.",
            "The largest trial in the country begins on Monday.",
        ),
        check=_rarity,
        mild="Rare work, a rank of something else than a case or a person, or what is only probably a case.",
        languages=ENGLISH,
        bar=CLUE,
    ),
    Rule(
        code="PRV012",
        name="bed-in-case",
        title="A bed or room number in a post about a patient or client",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: whoever works or visits there knows who lies in it. Leave it out.",
        reason="A bed tells colleagues, visitors and the patient who is meant, and the lesson does not need it.",
        source="Guides to teaching cases on social media (guide).",
        bad=(
            "A 61F in bed 12 has the best jokes on the ward.",
            "The patient in room 4 was admitted with a stroke.",
            "Bay 3: a resident with a fever and no cough.",
        ),
        good=(
            "A 61F has the best jokes on the ward.",
            "The workshop is in room 4.",
            "Bed rest helps no patient with back pain.",
        ),
        check=_beds,
        languages=ENGLISH,
        once=True,
        bar=CLUE,
    ),
    Rule(
        code="PRV013",
        name="fine-age-in-case",
        title="An age in hours, days or weeks in a post about a patient",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message="{words}: with the date of the post this gives the day of birth. “A newborn”, “an infant” is enough.",
        reason=(
            "A birthday is an identifier. An age to the day, in a post that carries its own date, is a birthday to be"
            " reckoned, and few children are born in one place on one day."
        ),
        source=f"Inference from {SAFE_HARBOR}, item 3; our judgement.",
        bad=(
            "An 11-day-old boy was admitted with a fever.",
            "Intubated a 6 weeks old girl with bronchiolitis in our clinic.",
            "The twins were 30 hours old when we diagnosed the infection.",
        ),
        good=(
            "A newborn boy was admitted with a fever.",
            "The guideline is 6 weeks old and nobody has read it.",
            "A 61-year-old woman was admitted with a fever.",
        ),
        check=_fine_ages,
        mild="In what is only probably a case.",
        fix=Safety.CHOICE,
        languages=ENGLISH,
        bar=CLUE,
    ),
)

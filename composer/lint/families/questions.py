"""What only a person can answer, asked where a passage gives cause; a program that guessed would be believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint import cases
from composer.lint.families.conference import is_live
from composer.lint.families.wordings import together
from composer.lint.record import ENGLISH, Finding, Rule, Scope
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Severity
from composer.people import PermissionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.lint.matcher import Hit
    from composer.lint.reading import Reading, ThreadReading

_FIRST_HAND = 3
"""Marks of a case at which a text says itself that it is about a patient."""
_WORD = re.compile(r"[\w'\u2019-]+")


def _about_a_case(sureness: int) -> Callable[[Reading], Iterable[Finding]]:
    def check(reading: Reading) -> Iterable[Finding]:
        if cases.is_case(reading, sureness):
            yield Finding()

    return check


def _wordings(name: str) -> Callable[[Reading], Iterable[Finding]]:
    def check(reading: Reading) -> Iterable[Finding]:
        return together(reading, reading.found(name))

    return check


def _from_an_event(thread: ThreadReading) -> Iterable[Finding]:
    event = thread.thread.draft.event
    if is_live(thread):
        yield Finding((event,), number=1)


def _pictures_of_slides(thread: ThreadReading) -> Iterable[Finding]:
    for reading in thread.posts if is_live(thread) else ():
        if reading.post.media:
            yield Finding((reading.post.media[0].path,), medium=0, number=reading.post.number)


def _people_in_pictures(reading: Reading) -> Iterable[Finding]:
    persons = vocabulary(reading.setting.language).words("questions.persons")
    for index, medium in enumerate(reading.post.media):
        shown = {word.lower() for word in _WORD.findall(medium.alt)}
        if shown & persons:
            yield Finding((medium.path,), medium=index)
            return


def _named_beside_a_person(reading: Reading) -> Iterable[Finding]:
    mentions = reading.of("mention")
    if mentions and (cases.is_case(reading, _FIRST_HAND) or any(_people_in_pictures(reading))):
        yield Finding(tuple(reading.said(one.start, one.end) for one in mentions), mentions[0].start, mentions[-1].end)


def _recommended(reading: Reading) -> tuple[Hit, ...]:
    """Words of praise in a post that points somewhere: with a link or a mention."""
    pointed = reading.of("url") or reading.of("mention") or reading.post.links
    return reading.found("people.praise") if pointed else ()


def _favour(reading: Reading) -> Iterable[Finding]:
    return together(reading, reading.found("questions.favour"))


def _read_it(reading: Reading) -> Iterable[Finding]:
    return together(reading, _recommended(reading))


RULES = (
    Rule(
        code="ASK001",
        name="self-recognition",
        title="Would the person recognise this as their own story?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Would the person this is about, or their family, recognise it as their own story?",
        goes="no",
        otherwise=(
            "Change what does not carry the lesson (age, sex, time, place, order), or ask them and note the answer:"
            " `thread people permit case NAME yes`."
        ),
        reason=(
            "Of tweets about patients who may have been alive nearly half could be recognised by the patient, and a"
            " third by friends or family. No list of identifiers tells that; somebody who was there does."
        ),
        source="A study of clinicians' posts about patients (observation); professional guidance on social media.",
        bad=(
            "My patient last night was a farmer with a nail through his boot.",
            "A patient of mine, 71, refused the operation and went home to his bees.",
            "My patient told me that she had sung in the choir that I conduct.",
        ),
        good=(
            "Patients who wait longer ask fewer questions.",
            "How do you say no to an operation?",
            "The study followed 412 patients for two years.",
        ),
        check=_about_a_case(_FIRST_HAND),
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK002",
        name="sum-of-it",
        title="Do this, your profile and your older posts point to somebody together?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Read with your profile, your employer and your older posts: does this point to one person?",
        goes="no",
        otherwise="Leave out what dates or places it, or let months pass before you tell it.",
        reason="Each post is harmless by itself. Who knows where you work and when you wrote it puts them together.",
        source="Professional guidance on social media: it is the sum of the material that counts.",
        bad=(
            "My patient was the first of the morning, and the last to leave.",
            "A patient of mine, 71, refused the operation.",
            "My patient from the second floor taught me patience.",
        ),
        good=(
            "Patients who wait longer ask fewer questions.",
            "What a waiting room teaches.",
            "The study followed 412 patients for two years.",
        ),
        check=_about_a_case(_FIRST_HAND),
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK003",
        name="consent",
        title="Has the person agreed to be told about?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Has the person this is about agreed that you tell it here, or can it be about anybody?",
        goes="yes",
        otherwise="Ask them in writing, saying where it will stand and that it cannot be taken back; or leave it.",
        reason="What was said in a consulting room or a classroom was said there. Who tells it elsewhere needs a yes.",
        source="Professional guidance on confidentiality and on social media.",
        bad=(
            "My patient let me listen to her heart for ten minutes.",
            "A patient of mine, 71, wept when I asked about his dog.",
            "My patient asked me to tell this.",
        ),
        good=(
            "Hearts are worth ten minutes.",
            "How long do you listen?",
            "Consent is a talk and not a form.",
        ),
        check=_about_a_case(_FIRST_HAND),
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK004",
        name="event-policy",
        title="Does the event allow posts from its talks?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Does {words} allow posts from its talks?",
        goes="yes",
        otherwise="Ask the organisers, and note it, the tag without its #: `thread people permit event TAG yes`.",
        reason="Policies truly differ: some events ask for posts, some forbid slides, some every word of a talk.",
        source="Published policies of scientific meetings, which contradict each other; guides to live posting.",
        scope=Scope.THREAD,
        noted=PermissionKind.EVENT,
        bad=(
            (
                '---\nevent: "#CareConf26"\n---\nNow: Ada Lindqvist on waiting.\n\n---\n\nLindqvist: wait ten seconds. '
                "#CareConf26"
            ),
            '---\nevent: "#CareConf26"\n---\nLive from the main hall: Ada Lindqvist.\n\n---\n\nShe begins. #CareConf26',
            '---\nevent: "#CareConf26"\n---\nNotes from a talk by Bo Lund.\n\n---\n\nLund: ask first. #CareConf26',
        ),
        good=(
            '---\nevent: "#CareConf26"\n---\nI am on my way to the meeting.\n\n---\n\nWho else?',
            "Now: Ada Lindqvist on waiting.",
            '---\nevent: "#CareConf26"\n---\nMy own talk, as a thread.\n\n---\n\nWait ten seconds.',
        ),
        check_thread=_from_an_event,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK005",
        name="slides",
        title="Has the presenter agreed to have their slide or poster shown?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Has the presenter agreed that you show {words}?",
        goes="yes",
        otherwise="Ask after the talk, or tell what the slide says in words of your own.",
        reason="A slide may hold data that a journal will not print afterwards, or a picture by somebody else.",
        source="Guides to posting from scientific meetings.",
        scope=Scope.THREAD,
        bad=(
            (
                '---\nevent: "#CareConf26"\n---\nNow: Ada Lindqvist on waiting.\n\n---\n\nHer curve. #CareConf26\n\n'
                "![Line chart: waits fall from 40 to 20 minutes](curve.png)"
            ),
            (
                '---\nevent: "#CareConf26"\n---\nLive from the hall: Bo Lund.\n\n---\n\nThe poster. #CareConf26\n\n'
                "![Poster with three columns of text](poster.png)"
            ),
            (
                '---\nevent: "#CareConf26"\n---\nNotes from a talk by Bo Lund.\n\n---\n\nHis list. #CareConf26\n\n'
                "![List of four questions](list.png)"
            ),
        ),
        good=(
            "![Line chart: waits fall from 40 to 20 minutes](curve.png)\n\nOur own curve.",
            '---\nevent: "#CareConf26"\n---\nNow: Ada Lindqvist on waiting.\n\n---\n\nWait ten seconds. #CareConf26',
            '---\nevent: "#CareConf26"\n---\nMy own talk.\n\n![Line chart](curve.png)',
        ),
        check_thread=_pictures_of_slides,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK006",
        name="people-in-pictures",
        title="Have the people in the picture agreed?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Have those who can be recognised in {words} agreed to be shown here?",
        goes="yes",
        otherwise="Ask them, show their backs, or take another picture.",
        reason="A face is found again by machines, years later, beside whatever was written under it.",
        source="Guides to posting from scientific meetings; the law of several countries.",
        bad=(
            "After the course.\n\n![Six nurses wave from the stairs](stairs.jpg)",
            "![Portrait of a man in a white coat](portrait.png)\n\nMy teacher.",
            "Full house.\n\n![The audience, seen from the stage](hall.jpg)",
        ),
        good=(
            "After the course.\n\n![An empty room with six chairs](room.jpg)",
            "![Line chart: falls by month](falls.png)\n\nOur figures.",
            "People who wave from stairs are happy.",
        ),
        check=_people_in_pictures,
        note="It asks, and looks for words such as nurse or portrait in the alt text.",
    ),
    Rule(
        code="ASK007",
        name="private-words",
        title="May words that were not said in public be repeated?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="{words}: has whoever said that agreed to have it repeated in public?",
        goes="yes",
        otherwise="Ask them, or tell what you learned without their words.",
        reason="A closed group lives on what is said there staying there. So does a friendship.",
        source="Rules of closed groups of physicians online; our judgement.",
        bad=(
            "A mother in our WhatsApp group asks how others do it.",
            "He told me in confidence that he wants to leave.",
            "Verbatim, from a closed group: how do you say no?",
        ),
        good=(
            "In her talk she said that she wants to leave.",
            "How do you say no?",
            "The group closed in 2019.",
        ),
        check=_wordings("questions.private"),
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK008",
        name="named-beside-a-person",
        title="Do those who are mentioned want to be named beside this case or picture?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="Have {words} agreed to be named beside this case or picture?",
        goes="yes",
        otherwise="Leave the handle out, or ask and note it: `thread people permit tag @HANDLE yes`.",
        reason="A mention ties somebody to a patient or puts a name to a face, and their employer reads it too.",
        source="Custom among clinicians and teachers online; our judgement.",
        bad=(
            "With @drlindqvist after the course.\n\n![Two women laugh on the stairs](stairs.jpg)",
            "My patient owes his leg to @bo_lund.",
            "@cleo_m on stage.\n\n![The speaker points at a chart](stage.jpg)",
        ),
        good=(
            "With @drlindqvist after the course.",
            "The guideline by @drlindqvist is out.",
            "Two women laugh on the stairs.\n\n![Two women laugh on the stairs](stairs.jpg)",
        ),
        check=_named_beside_a_person,
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK009",
        name="co-authors",
        title="Do your co-authors know that you post this?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="{words}: do those who did the work with you know that you post it, and are they named?",
        goes="yes",
        otherwise="Tell them, and name them: the thread is theirs too.",
        reason="Joint work that one of its authors tells alone is remembered as theirs.",
        source="Authorship guidance; our judgement.",
        bad=(
            "Our new paper on handovers is out.",
            "We published the protocol in spring.",
            "Our trial recruited 412 people in nine wards.",
        ),
        good=(
            "Their paper on handovers is out.",
            "The protocol was published in spring.",
            "Our ward has nine beds.",
        ),
        check=_wordings("questions.ours"),
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK010",
        name="embargo",
        title="Is any of this unpublished or under embargo?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="{words}: may this be public on the day the thread goes out?",
        goes="yes",
        otherwise="Schedule it for the day after the embargo, or leave the figures out.",
        reason="A journal or a prize may be lost by one figure that was told too early, and not only to you.",
        source="Embargo policies of journals and meetings.",
        bad=(
            "Preliminary results: falls are down by half.",
            "The manuscript is under review, and here is the figure.",
            "A first look at our data before it is published.",
        ),
        good=(
            "Falls are down by half, as the report of last year says.",
            "We review the rota on Mondays.",
            "The paper is out, and open to all.",
        ),
        check=_wordings("questions.unpublished"),
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK011",
        name="favour-check",
        title="Would you say this if nobody had asked you to?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="{words}: do you know them and who gains, and would you say it had nobody asked you?",
        goes="yes",
        otherwise=(
            "Say no kindly: \u201cI don't promote what I have not used\u201d is enough. People expect more anger at a"
            " no than there is."
        ),
        reason=(
            "Friendships online come fast, and the small favour soon after. Each one costs some of the trust that"
            " made you worth asking."
        ),
        source="What physicians tell of favours asked online; a study in which refusers overestimated the anger.",
        bad=(
            "My dear friend has a new podcast about sleep.",
            "A colleague asked me to share her course.",
            "Proud to recommend this new app for wards.",
        ),
        good=(
            "My friend and I walked home from the night shift.",
            "I listened to a podcast about sleep.",
            "The new app for wards has three bugs.",
        ),
        check=_favour,
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
    Rule(
        code="ASK012",
        name="have-i-read-it",
        title="Have you read or tried what you praise?",
        layer=Layer.QUESTION,
        severity=Severity.INFO,
        message="{words}: have you read or tried what you point to, to its end?",
        goes="yes",
        otherwise="Read it first, or say how far you got.",
        reason="Most links that are passed on were not opened. Praise says that yours was.",
        source="A study of links shared on Twitter, 59 % of them never clicked (observation); our judgement.",
        bad=(
            "A must-read: https://example.org/rooms",
            "I highly recommend this by @drlindqvist.",
            "The best paper on waiting that I know: https://example.org/wait",
        ),
        good=(
            "A must-read, if ever there was one.",
            "The slides are at https://example.org/slides",
            "Thanks to @drlindqvist for the answer.",
        ),
        check=_read_it,
        languages=ENGLISH,
        note="It asks, and decides nothing.",
    ),
)

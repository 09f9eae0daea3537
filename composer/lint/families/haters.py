"""Leaving hostility unanswered, and nobody pilloried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.families.tone import HEATED, WARM, heat
from composer.lint.families.wordings import reports, spans
from composer.lint.record import ENGLISH, Finding, Rule, given
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_HOSTILE = ("kindness.insult", "kindness.threat", "groups.slur", "tone.fury", "tone.hate")


@given("haters.feeding", "tone.fury", "tone.swear", "tone.scorn", "kindness.insult")
def _answers_hostility(reading: Reading) -> Iterable[Finding]:
    if not reading.post.quotes:
        yield from _answers_in_heat(reading)
        return
    quoted = " \n".join(reading.text[start:end] for start, end in reading.post.quotes)
    matcher = vocabulary(reading.setting.language).matcher
    hostile = [hit for hit in matcher.find(quoted.lower().replace("\u2019", "'")) if hit.name in _HOSTILE]
    own = reading.found("haters.feeding", "tone.fury", "tone.swear", "tone.scorn", "kindness.insult")
    if hostile and own and (heat(reading) >= WARM or reading.found("haters.feeding")):
        words = tuple(dict.fromkeys(reading.said(hit.start, hit.end) for hit in own))
        theirs = quoted[hostile[0].start : hostile[0].end]
        what = f"You quote \u201c{theirs}\u201d and answer"
        yield Finding(words, own[0].start, own[0].end, fields=(("what", what),))


def _answers_in_heat(reading: Reading) -> Iterable[Finding]:
    """A heated first post of a draft that answers somebody, whose words are not at hand."""
    if reading.post.number == 1 and reading.setting.is_reply and heat(reading) >= HEATED:
        own = reading.found("haters.feeding", "tone.fury", "tone.swear", "tone.scorn", "kindness.insult")
        words = tuple(dict.fromkeys(reading.said(hit.start, hit.end) for hit in own))
        if own:
            yield Finding(words, own[0].start, own[0].end, fields=(("what", "You answer somebody with"),), mild=True)


@given("haters.shame")
def _shames(reading: Reading) -> Iterable[Finding]:
    yield from spans(reading, reading.found("haters.shame"))


RULES = (
    Rule(
        code="HAT001",
        name="feeds-trolls",
        title="Answers haters in their own coin",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} is the answer that a troll posts for: it shows that the aim was good, and shows the insult to all"
            " who follow you. Leave it unanswered, or mute; your message needs the space."
        ),
        reason=(
            "Hostile accounts live on answers. A clever one spreads what it answers, invites the next, and costs an"
            " evening."
        ),
        source="Guides for researchers on social media (custom); our judgement.",
        bad=(
            "Cry more. My paper is out and yours is not.",
            "To all my haters: stay mad.",
            "Look at this clown who thinks that p-values are a conspiracy.",
        ),
        good=(
            "Babies cry more at dusk, and nobody knows why.",
            "A good question under yesterday's post: what about the controls?",
            "How I handle trolls: I mute, and I go for a walk.",
        ),
        check=reports("haters.feeding"),
        languages=ENGLISH,
    ),
    Rule(
        code="HAT002",
        name="heated-answer",
        title="A heated answer to a hostile post",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{what} {words}. The first calm answer sets the tone of the rest; no answer at all is one of the answers."
        ),
        mild="the post answers somebody whose words are not at hand",
        reason="Incivility spreads from answer to answer, and the first answer sets the tone of those that follow.",
        source="Studies of replies to uncivil posts (observational).",
        bad=(
            "> You are an idiot and your thesis is garbage.\n\nHow dare you, you pathetic liar.",
            "> Shut up and go back to your lab.\n\nWhat the hell is wrong with you? Cry more.",
            "> I hate people like you.\n\nThat is disgusting, shame on you!",
        ),
        good=(
            (
                "> You are an idiot and your thesis is garbage.\n\nThe data are in appendix C; I look forward to your"
                " reading."
            ),
            "> The sample was small.\n\nIt was, and we say so in the discussion.",
            "> Shut up and go back to your lab.\n\nI will, there is coffee.",
        ),
        check=_answers_hostility,
        languages=ENGLISH,
    ),
    Rule(
        code="HAT003",
        name="subtweet",
        title="Talks about somebody who is not named but meant",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words}: the person meant may recognise it and cannot answer, and others will think that they are meant."
            " Tell the person, or write about the matter."
        ),
        reason=(
            "A hint at a person makes everyone guess, and nobody learn. What it is about is worth a post of its own."
        ),
        source="Our judgement; custom.",
        bad=(
            "Some people on here have no manners. You know who you are.",
            "Not naming names, but the third reviewer had an interesting day.",
            "To the person who took my slides without asking: I noticed.",
        ),
        good=(
            "Some people respond to the first dose, others to the third.",
            "Names are withheld in the data set by design.",
            "To the person who saved my seat on the night train: thank you.",
        ),
        check=reports("haters.subtweet"),
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="HAT004",
        name="name-and-shame",
        title="Calls a crowd on somebody",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} points a crowd at one account, and no one controls a crowd. Write to them, or to whoever is"
            " responsible; say here what should change."
        ),
        reason=(
            "A post that names and accuses reaches its target as hundreds of messages at once, and reaches people who"
            " know only the accusation."
        ),
        source="Networks' rules on targeted harassment (platform); custom.",
        bad=(
            "Shame on @harbour_clinic for the new parking fees.",
            "@drlindqvist should be fired, today.",
            "Everyone tell @harbour_clinic what you think of this disgusting rule.",
        ),
        good=(
            "I have written to @harbour_clinic about the parking fees and will post the answer.",
            "@drlindqvist should be read by anyone who designs forms.",
            "Everyone, meet @anna_k, who drew the first whiteboard.",
        ),
        check=_shames,
        languages=ENGLISH,
    ),
)

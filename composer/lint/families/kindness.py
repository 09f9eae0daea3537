"""Words that hurt a person, or a whole group of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.cuts import instead, or_clause
from composer.lint.families.tone import HEATED, WARM, heat, is_playful
from composer.lint.families.wordings import LONG_THREAD, apart, reports, spans, together
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, GERMAN, HEAT, Bar, Finding, Given, Rule, Status, given
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.lint.matcher import Hit
    from composer.lint.reading import Reading


_milder = instead("instead.profanity", Safety.CHOICE)
_SOMEBODY = pattern(r"@|\b(?:you|u|your|ur|he|she|they|his|her|their|him|them|who)\b", re.IGNORECASE)
_NOT_A_PERSON = ("kindness.staged", "kindness.thing")
_NO_THREAT = ("kindness.staged", "kindness.machine", "kindness.told")


@given("kindness.profanity")
def _profanity(reading: Reading) -> tuple[Finding, ...]:
    hits = reading.found("kindness.profanity")
    return together(reading, hits, mild=heat(reading) < HEATED or is_playful(reading), mend=_milder)


@given("kindness.insult", "kindness.brusque")
def _insult(reading: Reading) -> tuple[Finding, ...]:
    aimed = apart(reading, reading.found("kindness.insult"), *_NOT_A_PERSON, "kindness.told")
    insults = spans(reading, aimed, mild=is_playful(reading) or _is_stray(reading, aimed)) if aimed else ()
    return (*insults, *spans(reading, reading.found("kindness.brusque"), mild=True))


def _is_stray(reading: Reading, insults: Sequence[Hit]) -> bool:
    """Whether one harsh word stands in a calm post of a long thread and names nobody: rather a figure of speech."""
    if reading.post.total < LONG_THREAD or len(insults) > 1 or heat(reading) >= WARM:
        return False
    return not any(_SOMEBODY.search(reading.text, *part) for part in insults[0].parts)


def _of_their_own(*lists: str) -> Given[Reading]:
    """A check that reports hits of these lists where the writer does not answer somebody who said so."""

    @given(*lists)
    def check(reading: Reading) -> tuple[Finding, ...]:
        return spans(reading, apart(reading, reading.found(*lists), "kindness.told", "kindness.answered"))

    return check


@given("kindness.threat", "kindness.menace")
def _threat(reading: Reading) -> tuple[Finding, ...]:
    meant = apart(reading, reading.found("kindness.threat"), *_NO_THREAT)
    if meant:
        return spans(reading, meant)
    hinted = apart(reading, reading.found("kindness.menace"), *_NO_THREAT)
    return spans(reading, hinted, mild=True)


RULES = (
    Rule(
        code="KND001",
        name="profanity",
        title="Swearing",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: swearing is quoted without the rest of the sentence, and many readers meet your work here for"
            " the first time. Keep it if you mean it; the sentence is often stronger without."
        ),
        mild="the post is not heated: swearing at nobody",
        reason=(
            "Swearing reads as anger where the writer meant emphasis, more so in a second language and in writing."
            " It is a choice of style among friends and a risk among strangers."
        ),
        source="Kruger and others 2005 on tone lost in writing (experiment); custom of professional accounts.",
        bad=(
            "The new rota is absolute bullshit.",
            "Holy sh*t, the assay worked on the first try.",
            "Spent the whole fucking night on a regression.",
        ),
        good=(
            "The new rota does not work for anyone with children.",
            "The Shih Tzu in bed four is a therapy dog.",
            "Dick Scunthorpe described the method in 1974.",
        ),
        check=_profanity,
        fix=Safety.CHOICE,
        languages=ENGLISH,
        once=True,
        bar=HEAT,
    ),
    Rule(
        code="KND002",
        name="insult",
        title="An insult at a person",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is aimed at a person, not at what they did or said, and it is all that will be remembered. Name"
            " the act or the claim, or leave it out."
        ),
        mild=(
            "it is rude more than insulting, a smile says that it is among friends, or it is a single word that names"
            " nobody in a long thread that is calm"
        ),
        reason=(
            "An insult ends the conversation that it stands in, for the person it names and for everybody who reads"
            " along. The first answer sets the tone of those that follow."
        ),
        source="Studies of how incivility spreads in replies (observational); custom.",
        bad=(
            "You are an idiot if you believe that table.",
            "The reviewer is a complete moron, and so is the editor.",
            "@harbour_clinic you absolute clown, read the paper first.",
            "Our dean has the backbone of a jellyfish and the manners to match.",
        ),
        good=(
            "I felt like an idiot when I found the second fracture.",
            "Nobody who asks a question here is stupid.",
            "A stupid mistake in my table: the columns were swapped.",
            "In the comedy the doctor is a fool and the servant a liar.",
        ),
        check=_insult,
        languages=(*ENGLISH, GERMAN),
        bar=HEAT,
    ),
    Rule(
        code="KND003",
        name="slur",
        title="A slur",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is a slur: it hurts people who were never part of the conversation, whatever was meant. Leave it"
            " out; to write about the word, put it in quotation marks."
        ),
        reason=(
            "A slur speaks to everyone it was ever used against. The list is short and closed; names of groups are"
            " never on it, and words between quotation marks are not looked at."
        ),
        source="Networks' rules on hateful conduct (platform); our list.",
        bad=(
            "Only a retard would design the form like that.",
            "Some libtard on the committee stopped it.",
            "That referee is a spaz.",
        ),
        good=(
            "The child has spastic diplegia and runs the fastest chair in town.",
            "There is a chink in the armour of that argument.",
            "Why we no longer say \u201cretarded\u201d on our ward.",
        ),
        check=_of_their_own("groups.slur"),
        languages=ENGLISH,
    ),
    Rule(
        code="KND004",
        name="threat",
        title="A threat, or a wish that somebody come to harm",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} reads as a threat or as a wish of harm, jokes included: the person named cannot tell. It breaks"
            " every network's rules and may break the law. Leave it out."
        ),
        mild="it may be a warning that means well, or a figure of speech",
        reason=(
            "Whoever is threatened has to take it seriously, because some threats are. A joke that only friends"
            " understand reaches people who are not."
        ),
        source="Networks' rules on violent speech (platform); criminal law in many countries (law).",
        bad=(
            "I know where you live, and I will find you.",
            "He should be shot for what he did to the department.",
            "I hope you get cancer and nobody treats you.",
            "u wont be laughing with a knife at ur throat",
            "These landlords want stringing up from the nearest lamp post.",
        ),
        good=(
            "The drug will kill you if you take it with grapefruit.",
            "I will find you a seat in the front row.",
            "We hope you get well soon and nobody bothers you.",
            "We are coming for you at nine with the minibus.",
            "The mosquitoes should be exterminated before the rains.",
            "Nobody deserves to be beaten for the outcome of an operation.",
            "We murdered them 6-0 on Saturday, and I could murder a curry.",
            "He was jailed for writing that he would burn the clinic down.",
        ),
        check=_threat,
        languages=ENGLISH,
        bar=Bar(precision=0.90),
        note=(
            "Its bar is that what it reports is right. It does not find the 0.80 of outright threats that were hoped"
            " for: those who had not seen it wrote a quarter of theirs in words that it does not know."
        ),
    ),
    Rule(
        code="KND005",
        name="stigma",
        title="People named by their illness",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} makes a person into their illness, or blames them for it; those concerned ask for other words."
            " Say who they are first, then what they have or what happened."
        ),
        reason=(
            "Words of this kind lower the care that people get: clinicians who read a stigmatising note choose"
            " harsher treatment. Many groups have said which words they prefer; some, such as autistic people, prefer"
            " the plain adjective."
        ),
        source=(
            "Guides of patients' groups, of the AMA and the AP (guide); studies of stigmatising chart notes"
            " (experiment)."
        ),
        bad=(
            "She committed suicide after the third admission.",
            "Half of the beds are taken by addicts.",
            "The patient failed treatment and was non-compliant throughout.",
        ),
        good=(
            "She died by suicide after the third admission.",
            "Half of the beds are taken by people with an addiction.",
            "The treatment did not help, and he could not afford the second one. The diabetic foot needs time.",
        ),
        check=reports("health.stigma", mend=instead("instead.stigma", Safety.CHOICE)),
        fix=Safety.CHOICE,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="KND006",
        name="ableist-idiom",
        title="An illness or disability as a figure of speech",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words} uses a condition that readers live with to say something else. The plain word is usually shorter:"
            " ignored, weak, changeable."
        ),
        reason="Such idioms are rarely meant to hurt, and are heard anew by everyone who has the condition.",
        source="Style guides of disability organisations (guide).",
        bad=(
            "Our requests fell on deaf ears for two years.",
            "I'm so OCD about reference lists.",
            "What a lame excuse for a limitation section.",
        ),
        good=(
            "Our requests went unanswered for two years.",
            "She lives with OCD and edits the newsletter.",
            "The lame mare recovered after six weeks.",
        ),
        check=reports("health.idiom", mend=instead("instead.idiom", Safety.CHOICE)),
        fix=Safety.CHOICE,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="KND007",
        name="gendered-default",
        title="A man or a woman where anybody is meant",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words} pictures one gender where any is meant. A word for the role does the same work.",
        reason="Readers who are not pictured feel less addressed; for most such words a common one exists.",
        source="Style guides of learned societies (guide).",
        bad=(
            "We need more manpower on weekends.",
            "Ask the chairman of your department.",
            "A male nurse answered the phone.",
        ),
        good=(
            "We need more people on weekends.",
            "Ask the chair of your department.",
            "The manual is on the second shelf, by the mantelpiece.",
        ),
        check=reports("health.gendered", mend=instead("instead.gendered", Safety.CHOICE)),
        fix=Safety.CHOICE,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: true to the letter, but most of what it reports is meant and read as neutral.",
    ),
    Rule(
        code="KND008",
        name="condescending",
        title="Words that tell the reader how easy it is",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words} tells whoever did not know it that they should have. The sentence stands without.",
        reason="What is obvious to the writer is the very thing that a reader came for.",
        source="Our judgement; guides on writing for learners (guide).",
        bad=(
            "Obviously the second model overfits.",
            "It's not rocket science: wash your hands.",
            "As everyone knows, the trial was stopped early.",
        ),
        good=(
            "The second model overfits: see the gap between the curves.",
            "Wash your hands before and after.",
            "The trial was stopped early, which few reports mention.",
        ),
        check=reports(
            "health.condescending", mend=or_clause(instead("instead.condescending", Safety.UNSAFE), Safety.UNSAFE)
        ),
        fix=Safety.UNSAFE,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: it reports some 2 % of posts of expert threads, most of them harmless.",
    ),
    Rule(
        code="KND009",
        name="group-verdict",
        title="A verdict on a whole group of people",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=("{words} judges everyone in a group by what some did. Say who did what, or how many of how many."),
        reason=(
            "A verdict on a group is never true of all of it, and those of whom it is not true are the ones who read"
            " it. Naming a group is fine; the rule needs a verdict beside the name."
        ),
        source="Networks' rules on hateful conduct (platform); our judgement.",
        bad=(
            "All surgeons are arrogant, and everyone knows it.",
            "Immigrants are lazy and want handouts.",
            "Politicians always lie, so why read the bill?",
        ),
        good=(
            "All patients are screened on arrival, and all women are offered a second reading.",
            "Not all surgeons are arrogant; the one who taught me was not.",
            "The claim that immigrants are lazy does not survive the tax data.",
        ),
        check=_of_their_own("groups.verdict"),
        languages=ENGLISH,
    ),
)

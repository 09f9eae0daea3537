"""Words that hurt a person."""

from composer.lint.families.wordings import reports
from composer.lint.record import ENGLISH, Rule
from composer.model import Layer, Severity

RULES = (
    Rule(
        code="KND002",
        name="insult",
        title="An insult at a person",
        layer=Layer.JUDGEMENT,
        severity=Severity.ERROR,
        message=(
            "{words} is aimed at a person, not at what they did or said, and it is all that will be remembered. Name"
            " the act or the claim, or leave it out."
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
        ),
        good=(
            "I felt like an idiot when I found the second fracture.",
            "Nobody who asks a question here is stupid.",
            "A stupid mistake in my table: the columns were swapped.",
        ),
        check=reports("kindness.insult"),
        languages=ENGLISH,
    ),
)

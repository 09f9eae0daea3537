"""Drawing a line between us and them."""

from __future__ import annotations

from composer.lint.families.wordings import reports
from composer.lint.record import ENGLISH, Rule, Status
from composer.model import Layer, Severity

RULES = (
    Rule(
        code="KND010",
        name="us-and-them",
        title="Splits readers into us and them",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words} draws a line through your readers. Say what you disagree with, and leave open who is where.",
        reason=(
            "Whoever is told to belong to the others stops reading, and whoever is told to belong to us stops thinking."
            " A claim can be answered, a camp cannot."
        ),
        source="An essay on favours among colleagues, which tells how factions came about (custom); our judgement.",
        bad=(
            "It was always going to be us versus them.",
            "Real doctors don't need a checklist.",
            "On this question you have to pick a side.",
        ),
        good=(
            "Wards that use a checklist and wards that do not both have reasons.",
            "The house stands on the other side of the road.",
            "It need not be us versus them.",
            "A friend of mine would not pick a side, and was right.",
        ),
        check=reports("craft.sides"),
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: a short list of wordings that nobody has measured.",
    ),
)

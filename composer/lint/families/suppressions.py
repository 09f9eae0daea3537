"""Decisions of the writer's that have nothing left to decide."""

from composer.lint.record import MECHANICAL, Rule, Scope
from composer.model import Layer, Safety, Severity

RULES = (
    Rule(
        code="SUP001",
        name="idle-ignore",
        title="An ignored finding that is not there, or a code that does not exist",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="{code} is ignored {where}, but {why}. {advice}",
        reason=(
            "An ignore is a decision about words that stood there once. When the words change and the decision"
            " stays, it silently covers whatever is written there next. A misspelt code covers nothing at all."
        ),
        source="Custom of linters for code, where unused suppressions are reported for the same reason.",
        bad=(
            "<!-- ignore: KND002 quoted in the talk -->\nThe second reviewer was generous with her time.",
            "<!-- ignore: KDN002 my words of 2011 -->\nYou are an idiot, I wrote then.",
            "<!-- ignore: TAG -->\nOne tag is plenty. #Nursing",
        ),
        good=(
            "<!-- ignore: KND002 my own words of 2011, shown as they were -->\nYou are an idiot, I wrote then.",
            "<!-- ignore: TAG001 the congress asks for all four -->\nDay one. #CareConf #Nursing #Icu #Sleep",
            "<!-- a note to myself, no decision -->\nThe second reviewer was generous with her time.",
        ),
        scope=Scope.DRAFT,
        fix=Safety.SAFE,
        bar=MECHANICAL,
        note="Mechanical: it compares two lists.",
    ),
)

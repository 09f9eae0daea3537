"""Wordings that fish for a reaction."""

from composer.lint.families.wordings import reports
from composer.lint.record import ENGLISH, Rule
from composer.model import Layer, Severity

RULES = (
    Rule(
        code="BAI001",
        name="engagement-bait",
        title="Fishes for likes, tags or one-word comments",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} asks for a click that tells nobody anything. Ask a question that you want the answer to, or end"
            " with your point."
        ),
        reason=(
            "A like bought with a trick is no sign that the post helped anyone. Readers recognise the trick, networks"
            " rank it down, and the answers under it are not a conversation."
        ),
        source="Networks' published guidance against engagement bait (platform); custom.",
        bad=(
            "Like if you agree that nurses deserve better coffee.",
            "Tag a friend who needs to hear this today.",
            'Comment "YES" below and I will send you the checklist.',
        ),
        good=(
            "Which of the two checklists do you use, and why?",
            "Patients like it if you agree on a time and keep it.",
            "I commented on the draft, and the authors answered within a day.",
        ),
        check=reports("bait.click"),
        languages=ENGLISH,
    ),
)

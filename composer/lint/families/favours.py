"""Asking the reader for favours."""

from composer.lint.families.wordings import reports
from composer.lint.record import ENGLISH, Rule
from composer.model import Layer, Severity

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
        ),
        check=reports("favours.share"),
        languages=ENGLISH,
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
        ),
        check=reports("favours.ask"),
        languages=ENGLISH,
    ),
)

"""Giving others what is theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.families.wordings import spans
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, Finding, Rule, Scope, Status, given
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.lint.reading import Reading, ThreadReading

_LONG_QUOTE = 40
_QUOTED = pattern(
    rf"\u201c([^\u201c\u201d]{{{_LONG_QUOTE},400}})\u201d|\u00ab([^\u00ab\u00bb]{{{_LONG_QUOTE},400}})\u00bb"
    rf"|(?<!\w)\"(?=\S)([^\"\n]{{{_LONG_QUOTE},400}})\"(?!\w)"
)
_OPENING = '\u201c\u00ab"'
_SPEAKER = pattern(
    r"\b(?:said|says|say|wrote|writes|asked|asks|told|tells|put it|puts it|replied|answered|according to|quoted?"
    r"|quoting|quotes|calls?|called|argues?|argued|explains?|explained|notes?|noted|recalls?|concludes?|sang|sings"
    r"|as [A-Z]\w+|from [A-Z]\w+|by [A-Z]\w+|titled|entitled|headline|motto|slogan|proverb|I|we|my"
    r"|reads?|sign|question|title|phrase|sentence|words?|line|rule|saying|heading|caption|chapter|label(?:led)?|note"
    r"|message|letter|form|notice|instruction|item|button|box|option|definition|means?|term|version|example"
    r"|our|patient|she|he|they)\b"
    r"|[\u2013\u2014~-]{1,2}\s?[A-Z]\w+|@\w|https?://|\([A-Z][^)]{2,}\)"
    r"|\"\s*[-\u2013\u2014(]|\u201d\s*[-\u2013\u2014(]|:\s*[\"\u201c\u00ab]",
)
_SOURCE = pattern(
    r"https?://|doi\.|\bdoi:|\bPMID|et al|@\w{3,}|\[\d+\]"
    r"|\([A-Z][a-z]+(?:,| and| &)? ?(?:[A-Z][a-z]+,? )?(?:19|20)\d\d\)"
)


_OTHERS_WORK = pattern(
    r"\b(?:slide|poster|screenshot|cartoon|comic|meme|painting|drawing|artwork|infographic|illustration|album cover"
    r"|photograph|photo)\b",
    re.IGNORECASE,
)
_CREDIT = pattern(
    r"\b(?:by|from|via|credits?|courtesy|source|thanks to|\u00a9|copyright|CC[ -]?BY|CC0|public domain|licen[cs]e)\b"
    r"|\u00a9|@\w|\b(?:my|our)\b|\bI (?:took|drew|made|painted)\b",
    re.IGNORECASE,
)


@given("quotation mark")
def _nobodys_words(thread: ThreadReading) -> Iterable[Finding]:
    for i, reading in enumerate(thread.posts):
        text = reading.text
        found = _QUOTED.search(text) if any(sign in text for sign in _OPENING) else None
        if found is None:
            continue
        neighbours = [p.text for p in thread.posts[max(0, i - 1) : i + 2] if p is not reading]
        outside = f"{text[: found.start()]} {text[found.end() :]}"
        edges = text[max(0, found.start() - 2) : found.start()] + text[found.end() - 1 : found.end() + 3]
        if not (_SPEAKER.search(outside) or _SPEAKER.search(edges) or any(_SPEAKER.search(n) for n in neighbours)):
            start = " ".join(found[0].split()[:6])
            yield Finding((f"{start} ...",), found.start(), found.end(), number=reading.post.number)


def _unsourced(name: str) -> Callable[[ThreadReading], Iterable[Finding]]:
    """A check that reports the first wording of this list, where the thread names no source at all."""

    @given(name)
    def check(thread: ThreadReading) -> Iterable[Finding]:
        claims: list[tuple[Reading, Finding]] = []
        for reading in thread.posts:
            if _SOURCE.search(reading.text):
                return
            claims += [(reading, finding) for finding in spans(reading, reading.found(name))]
        for reading, finding in claims[:1]:
            yield Finding(finding.words, finding.start, finding.end, number=reading.post.number)

    return check


@given("picture")
def _uncredited(thread: ThreadReading) -> Iterable[Finding]:
    """The first picture that, by its own description, somebody else may have made, where nobody is thanked for one."""
    whole = "\n".join(reading.text for reading in thread.posts)
    shown = [(reading, i, m) for reading in thread.posts for i, m in enumerate(reading.post.media)]
    foreign = [(reading, i, m) for reading, i, m in shown if _OTHERS_WORK.search(m.alt)]
    if foreign and not any(_CREDIT.search(text) for text in (whole, *(m.alt for _, _, m in shown))):
        reading, index, medium = foreign[0]
        yield Finding((medium.path.rsplit("/", 1)[-1],), medium=index, number=reading.post.number)


RULES = (
    Rule(
        code="AMP001",
        name="quote-without-source",
        title="A quotation that belongs to nobody",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: whose words are these? Name the person, and say where they said it.",
        reason="Quoting gives somebody a stage; without a name it takes their words. Readers cannot check either.",
        source="Custom at conferences; guides for live notes (guide).",
        bad=(
            "\u201cA quiet hour is not silence, it is agreeing who listens to the phone.\u201d",
            "Thought for the day: good. \u201cThe best handover is the one that nobody has to repeat at six.\u201d",
            "\u00abA ward is a place where small repairs are made every single night.\u00bb",
        ),
        good=(
            "As Ruth Amadi puts it: \u201cA quiet hour is not silence, it is agreeing who listens to the phone.\u201d",
            "\u201cThe best handover is the one that nobody has to repeat at six.\u201d \u2013 Ruth Amadi",
            "We call it the \u201cquiet hour\u201d.",
            'The sign on the door reads "please leave your coat and your pager at the desk".',
        ),
        check_thread=_nobodys_words,
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="AMP002",
        name="claim-without-source",
        title="\u201cStudies show\u201d, and no study",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}, and the thread names none. Link the one you have in mind, or say that it is your experience.",
        reason="Unnamed experts cannot be checked or thanked. One link makes the claim the reader's to judge.",
        source="Custom of scientific writing; our judgement.",
        bad=(
            "Studies show that naps help night workers.",
            "Experts agree: handovers should be short.",
            "It is scientifically proven that plants calm patients.",
        ),
        good=(
            "Naps help night workers (Ruggiero and Redeker 2014): https://example.org/naps",
            "Our data show that handovers got shorter.",
            "Do studies show that plants calm patients? I found none.",
        ),
        check_thread=_unsourced("hooks.evidence"),
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="AMP004",
        name="picture-without-credit",
        title="A picture by somebody who is not named",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="Who made {words}? Name them in the post or in the alt text, or say that it is yours.",
        reason="Slides, posters, photographs and drawings have makers; a name beside them costs a line.",
        source="Event guidelines on pictures of slides and posters (guide); our judgement.",
        bad=(
            "The best of the day.\n\n![Poster with three columns on sleep](poster.jpg)",
            "This says it all.\n\n![Cartoon: two doctors look into one small mirror](cartoon.png)",
            "Read the third line.\n\n![Slide with four lines on handovers](slide.png)",
        ),
        good=(
            "The best of the day.\n\n![Poster by Ana Ruiz with three columns on sleep](poster.jpg)",
            "My poster, with three columns.\n\n![Poster with three columns on sleep](poster.jpg)",
            "Interruptions fell.\n\n![Line chart: eleven a night in January, four in June](chart.png)",
        ),
        check_thread=_uncredited,
        scope=Scope.THREAD,
        languages=ENGLISH,
    ),
    Rule(
        code="AMP006",
        name="strong-claim",
        title="\u201cAlways works\u201d, and no source",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: a claim as strong as this one needs a source that readers can open, or a smaller word.",
        reason="Whoever knows one exception stops believing the rest. Most findings show something in some people.",
        source="Custom of scientific writing; our judgement.",
        bad=(
            "A quiet hour always works.",
            "This proves that nights are too long.",
            "The only method that works is a list, guaranteed to help.",
        ),
        good=(
            "A quiet hour always works, see https://example.org/quiet-hour",
            "A list does not always work, and nothing proves that nights are too long.",
            "She always helps at night.",
        ),
        check_thread=_unsourced("craft.certainty"),
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: a short list of wordings that nobody has measured.",
    ),
    Rule(
        code="AMP007",
        name="unnamed-authority",
        title="\u201cOthers say\u201d, and nobody is named",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: who? A name or a link lets readers ask them; without one, say it as your own view.",
        reason="What nobody in particular says can be neither checked nor answered, and nobody gets thanked for it.",
        source="Custom of scientific writing; seen in a published thread; our judgement.",
        bad=(
            "Others say that naps make it worse.",
            "It is often said that nurses sleep badly.",
            "Somebody once said a ward never sleeps.",
        ),
        good=(
            "Ruth Amadi says that naps make it worse.",
            "Others say that naps make it worse: https://example.org/naps",
            "Do others say that too?",
        ),
        check_thread=_unsourced("craft.nobody"),
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: a short list of wordings that nobody has measured, and a matter of taste.",
    ),
)

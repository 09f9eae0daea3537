"""How a thread is built: what it opens with, how long it is, and what it ends on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.families.focus import ASK, MANY_QUESTIONS, content_words, no_summary, sums_up
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Finding, Rule, Scope, Status
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading, ThreadReading

_FEW = 4
"""Posts from which on a text is a thread that has an opening and an ending."""
_SOME = 8
_LONG, _VERY_LONG = 15, 20
_WORD = pattern(r"[^\W\d_]+")
_TO_COME = pattern(
    r"\b(?i:in|by|from|for|during|until|throughout) (?P<before>20\d\d),? (?:[\w'\u2019-]+ ){0,3}"
    r"(?:will|shall|going to|plans? to|hopes? to)\b"
    r"|\b(?:[Ww]e|I|[Yy]ou|[Tt]hey|[Ii]t)(?:'ll|\u2019ll| will| shall| plan to| hope to|(?:'re|\u2019re| are) going to)"
    r" (?:[\w'\u2019-]+ ){1,6}(?:in|by|during) (?P<after>20\d\d)\b"
    r"|\bthis (?:year|spring|summer|autumn|fall|winter),? \(?(?P<this>20\d\d)\b"
)
_POINTER = pattern(
    "[\u2193\u2b07\u23ec\u2935\U0001f447\U0001f53d]\ufe0f?[\U0001f3fb-\U0001f3ff]?(?=\\s*(?:[(\\[]?\\d+(?:/\\d+|\\.)?[)\\]]?)?\\s*$)",
    re.MULTILINE,
)
"""A hand or an arrow that points down at the end of a line."""
_ALBIN = "Albin and others 2024 (392 threads of 96 authors, observational; seen as an abstract)."


def _late_message(thread: ThreadReading) -> Iterable[Finding]:
    wanted = content_words(thread.thread.draft.message)
    if not wanted or len(thread.posts) < _FEW:
        return
    home = next((r.post.number for r in thread.posts if not wanted.isdisjoint(content_words(r.masked))), None)
    if home != 1:
        where = f"comes up in post {home} for the first time" if home else "comes up in no post"
        yield Finding(fields=(("where", where),), number=1)


def _no_hook(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) < _FEW or thread.posts[0].setting.is_reply:
        return
    first = thread.posts[0]
    hooking = vocabulary("en").words("craft.opening")
    own = first.masked
    plain = any(c in own for c in "?!") or any(c.isdigit() for c in _written(first))
    if not plain and hooking.isdisjoint(word.lower() for word in _WORD.findall(own)):
        yield Finding(number=1)


def _written(reading: Reading) -> str:
    """The writer's own characters, without the number that a post wears."""
    own = reading.own
    return reading.masked if own is None else "".join(c for c, mine in zip(reading.masked, own, strict=True) if mine)


def _long(thread: ThreadReading) -> Iterable[Finding]:
    if _LONG < len(thread.posts) <= _VERY_LONG:
        yield Finding(fields=(("count", str(len(thread.posts))),))


def _very_long(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) > _VERY_LONG:
        yield Finding(fields=(("count", str(len(thread.posts))),))


def _no_short_version(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) >= _SOME and not any(no_summary(thread)) and not any(map(sums_up, thread.posts[:2])):
        yield Finding(fields=(("count", str(len(thread.posts))),))


def _no_recap(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) >= _SOME and not any(no_summary(thread)) and not any(map(sums_up, thread.posts[-2:])):
        yield Finding(fields=(("count", str(len(thread.posts))),))


def _not_one_ask(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) < _FEW:
        return
    last = thread.posts[-1]
    questions, requests = len(ASK.findall(last.masked)), len(last.found("craft.request"))
    if questions >= MANY_QUESTIONS or questions + requests == 1:
        return
    asks = "nothing of its readers" if not questions + requests else f"{questions + requests} things at once"
    yield Finding(fields=(("asks", asks),), number=last.post.number)


def _no_picture(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) >= _SOME and not any(reading.post.media for reading in thread.posts):
        yield Finding(fields=(("count", str(len(thread.posts))),))


def _points_again(thread: ThreadReading) -> Iterable[Finding]:
    pointed = False
    for reading in thread.posts:
        sign = _POINTER.search(reading.text)
        hits = reading.found("craft.pointer")
        start, end = (hits[0].start, hits[0].end) if hits else sign.span() if sign else (0, 0)
        if pointed and end:
            yield Finding((reading.said(start, end),), start, end, number=reading.post.number)
        pointed = pointed or bool(end)


def _past_year(thread: ThreadReading) -> Iterable[Finding]:
    """A year that is past and spoken of as one to come; silent where nobody says what day it is."""
    today = thread.facts.today
    for reading in thread.posts if today else ():
        for match in _TO_COME.finditer(reading.masked):
            year = match["before"] or match["after"] or match["this"]
            if today and int(year) < today.year:
                yield Finding((reading.said(*match.span()),), *match.span(), number=reading.post.number)


_PAD = "\n\n---\n\n"
_NIGHT = tuple(
    f"On the ward, night {night} began with a list and went on to a repair."
    for night in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
)


def _thread(*posts: str, message: str = "") -> str:
    head = f"---\nmessage: {message}\n---\n\n" if message else ""
    return head + _PAD.join(posts)


def _many(count: int, *posts: str) -> str:
    return _thread(*(f"Step {i} of the repair took a night of its own." for i in range(count - len(posts))), *posts)


_MESSAGE = "Quiet hours make handovers shorter."

RULES = (
    Rule(
        code="FOC008",
        name="late-message",
        title="A first post that shares no word with the draft's message",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "No word of the draft's message stands in the first post; the message {where}. Many read only the first:"
            " say there what the thread is about."
        ),
        reason=(
            "Threads whose first post stated the topic clearly had an engagement score 49 % higher (12 to 97 %), and"
            " later posts are seen by fewer."
        ),
        source=f"{_ALBIN} That later posts are seen less: weak observations.",
        bad=(
            _thread(
                "It was four in the morning.", "Handovers took an hour.", "Then a door shut.", "x", message=_MESSAGE
            ),
            _thread("A story from the ward.", "It has a door.", "And a bell.", "And an end.", message=_MESSAGE),
            _thread("Four nights, told.", "One.", "Two.", "Three.", "Quiet, at last.", message=_MESSAGE),
        ),
        good=(
            _thread("Our handovers are short now.", "It took a door.", "And a bell.", "And luck.", message=_MESSAGE),
            _thread("It was four in the morning.", "Handovers took an hour.", "Then a door shut.", "x"),
            _thread("It was four in the morning.", "Handovers took an hour.", message=_MESSAGE),
        ),
        check_thread=_late_message,
        scope=Scope.THREAD,
        status=Status.PREVIEW,
        note="Off: shared words are a poor measure of a shared topic.",
    ),
    Rule(
        code="FOC009",
        name="no-hook",
        title="A first post without a question, a number, a surprise or a promise",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "The first post asks nothing, counts nothing, and neither surprises nor promises: what will readers get who"
            " go on? Say it here."
        ),
        reason="In the same 392 threads an inventive first post went with an engagement score 60 % higher.",
        source=f"{_ALBIN} Guides to writing threads (guide). The four kinds are theirs, the words for them our own.",
        bad=(
            _thread("Notes on handovers.", "A.", "B.", "C."),
            _thread("The ward has a quiet room by the stairs.", "A.", "B.", "C."),
            _thread("This is about sleep, and about the people who work at night.", "A.", "B.", "C."),
        ),
        good=(
            _thread("Do handovers need an hour?", "A.", "B.", "C."),
            _thread("Our handovers took 60 minutes.", "A.", "B.", "C."),
            _thread("How a quiet room by the stairs made us sleep.", "A.", "B.", "C."),
            _thread("Notes on handovers.", "A."),
        ),
        check_thread=_no_hook,
        scope=Scope.THREAD,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: a list of words, and a matter of taste.",
    ),
    Rule(
        code="FOC010",
        name="long-thread",
        title="More than fifteen posts",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{count} posts. Readers of such threads most want ten to fifteen: is there a second thread in it?",
        reason=(
            "Asked why they leave a thread, 38 % of readers said that it was too long. The usual one has thirteen"
            " posts."
        ),
        source=(
            "Albin and others 2024 (median 13, middle half 9 to 19, observational); Breu's survey of readers (survey)."
        ),
        bad=(_many(16), _many(18), _many(20)),
        good=(_many(15), _many(3), _many(21)),
        check_thread=_long,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: a good thread may be long, and FOC011 tells of more than twenty.",
    ),
    Rule(
        code="FOC011",
        name="very-long-thread",
        title="More than twenty posts",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{count} posts: most readers leave on the way. Make two threads of it, or an article with a short thread."
        ),
        reason="Three in four threads of experts have fewer than twenty posts, and length is why most readers leave.",
        source="Albin and others 2024 (middle half 9 to 19, observational); Breu's survey of readers (survey).",
        bad=(_many(21), _many(25), _many(40)),
        good=(_many(20), _many(16), _many(5)),
        check_thread=_very_long,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: a good thread may be long.",
    ),
    Rule(
        code="FOC012",
        name="no-short-version",
        title="Eight posts or more, and no short version in the first two",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{count} posts, and neither of the first two says it in short. Who stops there should have the point.",
        reason="Most who see a thread read its first posts and go. A sentence that sums it up is what they keep.",
        source="Custom (“TL;DR”); eight is our own number.",
        bad=(_thread(*_NIGHT[:8]), _thread(*_NIGHT[:9]), _thread(*_NIGHT[:11], "In short: write the list.")),
        good=(
            _thread("In short: write the list.", *_NIGHT[:8]),
            _thread("A week of nights.", "TL;DR: write the list.", *_NIGHT[:8]),
            _thread(*_NIGHT[:7]),
        ),
        check_thread=_no_short_version,
        scope=Scope.THREAD,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: a thread that tells a story has a reason to wait; it spoke of 16 of 16 good threads by other hands.",
    ),
    Rule(
        code="FOC013",
        name="no-recap",
        title="Eight posts or more, and no recap in the last two",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{count} posts, and neither of the last two gathers them. One sentence on what to keep helps to keep it."
        ),
        reason="What is said once more at the end is remembered, and it is what gets passed on.",
        source="Breu and others 2021 on tweetorials, Skytorial 2025 (guide); eight is our own number.",
        bad=(_thread(*_NIGHT[:8]), _thread("TL;DR: write the list.", *_NIGHT[:8]), _thread(*_NIGHT[:10])),
        good=(
            _thread(*_NIGHT[:8], "To sum up: write the list."),
            _thread(*_NIGHT[:8], "Take home: write the list.", "Good night."),
            _thread(*_NIGHT[:7]),
        ),
        check_thread=_no_recap,
        scope=Scope.THREAD,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: it spoke of 16 of 16 good threads by other hands; FOC004 tells of long threads without any summary.",
    ),
    Rule(
        code="FOC014",
        name="not-one-ask",
        title="A last post that asks nothing, or two things",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="The last post asks {asks}. One question, or one thing to do, is what readers answer.",
        reason=(
            "A thread that ends without a question or a request ends the talk; one with several leaves readers to"
            " choose."
        ),
        source="Common advice; no figure was found, and the number one is our judgement.",
        bad=(
            _thread("A start?", "A.", "B.", "And that was the night."),
            _thread("A start?", "A.", "B.", "Would you try it? What would it take?"),
            _thread("A start?", "A.", "B.", "How do you do it? Let me know."),
        ),
        good=(
            _thread("A start?", "A.", "B.", "How do you do it on your ward?"),
            _thread("A start?", "A.", "B.", "Tell me how you do it."),
            _thread("A start?", "A.", "And that was the night."),
        ),
        check_thread=_not_one_ask,
        scope=Scope.THREAD,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: a matter of taste: it spoke of 10 of 16 good threads by other hands.",
    ),
    Rule(
        code="FOC015",
        name="no-picture",
        title="Eight posts or more, and no picture",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{count} posts without a picture. Is there one of your own, a drawing or a chart, that says it better?",
        reason=(
            "Threads with a figure made by their author had an engagement score 84 % higher. That is an association:"
            " those who draw may also write better."
        ),
        source=_ALBIN,
        bad=(_thread(*_NIGHT[:8]), _thread(*_NIGHT[:10]), _many(14)),
        good=(
            _thread(*_NIGHT[:7], "![Line chart: from eleven a night to four](chart.png)", "Good night."),
            _thread(*_NIGHT[:7]),
            "A picture would help here.",
        ),
        check_thread=_no_picture,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it looks for pictures. Off: not every thread has something to show.",
    ),
    Rule(
        code="FOC016",
        name="points-again",
        title="A second pointer to what comes below",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} points on, and an earlier post did that already. Once, in the first post, is enough.",
        reason=(
            "Behind the first post readers know that they are in a thread; each further pointer is read out for"
            " nothing."
        ),
        source="Seen in published threads; our judgement.",
        bad=(
            "How we sleep \u2b07\ufe0f\n\n---\n\nFirst, the light. \U0001f447\n\n---\n\nThen, the noise.",
            "How we sleep, a thread below.\n\n---\n\nFirst, the light. More below.\n\n---\n\nThen, the noise.",
            "How we sleep \U0001f447\n\n---\n\nFirst, the light. Read on below.\n\n---\n\nThen, the noise.",
        ),
        good=(
            "How we sleep \U0001f447\n\n---\n\nFirst, the light.\n\n---\n\nThen, the noise.",
            "How we sleep.\n\n---\n\nFirst, the light, at the window.\n\n---\n\nThe chart is below \U0001f447",
            "How we sleep \U0001f447\n\n---\n\nThe light fell below 40 lux \u2193 at night.",
        ),
        check_thread=_points_again,
        scope=Scope.THREAD,
        once=True,
        status=Status.PREVIEW,
        note="Off: a hand may also point to a picture or a link.",
    ),
    Rule(
        code="FOC017",
        name="past-year",
        title="A year that is past, spoken of as one to come",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: that year is over. If this is an old draft, look again at what it says of time.",
        reason="A draft that is used again takes its old “this year” along, and with it the trust in all the rest.",
        source="Seen in a published thread; our judgement.",
        bad=(
            "In 2021 we will learn to rest.",
            "We will open two more rooms in 2022.",
            "This is what we do this year (2023).",
        ),
        good=(
            "In 2021 we learned to rest.",
            "In 2099 we will learn to rest.",
            "The plan of 2021 said that they would open two more rooms in 2022.",
        ),
        check_thread=_past_year,
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: nobody has measured it. It compares with the day on which you look.",
    ),
)

"""A thread that says one thing, early, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.families.wordings import spans
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Finding, Rule, Scope, Status, given
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading, ThreadReading

_MANY_SENTENCES = 6
MANY_QUESTIONS = 3
_LONG_THREAD = 12
_SAME = 0.8
_SHINGLE = 3
_SUMMARY_CUES = frozenset({"tldr", "recap"})
_LEAST_WORDS = 8
SENTENCE_END = pattern(r"(?<=\w{3})[.!?\u2026](?=[ \t]+[A-Z0-9\"\u201c(]|\s*$)")
_WORD = pattern(r"[^\W\d_]{2,}")
ASK = pattern(r"\?(?=\s|$|[\"\u201d)])")
"""The end of a question."""
_LITTLE_WORDS = """
the a an and or but of to in on for with is are was were be been it its this that these those we you they he she i our
your their my his her not no so as at by from has have had do does did can will would what which who how why when where
if than then there here more most all one two very just also about into over out up down
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())


def _many_ideas(reading: Reading) -> Iterable[Finding]:
    if "\n" in reading.text.strip():
        return
    count = len(SENTENCE_END.findall(reading.masked))
    if count >= _MANY_SENTENCES:
        yield Finding(fields=(("count", str(count)),))


def _many_questions(reading: Reading) -> Iterable[Finding]:
    count = len(ASK.findall(reading.masked))
    if count >= MANY_QUESTIONS:
        yield Finding(fields=(("count", str(count)),))


@given("hooks.throat")
def _slow_start(reading: Reading) -> Iterable[Finding]:
    if reading.post.number == 1 and not reading.setting.is_reply:
        first = [hit for hit in reading.found("hooks.throat") if not _WORD.search(reading.masked[: hit.start])]
        yield from spans(reading, first)


@given("posts")
def _off_message(thread: ThreadReading) -> Iterable[Finding]:
    wanted = content_words(thread.thread.draft.message)
    if not wanted or len(thread.posts) < 4:
        return
    for reading in thread.posts:
        words = content_words(reading.masked)
        if len(words) >= _LEAST_WORDS and wanted.isdisjoint(words):
            yield Finding(number=reading.post.number)


def content_words(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that say what it is about."""
    words = {word.lower() for word in _WORD.findall(text)} - _LITTLE
    return frozenset(word[:5] for word in words)


@given("posts")
def no_summary(thread: ThreadReading) -> Iterable[Finding]:
    """What FOC004 reports: a long thread without a summary near either end."""
    count = len(thread.posts)
    edge = max(3, count // 5)
    if count > _LONG_THREAD and not any(sums_up(reading) for reading in (*thread.posts[:edge], *thread.posts[-edge:])):
        yield Finding(fields=(("count", str(count)),))


def sums_up(reading: Reading) -> bool:
    """Whether a post says the whole in short."""
    return reading.post.cue in _SUMMARY_CUES or bool(reading.found("hooks.summary"))


@given("posts")
def _many_endings(thread: ThreadReading) -> Iterable[Finding]:
    if len(thread.posts) < 3:
        return
    last = thread.posts[-1]
    asks = list(ASK.finditer(last.masked))
    if len(asks) >= MANY_QUESTIONS:
        yield Finding(fields=(("count", str(len(asks))),), number=last.post.number)


@given("posts")
def _twins(thread: ThreadReading) -> Iterable[Finding]:
    """Posts that share most of their runs of three words with an earlier one, found through the runs themselves."""
    homes: dict[tuple[str, ...], list[int]] = {}
    sizes: dict[int, int] = {}
    for reading in thread.posts if len(thread.posts) > 1 else ():
        number = reading.post.number
        words = [word.lower() for word in _WORD.findall(reading.masked)]
        if len(words) < _LEAST_WORDS:
            continue
        shingles = {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
        shared: dict[int, int] = {}
        for shingle in shingles:
            for home in homes.get(shingle, ()):
                shared[home] = shared.get(home, 0) + 1
        for home, count in sorted(shared.items()):
            if count >= _SAME * (len(shingles) + sizes[home] - count):
                yield Finding(fields=(("twin", str(home)),), number=number)
                break
        sizes[number] = len(shingles)
        for shingle in shingles:
            if len(homes.setdefault(shingle, [])) < 5:
                homes[shingle].append(number)


_POST = "The ward keeps a list of small repairs, and the list keeps the ward awake until four in the morning."
_PAD = "\n\n---\n\n"
_LONG = _PAD.join(
    f"Step {word} of the repair, and what it took to get it done in the night."
    for word in (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
    )
)

RULES = (
    Rule(
        code="FOC001",
        name="many-ideas",
        title="Six or more sentences in one post",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{count} sentences in one post: readers keep one. Give the second idea a post of its own.",
        reason="A post is read alone and passed on alone. One idea with its reason is as much as it carries.",
        source="Breu and others 2021 on tweetorials (guide); the number six is our own.",
        bad=tuple(
            f"{start} Nobody came. The door stood open. A phone rang. It stopped. We wrote it down."
            for start in ("It was four.", "The lift was out.", "I made tea.")
        ),
        good=(
            "It was four. Nobody came, and the door stood open.",
            "- First: tea.\n- Second: a list.\n- Third: sleep.\n- Fourth: tea.\n- Fifth: a walk.\n- Sixth: home.",
            "Dr. A. B. Lund (b. 1974, d. 2020) wrote no. 3 of vol. 12.",
        ),
        check=_many_ideas,
        once=True,
        status=Status.PREVIEW,
        note="Off: mechanical, but whether sentences are several ideas it cannot tell.",
    ),
    Rule(
        code="FOC002",
        name="off-message",
        title="A post that shares no word with the draft's message",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "This post shares no word with the message of the draft. Does it serve it? If not, it may be the next"
            " thread."
        ),
        reason="A thread is remembered by one sentence. What does not serve the sentence competes with it.",
        source="Our judgement, after advice to keep to one message.",
        bad=tuple(
            f"---\nmessage: Quiet hours make handovers shorter.\n---\n\n{_PAD.join(posts)}"
            for posts in (
                (
                    "Quiet hours, a year on.",
                    "Handovers are shorter.",
                    "It is quiet.",
                    f"{start} canteen reopened with a vegetarian menu, fresh bread, coffee and fruit.",
                )
                for start in ("The", "Our", "Their")
            )
        ),
        good=(
            (
                "---\nmessage: Quiet hours make handovers shorter.\n---\n\nQuiet hours, a year"
                " on.\n\n---\n\nA.\n\n---\n\nB.\n\n---\n\nC."
            ),
            (
                "No message, no measure.\n\n---\n\nA.\n\n---\n\nB.\n\n---\n\nThe canteen reopened with a vegetarian"
                " menu, fresh bread, coffee."
            ),
            (
                "---\nmessage: Quiet hours make handovers shorter.\n---\n\nThe canteen reopened with a menu, fresh"
                " bread, coffee and fruit."
            ),
        ),
        check_thread=_off_message,
        scope=Scope.THREAD,
        once=True,
        status=Status.PREVIEW,
        note="Off: shared words are a poor measure of a shared topic.",
    ),
    Rule(
        code="FOC003",
        name="slow-start",
        title="A first post that clears its throat",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words} says that something will come. Start with it: the finding, the question, the surprise.",
        reason=(
            "The first post decides whether the rest is read. In 392 threads those with a clearly stated topic had an"
            " engagement score 49 % higher (12 to 97 %)."
        ),
        source="Albin and others 2024 (392 threads, observational).",
        bad=(
            "Hi everyone, hope you had a good weekend. Sleep, then.",
            "In this thread I will write about sleep on night shifts.",
            "I've been thinking a lot lately. About sleep.",
        ),
        good=(
            "How do you sleep after a night shift? Four things that helped us.",
            "Sleep after a night shift is lighter, shorter, and can be better.",
            "One in three nurses sleeps less than five hours after a night.",
        ),
        check=_slow_start,
        languages=ENGLISH,
    ),
    Rule(
        code="FOC004",
        name="no-summary",
        title="More than twelve posts, and no summary",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{count} posts and no summary: many readers leave on the way. Put the point in one sentence near the"
            " start or the end."
        ),
        reason="In a survey of readers of such threads 38 % stop because they are too long. A summary serves them too.",
        source="Breu's survey of readers (survey); custom. Twelve is our own number.",
        bad=(_LONG, f"{_LONG}{_PAD}And that was the night.", f"{_LONG}{_PAD}Good night.{_PAD}Good morning."),
        good=(
            f"{_LONG}{_PAD}In short: write the list.",
            f"TL;DR: write the list.{_PAD}{_LONG}",
            f"A short one.{_PAD}Two posts.",
        ),
        check_thread=no_summary,
        scope=Scope.THREAD,
        languages=ENGLISH,
        bar=MECHANICAL,
        note="Mechanical: by length and summary words.",
    ),
    Rule(
        code="FOC005",
        name="many-endings",
        title="Three or more questions in the last post",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="The last post asks {count} questions: readers answer none. Keep the one that you most want answered.",
        reason="A thread that ends on one question gets answers to it. Each further one makes answering harder.",
        source="Common advice; our judgement.",
        bad=tuple(
            f"A start.{_PAD}A middle.{_PAD}{start} Would you try it? What would it take?"
            for start in ("How do you do it?", "Who has tried it?", "Is it worth it?")
        ),
        good=(
            f"A start.{_PAD}A middle.{_PAD}How do you do it on your ward?",
            f"Who? What? Why?{_PAD}A middle.{_PAD}An end.",
            "Who? What? Why?",
        ),
        check_thread=_many_endings,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="FOC006",
        name="twin-posts",
        title="Two posts of a thread that say the same",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="This post says nearly what post {twin} says. Keep one; some networks refuse the second.",
        reason="Readers take it for a mistake, and networks may refuse identical posts.",
        source="X's rules on duplicate posts (platform). Four fifths of the runs of three words is our own measure.",
        bad=(
            f"{_POST}{_PAD}{_POST}",
            f"{_POST}{_PAD}Something else.{_PAD}{_POST} Yes.",
            f"{_POST}{_PAD}{_POST.replace('list', 'LIST')}",
        ),
        good=(
            f"{_POST}{_PAD}The list has forty lines, and most of them are about door handles.",
            f"Thank you.{_PAD}Thank you.",
            f"{_POST}{_PAD}> The ward keeps a list of small repairs, somebody wrote.",
        ),
        check_thread=_twins,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        note="Mechanical: by shared runs of three words.",
    ),
    Rule(
        code="FOC007",
        name="question-pile",
        title="Three or more questions in one post",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{count} questions in one post: readers answer the last, or none. Keep the one that you want answered.",
        reason="A question asks for a halt. Several in a row leave no room for any of them.",
        source="Our own judgement and number, from essays that ask more than they tell.",
        bad=(
            "Who reads this? Who answers? And who remembers it tomorrow?",
            "Do I know you? Have we met? Did we laugh?",
            "Why a thread? Why now? Why me? I shall try to say.",
        ),
        good=(
            "Who reads this, and who remembers it tomorrow?",
            "Do I know you? We may have met in Graz.",
            "\u201cWhy a thread? Why now? Why me?\u201d she asked.",
        ),
        check=_many_questions,
        status=Status.PREVIEW,
        note="Off: some posts are lists of questions, and meant to be.",
    ),
)

"""Heat: words that one writes in the evening and regrets in the morning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.lint.families.wordings import LONG_THREAD, apart, together
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, HEAT, MECHANICAL, Edit, Finding, Rule, Scope, Status, given
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.matcher import Hit
    from composer.lint.reading import Reading, ThreadReading
    from composer.lint.vocabulary import Vocabulary

_STRONG = ("tone.fury", "tone.hate", "tone.swear", "tone.protest", "tone.scolding", "tone.oath")
_WEAK = ("tone.scorn", "tone.slight")
_LISTS = frozenset((*_STRONG, *_WEAK))
HEATED = 3.0
"""What `heat` reaches in a post that readers would call heated."""
BOILING = 4.0
"""What `heat` reaches in a post that is heated whatever stands around it."""
WARM = 1.5
"""What `heat` reaches in a post with a hot wording or two."""
_ROOM = 60
"""Words over which hot wordings add up; in a longer text their density counts."""
_CURT = 7


_CAPITALS = pattern(r"[A-Z](?<![\w'-].)[A-Z']+(?:[ ,]{1,2}[A-Z][A-Z']+){2,}(?![\w'-])")
_LONG_CAPITALS = 4
_SMILE = pattern(
    r"[:;=]-?[)D*]|\bx[Dx]+\b|<3|[\u2764\U0001f495-\U0001f49d\U0001f618\U0001f60a\U0001f609\U0001f917\U0001f970]"
)
_MARK = pattern("[!?\u203c\u2049]")
_PILE = pattern(r"(?:[!?\u203c\u2049]\ufe0f?){3,}|!\?!?|\?!\??")


def heat(reading: Reading) -> float:
    """How hot the wordings of a post are together, per 60 words where it is longer; 3 is heated."""
    hits = () if _LISTS.isdisjoint(reading.hits) else hot(reading)
    if not hits:
        return 0.0
    words = vocabulary(reading.setting.language)
    score = _sum(hits, words, reading)
    if reading.found("tone.aimed"):
        score += words.weight("tone.aimed")
    if reading.word_count <= _CURT:
        score += 0.5
    if "!!" in reading.text or _shouts(reading):
        score += 1
    return score / max(1.0, reading.word_count / _ROOM)


def hot(reading: Reading) -> tuple[Hit, ...]:
    """The hot wordings that are the writer's own, and not of a story or of a game."""
    weak = apart(reading, reading.found(*_WEAK), "kindness.told")
    hits = sorted((*reading.found(*_STRONG), *weak), key=lambda hit: hit.start)
    return apart(reading, hits, "kindness.staged")


def _sum(hits: Iterable[Hit], words: Vocabulary, reading: Reading) -> float:
    """What the wordings weigh together: each once, and of those that overlap only the heaviest."""
    score = heaviest = 0.0
    reached = 0
    said: set[str] = set()
    for hit in hits:
        word = reading.text[hit.start : hit.end].lower()
        weight = 0.0 if word in said else words.weight(hit.name)
        said.add(word)
        if hit.start >= reached:
            score, heaviest = score + heaviest, 0.0
        heaviest, reached = max(heaviest, weight), max(reached, hit.end)
    return score + heaviest


def is_playful(reading: Reading) -> bool:
    """Whether a smile or a laugh stands in the post: heat among friends, not at somebody."""
    return bool(_SMILE.search(reading.text))


@given(*_LISTS)
def _heated(thread: ThreadReading) -> Iterable[Finding]:
    """The heated posts; a single one in a long thread that is calm otherwise is told of, unless it boils."""
    heated = [(reading, degree) for reading in thread.posts if (degree := heat(reading)) >= HEATED]
    alone = len(heated) == 1 and len(thread.posts) >= LONG_THREAD
    for reading, degree in heated:
        mild = (alone and degree < BOILING) or is_playful(reading)
        for found in together(reading, hot(reading), mild=mild):
            yield replace(found, number=reading.post.number)


def _shouts(reading: Reading) -> bool:
    words = [w for w in reading.masked.split() if len(w) > 1 and w.isalpha()]
    return sum(w.isupper() for w in words) > max(2, len(words) // 2)


def _capitals(reading: Reading) -> Iterable[Finding]:
    """Runs of words in capitals, at least two of them too long for an abbreviation."""
    for match in _CAPITALS.finditer(reading.masked):
        if sum(len(word) >= _LONG_CAPITALS for word in re.split(r"[ ,]+", match[0])) >= 2:
            lower = match[0].lower()
            before = reading.text[max(0, match.start() - 8) : match.start()].rstrip(" \t\"'(")
            calm = lower.capitalize() if before[-1:] in ("", "\n", ".", "!", "?", ":") else lower
            edit = Edit(match.start(), match.end(), calm, Safety.UNSAFE, f"Write {calm}")
            yield Finding((match[0],), match.start(), match.end(), (edit,))


@given("mention")
def _raised(reading: Reading) -> Iterable[Finding]:
    """Warm words, a raised voice and somebody's name in one post: what drafts written in anger have in common."""
    names = reading.of("mention")
    loud = "!!" in reading.text or "?!" in reading.text or _shouts(reading) or _CAPITALS.search(reading.masked)
    if names and loud and heat(reading) >= WARM and not is_playful(reading):
        words = tuple(dict.fromkeys(reading.said(hit.start, hit.end) for hit in reading.found(*_LISTS)))
        name = reading.said(names[0].start, names[0].end)
        yield Finding((*words, name), names[0].start, names[0].end)


def _pile(reading: Reading) -> Iterable[Finding]:
    for match in _PILE.finditer(reading.masked) if _MARK.search(reading.masked) else ():
        if len(match[0]) > 2:
            sign = "?" if "?" in match[0] else "!"
            edit = Edit(match.start(), match.end(), sign, Safety.SAFE, f"Write one {sign}")
            yield Finding((match[0],), match.start(), match.end(), (edit,))


RULES = (
    Rule(
        code="TON001",
        name="heated-tone",
        title="Wordings that read as heat",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: readers may hear more heat here than you hear yourself. Keep it until tomorrow, then say what"
            " should change and for whom."
        ),
        mild="a smile says that it is among friends, or where one strong wording stands in a long calm thread",
        reason=(
            "Posts written in a hot state are among those that people regret most, and a network keeps them. Writers"
            " overestimate how well their tone is understood: in one experiment they expected 97 in 100 readers to"
            " hear it right, and 84 did. A night's delay helps; brooding does not."
        ),
        source=(
            "Wang and others 2011 (569 people, observational); Rash and Gainsbury 2019 (995 people, observational);"
            " Kruger and others 2005 (experiment)."
        ),
        bad=(
            "I am sick and tired of this. How dare they cut the night shift again!",
            "What the hell is the ministry doing? This is an absolute disgrace.",
            "Stop lying to us. You people ruin everything, and it makes my blood boil.",
            "Did you even run the tests? Even my intern would know better than to merge this.",
        ),
        good=(
            "The ministry cut the night shift again. I disagree, for three reasons.",
            "Angry patients are often frightened patients. Sit down first, then listen.",
            "This is wrong: the loop starts at 1. Kill the child process first, or it hangs on a dumb terminal.",
            "She wrote: \u201cI am sick and tired of this hospital\u201d, and we invited her to tell us more.",
        ),
        check_thread=_heated,
        scope=Scope.THREAD,
        languages=ENGLISH,
        bar=HEAT,
    ),
    Rule(
        code="TON002",
        name="capitals",
        title="Three or more words in capitals",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words}: capitals are read as shouting, and some screen readers spell them. Write them small.",
        reason="Capitals are harder to read, and on a screen they have stood for a raised voice for forty years.",
        source="Accessibility guides of public bodies (guide); custom.",
        bad=(
            "THIS MUST STOP before anyone else gets hurt.",
            "I will say it once more: WASH YOUR HANDS NOW.",
            "They did it again, WITHOUT ASKING ANYBODY on the ward.",
        ),
        good=(
            "NASA, ESA and JAXA share the data; the FDA and EMA do not.",
            "WHO, ICU, COPD: three abbreviations in a row.",
            "This must stop before ANYONE else gets hurt.",
        ),
        check=_capitals,
        fix=Safety.UNSAFE,
        once=True,
    ),
    Rule(
        code="TON003",
        name="punctuation-pile",
        title="!!! and ?!?",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words}: one sign says it; three raise the voice.",
        reason="Readers hear volume in repeated signs, and screen readers read them out one by one.",
        source="Custom; our judgement.",
        bad=("The survey is open!!!", "Who wrote this form???", "They closed the ward?!?"),
        good=("The survey is open!", "Who wrote this form? And why!", "Run `sudo !!!` at your own risk."),
        check=_pile,
        fix=Safety.SAFE,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="TON004",
        name="raised-voice",
        title="Hot words, a raised voice and a name in one post",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: hot words, capitals or piled-up signs, and a name stand together. Keep the draft until tomorrow,"
            " or write to that person alone."
        ),
        reason=(
            "Each of the three is common and harmless. Together they mark the drafts that people would rather not have"
            " sent, and the one who is named hears of it at once."
        ),
        source="Wang and others 2011 on regret (569 people, observational); the conjunction is our own judgement.",
        bad=(
            "@harbour_clinic HOW DARE YOU cancel the night bus again!!",
            "What the hell, @ward_manager?! Nobody asked us!!",
            "@ministry this is absolutely disgusting AND EVERYBODY KNOWS IT!!",
        ),
        good=(
            "@harbour_clinic cancelled the night bus again. Here is what it costs us.",
            "What a night!! Thank you, @ward_manager.",
            "How dare they cancel the night bus.",
        ),
        check=_raised,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: too rare in the texts at hand to know whether it reaches its bar; the hour of writing is not used.",
    ),
)

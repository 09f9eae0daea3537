"""Posts that everybody can read, also by ear."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from composer.lint import hashtags
from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Status
from composer.lint.signs import EMOJI, FANCY, plain
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.lint.reading import Reading

_MANY_EMOJI = 5
_VERY_MANY_EMOJI = 8
_ROW, _LONG_ROW = 3, 5
_MANY_RUN_TOGETHER = 4
_NEAR = 12
_ALT_LIMITS = {"x": 1000, "mastodon": 1500, "bluesky": 2000}
_SHORT_ALT = 15
_PICTURE_OF = pattern(
    r"(?:an? |the )?(?:image|picture|photo|photograph|graphic|screenshot)s? (?:of|showing)\b", re.IGNORECASE
)
_ARTICLE_THEN_EMOJI = pattern(
    r"(?<!\w)(?:an?|the|with|my|your|take|some|of|for|this|that|healthy|healthier|&) $", re.IGNORECASE
)
_AFTER_EMOJI = pattern(
    r"\s*(?:$|[.!?,;]|(?:and|or|&|is|are|was|to|of|in|on|with|for|that|every|a|the|as|at)\b)", re.IGNORECASE
)
_MOCKING = pattern(r"(?<![A-Za-z])(?:[a-z][A-Z]){2,}[a-z]?(?![A-Za-z])")
_ART = pattern(
    r"[|/\\_=#*~^<>(){}\[\].\u2500-\u259f\u00af-]{9,}|[\u2580-\u259f\u2500-\u257f]{4,}|\(\u256f.{1,9}\)|\u0295.{1,5}\u0294|\u00af.{0,2}_\("
)
_SENTENCE = pattern(r"[^.!?\n]+")
_LONG_SENTENCE = 25


def _no_alt(reading: Reading) -> Iterable[Finding]:
    for index, medium in enumerate(reading.post.media):
        name = PurePosixPath(medium.path)
        if medium.alt.strip().lower() in ("", name.name.lower(), name.stem.lower()):
            yield Finding((name.name,), medium=index)


def _poor_alt(reading: Reading) -> Iterable[Finding]:
    limit = _ALT_LIMITS.get(reading.setting.network, 1500)
    for index, medium in enumerate(reading.post.media):
        alt, name = medium.alt.strip(), PurePosixPath(medium.path)
        if alt.lower() in ("", name.name.lower(), name.stem.lower()):
            continue
        flaw = ""
        if len(alt) > limit:
            flaw = f"is {len(alt):,} characters long where {limit:,} are taken"
        elif match := _PICTURE_OF.match(alt):
            flaw = f"begins with \u201c{match[0]}\u201d, which a screen reader says anyway"
        elif len(alt) < _SHORT_ALT:
            flaw = "is so short that it can hardly say what matters"
        if flaw:
            yield Finding((alt if len(alt) < 60 else f"{alt[:57]}...",), medium=index, fields=(("flaw", flaw),))


def _run_together(reading: Reading) -> Iterable[Finding]:
    for tag in reading.of("tag"):
        said = reading.text[tag.start : tag.end]
        better = hashtags.capitalised(said)
        if better != said and not reading.is_quoted(tag.start):
            edit = Edit(tag.start, tag.end, better, Safety.CHOICE, f"Write {better}")
            mild = sum(c.isupper() for c in better) < _MANY_RUN_TOGETHER
            yield Finding((said,), tag.start, tag.end, (edit,), fields=(("better", better),), mild=mild)


def _fancy(reading: Reading) -> Iterable[Finding]:
    if reading.text.isascii():
        return
    for match in FANCY.finditer(reading.text):
        letters = plain(match[0])
        if letters != match[0]:
            edit = Edit(match.start(), match.end(), letters, Safety.SAFE, f"Write {letters}")
            yield Finding((match[0],), match.start(), match.end(), (edit,), fields=(("letters", letters),))


def _own_emoji(reading: Reading) -> Iterator[re.Match[str]]:
    if not reading.text.isascii():
        own = reading.own
        yield from (m for m in EMOJI.finditer(reading.text) if own is None or own[m.start()])


def _emoji_overload(reading: Reading) -> Iterable[Finding]:
    emoji = [m for m in _own_emoji(reading) if not reading.is_quoted(m.start())]
    row, longest, at = 1, 1, 0
    for i, (before, after) in enumerate(pairwise(emoji), 1):
        near = not reading.text[before.end() : after.start()].strip()
        row = row + 1 if near and before[0] == after[0] else 1
        if row > longest:
            longest, at = row, i
    mild = longest < _LONG_ROW and len(emoji) <= _VERY_MANY_EMOJI
    if longest >= _ROW:
        fields = (("what", f"the same emoji {longest} times in a row"),)
        start, end = emoji[at - longest + 1].start(), emoji[at].end()
        edit = Edit(start, end, emoji[at][0], Safety.UNSAFE, "Keep one of them")
        yield Finding((emoji[at][0] * _ROW,), start, end, (edit,), fields=fields, mild=mild)
    elif len(emoji) > _MANY_EMOJI:
        words = tuple(dict.fromkeys(m[0] for m in emoji))
        fields = (("what", f"{len(emoji)} emoji"),)
        yield Finding(words, emoji[0].start(), emoji[-1].end(), fields=fields, mild=mild)


def _emoji_as_word(reading: Reading) -> Iterable[Finding]:
    for match in _own_emoji(reading):
        before = reading.text[max(0, match.start() - _NEAR) : match.start()]
        if _ARTICLE_THEN_EMOJI.search(before) and _AFTER_EMOJI.match(reading.text, match.end()):
            yield Finding((match[0],), match.start(), match.end())


def _emoji_inside(reading: Reading) -> Iterable[Finding]:
    for match in _own_emoji(reading):
        before = reading.text[max(0, match.start() - _NEAR) : match.start()].rstrip(" ")
        after = reading.text[match.end() : match.end() + _NEAR].lstrip(" ")
        if before[-1:].isalpha() and after[:1].islower():
            yield Finding((match[0],), match.start(), match.end())


def _drawn(reading: Reading) -> Iterable[Finding]:
    for shape in (_MOCKING, _ART):
        for match in shape.finditer(reading.masked):
            if shape is _MOCKING or len(set(match[0])) > 2 or not match[0].isascii():
                yield Finding((match[0],), match.start(), match.end())


def _long_sentence(reading: Reading) -> Iterable[Finding]:
    for match in _SENTENCE.finditer(reading.masked):
        count = len(match[0].split())
        if count > _LONG_SENTENCE:
            start = " ".join(match[0].split()[:5])
            yield Finding((f"{start} ...",), match.start(), match.end(), fields=(("count", str(count)),))


RULES = (
    Rule(
        code="ACC001",
        name="missing-alt-text",
        title="A picture without alt text, or with its file name in place of one",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} has no alt text: who cannot see the picture gets nothing of it. Say between the square brackets"
            " what it shows and why it is there."
        ),
        reason=(
            "A screen reader reads the alt text in place of the picture. Without one, people who do not see it are"
            " told that there is something, and not what."
        ),
        source=(
            "WCAG 2.2, 1.1.1 (guide). Of 1.09 million pictures on Twitter 0.1 % had a description; people forget, or do"
            " not know what to write (Gleason and others, 2019, observational)."
        ),
        bad=(
            "Interruptions fell from eleven to four.\n\n![](interruptions.png)",
            "The whiteboard in use.\n\n![whiteboard.jpg](photos/whiteboard.jpg)",
            "Two posters.\n\n![Poster with three columns about sleep](a.png)\n\n![ ](b.png)",
        ),
        good=(
            "Interruptions fell.\n\n![Line chart: from eleven a night in January to four in June](interruptions.png)",
            "The file interruptions.png is in the supplement.",
            "An exclamation mark! [And a link](https://example.org/interruptions.png)",
        ),
        check=_no_alt,
        bar=MECHANICAL,
        note="Mechanical: there is a description or there is none.",
    ),
    Rule(
        code="ACC002",
        name="hashtag-case",
        title="A hashtag of several words without capitals",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} is read out as one long word. Written {better}, it is the same tag, and ears and eyes can tell"
            " its words apart."
        ),
        mild="the tag has two or three words",
        reason=(
            "Screen readers find the words of a tag by their capitals; without these they spell or mangle it. Tags"
            " are found whatever their case."
        ),
        source="Accessibility guides of universities and public bodies (guide).",
        bad=(
            "Notes from the ward. #nightshiftnurses",
            "The day in pictures: #sleepmedicine",
            "More on #palliativecare tomorrow.",
        ),
        good=(
            "Notes from the ward. #NightShiftNurses",
            "The day in pictures: #photography",
            "More on #healthcare and #oncology tomorrow. #nhs",
        ),
        check=_run_together,
        fix=Safety.CHOICE,
        languages=("en",),
        once=True,
    ),
    Rule(
        code="ACC003",
        name="fancy-letters",
        title="Letters borrowed from mathematics or made for decoration",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is made of symbols, not letters: a screen reader spells them one by one or skips them, and search"
            " does not find them. Write {letters}."
        ),
        reason=(
            "Bold, italic and script letters of this kind are mathematical symbols. They are read out as"
            " \u201cmathematical bold capital a\u201d, or not at all, and shown as boxes on some devices."
        ),
        source="Accessibility guides of charities and public bodies (guide).",
        bad=(
            "\U0001d5e1\U0001d5d8\U0001d5ea today: the survey is open.",
            "Read it \U0001d4ef\U0001d4fb\U0001d4ee\U0001d4ee of charge.",
            "\u24c3\u24d4\u24e6 slides are online.",
        ),
        good=(
            "The set \u211d of real numbers, and a vector \U0001d431 in it.",
            "NEW today: the survey is open.",
            "\u65b0\u3057\u3044 and \u043d\u043e\u0432\u044b\u0439 both mean new.",
        ),
        check=_fancy,
        fix=Safety.SAFE,
        bar=MECHANICAL,
        note="Mechanical: by Unicode block.",
    ),
    Rule(
        code="ACC004",
        name="emoji-overload",
        title="More than five emoji, or the same one three times in a row",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{what} ({words}): a screen reader says the name of every one. One or two, at the end, do the same work."
        ),
        mild="there are fewer than five in a row, and fewer than nine in all",
        reason="Emoji are read out by name, each time. A row of them is a sentence of its own, about nothing.",
        source="Guides of public bodies, which advise one to three a post (guide). Five and three are our own numbers.",
        bad=(
            "Accepted! \U0001f389\U0001f389\U0001f389",
            "Poster \U0001f4cc coffee \u2615 talk \U0001f5e3\ufe0f lunch \U0001f957 walk \U0001f6b6 sleep \U0001f634",
            "So tired \U0001f62d \U0001f62d \U0001f62d \U0001f62d",
        ),
        good=(
            "Accepted! \U0001f389",
            "Poster, coffee, talk, lunch, walk, sleep. \U0001f634",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 A family of three is one emoji.",
        ),
        check=_emoji_overload,
        fix=Safety.UNSAFE,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="ACC005",
        name="text-art",
        title="Pictures made of punctuation, or mOcKiNg capitals",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} is read out sign by sign. Say it in words, or attach a picture with alt text.",
        reason="A screen reader knows nothing of the shape that signs make on a page.",
        source="Princeton University's accessibility guide (guide).",
        bad=(
            "Me after rounds: \u00af\\\\\\_(\u30c4)_/\u00af",
            "sUrE tHe form is easy to fill in.",
            "The new rota:\n\n\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591 done",
        ),
        good=(
            "Me after rounds: no idea.",
            "The mRNA was read by qPCR; see iPhone and eBay for capitals inside.",
            "Half of the new rota is done. I was glad :)",
        ),
        check=_drawn,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: by shape.",
    ),
    Rule(
        code="ACC006",
        name="poor-alt-text",
        title="Alt text that is too short, too long, or says that it is a picture",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="The alt text {words} {flaw}. Say what the picture shows and why it is there, in a sentence or two.",
        reason=(
            "An alt text is read in place of the picture. One that says only what kind of thing it is, or does not"
            " fit, leaves the listener where none would."
        ),
        source=(
            "Accessibility guides (guide); networks' limits of 1,000, 1,500 and 2,000 characters (platform). 15 is"
            " our own."
        ),
        bad=(
            "Interruptions fell.\n\n![chart](interruptions.png)",
            "The whiteboard in use.\n\n![Image of a whiteboard with three columns](whiteboard.jpg)",
            "All of it.\n\n![" + "A table with many numbers, row by row. " * 30 + "](table.png)",
        ),
        good=(
            "Interruptions fell.\n\n![Line chart: from eleven a night to four](interruptions.png)",
            "The whiteboard in use.\n\n![Whiteboard with three columns, most cards in the last](whiteboard.jpg)",
            "An image of a whiteboard would help here.",
        ),
        check=_poor_alt,
        bar=MECHANICAL,
        note="Mechanical: by length and opening.",
    ),
    Rule(
        code="ACC007",
        name="emoji-as-word",
        title="An emoji in place of a word",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} stands where a word should: who does not see it loses the sentence. Write the word; the emoji"
            " may follow."
        ),
        reason="Emoji look different on every device and are read out by a name that need not be the word you mean.",
        source="Accessibility guides of public bodies (guide).",
        bad=(
            "Towards a healthier \U0001f9e0 and a calmer ward.",
            "Take your \u231b and breathe.",
            "We need more of the \U0001f49b in this building.",
        ),
        good=(
            "Towards a healthier mind \U0001f9e0 and a calmer ward.",
            "Take your time and breathe. \u231b",
            "\U0001f4cc The rota is out.",
        ),
        check=_emoji_as_word,
        once=True,
    ),
    Rule(
        code="ACC008",
        name="emoji-inside",
        title="An emoji in mid-sentence",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} stands inside a sentence, and its name is read out there. Move it to the end.",
        reason="In an experiment people who were asked to mend messages for screen readers moved emoji to the end.",
        source="Griggio and others 2024 (116 people, experiment); guides differ.",
        bad=(
            "We had coffee \u2615 and talked about the rota.",
            "My first paper \U0001f4c4 came out on Friday.",
            "The talk \U0001f5e3 was recorded.",
        ),
        good=(
            "We had coffee and talked about the rota. \u2615",
            "\U0001f4c4 My first paper came out on Friday.",
            "Coffee, then the rota \u2615",
        ),
        check=_emoji_inside,
        once=True,
        status=Status.PREVIEW,
        note="Off: a matter of style for most; for the profile of those who write for screen readers first.",
    ),
    Rule(
        code="ACC009",
        name="long-sentence",
        title="A sentence of more than 25 words",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "A sentence of {count} words ({words}). Two sentences are easier to follow on a small screen and by ear."
        ),
        reason="Long sentences cost most for those who read in a second language, on a phone, or by ear.",
        source="Guides of public bodies (guide).",
        bad=tuple(
            f"{start} " + "and then the next one of us went to see what the others had done in the night " * 2 + "too."
            for start in ("We waited", "They called", "She asked")
        ),
        good=(
            "We waited. They called. She asked what the others had done in the night.",
            "A sentence of a dozen words is easy on most readers, mostly.",
            "Short lines help:\n\n- one\n- two\n- three",
        ),
        check=_long_sentence,
        once=True,
        status=Status.PREVIEW,
        note="Off: mechanical, but good prose has long sentences too.",
    ),
)

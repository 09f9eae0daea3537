"""A post as the rules read it: what is somebody else's word masked, disguises undone, wordings found once for all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from composer.lint.once import once
from composer.lint.patterns import pattern
from composer.lint.tokens import MASKS
from composer.lint.vocabulary import vocabulary
from composer.people import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint.identifiers import Identifier
    from composer.lint.matcher import Hit
    from composer.model import Post, Thread
    from composer.people import Facts


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may know about a post besides the post itself."""

    network: str
    maximum: int
    language: str = ""
    is_reply: bool = False
    """Whether the post answers somebody: as a later post of a thread, or through the draft's `reply_to`."""
    facts: Facts = NO_FACTS
    """What the writer noted about people and things."""


class Entity(NamedTuple):
    """A `url`, `mention`, `tag` or `email` at `[start, end)` of the post's text."""

    kind: str
    start: int
    end: int


_ENTITY = pattern(
    r"(?P<url>https?://(?=\w)[^\s<>\"{|}\u201c\u201d\x01-\x06]+|(?<![\w@./-])www\.[^\s<>\"]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|ly|co|uk|de|eu|info|me|gl|app|social|gd)"
    r"(?:/[^\s<>\"]*)?(?![\w.@-]*[\w@]))"
    r"|(?P<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
    r"|(?P<mention>(?<![\w/@])[@\uff20]\w+(?:[.-]\w+)*(?:@[\w-]+(?:\.[\w-]+)+)?)"
    r"|(?P<tag>(?<![\w&/#])[#\uff03]\w*[^\W\d_]\w*)",
    re.IGNORECASE,
)
_CHUNK = pattern(r"(?<!\S)\S*(?:[@#\uff20\uff03]|\.(?=\w)|://)\S*")
"""What stands between spaces and has a sign of a link, a name or a tag."""
_ENTITY_SIGN = pattern(r"[@#\uff20\uff03]|\.(?=\w)|://")
"""What every such chunk has."""
_STEM = pattern(r"([^\W_]+)(?:'[^\W_]+)*")
_DIGIT = pattern(r"\d")
_URL_TAIL = ".,;:!?)]}'\u2019\u2026"
_QUOTE = pattern(
    r"\"(?=\S)[^\"\n]{1,500}?(?<=\S)\"|\u201c[^\u201d\n]{1,500}\u201d|\u00ab[^\u00bb\n]{1,500}\u00bb|\u201e[^\u201c\u201d\n]{1,500}[\u201c\u201d]"
    r"|(?<!\w)\u2018[^\u2018\n]{2,300}?\u2019(?!\w)|(?<![\w'])'(?=\w)[^'\n]{1,40}(?<=\w)'(?![\w'])"
    r"|(?:^|(?<=\s))RT @\w+:?[^\n]*"
)
_MARK = pattern('["\u201c\u201d\u201e\u00ab\u00bb]')
_QUOTES = pattern("[\"'\u201c\u00ab\u201e\u2018]")
"""One of which every quotation has, but for a retweet."""
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})
_FANCY = pattern("[\U0001d400-\U0001d7ff\uff21-\uff5a\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169]")
_DISGUISE = pattern(
    r"(?<![^\s(\"'*_,.!?-])(?=[a-z0-9*@$#!%]{3,14}(?![a-z0-9]))[a-z$@][a-z0-9*@$#!%]*[*@$#!%0134](?:[a-z*]+|(?=\W|$))"
)
_SIGNS = pattern(r"[a-z*@$#!%01345](?:[*@$#%0134]|!\w)")
"""Two signs in a row without which no word is disguised."""
_TRIPLE = pattern(r"([a-z])\1\1")
_LEET = str.maketrans({**dict.fromkeys("*#@$!%", "."), "0": "o", "1": "i", "3": "e", "4": "a", "5": "s"})
_STRETCHED = pattern(r"([a-z])\1{2,}")
_INVISIBLE = pattern("[\u200b-\u200d\u2060\ufeff\u00ad]")


class Reading:
    """One post, looked at. Offsets of findings are those of `text`; `words` is what wordings are looked for in."""

    def __init__(self, post: Post, setting: Setting) -> None:
        self.post = post
        self.setting = setting
        self.text = post.text

    @once
    def entities(self) -> tuple[Entity, ...]:
        """Links, e-mail addresses, mentions and hashtags, in order."""
        return tuple(_entities(self.text))

    def of(self, kind: str) -> tuple[Entity, ...]:
        """The entities of one kind."""
        return tuple([entity for entity in self.entities if entity.kind == kind]) if self.entities else ()

    @once
    def own(self) -> tuple[bool, ...] | None:
        """For each character whether the writer wrote it; None where all of it is theirs."""
        runs = self.post.runs
        if not runs or sum(run.length for run in runs) == len(self.text):
            return None
        own = [False] * len(self.text)
        for run in runs:
            own[run.at : run.at + run.length] = [True] * run.length
        return tuple(own)

    @once
    def masked(self) -> str:
        """The text with links, names, tags, code, quotations and decoration masked; as long as `text`."""
        text = self.text
        ranges = [(e.start, e.end, MASKS.get(e.kind, MASKS["url"])) for e in self.entities]
        ranges += [(start, end, MASKS["code"]) for start, end in self.post.code]
        ranges += [(start, end, MASKS["quote"]) for start, end in self.post.quotes]
        if _QUOTES.search(text) or "RT @" in text:
            ranges += [(m.start(), m.end(), MASKS["quote"]) for m in _QUOTE.finditer(text)]
        if ranges:
            text = _cover(text, ranges)
        if self.own is not None:
            decor = MASKS["decor"]
            text = "".join(c if mine or c.isspace() else decor for c, mine in zip(text, self.own, strict=True))
        return text

    @once
    def _normal(self) -> tuple[str, tuple[int, ...] | None]:
        return _normalise(self.masked, vocabulary(self.setting.language).words("disguise.words"))

    def is_quoted(self, at: int) -> bool:
        """Whether the character at `at` stands in somebody else's words."""
        return self.masked[at] == MASKS["quote"]

    @property
    def words(self) -> str:
        """The masked text in lower case with straight apostrophes, disguised and stretched words written plainly."""
        return self._normal[0]

    @once
    def hits(self) -> dict[str, tuple[Hit, ...]]:
        """Every wording of the language's data found in the post, by list; offsets are those of `text`."""
        text, origins = self._normal
        found: dict[str, list[Hit]] = {}
        for hit in vocabulary(self.setting.language).matcher.find(text):
            found.setdefault(hit.name, []).append(hit if origins is None else hit.moved(origins))
        return {name: tuple(hits) for name, hits in found.items()}

    def found(self, *names: str) -> tuple[Hit, ...]:
        """The hits of these lists, in order of the text."""
        if len(names) == 1:
            return self.hits.get(names[0], ())
        hits = [hit for name in names for hit in self.hits.get(name, ())]
        return tuple(sorted(hits, key=lambda hit: hit.start)) if len(hits) > 1 else tuple(hits)

    @once
    def signs(self) -> frozenset[str]:
        """What the post shows, by which it is known whether a check has anything to look at.

        The lists of which a wording is found, the kinds of entities, and of `beyond ascii`, `case` (perhaps), `code`,
        `digit`, `link` (a Markdown one), `picture` and `quotation mark` (a double one) what is there.
        """
        signs = {*self.hits, *[entity.kind for entity in self.entities]}
        if self.has_digits:
            signs.add("digit")
        if _MARK.search(self.text):
            signs.add("quotation mark")
        if not self.text.isascii():
            signs.add("beyond ascii")
        for sign, there in (("picture", self.post.media), ("link", self.post.links), ("code", self.post.code)):
            if there:
                signs.add(sign)
        if self.case_marks:
            signs.add("case")
        return frozenset(signs)

    @once
    def unlinked(self) -> str:
        """The text with links, addresses, mentions and tags blanked out; as long as `text`."""
        return _cover(self.text, [(e.start, e.end, "_") for e in self.entities]) if self.entities else self.text

    @once
    def case_marks(self) -> int:
        """How much the post looks like one about a patient or client; see `cases.marks`."""
        from composer.lint.cases import marks

        return marks(self)

    @once
    def places(self) -> tuple[Identifier, ...]:
        """What is surely a place, were the post about a case; see `traces.places`."""
        from composer.lint.traces import places

        return tuple(places(self))

    @once
    def surroundings(self) -> tuple[Identifier, ...]:
        """What is only likely to be a place; see `traces.surroundings`."""
        from composer.lint.traces import surroundings

        return tuple(surroundings(self))

    @once
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where the writer's own sentences stand; see `cuts.sentences`."""
        from composer.lint.cuts import sentences

        return sentences(self)

    @once
    def tokens(self) -> tuple[str, ...]:
        """The words of `words`, in order, without what an apostrophe adds to them."""
        return tuple(_STEM.findall(self.words))

    def may_have(self, words: frozenset[str]) -> bool:
        """Whether the text may have one of these words, be it in somebody else's words."""
        return not words.isdisjoint(self.tokens) or MASKS["quote"] in self.masked

    @once
    def has_digits(self) -> bool:
        """Whether there is a digit in the text."""
        return bool(_DIGIT.search(self.text))

    @once
    def word_count(self) -> int:
        """How many words the writer wrote."""
        return len(self.words.split())

    def said(self, start: int, end: int) -> str:
        """The words at a place, on one line, as a message shows them."""
        return " ".join(self.text[start:end].split())


class ThreadReading:
    """A whole thread, looked at."""

    def __init__(self, thread: Thread, readings: Sequence[Reading], facts: Facts = NO_FACTS) -> None:
        self.thread = thread
        self.facts = facts
        self.posts = tuple(readings)
        self.language = readings[0].setting.language if readings else thread.draft.language

    @once
    def signs(self) -> frozenset[str]:
        """What any post shows, `posts` where there are several, and `event` where the draft names one."""
        signs = {sign for reading in self.posts for sign in reading.signs}
        if len(self.posts) > 1:
            signs.add("posts")
        if self.thread.draft.event:
            signs.add("event")
        return frozenset(signs)


def _entities(text: str) -> Iterator[Entity]:
    if not _ENTITY_SIGN.search(text):
        return
    for chunk in _CHUNK.finditer(text):
        for match in _ENTITY.finditer(text, *chunk.span()):
            start, end = match.span()
            if match.lastgroup == "url":
                while text[end - 1] in _URL_TAIL:
                    end -= 1
            yield Entity(match.lastgroup or "", start, end)


def _cover(text: str, ranges: Iterable[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, mark in sorted(ranges):
        if end > at:
            parts += (text[at:start], mark * (end - max(start, at)))
            at = end
    parts.append(text[at:])
    return "".join(parts)


def _normalise(text: str, disguised: frozenset[str]) -> tuple[str, tuple[int, ...] | None]:
    """`text` written plainly, and for each of its characters the one it came from if they are no longer in step."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if not low.isascii() or "`" in low:
        low = low.translate(_APOSTROPHES)
        low = _FANCY.sub(lambda m: unicodedata.normalize("NFKC", m[0]).lower()[:1], low)
    low, origins = _undisguised(low, disguised)
    drop: list[int] = []
    if _TRIPLE.search(low):
        drop += [place for m in _STRETCHED.finditer(low) for place in range(m.start() + 1, m.end())]
    if not low.isascii():
        drop += [m.start() for m in _INVISIBLE.finditer(low)]
    if drop:
        gone = frozenset(drop)
        kept = tuple(i for i in range(len(low)) if i not in gone)
        origins = kept if origins is None else tuple(origins[i] for i in kept)
        low = "".join(low[i] for i in kept)
    return low, origins


def _undisguised(low: str, disguised: frozenset[str]) -> tuple[str, tuple[int, ...] | None]:
    """The text with disguised words written out, and where each character came from if that changed a length."""
    found = [(m.start(), m.end(), m[0]) for m in _DISGUISE.finditer(low)] if _SIGNS.search(low) else []
    found = [(start, end, _undisguise(token, disguised)) for start, end, token in found]
    if not found:
        return low, None
    parts: list[str] = []
    origins: list[int] = []
    at = 0
    for start, end, word in found:
        parts += (low[at:start], word)
        origins += range(at, start)
        origins += [start + min(i, end - start - 1) for i in range(len(word) - 1)] + [end - 1]
        at = end
    parts.append(low[at:])
    origins += range(at, len(low))
    text = "".join(parts)
    in_step = all(end - start == len(word) for start, end, word in found)
    return text, None if in_step else tuple(origins)


def _undisguise(token: str, disguised: frozenset[str]) -> str:
    tail = len(token) - len(token.rstrip("!"))
    if tail:
        return _undisguise(token[:-tail], disguised) + token[-tail:]
    pattern = token.translate(_LEET)
    if sum(c.isalpha() for c in pattern) < 2:
        return token
    hidden = re.compile(pattern.replace(".", "[a-z]{1,3}"))
    fitting = [word for word in disguised if hidden.fullmatch(word)]
    return min(fitting, key=lambda word: (abs(len(word) - len(token)), word), default=token)

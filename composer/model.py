"""The nouns that every room shares: frozen, slotted, and knowing nothing of files, clocks or networks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Fault(StrEnum):
    """Where the cause of an error lies, hence who can mend it and how a script is told."""

    INPUT = "input"
    """What was asked for or written: a file, a word, an option."""
    SETUP = "setup"
    """This machine, its settings or an account: a full disk, a missing right, a locked file, a token."""
    NETWORK = "network"
    """The other side said no, or was not there."""


class ComposerError(Exception):
    """What went wrong, why, and what to do next, in words for the user. Each room derives its own."""

    fault: Fault = Fault.INPUT

    def __init__(self, message: str, *, fault: Fault | None = None) -> None:
        super().__init__(message)
        if fault is not None:
            self.fault = fault


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` in code points of the draft's source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters that read the same in two texts: from `at` in the one shown, from `source` in its source.

    Offsets are code points. What a run's `source` counts from is said by its owner: a block's first
    character for a block's prose, the post's own span for a post.
    """

    at: int
    source: int
    length: int


def source_span(runs: Iterable[Run], start: int, end: int) -> Span | None:
    """Where the characters `[start, end)` of a shown text stand in its source; None if all of them are decoration."""
    first: int | None = None
    last: int | None = None
    for run in runs:
        low, high = max(start, run.at), min(end, run.at + run.length)
        if low < high:
            if first is None:
                first = run.source + low - run.at
            last = run.source + high - run.at
    return None if first is None or last is None else Span(first, last)


@dataclass(frozen=True, slots=True)
class Link:
    """A label at `[start, end)` of the shown text that leads to `target`."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or film of a post: `path` as the draft names it (relative to the draft's folder), `alt` as written.

    A missing alt text is the empty string; it is never filled in from the file name.
    """

    path: str
    alt: str
    span: Span = Span(0, 0)
    """The whole `![alt](path)`, counted from the first character of its block."""
    focus: str = ""
    """The point that a crop keeps, as `x,y` from -1 (left, below) to 1 (right, above); empty where it is not said."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Words as a reader sees them, with the way back to the Markdown they came from."""

    text: str
    runs: tuple[Run, ...] = ()
    links: tuple[Link, ...] = ()
    code: tuple[tuple[int, int], ...] = ()
    """Ranges of `text` that were code spans: never cut, never linted as words."""


class BlockKind(StrEnum):
    """What a stretch of a draft is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    DIVIDER = "divider"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list, or the single content of any other block."""

    prose: Prose
    ordinal: int | None = None
    """The number of an ordered list's item as the writer gave it, else None."""
    depth: int = 0
    """How many lists it is nested in, less one."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A finding that the writer accepted for one block, or for the whole draft when `span` is None."""

    code: str
    reason: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a draft between blank lines; it knows its own text and not where it stands.

    An unchanged block of a changed draft is the same object, so all offsets in it count from its
    own first character. `Draft.starts` says where that is.
    """

    kind: BlockKind
    source: str
    items: tuple[Item, ...] = ()
    media: tuple[Media, ...] = ()
    level: int = 0
    """1 to 6 for a heading, else 0."""
    keep: int | None = None
    """Blocks with the same number stay in one post if they fit."""
    only: frozenset[str] | None = None
    """Networks that this block is for; None means all."""
    cue: str | None = None
    """Cue id that the writer chose, `none` for no cue, None to leave it to the engine."""
    content_warning: str | None = None
    ignores: tuple[Ignore, ...] = ()

    @property
    def text(self) -> str:
        """The block as a reader sees it, items on lines of their own, without list markers."""
        return "\n".join(item.prose.text for item in self.items)


class Profile(StrEnum):
    """How cues are rendered: as emoji or as words."""

    LIVELY = "lively"
    PLAIN = "plain"


class Numbering(StrEnum):
    """How a post says which one it is; the value is what the user writes in front matter."""

    SLASH = "1/9"
    PARENTHESES = "(1/9)"
    DOT = "1."
    KEYCAP = "keycap"
    NONE = "none"


class Place(StrEnum):
    """Where the number of a post stands."""

    END = "end"
    START = "start"


@dataclass(frozen=True, slots=True)
class Style:
    """How a thread is dressed; words are never touched by it."""

    profile: Profile = Profile.LIVELY
    numbering: Numbering = Numbering.SLASH
    place: Place = Place.END
    cues: bool = True
    """Whether the engine suggests cues for posts; opener, pointer, end marker and bullets follow `profile`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a draft file that was understood otherwise than written, or not at all."""

    message: str
    line: int
    """1-based line of the file."""


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PostOptions:
    """What a network is asked for a post beside its words; which of it a network has is for the network to say."""

    reply_settings: str = ""
    """Who may reply; empty for everybody."""
    paid_partnership: bool = False
    made_with_ai: bool = False
    community: str = ""
    """URL or id of the community that it is posted in."""
    poll: tuple[str, ...] = ()
    """The choices of a poll."""
    poll_minutes: int = 0
    """How long the poll is open."""
    poll_multiple: bool = False
    """Whether a voter may take several choices."""
    focus: tuple[str, ...] = ()
    """The point of each picture that a crop keeps, as `x,y` from -1 to 1; empty where the draft does not say."""


NO_OPTIONS = PostOptions()


@dataclass(frozen=True, slots=True)
class Draft:
    """A Markdown file with its front matter, read."""

    text: str
    """The whole file, front matter included, line ends as `\\n`; spans count in it."""
    blocks: tuple[Block, ...] = ()
    starts: tuple[int, ...] = ()
    """Offset of each block's first character in `text`; parallel to `blocks`."""
    path: Path | None = None
    title: str = ""
    message: str = ""
    """What the thread says, in one sentence."""
    audience: str = ""
    """Front matter `for`."""
    event: str = ""
    """Main hashtag with its `#`, or empty."""
    accounts: tuple[str, ...] = ()
    """Front matter `to`."""
    profile: Profile | None = None
    """Front matter `style`; None where the draft leaves it to the settings."""
    numbering: Numbering | None = None
    language: str = ""
    """BCP 47 tag, or empty where the draft does not say."""
    content_warning: str = ""
    visibility: str = ""
    reply_to: str = ""
    """URL or id of an existing post that the thread answers."""
    lint_profile: str = ""
    """Front matter `profile`."""
    ignores: tuple[Ignore, ...] = ()
    """Front matter `ignore`: codes accepted for the whole draft."""
    pace: str = ""
    """How the thread is drawn out, as written; empty where the draft leaves it to the settings."""
    private: bool = False
    prompt: str = ""
    """Id of the practice prompt that it was begun from, or empty."""
    options: PostOptions = NO_OPTIONS
    """Front matter `reply_settings`, `paid_partnership`, `made_with_ai` and `community`."""
    polls: tuple[tuple[int, PostOptions], ...] = ()
    """Each poll with the offset of its directive in `text`."""
    extra: Mapping[str, Any] = field(default_factory=_nothing)
    """Front matter that we do not know; kept, and reported in `problems`."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One post exactly as it will be sent; it does not know where in the draft it came from.

    An unchanged post of a changed draft is the same object. `Thread.spans` says where it came from.
    """

    number: int
    total: int
    text: str
    """What is sent: NFC, `\\n` line ends, number and cue included."""
    length: int
    """In the network's own measure: weighted characters on X, graphemes on Bluesky and Mastodon."""
    body: str = ""
    """`text` without number, cue, marker, pointer and event tag; bullets as the style writes them."""
    runs: tuple[Run, ...] = ()
    """From `text` to the draft, sources counted from the start of this post's span."""
    links: tuple[Link, ...] = ()
    """Labels in `text` that lead elsewhere, for networks with facets; bare URLs are not listed."""
    code: tuple[tuple[int, int], ...] = ()
    """Ranges of `text` that are code."""
    quotes: tuple[tuple[int, int], ...] = ()
    """Ranges of `text` that came from block quotes."""
    media: tuple[Media, ...] = ()
    cue: str | None = None
    content_warning: str = ""
    language: str = ""
    options: PostOptions = NO_OPTIONS
    """Set when it is queued."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The posts of one draft for one network."""

    posts: tuple[Post, ...]
    spans: tuple[Span, ...]
    """Where each post came from in the draft; parallel to `posts`."""
    network: str
    maximum: int
    """The most that `Post.length` may be."""
    style: Style
    draft: Draft


class Severity(StrEnum):
    """How much a finding weighs; only an error keeps a thread from being published."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Layer(StrEnum):
    """What kind of knowledge a finding rests on."""

    FACT = "fact"
    JUDGEMENT = "judgement"
    QUESTION = "question"


class Safety(StrEnum):
    """Whether a fix may be applied unasked."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Fix:
    """Text to put in place of `span` of the draft."""

    span: Span
    replacement: str
    safety: Safety
    label: str = ""
    """What the fix does, as a button would say it."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding: what it saw, where, and why it matters."""

    code: str
    severity: Severity
    layer: Layer
    message: str
    post: int | None = None
    """Number of the post it is about, or None for the thread as a whole."""
    span: Span | None = None
    """In code points of the draft; None where no words of the draft are concerned."""
    words: tuple[str, ...] = ()
    """The words that triggered it."""
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a thread goes out: what was asked for, and the instant that follows from it."""

    instant: datetime
    """Aware, UTC."""
    wall: str = ""
    """Wall time in `zone`, ISO 8601 without offset."""
    zone: str = "UTC"
    """IANA name."""
    words: str = ""
    """As the user wrote it."""
    note: str = ""
    """What had to be decided, such as a wall time that a clock change skips."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a post is out: what the network said when it took it."""

    remote_id: str
    url: str
    instant: datetime
    """Aware, UTC."""
    text: str = ""
    """What the network stored, where it said so."""

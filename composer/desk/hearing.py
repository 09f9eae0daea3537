"""Hearing a thread before it goes out: what the ear gets in a sentence, and for which drafts that was offered.

A preview is taken better than an alarm: of 116 people who wrote 1,508 messages most preferred to be shown how a message
reads to being warned about it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from composer.desk.accepted import place
from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from composer.model import Draft
    from composer.share import SpokenPost

FILE_NAME = "heard"
"""The name in the state folder: one draft a line, by the digest of its path."""
_NAMED = 5
"""Additions that are named; the rest is in the posts."""


def first_time(state: Path, draft: Draft) -> bool:
    """Whether hearing `draft` was never offered, and is from now on; no for words without a file.

    Raises ComposerError where that cannot be remembered.
    """
    file, line = state / FILE_NAME, sha256(place(draft).encode()).hexdigest()
    if not place(draft):
        return False
    try:
        if file.exists() and line in file.read_text("ascii", errors="replace").split():
            return False
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file.open("a", encoding="ascii") as drafts:
            drafts.write(f"{line}\n")
    except OSError as error:
        raise ComposerError(
            f"{file} could not be written: {error.strerror}. Make it writable and try again; nothing was queued.",
            fault=Fault.SETUP,
        ) from error
    return True


def heading(post: SpokenPost) -> str:
    """Which post it is, and how much there is to hear."""
    return f"{post.number}/{post.total}  {_many_words(post.heard)} to hear, {post.added} beyond the text"


def in_short(spoken: Sequence[SpokenPost]) -> str:
    """`142 words to hear, 11 of them beyond the text`."""
    heard, added = sum(post.heard for post in spoken), sum(post.added for post in spoken)
    return f"{_many_words(heard)} to hear, {added} of them beyond the text"


def summary(spoken: Sequence[SpokenPost]) -> str:
    """What the ear gets beyond the written words, the largest additions first."""
    words: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for post in spoken:
        for piece in post.pieces:
            if piece.added:
                name = "the number of the post" if piece.kind == "number" else piece.said
                words[name] += piece.added
                times[name] += 1
    most = ", ".join(f"{_short(name)}{_often(times[name])}" for name, _ in words.most_common(_NAMED))
    return f"{in_short(spoken)}{': ' + most if most else ''}. Screen readers differ; this is one likely reading."


def _short(name: str) -> str:
    return f"‘{textwrap.shorten(name, 40, placeholder=' …')}’" if not name.startswith("the number") else name


def _often(times: int) -> str:
    return f" ({times} times)" if times > 1 else ""


def _many_words(number: int) -> str:
    return f"{number} word{'' if number == 1 else 's'}"

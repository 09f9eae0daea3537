"""A string as a thread: read as Markdown, or as it stands where Markdown would make other words of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.model import Draft, Post, Run, Span, Style, Thread

if TYPE_CHECKING:
    from composer.text import Limit

_WORD = pattern(r"[^\W_]+")
_DRAFT = pattern(r"\A---[ \t]*\n|<!--|!\[")
"""Front matter, a directive, a picture: only a draft has these, and they are no words of a post."""


def as_thread(text: str, network: str | Limit) -> Thread:
    """`text` as undecorated posts, every word of it in one of them."""
    from composer.thread import single

    thread = single(text, network=network)
    shown = " ".join(post.text for post in thread.posts)
    if _DRAFT.search(text):
        return thread
    masks = _is_one_quoted_line(text) or ("`" not in text and any(post.code for post in thread.posts))
    return _verbatim(text, network) if masks or _words(shown) != _words(text) else thread


def _words(text: str) -> list[str]:
    from unicodedata import normalize

    return _WORD.findall(text if text.isascii() else normalize("NFC", text))


def _is_one_quoted_line(text: str) -> bool:
    """A sign at the start of a post that has nothing else: nobody quotes without a word of their own."""
    return text.lstrip().startswith(">") and "\n" not in text.strip()


def _verbatim(text: str, network: str | Limit) -> Thread:
    from composer.text import Limit, limit

    allowed = network if isinstance(network, Limit) else limit(network)
    length = allowed.measure(text).length
    post = Post(1, 1, text, length, text, (Run(0, 0, len(text)),))
    return Thread((post,), (Span(0, len(text)),), allowed.name, allowed.maximum, Style(), Draft(text))

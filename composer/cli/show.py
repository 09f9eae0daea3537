"""How threads, findings and entries look in plain text, and as data for scripts."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.desk import Review
    from composer.model import Diagnostic, Post, Thread
    from composer.queue import Entry

_WIDTH = 76
_WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""
_INDENT = "   "


def post_lines(thread: Thread) -> Iterator[str]:
    """The posts as a reader would see them, each with its measure."""
    for post in thread.posts:
        yield from one_post(post, thread.maximum)


def one_post(post: Post, maximum: int, width: int = _WIDTH) -> Iterator[str]:
    """A post with its measure, and an empty line; in a narrow column, long words are cut."""
    yield f"{post.number}/{post.total}  {post.length} of {maximum}"
    if post.content_warning and not post.text.startswith("CW: "):  # else the words say it, for want of a mark
        yield from _wrapped(f"[content warning: {post.content_warning}]", width)
    for line in post.text.split("\n"):
        yield from _wrapped(line, width) or [""]
    for media in post.media:
        yield from _wrapped(f"[{media.path}: {media.alt or 'no alt text'}]", width)
    yield ""


def _wrapped(line: str, width: int) -> list[str]:
    cut = width < _WIDTH
    return textwrap.wrap(
        line, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_long_words=cut, break_on_hyphens=False
    )


def posts_as_data(thread: Thread) -> list[dict[str, Any]]:
    """The posts of a thread for JSON."""
    return [
        {
            "number": post.number,
            "total": post.total,
            "text": post.text,
            "length": post.length,
            "maximum": thread.maximum,
            "cue": post.cue,
            "content_warning": post.content_warning,
            "span": [span.start, span.end],
            "media": [{"path": media.path, "alt": media.alt} for media in post.media],
        }
        for post, span in zip(thread.posts, thread.spans, strict=True)
    ]


def many(number: int, noun: str) -> str:
    """A number and its noun, in the singular where it is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def is_or_are(number: int) -> str:
    """The verb that goes with so many."""
    return "is" if number == 1 else "are"


def counted(findings: Sequence[Diagnostic]) -> str:
    """How many findings there are of each weight, in words."""
    if not findings:
        return "nothing recognised; you decide"
    names = {"error": "error", "warning": "warning", "info": "note"}
    numbers = {weight: sum(finding.severity == weight for finding in findings) for weight in names}
    said = [many(number, names[weight]) for weight, number in numbers.items() if number]
    return ", ".join(said if numbers["error"] else ["no errors", *said])


def finding_lines(review: Review) -> list[str]:
    """Where, how grave, which rule, what to do: one line a finding for programs, folded for a terminal."""
    from composer.lint import to_text

    width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else None
    return to_text(review.findings, total=len(review.thread.posts), width=width).splitlines()


def entry_as_data(entry: Entry, *, text: bool = False) -> dict[str, Any]:
    """An entry for JSON; instants are UTC, ISO 8601. What cools off has no text unless `text` is asked for."""
    from composer.desk.cost import as_data, entry_cost
    from composer.desk.receipts import differences

    otherwise = {each.number: each.stored for each in differences(entry)}
    return {
        "id": entry.id,
        "account": entry.account,
        "network": entry.network,
        "title": entry.title,
        "draft": str(entry.draft) if entry.draft else None,
        "state": entry.state,
        "due": entry.schedule.instant.isoformat(),
        "next_at": entry.next_at.isoformat(),
        "wall": entry.schedule.wall,
        "zone": entry.schedule.zone,
        "words": entry.schedule.words,
        "template": entry.template or None,
        "cooling_until": entry.cool_until.isoformat() if entry.cooling and entry.cool_until else None,
        "late_minutes": None if entry.late is None else entry.late.total_seconds() / 60,
        "pace_seconds": entry.pace.total_seconds(),
        "error": entry.error,
        "cost": as_data(entry_cost(entry)),
        "posts": [
            {
                "number": post.number,
                "text": None if entry.cooling and not text else post.text,
                "state": post.state,
                "id": post.receipt.remote_id if post.receipt else None,
                "url": post.receipt.url if post.receipt else None,
                "sent_at": post.receipt.instant.isoformat() if post.receipt else None,
                "stored_otherwise": otherwise.get(post.number),
            }
            for post in entry.posts
        ],
    }

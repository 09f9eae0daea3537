"""Proof of what went out: receipts to keep, and where a network stored something else than what was sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from pathlib import Path

    from composer.queue import Entry, EntryPost, Event

_VERSION = 1
_KIND = "receipts"
_AROUND = 20
"""Characters shown on both sides of a place where two texts differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A post that reads otherwise on the network than it was sent."""

    number: int
    sent: str
    stored: str

    @property
    def message(self) -> str:
        """Where the two part, in words for the writer."""
        matches = SequenceMatcher(None, self.sent, self.stored, autojunk=False).get_matching_blocks()
        start = matches[0].size if matches[0].a == matches[0].b == 0 else 0
        return (
            f"Post {self.number} is stored otherwise than it was sent: “{_excerpt(self.sent, start)}” became "
            f"“{_excerpt(self.stored, start)}”. Look at it on the network, and post a correction if it matters."
        )


def differences(entry: Entry) -> tuple[Difference, ...]:
    """Posts of an entry that their network stored otherwise; those of which it did not say are taken on trust."""
    return tuple(
        Difference(post.number, post.text, post.receipt.text)
        for post in entry.posts
        if post.receipt is not None and post.receipt.text not in ("", post.text)
    )


def stored_otherwise(event: Event) -> Difference | None:
    """The difference that a worker's receipt shows right away; None where there is none, or none is known."""
    if event.entry is None or event.receipt is None:
        return None
    sent = event.entry.posts[event.number - 1].text
    return Difference(event.number, sent, event.receipt.text) if event.receipt.text not in ("", sent) else None


def as_data(entry: Entry) -> dict[str, Any]:
    """The receipts of an entry for JSON; instants are UTC, ISO 8601."""
    return {
        "entry": entry.id,
        "title": entry.title,
        "account": entry.account,
        "network": entry.network,
        "state": str(entry.state),
        "posts": [_post_as_data(post) for post in entry.posts if post.receipt is not None],
    }


def as_markdown(entry: Entry) -> str:
    """The receipts of an entry as a page to keep or to pass on."""
    out = [post for post in entry.posts if post.receipt is not None]
    lines = [
        f"# {entry.title or entry.id}",
        "",
        f"{entry.progress} from {entry.account} (entry {entry.id}).",
    ]
    for post in out:
        assert post.receipt is not None
        where = f"<{post.receipt.url}>" if post.receipt.url else "no address was written down"
        lines += ["", f"{post.number}. {post.receipt.instant:%Y-%m-%d %H:%M:%S} UTC, {where}", ""]
        lines += [f"   > {line}".rstrip() for line in post.text.split("\n")]
    lines += [f"\n{each.message}" for each in differences(entry)]
    return "\n".join(lines) + "\n"


def beside(draft: Path) -> Path:
    """Where the receipts of a draft are kept if one wishes: `talk.receipts.json` beside `talk.md`."""
    return draft.with_suffix(".receipts.json")


def keep(entry: Entry) -> Path:
    """Write an entry's receipts beside its draft, among those of the draft's other entries.

    Raises ComposerError where the draft has gone, and where something else stands in the file or it cannot be written.
    """
    from composer.paths import write_atomically

    if entry.draft is None or not entry.draft.parent.is_dir():
        raise ComposerError(
            f"Entry {entry.id} has no draft any more beside which its receipts could be kept. "
            f"`thread receipts {entry.id} --json` prints them."
        )
    file = beside(entry.draft)
    kept = [each for each in _kept(file) if each.get("entry") != entry.id]
    content = {"version": _VERSION, "kind": _KIND, "entries": [*kept, as_data(entry)]}
    try:
        write_atomically(file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        raise ComposerError(
            f"The receipts could not be written to {file}: {error.strerror}. They are in the queue as before.",
            fault=Fault.SETUP,
        ) from error
    return file


def _kept(file: Path) -> list[dict[str, Any]]:
    """The entries whose receipts the file has already."""
    try:
        content = json.loads(file.read_bytes())
        if content["kind"] == _KIND and all(isinstance(each, dict) for each in content["entries"]):
            return list(content["entries"])
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise ComposerError(f"{file} holds something else than receipts, so it was left alone. Move it away and try again.")


def _post_as_data(post: EntryPost) -> dict[str, Any]:
    assert post.receipt is not None
    stored = post.receipt.text
    return {
        "number": post.number,
        "id": post.receipt.remote_id,
        "url": post.receipt.url,
        "sent_at": post.receipt.instant.isoformat(),
        "text": post.text,
        "stored_otherwise": stored if stored not in ("", post.text) else None,
    }


def _excerpt(text: str, at: int) -> str:
    """The words around a place, on one line; empty where there are none."""
    start, end = max(0, at - _AROUND), at + _AROUND
    words = text[start:end].replace("\n", " ")
    return f"{'…' if start else ''}{words}{'…' if end < len(text) else ''}"

"""X's own calls as the rehearsal network answers them: which there are, and what answers each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.networks.rehearsal import posting, reading, uploads

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.networks.rehearsal.answer import Answer, Call
    from composer.networks.rehearsal.store import Store

_ID = r"([0-9]{1,18}|[1-8][0-9]{18})"


def route(method: str, path: str) -> tuple[str, Callable[[Store, Call, int], Answer], int] | None:
    """The kind of call (as faults name it), what answers it, and the number in its path (0 where there is none)."""
    for verb, pattern, kind, answer in _ROUTES:
        match = re.fullmatch(pattern, path)
        if match and verb == method:
            return kind, answer, int(match[1]) if match.groups() else 0
    return None


_ROUTES: tuple[tuple[str, str, str, Callable[[Store, Call, int], Answer]], ...] = (
    ("POST", "/2/tweets", "create", posting.create),
    ("GET", f"/2/tweets/{_ID}", "read", reading.read),
    ("DELETE", f"/2/tweets/{_ID}", "delete", reading.delete),
    ("GET", "/2/users/me", "read", reading.me),
    ("GET", f"/2/users/{_ID}/tweets", "read", reading.timeline),
    ("POST", "/2/media/upload", "upload", uploads.upload),
    ("POST", "/2/media/upload/initialize", "upload", uploads.initialize),
    ("POST", f"/2/media/upload/{_ID}/append", "upload", uploads.append),
    ("POST", f"/2/media/upload/{_ID}/finalize", "upload", uploads.finalize),
    ("GET", "/2/media/upload", "status", uploads.status),
    ("POST", "/2/media/metadata", "alt", uploads.describe),
)

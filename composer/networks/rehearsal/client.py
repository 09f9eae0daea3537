"""What has been published to a running rehearsal, asked of the rehearsal itself."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.process import RehearsalError

if TYPE_CHECKING:
    from composer.networks.rehearsal.process import Server

_SECONDS = 10


def timeline(server: Server) -> list[dict[str, Any]]:
    """Every post that is up, oldest first: `id`, `text` as sent, `in_reply_to`, `account`, `created_at`, `media`."""
    here_only = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with here_only.open(f"{server.url}/rehearsal/timeline.json", timeout=_SECONDS) as answer:
            posts: list[dict[str, Any]] = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise RehearsalError(
            f"The rehearsal network at {server.url} gave no timeline ({error}). "
            "`thread rehearsal stop` ends it; the next command that needs it starts it anew."
        ) from error
    return posts

"""A call to the rehearsal network as it was read, and what goes back in the form X uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.networks.rehearsal.store import Member


@dataclass(frozen=True, slots=True)
class Call:
    """A signed request, read."""

    member: Member
    query: Mapping[str, str]
    body: Any
    """The JSON that was sent, or None."""
    now_ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, JSON, and headers besides the usual ones."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Answer:
    """A refusal in the form X uses."""
    body = {"title": title, "detail": detail, "type": "about:blank", "status": status}
    return Answer(status, body, headers or {})


def invalid(message: str) -> Answer:
    """A request that X's description of its own calls does not allow."""
    return Answer(
        400,
        {
            "errors": [{"parameters": {}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request",
        },
    )


class Refusal(Exception):
    """Carries an answer out of a check."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.get("detail", ""))
        self.answer = answer


def number(text: object) -> int:
    """An id, or 0 where it is none."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"[0-9]{1,19}", text) and int(text) < 1 << 63 else 0


def at(body: object, *names: str) -> Any:
    """What stands in a JSON value under these names, one inside the other; None where there is nothing."""
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body

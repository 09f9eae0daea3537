"""What this room says when it cannot tell which instant a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import ComposerError

if TYPE_CHECKING:
    from composer.model import Schedule


class WhenError(ComposerError):
    """Words that name no instant, more than one, or one that has passed."""

    def __init__(
        self, message: str, readings: tuple[Schedule, ...] = (), *, why: str = "", passed: bool = False
    ) -> None:
        super().__init__(message)
        self.readings = readings
        """What the words may have meant, likeliest first; each would be accepted."""
        self.why = why or message
        """What is wrong with the words, without the readings."""
        self.passed = passed
        """Whether they are clear, and their time is over."""

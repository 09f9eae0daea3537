"""What a network charges for a post."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """What one network charges, in dollars."""

    post: Decimal
    """A post without a URL."""
    linking: Decimal
    """A post with one URL or more."""
    alt: Decimal
    """The call that gives a picture its alt text."""


FREE = Price(Decimal(0), Decimal(0), Decimal(0))
"""What most networks charge."""

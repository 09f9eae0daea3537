"""What a network charges for a thread, in dollars, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Protocol

from composer.text import entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.schedule.price import Price


class Described(Protocol):
    """A picture or film with its alt text."""

    @property
    def alt(self) -> str:
        """As it will be sent; empty where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Cost:
    """What a thread costs on one network."""

    posts: int
    linking: int
    """How many of them have a URL."""
    described: int
    """Pictures with an alt text."""
    total: Decimal
    saving: Decimal
    """What putting all URLs into one of the posts would save."""


def cost_of(posts: Iterable[tuple[str, Sequence[Described]]], price: Price) -> Cost:
    """What is charged for posts, each a text as sent with its pictures, at a network's `price`."""
    many = linking = described = 0
    for text, pictures in posts:
        many += 1
        linking += any(found.kind == "url" for found in entities(text))
        described += sum(bool(picture.alt) for picture in pictures)
    total = price.post * (many - linking) + price.linking * linking + price.alt * described
    saving = (price.linking - price.post) * max(0, linking - 1)
    return Cost(many, linking, described, total, saving)


def dollars(amount: Decimal) -> str:
    """An amount as people read it: in cents, and in tenths of a cent where it has them, such as `$0.045`."""
    tenths = amount.quantize(Decimal("0.001"), ROUND_HALF_UP)
    return f"${tenths.quantize(Decimal('0.01')) if tenths == tenths.quantize(Decimal('0.01')) else tenths:f}"

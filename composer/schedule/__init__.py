"""Words of a person, as instants."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.schedule.cost import Cost, cost_of, dollars
    from composer.schedule.errors import WhenError
    from composer.schedule.grammar import when
    from composer.schedule.price import FREE, Price
    from composer.schedule.repeats import Recurrence, recurrence, repeating
    from composer.schedule.wording import describe, distance
    from composer.schedule.zones import find_zone, to_instant, to_wall, zone_names

__all__ = [
    "FREE",
    "Cost",
    "Price",
    "Recurrence",
    "WhenError",
    "cost_of",
    "describe",
    "distance",
    "dollars",
    "find_zone",
    "recurrence",
    "repeating",
    "to_instant",
    "to_wall",
    "when",
    "zone_names",
]

_HOMES = {
    "cost": ("Cost", "cost_of", "dollars"),
    "wording": ("describe", "distance"),
    "errors": ("WhenError",),
    "grammar": ("when",),
    "repeats": ("Recurrence", "recurrence", "repeating"),
    "price": ("FREE", "Price"),
    "zones": ("find_zone", "to_instant", "to_wall", "zone_names"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"composer.schedule.{home}"), name)
    raise AttributeError(f"module 'composer.schedule' has no attribute '{name}'")

"""Pictures and films: what a network takes, and making them ready so that they say no more than they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.media.limits import NAMES, objection, objection_to_all
from composer.queue.capabilities import MediaLimit

if TYPE_CHECKING:
    from composer.networks.media.ready import MediaError, Prepared, prepare

__all__ = [
    "NAMES",
    "MediaError",
    "MediaLimit",
    "Prepared",
    "objection",
    "objection_to_all",
    "prepare",
]


def __getattr__(name: str) -> object:
    if name in ("MediaError", "Prepared", "prepare"):
        from composer.networks.media import ready

        return getattr(ready, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""What a reader sees and a network counts: graphemes, entities, sentences, and one limit record a network."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer.text.bluesky import Facet, facets
    from composer.text.counter import Weighed
    from composer.text.entity import Entity, entities
    from composer.text.grapheme import graphemes
    from composer.text.limits import LIMITS, Limit, Measure, UnknownNetworkError, explain, limit, measure
    from composer.text.normal import normalize
    from composer.text.sentences import sentence_ends

__all__ = [
    "LIMITS",
    "Entity",
    "Facet",
    "Limit",
    "Measure",
    "UnknownNetworkError",
    "Weighed",
    "entities",
    "explain",
    "facets",
    "graphemes",
    "limit",
    "measure",
    "normalize",
    "sentence_ends",
]

_HOME = {
    "Facet": "bluesky",
    "facets": "bluesky",
    "Weighed": "counter",
    "Entity": "entity",
    "entities": "entity",
    "graphemes": "grapheme",
    "normalize": "normal",
    "sentence_ends": "sentences",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"composer.text.{_HOME.get(name, 'limits')}"), name)

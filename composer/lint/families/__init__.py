"""The rules, one module a family; a module's `RULES` is all that the catalogue knows of it."""

from composer.lint.families import (
    accessibility,
    bait,
    favours,
    kindness,
    length,
    mentions,
    privacy,
    suppressions,
    tags,
    tone,
)

FAMILIES = (
    accessibility,
    bait,
    favours,
    kindness,
    length,
    mentions,
    privacy,
    suppressions,
    tags,
    tone,
)

__all__ = ["FAMILIES"]

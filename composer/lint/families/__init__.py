"""The rules, one module a family; a module's `RULES` is all that the catalogue knows of it."""

from composer.lint.families import (
    accessibility,
    amplify,
    bait,
    disclosure,
    favours,
    focus,
    haters,
    impostor,
    kindness,
    length,
    links,
    mentions,
    notes,
    numbering,
    privacy,
    suppressions,
    tags,
    tone,
)

FAMILIES = (
    accessibility,
    amplify,
    bait,
    disclosure,
    favours,
    focus,
    haters,
    impostor,
    kindness,
    length,
    links,
    mentions,
    notes,
    numbering,
    privacy,
    suppressions,
    tags,
    tone,
)

__all__ = ["FAMILIES"]

"""The rules, one module a family; a module's `RULES` is all that the catalogue knows of it."""

from composer.lint.families import (
    accessibility,
    amplify,
    bait,
    clues,
    conference,
    disclosure,
    favours,
    focus,
    haters,
    identity,
    impostor,
    kindness,
    length,
    links,
    mentions,
    notes,
    numbering,
    suppressions,
    tags,
    tone,
)

FAMILIES = (
    accessibility,
    amplify,
    bait,
    clues,
    conference,
    disclosure,
    favours,
    focus,
    haters,
    identity,
    impostor,
    kindness,
    length,
    links,
    mentions,
    notes,
    numbering,
    suppressions,
    tags,
    tone,
)

__all__ = ["FAMILIES"]

"""Profiles: what a kind of writing weighs otherwise than the checklist does, shipped or the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.lint.catalogue import known
from composer.model import ComposerError, Fault, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "default"


class ProfileError(ComposerError):
    """There is no profile of that name, or one that builds on itself."""

    fault = Fault.SETUP


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights by code or prefix of codes; what it does not name keeps the weight that the rule has."""

    name: str
    about: str
    weights: Mapping[str, Severity]


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """A profile of the user's: another one, changed."""

    extends: str
    weights: Mapping[str, Severity]


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program, by name."""
    import tomllib

    raw = tomllib.loads((Path(__file__).parent / "profiles.toml").read_text("utf-8"))
    return {
        name: Profile(
            name, table["about"], {code: Severity(weight) for code, weight in table.get("weights", {}).items()}
        )
        for name, table in raw.items()
    }


def profile(name: str, own: Mapping[str, OwnProfile]) -> Profile:
    """The profile of that name; raises ProfileError naming those there are, and UnknownRuleError for a wrong code."""
    weights: dict[str, Severity] = {}
    about, wanted, seen = "", name, set[str]()
    while wanted in own:
        if wanted in seen:
            raise ProfileError(f"The profile {wanted!r} extends itself. Let it extend one of {', '.join(shipped())}.")
        seen.add(wanted)
        known(own[wanted].weights)
        weights = _over(own[wanted].weights, weights)
        wanted = own[wanted].extends
    if wanted not in shipped():
        raise ProfileError(f"There is no profile {wanted!r}. There are: {', '.join((*shipped(), *own))}.")
    base = shipped()[wanted]
    about = base.about if name == wanted else f"{wanted}, changed by you."
    return Profile(name, about, MappingProxyType(_over(base.weights, weights)))


def _over(below: Mapping[str, Severity], above: Mapping[str, Severity]) -> dict[str, Severity]:
    """Both, where a family named above counts for every rule of it that is named below."""
    kept = {code: weight for code, weight in below.items() if not code.startswith(tuple(above))}
    return {**kept, **above}

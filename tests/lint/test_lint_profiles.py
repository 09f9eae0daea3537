"""Profiles: what they weigh, where they come from, and what is said where one cannot be had."""

import pytest

from composer.lint import Options, lint
from composer.lint.catalogue import is_known
from composer.lint.profiles import OwnProfile, ProfileError, profile, shipped
from composer.model import Severity

CASE = "My patient from Bern is 40."


def weights(name: str, own: dict[str, OwnProfile] | None = None) -> dict[str, Severity]:
    found = lint(CASE, options=Options(severities=profile(name, own or {}).weights))
    return {one.code: one.severity for one in found}


def test_the_clinical_profile_stops_what_may_tell_who_somebody_is() -> None:
    assert weights("default")["PRV005"] is Severity.WARNING
    assert weights("clinical")["PRV005"] is Severity.ERROR


def test_the_accessible_profile_runs_rules_that_are_off_elsewhere() -> None:
    long = "word " * 30 + "."
    assert "ACC009" not in {one.code for one in lint(long)}
    assert "ACC009" in {one.code for one in lint(long, options=Options(severities=profile("accessible", {}).weights))}


def test_an_own_profile_changes_the_one_that_it_extends() -> None:
    own = {"ward": OwnProfile("clinical", {"PRV010": Severity.ERROR})}
    assert weights("ward", own) == {"PRV005": Severity.ERROR, "PRV010": Severity.ERROR}


def test_a_family_that_an_own_profile_switches_off_is_off_whatever_the_other_says_of_its_rules() -> None:
    assert weights("ward", {"ward": OwnProfile("clinical", {"PRV": Severity.OFF})}) == {}


def test_profiles_that_extend_each_other_are_refused() -> None:
    own = {"a": OwnProfile("b", {}), "b": OwnProfile("a", {})}
    with pytest.raises(ProfileError, match="extends itself"):
        profile("a", own)


def test_an_unknown_profile_is_answered_with_those_there_are() -> None:
    with pytest.raises(ProfileError, match="clinical, conference"):
        profile("clinic", {})


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_profile_weighs_rules_that_exist(name: str) -> None:
    assert all(is_known(code) for code in shipped()[name].weights)
    assert shipped()[name].about

"""What the checklist is told beside the draft: the profile that applies, and what the writer noted about people."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from composer.model import ComposerError, Fault, Problem, Severity
from composer.people import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from composer.config import ProfileSettings, Settings
    from composer.lint.profiles import OwnProfile, Profile
    from composer.model import Draft
    from composer.people import Facts


def profile_of(draft: Draft, settings: Settings) -> Profile:
    """The profile for `draft`: its own, else the settings'; the default where that one cannot be had."""
    return _first_of((draft.lint_profile, settings.lint_profile), settings)


def _first_of(wanted: Iterable[str], settings: Settings) -> Profile:
    from composer.lint.profiles import DEFAULT, profile

    own = own_profiles(settings)
    for name in wanted:
        try:
            if name:
                return profile(name, own)
        except ComposerError:
            continue
    return profile(DEFAULT, {})


def profile_problems(draft: Draft, settings: Settings) -> tuple[Problem, ...]:
    """Why the profile that a draft or the settings name does not apply."""
    from composer.lint.profiles import profile, shipped

    problems = []
    own = own_profiles(settings)
    for name, where in ((draft.lint_profile, "This draft"), (settings.lint_profile, "The setting lint_profile")):
        try:
            if name:
                profile(name, own)
        except ComposerError as error:
            near = get_close_matches(name, (*shipped(), *own), 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            problems.append(Problem(f"{where} asks for the profile {name!r}, which does not apply: {error}{hint}", 1))
    return tuple(problems)


def own_profiles(settings: Settings) -> Mapping[str, OwnProfile]:
    """The user's own profiles, as the checklist has them."""
    from composer.lint.profiles import OwnProfile

    return {
        name: OwnProfile(table.extends, {code: weight for weight in Severity for code in _codes(table, weight)})
        for name, table in settings.profiles.items()
    }


def _codes(table: ProfileSettings, weight: Severity) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in getattr(table, weight).split(",") if code.strip())


def checked(setting: str, value: str) -> tuple[str, ...]:
    """The codes that a setting lists; raises ComposerError naming the setting where one names no rule."""
    from composer.lint.catalogue import UnknownRuleError, known

    codes = tuple(code.strip().upper() for code in value.split(",") if code.strip())
    try:
        known(codes)
    except UnknownRuleError as error:
        raise ComposerError(f"The setting {setting}: {error} `thread config which` says where it is set.") from error
    return codes


def idle_ignores(settings: Settings) -> tuple[str, ...]:
    """What the setting lint_ignore leaves out that would not run anyway, or is left out twice, in a sentence each."""
    from composer.lint.catalogue import rules
    from composer.lint.options import names
    from composer.lint.record import Status

    selected, ignored = checked("lint_select", settings.lint_select), checked("lint_ignore", settings.lint_ignore)
    weighed = _first_of((settings.lint_profile,), settings).weights
    said = []
    for code in dict.fromkeys(ignored):
        named = [one for one in rules() if names(one.code, (code,))]
        wider = next((other for other in ignored if other != code and names(code, (other,))), "")
        if wider:
            said.append(f"{code} is left out with {wider}.")
        elif ignored.count(code) > 1:
            said.append(f"{code} is there twice.")
        elif selected and not any(names(one.code, selected) for one in named):
            said.append(f"{code} is not among lint_select.")
        elif not selected and all(one.status is Status.PREVIEW and not names(one.code, weighed) for one in named):
            said.append(f"{code} is off until a profile or --select asks for it.")
    return tuple(f"lint_ignore: {each}" for each in said)


class Noted:
    """The file of facts about people and things: read again only when it has changed, and written to by verbs."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        """None where there is no place for such a file."""
        self._stamp: tuple[int, int] | None = None
        self._facts = NO_FACTS

    def facts(self, today: date, own_handles: tuple[str, ...]) -> Facts:
        """What is noted, as of `today`; raises PeopleError for a file that cannot be understood."""
        from composer.people import load

        stamp = _stamp(self.path)
        if stamp is None or self.path is None:
            return replace(NO_FACTS, today=today, own_handles=own_handles)
        if (stamp, today, own_handles) != (self._stamp, self._facts.today, self._facts.own_handles):
            self._facts = replace(load(self.path), today=today, own_handles=own_handles)
            self._stamp = stamp
        return self._facts

    def note(self, section: str, key: str, values: Mapping[str, Any]) -> None:
        """Note a fact; raises PeopleError, and then nothing has changed."""
        from composer.people import add

        add(self._place(), section, key, values)

    def take_out(self, name: str) -> tuple[str, ...]:
        """Take `name` out of every section it stands in; which those were."""
        from composer.people import SECTIONS, remove

        return tuple(section for section in SECTIONS if remove(self._place(), section, name))

    def make(self) -> Path:
        """The file, made with an explanation where there is none yet."""
        from composer.people import make

        return make(self._place())

    def _place(self) -> Path:
        if self.path is None:
            raise ComposerError("There is no place for facts about people here.", fault=Fault.SETUP)
        return self.path


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None

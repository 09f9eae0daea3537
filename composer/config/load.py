"""The settings that apply in one place: layer over layer, each value with its origin."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from composer.config.readers import ConfigError, Unfit
from composer.config.settings import ACCOUNTS, TABLES, Settings, keys_of, single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROJECT_FILE = "thread.toml"
ENVIRONMENT_PREFIX = "THREAD_"

_NAME = re.compile(r"[^\W_][\w-]*")


@dataclass(frozen=True, slots=True)
class Value:
    """One setting as it stands: its value and the place that decided it."""

    name: str
    value: str
    origin: str
    about: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """The settings that apply in one place, and the origin of each."""

    settings: Settings
    origins: Mapping[str, str]

    def values(self) -> tuple[Value, ...]:
        """Every setting, in the order of the manual, tables last."""
        whole = (
            Value(
                name,
                str(getattr(self.settings, name)),
                self.origins.get(name, "default"),
                item.metadata["about"],
                tuple(map(str, item.metadata["choices"])),
            )
            for name, item in single().items()
        )
        of_tables = (
            Value(
                f"{table}.{name}.{key}",
                str(getattr(own, key)),
                self.origins[f"{table}.{name}"],
                item.metadata["about"],
                (),
            )
            for table in TABLES
            for name, own in getattr(self.settings, table).items()
            for key, item in keys_of(table).items()
            if getattr(own, key) != item.default
        )
        return (*whole, *of_tables)


def load(*, user_file: Path, folder: Path, environment: Mapping[str, str]) -> Config:
    """The settings that apply to a draft in `folder`.

    Raises ConfigError for an unreadable file, an unknown setting or a value that it cannot have.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in _layers(user_file, folder, environment):
        for name, raw in found.items():
            if name in TABLES:
                own = _tables(name, raw, origin)
                values[name] = MappingProxyType({**values.get(name, {}), **own})
                origins |= dict.fromkeys((f"{name}.{each}" for each in own), origin)
            else:
                values[name] = check(name, raw, origin)
                origins[name] = origin
    return Config(Settings(**values), origins)


def check(name: str, raw: object, origin: str) -> Any:
    """`raw` as setting `name` holds it; raises ConfigError naming `origin` where it cannot."""
    item = _of_table(name, origin) if name.partition(".")[0] in TABLES else _single(name, origin)
    try:
        return item.metadata["read"](raw)
    except Unfit as unfit:
        raise ConfigError(f"{name} {unfit}, not {raw!r} ({origin}).") from unfit


def read(path: Path) -> str:
    """The text of a settings file; raises ConfigError."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path} could not be read: {error.strerror}. Mend its rights, or move it away.") from error


def _layers(
    user_file: Path, folder: Path, environment: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """From the weakest origin to the strongest."""
    if user_file.exists():
        yield str(user_file), _parse(user_file)
    project = next(
        (place / PROJECT_FILE for place in (folder, *folder.parents) if (place / PROJECT_FILE).is_file()), None
    )
    if project is not None:
        found = _parse(project)
        _refuse_identities(found, project, user_file)
        yield str(project), found
    for name in single():
        variable = f"{ENVIRONMENT_PREFIX}{name.upper()}"
        if variable in environment:
            yield f"environment variable {variable}", {name: environment[variable]}


def _parse(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(read(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}. Mend that line, or move the file away.") from error


def _refuse_identities(found: Mapping[str, object], project: Path, user_file: Path) -> None:
    """A folder that somebody else made must not decide where an account of this name sends its posts."""
    tables = found.get(ACCOUNTS)
    for account, table in tables.items() if isinstance(tables, dict) else ():
        for key in table if isinstance(table, dict) else ():
            item = keys_of(ACCOUNTS).get(key)
            if item is not None and item.metadata.get("identity"):
                raise ConfigError(
                    f"{project} sets {ACCOUNTS}.{account}.{key}, which only your own {user_file} may. Take the line "
                    f"out there; `thread accounts add` writes it to your own settings."
                )


def _single(name: str, origin: str) -> Any:
    known = single()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"The settings are: {', '.join(known)}."
        raise ConfigError(f"There is no setting {name!r} ({origin}). {hint}")
    return known[name]


def _of_table(name: str, origin: str) -> Any:
    table, _, rest = name.partition(".")
    each, _, key = rest.rpartition(".")
    if not _NAME.fullmatch(each):
        raise ConfigError(
            f"Nothing in {table} can be called {each!r} ({origin}). Such a name is made of letters, digits, - and _, "
            "and begins with a letter or digit."
        )
    known = keys_of(table)
    if key not in known:
        there_is = ", ".join(f"{table}.NAME.{one}" for one in known)
        raise ConfigError(f"There is no setting {name!r} ({origin}). There is: {there_is}.")
    return known[key]


def _tables(table: str, raw: object, origin: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict) or not all(isinstance(each, dict) for each in raw.values()):
        raise ConfigError(f"{table} has to be tables such as [{table}.x] ({origin}).")
    return MappingProxyType(
        {
            name: TABLES[table](**{key: check(f"{table}.{name}.{key}", value, origin) for key, value in each.items()})
            for name, each in raw.items()
        }
    )

"""Settings: what may be set, what each one means, and where its value came from.

A value is looked for in this order, the first one found counts: a command's option, the environment
(`THREAD_STYLE`), a `thread.toml` in the draft's folder or one above it, the user's `config.toml`, the default.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from composer.model import ComposerError, Fault, Numbering, Place, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROJECT_FILE = "thread.toml"
ENVIRONMENT_PREFIX = "THREAD_"


class ConfigError(ComposerError):
    """A setting that does not exist, or a value that it cannot have; names the place it was found."""

    fault = Fault.SETUP


def _setting(default: Any, about: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"about": about, "choices": choices})


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What holds for one account only: a table `[accounts.NAME]`."""

    maximum: int | None = None
    """Longest post in the measure of its network, where that is not the network's own: 25,000 with X Premium."""
    network: str = ""
    """Where it is; empty in a table that only says more about an account which is known otherwise."""
    handle: str = ""
    """How readers know it there, without `@`."""


_ACCOUNTS = "accounts"
_LONGEST = range(100, 100_001)
_ABOUT_ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "maximum": "Longest post of this account, in its network's own measure; 25000 with X Premium.",
        "network": "Where this account is; `thread accounts add` sets it.",
        "handle": "How readers know this account there.",
    }
)
_ACCOUNT_NAME = re.compile(r"[^\W_][\w-]*")
_HANDLE = re.compile(r"[\w.@-]{1,253}")
_AMOUNT = re.compile(r"(?:\d{1,6}(?:\.\d{1,2})?)?")


def _no_accounts() -> Mapping[str, AccountSettings]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting there is; `about` of each field is the manual that `thread config` shows."""

    account: str = _setting("rehearsal", "Account to publish to where neither the draft nor --to names one.")
    zone: str = _setting("", "Time zone of words such as 'tomorrow 9am', as an IANA name; empty: this computer's.")
    style: Profile = _setting(
        Profile.LIVELY, "How cues are shown: as emoji (lively) or as words (plain).", tuple(Profile)
    )
    numbering: Numbering = _setting(Numbering.SLASH, "How posts are numbered.", tuple(Numbering))
    number_place: Place = _setting(Place.END, "Where the number stands in a post.", tuple(Place))
    drafts_folder: str = _setting(
        "",
        "Folder for new drafts; empty: drafts/ in the current folder if there is one, else Threads in your documents.",
    )
    rehearsal_port: int = _setting(
        0, "Port on this computer where the rehearsal network listens; 0: one that is free, and then always that."
    )
    monthly_budget: str = _setting(
        "", "Dollars a calendar month for networks that charge, such as 10; what would go beyond is held. Empty: none."
    )
    lint_select: str = _setting(
        "", "Only these rules of the checklist, by code or family, such as PRV,ACC001; empty: all that are stable."
    )
    lint_ignore: str = _setting("", "Rules that are not wanted, by code or family, such as FOC or TAG001.")
    accounts: Mapping[str, AccountSettings] = field(default_factory=_no_accounts)
    """Not one value but a table, set as `accounts.NAME.maximum`, `.network` and `.handle`."""


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
        """Every setting, in the order of the manual, accounts last."""
        single = (
            Value(
                item.name,
                str(getattr(self.settings, item.name)),
                self.origins.get(item.name, "default"),
                item.metadata["about"],
                tuple(item.metadata["choices"]),
            )
            for item in _single()
        )
        of_accounts = (
            Value(f"{_ACCOUNTS}.{name}.{key}", str(getattr(own, key)), self.origins[f"{_ACCOUNTS}.{name}"], about, ())
            for name, own in self.settings.accounts.items()
            for key, about in _ABOUT_ACCOUNTS.items()
            if getattr(own, key)
        )
        return (*single, *of_accounts)


def load(*, user_file: Path, folder: Path, environment: Mapping[str, str]) -> Config:
    """The settings that apply to a draft in `folder`.

    Raises ConfigError for an unreadable file, an unknown setting or a value that it cannot have.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in _layers(user_file, folder, environment):
        for name, raw in found.items():
            if name == _ACCOUNTS:
                own = _accounts(raw, origin)
                values[name] = MappingProxyType({**values.get(name, {}), **own})
                origins |= dict.fromkeys((f"{_ACCOUNTS}.{account}" for account in own), origin)
            else:
                values[name] = check(name, raw, origin)
                origins[name] = origin
    return Config(Settings(**values), origins)


def check(name: str, raw: object, origin: str) -> Any:
    """`raw` as setting `name` holds it; raises ConfigError naming `origin` where it cannot."""
    if name.startswith(f"{_ACCOUNTS}."):
        return _of_account(name, raw, origin)
    known = {item.name: item for item in _single()}
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"The settings are: {', '.join(known)}."
        raise ConfigError(f"There is no setting {name!r} ({origin}). {hint}")
    default: Any = known[name].default
    choices = known[name].metadata["choices"]
    if choices:
        if raw not in choices:
            raise ConfigError(f"{name} cannot be {raw!r} ({origin}). It is one of: {', '.join(choices)}.")
        return type(default)(raw)
    if isinstance(default, int):
        return _port(name, raw, origin)
    if name == "monthly_budget":
        return _amount(name, raw, origin)
    if not isinstance(raw, str):
        raise ConfigError(f"{name} has to be text in quotation marks, not {raw!r} ({origin}).")
    if name == "zone" and raw:
        _check_zone(raw, origin)
    return raw


def set_value(user_file: Path, name: str, value: str) -> None:
    """Write one setting to the user's file, keeping its comments; raises ConfigError, and then nothing has changed."""
    checked = check(name, value, "the command line")
    document = _document(user_file)
    *tables, key = name.split(".")
    place: Any = document
    for table in tables:
        place = place.setdefault(table, {})
    place[key] = str(checked) if isinstance(checked, str) else checked
    _write(user_file, document, name)


def set_account(user_file: Path, name: str, settings: AccountSettings) -> None:
    """Write the table of one account, keeping what it says beside; raises ConfigError, and nothing has changed."""
    document = _document(user_file)
    place: Any = document.setdefault(_ACCOUNTS, {}).setdefault(name, {})
    for key in _ABOUT_ACCOUNTS:
        value = getattr(settings, key)
        if value:
            place[key] = _of_account(f"{_ACCOUNTS}.{name}.{key}", value, "the command line")
    _write(user_file, document, f"{_ACCOUNTS}.{name}")


def forget_account(user_file: Path, name: str) -> bool:
    """Take the table of one account out of the user's file; whether there was one."""
    if not user_file.exists():
        return False
    document = _document(user_file)
    if name not in document.get(_ACCOUNTS, {}):
        return False
    del document[_ACCOUNTS][name]
    if not document[_ACCOUNTS]:
        del document[_ACCOUNTS]
    _write(user_file, document, f"{_ACCOUNTS}.{name}")
    return True


def _document(user_file: Path) -> Any:
    """The user's file with its comments; a new one where there is none."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        return tomlkit.parse(_read(user_file)) if user_file.exists() else tomlkit.document()
    except ParseError as error:
        raise ConfigError(
            f"{user_file} is not valid TOML: {error}. Mend that line, or move the file away; nothing was changed."
        ) from error


def _write(user_file: Path, document: Any, name: str) -> None:
    import tomlkit

    from composer.paths import write_atomically

    try:
        user_file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(user_file, tomlkit.dumps(document).encode())
    except OSError as error:
        instead = "" if "." in name else f", or use the environment variable {ENVIRONMENT_PREFIX}{name.upper()}"
        raise ConfigError(
            f"The settings could not be written to {user_file}: {error.strerror or error}. Nothing was changed; "
            f"make room or mend the rights there{instead}."
        ) from error


def local_zone() -> str:
    """IANA name of this computer's time zone; `UTC` where it does not tell."""
    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (ValueError, LookupError, OSError):
        return "UTC"


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
        yield str(project), _parse(project)
    for item in _single():
        variable = f"{ENVIRONMENT_PREFIX}{item.name.upper()}"
        if variable in environment:
            yield f"environment variable {variable}", {item.name: environment[variable]}


def _parse(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}. Mend that line, or move the file away.") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path} could not be read: {error.strerror}. Mend its rights, or move it away.") from error


def _single() -> tuple[Field[Any], ...]:
    """Settings that are one value each."""
    return tuple(item for item in fields(Settings) if item.name != _ACCOUNTS)


def _accounts(raw: object, origin: str) -> Mapping[str, AccountSettings]:
    if not isinstance(raw, dict) or not all(isinstance(table, dict) for table in raw.values()):
        raise ConfigError(f"accounts has to be tables such as [accounts.x] ({origin}).")
    return MappingProxyType(
        {
            account: AccountSettings(
                **{key: _of_account(f"{_ACCOUNTS}.{account}.{key}", value, origin) for key, value in table.items()}
            )
            for account, table in raw.items()
        }
    )


def _of_account(name: str, raw: object, origin: str) -> Any:
    """A value of an account's table, as `AccountSettings` holds it."""
    _, _, rest = name.partition(".")
    account, _, key = rest.rpartition(".")
    if not _ACCOUNT_NAME.fullmatch(account):
        raise ConfigError(
            f"An account cannot be called {account!r} ({origin}). Its name is made of letters, digits, - and _, and "
            "begins with a letter or digit."
        )
    if key not in _ABOUT_ACCOUNTS:
        there_is = ", ".join(f"{_ACCOUNTS}.NAME.{each}" for each in _ABOUT_ACCOUNTS)
        raise ConfigError(f"There is no setting {name!r} ({origin}). An account has: {there_is}.")
    if key != "maximum":
        if not isinstance(raw, str) or not _HANDLE.fullmatch(raw):
            raise ConfigError(f"{name} has to be one word in quotation marks, not {raw!r} ({origin}).")
        return raw.removeprefix("@")
    if isinstance(raw, bool) or not str(raw).isdecimal() or int(str(raw)) not in _LONGEST:
        raise ConfigError(f"{name} has to be a number from 100 to 100000, not {raw!r} ({origin}).")
    return int(str(raw))


def _port(name: str, raw: object, origin: str) -> int:
    text = str(raw)
    if (
        isinstance(raw, bool)
        or not text.isascii()
        or not text.isdigit()
        or not (text == "0" or 1024 <= int(text) <= 65535)
    ):
        raise ConfigError(f"{name} has to be 0 or a port from 1024 to 65535, not {raw!r} ({origin}).")
    return int(text)


def _amount(name: str, raw: object, origin: str) -> str:
    text = str(raw).strip().removeprefix("$")
    if isinstance(raw, bool) or not _AMOUNT.fullmatch(text):
        raise ConfigError(f"{name} has to be an amount in dollars such as 10 or 7.50, not {raw!r} ({origin}).")
    return text


def _check_zone(name: str, origin: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(
            f"There is no time zone {name!r} ({origin}). Use an IANA name such as Europe/Paris or America/New_York."
        ) from error

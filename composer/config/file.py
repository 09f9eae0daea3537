"""The user's settings file: one value changed, everything else in it as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from composer.config.load import ENVIRONMENT_PREFIX, check, read
from composer.config.readers import ConfigError
from composer.config.settings import ACCOUNTS, keys_of

if TYPE_CHECKING:
    from pathlib import Path

    from composer.config.settings import AccountSettings


def set_value(user_file: Path, name: str, value: str) -> None:
    """Write one setting to the user's file, keeping its comments; raises ConfigError, and then nothing has changed."""
    checked = check(name, value, "the command line")
    document = _document(user_file)
    *tables, key = name.split(".")
    place: Any = document
    for table in tables:
        place = place.setdefault(table, {})
    place[key] = _plain(checked)
    _write(user_file, document, name)


def set_account(user_file: Path, name: str, settings: AccountSettings) -> None:
    """Write the table of one account, keeping what it says beside; raises ConfigError, and nothing has changed."""
    document = _document(user_file)
    place: Any = document.setdefault(ACCOUNTS, {}).setdefault(name, {})
    for key, item in keys_of(ACCOUNTS).items():
        value = getattr(settings, key)
        if value != item.default:
            place[key] = _plain(check(f"{ACCOUNTS}.{name}.{key}", value, "the command line"))
    _write(user_file, document, f"{ACCOUNTS}.{name}")


def forget_account(user_file: Path, name: str) -> bool:
    """Take the table of one account out of the user's file; whether there was one."""
    if not user_file.exists():
        return False
    document = _document(user_file)
    if name not in document.get(ACCOUNTS, {}):
        return False
    del document[ACCOUNTS][name]
    if not document[ACCOUNTS]:
        del document[ACCOUNTS]
    _write(user_file, document, f"{ACCOUNTS}.{name}")
    return True


def _plain(value: object) -> object:
    """An enumeration's member as the text that a file has."""
    return str(value) if isinstance(value, str) else value


def _document(user_file: Path) -> Any:
    """The user's file with its comments; a new one where there is none."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        return tomlkit.parse(read(user_file)) if user_file.exists() else tomlkit.document()
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

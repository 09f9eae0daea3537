"""Facts put into the file and taken out of it; comments and all the rest stay as they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from composer.people.file import EMPTY, PeopleError, facts_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_LISTED = "permissions"
_HANDLES = "no_reply"


def add(path: Path, section: str, key: str, values: Mapping[str, Any]) -> None:
    """Note a fact: a table `[section.key]`, one more permission, or one more handle that is not answered.

    What the table says already and `values` does not, stays. Raises PeopleError, and then nothing has changed.
    """
    document = _document(path)
    if section == _LISTED:
        _listed(document).append(_table(values))
    elif section == _HANDLES:
        _handle_list(document).append(key)
    else:
        place = document.setdefault(section, _table({}, super_table=True)).setdefault(_slug(key), _table({}))
        place.update(_said(values))
    _write(path, document)


def make(path: Path) -> Path:
    """The file, with an explanation in it where there was none; raises PeopleError."""
    if not path.exists():
        _write(path, _document(path))
    return path


def remove(path: Path, section: str, key: str) -> bool:
    """Take a fact out, by its key or name; for permissions all those of `key`. Whether there was one."""
    document = _document(path)
    if section == _LISTED:
        kept = [one for one in _listed(document) if _same(one.get("who", "")) != _same(key)]
        gone = len(kept) < len(_listed(document))
        document[section] = _list_of(kept)
    elif section == _HANDLES:
        handles = _handle_list(document)
        found = [one for one in handles if _same(one) == _same(key)]
        for one in found:
            handles.remove(one)
        gone = bool(found)
    else:
        tables = document.get(section, {})
        names = [name for name, one in tables.items() if _same(key) in {_same(name), _same(one.get("name", ""))}]
        for name in names:
            del tables[name]
        gone = bool(names)
    if gone:
        _write(path, document)
    return gone


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.casefold()).strip("-") or "one"


def _same(name: str) -> str:
    return " ".join(name.lstrip("@#").casefold().split())


def _document(path: Path) -> Any:
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        text = path.read_text(encoding="utf-8") if path.exists() else EMPTY
        facts_from(text, str(path))
        return tomlkit.parse(text)
    except (UnicodeDecodeError, ParseError) as error:
        raise PeopleError(f"{path} cannot be read as TOML: {error}. Mend it first; nothing was changed.") from error
    except OSError as error:
        raise PeopleError(
            f"{path} could not be read: {error.strerror}. Mend its rights; nothing was changed."
        ) from error


def _table(values: Mapping[str, Any], *, super_table: bool = False) -> Any:
    import tomlkit

    table = tomlkit.table(is_super_table=super_table)
    table.update(_said(values))
    return table


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def _listed(document: Any) -> Any:
    return document.setdefault(_LISTED, _list_of(()))


def _list_of(tables: Iterable[Any]) -> Any:
    import tomlkit

    listed = tomlkit.aot()
    for one in tables:
        listed.append(one)
    return listed


def _handle_list(document: Any) -> Any:
    return document.setdefault(_HANDLES, _table({})).setdefault("handles", [])


def _write(path: Path, document: Any) -> None:
    import tomlkit

    from composer.paths import write_atomically

    text = tomlkit.dumps(document)
    facts_from(text, str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode(), mode=0o600)
    except OSError as error:
        raise PeopleError(
            f"{path} could not be written: {error.strerror or error}. Nothing was changed; make room or mend rights."
        ) from error

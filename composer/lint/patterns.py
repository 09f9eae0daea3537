"""Regular expressions that cost nothing until a text needs them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """A pattern compiled at the first use of a method, which it then hands out itself."""

    def __init__(self, source: str, flags: int) -> None:
        self._given = (source, flags)

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(*self._given), name)
        setattr(self, name, method)
        return method


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern, as `re.compile` has it, made when it is first used."""
    return cast("re.Pattern[str]", _Pattern(source, flags))

"""Settings: what may be set, what each one means, and where its value came from.

A value is looked for in this order, the first one found counts: a command's option, the environment
(`THREAD_STYLE`), a `thread.toml` in the draft's folder or one above it, the user's `config.toml`, the default.
"""

from __future__ import annotations

from composer.config.file import forget_account, set_account, set_value
from composer.config.load import PROJECT_FILE, Config, Value, check, load
from composer.config.readers import ConfigError
from composer.config.settings import AccountSettings, ProfileSettings, Settings
from composer.config.zone import local_zone

__all__ = [
    "PROJECT_FILE",
    "AccountSettings",
    "Config",
    "ConfigError",
    "ProfileSettings",
    "Settings",
    "Value",
    "check",
    "forget_account",
    "load",
    "local_zone",
    "set_account",
    "set_value",
]

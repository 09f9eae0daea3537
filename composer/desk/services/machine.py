"""What a service has to know of the computer and the user it is for."""

from __future__ import annotations

import getpass
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from composer.config.load import ENVIRONMENT_PREFIX
from composer.config.settings import single

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = (
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "XDG_DATA_HOME",
    "XDG_DOCUMENTS_DIR",
    "TZ",
    "THREAD_KEYRING",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
"""Variables without which a service would find other folders, another zone, or not trust a company's certificates."""
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy")


@dataclass(frozen=True, slots=True)
class Machine:
    """One computer, as one user has it."""

    system: str
    """As `sys.platform` says it."""
    home: Path
    state: Path
    """Where the queue lies."""
    python: Path
    """The interpreter that has Thread Composer, that of its virtual environment where there is one."""
    environment: Mapping[str, str]
    user: str = ""
    booted_by_systemd: bool = True

    @property
    def command(self) -> tuple[str, ...]:
        """How `thread` is called from anywhere; `-P` keeps a folder called `composer` from being taken for ours."""
        return (str(self.python), "-P", "-m", "composer")

    @property
    def kept(self) -> Mapping[str, str]:
        """The variables of this shell that a service needs too; no secrets."""
        settings = tuple(f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in single())
        return {
            name: value
            for name in (*_KEPT, *settings, *_PROXIES)
            if (value := self.environment.get(name)) and not _has_password(name, value)
        }

    @property
    def left_out(self) -> tuple[str, ...]:
        """Variables of ours that may hold secrets, so no file gets them."""
        return tuple(
            name
            for name, value in sorted(self.environment.items())
            if name not in self.kept and value and (name.startswith(ENVIRONMENT_PREFIX) or _has_password(name, value))
        )

    @property
    def cron(self) -> str:
        """The line for cron, where there is no manager of services."""
        words = " ".join(map(shlex.quote, (*self.command, "worker", "--once")))
        return f"* * * * * {words}".replace("%", r"\%")


def this_machine() -> Machine:
    """The computer that this runs on."""
    from composer.paths import state_dir

    return Machine(
        sys.platform,
        Path.home(),
        state_dir(),
        Path(sys.executable),
        os.environ,
        _user(),
        Path("/run/systemd/system").is_dir(),  # sd_booted(3)
    )


def _user() -> str:
    domain = os.environ.get("USERDOMAIN", "")
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        return ""
    return f"{domain}\\{name}" if domain else name


def _has_password(name: str, value: str) -> bool:
    return name in _PROXIES and "@" in value

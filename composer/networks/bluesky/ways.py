"""How an account on Bluesky is added: with an app password, never with the account's own."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.networks.bluesky.addresses import APP_PASSWORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.networks.network import Talk


def with_app_password(talk: Talk, account: str) -> Mapping[str, str]:
    """With an app password, which can post and cannot change the account."""
    from composer.networks.bluesky.begin import begun
    from composer.networks.bluesky.directory import Directory

    talk.steps(
        f"Open {APP_PASSWORDS} and sign in as the account that shall post.",
        "Choose 'Add App Password' and name it after this computer. It needs no access to direct messages.",
        "Copy what is shown: four groups of four letters and digits. It is shown once, and can be revoked there at any "
        "time. Never type the account's own password here.",
    )
    handle = talk.ask("Handle, such as name.bsky.social", shown=True)
    return begun(handle, talk.ask("App password"), talk.server, account, Directory())


WAYS: Mapping[str, Callable[[Talk, str], Mapping[str, str]]] = MappingProxyType({"app-password": with_app_password})
"""There is one."""

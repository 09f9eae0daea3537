"""Which way an account proves who it is, by what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.accounts import credentials_of
from composer.networks.vault import UserSecrets
from composer.networks.x.caller import Renewal

if TYPE_CHECKING:
    from composer.networks.accounts import Account
    from composer.networks.credentials import Credentials, Secrets
    from composer.networks.x.site import Site


def login_of(account: Account, secrets: Secrets, site: Site) -> Credentials | Renewal:
    """Leave that can be renewed where some is kept, else the four keys. Raises AccountError where neither is whole."""
    if isinstance(secrets, UserSecrets) and "client_id" in secrets.held(account.name).values:
        return Renewal(account.name, secrets, secrets.lock, site)
    return credentials_of(account, secrets)

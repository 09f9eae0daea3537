"""OAuth 1.0a with a PIN: X shows the person a number, which is exchanged for tokens that do not expire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from requests.exceptions import RequestException
from requests_oauthlib import OAuth1

from composer.model import Fault
from composer.networks.accounts import AccountError
from composer.networks.credentials import Credentials
from composer.networks.x import wire
from composer.networks.x.trouble import trouble_of

if TYPE_CHECKING:
    from composer.networks.x.site import Site

_REQUEST_URL = "https://api.twitter.com/oauth/request_token"
_ACCESS_URL = "https://api.twitter.com/oauth/access_token"
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class PinAsking:
    """A question that waits for its PIN."""

    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)
    token: str = field(repr=False)
    token_secret: str = field(repr=False)
    site: Site

    @property
    def url(self) -> str:
        """The page that shows the PIN to whoever agrees."""
        return f"{self.site.enter_pin}?oauth_token={quote(self.token)}"

    def answered(self, pin: str) -> Credentials:
        """The tokens that the PIN stands for. Raises AccountError where X does not take it."""
        auth = OAuth1(self.api_key, self.api_secret, self.token, self.token_secret, verifier=pin.strip())
        said = _asked(_ACCESS_URL, auth, self.site, "take that PIN. It works once and for a few minutes: begin again")
        return Credentials(self.api_key, self.api_secret, said["oauth_token"], said["oauth_token_secret"])


def ask_for_pin(api_key: str, api_secret: str, site: Site) -> PinAsking:
    """Begin; raises AccountError where X does not know the app's keys."""
    auth = OAuth1(api_key, api_secret, callback_uri="oob")
    wrong = (
        "accept the app's two keys. Copy them anew from 'Keys and tokens', and see that the app has a callback address "
        "and that 'User authentication' is set up"
    )
    said = _asked(_REQUEST_URL, auth, site, wrong)
    return PinAsking(api_key, api_secret, said["oauth_token"], said["oauth_token_secret"], site)


def _asked(url: str, auth: OAuth1, site: Site, wrong: str) -> dict[str, str]:
    """The fields of an answer that has a token; `wrong` follows 'did not'."""
    try:
        with wire.session(site, _SECONDS, _SECONDS).post(url, auth=auth) as response:
            status, text = int(response.status_code), response.text
    except (RequestException, ValueError) as error:
        raise AccountError(
            f"{site.title} could not be reached ({trouble_of(error).cause}). Check the connection and begin again.",
            fault=Fault.NETWORK,
        ) from error
    said = dict(parse_qsl(text))
    if status == 200 and {"oauth_token", "oauth_token_secret"} <= said.keys():
        return said
    raise AccountError(f"{site.title} did not {wrong} (error {status}).")

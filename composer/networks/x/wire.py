"""tweepy's way to the network: nowhere but to X, and nothing of a post or a key in any log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import requests
import tweepy

from composer.networks.wire import READ_SECONDS, TOTAL_SECONDS, ForeignHost, NeverLeft, Nowhere, OddAnswer, Wire

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

    from composer.networks.credentials import Credentials
    from composer.networks.x.site import Site

__all__ = ["READ_SECONDS", "TOTAL_SECONDS", "ForeignHost", "NeverLeft", "OddAnswer", "client", "session"]

_HOSTS = ("https://api.twitter.com", "https://api.x.com")
_INDISCREET = ("oauthlib", "requests_oauthlib", "tweepy")
"""Loggers that write keys, signatures and posts at level DEBUG, whoever asked for that level and whatever for."""


class _Wire(Wire):
    """To X, or to `origin` in its place; signatures stay those of X's own address."""

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        """One attempt; without a header that tweepy would stumble over, hiding the refusal itself."""
        response = super().send(request, **options)
        if not response.headers.get("x-rate-limit-reset", "0").isdigit():
            del response.headers["x-rate-limit-reset"]
        return response


def session(site: Site, read_seconds: float, total_seconds: float) -> requests.Session:
    """A session that can reach that site and nothing else."""
    return _bound(requests.Session(), site, read_seconds, total_seconds)


def client(credentials: Credentials | None, site: Site, read_seconds: float, total_seconds: float) -> tweepy.Client:
    """A tweepy client that can reach that site and nothing else; without keys, it waits for a `bearer_token`."""
    made = tweepy.Client(
        consumer_key=credentials and credentials.api_key,
        consumer_secret=credentials and credentials.api_secret,
        access_token=credentials and credentials.access_token,
        access_token_secret=credentials and credentials.access_secret,
        wait_on_rate_limit=False,  # it would sleep for up to a quarter of an hour, deaf to everything
    )
    _bound(made.session, site, read_seconds, total_seconds)
    return made


def _bound(made: requests.Session, site: Site, read_seconds: float, total_seconds: float) -> requests.Session:
    for name in _INDISCREET:
        logging.getLogger(name).setLevel(logging.WARNING)
    made.trust_env = site.origin is None  # a proxy for the world is none for this machine
    for scheme in ("https://", "http://"):
        made.mount(scheme, Nowhere())
    for host in _HOSTS:
        made.mount(host + "/", _Wire(site.origin, read_seconds, total_seconds))
    return made

"""X, through the real tweepy; the rehearsal network speaks the same wire and is published to by the same code."""

from composer.networks.x.caller import Renewal
from composer.networks.x.grant import App, Asking, Grant
from composer.networks.x.identity import Identity, identity
from composer.networks.x.login import login_of
from composer.networks.x.pin import ask_for_pin
from composer.networks.x.publisher import XPublisher
from composer.networks.x.site import Site, live, rehearsal

__all__ = [
    "App",
    "Asking",
    "Grant",
    "Identity",
    "Renewal",
    "Site",
    "XPublisher",
    "ask_for_pin",
    "identity",
    "live",
    "login_of",
    "rehearsal",
]

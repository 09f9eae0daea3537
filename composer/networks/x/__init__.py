"""X, through the real tweepy; the rehearsal network speaks the same wire and is published to by the same code."""

from composer.networks.x.publisher import XPublisher
from composer.networks.x.site import Site, live, rehearsal

__all__ = ["Site", "XPublisher", "live", "rehearsal"]

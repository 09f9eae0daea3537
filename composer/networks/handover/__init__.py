"""Networks where a person presses the button: no credentials, no charge, only a reminder and a ready page."""

from composer.networks.handover.links import address_objection, share_link
from composer.networks.handover.publisher import ByHandPublisher

__all__ = ["ByHandPublisher", "address_objection", "share_link"]

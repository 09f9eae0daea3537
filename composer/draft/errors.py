"""What can go wrong with a draft file, told to its writer."""

from __future__ import annotations

from composer.model import ComposerError


class DraftError(ComposerError):
    """A draft that cannot be read, written or begun; the message says why and what to do."""

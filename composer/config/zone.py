"""The time zone of this computer."""

from __future__ import annotations


def local_zone() -> str:
    """IANA name of this computer's time zone; `UTC` where it does not tell."""
    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (ValueError, LookupError, OSError):
        return "UTC"

"""The form of a text that is measured and sent."""

from __future__ import annotations

from unicodedata import normalize as _normalize


def normalize(text: str) -> str:
    """NFC, every line end as a line feed: what is measured is what is sent."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else _normalize("NFC", text)

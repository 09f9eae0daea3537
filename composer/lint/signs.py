"""Emoji and letters in disguise: what a screen reader spells out."""

from __future__ import annotations

import unicodedata

from composer.lint.patterns import pattern

_BASE = (
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|"
    "[\u00a9\u00ae\u203c\u2049\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f0ff\U0001f170-\U0001f1e5\U0001f200-\U0001faff]"
)
_MODIFIED = f"(?:{_BASE})(?:[\U0001f3fb-\U0001f3ff]|\ufe0f)*"
EMOJI = pattern(f"{_MODIFIED}(?:\u200d{_MODIFIED})*")
"""One emoji as a reader sees it, with its skin tone, family or flag."""

_LETTER = (
    "[\U0001d400-\U0001d7ff\u2460-\u24ff\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189"
    "\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d22\u0250-\u0252\u029c\u0299\u0262\u026a\u029f\u0274\u0280]"
)
FANCY = pattern(f"{_LETTER}(?:[ \u200d]?{_LETTER}){{2,}}")
"""Three or more letters from blocks made for mathematics, enclosures or phonetics; one alone is a symbol."""

_SMALL_CAPITALS = str.maketrans(
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\u1d1b\u1d1c\u1d20\u1d21\u1d22",
    "abcdefghijklmnoprtuvwz",
)
_SQUARED = (
    {0x1F130 + i: chr(65 + i) for i in range(26)}
    | {0x1F150 + i: chr(65 + i) for i in range(26)}
    | {0x1F170 + i: chr(65 + i) for i in range(26)}
)


def plain(text: str) -> str:
    """Letters in disguise as the letters that they stand for."""
    return unicodedata.normalize("NFKC", text.translate(_SQUARED)).translate(_SMALL_CAPITALS)

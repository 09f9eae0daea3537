"""What leaves a draft other than posts: how it sounds."""

from __future__ import annotations

from composer.share.spoken import Heard, SpokenPost, hear, speak

__all__ = ["Heard", "SpokenPost", "hear", "speak"]

"""What leaves a draft other than posts: how it sounds, and pictures of what no post can show as text."""

from __future__ import annotations

from composer.share.spoken import Heard, SpokenPost, hear, speak

__all__ = ["Heard", "SpokenPost", "hear", "speak"]

"""What our screens and dialogs share: they know which application they belong to, and how wide is wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from composer.tui.app import ComposerApp
    from composer.tui.keys import Key, Scope

WIDE = 100
"""Columns from which on posts stand in boxes and lists have their details beside them."""
BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]


class OfOurs(MessagePump):
    """A part of Thread Composer's own application."""

    @property
    def app(self) -> ComposerApp:  # type: ignore[override]  # narrower than Textual's, and always true here
        """The application."""
        return cast("ComposerApp", super().app)


class Keyed(OfOurs):
    """A screen of ours whose keys stand in the table."""

    SCOPES: ClassVar[tuple[Scope, ...]] = ()

    def offers(self, key: Key) -> bool:  # noqa: ARG002  for screens where it depends on what is marked
        """Whether the key does something here at this moment."""
        return True

"""What a key does to the words themselves: which of them share a post, which cue they wear, which are a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from composer.model import Fix
    from composer.tui.compose import Compose


def merge(screen: Compose) -> None:
    """The post at the cursor and the next one become one."""
    from composer.desk.steer import merged

    screen.follow()
    session = screen.session
    here = session.post_at(screen.editor.offset_of_cursor)
    _steer(screen, lambda: merged(session.draft, session.thread, here, session.trial))


def part(screen: Compose) -> None:
    """The post at the cursor becomes two."""
    from composer.desk.steer import parted

    screen.follow()
    session, at = screen.session, screen.editor.offset_of_cursor
    _steer(screen, lambda: parted(session.draft, session.thread, session.post_at(at), at, session.trial))


def draw(screen: Compose, offset: int | None = None) -> None:
    """The code at `offset`, at the cursor, or else the first that is longer than a post becomes a picture."""
    from composer.desk.drawing import DrawingError, code_at, drawn, too_long

    screen.follow()
    session = screen.session
    here = code_at(session.draft, screen.editor.offset_of_cursor if offset is None else offset)
    blocks = too_long(session.thread)[:1] if here is None else (here,)

    def changes() -> tuple[Fix, ...] | str:
        if not blocks:
            return "No code is longer than a post. To make a picture of other code, go into it and press the key again."
        if not session.path.parent.is_dir() or not session.named:
            raise DrawingError("A picture lies beside its draft: save the draft first (^s).")
        drawing = drawn(session.draft, blocks)
        drawing.keep()
        screen.app.tell(f"{drawing.files[1][0].name} lies beside the draft; ^z brings the code back.")
        return drawing.fixes

    _steer(screen, changes)


async def choose_cue(screen: Compose) -> None:
    """Keep, change or refuse the cue of the post at the cursor."""
    from composer.desk.cues import offers
    from composer.tui.dialogs.cue import CueDialog

    screen.follow()
    session = screen.session
    if not session.thread.posts:
        screen.app.tell("There is no post yet: write something first.")
        return
    number = session.post_at(screen.editor.offset_of_cursor) + 1
    cues = screen.app.desk.palette().cues
    offer = next((one for one in offers(session.thread, cues) if one.number == number), None)

    def decide(cue: str | None) -> None:
        if cue is not None:
            _decide(screen, number, cue)

    await screen.app.push_screen(CueDialog(number, offer, cues), decide)


def _decide(screen: Compose, number: int, cue: str) -> None:
    from composer.desk.cues import NONE, decided, decision, offers
    from composer.desk.refusals import refuse

    desk, thread = screen.app.desk, screen.session.thread
    offer = next((one for one in offers(thread, desk.palette().cues) if one.number == number), None)

    def changes() -> tuple[Fix, ...]:
        decided(thread, ((number, cue),))
        return (decision(thread, number, cue),)

    if not _steer(screen, changes) or cue != NONE or offer is None or offer.suggestion is None:
        return
    now = refuse(desk.state, offer.suggestion)
    if now.final:
        screen.app.tell(
            f"“{now.trigger}” was refused {now.times} times for {now.cue}, so it suggests that no more. "
            "`thread cues forget` undoes that."
        )


def _steer(screen: Compose, changes: Callable[[], Sequence[Fix] | str]) -> bool:
    """Make the changes, or say why there are none; whether there were any."""
    try:
        found = changes()
    except ComposerError as error:
        found = str(error)
    if isinstance(found, str):
        screen.app.tell(found)
        return False
    _change(screen, tuple(found))
    return True


def _change(screen: Compose, fixes: tuple[Fix, ...]) -> None:
    """Make several changes as one step, the cursor staying in its words."""
    from composer.desk.steer import as_one, carried

    fix, cursor = as_one(screen.session.text, fixes), carried(fixes, screen.editor.offset_of_cursor)
    screen.editor.put(fix.replacement, fix.span.start, fix.span.end)
    screen.editor.move_cursor(screen.editor.place_of(cursor))
    screen.follow()

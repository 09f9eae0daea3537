"""Compose: the draft at the left, the thread it makes at the right, what was found below."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, TextArea
from textual.worker import get_current_worker

from composer.desk.session import REST, Session
from composer.model import ComposerError, Profile
from composer.tui import keeping, steering, walking
from composer.tui.bars import Bar, Hints, News, Pinned
from composer.tui.editor import Editor
from composer.tui.edits import body_start, message_fix
from composer.tui.findings import Findings, heaviest
from composer.tui.keys import Scope, bindings
from composer.tui.ours import BREAKPOINTS, WIDE, Keyed
from composer.tui.preview import Preview

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.timer import Timer

    from composer.model import Diagnostic, Fix, Thread

_WATCH = 2.0
"""Seconds between two looks at whether another program has written the file."""
_FIRST_LOOK = 0.03
"""Seconds that the first words have to themselves, so that they are painted before their thread is made."""
_SLOW = 0.016
"""Seconds a split may take and still be made for every key; slower ones let keys pass first."""


class Compose(Keyed, Screen[None]):
    """The writing desk."""

    BINDINGS = bindings(Scope.COMPOSE)
    SCOPES = (Scope.COMPOSE,)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._resting: Timer | None = None
        self._following: Timer | None = None
        self._cost = 0.0
        self._notice = ""

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Bar()
        yield Pinned()
        with Horizontal(id="desk"):
            yield Editor("Write. Paragraphs that belong together share a post; alt+n begins the next.", id="draft")
            yield Preview(id="preview")
        yield Findings()
        yield News()
        yield Hints(Scope.COMPOSE)

    @property
    def editor(self) -> Editor:
        """The draft."""
        return self.query_one(Editor)

    @property
    def preview(self) -> Preview:
        """The thread."""
        return self.query_one(Preview)

    @property
    def findings(self) -> Findings:
        """The strip below."""
        return self.query_one(Findings)

    def on_mount(self) -> None:
        """Show the draft."""
        self.editor.border_title = "Draft"
        self.editor.cursor_blink = self.app.blink
        self._show_words(self.session)
        if self.app.blink:
            self.set_interval(_WATCH, self._watch_disk)

    def on_resize(self) -> None:
        """Narrow windows have posts without boxes."""
        self.preview.dress(framed=self.size.width >= WIDE)

    # The session on the screen

    def show(self, session: Session) -> None:
        """Write on `session` from now on."""
        self.session = session
        self._show_words(session)
        self.begin()

    def begin(self) -> None:
        """Make the thread, once the words have been painted."""
        self.set_timer(_FIRST_LOOK, self._begin)

    def _show_words(self, session: Session) -> None:
        self._notice = ""
        with self.prevent(TextArea.Changed, TextArea.SelectionChanged):
            self.editor.load_text(session.text)
            self.editor.move_cursor(self.editor.place_of(body_start(session.text)))
        self.editor.focus()
        self.query_one(Bar).say(Content.styled(session.path.name, "b"), ())

    def _begin(self) -> None:
        self.follow()
        session = self.session
        if not session.dirty:
            self.editor.scroll_home(animate=False)
            self.editor.scroll_cursor_visible()
        self.preview.go_to(0)
        self.preview.scroll_home(animate=False)
        self._show_thread()
        self._check(session, session.thread)
        self.offer_copies()

    def refresh_all(self) -> None:
        """Show what the session holds, after its text was read anew."""
        self._show_thread()
        self._follow_cursor()
        self._check(self.session, self.session.thread)

    def _show_thread(self) -> None:
        thread = self.session.thread
        self.preview.show(thread.posts, thread.maximum)
        self._describe()

    def _describe(self) -> None:
        session, posts = self.session, self.session.thread.posts
        name = Content.assemble((session.path.name, "b"), (" ●" if session.dirty else "", "$warning"))
        many = f"post {self.preview.here + 1} of {len(posts)}" if posts else "no posts yet"
        veiled = self.editor.veiled
        if veiled:
            from composer.thread import name_of

            many = f"at the cursor: {name_of(veiled)}"
        self.query_one(Bar).say(
            name,
            (many, session.account.name, session.style.profile.value, f"{sum(p.length for p in posts):,} characters"),
        )
        self.query_one(Pinned).say(session.draft.message, self._notice or session.trouble)

    # Following the keys

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._following is None:
            delay = 0.0 if self._cost < _SLOW else self._cost
            self._following = self.set_timer(delay, self.follow) if delay else None
        if self._following is None:
            self.follow()

    def follow(self) -> None:
        """Make the thread of what is in the editor now."""
        if self._following is not None:
            self._following.stop()
            self._following = None
        text = self.editor.text
        if text == self.session.text:
            return
        self.workers.cancel_group(self, "check")
        now = monotonic()
        if self.session.keep_due(now):
            self._keep(self.session)
        self.session.change(text, now)
        self._cost = monotonic() - now
        self._show_thread()
        self._follow_cursor()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._rest)

    def _rest(self) -> None:
        self._resting = None
        self._keep(self.session)
        self._check(self.session, self.session.thread)

    @work(thread=True, exclusive=True, group="keep")
    def _keep(self, session: Session) -> None:
        try:
            session.keep()
        except ComposerError as error:
            self.app.call_from_thread(self.app.tell, str(error))

    @work(thread=True, exclusive=True, group="check")
    def _check(self, session: Session, thread: Thread) -> None:
        from composer.lint import GivenUp

        worker = get_current_worker()
        try:
            findings = session.check(thread, lambda: not worker.is_cancelled)
        except GivenUp:
            return
        self.app.call_from_thread(self._found, session, thread, findings)

    def _found(self, session: Session, thread: Thread, findings: tuple[Diagnostic, ...]) -> None:
        if session is not self.session:
            return
        if session.take(thread, findings):
            self._show_thread()
            self._check(session, session.thread)
        if session.checked:
            self._show_findings()

    def _show_findings(self) -> None:
        self._describe()
        self.findings.show(self.session.found, self.session.profile)
        self.preview.mark(heaviest(self.session.found))

    # The cursor and the post it is in

    @on(TextArea.SelectionChanged)
    def _follow_cursor(self) -> None:
        self.preview.go_to(self.session.post_at(self.editor.offset_of_cursor))
        self._describe()

    @on(Preview.Chosen)
    def _chosen(self, event: Preview.Chosen) -> None:
        self._to_post(event.index)

    def action_post(self, step: int) -> None:
        """To the next post, or to the one before."""
        self.follow()
        self._to_post(self.preview.here + step)

    def _to_post(self, index: int) -> None:
        spans = self.session.thread.spans
        if 0 <= index < len(spans):
            self.editor.go_to(spans[index].start)
            self.editor.focus()

    def action_break(self) -> None:
        """A new post from here on, with one blank line on either side of the mark."""
        self.editor.begin_post()

    def action_merge(self) -> None:
        """The post at the cursor and the next one become one."""
        steering.merge(self)

    def action_part(self) -> None:
        """The post at the cursor becomes two."""
        steering.part(self)

    def action_draw(self) -> None:
        """Code that is longer than a post becomes a picture."""
        steering.draw(self)

    async def action_cue(self) -> None:
        """Keep, change or refuse the cue of the post at the cursor."""
        await steering.choose_cue(self)

    def action_top(self) -> None:
        """To the first line."""
        self.editor.move_cursor((0, 0))
        self.editor.focus()

    def action_end(self) -> None:
        """To the last line."""
        self.editor.move_cursor(self.editor.document.end)
        self.editor.focus()

    # Findings

    def settle(self) -> None:
        """Know all findings about the text as it is now."""
        self.follow()
        if not self.session.checked:
            self.session.settle()
            self._show_thread()
        self._show_findings()

    def action_finding(self, step: int) -> None:
        """To the next finding, or to the one before."""
        walking.step(self, step)

    def action_fix(self) -> None:
        """Make the change that the marked finding proposes if it is safe, else offer what there is."""
        walking.fix(self)

    def mend(self, *fixes: Fix) -> None:
        """Make changes as one step, the cursor behind them, and know the findings about what the draft is then."""
        from composer.desk.steer import as_one

        fix = as_one(self.session.text, sorted(fixes, key=lambda each: each.span))
        self.editor.put(fix.replacement, fix.span.start, fix.span.end)
        self.editor.go_to(fix.span.start + len(fix.replacement))
        self.settle()

    def take_fixes(self, fixes: tuple[Fix, ...] | None) -> None:
        """Make the changes that were chosen, if any were."""
        if fixes:
            self.mend(*fixes)

    def show_finding(self, finding: Diagnostic) -> None:
        """Mark a finding, and bring its words into view; one of another network's thread has none to mark."""
        if finding in self.session.found:
            self.findings.mark(self.session.found.index(finding))
            walking.to_marked(self)
        elif finding.span is not None:
            self.editor.go_to(finding.span.start, finding.span.end)
        self.editor.focus()

    def action_draft(self) -> None:
        """Back to the draft."""
        self.findings.remove_class("open")
        self.editor.focus()

    @on(OptionList.OptionHighlighted)
    def _walk(self) -> None:
        """Moving in the list moves in the text."""
        if self.findings.list.has_focus:
            walking.to_marked(self)

    def action_findings(self) -> None:
        """Open the list and go into it, or close it."""
        walking.open_or_close(self)

    @on(OptionList.OptionSelected)
    def _explain(self) -> None:
        walking.explain(self)

    # How it is shown

    def action_style(self) -> None:
        """Cues as emoji, or as words."""
        lively = self.session.style.profile is Profile.LIVELY
        self.session.dress(Profile.PLAIN if lively else Profile.LIVELY)
        self._show_thread()
        self._check(self.session, self.session.thread)

    async def action_message(self) -> None:
        """What the thread says, in one sentence."""
        from composer.tui.dialogs.line import Line

        self.follow()
        line = Line("The message", "What does the thread say, in one sentence?", self.session.draft.message)
        await self.app.push_screen(line, self._say_message)

    def _say_message(self, said: str | None) -> None:
        if said is not None and said != self.session.draft.message:
            fix = message_fix(self.session.text, said)
            self.editor.put(fix.replacement, fix.span.start, fix.span.end)
            self.follow()

    @work(exclusive=True, group="networks")
    async def action_networks(self) -> None:
        """The threads for all networks that the draft goes to."""
        from composer.tui.networks import show_networks

        self.settle()
        await show_networks(self)

    def action_copy(self) -> None:
        """The posts, one below the other, to the clipboard."""
        self.follow()
        self.app.copy_to_clipboard("\n\n".join(post.text for post in self.session.thread.posts))
        self.app.tell(f"{len(self.session.thread.posts)} posts are on the clipboard.")

    def action_hear(self) -> None:
        """The thread as somebody hears it who does not see it."""
        from composer.tui.dialogs.hearing import hearing_page

        self.follow()
        self.app.push_screen(hearing_page(self.app.desk.speak(self.session.thread)))

    # Files and the queue

    @work
    async def action_save(self) -> None:
        """Save the draft."""
        if await keeping.save(self):
            self.app.tell(f"Saved {self.session.path.name}.")
            self._notice = ""
        self._describe()

    # What can be typed into is pushed within the key's own turn, so that the keys after it land there.

    async def action_open(self) -> None:
        """Another draft."""
        from composer.tui.dialogs.drafts import OpenDraft

        await self.app.push_screen(OpenDraft(), self._take_up)

    def _take_up(self, path: Path | None) -> None:
        if path is not None:
            self.app.write_on(path)

    async def action_new(self) -> None:
        """Begin a draft."""
        from composer.tui.dialogs.drafts import NewDraft

        await self.app.push_screen(NewDraft(), self._take_up)

    @work
    async def action_editor(self) -> None:
        """The user's own editor."""
        await keeping.edit_elsewhere(self)
        self._describe()

    async def action_schedule(self) -> None:
        """To whom, and when."""
        from composer.tui.dialogs.schedule import ScheduleDialog

        self.settle()
        await self.app.push_screen(ScheduleDialog(self), self._scheduled)

    async def _scheduled(self, entry: str | None) -> None:
        self._describe()
        if entry is not None:
            await self.app.show_entry(entry)

    def _watch_disk(self) -> None:
        if self.app.screen is self:
            self._notice = keeping.watch(self)
            self._describe()

    @work
    async def offer_copies(self) -> None:
        """Words that an earlier sitting left behind."""
        if self.session.named:
            await keeping.offer_copy(self)
        elif not self.session.text and (path := await keeping.offer_others(self)):
            self.app.write_on(path)

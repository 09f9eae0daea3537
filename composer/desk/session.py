"""A draft while it is being written: the thread it makes, what was found in it, and where its words are kept.

It knows nothing of screens. Whoever shows it tells it each change and asks it, now and then, whether something has to
be written down; `at` is always seconds on a clock that only goes forward.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from composer.desk.problems import as_findings
from composer.desk.review import Review, Wishes
from composer.draft import DraftError, autosave
from composer.model import ComposerError
from composer.people import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.desk.desk import Desk
    from composer.lint import Linter, Options
    from composer.model import Diagnostic, Draft, Profile, Style, Thread
    from composer.networks import Account
    from composer.thread import CueSet, Splitter

REST = 0.15
"""Seconds without a key after which there is time to lint and to keep a copy."""
LONGEST = 0.8
"""Seconds after which a copy is kept although the keys do not rest."""


class Disk(StrEnum):
    """How the draft's file compares with what this session last read or wrote."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class ChangedOnDiskError(ComposerError):
    """Another program has written the file meanwhile; saving would overwrite what it wrote."""


class Session:
    """One draft in an editor. What it takes to make a thread is fetched when a thread is asked for first."""

    def __init__(self, desk: Desk, path: Path, text: str, *, named: bool = True) -> None:
        self.path = path
        self.named = named
        """Whether the user chose the name; if not, the first save asks for one."""
        self.wishes = Wishes()
        self.text = text
        self.findings: tuple[Diagnostic, ...] = ()
        self.remarks: tuple[Diagnostic, ...] = ()
        """What was understood otherwise than written, and which pictures are missing, in the form of findings."""
        self.checked = False
        """Whether `findings` belong to the thread as it is now."""
        self._thread_trouble = ""
        self._facts_trouble = ""
        self._desk = desk
        self._lock = threading.Lock()
        self._linter: Linter | None = None
        self._lint_lock = threading.Lock()
        self._saved = text
        self._kept = text
        self._file = _content(path)
        self._stamp = _stamp(path)
        self.left = autosave.find(desk.state, path)
        """A recovery copy of an earlier sitting that is newer than the file and says something else."""
        self._unkept_since: float | None = None
        self._last_change = 0.0
        self._splitter: Splitter | None = None
        self._split_as: tuple[str, Style, CueSet] | None = None
        self._uncued: frozenset[int] = frozenset()
        self._settled_for = text
        self._draft: Draft | None = None
        self._account: Account | None = None
        self._account_trouble = ""
        self._thread: Thread | None = None

    @classmethod
    def open(cls, desk: Desk, path: Path) -> Session:
        """Edit the draft at `path`; one that is not there yet, or empty, or half written, can be edited too.

        Raises DraftError for a folder, a file that is no text, or one that may not be read.
        """
        if not path.exists():
            return cls(desk, path, "")
        text = _as_text(path)
        return cls(desk, path, _refused(path) if text is None else text)

    @classmethod
    def untitled(cls, desk: Desk) -> Session:
        """A new draft that has no name yet; nothing of it is on disk until something is written."""
        folder = desk.drafts_folder()
        stem, number = f"{desk.today().isoformat()}-untitled", 1
        path = folder / f"{stem}.md"
        while path.exists() or autosave.find(desk.state, path):
            number += 1
            path = folder / f"{stem}-{number}.md"
        return cls(desk, path, "", named=False)

    # What is written

    @property
    def draft(self) -> Draft:
        """The text, read."""
        if self._draft is None:
            from composer.draft import parse

            self._draft = parse(self.text, path=self.path)
        return self._draft

    @property
    def thread(self) -> Thread:
        """What the text is as a thread for `account`, in `style`."""
        if self._thread is None:
            self._thread = self._split(None)
        return self._thread

    @property
    def account(self) -> Account:
        """Whom the thread is shown for: the draft's first account; while its name is half typed, the one before."""
        if self._account is None:
            self._account = self._desk.account("rehearsal")
            self._find_account()
        return self._account

    @property
    def trouble(self) -> str:
        """Why the thread, or what was found in it, is not as asked for, in words; empty if it is."""
        return self._thread_trouble or self._facts_trouble

    @property
    def profile(self) -> str:
        """The profile of the checklist that applies to the draft."""
        from composer.desk.knowledge import profile_of

        return profile_of(self.draft, self._desk.settings).name

    @property
    def dirty(self) -> bool:
        """Whether the file lacks something that was written."""
        return self.text != self._saved

    @property
    def style(self) -> Style:
        """The style in force: what was toggled, else the draft's own, else the settings'."""
        return self.wishes.style(self.draft, self._desk.settings)

    def change(self, text: str, at: float) -> Thread:
        """Take the text as it is now; the thread that follows, unchanged posts being the same objects."""
        self.text = text
        self._last_change = at
        if self._unkept_since is None:
            self._unkept_since = at
        self._reread()
        return self.thread

    def trial(self, text: str) -> Thread:
        """The thread that `text` would make; nothing is changed. Raises ThreadError where it makes none."""
        from composer.draft import parse

        shown = self.thread
        assert self._splitter is not None
        return self._splitter.split(parse(text, path=self.path, previous=self.draft), shown, self._uncued)

    def dress(self, profile: Profile) -> Thread:
        """Show the thread in another style, for this session; the draft is not touched."""
        self.wishes = replace(self.wishes, profile=profile)
        self._thread = self._split(self.thread)
        return self._thread

    def post_at(self, offset: int) -> int:
        """Index of the post that the character at `offset` of the draft belongs to, or the last one before it."""
        return max(0, bisect_right(self.thread.spans, offset, key=lambda span: span.start) - 1)

    # What is found

    def check(self, thread: Thread, wanted: Callable[[], bool] | None = None) -> tuple[Diagnostic, ...]:
        """What the linter has to say about `thread`; may be called from another thread of the process.

        `wanted` is asked before each post that is read; raises GivenUp where the answer is not wanted any more.
        """
        from composer.lint import Linter

        options = self._lint_options(thread.draft)
        with self._lint_lock:
            if self._linter is None or self._linter.options != options:
                self._linter = Linter(options)
            return self._linter.lint(thread, *([wanted] if wanted else []))

    def _lint_options(self, draft: Draft) -> Options:
        """What the checklist goes by; without the facts about people while their file cannot be understood."""
        try:
            options = self._desk.lint_options(draft)
        except ComposerError as error:
            self._facts_trouble = str(error)
            return self._desk.lint_options(draft, facts=NO_FACTS)
        self._facts_trouble = ""
        return options

    def take(self, thread: Thread, findings: tuple[Diagnostic, ...]) -> bool:
        """Accept the findings of a check, unless the thread has changed since; whether it has to be checked again.

        A post with an open privacy finding loses its cue. That may move words between posts, so the thread is
        checked again until it rests.
        """
        from composer.lint import open_privacy_posts

        if thread is not self.thread:
            return False
        self.findings = findings
        self.remarks = as_findings(self._desk.problems(thread.draft), thread)
        self.checked = True
        wanted = open_privacy_posts(findings)
        if self._settled_for == self.text:
            wanted |= self._uncued
        self._settled_for = self.text
        if wanted == self._uncued or not self.style.cues:
            return False
        self._uncued = wanted
        self._thread = self._split(thread)
        return self._thread is not thread

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """Remarks about the draft, then findings about the thread."""
        return (*self.remarks, *self.findings)

    def settle(self) -> tuple[Diagnostic, ...]:
        """Check until the thread rests; for callers that can wait."""
        while self.take(self.thread, self.check(self.thread)):
            pass
        return self.findings

    def review(self, account: Account) -> Review:
        """The thread for `account` with all that was found in it, as it would be queued now.

        For the network on the screen it is the thread on the screen: what the writer saw is what is sent.
        """
        if account.network == self.account.network:
            if not self.checked:
                self.settle()
            return Review(self.thread, self.findings)
        return self._desk.look_for(self.draft, account, self.wishes)

    def hindrances(self) -> tuple[str, ...]:
        """What keeps the draft itself from being queued, whatever the linter says; empty if nothing does."""
        said = self._desk.hindrances(self.draft)
        return (*said, self.trouble) if self.trouble and self.thread.posts else said

    # Where it is kept

    def keep_due(self, at: float) -> bool:
        """Whether the words since the last copy want to be kept now."""
        since = self._unkept_since
        return since is not None and (at - self._last_change >= REST or at - since >= LONGEST)

    def keep(self) -> None:
        """Keep a recovery copy of what is not saved; may be called from another thread. Raises DraftError."""
        with self._lock:
            text, self._unkept_since = self.text, None
            if text == self._kept:
                return
            if text == self._saved:
                autosave.clear(self._desk.state, self.path)
            else:
                autosave.write(self._desk.state, self.path, text)
            self._kept = text

    def disk(self) -> Disk:
        """Whether somebody else has written the file since this session read or wrote it."""
        stamp = _stamp(self.path)
        if stamp == self._stamp:
            return Disk.SAME
        content = _content(self.path)
        if content == self._file:
            self._stamp = stamp
            return Disk.SAME
        return Disk.CHANGED if content is not None else Disk.GONE

    def save(self, *, over: bool = False) -> None:
        """Write the file, whole or not at all, and forget the recovery copy.

        Raises ChangedOnDiskError where another program has written it meanwhile, unless `over`; DraftError where
        it cannot be written. The words stay in the editor and in the recovery copy either way.
        """
        if not over and self.disk() is Disk.CHANGED:
            raise ChangedOnDiskError(
                f"{self.path.name} was changed by another program while you were writing, so it was not saved over."
            )
        from composer.draft import save

        with self._lock:
            text = self.text
            self._make_folder()
            save(self.path, text.replace("\n", "\r\n") if b"\r\n" in (self._file or b"") else text)
            autosave.clear(self._desk.state, self.path)
            self._saved = self._kept = text
            self._unkept_since = None
            self._file, self._stamp = _content(self.path), _stamp(self.path)
            self.named = True

    def save_as(self, path: Path) -> None:
        """Give the draft another file and write it there; raises DraftError where there is one already."""
        if path.exists():
            raise DraftError(f"There is a file {path} already. Choose another name; nothing was changed.")
        before, stamps = self.path, (self._file, self._stamp)
        self.path, self._file, self._stamp = path, None, None
        try:
            self.save(over=True)
        except ComposerError:
            self.path, (self._file, self._stamp) = before, stamps
            raise
        autosave.clear(self._desk.state, before)
        self._reread()

    def beside(self) -> Path:
        """A free name next to the file, for a version that shall not replace it."""
        number = 1
        while (path := self.path.with_stem(f"{self.path.stem}-mine{number if number > 1 else ''}")).exists():
            number += 1
        return path

    def reload(self) -> str:
        """The text as it is on disk, which counts as saved from now on. Raises DraftError where it is no text."""
        fresh = _as_text(self.path)
        if fresh is None:
            fresh = _refused(self.path)
        with self._lock:
            self._file, self._stamp = _content(self.path), _stamp(self.path)
            self._saved = self._kept = fresh
            self._unkept_since = None
            autosave.clear(self._desk.state, self.path)
        self.text = fresh
        self._reread()
        return fresh

    def drop_left(self) -> None:
        """Forget the copy that was left, because it was taken up or its writer does not want it."""
        self.left = None
        if not self.dirty:
            autosave.clear(self._desk.state, self.path)

    def note_writing(self) -> None:
        """Let the diary know, if the draft came from a prompt and is on disk. Raises ComposerError."""
        if not self.dirty and self.draft.blocks and self.path.exists():
            self._desk.note_writing(self.path)

    # Inside

    def _reread(self) -> None:
        from composer.draft import parse

        before = self._draft
        self._draft = parse(self.text, path=self.path, previous=before)
        if before is not None and self._draft.accounts != before.accounts:
            self._find_account()
        self._thread = self._split(self._thread)

    def _find_account(self) -> None:
        try:
            self._account = self._desk.accounts("", self.draft)[0]
        except ComposerError as error:
            self._account_trouble = str(error)
        else:
            self._account_trouble = ""

    def _split(self, previous: Thread | None) -> Thread:
        from composer.text import limit
        from composer.thread import Splitter, ThreadError

        self.checked = False
        cues = self._desk.palette().cues
        wanted = (self.account.network, self.style, cues)
        if self._splitter is None or self._split_as != wanted:
            self._splitter, self._split_as = Splitter(limit(self.account.network), self.style, cues=cues), wanted
        try:
            thread = self._splitter.split(self.draft, previous, self._uncued)
        except ThreadError as error:
            self._thread_trouble = str(error)
            return self._splitter.undivided(self.draft)
        self._thread_trouble = self._account_trouble
        return thread

    def _make_folder(self) -> None:
        if not self.named:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DraftError(
                    f"The folder {self.path.parent} could not be made: {error.strerror}. Save the draft elsewhere."
                ) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _refused(path: Path) -> str:
    """Let the room of drafts say what is wrong with a file that is no text."""
    from composer.draft import load

    return load(path).text


def _as_text(path: Path) -> str | None:
    """What a file says if it is text at all, whatever is wrong with it as a draft."""
    from composer.draft.files import LARGEST

    content = _content(path)
    if content is None or b"\0" in content or len(content) > LARGEST:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")

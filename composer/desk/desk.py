"""The desk: one object that holds the settings and hands the work to the rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.desk.cues import PaletteReader
from composer.desk.knowledge import Noted, checked, own_profiles, profile_of
from composer.desk.review import review
from composer.model import ComposerError, Fault
from composer.people import plain_handle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from zoneinfo import ZoneInfo

    from composer.config import Settings
    from composer.desk.accepted import Accepted
    from composer.desk.cues import Palette
    from composer.desk.diary import Diary
    from composer.desk.notices import Notices
    from composer.desk.outbox import Outbox
    from composer.desk.plan import Planner
    from composer.desk.review import Review, Wishes
    from composer.draft import Template
    from composer.lint import Options
    from composer.lint.questions import Question
    from composer.model import Draft, Problem, Schedule, Thread
    from composer.networks import Account
    from composer.networks.rehearsal import Server
    from composer.people import Facts
    from composer.queue import Entry
    from composer.schedule.pace import Pace
    from composer.share import SpokenPost
    from composer.text import Limit


def now() -> datetime:
    """The instant, aware."""
    return datetime.now(UTC)


class Desk:
    """Everything a front end may do with drafts; `outbox` has what it may do with the queue."""

    def __init__(
        self,
        settings: Settings,
        state: Path,
        now: Callable[[], datetime] = now,
        cue_files: Sequence[Path] = (),
        people_file: Path | None = None,
        plan_file: Path | None = None,
    ) -> None:
        self.settings = settings
        self.state = state
        self.now = now
        """The instant, aware."""
        self._palette = PaletteReader(cue_files, state)
        self.noted = Noted(people_file)
        """What the user noted about people and things."""
        self._plan_file = plan_file or state / "plan.toml"

    def palette(self) -> Palette:
        """The cues there are, with the user's own, and what is wrong with the files of those."""
        return self._palette.read()

    # Drafts

    def open(self, path: Path) -> Draft:
        """Read a draft; raises DraftError with the reason and the way out."""
        from composer.draft import load

        draft = load(path)
        return replace(draft, problems=self.problems(draft))

    def problems(self, draft: Draft) -> tuple[Problem, ...]:
        """What in a draft was understood otherwise than written, or is missing beside it."""
        from composer.desk.problems import problems

        return problems(draft, self.palette().cues, self.settings)

    def read(self, content: bytes) -> Draft:
        """Read a draft that was piped in; raises DraftError as `open` does."""
        from composer.draft import read

        return read(content, "standard input")

    def templates(self) -> tuple[Template, ...]:
        """What a new draft can start from."""
        from composer.draft import templates

        return templates()

    def new(self, name: str, template: str | None) -> Path:
        """Make a draft in the drafts folder, or where `name` says if it has a folder in it."""
        from composer.draft import new

        wanted = Path(name)
        if wanted.name != name:
            return new(wanted.name, wanted.parent, template=template, today=self.today())
        folder = self.drafts_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ComposerError(
                f"The folder {folder} could not be made: {error.strerror}. Choose another one with "
                "`thread config set drafts_folder FOLDER`, or name the draft with its folder.",
                fault=Fault.SETUP,
            ) from error
        return new(wanted.name, folder, template=template, today=self.today())

    def drafts_folder(self) -> Path:
        """Where new drafts go."""
        from composer.paths import documents_dir

        if self.settings.drafts_folder:
            return Path(self.settings.drafts_folder).expanduser()
        here = Path("drafts")
        return here if here.is_dir() else documents_dir() / "Threads"

    # Threads

    def limits(self, names: str, draft: Draft | None = None) -> tuple[Limit, ...]:
        """The limits of networks or accounts (comma-separated), else those of the accounts that `draft` is for."""
        return tuple(self.limits_by_name(names, draft).values())

    def limits_by_name(self, names: str, draft: Draft | None = None) -> dict[str, Limit]:
        """The same by the names; of a draft's accounts on one network that take the same, only the first."""
        named = [name.strip() for name in names.split(",") if name.strip()]
        if named:
            return {name: self._limit_named(name) for name in named}
        limits: dict[str, Limit] = {}
        for account in self.accounts("", draft):
            limit = self.limit_of(account)
            if limit not in limits.values():
                limits[account.name] = limit
        return limits

    def terms_named(self, name: str) -> str:
        """The numbers of the server of an account and how old they are; empty for a network and for most accounts."""
        from composer.networks import AccountError

        try:
            return self.terms_of(self.account(name))
        except AccountError:
            return ""

    def _limit_named(self, name: str) -> Limit:
        """Of a network, or else of an account; an account may have the name of its network."""
        from composer.networks import AccountError
        from composer.text import LIMITS, limit

        declared = {account.casefold() for account in self.settings.accounts}
        if name.lower() in LIMITS and name.casefold() not in declared:
            return limit(name)
        try:
            return self.limit_of(self.account(name))
        except AccountError:
            return limit(name)

    def limit_of(self, account: Account) -> Limit:
        """What an account's posts have to keep to: its network's limit, or the longer one that its settings name."""
        from composer.networks import limit_of

        return limit_of(account, self.settings.accounts)

    def terms_of(self, account: Account) -> str:
        """The numbers of the server that an account is on and how old they are; empty where it has its network's."""
        from composer.networks import terms_of

        return terms_of(account, self.now())

    def doubt_of(self, account: Account) -> str:
        """Why the numbers of the server that an account is on may not hold any more, in a sentence; mostly empty."""
        from composer.networks import doubt_of

        return doubt_of(account, self.now())

    def look(self, draft: Draft, limit: Limit, wishes: Wishes, options: Options | None = None) -> Review:
        """Split `draft` for one network and check it, less the findings that the user accepted."""
        options = self.lint_options(draft, options)
        return review(draft, limit, wishes.style(draft, self.settings), wishes.mode, options, self.palette().cues)

    def lint_options(self, draft: Draft, asked: Options | None = None, *, facts: Facts | None = None) -> Options:
        """What is asked for this once, with what the settings leave out and what was accepted in earlier runs.

        `facts` stands in for the user's own; raises PeopleError where those cannot be understood.
        """
        from composer.lint import Options

        asked = asked or Options()
        settled = replace(
            asked,
            select=asked.select or checked("lint_select", self.settings.lint_select),
            ignore=self.left_out(asked),
            severities={**profile_of(draft, self.settings).weights, **asked.severities},
            facts=self.facts() if facts is None else facts,
        )
        return self.accepted().options(settled, draft)

    def left_out(self, asked: Options) -> tuple[str, ...]:
        """The codes and families that are not wanted this once, then those that never are."""
        return (*asked.ignore, *checked("lint_ignore", self.settings.lint_ignore))

    def hidden(self, thread: Thread, asked: Options) -> frozenset[str]:
        """Which of the codes that are left out, as they were written, would have something to say about `thread`."""
        from composer.lint import lint
        from composer.lint.options import names

        options = self.lint_options(thread.draft, asked)
        found = lint(thread, options=replace(options, ignore=(), expected=()))
        return frozenset(code for code in options.ignore if any(names(one.code, (code,)) for one in found))

    def check_profile(self, name: str) -> None:
        """Raise ComposerError where there is no profile of that name for the checklist."""
        from composer.lint.profiles import profile

        profile(name, own_profiles(self.settings))

    def facts(self) -> Facts:
        """What the user noted about people and things; raises PeopleError for a file that cannot be understood."""
        own = tuple(plain_handle(each.handle) for each in self.settings.accounts.values() if each.handle)
        return self.noted.facts(self.today(), own)

    def look_for(self, draft: Draft, account: Account, wishes: Wishes) -> Review:
        """Split and check `draft` for the network that `account` is on."""
        return self.look(draft, self.limit_of(account), wishes)

    def look_on(self, plain: Review, account: Account, wishes: Wishes, entry: Entry) -> Review:
        """The draft of `plain` split so that it goes on where the posts of `entry` that are out leave off, if it does.

        Raises CountError where what follows them cannot be cut into as many posts as they say there are.
        """
        from composer.desk.sequel import look_on

        return look_on(self, plain, account, wishes, entry)

    def accepted(self) -> Accepted:
        """The findings that the user looked at and keeps, in every draft."""
        from composer.desk.accepted import Accepted

        return Accepted(self.state)

    def speak(self, thread: Thread) -> tuple[SpokenPost, ...]:
        """The thread as somebody hears it who does not see it."""
        from composer.share import speak

        return speak(thread)

    def open_questions(self, review: Review) -> tuple[Question, ...]:
        """What only the writer can answer about a thread, and has not yet so that it may go out."""
        from composer.desk.answers import Answers
        from composer.lint.questions import questions

        return Answers(self.state).open(questions(review.thread, self.lint_options(review.thread.draft)))

    def answer(self, question: Question, answer: str, reason: str, draft: Draft) -> None:
        """Keep what the writer answered, for as long as the passage stays as it is."""
        from composer.desk.accepted import place
        from composer.desk.answers import Answer, Answers

        day = self.today().isoformat()
        kept = Answer(question.code, question.passage, answer, reason, day, place(draft), question.text)
        Answers(self.state).add(kept)

    def unfilled(self, draft: Draft) -> tuple[str, ...]:
        """The fields of a template that still stand in curly braces."""
        from composer.draft import unfilled

        return tuple(draft.text[span.start : span.end] for span in unfilled(draft))

    def hindrances(self, draft: Draft) -> tuple[str, ...]:
        """What keeps a draft itself from being queued, whatever the linter says; empty if nothing does."""
        if not any(block.text.strip() or block.media for block in draft.blocks):
            return ("There is nothing to publish yet: write something first.",)
        unfilled = self.unfilled(draft)
        if not unfilled:
            return ()
        fields = ", ".join(unfilled[:3]) + (" and more" if len(unfilled) > 3 else "")
        return (f"Fields of the template are still to be filled: {fields}. Fill or delete them first.",)

    # Accounts

    def account(self, name: str) -> Account:
        """The account of that name; raises AccountError naming those there are."""
        from composer.networks import account

        return account(name, declared=self.settings.accounts)

    def accounts(self, named: str, draft: Draft | None = None) -> tuple[Account, ...]:
        """Accounts in `named` (comma-separated), else the draft's, else the one from the settings."""
        wanted: Iterable[str] = [name.strip() for name in named.split(",") if name.strip()]
        wanted = wanted or (draft.accounts if draft else ()) or (self.settings.account,)
        return tuple(self.account(name) for name in dict.fromkeys(wanted))

    # Time

    @property
    def zone(self) -> str:
        """IANA name of the zone in which the user's words are meant."""
        from composer.config import local_zone

        return self.settings.zone or local_zone()

    def repeating(self, words: str) -> bool:
        """Whether `words` name times that come again, such as `every weekday at 8` or the five fields of cron."""
        from composer.schedule import repeating

        return repeating(words)

    def next_of(self, words: str) -> Schedule:
        """The next of the times that `words` name again and again; raises WhenError where they name none."""
        from composer.schedule import recurrence

        return recurrence(words, zone=self.zone).next_after(self.now())

    def when(self, words: str) -> Schedule:
        """The instant that `words` mean now; raises WhenError with what would have been understood."""
        from composer.schedule import when

        return when(words, now=self.now(), zone=self.zone)

    def say_when(self, schedule: Schedule) -> str:
        """A schedule with date, zone, UTC and distance, and what had to be decided."""
        from composer.schedule import describe

        return describe(schedule, self.now())

    def clock(self, instant: datetime) -> str:
        """An instant on the user's clocks, `Tue 24 Nov 09:04`; the day only where it is not today."""
        from zoneinfo import ZoneInfo

        wall = instant.astimezone(ZoneInfo(self.zone))
        return f"{wall:%H:%M}" if wall.date() == self.today() else f"{wall:%a %d %b %H:%M}"

    def pace(self, account: Account, draft: Draft, asked: str = "") -> Pace:
        """How a thread is drawn out: as asked for this once, else as its draft or the settings say."""
        from composer.desk.bounds import pace_for
        from composer.schedule.pace import pace_of

        return pace_of(asked) if asked else pace_for(self.settings, account.name, draft.pace)

    def planner(self) -> Planner:
        """Slots, breaks, quiet hours and limits, and what they mean for the queue; raises ComposerError."""
        from composer.desk.plan import Planner
        from composer.desk.planfile import PlanFile

        return Planner(self.settings, PlanFile(self._plan_file), self.zone, self.now)

    # The queue

    def outbox(self) -> Outbox:
        """The queue; open it with `with`."""
        from composer.desk.outbox import Outbox

        return Outbox(self)

    def news(self, zone: ZoneInfo, *, soon: bool, again: bool = False) -> str:
        """In a sentence, what somebody should know of the queue; empty where all is well, or it was said this hour.

        With `soon`, also what goes out within a day if somebody publishes; with `again`, also what was said. Where
        there is no queue none is made. Raises QueueError where it is damaged.
        """
        from composer.desk.news import is_new

        if not self.outbox().file.exists():
            return ""
        with self.outbox() as outbox:
            told = outbox.news(self.now(), zone, soon=soon)
        return told if told and (again or is_new(told, self.state / "news", self.now())) else ""

    def news_in_short(self, *, publishing: bool) -> tuple[str, ...]:
        """What in the queue needs a person, in a few words each; none where there is no queue. Raises QueueError."""
        from composer.desk.news import in_short

        if not self.outbox().file.exists():
            return ()
        with self.outbox() as outbox:
            return in_short(outbox.store, self.now(), publishing=publishing)

    def notices(self) -> Notices:
        """What a worker's events are told to, to show them on the desktop; use it in a `with` block."""
        from composer.desk.notices import Notices

        return Notices(self.settings)

    # Practice

    def diary(self) -> Diary:
        """Today's prompt and the days with words in them."""
        from composer.desk.diary import Diary

        return Diary(self.state, self.today())

    def note_writing(self, path: Path) -> None:
        """Count a draft that came from a prompt as written, once there is a word in it."""
        draft = self.open(path)
        if draft.prompt:
            words = sum(len(block.text.split()) for block in draft.blocks)
            self.diary().note_written(path.absolute(), prompt=draft.prompt, words=words, private=draft.private)

    def today(self) -> date:
        """The day on the user's calendar."""
        from zoneinfo import ZoneInfo

        return self.now().astimezone(ZoneInfo(self.zone)).date()

    # The rehearsal network

    def rehearsal(self) -> Server:
        """The rehearsal network, started if it does not run."""
        from composer.networks import rehearsal_store
        from composer.networks.rehearsal import start

        return start(self.settings.rehearsal_port, rehearsal_store(self.state))

    def rehearsal_timeline(self) -> list[dict[str, Any]]:
        """What was published there, oldest first."""
        from composer.networks.rehearsal import timeline

        return timeline(self.rehearsal())

    def stop_rehearsal(self) -> bool:
        """End its process; whether one ran."""
        from composer.networks import rehearsal_store
        from composer.networks.rehearsal import stop_store

        return stop_store(self.settings.rehearsal_port, rehearsal_store(self.state))

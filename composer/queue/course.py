"""One entry on its way: each call with its intent on disk before it, and its receipt right after.

A post whose intent has no receipt is settled before anything else of its thread: wait until a post that was created is
sure to be readable, look, and take the receipt or send again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from composer.model import ComposerError
from composer.queue.events import Event, EventKind
from composer.queue.publisher import NeedsPerson, NotReady, NotSent, OutcomeUnknown, PublishError, Refused
from composer.queue.states import PostState, ThreadState
from composer.queue.turns import Lost

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from composer.model import Receipt
    from composer.queue.clock import Clock, Stop
    from composer.queue.entry import EntryPost
    from composer.queue.events import Listener
    from composer.queue.journal import Journal
    from composer.queue.patience import Patience
    from composer.queue.publisher import AtomicPublisher, Outgoing, Publisher
    from composer.queue.turns import Claim

_T = TypeVar("_T")

GIVE_UP = 8
"""Failures in a row after which a person has to look."""
_LONGEST_BACKOFF = timedelta(hours=1)


class Course:
    """Brings claimed entries forward, call by call."""

    def __init__(
        self,
        journal: Journal,
        publishers: Callable[[str], Publisher],
        clock: Clock,
        stop: Stop,
        tell: Listener,
        chance: random.Random,
        patience: Patience,
    ) -> None:
        self._journal = journal
        self._publishers = publishers
        self._clock = clock
        self._stop = stop
        self._tell = tell
        self._chance = chance
        self._persist = patience.persist

    def advance(self, claim: Claim) -> None:
        """Publish as much of a claimed thread as may go out now."""
        self._tell(Event(EventKind.BEGUN, claim.entry))
        try:
            try:
                publisher = self._publishers(claim.entry.account)
            except ComposerError as error:
                self._give_up(claim, str(error))
                return
            if publisher.limit.name != claim.entry.network:
                self._give_up(claim, _ELSEWHERE.format(entry=claim.entry, now=publisher.limit.title))
                return
            while not self._stop.is_set() and self._step(claim, publisher):
                pass
        except Lost:
            self._tell(Event(EventKind.STOPPED, claim.entry))

    def _step(self, claim: Claim, publisher: Publisher) -> bool:
        """Bring the thread one call further; returns whether the next may follow at once."""
        whole = publisher.capabilities.atomic_threads and not claim.entry.pace
        if doubtful := self._persist(lambda: self._journal.in_doubt(claim)):
            return self._look(claim, doubtful if whole else doubtful[:1], publisher)
        if claim.entry.state is ThreadState.RETRACTING:
            return self._take_back(claim, publisher)
        most = (publisher.capabilities.posts_a_call or len(claim.entry.posts)) if whole else 1
        posts = self._persist(lambda: self._journal.next_posts(claim, most))
        return self._prepare(claim, posts, publisher) and self._send(claim, posts, publisher)

    def _look(self, claim: Claim, posts: Sequence[EntryPost], publisher: Publisher) -> bool:
        """Settle a call whose outcome is not on disk; what is certainly not there is sent, or ruled out."""
        post = posts[0]
        assert post.started_at is not None
        ready = post.started_at + publisher.settle
        if self._clock.now() < ready:
            self._persist(lambda: self._journal.wait(claim, ready))
            self._tell(Event(EventKind.UNKNOWN, claim.entry, "", post.number, until=ready))
            return False
        outgoing = self._persist(lambda: self._journal.outgoing(claim, _numbers(posts)))
        try:
            receipts = _call(lambda: _find(publisher, outgoing))
        except (Refused, NeedsPerson) as error:
            self._give_up(claim, f"Post {post.number} may be out or not, and it cannot be looked up: {error}")
            return False
        except PublishError as error:
            self._trouble(claim, post, EventKind.UNKNOWN, error)
            return False
        taken_back = claim.entry.state is ThreadState.RETRACTING
        if receipts is not None:
            return self._received(claim, posts, receipts, EventKind.FOUND) or taken_back
        if taken_back:
            self._persist(lambda: self._journal.rule_out(claim, _numbers(posts), "it is not there"))
            return True
        return self._send(claim, posts, publisher)

    def _take_back(self, claim: Claim, publisher: Publisher) -> bool:
        """Delete the last post that is out; deleting what is gone already is no error, so it may be tried again."""
        post = self._persist(lambda: self._journal.next_to_take_back(claim))
        if post is None:
            self._persist(lambda: self._journal.withdraw(claim))
            self._tell(Event(EventKind.RETRACTED, claim.entry))
            return False
        receipt = post.receipt
        assert receipt is not None
        self._persist(lambda: self._journal.intend_deletion(claim, post.number))
        try:
            _call(lambda: publisher.delete(receipt))
        except OutcomeUnknown as error:
            self._trouble(claim, post, EventKind.UNKNOWN, error)
        except PublishError as error:
            if post.state is PostState.SENT:  # else an earlier call may have deleted it
                self._note(self._journal.keep, claim, (post.number,), error)
            if isinstance(error, NotSent):
                self._trouble(claim, post, EventKind.WAITING, error)
            else:
                self._give_up(claim, f"Post {post.number} of {len(claim.entry.posts)} is still out: {error}")
        else:
            self._persist(lambda: self._journal.gone(claim.entry.id, post.number, claim.actor))
            self._tell(Event(EventKind.DELETED, claim.entry, receipt.url, post.number))
            return True
        return False

    def _prepare(self, claim: Claim, posts: Sequence[EntryPost], publisher: Publisher) -> bool:
        """Have the posts of the next call made ready, and what was made of it on disk; whether they are."""
        post = posts[0]
        so_far = self._persist(lambda: self._journal.plan(claim, posts)) or b""
        outgoing = self._persist(lambda: self._journal.outgoing(claim, _numbers(posts)))
        try:
            plan = _call(lambda: publisher.prepare(outgoing, so_far))
        except NotReady as waiting:
            until, begun = self._clock.now() + waiting.again, waiting.so_far
            self._persist(lambda: self._journal.keep_plan(claim, posts, begun))
            self._persist(lambda: self._journal.wait(claim, until))
            self._tell(Event(EventKind.WAITING, claim.entry, str(waiting), post.number, until=until))
            return False
        except (Refused, NeedsPerson) as error:
            self._put_off(claim, post, error)
            self._give_up(claim, _about(claim, post, error), ask=isinstance(error, NeedsPerson))
            return False
        except PublishError as error:
            self._put_off(claim, post, error)
            self._trouble(claim, post, EventKind.WAITING, error)
            return False
        if plan != so_far:
            self._persist(lambda: self._journal.keep_plan(claim, posts, plan))
        return True

    def _send(self, claim: Claim, posts: Sequence[EntryPost], publisher: Publisher) -> bool:
        outgoing = self._persist(lambda: self._journal.intend(claim, _numbers(posts)))
        try:
            receipts = _call(lambda: _create(publisher, outgoing))
        except OutcomeUnknown as error:
            self._note(self._journal.doubt, claim, _numbers(posts), error)
            self._trouble(claim, posts[0], EventKind.UNKNOWN, error, publisher.settle)
            return False
        except PublishError as error:
            self._note(self._journal.rule_out, claim, _numbers(posts), error)
            if isinstance(error, NotSent):
                self._trouble(claim, posts[0], EventKind.WAITING, error)
            else:
                self._give_up(claim, _about(claim, posts[0], error), ask=isinstance(error, NeedsPerson))
            return False
        return self._received(claim, posts, receipts, EventKind.SENT)

    def _note(
        self,
        write: Callable[[Claim, Sequence[int], str], None],
        claim: Claim,
        numbers: Sequence[int],
        error: PublishError,
    ) -> None:
        why = str(error)
        self._persist(lambda: write(claim, numbers, why))

    def _put_off(self, claim: Claim, post: EntryPost, error: PublishError) -> None:
        why = str(error)
        self._persist(lambda: self._journal.put_off(claim, post.number, why))

    def _received(self, claim: Claim, posts: Sequence[EntryPost], receipts: Sequence[Receipt], kind: EventKind) -> bool:
        numbered = {post.number: receipt for post, receipt in zip(posts, receipts, strict=True)}
        published = self._persist(lambda: self._journal.receive(claim, numbered, str(kind)))
        for number, receipt in numbered.items():
            self._tell(Event(kind, claim.entry, "", number, receipt))
        if published:
            self._tell(Event(EventKind.PUBLISHED, claim.entry))
        return not published and not claim.entry.pace

    def _trouble(
        self, claim: Claim, post: EntryPost, kind: EventKind, error: PublishError, pause: timedelta | None = None
    ) -> None:
        """Let the thread rest before the next look or attempt, or give up after too many in a row."""
        failures = self._persist(lambda: self._journal.failures(claim)) + 1
        said = _about(claim, post, error)
        if failures >= GIVE_UP:
            self._give_up(claim, f"{said} That was attempt {failures} in a row, so the worker has stopped trying.")
            return
        until = self._clock.now() + (pause or self._backoff(failures, error))
        self._persist(lambda: self._journal.wait(claim, until, said, failures))
        self._tell(Event(kind, claim.entry, str(error), post.number, until=until))

    def _backoff(self, failures: int, error: PublishError) -> timedelta:
        """Twice as long after each failure, a little off the beat, and never sooner than the network asks."""
        pause = min(timedelta(seconds=2 ** (failures - 1)), _LONGEST_BACKOFF) * self._chance.uniform(0.8, 1.2)
        asked = error.retry_after if isinstance(error, NotSent) else None
        return max(pause, asked or pause)

    def _give_up(self, claim: Claim, why: str, *, ask: bool = False) -> None:
        entry = self._persist(lambda: self._journal.give_up(claim, why, ask=ask))
        self._tell(Event(EventKind.ATTENTION if entry.state is ThreadState.ATTENTION else EventKind.FAILED, entry, why))


_ELSEWHERE = (
    "The account {entry.account} is on {now} by now, and this thread was made for another network, so nothing more of "
    "it was sent. `thread cancel {entry.id}` ends it; then queue the draft again."
)


def _numbers(posts: Sequence[EntryPost]) -> tuple[int, ...]:
    return tuple(post.number for post in posts)


def _about(claim: Claim, post: EntryPost, error: PublishError) -> str:
    return f"Post {post.number} of {len(claim.entry.posts)}: {error}"


def _create(publisher: Publisher, posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
    if publisher.capabilities.atomic_threads:
        return _one_each(cast("AtomicPublisher", publisher).send_all(posts), posts)
    return (publisher.send(posts[0]),)


def _find(publisher: Publisher, posts: Sequence[Outgoing]) -> tuple[Receipt, ...] | None:
    if publisher.capabilities.atomic_threads:
        found = cast("AtomicPublisher", publisher).find_all(posts)
        return found and _one_each(found, posts)
    receipt = publisher.find(posts[0])
    return None if receipt is None else (receipt,)


def _one_each(receipts: tuple[Receipt, ...], posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
    if len(receipts) != len(posts):
        raise OutcomeUnknown(f"The network confirmed {len(receipts)} of {len(posts)} posts that go out together.")
    return receipts


def _call(ask: Callable[[], _T]) -> _T:
    """Speak to the network; whatever breaks on the way leaves the outcome unknown, never the worker dead."""
    try:
        return ask()
    except PublishError:
        raise
    except Exception as error:
        raise OutcomeUnknown(f"The connection to the network broke off unexpectedly ({error!r}).") from error

"""What a trouble with a Bluesky server means for the thread in hand, in words that say what to do next."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from composer.networks.accounts import AccountError
from composer.networks.bluesky.addresses import APP_PASSWORDS
from composer.networks.bluesky.plan import Foreign
from composer.networks.bluesky.trouble import Kind, Trouble, Troubled
from composer.networks.phrases import spoken
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composer.networks.bluesky.session import Session
    from composer.queue.publisher import Outgoing

_ODD = (ValueError, TypeError, AttributeError, KeyError, IndexError)
"""What comes up where an answer has another shape than Bluesky gives it."""
_AT_ONCE = timedelta(seconds=1)


@contextmanager
def explained(explain: Callable[[Trouble], PublishError]) -> Iterator[None]:
    """Turn whatever a call raises into what `explain` makes of it."""
    try:
        yield
    except Troubled as error:
        raise explain(error.trouble) from error
    except Foreign as error:
        raise Refused(
            "What was made ready for this thread was not written by this version of Thread Composer, so nothing was "
            "sent. `thread cancel` the entry, and queue the draft again."
        ) from error
    except _ODD as error:
        raise explain(Trouble(Kind.BROKEN, "its answer cannot be read")) from error
    except AccountError as error:
        raise Refused(f"{error} Then `thread resume`.") from error


@dataclass(frozen=True, slots=True)
class Words:
    """The messages of one account."""

    account: str
    session: Session

    def writing(self, trouble: Trouble) -> PublishError:
        """For the call that writes the thread, and the look before it."""
        match trouble.kind:
            case Kind.BROKEN:
                return OutcomeUnknown(
                    f"{self._host} did not answer the thread as it should ({trouble.cause}), so it may be out or not. "
                    "It is looked for before anything is sent again."
                )
            case Kind.SWAPPED:
                return NotSent(
                    f"Something else was written to {self.account} at the same moment, so nothing was sent. It is "
                    "tried again.",
                    retry_after=_AT_ONCE,
                )
            case Kind.NO_BLOB:
                return NotSent(
                    f"{self._host} had swept up a picture of the thread, which waited for too long. It was uploaded "
                    "again, and the thread is tried again.",
                    retry_after=_AT_ONCE,
                )
        return self._common(trouble, "nothing was sent") or Refused(
            f"{self._host} refused the thread ({trouble.cause}), and nothing of it was sent. {_said(trouble)}Change "
            "what it names, then `thread resume`."
        )

    def preparing(self, what: str) -> Callable[[Trouble], PublishError]:
        """For calls before that one: whatever went wrong, nothing is out. `what` follows 'failed to'."""

        def explain(trouble: Trouble) -> PublishError:
            if trouble.kind is Kind.BROKEN:
                return NotSent(
                    f"{self._host} failed to {what} ({trouble.cause}), so nothing was sent. It is tried again."
                )
            if trouble.kind is Kind.TOO_LARGE:
                return Refused(
                    f"{self._host} refused to {what}, because the file is larger than that server takes, so nothing "
                    "was sent. Make it smaller in the draft, `thread edit` the entry, then `thread resume`."
                )
            return self._common(trouble, "nothing was sent") or Refused(
                f"{self._host} refused to {what} ({trouble.cause}), so nothing was sent. {_said(trouble)}Change the "
                "draft, `thread edit` the entry, then `thread resume`."
            )

        return explain

    def reading(self, trouble: Trouble) -> PublishError:
        """For looking whether the thread is there: it may be, so nothing here means that it was not sent."""
        unsure = "it is not known whether the thread is out"
        if trouble.kind in (Kind.BROKEN, Kind.UNREACHABLE, Kind.LIMITED):
            moved = self.session.moved_to() if trouble.kind is Kind.UNREACHABLE else ""
            if moved:
                return self._moved(moved, unsure)
            return OutcomeUnknown(
                f"{self._host} does not let posts be read just now ({trouble.cause}), so {unsure}. It is looked for "
                "again."
            )
        return self._common(trouble, unsure) or Refused(
            f"{self._host} does not let {self.account} read its own posts ({trouble.cause}), so {unsure}. "
            f"{_said(trouble)}Open the account in a browser and tell `thread settle` what you see there."
        )

    def retracting(self, url: str) -> Callable[[Trouble], PublishError]:
        """For taking a post back."""

        def explain(trouble: Trouble) -> PublishError:
            if trouble.kind is Kind.BROKEN:
                return OutcomeUnknown(
                    f"{self._host} did not say whether {url} is gone ({trouble.cause}). It is tried again."
                )
            return self._common(trouble, f"{url} is still up") or Refused(
                f"{self._host} did not delete {url} ({trouble.cause}). {_said(trouble)}Delete it in a browser."
            )

        return explain

    def not_ours(self, address: str) -> str:
        """A post that this account did not write."""
        return f"{address} was not posted by {self.account}, as far as its address says. Delete it in a browser."

    def another_account(self) -> str:
        """A plan for another account."""
        return (
            f"{self.account} was another account when this thread was made ready, so nothing more was sent. Add the "
            f"account of then again with {self._add}; or `thread cancel` the entry, and queue the draft again."
        )

    def no_address(self, address: str) -> str:
        """An answered post that is named by something else than its address."""
        return (
            f"`reply_to` is {address!r}, which is no post on Bluesky. Copy the address of the post itself, which looks "
            "like https://bsky.app/profile/name.example/post/3k2a4b6c8d2e4. Nothing was sent."
        )

    def parent_gone(self, post: Outgoing, address: str) -> str:
        """An answered post that is not there."""
        if post.number == 1:
            return (
                f"The post that the thread answers is not there: {address}. It was deleted, or {self._host} does not "
                "know it. Change `reply_to` in the draft; nothing was sent."
            )
        return (
            f"Post {post.number - 1} of this thread was deleted meanwhile ({address}), so post {post.number} has "
            "nothing to stand under, and was not sent. `thread retract` takes back the rest that is out; `thread "
            "cancel` leaves it as it is."
        )

    def _common(self, trouble: Trouble, state: str) -> PublishError | None:
        """What means the same whatever was asked; None where nothing here fits. `state` follows 'so'."""
        match trouble.kind:
            case Kind.UNREACHABLE | Kind.NO_ACCOUNT:
                return self._away(trouble, state)
            case Kind.LIMITED:
                when = f"in {spoken(trouble.wait)}" if trouble.wait else "later"
                return NotSent(
                    f"{self._host} takes no more calls from {self.account} for now, as its limit for an hour or a day "
                    f"is used up. So {state}; it is tried again {when}.",
                    retry_after=trouble.wait,
                )
            case Kind.EXPIRED | Kind.UNAUTHORISED:
                return Refused(
                    f"{self._host} does not accept the app password of {self.account}: it was revoked. So {state}. "
                    f"Make a new one at {APP_PASSWORDS}, hand it over with {self._add}, then `thread resume`."
                )
            case Kind.TAKEN_DOWN:
                return Refused(
                    f"{self._host} says that {self.account} is suspended or was taken down. So {state}. Sign in at "
                    "https://bsky.app, where the reason and the way to appeal are shown; then `thread resume`."
                )
            case Kind.DEACTIVATED:
                if moved := self.session.moved_to():
                    return self._moved(moved, state)
                return Refused(
                    f"{self._host} says that {self.account} is deactivated. So {state}. Sign in at https://bsky.app, "
                    "which activates it again, then `thread resume`."
                )
        return None

    def _away(self, trouble: Trouble, state: str) -> PublishError:
        """The server is not there, or not for this account."""
        if moved := self.session.moved_to():
            return self._moved(moved, state)
        if trouble.kind is Kind.NO_ACCOUNT:
            return Refused(
                f"{self._host} does not know the account {self.account} any more: it was deleted there, or moved. So "
                f"{state}. Add it again where it is with {self._add}, then `thread resume`."
            )
        return NotSent(
            f"{self._host} cannot be reached ({trouble.cause}), so {state}. Check the connection; it is tried again. "
            f"Should that server be gone for good, add the account where it is now with {self._add}."
        )

    def _moved(self, where: str, state: str) -> Refused:
        return Refused(
            f"{self.account} has moved from {self._host} to {urlsplit(where).netloc}, where its app passwords of "
            f"before do not hold. So {state}. Make an app password there, hand it over with {self._add}, then "
            "`thread resume`."
        )

    @property
    def _host(self) -> str:
        try:
            return urlsplit(self.session.server).netloc or "Bluesky"
        except AccountError:
            return "Bluesky"

    @property
    def _add(self) -> str:
        return f"`thread accounts add {self.account} --network bluesky`"


def _said(trouble: Trouble) -> str:
    return f"It says: {trouble.words} " if trouble.words else ""

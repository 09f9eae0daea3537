"""What a trouble with a Mastodon server means for the post in hand, in words that say what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from composer.networks.mastodon.trouble import Kind
from composer.networks.phrases import spoken
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused

if TYPE_CHECKING:
    from composer.networks.mastodon.trouble import Trouble
    from composer.queue.publisher import Outgoing

_LOOK_FIRST = "It is looked for before anything is sent again."
_BY_HAND = "Open the account in a browser and tell `thread resume` what you see there."
_MOMENT = timedelta(seconds=5)
_NOT_OUT = "the post was not sent"


@dataclass(frozen=True, slots=True)
class Words:
    """The messages of one account on one server."""

    server: str
    account: str

    def creating(self, post: Outgoing, trouble: Trouble) -> PublishError:
        """For the call that creates the post."""
        match trouble.kind:
            case Kind.BROKEN:
                return OutcomeUnknown(
                    f"{self.server} did not answer the post as it should ({trouble.cause}), so it may be out or not. "
                    f"{_LOOK_FIRST}"
                )
            case Kind.ELSEWHERE:
                return OutcomeUnknown(
                    f"{self.server} did not answer the post: {trouble.cause}. So it may be out or not. {_LOOK_FIRST}"
                )
            case Kind.MISSING:
                return self._missing(post, trouble)
        words = trouble.words.casefold()
        if trouble.kind is Kind.REFUSED and "finished processing" in words:
            return NotSent(
                f"{self.server} is still at work on the pictures of the post, so {_NOT_OUT}. It is tried again.",
                _MOMENT,
            )
        if trouble.kind is Kind.REFUSED and "character limit" in words:
            return Refused(
                f"{self.server} found the post too long, so {_NOT_OUT}. {self._said(trouble)}`thread accounts test "
                f"{self.account}` asks for its limit anew; then `thread edit ENTRY` splits by it."
            )
        if trouble.kind is Kind.REFUSED and any(word in words for word in ("poll", "choices", "duration")):
            return Refused(
                f"{self.server} refused the poll, so {_NOT_OUT}. {self._said(trouble)}Change the poll in the draft, "
                "then `thread edit ENTRY` and `thread resume`."
            )
        return self._common(trouble, _NOT_OUT) or Refused(
            f"{self.server} refused the post ({trouble.cause}). {self._said(trouble)}Change it, then `thread resume`."
        )

    def preparing(self, what: str, trouble: Trouble) -> PublishError:
        """For calls before that one: whatever went wrong, the post is not out. `what` follows 'failed to'."""
        if trouble.kind is Kind.BROKEN:
            return NotSent(f"{self.server} failed to {what} ({trouble.cause}), so {_NOT_OUT}. It is tried again.")
        return self._common(trouble, _NOT_OUT) or Refused(
            f"{self.server} refused to {what} ({trouble.cause}), so {_NOT_OUT}. {self._said(trouble)}Change the draft, "
            "then `thread resume`."
        )

    def answering(self, url: str, trouble: Trouble) -> PublishError:
        """For looking up the post that the thread replies to."""
        if trouble.kind is Kind.FORBIDDEN and "scope" in trouble.words.casefold():
            return Refused(self.unfound(url))
        return self.preparing(f"find {url}", trouble)

    def unfound(self, url: str) -> str:
        """Where a post of another server is not known by its address there."""
        return (
            f"{self.server} does not tell its own name for {url}, which the thread replies to, so {_NOT_OUT}. Paste "
            f"that address into the search of {self.server}, open the post there, and copy the address it then has "
            "into `reply_to`; then `thread edit ENTRY` and `thread resume`."
        )

    def reading(self, trouble: Trouble) -> PublishError:
        """For looking whether the post is there: it may be, so nothing here means that it was not sent."""
        unsure = "it is not known whether the post is out"
        if trouble.kind in (Kind.BROKEN, Kind.UNREACHABLE, Kind.LIMITED):
            return OutcomeUnknown(
                f"{self.server} does not let its posts be read just now ({trouble.cause}), so {unsure}. "
                "It is looked for again."
            )
        return self._common(trouble, unsure) or Refused(
            f"{self.server} does not let {self.account} read its own posts ({trouble.cause}), so {unsure}. "
            f"{self._said(trouble)}{_BY_HAND}"
        )

    def retracting(self, url: str, trouble: Trouble) -> PublishError | None:
        """For taking a post back; None where it is gone already."""
        up = f"{url} is still up"
        match trouble.kind:
            case Kind.MISSING:
                return None
            case Kind.BROKEN:
                return OutcomeUnknown(
                    f"{self.server} did not say whether {url} is gone ({trouble.cause}). Look, then try again."
                )
        return self._common(trouble, up) or Refused(
            f"{self.server} did not delete {url}. {self._said(trouble)}Delete it in a browser."
        )

    def _common(self, trouble: Trouble, state: str) -> PublishError | None:
        """What is said of any call; None where it is for the call to say."""
        match trouble.kind:
            case Kind.UNREACHABLE:
                return NotSent(
                    f"{self.server} cannot be reached ({trouble.cause}), so {state}. Check the connection; it is tried "
                    f"again. Should the server be gone for good, `thread accounts add NAME --network mastodon` adds an "
                    "account elsewhere."
                )
            case Kind.LIMITED:
                when = f"in {spoken(trouble.wait)}" if trouble.wait else "later"
                return NotSent(
                    f"{self.server} takes no more calls from {self.account} for now, so {state}; it can be tried again "
                    f"{when}.",
                    retry_after=trouble.wait,
                )
            case Kind.UNAUTHORISED:
                return Refused(
                    f"{self.server} does not take the token of {self.account} any more: it was revoked, or the account "
                    f"is gone. So {state}. `thread accounts add {self.account} --network mastodon` asks for leave "
                    "again; then `thread resume`."
                )
            case Kind.GONE:
                return Refused(
                    f"{self.server} says that it is there no more, so {state}. `thread accounts add NAME --network "
                    "mastodon` adds an account on another server; queue the draft for that one."
                )
            case Kind.ELSEWHERE:
                return Refused(
                    f"{self.server} does not answer itself: {trouble.cause}. So {state}. If your account has a new "
                    f"address, add it with `thread accounts add {self.account} --network mastodon`; if this is a "
                    "network that asks for a login first, log in there. Then `thread resume`."
                )
            case Kind.FORBIDDEN:
                return self._forbidden(trouble, state)
        return None

    def _forbidden(self, trouble: Trouble, state: str) -> Refused:
        words = trouble.words.casefold()
        if "scope" in words:
            return Refused(
                f"{self.server} does not let the token of {self.account} do this, so {state}. `thread accounts add "
                f"{self.account} --network mastodon` asks for all that is needed; then `thread resume`."
            )
        if "disabled" in words or "suspended" in words:
            return Refused(
                f"{self.server} says that {self.account} is disabled: it was suspended or has moved. So {state}. "
                f"`thread accounts test {self.account}` asks which; the account's page on {self.server} says what can "
                "be done. Then `thread resume`."
            )
        if "confirmed" in words or "approval" in words or "pending" in words:
            return Refused(
                f"{self.server} does not let {self.account} post yet, so {state}. {self._said(trouble)}Finish that "
                "there, then `thread resume`."
            )
        return Refused(
            f"{self.server} forbids it ({trouble.cause}), so {state}. {self._said(trouble)}Change what it names, then "
            "`thread resume`."
        )

    def _missing(self, post: Outgoing, trouble: Trouble) -> Refused:
        if "reply" in trouble.words.casefold():
            before = post.parent.url or "the post that it replies to" if post.parent else "the post that it replies to"
            mine = (
                "What is out stays out. `thread cancel ENTRY` drops the rest, `thread retract ENTRY` takes back what "
                "is out."
                if post.number > 1
                else "Name another post in `reply_to`, or none; then `thread edit ENTRY` and `thread resume`."
            )
            return Refused(
                f"{before} is not there any more, or not for {self.account}, so {_NOT_OUT} as a reply. {mine}"
            )
        if post.first_attempt:
            return Refused(
                f"An earlier attempt had brought the post to {self.server}, and it was deleted there since. So it is "
                "not out. `thread cancel ENTRY` leaves it at that; queue the draft anew to publish it again."
            )
        return Refused(
            f"{self.server} does not know how to take posts ({trouble.cause}). {self._said(trouble)}Is it a Mastodon "
            f"server? `thread accounts test {self.account}` asks it."
        )

    def _said(self, trouble: Trouble) -> str:
        return f"It says: {trouble.words} " if trouble.words else ""

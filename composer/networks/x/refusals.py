"""What a trouble with X means for the post in hand, in words that say what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from composer.networks.phrases import spoken
from composer.networks.x.trouble import Kind
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused

if TYPE_CHECKING:
    from composer.networks.x.trouble import Trouble
    from composer.queue.publisher import Outgoing

_INVISIBLE_PARENT = timedelta(seconds=5)
"""How long X may need until a post can be replied to; others have seen this pause cure the refusal."""
_UNSENT = "the post was not sent"
_LOOK_FIRST = "It is looked for before anything is sent again."
_BY_HAND = "Open the account in a browser and tell `thread resume` what you see there."


@dataclass(frozen=True, slots=True)
class Words:
    """The messages of one account at one site."""

    site: str
    """As it is called inside a sentence: 'X', 'the rehearsal network'."""
    account: str

    def creating(self, post: Outgoing, trouble: Trouble) -> PublishError:
        """For the call that creates the post."""
        if trouble.kind is Kind.BROKEN:
            return OutcomeUnknown(
                f"{self._Site} did not answer the post as it should ({trouble.cause}), so it may be out or not. "
                f"{_LOOK_FIRST}"
            )
        if trouble.kind is Kind.FORBIDDEN:
            return self._forbidden(post, trouble)
        return self._on_the_way(_UNSENT, "Or publish the rest by hand.", trouble) or Refused(
            f"{self._Site} refused the post ({trouble.cause}). {self._said(trouble)}Change it, then `thread resume`."
        )

    def preparing(self, what: str, trouble: Trouble) -> PublishError:
        """For calls before that one: whatever went wrong, the post is not out. `what` follows 'failed to'."""
        if trouble.kind is Kind.BROKEN:
            return NotSent(
                f"{self._Site} failed to {what} ({trouble.cause}), so the post was not sent. It is tried again."
            )
        return self._on_the_way(_UNSENT, "Or publish the rest by hand.", trouble) or Refused(
            f"{self._Site} refused to {what} ({trouble.cause}), so the post was not sent. {self._said(trouble)}"
            "Change the draft, then `thread resume`."
        )

    def reading(self, trouble: Trouble) -> PublishError:
        """For looking whether the post is there: it may be, so nothing here means that it was not sent."""
        unsure = "it is not known whether the post is out"
        match trouble.kind:
            case Kind.BROKEN | Kind.UNREACHABLE | Kind.LIMITED:
                return OutcomeUnknown(
                    f"{self._Site} does not let its posts be read just now ({trouble.cause}), so {unsure}. "
                    "It is looked for again."
                )
        return self._on_the_way(unsure, _BY_HAND, trouble) or Refused(
            f"{self._Site} does not let {self.account} read its own posts ({trouble.cause}), so {unsure}. "
            f"{self._said(trouble)}{_BY_HAND}"
        )

    def retracting(self, url: str, trouble: Trouble) -> PublishError | None:
        """For taking a post back; None where it is gone already."""
        match trouble.kind:
            case Kind.MISSING:
                return None
            case Kind.BROKEN:
                return OutcomeUnknown(
                    f"{self._Site} did not say whether {url} is gone ({trouble.cause}). Look, then try again."
                )
        return self._on_the_way(f"{url} is still up", "Or delete it by hand.", trouble) or Refused(
            f"{self._Site} did not delete {url}. {self._said(trouble)}Delete it in a browser."
        )

    def unplayable(self, name: str, why: str) -> Refused:
        """For a film that X has worked through in vain."""
        said = f" It says: {why.rstrip('.')}." if why else ""
        return Refused(
            f"{self._Site} cannot play {name}, so the post was not sent.{said} Export the film anew (H.264 picture, "
            "AAC sound, up to 140 seconds), name it in the draft, then `thread resume`."
        )

    @property
    def title(self) -> str:
        """The site as it begins a sentence."""
        return self._Site

    def _on_the_way(self, state: str, otherwise: str, trouble: Trouble) -> PublishError | None:
        """What keeps any call from being made; `state` says in half a sentence how things stand."""
        match trouble.kind:
            case Kind.UNREACHABLE:
                return self._unreachable(state, trouble)
            case Kind.LIMITED:
                return self._limited(state, trouble)
            case Kind.UNAUTHORISED:
                return self._unauthorised(state)
            case Kind.ENDED:
                return self._ended(state, trouble)
            case Kind.NO_CREDIT:
                return self._no_credit(state, otherwise)
        return None

    def _unreachable(self, state: str, trouble: Trouble) -> NotSent:
        return NotSent(
            f"{self._Site} cannot be reached ({trouble.cause}), so {state}. Check the connection; it is tried again."
        )

    def _limited(self, state: str, trouble: Trouble) -> NotSent:
        when = f"in {spoken(trouble.wait)}" if trouble.wait else "later"
        return NotSent(
            f"{self._Site} takes no more calls from {self.account} for now: its limit for a quarter of an hour or for "
            f"a day is used up. So {state}; it can be tried again {when}.",
            retry_after=trouble.wait,
        )

    def _unauthorised(self, state: str) -> Refused:
        return Refused(
            f"{self._Site} does not accept the keys of {self.account}: they were revoked, or do not belong together. "
            f"So {state}. Make new ones on the developer page, hand them over with {self._add}, then `thread resume`."
        )

    def _ended(self, state: str, trouble: Trouble) -> Refused:
        return Refused(
            f"The leave to post for {self.account} is over ({trouble.cause}): it was withdrawn, used by another "
            f"program, or not renewed for too long. So {state}. {self._add} asks for it again; then `thread resume`."
        )

    @property
    def _add(self) -> str:
        return f"`thread accounts add {self.account} --network x`"

    def _no_credit(self, state: str, otherwise: str) -> Refused:
        return Refused(
            f"The developer account behind {self.account} has no credit left on {self.site}, so {state}. Add credit on "
            f"the developer page, then `thread resume`. {otherwise}"
        )

    def _forbidden(self, post: Outgoing, trouble: Trouble) -> PublishError:
        """403 has many meanings, which only X's own words tell apart."""
        words = trouble.words.casefold()
        if "duplicate" in words:
            return self._duplicate(post)
        if "suspended" in words or "locked" in words:
            return Refused(
                f"{self._Site} says that {self.account} is suspended or locked, so the post was not sent. Open the "
                "account in a browser and follow what it asks, then `thread resume`."
            )
        if post.parent and "not visible" in words:
            return NotSent(
                f"{self._Site} says that the post which it replies to is deleted or not visible yet. It is tried "
                "again after a few seconds. If that post was deleted, cancel the rest of the thread.",
                retry_after=_INVISIBLE_PARENT,
            )
        if post.parent and "repl" in words:
            return self._reply_refused(post, trouble)
        if "permission" in words or "oauth1" in words or "permitted" in words:
            return Refused(
                f"{self._Site} lets the keys of {self.account} read but not write, so the post was not sent. Set the "
                "app to read and write on the developer page, make a new access token, then `thread resume`."
            )
        return Refused(
            f"{self._Site} refused the post. {self._said(trouble)}Change what it names, then `thread resume`; or "
            "publish the post by hand."
        )

    def _duplicate(self, post: Outgoing) -> PublishError:
        if post.first_attempt:
            return OutcomeUnknown(
                f"{self._Site} says that {self.account} has published this text already: an earlier "
                f"attempt may have arrived, or it was published by hand or by another program. {_LOOK_FIRST}"
            )
        return Refused(
            f"{self._Site} refused the post: {self.account} has published the same text before. Change its "
            "wording or delete the older post, then `thread resume`."
        )

    def _reply_refused(self, post: Outgoing, trouble: Trouble) -> Refused:
        if post.number == 1:
            return Refused(
                f"{self._Site} does not let {self.account} reply to that post through its API. {self._said(trouble)}"
                "Publish the thread under it by hand, or without `reply_to` as a thread of its own."
            )
        return Refused(
            f"{self._Site} refused the post as a reply, while what comes before it is live. "
            f"{self._said(trouble)}What is out stays out. Publish the rest under it by hand; or take it back, and "
            f"`thread resume` once {self.account} may reply through the API."
        )

    def _said(self, trouble: Trouble) -> str:
        return f"{self._Site} says: {trouble.words} " if trouble.words else ""

    @property
    def _Site(self) -> str:  # noqa: N802 - the name as it begins a sentence
        return self.site[:1].upper() + self.site[1:]

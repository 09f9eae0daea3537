"""What each answer of X means for the post in hand, in words that say what to do next."""

from __future__ import annotations

import re
import ssl
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import tweepy
from requests import exceptions as http
from urllib3 import exceptions as pool

from composer.networks.x.wire import ForeignHost, OddAnswer
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.queue.publisher import Outgoing

_INVISIBLE_PARENT = timedelta(seconds=5)
"""How long X may need until a post can be replied to; others have seen this pause cure the refusal."""
_QUOTED = 300
"""How much of X's own words a message repeats."""


@contextmanager
def explained(post: Outgoing, account: str, site: str) -> Iterator[None]:
    """Turn whatever the create call raises into one of the three outcomes a publisher may raise."""
    who = f"post {post.number} of {post.total}"
    try:
        yield
    except tweepy.TooManyRequests as error:
        raise _too_many(error, who, account, site) from error
    except tweepy.HTTPException as error:
        raise _answered(error, post, account, site) from error
    except http.RequestException as error:
        raise _unanswered(error, who, site) from error
    except _ODD as error:
        raise OutcomeUnknown(
            f"{_capital(site)} answered {who} with something that cannot be read, so it may be out or not. "
            "It is looked for before anything is sent again."
        ) from error


_ODD = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""What tweepy lets through where an answer is no JSON, or JSON of another shape."""


def _too_many(error: tweepy.TooManyRequests, who: str, account: str, site: str) -> NotSent:
    wait = _until_reset(error)
    when = f"in {_spoken(wait)}" if wait else "later"
    return NotSent(
        f"{_capital(site)} takes no more posts from {account} for now (its limit for a quarter of an hour or a day is "
        f"used up), so {who} was not sent. It is tried again {when}; nothing has to be done.",
        retry_after=wait,
    )


def _until_reset(error: tweepy.TooManyRequests) -> timedelta | None:
    """From the answer's own Date, so that a wrong clock here does not matter."""
    headers = error.response.headers
    try:
        now = parsedate_to_datetime(headers["Date"]).timestamp()
        seconds = int(headers["x-rate-limit-reset"]) - now
    except (KeyError, ValueError, TypeError):
        return None
    return timedelta(seconds=min(max(seconds, 1), 24 * 3600))


def _spoken(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"


def _answered(error: tweepy.HTTPException, post: Outgoing, account: str, site: str) -> PublishError:
    status = int(error.response.status_code)
    who = f"post {post.number} of {post.total}"
    words = said(error)
    if status >= 500 or status == 408 or status < 400:
        return OutcomeUnknown(
            f"{_capital(site)} answered {who} with error {status}, which leaves open whether it is out. "
            "It is looked for before anything is sent again."
        )
    if status == 401:
        return Refused(unauthorised(account, site))
    if status == 402:
        return Refused(no_credit(account, site, f"{who} was not sent"))
    if status == 403:
        return _forbidden(words, post, account, site)
    return Refused(
        f"{_capital(site)} refused {who} with error {status}: {words} Change the post, then `thread resume`."
    )


def unauthorised(account: str, site: str) -> str:
    """For 401, whatever was called."""
    return (
        f"{_capital(site)} does not accept the keys of {account}: they were revoked, or belong together no longer. "
        f"Make new ones on the developer page, put them where `thread accounts` says, then `thread resume`."
    )


def no_credit(account: str, site: str, what: str) -> str:
    """For 402, whatever was called."""
    return (
        f"The developer account behind {account} has no credit left on {site}, so {what}. Add credit on the developer "
        "page, then `thread resume`; or publish the rest by hand."
    )


def _forbidden(words: str, post: Outgoing, account: str, site: str) -> PublishError:
    who = f"post {post.number} of {post.total}"
    low = words.casefold()
    name = _capital(site)
    if "duplicate" in low:
        return _duplicate(post, account, site)
    if "suspended" in low or "locked" in low:
        return Refused(
            f"{name} says that {account} is suspended or locked, so {who} was not sent. Open the account in a browser "
            "and follow what it asks; then `thread resume`."
        )
    if post.parent and ("deleted or not visible" in low or "not visible to you" in low):
        return NotSent(
            f"{name} says that the post which {who} replies to is deleted or not visible yet. It is tried again in "
            "5 s. If that post was really deleted, cancel the rest of the thread.",
            retry_after=_INVISIBLE_PARENT,
        )
    if post.parent and "repl" in low:
        return Refused(_reply_refused(words, post, account, name))
    if "permission" in low or "oauth1" in low or "not permitted" in low:
        return Refused(
            f"{name} lets the keys of {account} read but not write, so {who} was not sent. Set the app to read and "
            "write on the developer page, make new access tokens, and `thread resume`."
        )
    return Refused(f"{name} refused {who}: {words} Change what it names, then `thread resume`.")


def _duplicate(post: Outgoing, account: str, site: str) -> PublishError:
    who = f"post {post.number} of {post.total}"
    if post.first_attempt:
        return OutcomeUnknown(
            f"{_capital(site)} says that {account} has published the text of {who} already, so an earlier attempt "
            "seems to have arrived. It is looked for now and not sent again."
        )
    return Refused(
        f"{_capital(site)} refused {who}: {account} has published the same text before, here or with another program. "
        "Change its wording or delete the older post, then `thread resume`."
    )


def _reply_refused(words: str, post: Outgoing, account: str, name: str) -> str:
    if post.number == 1:
        return (
            f"{name} does not let {account} reply to that post through its API: {words} Publish the thread by hand "
            "under it, or as a thread of its own."
        )
    return (
        f"{name} refused post {post.number} of {post.total} as a reply, while what comes before it is live: {words} "
        "The posts that are out stay out. Publish the rest by hand below them, or take them back and wait until "
        f"the access of {account} allows replies; then `thread resume`."
    )


def _unanswered(error: http.RequestException, who: str, site: str) -> PublishError:
    name = _capital(site)
    if never_left(error):
        return NotSent(
            f"{name} cannot be reached ({_cause(error)}), so {who} was not sent. Check the connection; it is tried "
            "again."
        )
    return OutcomeUnknown(
        f"{name} did not answer {who} as it should ({_cause(error)}), so it may be out or not. "
        "It is looked for before anything is sent again."
    )


def never_left(error: http.RequestException) -> bool:
    """Whether the request certainly did not reach a server that could have acted on it."""
    if isinstance(error, (http.ConnectTimeout, http.ProxyError, ForeignHost, http.InvalidURL)):
        return True
    causes = tuple(_chain(error))
    return any(
        isinstance(each, (pool.NewConnectionError, pool.NameResolutionError, ssl.SSLCertVerificationError))
        for each in causes
    )


def _cause(error: http.RequestException) -> str:
    """Why, in a few words that hold no address, header or key."""
    causes = tuple(_chain(error))
    if isinstance(error, (OddAnswer, ForeignHost)):
        return str(error)
    if isinstance(error, http.Timeout):
        return "it took too long"
    if any(isinstance(each, pool.NameResolutionError) for each in causes):
        return "its name is not known to the network"
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return "its certificate is not trusted"
    if any(isinstance(each, ConnectionRefusedError) for each in causes):
        return "nothing listens there"
    if any(isinstance(each, pool.NewConnectionError) for each in causes):
        return "no connection"
    return "the connection broke"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it wraps, and what caused it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        reason = getattr(each, "reason", None)
        waiting += [each.__cause__, each.__context__, reason if isinstance(reason, BaseException) else None]
        waiting += [inner for inner in each.args if isinstance(inner, BaseException)]


def said(error: tweepy.HTTPException) -> str:
    """X's own words, on one line, without control characters, ending in a stop."""
    words = " ".join(str(each) for each in error.api_messages) or f"{error.response.reason or 'no reason given'}"
    clean = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in words)).strip()[:_QUOTED]
    return clean if clean.endswith((".", "!", "?")) else clean + "."


def _capital(site: str) -> str:
    return site[:1].upper() + site[1:]


@contextmanager
def preparing(post: Outgoing, account: str, site: str, what: str) -> Iterator[None]:
    """For calls before the create call: whatever goes wrong, the post is certainly not out. `what` follows 'to'."""
    who = f"post {post.number} of {post.total}"
    name = _capital(site)
    try:
        yield
    except tweepy.TooManyRequests as error:
        raise _too_many(error, who, account, site) from error
    except tweepy.HTTPException as error:
        status = int(error.response.status_code)
        if status >= 500 or status == 408:
            raise NotSent(
                f"{name} failed to {what} (error {status}), so {who} was not sent. It is tried again."
            ) from error
        if status in (401, 402):
            raise _answered(error, post, account, site) from error
        raise Refused(
            f"{name} refused to {what}, so {who} was not sent: {said(error)} Change what it names, then "
            "`thread resume`."
        ) from error
    except (http.RequestException, *_ODD) as error:
        cause = _cause(error) if isinstance(error, http.RequestException) else "its answer cannot be read"
        raise NotSent(f"{name} failed to {what} ({cause}), so {who} was not sent. It is tried again.") from error


@contextmanager
def reading(post: Outgoing, account: str, site: str) -> Iterator[None]:
    """For calls that look whether the post is there: it may be, so nothing here ever means that it was not sent."""
    who = f"post {post.number} of {post.total}"
    name = _capital(site)
    try:
        yield
    except tweepy.HTTPException as error:
        status = int(error.response.status_code)
        unsure = f"so nobody can tell yet whether {who} is out"
        if status == 401:
            raise Refused(unauthorised(account, site)) from error
        if status == 402:
            raise Refused(
                no_credit(account, site, f"its posts cannot be read and it is not known whether {who} is out")
                + f" Look at {account} in a browser and tell `thread resume` what you see."
            ) from error
        if status == 429 or status == 408 or status >= 500:
            raise OutcomeUnknown(
                f"{name} does not let its posts be read just now (error {status}), {unsure}. It is looked for again."
            ) from error
        raise Refused(
            f"{name} does not let {account} read its own posts (error {status}: {said(error)}), {unsure}. Look at "
            f"{account} in a browser and tell `thread resume` what you see."
        ) from error
    except (http.RequestException, *_ODD) as error:
        cause = _cause(error) if isinstance(error, http.RequestException) else "its answer cannot be read"
        raise OutcomeUnknown(
            f"{name} could not be asked whether {who} is out ({cause}). It is looked for again."
        ) from error


@contextmanager
def retracting(account: str, site: str, url: str) -> Iterator[None]:
    """For taking a post back; one that is gone already is no error."""
    name = _capital(site)
    try:
        yield
    except tweepy.NotFound:
        return
    except tweepy.TooManyRequests as error:
        wait = _until_reset(error)
        raise NotSent(
            f"{name} takes no more calls from {account} for now, so {url} is still up. Try later.", wait
        ) from error
    except tweepy.HTTPException as error:
        status = int(error.response.status_code)
        if status >= 500 or status == 408:
            raise OutcomeUnknown(
                f"{name} answered with error {status}; look whether {url} is gone, then try again."
            ) from error
        if status == 401:
            raise Refused(unauthorised(account, site)) from error
        if status == 402:
            raise Refused(no_credit(account, site, f"{url} is still up")) from error
        raise Refused(f"{name} did not delete {url}: {said(error)} Delete it by hand.") from error
    except (http.RequestException, *_ODD) as error:
        cause = _cause(error) if isinstance(error, http.RequestException) else "its answer cannot be read"
        raise OutcomeUnknown(f"{name} did not say whether {url} is gone ({cause}). Look, then try again.") from error

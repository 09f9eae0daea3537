"""The ways to add an account on X, each a conversation with the person whose account it is."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.networks.network import Talk
    from composer.networks.x.grant import Asking, Grant

CONSOLE = "https://developer.x.com/en/portal/dashboard"
"""Where X shows the keys of an app."""
_ANSWER_SECONDS = 300
_LABELS = {
    "api_key": "API Key (consumer key)",
    "api_secret": "API Key Secret",
    "access_token": "Access Token",
    "access_secret": "Access Token Secret",
}


def with_keys(talk: Talk, _account: str) -> Mapping[str, str]:
    """With four keys from X's developer page."""
    talk.steps(
        *_app_steps(),
        "Under 'Keys and tokens' make the API Key and Secret, and then the Access Token and Secret: made before step "
        "2, they could only read. They belong to the account you are signed in with.",
        "Posting costs credit, which the same page sells. What you type now is not shown.",
    )
    return {key: talk.ask(label) for key, label in _LABELS.items()}


def with_pin(talk: Talk, _account: str) -> Mapping[str, str]:
    """With a PIN, for another account than the app's."""
    from composer.networks import x

    talk.steps(
        *_app_steps(),
        "Under 'Keys and tokens' make the API Key and Secret. What you type now is not shown.",
    )
    asking = x.ask_for_pin(talk.ask(_LABELS["api_key"]), talk.ask(_LABELS["api_secret"]), x.live())
    talk.say(f"\nOpen this page as the account that shall post, agree, and type the PIN it shows:\n{asking.url}\n")
    keys = asking.answered(talk.ask("PIN"))
    return {key: getattr(keys, key) for key in _LABELS}


def with_leave(talk: Talk, _account: str) -> Mapping[str, str]:
    """With leave that X renews every two hours (OAuth 2.0), answered by the browser."""
    return _leave(talk, by_hand=False)


def with_pasted_leave(talk: Talk, _account: str) -> Mapping[str, str]:
    """The same where the browser is elsewhere: its answer is pasted."""
    return _leave(talk, by_hand=True)


def _leave(talk: Talk, *, by_hand: bool) -> Mapping[str, str]:
    from composer.networks import x
    from composer.networks.x.redirect import REDIRECT

    talk.steps(
        *_app_steps(),
        "Under 'Keys and tokens' copy the Client ID; a native app has no Client Secret, so leave that empty.",
    )
    app = x.App(talk.ask("Client ID"), talk.ask("Client Secret (empty for a native app)", default=""))
    asking = x.Asking(app, x.live(), REDIRECT)
    talk.say(f"\nOpen this page as the account that shall post, and agree:\n{asking.url}\n")
    return _granted(asking, _pasted(talk) if by_hand else _answered(talk, asking)).record()


def _pasted(talk: Talk) -> str:
    return talk.ask("The address that your browser ended up at")


def _answered(talk: Talk, asking: Asking) -> str:
    from composer.networks.x.redirect import answering

    with answering(asking.redirect, asking.state) as waiting:
        talk.say("Waiting for your answer in the browser; Ctrl-C gives up.")
        talk.browse(asking.url)
        return waiting.wait(_ANSWER_SECONDS)


def _granted(asking: Asking, answer: str) -> Grant:
    """What X grants in return for the browser's answer."""
    from datetime import UTC, datetime

    from composer.networks.accounts import AccountError
    from composer.networks.x.trouble import TokenTrouble

    try:
        return asking.exchange(asking.code_in(answer), datetime.now(UTC))
    except TokenTrouble as error:
        raise AccountError(
            f"{asking.site.title} gave no token for that answer ({error}). It holds for half a minute and works once: "
            "begin again, and see that the Client ID is that of the app."
        ) from error


def _app_steps() -> tuple[str, str]:
    from composer.networks.x.redirect import REDIRECT

    rights = (
        "Under 'User authentication settings' choose 'Read and write' and 'Native App'; as callback address give "
        f"{REDIRECT}, as website any of yours."
    )
    return f"Open {CONSOLE}, sign in, and make an app or choose one of yours.", rights


WAYS: Mapping[str, Callable[[Talk, str], Mapping[str, str]]] = MappingProxyType(
    {"keys": with_keys, "pin": with_pin, "oauth2": with_leave, "oauth2-paste": with_pasted_leave}
)
"""The four keys do not expire, so they come first."""

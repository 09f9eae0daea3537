"""`thread accounts`: which accounts there are, adding one, asking who it is, taking one away."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.screen import at_a_terminal
from composer.cli.state import current_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from composer.desk.accounts import Accounts, Added
    from composer.networks.x import Asking, Grant

_ANSWER_SECONDS = 300
_KEYS = {
    "api_key": "API Key (consumer key)",
    "api_secret": "API Key Secret",
    "access_token": "Access Token",
    "access_secret": "Access Token Secret",
}


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def accounts(ctx: click.Context, as_json: bool) -> None:
    """The accounts that posts can go out from."""
    if ctx.invoked_subcommand is None:
        _show(as_json)


@accounts.command("list")
@json_option
def list_(as_json: bool) -> None:
    """Every account, where its secrets are, and when its token ends."""
    _show(as_json)


@accounts.command()
@click.argument("name")
@click.option("--network", type=click.Choice(["x"]), required=True, help="Where the account is.")
@click.option(
    "--how",
    type=click.Choice(["keys", "pin", "oauth2"]),
    default="keys",
    show_default=True,
    help="With four keys from X's developer page; with a PIN, for another account than the app's; with leave that X "
    "renews every two hours (OAuth 2.0).",
)
@click.option("--token-file", type=click.File(), help="For scripts: a file with `name = value` lines; - reads stdin.")
@click.option("--paste", is_flag=True, help="With oauth2: copy the answer by hand, where the browser is elsewhere.")
def add(name: str, network: str, how: str, token_file: TextIO | None, paste: bool) -> None:
    """Add the account NAME, or give it new secrets."""
    desk = _desk()
    desk.check_name(name)
    if token_file is not None:
        from composer.desk.accounts import read_tokens

        added = desk.keep_keys(name, read_tokens(token_file.read()))
        _say_where(added)
        write(f"Added {name} on {network.upper()}. `thread accounts test {name}` asks whose it is.")
        return
    if not at_a_terminal():
        raise click.UsageError(
            "Secrets are asked for at a terminal. A script hands them over with --token-file FILE, or - for stdin: "
            f"lines such as `api_key = ...` for {', '.join(_KEYS)}."
        )
    _say_where(_GUIDES[how](desk, name, paste))
    _tell(desk, name)


@accounts.command()
@click.argument("name")
@json_option
def test(name: str, as_json: bool) -> None:
    """Ask the network whose account NAME is and what its keys may do; nothing is changed there."""
    _tell(_desk(), name, as_json)


@accounts.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Forget the account NAME and its secrets."""
    from composer.desk.accounts import CONNECTED

    if not yes:
        if not at_a_terminal():
            raise click.UsageError(f"Say --yes to remove {name} and its secrets without being asked.")
        click.confirm(f"Remove {name} and its secrets from this computer?", abort=True)
    places = _desk().remove(name)
    write(f"Removed {name} from {' and '.join(places)}." if places else f"There was nothing of {name} to remove.")
    say(f"What X gave stays valid until it is withdrawn: {CONNECTED}")


def _desk() -> Accounts:
    from composer.desk.accounts import Accounts
    from composer.paths import settings_file

    return Accounts(current_config().settings, settings_file(), os.environ)


def _show(as_json: bool) -> None:
    from composer.desk.accounts import ends

    found = _desk().listed()
    if as_json:
        rows = [
            {
                "name": each.account.name,
                "network": each.account.network,
                "handle": each.account.handle or None,
                "rehearsed": each.account.rehearsed,
                "by_hand": each.account.by_hand,
                "secrets": each.where or None,
                "expires": each.expires.isoformat() if each.expires else None,
                "trouble": each.trouble or None,
            }
            for each in found
        ]
        write_json("accounts", accounts=rows)
        return
    width = max(len(each.account.name) for each in found)
    for each in found:
        handle = f"@{each.account.handle}" if each.account.handle and each.account.charged else "–"
        kind = "needs none" if not each.account.charged else each.where or "missing"
        ending = f"; {ends(each)}" if ends(each) else ""
        write(f"{each.account.name:<{width}}  {each.account.network:<8}  {handle:<16}  secrets: {kind}{ending}")
        if each.trouble:
            say(f"{'':<{width}}  {each.trouble}")


def _tell(desk: Accounts, name: str, as_json: bool = False) -> None:
    """Who the account is; ends the command where its keys may not post."""
    found = desk.ask(name)
    if as_json:
        write_json(
            "account", name=name, handle=found.handle, id=found.user_id, rights=found.rights, may_write=found.may_write
        )
    else:
        write(f"{name} is @{found.handle} on X. Its rights: {found.rights or 'X does not say'}.")
    if not found.may_write:
        say(
            "thread: these keys may read and not post. Set the app to 'Read and write' on the developer page, make the "
            f"access token anew, since an old one keeps its rights, and run `thread accounts add {name} --network x`."
        )
        leave(Exit.SETUP)


def _say_where(added: Added) -> None:
    say(f"The secrets of {added.account.name} are in {added.where}.")
    if added.first_in_file:
        say(
            "There is no keyring here, so any program that you run can read that file, though no other person can. "
            "A keyring is better: on Linux, `pip install 'thread-composer[keyring]'`, then add the account again."
        )


def _guide(*steps: str) -> None:
    for number, step in enumerate(steps, 1):
        say(f"{number}. {step}")
    say("")


def _app_steps() -> tuple[str, str]:
    from composer.desk.accounts import CONSOLE
    from composer.networks.x.redirect import REDIRECT

    rights = (
        "Under 'User authentication settings' choose 'Read and write' and 'Native App'; as callback address give "
        f"{REDIRECT}, as website any of yours."
    )
    return f"Open {CONSOLE}, sign in, and make an app or choose one of yours.", rights


def _with_keys(desk: Accounts, name: str, _paste: bool) -> Added:
    _guide(
        *_app_steps(),
        "Under 'Keys and tokens' make the API Key and Secret, and then the Access Token and Secret: made before step "
        "2, they could only read. They belong to the account you are signed in with.",
        "Posting costs credit, which the same page sells. What you type now is not shown.",
    )
    return desk.keep_keys(name, {key: _secret(label) for key, label in _KEYS.items()})


def _with_pin(desk: Accounts, name: str, _paste: bool) -> Added:
    from composer.networks import x

    _guide(
        *_app_steps(),
        "Under 'Keys and tokens' make the API Key and Secret. What you type now is not shown.",
    )
    asking = x.ask_for_pin(_secret(_KEYS["api_key"]), _secret(_KEYS["api_secret"]), x.live())
    say(f"\nOpen this page as the account that shall post, agree, and type the PIN it shows:\n{asking.url}\n")
    keys = asking.answered(_secret("PIN"))
    return desk.keep_keys(name, {key: getattr(keys, key) for key in _KEYS})


def _with_leave(desk: Accounts, name: str, paste: bool) -> Added:
    from composer.networks import x
    from composer.networks.x.redirect import REDIRECT

    _guide(
        *_app_steps(),
        "Under 'Keys and tokens' copy the Client ID; a native app has no Client Secret, so leave that empty.",
    )
    app = x.App(_secret("Client ID"), _secret("Client Secret (empty for a native app)", default=""))
    asking = x.Asking(app, x.live(), REDIRECT)
    say(f"\nOpen this page as the account that shall post, and agree:\n{asking.url}\n")
    return desk.keep_leave(name, _leave(asking, paste))


def _leave(asking: Asking, paste: bool) -> Grant:
    """What X grants in return for the browser's answer."""
    from datetime import UTC, datetime

    from composer.networks import AccountError
    from composer.networks.x.redirect import answering
    from composer.networks.x.trouble import TokenTrouble

    if paste:
        answer = _secret("The address that your browser ended up at")
    else:
        with answering(asking.redirect, asking.state) as waiting:
            say("Waiting for your answer in the browser; Ctrl-C gives up.")
            click.launch(asking.url)
            answer = waiting.wait(_ANSWER_SECONDS)
    try:
        return asking.exchange(asking.code_in(answer), datetime.now(UTC))
    except TokenTrouble as error:
        raise AccountError(
            f"{asking.site.title} gave no token for that answer ({error}). It holds for half a minute and works once: "
            "begin again, and see that the Client ID is that of the app."
        ) from error


def _secret(label: str, default: str | None = None) -> str:
    """Something that is not shown while it is typed."""
    typed: str = click.prompt(label, hide_input=True, default=default, show_default=False, err=True)
    return typed.strip()


_GUIDES: dict[str, Callable[[Accounts, str, bool], Added]] = {
    "keys": _with_keys,
    "pin": _with_pin,
    "oauth2": _with_leave,
}

"""`thread accounts`: which accounts there are, adding one, asking who it is, taking one away."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.screen import at_a_terminal
from composer.cli.state import current_config, current_desk

if TYPE_CHECKING:
    from typing import TextIO

    from composer.desk.accounts import Accounts, Added


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
@click.option("--network", required=True, help="Where the account is: x, bluesky, mastodon.")
@click.option("--how", help="Another way than the usual one. On X: pin, for another account than the app's; oauth2.")
@click.option("--server", default="", help="Address of its server, where that is not found by the handle.")
@click.option("--token-file", type=click.File(), help="For scripts: a file with `name = value` lines; - reads stdin.")
@click.option("--paste", is_flag=True, help="With oauth2: copy the answer by hand, where the browser is elsewhere.")
def add(name: str, network: str, how: str | None, server: str, token_file: TextIO | None, paste: bool) -> None:
    """Add the account NAME, or give it new secrets."""
    desk = _desk()
    desk.check_name(name)
    there = desk.network(network)
    if token_file is not None:
        from composer.desk.accounts import read_tokens

        given = {"server": server} if server else {}
        added = desk.keep(name, network, {**read_tokens(token_file.read()), **given})
        _say_where(added)
        write(f"Added {name} on {there.CAPABILITIES.network}. `thread accounts test {name}` asks whose it is.")
        return
    way = f"{how or next(iter(there.WAYS))}{'-paste' if paste else ''}"
    if way not in there.WAYS:
        raise click.UsageError(
            f"An account on {there.CAPABILITIES.network} cannot be added by {way!r}. Ways: {', '.join(there.WAYS)}."
        )
    if not at_a_terminal():
        raise click.UsageError(
            "Secrets are asked for at a terminal. A script hands them over with --token-file FILE, or - for stdin: "
            f"lines such as `{there.SECRETS[0]} = ...` for {', '.join(there.LASTING)}."
        )
    _say_where(desk.keep(name, network, there.WAYS[way](_Talk(server), name)))
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
@click.option("--although-waiting", is_flag=True, help="Although entries in the queue wait for this account.")
def remove(name: str, yes: bool, although_waiting: bool) -> None:
    """Forget the account NAME and its secrets."""
    waiting = _waiting_for(name)
    if waiting:
        say(waiting)
    if not yes or (waiting and not although_waiting):
        if not at_a_terminal():
            needed = "--yes --although-waiting" if waiting else "--yes"
            raise click.UsageError(f"Say {needed} to remove {name} and its secrets without being asked.")
        click.confirm(f"Remove {name} and its secrets from this computer?", abort=True)
    desk = _desk()
    page = desk.withdrawal_page(name)
    places = desk.remove(name)
    write(f"Removed {name} from {' and '.join(places)}." if places else f"There was nothing of {name} to remove.")
    if page:
        say(f"What the network gave stays valid until it is withdrawn: {page}")


def _waiting_for(name: str) -> str:
    from composer.desk.accounts import waiting_for

    with current_desk().outbox() as outbox:
        return waiting_for(outbox.store, name)


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
                "takes": each.terms or None,
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
        ending = "".join(f"; {said}" for said in (ends(each), each.terms) if said)
        write(f"{each.account.name:<{width}}  {each.account.network:<8}  {handle:<16}  secrets: {kind}{ending}")
        if each.trouble:
            say(f"{'':<{width}}  {each.trouble}")


def _tell(desk: Accounts, name: str, as_json: bool = False) -> None:
    """Who the account is; ends the command where its keys may not post."""
    from composer.desk.accounts import ends

    found = desk.ask(name)
    listed = desk.listed_one(name)
    if as_json:
        write_json(
            "account",
            name=name,
            handle=found.handle,
            id=found.user_id,
            rights=found.rights,
            may_write=found.may_write,
            expires=listed.expires.isoformat() if listed.expires else None,
        )
    else:
        write(f"{name} is @{found.handle} on {desk.title_of(name)}. Its rights: {found.rights or 'it does not say'}.")
        write(f"Its token {ends(listed)}." if listed.expires else "Its keys do not expire.")
        if terms := desk.terms_of(name):
            write(f"Its server takes {terms}.")
    if found.remark:
        say(found.remark)
        if not found.may_write:
            leave(Exit.SETUP)
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


class _Talk:
    """The conversation at this terminal; what is typed goes nowhere but to who asked for it."""

    def __init__(self, server: str) -> None:
        self.server = server

    def say(self, *lines: str) -> None:
        for line in lines:
            say(line)

    def steps(self, *steps: str) -> None:
        for number, step in enumerate(steps, 1):
            say(f"{number}. {step}")
        say("")

    def ask(self, label: str, *, default: str | None = None, shown: bool = False) -> str:
        typed: str = click.prompt(label, hide_input=not shown, default=default, show_default=shown, err=True)
        return typed.strip()

    def browse(self, address: str) -> None:
        click.launch(address)

"""`thread rehearsal`: the network on this computer where nobody reads along."""

from __future__ import annotations

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_data
from composer.cli.show import many
from composer.cli.state import current_desk
from composer.desk.rehearse import empty_rehearsal


@click.group()
def rehearsal() -> None:
    """Look at, start and stop the rehearsal network on this computer."""


@rehearsal.command("open")
def open_() -> None:
    """Show its page in a browser, and say where it is."""
    import subprocess
    import sys

    url = current_desk().rehearsal().url
    write(url)
    subprocess.run(  # a process of its own, since browsers and their starters talk on whatever they are given
        [sys.executable, "-m", "webbrowser", url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    say("If no browser came up, visit that address yourself.")


@rehearsal.command()
@json_option
def timeline(as_json: bool) -> None:
    """What has been published there, oldest first."""
    posts = current_desk().rehearsal_timeline()
    if as_json:
        write_data(posts)
        return
    for post in posts:
        reply = f" in reply to {post['in_reply_to']}" if post["in_reply_to"] else ""
        write(f"{post['id']}  {post['account']}  {post['created_at']}{reply}")
        for line in post["text"].split("\n"):
            write(f"   {line}")
        write()


@rehearsal.command()
def stop() -> None:
    """End its process; what was published there is kept."""
    stopped = current_desk().stop_rehearsal()
    write("The rehearsal network has stopped." if stopped else "The rehearsal network was not running.")


@rehearsal.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete all that was published there; nothing else is touched."""
    desk = current_desk()
    posts = len(desk.rehearsal_timeline())
    if not yes and not click.confirm(f"Delete {many(posts, 'post')} from the rehearsal network for good?"):
        write("Nothing was deleted.")
        return
    empty_rehearsal(desk)
    write("The rehearsal network is empty.")

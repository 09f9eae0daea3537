"""`thread rehearse`: publish where nobody reads along, with the limits of an account and faults on demand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.show import counted, entry_as_data
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk
from composer.cli.stopping import stopping

if TYPE_CHECKING:
    from composer.desk import Desk, Wishes
    from composer.desk.rehearse import Rehearsed, Weather
    from composer.model import Draft
    from composer.networks import Account
    from composer.queue import Event

_SECONDS = click.FloatRange(0, 30)


@click.command()
@click.argument("draft", type=DRAFT)
@click.option("--as", "names", default="", metavar="ACCOUNT[,..]", help="Accounts to rehearse for; the draft's own.")
@click.option("--fault", "faults", multiple=True, metavar="FAULT", help="What goes wrong, such as close_after@3.")
@click.option("--seed", default=0, type=click.IntRange(0), help="Draws the fault 'any'; the same seed, the same run.")
@click.option("--latency", default=0.0, type=_SECONDS, help="Seconds before each answer.")
@click.option("--lag", default=0.0, type=_SECONDS, help="Seconds until a post can be read back.")
@click.option("--limit", type=click.IntRange(0), help="Posts in 15 minutes; 100 if left out, as on X.")
@click.option("--show-payloads", is_flag=True, help="Show every call as it stood on the wire.")
@style_options
@json_option
def rehearse(
    draft: Path,
    names: str,
    faults: tuple[str, ...],
    seed: int,
    latency: float,
    lag: float,
    limit: int | None,
    show_payloads: bool,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """Publish DRAFT on the rehearsal network only, as ACCOUNT would: same split, same limits, same code.

    Nothing leaves this computer, and the real queue is not touched.
    """
    from composer.desk.rehearse import WINDOW_LIMIT, Weather, stand_in

    desk = current_desk(draft)
    read = read_draft(desk, draft)
    wanted = [name.strip() for name in names.split(",") if name.strip()] or read.accounts or (desk.settings.account,)
    weather = Weather(faults, seed, latency, lag, WINDOW_LIMIT if limit is None else limit)
    say("This is a rehearsal: nothing leaves this computer, and nobody reads it.")
    done = [_rehearsed(desk, read, stand_in(desk, name), wishes, weather, as_json) for name in dict.fromkeys(wanted)]
    if as_json:
        write_json("rehearsed", rehearsal=True, entries=[_as_data(each) for each in done])
    else:
        for each in done:
            _tell(each, show_payloads)
    if any(each.entry.state != "published" for each in done):
        leave(Exit.PARTLY_SENT if any(each.entry.sent for each in done) else Exit.NETWORK)


def _rehearsed(desk: Desk, draft: Draft, account: Account, wishes: Wishes, weather: Weather, quiet: bool) -> Rehearsed:
    from composer.desk.receipts import stored_otherwise
    from composer.desk.rehearse import rehearse as run

    review = desk.look_for(draft, account, wishes)
    if not quiet:
        write(f"Rehearsing for {account.name}: {len(review.thread.posts)} posts of up to {review.thread.maximum}.")
        write(f"Etiquette: {counted(review.findings)}")
    if review.stops({}):
        say("As it stands, these findings would keep it from going out for real; `thread lint` shows them.")
    if draft.reply_to:
        say("The post that it replies to is not on the rehearsal network, so here the thread stands by itself.")

    def on_event(event: Event) -> None:
        if event.receipt is not None and not quiet:
            how = "found again" if event.kind == "found" else "sent"
            write(f"  {event.number}/{len(review.thread.posts)}  {how}  {event.receipt.url}")
            if otherwise := stored_otherwise(event):
                say(f"  {otherwise.message}")
        elif event.message:
            say(f"  {event.message}")

    with stopping() as stop:
        return run(desk, review, account, weather, stop, on_event, tell=say)


def _tell(done: Rehearsed, show_payloads: bool) -> None:
    if show_payloads:
        write("\nOn the wire:")
        for payload in done.payloads:
            write(payload.pretty)
        write()
    out = done.entry.progress
    if done.entry.state == "published":
        write(f"Rehearsed: {out}, on the rehearsal network alone.")
    else:
        say(f"Rehearsed: {out}, and then it stopped. {done.entry.error}")
    if done.page:
        write(f"Page: {done.page}")


def _as_data(done: Rehearsed) -> dict[str, object]:
    payloads = [{"method": each.method, "path": each.path, "body": each.body} for each in done.payloads]
    return {**entry_as_data(done.entry), "page": done.page, "payloads": payloads}

"""`thread receipts`: proof of what went out."""

from __future__ import annotations

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.state import current_desk


@click.command()
@click.argument("entry")
@click.option("--markdown", is_flag=True, help="Print a page to keep or to pass on.")
@click.option("--beside", is_flag=True, help="Keep them beside the draft, as talk.receipts.json.")
@json_option
def receipts(entry: str, markdown: bool, beside: bool, as_json: bool) -> None:
    """Show what of ENTRY is out: id, address and instant of every post, and what the network changed."""
    from composer.desk import receipts as proof

    if markdown and as_json:
        raise click.UsageError("Say either --json or --markdown.")
    with current_desk().outbox() as outbox:
        found = outbox.store.get(outbox.store.resolve(entry))
    if beside:
        say(f"The receipts are in {proof.keep(found)}.")
    if as_json:
        write_json("receipts", **proof.as_data(found))
        return
    if markdown:
        write(proof.as_markdown(found).rstrip())
        return
    for post in found.posts:
        if post.receipt is not None:
            sent = f"{post.receipt.instant.astimezone():%Y-%m-%d %H:%M:%S}"
            write(f"{post.number}/{len(found.posts)}  {sent}  {post.receipt.remote_id}  {post.receipt.url}".rstrip())
    if not found.sent:
        say(f"Nothing of entry {found.id} is out yet, so there are no receipts.")
    for difference in proof.differences(found):
        say(difference.message)

"""`thread people`: whom the writer knows, what ties them to whom, and who has agreed to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from composer.people import Facts

_KINDS = ("event", "speaker", "photo", "quote", "tag", "group", "case")
_TIES = ("money", "gift", "discount", "job", "family", "friendship")
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def people(ctx: click.Context, as_json: bool) -> None:
    """What you noted about people and things; it stays on this computer."""
    if ctx.invoked_subcommand is not None:
        return
    desk = current_desk()
    facts = desk.facts()
    if as_json:
        write_json("people", **_as_data(facts))
        return
    lines = list(_lines(facts))
    for line in lines:
        write(line)
    if not lines:
        say("Nothing is noted yet. `thread people add NAME`, `tie`, `work`, `permit` and `ignore` note something.")
    say(f"All of it stands in {desk.noted.path}, which you may edit by hand.")


@people.command()
@click.argument("name")
@click.option("--handle", "handles", multiple=True, metavar="@HANDLE", help="How they are called on a network.")
@click.option("--met", default="", metavar="WHERE", help="Where you met.")
@click.option("--since", type=_DAY, metavar="DAY", help="Since when you know each other, such as 2025-05-12.")
@click.option("--ask-first", is_flag=True, help="They want to be asked before they are mentioned.")
def add(name: str, handles: tuple[str, ...], met: str, since: datetime | None, ask_first: bool) -> None:
    """Note somebody you know."""
    values: dict[str, Any] = {"name": name, "handles": [_at(one) for one in handles], "met": met}
    values |= {"since": since.date() if since else None}
    values |= {"ask_before_tagging": True} if ask_first else {}
    current_desk().noted.note("contacts", name, values)
    write(f"{name} is noted.")


@people.command()
@click.argument("name")
@click.option("--by", "tie", type=click.Choice(_TIES), required=True, help="What ties you to it.")
@click.option("--also", multiple=True, metavar="NAME", help="Other names or handles it goes by.")
def tie(name: str, tie: str, also: tuple[str, ...]) -> None:
    """Note a firm, product, course or person whose success is yours too."""
    current_desk().noted.note("interests", name, {"name": name, "tie": tie, "also": list(also)})
    write(f"{name} is noted as a tie ({tie}): a post that names it has to say so.")


@people.command()
@click.argument("name")
@click.option("--known", type=click.Choice(("no", "part", "yes")), required=True, help="Whether you read or tried it.")
@click.option("--also", multiple=True, metavar="NAME", help="Other names it goes by.")
def work(name: str, known: str, also: tuple[str, ...]) -> None:
    """Note a book, paper or product that you may be asked to praise."""
    current_desk().noted.note("works", name, {"name": name, "known": known, "also": list(also)})
    write(f"{name} is noted: known, {known}.")


@people.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("who")
@click.argument("answer", type=click.Choice(("yes", "no")))
@click.option("--what", default="", help="What exactly they were asked for.")
@click.option("--day", type=_DAY, metavar="DAY", help="When they answered; today.")
def permit(kind: str, who: str, answer: str, what: str, day: datetime | None) -> None:
    """Note what WHO (a name, a handle, an event's hashtag, a group) answered when you asked."""
    desk = current_desk()
    on = day.date() if day else desk.today()
    desk.noted.note("permissions", who, {"kind": kind, "who": who, "what": what, "answer": answer, "day": on})
    write(f"Noted: {who} said {answer} ({kind}) on {on.isoformat()}.")


@people.command()
@click.argument("handle")
def ignore(handle: str) -> None:
    """Put HANDLE on the list of people whom you do not answer."""
    current_desk().noted.note("no_reply", _at(handle), {})
    write(f"{_at(handle)} is not answered any more: a thread that mentions them is stopped.")


@people.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take NAME out, wherever it is noted."""
    gone = current_desk().noted.take_out(name)
    if not gone:
        say(f"Nothing is noted about {name!r}. `thread people` shows what is.")
        leave(Exit.USAGE)
    write(f"{name} is taken out of {', '.join(gone).replace('_', ' ')}.")


@people.command()
def edit() -> None:
    """Open the file in your editor."""
    desk = current_desk()
    path = desk.noted.make()
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        say(f"{error.format_message()} The file is {path}.")
        leave(Exit.SETUP)
    desk.facts()


def _at(handle: str) -> str:
    return f"@{handle.lstrip('@')}"


def _lines(facts: Facts) -> Iterator[str]:
    for person in facts.contacts:
        details = (*person.handles, person.met, f"since {person.since}" if person.since else "")
        asked = "ask before mentioning" if person.ask_before_tagging else ""
        yield _row("knows", person.name, (*details, asked))
    for interest in facts.interests:
        yield _row("tie", interest.name, (interest.tie, *interest.also))
    for each in facts.works:
        yield _row("work", each.name, (f"known: {each.known}", *each.also))
    for one in facts.permissions:
        answer = "yes" if one.given else "no"
        yield _row(one.kind, one.who, (answer, one.what, str(one.day or "")))
    for handle in facts.no_reply:
        yield _row("ignored", f"@{handle}", ())


def _row(kind: str, name: str, details: tuple[str, ...]) -> str:
    said = ", ".join(detail for detail in details if detail)
    return f"{kind:<8}  {name}{'  ' + said if said else ''}"


def _as_data(facts: Facts) -> dict[str, Any]:
    return {
        "contacts": [
            {
                "name": one.name,
                "handles": list(one.handles),
                "met": one.met,
                "since": str(one.since) if one.since else None,
                "ask_before_tagging": one.ask_before_tagging,
            }
            for one in facts.contacts
        ],
        "interests": [{"name": one.name, "tie": one.tie, "also": list(one.also)} for one in facts.interests],
        "works": [{"name": one.name, "known": one.known, "also": list(one.also)} for one in facts.works],
        "permissions": [
            {
                "kind": one.kind,
                "who": one.who,
                "what": one.what,
                "answer": "yes" if one.given else "no",
                "day": str(one.day) if one.day else None,
            }
            for one in facts.permissions
        ],
        "no_reply": [f"@{handle}" for handle in facts.no_reply],
    }

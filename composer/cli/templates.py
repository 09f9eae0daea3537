"""What repeats, in plain words and as data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from composer.cli.output import write, write_json
from composer.cli.story import SIGNS, day, story

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from composer.desk import Desk
    from composer.desk.outbox import Outbox
    from composer.queue import Template


_TICK = timedelta(milliseconds=1)


def template_line(template: Template, zone: ZoneInfo) -> str:
    """When the next one goes, how often it did, what it is."""
    state = f"{SIGNS[template.state]} {template.state}"
    following = day(template.next_at, zone) if template.state == "repeating" else "no next one".ljust(25)
    return (
        f"{template.id}  {state}  next {following}  {template.words}  {template.account}  {template.title}"
    ).rstrip()


def template_standing(template: Template, desk: Desk) -> str:
    """Where it stands and what can be done, in a sentence or two."""
    match str(template.state):
        case "repeating":
            following = desk.say_when(template.rule.next_after(template.next_at - _TICK))
            return f"Next: {following}. Its entry is made {desk.clock(template.make_at)}, from the draft as it is then."
        case "held":
            return f"Held: no entry is made. `thread release {template.id}` goes on with the next time from then on."
        case "attention":
            return f"Waits for you: {template.error}"
    return "Cancelled: no more entries are made. Those that were made are entries of their own."


def template_as_data(template: Template) -> dict[str, Any]:
    """A template for JSON; instants are UTC, ISO 8601."""
    return {
        "id": template.id,
        "account": template.account,
        "network": template.network,
        "title": template.title,
        "draft": str(template.draft),
        "state": template.state,
        "words": template.words,
        "zone": template.zone,
        "next": template.next_at.isoformat(),
        "made": template.made,
        "error": template.error,
    }


def show_template(desk: Desk, outbox: Outbox, template: str, zone: ZoneInfo, *, as_json: bool) -> None:
    """The story of a template, and the entries that it made."""
    found = outbox.store.templates.get(template)
    log = outbox.store.templates.log(template)
    if as_json:
        rows = [
            {"instant": row.instant.isoformat(), "actor": row.actor, "what": row.what, "reason": row.reason}
            for row in log
        ]
        write_json("template", template=template_as_data(found), log=rows)
        return
    write(f"{found.id}  {SIGNS[found.state]} {found.state}  {found.title}  to {found.account}")
    write(f"  {found.words}, on clocks in {found.zone}, from {found.draft}")
    write(f"  {template_standing(found, desk)}")
    write()
    for told in story(log, zone):
        write(told)

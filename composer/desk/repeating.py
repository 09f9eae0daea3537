"""Templates at work: for each time that comes again an entry is made, from the draft as it is then."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from composer.desk.cooling import heat, reason, rest
from composer.desk.gate import unanswered
from composer.desk.review import Wishes
from composer.model import ComposerError, Numbering, Place, Profile
from composer.networks import refuses_repeats
from composer.queue import LATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from composer.desk.desk import Desk
    from composer.desk.outbox import Outbox
    from composer.desk.review import Review
    from composer.model import Schedule
    from composer.networks import Account
    from composer.queue import Entry, Template
    from composer.schedule.pace import Pace

_TICK = timedelta(milliseconds=1)


class _Overtaken(Exception):
    """Somebody has changed the template while its entry was being made."""


def asked_as_data(wishes: Wishes, accepted: Mapping[str, str], *, private_too: bool, pace: str = "") -> dict[str, Any]:
    """What a template remembers of how it was asked for."""
    return {"wishes": asdict(wishes), "accepted": dict(accepted), "private_too": private_too, "pace": pace}


def _pace_of(template: Template) -> Pace | None:
    from composer.schedule.pace import Pace, pace_of

    words = template.asked.get("pace")
    return pace_of(words) if words else Pace(template.pace) if template.pace else None


def begin(
    desk: Desk,
    outbox: Outbox,
    words: str,
    review: Review,
    account: Account,
    *,
    asked: Mapping[str, Any],
    hold: str = "",
    late: timedelta | None = LATE,
    pace: timedelta = timedelta(0),
) -> Template:
    """Let what a draft says go out at times that come again; raises ComposerError for a draft that is no file."""
    draft = review.thread.draft
    if draft.path is None:
        raise ComposerError("What repeats is read anew each time, so it has to be a file. Save the draft, and name it.")
    return outbox.store.templates.add(
        words,
        desk.zone,
        account=account.name,
        network=account.network,
        title=draft.title or draft.path.stem,
        draft=draft.path.absolute(),
        asked=asked,
        hold=hold,
        late=late,
        pace=pace,
    )


def _wishes_of(asked: Mapping[str, Any]) -> Wishes:
    said = asked["wishes"]
    return Wishes(
        profile=Profile(said["profile"]) if said["profile"] else None,
        numbering=Numbering(said["numbering"]) if said["numbering"] else None,
        place=Place(said["place"]) if said["place"] else None,
        cues=said["cues"],
        mode=said["mode"],
    )


def make_due(desk: Desk, outbox: Outbox) -> datetime | None:
    """Make the entries whose turn it is; returns when there is one to make next. What stands in the way is noted.

    Of times that were missed only the last gets an entry, and it takes the place of those that never went out.
    """
    for template in outbox.store.templates.due():
        try:
            _make(desk, outbox, template)
        except _Overtaken:
            continue
        except ComposerError as error:
            outbox.store.templates.ask(template, f"{error} Then `thread retry {template.id}` goes on.")
    return outbox.store.templates.next_making()


def _make(desk: Desk, outbox: Outbox, template: Template) -> Entry:
    templates, now = outbox.store.templates, outbox.store.clock.now()
    latest = template.rule.last_until(now)
    missed = latest is not None and latest.instant > template.next_at
    coming = template.rule.next_after(template.next_at - _TICK) if not missed or latest is None else latest
    accepted = dict(template.asked.get("accepted", {}))
    review, account = _looked(desk, template, accepted)
    twin, replaced = outbox.twin(review, account), templates.unsent(template.id, before=min(coming.instant, now))
    if twin is not None and twin.id not in replaced and refuses_repeats(account.network):
        raise ComposerError(
            f"{template.draft} still says what entry {twin.id} said, and {account.name} is on a network that takes no "
            "post twice. Write something new in it."
        )
    found = heat(review, accepted)
    pace = _pace_of(template)
    schedule, in_the_way = _fitting(
        desk, outbox, template, coming, review, pace or desk.pace(account, review.thread.draft)
    )
    enqueue = outbox.prepared(review, account, schedule=schedule, accepted=accepted, late=template.late, pace=pace)
    with outbox.store.together():
        hold = " ".join(filter(None, [reason(found), in_the_way]))
        entry = enqueue(hold, now + rest(desk.settings) if found else None, template.id)
        if not templates.made(template, entry.id, coming.instant, missed=missed):
            raise _Overtaken
        for old in replaced:
            outbox.store.cancel(old, actor=template.id, reason=f"it did not go out in time; entry {entry.id} follows")
    return entry


def _fitting(
    desk: Desk, outbox: Outbox, template: Template, coming: Schedule, review: Review, pace: Pace
) -> tuple[Schedule, str]:
    """The time that keeps the bounds, before the next of the template; or its own, and why it has to be held."""
    posts = len(review.thread.posts)
    length = pace.between(posts) * max(0, posts - 1)
    fitting = desk.planner().fit(outbox.store, template.account, template.network, coming, length=length)
    if not fitting.stops:
        return coming, ""
    told = " ".join(f"{one.code}: {one.message}" for one in fitting.findings)
    following = template.rule.next_after(coming.instant)
    if fitting.proposal is None or fitting.proposal.instant >= following.instant:
        return coming, f"{told} Nothing fits before the template comes again."
    return replace(fitting.proposal, note=f"Moved from {desk.clock(coming.instant)}. {told}"), ""


def _looked(desk: Desk, template: Template, accepted: Mapping[str, str]) -> tuple[Review, Account]:
    """The draft as it is now. Raises ComposerError with what keeps it from going out."""
    draft = desk.open(template.draft)
    if hindrances := desk.hindrances(draft):
        raise ComposerError(f"{template.draft} stays here. {' '.join(hindrances)}")
    if draft.private and not template.asked.get("private_too"):
        raise ComposerError(f"{template.draft} is marked private by now, so it stays here.")
    account = desk.account(template.account)
    review = desk.look_for(draft, account, _wishes_of(template.asked))
    if stops := review.stops(accepted):
        codes = ", ".join(dict.fromkeys(stop.code for stop in stops))
        raise ComposerError(
            f"{template.draft} has findings that stop it: {codes}. `thread lint {template.draft}` shows them; mend it."
        )
    if left := unanswered(desk, review, account):
        raise ComposerError(left)
    return review, account

"""Every screen as a reader sees it, at both sizes; a changed picture is a change to look at."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from composer.desk import diary
from composer.model import Diagnostic, Fix, Layer, Post, Safety, Schedule, Severity, Span
from composer.practice import Form, Prompt, Shown, Written, record
from composer.practice.journal import FILE_NAME
from composer.queue import Store

SIZES = {"wide": (120, 40), "narrow": (80, 24)}
TALK = """\
---
title: A spine
message: A thread is what is left when you take the rest away.
for: writers
to: [rehearsal]
---

Every long piece of writing has a spine. A thread is what is left when you take the rest away.

---

First, write it whole. Do not think about posts, numbers or limits while you are still finding out what you want to say.

![A spine, drawn in ink.](spine.png)

---

Then cut where the reader would breathe. A post that ends on a turn gets read to the end; one that ends in the middle \
of a clause does not. 👩\u200d⚕️ 1️⃣

---

Last, read it aloud, one post at a time. If a post cannot stand alone, it is not finished.
"""
PROMPT = Prompt("A1", "message", Form.THREAD, 10, "What did you change your mind about?", "Name it.", "message.md")
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@pytest.fixture(params=SIZES)
def size(request):
    return request.param


@pytest.fixture
def talk(draft, drafts):
    (drafts / "spine.png").write_bytes(b"picture")
    return draft(TALK, "spine.md")


def findings(text):
    at = text.index("does not")
    return (
        Diagnostic("TON001", Severity.ERROR, Layer.JUDGEMENT, "A long word for a short thing.", 1, Span(120, 125)),
        Diagnostic(
            "ACC002",
            Severity.WARNING,
            Layer.FACT,
            "A sentence that needs more room than a line of a narrow window has, so that it is told in full only where "
            "the mark is, and in a line everywhere else.",
            3,
            Span(at, at + 8),
            ("does not",),
            (Fix(Span(at, at + 8), "is not", Safety.SAFE, "Say is"),),
        ),
        Diagnostic("DFT001", Severity.INFO, Layer.QUESTION, "Have you read it aloud?"),
    )


async def test_compose(sit, talk, size, picture, monkeypatch):
    monkeypatch.setattr("composer.desk.session.Session.check", lambda self, thread, wanted=None: ())
    async with sit(talk, SIZES[size]) as sitting:
        await sitting.rest()
        picture(f"compose-{size}", sitting.screen)


async def test_compose_with_findings(sit, talk, size, picture, monkeypatch):
    monkeypatch.setattr("composer.desk.session.Session.check", lambda self, thread, wanted=None: findings(self.text))
    async with sit(talk, SIZES[size]) as sitting:
        await sitting.rest()
        await sitting.press("f8", "f8")
        picture(f"findings-{size}", sitting.screen)


async def test_schedule(sit, talk, size, picture, monkeypatch):
    monkeypatch.setattr("composer.desk.session.Session.check", lambda self, thread, wanted=None: ())
    async with sit(talk, SIZES[size]) as sitting:
        await sitting.rest()
        await sitting.press("ctrl+r")
        await sitting.type("today 8am")
        await sitting.sees("Did you mean")
        picture(f"schedule-{size}", sitting.screen)


async def test_queue(sit, state, size, picture):
    state.mkdir()
    clock = type("Standing", (), {"now": lambda self: NOON})()
    with Store(state / "queue.sqlite3", clock, random.Random(7)) as store:
        for title, hours, hold in (("A spine", 22, ""), ("Ten seconds", 98, ""), ("Notes", 200, "not yet")):
            instant = NOON + timedelta(hours=hours)
            wall = (instant + timedelta(hours=1)).replace(tzinfo=None).isoformat(timespec="minutes")
            posts = tuple(Post(number, 3, f"{title} {number}/3", 20) for number in (1, 2, 3))
            schedule = Schedule(instant, wall, "Europe/Paris", "soon")
            entry = store.enqueue(posts, account="rehearsal", network="x", schedule=schedule, title=title, hold=hold)
        store.cancel(entry.id)
    async with sit(size=SIZES[size]) as sitting:
        await sitting.press("f3")
        await sitting.sees("A spine")
        picture(f"queue-{size}", sitting.screen)


async def test_practice(sit, state, size, picture, monkeypatch):
    monkeypatch.setattr(diary, "prompts", lambda: (PROMPT,))
    today = NOON.date()
    record(state / FILE_NAME, Shown(today, PROMPT.id))
    for back in (0, 1, 3, 4, 9, 20):
        record(state / FILE_NAME, Written(today - timedelta(days=back), PROMPT.id, 40))
    async with sit(size=SIZES[size]) as sitting:
        await sitting.press("f4")
        await sitting.sees("change your mind")
        picture(f"practice-{size}", sitting.screen)


async def test_help(sit, size, picture):
    async with sit(size=SIZES[size]) as sitting:
        await sitting.press("f1")
        await sitting.sees("Keys and commands")
        picture(f"help-{size}", sitting.screen)


async def test_an_empty_start(sit, size, picture, drafts):
    async with sit(size=SIZES[size]) as sitting:
        await sitting.rest()
        picture(f"empty-{size}", sitting.screen)


async def test_settings_show_every_setting_and_its_origin(sit):
    async with sit(size=(120, 160)) as sitting:
        await sitting.press("f5")
        await sitting.sees("drafts_folder")
        for value in sitting.app.settings().values():
            assert value.name in sitting.screen
            assert value.origin in sitting.screen


def test_no_picture_is_left_over():
    from pathlib import Path

    stored = {path.stem for path in (Path(__file__).parent / "screens").glob("*.txt")}
    names = ("compose", "findings", "schedule", "queue", "practice", "help", "empty")
    assert stored == {f"{name}-{size}" for name in names for size in SIZES}

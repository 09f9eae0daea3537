"""A network is a limit record and one module: a fourth one, made here, is published to without touching any other."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

import composer.networks
import composer.text.limits
from composer.config import AccountSettings
from composer.model import ComposerError, Post, PostOptions, Schedule
from composer.networks import EnvironmentSecrets, account, publisher
from composer.queue import Store, SystemClock, ThreadState, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIGEONS = '''
"""Pigeons: a thread goes out whole, on slips of paper."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from composer.model import Receipt
from composer.networks.network import Identity, Pages
from composer.queue import Capabilities
from composer.queue.capabilities import MediaLimit
from composer.schedule import Price

CAPABILITIES = Capabilities("Pigeons", media=MediaLimit("Pigeons", 1, {"image/png": 900}, 70), atomic_threads=True,
     price=Price(Decimal(1), Decimal(1), Decimal(0)))
SECRETS = LASTING = ("loft",)
PAGES = Pages("https://pigeons.example/write?slip=", hosts=frozenset({"pigeons.example"}))
ORIGIN = ""
WAYS = {"whistle": lambda talk, account: {"loft": talk.ask("Loft")}}


def lacking(secrets):
    return tuple(name for name in SECRETS if name not in secrets)


def whose(account, secrets):
    return Identity("1", account.name, "", True)


def connect(account, secrets, limit):
    return Loft(Path(secrets.held(account.name).values["loft"]), limit)


class Loft:
    capabilities, price, settle = CAPABILITIES, CAPABILITIES.price, timedelta(0)

    def __init__(self, folder, limit):
        self.folder, self.limit = folder, limit

    def prepare(self, posts, so_far):
        return so_far or ",".join(f"slip-{post.number}" for post in posts).encode()

    def send_all(self, posts):
        names = posts[0].plan.decode().split(",")
        slips = {name: post.text for name, post in zip(names, posts)}
        (self.folder / names[0]).write_text("|".join(slips.values()))
        return tuple(Receipt(name, f"loft:{name}", datetime.now(UTC), text) for name, text in slips.items())

    def find_all(self, posts):
        return None

    def send(self, post):
        return self.send_all((post,))[0]

    def find(self, post):
        return None

    def delete(self, receipt):
        (self.folder / receipt.remote_id).unlink(missing_ok=True)
'''


@pytest.fixture
def pigeons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    limits = composer.text.limits.LIMITS
    record = replace(limits["mastodon"], name="pigeons", title="Pigeons", budgets=(160,), alt=70)
    monkeypatch.setattr(composer.text.limits, "LIMITS", MappingProxyType({**limits, "pigeons": record}))
    (tmp_path / "pigeons.py").write_text(PIGEONS)
    monkeypatch.setattr(composer.networks, "__path__", [*composer.networks.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    yield
    sys.modules.pop("composer.networks.pigeons", None)


DECLARED = {"coop": AccountSettings(network="pigeons", handle="coop")}


@pytest.mark.usefixtures("pigeons")
def test_a_fourth_network_is_a_record_and_a_module_and_nothing_else(tmp_path: Path) -> None:
    secrets = EnvironmentSecrets({"THREAD_COOP_LOFT": str(tmp_path)})
    found = account("coop", secrets, declared=DECLARED)
    sender = publisher(found, port=0, secrets=secrets, declared=DECLARED)
    assert (sender.limit.maximum, sender.price.post, found.charged) == (160, Decimal(1), True)

    texts = ("First 1/3", "Second 2/3", "Third 3/3")
    with Store(tmp_path / "queue.sqlite3") as queue:
        posts = [Post(number, 3, text, len(text)) for number, text in enumerate(texts, 1)]
        entry = queue.enqueue(posts, account="coop", network="pigeons", schedule=Schedule(datetime.now(UTC)))
        assert run(queue, lambda _: sender, SystemClock(), threading.Event(), once=True)
        published = queue.get(entry.id)

    assert published.state is ThreadState.PUBLISHED
    assert [post.receipt.remote_id for post in published.posts if post.receipt] == ["slip-1", "slip-2", "slip-3"]
    assert (tmp_path / "slip-1").read_text() == "|".join(texts), "the thread went out in one call"


@pytest.mark.usefixtures("pigeons")
def test_what_a_fourth_network_cannot_do_is_refused_by_its_own_name() -> None:
    from composer.networks import capabilities_of
    from composer.networks.capabilities import objection_to

    poll = Post(1, 1, "When?", 5, options=PostOptions(poll=("Now", "Later"), poll_minutes=60))
    assert objection_to(capabilities_of("pigeons"), [poll], reply=False) == (
        "Post 1: Pigeons has no polls. Remove the poll, or ask the question in words."
    )


@pytest.mark.usefixtures("pigeons")
def test_an_account_on_a_fourth_network_is_added_listed_and_tested_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from composer.config import Settings
    from composer.desk.accounts import Accounts

    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("THREAD_KEYRING", "no")
    accounts = Accounts(Settings(), tmp_path / "home" / "settings.toml", os.environ)
    added = accounts.keep("coop", "pigeons", {"loft": str(tmp_path)})
    listed = {each.account.name: each for each in accounts.listed()}
    assert (added.account.network, listed["coop"].trouble) == ("pigeons", "")
    assert accounts.ask("coop").handle == "coop"
    with pytest.raises(ComposerError, match="There is no loft"):
        accounts.keep("empty", "pigeons", {})


@pytest.mark.usefixtures("pigeons")
def test_a_person_can_carry_a_thread_over_to_a_fourth_network() -> None:
    from composer.networks.handover import address_objection, share_link

    found = account("pigeons-by-hand", EnvironmentSecrets({}))
    assert (found.network, found.by_hand, found.charged) == ("pigeons", True, False)
    assert publisher(found, port=0).limit.maximum == 160
    assert share_link("pigeons", "Fly & rest") == "https://pigeons.example/write?slip=Fly%20%26%20rest"
    assert address_objection("pigeons", "https://pigeons.example/7") is None
    assert "not where posts of Pigeons stand" in str(address_objection("pigeons", "https://bsky.app/7"))


@pytest.mark.usefixtures("pigeons")
def test_the_linter_and_the_pictures_know_the_numbers_of_a_fourth_network() -> None:
    from composer.lint import lint
    from composer.model import Draft, Media, Span, Style, Thread
    from composer.networks import media_limit_of

    shown = Post(1, 1, "A" * 170, 170, media=(Media("loft.png", "A loft with nine pigeons. " * 4),))
    thread = Thread((shown,), (Span(0, 0),), "pigeons", 160, Style(), Draft(""))
    found = {each.code: each.message for each in lint(thread, network="pigeons")}
    assert "as Pigeons counts them, 10 more than the 160" in found["LEN001"]
    assert "where 70 are taken" in " ".join(found.values())
    limit = media_limit_of("pigeons")
    assert limit is not None
    assert limit.sizes == {"image/png": 900}

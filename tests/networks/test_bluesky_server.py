"""Bluesky's own server, run for these tests: what is written there, what it says, and how a thread looks there."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from composer.model import Link, Media, Post, PostOptions, Receipt, Schedule
from composer.networks import AccountError
from composer.networks.bluesky.begin import begun
from composer.networks.bluesky.cids import cid_of
from composer.networks.bluesky.directory import Directory
from composer.networks.bluesky.identity import identity
from composer.networks.bluesky.session import Session
from composer.networks.bluesky.trouble import Troubled
from composer.networks.bluesky.wire import Wire
from composer.queue import Store, SystemClock, ThreadState, run
from composer.queue.publisher import Attachment, NotSent, OutcomeUnknown, Refused
from tests.networks.bluesky_parts import AWKWARD, kept, linked, planned_by, publisher_for, thread
from tests.networks.conftest import PNG, picture
from tests.servers.pds.install import is_installed
from tests.servers.pds.running import Pds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.networks.bluesky.publisher import BlueskyPublisher
    from composer.networks.vault import UserSecrets
    from composer.queue.publisher import Outgoing

pytestmark = [
    pytest.mark.pds,
    pytest.mark.skipif(
        not is_installed(), reason="no Bluesky server here: `python tests/servers/pds/install.py` installs one"
    ),
]

PEOPLE = ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pds]:
    pds = Pds(tmp_path_factory.mktemp("pds"), PEOPLE)
    yield pds
    pds.stop()


def secrets_of(server: Pds, folder: Path, name: str = "alice") -> UserSecrets:
    person = server.people[name]
    record = {"handle": person.handle, "app_password": person.app_password, "server": server.url}
    return kept(folder, record)


@pytest.fixture
def publisher(server: Pds, tmp_path: Path) -> BlueskyPublisher:
    return publisher_for(secrets_of(server, tmp_path), Directory(server.directory, server.url))


def published(publisher: BlueskyPublisher, posts: tuple[Outgoing, ...]) -> tuple[Receipt, ...]:
    return publisher.send_all(planned_by(publisher, posts))


def stored(server: Pds, receipt: Receipt) -> dict:
    _, _, repository, collection, key = receipt.remote_id.split("/")
    return server.ask("com.atproto.repo.getRecord", repo=repository, collection=collection, rkey=key)


# -- what is written


def test_ten_awkward_texts_lead_where_they_should_byte_by_byte(server: Pds, publisher: BlueskyPublisher) -> None:
    receipts = published(publisher, thread(*(text for text, _ in AWKWARD)))

    bob = server.people["bob"].did
    for (text, wanted), receipt in zip(AWKWARD, receipts, strict=True):
        found = linked(stored(server, receipt)["value"])
        assert tuple((shown, "bob" if target == bob else target) for shown, target in found) == wanted
        assert receipt.text == text


def test_a_thread_is_a_chain_and_the_server_names_each_post_as_we_did(server: Pds, publisher: BlueskyPublisher) -> None:
    receipts = published(publisher, thread("one", "two", "three", language="en"))

    found = [stored(server, receipt) for receipt in receipts]
    references = [{"uri": each["uri"], "cid": each["cid"]} for each in found]
    assert [each["cid"] for each in found] == [cid_of(each["value"]) for each in found]
    assert [each["value"].get("reply") for each in found] == [
        None,
        {"root": references[0], "parent": references[0]},
        {"root": references[0], "parent": references[1]},
    ]
    assert {tuple(each["value"]["langs"]) for each in found} == {("en",)}
    assert [receipt.text for receipt in receipts] == ["one", "two", "three"]


def test_a_post_takes_its_pictures_label_gate_and_links_with_it(server: Pds, publisher: BlueskyPublisher) -> None:
    wide = BytesIO()
    Image.new("RGB", (320, 200), "teal").save(wide, "PNG")
    pictures = (picture("A line"), picture("A wide one", "wide.png", wide.getvalue()))
    posts = thread(
        "See the guide, blood on page two",
        "And @bob.test https://example.org/only",
        links=(Link(8, 13, "https://example.org/guide"),),
        pictures=pictures,
        options=PostOptions(reply_settings="mentioned"),
        content_warning="graphic media",
    )

    first, second = (stored(server, receipt)["value"] for receipt in published(publisher, posts))

    shown = first["embed"]["images"]
    assert [(each["alt"], each["aspectRatio"]) for each in shown] == [
        ("A line", {"width": 1, "height": 1}),
        ("A wide one", {"width": 320, "height": 200}),
    ]
    assert first["labels"]["values"] == [{"val": "graphic-media"}]
    assert linked(first) == [("guide", "https://example.org/guide")]
    assert second["embed"]["external"]["uri"] == "https://example.org/only"
    gates = server.records("alice", "app.bsky.feed.threadgate")
    assert gates[-1]["value"]["allow"] == [{"$type": "app.bsky.feed.threadgate#mentionRule"}]
    assert gates[-1]["uri"].rpartition("/")[2] == second["reply"]["root"]["uri"].rpartition("/")[2]


@pytest.mark.parametrize("named_by", ["address", "page"])
def test_a_thread_answers_an_existing_post_in_its_conversation(
    server: Pds, publisher: BlueskyPublisher, tmp_path: Path, named_by: str
) -> None:
    bob = publisher_for(secrets_of(server, tmp_path / "bob", "bob"))
    question, detail = published(bob, thread("A question", "and a detail"))
    key = detail.remote_id.rpartition("/")[2]
    url = detail.remote_id if named_by == "address" else f"https://bsky.app/profile/bob.test/post/{key}"

    answers = published(publisher, thread("An answer", "and more", parent=Receipt(key, url, detail.instant)))

    first, second = (stored(server, receipt)["value"]["reply"] for receipt in answers)
    assert first["root"] == second["root"] == {key: stored(server, question)[key] for key in ("uri", "cid")}
    assert first["parent"] == {key: stored(server, detail)[key] for key in ("uri", "cid")}
    assert second["parent"]["uri"] == answers[0].remote_id


def test_a_post_that_is_not_there_cannot_be_answered(server: Pds, publisher: BlueskyPublisher) -> None:
    gone = f"at://{server.people['bob'].did}/app.bsky.feed.post/3k2a4b6c2d2e4"

    with pytest.raises(Refused, match="is not there"):
        publisher.prepare(thread("An answer", parent=Receipt("3k2a4b6c2d2e4", gone, datetime.now(UTC))), b"")
    with pytest.raises(Refused, match="is no post on Bluesky"):
        publisher.prepare(thread("An answer", parent=Receipt("1", "https://x.com/a/status/1", datetime.now(UTC))), b"")


def test_one_bad_post_and_nothing_of_the_thread_is_out(server: Pds, publisher: BlueskyPublisher) -> None:
    before = len(server.records("alice"))

    with pytest.raises(Refused, match=r"refused the thread .* nothing of it was sent"):
        published(publisher, thread("one", "x" * 301, "three"))

    assert len(server.records("alice")) == before


# -- once


def test_an_attempt_that_comes_again_writes_nothing_and_gets_the_same_receipts(
    server: Pds, publisher: BlueskyPublisher
) -> None:
    posts = planned_by(publisher, thread("one", "two"))
    first = publisher.send_all(posts)
    count = len(server.records("alice"))

    assert publisher.send_all(posts) == first
    assert publisher.find_all(posts) == first
    assert len(server.records("alice")) == count


def test_a_replay_that_slips_past_the_look_writes_nothing(server: Pds, publisher: BlueskyPublisher) -> None:
    posts = planned_by(publisher, thread("one", "two"))
    publisher.send_all(posts)
    count = len(server.records("alice"))
    blind = publisher_for(publisher._session._secrets)
    blind._stored = lambda _: None  # type: ignore[method-assign]

    with pytest.raises(OutcomeUnknown):
        blind.send_all(posts)

    assert len(server.records("alice")) == count
    assert publisher.find_all(posts) is not None


def test_an_attempt_that_arrives_late_cannot_land_after_something_newer(
    server: Pds, publisher: BlueskyPublisher
) -> None:
    posts = planned_by(publisher, thread("late"))
    calls = publisher._session.call

    def overtaken(method: str, nsid: str, **said: object) -> dict:
        if nsid.endswith("applyWrites"):
            publisher._session.call = calls  # type: ignore[method-assign]
            published(publisher, thread("newer"))
        return calls(method, nsid, **said)

    publisher._session.call = overtaken  # type: ignore[method-assign]
    with pytest.raises(NotSent, match="at the same moment"):
        publisher.send_all(posts)

    assert publisher.find_all(posts) is None
    assert publisher.send_all(posts)[0].text == "late"


def test_posts_deleted_by_hand_meanwhile_are_not_written_again(server: Pds, publisher: BlueskyPublisher) -> None:
    posts = planned_by(publisher, thread("by hand 1", "by hand 2", "by hand 3"))
    receipts = publisher.send_all(posts)
    publisher.delete(receipts[2])

    found = publisher.find_all(posts)

    assert found is not None
    assert [receipt.remote_id for receipt in found] == [receipt.remote_id for receipt in receipts]
    assert [receipt.text for receipt in found] == ["by hand 1", "by hand 2", ""]
    assert "by hand 3" not in [each["value"]["text"] for each in server.records("alice")]


def test_what_is_taken_back_is_gone_with_its_gate_and_may_be_taken_back_twice(
    server: Pds, publisher: BlueskyPublisher
) -> None:
    receipts = published(publisher, thread("gone one", "gone two", options=PostOptions(reply_settings="nobody")))
    gates = len(server.records("alice", "app.bsky.feed.threadgate"))

    for receipt in (*reversed(receipts), receipts[0]):
        publisher.delete(receipt)

    assert not [each for each in server.records("alice") if each["value"]["text"].startswith("gone")]
    assert len(server.records("alice", "app.bsky.feed.threadgate")) == gates - 1


def test_somebody_elses_post_is_not_taken_back(server: Pds, publisher: BlueskyPublisher) -> None:
    other = Receipt(f"at://{server.people['bob'].did}/app.bsky.feed.post/3k2a4b6c2d2e4", "", datetime.now(UTC))

    with pytest.raises(Refused, match="was not posted by me"):
        publisher.delete(other)


# -- through the queue


def queued(folder: Path, *texts: str, pace: float = 0, media: bool = False) -> tuple[Path, str]:
    file = folder / "queue.sqlite3"
    posts = [
        Post(n, len(texts), text, len(text), media=(Media("figure.png", "A line"),) if media and n == 2 else ())
        for n, text in enumerate(texts, 1)
    ]
    schedule = Schedule(datetime.now(UTC) - timedelta(seconds=1))
    with Store(file) as queue:
        entry = queue.enqueue(
            posts,
            account="me",
            network="bluesky",
            schedule=schedule,
            media={"figure.png": PNG},
            pace=timedelta(seconds=pace),
        )
    return file, entry.id


def work(file: Path, publisher: BlueskyPublisher) -> None:
    with Store(file) as queue:
        run(queue, lambda _: publisher, SystemClock(), threading.Event(), once=True)


def test_a_thread_longer_than_one_call_goes_out_in_two_and_stays_one_thread(
    server: Pds, publisher: BlueskyPublisher, tmp_path: Path
) -> None:
    texts = [f"long {number} of 230" for number in range(1, 231)]
    file, entry = queued(tmp_path, *texts)

    work(file, publisher)

    with Store(file) as queue:
        assert queue.get(entry).state is ThreadState.PUBLISHED
    found = [each for each in server.records("alice") if each["value"]["text"].startswith("long ")]
    assert [each["value"]["text"] for each in found] == texts
    parents = [each["value"].get("reply", {}).get("parent", {}).get("uri") for each in found]
    assert parents == [None, *(each["uri"] for each in found[:-1])]
    assert {each["value"]["reply"]["root"]["uri"] for each in found[1:]} == {found[0]["uri"]}


def test_a_thread_that_keeps_its_pace_is_a_chain_as_well(
    server: Pds, publisher: BlueskyPublisher, tmp_path: Path
) -> None:
    file, entry = queued(tmp_path, "paced 1", "paced 2", "paced 3", pace=0.05)

    for _ in range(20):
        work(file, publisher)
        with Store(file) as queue:
            if queue.get(entry).state is ThreadState.PUBLISHED:
                break
        time.sleep(0.05)  # until the next post's turn

    found = [each for each in server.records("alice") if each["value"]["text"].startswith("paced ")]
    assert [each["value"]["text"] for each in found] == ["paced 1", "paced 2", "paced 3"]
    parents = [each["value"].get("reply", {}).get("parent", {}).get("uri") for each in found]
    assert parents == [None, *(each["uri"] for each in found[:-1])]


def test_a_thread_is_taken_back_whole_by_the_worker(server: Pds, publisher: BlueskyPublisher, tmp_path: Path) -> None:
    file, entry = queued(tmp_path, "back 1", "back 2", media=True)
    work(file, publisher)

    with Store(file) as queue:
        queue.retract(entry)
    work(file, publisher)

    with Store(file) as queue:
        assert queue.get(entry).state is ThreadState.RETRACTED
    assert not [each for each in server.records("alice") if each["value"]["text"].startswith("back ")]


# -- accounts and what becomes of them


def test_an_account_is_added_asked_and_known_again(server: Pds, tmp_path: Path) -> None:
    carol = server.people["carol"]
    record = begun("@Carol.test", carol.app_password, server.url, "me", Directory(server.directory, server.url))
    session = Session("me", kept(tmp_path, dict(record)), Wire, Directory(server.directory, server.url))

    found = identity(session, "me")

    assert (found.user_id, found.handle, found.may_write) == (carol.did, "carol.test", True)


def test_a_wrong_app_password_is_not_taken(server: Pds) -> None:
    with pytest.raises(AccountError, match="does not accept that app password"):
        begun("carol.test", "abcd-efgh-2345-6723", server.url, "me", Directory(server.directory, server.url))


def test_a_session_is_renewed_by_the_server_that_gave_it(server: Pds, tmp_path: Path) -> None:
    later = datetime.now(UTC) + timedelta(hours=3)
    secrets = secrets_of(server, tmp_path, "carol")
    assert Session("me", secrets, Wire, Directory()).did
    before = secrets.held("me").values["refresh"]

    assert Session("me", secrets, Wire, Directory(), lambda: later).did
    assert secrets.held("me").values["refresh"] != before
    assert publisher_for(secrets).prepare(thread("one"), b"")


def test_a_changed_handle_changes_nothing_for_what_is_posted(server: Pds, tmp_path: Path) -> None:
    secrets = secrets_of(server, tmp_path, "dave")
    publisher = publisher_for(secrets, Directory(server.directory, server.url))
    before = published(publisher, thread("one"))
    server.call("com.atproto.identity.updateHandle", token=server.owner("dave"), handle="david.test")

    after = published(publisher, thread("two"))

    assert after[0].remote_id.split("/")[2] == before[0].remote_id.split("/")[2]
    assert identity(publisher._session, "me").handle == "david.test"


def test_a_revoked_app_password_says_where_to_make_a_new_one(server: Pds, tmp_path: Path) -> None:
    secrets = secrets_of(server, tmp_path, "erin")
    assert publisher_for(secrets).prepare(thread("one"), b"")
    server.call("com.atproto.server.revokeAppPassword", token=server.owner("erin"), name="tests")
    secrets.keep("me", {**secrets.held("me").values, "access": ""})

    with pytest.raises(Refused, match=r"was revoked.*https://bsky\.app/settings/app-passwords"):
        publisher_for(secrets).prepare(thread("two"), b"")


def test_an_account_that_was_taken_down_or_deactivated_says_so(server: Pds, tmp_path: Path) -> None:
    frank = server.people["frank"]
    secrets = secrets_of(server, tmp_path, "frank")
    publisher = publisher_for(secrets)
    posts = planned_by(publisher, thread("one"))
    owner = server.owner("frank")

    server.call("com.atproto.server.deactivateAccount", token=owner, deleteAfter="2100-01-01T00:00:00Z")
    with pytest.raises(Refused, match="deactivated"):
        publisher.send_all(posts)
    server.call("com.atproto.server.activateAccount", token=owner)
    subject = {"$type": "com.atproto.admin.defs#repoRef", "did": frank.did}
    server.call(
        "com.atproto.admin.updateSubjectStatus", admin=True, subject=subject, takedown={"applied": True, "ref": "1"}
    )
    with pytest.raises(Refused, match="suspended or was taken down"):
        publisher.send_all(posts)
    server.call("com.atproto.admin.updateSubjectStatus", admin=True, subject=subject, takedown={"applied": False})

    assert publisher.send_all(posts)[0].text == "one"


def test_a_picture_beyond_the_servers_own_limit_says_so(server: Pds, publisher: BlueskyPublisher) -> None:
    film = b"\0\0\0\x18ftypmp42" + b"\0" * 6_000_000
    attachment = Attachment("talk.mp4", "video/mp4", hashlib.sha256(film).hexdigest(), "A talk")

    with pytest.raises(Refused, match=r"take talk\.mp4, because the file is larger than that server takes"):
        publisher.prepare(thread("one", pictures=((attachment, film),)), b"")


def test_a_film_is_taken_with_its_alt_text(server: Pds, publisher: BlueskyPublisher) -> None:
    film = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x00\x00\x00\x08moov\x00\x00\x00\x0cmdat1234"
    attachment = Attachment("talk.mp4", "video/mp4", hashlib.sha256(film).hexdigest(), "A talk")

    publisher.send_all(planned_by(publisher, thread("one", pictures=((attachment, film),))))

    embed = server.records("alice")[-1]["value"]["embed"]
    assert (embed["$type"], embed["alt"]) == ("app.bsky.embed.video", "A talk")
    assert embed["video"]["mimeType"] == "video/mp4"
    assert embed["video"]["size"] == len(film)


def test_a_plan_for_another_account_is_not_written_from_this_one(
    server: Pds, publisher: BlueskyPublisher, tmp_path: Path
) -> None:
    posts = planned_by(publisher, thread("one"))
    bob = publisher_for(secrets_of(server, tmp_path / "bob", "bob"))

    with pytest.raises(Refused, match="was another account when this thread was made ready"):
        bob.send_all(tuple(replace(post, plan=post.plan) for post in posts))


# -- the program


DRAFT = """---
title: Quiet rooms
to: [me]
language: en
content_warning: blood
reply_settings: following
---

# Ten seconds of silence

Wait ten seconds after you ask. [The card](https://example.org/card) says how.

![A line that falls](figure.png)

---

Ask @bob.test, or read https://example.org/a/long/way/to/the/page #QuietRooms
"""


def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": "", "THREAD_KEYRING": "no", "PYTHONPATH": str(Path.cwd())}


def command(server: Pds, home: Path, who: str, *words: str, typed: str = "") -> str:
    """What a command says that went well; it never shows the app password."""
    done = subprocess.run(
        [sys.executable, "-m", "composer", *words],
        cwd=home,
        env=environment(home),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert server.people[who].app_password not in done.stdout + done.stderr
    return done.stdout


def added(server: Pds, home: Path, who: str) -> str:
    """What is said when that person's account is added, called `me`."""
    person = server.people[who]
    given = f"handle = {person.handle}\napp_password = {person.app_password}\nserver = {server.url}\n"
    return command(server, home, who, "accounts", "add", "me", "--network", "bluesky", "--token-file", "-", typed=given)


def test_a_draft_goes_out_and_comes_back_by_commands_alone(server: Pds, tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text(DRAFT)
    (tmp_path / "figure.png").write_bytes(PNG)

    thread_command = partial(command, server, tmp_path, "alice")
    assert "Added me on Bluesky" in added(server, tmp_path, "alice")
    assert "me is @alice.test on Bluesky" in thread_command("accounts", "test", "me")

    said = thread_command("post", "talk.md")
    assert "Published: 2 of 2 posts are out." in said
    assert "Cost" not in said
    first, second = (each["value"] for each in server.records("alice")[-2:])
    assert first["embed"]["images"][0]["alt"] == "A line that falls"
    assert first["labels"]["values"] == second["labels"]["values"] == [{"val": "graphic-media"}]
    assert first["langs"] == second["langs"] == ["en"]
    assert linked(first) == [("The card", "https://example.org/card")]
    assert linked(second) == [
        ("@bob.test", server.people["bob"].did),
        ("example.org/a/long/way/to/t…", "https://example.org/a/long/way/to/the/page"),
        ("#QuietRooms", "QuietRooms"),
    ]
    gate = server.records("alice", "app.bsky.feed.threadgate")[-1]["value"]
    assert gate["allow"] == [{"$type": "app.bsky.feed.threadgate#followingRule"}]

    entry = json.loads(thread_command("queue", "--all", "--json"))["entries"][0]["id"]
    assert server.records("alice")[-1]["uri"] in thread_command("receipts", entry)
    thread_command("retract", entry, "--yes")
    assert "Ten seconds of silence" not in [each["value"]["text"] for each in server.records("alice")]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_thread_whose_command_was_killed_goes_on_by_resume_and_is_out_once(server: Pds, tmp_path: Path) -> None:
    added(server, tmp_path, "grace")
    chance = random.Random(22)
    for kill in range(4):
        texts = [f"Kill {kill}, {part}." for part in ("one", "two", "three")]
        (tmp_path / "talk.md").write_text("---\nnumbering: none\n---\n\n" + "\n\n---\n\n".join(texts) + "\n")
        process = subprocess.Popen(
            [sys.executable, "-m", "composer", "post", "talk.md", "--to", "me"],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stderr is not None
            assert any("Sending it as entry" in line for line in process.stderr)
            time.sleep(chance.uniform(0, 0.4))
            process.kill()

        command(server, tmp_path, "grace", "resume")

        found = [each for each in server.records("grace") if f"Kill {kill}," in each["value"]["text"]]
        assert [text in each["value"]["text"] for text, each in zip(texts, found, strict=True)] == [True] * 3
        parents = [each["value"].get("reply", {}).get("parent", {}).get("uri") for each in found]
        assert parents == [None, *(each["uri"] for each in found[:-1])]


def test_a_revoked_app_password_is_replaced_and_the_thread_goes_on(server: Pds, tmp_path: Path) -> None:
    added(server, tmp_path, "heidi")
    server.call("com.atproto.server.revokeAppPassword", token=server.owner("heidi"), name="tests")
    (tmp_path / "talk.md").write_text("Nobody has heard this yet.\n")
    refused = subprocess.run(
        [sys.executable, "-m", "composer", "post", "talk.md", "--to", "me"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 4
    assert "does not accept the app password of me" in refused.stderr
    assert "`thread accounts add me --network bluesky`, then `thread resume`" in refused.stderr

    made = server.call("com.atproto.server.createAppPassword", token=server.owner("heidi"), name="new")["password"]
    given = f"handle = heidi.test\napp_password = {made}\nserver = {server.url}\n"
    add = ("accounts", "add", "me", "--network", "bluesky", "--token-file", "-")
    command(server, tmp_path, "heidi", *add, typed=given)

    assert "Published: 1 of 1 post is out." in command(server, tmp_path, "heidi", "resume")
    assert [each["value"]["text"] for each in server.records("heidi")] == ["Nobody has heard this yet."]


def test_a_warning_that_there_is_no_label_for_begins_each_post(server: Pds, tmp_path: Path) -> None:
    added(server, tmp_path, "grace")
    (tmp_path / "talk.md").write_text("Before.\n\n---\n\n<!-- cw: surgery -->\n\nIn.\n\n---\n\nOut.\n")

    command(server, tmp_path, "grace", "post", "talk.md", "--to", "me")

    before, *warned = (each["value"] for each in server.records("grace")[-3:])
    assert "CW:" not in before["text"]
    assert all(post["text"].startswith("CW: surgery\n\n") for post in warned)
    assert not any("labels" in post for post in (before, *warned))


def test_a_session_ends_on_the_server_when_its_account_is_removed(server: Pds, tmp_path: Path) -> None:
    added(server, tmp_path, "grace")
    command(server, tmp_path, "grace", "accounts", "test", "me")
    kept_now = re.search(r'"refresh": "([^"]+)"', next(tmp_path.glob("**/secrets.json")).read_text())
    assert kept_now is not None

    command(server, tmp_path, "grace", "accounts", "remove", "me", "--yes")

    with pytest.raises(Troubled, match=r"ExpiredToken|error 401"):
        Wire(server.url).call("POST", "/xrpc/com.atproto.server.refreshSession", token=kept_now[1])

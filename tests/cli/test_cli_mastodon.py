"""An account on a Mastodon server by commands alone: its server's numbers, its audience, a kill, and its end."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.networks.mastodon_parts import TOKEN
from tests.servers.mastodon import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.home import Home
    from tests.servers.mastodon import Mastodon

WORDS = "Ask what you have left unclear.\n\n---\n\nWait ten seconds.\n\n---\n\nLet the newest person speak first.\n"


@pytest.fixture
def server(home: Home) -> Iterator[Mastodon]:
    """A server on which the account `ward` is."""
    home.environment["THREAD_KEYRING"] = "no"
    with running() as found:
        secrets = f"server = {found.origin}\naccess_token = {TOKEN}\n"
        home.thread("accounts", "add", "ward", "--network", "mastodon", "--token-file", "-", stdin=secrets)
        yield found


def entry_of(home: Home) -> str:
    return home.data("queue", "--json", "--all")["entries"][0]["id"]


def publish(home: Home) -> None:
    home.thread("move", entry_of(home), "now")
    home.thread("worker", "--once")


def later(home: Home, passed: timedelta) -> None:
    """As if so much time had passed since the queue was last written to."""
    file = next(Path(home.environment["XDG_STATE_HOME"]).glob("**/queue.sqlite3"))
    by = round(passed.total_seconds() * 1000)
    with closing(sqlite3.connect(file)) as queue, queue:
        queue.execute(f"UPDATE entry SET wake_at = wake_at - {by}, touched_at = touched_at - {by}")
        queue.execute(f"UPDATE post SET started_at = started_at - {by}")


def noise(side: int) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(kept, "PNG")
    return kept.getvalue()


def test_pictures_go_by_the_servers_own_numbers_in_each_command(home: Home, server: Mastodon) -> None:
    server.rules.image_size = 20_000
    (home.folder / "noise.png").write_bytes(noise(150))
    draft = home.draft(f"{WORDS}\n![Grey noise that shows nothing](noise.png)\n")
    assert "noise.png" not in home.thread("post", draft, "--to", "ward", "--dry-run").stderr

    home.thread("accounts", "test", "ward")

    shrunk = "noise.png was too large for"
    assert shrunk in home.thread("post", draft, "--to", "ward", "--dry-run").stderr
    assert shrunk in home.thread("schedule", draft, "tomorrow 9am", "--to", "ward", "--dry-run").stderr
    assert shrunk in home.thread("schedule", draft, "tomorrow 9am", "--to", "ward").stderr
    home.draft(f"Now then. {WORDS}\n![Grey noise that shows nothing](noise.png)\n")
    assert shrunk in home.thread("edit", entry_of(home), "--dry-run").stderr
    assert shrunk in home.thread("edit", entry_of(home)).stderr
    publish(home)
    assert 0 < server.posts()[-1].media[0]["size"] <= 20_000


def test_an_edit_that_the_server_would_not_take_changes_nothing(home: Home, server: Mastodon) -> None:
    draft = home.draft(WORDS)
    home.thread("schedule", draft, "tomorrow 9am", "--to", "ward")
    home.draft(f"{WORDS}\n<!-- poll: Yes | No; 1 min -->\n")

    refused = home.thread("edit", entry_of(home), expect=2)

    assert "open from 5 minutes" in refused.stderr
    publish(home)
    assert [post.poll for post in server.posts()] == [None] * 3


def test_an_edit_keeps_who_sees_the_posts_of_the_account(home: Home, server: Mastodon) -> None:
    home.thread("config", "set", "accounts.ward.visibility", "unlisted private")
    home.thread("accounts", "test", "ward")
    draft = home.draft(WORDS)
    home.thread("schedule", draft, "tomorrow 9am", "--to", "ward")
    home.draft(WORDS.replace("ten", "twelve"))

    home.thread("edit", entry_of(home))
    publish(home)

    assert [post.visibility for post in server.posts()] == ["unlisted", "private", "private"]
    assert "twelve" in server.posts()[1].text


def test_a_poll_takes_several_choices_where_the_draft_says_so(home: Home, server: Mastodon) -> None:
    draft = home.draft("When do you round?\n\n<!-- poll: Mornings | Evenings | Never; 3 d; several -->\n")

    home.thread("post", draft, "--to", "ward")

    poll = server.posts()[0].poll
    assert poll is not None
    assert poll["options"] == ["Mornings", "Evenings", "Never"]
    assert poll["multiple"] in (True, "true", "1")
    assert int(poll["expires_in"]) == 3 * 24 * 3600
    refused = home.thread("schedule", draft, "friday 9am", "--to", "x-by-hand")
    assert "a poll with several choices a voter" in refused.stderr


def test_a_picture_keeps_the_point_that_its_title_names(home: Home, server: Mastodon) -> None:
    (home.folder / "board.png").write_bytes(noise(20))
    draft = home.draft('The board.\n\n![A whiteboard](board.png "focus: 0.2, -0.4")\n')

    home.thread("post", draft, "--to", "ward")

    assert server.posts()[0].media[0]["focus"] == "0.2,-0.4"
    assert server.posts()[0].media[0]["description"] == "A whiteboard"


def test_numbers_of_a_server_that_are_old_or_were_never_asked_are_told_before_a_thread_goes_out(
    home: Home, server: Mastodon
) -> None:
    draft = home.draft(WORDS)
    never = home.thread("schedule", draft, "tomorrow 9am", "--to", "ward", "--dry-run").stderr
    assert "was never asked what it takes" in never
    assert "`thread accounts test ward`" in never

    home.thread("accounts", "test", "ward")
    assert "what it takes" not in home.thread("schedule", draft, "tomorrow 9am", "--to", "ward", "--dry-run").stderr

    kept = next(Path(home.environment["XDG_STATE_HOME"]).glob("**/servers/ward.json"))
    rules = json.loads(kept.read_text())
    kept.write_text(json.dumps({**rules, "asked": (datetime.now(UTC) - timedelta(days=8)).isoformat()}))
    old = home.thread("post", draft, "--to", "ward").stderr
    assert "was asked 8 days ago what it takes, and it may take something else by now" in old


def test_who_removes_an_account_is_told_the_page_of_its_own_server(home: Home, server: Mastodon) -> None:
    done = home.thread("accounts", "remove", "ward", "--yes")

    assert f"{server.origin}/oauth/authorized_applications" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_thread_whose_command_was_killed_goes_on_by_resume_and_is_out_once(home: Home, server: Mastodon) -> None:
    server.race = 0.5
    draft = home.draft(WORDS)
    process = home.start("post", draft, "--to", "ward")
    deadline = time.monotonic() + 30
    while len(server.posts()) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)  # the second post is there, and nobody was told so
    process.communicate()

    early = home.thread("resume", expect=5).stderr
    assert "1 of 3 posts is out. Post 2 was on its way when this was interrupted" in early
    assert "is looked for then, before anything is sent again" in early
    later(home, timedelta(seconds=91))
    assert "Published: 3 of 3 posts are out." in home.thread("resume").stdout
    assert [post.text.rpartition(" ")[2] for post in server.posts()] == ["1/3", "2/3", "3/3"]
    assert [post.parent for post in server.posts()] == [None, *(post.id for post in server.posts()[:-1])]

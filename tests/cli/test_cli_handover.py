"""A thread that a person posts by hand: the reminder, the walk through it, and what is written down."""

from __future__ import annotations

import base64
import io
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from composer.networks.rehearsal import arm, health
from tests.cli.home import SHORT, Home
from tests.cli.terminal import Terminal

BY_HAND = SHORT.replace("[rehearsal]", "[x-by-hand]")
FIRST = "https://x.com/somebody/status/1700000000000000001"


def entry_of(home: Home, *accounts: str) -> str:
    return str(home.data("queue", "--json")["entries"][-1]["id"])


def reminded(home: Home, text: str = BY_HAND) -> str:
    """The id of an entry whose time has come."""
    done = home.thread("post", home.draft(text))
    assert "is yours to post: `thread hand over" in done.stderr
    return entry_of(home)


def test_the_worker_sends_nothing_and_reminds(home: Home) -> None:
    entry = reminded(home)

    shown = home.thread("queue").stdout
    assert f"{entry}" in shown
    assert "attention" in shown
    assert "by hand" in shown
    assert home.published() == []


def test_a_script_goes_through_it_post_by_post(home: Home) -> None:
    entry = reminded(home)
    first = home.data("hand", "over", entry, "--json")["next"]
    assert first["number"] == 1
    assert parse_qs(urlsplit(first["link"]).query) == {"text": [first["text"]]}

    second = home.data("hand", "over", entry, "--posted", FIRST, "--json")["next"]
    assert (second["number"], second["in_reply_to"]) == (2, FIRST)
    assert parse_qs(urlsplit(second["link"]).query)["in_reply_to"] == ["1700000000000000001"]

    home.thread("hand", "over", entry, "--posted", "-")
    told = home.thread("hand", "over", entry, "--posted", FIRST.replace("001", "003"))
    assert "All 3 posts" in told.stdout

    found = home.data("queue", "show", entry, "--json")["entry"]
    assert found["state"] == "published"
    assert [post["url"] for post in found["posts"]] == [FIRST, "", FIRST.replace("001", "003")]


def test_a_wrong_address_is_not_written_down(home: Home) -> None:
    entry = reminded(home)

    for address in ("https://example.org/status/1", "status/1", "https://x.com", "javascript:alert(1)"):
        told = home.thread("hand", "over", entry, "--posted", address, expect=2)
        assert "Nothing was written down." in told.stderr

    assert home.data("hand", "over", entry, "--json")["next"]["number"] == 1


def test_a_worker_sends_nothing_of_a_thread_that_was_begun_by_hand_and_reminds_of_the_rest(home: Home) -> None:
    home.thread("schedule", home.draft(BY_HAND), "in 2 hours")
    entry = entry_of(home)

    home.thread("hand", "over", entry, "--posted", FIRST)
    found = home.data("queue", "show", entry, "--json")["entry"]
    assert (found["state"], found["posts"][0]["url"]) == ("queued", FIRST)

    home.thread("hold", entry)
    home.thread("resume", entry)
    found = home.data("queue", "show", entry, "--json")["entry"]
    assert found["state"] == "attention"
    assert [post["state"] for post in found["posts"]] == ["sent", "pending", "pending"]


def test_pictures_lie_ready_without_their_hidden_data_and_their_alt_text_is_named(home: Home) -> None:
    block = Image.Exif()
    block[0x0110] = "Camera of Ms Rossi"
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "JPEG", exif=block)
    (home.folder / "ward.jpg").write_bytes(target.getvalue())
    entry = reminded(home, BY_HAND.replace("Wait ten", "![A red ward](ward.jpg)\n\nWait ten"))
    home.thread("hand", "over", entry, "--posted", "-")

    media = home.data("hand", "over", entry, "--json")["next"]["media"]

    assert media[0]["alt"] == "A red ward"
    laid_out = Path(media[0]["file"])
    assert laid_out.suffix == ".jpg"
    assert b"Rossi" in target.getvalue()
    assert b"Rossi" not in laid_out.read_bytes()
    home.thread("hand", "over", entry, "--posted", "-")
    home.thread("hand", "over", entry, "--posted", "-")
    assert not laid_out.exists()


@pytest.mark.parametrize(
    ("account", "page"),
    [
        ("bluesky-by-hand", "https://bsky.app/intent/compose?text="),
        ("mastodon-by-hand", "https://share.joinmastodon.org/#text="),
    ],
)
def test_other_networks_have_their_own_page(home: Home, account: str, page: str) -> None:
    entry = reminded(home, BY_HAND.replace("x-by-hand", account))

    assert home.data("hand", "over", entry, "--json")["next"]["link"].startswith(page)


def test_a_cancelled_thread_is_not_handed_over(home: Home) -> None:
    entry = reminded(home)
    home.thread("cancel", entry)

    assert "is cancelled" in home.thread("hand", "over", entry, expect=2).stderr


def test_a_thread_of_an_account_with_keys_can_be_handed_over_too(home: Home) -> None:
    keys = {f"THREAD_X_{name}": "1-x" for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")}
    paying = Home(home.folder, {**home.environment, **keys})
    paying.thread("schedule", home.draft(), "in 2 hours", "--to", "x")
    entry = entry_of(paying)
    paying.thread("hold", entry)

    for number in (1, 2, 3):
        paying.thread("hand", "over", entry, "--posted", FIRST.replace("001", f"00{number}"))

    assert paying.data("queue", "show", entry, "--json")["entry"]["state"] == "published"


def test_a_person_is_led_from_post_to_post_and_can_stop_and_go_on(home: Home) -> None:
    entry = reminded(home)
    plain = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "WSL_DISTRO_NAME": ""}

    terminal = Terminal(home, "hand", "over", entry, **plain)
    shown = terminal.until("s stops): ")
    first = home.data("queue", "show", entry, "--json")["entry"]["posts"][0]["text"]
    assert base64.b64encode(first.encode()).decode() in shown
    terminal.type("https://example.org/1")
    assert "leads to example.org" in terminal.until("s stops): ")
    terminal.type(FIRST)
    assert f"in reply to {FIRST}" in terminal.until("s stops): ")
    terminal.type("s")
    terminal.until("goes on with post 2")
    assert terminal.close() == 0

    terminal = Terminal(home, "hand", "over", entry, **plain)
    assert "1 of 3 posts is out" in terminal.until("s stops): ")
    terminal.type("")
    terminal.until("s stops): ")
    terminal.type("")
    terminal.until("All 3 posts")
    assert terminal.close() == 0
    assert home.data("queue", "show", entry, "--json")["entry"]["state"] == "published"


def test_ctrl_c_amid_the_walk_loses_nothing(home: Home) -> None:
    entry = reminded(home)
    terminal = Terminal(home, "hand", "over", entry)
    terminal.until("s stops): ")
    terminal.type(FIRST)
    terminal.until("s stops): ")
    terminal.interrupt("Interrupted")
    assert terminal.close() == 130

    assert home.data("hand", "over", entry, "--json")["next"]["number"] == 2


def test_a_clipboard_program_gets_exactly_the_words(home: Home, tmp_path: Path) -> None:
    entry = reminded(home)
    tools = tmp_path / "tools"
    tools.mkdir()
    program = tools / "xclip"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/clipboard\n")
    program.chmod(0o755)

    path = f"{tools}:{home.environment['PATH']}"
    terminal = Terminal(home, "hand", "over", entry, PATH=path, DISPLAY=":0", WAYLAND_DISPLAY="")
    assert "It is on the clipboard (xclip)." in terminal.until("s stops): ")
    terminal.type("s")
    terminal.close()

    first = home.data("queue", "show", entry, "--json")["entry"]["posts"][0]["text"]
    assert (tmp_path / "clipboard").read_text(encoding="utf-8") == first


def test_what_the_page_cannot_be_told_is_said_when_queueing_and_again_in_the_walk(home: Home) -> None:
    words = (
        "---\ntitle: Poll\nvisibility: unlisted\n---\nWhen do you read?\n\n<!-- poll: Mornings | Evenings; 24 h -->\n"
    )
    done = home.thread("schedule", home.draft(words, "poll.md"), "in 2 hours", "--to", "x-by-hand")
    assert "Add a poll, open for 1 day: Mornings | Evenings." in done.stderr
    assert "Set who can see it: unlisted." in done.stderr

    (entry,) = home.data("queue", "--json")["entries"]
    step = home.data("hand", "over", entry["id"], "--json")["next"]
    assert step["by_yourself"] == ["Add a poll, open for 1 day: Mornings | Evenings.", "Set who can see it: unlisted."]


def test_the_story_tells_each_post_by_hand_once(home: Home) -> None:
    home.thread("schedule", home.draft("One post alone.\n", "one.md"), "in 2 hours", "--to", "x-by-hand")
    (entry,) = home.data("queue", "--json")["entries"]
    home.thread("hand", "over", entry["id"], "--posted", "https://x.com/ward/status/5")
    story = home.thread("queue", "show", entry["id"]).stdout
    assert len([line for line in story.splitlines() if "post 1:" in line and "status/5" in line]) == 1
    assert "posted by hand" in story


@pytest.mark.parametrize("held_first", [False, True])
def test_the_rest_of_a_thread_that_failed_is_posted_by_hand(home: Home, held_first: bool) -> None:
    home.thread("rehearsal", "timeline")
    server = health(home.port)
    assert server is not None
    arm(server, "403_suspended@2")
    home.thread("post", home.draft(), "--to", "rehearsal", expect=None)
    entry = entry_of(home)
    assert home.data("queue", "show", entry, "--json")["entry"]["state"] == "failed"
    if held_first:
        home.thread("hold", entry)

    step = home.data("hand", "over", entry, "--json")["next"]
    assert step["number"] == 2
    assert home.published()[0]["id"] in step["in_reply_to"]
    for number in (2, 3):
        home.thread("hand", "over", entry, "--posted", FIRST.replace("001", f"00{number}"))

    assert home.data("queue", "show", entry, "--json")["entry"]["state"] == "published"
    home.thread("worker", "--once")
    assert len(home.published()) == 1


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_the_words_arrive_on_the_clipboard_of_tmux(home: Home, tmp_path: Path) -> None:
    entry = reminded(home)
    first = home.data("queue", "show", entry, "--json")["entry"]["posts"][0]["text"]

    def tmux(*words: str) -> str:
        command = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null", *words]
        bare = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "WSL_DISTRO_NAME": "", "TERM": "xterm-256color"}
        environment = {**home.environment, **bare}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20, check=False).stdout

    tmux("new-session", "-d", "-x", "200", "-y", "50", "sleep 60")
    try:
        tmux("set", "-g", "set-clipboard", "on")
        tmux("respawn-pane", "-k", "-c", str(home.folder), shlex.join(home.command("hand", "over", entry)))
        deadline = time.monotonic() + 30
        while "s stops)" not in tmux("capture-pane", "-p") and time.monotonic() < deadline:
            time.sleep(0.1)
        assert "offered to the clipboard through your terminal" in tmux("capture-pane", "-p")
        assert tmux("show-buffer").rstrip("\n") == first
    finally:
        tmux("kill-server")

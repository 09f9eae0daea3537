"""`thread accounts` as a person and a script use it, against a stand-in for X, and where secrets go meanwhile."""

from __future__ import annotations

import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from composer.queue.database import daily_copy
from tests.networks.authority import CLIENT_ID, Authority, browse, listening
from tests.networks.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.home import Home

DRIVER = """
import logging, sys
from datetime import timedelta
from composer.networks import x
from composer.networks.x import redirect

origin = sys.argv.pop(1)
redirect.REDIRECT = f"http://127.0.0.1:{sys.argv.pop(1)}/callback"
x.live = lambda handle="": x.Site("X", "https://x.com/i/status/{id}", timedelta(seconds=0.3), timedelta(0), origin)
if "--loud" in sys.argv:
    sys.argv.remove("--loud")
    logging.basicConfig(level=logging.DEBUG)
from composer.__main__ import main
main()
"""
"""The command, with a stand-in in place of X and, if asked, all that any library has to say."""

TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with listening(folder) as server:
        yield server


@pytest.fixture
def at(home: Home, authority: Authority) -> Home:
    """A home without a keyring, whose `thread` takes the stand-in for X."""
    home.environment["THREAD_KEYRING"] = "no"
    home.environment["BROWSER"] = "true"
    port = free_port()
    home.command = lambda *words: [  # type: ignore[method-assign]
        *(sys.executable, "-c", DRIVER, authority.url, str(port)),
        *map(str, words),
    ]
    return home


def tokens(authority: Authority, **changes: str) -> str:
    member = authority.member
    keys = {
        "api_key": member.api_key,
        "api_secret": member.api_secret,
        "access_token": member.access_token,
        "access_secret": member.access_secret,
        **changes,
    }
    return "# made today\n" + "".join(f"{name} = {value}\n" for name, value in keys.items())


def add(at: Home, authority: Authority, name: str = "ward", **changes: str) -> subprocess.CompletedProcess[str]:
    return at.thread("accounts", "add", name, "--network", "x", "--token-file", "-", stdin=tokens(authority, **changes))


def shown(secrets: list[str], *places: str) -> list[str]:
    return [secret for secret in secrets if any(secret in place for place in places)]


def keys_of(authority: Authority) -> list[str]:
    member = authority.member
    return [member.api_key, member.api_secret, member.access_token, member.access_secret]


def test_on_a_fresh_machine_there_is_what_needs_no_keys(at: Home) -> None:
    names = [each["name"] for each in at.data("accounts", "--json")["accounts"]]

    assert names == ["rehearsal", "x-by-hand", "bluesky-by-hand", "mastodon-by-hand"]


def test_a_script_adds_an_account_asks_whose_it_is_and_removes_it(at: Home, authority: Authority) -> None:
    added = add(at, authority)
    assert "secrets.json" in added.stderr
    assert "no keyring" in added.stderr
    assert shown(keys_of(authority), added.stdout, added.stderr) == []

    asked = at.thread("accounts", "test", "ward")
    assert "ward is @someone on X. Its rights: read and write." in asked.stdout
    listed = next(each for each in at.data("accounts", "list", "--json")["accounts"] if each["name"] == "ward")
    assert (listed["handle"], listed["network"], listed["expires"], listed["trouble"]) == ("someone", "x", None, None)

    removed = at.thread("accounts", "remove", "ward", "--yes")
    assert "Removed ward" in removed.stdout
    assert "connected_apps" in removed.stderr
    assert "ward" not in at.thread("accounts").stdout
    assert "There is no account 'ward'" in at.thread("accounts", "test", "ward", expect=3).stderr


def test_the_warning_about_the_file_is_told_once(at: Home, authority: Authority) -> None:
    assert "no keyring" in add(at, authority).stderr
    assert "no keyring" not in add(at, authority, "other").stderr


def test_several_accounts_live_side_by_side(at: Home, authority: Authority) -> None:
    add(at, authority, "ward")
    add(at, authority, "night-shift")
    again = at.thread("accounts", "add", "Ward", "--network", "x", "--token-file", "-", stdin="", expect=3)
    assert "There is an account 'ward'" in again.stderr
    at.thread("config", "set", "accounts.ward.maximum", "25000")
    at.thread("accounts", "remove", "night-shift", "--yes")

    settings = at.data("config", "show", "--json")["settings"]
    assert settings["accounts.ward.maximum"] == "25000"
    assert settings["accounts.ward.network"] == "x"
    assert not any("night-shift" in name for name in settings)


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (("add", "ward", "--network", "x"), "", "--token-file FILE"),
        (("add", "ward", "--network", "x", "--token-file", "-"), "", "There is no api_key"),
        (("add", "ward", "--network", "x", "--token-file", "-"), "api_key s3cr3t", "Line 1"),
        (("add", "ward", "--network", "x", "--token-file", "-"), '{"api_key": ', "no valid JSON"),
        (("add", "ward", "--network", "x", "--token-file", "-"), "password = s3cr3t", "'password' is not the name"),
        (("add", "ward", "--network", "x", "--token-file", "-"), "api_key = s3cr3t", "and no access_secret"),
        (("add", "rehearsal", "--network", "x", "--token-file", "-"), "", "always there"),
        (("add", "a b", "--network", "x", "--token-file", "-"), "", "letters, digits, - and _"),
        (("remove", "rehearsal", "--yes"), "", "nothing to remove"),
        (("remove", "wrad", "--yes"), "", "There is no account 'wrad'"),
        (("remove", "ward"), "", "--yes"),
        (("test", "rehearsal"), "", "needs no keys"),
        (("test", "x"), "", "thread accounts add"),
    ],
)
def test_what_does_not_fit_is_told_without_what_was_typed(
    at: Home, words: tuple[str, ...], stdin: str, says: str
) -> None:
    done = at.thread("accounts", *words, stdin=stdin, expect=None)

    assert done.returncode in (2, 3)
    assert says in done.stderr
    assert "s3cr3t" not in done.stdout + done.stderr
    assert not list(at.folder.parent.glob("settings/**/secrets.json"))


def test_keys_that_may_only_read_are_told_with_the_way_on(at: Home, authority: Authority) -> None:
    authority.access_level = "read"
    add(at, authority)

    assert "make the access token anew" in at.thread("accounts", "test", "ward", expect=3).stderr


def test_keys_that_x_does_not_take_are_told_with_the_way_on(at: Home, authority: Authority) -> None:
    add(at, authority, access_secret="qwertyuiop")

    told = at.thread("accounts", "test", "ward", expect=3).stderr
    assert "does not accept the keys of ward" in told
    assert "qwertyuiop" not in told


def test_a_server_has_its_keys_in_the_environment(at: Home, authority: Authority) -> None:
    for line in tokens(authority).splitlines()[1:]:
        name, _, value = line.partition(" = ")
        at.environment[f"THREAD_X_{name.upper()}"] = value

    listed = next(each for each in at.data("accounts", "--json")["accounts"] if each["name"] == "x")
    assert listed["secrets"] == "the environment"
    at.thread("post", at.draft(), "--to", "x")
    assert len(authority.texts()) == 3
    assert (
        "as long as its keys are in the environment" in at.thread("accounts", "remove", "x", "--yes", expect=3).stderr
    )


def at_a_terminal(at: Home, words: tuple[str, ...], answers: dict[str, Any]) -> str:
    """Type each answer when its question is there; an answer that is a function gets what was shown so far."""
    process = subprocess.Popen(
        [sys.executable, "-c", TERMINAL, *at.command(*words)],
        cwd=at.folder,
        env={**at.environment, "TERM": "dumb", "COLUMNS": "400"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    guard = threading.Timer(40, process.kill)
    guard.start()
    seen, since = "", 0
    waiting = list(answers.items())
    while chunk := os.read(process.stdout.fileno(), 4096):
        seen += chunk.decode(errors="replace")
        if waiting and waiting[0][0] in seen[since:]:
            since = len(seen)
            answer = waiting.pop(0)[1]
            typed = answer(seen) if callable(answer) else answer
            if typed is not None:
                process.stdin.write(typed.encode() + b"\n")
                process.stdin.flush()
    process.stdin.close()
    process.wait()
    process.stdout.close()
    guard.cancel()
    assert not waiting, seen
    return seen


def page_in(seen: str) -> str:
    return re.findall(r"http://127\.0\.0\.1:\d+/(?:i/)?oauth\S+", seen)[-1]


terminal = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@terminal
def test_a_person_is_guided_to_the_four_keys_and_nothing_typed_is_shown(at: Home, authority: Authority) -> None:
    member = authority.member
    seen = at_a_terminal(
        at,
        ("accounts", "add", "ward", "--network", "x"),
        {
            "(consumer key):": member.api_key,
            "API Key Secret:": member.api_secret,
            "Access Token:": member.access_token,
            "Access Token Secret:": member.access_secret,
        },
    )

    assert "developer.x.com" in seen
    assert "'Read and write'" in seen
    assert "ward is @someone on X" in seen
    assert shown(keys_of(authority), seen) == []


@terminal
def test_a_person_adds_another_account_with_a_pin(at: Home, authority: Authority) -> None:
    seen = at_a_terminal(
        at,
        ("accounts", "add", "ward", "--network", "x", "--how", "pin"),
        {
            "(consumer key):": authority.member.api_key,
            "API Key Secret:": authority.member.api_secret,
            "PIN:": "1234567",
        },
    )

    assert "oauth_token=asked" in page_in(seen)
    assert "ward is @someone on X" in seen
    assert shown([*keys_of(authority), "1234567"], seen) == []


def test_nothing_is_queued_to_go_out_now_from_an_account_without_keys(at: Home) -> None:
    at.thread("config", "set", "accounts.bare.network", "x")

    refused = at.thread("post", at.draft(), "--to", "bare", expect=3)

    assert "has no secrets on this computer" in refused.stderr
    assert "`thread accounts add bare --network x` asks for them" in refused.stderr
    assert "Nothing was queued." in refused.stderr
    assert at.data("queue", "--json")["entries"] == []


def waiting(at: Home, authority: Authority) -> str:
    """The id of an entry that waits for the account `ward`."""
    add(at, authority)
    at.thread("schedule", at.draft(), "in 2 hours", "--to", "ward")
    entry: str = at.data("queue", "--json")["entries"][0]["id"]
    return entry


def test_a_script_that_removes_an_account_for_which_entries_wait_has_to_say_so(at: Home, authority: Authority) -> None:
    entry = waiting(at, authority)

    refused = at.thread("accounts", "remove", "ward", "--yes", expect=2)
    assert f"1 entry waits in the queue for ward: {entry}" in refused.stderr
    assert f"`thread hand over {entry}` posts it by hand" in refused.stderr
    assert "--yes --although-waiting" in refused.stderr
    assert "ward" in at.thread("accounts").stdout

    at.thread("accounts", "remove", "ward", "--yes", "--although-waiting")
    assert "ward" not in at.thread("accounts").stdout
    assert at.data("queue", "--json")["entries"][0]["state"] == "queued"
    add(at, authority)
    at.thread("move", entry, "now")
    at.thread("worker", "--once")
    assert len(authority.texts()) == 3


@terminal
@pytest.mark.parametrize(("answer", "kept"), [("n", True), ("y", False)])
def test_a_person_is_told_what_waits_before_an_account_is_removed(
    at: Home, authority: Authority, answer: str, kept: bool
) -> None:
    entry = waiting(at, authority)

    seen = at_a_terminal(at, ("accounts", "remove", "ward"), {"from this computer?": answer})

    assert f"1 entry waits in the queue for ward: {entry}" in seen
    assert ("ward" in at.thread("accounts").stdout) is kept


def test_asking_about_an_account_says_when_its_token_ends(at: Home, authority: Authority) -> None:
    given = f"client_id = {CLIENT_ID}\nrefresh_token = {authority.grant()['refresh_token']}\n"
    at.thread("accounts", "add", "leave", "--network", "x", "--token-file", "-", stdin=given)
    add(at, authority, "keys")

    asked = at.data("accounts", "test", "leave", "--json")
    ends = datetime.fromisoformat(asked["expires"])
    assert timedelta(hours=1) < ends - datetime.now(UTC) < timedelta(hours=3)
    assert f"next at {ends.astimezone(ZoneInfo('Europe/Paris')):%H}:" in at.thread("accounts", "test", "leave").stdout
    assert "Its keys do not expire." in at.thread("accounts", "test", "keys").stdout
    assert at.data("accounts", "test", "keys", "--json")["expires"] is None


@terminal
@pytest.mark.parametrize("paste", [True, False])
def test_a_person_gives_leave_in_the_browser(at: Home, authority: Authority, paste: bool) -> None:
    def visit(seen: str) -> None:
        threading.Timer(0.3, _follow, [browse(page_in(seen))]).start()

    last = {"ended up at:": lambda seen: browse(page_in(seen))} if paste else {"Waiting for your answer": visit}
    seen = at_a_terminal(
        at,
        ("accounts", "add", "ward", "--network", "x", "--how", "oauth2", *(["--paste"] if paste else [])),
        {"Client ID:": CLIENT_ID, "Client Secret (empty for a native app):": "", **last},
    )

    assert "ward is @someone on X" in seen
    assert shown([*authority.access, *authority.refresh], seen) == []
    listed = next(each for each in at.data("accounts", "--json")["accounts"] if each["name"] == "ward")
    assert listed["expires"] is not None
    assert "renewed by itself" in at.thread("accounts").stdout


def _follow(url: str) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    connection.getresponse().read()
    connection.close()


POLL = """\
---
to: [ward]
reply_settings: following
paid_partnership: true
---

When do you read?

<!-- poll: Mornings | Evenings; 12 h -->

---

Thanks to all.
"""


def test_a_draft_asks_x_for_a_poll_and_is_refused_before_anything_is_queued_where_it_cannot(
    at: Home, authority: Authority
) -> None:
    add(at, authority)
    refused = at.thread("post", at.draft(POLL.replace("Mornings", "Mornings " * 5)), expect=2)
    assert "up to 25" in refused.stderr
    assert at.data("queue", "--json")["entries"] == []

    at.thread("post", at.draft(POLL))
    first, second = authority.store.posts("account = ?", "someone")
    assert first.options == {
        "poll": {"options": ["Mornings", "Evenings"], "duration_minutes": 720},
        "reply_settings": "following",
        "paid_partnership": True,
    }
    assert second.options == {"paid_partnership": True}


@pytest.mark.parametrize("how", ["keys", "leave"])
def test_no_secret_is_in_anything_that_is_left_behind(at: Home, authority: Authority, how: str) -> None:
    """A whole life with failures, all loggers at DEBUG: then only the file for secrets has them."""
    said: list[str] = []
    if how == "keys":
        said += _output(add(at, authority))
        secrets = keys_of(authority)
    else:
        grant = authority.grant()
        given = f"client_id = {CLIENT_ID}\nrefresh_token = {grant['refresh_token']}\n"
        words = ("accounts", "add", "ward", "--network", "x", "--token-file", "-")
        said += _output(at.thread(*words, "--loud", stdin=given))
        secrets = []
    from composer.networks.rehearsal import arm
    from composer.networks.rehearsal.client import health

    server = health(authority.port)
    assert server is not None
    draft = at.draft()
    arm(server, "500_after", "read:500_before", "403_suspended@3")
    for command in (
        ("accounts",),
        ("accounts", "test", "ward"),
        ("post", draft, "--to", "ward"),
        ("resume",),
        ("queue", "--json"),
        ("config", "show"),
    ):
        said += _output(at.thread(*command, "--loud", expect=None))
    (queue,) = [path for path in _files(at) if path.name == "queue.sqlite3"]
    reader = sqlite3.connect(queue)  # as long as it is open, the journal of writes is kept
    reader.execute("SELECT count(*) FROM entry").fetchone()
    authority.revoke()
    arm(server, "401*9", "read:401*9")
    draft.write_text("Other words for a new thread.\n")
    for command in (("post", draft, "--to", "ward"), ("queue", "--json")):
        said += _output(at.thread(*command, "--loud", expect=None))
    said += _tried_elsewhere(at, authority, draft)
    entry = at.data("queue", "--json")["entries"][0]["id"]
    for command in (
        ("accounts", "--json"),
        ("accounts", "test", "ward", "--json"),
        ("queue", "show", entry, "--json"),
        ("receipts", entry, "--json", "--beside"),
        ("receipts", entry, "--markdown"),
        ("export", "--all", "--json"),
        ("diff", draft, "--json"),
        ("edit", entry, "--json"),
        ("hand", "over", entry, "--json"),
        ("rehearse", draft, "--as", "ward", "--json"),
        ("rehearse", draft, "--as", "sky", "--json"),
        ("rehearse", draft, "--as", "herd", "--json"),
        ("rehearsal", "timeline", "--json"),
        ("config", "show", "--json"),
        ("doctor", "--json"),
        ("plan", "--json"),
        ("backup", at.folder / "copy.sqlite3"),
    ):
        said += _output(at.thread(*command, "--loud", expect=None))

    names = {path.name for path in _files(at)}
    assert {"copy.sqlite3", "queue.sqlite3-wal", daily_copy(queue).name, "rehearsal.log"} <= names
    assert any(name.endswith(".receipts.json") for name in names)
    secrets += [
        *ELSEWHERE,
        *authority.access,
        *authority.refresh,
        *([grant["refresh_token"]] if how == "leave" else []),
    ]
    assert len(secrets) >= 2
    assert any("DEBUG" in each for each in said)
    assert any("Starting new HTTP connection" in each for each in said)
    assert shown(secrets, *said) == []
    vault = [path for path in _files(at) if path.name == "secrets.json"]
    assert len(vault) == 1
    assert vault[0].stat().st_mode & 0o077 == 0
    for path in _files(at):
        content = path.read_bytes()
        found = [secret for secret in secrets if secret.encode() in content]
        assert path in vault or found == [], path
    json.loads(vault[0].read_text())
    reader.close()


ELSEWHERE = ("wxyz-qrst-2345-6767", "token-of-the-herd")


def _tried_elsewhere(at: Home, authority: Authority, draft: Path) -> list[str]:
    """Accounts on Bluesky and Mastodon whose server is none: all that is said of them."""
    app_password, token = ELSEWHERE
    said: list[str] = []
    for name, network, given in (
        ("sky", "bluesky", f"handle = ward.example\nserver = {authority.url}\napp_password = {app_password}\n"),
        ("herd", "mastodon", f"server = {authority.url}\naccess_token = {token}\n"),
    ):
        words = ("accounts", "add", name, "--network", network, "--token-file", "-")
        said += _output(at.thread(*words, "--loud", stdin=given))
        for command in (("accounts", "test", name, "--json"), ("post", draft, "--to", name, "--json")):
            said += _output(at.thread(*command, "--loud", expect=None))
    return said


def _output(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [done.stdout, done.stderr]


def _files(at: Home) -> list[Path]:
    """Everything that this home holds; the stand-in's own store is elsewhere and knows its secrets."""
    places = [at.folder, *(at.folder.parent / name for name in ("home", "state", "settings", "documents"))]
    return [path for place in places for path in place.rglob("*") if path.is_file()]

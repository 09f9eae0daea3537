"""What a Bluesky server may answer instead of writing a thread: a message that says what to do, and never a second try.

The server here is a stand-in on loopback that answers as a test tells it to; what a real one does is tried in
`test_bluesky_server.py`.
"""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from composer.networks import AccountError
from composer.networks.bluesky import wire
from composer.networks.bluesky.begin import begun
from composer.networks.bluesky.cids import cid_of
from composer.networks.bluesky.directory import Directory
from composer.networks.bluesky.identity import identity
from composer.networks.bluesky.session import Session
from composer.networks.bluesky.wire import Wire, origin_of
from composer.networks.vault import FileVault
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused
from tests.networks.bluesky_parts import NOWHERE, kept, planned_by, publisher_for, thread
from tests.networks.conftest import picture
from tests.networks.untrusted import untrusted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
PASSWORD = "abcd-efgh-2345-6723"
Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]


def token(ends: float, name: str = "access") -> str:
    claims = json.dumps({"scope": "com.atproto.appPass", "exp": int(ends), "name": name}).encode()
    return f"head.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.{name}"


class StandIn:
    """Answers each method as it was told; what it was not told it answers as a server that has one account would."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.sessions = 0
        self.seconds = 7200.0
        self.answers: dict[str, Callable[[dict[str, Any]], Answer | None]] = {}
        self.written: dict[str, dict[str, Any]] = {}
        self.url = ""

    def says(self, method: str, *answer: Any) -> None:
        self.answers[method] = lambda _: answer  # type: ignore[assignment,return-value]

    def answer(self, method: str, asked: dict[str, Any]) -> Answer | None:
        name = method.rpartition(".")[2]
        self.calls.append(name)
        if name in self.answers:
            return self.answers[name](asked)
        match name:
            case "createSession" | "refreshSession":
                self.sessions += 1
                ends = time.time() + self.seconds
                tokens = {"accessJwt": token(ends, f"a{self.sessions}"), "refreshJwt": token(ends, f"r{self.sessions}")}
                return 200, {"did": DID, "handle": "me.test", **tokens}
            case "getLatestCommit":
                return 200, {"cid": "head", "rev": "1"}
            case "getRecord":
                found = self.written.get(asked["rkey"])
                return (
                    (200, found) if found else (400, {"error": "RecordNotFound", "message": "Could not locate record"})
                )
            case "applyWrites":
                made = [(each["rkey"], each["value"]) for each in asked["writes"]]
                self.written |= {key: {"uri": "at://x", "cid": cid_of(value), "value": value} for key, value in made}
                return 200, {"results": [{"cid": cid_of(value)} for _, value in made]}
            case "getSession":
                return 200, {"did": DID, "handle": "me.test", "active": True}
            case "uploadBlob":
                ref = {"$link": "bafkreie3uvjnrq6uloxbibmegzdwqqvizs746y6vmezjebgbnc3stkeydu"}
                return 200, {"blob": {"$type": "blob", "ref": ref, "mimeType": "image/png", "size": 69}}
        return 200, {}


class Handler(BaseHTTPRequestHandler):
    stand_in: StandIn

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        self.reply(asked.path, {name: values[0] for name, values in parse_qs(asked.query).items()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        said = json.loads(body) if self.headers.get("content-type") == "application/json" and body else {}
        self.reply(self.path, {**said, "authorization": self.headers.get("authorization", "")})

    def reply(self, path: str, asked: dict[str, Any]) -> None:
        answer = self.stand_in.answer(path, asked)
        if answer is None:
            self.close_connection = True
            return
        status, said, *headers = answer
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in (headers[0] if headers else {}).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[StandIn]:
    stand_in = StandIn()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"stand_in": stand_in}))
    stand_in.url = f"http://127.0.0.1:{listening.server_port}"
    serving = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield stand_in
    listening.shutdown()
    serving.join()
    listening.server_close()


@pytest.fixture
def record(server: StandIn) -> dict[str, str]:
    return {"handle": "me.test", "app_password": PASSWORD, "server": server.url}


def refused(status: int, name: str, words: str = "No") -> Answer:
    return status, {"error": name, "message": words}


# -- what an answer means


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (refused(400, "InvalidRequest", "Invalid record: too long"), Refused, "Invalid record: too long."),
        (refused(401, "AuthenticationRequired"), Refused, "app password of me: it was revoked"),
        (refused(401, "AccountTakedown"), Refused, "suspended or was taken down"),
        (refused(401, "AccountDeactivated"), Refused, "deactivated"),
        (refused(403, "AccountNotFound"), Refused, "does not know the account me any more"),
        (refused(400, "InvalidSwap"), NotSent, "Something else was written to me"),
        (refused(429, "RateLimitExceeded"), NotSent, "limit for an hour or a day"),
        (refused(500, "InternalServerError"), OutcomeUnknown, "may be out or not"),
        (refused(502, "UpstreamFailure"), OutcomeUnknown, "may be out or not"),
        ((200, b"not json"), OutcomeUnknown, "its answer cannot be read"),
        ((200, [1]), OutcomeUnknown, "its answer cannot be read"),
        ((200, {"results": "?"}), OutcomeUnknown, "its answer cannot be read"),
        ((302, b"", {"location": "http://127.0.0.9:1/"}), OutcomeUnknown, "send us on to 127.0.0.9"),
        (None, OutcomeUnknown, "may be out or not"),
    ],
)
def test_an_answer_to_the_thread_says_whether_it_is_out_and_what_to_do(
    server: StandIn, record: dict[str, str], tmp_path: Path, answer: Answer | None, kind: type, words: str
) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    posts = planned_by(publisher, thread("one", "two"))
    server.answers["applyWrites"] = lambda _: answer

    with pytest.raises(kind, match=r"\S") as raised:
        publisher.send_all(posts)

    assert type(raised.value) is kind
    assert words in str(raised.value)
    assert PASSWORD not in str(raised.value)
    assert server.calls.count("applyWrites") == 1


def test_a_used_up_limit_says_when_it_is_over_by_the_servers_own_clock(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    posts = planned_by(publisher, thread("one"))
    headers = {"ratelimit-reset": str(int(time.time()) + 1800)}
    server.says("applyWrites", 429, {"error": "RateLimitExceeded"}, headers)

    with pytest.raises(NotSent, match=r"tried again in 30 min") as raised:
        publisher.send_all(posts)

    assert raised.value.retry_after is not None
    assert 1790 <= raised.value.retry_after.total_seconds() <= 1801


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(500, "InternalServerError"), OutcomeUnknown),
        (refused(429, "RateLimitExceeded"), OutcomeUnknown),
        (refused(401, "AccountTakedown"), Refused),
        ((200, b"?"), OutcomeUnknown),
    ],
)
def test_a_look_that_fails_never_says_that_nothing_is_out(
    server: StandIn, record: dict[str, str], tmp_path: Path, answer: Answer, kind: type
) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    posts = planned_by(publisher, thread("one", "two"))
    server.says("getRecord", *answer)

    with pytest.raises(kind, match="not known whether the thread is out") as raised:
        publisher.find_all(posts)

    assert type(raised.value) is kind


def test_a_thread_that_was_written_though_nobody_said_so_is_found_and_not_sent_again(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    posts = planned_by(publisher, thread("one", "two"))
    lost = server.answer

    def written_and_silent(asked: dict[str, Any]) -> None:
        del server.answers["applyWrites"]
        lost("applyWrites", asked)

    server.answers["applyWrites"] = written_and_silent
    with pytest.raises(OutcomeUnknown):
        publisher.send_all(posts)
    before = dict(server.written)

    found = publisher.find_all(posts)
    again = publisher.send_all(posts)

    assert found == again
    assert [receipt.text for receipt in again] == ["one", "two"]
    assert server.written == before


def test_a_plan_is_never_made_anew(server: StandIn, record: dict[str, str], tmp_path: Path) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    plan = publisher.prepare(thread("one", "two"), b"")

    assert publisher.prepare(thread("one", "two"), plan) == plan
    assert publisher_for(kept(tmp_path, {})).prepare(thread("one", "two"), plan) == plan


def test_what_is_stored_otherwise_than_sent_is_told(server: StandIn, record: dict[str, str], tmp_path: Path) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    posts = planned_by(publisher, thread("one", "two"))

    publisher.send_all(posts)
    last = next(each for each in server.written.values() if each["value"]["text"] == "two")
    last |= {"cid": "another", "value": {**last["value"], "text": "tw"}}
    found = publisher.find_all(posts)

    assert found is not None
    assert [receipt.text for receipt in found] == ["one", "tw"]


def test_a_picture_that_the_server_swept_up_is_uploaded_again_and_the_plan_holds(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    publisher = publisher_for(kept(tmp_path, record))
    posts = planned_by(publisher, thread("one", pictures=(picture("A line"),)))
    server.says("applyWrites", 400, {"error": "BlobNotFound", "message": "Could not find blob: bafkre"})

    with pytest.raises(NotSent, match="swept up a picture"):
        publisher.send_all(posts)
    del server.answers["applyWrites"]

    assert server.calls.count("uploadBlob") == 2
    assert publisher.send_all(posts)[0].text == "one"


def test_a_picture_that_is_too_large_for_this_server_says_so(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    server.says("uploadBlob", 413, {"error": "PayloadTooLarge", "message": "request entity too large"})

    with pytest.raises(Refused, match=r"take figure\.png, because the file is larger than that server takes"):
        publisher_for(kept(tmp_path, record)).prepare(thread("one", pictures=(picture("A line"),)), b"")


def test_a_post_that_does_not_begin_with_a_warning_for_which_there_is_no_mark_is_not_sent(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="no mark for the content warning “grief”"):
        publisher_for(kept(tmp_path, record)).prepare(thread("one", content_warning="grief"), b"")

    assert server.calls == []


# -- connections


def test_where_nothing_listens_nothing_was_sent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    secrets = kept(tmp_path, {"handle": "me.test", "app_password": PASSWORD, "server": gone})

    with pytest.raises(NotSent, match="cannot be reached \\(nothing listens there\\), so nothing was sent"):
        publisher_for(secrets).prepare(thread("one"), b"")


def test_no_app_password_reaches_a_server_whose_certificate_is_not_trusted(tmp_path: Path) -> None:
    with untrusted() as server:
        record = {"handle": "alice.test", "app_password": "abcd-efgh-2345-6777", "server": server.origin}
        with pytest.raises(NotSent, match="certificate is not trusted"):
            publisher_for(kept(tmp_path, record)).prepare(thread("one"), b"")
        assert server.requests == 0


def test_a_server_that_never_answers_leaves_the_outcome_open(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    secrets = kept(tmp_path, record)
    posts = planned_by(publisher_for(secrets), thread("one"))
    release = threading.Event()
    server.answers["applyWrites"] = lambda _: release.wait(10) and None

    with pytest.raises(OutcomeUnknown, match="it took too long"):
        publisher_for(secrets, read_seconds=0.2).send_all(posts)
    release.set()


def test_an_answer_that_drips_is_given_up_as_a_whole() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n")
                for _ in range(100):
                    try:
                        connection.sendall(b" ")
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        slow = Wire(f"http://127.0.0.1:{listening.getsockname()[1]}", 5, 0.3)
        begun_at = time.monotonic()
        with pytest.raises(wire.Troubled, match="not complete in time"):
            slow.call("GET", "/")

    assert time.monotonic() - begun_at < 4


def test_an_answer_without_end_is_not_read_to_its_end(
    server: StandIn, record: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "ANSWER_MAXIMUM", 1024 * 1024)
    server.says("getSession", 200, b" " * 2_000_000)

    with pytest.raises(AccountError, match="longer than 1 MB"):
        identity(session_of(tmp_path, record), "me")


@pytest.mark.parametrize(
    "address", ["http://pds.example", "ftp://pds.example", "https://pds.example/path", "https://a:b@pds.example", ""]
)
def test_an_address_that_would_betray_an_app_password_is_none(address: str) -> None:
    with pytest.raises(AccountError):
        origin_of(address)


def test_the_address_of_a_server_is_taken_as_people_write_it() -> None:
    assert origin_of("bsky.social") == "https://bsky.social"
    assert origin_of("https://pds.example:8443/") == "https://pds.example:8443"
    assert origin_of("http://127.0.0.1:2583") == "http://127.0.0.1:2583"


# -- the session


def session_of(folder: Path, record: dict[str, str]) -> Session:
    return Session("me", kept(folder, record), Wire, NOWHERE)


def test_a_session_is_begun_once_and_kept_for_the_next_program(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    for _ in range(3):
        assert session_of(tmp_path, {} if server.sessions else record).did == DID

    assert server.sessions == 1
    assert FileVault(tmp_path / "secrets.json").read("me")["refresh"]


def test_a_session_about_to_end_is_renewed_and_on_disk_before_its_next_use(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    server.seconds = 60
    session = session_of(tmp_path, record)
    assert session.did == DID
    server.seconds = 7200
    on_disk = []
    server.answers["getSession"] = lambda asked: (
        on_disk.append(FileVault(tmp_path / "secrets.json").read("me")["access"]) or (200, {"did": DID})
    )

    session.call("GET", "com.atproto.server.getSession")

    assert server.calls == ["createSession", "refreshSession", "getSession"]
    assert on_disk[0].endswith("a2")


def test_a_token_that_the_server_forgot_is_renewed_once(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    session = session_of(tmp_path, record)
    assert session.did == DID
    server.says("getSession", 400, {"error": "ExpiredToken", "message": "Token has expired"})

    with pytest.raises(wire.Troubled):
        session.call("GET", "com.atproto.server.getSession")

    assert server.calls == ["createSession", "getSession", "refreshSession", "getSession"]


def test_a_refresh_token_that_is_over_is_replaced_by_the_app_password(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    server.seconds = 0
    assert session_of(tmp_path, record).did == DID
    server.seconds = 7200
    server.says("refreshSession", 400, {"error": "ExpiredToken", "message": "Token has expired"})

    assert session_of(tmp_path, {}).did == DID
    assert server.calls == ["createSession", "refreshSession", "createSession"]


def test_a_revoked_app_password_is_not_tried_again_and_again(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    server.says("createSession", *refused(401, "AuthenticationRequired", "Invalid identifier or password"))

    with pytest.raises(Refused, match=r"https://bsky\.app/settings/app-passwords"):
        publisher_for(kept(tmp_path, record)).prepare(thread("one"), b"")

    assert server.calls == ["createSession"]


def test_programs_at_the_same_time_renew_a_session_once(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    session_of(tmp_path, record)
    threads = [threading.Thread(target=lambda: session_of(tmp_path, {}).did) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert server.sessions == 1


def test_an_app_password_in_the_environment_has_its_session_in_the_vault(server: StandIn, tmp_path: Path) -> None:
    environment = {"THREAD_ME_HANDLE": "me.test", "THREAD_ME_APP_PASSWORD": PASSWORD, "THREAD_ME_SERVER": server.url}
    for _ in range(2):
        assert Session("me", kept(tmp_path, {}, environment), Wire, NOWHERE).did == DID

    assert server.sessions == 1


# -- adding an account


def test_the_accounts_own_password_is_sent_nowhere(server: StandIn) -> None:
    with pytest.raises(AccountError, match="sent nowhere"):
        begun("me.test", "correct horse battery", server.url, "me", NOWHERE)

    assert server.calls == []


@pytest.mark.parametrize("handle", ["me", "@", "me test", "https://bsky.app/profile/me.test", "-a.test"])
def test_what_is_no_handle_is_sent_nowhere(server: StandIn, handle: str) -> None:
    with pytest.raises(AccountError, match="is no handle"):
        begun(handle, PASSWORD, server.url, "me", NOWHERE)

    assert server.calls == []


def test_a_handle_leads_to_the_server_that_has_the_account(server: StandIn) -> None:
    server.answers["resolveHandle"] = lambda asked: (200, {"did": DID}) if asked["handle"] == "me.test" else None
    document = {
        "id": DID,
        "alsoKnownAs": ["at://me.test"],
        "service": [{"id": "#atproto_pds", "type": "x", "serviceEndpoint": server.url}],
    }
    server.says(f"/{DID}", 200, document)

    found = begun("@Me.test", PASSWORD.upper(), "", "me", Directory(server.url, server.url))

    assert (found["did"], found["handle"], found["server"]) == (DID, "me.test", server.url)
    assert found["access"]


def test_a_handle_that_nobody_has_says_where_to_look(server: StandIn) -> None:
    server.says("resolveHandle", 400, {"error": "InvalidRequest", "message": "Unable to resolve handle"})

    with pytest.raises(AccountError, match=r"Nobody on Bluesky goes by the handle me\.test"):
        begun("me.test", PASSWORD, "", "me", Directory(server.url, server.url))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refused(401, "AuthenticationRequired"), "does not accept that app password"),
        (refused(401, "AccountTakedown"), "taken down"),
        ((200, {"did": DID, "active": False, "status": "suspended"}), "suspended"),
        ((200, {"did": DID, "active": False, "status": "deactivated"}), "activates it again"),
        (refused(429, "RateLimitExceeded"), "sign in 30 times in 5 minutes"),
        (refused(503, "NotAvailable"), "could not be asked about me"),
        ((200, {"did": DID}), "its answer cannot be read"),
    ],
)
def test_an_account_that_cannot_be_added_says_why(server: StandIn, answer: Answer, words: str) -> None:
    server.says("createSession", *answer)

    with pytest.raises(AccountError, match=words):
        begun("me.test", PASSWORD, server.url, "me", NOWHERE)


def test_a_handle_that_leads_nowhere_any_more_says_what_its_readers_see(
    server: StandIn, record: dict[str, str], tmp_path: Path
) -> None:
    server.says("getSession", 200, {"did": DID, "handle": "handle.invalid", "active": True})

    with pytest.raises(AccountError, match="readers see 'Invalid Handle'"):
        identity(session_of(tmp_path, record), "me")


# -- moved


@pytest.mark.parametrize("answer", [refused(403, "AccountNotFound"), refused(401, "AccountDeactivated"), "gone"])
def test_an_account_that_moved_says_where_to(
    server: StandIn, record: dict[str, str], tmp_path: Path, answer: Any
) -> None:
    secrets = kept(tmp_path, record)
    elsewhere = Directory(server.url, server.url)
    document = {"id": DID, "service": [{"id": "#atproto_pds", "serviceEndpoint": "https://new.example"}]}
    server.says(f"/{DID}", 200, document)
    posts = planned_by(publisher_for(secrets), thread("one"))
    if answer == "gone":
        with socket.create_server(("127.0.0.1", 0)) as taken:
            closed = f"http://127.0.0.1:{taken.getsockname()[1]}"
        secrets.keep("me", {**secrets.held("me").values, "server": closed})
    else:
        server.says("applyWrites", *answer)

    with pytest.raises(PublishError, match=r"me has moved from 127\.0\.0\.1:\d+ to new\.example"):
        publisher_for(secrets, elsewhere).send_all(posts)

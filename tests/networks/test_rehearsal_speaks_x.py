"""What goes over the wire: X's fields, X's refusals, and a signature that has to hold."""

from __future__ import annotations

import html
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from oauthlib.oauth1 import Client

from composer.networks.rehearsal import credentials, posting
from composer.networks.rehearsal.answer import Call
from composer.networks.rehearsal.store import Store
from tests.networks.conftest import PNG, Rehearsal, outgoing, picture, publish, send

if TYPE_CHECKING:
    from pathlib import Path

    from composer.networks.x import XPublisher


class Wire:
    """Signed calls without tweepy, so that what X would say can be seen as it is."""

    def __init__(self, rehearsal: Rehearsal, account: str = "rehearsal", host: str = "api.x.com") -> None:
        keys = credentials(rehearsal.server.store, account)
        self.signer = Client(keys.api_key, keys.api_secret, keys.access_token, keys.access_secret)
        self.user_id = keys.user_id
        self.rehearsal = rehearsal
        self.host = host

    def signature(self, method: str, target: str) -> dict[str, str]:
        headers: dict[str, str] = self.signer.sign(f"https://{self.host}{target}", method)[1]
        return headers

    def __call__(self, method: str, target: str, body: Any = None) -> tuple[int, Any]:
        status, _, content = self.rehearsal.ask(method, target, body, self.signature(method, target))
        return status, json.loads(content)

    def own(self, query: str = "") -> Any:
        return self("GET", f"/2/users/{self.user_id}/tweets{query}")[1]


@pytest.fixture
def wire(rehearsal: Rehearsal) -> Wire:
    return Wire(rehearsal)


@pytest.mark.parametrize("host", ["api.twitter.com", "api.x.com"])
def test_a_signature_for_either_name_of_x_holds(rehearsal: Rehearsal, host: str) -> None:
    status, answer = Wire(rehearsal, host=host)("GET", "/2/users/me")

    assert (status, answer["data"]["username"]) == (200, "rehearsal")


def test_a_signature_for_another_place_or_path_or_question_does_not_hold(rehearsal: Rehearsal, wire: Wire) -> None:
    me = "/2/users/me"
    for signed in (
        wire.signature("POST", me),
        wire.signature("GET", "/2/tweets/1"),
        wire.signature("GET", f"{me}?user.fields=name"),
        Wire(rehearsal, host="api.example.com").signature("GET", me),
        {"Authorization": "Bearer token"},
        {"Authorization": 'OAuth oauth_consumer_key="x"'},
        {},
    ):
        assert rehearsal.ask("GET", me, headers=signed)[0] == 401


def test_a_signature_is_good_for_one_call(rehearsal: Rehearsal, wire: Wire) -> None:
    signed = wire.signature("GET", "/2/users/me")

    assert [rehearsal.ask("GET", "/2/users/me", headers=signed)[0] for _ in range(2)] == [200, 401]


def test_a_key_of_one_account_and_a_token_of_another_do_not_hold(rehearsal: Rehearsal) -> None:
    one, two = (credentials(rehearsal.server.store, name) for name in ("one", "two"))
    mixed = Client(one.api_key, one.api_secret, two.access_token, two.access_secret)

    headers = mixed.sign("https://api.x.com/2/users/me", "GET")[1]

    assert rehearsal.ask("GET", "/2/users/me", headers=headers)[0] == 401


def test_urls_come_back_shortened_and_markup_escaped(wire: Wire) -> None:
    text = "5 < 6 & see https://example.org/a?b=1&c=2, or example.com & <end>"

    _, created = wire("POST", "/2/tweets", {"text": text})
    _, read = wire("GET", f"/2/tweets/{created['data']['id']}?tweet.fields=entities,created_at,conversation_id")

    post = read["data"]
    assert post["text"] == created["data"]["text"]
    assert post["text"].startswith("5 &lt; 6 &amp; see https://t.co/")
    assert post["text"].endswith(" &amp; &lt;end&gt;")
    assert post["conversation_id"] == post["id"]
    assert post["created_at"].endswith("Z")
    links = post["entities"]["urls"]
    assert [each["expanded_url"] for each in links] == ["https://example.org/a?b=1&c=2", "http://example.com"]
    for each in links:
        assert post["text"][each["start"] : each["end"]] == each["url"]
    restored = post["text"]
    for each, written in zip(links, ["https://example.org/a?b=1&c=2", "example.com"], strict=True):
        restored = restored.replace(each["url"], html.escape(written, quote=False))
    assert html.unescape(restored) == text


def test_only_the_fields_that_were_asked_for_come_back(wire: Wire) -> None:
    _, created = wire("POST", "/2/tweets", {"text": "Words"})

    _, read = wire("GET", f"/2/tweets/{created['data']['id']}")

    assert read == {"data": created["data"]}


def test_the_timeline_comes_in_pages_newest_first(wire: Wire) -> None:
    ids = [wire("POST", "/2/tweets", {"text": f"Post {number}"})[1]["data"]["id"] for number in range(12)]

    pages = [wire.own("?max_results=5")]
    while token := pages[-1]["meta"].get("next_token"):
        pages.append(wire.own(f"?max_results=5&pagination_token={token}"))

    assert [each["id"] for page in pages for each in page["data"]] == ids[::-1]
    assert [page["meta"]["result_count"] for page in pages] == [5, 5, 2]
    assert [each["id"] for each in wire.own(f"?since_id={ids[8]}")["data"]] == ids[:8:-1]
    assert wire.own("?start_time=2100-01-01T00:00:00Z") == {"meta": {"result_count": 0}}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "JSON object"),
        ({}, "needs text"),
        ({"text": " \n"}, "needs text"),
        ({"text": 5}, "string"),
        ({"text": "a", "colour": "red"}, "colour is not a field"),
        ({"text": "a", "paid_partnership": "yes"}, "wrong type"),
        ({"text": "a", "community_id": 5}, "wrong type"),
        ({"text": "a", "reply_settings": "everyone"}, "reply_settings"),
        ({"text": "a", "reply": {"in_reply_to_tweet_id": 5}}, "in_reply_to_tweet_id"),
        ({"text": "a", "media": {"media_ids": []}}, "media_ids"),
        ({"text": "a", "media": {"media_ids": ["99"]}}, "media IDs are invalid"),
        ({"text": "a", "poll": {"options": ["one"], "duration_minutes": 5}}, "two to four"),
        ({"text": "a", "poll": {"options": ["one", "x" * 26], "duration_minutes": 5}}, "25 characters"),
        ({"text": "a", "poll": {"options": ["one", "two"], "duration_minutes": 4}}, "duration_minutes"),
    ],
)
def test_a_call_that_x_does_not_know_is_refused(rehearsal: Rehearsal, wire: Wire, body: Any, says: str) -> None:
    status, answer = wire("POST", "/2/tweets", body)

    assert status == 400
    assert says in json.dumps(answer)
    assert rehearsal.texts() == []


def test_what_x_knows_is_taken(rehearsal: Rehearsal, wire: Wire) -> None:
    poll = {"options": ["Yes", "No <b>"], "duration_minutes": 60}
    settings = {"reply_settings": "following", "made_with_ai": False, "paid_partnership": True, "community_id": "5"}

    status, _ = wire("POST", "/2/tweets", {"text": "Which one?", "poll": poll, **settings})

    assert status == 201
    assert "No &lt;b&gt;" in rehearsal.page(f"/thread/{rehearsal.timeline()[0]['id']}")


def test_refusals_have_the_words_of_x(wire: Wire) -> None:
    _, first = wire("POST", "/2/tweets", {"text": "Words"})

    status, duplicate = wire("POST", "/2/tweets", {"text": "Words"})
    assert (status, duplicate["detail"]) == (403, "You are not allowed to create a Tweet with duplicate content.")
    assert first["data"]["id"] not in json.dumps(duplicate)

    status, orphan = wire("POST", "/2/tweets", {"text": "b", "reply": {"in_reply_to_tweet_id": "17"}})
    assert status == 403
    assert orphan["detail"] == "You attempted to reply to a Tweet that is deleted or not visible to you."

    status, absent = wire("GET", "/2/tweets/17")
    assert (status, absent["errors"][0]["title"]) == (200, "Not Found Error")


def test_every_answer_says_how_many_posts_are_left(rehearsal: Rehearsal, wire: Wire) -> None:
    rehearsal.arm(limit=100)
    left = []
    for number in range(3):
        signed = wire.signature("POST", "/2/tweets")
        _, headers, _ = rehearsal.ask("POST", "/2/tweets", {"text": f"Post {number}"}, signed)
        left.append(headers["x-rate-limit-remaining"])

    assert left == ["99", "98", "97"]


def test_nobody_takes_back_the_post_of_another(rehearsal: Rehearsal) -> None:
    (post,) = publish(rehearsal.publisher("one"), "Mine")

    status, _ = Wire(rehearsal, "two")("DELETE", f"/2/tweets/{post.remote_id}")

    assert status == 403
    assert rehearsal.texts() == ["Mine"]


def test_nobody_uses_the_pictures_of_another(rehearsal: Rehearsal) -> None:
    import base64

    upload = {"media": base64.b64encode(PNG).decode(), "media_category": "tweet_image"}
    _, answer = Wire(rehearsal, "one")("POST", "/2/media/upload", upload)
    media_id = answer["data"]["id"]

    other = Wire(rehearsal, "two")
    post = {"text": "a", "media": {"media_ids": [media_id]}}
    alt = {"id": media_id, "metadata": {"alt_text": {"text": "b"}}}

    assert other("POST", "/2/tweets", post)[0] == 400
    assert other("POST", "/2/media/metadata", alt)[0] == 400


@pytest.mark.parametrize(
    "headers",
    [{"Host": "rebound.example"}, {"Host": "127.0.0.1"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
@pytest.mark.parametrize("path", ["/", "/rehearsal/timeline.json", "/2/users/me"])
def test_a_page_of_somebody_else_learns_nothing(
    rehearsal: Rehearsal, publisher: XPublisher, path: str, headers: dict[str, str]
) -> None:
    publish(publisher, "A draft that nobody may see yet")

    status, _, body = rehearsal.ask("GET", path, headers=headers)

    assert status == 403
    assert b"draft" not in body


@pytest.mark.parametrize(
    "path",
    ["/2/nothing", "/2/tweets/99999999999999999999", "/2/tweets/9223372036854775808", "/thread/9223372036854775808"],
)
def test_a_number_or_path_beyond_all_bounds_is_not_found(wire: Wire, path: str) -> None:
    status, _, _ = wire.rehearsal.ask("GET", path, headers=wire.signature("GET", path))

    assert status == 404


def test_a_body_beyond_all_bounds_is_refused_unread(rehearsal: Rehearsal) -> None:
    status, _, _ = rehearsal.ask("POST", "/2/tweets", headers={"Content-Length": str(1 << 40)})

    assert status == 413


def test_the_timeline_for_scripts_has_what_it_promises(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    first = send(publisher, outgoing("First & https://example.org 1/2", 1, 2, pictures=(picture("A line"),)))
    send(publisher, outgoing("Second 2/2", 2, 2, after=first))

    one, two = rehearsal.timeline()

    assert set(one) == {"id", "text", "in_reply_to", "account", "created_at", "media"}
    assert (one["text"], one["in_reply_to"], one["account"]) == ("First & https://example.org 1/2", None, "rehearsal")
    assert (two["text"], two["in_reply_to"]) == ("Second 2/2", one["id"])
    assert one["media"][0]["alt"] == "A line"


def test_of_equal_posts_at_once_one_is_taken(tmp_path: Path) -> None:
    store = Store(tmp_path / "rehearsal.sqlite3")
    member = store.member("rehearsal")
    together = Barrier(4)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # whatever is not done in one go is done in between

    def post(text: str) -> int:
        together.wait(10)
        return posting.create(store, Call(member, {}, {"text": text}, 1_800_000_000_000), 0).status

    try:
        with ThreadPoolExecutor(4) as pool:
            for number in range(20):
                answers = list(pool.map(post, [f"See https://example.org/{number}"] * 4))
                assert sorted(answers) == [201, 403, 403, 403]
    finally:
        sys.setswitchinterval(before)
        store.close()


def test_many_posts_at_once_are_all_taken(rehearsal: Rehearsal) -> None:
    def post(number: int) -> int:
        status: int = Wire(rehearsal, f"account {number % 3}")("POST", "/2/tweets", {"text": f"Post {number}"})[0]
        return status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, range(24))) == {201}

    assert len({each["id"] for each in rehearsal.timeline()}) == 24


@pytest.mark.parametrize("body", [None, [], {"id": 5}, {"id": "1", "metadata": []}, {"metadata": {"alt_text": "x"}}])
@pytest.mark.parametrize("path", ["/2/media/metadata", "/2/media/upload"])
def test_odd_bodies_about_pictures_are_refused(wire: Wire, path: str, body: Any) -> None:
    assert wire("POST", path, body)[0] == 400


@pytest.mark.parametrize("path", ["//[", "/%00", "/thread/%31", "/media/../../etc/passwd", "/page.css/../x", "*"])
def test_odd_paths_are_not_found(rehearsal: Rehearsal, path: str) -> None:
    assert rehearsal.ask("GET", path)[0] == 404

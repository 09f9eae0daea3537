"""Every body that can be sent to X, held to the description that X publishes of its own calls."""

from __future__ import annotations

import json
import re
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.model import NO_OPTIONS, Media, Post, PostOptions, Receipt, Schedule
from composer.networks import capabilities_of, network_names
from composer.networks import x as x_network
from composer.networks.capabilities import community_id, objection
from composer.networks.rehearsal import api, credentials, reading
from composer.networks.rehearsal.answer import invalid
from composer.networks.rehearsal.server import Handler
from composer.networks.x import CAPABILITIES as X
from composer.networks.x.grant import renewed
from composer.networks.x.identity import identity
from composer.queue import Store, SystemClock, ThreadState, run
from composer.queue.publisher import Refused
from tests.networks.authority import CLIENT_ID, browse, listening
from tests.networks.authority import _Handler as authority_handler
from tests.networks.conftest import PNG, Rehearsal, outgoing, picture, publish, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.networks.x import XPublisher
    from composer.queue.publisher import Outgoing

RULES = json.loads(Path(__file__).with_name("x_requests.json").read_text())
_TYPES = {"string": str, "boolean": bool, "integer": int}


def breaches(value: Any, rule: dict[str, Any], at: str = "body") -> Iterator[str]:
    """How a body breaks its rule."""
    if "properties" in rule:
        if not isinstance(value, dict):
            yield f"{at} is no object"
            return
        yield from (f"{at}.{name} is not known" for name in value.keys() - rule["properties"].keys())
        yield from (f"{at}.{name} is missing" for name in set(rule["required"]) - value.keys())
        if len(value.keys() & set(rule.get("at_most_one", ()))) > 1:
            yield f"{at} has two of {rule['at_most_one']}"
        if "at_least_one" in rule and not value.keys() & set(rule["at_least_one"]):
            yield f"{at} has none of {rule['at_least_one']}"
        for name in value.keys() & rule["properties"].keys():
            yield from breaches(value[name], rule["properties"][name], f"{at}.{name}")
        return
    if "items" in rule:
        if not isinstance(value, list):
            yield f"{at} is no list"
            return
        for item in value:
            yield from breaches(item, rule["items"], f"{at}[]")
    elif type(value) is not _TYPES[rule["type"]]:
        yield f"{at} is of another type"
        return
    size = value if isinstance(value, int) else len(value)
    if not rule.get("minimum", size) <= size <= rule.get("maximum", size):
        yield f"{at} is too small or too large"
    if "pattern" in rule and not re.fullmatch(rule["pattern"], value):
        yield f"{at} has another form"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at} is none of {rule['enum']}"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Every body that arrives over the wire, with its call."""
    seen: list[tuple[str, Any]] = []
    api = Handler._api

    def noted(self: Handler, path: str, body: bytes) -> None:
        if body:
            seen.append((f"{self.command} {path}", json.loads(body)))
        api(self, path, body)

    monkeypatch.setattr(Handler, "_api", noted)
    return seen


def check(sent: list[tuple[str, Any]]) -> None:
    assert [(call, list(breaches(body, RULES[call]))) for call, body in sent] == [(call, []) for call, _ in sent]


PARENT = Receipt("1981", "https://x.com/i/status/1981", datetime.now(UTC))
FULL = PostOptions(
    reply_settings="mentioned",
    paid_partnership=True,
    made_with_ai=True,
    community="https://x.com/i/communities/1493446837214187523",
    poll=("Mornings", "Evenings"),
    poll_minutes=1440,
)


def post(text: str, options: PostOptions = NO_OPTIONS, **more: Any) -> Outgoing:
    return replace(outgoing(text, **more), options=options)


def test_what_is_asked_for_arrives_under_xs_own_names(publisher: XPublisher, sent: list[tuple[str, Any]]) -> None:
    send(publisher, post("When?", FULL))

    assert sent == [
        (
            "POST /2/tweets",
            {
                "text": "When?",
                "reply_settings": "mentionedUsers",
                "paid_partnership": True,
                "made_with_ai": True,
                "community_id": "1493446837214187523",
                "poll": {"options": ["Mornings", "Evenings"], "duration_minutes": 1440},
            },
        )
    ]
    check(sent)


def test_what_is_not_asked_for_is_left_out(publisher: XPublisher, sent: list[tuple[str, Any]]) -> None:
    send(publisher, post("Words", PostOptions(reply_settings="everyone")))

    assert sent == [("POST /2/tweets", {"text": "Words"})]


def test_every_shape_of_a_post_keeps_to_the_description(
    rehearsal: Rehearsal, publisher: XPublisher, sent: list[tuple[str, Any]]
) -> None:
    (existing,) = [send(rehearsal.publisher("somebody"), outgoing("A question"))]
    shapes = product(("", "words"), (None, existing), (0, 1, 4), sorted(X.reply_settings), (False, True))
    for number, (words, parent, pictures, who, marked) in enumerate(shapes):
        text = f"{words} {number}" if words or not pictures else ""
        options = PostOptions("" if parent else who, marked, marked, "42" if marked and not parent else "")
        send(publisher, post(text, options, after=parent, pictures=(picture(f"alt {number}"),) * pictures))

    assert len(sent) > 100
    check(sent)


_WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
_ANY = st.builds(
    PostOptions,
    reply_settings=st.one_of(st.sampled_from(["", *X.reply_settings, "Verified"]), _WORD),
    paid_partnership=st.booleans(),
    made_with_ai=st.booleans(),
    community=st.one_of(st.just(""), st.integers(0, 10**25).map(str), _WORD),
    poll=st.lists(_WORD, max_size=5).map(tuple),
    poll_minutes=st.integers(-1, 20_000),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(options=_ANY, number=st.integers(0, 10**9))
def test_whatever_is_asked_is_refused_here_or_keeps_to_the_description(
    publisher: XPublisher, sent: list[tuple[str, Any]], options: PostOptions, number: int
) -> None:
    sent.clear()
    with suppress(Refused):
        send(publisher, post(f"Words {number} {len(options.poll)} {hash(options)}", options))
    check(sent)


@pytest.mark.parametrize(
    ("options", "media", "says"),
    [
        (PostOptions(reply_settings="nobody"), False, "everyone, following, mentioned, subscribers, verified"),
        (PostOptions(community="our ward"), False, "ends in a number"),
        (PostOptions(poll=("a", "b"), poll_minutes=60), True, "pictures or a poll, not both"),
        (PostOptions(poll=("a", "b", "c", "d", "e"), poll_minutes=60), False, "2 to 4 choices"),
        (PostOptions(poll=("a", "b" * 26), poll_minutes=60), False, "up to 25"),
        (PostOptions(poll=("a", "b"), poll_minutes=4), False, "5 minutes to 7 days"),
        (PostOptions(poll=("a", "b"), poll_minutes=10_081), False, "5 minutes to 7 days"),
    ],
)
def test_what_x_cannot_do_is_refused_with_a_sentence_before_anything_leaves(
    publisher: XPublisher, sent: list[tuple[str, Any]], options: PostOptions, media: bool, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        send(publisher, post("Words", options, pictures=(picture("alt"),) if media else ()))

    assert sent == []


def test_who_may_reply_is_for_the_first_author_to_say(publisher: XPublisher) -> None:
    with pytest.raises(Refused, match="for the post that the thread answers"):
        send(publisher, post("Words", PostOptions(reply_settings="following"), after=PARENT))


def test_a_network_that_lacks_something_says_what_to_do_instead() -> None:
    from dataclasses import replace

    bare = replace(X, network="Paper", polls=None, reply_settings={}, disclosures=frozenset(), community="")
    for options in (
        PostOptions(reply_settings="following"),
        PostOptions(paid_partnership=True),
        PostOptions(made_with_ai=True),
        PostOptions(community="42"),
        PostOptions(poll=("a", "b"), poll_minutes=60),
    ):
        said = objection(bare, options, media=False)
        assert said is not None
        assert "Paper" in said
        assert "Remove" in said
    assert objection(bare, NO_OPTIONS, media=True) is None


def test_a_publisher_can_do_what_its_network_is_said_to(publisher: XPublisher) -> None:
    assert "x" in network_names()
    assert publisher.capabilities is capabilities_of(publisher.limit.name) is X


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("42", "42"),
        ("https://x.com/i/communities/42/", "42"),
        ("https://twitter.com/i/communities/42", "42"),
        ("https://evil.example/i/communities/42", None),
        ("", None),
    ],
)
def test_a_community_is_named_by_its_address_or_id(words: str, found: str | None) -> None:
    assert community_id(X, words) == found


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": 5},
        {"text": "a", "poll": {"options": ["a"], "duration_minutes": 60}},
        {"text": "a", "reply_settings": "everyone"},
        {"text": "a", "media": {"media_ids": ["1"]}, "poll": {"options": ["a", "b"], "duration_minutes": 60}},
        {"text": "a", "reply": {}},
        {"text": "a", "unheard_of": True},
        {"text": "a", "made_with_ai": 1},
    ],
)
def test_these_rules_find_what_breaks_them(body: dict[str, Any]) -> None:
    assert list(breaches(body, RULES["POST /2/tweets"]))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Every call that arrives, by its name in the description, with its body, or its query where it has none."""
    seen: list[tuple[str, Any]] = []
    api = Handler._api

    def noted(self: Handler, path: str, body: bytes) -> None:
        name = f"{self.command} {re.sub(r'/[0-9]+', '/{id}', path.removeprefix('/2'))}".replace(" ", " /2", 1)
        query = dict(parse_qsl(self.path.partition("?")[2]))
        seen.append((name, json.loads(body) if body else query))
        api(self, path, body)

    monkeypatch.setattr(Handler, "_api", noted)
    return seen


FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(100)


def test_every_call_of_a_whole_life_keeps_to_the_description(
    rehearsal: Rehearsal, asked: list[tuple[str, Any]], tmp_path: Path
) -> None:
    """Posting with pictures, a film and a poll, under faults, hence reading back; then taking it all back."""
    rehearsal.arm("close_after@2", "500_before@4", processing=0.3)
    shown = {1: (Media("figure.png", "A line"),), 2: (Media("round.mp4", "A ward round"),)}
    poll = PostOptions(poll=("Mornings", "Evenings"), poll_minutes=1440)
    posts = [
        Post(number, 3, f"Post {number}", 6, media=shown.get(number, ()), options=(NO_OPTIONS, poll)[number == 3])
        for number in (1, 2, 3)
    ]
    with Store(tmp_path / "queue.sqlite3") as queue:
        media = {"figure.png": PNG, "round.mp4": FILM}
        entry = queue.enqueue(
            posts, account="rehearsal", network="x", schedule=Schedule(datetime.now(UTC)), media=media
        ).id
        for _ in range(2):
            run(queue, lambda _: rehearsal.publisher(), SystemClock(), threading.Event(), once=True)
            if queue.get(entry).state is ThreadState.PUBLISHED:
                queue.retract(entry)
        assert queue.get(entry).state is ThreadState.RETRACTED
    site = x_network.rehearsal(rehearsal.server.url)
    identity(credentials(rehearsal.server.store, "rehearsal"), site, "rehearsal")

    assert {name for name, _ in asked} == {name for name in RULES if "/2/" in name and "oauth2" not in name}
    check(asked)


@pytest.fixture
def leave_asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Every call for leave that arrives, with its form, its query, or what its Authorization header says."""
    seen: list[tuple[str, Any]] = []
    api, page = authority_handler._api, authority_handler._page

    def posted(self: Any, path: str, body: bytes) -> None:
        if path == "/2/oauth2/token":
            form = dict(parse_qsl(body.decode()))
            seen.append((f"POST {path} ({form['grant_type']})", form))
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        api(self, path, body)

    def visited(self: Any, path: str) -> None:
        if path == "/i/oauth2/authorize":
            seen.append((f"GET {path}", dict(parse_qsl(self.path.partition("?")[2]))))
        if path.startswith("/oauth/"):
            said = re.findall(r'(\w+)="([^"]*)"', self.headers["Authorization"])
            seen.append((f"POST {path}", {name: unquote(value) for name, value in said}))
        page(self, path)

    monkeypatch.setattr(authority_handler, "_api", posted)
    monkeypatch.setattr(authority_handler, "_page", visited)
    return seen


@pytest.mark.parametrize("secret", ["", "of-the-web-app"])
def test_every_call_for_leave_keeps_to_the_description(
    tmp_path: Path, leave_asked: list[tuple[str, Any]], secret: str
) -> None:
    with listening(tmp_path) as authority:
        authority.client_secret = secret
        asking = x_network.Asking(x_network.App(CLIENT_ID, secret), authority.site, "http://127.0.0.1:28471/callback")
        given = asking.exchange(asking.code_in(browse(asking.url)), authority.now())
        renewed(given, authority.site, authority.now())
        pin = x_network.ask_for_pin(authority.member.api_key, authority.member.api_secret, authority.site)
        pin.answered("1234567")

    assert {name for name, _ in leave_asked} == {name for name in RULES if "oauth" in name}
    check(leave_asked)
    assert not any(secret and secret in str(body) for _, body in leave_asked), "it goes in the header alone"


def test_a_network_that_has_renamed_its_fields_is_read_in_the_new_names(
    rehearsal: Rehearsal, publisher: XPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = reading.timeline

    def renamed(store: Any, call: Any, user_id: int) -> Any:
        if "tweet.fields" in call.query:
            return invalid("The query parameter [tweet.fields] is not one of [post.fields].")
        old = {"tweet.fields": "created_at,entities,referenced_tweets", "max_results": "100"}
        answer = timeline(store, replace(call, query=old), user_id)
        found = answer.body.get("data", [])
        posts = [{"referenced_posts": each.pop("referenced_tweets", []), **each} for each in found]
        return replace(answer, body={**answer.body, "data": posts})

    first, second = publish(publisher, "First 1/2", "Second 2/2")
    monkeypatch.setattr(
        api, "_ROUTES", tuple((*each[:3], renamed) if each[3] is timeline else each for each in api._ROUTES)
    )
    found = publisher.find(outgoing("Second 2/2", 2, 2, after=first, tried=True))
    assert found is not None
    assert found.remote_id == second.remote_id

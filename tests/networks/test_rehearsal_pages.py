"""The pages on which a thread is looked at before anybody else can read it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.networks.conftest import Rehearsal, outgoing, picture, publish, send

if TYPE_CHECKING:
    from composer.networks.x import XPublisher

VOID = {"meta", "link", "img"}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)> ' &amp; </p>"


class Reader(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


def thread_page(rehearsal: Rehearsal, *texts: str) -> tuple[Reader, str]:
    first = publish(rehearsal.publisher(), *texts)[0]
    page = rehearsal.page(f"/thread/{first.remote_id}")
    return Reader(page), page


def test_a_thread_is_shown_in_order_with_its_numbers_and_its_chain(rehearsal: Rehearsal) -> None:
    reader, _ = thread_page(rehearsal, "First 1/3", "Second\n\n• one\n• two 2/3", "Third 3/3")

    order = [reader.words.index(words) for words in ("First 1/3", "1 of 3", "• one\n• two", "3 of 3", "Third")]
    assert sorted(order[i] for i in (1, 0, 2, 3, 4)) == [order[i] for i in (1, 0, 2, 3, 4)]
    assert reader.words.count("in reply to") == 2
    posts = [each["id"] for each in reader.all("article")]
    chain = [each["href"] for each in reader.all("a") if str(each["href"]).startswith("#")]
    own, parent = [f"#{each}" for each in posts], [f"#{each}" for each in posts[:2]]
    assert chain == [own[0], own[1], parent[0], own[2], parent[1]]


def test_every_page_says_that_it_is_a_rehearsal(rehearsal: Rehearsal) -> None:
    _, page = thread_page(rehearsal, "First 1/1")

    for shown in (page, rehearsal.page("/"), rehearsal.page("/nothing")):
        assert "nothing here has been published" in Reader(shown).words


def test_whatever_was_written_is_shown_and_never_obeyed(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    alt = f"{HOSTILE} alt"
    receipt = send(publisher, outgoing(HOSTILE, pictures=(picture(alt),)))

    for path in ("/", f"/thread/{receipt.remote_id}"):
        reader = Reader(rehearsal.page(path))
        assert HOSTILE in reader.words
        assert reader.open == []
        assert not reader.all("script")
        assert [each["alt"] for each in reader.all("img")] == [alt]
        assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)


@pytest.mark.parametrize("account", ['<img src="x">', "../../x", "ünï"])
def test_names_of_accounts_are_shown_and_never_obeyed(rehearsal: Rehearsal, account: str) -> None:
    publish(rehearsal.publisher(account), "Words")

    reader = Reader(rehearsal.page("/"))

    assert f"@{account}" in reader.words
    assert not reader.all("img")


def test_a_page_asks_nobody_else_for_anything(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    receipt = send(publisher, outgoing("See https://example.org/x", pictures=(picture("A line"),)))

    status, headers, page = rehearsal.ask("GET", f"/thread/{receipt.remote_id}")
    reader = Reader(page.decode())

    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    fetched = [each["src"] for each in reader.all("img")] + [each["href"] for each in reader.all("link")]
    assert fetched
    assert all(re.fullmatch(r"/[a-z0-9./]+", str(address)) for address in fetched)
    assert all(rehearsal.ask("GET", str(address))[0] == 200 for address in fetched)
    assert b"@import" not in rehearsal.ask("GET", "/page.css")[2]
    assert b"url(" not in rehearsal.ask("GET", "/page.css")[2]


def test_links_show_where_they_lead(rehearsal: Rehearsal) -> None:
    long = "https://www.example.org/a/rather/long/path/to/a/report?year=2026&page=2"
    reader, _ = thread_page(rehearsal, f"Read {long} and example.com 1/1")

    targets = [each["href"] for each in reader.all("a") if "rel" in each]
    assert targets == [long, "http://example.com", long, "http://example.com"]
    assert "Read example.org/a/rather/long/p… and example.com" in reader.words
    assert long in reader.words


def test_no_link_leads_anywhere_but_to_the_web(rehearsal: Rehearsal) -> None:
    reader, _ = thread_page(
        rehearsal, "javascript:alert(1) data:text/html,x file:///etc/passwd javascript://example.org/x"
    )

    schemes = {str(each["href"]).partition(":")[0] for each in reader.all("a") if "rel" in each}
    assert schemes <= {"http", "https"}


def test_alt_text_is_in_sight_and_its_absence_too(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    receipt = send(publisher, outgoing("Figures", pictures=(picture("A falling line"), picture(""))))

    words = Reader(rehearsal.page(f"/thread/{receipt.remote_id}")).words

    assert "A falling line" in words
    assert "No alt text" in words


def test_any_post_of_a_thread_leads_to_the_whole_of_it(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    receipts = publish(publisher, "First 1/2", "Second 2/2")

    one, two = (rehearsal.page(f"/thread/{each.remote_id}") for each in receipts)

    assert one == two


def test_a_post_that_was_taken_back_leaves_a_gap_that_says_so(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    first, second, _ = publish(publisher, "First 1/3", "Second 2/3", "Third 3/3")
    publisher.delete(second)

    words = Reader(rehearsal.page(f"/thread/{first.remote_id}")).words

    assert "Post 2 was deleted." in words
    assert "Second" not in words
    assert "3 of 3" in words


def test_a_thread_that_was_taken_back_is_not_there(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    (first,) = publish(publisher, "First 1/1")
    publisher.delete(first)

    assert rehearsal.ask("GET", f"/thread/{first.remote_id}")[0] == 404
    assert "Nothing has been published here yet" in rehearsal.page("/")


def test_the_first_page_lists_threads_the_newest_first(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    publish(publisher, "Older 1/2", "Its end 2/2")
    publish(publisher, "Newer 1/1")

    words = Reader(rehearsal.page("/")).words

    assert words.index("Newer") < words.index("Older")
    assert "2 posts" in words
    assert "Its end" not in words


def test_pages_cannot_be_written_to(rehearsal: Rehearsal) -> None:
    assert rehearsal.ask("POST", "/", {})[0] == 405

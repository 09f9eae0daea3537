"""What the tests of Bluesky share: accounts, posts as the queue hands them over, texts that are awkward to link."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from composer.model import NO_OPTIONS, Link, PostOptions, Receipt
from composer.networks.bluesky.directory import Directory
from composer.networks.bluesky.publisher import BlueskyPublisher
from composer.networks.bluesky.session import Session
from composer.networks.bluesky.wire import Wire
from composer.networks.credentials import EnvironmentSecrets
from composer.networks.vault import FileVault, UserSecrets
from composer.queue.publisher import Attachment, Outgoing
from composer.text import limit

NOWHERE = Directory("http://127.0.0.1:9", "http://127.0.0.1:9")
"""A directory that cannot be asked."""

AWKWARD: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "👩‍👩‍👧‍👦 first: https://example.org/family?a=1&b=2",
        (("https://example.org/family?a=1&b=2", "https://example.org/family?a=1&b=2"),),
    ),
    (
        "e\u0301tude a\u0308rger z\u0323\u0307 → https://example.org/é",
        (("https://example.org/é", "https://example.org/é"),),
    ),
    (
        "患者の安全 https://example.org/安全 を読む #患者安全",
        (("https://example.org/安全", "https://example.org/安全"), ("#患者安全", "患者安全")),
    ),
    (
        "مرحبا https://example.org/مرحبا #سلامة",
        (("https://example.org/مرحبا", "https://example.org/مرحبا"), ("#سلامة", "سلامة")),
    ),
    ("(@bob.test), “@bob.test”; @bob.test! 🎉@bob.test", (("@bob.test", "bob"), ("@bob.test", "bob"))),
    ("🧵 #tag🎉 #Ünïcode! #a_b.", (("#tag🎉", "tag🎉"), ("#Ünïcode", "Ünïcode"), ("#a_b", "a_b"))),
    (
        "https://example.org/x and https://example.org/x again",
        (("https://example.org/x", "https://example.org/x"), ("https://example.org/x", "https://example.org/x")),
    ),
    (
        "🇳🇴🏴󠁧󠁢󠁳󠁣󠁴󠁿 https://www.example.org/a/very/long/path/to/a/page.html?query=1#part, next",
        (
            (
                "https://www.example.org/a/very/long/path/to/a/page.html?query=1#part",
                "https://www.example.org/a/very/long/path/to/a/page.html?query=1#part",
            ),
        ),
    ),
    (
        "नमस्ते 👨🏿‍⚕️ example.org (see https://example.org/c).",
        (("example.org", "https://example.org"), ("https://example.org/c", "https://example.org/c")),
    ),
    (
        "line one\n@bob.test\n#two\nhttps://example.org/👩‍⚕️/ x\u200by",
        (("@bob.test", "bob"), ("#two", "two"), ("https://example.org/👩‍⚕️/", "https://example.org/👩‍⚕️/")),
    ),
)
"""Ten texts, each with what has to be linked in it, in order: what a reader sees, and where it leads."""


def kept(folder: Path, record: dict[str, str], environment: dict[str, str] | None = None) -> UserSecrets:
    """A vault that has one account, called `me`."""
    secrets = UserSecrets(EnvironmentSecrets(environment or {}), FileVault(folder / "secrets.json"))
    if record:
        secrets.keep("me", record)
    return secrets


def publisher_for(
    secrets: UserSecrets, directory: Directory = NOWHERE, *, read_seconds: float = 10, total_seconds: float = 20
) -> BlueskyPublisher:
    session = Session("me", secrets, lambda origin: Wire(origin, read_seconds, total_seconds), directory)
    return BlueskyPublisher(session, "me", limit("bluesky"))


def thread(
    *texts: str,
    links: tuple[Link, ...] = (),
    pictures: tuple[tuple[Attachment, bytes], ...] = (),
    options: PostOptions = NO_OPTIONS,
    parent: Receipt | None = None,
    tried: bool = False,
    **said: Any,
) -> tuple[Outgoing, ...]:
    """The posts of a thread; links and pictures are the first one's."""
    return tuple(
        Outgoing(
            key=f"key-{number}",
            number=number,
            total=len(texts),
            text=text,
            links=links if number == 1 else (),
            attachments=pictures if number == 1 else (),
            options=options,
            parent=parent if number == 1 else None,
            root=parent,
            first_attempt=datetime.now(UTC) - timedelta(seconds=2) if tried else None,
            **said,
        )
        for number, text in enumerate(texts, 1)
    )


def planned_by(publisher: BlueskyPublisher, posts: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    """The posts with the plan that the queue would have kept before their intent."""
    plan = publisher.prepare(posts, b"")
    return tuple(replace(post, plan=plan) for post in posts)


def linked(record: dict[str, Any]) -> list[tuple[str, str]]:
    """What a reader can press in a stored post, cut out of its bytes, and where it leads."""
    text = record["text"].encode()
    return [
        (text[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), _target(feature))
        for facet in record.get("facets", ())
        for feature in facet["features"]
    ]


def _target(feature: dict[str, str]) -> str:
    return feature.get("uri") or feature.get("tag") or feature["did"]

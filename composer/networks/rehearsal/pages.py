"""The rehearsal's timeline as readers would see it: pages without scripts and without a request to anywhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.reading import instant_text
from composer.text import entities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.networks.rehearsal.store import Store, StoredMedia, StoredPost

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy of every page: a style sheet and pictures of this server, and nothing else whatever."""
_THREADS = 100
"""Threads that the first page lists, the newest first."""

_URL_SHOWN = 28
"""Characters of a URL that readers of X see, the dots included."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser gets."""

    content: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    cache: str = "no-store"


def timeline(store: Store) -> list[dict[str, Any]]:
    """Every post that is up, oldest first, as its author sent it."""
    return [
        {
            "id": str(post.id),
            "text": post.sent,
            "in_reply_to": None if post.parent is None else str(post.parent),
            "account": post.account,
            "created_at": instant_text(post.created_ms),
            "media": [{"url": f"/media/{each.digest}", "type": each.type, "alt": each.alt} for each in post.media],
        }
        for post in store.posts("NOT deleted")
    ]


def page(store: Store, path: str) -> Page:
    """What stands at that path; a page that says so where nothing does."""
    if path == "/":
        return _index(store)
    if path == "/page.css":
        return Page(Path(__file__).with_name("page.css").read_bytes(), "text/css; charset=utf-8")
    if match := re.fullmatch(r"/thread/([0-9]{1,18}|[1-8][0-9]{18})", path):
        return _thread(store, int(match[1])) or _missing()
    if match := re.fullmatch(r"/media/([0-9a-f]{64})", path):
        return _content(store, match[1]) or _missing()
    return _missing()


def _index(store: Store) -> Page:
    """Every thread by its first post."""
    posts = store.posts("NOT deleted")
    threads: dict[int, list[StoredPost]] = {}
    for post in posts:
        threads.setdefault(post.conversation, []).append(post)
    newest = sorted(threads.values(), key=lambda thread: thread[-1].id, reverse=True)
    if not newest:
        return _page("Rehearsal", "<p class=empty>Nothing has been published here yet.</p>")
    items = "".join(f"<li>{_summary(thread)}</li>" for thread in newest[:_THREADS])
    more = f"<p class=empty>{len(newest) - _THREADS} older threads are not listed.</p>" if newest[_THREADS:] else ""
    return _page("Rehearsal", f"<h2>Threads, the newest first</h2><ol class=threads>{items}</ol>{more}")


def _summary(thread: list[StoredPost]) -> str:
    first = thread[0]
    count = "1 post" if len(thread) == 1 else f"{len(thread)} posts"
    return (
        f'<article class=post><header><b dir="auto">@{escape(first.account)}</b> {_time(first)}</header>'
        f'<p class=text dir="auto">{_text(first)}</p>{_figures(first.media)}'
        f'<footer><a href="/thread/{first.conversation}">Read the thread</a> · {count}</footer></article>'
    )


def _thread(store: Store, number: int) -> Page | None:
    """A conversation from its first post to its last; any of its posts names it."""
    asked = next(iter(store.posts("id = ?", number)), None)
    posts = store.posts("conversation = ?", asked.conversation) if asked else ()
    if not any(not post.deleted for post in posts):
        return None
    places = {post.id: place for place, post in enumerate(posts, 1)}
    items = "".join(f"<li>{_post(post, places, len(posts))}</li>" for post in posts)
    back = '<p><a href="/">All threads</a></p>'
    return _page(f"Thread of @{posts[0].account}", f"{back}<ol class=thread>{items}</ol>{back}")


def _post(post: StoredPost, places: dict[int, int], total: int) -> str:
    place = places[post.id]
    if post.deleted:
        return f'<article class="post gone" id="post-{post.id}"><p>Post {place} was deleted.</p></article>'
    return (
        f'<article class=post id="post-{post.id}"><header><b dir="auto">@{escape(post.account)}</b> {_time(post)}'
        f'</header><p class=place><a href="#post-{post.id}">{place} of {total}</a>{_reply(post.parent, places)}</p>'
        f'<p class=text dir="auto">{_text(post)}</p>{_poll(post)}{_figures(post.media)}{_targets(post)}</article>'
    )


def _reply(parent: int | None, places: dict[int, int]) -> str:
    if parent is None:
        return ""
    where = f"post {places[parent]}" if parent in places else "a post elsewhere"
    return f' · in reply to <a href="#post-{parent}">{where}</a>'


def _time(post: StoredPost) -> str:
    instant = instant_text(post.created_ms)
    return f'<time datetime="{instant}">{instant[:10]} {instant[11:16]} UTC</time>'


def _text(post: StoredPost) -> str:
    """The post's words with its links, mentions and hashtags set off; only links lead anywhere."""
    parts: list[str] = []
    end = 0
    for each in entities(post.sent):
        parts.append(escape(post.sent[end : each.start]))
        if each.kind == "url":
            parts.append(_link(each.text, escape(_short(each.text))))
        else:
            parts.append(f"<span class=entity>{escape(each.text)}</span>")
        end = each.end
    return "".join(parts) + escape(post.sent[end:])


def _short(url: str) -> str:
    """A URL as X shows it: without scheme and `www.`, cut after so many characters."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url, flags=re.IGNORECASE)
    return bare if len(bare) <= _URL_SHOWN else f"{bare[: _URL_SHOWN - 1]}…"


def _link(target: str, shown: str) -> str:
    address = target if "://" in target else f"http://{target}"
    return f'<a href="{escape(address)}" rel="noreferrer noopener nofollow">{shown}</a>'


def _targets(post: StoredPost) -> str:
    """Where the links of a post lead, in full, since readers see them cut short."""
    links = [link.expanded for link in post.urls if link.media is None]
    items = "".join(f"<li>{_link(target, escape(target))}</li>" for target in links)
    return f"<footer>Leads to<ul class=targets>{items}</ul></footer>" if links else ""


def _poll(post: StoredPost) -> str:
    poll = post.options.get("poll")
    if not poll:
        return ""
    choices = "".join(f'<li dir="auto">{escape(str(choice))}</li>' for choice in poll["options"])
    return f"<ul class=poll>{choices}</ul>"


def _figures(media: Iterable[StoredMedia]) -> str:
    return "".join(_figure(each) for each in media)


def _figure(media: StoredMedia) -> str:
    """A picture with its alt text in sight, since a rehearsal is where one notices that it is missing."""
    source, alt = f"/media/{media.digest}", escape(media.alt)
    caption = f'<b>Alt text</b> <span dir="auto">{alt}</span>' if alt else "<b>No alt text</b>"
    shown = (
        f'<video src="{source}" controls aria-label="{alt}"></video>'
        if media.type.startswith("video/")
        else f'<img src="{source}" alt="{alt}" loading="lazy">'
    )
    return f"<figure{'' if alt else ' class=bare'}>{shown}<figcaption>{caption}</figcaption></figure>"


def _content(store: Store, digest: str) -> Page | None:
    found = store.content(digest)
    return Page(found[1], found[0], cache="private, max-age=31536000, immutable") if found else None


def _missing() -> Page:
    body = '<p class=empty>There is nothing here, or it was deleted. <a href="/">All threads</a></p>'
    return Page(_page("Not here", body).content, status=404)


def _page(title: str, body: str) -> Page:
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape(title)} · Thread Composer</title>
<link rel="stylesheet" href="/page.css">
</head>
<body>
<aside role="note"><b>Rehearsal.</b> These posts exist on this computer only; nothing here has been published.</aside>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""
    return Page(html.encode())

"""Where links lead, and whether anybody can tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Status, given
from composer.lint.tokens import MASKED
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_SHORTENER_HOSTS = """
bit.ly tinyurl.com goo.gl ow.ly is.gd buff.ly t.ly rb.gy cutt.ly shorturl.at tiny.cc lnkd.in dlvr.it ift.tt bl.ink
rebrand.ly short.io v.gd soo.gd s.id trib.al shor.by bit.do adf.ly snip.ly hubs.ly wp.me
"""
_SHORTENERS = frozenset(_SHORTENER_HOSTS.split())
_TRACKING = pattern(
    r"[?&](?:utm_[a-z]+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_cid|mc_eid|igshid|igsh|mkt_tok|_hsenc|_hsmi|yclid|twclid"
    r"|ttclid|vero_id|oly_enc_id|oly_anon_id|ref_src|ref_url|s_cid|wt_mc|spm|__s|si)=[^&#\s]*",
    re.IGNORECASE,
)
_HOST = pattern(r"(?:https?://)?(?:www\.)?([^/?#:]+)", re.IGNORECASE)
_CUT = pattern(
    r"https?://[^\s\u2026]{0,200}(?:\u2026|\.\.\.)(?=\s|$)|https?://\s*(?:\u2026|$)"
    r"|\b(?:www\.|tinyurl\.com/|bit\.ly/)\S{0,200}?\u2026"
)
_LEAST_WORDS = 2
_FEW_WORDS = 4
_CLICK = pattern(r"^\W*(?:click here|here|link|this|read more|more)\W*$", re.IGNORECASE)
_WAY = """
click tap press go to see look at read more link the this it here below now please on for
"""
_WAY_WORDS = frozenset(_WAY.split())
"""Words beside a link that do not say what is there."""
_MEMBERS_ONLY = pattern(
    r"(?:https?://)?(?:(?:[\w-]+\.)?facebook\.com/groups/|(?:www\.)?linkedin\.com/groups/|[\w-]+\.slack\.com/|teams\.microsoft\.com/"
    r"|[\w-]+\.sharepoint\.com/|mail\.google\.com/|outlook\.(?:office|live)\.com/|chat\.whatsapp\.com/|localhost\b"
    r"|127\.|10\.\d|192\.168\.|intranet\.|[\w.-]+\.(?:local|internal|intranet)\b)",
    re.IGNORECASE,
)


@given("url")
def _shorteners(reading: Reading) -> Iterable[Finding]:
    for url in reading.of("url"):
        host = _HOST.match(reading.text, url.start, url.end)
        if host and host[1].lower() in _SHORTENERS:
            mild = reading.setting.network == "x"
            yield Finding((reading.said(url.start, url.end),), url.start, url.end, mild=mild)


@given("url")
def _tracking(reading: Reading) -> Iterable[Finding]:
    for url in reading.of("url"):
        said = reading.text[url.start : url.end]
        if "=" not in said or not _TRACKING.search(said):
            continue
        clean = (
            _TRACKING.sub(lambda m: "?" if m[0][0] == "?" else "", said)
            .replace("?&", "?")
            .rstrip("?&")
            .replace("?#", "#")
        )
        names = tuple(dict.fromkeys(m[0][1:].split("=")[0] for m in _TRACKING.finditer(said)))
        edit = Edit(url.start, url.end, clean, Safety.SAFE, "Drop the tracking")
        yield Finding(names, url.start, url.end, (edit,))


@given("url", "link")
def _bare(reading: Reading) -> Iterable[Finding]:
    urls = reading.of("url")
    if urls and not reading.of("tag") and _says_nothing(reading):
        yield Finding((reading.said(urls[0].start, urls[0].end),), urls[0].start, urls[0].end)
        return
    for link in reading.post.links:
        label = reading.text[link.start : link.end]
        if _CLICK.match(label):
            yield Finding((label,), link.start, link.end)


def _says_nothing(reading: Reading) -> bool:
    """Whether the words beside a link are hardly any, or only show the way to it."""
    words = re.findall(rf"[^\W_{MASKED}]{{2,}}", reading.masked)
    ways = len(words) <= _FEW_WORDS and all(word.lower() in _WAY_WORDS for word in words)
    return len(words) < _LEAST_WORDS or ways


@given("url")
def _link_in_hook(reading: Reading) -> Iterable[Finding]:
    urls = reading.of("url")
    if urls and reading.post.number == 1 and reading.post.total > 1:
        yield Finding((reading.said(urls[0].start, urls[0].end),), urls[0].start, urls[0].end)


def _cut_off(reading: Reading) -> Iterable[Finding]:
    if "\u2026" in reading.text or "..." in reading.text or reading.text.rstrip().endswith("://"):
        for start, end in (*(match.span() for match in _CUT.finditer(reading.text)), *_cut_off_bare(reading)):
            if not reading.is_quoted(start) and not _leads_on(reading, start):
                yield Finding((reading.said(start, end),), start, end)


def _cut_off_bare(reading: Reading) -> Iterable[tuple[int, int]]:
    """Addresses without `https` that go over into an ellipsis; three stops may be those of a sentence."""
    for url in reading.of("url"):
        end = url.end + (reading.text[url.end : url.end + 1] == "\u2026")
        said = reading.text[url.start : end]
        whole = said.lower().startswith(("http", "www.", "tinyurl.com/", "bit.ly/"))
        if "/" in said and said.endswith("\u2026") and not whole:
            yield url.start, end


def _leads_on(reading: Reading, at: int) -> bool:
    """Whether a link with its whole address lies beneath, as where Bluesky is shown a short form."""
    return any(link.start <= at < link.end for link in reading.post.links)


@given("url")
def _members_only(reading: Reading) -> Iterable[Finding]:
    for url in reading.of("url"):
        if _MEMBERS_ONLY.match(reading.text, url.start, url.end) and not reading.is_quoted(url.start):
            yield Finding((reading.said(url.start, url.end),), url.start, url.end)


RULES = (
    Rule(
        code="LNK001",
        name="shortened-link",
        title="A link that hides where it leads",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} hides where it leads, counts the clicks, and dies with its owner. Networks shorten links anyway:"
            " give the full address."
        ),
        mild="on X, which wraps every link in one of its own",
        reason=(
            "Readers are taught not to open what they cannot see. A shortened link saves no characters where every"
            " link counts the same, and breaks when the service closes."
        ),
        source="Mastodon's guide (platform): every link counts 23 characters, shorteners are discouraged.",
        bad=(
            "The guideline: https://bit.ly/3abcXYZ",
            "Slides and data at tinyurl.com/quiet-hour",
            "Sign up here: http://ow.ly/a1B2c",
        ),
        good=(
            "The guideline: https://example.org/guideline",
            "Slides and data at https://doi.org/10.5281/zenodo.12345",
            "A short link of ours stopped working last year.",
        ),
        check=_shorteners,
        bar=MECHANICAL,
        note="Mechanical: by a list of hosts.",
        once=True,
    ),
    Rule(
        code="LNK002",
        name="tracking-link",
        title="A link that reports who clicked it",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="The link carries {words}, which follows readers around. It works without.",
        reason="Tracking parameters tell a third party who came from where; the page is the same without them.",
        source="Published lists of tracking parameters; our judgement.",
        bad=(
            "Read it: https://example.org/a?utm_source=x&utm_medium=social",
            "The film: https://example.com/watch?v=12345&si=AbCdEf",
            "Programme at https://example.org/p?fbclid=IwAR0abc#day-two",
        ),
        good=(
            "Read it: https://example.org/a?page=2",
            "The film: https://example.com/watch?v=12345",
            "What utm_source= means, and how to read a server's log.",
        ),
        check=_tracking,
        fix=Safety.SAFE,
        bar=MECHANICAL,
        note="Mechanical: by a list of names.",
    ),
    Rule(
        code="LNK003",
        name="bare-link",
        title="A link without a word about where it leads",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{words} stands without a word on what is there. Say in half a sentence who wrote it and why to open it."
        ),
        reason="A reader decides by the words around a link; a listener hears only these.",
        source="WCAG 2.2, 2.4.4 (guide).",
        bad=(
            "https://example.org/quiet-hour",
            "Wow: https://example.org/quiet-hour",
            "Click here: https://example.org/quiet-hour",
            "\U0001f447 https://example.org/quiet-hour \U0001f447",
        ),
        good=(
            "The one-page guide, free to change: https://example.org/quiet-hour",
            "Our [one-page guide on quiet hours](https://example.org/quiet-hour) is free.",
            "Slides from the talk: https://example.org/slides",
        ),
        check=_bare,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: it counts the words beside the link.",
    ),
    Rule(
        code="LNK004",
        name="link-in-first-post",
        title="A link in the first post of a thread",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{words} stands in the first post: some readers leave there, and some networks show such posts to fewer."
        ),
        reason="A thread asks readers to stay; a link asks them to go. Sources are as good at the end.",
        source="Advice of practitioners; figures contradict one another.",
        bad=(
            "The survey is here: https://example.org/s and this is what it says.\n\n---\n\nFirst, sleep.",
            "All slides: https://example.org/slides of a long day.\n\n---\n\nThe first talk.",
            "See https://example.org/a for the paper that started it.\n\n---\n\nIt begins in 1974.",
        ),
        good=(
            "What the survey says about sleep.\n\n---\n\nThe survey is here: https://example.org/s",
            "The survey, in one post: https://example.org/s",
            "A long day, and its slides below.\n\n---\n\nAll slides: https://example.org/slides of the day.",
        ),
        check=_link_in_hook,
        status=Status.PREVIEW,
        note="Off: mechanical, but the effect is not known.",
    ),
    Rule(
        code="LNK005",
        name="cut-off-link",
        title="A link that was cut off when it was copied",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} ends in an ellipsis: it was shortened for display where you copied it, and leads nowhere. Copy"
            " it whole."
        ),
        reason="Networks show long links cut off. Copied from the screen, such a link is dead, and the source is lost.",
        source="Seen in published threads; our judgement.",
        bad=(
            "The guideline: https://example.org/guideli\u2026",
            "Slides at https://example.org/slides/day... and more below.",
            "All resources: tinyurl.com/quiet\u2026",
            "The review is at example.org/sleep/rev\u2026 and it is long.",
        ),
        good=(
            "The guideline: https://example.org/guideline \u2026 and its history.",
            "And so on\u2026",
            "Two pages, example.org/sleep and example.org/food... and a third.",
            "Slides at https://example.org/slides. More below...",
        ),
        check=_cut_off,
        bar=MECHANICAL,
        note="Mechanical: by shape.",
    ),
    Rule(
        code="LNK006",
        name="members-only-link",
        title="A link that only some can open",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} opens for members or inside one network only. Link what all can read, or say what is there.",
        reason=(
            "Readers who meet a closed door learn that the post was not for them, and who is inside did not ask for"
            " them."
        ),
        source="Our judgement, after questions from closed groups that were passed on in public. By a list of hosts.",
        bad=(
            "How others do it: https://www.facebook.com/groups/nightwards/posts/12",
            "The minutes are at https://wards.slack.com/archives/C024/p1",
            "See our rota at http://intranet.example.org/rota",
        ),
        good=(
            "How others do it: https://example.org/groups/nightwards",
            "Slack and SharePoint compared, at https://example.org/slack.com",
            "Our page: https://www.facebook.com/nightwards",
        ),
        check=_members_only,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: by a list of hosts. Some groups that it lists are open to all.",
    ),
)

"""Split against greedy, and an edit against a full split: `python -m tests.bench.split [FILE]`, ratios of one run.

Without a file the prose is generated. Greedy fills every post with as many whole sentences as fit and cuts
at words only in a sentence that is too long for a post; headings and lists mean nothing to it.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from composer.draft import parse
from composer.model import Draft
from composer.text import limit, sentence_ends
from composer.thread import Splitter, split
from tests.thread.conftest import essay

NETWORKS = ("x", "bluesky", "mastodon")
FRAME = 0.016
"""Seconds that a screen has for a key."""


def greedy(draft: Draft, network: str) -> list[str]:
    """Posts as most tools cut them."""
    record = limit(network)
    room = record.budgets[0] - len(" 999/999")
    posts: list[str] = []
    filled = room + 1
    for block in draft.blocks:
        separator = "\n\n"
        for part in _parts(block.text, room, record.exact):
            weight = record.exact(part)[0]
            if filled + len(separator) + weight > room:
                posts.append(part)
                filled = weight
            else:
                posts[-1] += separator + part
                filled += len(separator) + weight
            separator = " "
    return posts


def _parts(text: str, room: int, exact: Callable[[str], tuple[int, ...]]) -> Iterable[str]:
    begin = 0
    for end in (*sentence_ends(text, "en"), len(text)):
        sentence = text[begin:end].strip()
        begin = end
        if sentence and exact(sentence)[0] <= room:
            yield sentence
        elif sentence:
            yield from _words(sentence, room, exact)


def _words(sentence: str, room: int, exact: Callable[[str], tuple[int, ...]]) -> Iterable[str]:
    line = ""
    for word in sentence.split():
        if line and exact(f"{line} {word}")[0] > room:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def quality(bodies: Sequence[str], draft: Draft, network: str) -> str:
    """How a split reads, in numbers."""
    weights = [limit(network).exact(body)[0] for body in bodies]
    lines = [line for block in draft.blocks for line in block.text.split("\n")]
    ends = {line[-30:] for line in lines}
    bound = {block.text[-30:] for block in draft.blocks if block.level or block.text.endswith(":")}
    orphans = sum(body[-30:] in bound or body.split("\n\n")[-1] in bound for body in bodies)
    inside = [
        body
        for body in bodies[:-1]
        if not re.search(r"[.!?…:][\"'”’»)\]]*$|[。！？]$", body) and body[-30:] not in ends
    ]
    torn = sum(not re.search(r"[,;:–—-][\"'”’»)\]]*$", body) for body in inside)
    thin = sum(weight < limit(network).budgets[0] / 4 for weight in weights[:-1])
    return (
        f"{len(bodies):5} posts, {len(inside):4} cut in a sentence, {torn:4} of them in mid-phrase,"
        f" {thin:3} under a quarter full, {orphans:3} orphaned headings and lead-ins,"
        f" sd {statistics.pstdev(weights):3.0f}"
    )


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """CPU time of the fastest run."""
    best = float("inf")
    for _ in range(repeat):
        gc.collect()
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def edited(text: str, chance: random.Random) -> str:
    """`text` after something that a writer does in the middle of it."""
    at = chance.randrange(len(text) // 5, 4 * len(text) // 5)
    roll = chance.random()
    if roll < 0.6:
        return text[:at] + chance.choice("abcdefgh ") + text[at:]
    if roll < 0.8:
        return text[:at] + text[at + 1 :]
    if roll < 0.9:
        return f"{text[:at]}. One more sentence here. {text[at:]}"
    return f"{text[:at]}\n\n{text[at:]}" if roll < 0.95 else text[:at] + text[at + 200 :]


def compare(name: str, text: str) -> None:
    """Print how split and greedy cut a text, and what they cost."""
    draft = parse(text)
    for network in NETWORKS:
        print(f"\n{name}, {len(text):,} characters, {network}")  # noqa: T201
        print("  greedy  ", quality(greedy(draft, network), draft, network))  # noqa: T201
        for mode in ("default", "strict", "compact"):
            bodies = [post.body for post in split(draft, network=network, mode=mode).posts]
            print(f"  {mode:8}", quality(bodies, draft, network))  # noqa: T201
        repeat = 3 if len(text) < 200_000 else 1
        ours = seconds(lambda net=network: split(draft, network=net), repeat)
        theirs = seconds(lambda net=network: greedy(draft, net), repeat)
        print(f"  CPU: split {ours * 1e3:.1f} ms, greedy {theirs * 1e3:.1f} ms, ratio {ours / theirs:.2f}")  # noqa: T201


def follow(name: str, text: str, network: str, edits: int) -> None:
    """Print what an edit costs, against a full split and against a frame."""
    chance = random.Random(4)
    draft = parse(text)
    splitter = Splitter(network)
    before = splitter.split(draft)
    full = seconds(lambda: split(draft, network=network), 1)
    times, kept = [], []
    for _ in range(edits):
        text = edited(text, chance)
        draft = parse(text, previous=draft)
        gc.disable()
        begin = time.process_time()
        after = splitter.split(draft)
        times.append(time.process_time() - begin)
        gc.enable()
        kept.append(
            sum(old is new for old, new in zip(before.posts, after.posts, strict=False)) / max(1, len(after.posts))
        )
        before = after
    median, high = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    print(  # noqa: T201
        f"  {name}, {network}, {len(before.posts)} posts: CPU an edit {median * 1e3:.1f} ms, p95 {high * 1e3:.1f};"
        f" incremental/full {median / full:.3f}, p95/frame {high / FRAME:.2f},"
        f" same objects {statistics.median(kept):.0%}"
    )


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a long text to split instead of generated prose")
    file = parser.parse_args().file
    long = file.read_text(encoding="utf-8") if file else essay(1, 1_000_000)
    compare("essay", long[:9_000])
    compare("book", long)
    print("\nAfter an edit")  # noqa: T201
    for network, length in (("x", 40_000), ("bluesky", 43_000), ("mastodon", 75_000)):
        follow("about 200 posts", long[:length], network, 100)
    follow("one paragraph of 45 kB", " ".join(long[:45_000].split()), "x", 30)
    follow("1 MB", long, "x", 10)


if __name__ == "__main__":
    main()

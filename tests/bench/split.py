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
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from composer.draft import parse
from composer.model import Draft
from composer.text import limit, sentence_ends
from composer.thread import Splitter, rendered, split
from composer.thread.words import listed
from tests.thread.conftest import essay

NETWORKS = ("x", "bluesky", "mastodon")
FRAME = 0.016
"""Seconds that a screen has for a key."""
CONJUNCTIONS = frozenset(listed("conjunctions"))
SIGN = re.compile(r"[,;:،؛—–…)\]-][\"'”’»)\]]*$")
FIRST_WORD = re.compile(r"\W*(\w*)")
QUOTED = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)")


def greedy(text: str, network: str) -> list[str]:
    """Posts as most tools cut them."""
    record = limit(network)
    room = record.budgets[0] - len(" 999/999")
    posts: list[str] = []
    filled = room + 1
    for block in text.split("\n\n"):
        separator = "\n\n"
        for part in _parts(block, room, record.exact):
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


@dataclass(frozen=True)
class Ruler:
    """What a text says of places to cut it; places are counted in characters that are not white space."""

    ends: frozenset[int]
    """Of blocks, lines and sentences, those of sentences within a quotation included."""
    bound: frozenset[int]
    """Of headings and lead-ins, which a post must not end with."""
    text: str
    """Without white space."""
    room: int

    @classmethod
    def of(cls, draft: Draft, text: str, network: str) -> Ruler:
        """The ruler for one draft as it is rendered for a network."""
        headings = {bare(block.text) for block in draft.blocks if block.level}
        ends: set[int] = set()
        bound: set[int] = set()
        at = 0
        for block in text.split("\n\n"):
            for line in block.split("\n"):
                inner = {len(bare(line[:end])) for end in sentence_ends(line, "en")}
                inner |= {len(bare(line[: match.end()])) for match in QUOTED.finditer(line)}
                ends |= {at + end for end in inner}
                at += len(bare(line))
                ends.add(at)
            if bare(block) in headings or block.endswith(":"):
                bound.add(at)
        return cls(frozenset(ends), frozenset(bound - {at}), bare(text), limit(network).budgets[0])

    def judged(self, bodies: Sequence[str], network: str) -> str:
        """How a split reads, in numbers. A clause ends at punctuation or before a conjunction."""
        weights = [limit(network).exact(body)[0] for body in bodies]
        cuts = list(accumulate(len(bare(body)) for body in bodies))
        assert "".join(map(bare, bodies)) == self.text, "a word was lost"
        assert max(weights) <= self.room
        inside = [body for body, cut in zip(bodies, cuts, strict=True) if cut not in self.ends]
        behind = [body for body, cut in zip(bodies[1:], cuts, strict=False) if cut not in self.ends]
        at_sign = [bool(SIGN.search(body)) or after[0] in "—–(" for body, after in zip(inside, behind, strict=True)]
        before_word = [FIRST_WORD.match(body)[1] in CONJUNCTIONS for body in behind]
        torn = sum(not (sign or word) for sign, word in zip(at_sign, before_word, strict=True))
        thin = sum(weight < self.room / 4 for weight in weights[:-1])
        return (
            f"{len(bodies):5} posts, {len(inside):4} cut in a sentence ({sum(at_sign)} at a sign,"
            f" {len(inside) - sum(at_sign) - torn} before a conjunction,"
            f" {torn} in mid-phrase = {torn / max(1, len(inside)):.1%}),"
            f" {thin:3} under a quarter full = {thin / len(bodies):.2%},"
            f" {len(self.bound.intersection(cuts)):3} orphaned headings and lead-ins,"
            f" sd {statistics.pstdev(weights):3.0f}"
        )


def bare(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


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
        words = rendered(draft, network)
        ruler = Ruler.of(draft, words, network)
        print(f"\n{name}, {len(text):,} characters, {network}")  # noqa: T201
        print("  greedy  ", ruler.judged(greedy(words, network), network))  # noqa: T201
        for mode in ("default", "strict", "compact"):
            bodies = [post.body for post in split(draft, network=network, mode=mode).posts]
            print(f"  {mode:8}", ruler.judged(bodies, network))  # noqa: T201
        repeat = 3 if len(text) < 200_000 else 1
        ours = seconds(lambda net=network: split(draft, network=net), repeat)
        theirs = seconds(lambda net=network, whole=words: greedy(whole, net), repeat)
        print(f"  CPU: split {ours * 1e3:.1f} ms, greedy {theirs * 1e3:.1f} ms, ratio {ours / theirs:.2f}")  # noqa: T201


def follow(name: str, text: str, network: str, edits: int) -> None:
    """Print what an edit costs from the changed text to the thread, against both done anew and against a frame."""
    chance = random.Random(4)
    full = seconds(lambda: split(parse(text), network=network), 1)
    draft = parse(text)
    splitter = Splitter(network)
    before = splitter.split(draft)
    times, reading, kept = [], [], []
    for _ in range(edits):
        text = edited(text, chance)
        begin = time.process_time()
        draft = parse(text, previous=draft)
        read = time.process_time()
        after = splitter.split(draft)
        times.append(time.process_time() - begin)
        reading.append(read - begin)
        kept.append(
            sum(old is new for old, new in zip(before.posts, after.posts, strict=False)) / max(1, len(after.posts))
        )
        before = after
    median, high = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    print(  # noqa: T201
        f"  {name}, {network}, {len(before.posts)} posts: CPU an edit {median * 1e3:.1f} ms"
        f" ({statistics.median(reading) * 1e3:.1f} of it reading), p95 {high * 1e3:.1f}, most {max(times) * 1e3:.1f};"
        f" edit/full {median / full:.3f}, p95/frame {high / FRAME:.2f}, same objects {statistics.median(kept):.0%}"
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
    for network in NETWORKS:
        follow("one paragraph of 45 kB", " ".join(long[:45_000].split()), network, 30)
    for network in NETWORKS:
        follow("1 MB", long, network, 20)


if __name__ == "__main__":
    main()

"""What the linter finds, misses and costs, beside peers if installed: `python -m tests.bench.lint --corpora DIR`.

DIR holds JSON Lines: `ordinary_*.jsonl` (`text`), `anger_*.jsonl` (`text`, `angry`), `identifiers_*.jsonl` (`text`,
`spans` as `[start, end, type]`), and `threads*.txt` (a post a line, `===` between threads). A missing file is skipped.
`--only` names sections of it. `--show CODE` prints what a rule reported. alex and write-good join in where
THREAD_NODE_PEERS names a folder with both in its node_modules.

The sets of our own in tests/lint/sets are measured as well. `--sets DIR` measures other sets and nothing else; then
`--only` names writers, and `--show FAMILY` prints what was judged wrongly. `tests.bench.lint_sets` says how they look.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.lint import Linter, Options
from tests.bench.lint_corpora import SETS, rows, thread_of, threads
from tests.bench.lint_figures import KINDS
from tests.bench.lint_sets import table, warned_threads

if TYPE_CHECKING:
    from collections.abc import Callable

TONE = ("TON", "KND", "HAT")
ROUNDS, EVERY = 3, 7
"""How often speed is taken, and of how many posts a slow peer gets one, never the same twice as it may remember."""
DIRECT = {"CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "US_SSN", "US_DRIVER_LICENSE"}


def false_alarms(linter: Linter, folder: Path, show: str) -> None:
    for name, posts in rows(folder, "ordinary_*.jsonl"):
        by_rule, heavily, tone, warned, weighed = Counter(), Counter(), 0, 0, 0
        for row in posts:
            found = linter.lint(thread_of(row["text"]))
            codes = {d.code for d in found}
            by_rule.update(codes)
            heavy = {d.code for d in found if d.severity in ("warning", "error")}
            heavily.update(heavy)
            tone += any(code.startswith(TONE) for code in heavy)
            warned += any(not code.startswith("ACC") for code in heavy)
            weighed += bool(heavy)
            for d in found:
                if show and d.code.startswith(show):
                    print(f"    {d.code} {d.words} | {row['text'][:160]}")
        total = len(posts)
        print(f"\n{name}: {total} posts; tone, kindness and haters {tone / total:.2%}; warnings without accessibility")
        print(f"  {warned / total:.2%}; all warnings {weighed / total:.2%}")
        texts = [row["text"] for row in posts]
        shares = {peer: sum(map(judge, texts)) / total for peer, judge in peers().items()}
        shares |= {peer: flagged for peer, (_, flagged) in node_peers(texts).items()}
        print("  beside it: " + ", ".join(f"{peer} flags {share:.1%}" for peer, share in shares.items()))
        for code, count in by_rule.most_common():
            print(f"    {code} warned {heavily[code]:3} {heavily[code] / total:7.2%}, told {count - heavily[code]:3}")


def expert_threads(linter: Linter, folder: Path, show: str) -> None:
    for file in sorted(folder.glob("threads*.txt")):
        print(f"\n{file.stem}: {warned_threads(linter, threads(file))}")


def score(name: str, predicted: list[bool], wanted: list[bool]) -> None:
    hits = sum(p and w for p, w in zip(predicted, wanted, strict=True))
    print(
        f"    {name:22} precision {hits / max(1, sum(predicted)):.2f}  recall {hits / max(1, sum(wanted)):.2f}"
        f"  flagged {sum(predicted)} of {len(wanted)}"
    )


def anger(linter: Linter, folder: Path, show: str) -> None:
    for name, posts in rows(folder, "anger_*.jsonl"):
        print(f"\n{name}: {len(posts)} posts")
        wanted = [bool(row["angry"]) for row in posts]
        found = [{d.code for d in linter.lint(thread_of(row["text"])) if d.severity != "info"} for row in posts]
        for codes in (("TON001",), ("KND001",), ("KND002",), ("TON", "KND", "HAT")):
            score("+".join(codes), [any(c.startswith(codes) for c in f) for f in found], wanted)
        for peer, judge in peers().items():
            score(peer, [judge(row["text"]) for row in posts], wanted)
        for row, codes in zip(posts, found, strict=True):
            if show == "angry" and bool(row["angry"]) != any(c.startswith(TONE) for c in codes):
                print(f"    {'miss ' if row['angry'] else 'false'} {row['text']}")


def identifiers(linter: Linter, folder: Path, show: str) -> None:
    for name, posts in rows(folder, "identifiers_*.jsonl"):
        seen, total, spans, right, negatives, flagged = Counter(), Counter(), 0, 0, 0, 0
        by_code = defaultdict(lambda: [0, 0])
        for row in posts:
            found = [d for d in linter.lint(thread_of(row["text"])) if d.code.startswith("PRV") and d.span]
            truth = row["spans"]
            for start, end, kind in truth:
                total[kind] += 1
                hit = any(d.span.start < end and start < d.span.end for d in found)
                seen[kind] += hit
                if not hit and show == kind:
                    print(f"    miss {row['text'][start:end]!r} | {row['text'][:180]}")
            for d in found:
                true = any(d.span.start < end and start < d.span.end for start, end, _ in truth)
                spans, right = spans + 1, right + true
                by_code[d.code][0] += true
                by_code[d.code][1] += 1
                if not true and show == d.code:
                    print(f"    false {d.words} | {row['text'][:180]}")
            if not row.get("identifying", True):
                negatives, flagged = negatives + 1, flagged + bool(found)
        print(
            f"\n{name}: {len(posts)} posts; span precision {right}/{spans};"
            f" hard negatives flagged {flagged}/{negatives}"
        )
        for code, (true, all_) in sorted(by_code.items()):
            aside = "" if code in KINDS else " (clues, which this text's authors did not mark)"
            print(f"    {code} precision {true / all_:.3f} of {all_}{aside}")
        for kind, count in total.most_common():
            print(f"    {kind:18} recall {seen[kind] / count:.3f} of {count}")
        if any("identifying" in row for row in posts):
            cases = [row for row in posts if row["identifying"]]
            caught = sum(any(d.code.startswith("PRV") for d in linter.lint(thread_of(row["text"]))) for row in cases)
            print(f"    posts recognised {caught}/{len(cases)}")


NODE = """
const fs = require("fs"), texts = JSON.parse(fs.readFileSync(0, "utf8"));
(async () => {
  const { markdown } = await import("alex"), writeGood = require("write-good");
  const peers = { alex: (t) => markdown(t).messages.length, "write-good": (t) => writeGood(t).length };
  for (const [name, judge] of Object.entries(peers)) {
    texts.slice(0, 50).forEach(judge);
    const began = process.cpuUsage();
    texts.forEach(judge);
    const used = process.cpuUsage(began);
    const flagged = texts.filter((t) => judge(t) > 0).length;
    console.log(name, texts.length / ((used.user + used.system) / 1e6), flagged / texts.length);
  }
})();
"""


def node_peers(texts: list[str]) -> dict[str, tuple[float, float]]:
    """Posts a second of alex and write-good, by their own processor time, and the share of posts that they flag."""
    folder = os.environ.get("THREAD_NODE_PEERS")
    node = shutil.which("node")
    if not (folder and node):
        return {}
    ran = subprocess.run([node, "-e", NODE], input=json.dumps(texts), cwd=folder, capture_output=True, text=True)
    if ran.returncode:
        print(f"    (alex and write-good do not run: {ran.stderr.strip().splitlines()[-1:]})")
    lines = (line.split() for line in ran.stdout.splitlines())
    return {name: (float(rate), float(flagged)) for name, rate, flagged in lines}


def peers() -> dict:
    found = {}
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        vader = SentimentIntensityAnalyzer()
        found["vader <= -0.5"] = lambda text: vader.polarity_scores(text)["compound"] <= -0.5
    except ImportError:
        print("    (VADER is not installed: pip install vaderSentiment)")
    try:
        from proselint.tools import lint as proselint

        found["proselint"] = lambda text: bool(proselint(text))
    except ImportError:
        try:
            from proselint.checks import __register__
            from proselint.registry import CheckRegistry
            from proselint.tools import LintFile

            CheckRegistry().register_many(__register__)
            found["proselint"] = lambda text: bool(LintFile(text, "post").lint())
        except Exception as error:  # noqa: BLE001 -- a peer that does not start is no failure of ours
            print(f"    (proselint does not run: {error!r})")
    return found


def speed(linter: Linter, folder: Path, show: str) -> None:
    """Posts a second by processor time: the best of three rounds, in which all take turns."""
    texts = [row["text"] for _, posts in rows(folder, "*.jsonl") for row in posts]
    threads = [thread_of(text) for text in texts]
    judges = peers()
    times: dict[str, list[float]] = defaultdict(list)
    each: list[list[float]] = []
    for turn in range(ROUNDS):
        each.append([_spent(linter.lint, thread) for thread in threads])
        for peer, judge in judges.items():
            times[peer].append(statistics.mean(_spent(judge, text) for text in texts[turn::EVERY]))
    best = min(each, key=sum)
    ours, centiles = len(texts) / sum(best), statistics.quantiles(best, n=100)
    print(
        f"\nspeed: {ours:,.0f} posts/s over {len(texts)} posts,"
        f" p50 {centiles[49] * 1e3:.2f} ms, p99 {centiles[98] * 1e3:.2f} ms"
    )
    rates = {peer: 1 / min(spent) for peer, spent in times.items()}
    rates |= {peer: rate for peer, (rate, _) in node_peers(texts[::EVERY]).items()}
    for peer, theirs in rates.items():
        print(f"    {peer:16} {theirs:,.0f} posts/s; ours is {ours / theirs:.1f} times that")
    print("    one post of n characters:")
    stock = " ".join(texts)
    for size in (100_000, 300_000, 1_000_000):
        long = thread_of((stock * (size // len(stock) + 1))[:size])
        began = time.process_time()
        linter.lint(long)
        spent = time.process_time() - began
        print(f"    {size:9,} characters {spent * 1e3:8.0f} ms, {spent / size * 1e9:6.0f} ns a character")
    cold()


COLD = """
import sys, time
from composer.draft import load
from composer.thread import split
thread = split(load(sys.argv[1]))
began = time.process_time()
from composer.lint import Linter
Linter().lint(thread)
print(len(thread.posts), (time.process_time() - began) * 1e3)
"""
COLD_PEER = """
import time
began = time.process_time()
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
SentimentIntensityAnalyzer().polarity_scores("You are an idiot.")
print(0, (time.process_time() - began) * 1e3)
"""


def _spent(judge: Callable[[Any], object], text: object) -> float:
    began = time.process_time()
    judge(text)
    return time.process_time() - began


def cold() -> None:
    """The processor time of the first call in a process, import and word data included: the least of five."""
    draft = Path(__file__).parents[2] / "drafts" / "conference-talk.md"
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours, theirs = [], []
    for _ in range(5):
        for program, times in ((COLD, ours), (COLD_PEER, theirs)):
            ran = subprocess.run(
                [sys.executable, "-c", program, str(draft)], capture_output=True, text=True, env=compiled
            )
            if not ran.returncode:
                times.append([float(part) for part in ran.stdout.split()])
    posts, least = min(ours, key=lambda pair: pair[1])
    print(f"\nfirst call in a process, for a thread of {posts:.0f} posts: {least:.0f} ms")
    if theirs:
        print(f"    VADER's first call, for a sentence: {min(theirs)[1]:.0f} ms")


def sets(linter: Linter, folder: Path, show: str) -> None:
    table(SETS, (), show)


SECTIONS = {
    "ordinary": false_alarms,
    "threads": expert_threads,
    "anger": anger,
    "identifiers": identifiers,
    "sets": sets,
    "speed": speed,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--sets", type=Path, help="a folder of sets, of which nothing but the table is wanted")
    parser.add_argument("--record", action="store_true", help="write the figures that the rules' pages show")
    parser.add_argument("--preview", action="store_true", help="run preview rules too")
    parser.add_argument("--show", default="", help="a code, an identifier type, 'angry', or a family of sets")
    parser.add_argument("--only", default="", help=f"some of {', '.join(SECTIONS)}; writers, with --sets")
    arguments = parser.parse_args()
    only = tuple(filter(None, arguments.only.split(",")))
    if arguments.sets:
        table(arguments.sets, only, arguments.show)
        return
    if not arguments.corpora or not set(only) <= set(SECTIONS):
        parser.error("name a folder: --corpora or --sets")
    if arguments.record:
        from tests.bench.lint_figures import record

        print(f"figures of {len(record(arguments.corpora))} rules recorded")
        return
    linter = Linter(Options(preview=arguments.preview))
    for name, run in SECTIONS.items():
        if not only or name in only:
            run(linter, arguments.corpora, arguments.show)


if __name__ == "__main__":
    main()

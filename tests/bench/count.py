"""How fast X's length is counted here and by npm twitter-text, as ratios from one run.

    python -m tests.bench.count            # ours alone
    npm install --prefix /tmp/reference twitter-text@3.1.0
    TWITTER_TEXT=/tmp/reference python -m tests.bench.count

Every post is new to both counters: no text and no URL comes twice, and neither may remember an answer.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

POSTS = 20_000
ROUNDS = 3

PROSE = (
    "a thread is a talk that you give to people who did not ask for one so say early what is in it for them and "
    "keep the rest short because nobody owes you their time and every post has to earn the next one"
)
MIXED = (
    "naïve",
    "café",
    "—",
    "“quoted”",
    "it’s",
    "…",
    "🎉",
    "👩🏽‍🚀",
    "❤️",
    "🇳🇿",
    "1️⃣",
    "#SlowWriting",
    "@composer",
    "README.md",
)
CHINESE = "每一条都要值得读者花时间如果没有新内容就不要发因为没有人欠你注意力写作是为了让别人少走弯路"
JAPANESE = "読者の時間を大切にするために短く書くことが大事ですそして次の投稿を読む理由を与えましょう"
KOREAN = "독자의 시간을 아끼는 글을 쓰고 다음 글을 읽을 이유를 만들어 주세요 그리고 짧게 쓰세요"
SCRIPTS = (
    "short posts are read",
    "короткие посты читают",
    "τα σύντομα κείμενα διαβάζονται",
    "المنشورات القصيرة تُقرأ",
    "פוסטים קצרים נקראים",
    "छोटी पोस्ट पढ़ी जाती हैं",
    "ছোট পোস্ট পড়া হয়",
    "சிறிய பதிவுகள் படிக்கப்படுகின்றன",
    "โพสต์สั้นมีคนอ่าน",
    "կարճ գրառումները կարդում են",
    "მოკლე პოსტებს კითხულობენ",
    "አጭር ጽሑፎች ይነበባሉ",
    "短い投稿は読まれる",
)

NODE = """
const twitter = require('twitter-text');
const posts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const started = process.cpuUsage();
let sum = 0;
for (const post of posts) sum += twitter.parseTweet(post).weightedLength;
const used = process.cpuUsage(started);
console.log(JSON.stringify([sum, (used.user + used.system) / 1e6]));
"""


def ascii_post(random: Random) -> str:
    return (
        " ".join(random.choices(PROSE.split(), k=random.randint(25, 48))).capitalize()
        + ". "
        + random.choice(PROSE.split())
        + "."
    )


def mixed_post(random: Random) -> str:
    words = random.choices(PROSE.split(), k=random.randint(18, 34)) + random.choices(MIXED, k=random.randint(1, 4))
    random.shuffle(words)
    links = [f"https://example{random.randrange(10**6)}.org/notes/{random.randrange(10**9)}?from=thread"]
    return " ".join(words + links * (random.random() < 0.6))


def cjk_post(random: Random) -> str:
    source = random.choice((CHINESE, JAPANESE, KOREAN))
    return "。".join("".join(random.choices(source, k=random.randint(10, 40))) for _ in range(random.randint(2, 4)))


def many_scripts_post(random: Random) -> str:
    source = random.choice(SCRIPTS).split(" ")
    return " ".join(random.choices(source, k=random.randint(10, 30)))


CORPORA = {"ASCII": ascii_post, "mixed": mixed_post, "CJK": cjk_post, "13 scripts": many_scripts_post}


def ours(posts: list[str]) -> tuple[int, float]:
    from composer.text import limit

    measure = limit("x").exact
    started = time.process_time()
    total = sum(measure(post)[0] for post in posts)
    return total, time.process_time() - started


def theirs(posts: list[str], folder: str) -> tuple[int, float]:
    done = subprocess.run(
        ["node", "-e", NODE],
        input=json.dumps(posts),
        env={**os.environ, "NODE_PATH": str(Path(folder) / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
    )
    total, seconds = json.loads(done.stdout)
    return total, seconds


def main() -> None:
    folder = os.environ.get("TWITTER_TEXT", "") if shutil.which("node") else ""
    out = sys.stdout
    out.write(f"{'posts':12}{'ours/s':>12}{'npm/s':>12}{'ratio':>8}\n")
    for name, make in CORPORA.items():
        random = Random(name)
        rounds = [[make(random) for _ in range(POSTS)] for _ in range(ROUNDS)]
        own = [ours(posts) for posts in rounds]
        best = min(seconds for _, seconds in own)
        line = f"{name:12}{POSTS / best:12,.0f}"
        if folder:
            npm = [theirs(posts, folder) for posts in rounds]
            assert [total for total, _ in own] == [total for total, _ in npm], "the counters disagree"
            peer = min(seconds for _, seconds in npm)
            line += f"{POSTS / peer:12,.0f}{peer / best:8.2f}"
        out.write(line + "\n")


if __name__ == "__main__":
    main()

"""The X counter against npm twitter-text on adversarial texts.

Runs where node is and TWITTER_TEXT names a folder with the package in it:

    npm install --prefix /tmp/reference twitter-text@3.1.0
    TWITTER_TEXT=/tmp/reference pytest tests/text/test_text_x_reference.py -m slow

TWITTER_TEXT_COUNT says how many texts (200,000), TWITTER_TEXT_SEED which.
"""

import json
import os
import shutil
import subprocess
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from unicodedata import normalize

import pytest

from composer.text import entities, graphemes, limit

FOLDER = os.environ.get("TWITTER_TEXT", "")
NODE = shutil.which("node")
COUNT = int(os.environ.get("TWITTER_TEXT_COUNT", "200000"))
HERE = Path(__file__).parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (NODE and FOLDER), reason="needs node, and TWITTER_TEXT with npm twitter-text in it"),
]

ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
SURROGATES = ("\ud83d", "\ude00", "\udbff\udc00", "\ud800")
PIECES = json.loads((HERE / "reference" / "pieces.json").read_text(encoding="ascii"))
JOINS = ("\u200d", "\u200d", "\ufe0f\u200d", "")


@cache
def domains() -> tuple[str, ...]:
    lines = Path("composer/text/data/x_tlds.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def emoji() -> tuple[str, ...]:
    from emoji import EMOJI_DATA

    return tuple(EMOJI_DATA)


class Texts:
    """A stream of texts that try to make two counters disagree."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one(self) -> str:
        # JSON makes one character of two halves that happen to meet, as any reader of UTF-16 would.
        return json.loads(json.dumps(self.some()))

    def some(self) -> str:
        kind = self.random.random()
        if kind < 0.07:
            alphabet = ALPHANUMERIC + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + " ." * 4
            return "".join(self.random.choices(alphabet, k=self.random.randint(1, 60)))
        if kind < 0.10:
            return "".join(chr(self.code_point()) for _ in range(self.random.randint(1, 20)))
        if kind < 0.15:
            return " ".join(self.piece() for _ in range(self.random.randint(20, 60)))
        spaced = self.random.choice((0.1, 0.5, 0.9))
        pieces = (self.piece() for _ in range(self.random.randint(1, 9)))
        return "".join(piece + (" " if self.random.random() < spaced else "") for piece in pieces)

    def code_point(self) -> int:
        high = self.random.choice((0x300, 0x3000, 0x10000, 0x20000, 0x110000))
        return self.random.randrange(high)

    def piece(self) -> str:
        make = self.random.choices(
            (
                self.a_word,
                self.letters,
                self.punctuation,
                self.control,
                self.decomposed,
                self.url,
                self.emoji,
                self.mention,
                self.odd,
                self.code,
            ),
            weights=(20, 8, 6, 8, 4, 30, 16, 10, 1, 3),
        )[0]
        return make()

    def a_word(self) -> str:
        return self.random.choice(PIECES["words"])

    def letters(self, most: int = 8) -> str:
        return "".join(self.random.choices(ALPHANUMERIC, k=self.random.randint(1, most)))

    def punctuation(self) -> str:
        return self.random.choice("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

    def control(self) -> str:
        return self.random.choice(PIECES["controls"])

    def decomposed(self) -> str:
        return normalize("NFD", self.random.choice(PIECES["decomposed"]))

    def odd(self) -> str:
        return self.random.choice(("\ufffe", "\ufeff", "\uffff", *SURROGATES))

    def code(self) -> str:
        return chr(self.code_point())

    def label(self) -> str:
        kind = self.random.random()
        if kind < 0.5:
            return self.letters(10)
        if kind < 0.75:
            return self.random.choice(PIECES["labels"])
        if kind < 0.82:
            return self.random.choice("aé漢\x7f😀") * self.random.choice((28, 29, 30, 55, 57, 58, 59, 60, 62, 63, 64))
        if kind < 0.88:
            return self.emoji()
        if kind < 0.92:
            return self.decomposed()
        return self.letters(3) + self.random.choice(("-", "_", "--", "")) + self.letters(3)

    def top_level(self) -> str:
        kind = self.random.random()
        name = self.random.choice(domains())
        if kind < 0.3:
            return self.random.choice(("com", "net", "org", "co.uk", "jp", "de", "app", "it", "md", "py"))
        if kind < 0.7:
            return name
        if kind < 0.78:
            return "".join(self.random.choice((c.upper(), c)) for c in name)
        if kind < 0.82:
            return "xn--" + self.letters(5)
        if kind < 0.92:
            return name + self.random.choice(("é", "日", "_", "-", "@", "+", "1", "a", "😀", "\u200d", ".", ".."))
        return self.letters(4)

    def url(self) -> str:
        if self.random.random() < 0.06:
            slug = self.letters() * self.random.choice((1, 5, 8))
            return "https://t.co/" + slug + self.random.choice(("", "?a=b", "/x", "?", "#y", "é", "?a.", "."))
        labels = ".".join(self.label() for _ in range(self.random.choice((1, 1, 1, 2, 2, 3))))
        port = self.random.choice((":80", ":", ":é")) if self.random.random() < 0.1 else ""
        path = "".join("/" + self.path() for _ in range(self.random.choice((0, 0, 0, 1, 1, 2, 3))))
        query = "?" + self.random.choice(PIECES["queries"]) if self.random.random() < 0.25 else ""
        return self.random.choice(PIECES["protocols"]) + labels + "." + self.top_level() + port + path + query

    def path(self) -> str:
        return "".join(
            self.random.choice((*PIECES["paths"], self.letters(), self.letters()))
            for _ in range(self.random.randint(0, 3))
        )

    def emoji(self) -> str:
        kind = self.random.random()
        one = self.random.choice(emoji())
        if kind < 0.4:
            return one
        if kind < 0.5:
            return "".join(chr(0x1F1E6 + self.random.randrange(26)) for _ in range(self.random.randint(1, 5)))
        if kind < 0.6:
            return self.random.choice("0123456789#*a") + self.random.choice(
                ("\ufe0f\u20e3", "\u20e3", "\ufe0f", "\ufe0e\u20e3")
            )
        if kind < 0.7:
            return one + chr(0x1F3FB + self.random.randrange(5))
        if kind < 0.9:
            return one + "".join(
                self.random.choice(JOINS) + self.random.choice(emoji()) for _ in range(self.random.randint(1, 3))
            )
        if kind < 0.94:
            tags = "".join(chr(0xE0000 + ord(c)) for c in self.random.choice(("gbeng", "gbwls", "gbsct", "usca", "gb")))
            return "\U0001f3f4" + tags + self.random.choice(("\U000e007f", ""))
        edges = ("\u200d", "\ufe0f", "\ufe0e", "\u20e3", "")
        return self.random.choice(edges) + one + self.random.choice(edges)

    def mention(self) -> str:
        sign = self.random.choice(("@", "＠", "#", "＃", "$", "$"))
        return sign + self.random.choice((self.letters(), self.letters(22), *PIECES["names"]))


@cache
def answers() -> tuple[tuple[str, dict], ...]:
    source = Texts(seed=int(os.environ.get("TWITTER_TEXT_SEED", "2718")))
    texts = [source.one() for _ in range(COUNT)]
    done = subprocess.run(
        [NODE, HERE / "reference" / "oracle.js"],
        input="\n".join(map(json.dumps, texts)),
        env={**os.environ, "NODE_PATH": str(Path(FOLDER) / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(zip(texts, map(json.loads, done.stdout.rstrip("\n").split("\n")), strict=True))


def test_length_and_validity_equal_the_package_on_adversarial_texts():
    x = limit("x")
    different = [
        text
        for text, answer in answers()
        if ((measure := x.measure(text)).length, measure.fits) != (answer["length"], answer["valid"])
    ]
    assert different == []


def test_entities_equal_the_package_on_adversarial_texts():
    different = [text for text, answer in answers() if ours(text) != theirs(text, answer)]
    assert different == []


KINDS = {"url": "url", "screenName": "mention", "hashtag": "hashtag", "cashtag": "cashtag"}


def ours(text: str) -> list[tuple]:
    found = entities(normalize("NFC", text))
    return [(e.kind, e.start, e.end, e.text if e.kind == "url" else "") for e in found if e.kind != "email"]


def theirs(text: str, answer: dict) -> list[tuple]:
    text = normalize("NFC", text)
    widths = accumulate((2 if c > "\uffff" else 1 for c in text), initial=0)
    at = {unit: index for index, unit in enumerate(widths)}
    return [(KINDS[kind], at[start], at[end], url) for kind, start, end, url in answer["entities"]]


def test_graphemes_equal_icu_on_adversarial_texts():
    unicode = subprocess.run(
        [NODE, "-p", "process.versions.unicode"], capture_output=True, text=True, check=True
    ).stdout
    if unicode.strip() != "17.0":
        pytest.skip(f"this node counts by Unicode {unicode}")
    different = [text for text, answer in answers() if len(graphemes(text)) != answer["graphemes"]]
    assert different == []

"""What binds on Mastodon against its server's own patterns, run in Ruby on adversarial texts.

Runs where ruby is, with Debian's ruby-twitter-text, and MASTODON names a folder with Mastodon's sources:

    apt-get install ruby-twitter-text
    MASTODON=/tmp/mastodon pytest tests/text/test_text_mastodon_reference.py -m slow

MASTODON_COUNT says how many texts (30,000), MASTODON_SEED which.
"""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from composer.text import limit

HERE = Path(__file__).parent
FOLDER = os.environ.get("MASTODON", "")
RUBY = shutil.which("ruby")
COUNT = int(os.environ.get("MASTODON_COUNT", "30000"))

ODD = (
    "@ada@example.org",
    "@Ada.B-c@x.y.org:",
    "@a@b@c",
    "@ada@",
    "gemini://geminiprotocol.net/docs/",
    "https://example.org/a_(b)_c",
    "(https://x.org/(a)b)",
    "ipfs://x.org/é",
    "dat://x.org/日本",
    "https://x.org/?q=é^|",
    "https://t.co/abc/def",
    "http://cr.ſſ",
    "https://xn--abc.例え.com",
    "Ⓜ@ada@example.org",
)


def answers(texts: list[str]) -> list[list]:
    """For each text the server's length, and whether this Ruby's Unicode knows all characters of it."""
    script = [RUBY, HERE / "reference" / "mastodon.rb", FOLDER, "composer/text/data/x_tlds.txt"]
    done = subprocess.run(
        script, input="".join(json.dumps(text) + "\n" for text in texts), capture_output=True, text=True, check=False
    )
    if "not installed" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert not done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def adversarial() -> list[str]:
    spec = importlib.util.spec_from_file_location("adversarial", HERE / "test_text_x_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seed = int(os.environ.get("MASTODON_SEED", "5000"))
    source, random = module.Texts(seed), Random(seed)
    texts = []
    while len(texts) < COUNT:
        text = source.one()
        if random.random() < 0.5:
            at = random.randint(0, len(text))
            text = text[:at] + random.choice(["", " ", "\n"]) + random.choice(ODD) + text[at:]
        if not any("\ud800" <= c < "\ue000" for c in text):
            texts.append(text)
    return texts


@pytest.mark.slow
@pytest.mark.skipif(not (RUBY and FOLDER), reason="needs ruby, and MASTODON with its sources in it")
def test_the_server_never_counts_more_than_what_binds():
    texts = adversarial()
    mastodon = limit("mastodon")
    low = [
        (text, length, bound)
        for text, (length, known) in zip(texts, answers(texts), strict=True)
        if known and length > (bound := mastodon.exact(text)[0])
    ]
    assert low == []

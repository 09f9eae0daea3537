"""Pictures on their way out: what the writer is told, and what arrives."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

from PIL import Image

from composer.networks.media import prepare
from composer.networks.x.capabilities import MEDIA as X
from tests.cli.home import SHORT, Home

WITH_PICTURE = SHORT.replace("Wait ten", "![A red ward](ward.jpg)\n\nWait ten")


def photo(folder: Path) -> bytes:
    """A photo that tells where it was taken, lying on its side."""
    block = Image.Exif()
    block[0x0110], block[0x0112] = "Camera of Ms Rossi", 6
    block[0x8825] = {1: "N", 2: (48.0, 51.0, 24.0)}
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "JPEG", exif=block)
    (folder / "ward.jpg").write_bytes(target.getvalue())
    return target.getvalue()


def test_what_arrives_is_the_picture_alone_and_the_writer_is_told(home: Home) -> None:
    content = photo(home.folder)

    done = home.thread("post", home.draft(WITH_PICTURE), "--to", "rehearsal")

    assert "Location and camera data were taken out of ward.jpg." in done.stderr
    (media,) = [each for post in home.published() for each in post["media"]]
    assert media["alt"] == "A red ward"
    (stored,) = arrived(Path(home.environment["XDG_STATE_HOME"]))
    assert stored == prepare("ward.jpg", content, X).content
    assert b"Rossi" not in stored
    assert Image.open(io.BytesIO(stored)).size == (30, 40)
    entry = home.data("queue", "--json")["entries"][0]["id"]
    assert "taken out of ward.jpg" in home.thread("queue", "show", entry).stdout


def arrived(state: Path) -> list[bytes]:
    """Every picture that the rehearsal network has."""
    (file,) = state.rglob("rehearsal.sqlite3")
    with sqlite3.connect(file) as db:
        found = [row[0] for row in db.execute("SELECT bytes FROM content")]
    db.close()
    return found


def test_no_byte_of_what_was_taken_out_is_kept_anywhere(home: Home) -> None:
    photo(home.folder)
    home.thread("post", home.draft(WITH_PICTURE), "--to", "rehearsal")
    home.thread("schedule", home.draft(WITH_PICTURE), "in 2 hours", "--to", "mastodon-by-hand")

    state = Path(home.environment["XDG_STATE_HOME"])
    assert not [file for file in state.rglob("*") if file.is_file() and b"Rossi" in file.read_bytes()]


def test_a_dry_run_tells_it_too(home: Home) -> None:
    photo(home.folder)

    done = home.thread("post", home.draft(WITH_PICTURE), "--dry-run")
    assert "Location and camera data were taken out of ward.jpg." in done.stderr


def test_a_damaged_picture_queues_nothing(home: Home) -> None:
    (home.folder / "ward.jpg").write_bytes(photo(home.folder)[:-100])

    for words in (("post",), ("post", "--dry-run"), ("schedule", "in 2 hours")):
        verb, *rest = words
        done = home.thread(verb, home.draft(WITH_PICTURE), *rest, expect=2)
        assert "ward.jpg cannot be shown: it ends in the middle" in done.stderr
    assert home.data("queue", "--json")["entries"] == []

"""What is asked of a network beside the words is kept with the post and handed over with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from composer.model import NO_OPTIONS, Post, PostOptions, Schedule
from composer.queue import Store

if TYPE_CHECKING:
    from pathlib import Path

FULL = PostOptions("following", True, True, "42", ("Ja", "Nein – nie"), 60)


def test_options_come_out_of_the_file_as_they_went_in(tmp_path: Path) -> None:
    posts = [Post(1, 2, "One", 3, options=FULL), Post(2, 2, "Two", 3)]
    with Store(tmp_path / "queue.sqlite3") as store:
        made = store.enqueue(posts, account="x", network="x", schedule=Schedule(datetime.now(UTC)))
    with Store(tmp_path / "queue.sqlite3") as store:
        assert [post.options for post in store.get(made.id).posts] == [FULL, NO_OPTIONS]

"""From a draft to a published thread, the way a person does it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.home import SHORT, Home

TALK = Path(__file__).parents[2] / "drafts" / "conference-talk.md"


def assert_published_once(home: Home, texts: list[str]) -> None:
    """Each post is there once, in order, each a reply to the one before it."""
    there = home.published()
    assert [post["text"] for post in there] == texts
    parents = [None, *[post["id"] for post in there[:-1]]]
    assert [post["in_reply_to"] for post in there] == parents


def texts_of(home: Home, draft: Path) -> list[str]:
    return [post["text"] for post in home.data("split", draft, "--json")["threads"][0]["posts"]]


def test_the_sample_talk_is_published_with_a_receipt_for_every_post(home: Home) -> None:
    done = home.thread("post", TALK, "--to", "rehearsal")
    texts = texts_of(home, TALK)
    assert len(texts) > 10
    assert_published_once(home, texts)
    for post in home.published():
        assert post["id"] in done.stdout
    assert sum("sent" in line and "http://127.0.0.1" in line for line in done.stdout.splitlines()) == len(texts)
    assert "no errors" in done.stdout or "nothing recognised" in done.stdout
    figures = [media for post in home.published() for media in post["media"]]
    assert len(figures) == 2
    assert all(len(media["alt"]) > 40 for media in figures)


def test_the_same_command_twice_sends_nothing_twice_and_says_so(home: Home) -> None:
    draft = home.draft()
    home.thread("post", draft)
    again = home.thread("post", draft)
    assert "already" in again.stderr
    assert len(home.published()) == 3


def test_a_thread_published_again_on_purpose_meets_the_networks_own_refusal(home: Home) -> None:
    draft = home.draft()
    home.thread("post", draft)
    refused = home.thread("post", draft, "--again", expect=4)
    assert "has published the same text before" in refused.stderr
    assert len(home.published()) == 3


def test_an_error_of_the_checklist_stops_it_and_a_reason_lets_it_through(home: Home) -> None:
    draft = home.draft("Write to me at someone.real@example.org about the ward.\n")
    stopped = home.thread("post", draft, expect=1)
    assert "PRV001" in stopped.stdout
    assert "--accept PRV001 --because" in stopped.stderr
    assert home.published() == []
    home.thread("post", draft, "--accept", "PRV001", "--because", "my own public address")
    assert len(home.published()) == 1
    entry = home.data("queue", "--json")["entries"][0]["id"]
    assert "my own public address" in home.thread("queue", "show", entry).stdout


def test_a_dry_run_sends_and_queues_nothing(home: Home) -> None:
    home.thread("post", home.draft(), "--dry-run")
    assert home.published() == []
    assert home.data("queue", "--json")["entries"] == []


def test_a_private_draft_stays_here_until_it_is_said_twice(home: Home) -> None:
    draft = home.draft("---\nprivate: true\n---\n\nOnly for me.\n")
    assert "private" in home.thread("post", draft, expect=1).stderr
    assert home.published() == []
    home.thread("post", draft, "--private-too")
    assert len(home.published()) == 1


def test_a_template_with_open_fields_is_not_published(home: Home) -> None:
    path = home.thread("new", home.folder / "mine", "--template", "conference_talk").stdout.strip()
    stopped = home.thread("post", path, expect=1)
    assert "still to be filled" in stopped.stderr
    assert home.published() == []


def test_a_draft_deleted_after_it_was_queued_is_sent_as_it_was(home: Home) -> None:
    draft = home.draft(SHORT + "\n![A door that stands open](door.png)\n")
    figure = Path(TALK.parent / "figures").glob("*.png")
    (home.folder / "door.png").write_bytes(next(figure).read_bytes())
    texts = texts_of(home, draft)
    home.thread("schedule", draft, "in 2 s")
    draft.unlink()
    (home.folder / "door.png").unlink()
    time.sleep(2)
    home.thread("worker", "--once")
    assert_published_once(home, texts)
    assert home.published()[-1]["media"][0]["alt"] == "A door that stands open"


@pytest.mark.parametrize("fault", ["close_after@2", "500_after@2", "close_before@2", "429@2"])
def test_a_fault_on_the_way_ends_in_one_whole_thread(home: Home, fault: str) -> None:
    draft = home.draft()
    texts = texts_of(home, draft)
    home.environment["THREAD_REHEARSAL_FAULTS"] = fault
    home.thread("post", draft, expect=None)
    home.thread("resume", expect=None)
    assert_published_once(home, texts)


def kill_and_resume(home: Home, draft: Path, chance: random.Random) -> None:
    """Kill -9 in mid-thread, at any instruction; then resume until it is whole."""
    begun = home.start("post", draft)
    time.sleep(chance.uniform(0.3, 1.6))
    begun.kill()
    begun.communicate()
    for _ in range(5):
        done = home.thread("post", draft, expect=None)
        if done.returncode == 0:
            return
    pytest.fail(f"never whole: {done.stdout}\n{done.stderr}")


NINE_POSTS = "\n\n---\n\n".join(
    f"Post number {word} of a thread that is killed in the middle."
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
)


@pytest.mark.parametrize("seed", range(6))
def test_kill_at_any_instant_and_every_post_is_out_once(home: Home, seed: int) -> None:
    draft = home.draft(NINE_POSTS)
    kill_and_resume(home, draft, random.Random(seed))
    assert_published_once(home, texts_of(home, draft))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 200))
def test_kill_at_any_of_many_instants_and_every_post_is_out_once(home: Home, seed: int) -> None:
    draft = home.draft(NINE_POSTS)
    kill_and_resume(home, draft, random.Random(seed))
    assert_published_once(home, texts_of(home, draft))


def test_ctrl_c_stops_after_the_post_at_hand_and_resume_goes_on(home: Home) -> None:
    draft = home.draft(NINE_POSTS)
    texts = texts_of(home, draft)
    home.environment["THREAD_REHEARSAL_FAULTS"] = "slow"
    begun = home.start("post", draft)
    wait_until_sent(begun)
    begun.send_signal(signal.SIGINT)
    _, said = begun.communicate(timeout=30)
    assert begun.returncode == 130
    assert "thread resume" in said
    home.thread("resume")
    assert_published_once(home, texts)


def wait_until_sent(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if "  sent " in line:
            return
    pytest.fail("nothing was sent")


def test_output_that_nobody_reads_is_no_error(home: Home) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        home.command("split", TALK), env=home.environment, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert done.returncode == 0
    assert done.stderr == b""


def test_the_same_words_with_another_picture_are_another_thread(home: Home) -> None:
    first, second = sorted((TALK.parent / "figures").glob("*.png"))
    for name, figure in (("a.png", first), ("b.png", second)):
        (home.folder / name).write_bytes(figure.read_bytes())
    home.thread("schedule", home.draft("One look.\n\n![A chart with two bars](a.png)\n", "a.md"), "tomorrow 9am")
    home.thread("schedule", home.draft("One look.\n\n![A chart with two bars](b.png)\n", "b.md"), "tomorrow 10am")
    assert len(home.data("queue", "--json")["entries"]) == 2


def test_resume_breaks_neither_a_hold_nor_a_time_that_has_not_come(home: Home) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am", "--hold", "embargo")
    entry = home.data("queue", "--json")["entries"][0]["id"]
    assert "thread release" in home.thread("resume", entry, expect=2).stderr
    home.thread("release", entry)
    assert "its time has not come" in home.thread("resume", entry, expect=2).stderr
    assert home.published() == []

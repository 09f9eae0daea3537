"""From a prompt to a page to write on."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import yaml

from composer.practice import Form, PracticeError, Prompt, prompts, start

if TYPE_CHECKING:
    from collections.abc import Iterator

SUNDAY = date(2026, 11, 22)
POST = next(prompt for prompt in prompts() if prompt.form is Form.POST)
PRIVATE = next(prompt for prompt in prompts() if prompt.form is Form.PRIVATE)


@pytest.mark.parametrize("prompt", prompts(), ids=lambda prompt: prompt.id)
def test_a_page_names_its_prompt_and_holds_nothing_to_post_yet(tmp_path: Path, prompt: Prompt) -> None:
    page = start(prompt, tmp_path / "drafts", SUNDAY).read_text(encoding="utf-8")
    _, matter, body = page.split("---\n", 2)
    fields = yaml.safe_load(matter)
    assert fields["prompt"] == prompt.id
    assert "2026-11-22" in fields["title"]
    assert fields.get("private", False) is (prompt.form is Form.PRIVATE)
    assert prompt.text in body
    assert prompt.tiny in body
    assert body.strip().startswith("<!--")
    assert body.strip().endswith("-->")
    assert body.count("-->") == 1


def test_a_second_start_on_the_same_day_opens_the_same_draft_untouched(tmp_path: Path) -> None:
    path = start(POST, tmp_path, SUNDAY)
    path.write_text("one sentence", encoding="utf-8")
    assert start(POST, tmp_path, SUNDAY) == path
    assert path.read_text(encoding="utf-8") == "one sentence"


def test_another_day_or_another_prompt_is_another_draft(tmp_path: Path) -> None:
    pages = {
        start(POST, tmp_path, SUNDAY),
        start(POST, tmp_path, SUNDAY + timedelta(days=60)),
        start(PRIVATE, tmp_path, SUNDAY),
    }
    assert len(pages) == 3


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    with pytest.raises(PracticeError, match=r"Cannot start a draft at .*: .+\. Choose another folder"):
        start(POST, tmp_path / "drafts", SUNDAY)


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that nobody but root may write to, in a place that anybody may reach."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        yield Path(name)
        Path(name).chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="read-only folders are a POSIX matter")
def test_a_read_only_folder_is_a_sentence_for_draft_and_journal(locked: Path) -> None:
    code = (
        "import datetime, os, pathlib, sys\n"
        "from composer.practice import PracticeError, Shown, prompts, record, start\n"
        "folder, today, first = pathlib.Path(sys.argv[1]), datetime.date(2026, 11, 22), prompts()[0]\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "for deed in (lambda: start(first, folder, today), lambda: record(folder / 'j', Shown(today, 'P01'))):\n"
        "    try: deed()\n"
        "    except PracticeError as error: print(error)"
    )
    child = subprocess.run([sys.executable, "-c", code, str(locked)], capture_output=True, text=True, timeout=60)
    assert child.stderr == ""
    draft, journal = child.stdout.splitlines()
    assert draft.startswith(f"Cannot start a draft at {locked}")
    assert "Permission denied" in draft
    assert journal.startswith("Cannot note today's writing")
    assert list(locked.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are a POSIX matter")
def test_a_full_disk_is_a_sentence_and_leaves_no_half_page(tmp_path: Path) -> None:
    code = (
        "import datetime, pathlib, resource, signal, sys\n"
        "from composer.practice import PracticeError, prompts, start\n"
        "folder, first = pathlib.Path(sys.argv[1]), prompts()[0]\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))\n"
        "try: start(first, folder, datetime.date(2026, 11, 22))\n"
        "except PracticeError as error: print(error)"
    )
    child = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert child.stderr == ""
    assert child.stdout.startswith("Cannot start a draft at")
    assert list(tmp_path.iterdir()) == []

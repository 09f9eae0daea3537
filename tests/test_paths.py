"""Writing a file: at every instant the old one or the new one is there, whole."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from composer.paths import shipped, write_atomically

# A child that may write no more than 4 KiB to any file, as on a full disk.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from composer.paths import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_atomically(Path(sys.argv[1]), b"n" * 100_000)
except OSError as error:
    print("refused:", error.strerror)
"""


def test_the_new_content_replaces_the_old_and_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("old")
    file.chmod(0o640)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("the only copy")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("refused:")
    assert file.read_text() == "the only copy"
    assert list(tmp_path.iterdir()) == [file]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


def test_a_symbolic_link_still_points_where_it_did(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_text("old")
    link = tmp_path / "link.md"
    link.symlink_to(real)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX here")
def test_a_file_for_its_owner_alone_is_never_wider_for_an_instant(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    write_atomically(file, b"s", mode=0o600)
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_sample_drafts_are_where_the_program_looks() -> None:
    assert shipped("templates").is_dir()

"""Where a queue may not lie: on network folders, whose locks and shared memory SQLite cannot rely on."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_TABLE = Path("/proc/self/mountinfo")
_NETWORK = frozenset(
    ("afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs")
) | frozenset(f"fuse.{name}" for name in ("ceph", "davfs2", "glusterfs", "gvfsd-fuse", "rclone", "s3fs", "sshfs"))
"""Types of file systems that other machines serve, as Linux names them."""


def mount_table() -> str:
    """What is mounted where, as Linux tells it (proc(5), mountinfo); empty on other systems."""
    try:
        return _TABLE.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def network_folder(path: Path, table: str) -> str | None:
    """The type of the network file system that `path` (absolute, resolved) lies on; None for a local one."""
    if str(path).startswith("\\\\"):
        return "network share"
    best, found = -1, ""
    for line in table.splitlines():
        fields, _, source = line.partition(" - ")
        if not source:
            continue
        place = PurePosixPath(_unescaped(fields.split(" ")[4]))
        if len(place.parts) >= best and path.is_relative_to(place):
            best, found = len(place.parts), source.split(" ")[0]
    return found if found in _NETWORK else None


def _unescaped(word: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        word = word.replace(code, character)
    return word

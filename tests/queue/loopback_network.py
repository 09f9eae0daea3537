"""A small network of our own for the tests: a process on loopback that keeps posts, with faults on demand.

`python loopback_network.py FOLDER` serves until it is killed. Its posts are lines of
FOLDER/posts.jsonl, synced one by one.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from composer.model import Receipt
from composer.queue import Capabilities, NotSent, OutcomeUnknown, Outgoing
from composer.schedule import FREE
from composer.text import limit


class Shelf:
    """What the network has, on disk, and how it misbehaves."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "posts.jsonl"
        self.posts = [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []
        self.gone: list[str] = []
        self.lock = threading.Lock()
        self.faults = {"busy": 0.0, "drop_before": 0.0, "drop_after": 0.0, "lag": 0.0, "delay": 0.0}
        self.chance = random.Random(1)

    def add(self, post: dict) -> dict:
        with self.lock:
            post = {**post, "id": str(len(self.posts) + len(self.gone) + 1), "at": time.time()}
            with self.file.open("a") as file:
                file.write(json.dumps(post) + "\n")
                file.flush()
                os.fsync(file.fileno())
            self.posts.append(post)
            return post

    def remove(self, number: str) -> bool:
        with self.lock:
            there = [post for post in self.posts if post["id"] == number]
            self.gone += [post["id"] for post in there]
            self.posts = [post for post in self.posts if post["id"] != number]
            return bool(there)

    def visible(self) -> list[dict]:
        horizon = time.time() - self.faults["lag"]
        return [post for post in self.posts if post["at"] <= horizon]

    def strikes(self, fault: str) -> bool:
        return self.chance.random() < self.faults[fault]


class Handler(BaseHTTPRequestHandler):
    shelf: Shelf
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        shelves = {"/visible": self.shelf.visible, "/gone": lambda: self.shelf.gone}
        self.answer(200, shelves.get(self.path, lambda: self.shelf.posts)())

    def do_DELETE(self) -> None:
        if self.shelf.strikes("busy"):
            self.answer(503, {})
        elif self.shelf.strikes("drop_before"):
            self.close_connection = True
        else:
            time.sleep(self.shelf.faults["delay"])
            there = self.shelf.remove(self.path.rpartition("/")[2])
            if self.shelf.strikes("drop_after"):
                self.close_connection = True
            else:
                self.answer(200 if there else 404, {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/faults":
            self.shelf.faults.update(body)
            self.answer(200, {})
        elif self.shelf.strikes("busy"):
            self.answer(503, {})
        elif self.shelf.strikes("drop_before"):
            self.close_connection = True
        else:
            time.sleep(self.shelf.faults["delay"])
            post = self.shelf.add(body)
            if self.shelf.strikes("drop_after"):
                self.close_connection = True
            else:
                self.answer(200, post)

    def answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Client:
    """How the tests and the publisher speak to it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, content: object = None) -> tuple[int, object]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request(method, path, None if content is None else json.dumps(content))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def posts(self) -> list[dict]:
        return self.ask("GET", "/posts")[1]

    def gone(self) -> list[str]:
        """Ids of deleted posts, in the order in which they went."""
        return self.ask("GET", "/gone")[1]

    def misbehave(self, **faults: float) -> None:
        self.ask("POST", "/faults", faults)


class LoopbackPublisher:
    """The queue's way to the network; it has no idempotency keys, so only reading back tells."""

    capabilities = Capabilities("loopback")
    limit = replace(limit("x"), name="loopback")
    price = FREE

    def __init__(self, port: int, settle: float = 0.5) -> None:
        self.client = Client(port)
        self.settle = timedelta(seconds=settle)

    def prepare(self, posts: Sequence[Outgoing], so_far: bytes) -> bytes:
        return so_far

    def send(self, post: Outgoing) -> Receipt:
        parent = post.parent.remote_id if post.parent else None
        try:
            status, body = self.client.ask("POST", "/posts", {"text": post.text, "parent": parent})
        except ConnectionRefusedError as error:
            raise NotSent("The network is not there.") from error
        except (OSError, HTTPException, ValueError) as error:
            raise OutcomeUnknown("The network did not answer.") from error
        if status == 503:
            raise NotSent("The network is busy.")
        return self.receipt(body)

    def find(self, post: Outgoing) -> Receipt | None:
        parent = post.parent.remote_id if post.parent else None
        try:
            found = self.client.ask("GET", "/visible")[1]
        except OSError as error:
            raise NotSent("The network is not there.") from error
        for candidate in found:
            if candidate["text"] == post.text and candidate["parent"] == parent:
                return self.receipt(candidate)
        return None

    def delete(self, receipt: Receipt) -> None:
        try:
            status, _ = self.client.ask("DELETE", f"/posts/{receipt.remote_id}")
        except ConnectionRefusedError as error:
            raise NotSent("The network is not there.") from error
        except (OSError, HTTPException, ValueError) as error:
            raise OutcomeUnknown("The network did not answer.") from error
        if status == 503:
            raise NotSent("The network is busy.")

    def receipt(self, body: dict) -> Receipt:
        url = f"http://127.0.0.1:{self.client.port}/posts/{body['id']}"
        return Receipt(body["id"], url, datetime.fromtimestamp(body["at"], UTC), body["text"])


class Network(ThreadingHTTPServer):
    """Its clients are killed in the middle of a call, which is nothing to complain about."""

    def handle_error(self, *_: object) -> None:
        pass


def serve(folder: Path) -> None:
    Handler.shelf = Shelf(folder)
    server = Network(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))

"""Content addresses and record keys as a Bluesky server makes them, so that posts can name each other in advance.

A record is named by the SHA-256 of its canonical DAG-CBOR (https://ipld.io/specs/codecs/dag-cbor/spec/), and stands
under a key that sorts by time (https://atproto.com/specs/tid).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_DAG_CBOR_SHA256 = b"\x01\x71\x12\x20"
"""CID version 1, codec dag-cbor, SHA-256 of 32 bytes."""
_RAW_SHA256 = b"\x01\x55\x12\x20"
"""The same for bytes that are no record, such as a picture."""
_SORTED = "234567abcdefghijklmnopqrstuvwxyz"
_LETTERS = 13
CLOCKS = 1024


def cid_of(record: Mapping[str, Any]) -> str:
    """The CID of a record in its JSON form, where `{"$link": CID}` stands for a link to a blob."""
    import libipld

    return str(libipld.encode_cid(_DAG_CBOR_SHA256 + sha256(libipld.encode_dag_cbor(_linked(record))).digest()))


def raw_cid_of(content: bytes) -> str:
    """The CID of a file."""
    import libipld

    return str(libipld.encode_cid(_RAW_SHA256 + sha256(content).digest()))


def _linked(value: Any) -> Any:
    """JSON with links as the bytes that the encoder takes for links."""
    import libipld

    if isinstance(value, dict):
        if value.keys() == {"$link"}:
            return libipld.decode_multibase(value["$link"])[1]
        return {name: _linked(each) for name, each in value.items()}
    return [_linked(each) for each in value] if isinstance(value, (list, tuple)) else value


def record_key(at: datetime, offset: int, clock: int) -> str:
    """A key for `at` plus `offset` microseconds; `clock`, below 1,024, keeps two writers of one instant apart."""
    number = (round(at.timestamp() * 1_000_000) + offset) * CLOCKS + clock % CLOCKS
    letters = []
    for _ in range(_LETTERS):
        number, letter = divmod(number, len(_SORTED))
        letters.append(_SORTED[letter])
    return "".join(reversed(letters))

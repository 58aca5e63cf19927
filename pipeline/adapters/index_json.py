"""Indexes as bytes: JSON under a checksum, each entry with the digest of what it was made from. The one module that
uses msgspec.
"""

from __future__ import annotations

import hashlib
from typing import Final, TypeVar

import msgspec

Told = TypeVar("Told")
Packed = msgspec.Raw
Entries = dict[str, tuple[str, Packed]]
"""Name → the digest of what an entry was made from, and what is told of it."""

_SUM: Final = 64  # hex digits of the checksum before the content


def loads(data: bytes) -> Entries:
    """The entries in a file; none where it is not whole."""
    if hashlib.sha256(data[_SUM:]).hexdigest().encode() != data[:_SUM]:
        return {}
    try:
        return msgspec.json.decode(data[_SUM:], type=Entries)
    except (msgspec.MsgspecError, RecursionError):
        return {}


def dumps(entries: Entries) -> bytes:
    """The file's bytes."""
    data = msgspec.json.encode(entries)
    return hashlib.sha256(data).hexdigest().encode() + data


def packed(told: object) -> Packed:
    """What is told, a dataclass or a plain value, as an entry holds it."""
    return Packed(msgspec.json.encode(told))


def unpacked(held: Packed, form: type[Told]) -> Told | None:
    """What is told again; None where it is of another form."""
    try:
        return msgspec.json.decode(held, type=form)
    except (msgspec.MsgspecError, RecursionError):
        return None

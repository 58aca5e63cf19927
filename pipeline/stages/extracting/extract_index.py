"""Which pages extract found to be as their catalogues say, by digests of all that it reads; such pages are not parsed.

An index only: without it, or with a broken or old one, the pages are parsed and nothing else changes. It holds a page
only after a whole merge gave exactly the bytes that were there.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pipeline import program
from pipeline.adapters import files
from pipeline.core.errors import BadFileError
from pipeline.core.segmentation.rules import Rules

_SUM: Final = 64  # hex digits of the checksum before the content


class ExtractIndex:
    """The index at ``path``: page and locale → the digest of what was read, and what was told of it."""

    def __init__(self, path: Path, rules: Rules) -> None:
        self._path = path
        self._program = _program(rules)
        self._known = _loaded(path)
        self._fresh = dict(self._known)

    def digest(self, parts: Iterable[bytes | None], reference: str) -> str:
        """The digest of a page's files, of how pages are read, and of the program."""
        found = hashlib.sha256(self._program + reference.encode())
        for part in parts:
            found.update(b"\0" if part is None else b"\1" + hashlib.sha256(part).digest())
        return found.hexdigest()

    def get(self, name: str, digest: str) -> list[Any] | None:
        """What was told of a page whose files are as they were then."""
        held = self._known.get(name)
        return held[1] if held is not None and held[0] == digest else None

    def put(self, name: str, digest: str, told: list[Any]) -> None:
        """Keep what is told of a page."""
        self._fresh[name] = [digest, told]

    def save(self) -> None:
        """Write the index if anything is new in it."""
        if self._fresh != self._known:
            data = json.dumps(self._fresh, ensure_ascii=True).encode()
            with contextlib.suppress(BadFileError):  # without the index the next run takes longer, no more
                files.write(self._path, hashlib.sha256(data).hexdigest().encode() + data, durable=False)


def _loaded(path: Path) -> dict[str, list[Any]]:
    """What is in the file; nothing where it is not whole."""
    data = b""
    with contextlib.suppress(BadFileError):
        data = files.read(path) or b""
    if hashlib.sha256(data[_SUM:]).hexdigest().encode() != data[:_SUM]:
        return {}
    found: dict[str, list[Any]] = json.loads(data[_SUM:])
    return found


def _program(rules: Rules) -> bytes:
    """A digest of how pages are read: the settings, and the program with its libraries, since others may
    read otherwise.
    """
    found = hashlib.sha256()
    for field in dataclasses.fields(rules):
        value = getattr(rules, field.name)
        found.update(f"{field.name}={sorted(value) if isinstance(value, frozenset) else value!r}\n".encode())
    found.update(repr(program.versions()).encode() + program.digest())
    return found.digest()

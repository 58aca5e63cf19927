"""What engines answered, kept on disk before the next batch is asked, so that nothing is paid for twice."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.core.engine import Answer

_VERSION: Final = 1
_SCHEMA: Final = f"""
create table answer(key text primary key, target text, reason text not null) without rowid;
pragma user_version = {_VERSION};
"""


class Answers:
    """The answers of one engine with one set of options, from one locale to another.

    The file is for speed and money only: without it, texts are asked for again. One that cannot be read is replaced.
    """

    def __init__(self, path: Path | None, engine: str, options: str, source: str, target: str) -> None:
        self._seed = "\x00".join((engine, options, source, target))
        self._connection = _opened(path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def known(self, texts: Sequence[str]) -> dict[str, Answer]:
        """The answers that are there, by text."""
        found: dict[str, Answer] = {}
        for text in texts:
            row = self._connection.execute("select target, reason from answer where key = ?", (self._key(text),))
            for target, reason in row:
                found[text] = Answer(target, reason)
        return found

    def keep(self, answers: Mapping[str, Answer]) -> None:
        """Write answers; when this returns they are on disk."""
        rows: Iterable[tuple[str, str | None, str]] = (
            (self._key(text), answer.text, answer.reason) for text, answer in answers.items()
        )
        with self._connection:
            self._connection.executemany("insert or replace into answer values (?, ?, ?)", rows)

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._seed}\x00{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return _made(":memory:")
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(sqlite3.DatabaseError):
        connection = sqlite3.connect(path)
        if connection.execute("pragma user_version").fetchone()[0] == _VERSION:
            connection.execute("select count(*) from answer").fetchone()
            return connection
        connection.close()
    path.unlink(missing_ok=True)
    return _made(path)


def _made(place: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(place)
    connection.executescript(_SCHEMA)
    return connection

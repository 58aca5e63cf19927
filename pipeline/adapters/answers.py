"""What engines answered, kept on disk before the next batch is asked, so that nothing is paid for twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.core.engines.engine import Answer
from pipeline.core.errors import BadFileError

ASKINGS: Final = 2
"""How often a text is asked for while the answers cannot be used."""

_VERSION: Final = 2
_SCHEMA: Final = f"""
create table answer(key text primary key, target text, reason text not null, tries integer not null) without rowid;
pragma user_version = {_VERSION};
"""
_KEEP: Final = """
insert into answer values (?, ?, ?, ?) on conflict(key) do update set
target = excluded.target, reason = excluded.reason, tries = tries + excluded.tries
"""
_UPGRADE: Final = f"""
begin;
alter table answer add column tries integer not null default {ASKINGS};
pragma user_version = {_VERSION};
commit;
"""


class Answers:
    """The answers of one engine with one set of options, from one locale to another.

    The file is for speed and money only: without it, texts are asked for again. One that cannot be read is replaced.
    """

    def __init__(self, path: Path | None, engine: str, options: str, source: str, target: str) -> None:
        self._seed = "\x00".join((engine, options, source, target))
        self._path = path
        self._connection = _opened(path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def known(self, texts: Sequence[str]) -> dict[str, Answer]:
        """The answers that stand, by text: good ones, and those that could not be used as often as one asks."""
        query = "select target, reason from answer where key = ? and (target is not null or tries >= ?)"
        found: dict[str, Answer] = {}
        for text in texts:
            for target, reason in self._connection.execute(query, (self._key(text), ASKINGS)):
                found[text] = Answer(target, reason)
        return found

    def keep(self, answers: Mapping[str, Answer], *, again: bool) -> None:
        """Write answers; when this returns they are on disk. Raises BadFileError where they cannot be written.

        Of one that cannot be used it is only counted that there was one; without ``again`` it stands at once.
        """
        rows: Iterable[tuple[str, str | None, str, int]] = (
            (self._key(text), answer.text, answer.reason, 1 if again else ASKINGS) for text, answer in answers.items()
        )
        try:
            with self._connection:
                self._connection.executemany(_KEEP, rows)
        except sqlite3.Error as error:
            message = f"the engine's answers cannot be kept here ({error}); make room, or check its rights"
            raise BadFileError(str(self._path or "answers"), message) from error

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._seed}\x00{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return _made(":memory:")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _existing(path)
    except sqlite3.OperationalError as error:  # in use by another process, no rights, no room: not ours to delete
        raise BadFileError(str(path), f"cannot be used ({error}); try again, or check its rights") from error
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _made(path)
    except OSError as error:
        raise BadFileError(str(path), f"cannot be written ({error.strerror}); check the folder's rights") from error


def _existing(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    version = connection.execute("pragma user_version").fetchone()[0]
    if version == _VERSION - 1:
        connection.executescript(_UPGRADE)
    elif version != _VERSION:
        connection.close()
        path.unlink()
        return _made(path)
    connection.execute("select count(*) from answer").fetchone()
    return connection


def _made(place: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(place)
    connection.executescript(_SCHEMA)
    return connection

"""A log as JSON lines, in a file or on standard error: one object a line, whole or not at all as far as the disk lets.

A log that cannot be written ends; the command goes on.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pipeline import log

STDERR: Final = "-"
"""The name that means standard error."""

_SHOWN: Final = "the log {name} cannot be written ({why}); the command goes on without it"


class JsonLines(logging.Handler):
    """Appends a line for each event to the file ``name``, or writes it to standard error for ``-``.

    ``clean`` takes out of every text what no log may hold; paths below ``root`` are shown relative to it. ``run`` is
    the same in all lines of one command. ``complain`` is told once, in a sentence, when the log cannot be written.
    """

    def __init__(
        self, name: str, *, root: Path, run: str, clean: Callable[[str], str], complain: Callable[[str], None]
    ) -> None:
        super().__init__(logging.DEBUG)
        self._name = name
        self._root = root
        self._run = run
        self._clean = clean
        self._complain = complain
        self._file: int | None = None
        try:
            self._file = sys.stderr.fileno() if name == STDERR else _opened(Path(name))
        except (OSError, ValueError) as error:
            if name != STDERR:
                self._end(error)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line. Raises nothing."""
        line = f"{json.dumps(self._fields(record), ensure_ascii=True)}\n"
        try:
            if self._file is not None:
                _write(self._file, line.encode("ascii"))
            elif self._name == STDERR:
                sys.stderr.write(line)
                sys.stderr.flush()
        except (OSError, ValueError) as error:
            self._end(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None and self._name != STDERR:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file = None
        super().close()

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        name, fields = log.told(record)
        time = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        start = {"time": time, "level": record.levelname.lower(), "event": str(name), "run": self._run}
        return {**start, **{key: self._plain(value) for key, value in fields.items()}}

    def _plain(self, value: object) -> object:
        """A field as JSON has it, every text in it cleaned."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, dict):
            return {str(key): self._plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._plain(item) for item in value]
        return self._clean(log.shown(value, self._root) if isinstance(value, Path) else str(value))

    def _end(self, error: Exception) -> None:
        """Give up, and say so once."""
        self.close()
        self._name, name = "", self._name
        if name:
            why = getattr(error, "strerror", None) or "it is closed"
            self._complain(_SHOWN.format(name=name if name != STDERR else "on standard error", why=why))


def _opened(path: Path) -> int:
    """The file to append to; a line that an earlier command could not finish gets its end. Raises OSError."""
    number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        with contextlib.suppress(OSError), path.open("rb") as held:
            held.seek(-1, os.SEEK_END)
            if held.read(1) not in (b"", b"\n"):
                os.write(number, b"\n")
    except BaseException:
        os.close(number)
        raise
    return number


def _write(number: int, data: bytes) -> None:
    """Write all of it. Raises OSError."""
    while data:
        data = data[os.write(number, data) :]

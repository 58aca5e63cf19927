"""One writer at a time in a project. The one module that uses filelock."""

from __future__ import annotations

import contextlib
import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pipeline.core.errors import BadFileError, UsageError

PATIENCE: Final = 20.0
"""Seconds to wait for another one to finish."""

_FOLDER: Final = ".diptych"
_LEFT: Final = re.compile(r"\..+\.[a-z0-9_]{8}")  # as tempfile names what adapters/files.py is about to put in place
_WRITTEN: Final = ("locales", "config")


@contextlib.contextmanager
def alone(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a project for writing; two that read, change and write a catalogue at once would lose one's work.

    The lock lies in the project's ``.diptych``, so that it also holds between two users or two containers that share
    the folder; the system frees it if this process dies. What a process that died was about to put in place is then
    taken away. Raises UsageError where another process does not finish within ``patience`` seconds, BadFileError
    where there can be no lock.
    """
    lock = FileLock(_place(root), timeout=patience, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise UsageError("another diptych is at work in this project; try again when it is done") from None
    except OSError as error:
        message = f"cannot be written ({error.strerror}); check the rights and the room of its folder"
        raise BadFileError(str(lock.lock_file), message) from error
    try:
        with _marked(root):
            yield
    finally:
        lock.release()


def was_cut_off(root: Path) -> bool:
    """Whether the last process that wrote in a project died, or one is at work."""
    return _mark(root).exists()


@contextlib.contextmanager
def _marked(root: Path) -> Iterator[None]:
    """A mark that stays only where the process dies, which tells the next one to tidy up."""
    mark = _mark(root)
    if mark.exists():
        _tidy(root)
    with contextlib.suppress(OSError):  # it only saves looking through all folders
        if mark.parent.is_dir():
            mark.touch()
    try:
        yield
    except Exception:
        _unmark(mark)
        raise
    _unmark(mark)


def _unmark(mark: Path) -> None:
    with contextlib.suppress(OSError):
        mark.unlink(missing_ok=True)


def left_behind(root: Path) -> list[Path]:
    """What processes that died were about to put in place."""
    hidden = (path for folder in _WRITTEN for path in (root / folder).rglob(".*"))
    return sorted(path for path in hidden if _LEFT.fullmatch(path.name) and path.is_file())


def _tidy(root: Path) -> None:
    for path in left_behind(root):
        with contextlib.suppress(OSError):
            path.unlink()


def _mark(root: Path) -> Path:
    return root.resolve() / _FOLDER / "working"


def _place(root: Path) -> Path:
    """Where the lock lies; outside a project, or where nothing can be written, in the system's temporary folder."""
    root = root.resolve()
    if (root / "config" / "diptych.toml").is_file():
        with contextlib.suppress(OSError):
            folder = root / _FOLDER
            folder.mkdir(exist_ok=True)
            ignored = folder / ".gitignore"
            if not ignored.exists():
                ignored.write_bytes(b"*\n")
            return folder / "lock"
    return Path(tempfile.gettempdir()) / f"diptych-{hashlib.sha256(str(root).encode()).hexdigest()[:16]}.lock"

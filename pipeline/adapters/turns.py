"""One writer at a time in a project. The one module that uses filelock."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pipeline.core.errors import UsageError

PATIENCE: Final = 20.0
"""Seconds to wait for another one to finish."""


@contextlib.contextmanager
def alone(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a project for writing; two that read, change and write a catalogue at once would lose one's work.

    The lock is a file in the system's temporary folder, so the project stays clean; the system frees it if this
    process dies. Raises UsageError where another process does not finish within ``patience`` seconds.
    """
    name = hashlib.sha256(f"{getpass.getuser()}:{root.resolve()}".encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"diptych-{name}.lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise UsageError("another diptych is at work in this project; try again when it is done") from None
    try:
        yield
    finally:
        lock.release()

"""Files on disk: whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from pipeline import log
from pipeline.core.errors import BadFileError
from pipeline.core.events import Event

Key = TypeVar("Key")

_GRAIN: Final = 2_000_000_000  # nanoseconds; the coarsest clock of a disk still in use, FAT's

_WRITERS: Final = 8
_MARK: Final = struct.Struct("<QQqq")  # packed, since a site has many files


def read(path: Path) -> bytes | None:
    """The bytes of a file, or None where there is none. Raises BadFileError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadFileError(str(path), f"cannot be read ({error.strerror}); check what it is and its rights") from error


def chunks(path: Path, size: int = 65536) -> Iterator[bytes]:
    """The bytes of a file, at most ``size`` at a time, for big ones. Raises BadFileError where it cannot be read."""
    try:
        with path.open("rb") as file:
            while piece := file.read(size):
                yield piece
    except OSError as error:
        raise BadFileError(str(path), f"cannot be read ({error.strerror}); check what it is and its rights") from error


def write(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Put a file in place through a temporary one; True if its content is new. An equal file is not touched.

    ``durable`` waits until the disk has it; without, a loss of power may leave an empty file, so only for what can
    be made again at once. Raises BadFileError where it cannot be written; the old file is then as it was.
    """
    if read(path) == data:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data, durable)
    except OSError as error:
        raise BadFileError(str(path), f"cannot be written ({error.strerror}); the old one is untouched") from error
    log.event(Event.FILE_WRITTEN, path=path, bytes=len(data))
    return True


def write_all(items: Iterable[tuple[Key, Path, bytes]]) -> Iterator[tuple[Key, bool | BadFileError]]:
    """Many files as ``write`` does it, each given with a key; key and outcome in the same order.

    Several at a time: a disk that is asked to keep one file after the other does little but wait. Which of them are
    in place after a crash is not known, each is whole.
    """
    waiting: deque[tuple[Key, Future[bool]]] = deque()
    source = iter(items)
    with ThreadPoolExecutor(_WRITERS) as pool:
        while True:
            for key, path, data in islice(source, 2 * _WRITERS - len(waiting)):
                _make_folder(path.parent)
                waiting.append((key, pool.submit(write, path, data)))
            if not waiting:
                return
            key, written = waiting.popleft()
            try:
                yield key, written.result()
            except BadFileError as error:
                yield key, error


def _make_folder(folder: Path) -> None:
    """Make a folder that is not there, before several files are put in it at a time."""
    if not folder.is_dir():
        with contextlib.suppress(OSError):  # writing says what is wrong
            folder.mkdir(parents=True, exist_ok=True)


class Digests:
    """The SHA-256 of files, in hex digits. A file is read again only when its number, size or times are others.

    What was written a moment ago is not remembered: within the grain of the disk's clock it may change once more and
    look the same (as git's index has it, "racily clean").
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, bytes]] = {}

    def of(self, path: Path) -> str:
        """The digest of a file, empty where there is none. Raises BadFileError where it cannot be read."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return ""
        except OSError:  # reading says what is wrong
            return self.read(path)[1]
        mark = _MARK.pack(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        held = self._known.get(str(path))
        if held is not None and held[0] == mark:
            return held[1].hex()
        digest = self.read(path)[1]
        if max(found.st_mtime_ns, found.st_ctime_ns) < time.time_ns() - _GRAIN:
            self._known[str(path)] = mark, bytes.fromhex(digest)
        return digest

    def read(self, path: Path) -> tuple[bytes | None, str]:
        """The bytes of a file, None where there is none, and their digest. Raises BadFileError."""
        data = read(path)
        return data, "" if data is None else hashlib.sha256(data).hexdigest()


def user_cache(environment: Mapping[str, str]) -> Path:
    """The user's folder for what outlives a run outside any project (XDG Base Directory Specification)."""
    given = environment.get("XDG_CACHE_HOME", "")
    return (Path(given) if os.path.isabs(given) else Path("~/.cache").expanduser()) / "diptych"  # noqa: PTH117


def remove(path: Path) -> bool:
    """Take a file away; True if it was there. Raises BadFileError where it cannot be."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise BadFileError(str(path), f"cannot be removed ({error.strerror}); check its folder") from error
    log.event(Event.FILE_REMOVED, path=path)
    return True


def _replace(path: Path, data: bytes, durable: bool) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)  # noqa: PTH105  the one call every write of the project goes through
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise

"""Files on disk: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline import log
from pipeline.core.errors import BadFileError
from pipeline.core.events import Event


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

"""Texts put aside in a temporary file, so that working memory does not grow with the site. Gone when the run is."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import IO

from pipeline.core.errors import BadFileError


@dataclass(frozen=True, slots=True)
class Spilled:
    """Where some bytes lie in the spill."""

    start: int
    size: int


class Spill:
    """A file without a name: whatever ends the process, nothing of it stays on the disk."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> Spilled:
        """Put bytes aside. Raises BadFileError where the disk is full."""
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the run
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            folder = tempfile.gettempdir()
            raise BadFileError(folder, f"has no room for work in progress ({error.strerror}); make some") from error
        place = Spilled(self._end, len(data))
        self._end += len(data)
        return place

    def get(self, place: Spilled) -> bytes:
        """The bytes again."""
        assert self._file is not None
        self._file.seek(place.start)
        return self._file.read(place.size)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

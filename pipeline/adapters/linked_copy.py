"""A copy of folders that takes no room: links to the same files. Whoever replaces one there leaves the original."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.core.errors import BadFileError


@contextlib.contextmanager
def of(beside: Path, project: Path, *folders: Path) -> Iterator[Path]:
    """A temporary folder with copies of folders of a project, each where it is in there, gone afterwards.

    It is made beside the path given, so that links can be made at all; else the files are copied. Raises BadFileError.
    """
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        root = Path(tempfile.mkdtemp(dir=beside.parent, prefix=f"{beside.name}-"))
    except OSError as error:
        raise BadFileError(str(beside), f"no copy can be made ({error.strerror})") from error
    try:
        _fill(root, project, folders)
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _fill(root: Path, project: Path, folders: Iterable[Path]) -> None:
    try:
        for folder in folders:
            if folder.is_dir():
                shutil.copytree(folder, root / folder.relative_to(project), copy_function=_link)
    except (OSError, shutil.Error) as error:
        raise BadFileError(str(root), f"no copy of the project can be made ({error})") from error


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)

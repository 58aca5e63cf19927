"""git, by its command: commits of certain files, whatever else is changed or staged."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.core.errors import UsageError

_LONGEST: Final = 120  # seconds; hooks take their time


def is_worktree(folder: Path) -> bool:
    """Whether a folder is the top of a git worktree of its own, and git is there."""
    if shutil.which("git") is None or not (folder / ".git").exists():
        return False
    return _run(folder, "rev-parse", "--is-inside-work-tree").returncode == 0


def changed(folder: Path, paths: Sequence[str] = ()) -> frozenset[str]:
    """The paths below a folder, relative to it, that differ from the last commit or are new; ignored ones are none.

    Raises UsageError where there is no repository.
    """
    prefix = _run(folder, "rev-parse", "--show-prefix")
    listed = _run(
        folder, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *(paths or (".",))
    )
    if prefix.returncode or listed.returncode:
        raise UsageError(f"{folder} is no git repository, or git cannot read it: {_said(prefix) or _said(listed)}")
    start = prefix.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")
    names = (entry[3:] for entry in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if entry)
    return frozenset(name.removeprefix(start) for name in names)


def commit(folder: Path, paths: Sequence[str], message: str) -> str:
    """Commit these paths as they are on disk, and nothing else; the commit's short name, empty where none changed.

    What else is staged stays staged. Raises UsageError with what git said.
    """
    wanted = sorted(changed(folder) & frozenset(paths))
    if not wanted:
        return ""
    listed = "\0".join(wanted).encode("utf-8", "surrogateescape")
    from_input = ("--pathspec-from-file=-", "--pathspec-file-nul")
    _do(folder, listed, "--literal-pathspecs", "add", "--all", *from_input)
    _do(folder, listed, "--literal-pathspecs", "commit", "--quiet", "--only", "-m", message, *from_input)
    return _run(folder, "rev-parse", "--short", "HEAD").stdout.decode("ascii", "replace").strip()


def _do(folder: Path, given: bytes, *arguments: str) -> None:
    done = _run(folder, *arguments, given=given)
    if done.returncode:
        raise UsageError(f"git could not commit in {folder}: {_said(done)}")


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    return " ".join(line.strip() for line in lines if line.strip())[:300]


def _run(folder: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = ("git", *arguments)
    try:
        return subprocess.run(  # noqa: S603  no shell; paths go by standard input or after "--"
            command, cwd=folder, capture_output=True, check=False, timeout=_LONGEST, input=given or b""
        )
    except subprocess.TimeoutExpired:
        raise UsageError("git took too long; look for a hook that waits, and try again") from None

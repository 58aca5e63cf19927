"""git, by its command: what it holds of a file, and the merging of one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.core.errors import UsageError

_LONGEST: Final = 60  # seconds
_VERSIONS: Final = 500


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file as one commit left it; ``date`` is the author's, as 2026-11-23."""

    commit: str
    author: str
    date: str
    parents: tuple[str, ...]
    data: bytes


def is_repository(folder: Path) -> bool:
    """Whether a folder is under git, and git is there."""
    return (
        folder.is_dir()
        and shutil.which("git") is not None
        and _run(folder, "rev-parse", "--is-inside-work-tree").returncode == 0
    )


def versions(path: Path) -> Iterator[FileVersion]:
    """Every version that the present branch holds of a file, newest first; none without git."""
    folder = path.parent
    if not is_repository(folder):
        return
    form = "--format=%H%x1f%P%x1f%an%x1f%as"
    log = _run(folder, "log", "--full-history", "--parents", f"-n{_VERSIONS}", form, "--", path.name)
    for line in log.stdout.decode("utf-8", "replace").splitlines():
        commit, parents, author, date = line.split("\x1f")
        shown = _run(folder, "show", f"{commit}:./{path.name}")
        if shown.returncode == 0:
            yield FileVersion(commit, author, date, tuple(parents.split()), shown.stdout)


def commit(folder: Path, name: str) -> str:
    """The commit that a name means (a branch, a tag, HEAD~1), as 40 hex digits; empty where it means none here."""
    found = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.stdout.decode("ascii", "replace").strip() if found.returncode == 0 else ""


def common(folder: Path, one: str, other: str) -> str:
    """The newest commit that two commits have in common, their merge base; empty where none is known here."""
    found = _run(folder, "merge-base", one, other)
    return found.stdout.decode("ascii", "replace").split("\n")[0].strip() if found.returncode == 0 else ""


def is_shallow(folder: Path) -> bool:
    """Whether a clone holds only the newest commits."""
    return _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def tree(folder: Path, commit: str, under: str) -> dict[str, bytes]:
    """Every file of a commit below ``under``, by its path from ``folder``. Raises UsageError where that fails."""
    listed = _run(folder, "ls-tree", "-r", "-z", commit, "--", f"{under}/")
    lines = [line.partition("\t") for line in listed.stdout.decode("utf-8", "surrogateescape").split("\0")]
    names = {name: about.split(" ")[2] for about, _, name in lines if " blob " in about}
    asked = "".join(f"{name}\n" for name in names.values()).encode()
    shown = _run(folder, "cat-file", "--batch", data=asked)
    if listed.returncode or shown.returncode:
        why = (listed.stderr or shown.stderr).decode("utf-8", "replace").strip()
        raise UsageError(f"git cannot read {commit[:12]}: {why}")
    return dict(zip(names, _blobs(shown.stdout), strict=True))


def _blobs(data: bytes) -> Iterator[bytes]:
    """The contents in the answer of ``git cat-file --batch``: a line with the size, the bytes, a line end."""
    position = 0
    while position < len(data):
        end = data.index(b"\n", position)
        fields = data[position:end].split(b" ")
        if len(fields) != 3:
            raise UsageError(f"git has not all files of that commit: {data[position:end].decode('utf-8', 'replace')}")
        position = end + 1 + int(fields[2])
        yield data[end + 1 : position]
        position += 1


def configure(folder: Path, name: str, value: str) -> bool:
    """Set something in a repository's own configuration; False where there is no repository."""
    return is_repository(folder) and _run(folder, "config", name, value).returncode == 0


def configured(folder: Path, name: str) -> str:
    """What a repository's own configuration says; empty where it says nothing."""
    return _run(folder, "config", "--local", "--get", name).stdout.decode("utf-8", "replace").removesuffix("\n")


def is_ignored(folder: Path, name: str) -> bool:
    """Whether git leaves a path of a folder alone."""
    return _run(folder, "check-ignore", "--quiet", "--no-index", "--", name).returncode == 0


def has_identity(folder: Path) -> bool:
    """Whether git knows in whose name to commit."""
    return _run(folder, "var", "GIT_COMMITTER_IDENT").returncode == 0


def unmerged(folder: Path) -> list[str]:
    """The paths below a folder that a merge left with conflicts."""
    listed = _run(folder, "ls-files", "--unmerged", "-z").stdout.decode("utf-8", "replace")
    return sorted({entry.partition("\t")[2] for entry in listed.split("\0") if entry})


def place(folder: Path, name: str) -> Path | None:
    """Where git keeps something of its own, a hook or a lock; None outside a repository."""
    found = _run(folder, "rev-parse", "--git-path", name)
    return folder / found.stdout.decode("utf-8", "surrogateescape").strip() if found.returncode == 0 else None


def merge_text(ours: Path, base: Path, theirs: Path) -> bool:
    """Merge three texts into ``ours`` as git does, with conflict markers; True if there were none."""
    return _run(ours.parent, "merge-file", str(ours), str(base), str(theirs)).returncode == 0


def _run(folder: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ("git", *arguments)
    try:
        return subprocess.run(  # noqa: S603  no shell; file names and commits only, after "--" or as one argument
            command, cwd=folder, capture_output=True, check=False, timeout=_LONGEST, input=data
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"git {arguments[0]} took over {_LONGEST} seconds; try again") from None

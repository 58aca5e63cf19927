"""The live release copied to a folder for deployment, as plain files; in a git worktree as one commit.

A list in the folder says which files are ours: those alone are ever replaced or removed there, also by another clone
of the project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.adapters import files, git_writing
from pipeline.core.errors import BadFileError, UsageError
from pipeline.stages.publishing.kept import site_of
from pipeline.workspace import Workspace

LIST: Final = ".diptych-files"
_HEADING: Final = "# The files that diptych put here. It replaces and removes these alone.\n"


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a release was copied, how many files were written and removed, and the commit if there is one."""

    folder: str
    written: int
    removed: int
    commit: str = ""


def refuse_destination(workspace: Workspace, folder: Path) -> None:
    """Raises UsageError for a folder that is the project's own, or holds it."""
    wanted, root = folder.resolve(), workspace.root.resolve()
    own = [workspace.locales, root / "config", root / ".git", root / ".diptych", root / workspace.settings.static]
    own.append(root / workspace.settings.folder)
    inside = any(wanted.is_relative_to(path.resolve()) for path in own)
    if inside or root.is_relative_to(wanted):
        raise UsageError(f"{folder} is where the project keeps its own files; name another folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name another one")


def copy_to(workspace: Workspace, folder: Path) -> Copied:
    """Make the folder hold the live release. Raises UsageError where a file there is not ours, BadFileError."""
    refuse_destination(workspace, folder)
    site = site_of(workspace)
    release = {path.relative_to(site.public).as_posix(): path for path in _below(site.public)}
    ours = _listed(folder)
    content = {name: path.read_bytes() for name, path in release.items()}
    _refuse_others(folder, content, ours)
    _list(folder, ours | content.keys())
    written = sum(files.write(_inside(folder, name), data) for name, data in sorted(content.items()))
    removed = sum(files.remove(_inside(folder, name)) for name in sorted(ours - content.keys()))
    _list(folder, content.keys())
    commit = ""
    if git_writing.is_worktree(folder):
        touched = (LIST, *sorted(ours | content.keys()))
        commit = git_writing.commit(folder, touched, f"Publish the site as of {workspace.today.isoformat()}")
    return Copied(str(folder), written, removed, commit)


def rehearse_copy(workspace: Workspace, folder: Path, pages: Mapping[Path, bytes]) -> Copied:
    """What ``copy_to`` would do after these pages, by their place in public/, are published; nothing is written.

    The site map and the feeds are made when pages are published, so that they count as they are now. Raises as copy_to.
    """
    refuse_destination(workspace, folder)
    public = site_of(workspace).public
    content = {path.relative_to(public).as_posix(): path.read_bytes() for path in _below(public)}
    content.update({path.relative_to(public).as_posix(): data for path, data in pages.items()})
    ours = _listed(folder)
    _refuse_others(folder, content, ours)
    written = sum(files.read(_inside(folder, name)) != data for name, data in content.items())
    return Copied(str(folder), written, len(ours - content.keys()))


def _below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _refuse_others(folder: Path, content: dict[str, bytes], ours: set[str]) -> None:
    for name, data in content.items():
        if name not in ours and files.read(_inside(folder, name)) not in (None, data):
            raise UsageError(f"{folder / name} is there already and is not ours; move it away, or name another folder")


def _inside(folder: Path, name: str) -> Path:
    """A file of the folder. Raises BadFileError for a name that leads out of it, through a link or not."""
    path = folder / name
    is_hidden = any(part.startswith(".") for part in Path(name).parts)
    if is_hidden or not path.resolve().is_relative_to(folder.resolve()):
        raise BadFileError(str(folder / LIST), f'"{name}" leads out of the folder; take the line or the link away')
    return path


def _listed(folder: Path) -> set[str]:
    data = files.read(folder / LIST)
    lines = (data or b"").decode("utf-8", "replace").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _list(folder: Path, names: Iterable[str]) -> None:
    text = _HEADING + "".join(f"{name}\n" for name in sorted(names))
    files.write(folder / LIST, text.encode("utf-8", "surrogateescape"))

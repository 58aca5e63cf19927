"""What git needs: the lines for merging, the driver, a name for commits, nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.adapters import files, git
from pipeline.stages.git_parts import driver
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.workspace import Workspace

_NAMED: Final = 3  # files that a line names
_OURS: Final = "diptych"


def parts(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether git merges catalogues and ledgers as it should, and can commit."""
    if not git.is_repository(workspace.root):
        message = "this is no git repository, so there is no history and no way back; type: git init, then diptych init"
        yield Diagnosis(Verdict.LACKS, message)
        return
    yield from _merging(workspace)
    yield from _half_done(workspace)
    yield from _hooks(workspace)


def _merging(workspace: Workspace) -> Iterator[Diagnosis]:
    held = _text(workspace, ".gitattributes")
    if "merge=diptych" not in held or "merge=union" not in held:
        yield Diagnosis(Verdict.LACKS, ".gitattributes lacks lines for locales/; type: diptych init")
    if not git.is_ignored(workspace.root, workspace.settings.folder):
        yield Diagnosis(
            Verdict.LACKS,
            f"git does not ignore {workspace.settings.folder}, which is made anew by each publication; "
            "type: diptych init",
        )
    if git.configured(workspace.root, "merge.diptych.driver") != driver():
        yield Diagnosis(
            Verdict.LACKS, "git's merge driver for catalogues is not set up in this clone; type: diptych init"
        )
    else:
        yield Diagnosis(Verdict.GOOD, "git merges catalogues unit by unit")


def _half_done(workspace: Workspace) -> Iterator[Diagnosis]:
    if not git.has_identity(workspace.root):
        message = "git does not know who commits, so run --commit would fail; type: git config user.name and user.email"
        yield Diagnosis(Verdict.LACKS, message)
    unmerged = git.unmerged(workspace.root)
    if unmerged:
        more = f" and {len(unmerged) - _NAMED} more" if len(unmerged) > _NAMED else ""
        message = f"a merge is not finished in {', '.join(unmerged[:_NAMED])}{more}; mend the files, then type: git add"
        yield Diagnosis(Verdict.BAD, message)
    lock = git.place(workspace.root, "index.lock")
    if lock is not None and lock.exists():
        message = f"a git command is at work, or was killed; if none is, delete {workspace.show(lock)}"
        yield Diagnosis(Verdict.LACKS, message)
    if git.is_shallow(workspace.root):
        message = "this clone has only the newest commits: published pages and authors cannot be looked up in git"
        yield Diagnosis(Verdict.INFO, f"{message}; for that type: git fetch --unshallow")


def _hooks(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether a hook looks at catalogues before each commit; it is a choice."""
    path = git.place(workspace.root, "hooks/pre-commit")
    data = files.read(path) if path is not None else None
    config = _text(workspace, ".pre-commit-config.yaml")
    if data is None and _OURS in config:
        yield Diagnosis(
            Verdict.LACKS,
            ".pre-commit-config.yaml names diptych, and this clone runs no hook; type: pre-commit install",
        )
    elif data is not None and (_OURS.encode() in data or _OURS in config):
        yield Diagnosis(Verdict.GOOD, "a hook checks what is committed")
    else:
        yield Diagnosis(Verdict.INFO, "no hook of git checks catalogues before a commit; for one see docs/ci.md")


def _text(workspace: Workspace, name: str) -> str:
    return (files.read(workspace.root / name) or b"").decode("utf-8", "replace")

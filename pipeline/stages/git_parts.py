"""What a project needs in its git repository: which lines merge how, and the driver that merges catalogues."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.adapters import files, git
from pipeline.adapters.settings import FILE
from pipeline.core.errors import UsageError

_LINES: Final = {
    ".gitattributes": (
        "locales/** -text\n*.review.tsv merge=union\nlocales/sent.tsv merge=union\nlocales/**/*.po merge=diptych\n"
    ),
    ".gitignore": "/public\n",
}
_NAME: Final = "merge.diptych.name"
_DRIVER: Final = "merge.diptych.driver"
# A driver that fails without writing markers would leave one side's file with nothing to see in it, so then git merges
# the lines; not where our own driver left markers already.
_FALLBACK: Final = 'if grep -q "^<<<<<<< " %A; then exit 1; else git merge-file -L ours -L base -L theirs %A %O %B; fi'


@dataclass(frozen=True, slots=True)
class GitParts:
    """What was set up in git just now; nothing where it was set up before. Without a repository only files."""

    written: tuple[str, ...]
    is_repository: bool


def driver() -> str:
    """The shell command by which git merges catalogues: by this Python, and by lines where that is not there."""
    # -P: a folder of the site that is called pipeline is not us
    ours = f"{shlex.quote(sys.executable)} -P -m pipeline".replace("%", "%%")
    return f"{ours} merge-driver %O %A %B || {{ {_FALLBACK}; }}"


def renew_git_parts(root: Path) -> GitParts:
    """Set up the git parts of a project that is there, as a fresh clone needs it.

    Raises UsageError where there is no project.
    """
    if not (root / FILE).exists():
        raise UsageError(f"{FILE} is not here; to make a project, name a page: diptych init https://…")
    return set_up_git(root)


def set_up_git(root: Path) -> GitParts:
    """Write what is missing of the files and of the repository's own configuration."""
    written = [name for name, lines in _LINES.items() if _complete(root / name, lines)]
    is_repository = git.is_repository(root)
    if is_repository and git.configured(root, _DRIVER) != driver():
        git.configure(root, _NAME, "catalogues, unit by unit")
        git.configure(root, _DRIVER, driver())
        written.append("git's merge driver for catalogues")
    return GitParts(tuple(written), is_repository)


def _complete(path: Path, lines: str) -> bool:
    """Add those of ``lines`` that a file lacks; True if it lacked any."""
    held = (files.read(path) or b"").decode("utf-8", "surrogateescape")
    missing = [line for line in lines.splitlines() if line not in held.splitlines()]
    start = held if not held or held.endswith("\n") else f"{held}\n"
    text = start + "".join(f"{line}\n" for line in missing)
    return bool(missing) and files.write(path, text.encode("utf-8", "surrogateescape"))

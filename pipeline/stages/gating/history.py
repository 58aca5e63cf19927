"""What git knows of a page's English: since when it is another one than the translation follows."""

from __future__ import annotations

from itertools import islice
from typing import Final

from pipeline.adapters import git
from pipeline.core.gate import signature
from pipeline.core.segment import segment
from pipeline.workspace import Workspace

_VERSIONS: Final = 50  # a page edited more often since its translation came out is out of date, whenever it began


def english_changed(workspace: Workspace, slug: str, follows: str) -> str:
    """The ISO date of the first commit after those whose English has the signature ``follows``.

    Empty where git does not hold such a commit: the change is not committed, or the history begins later.
    """
    since = ""
    for version in islice(git.versions(workspace.snapshot_path(slug)), _VERSIONS):
        try:
            known = signature(segment(version.data, workspace.rules))
        except ValueError:
            known = ""
        if known == follows:
            return since
        since = version.date
    return ""

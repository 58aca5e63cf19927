"""What people read of a run's commits."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.text import counted
from pipeline.stages.publishing.committing import Commits


def committed(commits: Commits) -> Iterator[str]:
    """Each commit with its message, and the files that were left alone."""
    yield f"commit    {counted(len(commits.made), 'commit') if commits.made else 'nothing to commit'}"
    for name, message in commits.made:
        yield f"  {name} {message}"
    for path in commits.left:
        yield f"  left alone         {path}: was changed before the run; commit it yourself"

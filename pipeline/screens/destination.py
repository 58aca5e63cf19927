"""What people read of a release copied to another place."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.text import counted
from pipeline.stages.publishing.destination import Copied


def copied(result: Copied) -> Iterator[str]:
    """How much of it was new there, and the commit."""
    changes = f"{counted(result.written, 'file')} written, {result.removed} removed"
    commit = f", committed as {result.commit}" if result.commit else ""
    yield f"dest      {result.folder}: {changes}{commit}"

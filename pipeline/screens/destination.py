"""What people read of a release copied to another place."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.text import counted
from pipeline.stages.publishing.destination import Copied


def copied(result: Copied, *, dry_run: bool = False) -> Iterator[str]:
    """How much of it was new there, and the commit."""
    would = "would be " if dry_run else ""
    changes = f"{counted(result.written, 'file')} {would}written, {result.removed:,} {would}removed"
    commit = f", committed as {result.commit}" if result.commit else ""
    yield f"dest      {result.folder}: {changes}{commit}"

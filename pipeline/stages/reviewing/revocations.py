"""French that somebody took the review back from: it cannot be accepted again as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.adapters import files
from pipeline.core.errors import UsageError
from pipeline.core.ledger import Ledger
from pipeline.core.model import Fact, Kind, Unit
from pipeline.workspace import Workspace

_SHOWN: Final = 60  # characters of a text in a line


def refuse_revoked(workspace: Workspace, slug: str, locale: str, units: Sequence[Unit], ledger: Ledger) -> None:
    """Raises UsageError where a unit's French was revoked: in a set of facts no later review could outweigh that."""
    found = [(unit, known) for unit in units for known in ledger.about(unit) if known.kind is Kind.REVOKED]
    if not found:
        return
    lines = "\n".join(
        f"  {_by(known)}: {unit.source[:_SHOWN]} · {_where(workspace, slug, locale, known)}" for unit, known in found
    )
    message = "nothing was recorded; this French was revoked: change it, or take the line out of the ledger"
    raise UsageError(f"{slug}: {message}\n{lines}")


def _by(known: Fact) -> str:
    return f"revoked by {known.who or 'somebody'}{f' on {known.date}' if known.date else ''}"


def _where(workspace: Workspace, slug: str, locale: str, known: Fact) -> str:
    """The ledger and the line that a fact stands in."""
    path = workspace.ledger_path(slug, locale)
    lines = (files.read(path) or b"").decode("utf-8", "replace").split("\n")
    start = "\t".join((known.source_hash, known.target_hash, known.kind, known.who))
    number = next((number for number, line in enumerate(lines, start=1) if line.startswith(start)), 0)
    return f"{workspace.show(path)}:{number}" if number else workspace.show(path)

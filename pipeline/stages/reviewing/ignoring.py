"""A finding that a person holds for wrong: written beside the review, with a reason, as long as both texts stay."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.errors import UsageError
from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Kind, Unit
from pipeline.core.verify import CHECKS, FIXED
from pipeline.stages.choice import known_locale, named
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ignored:
    """What was recorded, or taken back: the unit's text, the check and the reason."""

    slug: str
    locale: str
    source: str
    check: str
    reason: str
    undone: bool


def ignore(
    workspace: Workspace, slug: str, name: str, check: str, *, who: str, reason: str, locale: str = ""
) -> Ignored:
    """Record that one check is wrong about one unit as it stands.

    Raises UsageError where there is no such check or finding, and without a name or a reason.
    """
    locale, unit = _meant(workspace, slug, name, check, locale)
    if not any(finding.check == check for finding in workspace.checker(locale).unit(unit)):
        raise UsageError(f"{slug}: {check} finds nothing in this unit; there is nothing to ignore")
    if not who.strip() or not reason.strip():
        raise UsageError('say who and why: --as "Name" --because "reason"')
    known = fact(unit, Kind.IGNORED, who, workspace.today.isoformat(), f"{check}: {' '.join(reason.split())}")
    workspace.save_ledger(slug, locale, workspace.ledger(slug, locale) | [known])
    return Ignored(slug, locale, unit.source, check, reason, undone=False)


def speak_again(workspace: Workspace, slug: str, name: str, check: str, *, locale: str = "") -> Ignored:
    """Take that back. Raises UsageError where nothing of it is recorded."""
    locale, unit = _meant(workspace, slug, name, check, locale)
    ledger = workspace.ledger(slug, locale)
    gone = {
        known for known in ledger.about(unit) if known.kind is Kind.IGNORED and known.origin.startswith(f"{check}:")
    }
    if not gone or gone == ledger.facts:
        where = workspace.show(workspace.ledger_path(slug, locale))
        raise UsageError(f"{slug}: nothing to take back; what is ignored stands in {where}")
    workspace.save_ledger(slug, locale, Ledger(ledger.facts - gone))
    return Ignored(slug, locale, unit.source, check, "", undone=True)


def _meant(workspace: Workspace, slug: str, name: str, check: str, locale: str) -> tuple[str, Unit]:
    """The language and the unit. Raises UsageError, also for a check that cannot be ignored."""
    if check not in CHECKS or check in FIXED:
        known = ", ".join(known for known in CHECKS if known not in FIXED)
        raise UsageError(f'"{check}" is no check that can be ignored; one of {known}')
    locale = known_locale(workspace, slug, locale)
    return locale, named(workspace.catalogue(slug, locale), name, slug)

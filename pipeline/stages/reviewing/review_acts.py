"""One act of a reviewer on one unit: read, ask the core, write both files at once. Nothing that others did is lost.

The caller holds the project (``adapters/turns.py``) for the time of one act. Editors do not ask for their turn, so a
file that one of them changed between reading and writing is read again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.adapters import files
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Catalogue, Kind, Unit
from pipeline.core.reviews.reviewing import (
    Act,
    commented,
    done,
    doubted,
    put,
    revocations,
    revoked,
    undone,
    version,
    without,
    written,
)
from pipeline.stages.choice import known_locale
from pipeline.stages.reviewing.accept import accept_unit
from pipeline.workspace import Workspace

_TRIES: Final = 3
_NO_NAME: Final = "say who reviews: your name goes beside what you accept"

Change = tuple[Catalogue, Ledger, Act]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which unit is meant, as the reviewer saw it, and who acts.

    ``seen`` is the version shown (see ``core/reviewing.version``); ``beside`` keeps the French that is replaced in a
    comment, for a reviewer who saw both versions and chose one.
    """

    slug: str
    locale: str
    context: str | None
    source: str
    seen: str
    who: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an act left: the unit, the version it has now, and the act, by which it can be taken back."""

    unit: Unit
    version: str
    act: Act


@dataclass(frozen=True, slots=True)
class Clash:
    """The unit as it stands on disk, changed since the reviewer saw it; None where the page has it no more."""

    unit: Unit | None
    version: str = ""


def save(workspace: Workspace, wanted: Wanted, target: str) -> Done | Clash:
    """Write the reviewer's French, clean and not reviewed, as an editor would. Raises UsageError, BadFileError."""
    today = workspace.today.isoformat()

    def change(held: Catalogue, ledger: Ledger, unit: Unit) -> Change:
        after = written(unit, _tidied(target), beside=wanted.beside)
        facts = [] if after.target in ("", unit.target) else [fact(after, Kind.WRITTEN, wanted.who, today)]
        return done(held, ledger, unit, after, facts)

    return _act(workspace, wanted, change, _tidied(target))


def accept_text(workspace: Workspace, wanted: Wanted, target: str) -> Done | Clash:
    """Write the reviewer's French and record that it is right; all of it or nothing.

    An unchanged ``target`` says of French from older English that the change does not matter. Raises UsageError for
    what ``accept`` refuses, BadFileError.
    """

    def change(held: Catalogue, ledger: Ledger, unit: Unit) -> Change:
        after = written(unit, _tidied(target), beside=wanted.beside)
        catalogue, more = accept_unit(workspace, put(held, after), ledger, after, wanted.who)
        return catalogue, more, Act(unit, _found(catalogue, wanted) or after, more.facts - ledger.facts)

    return _act(workspace, wanted, change, _tidied(target))


def needs_work(workspace: Workspace, wanted: Wanted, reason: str = "") -> Done | Clash:
    """Mark a unit as needing work and take the review back from its French. Raises UsageError, BadFileError."""

    def change(held: Catalogue, ledger: Ledger, unit: Unit) -> Change:
        if not unit.target:
            raise UsageError(f"{held.slug}: this text is still empty; it waits anyhow")
        known = revoked(unit, wanted.who, workspace.today.isoformat(), reason)
        return done(held, ledger, unit, doubted(unit), [known])

    return _act(workspace, wanted, change)


def take_back(workspace: Workspace, wanted: Wanted) -> Done | Clash:
    """Take one's own "needs work" back; the unit waits on. Raises UsageError where there is none, BadFileError."""

    def change(held: Catalogue, ledger: Ledger, unit: Unit) -> Change:
        gone = revocations(ledger, unit, wanted.who)
        if not gone or gone == ledger.facts:
            raise UsageError(f"{held.slug}: {wanted.who} has not revoked this text; who did can take it back")
        return held, without(ledger, gone), Act(unit, unit)

    return _act(workspace, wanted, change)


def comment(workspace: Workspace, wanted: Wanted, text: str) -> Done | Clash:
    """Add a line to the unit's comments, where every editor shows it. Raises UsageError, BadFileError."""
    today = workspace.today.isoformat()
    if not text.strip():
        raise UsageError("write the comment first")

    def change(held: Catalogue, ledger: Ledger, unit: Unit) -> Change:
        known = fact(unit, Kind.COMMENTED, wanted.who, today, " ".join(text.split()))
        return done(held, ledger, unit, commented(unit, wanted.who, today, text), [known])

    return _act(workspace, wanted, change, anyhow=True)


def undo(workspace: Workspace, wanted: Wanted, act: Act) -> Done | Clash:
    """Both files as they were before an act, or the clash with what was done since. Raises UsageError, BadFileError."""

    def change(held: Catalogue, ledger: Ledger, _: Unit) -> Change | None:
        back = undone(held, ledger, act)
        return None if back is None else (*back, Act(act.after, act.before))

    return _act(workspace, wanted, change, anyhow=True)


def _act(
    workspace: Workspace,
    wanted: Wanted,
    change: Callable[[Catalogue, Ledger, Unit], Change | None],
    target: str | None = None,
    *,
    anyhow: bool = False,
) -> Done | Clash:
    """Read both files, apply the change and write them; ``anyhow`` also to a version that the reviewer did not see."""
    if not wanted.who.strip():
        raise UsageError(_NO_NAME)
    locale = known_locale(workspace, wanted.slug, wanted.locale)
    paths = (workspace.catalogue_path(wanted.slug, locale), workspace.ledger_path(wanted.slug, locale))
    for _ in range(_TRIES):
        before = [files.read(path) for path in paths]
        held, ledger = workspace.catalogue(wanted.slug, locale), workspace.ledger(wanted.slug, locale)
        unit = _found(held, wanted)
        if unit is None:
            return Clash(None)
        if not anyhow and _is_other(unit, ledger, wanted, target):
            return Clash(unit, version(unit, ledger))
        changed = change(held, ledger, unit)
        if changed is None:
            return Clash(unit, version(unit, ledger))
        if before == [files.read(path) for path in paths]:
            catalogue, facts, act = changed
            workspace.save_catalogue(catalogue)
            workspace.save_ledger(wanted.slug, locale, facts)
            now = _found(catalogue, wanted) or unit
            return Done(now, version(now, facts), act)
    raise BadFileError(workspace.show(paths[0]), "is being written by another program; try again in a moment")


def _is_other(unit: Unit, ledger: Ledger, wanted: Wanted, target: str | None) -> bool:
    """Whether the unit is not what the reviewer saw, and not what the reviewer wants either."""
    if version(unit, ledger) == wanted.seen:
        return False
    return target is None or unit.target != target


def _found(catalogue: Catalogue, wanted: Wanted) -> Unit | None:
    key = wanted.context, wanted.source
    return next((unit for unit in catalogue.units if (unit.context, unit.source) == key), None)


def _tidied(target: str) -> str:
    """A text as a catalogue keeps it: line ends of one kind, no spaces or line ends around it."""
    return target.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")

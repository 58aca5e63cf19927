"""What people name on the command line: a language, a unit of a catalogue."""

from __future__ import annotations

from pipeline.core.errors import UsageError
from pipeline.core.ledger import unit_id
from pipeline.core.model import Catalogue, Unit
from pipeline.workspace import Workspace


def known_locale(workspace: Workspace, slug: str, locale: str) -> str:
    """The language meant. Raises UsageError where the page or the language is not one of the project's."""
    if not workspace.catalogued((slug,)):
        raise UsageError(f"{slug} has no English page yet; type: diptych fetch {slug}")
    return only_locale(workspace, locale)


def only_locale(workspace: Workspace, locale: str) -> str:
    """The language named, or the only one. Raises UsageError where that is none of the project's, or unclear."""
    targets = workspace.settings.targets
    if locale and locale not in targets:
        raise UsageError(f'"{locale}" is no target language of this project ({", ".join(targets)})')
    if not locale and len(targets) > 1:
        raise UsageError(f"say for which language: --locale {targets[0]}")
    return locale or targets[0]


def named(catalogue: Catalogue, name: str, slug: str) -> Unit:
    """The unit that a name means: its id, the start of it, or its text. Raises UsageError unless it is exactly one."""
    found = [unit for unit in catalogue.units if unit_id(unit).startswith(name.lower()) or unit.source == name]
    if len(found) != 1:
        raise UsageError(f'{slug}: "{name}" names {len(found)} units; the names are in: diptych status {slug}')
    return found[0]

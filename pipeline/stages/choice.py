"""What people name on the command line: a language, a unit of a catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.core.errors import UsageError
from pipeline.core.model import Catalogue, Unit
from pipeline.core.naming import meant, names
from pipeline.workspace import Workspace

_SHOWN: Final = 8  # names in a message


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
    """The unit that a name means: its name in status, the start of it, or its text.

    Raises UsageError unless it is exactly one.
    """
    found = meant(catalogue.units, name)
    if len(found) != 1:
        both = zip(names(catalogue.units), catalogue.units, strict=True)
        raise UsageError(unclear(name, slug, [known for known, unit in both if unit in found]))
    return found[0]


def unclear(name: str, slug: str, known: Sequence[str]) -> str:
    """What to say of a name that is no unit's, or that of several, whose names are ``known``."""
    if not known:
        return f'{slug}: "{name}" names no unit; all names are in: diptych status {slug} --all'
    return f'{slug}: "{name}" names {len(known)} units: {", ".join(known[:_SHOWN])}'

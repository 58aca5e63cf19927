"""Catalogues from elsewhere: a copy that came back, and what git holds of one."""

from __future__ import annotations

import contextlib
from collections.abc import Container
from pathlib import Path

from pipeline.adapters import files, git, po_files
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.ledger import Ledger
from pipeline.core.model import Catalogue
from pipeline.core.reviews.attribution import Version
from pipeline.core.reviews.take_back import Returned, nearest, take_back
from pipeline.core.text import counted
from pipeline.workspace import Workspace


def bring_back(
    workspace: Workspace,
    held: Catalogue,
    ledger: Ledger,
    path: Path,
    chosen: Container[tuple[str | None, str]] = (),
) -> Returned:
    """The held catalogue with the work of a copy. What the copy began with is looked for in git's history.

    Of the ``chosen``, by context and source, the copy's text is taken even where the held one is reviewed.

    Raises UsageError for a catalogue of another page or language, BadFileError for one that cannot be read.
    """
    copy = _load_copy(path, held.slug, held.locale)
    versions = [version.catalogue for version in committed(workspace, held.slug, held.locale)]
    returned = take_back(held, copy, ledger, nearest(copy, [held, *versions]) if versions else (), chosen)
    _refuse_other_page(path, returned.missing, held)
    return returned


def committed(workspace: Workspace, slug: str, locale: str) -> list[Version]:
    """A catalogue as each commit left it, newest first; those that cannot be read are passed over."""
    path = workspace.catalogue_path(slug, locale)
    found: list[Version] = []
    for version in git.versions(path):
        with contextlib.suppress(BadFileError):
            catalogue = po_files.loads(version.data, workspace.show(path), slug, locale)
            found.append(Version(version.commit, version.author, version.date, version.parents, catalogue))
    return found


def _load_copy(path: Path, slug: str, locale: str) -> Catalogue:
    data = files.read(path)
    if data is None:
        raise UsageError(f"{path} is not there")
    copy = po_files.loads(data, str(path), slug, locale)
    language = copy.header.get("Language", "").replace("_", "-")
    if language and language.lower() != locale.lower():
        raise UsageError(f"{path} is a catalogue for {language}, not {locale}")
    return copy


def _refuse_other_page(path: Path, missing: int, held: Catalogue) -> None:
    """Raises UsageError where most texts of the page are not in the copy."""
    if 2 * missing > len(held.units):
        raise UsageError(
            f"{path} lacks {missing} of the {counted(len(held.units), 'text')} of {held.slug}: "
            "is it another page's catalogue? nothing was recorded"
        )

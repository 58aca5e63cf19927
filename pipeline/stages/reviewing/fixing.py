"""Spaces and quotes put right in a project's catalogues, with every review kept, or in plain PO files."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

from pipeline.adapters import files, po_files
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.ledger import Ledger
from pipeline.core.model import State
from pipeline.core.naming import names
from pipeline.core.registry import Page
from pipeline.core.reviews.fixes import Fixes, fix
from pipeline.core.typography.policy import French, is_french
from pipeline.core.verify import Checker
from pipeline.stages.problems import Problem, each
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FixedUnit:
    """A unit by its name, where it stands (the same before and after), and both texts."""

    id: str
    state: State
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FixReport:
    """What changed in one catalogue; ``kept`` names units that are left: their state would not stay."""

    name: str
    locale: str
    units: tuple[FixedUnit, ...]
    kept: tuple[str, ...] = ()
    is_proven: bool = True


def fix_pages(
    workspace: Workspace, slugs: tuple[str, ...] = (), *, dry_run: bool = False
) -> tuple[list[FixReport], list[Problem]]:
    """Fix the French catalogues of the pages named, or of all. Raises BadFileError for a name that is no page."""
    halves = [half for half in product(workspace.catalogued(slugs), workspace.settings.targets) if is_french(half[1])]
    return each(halves, lambda half: _page(workspace, *half, dry_run=dry_run))


def fix_files(
    paths: tuple[Path, ...], french: French, *, locale: str = "fr", dry_run: bool = False
) -> tuple[list[FixReport], list[Problem]]:
    """Fix plain PO files, each written in the form in which diptych writes catalogues.

    ``locale`` is that of files whose header names none. A catalogue with a ledger beside it is a problem: its reviews
    are kept by ``fix_pages`` only.
    """
    return each(paths, lambda path: _file(path, french, locale, dry_run=dry_run))


def _page(workspace: Workspace, page: Page, locale: str, *, dry_run: bool) -> FixReport:
    catalogue, ledger = workspace.catalogue(page.slug, locale), workspace.ledger(page.slug, locale)
    fixes = fix(catalogue, ledger, workspace.checker(locale))
    if fixes.units and not dry_run:
        # the ledger first: stopped in between, its new facts are true of no unit yet, and none has lost its review
        workspace.save_ledger(page.slug, locale, fixes.ledger)
        workspace.save_catalogue(fixes.catalogue)
    return _report(page.slug, locale, fixes)


def _file(path: Path, french: French, locale: str, *, dry_run: bool) -> FixReport:
    data = files.read(path)
    if data is None:
        raise BadFileError(str(path), "is not there")
    if path.with_suffix(".review.tsv").exists():
        raise UsageError(f"{path} is a project's, and its reviews with it; type there: diptych check --fix {path.stem}")
    catalogue = po_files.loads(data, str(path), path.stem, locale)
    locale = catalogue.header.get("Language", "").replace("_", "-") or locale
    fixes = fix(catalogue, Ledger(), Checker(target_locale=locale, french=french))
    if fixes.units and not dry_run:
        files.write(path, po_files.dumps(fixes.catalogue))
    return _report(str(path), locale, fixes, is_proven=False)


def _report(name: str, locale: str, fixes: Fixes, *, is_proven: bool = True) -> FixReport:
    known = dict(zip(map(id, fixes.catalogue.units), names(fixes.catalogue.units), strict=True))
    units = tuple(
        FixedUnit(known[id(one.after)], one.state, one.before.target, one.after.target) for one in fixes.units
    )
    return FixReport(name, locale, units, tuple(known[id(unit)] for unit in fixes.kept), is_proven)

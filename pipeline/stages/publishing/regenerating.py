"""A page as last published made again from the English that it follows, where git and the catalogue still have both."""

from __future__ import annotations

from dataclasses import replace

from pipeline.adapters import git
from pipeline.core.gate import Held, decide, signature
from pipeline.core.model import Catalogue, Skeleton, Unit
from pipeline.core.registry import Page
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.workspace import Workspace


def regenerated(workspace: Workspace, page: Page, locale: str) -> bytes | None:
    """The page, if the gate lets it out: every text reviewed as it stood then. Raises BadFileError."""
    skeleton = _english(workspace, page, locale)
    if skeleton is None:
        return None
    catalogue, ledger = workspace.catalogue(page.slug, locale), workspace.ledger(page.slug, locale)
    checker = workspace.checker(locale)
    decision = decide(skeleton, _with_older(catalogue), ledger, checker, workspace.settings.policy)
    if isinstance(decision, Held):
        return None
    rendered = render(skeleton, decision.targets, decision.placed)
    return None if rendered.refused else rendered.data()


def _english(workspace: Workspace, page: Page, locale: str) -> Skeleton | None:
    for version in git.versions(workspace.snapshot_path(page.slug)):
        try:
            skeleton = segment(version.data, workspace.rules)
        except ValueError:
            continue
        if signature(skeleton) == page.half(locale).follows:
            return skeleton
    return None


def _with_older(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the units that it had before, which the gate takes for what the ledger says of them."""
    found = {(unit.context, unit.source): unit for unit in catalogue.units if not unit.fuzzy}
    older = [Unit(unit.previous, unit.target, context=unit.context) for unit in catalogue.units if unit.previous]
    for unit in (*older, *(replace(unit, obsolete=False) for unit in catalogue.obsolete)):
        found.setdefault((unit.context, unit.source), unit)
    return replace(catalogue, units=tuple(found.values()))

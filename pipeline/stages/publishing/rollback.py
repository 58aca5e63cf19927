"""An earlier release for readers again, and with it locales/published and locales/pairs.toml.

Nothing comes back that a person took down or took the review back from since, or that the present policy would not let
out: of such a page both halves stay as they are. Nothing new goes out by itself until somebody publishes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.adapters import files
from pipeline.adapters.site import Entry, Site
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.gate import Policy
from pipeline.core.model import Kind
from pipeline.core.registry import Page, Registry
from pipeline.core.reviews.fixes import taken_back
from pipeline.stages.gating.examining import SHARED_TOO, hashes
from pipeline.stages.publishing.kept import site_of
from pipeline.stages.publishing.public_site import recorded_registry, recorded_units
from pipeline.stages.publishing.publish import publish
from pipeline.stages.publishing.publish_report import PublishReport
from pipeline.stages.publishing.readers import known_as
from pipeline.workspace import SHARED, Workspace


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What readers have again: the release of which date, and the pages that stay as they are, each with the reason."""

    release: str
    date: str
    stays: tuple[tuple[str, str], ...]
    report: PublishReport


def releases(workspace: Workspace) -> tuple[tuple[Entry, bool], ...]:
    """The releases kept, the newest first, and whether readers have each."""
    site = site_of(workspace)
    live = site.live()
    return tuple((entry, entry.name == live) for entry in reversed(site.history()))


def rollback(workspace: Workspace, name: str = "") -> RolledBack:
    """Give readers a release again: the one named, or the one before theirs. Raises UsageError where there is none."""
    site = site_of(workspace)
    entry = _chosen(site, name)
    old = recorded_registry(site, entry.name)
    if old is None:
        raise UsageError(f"nothing is written down about release {entry.name}; publish from git's history instead")
    registry = replace(workspace.registry(), rolled_back=workspace.today.isoformat())
    stays: list[tuple[str, str]] = []
    for page in (page for page in registry if not page.is_post):
        reason = _why_not(workspace, site, entry.name, old, page)
        if reason:
            stays.append((page.slug, reason))
        else:
            registry = registry.with_page(_restored(workspace, site, old.pages.get(page.slug), page))
    workspace.save_registry(registry)
    report = publish(workspace, onward=False)
    return RolledBack(report.release, entry.date, tuple(stays), report)


def _chosen(site: Site, name: str) -> Entry:
    history, live = site.history(), site.live()
    if name:
        found = [entry for entry in history if entry.name.startswith(name)]
        if len(found) != 1 or found[0].name == live:
            raise UsageError(f"{name} is no earlier release that is kept; type: diptych rollback --list")
        return found[0]
    names = [entry.name for entry in history]
    place = max((number for number, known in enumerate(names) if known == live), default=len(names))
    if place == 0:
        raise UsageError("no earlier release is kept here; those of the past are in git, in locales/published")
    return history[place - 1]


def _why_not(workspace: Workspace, site: Site, name: str, old: Registry, page: Page) -> str:
    """Why a page cannot be as it was; empty where it can."""
    was = old.pages.get(page.slug, Page(page.slug, page.address))
    if was.digest and site.find(was.digest) is None:
        return "its English file is not whole any more"
    units = recorded_units(site, name)
    for locale, half in was.halves.items():
        if not half.is_live:
            continue
        if page.half(locale).withdrawn:
            return "its translation was withdrawn since"
        reason = _not_fit(workspace, page.slug, locale, units.get((page.slug, locale)))
        if reason:
            return reason
        if site.find(half.digest) is None:
            return "its file is not whole any more"
    return ""


def _restored(workspace: Workspace, site: Site, was: Page | None, page: Page) -> Page:
    """The page as it was then, its files put back; addresses once given stay."""
    source = workspace.settings.source
    was = was or Page(page.slug, page.address)
    restored = replace(page, digest=was.digest, pending="")
    _put_back(workspace, site, page.slug, source, was.digest)
    for locale, half in page.halves.items():
        before = was.half(locale)
        if before.is_live:
            _put_back(workspace, site, page.slug, locale, before.digest)
            restored = restored.with_half(replace(before, pending=""))
        elif half.is_live:
            restored = restored.with_half(replace(half, published="", follows="", digest="", pending=""))
    return restored


def _not_fit(workspace: Workspace, slug: str, locale: str, units: str | None) -> str:
    """Why a half as it was, with these hashes, must not come back by what the ledgers say now; empty where it may.

    Both the page's ledger counts and that of the menus and footers that all pages share. By the French alone: since
    then the text may have been split, and its places have names of their own.
    """
    try:
        ledgers = workspace.ledger(slug, locale), workspace.ledger(SHARED, locale)
    except BadFileError as error:
        return str(error)
    own, shared = ({target for _, target in taken_back(ledger)} for ledger in ledgers)
    shown = None if units is None else set(hashes(units))
    targets = {target for _, target in (shown or set()) - {SHARED_TOO}}
    if (own or shared) and (shown is None or targets & (own | shared)):
        return "the review of a text in it was taken back since"
    if shared and shown is not None and SHARED_TOO not in shown:
        return (
            "the review of a text in the menus or footers was taken back since, and nobody wrote down whether the page "
            "had it then"
        )
    if shown is not None and not targets <= known_as(Kind.ACCEPTED, ledgers):
        return "a text in it is not reviewed as it was then, by what locales/ says now"
    if workspace.settings.policy is Policy.APPROVED and (
        shown is None or not targets <= known_as(Kind.APPROVED, ledgers)
    ):
        return "only approved texts go out now, and one in it never was"
    return ""


def _put_back(workspace: Workspace, site: Site, slug: str, locale: str, digest: str) -> None:
    data = site.find(digest)
    path = workspace.published_path(slug, locale)
    if data is not None:
        files.write(path, data)
    elif not digest:
        files.remove(path)

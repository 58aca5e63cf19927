"""A publication put on disk: locales/published, the new release, and the record, in the order that a crash forgives.

The record names the pages that are about to be replaced before the first of them is; the new release is swapped in
after all of it is there; the record of what was published comes last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.adapters import files
from pipeline.adapters.site import Site
from pipeline.adapters.spill import Spill
from pipeline.core.errors import BadFileError
from pipeline.core.registry import Page, Registry
from pipeline.stages.publishing.kept import short_digest
from pipeline.stages.publishing.public_site import Dressed, content, record, recorded_digests, recorded_units
from pipeline.stages.publishing.showing import Shown
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Publication:
    """What is about to be published: the registry after it, the pages, and the halves that readers do not have."""

    after: Registry
    shown: tuple[Shown, ...]
    dressed: tuple[Dressed, ...]
    gone: tuple[tuple[str, str], ...]


def write(workspace: Workspace, site: Site, publication: Publication, spill: Spill, *, again: bool = False) -> str:
    """Publish; the name of the release that readers have then. ``again`` says that it is an earlier one.

    ``spill`` has the bytes that are new. Raises BadFileError; readers then have either the release before or the new
    one, whole.
    """
    source = workspace.settings.source
    pages = _one_a_path(publication.dressed)
    digests = {(page.slug, page.locale): short_digest(page.digest) for page in publication.dressed}
    after = _with_digests(publication.after, digests, source)
    before = workspace.registry()
    workspace.save_registry(_announced(before, digests, source))
    fresh = ((page, page.fresh) for page in publication.dressed if page.fresh is not None)
    paths = ((page, workspace.published_path(page.slug, page.locale), spill.get(place)) for page, place in fresh)
    for _, written in files.write_all(paths):
        if isinstance(written, BadFileError):
            raise written
    for slug, locale in publication.gone:
        files.remove(workspace.published_path(slug, locale))
    units = _units(site, publication.shown)
    name = site.build(content(workspace, after, pages), record(after, units, digests))
    site.go_live(name, workspace.today.isoformat(), keep=workspace.settings.releases, again=again)
    workspace.save_registry(after)
    return name


def _announced(registry: Registry, digests: Mapping[tuple[str, str], str], source: str) -> Registry:
    """The registry as it is, with the digests of pages that will take another's place."""

    def announced(page: Page) -> Page:
        own = digests.get((page.slug, source), page.digest)
        page = replace(page, pending=own if page.digest and own != page.digest else "")
        for half in page.halves.values():
            new = digests.get((page.slug, half.locale), half.digest)
            is_new = half.is_live and bool(half.digest) and new != half.digest
            page = page.with_half(replace(half, pending=new if is_new else ""))
        return page

    return replace(registry, pages={slug: announced(page) for slug, page in registry.pages.items()})


def _with_digests(registry: Registry, digests: Mapping[tuple[str, str], str], source: str) -> Registry:
    pages = dict(registry.pages)
    for (slug, locale), digest in digests.items():
        page = pages[slug]
        if locale == source:
            pages[slug] = replace(page, digest=digest, pending="")
        else:
            pages[slug] = page.with_half(replace(page.half(locale), digest=digest, pending=""))
    return replace(registry, pages=pages)


def _one_a_path(pages: tuple[Dressed, ...]) -> list[Dressed]:
    found: dict[str, Dressed] = {}
    for page in pages:
        other = found.setdefault(page.path, page)
        if other is not page:
            raise BadFileError(
                "locales/pairs.toml",
                f"{page.slug} [{page.locale}] and {other.slug} [{other.locale}] would be the same file, {page.path}; "
                "give one another address",
            )
    return list(found.values())


def _units(site: Site, shown: tuple[Shown, ...]) -> dict[tuple[str, str], str]:
    """What each translated half was rendered from: now, or, where it stays as it was, by the release that has it.

    That is the live one, just after a rollback an earlier one.
    """
    found = {(item.slug, item.locale): item.units for item in shown if item.units is not None}
    wanted = {(item.slug, item.locale): item.kept_digest for item in shown if item.units is None and item.kept_digest}
    for name in (site.live(), *(entry.name for entry in reversed(site.history()))):
        if not wanted:
            break
        recorded, units = recorded_digests(site, name), recorded_units(site, name)
        for key in [key for key, digest in wanted.items() if recorded.get(key) == digest and key in units]:
            found[key] = units[key]
            del wanted[key]
    return found

"""Everything that a release holds: the dressed pages, the site map, a feed a language, and the project's own files."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from pipeline.adapters import pairs_file
from pipeline.adapters.site import Content, Pinned, Site
from pipeline.adapters.spill import Spilled
from pipeline.core.pairs.site_files import FeedEntry, feed, feed_path, site_map
from pipeline.core.registry import Registry
from pipeline.workspace import Workspace

ByHalf = Mapping[tuple[str, str], str]
"""Page and locale → the joined hashes of what a half was rendered from."""


@dataclass(frozen=True, slots=True)
class Dressed:
    """One half as readers will have it: its file below the public folder, the SHA-256 of its bytes.

    A translated one has its entry in its language's feed. ``fresh`` is where the bytes were put aside, None where the
    file in locales/published has them.
    """

    slug: str
    locale: str
    path: str
    digest: str
    entry: FeedEntry | None = None
    fresh: Spilled | None = None


def static_files(workspace: Workspace) -> dict[str, Path]:
    """The project's own files for the web by their paths there; hidden ones are left out."""
    folder = workspace.root / workspace.settings.static
    if not workspace.settings.static or not folder.is_dir():
        return {}
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path for name, path in named.items() if not any(part.startswith(".") for part in name.split("/"))}


def static_addresses(workspace: Workspace) -> frozenset[str]:
    """Their addresses."""
    return frozenset(urljoin(workspace.settings.address, name) for name in static_files(workspace))


def content(workspace: Workspace, registry: Registry, pages: Sequence[Dressed]) -> dict[str, Content]:
    """Path → content of a whole release; the pages are read from locales/published, each as it was decided upon."""
    found: dict[str, Content] = dict(static_files(workspace))
    found.update(_made(workspace, registry, pages))
    found.update({page.path: Pinned(workspace.published_path(page.slug, page.locale), page.digest) for page in pages})
    return found


def feed_address(workspace: Workspace, locale: str) -> str:
    """Where the feed of a target language is."""
    return urljoin(workspace.settings.address, feed_path(locale))


def record(registry: Registry, units: ByHalf, there: Container[tuple[str, str]]) -> bytes:
    """What is written down about a release for a later rollback; ``there`` are the halves that it holds."""
    halves = ((page.slug, half) for page in registry for half in page.halves.values())
    whole = {
        "pairs": pairs_file.dumps(registry).decode("utf-8"),
        "digests": {f"{slug}.{half.locale}": half.digest for slug, half in halves if (slug, half.locale) in there},
        "units": {f"{slug}.{locale}": found for (slug, locale), found in sorted(units.items())},
    }
    return json.dumps(whole, separators=(",", ":")).encode("utf-8")


def recorded_units(site: Site, name: str) -> dict[tuple[str, str], str]:
    """The units that each half of a release was rendered from, as far as that was written down."""
    halves = _recorded(site, name).get("units", {})
    try:
        return {_key(key): found if isinstance(found, str) else _joined(found) for key, found in halves.items()}
    except (AttributeError, TypeError, ValueError):  # spoilt: nothing is known then
        return {}


def recorded_digests(site: Site, name: str) -> dict[tuple[str, str], str]:
    """The digest of each translated half of a release, as far as that was written down."""
    found = _recorded(site, name).get("digests")
    if isinstance(found, dict):
        return {_key(key): str(digest) for key, digest in found.items()}
    registry = recorded_registry(site, name)  # a record of before has them there
    pages = registry or ()
    return {(page.slug, half.locale): half.digest for page in pages for half in page.halves.values()}


def _joined(pairs: list[list[str]]) -> str:
    """Hashes in the form in which records had them before."""
    return "".join(sorted({source + target for source, target in pairs}))


def recorded_registry(site: Site, name: str) -> Registry | None:
    """locales/pairs.toml as it was when a release was made."""
    pairs = _recorded(site, name).get("pairs")
    where = f"the record of release {name}"
    return pairs_file.loads(pairs.encode("utf-8"), where) if pairs else None


def _recorded(site: Site, name: str) -> dict[str, Any]:
    """What was written down about a release; nothing where that cannot be read any more."""
    try:
        found = json.loads(site.record(name) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _key(text: str) -> tuple[str, str]:
    slug, _, locale = text.rpartition(".")
    return slug, locale


def _made(workspace: Workspace, registry: Registry, pages: Sequence[Dressed]) -> Iterator[tuple[str, bytes]]:
    source = workspace.settings.source
    shown = {(page.slug, page.locale) for page in pages}
    yield "sitemap.xml", site_map(registry, source, shown)
    for locale in workspace.settings.targets:
        entries = [page.entry for page in pages if page.locale == locale and page.entry is not None]
        if entries:
            address = feed_address(workspace, locale)
            yield feed_path(locale), feed(address, workspace.settings.address, locale, entries)

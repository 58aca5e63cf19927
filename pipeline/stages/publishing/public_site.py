"""Everything that a release holds: the dressed pages, the site map, a feed a language, and the project's own files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from pipeline.adapters import pairs_file
from pipeline.adapters.site import Site
from pipeline.core.pairs.site_files import FeedEntry, feed, feed_path, site_map
from pipeline.core.registry import Registry
from pipeline.stages.publishing.deciding import Hashes
from pipeline.workspace import Workspace

ByHalf = Mapping[tuple[str, str], Hashes]


@dataclass(frozen=True, slots=True)
class Dressed:
    """One half as readers will have it; a translated one with its entry in its language's feed."""

    slug: str
    locale: str
    path: str
    data: bytes
    entry: FeedEntry | None = None


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


def content(workspace: Workspace, registry: Registry, pages: Sequence[Dressed]) -> dict[str, bytes | Path]:
    """Path → content of a whole release."""
    found: dict[str, bytes | Path] = dict(static_files(workspace))
    found.update(_made(workspace, registry, pages))
    found.update({page.path: page.data for page in pages})
    return found


def feed_address(workspace: Workspace, locale: str) -> str:
    """Where the feed of a target language is."""
    return urljoin(workspace.settings.address, feed_path(locale))


def record(registry: Registry, units: ByHalf) -> bytes:
    """What is written down about a release for a later rollback."""
    halves = {f"{slug}.{locale}": list(found) for (slug, locale), found in sorted(units.items())}
    whole = {"pairs": pairs_file.dumps(registry).decode("utf-8"), "units": halves}
    return json.dumps(whole, separators=(",", ":")).encode("utf-8")


def recorded_units(site: Site, name: str) -> dict[tuple[str, str], Hashes]:
    """The units that each half of a release was rendered from, as far as that was written down."""
    halves = _recorded(site, name).get("units", {})
    return {_key(key): tuple((source, target) for source, target in found) for key, found in halves.items()}


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

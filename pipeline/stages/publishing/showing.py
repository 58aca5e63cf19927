"""The pages of a release as texts, and how they are dressed for what is there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.adapters import files, link_file
from pipeline.core.gate import Held
from pipeline.core.languages import long_date
from pipeline.core.pairs.dressing import dress
from pipeline.core.pairs.link_targets import LinkTargets, variants
from pipeline.core.pairs.wanted import Dress
from pipeline.core.registry import Half, Page, Registry
from pipeline.stages.publishing.deciding import Hashes
from pipeline.stages.publishing.kept import PageText
from pipeline.stages.publishing.public_site import feed_address, static_addresses
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """One half that readers will have, not dressed yet.

    ``notice`` as a Dress has it; ``english`` is the page it was rendered from just now, ``held`` why it was not;
    ``units`` are the hashes of what it was rendered from, None where that is not known here.
    """

    slug: str
    locale: str
    page: PageText
    notice: str | None = ""
    english: str = ""
    held: Held | None = None
    units: Hashes | None = None


class Wardrobe:
    """Dresses the halves of one registry, which has those only that are there."""

    def __init__(self, workspace: Workspace, registry: Registry) -> None:
        self.workspace = workspace
        self.registry = registry
        self._links: dict[str, LinkTargets] = {}

    def dressed(self, shown: Shown) -> str:
        """The text of a half with all that belongs to its pair set right."""
        page, settings = self.registry.pages[shown.slug], self.workspace.settings
        halves = page.there(settings.source)
        is_source = shown.locale == settings.source
        return dress(
            shown.page.text,
            Dress(
                shown.locale,
                settings.source,
                halves,
                page.address,
                self._targets(shown.locale),
                _known(page, settings.source),
                self._dead,
                shown.notice,
                shown.english,
                "" if is_source else feed_address(self.workspace, shown.locale),
                tuple({locale.split("-", maxsplit=1)[0] for locale in settings.targets}),
            ),
        )

    @cached_property
    def _dead(self) -> frozenset[str]:
        return self.registry.dead()

    @cached_property
    def _files(self) -> frozenset[str]:
        return static_addresses(self.workspace)

    def _targets(self, locale: str) -> LinkTargets:
        if locale not in self._links:
            source = self.workspace.settings.source
            pages = self.registry.links(source, locale)
            targets = LinkTargets(pages, halves=self.registry.live(locale))
            if locale != source:
                known = variants(self.workspace.settings.variants, locale)
                outside = outside_links(self.workspace, locale)
                targets = replace(targets, outside=outside, variants=known, files=self._files)
            self._links[locale] = targets
        return self._links[locale]


def outside_links(workspace: Workspace, locale: str) -> dict[str, str]:
    """What config/links.csv says for one language; the file may be absent. Raises BadFileError."""
    path = workspace.root / "config" / "links.csv"
    data = files.read(path)
    return link_file.links(data, workspace.show(path), workspace.settings.source, locale) if data else {}


def notice_of(workspace: Workspace, half: Half, follows: str) -> str:
    """The line for readers of a half whose English changed since; empty where it did not."""
    if half.follows == follows:
        return ""
    date = long_date(datetime.date.fromisoformat(half.published), half.locale)
    return workspace.settings.notice_for(half.locale).replace("{date}", date)


def _known(page: Page, source: str) -> dict[str, str]:
    found = {address: half.locale for half in page.halves.values() for address in (half.existing, half.address)}
    found.pop("", None)
    return {**found, page.address: source}

"""The halves that readers will have, and how each is dressed for what is there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from pipeline.adapters import files, link_file
from pipeline.adapters.spill import Spilled
from pipeline.core.gate import Held
from pipeline.core.languages import long_date
from pipeline.core.pairs.dressing import dress
from pipeline.core.pairs.link_targets import LinkTargets, variants
from pipeline.core.pairs.wanted import Dress
from pipeline.core.registry import Half, Page, Registry
from pipeline.stages.circumstances import circumstances, joined
from pipeline.stages.publishing.public_site import feed_address, static_addresses
from pipeline.workspace import Workspace


class Origin(Enum):
    """Where the text of a half comes from."""

    ENGLISH = "the English page as it came in"
    RENDERED = "the page rendered from its catalogue"
    KEPT = "the page as last published"


@dataclass(frozen=True, slots=True)
class Shown:
    """One half that readers will have, not dressed yet.

    ``identity`` says which text it is, empty where that is not known beforehand. ``notice`` as a Dress has it;
    ``held`` says why it is not rendered anew. ``units`` are the hashes of what it is rendered from, None where that is
    not known here. ``kept`` is where its text was put aside, None where it is in its file; ``kept_digest`` is that of
    a translated one that stays, in 16 hex digits. ``english`` is the SHA-256 of the English page it is rendered from.
    """

    slug: str
    locale: str
    origin: Origin
    identity: str
    notice: str | None = ""
    held: Held | None = None
    units: str | None = None
    kept: Spilled | None = None
    kept_digest: str = ""
    english: str = ""


class Wardrobe:
    """Dresses the halves of one registry, which has those only that are there."""

    def __init__(self, workspace: Workspace, registry: Registry) -> None:
        self.workspace = workspace
        self.registry = registry
        self._languages = tuple({locale.split("-", maxsplit=1)[0] for locale in workspace.settings.targets})
        self._links: dict[str, LinkTargets] = {}
        self._of_locale: dict[str, str] = {}

    def dressed(self, slug: str, locale: str, text: str, notice: str | None = "", english: str = "") -> str:
        """The text of a half with all that belongs to its pair set right; ``notice`` and ``english`` as in a Dress."""
        page, settings = self.registry.pages[slug], self.workspace.settings
        return dress(
            text,
            Dress(
                locale,
                settings.source,
                page.there(settings.source),
                page.address,
                self._targets(locale),
                _known(page, settings.source),
                self._dead,
                notice,
                english,
                self._feed(locale),
                self._languages,
            ),
        )

    def digest(self, shown: Shown) -> str:
        """A digest of the text of a half and of all that dressing it, and its entry in the feed, depends on."""
        if shown.locale not in self._of_locale:
            common = self._targets(shown.locale), self._dead, self._feed(shown.locale), frozenset(self._languages)
            self._of_locale[shown.locale] = circumstances(*common, self.workspace.settings.source)
        page = self.registry.pages[shown.slug]
        half = replace(page.half(shown.locale), digest="", pending="")  # what comes of dressing it
        own = page.address, half, page.there(self.workspace.settings.source)
        known = _known(page, self.workspace.settings.source)
        return joined(self._of_locale[shown.locale], shown.identity, circumstances(own, known, shown.notice))

    def _feed(self, locale: str) -> str:
        return "" if locale == self.workspace.settings.source else feed_address(self.workspace, locale)

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

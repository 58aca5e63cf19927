"""What one half of a pair should show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.pairs.link_targets import LinkTargets


@dataclass(frozen=True, slots=True)
class Dress:
    """What one half of a pair should show.

    ``halves``: locale → address of every half that is there (this one included). ``known``: every address that a half
    of this page has or had, such as a page made by hand → its locale. ``links``: where links lead instead. ``base``:
    the address of the English page, which relative links are relative to. ``dead``: addresses of halves that were taken
    down. ``notice``: a sentence for readers, none where it is empty; None leaves the page's own as it is.
    ``english``: the English page that this text was rendered from just now; empty for one published before.
    ``feed``: the address of this language's feed, or none. ``others``: languages that are not this site's English.
    """

    locale: str
    source_locale: str
    halves: Mapping[str, str]
    base: str
    links: LinkTargets = field(default_factory=LinkTargets)
    known: Mapping[str, str] = field(default_factory=dict)
    dead: frozenset[str] = frozenset()
    notice: str | None = ""
    english: str = ""
    feed: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_source(self) -> bool:
        """Whether this is the English half."""
        return self.locale == self.source_locale

    @property
    def is_paired(self) -> bool:
        """Whether there is another half."""
        return len(self.halves) > 1

    @property
    def own(self) -> str:
        """This half's address."""
        return self.halves[self.locale]

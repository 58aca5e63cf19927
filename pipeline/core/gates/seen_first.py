"""What a reader sees first: the weights by which coverage can be read besides plain words.

A page whose title, dates and way to register are French serves its readers though a paragraph waits; one with all
its paragraphs done and an English title does not. So the words of a unit are counted

    5 times   in a title (title, h1, og:title, headline), and in a date line (mostly dates and figures)
    3 times   in what calls to act (a button, a link that is a whole text) and in the description that search pages show
    once      everywhere else

A unit with several roles has the highest of their weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.core.model import Skeleton, State, Unit
from pipeline.core.quantities.model import Sort
from pipeline.core.quantities.reading import read
from pipeline.core.segmentation.labels import role_of
from pipeline.core.text import mostly_figures, words

TITLE: Final = 5
DATE: Final = 5
CALL: Final = 3
DESCRIPTION: Final = 3
_ROLES: Final = {
    **dict.fromkeys(("title", "h1", "og:title", "twitter:title", "headline", "name"), TITLE),
    **dict.fromkeys(("button", "value", "a"), CALL),
    **dict.fromkeys(("description", "og:description", "twitter:description"), DESCRIPTION),
}
_DATES: Final = frozenset((Sort.DATE, Sort.TIME))
_LINK_BEFORE: Final = re.compile(r"<a\b[^<>]*>\s*(?:<(?:b|strong|i|em|u|small|span)\b[^<>]*>\s*)*$", re.IGNORECASE)
_LINK_AFTER: Final = re.compile(r"\s*(?:</(?:b|strong|i|em|u|small|span)>\s*)*</a\s*>", re.IGNORECASE)
_NEAR: Final = 600  # characters before a text in which its link would begin


@dataclass(frozen=True, slots=True)
class Weighed:
    """Words times their weights: all, and those reviewed; ``waits`` says whether a unit is not reviewed."""

    total: int = 0
    reviewed: int = 0
    waits: bool = False

    def __add__(self, other: Weighed) -> Weighed:
        return Weighed(self.total + other.total, self.reviewed + other.reviewed, self.waits or other.waits)

    @property
    def percent(self) -> int:
        """Reviewed in a hundred, rounded down; 100 only if nothing waits."""
        if not self.waits:
            return 100
        return min(99, self.reviewed * 100 // self.total) if self.total else 0


def weight(unit: Unit, locale: str = "en", links: frozenset[str] = frozenset()) -> int:
    """How often the words of a unit count. ``links`` are the texts that are a whole link on their page."""
    found = max((_ROLES.get(role, 1) for role in _roles(unit)), default=1)
    if found < DATE and _is_date(unit.source, locale):
        return DATE
    return max(found, CALL) if unit.source in links else found


def weigh(units: Iterable[tuple[Unit, State]], done: frozenset[State], locale: str, links: frozenset[str]) -> Weighed:
    """Many units with their states; those in a state of ``done`` count as reviewed."""
    total = reviewed = 0
    waits = False
    for unit, state in units:
        amount = words(unit.source) * weight(unit, locale, links)
        total += amount
        reviewed += amount if state in done else 0
        waits = waits or state not in done
    return Weighed(total, reviewed, waits)


def link_texts(skeleton: Skeleton) -> frozenset[str]:
    """The texts of a page that are a whole link at one of their places."""
    text = skeleton.text
    return frozenset(
        slot.text
        for slot in skeleton.slots
        if _LINK_AFTER.match(text, slot.end) and _LINK_BEFORE.search(text, max(0, slot.start - _NEAR), slot.start)
    )


def _roles(unit: Unit) -> list[str]:
    """The roles of a unit, as extract writes them in its first note ("title, Event name"), or its msgctxt's."""
    if unit.context is not None:
        return [role_of(unit.context)]
    shown = unit.notes[0].split(", ") if unit.notes else []
    return [role.rpartition(" ")[2] for role in shown]


def _is_date(source: str, locale: str) -> bool:
    """Whether a text is a date line: mostly figures and names, a date or a time among them."""
    return mostly_figures(source) and any(quantity.sort in _DATES for quantity in read(source, locale))

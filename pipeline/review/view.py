"""What a reviewer sees of a page and of one unit, as values for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.checks.terms import used
from pipeline.core.errors import UsageError
from pipeline.core.ledger import Ledger, state
from pipeline.core.memory import Match
from pipeline.core.model import Catalogue, Fact, Finding, Kind, State, Unit
from pipeline.core.naming import names
from pipeline.core.registry import Page
from pipeline.core.reviews.reviewing import version
from pipeline.core.terms import Term
from pipeline.core.text import CODE, without_codes
from pipeline.core.views.word_diff import Piece, changes
from pipeline.review.shelf import Shelf
from pipeline.stages.gating.report import HalfStatus, status
from pipeline.stages.reviewing.preview import Key, slot_units
from pipeline.workspace import SHARED

_AROUND = 2  # neighbours on either side

PLAIN = "html"
"""The source of pages that are published as plain files, which can be tried in a copy; others go to a server."""


@dataclass(frozen=True, slots=True)
class Item:
    """A unit in the list of a page: its name, where it stands, how it begins, and the slots that show it."""

    name: str
    state: State
    source: str
    target: str
    version: str
    slots: tuple[int, ...]
    errors: int

    @property
    def plain(self) -> str:
        """The English without its codes."""
        return " ".join(without_codes(self.source, " ").split())

    @property
    def waits(self) -> bool:
        """Whether it waits for a person."""
        return self.state not in (State.REVIEWED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code of a text as it can be put in: what opens it, what closes it (nothing where it is one piece)."""

    name: str
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """Everything about one unit."""

    item: Item
    unit: Unit
    was: tuple[Piece, ...]
    codes: tuple[Code, ...]
    findings: tuple[Finding, ...]
    terms: tuple[Term, ...]
    facts: tuple[Fact, ...]
    before: tuple[Item, ...]
    after: tuple[Item, ...]

    @property
    def revoked(self) -> Fact | None:
        """The fact by which somebody took the review back from this very French."""
        return next((known for known in self.facts if known.kind is Kind.REVOKED), None)


def page_of(shelf: Shelf, slug: str, locale: str) -> Page:
    """The page. Raises UsageError for one, or a language, that is not in the project, BadFileError."""
    registry = shelf.registry()
    if locale not in shelf.settings.targets or (slug not in registry.pages and slug != SHARED):
        raise UsageError(f"{slug} [{locale}] is no page of this project")
    return registry.pages.get(slug) or Page(SHARED, "")


def half_of(shelf: Shelf, slug: str, locale: str) -> HalfStatus:
    """Where the half stands. Raises UsageError for one of which nothing is left to review."""
    found = next((half for half in status(shelf, (slug,))[0] if half.locale == locale), None)
    if found is None:
        raise UsageError(f"{slug} [{locale}] was withdrawn and has no English page any more")
    return found


def items(shelf: Shelf, slug: str, locale: str) -> list[Item]:
    """The units of a page in its order. Raises BadFileError."""
    return shelf.worked_out("items", slug, locale, lambda: _items(shelf, slug, locale))


def units_of_slots(shelf: Shelf, slug: str, locale: str) -> Mapping[int, Key]:
    """The number of each slot of a page → the unit that it shows. The shared texts of all pages stand in none."""
    if slug == SHARED or not shelf.snapshot_path(slug).exists():
        return {}
    return shelf.worked_out(
        "slots", slug, locale, lambda: slot_units(shelf.skeleton(slug), shelf.catalogue(slug, locale))
    )


def _items(shelf: Shelf, slug: str, locale: str) -> list[Item]:
    catalogue, ledger = shelf.catalogue(slug, locale), shelf.ledger(slug, locale)
    checker, index = shelf.checker(locale).knowing(ledger), ledger.index()
    slots: dict[Key, list[int]] = {}
    for number, key in units_of_slots(shelf, slug, locale).items():
        slots.setdefault(key, []).append(number)
    return [
        Item(
            name,
            state(unit, index),
            unit.source,
            unit.target,
            version(unit, ledger),
            tuple(slots.get((unit.context, unit.source), ())),
            sum(finding.severity == "error" for finding in checker.unit(unit)) if not unit.fuzzy else 0,
        )
        for name, unit in zip(names(catalogue.units), catalogue.units, strict=True)
    ]


def named_unit(catalogue: Catalogue, name: str) -> Unit | None:
    """The unit of a name as ``items`` gives it; None where the page has it no more."""
    both = zip(names(catalogue.units), catalogue.units, strict=True)
    return next((unit for known, unit in both if known == name), None)


def unit_view(shelf: Shelf, slug: str, locale: str, name: str) -> UnitView | None:
    """Everything about a unit; None where the page has it no more. Raises BadFileError."""
    catalogue, ledger = shelf.catalogue(slug, locale), shelf.ledger(slug, locale)
    known = items(shelf, slug, locale)
    place = next((number for number, item in enumerate(known) if item.name == name), None)
    if place is None:
        return None
    unit = catalogue.units[place]
    return UnitView(
        known[place],
        unit,
        tuple(changes(unit.previous, unit.source)) if unit.previous and unit.previous != unit.source else (),
        tuple(codes(unit.source)),
        shelf.checker(locale).knowing(ledger).unit(unit),
        used(shelf.checker(locale).house, unit.source),
        tuple(_history(ledger, unit)),
        tuple(known[max(0, place - _AROUND) : place]),
        tuple(known[place + 1 : place + 1 + _AROUND]),
    )


def codes(source: str) -> Iterator[Code]:
    """The codes of a text in their order, a pair once."""
    for closing, name, alone in CODE.findall(source):
        if not closing:
            yield Code(name, f"<{name}/>" if alone else f"<{name}>", "" if alone else f"</{name}>")


def matches(shelf: Shelf, slug: str, locale: str, unit: Unit, before: str) -> Sequence[Match]:
    """What the memory has for a unit, the best first; its own French as it stands is no news. Raises BadFileError."""
    with shelf.memory(locale) as memory:
        found = memory.matches(unit.source, slug, before)
    return [match for match in found if (match.entry.origin, match.target) != (slug, unit.target)]


def _history(ledger: Ledger, unit: Unit) -> list[Fact]:
    """What is known of the unit as it stands, the newest act first."""
    return sorted(ledger.about(unit), key=lambda known: known.date, reverse=True)

"""What was doubted in one place of a split text is doubted once the places are one again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.ledger import Ledger, fact, state
from pipeline.core.model import Catalogue, Kind, State, Unit
from pipeline.core.reviews.splitting import join

PLACES = [Unit("Read", "Lire", context="main/a"), Unit("Read", "Lire", context="main/b")]
ACCEPTED = [fact(unit, Kind.ACCEPTED, "T", "2026-11-23") for unit in PLACES]


def joined(units: list[Unit], ledger: Ledger) -> State:
    catalogue, ledger = join(Catalogue("page", "fr", units=tuple(units)), ledger, "Read")
    return state(catalogue.units[0], ledger.index())


def test_a_text_reviewed_in_all_its_places_is_reviewed() -> None:
    assert joined(PLACES, Ledger() | ACCEPTED) is State.REVIEWED


@pytest.mark.parametrize("place", PLACES)
def test_a_text_revoked_in_one_place_is_reviewed_in_none(place: Unit) -> None:
    assert joined(PLACES, Ledger() | [*ACCEPTED, fact(place, Kind.REVOKED, "R", "2026-11-24")]) is State.CLAIMED


def test_a_text_that_needs_work_in_another_place_needs_work() -> None:
    assert joined([PLACES[0], replace(PLACES[1], fuzzy=True)], Ledger() | ACCEPTED) is State.FUZZY

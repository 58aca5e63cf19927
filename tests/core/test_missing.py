"""Reviewed French that a catalogue lost is missed, and only that."""

import pytest

from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Catalogue, Kind, Segment, Unit
from pipeline.core.reviews.missing import WHOLE, Missing, missing

OPEN = Unit("Open", "Ouvert")
FIRST, SECOND = Unit("Open", "Ouvert", context="li 1 of 2"), Unit("Open", "Ouvrir", context="li 2 of 2")
PAGE = [Segment("Open", places=("li 1 of 2", "li 2 of 2"))]
GONE = Unit("Open", "Ouvert", obsolete=True)


@pytest.mark.parametrize(
    ("reviewed", "units", "obsolete", "expected"),
    [
        pytest.param([OPEN], [OPEN], [], WHOLE, id="all there"),
        pytest.param([], [], [], WHOLE, id="never reviewed"),
        pytest.param([OPEN], [], [], Missing(("Open",)), id="no entry"),
        pytest.param([OPEN], [Unit("Open")], [], Missing((), ("Open",)), id="entry without French"),
        pytest.param([OPEN], [Unit("Open", "Ouverte")], [], WHOLE, id="rewritten"),
        pytest.param([OPEN], [], [GONE], WHOLE, id="obsolete, comes back with its text"),
        pytest.param([OPEN, FIRST, SECOND], [FIRST, SECOND], [], WHOLE, id="split"),
        pytest.param([OPEN, FIRST, SECOND], [FIRST], [], Missing(("Open",)), id="one place lost"),
        pytest.param([OPEN, FIRST, SECOND], [OPEN], [SECOND], WHOLE, id="joined again"),
        pytest.param([Unit("Shut", "Fermé")], [OPEN], [], WHOLE, id="not on the page"),
    ],
)
def test_what_is_missing(reviewed: list[Unit], units: list[Unit], obsolete: list[Unit], expected: Missing) -> None:
    ledger = Ledger() | [fact(unit, Kind.ACCEPTED, "Ann", "2026-11-23") for unit in reviewed]
    assert missing(Catalogue("r", "fr", tuple(units), tuple(obsolete)), ledger, PAGE) == expected

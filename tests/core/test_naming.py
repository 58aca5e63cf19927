"""Every unit of a catalogue has a name of its own on the command line."""

from pipeline.core.ledger import unit_id
from pipeline.core.model import Unit
from pipeline.core.naming import meant, meant_instead, names

STRAIGHT, CURLY, OTHER = Unit("It's open"), Unit("It\u2019s open"), Unit("It is closed")


def test_two_spellings_of_one_sentence_have_a_name_each() -> None:
    units = (STRAIGHT, OTHER, CURLY)
    known = names(units)
    assert len(set(known)) == 3
    assert known[1] == unit_id(OTHER)
    assert known[0].startswith(unit_id(STRAIGHT) + "-")
    assert [meant(units, name) for name in known] == [[unit] for unit in units]
    assert meant(units, CURLY.source) == [CURLY]
    assert meant(units, unit_id(CURLY)) == [STRAIGHT, CURLY]


def test_a_name_does_not_hang_on_the_order() -> None:
    assert names((CURLY, STRAIGHT)) == names((STRAIGHT, CURLY))[::-1]


def test_the_start_of_a_name_is_enough_where_it_is_clear() -> None:
    assert meant((STRAIGHT, OTHER), unit_id(OTHER)[:5].upper()) == [OTHER]


def test_a_name_that_is_no_pages_gets_the_three_nearest_however_many_there_are() -> None:
    pages = ["our-history", *(f"web-conferences-round-{number}" for number in range(1000)), "open-meetings"]
    said = meant_instead("open-meeting", pages)
    assert said.startswith("the nearest are open-meetings, ")
    assert said.endswith("; all are in: diptych status")
    assert said.count(",") == 2
    assert meant_instead("round-7", pages).startswith("the nearest are web-conferences-round-7, ")
    assert meant_instead("x", ["one"]) == "its only page is one; all are in: diptych status"
    assert meant_instead("x", []) == "it has none yet, type: diptych fetch"

"""Coverage is floored, weighed by what readers see first, and judged by floors whose exceptions end."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.coverage import Coverage, measure
from pipeline.core.formats.model import CoverageReport, Row, percent_of
from pipeline.core.gates.floors import Asked, Exemption, judge
from pipeline.core.gates.seen_first import Weighed, link_texts, weigh, weight
from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Kind, State, Unit
from pipeline.core.segment import segment

TODAY = datetime.date(2026, 11, 23)


def row(name: str, reviewed: int, total: int, *, proven: bool = True) -> Row:
    words, units = (dict.fromkeys(State, 0) for _ in range(2))
    words |= {State.REVIEWED: reviewed, State.CLAIMED: total - reviewed}
    units |= {State.REVIEWED: 1, State.CLAIMED: int(total > reviewed)}
    return Row(name, "fr", f"{name}.po", Coverage(units, words), Weighed(), proven)


def messages(rows: list[Row], asked: Asked, today: datetime.date = TODAY) -> list[str]:
    return [finding.message for finding in judge(rows, asked, today)[1]]


def test_the_floor_of_all_pages_together() -> None:
    rows = [row("a", 100, 100), row("b", 0, 100)]
    assert messages(rows, Asked(50, "c")) == []
    assert messages(rows, Asked(51, "c")) == ["50 % reviewed, 51 % asked for"]


def test_the_floor_of_each_page() -> None:
    rows = [row("a", 100, 100), row("b", 0, 100)]
    assert messages(rows, Asked(50, "c", per_page=True)) == ["b [fr]: 0 % reviewed, 50 % asked for"]


def test_an_exception_lowers_one_pages_floor_and_leaves_it_out_of_the_sum_until_its_day() -> None:
    rows = [row("a", 100, 100), row("b", 10, 100)]
    asked = Asked(100, "c", exemptions=(Exemption("b", 10, TODAY, "soon"),))
    assert messages(rows, asked) == []
    stricter = Asked(100, "c", exemptions=(Exemption("b", 11, TODAY, "soon"),))
    assert messages(rows, stricter) == ["b [fr]: 10 % reviewed, 11 % asked for by its exception until 2026-11-23"]
    later = messages(rows, asked, TODAY + datetime.timedelta(days=1))
    assert later == [
        "55 % reviewed, 100 % asked for",
        "the exception for b ended on 2026-11-23 (soon); take it out, or give it another day",
    ]


def test_an_exception_holds_for_each_page_too() -> None:
    rows = [row("a", 100, 100), row("b", 10, 100)]
    assert messages(rows, Asked(50, "c", per_page=True, exemptions=(Exemption("b", 0, TODAY, "x"),))) == []


def test_an_exception_for_a_page_that_is_not_looked_at_says_nothing() -> None:
    old = Exemption("z", 0, datetime.date(2020, 1, 1), "x")
    assert messages([row("a", 100, 100)], Asked(50, "c", exemptions=(old,))) == []


def test_without_a_ledger_what_is_finished_counts_as_translated() -> None:
    assert messages([row("a", 0, 100, proven=False)], Asked(100, "c")) == []
    assert row("a", 0, 100, proven=False).percent == 100
    assert "translated words" in CoverageReport((row("a", 0, 100, proven=False),)).denominator


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=6))
def test_no_percentage_is_rounded_up(pairs: list[tuple[int, int]]) -> None:
    rows = [row(str(n), min(pair), max(pair)) for n, pair in enumerate(pairs)]
    reviewed, total = sum(min(pair) for pair in pairs), sum(max(pair) for pair in pairs)
    found = percent_of(rows)
    assert found * total <= reviewed * 100 or found == 100
    assert (found == 100) == (reviewed == total)
    assert CoverageReport(tuple(rows)).total.percent == found


def test_a_unit_without_words_still_keeps_a_page_from_a_hundred() -> None:
    done = Unit("Hello", "Bonjour")
    ledger = Ledger(frozenset((fact(done, Kind.ACCEPTED, "Ann", "2026-11-23"),)))
    assert measure([done], ledger).percent == 100
    assert measure([done, Unit("…")], ledger).percent == 99
    assert (
        weigh(
            [(done, State.REVIEWED), (Unit("…"), State.FUZZY)], frozenset((State.REVIEWED,)), "en", frozenset()
        ).percent
        == 99
    )


def test_titles_dates_links_and_descriptions_weigh_more() -> None:
    page = b"<main><h1>Evenings</h1><p>10 March 2027, 14:00</p><p><a href='/x'>Register now</a></p><p>See <a href='/y'>this</a> page</p></main>"
    links = link_texts(segment(page))
    assert links == {"Register now"}
    weights = {
        source: weight(Unit(source, notes=(roles,)), "en", links)
        for source, roles in {
            "Evenings": "og:title, h1",
            "10 March 2027, 14:00": "li",
            "We met on 10 March and talked for a long while about it": "p",
            "Register now": "p",
            "Send": "value",
            "About it": "description",
            "A talk": "Event name",
            "Text": "p",
        }.items()
    }
    assert list(weights.values()) == [5, 5, 1, 3, 3, 3, 5, 1]
    assert weight(Unit("A", context="h1")) == 5
    assert weight(Unit("A", context="li 2 of 3")) == 1

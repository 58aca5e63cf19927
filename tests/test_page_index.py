"""What stages remember of pages, and under which circumstances."""

import dataclasses
import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters import index_json
from pipeline.core.coverage import Coverage
from pipeline.core.gate import Held
from pipeline.core.model import Finding, Severity
from pipeline.core.segmentation.rules import Rules
from pipeline.core.settings.values import Settings
from pipeline.core.terms import House, Term
from pipeline.core.typography.policy import French, Spaces
from pipeline.core.verify import Checker
from pipeline.stages.circumstances import circumstances, joined
from pipeline.stages.page_index import PageIndex
from pipeline.workspace import Workspace


def project(root: Path) -> Workspace:
    return Workspace(root, Settings("https://forum.example/"), datetime.date(2026, 11, 23))


HELD = Held(Coverage(), (Finding("codes", Severity.ERROR, "a code is missing", "Read <a1>more</a1>"),), 2, "waits")


def test_what_was_told_comes_back_as_it_was_under_its_digest_only(tmp_path: Path) -> None:
    index = PageIndex(project(tmp_path), "index.json", Held)
    index.put("page", "digest", HELD)
    assert index.get("page", "digest") == HELD
    index.save({"page"})
    again = PageIndex(project(tmp_path), "index.json", Held)
    assert again.get("page", "digest") == HELD
    assert again.get("page", "another") is None
    assert again.get("other", "digest") is None


def test_pages_that_are_gone_leave_the_index(tmp_path: Path) -> None:
    index = PageIndex(project(tmp_path), "index.json", int)
    for name in ("one", "two"):
        index.put(name, "digest", 1)
    index.save({"two"})
    again = PageIndex(project(tmp_path), "index.json", int)
    assert [again.get(name, "digest") for name in ("one", "two")] == [None, 1]


def test_an_index_of_another_form_holds_nothing(tmp_path: Path) -> None:
    index = PageIndex(project(tmp_path), "index.json", int)
    index.put("page", "digest", 1)
    index.save({"page"})
    assert PageIndex(project(tmp_path), "index.json", Held).get("page", "digest") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_an_index_or_an_empty_one(data: bytes) -> None:
    assert index_json.loads(data) == {}


@given(st.integers(0, 300), st.integers(1, 255))
def test_a_changed_byte_makes_an_index_empty(place: int, change: int) -> None:
    data = bytearray(index_json.dumps({"page": ("digest", index_json.packed(HELD))}))
    data[place % len(data)] ^= change
    assert index_json.loads(bytes(data)) == {}


def test_an_index_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / ".diptych" / "index.json").mkdir(parents=True)
    index = PageIndex(project(tmp_path), "index.json", int)
    index.put("page", "digest", 1)
    index.save({"page"})
    assert index.get("page", "digest") == 1


@pytest.mark.parametrize(
    "other",
    [
        Checker("en", "fr-CA"),
        Checker(house=House((Term("water", "eau"),))),
        Checker(house=House((), {"water": "eau"})),
        Checker(levels={"figures": "off"}),
        Checker(french=French(Spaces.NARROW)),
    ],
)
def test_other_settings_are_other_circumstances(other: Checker) -> None:
    assert circumstances(Checker()) == circumstances(Checker())
    assert circumstances(Checker()) != circumstances(other)


def test_every_setting_for_reading_counts() -> None:
    others: dict[str, Any] = {"locale": "fr", "whole_page": True, "wordpress": True, "largest": 5}
    changed = []
    for field in dataclasses.fields(Rules):
        value = getattr(Rules(), field.name)
        other: Any = others.get(field.name, frozenset({"new"}) if isinstance(value, frozenset) else ("new",))
        changed.append(circumstances(replace(Rules(), **{field.name: other})))
    assert len({circumstances(Rules()), *changed}) == 1 + len(changed)


def test_the_order_in_a_mapping_or_set_means_nothing() -> None:
    assert circumstances({"a": 1, "b": {"x", "y"}}) == circumstances({"b": {"y", "x"}, "a": 1})


@given(st.lists(st.text(max_size=5), min_size=2, max_size=4), st.lists(st.text(max_size=5), min_size=2, max_size=4))
def test_different_digests_are_joined_differently(one: list[str], other: list[str]) -> None:
    if "\0".join(one) != "\0".join(other):
        assert joined(*one) != joined(*other)

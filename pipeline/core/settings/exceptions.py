"""``[[coverage.exceptions]]``: pages of which less is asked for a while."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.core.gates.floors import Exemption

KEY: Final = "coverage.exceptions"
_FIELDS: Final = ("page", "min_reviewed", "until", "because")


class Tables(list[Any]):
    """The kind of a value that is a list of tables."""


def mistakes(tables: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What cannot be meant in each of them."""
    for number, table in enumerate(tables, start=1):
        yield from ((KEY, f"exception {number}: {what}") for what in _mistakes(table))
    pages = [str(table.get("page", "")) for table in tables]
    yield from (
        (KEY, f'"{page}" has two exceptions; keep one') for page in sorted({p for p in pages if pages.count(p) > 1})
    )


def exemptions(tables: list[dict[str, Any]]) -> tuple[Exemption, ...]:
    """Tables without mistakes as values."""
    return tuple(
        Exemption(table["page"], table["min_reviewed"], _day(table["until"]) or datetime.date.min, table["because"])
        for table in tables
    )


def _mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    missing = [name for name in _FIELDS if name not in table]
    unknown = [name for name in table if name not in _FIELDS]
    if missing:
        yield f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    if unknown:
        yield f'"{unknown[0]}" is no setting; one of {", ".join(_FIELDS)}'
    floor = table.get("min_reviewed", 0)
    if isinstance(floor, bool) or not isinstance(floor, int) or not 0 <= floor <= 100:
        yield '"min_reviewed" is a percentage, 0 to 100'
    if "until" in table and _day(table["until"]) is None:
        yield '"until" is the last day on which it holds, such as 2027-01-31'
    for name in ("page", "because"):
        if name in table and not (isinstance(table[name], str) and table[name].strip()):
            yield f'"{name}" should be text in quotes'


def _day(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

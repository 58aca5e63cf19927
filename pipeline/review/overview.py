"""The overview: every page by urgency, what changed since last time, and a search over all texts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from pipeline.core.coverage import Coverage
from pipeline.review.desk import Desk, Row
from pipeline.review.http import Answer, Endpoint, Question, data, page
from pipeline.review.templates import render
from pipeline.review.texts import Texts
from pipeline.stages.gating.report import Standing

_HITS: Final = 100
_ROWS: Final = 100  # shown at first; the rest by one click, so that a thousand pages do not slow a browser down


def endpoints(desk: Desk, texts: dict[str, Texts]) -> dict[str, Endpoint]:
    """The paths of the overview."""
    return {
        "/": lambda asked: _overview(desk, texts, asked),
        "/progress": lambda asked: _progress(desk, asked),
    }


def _overview(desk: Desk, texts: dict[str, Texts], asked: Question) -> Answer:
    rows, unread = desk.rows()
    words = asked.query.get("q", "").strip()[:200]
    standing = asked.query.get("standing", "")
    shown = [row for row in rows if not standing or row.half.standing == standing]
    named = [row for row in shown if _is_named(row, words)] if words else shown
    hits = desk.search(words, shown, _HITS) if words else []
    limit = len(named) if asked.query.get("all") else _ROWS
    settings = desk.shelf.settings
    return page(
        render(
            "overview.html.j2",
            texts[asked.language],
            asked=asked,
            site=settings.address,
            source=settings.source,
            several=len(settings.targets) > 1,
            rows=[(row, _mark(row)) for row in named[:limit]],
            more=max(0, len(named) - limit),
            hits=hits,
            hits_cut=len(hits) == _HITS,
            words=words,
            standing=standing,
            counts=_counts(rows),
            total=sum((row.half.coverage for row in rows), Coverage()),
            unread=unread,
            first=_first(rows),
        )
    )


def _progress(desk: Desk, _: Question) -> Answer:
    rows, unread = desk.rows()
    return data({"read": len(rows), "unread": unread})


def _is_named(row: Row, words: str) -> bool:
    name = f"{row.title} {row.half.slug}".casefold()
    return all(word in name for word in words.casefold().split())


def _counts(rows: Sequence[Row]) -> list[tuple[Standing, int]]:
    found = [(standing, sum(row.half.standing is standing for row in rows)) for standing in Standing]
    return [(standing, count) for standing, count in found if count]


def _first(rows: Sequence[Row]) -> Row | None:
    """The page to go on with: the first that waits for a translator."""
    return next((row for row in rows if row.units and row.half.coverage.waiting_units), None)


def _mark(row: Row) -> str:
    """What a browser remembers of a page, to say next time what changed: the English, what waits, how it stands."""
    coverage = row.half.coverage
    seen = hashlib.sha256(str(coverage.units).encode()).hexdigest()[:8]
    return f"{row.english or '-'} {coverage.waiting_units} {row.half.standing.name} {seen}"

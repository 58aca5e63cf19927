"""The dates a page gives in its markup: when it was published and changed, and when its events take place."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.core.segmentation.markup import START, Token
from pipeline.core.source_checks.model import Event

_OWN_META: Final = frozenset(
    (
        "article:published_time article:modified_time og:updated_time date dc.date dcterms.date dcterms.issued "
        "dcterms.modified datepublished datemodified last-modified"
    ).split()
)
"""``name``, ``property`` or ``itemprop`` of the elements that say when a page was published or changed."""

_OWN_KEYS: Final = frozenset(("datePublished", "dateModified", "dateCreated", "uploadDate"))
_OWN_CLASSES: Final = ("publish", "update", "entry-date", "posted", "modified", "post-date")


@dataclass(frozen=True, slots=True)
class PageDates:
    """``own``: published and changed; ``others``: what its texts are about."""

    own: tuple[datetime.date, ...]
    others: frozenset[datetime.date]
    events: tuple[Event, ...]


def dates_of(found: list[Token]) -> PageDates:
    """The dates in a page's ``<time>``, ``<meta>`` and JSON-LD."""
    starts = [(index, token) for index, token in enumerate(found) if token.kind == START]
    times = [token for _, token in starts if token.tag == "time"]
    metas = (token for _, token in starts if token.tag == "meta" and _OWN_META & _names(token))
    things = [
        (thing, token.start)
        for index, token in starts
        if _is_data(token) and index + 1 < len(found)
        for thing in _things(found[index + 1].data)
    ]
    events = [event for thing, place in things if (event := _event(thing, place)) is not None]
    own = {
        *_days(token.attr("datetime") or "" for token in times if _is_own(token)),
        *_days(token.attr("content") or "" for token in metas),
        *_days(text for thing, _ in things for text in _texts(thing, _OWN_KEYS)),
    }
    others = {
        *_days(token.attr("datetime") or "" for token in times if not _is_own(token)),
        *_days(text for event in events for text in (event.start, event.end)),
    }
    return PageDates(tuple(sorted(own)), frozenset(others - own), tuple(events))


def _names(token: Token) -> set[str]:
    return {(token.attr(name) or "").lower() for name in ("name", "property")}


def _is_data(token: Token) -> bool:
    return token.tag == "script" and "ld+json" in (token.attr("type") or "").lower()


def _is_own(token: Token) -> bool:
    named = f"{token.attr('class') or ''} {token.attr('itemprop') or ''}".lower()
    return token.attr("pubdate") is not None or any(word in named for word in (*_OWN_CLASSES, "datepub", "datemod"))


def _things(source: str) -> Iterator[dict[str, object]]:
    """Every object of a JSON-LD script, however deep."""
    try:
        waiting: list[object] = [json.loads(source)]
    except (ValueError, RecursionError):
        return
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            yield thing
            waiting.extend(thing.values())
        elif isinstance(thing, list):
            waiting.extend(thing)


def _event(thing: dict[str, object], place: int) -> Event | None:
    start, end = (thing.get(key) for key in ("startDate", "endDate"))
    if not isinstance(start, str) or not start:
        return None
    return Event(start, end if isinstance(end, str) else "", place)


def _texts(thing: dict[str, object], keys: frozenset[str]) -> Iterator[str]:
    return (value for key, value in thing.items() if key in keys and isinstance(value, str))


def _days(texts: Iterable[str]) -> Iterator[datetime.date]:
    for text in texts:
        try:
            yield datetime.date.fromisoformat(text.strip()[:10])
        except ValueError:
            continue

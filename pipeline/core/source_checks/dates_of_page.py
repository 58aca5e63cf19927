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
    own: set[datetime.date] = set()
    others: set[datetime.date] = set()
    events: list[Event] = []
    for index, token in enumerate(found):
        if token.kind != START:
            continue
        if token.tag == "time":
            (own if _is_own(token) else others).update(_days((token.attr("datetime") or "",)))
        elif token.tag == "meta" and _OWN_META & {(token.attr(k) or "").lower() for k in ("name", "property")}:
            own.update(_days((token.attr("content") or "",)))
        elif token.tag == "script" and "ld+json" in (token.attr("type") or "").lower() and index + 1 < len(found):
            for thing in _things(found[index + 1].data):
                own.update(_days(_texts(thing, _OWN_KEYS)))
                event = _event(thing, token.start)
                if event is not None:
                    events.append(event)
                    others.update(_days((event.start, event.end)))
    return PageDates(tuple(sorted(own)), frozenset(others - own), tuple(events))


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

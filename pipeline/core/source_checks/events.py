"""Two events, or two pages, at one address."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.core.languages import month_name
from pipeline.core.source_checks.dated import dated
from pipeline.core.source_checks.links import plain_address
from pipeline.core.source_checks.model import Circumstances, EnglishPage, Link, SourceFinding, others_of

_REGISTERING: Final = re.compile(
    r"\b(?:regist(?:er|ration)|sign up|sign-up|book (?:a|your)|enrol|rsvp)\b", re.IGNORECASE
)
_GENERAL: Final = re.compile(
    r"(?:regist(?:er|ration)|sign-?up|events?|activities|contact|forms?|login|members?|join|tickets?)?(?:\.\w+)?",
    re.IGNORECASE,
)
"""What the last part of an address is called that is for all events."""


_SHORT: Final = 60  # characters of a line that says when a session is
_LIMIT: Final = re.compile(r"\b(?:until|by|before|deadline|register|registration|closes?)\b", re.IGNORECASE)


class _Registration(NamedTuple):
    """A link to a registration, its full address, and the day and month announced last before it."""

    page: EnglishPage
    link: Link
    address: str
    day: tuple[int, int]


def check_registrations(pages: Sequence[EnglishPage], known: Circumstances) -> Iterator[SourceFinding]:
    """Sessions on different days do not send readers to one registration where others have one of their own.

    It needs at least three registrations, at least two addresses, and one address used for exactly two days; an address
    whose last part is a general word ("register") is for all.
    """
    found = [item for page in pages for item in _registrations(page, known)]
    days: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for item in found:
        days[item.address].add(item.day)
    shared = {address for address, on in days.items() if len(on) == 2 and not _is_general(address)}
    if len(days) < 2 or 2 * len(shared) > len(days):
        return
    for address in sorted(shared):
        first, second = _first_two([item for item in found if item.address == address])
        where = "" if first.page is second.page else f" on the page {first.page.name}"
        message = f"the registration for {_day(second)} leads to {second.link.href}, as that for {_day(first)}{where}"
        advice = "give it its own address, or say that one registration is for both"
        yield second.page.found("shared-registration", second.link.start, f"{message}; {advice}")


def _first_two(items: list[_Registration]) -> tuple[_Registration, _Registration]:
    return items[0], next(item for item in items if item.day != items[0].day)


def _day(item: _Registration) -> str:
    month, day = item.day
    return f"{day} {month_name(month, 'en')}"


def _registrations(page: EnglishPage, known: Circumstances) -> Iterator[_Registration]:
    """The links to registrations that stand after a date and its session."""
    days = sorted(
        (passage.start, (date.month, date.day))
        for passage, found in page.timed
        if len(passage.text) <= _SHORT and not _LIMIT.search(passage.text)
        if len(dates := dated((passage, found), page, known.today)) == 1
        for date in dates
    )
    for link in page.links:
        before = bisect_left(days, (link.start, (0, 0)))
        if before and _REGISTERING.search(link.text) and not link.href.startswith("#"):
            try:
                address = plain_address(urldefrag(urljoin(page.address, link.href))[0])
            except ValueError:
                continue
            yield _Registration(page, link, address, days[before - 1][1])


def _is_general(address: str) -> bool:
    path, _, query = address.partition("?")
    return not query and bool(_GENERAL.fullmatch(path.rstrip("/").rsplit("/", 1)[-1]))


def check_same_address(pages: Sequence[EnglishPage], known: Circumstances) -> Iterator[SourceFinding]:
    """No two pages give themselves one address (``rel="canonical"``): search engines show only one of them."""
    del known
    at: dict[str, list[EnglishPage]] = defaultdict(list)
    for page in pages:
        if page.canonical is not None and page.is_whole and _is_full(page.canonical.text):
            at[plain_address(page.canonical.text)].append(page)
    for alike in at.values():
        for page in alike if len(alike) > 1 else ():
            if page.canonical is not None and plain_address(page.address) != plain_address(page.canonical.text):
                others = others_of(page, alike)
                message = f"the page says that its address is {page.canonical.text}, as does {others}"
                advice = "search engines show one of them only; give each its own canonical address"
                yield page.found("same-address", page.canonical.start, f"{message}; {advice}")


def _is_full(address: str) -> bool:
    """Whether it is a full web address of a page, not of a place on one."""
    try:
        return bool(urlsplit(address).netloc) and "#" not in address
    except ValueError:
        return False

"""Two events, or two pages, at one address."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.core.languages import month_name
from pipeline.core.source_checks.dated import dated
from pipeline.core.source_checks.links import plain_address
from pipeline.core.source_checks.model import (
    Circumstances,
    EnglishPage,
    Registration,
    SourceFinding,
    Spot,
    Traits,
    others_of,
)

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


def check_registrations(pages: Sequence[Traits]) -> Iterator[SourceFinding]:
    """Sessions on different days do not send readers to one registration where others have one of their own.

    It needs at least three registrations, at least two addresses, and one address used for exactly two days; an address
    whose last part is a general word ("register") is for all.
    """
    found = [(page, item) for page in pages for item in page.registrations]
    days: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for _, item in found:
        days[item.address].add(item.day)
    shared = {address for address, on in days.items() if len(on) == 2 and not _is_general(address)}
    if len(days) < 2 or 2 * len(shared) > len(days):
        return
    for address in sorted(shared):
        here = [(page, item) for page, item in found if item.address == address]
        first_page, first = here[0]
        page, second = next((page, item) for page, item in here if item.day != first.day)
        where = "" if first_page is page else f" on the page {first_page.name}"
        message = f"the registration for {_day(second)} leads to {second.href}, as that for {_day(first)}{where}"
        advice = "give it its own address, or say that one registration is for both"
        yield page.found("shared-registration", second.line, f"{message}; {advice}")


def _day(item: Registration) -> str:
    month, day = item.day
    return f"{day} {month_name(month, 'en')}"


def registrations(page: EnglishPage, known: Circumstances) -> Iterator[Registration]:
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
            yield Registration(address, link.href, page.line(link.start), days[before - 1][1])


def _is_general(address: str) -> bool:
    path, _, query = address.partition("?")
    return not query and bool(_GENERAL.fullmatch(path.rstrip("/").rsplit("/", 1)[-1]))


def check_same_address(pages: Sequence[Traits]) -> Iterator[SourceFinding]:
    """No two pages give themselves one address (``rel="canonical"``): search engines show only one of them."""
    at: dict[str, list[tuple[Traits, Spot]]] = defaultdict(list)
    for page in pages:
        if page.canonical is not None and page.is_whole and _is_full(page.canonical.text):
            at[plain_address(page.canonical.text)].append((page, page.canonical))
    for address, alike in at.items():
        others = [other for other, _ in alike]
        for page, own in alike if len(alike) > 1 else ():
            if plain_address(page.address) != address:
                message = f"the page says that its address is {own.text}, as does {others_of(page, others)}"
                advice = "search engines show one of them only; give each its own canonical address"
                yield page.found("same-address", own.line, f"{message}; {advice}")


def _is_full(address: str) -> bool:
    """Whether it is a full web address of a page, not of a place on one."""
    try:
        return bool(urlsplit(address).netloc) and "#" not in address
    except ValueError:
        return False

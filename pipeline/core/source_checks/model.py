"""An English page as the checks of the source see it, and what they find."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from pipeline.core.model import Remark
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.reading import read

_NAMED: Final = 3  # pages in a message
_WHEN: Final = (Sort.DATE, Sort.TIME)
ZoneName = Callable[[str, datetime.datetime], str]
"""Time zone by its IANA name and local time → the abbreviation used there then ("CEST"), empty where unknown."""


class SourceFinding(NamedTuple):
    """What a check found: the page's name, a 1-based line, the check, and a message for the page's author."""

    page: str
    line: int
    check: str
    message: str


class Passage(NamedTuple):
    """A text for readers without its codes, where it begins in the page, and the element it stands in.

    A line break is a newline; an image, or something the site fills in, is U+FFFC.
    """

    text: str
    start: int
    role: str


class Link(NamedTuple):
    """A link: its address as written, its text with the alternative texts of images in it, where it begins and ends.

    ``label`` is what says more of it than its text does (``aria-label``); ``acts`` is True where a script uses it.
    """

    href: str
    text: str
    start: int
    end: int
    label: str = ""
    acts: bool = False
    has_image: bool = False


class Image(NamedTuple):
    """An image: its alternative text (None where it has no ``alt``), its address, where it stands.

    ``is_silent`` says that it is meant for no reader: a counter's pixel, or marked as decoration.
    """

    alt: str | None
    src: str
    start: int
    is_silent: bool = False


class Event(NamedTuple):
    """An event of the page's structured data: start and end as ISO 8601 text, empty where not given."""

    start: str
    end: str
    place: int


@dataclass(frozen=True)
class EnglishPage:
    """One page. ``own`` are the dates it was published and changed on, ``others`` all other dates with a year in it.

    ``numbers`` of lines are found by ``line``. ``is_whole`` is False where other programs add to the page before
    readers see it (WordPress source, templates), so that nothing can be said of what is missing in it.
    ``is_redirect`` says that it only sends readers on to another page.
    """

    name: str
    address: str
    text: str
    locale: str
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    ids: frozenset[str]
    title: Passage | None
    canonical: Passage | None
    own: tuple[datetime.date, ...]
    others: frozenset[datetime.date]
    events: tuple[Event, ...]
    remarks: tuple[Remark, ...] = ()
    is_whole: bool = True
    is_redirect: bool = False

    @cached_property
    def _newlines(self) -> list[int]:
        return [place for place, letter in enumerate(self.text) if letter == "\n"]

    def line(self, place: int) -> int:
        """The 1-based line of a character."""
        return bisect_left(self._newlines, place) + 1

    def line_of(self, passage: Passage, words: str) -> int:
        """The line on which words of a passage stand, or its first one where markup stands between them."""
        place = self.text.find(words, passage.start, passage.start + 4 * len(passage.text) + 2000)
        return self.line(max(place, passage.start))

    def found(self, check: str, place: int, message: str) -> SourceFinding:
        """A finding at a character of the page."""
        return SourceFinding(self.name, self.line(place), check, message)

    def found_in(self, check: str, passage: Passage, words: str, message: str) -> SourceFinding:
        """A finding at words of a passage."""
        return SourceFinding(self.name, self.line_of(passage, words), check, message)

    @cached_property
    def timed(self) -> tuple[tuple[Passage, tuple[Quantity, ...]], ...]:
        """The passages that hold a date or a time, with all their quantities; read once for all checks."""
        both = ((passage, read(passage.text, self.locale)) for passage in self.passages)
        return tuple(item for item in both if any(quantity.sort in _WHEN for quantity in item[1]))

    @cached_property
    def years(self) -> frozenset[int]:
        """Every year from 1900 to 2099 that the page's texts name."""
        return frozenset(year for passage in self.passages for year in years_in(passage.text))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a check may need beside the page: the day, and what clocks show."""

    today: datetime.date
    zone_name: ZoneName


class Spot(NamedTuple):
    """A text of a page, and the 1-based line on which it stands."""

    text: str
    line: int


class Registration(NamedTuple):
    """A link to a registration: its full address, as written, and the month and day announced last before it."""

    address: str
    href: str
    line: int
    day: tuple[int, int]


class Anchor(NamedTuple):
    """A link to a place on another page, whose address is plain (``plain_address``)."""

    page: str
    place: str
    line: int


@dataclass(frozen=True, slots=True)
class Traits:
    """What the checks that compare pages need of one page; small, so that those of a whole site can be held.

    ``ids`` are the places that links may name. ``glued`` are words that may be names run together, ``no_names`` those
    that stand where no name does.
    """

    name: str
    address: str
    is_whole: bool
    is_redirect: bool
    title: Spot | None
    canonical: Spot | None
    registrations: tuple[Registration, ...]
    anchors: tuple[Anchor, ...]
    ids: tuple[str, ...]
    glued: tuple[str, ...]
    no_names: tuple[str, ...]

    def found(self, check: str, line: int, message: str) -> SourceFinding:
        """A finding on a line of the page."""
        return SourceFinding(self.name, line, check, message)


@dataclass(frozen=True, slots=True)
class NameUses:
    """Where names are spelt on one page: the name in small letters, the spelling, its line; in order.

    ``common`` are first words of names that stand in small letters here, and so are no names.
    """

    page: str
    common: tuple[str, ...]
    uses: tuple[tuple[str, str, int], ...]


def years_in(text: str) -> set[int]:
    """The numbers from 1900 to 2099 in a text."""
    words = "".join(letter if letter.isdecimal() and letter.isascii() else " " for letter in text).split()
    return {int(word) for word in words if len(word) == 4 and word[:2] in ("19", "20")}


def others_of(page: Traits, alike: Sequence[Traits]) -> str:
    """The names of the other pages of a group, the first few."""
    names = [other.name for other in alike if other is not page]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")

"""The words of the field as frozen types: segment, unit, catalogue, fact, finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where a unit stands (decision 5). Only the last two may be published."""

    UNTRANSLATED = "untranslated"
    MACHINE = "machine"
    FUZZY = "fuzzy"
    CLAIMED = "claimed"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class Kind(StrEnum):
    """What a fact of the ledger says about one source text and one target text."""

    MACHINE = "machine"
    MEMORY = "memory"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REVOKED = "revoked"
    IGNORED = "ignored"
    WRITTEN = "written"
    COMMENTED = "commented"
    DERIVED = "derived"


class Place(Enum):
    """Where a translated text lands in the page, which decides how it is escaped."""

    TEXT = "text"
    TITLE = "title"
    DOUBLE_QUOTED = "double-quoted attribute"
    SINGLE_QUOTED = "single-quoted attribute"
    UNQUOTED = "unquoted attribute"
    JSON = "JSON string"
    JSON_MARKUP = "markup in a JSON string"
    FRONT_PLAIN = "plain value in the front matter"
    FRONT_DOUBLE = "double-quoted value in the front matter"
    FRONT_SINGLE = "single-quoted value in the front matter"


class Severity(StrEnum):
    """An error holds the page back; a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


class Slot(NamedTuple):  # a page has thousands; frozen dataclasses take five times as long to make
    """One place of the page that holds translatable text: characters ``start`` to ``end`` of the page.

    ``text`` is the segment as shown to people, codes included; ``role`` is the element or attribute it plays.
    ``tags`` holds start and end of the markup behind each code, in the order in which the codes stand in ``text``:
    two numbers for ``<a1>``, two for ``</a1>``.
    """

    start: int
    end: int
    text: str
    role: str
    place: Place = Place.TEXT
    tags: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the page itself that its author should know: 1-based ``line`` and a message."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A page taken apart: its text, how it was encoded, and the slots in it, in document order.

    ``text`` is the whole page (lone surrogates stand for bytes the encoding could not read); ``scope`` says
    which content area was used and ``span`` where it stands. ``wordpress`` says that it is what WordPress stores.
    """

    text: str
    encoding: str
    bom: bytes
    slots: tuple[Slot, ...]
    scope: str
    span: tuple[int, int] = (0, 0)
    remarks: tuple[Remark, ...] = ()
    wordpress: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text with the encoding it keeps."""

    text: str
    encoding: str
    bom: bytes


@dataclass(frozen=True, slots=True)
class Segment:
    """The source side of one translatable piece, whatever number of places it stands in.

    ``roles`` are what it plays there, ``notes`` say what its codes stand for. ``places`` names each place by its role,
    the second of two of one role "li 2 of 2"; ``context`` is the one place that it is for, where people split it.
    """

    text: str
    roles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Source, target and what a PO file keeps of their state.

    ``previous`` is the source the target was made for, for display; ``comments`` are people's, ``notes`` ours.
    """

    source: str
    target: str = ""
    fuzzy: bool = False
    context: str | None = None
    previous: str | None = None
    comments: str = ""
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The units of one page in one language. ``slug`` names the page, ``locale`` the language (``fr``)."""

    slug: str
    locale: str
    units: tuple[Unit, ...] = ()
    obsolete: tuple[Unit, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One line of the ledger: true of a unit wherever both hashes match (decision 5).

    ``date`` is ISO 8601, or empty where no person acted; ``origin`` an engine, a score, or a place.
    """

    source_hash: str
    target_hash: str
    kind: Kind
    who: str = ""
    date: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in one unit."""

    check: str
    severity: Severity
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """Why a target cannot be rendered: it breaks the rules for inline codes or would bring something in."""

    message: str

"""What a project wants of French typography, and which space each mark takes where French is written.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (a thin space before ``; ! ?`` and in
thousands, a full one before ``:`` and inside guillemets, none of them breaking); Office québécois de la langue
française, Banque de dépannage linguistique (no space, or a thin one, before ``; ! ?`` in Canada). Swiss papers set
guillemets and marks with a thin space or close up, so both pass there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NBSP: Final = "\u00a0"
NARROW: Final = "\u202f"
NO_BREAKS: Final = NBSP + NARROW + "\u2007"
"""Spaces at which no line ends: the no-break space, the narrow one, and one as wide as a figure."""

GAPS: Final = f" \t{NO_BREAKS}\u2009"
"""Every space that may stand where a no-break space belongs; a line end is none."""

_THIN_MARKS: Final = frozenset(";!?")
THOUSANDS: Final = "0"
"""The place between groups of three digits, named as a mark."""

HELD: Final = "h"
"""The places in dates, times, ``n° 5`` and ``M. Quist``, named as a mark."""


class Spaces(StrEnum):
    """Which no-break space stands before a mark."""

    NBSP = "nbsp"
    NARROW = "narrow"
    EITHER = "either"


class Quotes(StrEnum):
    """Which quotes French text has."""

    GUILLEMETS = "guillemets"
    EITHER = "either"


class Apostrophes(StrEnum):
    """Which apostrophe French text has; with ``either`` one text has one kind."""

    CURLY = "curly"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class French:
    """The ``[french]`` table of a project's configuration."""

    spaces: Spaces = Spaces.EITHER
    quotes: Quotes = Quotes.EITHER
    apostrophes: Apostrophes = Apostrophes.EITHER

    def is_right(self, gap: str, mark: str, locale: str) -> bool:
        """Whether a gap, which may be empty, may stand before (after ``«``) a mark."""
        if not gap and _may_close_up(mark, locale):
            return True
        if self.spaces is Spaces.EITHER:
            return len(gap) == 1 and gap in NO_BREAKS
        return gap == self.gap(mark, locale)

    def gap(self, mark: str, locale: str) -> str:
        """The gap that belongs there where another stands; empty where none does."""
        is_thin = mark in _THIN_MARKS or mark == THOUSANDS
        if mark in _THIN_MARKS and _region(locale) == "CA" and self.spaces is not Spaces.NARROW:
            return ""
        if self.spaces is not Spaces.NARROW:
            return NBSP
        return NARROW if is_thin or (_region(locale) == "CH" and mark in ":«»") else NBSP


def is_french(locale: str) -> bool:
    """Whether a locale is French of anywhere."""
    return locale.replace("_", "-").split("-", maxsplit=1)[0].lower() == "fr"


def _region(locale: str) -> str:
    return locale.replace("_", "-").rpartition("-")[2].upper()


def _may_close_up(mark: str, locale: str) -> bool:
    region = _region(locale)
    return (region == "CA" and mark in _THIN_MARKS) or (region == "CH" and mark in ";!?:«»")

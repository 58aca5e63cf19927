"""Spaces that look alike and characters that nobody sees, made visible for people."""

from __future__ import annotations

import unicodedata
from typing import Final

LEGEND: Final = "· is a no-break space, ¦ a narrow one"
_SIGNS: Final = str.maketrans({"\u00a0": "·", "\u202f": "¦", "\u2007": "·", "\u2009": "'"})


def visible(text: str) -> str:
    """The text with a sign for each no-break space."""
    return text.translate(_SIGNS)


def visible_change(text: str) -> str:
    """A piece of text that is gone or new, so that nothing of it is invisible: also what looks like another character.

    Where it is nothing but spaces, ordinary ones are ``␣`` and line ends ``↵``; what shows nothing has its name.
    """
    shown = text.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥") if text.isspace() else text
    return "".join(map(_named, visible(shown)))


def needs_legend(before: str, after: str) -> bool:
    """Whether a change between the two is shown with signs that ``LEGEND`` explains."""
    first, second = ([letter for letter in text if ord(letter) in _SIGNS] for text in (before, after))
    return bool(before and after) and first != second


def _named(character: str) -> str:
    is_unseen = unicodedata.category(character) in ("Cf", "Zs") and character != " "
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return f"⟨{name}⟩" if is_unseen or character == "\u2011" else character

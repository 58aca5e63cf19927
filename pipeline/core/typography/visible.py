"""Spaces that look alike, made visible for people."""

from __future__ import annotations

from typing import Final

LEGEND: Final = "· is a no-break space, ¦ a narrow one"
_SIGNS: Final = str.maketrans({"\u00a0": "·", "\u202f": "¦", "\u2007": "·", "\u2009": "'"})


def visible(text: str) -> str:
    """The text with a sign for each no-break space."""
    return text.translate(_SIGNS)

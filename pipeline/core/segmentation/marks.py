"""What one token of a page means to the segmenter. Tokens spelt alike share one mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.core.model import Place

TEXT: Final = 0
REFERENCE: Final = 1
OPEN: Final = 2
CLOSE: Final = 3
VOID: Final = 4
"""What a mark is in a sentence: text, a character reference, the two halves of an element, or one thing alone."""

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")

INSIDE: Final = 0
BOUNDARY: Final = 1
SPECIAL: Final = 2
"""What a mark does to the running sentence: nothing, end it, or something to look at."""


class AttributeText(NamedTuple):
    """A text for readers in a tag: its span in characters from the tag's start, and what it is."""

    start: int
    end: int
    text: str
    role: str
    place: Place


@dataclass(slots=True, eq=False)  # not frozen: a page has thousands, and freezing takes five times as long
class Mark:
    """The meaning of a token. Shared by all tokens of one spelling, so never changed once it is made.

    ``part`` and ``event`` are one of the constants above. ``element`` is the tag in lower case (``x`` for islands),
    ``stem`` what the names of its codes begin with, ``shown`` what a character reference stands for. ``hidden`` says
    that the element is not offered: ``kept`` (its kind is never text), ``no`` (somebody said so) or ``foreign``
    (another language). ``revealed`` undoes ``no``. ``remarks`` are (characters from the tag's start, message) for the
    page's author.
    """

    part: int
    element: str = ""
    event: int = INSIDE
    shown: str = ""
    is_block: bool = False
    hidden: str = ""
    revealed: bool = False
    switches_language: bool = False
    attributes: tuple[AttributeText, ...] = ()
    remarks: tuple[tuple[int, str], ...] = ()
    stem: str = field(init=False)

    def __post_init__(self) -> None:
        is_plain = self.element.isalpha() and self.element.isascii()
        self.stem = self.element if is_plain else "".join(filter(_LETTERS.__contains__, self.element)) or "x"


PLAIN_TEXT: Final = Mark(TEXT)
"""The mark of every token that is only text."""

ISLAND: Final = Mark(VOID, "x")
"""Something the site fills in itself; it acts as a word of its sentence."""

LINE_BREAK: Final = Mark(VOID, "br")
"""A line break that is no tag: a line's end in WordPress source."""

PARAGRAPH: Final = Mark(VOID, "p", BOUNDARY)
"""A paragraph break that is no tag: a blank line in WordPress source."""

COMMENT: Final = Mark(VOID, "comment")
"""A comment, doctype or processing instruction."""

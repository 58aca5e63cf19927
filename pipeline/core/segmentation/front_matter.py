"""Front matter: the YAML that a site generator reads at the head of a page, and the texts for readers in it.

Only what can be put back without a change of its form is offered: the value of a key at the margin, on one line, plain
or in quotes. What is nested, folded, escaped or holds markup stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from pipeline.core.model import CheckFailure, Place, Slot
from pipeline.core.text import UNREADABLE, collapse, is_translatable

START: Final = "---\n"
END: Final = "\n---\n"
PLACES: Final = frozenset((Place.FRONT_PLAIN, Place.FRONT_DOUBLE, Place.FRONT_SINGLE))

_LINE: Final = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]+(\S[^\n]*?)[ \t]*\n(?![ \t])", re.MULTILINE)
_FORMS: Final = (
    (Place.FRONT_DOUBLE, re.compile(r'"([^"\\]*)"(?:[ \t]+#.*)?')),
    (Place.FRONT_SINGLE, re.compile(r"'((?:[^']|'')*)'(?:[ \t]+#.*)?")),
    (Place.FRONT_PLAIN, re.compile(r"([^\s\-?:,\[\]{}#&*!|>'\"%@`].*)")),
)
_MARKUP: Final = re.compile(r"[<>&{}\[\]]")  # so that a text is the same as a segment and as YAML has it
_BREAKS: Final = re.compile("[\n\r\x85\u2028\u2029]")
_NOT_PLAIN: Final = re.compile(r":(?=\s|$)|\s#|^[\s\-?:,\[\]{}#&*!|>'\"%@`]|\s$", re.ASCII)
_WORDS: Final = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))  # no texts in YAML


def length(text: str) -> int:
    """How many characters of a page are front matter, both its lines of hyphens included; 0 for none."""
    end = text.find(END, len(START) - 1) if text.startswith(START) else -1
    return end + len(END) if end >= 0 else 0


def texts(text: str, keys: Collection[str]) -> Iterator[Slot]:
    """The values of ``keys`` in a page's front matter, as slots; the span is what stands inside the quotes."""
    end = length(text)
    for line in _LINE.finditer(text, len(START), max(0, end - len(END) + 1)):
        if line[1] in keys:
            yield from _slots(line[1], line[2], line.start(2))


def _slots(key: str, value: str, place: int) -> Iterator[Slot]:
    for form, pattern in _FORMS:
        found = pattern.fullmatch(value)
        if found is None:
            continue
        raw = found[1]
        shown = raw.replace("''", "'") if form is Place.FRONT_SINGLE else raw
        is_text = is_translatable(shown) and not UNREADABLE.search(shown) and not _MARKUP.search(shown)
        if is_text and not (form is Place.FRONT_PLAIN and not_plain(shown)):
            start = place + found.start(1)
            yield Slot(start, start + len(raw), collapse(shown).strip(), key, form)
        return


def not_plain(text: str) -> bool:
    """Whether YAML would read a text without quotes as something else."""
    return bool(_NOT_PLAIN.search(text)) or text.casefold() in _WORDS


def written(text: str, place: Place) -> str:
    """A text as it stands in the quotes of its place."""
    if place is Place.FRONT_DOUBLE:
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("'", "''") if place is Place.FRONT_SINGLE else text


def trouble(shown: str, place: Place, encoding: str) -> CheckFailure | None:
    """Why a text, written for its place, cannot stand there; None where it can."""
    if place not in PLACES:
        return None
    if _BREAKS.search(shown) or _MARKUP.search(shown):
        return CheckFailure("holds a line break, markup or a bracket, which the front matter of the page cannot hold")
    if place is Place.FRONT_PLAIN and not_plain(shown):
        return CheckFailure(
            'cannot stand in the front matter without quotes (a colon before a space, a "#" or the like); '
            "put the English there in quotes"
        )
    try:
        shown.encode(encoding)
    except UnicodeEncodeError:
        return CheckFailure(f"has letters that {encoding} lacks and stands in the front matter; save the page as UTF-8")
    return None

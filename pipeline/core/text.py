"""Plain-text facts used all over the core: white space, words, what is worth translating."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

CODE: Final = re.compile(r"<(/?)([a-z]+[0-9]+)(/?)>")
"""An inline code as people see it: ``<a1>``, ``</a1>`` or ``<br1/>``."""

ADDRESS: Final = re.compile(
    r"(?i:https?://|ftps?://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]»]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
"""A URL or an e-mail address in running text."""

FIGURE: Final = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
"""A figure with its separators."""

UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no text for people holds, lone surrogates (bytes that could not be read) among them."""

_ALL_SPACES: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\-.][^\W_]+)*")
_FORMATTING_CODE: Final = re.compile(r"</?(?:b|strong|i|em|u|small|span)[0-9]+>")
_MONTHS_TOO: Final = frozenset(("may", "march", "august"))
_BREAK_CODE: Final = re.compile(r"<br[0-9]+/>")


def unreferenced(text: str) -> str:
    """A text with HTML's character references as characters; as it is where one has more digits than Python reads."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def collapse(text: str) -> str:
    """White-space runs as HTML shows them: one space; no-break spaces stay."""
    for space in "\n\t\r\f":
        if space in text:
            text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def without_codes(text: str, replacement: str = "") -> str:
    """The text without its inline codes."""
    return CODE.sub(replacement, text) if "<" in text else text


def same_form(text: str) -> str:
    """The form in which two sources count as the same text (decision 5 and issue 4, item 2).

    NFC, every white-space run one space, straight quotes and apostrophes, formatting codes left out.
    """
    if text.isascii() and "<" not in text:
        return " ".join(text.split())
    plain = _BREAK_CODE.sub(" ", _FORMATTING_CODE.sub("", unicodedata.normalize("NFC", text)))
    return _ALL_SPACES.sub(" ", plain.translate(_QUOTES)).strip()


def words(text: str) -> int:
    """How many words a person would count: runs of letters or digits; codes are none."""
    return len(_WORD.findall(without_codes(text, " ")))


def counted(number: int, noun: str, verb: str = "") -> str:
    """A number with its noun, and a verb if one is given, as people say them: "1 unit waits", "2 units wait"."""
    if number == 1:
        return f"1 {noun} {verb}s" if verb else f"1 {noun}"
    return f"{number:,} {noun}s {verb}".rstrip()


def is_translatable(text: str) -> bool:
    """Whether a letter is left once codes, URLs and e-mail addresses are taken away."""
    if "<" in text:
        text = without_codes(text, " ")
    if "@" in text or "/" in text or "www." in text or "WWW." in text:
        text = ADDRESS.sub(" ", text)
    return any(map(str.isalpha, text))


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in small letters somewhere, and so are no names where a heading gives them capitals.

    Not those that are a month's name too.
    """
    found = (word for text in texts for word in _WORD.findall(without_codes(text, " ")) if word[0].islower())
    return frozenset(found) - _MONTHS_TOO


def mostly_figures(text: str, common: Container[str] = ()) -> bool:
    """Whether a text is mostly dates, figures, names or links, so that it may only match exactly (decision 7).

    True where a third of the words hold a figure, or where figures and capitalised words after the first make
    up half of them; and where there are no words at all. ``common`` words in capitals (see above) are no names.
    """
    found = _WORD.findall(ADDRESS.sub(" ", without_codes(text, " ")))
    figures = sum(any(letter.isdigit() for letter in word) for word in found)
    names = sum(word[0].isupper() and word.lower() not in common for word in found[1:])
    return 3 * figures >= len(found) or 2 * (figures + names) >= len(found)

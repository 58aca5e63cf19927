"""What of a slot both languages share: role, length, codes, quantities by value, addresses, words that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.core.model import Slot
from pipeline.core.quantities.reading import read
from pipeline.core.sentences import split
from pipeline.core.text import ADDRESS, CODE, without_codes

_WORD: Final = re.compile(r"[^\W\d_]+(?:\d[^\W_]*)?")
_LETTER: Final = re.compile(r"(?<=\w )[A-HJ-Z]\b")  # "Annex B"; "I" is a word
_STEM: Final = 4  # first letters that a word and its cognate share: confe/confé, proje/projet, musi/musique
_FLOWING: Final = frozenset(("p", "li", "div", "td", "dd", "blockquote"))


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity, which makes them quick keys
class Profile:
    """One slot, or two that stand next to each other, as alignment sees it.

    ``hard`` holds what a translation keeps: quantities (#), addresses (@), the whole text (=) where the other page has
    it too; ``soft`` the beginnings of words and the names, which it keeps often. ``length`` is in characters, codes
    left out.
    """

    role: str
    text: str
    length: int
    hard: frozenset[str]
    soft: frozenset[str]
    codes: tuple[str, ...]
    sentences: int
    asks: bool


def profile(slot: Slot, locale: str) -> Profile:
    """The profile of a slot whose text is in the language ``locale``."""
    return _of_text(slot.text, slot.role, locale)


def joined(first: Profile, second: Profile) -> Profile:
    """Two neighbouring slots as if they were one."""
    return Profile(
        first.role,
        f"{first.text}\n{second.text}",
        first.length + 1 + second.length,
        first.hard | second.hard,
        first.soft | second.soft,
        tuple(sorted(first.codes + second.codes)),
        first.sentences + second.sentences,
        first.asks or second.asks,
    )


def may_translate(first: str, second: str) -> bool:
    """Whether an element or attribute of one role may be translated by one of the other."""
    return first == second or {first, second} <= _FLOWING or (_is_heading(first) and _is_heading(second))


def neighbours(found: Sequence[Profile]) -> list[Profile | None]:
    """At each place, that profile joined with the next one; None where they cannot have been one paragraph."""
    return [joined(first, second) if first.role == second.role else None for first, second in pairwise(found)]


def _is_heading(role: str) -> bool:
    return len(role) == 2 and role[0] == "h" and role[1].isdigit()


@lru_cache(maxsize=4096)  # pages repeat texts, and pages of one site repeat each other's
def _of_text(text: str, role: str, locale: str) -> Profile:
    plain = without_codes(text, " ")
    addresses = ADDRESS.findall(plain)
    quantities = {f"#{':'.join(map(str, found.meaning))}" for found in read(text, locale)}
    return Profile(
        role,
        text,
        len(without_codes(text)),
        frozenset(quantities | {f"@{address.casefold()}" for address in addresses} | {f"={plain.strip()}"}),
        _stems(ADDRESS.sub(" ", plain)),
        tuple(sorted(name.rstrip("0123456789") for closing, name, _ in CODE.findall(text) if not closing)),
        len(split(text)),
        "?" in text,
    )


def _stems(plain: str) -> frozenset[str]:
    """Beginnings of the longer words, accents and case left out; short names (EU, G20) whole."""
    found = set(_LETTER.findall(plain))
    for word in _WORD.findall(plain):
        if len(word) >= _STEM:
            letters = unicodedata.normalize("NFKD", word.casefold())
            found.add("".join(letter for letter in letters if not unicodedata.combining(letter))[:_STEM])
        elif len(word) > 1 and (word.isupper() or word[-1].isdigit()):
            found.add(word)
    return frozenset(found)

"""Numbers that a text gives in words or Roman numerals: they may stand for a figure on the other side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from pipeline.core.quantities.figures import roman

_ENGLISH: Final = {
    "zero no nil": 0, "one first once single": 1, "two second twice both pair half": 2, "three third thrice": 3,
    "four fourth quarter quarters": 4, "five fifth": 5, "six sixth": 6, "seven seventh": 7, "eight eighth": 8,
    "nine ninth": 9, "ten tenth decade": 10, "eleven eleventh": 11, "twelve twelfth dozen noon": 12,
    "thirteen thirteenth": 13, "fourteen fourteenth fortnight": 14, "fifteen fifteenth": 15, "sixteen sixteenth": 16,
    "seventeen seventeenth": 17, "eighteen eighteenth": 18, "nineteen nineteenth": 19, "twenty twentieth twenties": 20,
    "thirty thirtieth thirties": 30, "forty fortieth forties": 40, "fifty fiftieth fifties": 50,
    "sixty sixtieth sixties": 60, "seventy seventies": 70, "eighty eighties": 80, "ninety nineties": 90,
    "hundred hundreds": 100, "thousand thousands": 1000, "million millions": 10**6, "billion billions": 10**9,
}  # fmt: skip
_FRENCH: Final = {
    "zéro aucun aucune": 0, "premier première premiers premières unique": 1,
    "deux deuxième second seconde deuxièmes demi demie moitié": 2, "trois troisième troisièmes tiers": 3,
    "quatre quatrième quart quarts": 4, "cinq cinquième": 5, "six sixième": 6, "sept septième": 7,
    "huit huitième huitaine": 8, "neuf neuvième": 9, "dix dixième dizaine dizaines décennie": 10, "onze onzième": 11,
    "douze douzième douzaine midi": 12, "treize treizième": 13, "quatorze quatorzième": 14,
    "quinze quinzième quinzaine": 15, "seize seizième": 16, "vingt vingtième vingtaine": 20,
    "trente trentième trentaine": 30, "quarante quarantaine": 40, "cinquante cinquantaine": 50,
    "soixante soixantaine": 60, "cent cents centaine centaines centième": 100, "mille millier milliers": 1000,
    "million millions": 10**6, "milliard milliards": 10**9,
}  # fmt: skip
_ARTICLES: Final = {"en": re.compile(r"\b(?:an?)\b", re.IGNORECASE), "fr": re.compile(r"\bune?\b", re.IGNORECASE)}
_COMPOUND_FRENCH: Final = {"dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "soixante-dix": 70, "quatre-vingt": 80,
                           "quatre-vingts": 80, "quatre-vingt-dix": 90}  # fmt: skip
_WORDS: Final[Mapping[str, Mapping[str, int]]] = {
    "en": {word: value for words, value in _ENGLISH.items() for word in words.split()},
    "fr": {word: value for words, value in _FRENCH.items() for word in words.split()} | _COMPOUND_FRENCH,
}
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN: Final = re.compile(r"\b([IVX]|[IVXLC]{2,})(?:er|re|e|ème)?\b")


def is_known(locale: str) -> bool:
    """Whether the number words of a language are known, so that a missing figure is surely missing."""
    return locale.split("-", maxsplit=1)[0] in _WORDS


def has_article(text: str, locale: str) -> bool:
    """Whether a text has an article that may stand for a 1: "a", "un". Nearly every text has."""
    known = _ARTICLES.get(locale.split("-", maxsplit=1)[0])
    return known is not None and known.search(text) is not None


def worded(text: str, locale: str) -> frozenset[Fraction]:
    """The numbers given in words or Roman numerals: each word, a ten with its unit, and a multiple of a scale."""
    known = _WORDS.get(locale.split("-", maxsplit=1)[0], {})
    values: set[int] = {number for match in _ROMAN.finditer(text) if (number := roman(match.group(1)))}
    before = 0
    for token in _TOKEN.findall(text):
        value = _value(token.casefold(), known)
        if value is None:  # three-way
            values.update(known[part] for part in token.casefold().split("-") if part in known)
            before = 0
            continue
        values.add(value)
        if before:
            values.update((before + value, before * value))  # twenty-one, two dozen, five hundred
        before = value
    return frozenset(map(Fraction, values))


def _value(token: str, known: Mapping[str, int]) -> int | None:
    """``twenty-one``, ``trente-deux``, ``quatre-vingt-trois``."""
    if token in known:
        return known[token]
    first, mark, last = token.rpartition("-")
    if not mark or last not in known:
        return None
    start = _value(first, known)
    return None if start is None else start + known[last]

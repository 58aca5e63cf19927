"""Numbers that a text gives in words or Roman numerals: they may stand for a figure on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, TypeVar

from pipeline.core.quantities.figures import roman

_ENGLISH: Final = {
    "one first": 1, "two second": 2, "three third": 3, "four fourth": 4, "five fifth": 5, "six sixth": 6,
    "seven seventh": 7, "eight eighth": 8, "nine ninth": 9, "ten tenth": 10, "eleven eleventh": 11,
    "twelve twelfth": 12, "thirteen thirteenth": 13, "fourteen fourteenth": 14, "fifteen fifteenth": 15,
    "sixteen sixteenth": 16, "seventeen seventeenth": 17, "eighteen eighteenth": 18, "nineteen nineteenth": 19,
    "twenty twentieth twenties": 20, "thirty thirtieth thirties": 30, "forty fortieth forties": 40,
    "fifty fiftieth fifties": 50, "sixty sixtieth sixties": 60, "seventy seventieth seventies": 70,
    "eighty eightieth eighties": 80, "ninety ninetieth nineties": 90, "hundred hundreds hundredth": 100,
    "thousand thousands thousandth": 1000, "million millions": 10**6, "billion billions": 10**9, "dozen": 12,
}  # fmt: skip
_FRENCH: Final = {
    "un une unième": 1, "deux deuxième deuxièmes": 2, "trois troisième troisièmes": 3, "quatre quatrième": 4,
    "cinq cinquième": 5, "six sixième": 6, "sept septième": 7, "huit huitième": 8, "neuf neuvième": 9,
    "dix dixième": 10, "onze onzième": 11, "douze douzième": 12, "treize treizième": 13, "quatorze quatorzième": 14,
    "quinze quinzième": 15, "seize seizième": 16, "vingt vingts vingtième": 20, "trente trentième": 30,
    "quarante quarantième": 40, "cinquante cinquantième": 50, "soixante soixantième": 60, "septante": 70,
    "huitante octante": 80, "nonante": 90, "cent cents centaine centaines centième": 100,
    "mille millier milliers millième": 1000, "million millions": 10**6, "milliard milliards": 10**9, "douzaine": 12,
    "dizaine": 10,
}  # fmt: skip
_HALF: Final = (Fraction(1, 2), 2, 50)
_OTHER_ENGLISH: Final = {
    "zero zeroth no nil": (0,), "once single": (1,), "twice both pair double dual couple twofold": (2,),
    "thrice triple threefold trio": (3,), "half": _HALF, "quarter quarters": (4, Fraction(1, 4), 25), "thirds": (3,),
    "decade decades": (10,), "noon": (12,), "fortnight": (14, 15), "centenary": (100,), "quadruple": (4,),
}  # fmt: skip
_OTHER_FRENCH: Final = {
    "zéro aucun aucune nul nulle nuls nulles": (0,), "premier première premiers premières unique": (1,),
    "second seconde double paire couple": (2,), "triple trio tiers tierce tierces": (3,),
    "demi demie moitié": _HALF, "quart quarts": (4, Fraction(1, 4), 25), "huitaine": (8,), "décennie décennies": (10,),
    "dizaines": (10,), "quinzaine": (14, 15), "vingtaine": (20,), "trentaine": (30,), "quarantaine": (40,),
    "cinquantaine": (50,), "soixantaine": (60,), "midi": (12,), "centenaire": (100,), "quadruple": (4,),
}  # fmt: skip
_ARTICLES: Final = {"en": re.compile(r"\b(?:an?)\b", re.IGNORECASE), "fr": re.compile(r"\bune?\b", re.IGNORECASE)}
_PHRASES: Final = {
    "en": (
        (re.compile(r"\b(?:two|2)[ -]weeks?\b", re.IGNORECASE), (14, 15)),
        (re.compile(r"\bhalf[ -](?:a[ -])?dozen\b", re.IGNORECASE), (6,)),
    ),
    "fr": (
        (re.compile(r"\b(?:deux|2) semaines\b|\bquinze jours\b", re.IGNORECASE), (14, 15)),
        (re.compile(r"\bdemi-douzaine\b", re.IGNORECASE), (6,)),
    ),
}


_FRACTIONS: Final = {"½": (Fraction(1, 2), 1, 2), "¼": (Fraction(1, 4), 1, 4), "¾": (Fraction(3, 4), 3, 4)}
Value = TypeVar("Value")


def _spread(words: Mapping[str, Value]) -> dict[str, Value]:
    return {word: value for several, value in words.items() for word in several.split()}


_WORDS: Final[Mapping[str, Mapping[str, int]]] = {"en": _spread(_ENGLISH), "fr": _spread(_FRENCH)}
_OTHERS: Final[Mapping[str, Mapping[str, tuple[int | Fraction, ...]]]] = {
    "en": _spread(_OTHER_ENGLISH),
    "fr": _spread(_OTHER_FRENCH),
}
_AND: Final = frozenset(("and", "et"))
_LINK: Final = re.compile(r"[ \u00a0\u202f\u2009\n-]+")
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_ROMAN: Final = re.compile(r"\b(?:([IVXLC]{2,})|(?<=[^\W\d_] )([VX])|(?<=[a-z] )(I))(?:er|re|e|ème)?\b(?!['\u2019])")


def is_known(locale: str) -> bool:
    """Whether the number words of a language are known, so that a missing figure is surely missing."""
    return locale.split("-", maxsplit=1)[0] in _WORDS


def has_article(text: str, locale: str) -> bool:
    """Whether a text has an article that may stand for a 1: "a", "un". Nearly every text has."""
    known = _ARTICLES.get(locale.split("-", maxsplit=1)[0])
    return known is not None and known.search(text) is not None


def worded(text: str, locale: str) -> frozenset[Fraction]:
    """The numbers given in words or Roman numerals: "twenty-one" is 21, "a million and a half" 1,500,000."""
    language = locale.split("-", maxsplit=1)[0]
    if language not in _WORDS:
        return frozenset()
    values: set[Fraction] = set()
    for match in _ROMAN.finditer(text):
        number = roman(match.group(match.lastindex or 0))
        values |= {Fraction(number)} if number else set()
    values.update(_Numerals(text, language).values())
    values.update(Fraction(number) for sign, meant in _FRACTIONS.items() if sign in text for number in meant)
    for phrase, meant in _PHRASES[language]:
        if phrase.search(text):
            values.update(map(Fraction, meant))
    return frozenset(values)


class _Numerals:
    """Adds up number words that stand together, from left to right; what fits no more begins another number."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.known = _WORDS[language]
        self.others = _OTHERS[language]
        self.is_french = language == "fr"
        self.total = self.current = self.last = self.count = 0

    def values(self) -> Iterator[Fraction]:
        end, waits = 0, False
        whole = Fraction(0)  # what "and a half" is added to, also one word on: "two hours and a half"
        for match in _TOKEN.finditer(self.text):
            word = match.group().casefold()
            is_linked = _LINK.fullmatch(self.text, end, match.start()) is not None
            end = match.end()
            value = self.known.get(word)
            if value is not None:
                if not (is_linked and self._fits(value, waits)):
                    yield from self._taken()
                self._add(value)
                waits, whole = False, Fraction(self.total + self.current)
            elif word in _AND and is_linked and whole:
                waits = True
            elif not (waits and word == "a"):
                others = self.others.get(word, ())
                if waits and is_linked and others == _HALF:
                    yield whole + Fraction(self._scale(), 2)
                is_first = self.count > 0
                yield from self._taken()
                yield from map(Fraction, others)
                whole, waits = (whole if is_first and is_linked else Fraction(0)), False
        yield from self._taken()

    def _scale(self) -> int:
        """The word of scale that the number ends with."""
        return self.last if self.last >= 1000 else 1

    def _fits(self, value: int, after_and: bool) -> bool:
        """Whether a numeral goes on with the number before it."""
        if not self.count:
            return False
        low = self.current % 100
        if value >= 100:
            return self.last != value and (value == 100 or self.current > 0)
        if value == 12 and self.last < 10 and not after_and:  # two dozen
            return self.current < 10
        if after_and:
            return (low in (20, 30, 40, 50, 60) and value in (1, 11)) if self.is_french else self.last >= 100
        if self.is_french:
            return self._fits_in_french(value, low)
        return (low == 0 and self.last >= 100) or (low >= 20 and low % 10 == 0 and value < 10)

    def _fits_in_french(self, value: int, low: int) -> bool:
        if value == 20 and low == 4:  # quatre-vingts
            return True
        if self.last == 10 and 7 <= value <= 9:  # dix-sept, soixante-dix-sept
            return True
        if low in (60, 80) and self.last != 10:
            return value < 20
        return (low == 0 and self.last >= 100) or (low >= 20 and low % 10 == 0 and self.last >= 20 and value < 10)

    def _add(self, value: int) -> None:
        if value >= 1000:
            self.total += max(self.current, 1) * value
            self.current = 0
        elif value == 100 or (value == 12 and 0 < self.current < 10):
            self.current = max(self.current, 1) * value
        elif value == 20 and self.is_french and self.current % 100 == 4:
            self.current += 76
        else:
            self.current += value
        self.last = value
        self.count += 1

    def _taken(self) -> Iterator[Fraction]:
        """The number so far; not the single "un", which is an article."""
        number, is_article = self.total + self.current, self.is_french and self.count == 1 and self.last == 1
        if self.count and not is_article:
            yield Fraction(number)
        self.total = self.current = self.last = self.count = 0

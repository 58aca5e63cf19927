"""How a language writes quantities: its names and marks, as data. English and French; others have figures only."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.core.languages import month_name, month_names, weekday_names

SPACE: Final = r"[ \t\n\u00a0\u202f\u2009]"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and marks of one language; texts are regular expressions, but ``decimal`` and ``groups`` are marks.

    ``months``, ``weekdays`` and ``short_days`` give a number for each name in lower case; ``alone`` says what stands
    before a month's name without a day (in English "may" and "march" are words too). ``half_days`` is for 2 pm,
    ``month_first`` for May 5.
    """

    months: Mapping[str, int]
    full_months: frozenset[str]
    weekdays: Mapping[str, int]
    short_days: Mapping[str, int]
    alone: str
    ordinal: str
    roman: str
    day_mark: str
    joiners: str
    decimal: str
    groups: str
    scales: Mapping[str, int]
    percent: str
    currencies: Mapping[str, str]
    hour_mark: str
    half_days: bool
    month_first: bool
    clock_words: Mapping[str, int]


_NO_ROMAN: Final = r"(?P<roman>(?!))"
_CURRENCIES: Final = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "$": "USD", "usd": "USD",
    "us$": "USD", "$us": "USD", "dollar": "USD", "dollars": "USD", "chf": "CHF", "¥": "JPY", "jpy": "JPY", "yen": "JPY",
    "yens": "JPY", "cad": "CAD", "ca$": "CAD", "c$": "CAD", "$ca": "CAD", "aud": "AUD", "a$": "AUD", "au$": "AUD",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "zł": "PLN", "zloty": "PLN", "zlotys": "PLN", "czk": "CZK",
    "huf": "HUF", "ron": "RON", "inr": "INR", "₹": "INR", "cny": "CNY",
}  # fmt: skip
_ENGLISH_CURRENCIES: Final = {
    "pounds": "GBP", "pounds sterling": "GBP", "francs": "CHF", "swiss francs": "CHF", "us dollars": "USD",
    "canadian dollars": "CAD", "australian dollars": "AUD", "yuan": "CNY",
}  # fmt: skip
_FRENCH_CURRENCIES: Final = {
    "livres": "GBP", "livres sterling": "GBP", "francs": "CHF", "francs suisses": "CHF", "dollars américains": "USD",
    "dollars canadiens": "CAD", "dollars australiens": "AUD", "yuans": "CNY", "k€": "EUR", "m€": "EUR", "md€": "EUR",
}  # fmt: skip
_SCALES_EN: Final = {
    "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9, "trillion": 10**12,
    "thousand": 1000,
}  # fmt: skip
_SCALES_FR: Final = {
    "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "billion": 10**12, "billions": 10**12,
    "mille": 1000,
}  # fmt: skip
_SHORT_DAYS: Final = {
    "en": "mon tue tues wed thu thur thurs fri sat sun",
    "fr": "lun mar mer jeu ven sam dim",
}  # fmt: skip


@functools.cache
def vocabulary(locale: str) -> Vocabulary:
    """The vocabulary of a locale. Beyond English and French: names from CLDR, figures read by either mark."""
    language = locale.split("-", maxsplit=1)[0].lower()
    if language == "en":
        return _english()
    return _french() if language == "fr" else _other(locale)


def _english() -> Vocabulary:
    return Vocabulary(
        months=_names(month_names("en"), ("sept", 9)),
        full_months=_full_months("en"),
        weekdays=_names(weekday_names("en")),
        short_days=_short_days("en"),
        alone=rf"(?:\b(?:in|of|from|to|till|until|by|since|early|mid|late|this|next|last|and|between|during|before|"
        rf"after|through){SPACE}|[–/-]{SPACE}?)$",
        ordinal=r"(?:st|nd|rd|th)\b",
        roman=_NO_ROMAN,
        day_mark=rf"(?:\x1a*(?:st|nd|rd|th))?(?:{SPACE}+of(?:{SPACE}+the)?)?",
        joiners=rf"{SPACE}*(?:,{SPACE}*(?:and|or|&)?|and|or|to|till|until|through|&|[/–—-]){SPACE}*(?:the{SPACE}+)?",
        decimal=".",
        groups=",\u00a0\u202f\u2009 ",
        scales=_SCALES_EN,
        percent=rf"{SPACE}*(?:%|per{SPACE}?cents?\b)|-percent\b",
        currencies=_CURRENCIES | _ENGLISH_CURRENCIES,
        hour_mark="h",
        half_days=True,
        month_first=True,
        clock_words={"noon": 720, "midday": 720, "midnight": 0},
    )


def _french() -> Vocabulary:
    return Vocabulary(
        months=_names(
            month_names("fr"), ("janv", 1), ("jan", 1), ("fév", 2), ("févr", 2), ("avr", 4), ("juill", 7), ("sept", 9)
        ),
        full_months=_full_months("fr"),
        weekdays=_names(weekday_names("fr")),
        short_days=_short_days("fr"),
        alone="",
        ordinal=r"(?:ers?|res?|[èe]mes?|i[èe]mes?|ndes?|nds?|es?)\b",
        roman=r"(?P<roman>(?:I(?=\x1a*(?:ers?|res?)\b)|[VX](?=\x1a*(?:e|[èe]me)\b\x1a*[ \u00a0])"
        r"|[IVXLC]{2,6}(?=\x1a*(?:es?|i?[èe]mes?)\b)))",
        day_mark=r"(?:\x1a*er)?",
        joiners=rf"{SPACE}*(?:,{SPACE}*(?:et|ou)?|et|ou|à|au|&|[/–—-]){SPACE}*(?:les?{SPACE}+|au{SPACE}+)?",
        decimal=",",
        groups=".\u00a0\u202f\u2009 ",
        scales=_SCALES_FR,
        percent=rf"{SPACE}*(?:%|pour{SPACE}?cents?\b)",
        currencies=_CURRENCIES | _FRENCH_CURRENCIES,
        hour_mark="h(?:eures?)?",
        half_days=False,
        month_first=False,
        clock_words={"midi": 720, "minuit": 0},
    )


def _other(locale: str) -> Vocabulary:
    return Vocabulary(
        months=_names(month_names(locale)),
        full_months=_full_months(locale),
        weekdays=_names(weekday_names(locale)),
        short_days={},
        alone="",
        ordinal=r"(?!)",
        roman=_NO_ROMAN,
        day_mark=r"\.?",
        joiners=rf"{SPACE}*[,/–—-]{SPACE}*",
        decimal=",",
        groups=".\u00a0\u202f\u2009 ",
        scales={},
        percent=rf"{SPACE}*%",
        currencies=_CURRENCIES,
        hour_mark="h",
        half_days=True,
        month_first=False,
        clock_words={},
    )


def either(words: Mapping[str, object]) -> str:
    """A regular expression for any of the words, the longest first, with an abbreviation's full stop."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _short_days(language: str) -> dict[str, int]:
    """Each short name of a day, Monday 0, told by its first letters."""
    days = [name.rstrip(".") for name in weekday_names(language)]
    numbers = weekday_names(language)
    return {
        short: next(numbers[day] for day in days if day.startswith(short)) for short in _SHORT_DAYS[language].split()
    }


def _full_months(locale: str) -> frozenset[str]:
    return (
        frozenset(month_name(number, locale).casefold() for number in range(1, 13))
        if month_names(locale)
        else frozenset()
    )


def _names(found: Mapping[str, int], *more: tuple[str, int]) -> dict[str, int]:
    return {**{name.rstrip("."): number for name, number in found.items()}, **dict(more)}

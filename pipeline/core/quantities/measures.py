"""What a number counts: a currency, per cent, or a unit of measure, where the text says so beside it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.vocabulary import SPACE

PERCENT: Final = "%"
_NUMBERS: Final = frozenset((Sort.NUMBER, Sort.PERCENT, Sort.MONEY))
_SIGNS: Final[Mapping[str, str]] = {
    "km": "km", "m": "m", "cm": "cm", "mm": "mm", "kg": "kg", "g": "g", "mg": "mg", "ha": "ha", "km²": "km²",
    "m²": "m²", "°C": "°C", "°F": "°F", "kWh": "kWh", "MWh": "MWh", "GWh": "GWh", "TWh": "TWh", "kW": "kW",
    "MW": "MW", "GW": "GW", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "KB": "kB", "kB": "kB", "Ko": "kB",
    "ko": "kB", "KiB": "kB", "Kio": "kB", "MB": "MB", "Mo": "MB", "MiB": "MB", "Mio": "MB", "GB": "GB", "Go": "GB",
    "GiB": "GB", "Gio": "GB", "TB": "TB", "To": "TB", "TiB": "TB", "Tio": "TB",
}  # fmt: skip
_ENGLISH: Final = {
    "kilometres kilometers kilometre kilometer": "km", "metres meters metre meter": "m",
    "centimetres centimeters centimetre centimeter": "cm", "millimetres millimeters": "mm", "miles mile": "mile",
    "kilograms kilogrammes kilos kilo": "kg", "grams grammes": "g", "tonnes tons tonne": "t", "litres liters": "l",
    "hectares hectare": "ha", "seconds": "s", "minutes minute mins min": "min", "hours hour hrs": "h",
    "days day": "day", "weeks week": "week", "months month": "month", "years year": "year", "centuries": "century",
    "bytes byte": "byte", "kilobytes": "kB", "megabytes": "MB", "gigabytes": "GB", "bits bit": "bit",
}  # fmt: skip
_FRENCH: Final = {
    "kilomètres kilomètre": "km", "mètres mètre": "m", "centimètres centimètre": "cm", "millimètres": "mm",
    "milles mille miles": "mile", "kilogrammes kilos kilo": "kg", "grammes": "g", "tonnes tonne": "t",
    "litres litre": "l", "hectares hectare": "ha", "secondes seconde": "s", "minutes minute min": "min",
    "heures heure h": "h", "jours jour journées": "day", "semaines semaine": "week", "mois": "month",
    "ans an années année": "year", "siècles": "century", "octets octet": "byte", "kilooctets": "kB", "mégaoctets": "MB",
    "gigaoctets": "GB", "bits bit": "bit",
}  # fmt: skip
_RANGE: Final = re.compile(rf"(?:{SPACE}|\x1a|<[^>]*>)*(?:[-/\u2013\u2014]|to|and|or|à|et|ou|,)(?:{SPACE}|<[^>]*>)*")


def measures(text: str, found: Sequence[Quantity], locale: str) -> tuple[str, ...]:
    """For each quantity what it counts ("km", "%", "EUR"), "" where nothing is said.

    The 5 of "5 to 10 %" counts what the 10 does.
    """
    known: list[str] = [_own(text, quantity, locale) for quantity in found]
    for place in range(len(found) - 2, -1, -1):
        is_number = found[place].sort in _NUMBERS and found[place + 1].sort in _NUMBERS
        if not known[place] and is_number and _RANGE.fullmatch(text, found[place].end, found[place + 1].start):
            known[place] = known[place + 1]
    return tuple(known)


def _own(text: str, quantity: Quantity, locale: str) -> str:
    if quantity.sort is Sort.PERCENT:
        return PERCENT
    if quantity.sort is Sort.MONEY:
        return quantity.label
    if quantity.sort is not Sort.NUMBER or quantity.scale > 1:
        return ""
    match = _pattern(locale).match(text, quantity.end)
    if match is None:
        return ""
    sign = match.group("sign")
    return _SIGNS[sign] if sign else _words(locale)[match.group("word").casefold()]


@functools.cache
def _words(locale: str) -> dict[str, str]:
    language = locale.split("-", maxsplit=1)[0]
    several = {"en": _ENGLISH, "fr": _FRENCH}.get(language, {})
    return {word: unit for words, unit in several.items() for word in words.split()}


@functools.cache
def _pattern(locale: str) -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
    words = "|".join(re.escape(word) for word in sorted(_words(locale), key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?:{SPACE}|<[^>]*>|-)*(?:(?P<sign>{signs})|(?i:(?P<word>{words})))(?![\w²/])")

"""A figure's value from its spelling, and back: groups of three and decimals as each language writes them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from pipeline.core.quantities.vocabulary import Vocabulary

_UNITS: Final = r"(?:km|kg|cm|mm|ml|ha|kWh|MWh|GWh|MW|GW|kW|Hz|GHz|MHz|GB|MB|TB|Go|Mo|To|bn|mn|M|K|min|m|g|t|l|k|s)"
FIGURE: Final = re.compile(
    r"(?<![\w\ufffc.,'\u2019])(?<![A-Za-z][-\u2011])"
    r"(?:\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"(?!\d|[.,]\d)"
    rf"(?={_UNITS}\b|(?!\w))"
)
"""A figure with its separators; not the digits of a name such as G20 or COVID-19."""

_LONGEST: Final = 40  # digits; what is longer is a key or a joke
_SPACES: Final = "\u00a0\u202f\u2009 "


def figure(shown: str, known: Vocabulary) -> Fraction | None:
    """The value of a figure as a language writes it, or None where it is no number (version 1.2.3)."""
    plain = re.sub(f"[{_SPACES}]", "", shown)
    group = "," if known.decimal == "." else "."
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(known.decimal)}\d+)?", plain):
        plain = plain.replace(group, "")
    if plain.count(",") + plain.count(".") > 1 or len(plain) > _LONGEST:
        return None
    return Fraction(plain.replace(",", "."))


def spell(value: Fraction, like: str, decimal: str) -> str | None:
    """A value in the manner of the figure ``like``: its grouping, its decimal mark; None if it has no short form."""
    scaled = value * 1000
    if scaled.denominator != 1 or re.match(r"0\d", like):
        return None
    whole, rest = divmod(int(scaled), 1000)
    digits = str(whole)
    space = next((letter for letter in like if letter in _SPACES), "")
    if space or (whole >= 10_000 and "." not in like and not re.search(r"\d{5}", like)):
        digits = f"{whole:,}".replace(",", space or "\u00a0")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", like):
        digits = f"{whole:,}".replace(",", ".")
    return digits + (decimal + f"{rest:03d}".rstrip("0") if rest else "")


def roman(numeral: str) -> int:
    """The value of a Roman numeral, 0 for letters that are none."""
    if not re.fullmatch(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", numeral):
        return 0
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def numeral(value: int) -> str:
    """A number below 400 as a Roman numeral."""
    shown = ""
    for amount, letters in _NUMERALS:
        shown += letters * (value // amount)
        value %= amount
    return shown


_NUMERALS: Final = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

"""Figures and times: the same values on both sides, however each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import ADDRESS, without_codes

_HALF_DAY: Final = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:[-\u2013]|to|and)\s*(\d{1,2})(?:[:.](\d{2}))?)?\s*([ap])\.?m\b\.?",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])(?::([0-5]\d)(?!\d)|[\s\u00a0\u202f]?h(?:[\s\u00a0\u202f]?([0-5]\d))?(?!\w))"
)
_NUMBER: Final = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ]\d{3})*(?!\d)(?:[.,]\d+)?")
_ROMAN: Final = re.compile(r"\b([IVXLC]+)(?:er|re|e|ème)?\b")
_GROUPS: Final = re.compile(r"[\s\u00a0\u202f\u2009]")

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "zero", "one|first|once|single", "two|second|twice|both|pair", "three|third", "four|fourth", "five|fifth",
        "six|sixth", "seven|seventh", "eight|eighth", "nine|ninth", "ten|tenth", "eleven|eleventh",
        "twelve|twelfth|noon",
        "thirteen|thirteenth", "fourteen|fourteenth", "fifteen|fifteenth", "sixteen|sixteenth",
    ),
    "fr": (
        "zéro", "un|une|premier|première|premiers|premières", "deux|deuxième|second|seconde|deuxièmes",
        "trois|troisième", "quatre|quatrième", "cinq|cinquième", "six|sixième", "sept|septième", "huit|huitième",
        "neuf|neuvième", "dix|dixième", "onze|onzième", "douze|douzième|midi", "treize|treizième",
        "quatorze|quatorzième", "quinze|quinzième|quinzaine", "seize|seizième",
    ),
}  # fmt: skip
"""Number words by value, for the languages whose figures we may call wrong; a word may stand for a figure."""


def check_figures(unit: Unit, source_locale: str, target_locale: str) -> Iterator[Finding]:
    """An error for each figure or time that stands on one side only, neither as figure nor as number word.

    Where a language's number words are not known, a warning.
    """
    languages = source_locale.split("-", maxsplit=1)[0], target_locale.split("-", maxsplit=1)[0]
    severity = Severity.ERROR if all(language in _WORDS for language in languages) else Severity.WARNING
    source, target = _values(unit.source, languages[0]), _values(unit.target, languages[1])
    for value in sorted(source - target - _worded(unit.target, languages[1])):
        yield Finding("figures", severity, f"{_shown(value)} is missing", unit.source)
    for value in sorted(target - source - _worded(unit.source, languages[0])):
        yield Finding("figures", severity, f"{_shown(value)} is not in the source", unit.source)


def _values(text: str, language: str) -> set[tuple[str, float]]:
    """The times (in minutes after midnight) and numbers of a text."""
    rest = ADDRESS.sub(" ", without_codes(text, " "))
    values: set[tuple[str, float]] = set()
    if language == "en":
        for match in _HALF_DAY.finditer(rest):
            values.update(("time", minutes) for minutes in _half_day(match))
        rest = _HALF_DAY.sub(" ", rest)
    for match in _CLOCK.finditer(rest):
        values.add(("time", int(match.group(1)) * 60 + int(match.group(2) or match.group(3) or 0)))
    values.update(("number", _number(match.group(), language)) for match in _NUMBER.finditer(_CLOCK.sub(" ", rest)))
    return values


def _half_day(match: re.Match[str]) -> Iterator[float]:
    """The one or two times of ``2 to 3.30 pm``."""
    offset = 720 if match.group(5).lower() == "p" else 0
    for hour, minute in ((match.group(1), match.group(2)), (match.group(3), match.group(4))):
        if hour is not None:
            yield int(hour) % 12 * 60 + offset + int(minute or 0)


def _number(shown: str, language: str) -> float:
    """The value of a figure: groups of three and decimals as the language writes them."""
    plain = _GROUPS.sub("", shown)
    group, decimal = (",", ".") if language == "en" else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d+)?", plain):
        plain = plain.replace(group, "")
    return (
        float(plain.replace(",", ".")) if plain.count(",") + plain.count(".") <= 1 else float(re.sub(r"\D", "", plain))
    )


def _worded(text: str, language: str) -> set[tuple[str, float]]:
    """The values that a text gives in words or Roman numerals."""
    found = {word.casefold() for word in re.findall(r"\w+", text)}
    values: set[tuple[str, float]] = set()
    for value, forms in enumerate(_WORDS.get(language, ())):
        if found.intersection(forms.split("|")):
            values.update((("number", value), ("time", value * 60)))
    values.update(("number", _roman(match.group(1))) for match in _ROMAN.finditer(text))
    return values


def _roman(numeral: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _shown(value: tuple[str, float]) -> str:
    kind, amount = value
    return f"{int(amount) // 60}:{int(amount) % 60:02d}" if kind == "time" else f"{amount:g}"

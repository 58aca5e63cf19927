"""Names of languages and dates as each language writes them. The one module that uses Babel."""

from __future__ import annotations

import datetime
import functools
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_day_names, get_month_names

_LANGUAGES: Final = (
    "ar bg bn br ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mk mt nb nl nn pl pt ro "
    "ru sk sl sq sr sv th tr uk vi zh"
).split()


@functools.cache
def native_name(locale: str) -> str:
    """A language's own name with a capital, as switchers show it: ``Français``. Unknown locales name themselves."""
    try:
        name = Locale.parse(locale, sep="-").get_language_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[0].upper() + name[1:] if name else locale


@functools.cache
def names() -> frozenset[str]:
    """What the languages of Europe and the most spoken ones are called in English and by themselves, in lower case."""
    english = Locale.parse("en").languages
    own = (Locale.parse(code).get_language_name() for code in _LANGUAGES)
    found = (*own, *(english[code] for code in _LANGUAGES))
    return frozenset(word.casefold() for name in found if name for word in name.split())


def is_known(locale: str) -> bool:
    """Whether CLDR knows the locale."""
    try:
        Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def long_date(date: datetime.date, locale: str) -> str:
    """A date as people write it: ``23 November 2026``, ``1er mars 2027``."""
    text = format_date(date, "d MMMM y", locale=locale.replace("-", "_"))
    return text.replace("1 ", "1er ", 1) if locale.startswith("fr") and date.day == 1 else text


def month_names(locale: str) -> dict[str, int]:
    """Every name and abbreviation of a month in lower case → its number, 1 to 12; of an unknown locale none."""
    return _calendar_names(locale, "months")


def weekday_names(locale: str) -> dict[str, int]:
    """Every full name of a day of the week in lower case → its number, Monday 0; of an unknown locale none."""
    return _calendar_names(locale, "days")


def month_name(month: int, locale: str) -> str:
    """The name of a month, 1 to 12, as it stands within a date: ``mai``."""
    return str(get_month_names("wide", locale=locale.replace("-", "_"))[month])


def weekday_name(day: int, locale: str) -> str:
    """The name of a day of the week, Monday 0, as it stands within a date: ``mardi``."""
    return str(get_day_names("wide", locale=locale.replace("-", "_"))[day])


def _calendar_names(locale: str, what: str) -> dict[str, int]:
    if not is_known(locale):
        return {}
    own = locale.replace("-", "_")
    found: dict[str, int] = {}
    for width in ("wide", "abbreviated") if what == "months" else ("wide",):
        names_of = get_month_names if what == "months" else get_day_names
        for context in ("format", "stand-alone"):
            names = names_of(width, context=context, locale=own)
            found.update({str(name).casefold(): number for number, name in names.items()})
    return found


def territory_locale(locale: str) -> str:
    """The Open Graph form of a locale, language_TERRITORY: ``fr_FR``, ``fr_CA`` (CLDR's likely territory)."""
    found = Locale.parse(locale, sep="-")
    likely = get_global("likely_subtags").get(found.language, "").split("_")[-1]
    territory = found.territory or likely
    return f"{found.language}_{territory}" if territory else found.language


def english_name(locale: str) -> str:
    """A language's name in English: ``French``."""
    name = Locale.parse(locale, sep="-").get_language_name("en")
    return name or locale


def script(locale: str) -> str:
    """The script that a language is usually written in, by its ISO 15924 code (``Latn``); empty where CLDR has none."""
    found = Locale.parse(locale, sep="-")
    likely = str(get_global("likely_subtags").get(found.language, "")).split("_")
    return found.script or next((part for part in likely if len(part) == 4), "")

"""Times of day and lengths of time said in words: "half past two", « deux heures et demie », "an hour and a half"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pipeline.core.quantities.vocabulary import SPACE


class Spoken(NamedTuple):
    """What stands at characters ``start`` to ``end``, in minutes: after midnight (or noon), or in length."""

    minutes: int
    start: int
    end: int

    @property
    def readings(self) -> frozenset[int]:
        """The minutes it may mean: half past two is also 14:30."""
        return frozenset((self.minutes, self.minutes + 720)) if self.minutes < 780 else frozenset((self.minutes,))


_ENGLISH: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_FRENCH: Final = (
    "une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf vingt"
).split()
_HOURS: Final[Mapping[str, Mapping[str, int]]] = {
    "en": {word: number for number, word in enumerate(_ENGLISH, 1)} | {"an": 1, "a": 1, "noon": 12, "midnight": 0},
    "fr": {word: number for number, word in enumerate(_FRENCH, 1)}
    | {"vingt et une": 21, "vingt-deux": 22, "vingt-trois": 23, "midi": 12, "minuit": 0},
}
_PARTS: Final[Mapping[str, int]] = {
    "": 0, "half": 30, "a half": 30, "quarter": 15, "a quarter": 15, "demi": 30, "demie": 30, "quart": 15,
    "un quart": 15, "le quart": 15, "three quarters": 45, "trois quarts": 45, "five": 5, "ten": 10, "twenty": 20,
    "twenty-five": 25, "cinq": 5, "dix": 10, "vingt": 20, "vingt-cinq": 25, "quinze": 15, "trente": 30,
    "quarante-cinq": 45,
}  # fmt: skip
_WORTH: Final = re.compile(r"hour|half|quarter|clock|past|heure|dem?i|quart|midi|minuit", re.IGNORECASE)


def spoken(text: str, locale: str) -> tuple[Spoken, ...]:
    """The times and lengths of time that a text says in words, in order; of other languages none."""
    language = locale.split("-", maxsplit=1)[0]
    if language not in _HOURS or not _WORTH.search(text):
        return ()
    return tuple(_found(text, language))


def _found(text: str, language: str) -> Iterator[Spoken]:
    end = 0
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            hour, part = _number(parts.get("hour"), language), _part(parts.get("part"))
            if hour is None or part is None or (match.start() < end and pattern is _patterns(language)[-1]):
                continue
            yield Spoken(hour * 60 + (part if parts.get("less") is None else -part), *match.span())
            end = max(end, match.end())


def _number(shown: str | None, language: str) -> int | None:
    if shown is None:
        return 0
    return int(shown) if shown.isdigit() else _HOURS[language].get(re.sub(rf"{SPACE}+", " ", shown.casefold()))


def _part(shown: str | None) -> int | None:
    plain = re.sub(rf"{SPACE}+", " ", (shown or "").casefold())
    return int(plain) if plain.isdigit() else _PARTS.get(plain)


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Those of a language; the last is for whole hours, which count only outside the others."""
    words = "|".join(sorted((re.escape(word) for word in _HOURS[language]), key=len, reverse=True))
    hour = rf"(?<![\w-])(?P<hour>\d{{1,2}}|{words})"
    part = "|".join(sorted((re.escape(word) for word in _PARTS if word), key=len, reverse=True))
    some = rf"(?P<part>{part})"
    gap = rf"[{SPACE[1:-1]}-]+"
    english = (
        rf"{some}{gap}past{gap}{hour}\b",
        rf"(?P<less>){some}{gap}to{gap}{hour}\b(?!{gap}\w+s\b)",
        rf"{hour}{gap}and{gap}{some}{gap}hours?\b",
        rf"{hour}{gap}hours?{gap}and{gap}{some}\b",
        rf"(?<!and a )(?<!and )\b{some}{gap}(?:of{gap})?(?:an{gap})?hours?\b",
        rf"{hour}{gap}(?:hours?|o['\u2019]clock)\b",
    )
    french = (
        rf"{hour}(?:{gap}heures?)?{gap}et{gap}{some}\b",
        rf"(?P<less>){hour}(?:{gap}heures?)?{gap}moins{gap}{some}\b",
        rf"{hour}{gap}heures?{gap}(?P<part>{part}|[0-5]?\d)\b",
        rf"(?<!et )\b{some}(?:{gap}|{gap}d['\u2019])heures?\b",
        rf"{hour}{gap}heures?\b",
    )
    chosen = english if language == "en" else french
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in chosen)

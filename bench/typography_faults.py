"""Faults of French typography, put one at a time into French that has none."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from bench.bilingual import sentence
from pipeline.core.model import Unit
from pipeline.core.typography.policy import NBSP
from pipeline.core.verify import Checker

_MADE_UP: Final = 3000  # sentences of our own, since programs tell few dates and times
_B: Final = "[\u00a0\u202f]"
_MONTH: Final = "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_Change = str | Callable[[re.Match[str]], str]
_FAULTS: Final[tuple[tuple[str, str, str, _Change], ...]] = (
    ("breaking space before : ; ! ?", "spaces", rf"(?<=[\w)\u00bb]){_B}(?=[:;!?](?:\s|$))", " "),
    ("no space before : ; ! ?", "spaces", rf"(?<=[^\W_])(?<!%\S)(?<!%\S\S)(?<!%\S\S\S){_B}(?=[:;!?](?:\s|$))", ""),
    ("breaking space before % €", "spaces", rf"(?<=\d){_B}(?=[%€](?!\w))", " "),
    ("no space before % €", "spaces", rf"(?<=\d){_B}(?=[%€](?!\w))", ""),
    ("breaking space inside « »", "spaces", rf"(?<=«){_B}|{_B}(?=»)", " "),
    ("no space inside « »", "spaces", rf"(?<=«){_B}|{_B}(?=»)", ""),
    ("breaking space in a date", "no-break", rf"(?<=\d|r){NBSP}(?={_MONTH})", " "),
    ("breaking space in thousands", "no-break", rf"(?<=\d){_B}(?=\d{{3}})", " "),
    ("breaking space in a time", "no-break", rf"(?<=\d){NBSP}(?=h\b)|(?<=h){NBSP}(?=\d)", " "),
    ("time without spaces", "times", rf"(?<=\d){NBSP}h{NBSP}(?=\d)", "h"),
    ("breaking space in n° 5", "no-break", rf"(?<=n°){_B}(?=\d)", " "),
    ("another apostrophe", "apostrophes", r"(?<=\u2019[\s\S])([\s\S]*\b[cdjlmnst])\u2019(?=\w)", r"\1'"),
    ("capital month", "capitals", rf"(?<=\d{NBSP}){_MONTH}\b", lambda found: found.group().capitalize()),
    ("unaccented capital", "capitals", r"\bÉ(?=[a-zà-ÿ]{2})", "E"),
    ("long ordinal", "ordinals", r"(?<=\b\d)e\b", "ème"),
    ("ordinal day", "ordinals", rf"(?<=\b\d\d)(?={NBSP}{_MONTH})", "e"),
)
_FEASTS: Final = re.compile(r"\b(?:1er|8)\sMai|\b14\sJuillet|\b15\sAoût|\b11\sNovembre|\b4\sSeptembre|\b18\sJuin")


def faults(target: str) -> Iterator[tuple[str, str, str]]:
    """Kind of fault, the check that should find it, and the target with it; one for each kind the text can have."""
    for kind, check, pattern, new in _FAULTS:
        wrong = re.sub(pattern, new, target, count=1)
        if wrong != target and not _FEASTS.search(wrong):
            yield kind, check, wrong


def seeded(units: Iterable[Unit], checker: Checker) -> tuple[Counter[str], Counter[str]]:
    """How many faults of each kind were put into units without any, and how many of them were found."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for unit in (*units, *_made_up(checker)):
        for kind, check, wrong in faults(unit.target):
            tried[kind] += 1
            found[kind] += any(finding.check == check for finding in checker.unit(Unit(unit.source, wrong)))
    return tried, found


def _made_up(checker: Checker) -> Iterator[Unit]:
    chance = random.Random(3)
    for _ in range(_MADE_UP):
        english, french = sentence(chance)
        hour, minute, number = chance.randint(8, 18), chance.randint(0, 59), chance.randint(2, 40)
        english += f" At {hour}:{minute:02d}, no. {number}."
        french = re.sub(rf"(?<=\d) (?={_MONTH})", NBSP, french)
        french += f" À {hour}{NBSP}h{NBSP}{minute:02d}, n°{NBSP}{number}."
        unit = Unit(english, french)
        if not checker.unit(unit):
            yield unit

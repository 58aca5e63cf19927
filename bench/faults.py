"""Faults put into right French, one at a time: what a check is for, generated for every text that can have it."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from pipeline.core.languages import month_name, weekday_name
from pipeline.core.model import Unit
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.reading import read
from pipeline.core.quantities.writing import NBSP, day_and_month, hours
from pipeline.core.terms import House, Term
from pipeline.core.text import ADDRESS, CODE

HOUSE: Final = House(
    (
        Term("package", "paquet", ("ballot", "package")),
        Term("file", "fichier", ("dossier",)),
        Term("kernel", "noyau", ("cœur",)),
        Term("directory", "répertoire", ("annuaire",)),
        Term("network", "réseau", ("toile",)),
    )
)
"""Terms that Debian's French keeps to."""
_NO_TERMS: Final = {"paquet": "lot", "fichier": "papier", "noyau": "grain", "répertoire": "tiroir", "réseau": "filet"}
_ZONES: Final = (("CET", "CEST"), ("CEST", "CET"), ("UTC", "CET"), ("BST", "GMT"))


class Fault(NamedTuple):
    """A kind of fault, and the unit that has it. ``is_sure`` is False where not every one can be proved."""

    kind: str
    unit: Unit
    is_sure: bool = True


def seeded(unit: Unit, chance: random.Random) -> Iterator[Fault]:
    """Every fault that a unit's French can be given."""
    made = (fault for make in _MAKERS for fault in make(unit.target, chance))
    for kind, target in (*made, *_terms(unit)):
        if target != unit.target:
            yield Fault(kind, Unit(unit.source, target), kind != "values swapped")


def events(chance: random.Random, count: int) -> Iterator[Unit]:
    """Right pairs of dates with times, as announcements have them."""
    for number in range(count):
        yield _TEMPLATES[number % len(_TEMPLATES)](_Event(chance))


class _Event:
    """A made-up meeting."""

    def __init__(self, chance: random.Random) -> None:
        self.month, self.day, self.weekday = chance.randint(1, 12), chance.randint(1, 27), chance.randint(0, 6)
        self.year, self.people = chance.randint(2020, 2029), chance.randint(13, 98)
        self.start = chance.randint(7, 17) * 60 + chance.choice((0, 15, 30, 45))
        self.end = self.start + chance.choice((60, 90, 120))
        self.zone = chance.choice(("CET", "CEST", "UTC", "BST"))
        self.price = Fraction(chance.randint(210, 999), 10)

    @property
    def english(self) -> str:
        return f"{self.day} {month_name(self.month, 'en')}"

    @property
    def french(self) -> str:
        return day_and_month(Fraction(100 * self.month + self.day), "fr")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _half_day(minutes: int) -> str:
    hour = (minutes // 60 - 1) % 12 + 1
    return f"{hour}:{minutes % 60:02d} {'pm' if minutes >= 720 else 'am'}"


_TEMPLATES: Final[tuple[Callable[[_Event], Unit], ...]] = (
    lambda e: Unit(
        f"{e.english}, {_clock(e.start)} – {_clock(e.end)} {e.zone}",
        f"{e.french}, de {hours(Fraction(e.start))} à {hours(Fraction(e.end))} ({e.zone})",
    ),
    lambda e: Unit(
        f"{weekday_name(e.weekday, 'en')} {e.english} {e.year} at {_half_day(e.start)}",
        f"{weekday_name(e.weekday, 'fr').capitalize()} {e.french} {e.year} à {hours(Fraction(e.start))}",
    ),
    lambda e: Unit(
        f"{e.day}-{e.day + 1} {month_name(e.month, 'en')} {e.year}: {e.people} cities",
        f"Du {'1er' if e.day == 1 else e.day} au {e.day + 1}{NBSP}{month_name(e.month, 'fr')} {e.year}{NBSP}: "
        f"{e.people} villes",
    ),
    lambda e: Unit(
        f"In {month_name(e.month, 'en')} {e.year}, for €{float(e.price):.2f} or {e.people}%",
        f"En {month_name(e.month, 'fr')} {e.year}, pour {float(e.price):.2f}{NBSP}€ ou {e.people}{NBSP}%".replace(
            ".", ","
        ),
    ),
    lambda e: Unit(
        f"The {e.people // 4 + 2}th meeting, with {e.people * 1000:,} people and {e.people} million euros",
        f"La {e.people // 4 + 2}e réunion, avec {e.people}{NBSP}000 personnes et {e.people} millions d’euros",
    ),
)


def _values(target: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """One quantity changed, once for each that there is."""
    for quantity in read(target, "fr"):
        shown = target[quantity.start : quantity.end]
        other = _other(quantity, shown, chance)
        if other is not None:
            changed = target[: quantity.start] + other + target[quantity.end :]
            if [q.meaning for q in read(changed, "fr")] != [q.meaning for q in read(target, "fr")]:
                yield quantity.sort.value, changed


def _other(quantity: Quantity, shown: str, chance: random.Random) -> str | None:
    if quantity.sort is Sort.WEEKDAY:
        return weekday_name((int(quantity.value) + chance.randint(1, 6)) % 7, "fr")
    if quantity.sort is Sort.MONTH:
        return month_name((int(quantity.value) - 1 + chance.randint(1, 11)) % 12 + 1, "fr")
    digits = [place for place, letter in enumerate(shown) if letter.isdigit()]
    if not digits:
        return None
    place = chance.choice(digits)
    return f"{shown[:place]}{(int(shown[place]) + chance.randint(1, 9)) % 10}{shown[place + 1 :]}"


def _signs(target: str, chance: random.Random) -> Iterator[tuple[str, str]]:  # noqa: ARG001  one of several
    """Another currency, per cent for a currency, a greater scale, another time zone."""
    if re.search(r"\d[ \u00a0\u202f]?%(?![\w(])", target):
        yield "sign changed", re.sub(r"(?<=\d)([ \u00a0\u202f]?)%(?![\w(])", r"\1€", target)
    if re.search(r"\d[ \u00a0\u202f]?€", target):
        yield "sign changed", target.replace("€", "%")
        yield "sign changed", target.replace("€", "£")
    for word, other in (("millions", "milliards"), ("milliards", "millions")):
        if re.search(rf"\d[ \u00a0]{word}\b", target):
            yield "scale changed", target.replace(word, other)
    for zone, other in _ZONES:
        if re.search(rf"\b{zone}\b", target) and any(q.sort is Sort.TIME for q in read(target, "fr")):
            yield "time zone", re.sub(rf"\b{zone}\b", other, target)


def _swaps(target: str, chance: random.Random) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """The first two values of a sort in each other's place."""
    found = read(target, "fr")
    for a, b in itertools.pairwise(found):
        if a.sort is b.sort and a.value != b.value and a.full and b.full:
            first, second = target[a.start : a.end], target[b.start : b.end]
            yield "values swapped", target[: a.start] + second + target[a.end : b.start] + first + target[b.end :]
            return


def _codes(target: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """A link, an image or another fixed code lost, renamed, doubled or closed too early."""
    fixed = [code for code in CODE.finditer(target) if re.match(r"(?:a|img|code)\d", code.group(2))]
    if not fixed:
        return
    code = chance.choice(fixed)
    whole = target[: code.start()] + target[code.end() :]
    yield "code lost", whole
    yield "code doubled", target[: code.end()] + code.group() + target[code.end() :]
    yield "code renamed", target[: code.start()] + code.group().replace(code.group(2), "a99") + target[code.end() :]


def _addresses(target: str, chance: random.Random) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    for match in ADDRESS.finditer(target):
        kind = "e-mail address" if "@" in match.group() and "//" not in match.group() else "URL"
        place = match.start() + (3 if kind == "e-mail address" else len(match.group()) - 2)
        letter = "x" if target[place] != "x" else "y"
        yield kind, target[:place] + letter + target[place + 1 :]
        return


def _terms(unit: Unit) -> Iterator[tuple[str, str]]:
    """Another word for a term of the English, and one that is forbidden."""
    for term in HOUSE.terms:
        pattern = re.compile(rf"(?<![\w-]){term.target}(?=[sx]?(?![\w-]))", re.IGNORECASE)
        if re.search(rf"\b{term.source}s?\b", unit.source) and pattern.search(unit.target):
            yield "term", pattern.sub(_NO_TERMS[term.target], unit.target)
            yield "forbidden term", pattern.sub(term.forbidden[0], unit.target, count=1)


_MAKERS: Final = (_values, _signs, _swaps, _codes, _addresses)

"""Checks on French that professionals published: how many alarms, how many seeded faults are found, how fast.

python -m bench.checking        counts by check, and the share of seeded faults that are found
python -m bench.checking NAME   a sample of that check's alarms, to judge by hand
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.french import pairs
from bench.typography_faults import seeded as typography_seeded
from pipeline.core.languages import month_name, weekday_name
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.reading import read
from pipeline.core.verify import Checker

BUILD: Final = Path("build/bench")
_SAMPLE: Final = 300
_SHOWN: Final = 45
_NO_TRANSLATION: Final = frozenset(("translator-credits", "translator_credits"))  # names of people, not French


def main(arguments: list[str]) -> int:
    """Print the figures, or a sample of alarms."""
    known = [(package, Unit(a, b)) for package, a, b in pairs(BUILD) if a not in _NO_TRANSLATION]
    if not known:
        print("no Debian here to take French from")
        return 0
    checker = Checker()
    start = time.perf_counter()
    found = [(package, unit, finding) for package, unit in known for finding in checker.unit(unit)]
    speed = len(known) / (time.perf_counter() - start)
    if arguments:
        _show(arguments[0], found)
        return 0
    print(f"{len(known):,} units of {len({package for package, _ in known})} packages, {speed:,.0f} units a second")
    print("\ncheck                severity   alarms   per 1,000 units")
    for (check, severity), count in sorted(Counter((f.check, f.severity) for _, _, f in found).items()):
        print(f"{check:20} {severity:8} {count:8,} {count * 1000 / len(known):10.2f}")
    print("\nseeded fault              seeded    found")
    clean = [unit for _, unit in known if not checker.unit(unit)]
    _seeded(clean, checker)
    tried, hit = typography_seeded(clean, checker)
    for kind, count in sorted(tried.items()):
        print(f"{kind:32} {count:9,} {hit[kind] / count:8.1%}")
    return 0


def _seeded(units: list[Unit], checker: Checker) -> None:
    """One fault in each of many units that had none: another value in the French."""
    chance = random.Random(1)
    seeded: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for unit in units:
        for sort, target in _faults(unit.target, chance):
            if read(target, "fr") == read(unit.target, "fr"):
                continue
            seeded[sort] += 1
            findings = checker.unit(Unit(unit.source, target))
            hits[sort] += any(finding.severity is Severity.ERROR for finding in findings)
    for sort in sorted(seeded):
        print(f"{sort:20} {seeded[sort]:11,} {hits[sort] / seeded[sort]:8.1%}")


def _faults(target: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The French with one quantity changed, once for each that it has."""
    for quantity in read(target, "fr"):
        shown = target[quantity.start : quantity.end]
        other = _other(quantity, shown, chance)
        if other is not None and other != shown:
            yield quantity.sort, target[: quantity.start] + other + target[quantity.end :]


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


def _show(check: str, found: list[tuple[str, Unit, Finding]]) -> None:
    """A fixed sample of a check's alarms."""
    alarms = [item for item in found if item[2].check == check]
    for package, unit, finding in random.Random(1).sample(alarms, min(_SAMPLE, len(alarms)))[:_SHOWN]:
        shown = (text[:160].replace("\n", "⏎") for text in (unit.source, unit.target))
        print(f"{finding.message}\n  {package}\n  " + "\n  ".join(shown))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

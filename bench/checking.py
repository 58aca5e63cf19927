"""Checks on French that professionals published: false alarms, found faults, speed.

python -m bench.checking        the tables
python -m bench.checking NAME   alarms of a check (or "sample": those of bench/judged.tsv) with their hashes, to judge

``bench/judged.tsv`` holds what a person found on reading an alarm: package, hash, check, verdict. No text: that is
Debian's. "true fault" is a fault of the French; "other content" is French that says something else on purpose (an
example of its own, a later edition, another price); everything else an alarm is wrong about is a "false alarm".
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.faults import HOUSE, events, seeded
from bench.french import pairs
from bench.typography_faults import seeded as typography_seeded
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.verify import Checker

BUILD: Final = Path("build/bench")
JUDGED: Final = Path(__file__).with_name("judged.tsv")
FALSE: Final = "false alarm"
_AIMS: Final = {Severity.ERROR: 1, Severity.WARNING: 5}
_SHOWN: Final = 300
_EVENTS: Final = 1000
_NO_TRANSLATION: Final = frozenset(("translator-credits", "translator_credits"))  # names of people, not French


@dataclass(frozen=True, slots=True)
class Alarm:
    """What one check says of one unit, whatever number of findings that is."""

    package: str
    unit: Unit
    check: str
    severity: Severity
    message: str

    @property
    def key(self) -> tuple[str, str]:
        """What a verdict is found by."""
        text = f"{self.unit.source}\x1f{self.unit.target}"
        return hashlib.sha256(text.encode()).hexdigest()[:16], self.check


def main(arguments: list[str]) -> int:
    """Print the figures, or alarms."""
    known = [(package, Unit(a, b)) for package, a, b in pairs(BUILD) if a not in _NO_TRANSLATION]
    if not known:
        print("no Debian here to take French from")
        return 0
    checker = Checker()
    start = time.process_time()
    found = [(package, unit, checker.unit(unit)) for package, unit in known]
    speed = len(known) / (time.process_time() - start)
    alarms = list(_alarms(found))
    if arguments:
        _show(arguments[0], alarms)
        return 0
    print(f"{len(known):,} units of {len({package for package, _ in known})} packages; all checks on one core: "
          f"{speed:,.0f} units a second (asked: 5,000)")  # fmt: skip
    _precision(alarms, len(known))
    _recall([unit for _, unit, findings in found if not findings])
    return 0


def verdicts() -> dict[tuple[str, str], str]:
    """Hash and check → verdict."""
    rows = (line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines()[1:])
    return {(row[1], row[2]): row[3] for row in rows}


def _alarms(found: Iterable[tuple[str, Unit, tuple[Finding, ...]]]) -> Iterable[Alarm]:
    for package, unit, findings in found:
        seen: dict[tuple[str, Severity], Alarm] = {}
        for item in findings:
            alarm = Alarm(package, unit, item.check, item.severity, item.message)
            seen.setdefault((alarm.check, alarm.severity), alarm)
        yield from seen.values()


def _precision(alarms: list[Alarm], units: int) -> None:
    """False alarms by check: as the judged ones are, so is the rest taken to be."""
    known = verdicts()
    print("\nfalse alarms           units with   judged   true   other    false   per 1,000   asked")
    print("                         an alarm           faults content  alarms   units")
    errors = strict = 0.0
    for check, severity in sorted({(a.check, a.severity) for a in alarms}, key=lambda row: (row[1], row[0])):
        mine = [alarm for alarm in alarms if (alarm.check, alarm.severity) == (check, severity)]
        said = Counter(known[alarm.key] for alarm in mine if alarm.key in known)
        judged = sum(said.values())
        share = said[FALSE] / judged if judged else 1.0
        rate = len(mine) * share * 1000 / units
        if severity is Severity.ERROR:
            errors += rate
            strict += (len(mine) - said["true fault"]) * 1000 / units
        asked = "" if severity is Severity.ERROR else f"{_AIMS[severity]:6}"
        print(f"{check:14} {severity:8} {len(mine):10,} {judged:8,} {said['true fault']:6} {said['other content']:7}"
              f" {said[FALSE]:8} {rate:9.2f} {asked}")  # fmt: skip
    print(f"{'all errors':58} {errors:15.2f} {_AIMS[Severity.ERROR]:6}")
    print(f"{'the same, were other content taken for right':58} {strict:15.2f}")


def _recall(units: list[Unit]) -> None:
    """Faults put into French that had none, by kind."""
    chance = random.Random(1)
    checker = Checker(house=HOUSE)
    made = [*events(random.Random(2), _EVENTS), *units]
    wrong = sum(bool(checker.unit(unit)) for unit in made[:_EVENTS])
    print(f"\n{_EVENTS:,} made-up announcements of meetings: {wrong} alarms\n\nseeded fault           seeded    found")
    count: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    sure = [0, 0]
    for unit in made:
        before = {(finding.check, finding.message) for finding in checker.unit(unit)}
        for kind, changed, is_sure in seeded(unit, chance):
            count[kind] += 1
            is_found = any((finding.check, finding.message) not in before for finding in checker.unit(changed))
            hits[kind] += is_found
            sure = [sure[0] + is_sure, sure[1] + (is_sure and is_found)]
    for kind in sorted(count):
        print(f"{kind:20} {count[kind]:8,} {hits[kind] / count[kind]:8.1%}")
    print(f"{'all but swapped':20} {sure[0]:8,} {sure[1] / sure[0]:8.1%}   asked: 98 %")
    tried, hit = typography_seeded(units, checker)
    for kind, number in sorted(tried.items()):
        print(f"{kind:32} {number:8,} {hit[kind] / number:8.1%}")


def _show(check: str, alarms: list[Alarm]) -> None:
    """Alarms in the order of their hashes, which is a fixed sample of them."""
    known = verdicts()
    wanted = [a for a in alarms if a.check == check or (check == "sample" and a.key in known)]
    for alarm in sorted(wanted, key=lambda alarm: alarm.key)[:_SHOWN]:
        shown = (text[:600].replace("\n", "⏎") for text in (alarm.unit.source, alarm.unit.target))
        print(f"{alarm.package}\t{alarm.key[0]}\t{alarm.check}\t{known.get(alarm.key, '?')}  {alarm.message}\n    "
              + "\n    ".join(shown))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

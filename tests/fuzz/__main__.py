"""``make fuzz``: every target for a share of the time, with inputs that failed put down as small as they get.

A target runs in a process of its own with at most 2 GB, so that a crash of a library or a hang in C is found too.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import json
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any, Final

from tests.fuzz.mutations import LARGEST, grown, mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.trying import Failure, minimal, tried
from tests.fuzz.web_targets import WEB_TARGETS

ALL: Final = {**TARGETS, **WEB_TARGETS}
_SHARES: Final = {"po": 3, "page": 5, "site page": 5, "way out": 5, "tmx": 2}
"""How much of the time a target gets that is slow, or matters more than others."""

_MEMORY: Final = 2_000_000_000  # bytes
_STUCK: Final = 150.0  # seconds on the clock after which a process that no signal reaches is ended
_STEEP: Final = 3.2  # times as long for twice the input; twice is fair, four times the square
_SOON: Final = 0.4  # seconds below which a ratio says nothing


def main() -> int:
    """Run the targets; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="for all targets together")
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6), help="the same, the same inputs"
    )
    parser.add_argument("--only", action="append", choices=ALL, help="a target; may be repeated")
    parser.add_argument("--pages", type=Path, help="a folder of more pages to begin from; nothing of it is kept")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="where inputs that failed are put down")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    names = options.only or list(ALL)
    print(f"seed {options.seed}, {len(names)} targets, {options.seconds:.0f} s")
    shares = {name: _SHARES.get(name, 1) for name in names}
    second = options.seconds / sum(shares.values())
    reports = [_apart(name, options, shares[name] * second) for name in names]
    found = sum(report["found"] for report in reports)
    print(f"{sum(report['tried'] for report in reports):,} inputs, {found} kinds of failure")
    return 1 if found else 0


def _apart(name: str, options: argparse.Namespace, seconds: float) -> dict[str, Any]:
    """One target in a process of its own; what it found is on the screen and in files."""
    current = options.out / f"{name.replace(' ', '-')}.current"
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        report = _run(name, options, seconds, current)
        os.write(write, json.dumps(report).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0 and said:
        current.unlink(missing_ok=True)
        report = json.loads(said)
        print(
            f"{name:12} {report['tried']:8,} inputs, {report['taken']:7,} taken, slowest {report['slowest']:.2f} s",
            flush=True,
        )
        return dict(report)
    print(f"{name}: the process ended with {status} on the input in {current}", flush=True)
    return {"tried": 0, "found": 1}


def _run(name: str, options: argparse.Namespace, seconds: float, current: Path) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    target, chance = ALL[name], random.Random(f"{options.seed} {name}")
    known = seeds(target.kind, options.pages)
    count = taken = 0
    slowest = 0.0
    marks: set[str] = set()
    end = time.monotonic() + seconds
    due = time.monotonic()
    while time.monotonic() < end:  # a third of the time for inputs that grow
        if time.monotonic() > due:
            began = time.monotonic()
            _note(_growth(target, chance, known, current), name, marks, options.out, target)
            due = time.monotonic() + 2 * (time.monotonic() - began)
        data = mutated(chance, known, target.tokens)
        current.write_bytes(data)
        faulthandler.dump_traceback_later(_STUCK, exit=True)
        start = time.process_time()
        found = tried(target.run, data, target.seconds)
        slowest = max(slowest, time.process_time() - start)
        count += 1
        if isinstance(found, Failure):
            _note((data, found), name, marks, options.out, target)
        elif found:
            taken += 1
    faulthandler.cancel_dump_traceback_later()
    return {"tried": count, "taken": taken, "slowest": slowest, "found": len(marks)}


def _growth(
    target: Target, chance: random.Random, known: tuple[bytes, ...], current: Path
) -> tuple[bytes, Failure] | None:
    """An input whose time grows with the square of its size, if this one's does."""
    begin, piece, end = grown(chance, known, target.tokens)
    times: list[float] = []
    data = b""
    for size in (LARGEST // 4, LARGEST // 2, LARGEST):
        data = begin + piece * max(1, (size - len(begin) - len(end)) // len(piece)) + end
        current.write_bytes(data[:LARGEST])
        faulthandler.dump_traceback_later(_STUCK, exit=True)
        start = time.process_time()
        found = tried(target.run, data[:LARGEST], target.seconds)
        times.append(time.process_time() - start)
        if isinstance(found, Failure):
            return data[:LARGEST], found
    if times[2] > _SOON and times[2] > _STEEP * times[1] and times[1] > _STEEP * times[0]:
        return data, Failure("steep", f"{' '.join(f'{t:.2f}' for t in times)} s for 25, 50, 100 KB of {piece[:60]!r}")
    return None


def _note(given: tuple[bytes, Failure] | None, name: str, marks: set[str], out: Path, target: Target) -> None:
    """Put an input that failed in a new way down, and say so."""
    if given is None or given[1].mark in marks:
        return
    data, failure = given
    marks.add(failure.mark)
    faulthandler.cancel_dump_traceback_later()
    if "too slow" not in failure.mark and failure.mark != "steep":
        data = minimal(target.run, data, failure.mark)
    path = out / f"{name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:8]}"
    path.write_bytes(data)
    print(f"{name}: {failure.mark}\n  {path}: {data[:200]!r}\n  {failure.words.strip()[-400:]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

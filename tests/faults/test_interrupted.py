"""Killed, out of room or refused at any act on the disk: nothing reviewed is lost, nothing unreviewed goes out.

``make faults`` tries every act of every command; the tests try some of each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.faults import invariants
from tests.faults.stages import NAMED, STAGES
from tests.faults.world import KILLED, Fault, Run, Stage, World, forbidden, full, killed, read_only

EVERY: Final = bool(os.environ.get("DIPTYCH_EVERY_FAULT"))
FAULTS: Final[dict[str, tuple[Callable[[int], Fault], int]]] = {
    "killed": (killed, 3),
    "full": (full, 1),
    "read-only": (read_only, 1),
    "forbidden": (forbidden, 1),
}
"""Each fault, and how many acts of a command the tests try it at."""


def places(count: int, tries: int) -> Iterator[int]:
    """Numbers of acts, from the first to the last."""
    if EVERY or tries >= count:
        return iter(range(1, count + 1))
    return iter(sorted({1 + round(step * (count - 1) / max(1, tries - 1)) for step in range(tries)}))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", NAMED)
def test_a_command_that_is_hit_loses_nothing_and_the_next_run_completes(faults: World, name: str, fault: str) -> None:
    stage, (make, tries) = NAMED[name], FAULTS[fault]
    count = len(faults.runs[name].acts)
    for at in places(count, tries):
        folder = faults.scratch(stage)
        run = faults.type(folder, stage, make(at))
        where = f"{fault} at act {at} of {count}, {faults.runs[name].acts[at - 1]}: {run.errors}"
        require_clear_end(run, fault, stage, where)
        require_safe(faults, folder, stage, where)
        again = faults.type(folder, stage)
        require_complete(faults, folder, stage, again, where)


def require_clear_end(run: Run, fault: str, stage: Stage, where: str) -> None:
    """Killed, or with a sentence that says which file it was and what about it."""
    if fault == "killed":
        assert run.status == KILLED, where
        return
    assert run.status in (0, 2), where
    assert "Traceback" not in run.errors, where
    if run.status:
        assert re.search(r"^diptych: \S+: .*(?:cannot be|is not)", run.errors, re.MULTILINE), where


def require_safe(faults: World, folder: Path, stage: Stage, where: str) -> None:
    """What must hold at once, before anybody does anything."""
    before, after = faults.before[stage.name], faults.after[stage.name]
    assert invariants.lost(before, folder, after) == [], where
    assert invariants.unreviewed(folder, faults.earlier(stage.name)) == [], where
    assert invariants.strange(folder, before, after) == [], where


def require_complete(faults: World, folder: Path, stage: Stage, again: Run, where: str) -> None:
    """The same command once more leaves what an undisturbed one leaves; then nothing changes any more."""
    before, after = faults.before[stage.name], faults.after[stage.name]
    done_before = again.status == 2 and invariants.files(folder) == invariants.files(after)
    assert again.status == stage.expected or done_before, f"{where}\nagain: {again.errors}"
    assert invariants.litter(folder) == [], where
    assert differences(folder, after) == [], f"{where}\nagain: {again.output}"
    assert invariants.lost(before, folder, after) == [], where


def differences(folder: Path, other: Path) -> list[str]:
    """Files that are not the same in two projects."""
    one, two = invariants.files(folder), invariants.files(other)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_the_story_itself_publishes_only_what_was_reviewed_and_repeats_itself(faults: World) -> None:
    for stage in STAGES:
        assert invariants.unreviewed(faults.after[stage.name], faults.earlier(stage.name)) == [], stage.name
        assert faults.runs[stage.name].acts, f"{stage.name} has nothing to do, so it tries nothing"
        folder = faults.scratch(stage)
        faults.type(folder, stage)
        assert differences(folder, faults.after[stage.name]) == [], stage.name


def test_the_invariants_can_fail(faults: World) -> None:
    stage = NAMED["run"]
    folder = faults.scratch(stage)
    ledger = next(folder.glob("locales/fr/LC_MESSAGES/*round-1.review.tsv"))
    ledger.write_text("\n".join(ledger.read_text(encoding="utf-8").splitlines()[:-3]) + "\n", encoding="utf-8")
    assert invariants.lost(faults.before["run"], folder, faults.after["run"])
    page = next(folder.glob("public/fr/**/index.html"))
    page.write_bytes(page.read_bytes().replace(b"</h1>", b" Non relu</h1>", 1))
    assert invariants.unreviewed(folder, [])
    assert invariants.strange(folder, faults.before["run"], faults.after["run"])

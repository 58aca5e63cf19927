"""Two commands at once, clocks that move, and secrets that stay where they are."""

from __future__ import annotations

import fcntl
import os

import pytest

from pipeline.adapters import turns
from tests.fakes.deepl_server import KEY
from tests.faults import invariants
from tests.faults.stages import NAMED, STAGES
from tests.faults.world import R1, World


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns.alone.__wrapped__, "__defaults__", (0.1,))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMED)
def test_a_second_writer_is_told_and_changes_nothing(faults: World, impatient: None, name: str) -> None:
    stage = NAMED[name]
    folder = faults.scratch(stage)
    before = invariants.files(folder)
    with turns.alone(folder):
        run = faults.type(folder, stage)
    assert run.status == 2
    assert run.errors == "diptych: another diptych is at work in this project; try again when it is done\n"
    assert invariants.files(folder) == before


@pytest.mark.parametrize(
    "words", [("status",), ("check", R1), ("coverage",), ("fmt", "--check"), ("doctor", "--offline")]
)
def test_readers_never_wait(faults: World, impatient: None, words: tuple[str, ...]) -> None:
    stage = NAMED["withdraw"]
    folder = faults.scratch(stage)
    with turns.alone(folder):
        assert "at work in this project" not in faults.type(folder, stage, None, *words).errors


def test_the_lock_is_free_when_its_holder_dies(faults: World) -> None:
    folder = faults.scratch(NAMED["run"])
    child = os.fork()
    if child == 0:
        turns.alone(folder).__enter__()
        os._exit(0)
    os.waitpid(child, 0)
    with (folder / ".diptych/lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert turns.was_cut_off(folder)


@pytest.mark.parametrize("today", ["1970-01-01", "2099-12-31"])
def test_a_clock_that_is_wrong_loses_and_publishes_nothing(faults: World, today: str) -> None:
    for name in ("accept", "run"):
        stage = NAMED[name]
        folder = faults.scratch(stage)
        assert faults.type(folder, stage, today=today).status == 0
        assert invariants.reviewed(faults.after[name]) == invariants.reviewed(folder)
        assert faults.type(folder, stage, None, "run", "--offline", "--engine", "memory").status == 0
        held = invariants.files(folder)
        assert faults.type(folder, stage, None, "run", "--offline", "--engine", "memory").status == 0
        assert invariants.files(folder) == held


def test_a_key_is_in_no_output_and_no_file(faults: World) -> None:
    for stage in STAGES:
        run = faults.runs[stage.name]
        assert KEY not in run.output + run.errors
    for words in (
        ("doctor",),
        ("status", "--json"),
        ("prefill", "--engine", "deepl", "--server-url", "http://127.0.0.1:9"),
    ):
        folder = faults.scratch(NAMED["run"])
        run = faults.type(folder, NAMED["run"], None, *words)
        assert KEY not in run.output + run.errors
    for state in faults.after.values():
        for path in state.rglob("*"):
            assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_doctor_says_what_is_wrong(faults: World) -> None:
    stage = NAMED["withdraw"]
    folder = faults.scratch(stage)
    assert "✓ site" in faults.type(folder, stage, None, "doctor").output
    (folder / f"locales/fr/LC_MESSAGES/{R1}.po").write_bytes(b"nothing")
    run = faults.type(folder, stage, None, "doctor", "--offline")
    assert run.status == 2
    assert f"✗ files        locales/fr/LC_MESSAGES/{R1}.po" in run.output
    assert "✓ site" not in run.output

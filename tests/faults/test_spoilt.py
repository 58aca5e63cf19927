"""Each kind of state file spoilt in each way: named in a sentence, nothing lost, and all is well once it is back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.faults import invariants
from tests.faults.stages import NAMED
from tests.faults.test_interrupted import EVERY, differences
from tests.faults.world import R1, World

STATE: Final = {
    "registry": "locales/pairs.toml",
    "catalogue": f"locales/fr/LC_MESSAGES/{R1}.po",
    "ledger": f"locales/fr/LC_MESSAGES/{R1}.review.tsv",
    "learned memory": "locales/fr/memory.tmx",
    "imported memory": "locales/fr/imported/given.tmx",
    "record of characters": "locales/sent.tsv",
    "English page": f"locales/en/{R1}.html",
    "English as published": f"locales/published/{R1}.en.html",
    "French as published": f"locales/published/{R1}.fr.html",
    "settings": "config/diptych.toml",
    "glossary": "config/glossary.csv",
}
INDEXES: Final = (
    ".diptych/versions.json",
    ".diptych/answers.sqlite3",
    ".diptych/memory.en-fr.sqlite3",
    ".diptych/lock",
)
SPOILS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "noise": lambda data: bytes(range(256)) * 8,
    "zeros": lambda data: bytes(len(data)),
    "Latin": lambda data: data + "é".encode("latin-1") + b"\n",
    "conflict": lambda data: b"<<<<<<< ours\n" + data + b"=======\n>>>>>>> theirs\n",
}


@pytest.mark.parametrize("spoil", SPOILS if EVERY else ("cut", "noise"))
@pytest.mark.parametrize("kind", STATE)
def test_a_spoilt_file_of_the_project(faults: World, kind: str, spoil: str) -> None:
    stage = NAMED["run"]
    folder = faults.scratch(stage)
    path = folder / STATE[kind]
    whole = path.read_bytes()
    path.write_bytes(SPOILS[spoil](whole))
    for words in (("status",), stage.words):
        run = faults.type(folder, stage, None, *words)
        assert run.status in (0, 2), f"{words}: {run.errors}"
        assert "Traceback" not in run.errors
        assert all(line.startswith(("diptych: ", "  ", "✗")) for line in run.errors.splitlines()), run.errors
        if run.status == 2:
            assert Path(STATE[kind]).name in run.errors, run.errors
        assert invariants.unreviewed_besides(folder, path, faults.earlier("run")) == []
    path.write_bytes(whole)
    assert invariants.lost(faults.before["run"], folder, faults.after["run"]) == []
    assert faults.type(folder, stage).status == 0
    assert differences(folder, faults.after["run"]) == []


@pytest.mark.parametrize("spoil", SPOILS if EVERY else ("cut",))
@pytest.mark.parametrize("name", INDEXES)
def test_a_spoilt_index_is_made_again(faults: World, name: str, spoil: str) -> None:
    stage = NAMED["run"]
    folder = faults.scratch(stage)
    path = folder / name
    path.write_bytes(SPOILS[spoil](path.read_bytes() if path.exists() else b"x"))
    run = faults.type(folder, stage)
    assert run.status == 0, run.errors
    assert run.errors == ""
    assert differences(folder, faults.after["run"]) == []


def test_a_folder_of_indexes_may_be_thrown_away(faults: World) -> None:
    folder = faults.scratch(NAMED["run"])
    shutil.rmtree(folder / ".diptych")
    assert faults.type(folder, NAMED["run"]).status == 0
    assert differences(folder, faults.after["run"]) == []

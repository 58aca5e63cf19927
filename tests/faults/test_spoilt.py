"""Each kind of state file spoilt in each way: named in a sentence, nothing lost, and all is well once it is back."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.faults import invariants
from tests.faults.stages import NAMED
from tests.faults.test_interrupted import EVERY, differences
from tests.faults.world import R1, Run, World

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
    "fixed wordings": "config/fixed.csv",
    "list of style sheets": "locales/styles/styles.tsv",
}
OTHER_VERSIONS: Final = {
    "registry": (b"version = 1", b"version = 9"),
    "ledger": (b"ledger 1:", b"ledger 9:"),
}
"""Which files say of which form they are, and the same of a later one."""

SPOILS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "noise": lambda data: bytes(range(256)) * 8,
    "zeros": lambda data: bytes(len(data)),
    "Latin": lambda data: data + "é".encode("latin-1") + b"\n",
    "conflict": lambda data: b"<<<<<<< ours\n" + data + b"=======\n>>>>>>> theirs\n",
}


def require_told(run: Run, path: Path, words: tuple[str, ...]) -> None:
    """Done, or a sentence that names the file; never a traceback."""
    assert run.status in (0, 2), f"{words}: {run.errors}"
    assert "Traceback" not in run.errors
    assert all(line.startswith(("diptych: ", "  ", "✗")) for line in run.errors.splitlines()), run.errors
    if run.status == 2:
        assert path.name in run.errors, run.errors


def require_well_again(faults: World, folder: Path) -> None:
    """With the file back, nothing is lost and the run leaves what an undisturbed one leaves."""
    assert invariants.lost(faults.before["run"], folder, faults.after["run"]) == []
    assert faults.type(folder, NAMED["run"]).status == 0
    assert differences(folder, faults.after["run"]) == []


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
        require_told(run, path, words)
        assert invariants.unreviewed_besides(folder, path, faults.earlier("run")) == []
    path.write_bytes(whole)
    require_well_again(faults, folder)


@pytest.mark.parametrize("kind", OTHER_VERSIONS)
def test_a_file_of_a_later_version_is_left_alone(faults: World, kind: str) -> None:
    stage = NAMED["run"]
    folder = faults.scratch(stage)
    path = folder / STATE[kind]
    whole = path.read_bytes()
    old, new = OTHER_VERSIONS[kind]
    assert old in whole
    path.write_bytes(whole.replace(old, new))
    run = faults.type(folder, stage)
    assert run.status == 2
    assert re.search(rf"{re.escape(path.name)}.*update diptych", run.errors), run.errors
    assert path.read_bytes() == whole.replace(old, new)
    path.write_bytes(whole)
    require_well_again(faults, folder)


@pytest.mark.parametrize("kind", STATE if EVERY else ("registry", "catalogue", "English page"))
def test_a_folder_in_a_files_place(faults: World, kind: str) -> None:
    stage = NAMED["run"]
    folder = faults.scratch(stage)
    path = folder / STATE[kind]
    whole = path.read_bytes()
    path.unlink()
    path.mkdir()
    for words in (("status",), stage.words) if EVERY else (stage.words,):
        run = faults.type(folder, stage, None, *words)
        require_told(run, path, words)
    path.rmdir()
    assert invariants.unreviewed_besides(folder, path, faults.earlier("run")) == []
    path.write_bytes(whole)
    require_well_again(faults, folder)


# --- what can be made again


def indexes(folder: Path) -> list[Path]:
    """Whatever lies in .diptych, releases for readers left out; the lock and the mark of a run that died too."""
    found = [path for path in (folder / ".diptych").iterdir() if path.is_file() and path.name != ".gitignore"]
    return sorted([*found, folder / ".diptych/working"])


def index_names(faults: World) -> list[str]:
    return [str(path.relative_to(faults.before["run"])) for path in indexes(faults.before["run"])]


@pytest.mark.parametrize("spoil", SPOILS if EVERY else ("cut", "noise"))
def test_spoilt_indexes_are_made_again(faults: World, spoil: str) -> None:
    """All of them at once and, where there is time, each by itself."""
    stage = NAMED["run"]
    names = index_names(faults)
    assert {".diptych/extract.json", ".diptych/answers.sqlite3", ".diptych/lock"} <= set(names)
    for some in [names, *([name] for name in names)] if EVERY else [names]:
        folder = faults.scratch(stage)
        for path in (folder / name for name in some):
            path.write_bytes(SPOILS[spoil](path.read_bytes() if path.exists() else b"x"))
        run = faults.type(folder, stage)
        assert (run.status, run.errors) == (0, ""), f"{some}: {run.errors}"
        assert differences(folder, faults.after["run"]) == [], some


def test_a_folder_in_an_indexs_place(faults: World) -> None:
    stage = NAMED["run"]
    for name in index_names(faults) if EVERY else (".diptych/memory.en-fr.sqlite3",):
        folder = faults.scratch(stage)
        path = folder / name
        path.unlink(missing_ok=True)
        path.mkdir()
        run = faults.type(folder, stage)
        require_told(run, path, stage.words)
        path.rmdir()
        require_well_again(faults, folder)


def test_a_folder_of_indexes_may_be_thrown_away(faults: World) -> None:
    folder = faults.scratch(NAMED["run"])
    shutil.rmtree(folder / ".diptych")
    assert faults.type(folder, NAMED["run"]).status == 0
    assert differences(folder, faults.after["run"]) == []


# --- the releases that readers have


def _link_lost(folder: Path) -> None:
    (folder / "public").unlink()


def _link_dangling(folder: Path) -> None:
    (folder / "public").unlink()
    (folder / "public").symlink_to(".diptych/site/releases/0000000000000000")


def _half_gone(folder: Path) -> None:
    release = Path(os.path.realpath(folder / "public"))
    release.chmod(0o755)
    shutil.rmtree(release / "fr")


def _page_changed(folder: Path) -> None:
    page = next((folder / "public").rglob("fr/**/*.html")).resolve()
    page.unlink()
    page.write_bytes(b"<p>Another page</p>")


def _spoilt(part: str, spoil: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        paths = [path for path in (folder / ".diptych/site").glob(part) if path.is_file()]
        assert paths, part
        for path in paths:
            data = SPOILS[spoil](path.read_bytes())
            path.unlink()
            path.write_bytes(data)

    return act


RELEASES: Final[dict[str, Callable[[Path], None]]] = {
    "the link lost": _link_lost,
    "the link leads nowhere": _link_dangling,
    "a release half gone": _half_gone,
    "a page another": _page_changed,
    **{
        f"{part} {spoil}": _spoilt(part, spoil)
        for part in ("*.tsv", "records/*", "lists/*")
        for spoil in ("empty", "cut", "noise")
    },
}


@pytest.mark.parametrize(
    "act", RELEASES if EVERY else [act for act in RELEASES if "cut" not in act and "empty" not in act]
)
def test_what_readers_have_is_put_right_by_the_next_run(faults: World, act: str) -> None:
    stage = NAMED["run"]
    folder = faults.scratch(stage)
    RELEASES[act](folder)
    run = faults.type(folder, stage)
    assert run.status == 0, run.errors
    assert invariants.unreviewed(folder, faults.earlier("run")) == []
    assert differences(folder, faults.after["run"]) == []

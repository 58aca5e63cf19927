"""Memories from other tools and for them, and a table of what waits, all as people type it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from translate.storage.tmx import tmxfile

from pipeline.adapters import csv_table, settings, tmx
from pipeline.core.memory import Entry
from pipeline.stages.exchange import safe_name
from pipeline.workspace import Workspace
from tests.conftest import ROUND_1, ROUND_3, Project


@pytest.fixture
def learned(empty_project: Project) -> Project:
    """Rounds 1 and 2 with the French of the site accepted, rounds 3 and 4 empty."""
    for arguments in (["fetch"], ["learn", "--accept", "--as", "Web team"], ["extract"]):
        empty_project.type(*arguments)
    return empty_project


def workspace(project: Project) -> Workspace:
    return Workspace(project.folder, settings.load(project.folder, {}), date(2026, 11, 23))


def memory(project: Project, name: str, *units: str) -> Path:
    path = project.folder / name
    path.write_text(f'<tmx version="1.4"><header srclang="*all*"/><body>\n{chr(10).join(units)}\n</body></tmx>')
    return path


def unit(source: str, target: str, languages: tuple[str, str] = ("en-GB", "FR-fr")) -> str:
    first, second = languages
    return (
        f'<tu><tuv xml:lang="{first}"><seg>{source}</seg></tuv><tuv xml:lang="{second}"><seg>{target}</seg></tuv></tu>'
    )


def imported(project: Project, name: str) -> Path:
    return project.folder / "locales/fr/imported" / name


# --- import


def test_a_memory_comes_in_and_its_like_gives_the_same_bytes(empty_project: Project) -> None:
    path = memory(empty_project, "Été 2026 (final).TMX", unit("Yes", "Oui"), unit("No", "Non"), unit("Yes", "Oui"))
    shown = empty_project.type("memory", "import", str(path))
    assert "2 pairs of 1 file taken for fr" in shown
    assert "→ locales/fr/imported/ete-2026-final.tmx" in shown
    assert "1 repeated" in shown
    assert "left out" not in shown
    place = imported(empty_project, "ete-2026-final.tmx")
    data = place.read_bytes()
    assert [e.origin for e in tmx.loads(data, "m", "en", "fr")] == ["ete-2026-final"] * 2
    memory(empty_project, path.name, unit("No", "Non"), unit("Yes", "Oui"))
    assert "as it was" in empty_project.type("memory", "import", str(path))
    assert "as it was" in empty_project.type("memory", "import", str(place))
    assert place.read_bytes() == data


def test_what_is_left_out_is_counted_and_shown(empty_project: Project) -> None:
    path = memory(
        empty_project,
        "mixed.tmx",
        unit("Yes", "Oui"),
        unit("Yes", "Ja", ("en", "de")),
        unit("Empty", " "),
        unit("See &lt;a1&gt;it&lt;/a1&gt;", "Le voir"),
        unit("Visit us", "Allez sur https://elsewhere.example/"),
        unit("Hello", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    )
    shown = empty_project.type("memory", "import", str(path))
    assert (
        "1 pair; left out: 1 in other languages, 1 with an empty side, "
        "3 whose translation may not stand for its source" in shown
    )
    assert "refused: <a1> is missing · See <a1>it</a1>" in shown
    report = json.loads(empty_project.type("memory", "import", str(path), "--json"))
    assert report["files"][0]["left_out"]["with an empty side"] == 1
    assert report["files"][0]["changed"] is False
    assert empty_project.type("memory", "import", str(path), "--quiet") == ""


def test_a_bad_file_is_named_and_the_others_come_in(empty_project: Project) -> None:
    good = memory(empty_project, "good.tmx", unit("Yes", "Oui"))
    broken = memory(empty_project, "broken.tmx", unit("Yes", "Oui"), "<tu>")
    german = memory(empty_project, "german.tmx", unit("Yes", "Ja", ("en", "de")))
    missing = empty_project.folder / "missing.tmx"
    empty_project.type("memory", "import", *map(str, (broken, german, missing, good)), expected=2)
    lines = empty_project.errors.splitlines()
    assert len(lines) == 3
    assert f"{broken}:4: is no sound XML here (mismatched tag)" in lines[0]
    assert "holds no pair in English and French" in lines[1]
    assert "1 in other languages (its languages: en, de)" in lines[1]
    assert "cannot be read" in lines[2]
    assert [path.name for path in workspace(empty_project).imported_paths("fr")] == ["good.tmx"]


def test_a_bad_file_does_not_replace_a_good_one(empty_project: Project) -> None:
    path = memory(empty_project, "team.tmx", unit("Yes", "Oui"))
    empty_project.type("memory", "import", str(path))
    before = imported(empty_project, "team.tmx").read_bytes()
    path.write_bytes(path.read_bytes()[:-30])
    empty_project.type("memory", "import", str(path), expected=2)
    assert imported(empty_project, "team.tmx").read_bytes() == before


def test_two_files_of_one_name_are_refused(empty_project: Project) -> None:
    one, other = (
        memory(empty_project, "a b.tmx", unit("Yes", "Oui")),
        memory(empty_project, "A-b.tmx", unit("No", "Non")),
    )
    empty_project.type("memory", "import", str(one), str(other), expected=2)
    assert "both be kept as a-b.tmx" in empty_project.errors
    assert not imported(empty_project, "a-b.tmx").exists()


def test_languages_are_named_where_there_are_several(empty_project: Project) -> None:
    config = empty_project.folder / "config/diptych.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('["fr"]', '["fr", "de"]'), encoding="utf-8")
    path = memory(empty_project, "m.tmx", unit("Yes", "Ja", ("en", "de")))
    empty_project.type("memory", "import", str(path), expected=2)
    assert "--locale" in empty_project.errors
    empty_project.type("memory", "import", str(path), "--locale", "de")
    assert workspace(empty_project).imported("de") == (Entry("Yes", "Ja", "m.tmx"),)
    assert workspace(empty_project).imported("fr") == ()


@pytest.mark.parametrize(
    ("stem", "name"),
    [("Été", "ete"), ("../../x", "x"), (".hidden", "hidden"), ("a/b c", "a-b-c"), ("x" * 200, "x" * 80)],
)
def test_names_are_safe(stem: str, name: str) -> None:
    assert safe_name(stem) == name


def test_names_in_other_scripts_stay_apart() -> None:
    assert safe_name("память").startswith("memory-")
    assert safe_name("память") != safe_name("メモリ")


# --- export


def test_what_was_reviewed_and_learned_goes_out(learned: Project) -> None:
    path = learned.folder / "out/ours.tmx"
    shown = learned.type("memory", "export", str(path))
    data = path.read_bytes()
    count = len(tmx.loads(data, "m", "en", "fr"))
    assert f"{count} pairs of fr written to {path}" in shown
    project = workspace(learned)
    reviewed = {(e.source, e.target, e.origin) for e in project.reviewed(ROUND_1, "fr")}
    everything = {(e.source, e.target, e.origin) for e in tmx.loads(data, "m", "en", "fr")}
    assert len(reviewed) > 20
    assert reviewed < everything
    assert {(e.source, e.target, e.origin) for e in project.learned("fr")} <= everything
    assert len(everything) == count
    assert project.reviewed(ROUND_3, "fr") == []
    learned.type("memory", "export", str(path))
    assert path.read_bytes() == data
    store = tmxfile.parsestring(data, sourcelanguage="en", targetlanguage="fr")  # type: ignore[no-untyped-call]
    assert {(unit.source, unit.target) for unit in store.units} == {(s, t) for s, t, _ in everything}


def test_what_goes_out_comes_in_again_whole(learned: Project) -> None:
    path = learned.folder / "ours.tmx"
    learned.type("memory", "export", str(path))
    report = json.loads(learned.type("memory", "import", str(path), "--json"))
    assert report["files"][0]["left_out"] == {}
    assert imported(learned, "ours.tmx").read_bytes() == path.read_bytes()


def test_a_page_that_cannot_be_read_is_named_and_the_rest_goes_out(learned: Project) -> None:
    learned.catalogue(ROUND_1).write_bytes(b"<<<<<<< ours\n")
    path = learned.folder / "ours.tmx"
    learned.type("memory", "export", str(path), expected=2)
    assert f"{ROUND_1}.po" in learned.errors
    assert tmx.loads(path.read_bytes(), "m", "en", "fr")


@pytest.mark.parametrize(("name", "words"), [("ours.po", "end with .tmx"), ("locales/fr/memory.tmx", "its own files")])
def test_an_export_overwrites_nothing_of_the_project(learned: Project, name: str, words: str) -> None:
    before = learned.files()
    learned.type("memory", "export", str(learned.folder / name), expected=2)
    assert words in learned.errors
    assert learned.files() == before


# --- what waits, as a table


def rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_what_waits_as_a_table(learned: Project) -> None:
    learned.edit_site("round-1.html", "Warm light draws people", "Warm light draws many people")
    for command in ("fetch", "extract"):
        learned.type(command)
    path = learned.folder / "waiting.csv"
    shown = learned.type("status", "--waiting", str(path))
    heading, *found = rows(path)
    assert heading == ["page", "unit", "state", "English", "French", "previous English", "notes", "file"]
    assert f"waiting   {len(found)} units listed in {path}" in shown
    changed = next(row for row in found if "many people" in row[3])
    assert changed[0] == ROUND_1
    assert changed[2] == "fuzzy"
    assert changed[4]
    assert "Warm light draws people" in changed[5]
    assert changed[7] == f"locales/fr/LC_MESSAGES/{ROUND_1}.po"
    assert changed[1] in learned.type("status", ROUND_1)
    learned.type("status", ROUND_1, "--waiting", str(path))
    assert {row[0] for row in rows(path)[1:]} == {ROUND_1}
    report = json.loads(learned.type("status", "--json", "--waiting", str(path)))
    assert report["waiting"]["count"] == len(found)


@pytest.mark.parametrize(("name", "words"), [("w.po", "end with .csv"), ("locales/w.csv", "its own files")])
def test_a_table_overwrites_nothing_of_the_project(learned: Project, name: str, words: str) -> None:
    learned.type("status", "--waiting", str(learned.folder / name), expected=2)
    assert words in learned.errors
    assert not (learned.folder / name).exists()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "012345", "12e456"])
def test_a_spreadsheet_runs_and_changes_nothing(cell: str) -> None:
    data = csv_table.dumps(["x"], [[cell, "a, “b”\n= c", "817880"]])
    _, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert row == [f"'{cell}", "a, “b”\n= c", "817880"]

"""Attempts to break the promise from outside: machines, tools, files of other pages, settings that change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.adapters import po_files, tmx
from pipeline.core.ledger import unit_id
from pipeline.core.memory import BUT_FOR_FIGURES, Entry
from pipeline.core.model import Catalogue
from pipeline.core.reviews.attribution import Version
from pipeline.stages.reviewing.returned import committed
from pipeline.workspace import Workspace
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project
from tests.end_to_end.test_branches import Repository
from tests.fakes.deepl_server import KEY, FakeDeepL, mirror


def catalogue(project: Project, slug: str, locale: str = "fr") -> Catalogue:
    path = project.catalogue(slug, locale)
    return po_files.loads(path.read_bytes(), str(path), slug, locale)


def set_option(project: Project, section: str, line: str) -> None:
    path = project.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    key = line.split(" =", maxsplit=1)[0]
    text = re.sub(rf"^{key} = .*\n", "", text, flags=re.MULTILINE)
    path.write_text(text.replace(f"[{section}]\n", f"[{section}]\n{line}\n", 1), encoding="utf-8")


def public(project: Project) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in sorted((project.folder / "public").rglob("*.html")))


def test_refresh_keeps_machine_text_that_somebody_accepted(project: Project) -> None:
    project.type("prefill", ROUND_3, "--engine", "pseudo")
    unit = next(unit for unit in catalogue(project, ROUND_3).units if unit.fuzzy)
    project.type("accept", ROUND_3, unit_id(unit), "--as", "Ann")
    text = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    entry = f'msgid "{unit.source}"\n'
    assert entry in text
    project.edit_catalogue(ROUND_3, entry, f"#, fuzzy\n{entry}")  # an editor's doubt
    project.edit_catalogue(ROUND_3, unit.target, unit.target)
    (project.folder / "config/fixed.csv").write_text("en,fr\n", encoding="utf-8")
    set_option(project, "engine", 'name = "memory"')
    fixed = f"en,fr\n{unit.source},Autre chose\n" if "," not in unit.source else ""
    (project.folder / "config/fixed.csv").write_text(fixed or "en,fr\n", encoding="utf-8")
    project.type("prefill", ROUND_3, "--engine", "memory", "--refresh", "machine")
    assert unit.target in project.catalogue(ROUND_3).read_text(encoding="utf-8")


def test_marks_cleared_with_another_space_are_no_review(project: Project) -> None:
    repository = Repository(project)
    project.type("prefill", "--engine", "pseudo")
    path = project.catalogue(ROUND_3)
    units = catalogue(project, ROUND_3)
    made = next(unit for unit in units.units if unit.fuzzy and " " in unit.target)
    repository.commit("Robot", "machine text")
    text = path.read_text(encoding="utf-8")
    # a tool that clears marks and, since it is a tool, sets other quotes and spaces
    path.write_text(text.replace("#, fuzzy\n", "").replace(" ~", "\u00a0~"), encoding="utf-8")
    repository.commit("Hasty", "all done")
    shown = project.type("accept", ROUND_3, "--from-git")
    assert "accept    0 units" in shown, made


def test_another_pages_catalogue_in_the_place_of_one_loses_and_publishes_nothing(project: Project) -> None:
    before = project.published(ROUND_1)
    held = project.catalogue(ROUND_1).read_bytes()
    project.catalogue(ROUND_1).write_bytes(project.catalogue(ROUND_2).read_bytes())
    project.type("extract", expected=2)
    project.type("publish")
    assert project.published(ROUND_1) == before
    project.catalogue(ROUND_1).write_bytes(held)
    project.type("extract")
    project.type("publish")
    assert project.published(ROUND_1) == before


def test_another_pages_ledger(project: Project) -> None:
    before = project.published(ROUND_1)
    ledger = project.catalogue(ROUND_1).with_suffix(".review.tsv")
    kept = ledger.read_bytes()
    ledger.write_bytes(project.catalogue(ROUND_2).with_suffix(".review.tsv").read_bytes())
    project.type("run", "--offline")
    assert project.published(ROUND_1) == before
    ledger.write_bytes(kept)
    project.type("run", "--offline")
    assert project.published(ROUND_1) == before


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u0085", "\v"])
def test_a_sign_by_which_readers_would_see_something_else_is_refused(project: Project, sign: str) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", f"400 {sign}lampes")
    project.type("accept", ROUND_1, "--as", "Ann", expected=2)
    project.type("publish")
    assert sign not in public(project)


def test_another_languages_catalogue_and_ledger_publish_nothing(project: Project) -> None:
    """Every text of it is reviewed, as French; no reader of German gets it."""
    settings = project.folder / "config/diptych.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["fr"]', '["fr", "de"]'), encoding="utf-8")
    (project.folder / "config/glossary.csv").unlink()
    (project.folder / "config/fixed.csv").unlink()
    project.type("extract")
    for ending in (".po", ".review.tsv"):
        data = project.catalogue(ROUND_1).with_suffix(ending).read_bytes()
        project.catalogue(ROUND_1, "de").with_suffix(ending).write_bytes(data)
    project.type("publish", expected=2)
    assert "is a catalogue for fr, not for de; restore it from git" in project.errors
    assert not (project.folder / "public/de").exists()


@pytest.mark.parametrize("origin", ["", "web-conferences-round-3", "ours, fixed wording", f"x, {BUT_FOR_FIGURES}"])
def test_french_of_an_imported_memory_is_no_review_where_a_tool_cleared_the_marks(
    project: Project, tmp_path: Path, origin: str
) -> None:
    """Whatever the file says of where it comes from: the project's own pages, or wordings that people fixed."""
    units = catalogue(project, ROUND_3).units
    unit = next(
        unit for unit in units if not unit.target and "<" not in unit.source and not re.search(r"\d", unit.source)
    )
    path = tmp_path / "given.tmx"
    path.write_bytes(tmx.dumps([Entry(unit.source, "N’importe quoi.", origin)], "en", "fr"))
    project.type("memory", "import", str(path))
    project.type("prefill", ROUND_3, "--engine", "memory")
    assert "N’importe quoi." in {known.target for known in catalogue(project, ROUND_3).units}
    text = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    project.catalogue(ROUND_3).write_text(text.replace("#, fuzzy\n", ""), encoding="utf-8")
    project.type("accept", ROUND_3, "--as", "Hasty", "--dry-run")
    assert unit_id(unit) in project.output
    assert "as if a tool had cleared the marks" in project.output


def test_what_an_editor_saves_while_an_engine_is_asked_stays(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    written = catalogue(project, ROUND_3).units[0]
    entry = f'msgid "{written.source}"\nmsgstr ""'

    def slow(xml: str) -> str:
        if entry in project.catalogue(ROUND_3).read_text(encoding="utf-8"):
            project.edit_catalogue(ROUND_3, entry, entry.removesuffix('""') + '"Écrit entre-temps"')
        return mirror(xml)

    with FakeDeepL(slow) as fake:
        project.type("prefill", ROUND_3, "--engine", "deepl", "--server-url", fake.url)
        assert fake.texts
    units = catalogue(project, ROUND_3).units
    assert units[0].target == "Écrit entre-temps"
    assert all(unit.target for unit in units)


def test_what_an_editor_saves_while_history_is_read_stays(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "400 lampes neuves")

    def slow(workspace: Workspace, slug: str, locale: str) -> list[Version]:
        project.edit_catalogue(ROUND_1, "Une personne", "Écrit entre-temps : une personne")
        return committed(workspace, slug, locale)

    monkeypatch.setattr("pipeline.stages.reviewing.accept.committed", slow)
    project.type("accept", ROUND_1, "--from-git", expected=2)
    assert "another program wrote" in project.errors
    assert "Écrit entre-temps" in project.catalogue(ROUND_1).read_text(encoding="utf-8")


def test_a_rollback_brings_nothing_back_that_was_never_approved_where_the_policy_asks_for_it(project: Project) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "400 lampes neuves")
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("publish")
    set_option(project, "publish", 'policy = "approved"')
    project.edit_catalogue(ROUND_1, "400 lampes neuves", "400 lampes")
    project.type("approve", ROUND_1, "--as", "Bob")
    project.type("publish")
    assert f"{ROUND_1}: only approved texts go out now, and one in it never was" in project.type("rollback")
    assert "lampes neuves" not in public(project)

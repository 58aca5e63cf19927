"""check --fix: spaces and quotes put right in a project and in plain files, shown, and nothing un-reviewed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROUND_1, Project


def reviewed_with_a_wrong_space(project: Project) -> None:
    """Round 1, published, with an ordinary space before a colon that somebody accepted so."""
    project.edit_catalogue(ROUND_1, "400 lampes", "400 lampes ; toutes")
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("publish")


def states(project: Project) -> dict[str, str]:
    return {
        unit["unit"]: unit["state"]
        for half in json.loads(project.type("status", "--all", "--json"))["pages"]
        for unit in half["units"]
    }


def test_a_fix_is_shown_and_keeps_every_review(project: Project) -> None:
    reviewed_with_a_wrong_space(project)
    before = states(project)
    project.type("check", "--fix")
    shown = project.output
    assert "lampes[-␣-]{+·+}; toutes" in shown
    assert "· is a no-break space" in shown
    assert "each stands as before" in shown
    assert states(project) == before
    assert "spaces: should be" not in project.type("check", ROUND_1)
    ledger = project.catalogue(ROUND_1).with_suffix(".review.tsv").read_text(encoding="utf-8")
    assert "\taccepted\tAnn\t2026-11-23\tspaces fixed" in ledger
    project.type("publish")
    assert "400 lampes\u00a0; toutes" in project.published(ROUND_1) or "lampes&nbsp;; toutes" in project.published(
        ROUND_1
    )


def test_a_second_fix_changes_nothing(project: Project) -> None:
    reviewed_with_a_wrong_space(project)
    project.type("check", "--fix", ROUND_1)
    before = project.files("locales")
    assert "0 units changed" in project.type("check", "--fix", ROUND_1)
    assert project.files("locales") == before


def test_a_dry_run_writes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed_with_a_wrong_space(project)
    monkeypatch.setenv("CI", "true")
    before = project.files()
    shown = project.type("check", "--fix", "--dry-run", ROUND_1)
    assert "would change" in shown
    assert "lampes[-␣-]{+·+};" in shown
    assert project.files() == before


def test_no_machine_changes_french(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    before = project.files()
    project.type("check", "--fix", expected=2)
    assert "CI is set" in project.errors
    assert project.files() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--dry-run",), "--dry-run goes with --fix"),
        (("--fix", "x.po", "y"), "pages or files"),
        (("--fix", "y"), "no page"),
    ],
)
def test_what_cannot_be_meant_is_said(project: Project, words: tuple[str, ...], told: str) -> None:
    project.type("check", *words, expected=2)
    assert told in project.errors


def test_a_project_says_which_spaces_it_wants(project: Project) -> None:
    reviewed_with_a_wrong_space(project)
    path = project.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\n[french]\nspaces = "narrow"\n', encoding="utf-8")
    project.type("check", "--fix", ROUND_1)
    assert "lampes[-␣-]{+¦+}; toutes" in project.output
    path.write_text(f'{text}\n[french]\nspaces = "wide"\n', encoding="utf-8")
    project.type("check", expected=2)
    assert '"wide" is none of nbsp, narrow, either' in project.errors


PO = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Why?"\nmsgstr "Pourquoi ?"\n\n#, fuzzy\nmsgid "Come!"\nmsgstr "Venez!"\n'


def test_plain_files_are_fixed_and_keep_their_marks(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(PO.format("fr"), encoding="utf-8")
    project.type("check", "--fix", str(path))
    text = path.read_text(encoding="utf-8")
    assert 'msgstr "Pourquoi\u00a0?"' in text
    assert '#, fuzzy\nmsgid "Come!"\nmsgstr "Venez\u00a0!"' in text
    assert "0 units changed" in project.type("check", "--fix", str(path))


def test_other_languages_are_left_alone(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(PO.format("de"), encoding="utf-8")
    project.type("check", "--fix", str(path))
    assert path.read_text(encoding="utf-8") == PO.format("de")


def test_a_projects_catalogue_is_no_plain_file(project: Project) -> None:
    before = project.files("locales")
    project.type("check", "--fix", str(project.catalogue(ROUND_1)), expected=2)
    assert f"diptych check --fix {ROUND_1}" in project.errors
    assert project.files("locales") == before


def test_a_review_taken_back_after_a_fix_does_not_come_back_with_the_old_file(project: Project) -> None:
    reviewed_with_a_wrong_space(project)
    old = project.catalogue(ROUND_1).read_bytes()
    project.type("check", "--fix", ROUND_1)
    ledger = project.catalogue(ROUND_1).with_suffix(".review.tsv")
    text = ledger.read_text(encoding="utf-8")
    fixed = next(line for line in text.splitlines() if "accepted\tAnn\t" in line and "spaces fixed" in line)
    ledger.write_text(text + fixed.replace("accepted\tAnn", "revoked\tBob") + "\n", encoding="utf-8")
    project.catalogue(ROUND_1).write_bytes(old)  # as git does where the commit of the fix is reverted
    assert "claimed" in states(project).values()
    project.type("accept", ROUND_1, "--as", "Ann", expected=2)
    assert "revoked by Bob" in project.errors
    assert ".review.tsv:" in project.errors

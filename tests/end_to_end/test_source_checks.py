"""Remarks on the English pages for their authors: shown, never in the way, and silenced where they are meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import ROUND_1, ROUND_3, Project


def snapshot(project: Project, slug: str) -> Path:
    return project.folder / "locales" / "en" / f"{slug}.html"


def configure(project: Project, lines: str) -> None:
    path = project.folder / "config" / "diptych.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")


def test_authors_are_told_by_file_and_line(project: Project) -> None:
    shown = project.type("check", "--source", ROUND_1)
    assert "4 remarks for the authors of 1 page, as of 23 November 2026; nothing is held back" in shown
    assert f"locales/en/{ROUND_1}.html" in shown
    assert (
        'time-zone        "CET" is wrong on 9 April: Paris has summer time then; write "CEST", or "Paris time"' in shown
    )
    report = json.loads(project.type("check", "--source", ROUND_1, "--json"))
    assert report["today"] == "2026-11-23"
    first = report["findings"][0]
    assert first["file"] == f"locales/en/{ROUND_1}.html"
    assert (first["check"], first["severity"]) == ("alt-text", "warning")
    line = snapshot(project, ROUND_1).read_text(encoding="utf-8").split("\n")[first["line"] - 1]
    assert 'alt="logo_colors"' in line


def test_check_says_how_many_remarks_there_are_and_has_none_among_its_findings(project: Project) -> None:
    shown = project.type("check", ROUND_1)
    assert f"authors   4 remarks on the English; type: diptych check --source {ROUND_1}" in shown
    assert "locales/en/" not in shown
    report = json.loads(project.type("check", "--json"))
    assert report["findings"]
    assert all(finding["file"].startswith("locales/fr/") for finding in report["findings"])


def test_nothing_is_changed(project: Project) -> None:
    before = project.files()
    project.type("check", "--source")
    assert project.files() == before


def test_the_day_comes_from_outside(project: Project) -> None:
    page = snapshot(project, ROUND_3)
    page.write_bytes(
        page.read_bytes().replace(b"Young people meet", b"It will take place on 12 May 2027. They meet", 1)
    )
    assert "is past" not in project.type("check", "--source", ROUND_3)
    assert "12 May 2027 is past" in project.type("check", "--source", ROUND_3, today="2027-05-13")


def test_a_remark_that_is_meant_is_not_seen_again(project: Project) -> None:
    configure(project, f'[source]\nignored_remarks = ["{ROUND_1} time-zone on 9 April", "{ROUND_1} long-title"]')
    shown = project.type("check", "--source")
    assert "wrong on 9 April" not in shown
    assert "wrong on 14 May" in shown
    assert f'"{ROUND_1} long-title" in ignored_remarks fits no remark any more; take it out' in shown
    assert "take it out" not in project.type("check", "--source", ROUND_3)


def test_a_check_is_switched_off(project: Project) -> None:
    configure(project, '[checks]\ntime-zone = "off"\nlink-text = "warning"')
    shown = project.type("check", "--source")
    assert "time-zone" not in shown
    assert "link-text" in shown


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            '[checks]\ntime-zone = "error"',
            '"time-zone" is about the English and holds no page back; one of warning, off',
        ),
        ('[source]\nignored_remarks = ["time-zone"]', '"time-zone" is no entry such as "our-page link-text"'),
    ],
)
def test_settings_that_cannot_be_meant(project: Project, lines: str, told: str) -> None:
    configure(project, lines)
    project.type("check", "--source", expected=2)
    assert told in project.errors


def test_a_page_that_cannot_be_read_blocks_nothing(project: Project) -> None:
    snapshot(project, ROUND_1).write_bytes(b"")
    shown = project.type("check", "--source")
    assert "3 pages" in shown
    assert "is empty" in project.errors
    project.type("check", "--source", ROUND_1, expected=2)
    project.type("check", "--source", ROUND_3)
    assert project.errors == ""


def test_the_daily_round_says_how_many(project: Project) -> None:
    shown = project.type("run", "--offline")
    assert "authors   14 remarks on the English; type: diptych check --source" in shown


def test_files_need_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text('<main><p>x <a href="b.html#two">Session 2</a></p></main>', encoding="utf-8")
    (tmp_path / "b.html").write_text("<main><p id=one>One</p></main>", encoding="utf-8")
    assert main(["check", "--source", f"{tmp_path}/"]) == 0
    shown = capsys.readouterr().out
    assert "1 remark for the authors of 2 pages" in shown
    assert "has no such place" in shown
    assert "ignored_remarks" not in shown
    assert main(["check", "--source", f"{tmp_path}/none.html"]) == 2
    assert "none.html: is not there" in capsys.readouterr().err
    assert main(["check", "--source", f"{tmp_path}/a.html", "page"]) == 2

"""One check silenced about one unit, with a reason, as long as both texts stay; a check's level for the project."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROUND_1, Project

WRONG = ("400 lampes", "40 lampes")


def unit(project: Project) -> str:
    """The unit that has the wrong figure."""
    for half in json.loads(project.type("status", ROUND_1, "--all", "--json"))["pages"]:
        for item in half["units"]:
            if "400" in item["source"]:
                return str(item["unit"])
    raise AssertionError


def test_a_finding_is_silent_until_a_text_changes(project: Project) -> None:
    project.edit_catalogue(ROUND_1, *WRONG)
    project.type("check", ROUND_1, expected=1)
    name = unit(project)
    project.type("ignore", ROUND_1, name, "figures", "--because", "a joke of the author", "--as", "Ann")
    project.type("check", ROUND_1)
    project.type("accept", ROUND_1, name, "--as", "Ann")
    project.type("publish")
    assert "40 lampes" in project.published(ROUND_1)
    line = next(
        line
        for line in project.catalogue(ROUND_1).with_suffix(".review.tsv").read_text(encoding="utf-8").splitlines()
        if "\tignored\t" in line
    )
    assert line.endswith("\tAnn\t2026-11-23\tfigures: a joke of the author")
    project.edit_catalogue(ROUND_1, "40 lampes", "41 lampes")
    project.type("check", ROUND_1, expected=1)


def test_a_check_speaks_again(project: Project) -> None:
    project.edit_catalogue(ROUND_1, *WRONG)
    name = unit(project)
    project.type("ignore", ROUND_1, name, "figures", "--because", "x", "--as", "Ann")
    project.type("ignore", ROUND_1, name, "figures", "--undo")
    project.type("check", ROUND_1, expected=1)
    project.type("ignore", ROUND_1, name, "figures", "--undo", expected=2)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("figures",), "say who and why"),
        (("figures", "--as", "Ann"), "say who and why"),
        (("codes", "--as", "Ann", "--because", "x"), '"codes" is no check that can be ignored'),
        (("length", "--as", "Ann", "--because", "x"), "length finds nothing in this unit"),
    ],
)
def test_what_cannot_be_ignored_is_said(project: Project, words: tuple[str, ...], told: str) -> None:
    project.edit_catalogue(ROUND_1, *WRONG)
    project.type("ignore", ROUND_1, unit(project), *words, expected=2)
    assert told in project.errors


def test_no_machine_ignores(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    project.type("ignore", ROUND_1, "Open", "figures", "--because", "x", "--as", "Robot", expected=2)
    assert "CI is set" in project.errors


@pytest.mark.parametrize(("level", "expected"), [("error", 1), ("warning", 0), ("off", 0)])
def test_a_checks_level_is_the_projects(project: Project, level: str, expected: int) -> None:
    path = project.folder / "config/diptych.toml"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[checks]\nfigures = "{level}"\n', encoding="utf-8")
    project.edit_catalogue(ROUND_1, *WRONG)
    shown = project.type("check", ROUND_1, expected=expected)
    assert ("figures" in shown) is (level != "off")


def test_a_level_that_is_none_is_named(project: Project) -> None:
    path = project.folder / "config/diptych.toml"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[checks]\nfigures = "loud"\n', encoding="utf-8")
    project.type("status", expected=2)
    assert '"loud" is no level; one of error, warning, off' in project.errors

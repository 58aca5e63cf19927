"""A page that moves on the site keeps everything; one that vanishes is reported and its French held."""

import pytest

from tests.conftest import ROUND_1, Project

OLD = "/topics/evenings/web-conferences-round-1/"
NEW = "/evenings/first-round/"
ADDRESS = f"https://forum.example{NEW}"
CANONICAL = f'<link rel="canonical" href="https://forum.example{OLD}">'
SHORT = '<link rel="shortlink" href="https://forum.example/?p=21">'


def registry(project: Project) -> str:
    return (project.folder / "locales" / "pairs.toml").read_text(encoding="utf-8")


def test_a_page_that_redirects_for_good_keeps_its_name_review_and_french_address(project: Project) -> None:
    french = project.published(ROUND_1)
    project.site.redirects[OLD], project.site.copies[NEW] = NEW, OLD
    assert f"moved     {ROUND_1}  {ADDRESS}" in project.type("fetch")
    project.type("extract")
    project.type("publish")
    assert f'address = "{ADDRESS}"' in registry(project)
    assert registry(project).count(OLD) == 0
    assert "UP TO DATE    web-conferences-round-1" in project.type("status", ROUND_1)
    assert project.published(ROUND_1) == french.replace(f"https://forum.example{OLD}", ADDRESS)


@pytest.mark.parametrize("clue", ["canonical link", "number", "words"])
def test_a_page_listed_under_another_address_is_known_again(project: Project, clue: str) -> None:
    if clue != "canonical link":
        project.edit_site("round-1.html", CANONICAL, SHORT if clue == "number" else "")
        project.edit_site("round-1.html", "</h1>", " again</h1>")
        project.type("fetch")
    if clue == "number":
        more = "All of it is told in another way here, and there is much more to read than there was. " * 40
        project.edit_site("round-1.html", "</h1>", f"</h1><p>{more}</p>")
    project.edit_site("activities.html", OLD, NEW)
    project.site.missing.add(OLD)
    project.site.copies[NEW] = OLD
    assert f"moved     {ROUND_1}  {ADDRESS}" in project.type("fetch")
    assert "4 pages: 0 new, 0 changed, 1 moved, 0 gone" in project.output, "it is one page, and it is not gone"
    assert f'address = "{ADDRESS}"' in registry(project)
    assert "first-round]" not in registry(project)
    assert "gone" not in registry(project)
    project.type("extract")
    shown = project.type("status", ROUND_1)
    assert ("UP TO DATE" in shown) == (clue == "canonical link"), "the texts that were reviewed still are"


def test_another_page_that_is_new_while_one_vanished_is_not_taken_for_it(project: Project) -> None:
    project.edit_site("round-1.html", CANONICAL, "")
    project.edit_site("round-1.html", "</h1>", " again</h1>")
    project.type("fetch")
    project.edit_site("activities.html", OLD, NEW)
    project.site.missing.add(OLD)
    project.site.copies[NEW] = "/topics/evenings/web-conferences-round-4/"
    project.edit_site("round-4.html", CANONICAL.replace("round-1", "round-4"), "")
    project.type("fetch")
    assert "first-round]" in registry(project)
    assert "gone" in registry(project)


@pytest.mark.parametrize("leads_to", ["", "/activities/"])
def test_a_page_that_vanished_is_reported_and_its_french_held(project: Project, leads_to: str) -> None:
    before = project.files("locales/published"), project.files("public")
    if leads_to:
        project.site.redirects[OLD] = leads_to
    else:
        project.site.missing.add(OLD)
    assert f"gone      {ROUND_1}" in project.type("fetch", today="2026-12-01")
    project.type("publish")
    assert (project.files("locales/published"), project.files("public")) == before
    status = project.type("status")
    assert status.index("ENGLISH GONE") < status.index("WAITING")
    assert "since 1 December 2026" in status
    assert "diptych withdraw web-conferences-round-1" in status
    project.site.redirects.clear()
    project.site.missing.clear()
    project.type("fetch")
    assert "ENGLISH GONE" not in project.type("status"), "it is back"

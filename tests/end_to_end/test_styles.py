"""The site's style sheets come in with its pages, once, so that previews look right without a network."""

from __future__ import annotations

import datetime

from pipeline.adapters import settings
from pipeline.stages.fetching.style_sheets import kept_styles, linked
from pipeline.workspace import Workspace
from tests.conftest import Project

TODAY = datetime.date(2026, 11, 23)

ADDRESS = "https://forum.example/wp-content/themes/forum/style.css"


def kept(project: Project) -> dict[str, str]:
    return dict(kept_styles(Workspace(project.folder, settings.load(project.folder, {}), TODAY)))


def test_a_style_sheet_is_kept_once_under_the_hash_of_its_content(empty_project: Project) -> None:
    empty_project.type("fetch")
    sheet = (empty_project.site.folder / "style.css").read_text(encoding="utf-8")
    assert kept(empty_project) == {ADDRESS: sheet}
    assert sum("style.css" in path for path in empty_project.site.requests) == 1, "four pages link to it"
    before = empty_project.files("locales")
    empty_project.site.requests.clear()
    empty_project.type("fetch")
    assert not any("style.css" in path for path in empty_project.site.requests), "no page changed"
    assert empty_project.files("locales") == before


def test_a_style_sheet_that_changed_replaces_the_old_one_when_a_page_changes(empty_project: Project) -> None:
    empty_project.type("fetch")
    (empty_project.site.folder / "style.css").write_text("h1{color:teal}", encoding="utf-8")
    empty_project.edit_site("round-3.html", "9 June, 14:00", "16 June, 14:00")
    empty_project.type("fetch")
    assert kept(empty_project) == {ADDRESS: "h1{color:teal}"}
    assert len(list((empty_project.folder / "locales" / "styles").glob("*.css"))) == 1


def test_a_site_without_its_style_sheet_is_fetched_all_the_same(empty_project: Project) -> None:
    (empty_project.site.folder / "style.css").unlink()
    empty_project.type("fetch")
    assert kept(empty_project) == {}
    assert len(list((empty_project.folder / "locales" / "en").glob("*.html"))) == 4


def test_only_the_sites_own_host_is_asked() -> None:
    page = '<link rel=stylesheet href="/a.css?v=1&amp;w=2"><link rel=stylesheet href="//cdn.example/b.css"><link rel=icon href=/c>'
    assert list(linked(page, "https://forum.example/x/")) == ["https://forum.example/a.css?v=1&w=2"]

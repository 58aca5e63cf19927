"""The report for people, and that both halves differ in words, links and the head alone."""

from __future__ import annotations

import re

from pipeline.core.segmentation.markup import END, START, tokens
from pipeline.core.views.reader_view import Change
from pipeline.core.views.side_by_side import Act, PairReport, Side, document
from tests.conftest import ROUND_1, ROUND_3, Project

HEAD = re.compile(
    r'\n?<link rel="(?:alternate|canonical)"[^>]*>|\n?<meta property="og:[^>]*>|<meta name="description"[^>]*>'
)


def skeleton(page: str) -> list[str]:
    """The page's markup without what may differ: words, addresses and languages of links, alternative texts."""
    page = re.sub(r'\n<p class="diptych-\w+".*?</p>', "", HEAD.sub("", page))
    page = re.sub(r'\s(?:href|hreflang|lang|alt|title|content|aria-label|placeholder)="[^"]*"', "", page)
    page = re.sub(r'(<script type="application/ld\+json">).*?(?=</script>)', r"\1", page)
    return [page[token.start : token.end] for token in tokens(page) if token.kind in (START, END)]


def test_the_halves_differ_in_words_links_and_the_head_alone(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    for slug in (ROUND_1, ROUND_3):
        english, french = project.published(slug, "en"), project.published(slug)
        assert skeleton(english) == skeleton(french)
        source = (project.folder / f"locales/en/{slug}.html").read_text(encoding="utf-8")
        added = set(english.splitlines()) - set(source.splitlines())
        assert all(re.search(r'hreflang="|og:locale:alternate|diptych-switcher|wpml-ls', line) for line in added)


def test_dates_for_machines_stay_and_dates_for_people_are_french(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    french = project.published(ROUND_3)
    assert '<time class="entry-date published" datetime="2026-11-02T10:12:08+01:00">2 novembre 2026</time>' in french
    assert '"startDate":"2027-05-12T14:00","inLanguage":"fr"' in french


def test_a_report_has_both_pages_the_changes_and_who_accepted_them(project: Project) -> None:
    project.translate_round_3()
    path = project.folder / "report.html"
    shown = project.type("publish", "--report", str(path))
    assert f"4 pages side by side in {path}" in shown
    text = path.read_text(encoding="utf-8")
    assert "Français: 24 units accepted by Translator on 2026-11-23" in text
    assert text.count("<iframe ") == 6
    assert text.count('<iframe sandbox="" ') == 6
    assert "Soirées au bord du fleuve : un troisième cycle".replace(" :", "\u00a0:") in text
    before = project.files("public")
    project.edit_site("round-3.html", "register/swimming/", "register/swim/")
    project.type("fetch")
    project.type("publish", "--dry-run", "--report", str(path))
    assert "What would be published on 2026-11-23" in path.read_text(encoding="utf-8")
    assert "<del>swimming</del><ins>swim</ins>" in path.read_text(encoding="utf-8")
    assert project.files("public") == before


def test_a_report_is_not_written_over_the_project_s_own_files(project: Project) -> None:
    for place in ("report.txt", "locales/report.html", "public/index.html"):
        project.type("publish", "--report", str(project.folder / place), expected=2)
        assert not (project.folder / place).exists()


def test_hostile_pages_and_names_stay_text() -> None:
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>\x00\ud800'
    pair = PairReport(bad, (Side("fr", bad, bad, bad, (Change(bad, f"{bad}x"),)),), (Act("fr", bad, bad, bad, 1),))
    page = document(bad, [pair])
    found = [token for token in tokens(page) if token.kind == START]
    assert not [token.tag for token in found if token.tag in ("script", "img")]
    assert {name for token in found for name, _ in token.attrs} <= {
        "lang", "charset", "http-equiv", "content", "name", "id", "class", "sandbox", "title", "srcdoc",
    }  # fmt: skip
    assert [token.attr("sandbox") for token in found if token.tag == "iframe"] == [""]
    assert "default-src 'none'" in page

"""The status screen as a page for the browser, and since when a page is out of date."""

import datetime
import subprocess
from pathlib import Path

from turbohtml import parse

from pipeline.core.coverage import Coverage
from pipeline.core.model import Finding, Severity, State
from pipeline.core.settings.values import Settings
from pipeline.screens import status_page
from pipeline.stages.gating.report import HalfStatus, Listed, Standing
from tests.conftest import ROUND_3, Project

HOSTILE = "</td><script>alert(1)</script>\"'<img src=x onerror=alert(1)>"


def git(folder: Path, *arguments: str, date: str = "2026-11-23") -> None:
    people = {"GIT_AUTHOR_DATE": f"{date}T12:00:00Z", "GIT_COMMITTER_DATE": f"{date}T12:00:00Z"}
    known = ["-c", "user.name=Web team", "-c", "user.email=web@forum.example"]
    subprocess.run(
        ["git", *known, *arguments], cwd=folder, check=True, capture_output=True, env={**people, "HOME": "/"}
    )


def changed_after_publication(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    project.edit_site("round-3.html", "we will look at", "we looked at")
    project.type("fetch", today="2026-11-24")
    project.type("extract", today="2026-11-24")


def test_the_page_shows_old_and_new_english_beside_the_french_that_readers_have(project: Project) -> None:
    changed_after_publication(project)
    page = project.folder / "status.html"
    assert "status.html" in project.type("status", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert "<del>will look</del><ins>looked</ins>" in text
    assert "nous nous intéresserons" in text
    assert text.index("out of date</p>") < text.index("waiting</p>") < text.index("up to date</p>")
    assert f'diptych accept {ROUND_3} --as "Name"' in text.replace("&#34;", '"')


def test_the_page_loads_nothing_and_runs_nothing_whatever_a_text_says() -> None:
    finding = Finding("figures", Severity.ERROR, HOSTILE, HOSTILE)
    unit = Listed("abc123", State.FUZZY, HOSTILE, HOSTILE + " then", HOSTILE)
    half = HalfStatus(
        HOSTILE, "fr", Standing.BEHIND, "2026-11-20", Coverage(), (unit,), (finding,), 0, HOSTILE,
        "javascript:alert(1)", "", (), english="javascript:alert(2)",
    )  # fmt: skip
    text = status_page.html([half], Settings(address="https://forum.example/"), datetime.date(2026, 11, 25))
    page = parse(text)
    assert not page.select("script, img, iframe, link, object, [onerror]")
    assert {link.attrs["href"] for link in page.select("a")} == {"https://forum.example/"}
    assert "default-src 'none'" in text


def test_a_page_is_not_written_among_the_projects_own_files(project: Project) -> None:
    for place in ("locales/en/status.html", "public/status.html"):
        project.type("status", "--html", str(project.folder / place), expected=2)
        assert "keeps its own files" in project.errors
    project.type("status", "--html", str(project.folder / "status.txt"), expected=2)
    assert "should end with .html" in project.errors


def test_the_day_on_which_the_english_changed_is_told_where_git_knows_it(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    git(project.folder, "init", "-q")
    git(project.folder, "add", "locales")
    git(project.folder, "commit", "-qm", "Published")
    for day, old, new in (
        ("2026-11-24", "we will look at", "we looked at"),
        ("2026-11-26", "we looked", "we had looked"),
    ):
        project.edit_site("round-3.html", old, new)
        project.type("fetch")
        project.type("extract")
        assert "the English changed since" in project.type("status") or day == "2026-11-26"
        git(project.folder, "add", "locales")
        git(project.folder, "commit", "-qm", "Changed", date=day)
        assert "the English changed on 24 November 2026" in project.type("status")

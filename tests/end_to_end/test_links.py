"""Links of translated pages, and the check of them, with the real command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.adapters.web import Web
from pipeline.core.errors import FetchError
from tests.conftest import ROUND_1, ROUND_3, Project

PDF = "https://forum.example/files/programme-en.pdf"


def with_file(project: Project, name: str = "programme-fr.pdf") -> None:
    path = project.folder / "static/files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4 " + name.encode())


def test_published_pages_of_the_sample_hold_together(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    shown = project.type("check", "--links")
    assert "links     0 errors, 0 warnings" in shown
    assert "elsewhere not asked" in shown
    project.type("withdraw", ROUND_1)
    assert "0 errors" in project.type("check", "--links")


def test_a_french_file_is_linked_where_it_is_there(project: Project) -> None:
    project.edit_site("round-1.html", "https://forum.example/register/last-bus/", PDF)
    project.type("run")
    assert f'href="{PDF}"' in project.published(ROUND_1)
    with_file(project)
    project.type("publish")
    assert f'href="{PDF.replace("-en.", "-fr.")}"' in project.published(ROUND_1)
    assert f'href="{PDF}"' in project.published(ROUND_1, "en")
    assert (project.folder / "public/files/programme-fr.pdf").read_bytes().startswith(b"%PDF")
    with_file(project, "programme-en.pdf")
    assert "0 errors" in project.type("check", "--links")


def test_configured_addresses_of_other_sites_are_used(project: Project) -> None:
    table = project.folder / "config/links.csv"
    table.write_text("en,fr\nhttps://lantern.example/,https://lantern.example/fr/\n", encoding="utf-8")
    project.type("publish")
    assert '"https://lantern.example/fr/" target="_blank"' in project.published(ROUND_1)
    assert '"https://lantern.example/" target="_blank"' in project.published(ROUND_1, "en")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("en,fr\nhttps://a.example/,x\n", 'config/links.csv:2: "x" in column "fr" is no web address'),
        (
            "en,fr\nhttps://a.example/,\nhttps://a.example/,\n",
            "config/links.csv:3: this address stands here a second time",
        ),
        ("english,fr\n", 'config/links.csv:1: the first line has no column "en"'),
        ("en,fr\nhttps://a.example/\n", "config/links.csv:2: has another number of columns"),
    ],
)
def test_a_wrong_table_of_links_is_one_line_and_changes_nothing(project: Project, text: str, reason: str) -> None:
    before = project.files("public"), project.files("locales")
    (project.folder / "config/links.csv").write_text(text, encoding="utf-8")
    project.type("publish", expected=2)
    assert project.errors.count("\n") == 1
    assert reason in project.errors
    assert (project.files("public"), project.files("locales")) == before


def test_the_web_is_asked_only_where_people_want_it_and_members_pages_may_refuse(project: Project) -> None:
    for page in project.site.folder.glob("round-*.html"):  # every host of the pages is this machine then
        page.write_text(page.read_text(encoding="utf-8").replace("//lantern.", "//forum."), encoding="utf-8")
    project.type("run")
    project.site.requests.clear()
    project.type("check", "--links")
    assert project.site.requests == []
    config = project.folder / "config/diptych.toml"
    text = config.read_text(encoding="utf-8")
    project.type("check", "--links", "--online", "--json", expected=1)
    report = json.loads(project.output)
    messages = [finding["message"] for finding in report["findings"]]
    assert any("https://forum.example/network/ answers 403" in message for message in messages)
    assert any("https://forum.example/register/light/ answers 404" in message for message in messages)
    assert report["counts"]["not_asked"] == 0
    config.write_text(text + '\n[links]\nmembers_only = ["https://forum.example/network/"]\n', encoding="utf-8")
    project.type("check", "--links", "--online", expected=1)
    assert "403" not in project.output


def test_a_host_that_is_down_is_one_line_and_is_asked_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def down(_: Web, address: str) -> None:
        asked.append(address)
        raise FetchError(f"{address}: cannot be reached; try again later", passing="//lantern." in address)

    links = "".join(f'<p><a href="https://lantern.example/{number}/">Lamp {number}</a></p>' for number in range(4))
    project.edit_site("round-1.html", "</article>", f"{links}</article>")
    project.type("run")
    monkeypatch.setattr(Web, "get_page", down)
    shown = project.type("check", "--links", "--online", ROUND_1)
    assert len([address for address in asked if "//lantern." in address]) == 1
    (line,) = [line for line in shown.splitlines() if "//lantern." in line]
    assert "cannot be reached; try again later (" in line
    assert "more links to lantern.example not looked at)" in line


def test_a_published_file_that_is_lost_is_found_and_publish_puts_it_back(project: Project) -> None:
    path = project.folder / f"locales/published/{ROUND_1}.fr.html"
    before = path.read_bytes()
    path.unlink()
    shown = project.type("check", "--links", expected=1)
    assert f"error   locales/published/{ROUND_1}.fr.html:1: links: is missing though readers have it" in shown
    project.type("check", "--links", ROUND_3)
    project.type("publish")
    assert path.read_bytes() == before
    project.type("check", "--links")


def test_a_link_broken_by_hand_is_found(project: Project) -> None:
    path = Path(project.folder / f"locales/published/{ROUND_1}.fr.html")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('rel="canonical" href="', 'rel="canonical" href="https://x.example/'), encoding="utf-8"
    )
    assert f"error   locales/published/{ROUND_1}.fr.html:1: links: its canonical" in project.type(
        "check", "--links", expected=1
    )
    project.type("check", "--links", "-q", expected=1)
    assert "canonical" in project.errors
    project.type("check", "--links", ROUND_3)

"""Sites without the companion plugin, and with a plugin for languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wordpress.conftest import PostProject, made_project
from tests.wordpress.site import COMPANION, POLYLANG, WordPressSite
from tests.wordpress.test_publishing import BLOCKS, FRENCH_BLOCKS, alternates, html_lang

pytestmark = pytest.mark.wordpress
Make = Callable[..., PostProject]


@pytest.fixture
def on(
    start_site: Callable[..., WordPressSite],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Make:
    """A project on a site with the plugins named."""
    return lambda *plugins: made_project(start_site("debian", *plugins), tmp_path, monkeypatch, capsys)


def test_without_the_companion_french_goes_out_and_doctor_says_what_is_missing(on: Make) -> None:
    project = on()
    project.configure('status = "publish"')
    project.post("Evenings by the river", BLOCKS, slug="evenings")
    project.set_up("evenings")
    project.type("publish")
    french = project.french("evenings")
    assert french["content"]["raw"] == FRENCH_BLOCKS
    assert french["meta"] == [] or "_diptych_language" not in french["meta"]
    assert "1 unchanged" in project.type("publish")
    page = project.site.page(french["link"])
    assert alternates(page) == {}
    assert html_lang(page) == "en-US"
    out = project.type("doctor")
    assert "the companion plugin is not there" in out
    assert "no plugin for languages is there" in out


def test_with_polylang_the_companion_tells_it_both_halves(on: Make) -> None:
    project = on(COMPANION, POLYLANG)
    project.configure('status = "publish"')
    english = project.post("Evenings by the river", BLOCKS, slug="evenings")
    project.set_up("evenings")
    project.type("publish")
    french = project.french("evenings")
    told = project.site.rest("GET", f"pll/v1/stand-in/{french['id']}")
    assert told == {"language": "fr", "halves": {"en": english["id"], "fr": french["id"]}}
    assert "Polylang is there: the companion plugin tells it" in project.type("doctor")
    assert alternates(project.site.page(french["link"])) == {}, "Polylang shows its own"


def test_with_polylang_alone_its_own_field_is_used_and_doctor_says_that_no_link_is_made(on: Make) -> None:
    project = on(POLYLANG)
    out = project.type("doctor")
    assert "Polylang is there but shows no fields in REST" in out
    project.post("Evenings by the river", BLOCKS, slug="evenings")
    project.set_up("evenings")
    project.type("publish")
    assert project.french("evenings")["status"] == "draft"

"""The published pair in a real browser, as readers meet it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from pipeline.core.registry import public_path
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project

PAGE = "https://forum.example/topics/evenings/web-conferences-round-1/"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default::DeprecationWarning")]


def opened(browser: Browser, public: Path) -> Page:
    """A browser page for which the public folder is the whole web."""

    def answer(route: Route) -> None:
        file = public / public_path(route.request.url.split("?")[0], "none", "en")
        if file.is_file():
            route.fulfill(body=file.read_bytes(), content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page = browser.new_page()
    page.route("**/*", answer)
    return page


def test_a_reader_goes_to_and_fro_between_the_halves(project: Project, browser: Browser) -> None:
    page = opened(browser, project.folder / "public")
    page.goto(PAGE)
    assert page.evaluate("document.documentElement.lang") == "en-US"
    page.click("p.wpml-ls a")
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.text_content("h1") == "Soirées au bord du fleuve : un premier cycle de conférences en ligne"
    assert (page.text_content("p.wpml-ls") or "").startswith("Aussi en…")
    assert page.get_attribute("p.wpml-ls a", "hreflang") in (None, "en")
    page.click("p.wpml-ls a")
    assert page.url == PAGE
    page.close()


def test_a_link_between_french_pages_stays_french(project: Project, browser: Browser) -> None:
    project.translate_round_3()
    project.type("publish")
    page = opened(browser, project.folder / "public")
    page.goto(f"https://forum.example/topics/evenings/{ROUND_3}/")
    page.click("p.diptych-switcher a")
    page.click("text=premier cycle de ces conférences")
    assert page.text_content("h1") == "Soirées au bord du fleuve : un premier cycle de conférences en ligne"
    page.close()


HOSTILE = [
    "<script>window.hacked=true</script>",
    "<img src=x onerror=window.hacked=true>",
    '\\" onmouseover=\\"window.hacked=true',
    "</title><script>window.hacked=true</script>",
    "&lt;script>window.hacked=true&lt;/script>",
    "javascript:window.hacked=true // Inscription gratuite",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_translation_that_was_accepted_runs_nothing(project: Project, browser: Browser, payload: str) -> None:
    text = project.catalogue(ROUND_2).read_text(encoding="utf-8")
    old = 'places are not limited."\nmsgstr ""'
    project.catalogue(ROUND_2).write_text(
        text.replace(old, f'places are not limited."\nmsgstr "{payload}"'), encoding="utf-8"
    )
    status = 0 if payload.startswith(("javascript", "\\")) else 2
    project.type("accept", ROUND_2, "--as", "Mallory", expected=status)
    project.type("publish")
    page = opened(browser, project.folder / "public")
    for file in sorted((project.folder / "public").rglob("*.html")):
        page.goto(f"https://forum.example/{file.relative_to(project.folder / 'public').parent}/")
        page.hover("main p >> nth=3")
        assert page.evaluate("window.hacked") is None
    page.close()
    french = project.folder / f"locales/published/{ROUND_2}.fr.html"
    assert french.exists() == (status == 0)


def test_both_halves_validate_as_each_others_alternate(project: Project, browser: Browser) -> None:
    page = opened(browser, project.folder / "public")
    script = "[...document.querySelectorAll('link[hreflang]')].map(l => [l.hreflang, l.href])"
    page.goto(PAGE)
    english = page.evaluate(script)
    page.goto(dict(english)["fr"])
    assert page.evaluate(script) == english
    assert [name for name, _ in english] == ["en", "fr", "x-default"]
    assert page.evaluate("document.querySelector('link[rel=canonical]').href") == dict(english)["fr"]
    assert ROUND_1 in dict(english)["en"]
    page.close()

"""Nobody is shut out: axe finds nothing by WCAG 2.2 AA; zoom, small screens, dark and light, names for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project
from tests.review.conftest import Desk
from tests.review.test_acts import FRENCH, in_poedit
from tests.review.test_days import change_english, choose

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default::DeprecationWarning")]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "iframes": False,  # what stands in there is the site's
}
LIGHTS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "locale": "fr-FR"},
]


def assert_open_to_all(window: Page) -> None:
    found = Axe().run(window, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def changed(window: Page, desk: Desk) -> None:
    desk.go(window, f"/page/{ROUND_1}/fr")
    expect(window.locator("article ins")).to_be_visible()
    window.locator("#target").fill("Un texte avec 99 fautes")
    expect(window.locator("#findings .error").first).to_be_visible()


def with_codes(window: Page, desk: Desk) -> None:
    desk.go(window, f"/page/{ROUND_3}/fr")
    choose(window, "In 2022, the Forum set up")


def shortcuts(window: Page, desk: Desk) -> None:
    desk.go(window, "/")
    window.locator('[data-do="help"]').click()
    expect(window.locator("#help-dialog")).to_be_visible()


def asked_for_a_name(window: Page, desk: Desk) -> None:
    desk.go(window, "/")
    window.locator('[data-do="name"]').click()
    expect(window.locator("#name-dialog")).to_be_visible()


def signed_off(window: Page, desk: Desk) -> None:
    desk.go(window, f"/signoff/{ROUND_2}/fr")


def searched(window: Page, desk: Desk) -> None:
    desk.go(window, "/?q=registration")


def left_outside(window: Page, desk: Desk) -> None:
    window.context.clear_cookies()
    window.goto(desk.address("/"))


PLACES = [searched, changed, with_codes, shortcuts, asked_for_a_name, signed_off, left_outside]


@pytest.mark.parametrize("light", LIGHTS, ids=["light", "dark", "French"])
def test_axe_finds_nothing(project: Project, desk: Desk, light: dict[str, Any]) -> None:
    change_english(project)
    in_poedit(project, FRENCH)
    project.type("accept", ROUND_2, "--as", "Translator")
    window = desk.open(**light)
    for place in PLACES:
        place(window, desk)
        assert_open_to_all(window)
    desk.complaints.clear()  # the last place is a refusal


@pytest.mark.parametrize(
    ("width", "height"), [(680, 430), (390, 800), (320, 640)], ids=["200 %", "telephone", "reflow"]
)
def test_nothing_runs_off_the_side(project: Project, desk: Desk, width: int, height: int) -> None:
    """WCAG 1.4.10: no scrolling in two directions at 320 CSS pixels; a window of 1,360 at 200 % is one of 680."""
    change_english(project)
    window = desk.open(viewport={"width": width, "height": height})
    for place in (searched, changed, with_codes, signed_off):
        place(window, desk)
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert_open_to_all(window)
    with_codes(window, desk)
    window.locator('[data-do="accept-next"]').scroll_into_view_if_needed()
    expect(window.locator('[data-do="accept-next"]')).to_be_in_viewport()


def test_every_text_says_its_language(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_2}/fr", locale="fr-FR")
    wrong = window.evaluate(
        """() => [...document.querySelectorAll("#units .words, .source, .around a, h1")].filter(
            (element) => element.closest("[lang]").lang !== "en").map((element) => element.textContent)"""
    )
    assert wrong == []


def test_motion_is_left_out_where_nobody_wants_it(desk: Desk) -> None:
    window = desk.open(reduced_motion="reduce")
    assert window.evaluate("getComputedStyle(document.querySelector('button')).transitionDuration") in ("0s", "")


@pytest.mark.parametrize("open_", [shortcuts, asked_for_a_name])
def test_a_dialog_takes_the_focus_and_gives_it_back(desk: Desk, open_: Callable[[Page, Desk], None]) -> None:
    window = desk.open()
    open_(window, desk)
    assert window.evaluate("document.activeElement.closest('dialog') !== null")
    window.keyboard.press("Escape")
    assert window.evaluate("document.activeElement.matches('.tools button')")
    desk.complaints.clear()

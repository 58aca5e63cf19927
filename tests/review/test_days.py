"""The three users' days in a real browser: find the changed text, mend it, accept, approve, publish, see it on disk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pipeline.adapters import settings
from pipeline.review.server import Place, Server
from pipeline.workspace import Workspace
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project
from tests.review.conftest import TODAY, Desk
from tests.review.test_acts import FRENCH, OTHER, acts, in_poedit, unit

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default::DeprecationWarning")]

LINKED = "The web conferences are open to all cities"


def change_english(project: Project) -> None:
    page = project.folder / "locales" / "en" / f"{ROUND_1}.html"
    text = page.read_text(encoding="utf-8")
    assert "Warm light draws people" in text
    page.write_text(text.replace("Warm light draws people", "Warm light draws many people"), encoding="utf-8")
    project.type("extract")
    project.type("publish")


def name_of(window: Page, words: str) -> str:
    """The name of the unit whose English begins so."""
    link = window.locator("#units a", has_text=words).first
    return (link.get_attribute("href") or "").removeprefix("#")


def choose(window: Page, words: str) -> None:
    name = name_of(window, words)
    window.locator(f'#units [data-unit="{name}"] a').click()
    expect(window.locator(f'article[data-name="{name}"]')).to_be_visible()
    expect(window.locator("#matches")).to_have_attribute("aria-busy", "false")


def test_a_translator_mends_the_changed_text_and_it_goes_out(project: Project, desk: Desk) -> None:
    change_english(project)
    window = desk.open()
    card = window.locator(f'[data-page="{ROUND_1}/fr"]')
    expect(card).to_contain_text("out of date")
    expect(card).to_contain_text("1 text waits")
    card.get_by_role("link").first.click()
    expect(window.locator("article ins")).to_contain_text("many")
    expect(window.locator("article .state")).to_have_text("to look at again")
    field = window.locator("#target")
    old = field.input_value()
    expect(window.locator(".help")).to_contain_text("The translation of the older English")
    assert "La lumière chaude attire du monde" in old or old
    new = old.replace(".", " beaucoup.", 1)
    field.fill(new)
    halves = window.frame_locator("#frame-target")
    expect(halves.locator("[data-diptych-here]")).to_contain_text("beaucoup.")
    field.press("Control+Enter")
    expect(window.locator("#waiting")).to_have_text("Nothing waits on this page")
    window.get_by_role("link", name="Sign off and publish").first.click()
    expect(window.locator(".way")).to_contain_text("Nothing is left.")
    window.get_by_role("button", name="Approve this page").click()
    expect(window.locator(".way")).to_contain_text("The page is approved.")
    expect(window.locator(".changed ins").first).to_contain_text("beaucoup")
    window.get_by_role("button", name="Publish exactly this").click()
    expect(window.locator("#outcome")).to_contain_text("Published. Readers have it now.")
    french, english = project.published(ROUND_1), project.published(ROUND_1, "en")
    assert "beaucoup." in french
    assert "Warm light draws many people" in english
    assert 'class="diptych-notice"' not in french
    project.type("status", ROUND_1)
    assert "up to date" in project.output.lower()


def test_the_staff_publisher_sees_exactly_what_changes_and_publishes(project: Project, desk: Desk) -> None:
    in_poedit(project, FRENCH)
    project.type("accept", ROUND_2, "--as", "Translator")
    window = desk.open(name="Staff")
    card = window.locator(f'[data-page="{ROUND_2}/fr"]')
    expect(card).to_contain_text("ready to publish")
    card.get_by_role("link", name="Sign off and publish").click()
    expect(window.locator(".changed").first).to_contain_text("new for readers")
    expect(window.frame_locator(".changed iframe").locator("body")).to_contain_text(FRENCH)
    window.get_by_role("button", name="Publish exactly this").click()
    expect(window.locator("#outcome")).to_contain_text("fr: published")
    assert FRENCH in project.published(ROUND_2)


def test_the_ci_job_counts_what_was_accepted_in_the_browser(
    project: Project, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.open(f"/page/{ROUND_2}/fr")
    before = project.type("coverage", ROUND_2, "--min-reviewed", "0")
    window.locator("#target").fill(FRENCH)
    window.locator("#target").press("Control+Enter")
    expect(window.locator("#waiting")).to_have_text("Nothing waits on this page")
    monkeypatch.setenv("CI", "true")
    project.type("check", ROUND_2)
    after = project.type("coverage", ROUND_2, "--min-reviewed", "100")
    assert "100" in after
    assert before != after
    project.type("fmt", "--check")


def test_findings_come_while_one_types_and_hold_an_acceptance_back(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_2}/fr")
    field = window.locator("#target")
    field.fill("L’inscription est gratuite pour 3 personnes.")
    expect(window.locator("#findings .error")).to_contain_text("3")
    field.press("Control+Enter")
    expect(window.locator("#alert")).to_contain_text("nothing was recorded")
    assert unit(project).target == ""
    field.fill(FRENCH)
    expect(window.locator("#findings .error")).to_have_count(0)


def test_codes_go_in_by_key_and_out_whole(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_3}/fr")
    choose(window, "The first round of these conferences")
    field = window.locator("#target")
    field.fill("premier cycle")
    field.press("Control+A")
    field.press("Alt+1")
    expect(field).to_have_value("<a1>premier cycle</a1>")
    expect(window.locator(".backdrop .chip")).to_have_count(2)
    field.press("End")
    field.press("Backspace")
    expect(field).to_have_value("<a1>premier cycle")
    field.press("Home")
    field.press("Delete")
    expect(field).to_have_value("premier cycle")
    field.press("Control+Z")
    expect(field).to_have_value("<a1>premier cycle")


def test_nothing_is_typed_or_deleted_inside_a_code(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_3}/fr")
    choose(window, "The first round of these conferences")
    field = window.locator("#target")
    field.fill("un <a1>lien</a1> ici")
    field.evaluate("field => field.setSelectionRange(5, 5)")
    field.press("x")
    expect(field).to_have_value("un <a1>xlien</a1> ici")
    field.evaluate("field => field.setSelectionRange(1, 5)")
    field.press("Delete")
    expect(field).to_have_value("uxlien</a1> ici")
    field.press("End")
    field.press("ArrowLeft")
    field.evaluate("field => field.setSelectionRange(11, 11)")
    field.press("Control+Backspace")
    expect(field).to_have_value("uxlien ici")
    field.fill("mot<br1/>")
    field.press("End")
    field.press("Control+Backspace")
    expect(field).to_have_value("mot")


def test_the_keyboard_alone_is_enough(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_3}/fr")
    first = window.locator("article").get_attribute("data-name")
    keys = window.keyboard
    keys.press("Alt+ArrowDown")
    expect(window.locator(f'article:not([data-name="{first}"])')).to_be_visible()
    keys.press("Alt+ArrowUp")
    expect(window.locator(f'article[data-name="{first}"]')).to_be_visible()
    window.locator("#units a[aria-current]").focus()
    keys.press("ArrowDown")
    expect(window.locator("#units a[aria-current]")).to_be_focused()
    expect(window.locator(f'article:not([data-name="{first}"])')).to_be_visible()
    keys.press("?")
    expect(window.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    keys.press("Alt+n")
    window.locator("#target").focus()
    keys.type("Une phrase en français pour essayer.")
    keys.press("Control+s")
    expect(window.locator("article .state")).to_have_text("not accepted yet")
    keys.press("Alt+c")
    window.get_by_role("dialog", name="Comment").wait_for()
    keys.type("À relire par le bureau")
    keys.press("Tab")
    keys.press("Enter")
    expect(window.locator(".comment")).to_contain_text("À relire par le bureau")
    keys.press("Alt+w")
    window.get_by_role("dialog", name="Needs work").wait_for()
    keys.press("Tab")
    keys.press("Enter")
    expect(window.locator("article .state")).to_have_text("to look at again")
    keys.press("Alt+z")
    expect(window.locator("article .state")).to_have_text("not accepted yet")


def test_the_english_change_does_not_matter_by_key(project: Project, desk: Desk) -> None:
    change_english(project)
    window = desk.open(f"/page/{ROUND_1}/fr")
    expect(window.locator("article ins")).to_contain_text("many")
    window.locator("#target").press("Alt+e")
    expect(window.locator("#waiting")).to_have_text("Nothing waits on this page")
    project.type("status", ROUND_1)
    assert "ready" in project.output.lower()


def test_a_click_on_either_half_opens_the_text(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_1}/fr")
    for frame in ("#frame-source", "#frame-target"):
        expect(window.locator(f"{frame}[data-ready]")).to_be_attached()
        place = window.evaluate(
            """id => { const frame = document.querySelector(id), place = frame.contentDocument.querySelector("h1 diptych-unit");
            place.scrollIntoView(); const a = frame.getBoundingClientRect(), b = place.getBoundingClientRect();
            return [a.x + b.x + 8, a.y + b.y + 8]; }""",
            frame,
        )
        window.mouse.click(*place)
        expect(window.locator("article")).to_have_attribute("data-source", re.compile("^Evenings by the river"))
        window.locator("article").get_by_role("button", name="Next", exact=True).click()
        expect(window.locator("article")).not_to_have_attribute("data-source", re.compile("^Evenings by the river"))


def test_arrow_keys_go_from_text_to_text_inside_a_half(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_1}/fr")
    expect(window.locator("#frame-source[data-ready]")).to_be_attached()
    first = window.locator("article").get_attribute("data-name")
    window.locator("#frame-source").focus()
    window.keyboard.press("ArrowDown")
    expect(window.locator(f'article:not([data-name="{first}"])')).to_be_visible()
    expect(window.locator("#frame-source")).to_be_focused()
    window.keyboard.press("ArrowUp")
    expect(window.locator(f'article[data-name="{first}"]')).to_be_visible()


def test_what_was_typed_survives_a_killed_server(project: Project, desk: Desk) -> None:
    workspace = Workspace(project.folder, settings.load(project.folder, {}), TODAY)
    first = Server(workspace, Place(), lambda: TODAY)
    address = f"http://127.0.0.1:{first.port}/page/{ROUND_2}/fr"
    with first.running():
        window = desk.browser.new_context().new_page()
        window.goto(first.invitation())
        window.context.add_cookies([{"name": "diptych-name", "value": "Anna", "domain": "127.0.0.1", "path": "/"}])
        window.goto(address)
        window.locator("#target").fill(FRENCH)
        expect(window.locator("#units .draft")).to_have_count(1)
    window.locator("#target").press("Control+s")
    expect(window.locator("#alert")).to_contain_text("What you typed stays in this browser")
    second = Server(workspace, Place(port=first.port), lambda: TODAY)
    with second.running():
        window.goto(second.invitation())
        window.goto(address)
        expect(window.locator("#target")).to_have_value(FRENCH)
        expect(window.locator("#notice")).to_contain_text("You had not saved this text")
        window.locator("#target").press("Control+Enter")
        expect(window.locator("#waiting")).to_have_text("Nothing waits on this page")
    assert acts(project) == [("accepted", "Anna", "")]


def test_two_windows_show_each_others_text_before_anything_is_replaced(project: Project, desk: Desk) -> None:
    anna, bruno = desk.open(f"/page/{ROUND_2}/fr", name="Anna"), desk.open(f"/page/{ROUND_2}/fr", name="Bruno")
    bruno.locator("#target").fill(OTHER)
    anna.locator("#target").fill(FRENCH)
    anna.locator("#target").press("Control+Enter")
    expect(anna.locator("#waiting")).to_have_text("Nothing waits on this page")
    bruno.locator("#target").press("Control+s")
    expect(bruno.locator("#notice")).to_contain_text("Nothing was overwritten")
    expect(bruno.locator("#notice del")).not_to_have_count(0)
    assert unit(project).target == FRENCH
    bruno.get_by_role("button", name="Keep mine").click()
    bruno.locator("#target").press("Control+s")
    expect(bruno.locator("#said")).to_contain_text("Saved")
    assert unit(project).target == OTHER
    assert FRENCH in unit(project).comments


def test_what_an_editor_changes_meanwhile_is_shown_without_a_reload(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_2}/fr")
    in_poedit(project, OTHER)
    expect(window.locator("#target")).to_have_value(OTHER, timeout=10_000)
    expect(window.frame_locator("#frame-target").locator("[data-diptych-here]")).to_have_text(OTHER)


def test_the_name_is_asked_once_and_kept(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_2}/fr", name="")
    window.locator("#target").fill(FRENCH)
    window.locator("#target").press("Control+Enter")
    dialog = window.get_by_role("dialog", name="Who reviews?")
    dialog.get_by_label("Your name").fill("Zoë")
    dialog.get_by_role("button", name="That's me").click()
    expect(window.locator("#waiting")).to_have_text("Nothing waits on this page")
    assert acts(project) == [("accepted", "Zoë", "")]
    desk.go(window, "/")
    expect(window.get_by_role("button", name="Reviewing as Zoë")).to_be_visible()


def test_the_page_speaks_french_and_says_which_text_is_what(project: Project, desk: Desk) -> None:
    window = desk.open(locale="fr-FR")
    expect(window.locator("h1")).to_contain_text("textes vous attendent")
    assert window.evaluate("document.documentElement.lang") == "fr"
    desk.go(window, f"/page/{ROUND_2}/fr")
    expect(window.get_by_role("button", name="Accepter, suivant")).to_be_visible()
    assert window.locator("p.source").first.get_attribute("lang") == "en"
    assert window.locator("#target").get_attribute("lang") == "fr"
    assert window.frame_locator("#frame-target").locator("diptych-unit[lang=en]").count() == 1, (
        "what is not translated yet"
    )
    window.get_by_role("button", name="English").click()
    expect(window.get_by_role("button", name="Accept, next")).to_be_visible()


def test_a_match_of_the_memory_is_shown_with_score_and_source_and_put_in_by_key(project: Project, desk: Desk) -> None:
    change_english(project)
    window = desk.open(f"/page/{ROUND_3}/fr")
    choose(window, "In 2022, the Forum set up")
    expect(window.locator(".match").first).to_contain_text("%")
    expect(window.locator(".match").first).to_contain_text(ROUND_1)
    match = window.locator('.match [data-do="put"]').first.get_attribute("data-text")
    window.locator("#target").fill("")
    window.locator("#target").press("Alt+m")
    expect(window.locator("#target")).to_have_value(match or "nothing")


def test_the_overview_says_what_changed_since_last_time(project: Project, desk: Desk) -> None:
    window = desk.open()
    expect(window.locator(".news:visible")).to_have_count(0)
    change_english(project)
    desk.go(window, "/")
    expect(window.locator(f'[data-page="{ROUND_1}/fr"] .news')).to_have_text("the English changed")
    window.get_by_role("button", name="Mark all as seen").click()
    desk.go(window, "/")
    expect(window.locator(".news:visible")).to_have_count(0)


def test_a_check_that_is_wrong_is_said_so_with_a_reason(project: Project, desk: Desk) -> None:
    window = desk.open(f"/page/{ROUND_2}/fr")
    window.locator("#target").fill("L’inscription est gratuite pendant 3 jours.")
    expect(window.locator("#findings .error")).to_have_count(1)
    expect(window.get_by_role("button", name="Wrong here")).to_have_count(0)
    window.locator("#target").press("Control+s")
    expect(window.locator("article .state")).to_have_text("not accepted yet")
    window.locator("#findings .error").get_by_role("button", name="Wrong here").click()
    dialog = window.get_by_role("dialog", name="This check is wrong here")
    dialog.get_by_label("Why?").fill("the office said so")
    dialog.get_by_role("button", name="Do it").click()
    expect(window.locator("#findings .error")).to_have_count(0)
    assert ("ignored", "Anna", "figures: the office said so") in acts(project)

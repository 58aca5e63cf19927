"""Neither a hostile translation nor a hostile page runs anything in the reviewer's browser, or leads it away."""

from __future__ import annotations

import polib
import pytest
from playwright.sync_api import Page, Request, expect

from tests.conftest import ROUND_1, ROUND_2, Project
from tests.review.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default::DeprecationWarning")]

SCRIPT = "top.hacked=parent.hacked=window.hacked=true"
TARGETS = [
    f"<script>{SCRIPT}</script>",
    f"<img src=x onerror={SCRIPT}>",
    f"<svg onload={SCRIPT}>",
    f'" onmouseover="{SCRIPT}" x="',
    f"' autofocus onfocus='{SCRIPT}",
    f"</textarea><script>{SCRIPT}</script>",
    f"</title></style></script><script>{SCRIPT}</script>",
    f"&lt;img src=x onerror={SCRIPT}&gt;",
    f"javascript:{SCRIPT}",
    f"<a1 href=javascript:{SCRIPT}>x</a1>",
    f"<diptych-unit data-unit=0 onclick={SCRIPT}>x</diptych-unit>",
    "{{ ''.__class__.__mro__ }}{% for x in () %}{% endfor %}",
    f"<iframe srcdoc='<script>{SCRIPT}</script>'></iframe>",
    "</p><base href=//evil.example>",
]
PAGE = f"""<!DOCTYPE html><html lang="en" onload="{SCRIPT}"><head><title>Hostile</title>
<base href="//evil.example/"><meta http-equiv="refresh" content="0;url=//evil.example/"><meta http-equiv="Content-Security-Policy" content="script-src *">
<link rel="stylesheet" href="//evil.example/x.css"><link rel="preload" as="script" href="//evil.example/x.js"><link rel="icon" href="//evil.example/i">
<style>@import url(//evil.example/a.css); body {{ background: url(//evil.example/b.png) }} h1 {{ position: fixed; inset: 0; z-index: 9999 }}</style>
<script>{SCRIPT}</script></head><body onload="{SCRIPT}" onpageshow="{SCRIPT}"><main>
<h1 onmouseover="{SCRIPT}">A hostile page with words</h1><p>It says something long enough to be a text, with <a href="javascript:{SCRIPT}" target="_top">a link</a> in it.</p>
<p><a href="//evil.example/" target="_top">Another link that leads away</a> and <a href="/publish/x/fr">one to ourselves</a>.</p>
<img src="//evil.example/i.png" onerror="{SCRIPT}" alt='"&gt;<script>{SCRIPT}</script>'><svg onload="{SCRIPT}"><script>{SCRIPT}</script></svg>
<iframe src="javascript:{SCRIPT}"></iframe><object data="javascript:{SCRIPT}"></object><embed src="//evil.example/e"><video src="//evil.example/v" onerror="{SCRIPT}" autoplay></video>
<form action="//evil.example/" target="_top"><button formaction="javascript:{SCRIPT}">A button that sends something away</button><input autofocus onfocus="{SCRIPT}"></form>
<details open ontoggle="{SCRIPT}"><summary>More of it</summary></details><math><mtext><style><img src=x onerror="{SCRIPT}"></style></mtext></math>
<noscript><p title="</noscript><img src=x onerror={SCRIPT}>">Words without scripts</p></noscript>
<p class="diptych-unit" data-unit="0" data-units="1 2" data-diptych="reviewed">A text that pretends to be marked already.</p>
</main><plaintext><script>{SCRIPT}</script>"""


def watched(window: Page, desk: Desk) -> list[Request]:
    """Every request of the window besides those to us; those that its policy stops before they leave are among them."""
    found: list[Request] = []

    def note(request: Request) -> None:
        if not request.url.startswith((desk.address("/"), "data:")):
            found.append(request)

    window.on("request", note)
    return found


def assert_safe(window: Page, desk: Desk, asked: list[Request]) -> None:
    ran = """[window, ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow)].some((one) => one.hacked)"""
    assert window.evaluate(ran) is False
    assert window.url.startswith(desk.address("/"))
    assert [request.url for request in asked if request.failure != "csp"] == []


def tease(window: Page) -> None:
    """Move over, click and focus everything in both halves, as a reviewer might."""
    for frame in ("#frame-source", "#frame-target"):
        expect(window.locator(f"{frame}[data-ready]")).to_be_attached()
        window.evaluate(
            """id => { const page = document.querySelector(id).contentDocument;
            for (const element of page.querySelectorAll("*")) for (const kind of ["mouseover", "focus", "click", "toggle", "error", "load"])
              element.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true })); }""",
            frame,
        )
        box = window.locator(frame).bounding_box()
        assert box is not None
        for step in range(1, 6):
            window.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * step / 6)


def test_hostile_translations_run_nothing(project: Project, desk: Desk) -> None:
    path = project.catalogue(ROUND_1)
    catalogue = polib.pofile(str(path), wrapwidth=0, encoding="utf-8")
    for entry, target in zip(catalogue, TARGETS, strict=False):
        entry.msgstr, entry.flags, entry.comment, entry.tcomment = target, [], target, target
    path.write_text(str(catalogue) + "\n", encoding="utf-8")
    window = desk.open(name=TARGETS[1])
    asked = watched(window, desk)
    for place in ("/", "/?q=hacked", f"/signoff/{ROUND_1}/fr", f"/page/{ROUND_1}/fr"):
        desk.go(window, place)
        assert_safe(window, desk, asked)
    tease(window)
    for number, target in enumerate(TARGETS):
        window.locator("#units a").nth(number).click()
        expect(window.locator("#target")).to_have_value(target)
        window.locator("#target").fill(f"{target} encore")
        expect(window.locator("#unit")).to_have_attribute("data-checked", f"{target} encore")
        assert_safe(window, desk, asked)
    tease(window)
    assert_safe(window, desk, asked)
    desk.complaints.clear()  # what was tried is reported as blocked


def test_a_hostile_page_runs_nothing_loads_nothing_and_leads_nowhere(project: Project, desk: Desk) -> None:
    path = project.folder / "locales" / "en" / f"{ROUND_2}.html"
    path.write_text(PAGE, encoding="utf-8")
    project.type("extract")
    window = desk.open(f"/page/{ROUND_2}/fr")
    asked = watched(window, desk)
    desk.go(window, f"/page/{ROUND_2}/fr")
    tease(window)
    assert_safe(window, desk, asked)
    desk.go(window, f"/signoff/{ROUND_2}/fr")
    assert_safe(window, desk, asked)
    window.goto(desk.address(f"/frame/source/{ROUND_2}/fr"))
    assert window.evaluate("window.hacked") is None
    assert [request.url for request in asked if request.failure != "csp"] == []
    desk.complaints.clear()


def test_our_page_cannot_be_put_into_another(project: Project, desk: Desk) -> None:
    window = desk.open()
    framed = desk.browser.new_context().new_page()
    framed.set_content(f'<iframe src="{desk.address("/")}"></iframe>')
    frame = framed.frames[1]
    frame.wait_for_load_state()
    assert "Diptych" not in (frame.content() or "")
    expect(window.locator("h1")).to_be_visible()
    desk.complaints.clear()

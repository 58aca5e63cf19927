"""What is published and its report, in a real browser."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from pipeline.adapters.site_server import SiteServer
from pipeline.core.views.reader_view import Change
from pipeline.core.views.side_by_side import Act, PairReport, Side, document
from pipeline.stages.publishing.serving import local_links
from tests.conftest import ROUND_3, Project
from tests.end_to_end.test_browser import pytestmark

__all__ = ["pytestmark"]

TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
HOSTILE = """<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=https://evil.example/a">
<script>top.hacked = 1</script><link rel="stylesheet" href="https://evil.example/b.css"></head>
<body onload="parent.hacked = 1"><img src="https://evil.example/c.png" onerror="top.hacked = 1">
<form action="https://evil.example/d"><button id="send">x</button></form>
<a id="out" target="_top" href="https://evil.example/e">x</a><iframe src="https://evil.example/f"></iframe>
<h1>Soirées</h1></body></html>"""


def test_a_served_pair_can_be_walked_to_and_fro(project: Project, browser: Browser) -> None:
    project.translate_round_3()
    project.type("publish")
    public = project.folder / "public"
    server = SiteServer(public, 0, local_links(public, "forum.example"))
    threading.Thread(target=server.serve, daemon=True).start()
    page = browser.new_page()
    page.route(
        "**/*", lambda route: route.continue_() if route.request.url.startswith(server.address) else route.abort()
    )
    try:
        page.goto(f"{server.address}topics/evenings/{ROUND_3}/")
        page.click("p.diptych-switcher a")
        assert page.evaluate("document.documentElement.lang") == "fr"
        assert page.text_content("time") == "2 novembre 2026"
        page.click("text=premier cycle de ces conférences")
        assert page.url.endswith("/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/")
        page.click("p.wpml-ls a")
        assert page.evaluate("document.documentElement.lang") == "en-US"
        assert page.url.startswith(server.address)
    finally:
        page.close()
        server.close()


@pytest.mark.parametrize("name", ["Ann", "<script>top.hacked=1</script>"])
def test_a_report_with_a_hostile_page_runs_and_loads_nothing_and_shows_both(
    tmp_path: Path, browser: Browser, name: str
) -> None:
    sides = (Side("en", "https://forum.example/", "updated", HOSTILE.replace("Soirées", "Evenings")),
             Side("fr", "https://forum.example/fr/", "updated", HOSTILE, (Change("", name),)))  # fmt: skip
    path = tmp_path / "report.html"
    path.write_text(
        document(name, [PairReport("one", sides, (Act("fr", "accepted", name, "2026-11-23", 2),))]), "utf-8"
    )
    asked: list[str] = []
    page = browser.new_page()

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/evil.example/**", refuse)
    page.goto(path.as_uri())
    frames = [frame for frame in page.frames if frame.parent_frame is page.main_frame]
    assert [frame.locator("h1").text_content() for frame in frames] == ["Evenings", "Soirées"]
    page.evaluate(TWO_FRAMES)
    for frame in frames:
        frame.click("#send")
        frame.click("#out")
    page.evaluate(TWO_FRAMES)
    assert page.url == path.as_uri()
    assert page.evaluate("window.hacked") is None
    assert asked == [], "the policy stops a request before it gets as far as here"
    assert name in (page.text_content("main") or "")
    page.close()

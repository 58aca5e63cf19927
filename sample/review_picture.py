"""The picture of the review page for its guide: the demo's changed sentence in a real browser."""

from __future__ import annotations

import datetime
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from pipeline.adapters import settings
from pipeline.review.server import Place, Server
from pipeline.workspace import Workspace
from sample.demo import LATER, ROOT, TRANSLATED, play

PICTURE = ROOT / "docs" / "review.png"
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)
_TYPED = ("nous nous intéresserons à", "nous nous sommes intéressés à")


def main() -> int:
    """Play the demo, open the page that changed, mend the sentence, take the picture. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is missing; type: sudo apt-get install chromium", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="diptych-picture-"))
    play(folder)
    today = datetime.date.fromisoformat(LATER)
    server = Server(Workspace(folder, settings.load(folder, {}), today), Place(who="Anna"), lambda: today)
    with server.running(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS.split())
        window = browser.new_page(viewport={"width": 1360, "height": 860})
        window.goto(server.invitation())
        window.goto(f"http://127.0.0.1:{server.port}/page/{TRANSLATED}/fr")
        _mend(window)
        window.screenshot(path=PICTURE)
        browser.close()
    shutil.rmtree(folder)
    print(PICTURE)
    return 0


def _mend(window: Page) -> None:
    """Change the French as its translator does, and wait until the page shows it."""
    expect(window.locator("article ins")).to_be_visible()
    field = window.locator("#target")
    field.fill(field.input_value().replace(*_TYPED))
    shown = window.frame_locator("#frame-target").locator("[data-diptych-here]")
    expect(shown).to_contain_text(_TYPED[1])
    expect(window.locator("#matches")).to_have_attribute("aria-busy", "false")


if __name__ == "__main__":
    sys.exit(main())

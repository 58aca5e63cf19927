"""How long a reviewer waits, by HTTP on this machine: a page of 500 segments, a keystroke's check, 1,000 pages.

`python -m bench.reviewing` measures it alone.
"""

from __future__ import annotations

import datetime
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import requests

from bench.merging import generated
from pipeline.core.ledger import Ledger, fact
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Kind, Segment
from pipeline.core.registry import Page, Registry
from pipeline.core.settings.values import Settings
from pipeline.review.server import Place, Server
from pipeline.workspace import Workspace

_PAGES: Final = 1000
_SEGMENTS: Final = 500
_SMALL: Final = 25  # segments of each of the other pages
_ROUNDS: Final = 30
_TODAY: Final = datetime.date(2026, 11, 23)
_BIG: Final = "page-0000"


def main() -> int:
    """Make a project, serve it and ask."""
    with tempfile.TemporaryDirectory(prefix="diptych-reviewing-") as folder:
        workspace = Workspace(Path(folder), Settings("https://forum.example/"), _TODAY)
        _fill(workspace)
        server = Server(workspace, Place(who="Anna"), lambda: _TODAY)
        with server.running():
            _measure(server)
    return 0


def _fill(workspace: Workspace) -> None:
    chance = random.Random(8)
    texts = generated(_SEGMENTS + 4 * _PAGES, chance)
    pages: dict[str, Page] = {}
    for number in range(_PAGES):
        slug = f"page-{number:04}"
        mine = texts[:_SEGMENTS] if slug == _BIG else chance.sample(texts, _SMALL)
        body = "".join(f"<p>{text}</p>\n" for text in mine)
        page = f'<!DOCTYPE html><html lang="en"><head><title>Page {number}</title></head><body>{body}</body></html>'
        path = workspace.snapshot_path(slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
        segments = [Segment(text, ("p",)) for text in dict.fromkeys([f"Page {number}", *mine])]
        catalogue = merge(Catalogue(slug, "fr"), segments).catalogue
        done = [
            replace(unit, target=f"Traduit : {unit.source}") if chance.random() < 0.8 else unit
            for unit in catalogue.units
        ]
        catalogue = replace(catalogue, units=tuple(done))
        workspace.save_catalogue(catalogue)
        facts = [fact(unit, Kind.ACCEPTED, "Anna", "2026-11-23") for unit in done if unit.target]
        workspace.save_ledger(slug, "fr", Ledger() | facts)
        pages[slug] = Page(slug, f"https://forum.example/{slug}/")
    workspace.save_registry(Registry(pages))


def _french(source: str, chance: random.Random) -> str:
    """Four of five texts are translated."""
    return f"Traduit : {source}" if chance.random() < 0.8 else ""


def _measure(server: Server) -> None:
    session = requests.Session()
    session.trust_env = False
    base = f"http://127.0.0.1:{server.port}"
    first = _timed(lambda: session.get(server.invitation()))
    page = session.get(f"{base}/").text
    secret = page.split('data-secret="')[1].split('"')[0]
    _row("the overview of 1,000 pages, at the first look", first, 1.0)
    start = time.perf_counter()
    while session.get(f"{base}/progress").json()["unread"]:
        time.sleep(0.2)
    _row("until all are counted, behind it", time.perf_counter() - start)
    _row("the overview afterwards", _middle(lambda: session.get(f"{base}/"), 5), 1.0)
    _row("a search over all texts", _middle(lambda: session.get(f"{base}/?q=river"), 5), 1.0)
    opened = [f"/page/{_BIG}/fr", f"/frame/source/{_BIG}/fr", f"/frame/target/{_BIG}/fr"]
    shown = _timed(lambda: [session.get(base + path) for path in opened])
    _row("a page of 500 segments with both halves, first", shown, 1.0)
    _row("the same again", _middle(lambda: [session.get(base + path) for path in opened], 5), 1.0)
    units = session.get(f"{base}/changes/{_BIG}/fr").json()["units"]
    name = units[250]["name"]
    _row("one text", _middle(lambda: session.get(f"{base}/unit/{_BIG}/fr/{name}"), _ROUNDS))
    _row("its matches in the memory, first", _timed(lambda: session.get(f"{base}/matches/{_BIG}/fr/{name}")))
    _row("its matches again", _middle(lambda: session.get(f"{base}/matches/{_BIG}/fr/{name}"), 5))
    _row("sign-off: what would change for readers", _timed(lambda: session.get(f"{base}/rehearse/{_BIG}/fr")))
    headers = {"X-Diptych": secret}
    typed = "Une phrase qui s’allonge à chaque touche et que tout contrôle relit"

    def check() -> None:
        answer = session.post(f"{base}/check/{_BIG}/fr/{name}", json={"target": typed}, headers=headers)
        answer.raise_for_status()

    _row("a keystroke's check", _middle(check, _ROUNDS), 0.05)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _middle(act: Callable[[], object], rounds: int) -> float:
    return statistics.median(_timed(act) for _ in range(rounds))


def _row(what: str, seconds: float, asked: float | None = None) -> None:
    wanted = "" if asked is None else f"   (asked: {asked:g} s)"
    print(f"{what:<52}{seconds:9.3f} s{wanted}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

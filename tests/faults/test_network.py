"""A site or an engine on a bad day: nothing is lost, nothing wrong goes out, what happened is said, the next run completes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from sample.demo import ROOT
from tests.faults import invariants
from tests.faults.bad_site import PAGE_FAULTS
from tests.faults.stages import NAMED
from tests.faults.test_interrupted import EVERY, differences
from tests.faults.world import R1, Run, World, forked

RUN: Final = NAMED["run"]
ADDRESS: Final = f"https://forum.example/topics/evenings/{R1}/"
SAID: Final = {
    "cut": (3, "broke off in the middle; try again later"),
    "unended": (3, "broke off in the middle; try again later"),
    "unframed": (3, "broke off in the middle; try again later"),
    "packed": (3, "broke off in the middle; try again later"),
    "slow": (3, "was not finished in 2 s; try again later"),
    "slow-headers": (3, "was not finished in 2 s; try again later"),
    "reset": (3, "broke off in the middle; try again later"),
    "silent": (3, "cannot be reached; try again later"),
    "garbage": (3, "cannot be reached; try again later"),
    "error-page": (2, "the site shows an error page in its place; the page is left as it was, look at it in a browser"),
    "login": (2, "the site shows a login page in its place; the page is left as it was, look at it in a browser"),
    "captcha": (2, "the site shows a test for robots (captcha) in its place; the page is left as it was"),
    "empty": (2, "is empty; check the address in a browser"),
    "busy": (3, "answers 500 (internal server error); try again later"),
    "loop": (3, "redirects in a loop; check the address in a browser"),
    "private": (3, "leads to 10.0.0.1, no allowed host; if it is yours add it to site.hosts"),
    "not-html": (2, "is no HTML page (application/pdf); left out"),
    "as-text": (2, "is no HTML page (text/plain); left out"),
}
"""Fault → exit status, and what is said of the page."""


@pytest.fixture(scope="module")
def bad_site(faults: World) -> Iterator[str]:
    """The site of the edited pages on its bad days."""
    command = [sys.executable, "-m", "tests.faults.bad_site", faults.sites[1], faults.deepl]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdout is not None
        yield site.stdout.readline().strip()
        site.communicate()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """An answer may take two seconds, where it would take minutes."""
    if fault.startswith("slow"):
        monkeypatch.setenv("DIPTYCH_TEST_SECONDS", "2")


def typed(folder: Path, site: str, *words: str) -> Run:
    return forked([*(words or RUN.words), "-C", str(folder), "--today", "2026-11-23"], site, folder)


def of_round_1(folder: Path) -> dict[str, bytes]:
    """The files of the page that is hit: English, catalogue, ledger, what readers have."""
    found = {name: data for name, data in invariants.files(folder).items() if R1 in name}
    return found | {name: data for name, data in invariants.files(folder).items() if "premier-cycle" in name}


def require_safe(faults: World, folder: Path) -> None:
    before, after = faults.before["run"], faults.after["run"]
    assert invariants.lost(before, folder, after) == []
    assert invariants.unreviewed(folder, faults.earlier("run")) == []
    assert invariants.litter(folder) == []


def require_next_run_completes(faults: World, folder: Path) -> None:
    assert faults.type(folder, RUN).status == 0
    assert differences(folder, faults.after["run"]) == []


def test_every_fault_of_a_page_is_told() -> None:
    assert SAID.keys() == PAGE_FAULTS.keys()


@pytest.mark.parametrize("fault", SAID)
def test_a_page_that_comes_wrongly_stays_as_it_was(faults: World, bad_site: str, hurried: None, fault: str) -> None:
    folder = faults.scratch(RUN)
    before = of_round_1(folder)
    assert len(before) >= 5
    run = typed(folder, f"{bad_site}{fault}/")
    status, words = SAID[fault]
    assert (run.status, f"{ADDRESS}: {words}" in run.errors) == (status, True), run.errors
    assert run.errors.count("\n") == 1, run.errors
    now = of_round_1(folder)
    assert [name for name in before if before[name] != now.get(name)] == []
    require_safe(faults, folder)
    require_next_run_completes(faults, folder)


@pytest.mark.parametrize("fault", SAID if EVERY else ("cut", "unframed", "packed", "slow-headers", "login"))
def test_a_new_page_that_comes_wrongly_does_not_come_in(
    faults: World, bad_site: str, hurried: None, fault: str
) -> None:
    folder = faults.scratch(NAMED["fetch"])
    run = typed(folder, f"{bad_site}{fault}/", "fetch")
    status, words = SAID[fault]
    if fault in ("error-page", "login", "captcha"):
        words = words.partition(";")[0]
    assert (run.status, f"{ADDRESS}: {words}" in run.errors) == (status, True), run.errors
    assert sorted(path.stem for path in folder.glob("locales/en/*.html")) == [R1.replace("1", n) for n in "234"]
    assert R1 not in (folder / "locales/pairs.toml").read_text(encoding="utf-8")
    assert faults.type(folder, RUN, None, "fetch").status == 0
    assert (folder / f"locales/en/{R1}.html").is_file()


def test_a_page_that_is_another_one_on_every_load_is_not_changed(faults: World, bad_site: str) -> None:
    folder = faults.scratch(NAMED["withdraw"])
    for _ in range(2):
        run = typed(folder, f"{bad_site}nonce/")
        assert (run.status, run.errors) == (0, "")
        assert differences(folder, faults.after["run"]) == []


def test_a_site_that_cannot_give_its_robots_txt_is_left_alone(faults: World, bad_site: str) -> None:
    folder = faults.scratch(RUN)
    run = typed(folder, f"{bad_site}robots/")
    assert run.status == 3
    said = "diptych: 5 addresses were not asked for, since https://forum.example/robots.txt: answers 500"
    assert run.errors.startswith(said)
    assert run.errors.count("\n") == 1
    assert [name for name in differences(folder, faults.before["run"]) if name.startswith("locales/en")] == []
    require_safe(faults, folder)
    require_next_run_completes(faults, folder)


def test_a_listing_that_is_away_holds_up_no_page_that_is_known(faults: World, bad_site: str) -> None:
    folder = faults.scratch(RUN)
    run = typed(folder, f"{bad_site}listing/")
    assert run.status == 3
    assert run.errors == "diptych: https://forum.example/activities/: answers 502 (bad gateway); try again later\n"
    assert differences(folder, faults.after["run"]) == []
    require_next_run_completes(faults, folder)


def test_a_sitemap_that_is_cut_names_no_page_and_takes_none_away(faults: World, bad_site: str) -> None:
    folder = faults.scratch(RUN)
    path = folder / "config/diptych.toml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub("listings = .*", 'sitemaps = ["https://forum.example/sitemap.xml"]', whole), encoding="utf-8"
    )
    run = typed(folder, f"{bad_site}sitemap/")
    assert run.status == 2
    assert re.fullmatch(
        r"diptych: https://forum\.example/sitemap\.xml: is no XML \(line 1: .*\); check .*\n", run.errors
    )
    require_safe(faults, folder)
    assert typed(folder, f"{bad_site}well/").status == 0
    path.write_text(whole, encoding="utf-8")
    assert differences(folder, faults.after["run"]) == []


ENGINE: Final = {
    "cut": "the connection to DeepL broke or took too long",
    "unended": "the connection to DeepL broke or took too long",
    "reset": "the connection to DeepL broke or took too long",
    "silent": "the connection to DeepL broke or took too long",
    "garbage": "the connection to DeepL broke or took too long",
    "error-page": "; none is used, try again, or check engine.server_url",
    "login": "; none is used, try again, or check engine.server_url",
    "empty": "DeepL's answer cannot be read; try again, or check engine.server_url",
    "busy": "DeepL is busy or failing",
    "private": "DeepL refused the request",
}
"""Fault of the engine's answers → what is said of it."""


@pytest.mark.parametrize("fault", ENGINE if EVERY else ("cut", "error-page", "private"))
def test_an_engine_that_answers_wrongly_fills_nothing_in(faults: World, bad_site: str, fault: str) -> None:
    stage = NAMED["prefill"]
    folder = faults.scratch(stage)
    run = typed(folder, faults.sites[0], "prefill", "--engine", "deepl", "--server-url", f"{bad_site}{fault}/")
    assert (run.status, ENGINE[fault] in run.errors) == (3, True), run.errors
    assert all(line.startswith("diptych: ") for line in run.errors.splitlines()), run.errors
    assert "machine" not in "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.review.tsv"))
    assert invariants.lost(faults.before["prefill"], folder, faults.after["prefill"]) == []
    assert faults.type(folder, stage).status == 0
    assert [name for name in differences(folder, faults.after["prefill"]) if name != "locales/sent.tsv"] == []

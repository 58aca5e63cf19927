"""The server as its own process, killed as hard as can be: what was saved stays saved."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.conftest import ROOT, ROUND_2, Project


@contextmanager
def served(project: Project) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it invites to."""
    command = [sys.executable, "-m", "pipeline", "review", "--no-browser", "--port", "0", "--as", "Anna"]
    known = {name: value for name, value in os.environ.items() if name != "CI"} | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, "-C", str(project.folder)], stdout=subprocess.PIPE, text=True, env=known, cwd=project.folder
    ) as process:
        assert process.stdout is not None
        address = next(found.group() for line in process.stdout if (found := re.search(r"http://127\S+", line)))
        try:
            yield process, address
        finally:
            process.kill()


def entered(address: str) -> tuple[requests.Session, str, str]:
    """A reviewer who was let in: the session, where the server is, and the secret of its pages."""
    browser = requests.Session()
    browser.trust_env = False
    page = browser.get(address, timeout=30)
    secret = re.search(r'data-secret="([^"]+)"', page.text)
    assert secret is not None
    place = address.split("/enter", maxsplit=1)[0]
    return browser, place, secret.group(1)


def waiting(browser: requests.Session, place: str) -> dict[str, str]:
    """The first unit of the page that waits for somebody."""
    units: list[dict[str, str]] = browser.get(f"{place}/changes/{ROUND_2}/fr", timeout=30).json()["units"]
    return next(unit for unit in units if unit["state"] != "reviewed")


def test_a_server_killed_after_a_save_leaves_what_was_saved(project: Project) -> None:
    with served(project) as (process, address):
        browser, place, secret = entered(address)
        unit = waiting(browser, place)
        panel = browser.get(f"{place}/unit/{ROUND_2}/fr/{unit['name']}", timeout=30).text
        source = re.search(r'data-source="([^"]+)"', panel)
        assert source is not None
        body = {"version": unit["version"], "source": source.group(1), "context": None, "target": "Sauvé à temps"}
        headers = {"X-Diptych": secret, "Origin": place}
        saved = browser.post(f"{place}/act/save/{ROUND_2}/fr/{unit['name']}", json=body, headers=headers, timeout=30)
        assert saved.status_code == 200, saved.text
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert "Sauvé à temps" in project.catalogue(ROUND_2).read_text(encoding="utf-8")
    project.type("check", ROUND_2)
    with served(project) as (_, address):
        browser, place, _ = entered(address)
        again = waiting(browser, place)
        assert (again["name"], again["state"]) == (unit["name"], "claimed")

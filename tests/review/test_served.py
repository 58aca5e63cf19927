"""The command itself: it takes a port, prints an address that works once, and ends with Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import requests

from tests.conftest import ROOT, Project


def test_the_page_is_served_until_ctrl_c(project: Project) -> None:
    command = [sys.executable, "-m", "pipeline", "review", "--no-browser", "--as", "Anna", "-C", str(project.folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]+", line)
        assert address, line
        with requests.Session() as session:
            session.trust_env = False
            page = session.get(address[0], timeout=30)
            assert page.status_code == 200
            assert "Anna" in page.text
            assert session.get(page.url, timeout=30).status_code == 200
            assert requests.get(address[0], timeout=30, proxies={"http": ""}).status_code == 403, "the token was used"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


def test_help_says_what_it_is_for(project: Project) -> None:
    command = [sys.executable, "-m", "pipeline", "review", "--help"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    for word in ("--as", "--port", "--host", "--images", "--no-browser", "DIPTYCH_REVIEW_PASSWORD"):
        assert word in done.stdout

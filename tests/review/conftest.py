"""The page for reviewers on a scratch project: asked by a test client, or served to a real browser."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from starlette.testclient import TestClient

from pipeline.adapters import settings
from pipeline.adapters.web import Web
from pipeline.cli import main
from pipeline.review.app import make
from pipeline.review.guard import House
from pipeline.review.server import Place, Server
from pipeline.review.sessions import Sessions
from pipeline.review.shelf import Shelf
from pipeline.workspace import Workspace
from sample.demo import set_up
from sample.serving import SampleSite
from tests.conftest import Project

PORT = 8765
TODAY = datetime.date(2026, 11, 23)


@dataclass
class Reviewer:
    """A browser without a screen: it was let in, and acts on units as the page's script does."""

    client: TestClient
    sessions: Sessions
    name: str
    secret: str = ""

    def enter(self) -> None:
        self.client.get("/enter", params={"token": self.sessions.invite()})
        page = self.client.get("/").text
        self.secret = page.split('data-secret="')[1].split('"')[0]

    def post(self, path: str, body: dict[str, Any], **headers: str) -> Any:
        known = {"X-Diptych": self.secret, "Origin": f"http://127.0.0.1:{PORT}", "Cookie": ""} | headers
        known.pop("Cookie")
        return self.client.post(path, json=body, headers=known)

    def see(self, slug: str, source: str, locale: str = "fr") -> dict[str, Any]:
        """The unit as the page shows it."""
        listed = self.client.get(f"/changes/{slug}/{locale}").json()["units"]
        for unit in listed:
            panel = self.client.get(f"/unit/{slug}/{locale}/{unit['name']}").text
            if f'data-source="{source}' in panel.replace("&#39;", "'"):
                return {**unit, "source": panel.split('data-source="')[1].split('"')[0]}
        raise AssertionError(f"{source} is not on the page")

    def act(self, kind: str, slug: str, seen: dict[str, Any], **more: Any) -> Any:
        body = {"version": seen["version"], "source": seen["source"], "context": None, **more}
        return self.post(f"/act/{kind}/{slug}/fr/{seen['name']}", body)


Come = Callable[..., Reviewer]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, SampleSite]]:
    """A project with round 1 published, round 2 nearly done, rounds 3 and 4 waiting; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("template") / "project"
    with SampleSite(set_up(folder)) as site:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("CI", "DEEPL_AUTH_KEY", "SOURCE_DATE_EPOCH"):
                patch.delenv(name, raising=False)
            patch.setenv("DIPTYCH_FETCH_FROM", site.address)
            assert Web.__init__.__kwdefaults__ is not None
            patch.setitem(Web.__init__.__kwdefaults__, "sleep", lambda _: None)
            for words in ("fetch", "learn --accept --as Web-team", "extract", "prefill", "publish"):
                assert main([*words.split(), "-C", str(folder), "--today", TODAY.isoformat(), "--quiet"]) == 0
        shutil.rmtree(folder / "site")
        yield folder, site


@pytest.fixture
def project(
    template: tuple[Path, SampleSite],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Project:
    """A copy of the template; its site is not there any more, since reviewing needs no network."""
    for name in ("CI", "DEEPL_AUTH_KEY", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "project"
    shutil.copytree(template[0], folder)
    return Project(folder, template[1], capsys)


@pytest.fixture
def come(project: Project) -> Iterator[Come]:
    """Lets a reviewer in: each with a browser of their own; ``restart`` stands for a server that was killed."""
    opened: list[TestClient] = []
    held: dict[str, Any] = {}

    def start() -> None:
        configuration = settings.load(project.folder, {})
        held["sessions"] = sessions = Sessions(lambda: 0.0)
        held["app"] = make(Shelf(project.folder, configuration, lambda: TODAY), House(PORT), sessions)

    def reviewer(name: str = "Anna", *, restart: bool = False) -> Reviewer:
        if restart or not held:
            start()
        client = TestClient(held["app"], base_url=f"http://127.0.0.1:{PORT}", cookies={"diptych-name": name})
        client.__enter__()
        opened.append(client)
        found = Reviewer(client, held["sessions"], name)
        found.enter()
        return found

    yield reviewer
    for client in opened:
        client.__exit__(None, None, None)


@dataclass
class Desk:
    """The page served to a real browser. What its console complains of is an error of the test."""

    server: Server
    browser: Browser
    complaints: list[str]

    def open(self, path: str = "/", *, name: str = "Anna", **context: Any) -> Page:
        """A window of a reviewer of that name, let in, at a path."""
        window = self.browser.new_context(**context).new_page()
        if name:
            window.context.add_cookies([{"name": "diptych-name", "value": name, "url": self.address("/")}])
        window.on("console", self._note)
        window.on("response", self._note_answer)
        window.on("pageerror", lambda error: self.complaints.append(str(error)))
        window.goto(self.server.invitation())
        self.go(window, path)
        return window

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _note_answer(self, answer: Response) -> None:
        """Clashes and refusals are answers that the page shows; anything else is not."""
        if answer.status >= 400 and answer.status not in (409, 422):
            self.complaints.append(f"{answer.status} {answer.url}")

    def go(self, window: Page, path: str) -> None:
        window.goto(self.address(path))
        window.wait_for_selector("html[data-ready]", state="attached")

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"


@pytest.fixture
def desk(project: Project, browser: Browser) -> Iterator[Desk]:
    workspace = Workspace(project.folder, settings.load(project.folder, {}), TODAY)
    server = Server(workspace, Place(), lambda: TODAY)
    with server.running():
        found = Desk(server, browser, [])
        yield found
        for context in browser.contexts:
            context.close()
    assert found.complaints == []

"""A project on the sample site, and what the machine must have for some tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.adapters.web import Web
from pipeline.cli import main
from sample.demo import ROOT, fill, prepared, set_up
from sample.serving import SampleSite

WORDPRESS = "apt-get install wordpress php-cgi mini-httpd php-cli php-mysql mariadb-server-core mariadb-client-core"
NEEDS = {
    "browser": ("chromium", "apt-get install chromium"),
    "gettext": ("msgfmt", "apt-get install gettext"),
    "wordpress": ("mariadb-install-db", WORDPRESS),
}
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
ROUND_1, ROUND_2, ROUND_3, ROUND_4 = (f"web-conferences-round-{number}" for number in (1, 2, 3, 4))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run, except on CI, where a missing program is a failure."""
    for item in items:
        for marker, (program, command) in NEEDS.items():
            if item.get_closest_marker(marker) and shutil.which(program) is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=f"{program} is missing; type: sudo {command}"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (program, command) in NEEDS.items():
        if item.get_closest_marker(marker) and shutil.which(program) is None:
            pytest.fail(f"{program} is missing on CI; .ci/run should have installed it: {command}")


@pytest.fixture(autouse=True, scope="session")
def quick_disk() -> Iterator[None]:
    """No test waits until the disk has it: the power stays on, and waiting was most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: a second Playwright in one thread is refused while the first runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        yield browser
        browser.close()


@dataclass
class Project:
    """A scratch project whose site is served; ``type`` runs a command in it."""

    folder: Path
    site: SampleSite
    capture: pytest.CaptureFixture[str]
    output: str = ""
    errors: str = ""

    def type(self, *arguments: str, expected: int = 0, today: str = "2026-11-23") -> str:
        """Type a command; its exit status must be as expected. Standard output is returned."""
        common = [] if arguments[0] in ("html2po", "po2html") else ["-C", str(self.folder), "--today", today]
        self.capture.readouterr()
        status = main([*arguments, *common])
        self.output, self.errors = self.capture.readouterr()
        assert status == expected, f"{arguments}: {status}\n{self.output}\n{self.errors}"
        return self.output

    def catalogue(self, slug: str, locale: str = "fr") -> Path:
        return self.folder / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"

    def published(self, slug: str, locale: str = "fr") -> str:
        return (self.folder / "locales" / "published" / f"{slug}.{locale}.html").read_text(encoding="utf-8")

    def edit_site(self, page: str, old: str, new: str) -> None:
        path = self.site.folder / page
        text = path.read_bytes().decode("utf-8")
        assert old in text
        path.write_bytes(text.replace(old, new).encode("utf-8"))

    def edit_catalogue(self, slug: str, old: str, new: str) -> None:
        path = self.catalogue(slug)
        text = path.read_bytes().decode("utf-8")
        assert old in text
        path.write_bytes(text.replace(old, new).encode("utf-8"))

    def translate_round_3(self) -> None:
        fill(self.catalogue(ROUND_3), prepared())
        self.type("accept", ROUND_3, "--as", "Translator")

    def files(self, under: str = "") -> dict[str, bytes]:
        """Every file of the project by its path, indexes that can be made again left out."""
        tops = [self.folder / under] if under else [self.folder, self.folder / "public"]  # which is a link
        return {
            str(p.relative_to(self.folder)): p.read_bytes()
            for top in tops
            for p in sorted(top.rglob("*"))
            if p.is_file() and not {"site", ".diptych"} & set(p.parts)
        }


@pytest.fixture
def empty_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:
    """Configuration and served site, nothing fetched yet. Reviews are people's: CI is not set in here."""
    for name in ("CI", "DEEPL_AUTH_KEY", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    with SampleSite(set_up(folder)) as site:
        monkeypatch.setenv("DIPTYCH_FETCH_FROM", site.address)
        defaults = Web.__init__.__kwdefaults__
        assert defaults is not None
        monkeypatch.setitem(defaults, "sleep", lambda _: None)
        yield Project(folder, site, capsys)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the project below lies once it was played, to be copied: playing it takes a second each time."""
    return tmp_path_factory.mktemp("played") / "project"


@pytest.fixture
def project(empty_project: Project, played: Path) -> Project:
    """Round 1 published, round 2 nearly, rounds 3 and 4 waiting."""
    if played.exists():
        shutil.rmtree(empty_project.folder)
        shutil.copytree(played, empty_project.folder, symlinks=True)
        return empty_project
    for arguments in (["fetch"], ["learn", "--accept", "--as", "Web team"], ["extract"], ["prefill"], ["publish"]):
        empty_project.type(*arguments)
    shutil.copytree(empty_project.folder, played, symlinks=True)
    return empty_project


__all__ = ["ROOT", "ROUND_1", "ROUND_2", "ROUND_3", "ROUND_4", "Project"]

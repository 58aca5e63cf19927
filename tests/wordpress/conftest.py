"""Real WordPress sites, one of each version for all tests, and a project on one of them."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import pytest

from pipeline.cli import main
from tests.conftest import WORDPRESS
from tests.wordpress.site import COMPANION, DEBIAN, NEWER, Database, WordPressSite

VERSIONS = {"debian": DEBIAN, "newer": NEWER}


@pytest.fixture(scope="session")
def database() -> Iterator[Database]:
    folder = Path(tempfile.mkdtemp(prefix="dipt-"))  # a socket's path is short
    with Database(folder / "db") as database:
        yield database
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def start_site(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., WordPressSite]]:
    """Starts a site once for each way of asking; all stop at the end."""
    running: dict[tuple[str, tuple[Path, ...]], WordPressSite] = {}

    def start(version: str = "debian", *plugins: Path) -> WordPressSite:
        source = VERSIONS[version]
        if lacking := _lacking(source, version):
            if os.environ.get("CI"):
                pytest.fail(f"{lacking}; .ci/run should have installed it")
            pytest.skip(lacking)
        key = (version, plugins)
        if key not in running:
            folder = tmp_path_factory.mktemp("site") / f"site{len(running)}"
            running[key] = WordPressSite(folder, database, source, plugins).__enter__()
        return running[key]

    yield start
    for site in running.values():
        site.__exit__(None, None, None)


def _lacking(source: Path, version: str) -> str:
    """What this machine lacks for a version, with what to type."""
    if shutil.which("php") is None or shutil.which("mariadb") is None:
        return f"php or mariadb is missing; type: sudo {WORDPRESS}"
    if not (source / "wp-load.php").is_file():
        command = "make .wordpress/wp-load.php" if version == "newer" else f"sudo {WORDPRESS}"
        return f"{source} is not there; type: {command}"
    return ""


@pytest.fixture(params=list(VERSIONS))
def site(request: pytest.FixtureRequest, start_site: Callable[..., WordPressSite]) -> WordPressSite:
    """Both versions, with the companion plugin."""
    return start_site(request.param, COMPANION)


@dataclass
class PostProject:
    """A project whose English is on a WordPress site; ``type`` runs a command in it."""

    folder: Path
    site: WordPressSite
    capture: pytest.CaptureFixture[str]
    errors: str = ""

    def type(self, *arguments: str, expected: int = 0, today: str = "2026-11-23") -> str:
        self.capture.readouterr()
        status = main([*arguments, "-C", str(self.folder), "--today", today])
        output, self.errors = self.capture.readouterr()
        assert status == expected, f"{arguments}: {status}\n{output}\n{self.errors}"
        return output

    def post(self, title: str, content: str, kind: str = "posts", **fields: Any) -> dict[str, Any]:
        """An English post of the site, among those that the project has."""
        body = {"title": title, "content": content, "status": "publish", **fields}
        made: dict[str, Any] = self.site.rest("POST", f"wp/v2/{kind}?context=edit", body)
        settings = self.folder / "config/diptych.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("pages = [", f'pages = ["{made["link"]}", '), encoding="utf-8")
        return made

    def stored(self, number: int, kind: str = "posts") -> dict[str, Any]:
        found: dict[str, Any] = self.site.rest("GET", f"wp/v2/{kind}/{number}?context=edit")
        return found

    def french(self, slug: str) -> dict[str, Any]:
        """The French post, as the project knows it."""
        text = (self.folder / "locales/wordpress.toml").read_text(encoding="utf-8")
        record = tomllib.loads(text)["posts"][slug]["fr"]
        return self.stored(record["number"], record["kind"])

    def catalogue(self, slug: str) -> Path:
        return self.folder / f"locales/fr/LC_MESSAGES/{slug}.po"

    def edit_catalogue(self, slug: str, old: str, new: str) -> None:
        text = self.catalogue(slug).read_text(encoding="utf-8")
        assert old in text
        self.catalogue(slug).write_text(text.replace(old, new), encoding="utf-8")

    def translate(self, slug: str, **known: str) -> None:
        """French for every unit that has none, accepted."""
        catalogue = polib.pofile(str(self.catalogue(slug)), wrapwidth=0)
        for entry in catalogue:
            if not entry.obsolete and (not entry.msgstr or "fuzzy" in entry.flags):
                entry.msgstr = known.get(entry.msgid) or FRENCH.get(entry.msgid) or f"Voici : {entry.msgid}"
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                entry.previous_msgid = None
        catalogue.save(str(self.catalogue(slug)))
        self.type("accept", slug, "--as", "Translator")

    def set_up(self, slug: str) -> None:
        """Fetched, extracted and translated."""
        self.type("fetch")
        self.type("extract")
        self.translate(slug)

    def configure(self, line: str) -> None:
        settings = self.folder / "config/diptych.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


FRENCH = {
    "Evenings by the river": "Soirées au bord du fleuve",
    "Bring a lamp.": "Apportez une lampe.",
    "The water is cold.": "L’eau est froide.",
    "A bridge at night": "Un pont la nuit",
    "Register": "S’inscrire",
}

_SETTINGS = """[site]
address = "{address}"
source = "wordpress"
pages = []

[wordpress]
"""


@pytest.fixture
def project(
    site: WordPressSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> PostProject:
    return made_project(site, tmp_path, monkeypatch, capsys)


def made_project(
    site: WordPressSite, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> PostProject:
    """A project of nothing yet on a site. Reviews are people's: CI is not set in here."""
    for name in ("CI", "DEEPL_AUTH_KEY", "SOURCE_DATE_EPOCH", "DIPTYCH_FETCH_FROM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", "publisher")
    monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", site.passwords["publisher"])
    (folder / "config").mkdir(parents=True)
    (folder / "config/diptych.toml").write_text(_SETTINGS.format(address=site.address), encoding="utf-8")
    return PostProject(folder, site, capsys)

"""A project whose English is on a fake WordPress site: what its people type, and what they find there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polib
import pytest

from pipeline.cli import main
from tests.fakes.wordpress_server import FakeWordPress

PARAGRAPH = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"


class Desk:
    """A project with two English posts on a fake site, both translated and accepted."""

    def __init__(self, folder: Path, fake: FakeWordPress, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.fake = fake
        self.capture = capture
        self.errors = ""
        pages = []
        for number, slug in ((1, "evenings"), (2, "bridges")):
            text = PARAGRAPH.format(f"All about {slug}.")
            post = fake.put(number, {"title": slug.title(), "slug": slug, "content": text, "status": "publish"})
            pages.append(post["link"])
        (folder / "config").mkdir()
        (folder / "config/diptych.toml").write_text(
            f'[site]\naddress = "{fake.address}"\nsource = "wordpress"\npages = {pages}\n[wordpress]\nstatus = "publish"\n'
        )
        for command in ("fetch", "extract"):
            self.type(command)
        for slug in ("evenings", "bridges"):
            self.translate(slug)

    def type(self, *arguments: str, expected: int = 0) -> str:
        self.capture.readouterr()
        status = main([*arguments, "-C", str(self.folder), "--today", "2026-11-23"])
        output, self.errors = self.capture.readouterr()
        assert status == expected, f"{arguments}: {status}\n{output}\n{self.errors}"
        return output

    def translate(self, slug: str) -> None:
        path = self.folder / f"locales/fr/LC_MESSAGES/{slug}.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
        for entry in catalogue:
            entry.msgstr = f"Voici : {entry.msgid}"
            entry.flags = []
        catalogue.save(str(path))
        self.type("accept", slug, "--as", "Translator")

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def french(self) -> dict[str, str]:
        """Slug → status of every French post on the site."""
        return {post["slug"]: post["status"] for number, post in self.fake.posts.items() if number > 2}

    def half(self, slug: str) -> dict[str, Any]:
        """What locales/pairs.toml says of the French half."""
        pairs = tomllib.loads((self.folder / "locales/pairs.toml").read_text(encoding="utf-8"))
        found: dict[str, Any] = pairs["pages"][slug]["fr"]
        return found

    def number(self, slug: str) -> int:
        """The number of the French post, as the project knows it."""
        records = tomllib.loads((self.folder / "locales/wordpress.toml").read_text(encoding="utf-8"))
        return int(records["posts"][slug]["fr"]["number"])

    def post(self, slug: str) -> dict[str, Any]:
        """The French post on the site."""
        return self.fake.posts[self.number(slug)]

    def reword(self, slug: str, french: str, *options: str) -> None:
        """Other French for the body, accepted."""
        path = self.folder / f"locales/fr/LC_MESSAGES/{slug}.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
        entry = next(entry for entry in catalogue if "All about" in entry.msgid and not entry.obsolete)
        entry.msgstr, entry.flags, entry.previous_msgid = french, [], None
        catalogue.save(str(path))
        self.type("accept", slug, "--as", "Translator", *options)

    def change_english(self, number: int, **fields: str) -> None:
        """Another English post on the site, fetched and extracted."""
        self.fake.put(number, fields)
        for command in ("fetch", "extract"):
            self.type(command)

"""The walk-through of docs/wordpress.md is typed as it stands, and shows what it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.wordpress.conftest import PostProject, made_project
from tests.wordpress.site import COMPANION, WordPressSite

pytestmark = pytest.mark.wordpress
PAGE = (ROOT / "docs/wordpress.md").read_text(encoding="utf-8")
BLOCKS = [block.strip("\n").split("\n") for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)]
ENGLISH = (
    "<!-- wp:paragraph -->\n<p>Bring a lamp.</p>\n<!-- /wp:paragraph -->\n\n"
    "<!-- wp:paragraph -->\n<p>The water is cold.</p>\n<!-- /wp:paragraph -->"
)


class Day:
    """What people do between the commands, by the heading that a console block stands below."""

    def __init__(self, project: PostProject) -> None:
        self.project = project
        self.english = project.post("Evenings by the river", ENGLISH, slug="evenings")
        self.acts: dict[str, Callable[[], None]] = {
            "accept evenings": lambda: project.translate("evenings"),
            "publish after draft": self.press_publish,
            "publish after edit": self.edit_in_wordpress,
            "accept after edit": self.agree,
            "fetch after change": self.change_english,
        }

    def press_publish(self) -> None:
        number = self.project.french("evenings")["id"]
        self.project.site.rest("POST", f"wp/v2/posts/{number}", {"status": "publish"})

    def edit_in_wordpress(self) -> None:
        french = self.project.french("evenings")
        text = french["content"]["raw"].replace("Apportez une lampe.", "Munissez-vous d’une lampe.")
        self.project.site.rest("POST", f"wp/v2/posts/{french['id']}", {"content": text})

    def agree(self) -> None:
        path = self.project.catalogue("evenings")
        path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")

    def change_english(self) -> None:
        text = ENGLISH.replace("The water is cold.", "The water is warm now.")
        self.project.site.rest("POST", f"wp/v2/posts/{self.english['id']}", {"content": text})


def test_the_walk_through_works_as_it_is_told(
    start_site: Callable[..., WordPressSite],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = made_project(start_site("debian", COMPANION), tmp_path, monkeypatch, capsys)
    for post in project.site.rest("GET", "wp/v2/posts?slug=evenings,soirees-au-bord-du-fleuve&status=any"):
        project.site.rest("DELETE", f"wp/v2/posts/{post['id']}?force=true")
    day = Day(project)
    assert len(BLOCKS) > 8
    for block in BLOCKS:
        commands = [line for line in block if line.startswith("$ diptych ")]
        output = ""
        for line in commands:
            command, _, when = line.removeprefix("$ diptych ").partition("  # ")
            if when:
                day.acts[when]()
            output += project.type(*shlex.split(command))
        seen = [
            " ".join(line.split())
            for line in output.replace(project.site.address, "https://forum.example/").split("\n")
        ]
        for line in block:
            shown = " ".join(line.split())
            if shown and not shown.startswith("$ "):
                pattern = ".*".join(map(re.escape, shown.split("…")))
                assert any(re.fullmatch(pattern, real) for real in seen), f"{line!r} is not in\n" + "\n".join(seen)

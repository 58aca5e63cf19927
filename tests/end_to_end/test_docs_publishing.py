"""The publisher's walk through: its commands are typed in the order in which they stand."""

import re
import shlex
from pathlib import Path

from sample.demo import FIRST_DAY, LATER, Demo
from tests.conftest import ROOT, ROUND_1, Project

GUIDE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ diptych (.*)$", GUIDE, re.MULTILINE)


def test_every_command_of_the_walk_through_works_as_shown(empty_project: Project, tmp_path: Path) -> None:
    demo = Demo(empty_project.folder, empty_project.site.address, FIRST_DAY)
    demo.bring_in()
    demo.translate()
    demo.edit(empty_project.site.folder)
    assert len(COMMANDS) >= 11
    for command in COMMANDS:
        words = shlex.split(command.replace("/tmp/", f"{tmp_path}/"))
        if words[0] != "serve":
            empty_project.type(*words, today=LATER)
        if words[0] == "rollback" and len(words) == 1:
            assert "readers have the release of" in empty_project.output
    assert (tmp_path / "diptych-report.html").is_file()
    assert (tmp_path / "diptych-www/sitemap.xml").is_file()
    assert empty_project.published(ROUND_1)


def test_every_new_setting_and_option_is_explained() -> None:
    for name in ("publish.releases", "links.variants", "links.members_only", "static/", "config/links.csv", "--online"):
        assert f"`{name}" in GUIDE or name in GUIDE, name

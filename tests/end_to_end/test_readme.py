"""The README's commands are typed in the order in which they stand, in the project that the demo leaves behind."""

import re
import shlex

from pipeline.cli import MODULES
from sample.demo import FIRST_DAY, LATER, Demo, contents, fill, prepared
from tests.conftest import ROOT, ROUND_3, Project

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ diptych (.*)$", README, re.MULTILINE)


def test_every_command_shown_works_as_shown(empty_project: Project) -> None:
    demo = Demo(empty_project.folder, empty_project.site.address, FIRST_DAY)
    demo.bring_in()
    demo.translate()
    demo.edit(empty_project.site.folder)
    assert len(COMMANDS) >= 10
    for command in COMMANDS:
        if command.startswith("accept"):
            assert fill(empty_project.catalogue(ROUND_3), prepared()) == 2
        empty_project.type(*shlex.split(command), today=LATER)
        if command.startswith("accept"):
            assert "nothing waits on this page" in empty_project.output
    assert "nous nous sommes intéressés" in empty_project.published(ROUND_3)
    assert 'class="diptych-notice"' not in empty_project.published(ROUND_3)


def test_the_screen_shown_is_the_screen_seen(empty_project: Project) -> None:
    demo = Demo(empty_project.folder, empty_project.site.address, FIRST_DAY)
    demo.bring_in()
    demo.translate()
    demo.edit(empty_project.site.folder)
    seen = [line.strip() for line in empty_project.type("status", ROUND_3, today=LATER).splitlines()]
    block = README[README.index("    OUT OF DATE") :].split("\n\n", 1)[0]
    for line in (line.strip().partition("…")[0] for line in block.splitlines()):
        assert any(found.startswith(line) for found in seen), line


def test_every_command_is_documented() -> None:
    text = README + (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    missing = [name for name in MODULES if not re.search(rf"(diptych |`){name}\b", text)]
    assert missing == []


def test_the_committed_project_is_what_the_demo_makes(empty_project: Project) -> None:
    empty_project.site.counted = True
    empty_project.site.requests.clear()
    demo = Demo(empty_project.folder, empty_project.site.address, FIRST_DAY)
    demo.bring_in()
    demo.translate()
    demo.edit(empty_project.site.folder)
    made = {
        str(p.relative_to(empty_project.folder)): data
        for p, (_, data) in contents(empty_project.folder / "locales").items()
    }
    committed = {str(p.relative_to(ROOT)): data for p, (_, data) in contents(ROOT / "locales").items()}
    assert made == committed, "type: make sample"

"""docs/ci.md: its commands are typed in the order in which they stand, in the sample's project under git."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.core.formats import json_form
from pipeline.core.formats.model import CheckReport
from pipeline.core.gates.seen_first import CALL, DATE, DESCRIPTION, TITLE
from pipeline.options.gates import FORMATS
from tests.conftest import ROOT

TEXT = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ diptych (.*)$", TEXT, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("config", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    git = ("git", "-c", "user.name=T", "-c", "user.email=t@forum.example")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_shown_works(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(COMMANDS) >= 9
    for command in COMMANDS:
        assert main([*shlex.split(command), "--today", "2026-11-30"]) == 0, command
    shown = capsys.readouterr().out
    for line in re.findall(r"^    (page .*|web-.*)$", TEXT, re.MULTILINE):
        assert line in shown
    for name in ("check.xml", "check.sarif", "coverage.json", "waiting/fr.md"):
        assert (folder / name).exists()


def test_the_settings_shown_are_settings(folder: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    config = folder / "config/diptych.toml"
    config.write_text(config.read_text(encoding="utf-8").partition("[coverage]")[0] + block, encoding="utf-8")
    assert main(["coverage", "--min-reviewed", "90", "--per-page", "--today", "2026-11-30"]) == 0
    assert main(["coverage", "--min-reviewed", "90", "--per-page", "--today", "2027-02-01"]) == 1


def test_what_the_page_names_is_there() -> None:
    for name in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / name).exists(), name
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == list(FORMATS)
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert all(f"- id: {name}\n" in hooks for name in re.findall(r"- id: (\S+)", TEXT))
    assert (TITLE, DATE, CALL, DESCRIPTION) == (5, 5, 3, 3), "docs/ci.md says five times and three times"
    assert '"version": 1' in json_form.check(CheckReport((), ()))

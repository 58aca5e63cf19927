"""docs/cluster.md: its commands are typed as they stand, on this machine in place of 10.0.0.5."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.adapters.dask_executor import _DESERTED, PATIENCE
from pipeline.stages.mapping import _DEAD_IN_A_ROW, BATCH
from tests.conftest import ROOT

TEXT = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
BLOCKS = [block for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL) if "$ dask " in block]


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    found: list[subprocess.Popen[bytes]] = []
    yield found
    for process in reversed(found):
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The committed project, with one catalogue taken away, and Dask's settings as the page shows them."""
    for name in ("config", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (settings,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "dask").mkdir()
    (tmp_path / "dask/diptych.yaml").write_text(settings.replace("/etc/diptych", str(tmp_path)), encoding="utf-8")
    return tmp_path


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@pytest.mark.parametrize("block", BLOCKS, ids=["plain", "tls"])
def test_the_commands_shown_make_a_cluster_that_works(
    block: str,
    folder: Path,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    catalogue = next((folder / "locales/fr/LC_MESSAGES").glob("*round-4.po"))
    settings = {**os.environ, "DASK_CONFIG": str(folder / "dask")} if "tls" in block else dict(os.environ)
    shown = block.replace("10.0.0.5", "127.0.0.1").replace("8786", free_port())
    commands = [shlex.split(line) for line in re.findall(r"^\$ (.*)$", shown, re.MULTILINE)]
    assert [words[0] for words in commands[-3:]] == ["dask", "dask", "diptych"]
    for words in commands:
        if words[0] == "openssl":
            subprocess.run(words, cwd=folder, check=True, capture_output=True)
        elif words[0] == "dask":
            with (folder / "log.txt").open("ab") as log:
                arguments = [sys.executable, "-m", *words]
                started.append(subprocess.Popen(arguments, cwd=folder, env=settings, stdout=log, stderr=log))
        else:
            arguments = [sys.executable, "-m", "pipeline", *words[1:], "-C", str(folder), "--today", "2026-11-30"]
            catalogue.unlink()
            done = subprocess.run(arguments, env=settings, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr + (folder / "log.txt").read_text(encoding="utf-8")
            assert (done.stderr, catalogue.exists()) == ("", True)


def test_what_the_page_quotes_is_said_and_what_it_names_is_there() -> None:
    said = "".join(
        re.sub(r'"\s*f?"', "", (ROOT / "pipeline" / name).read_text(encoding="utf-8"))
        for name in ("adapters/dask_executor.py", "commands/pool.py")
    )
    quoted = re.findall(r"^\| `(.*?)` \| [23] \|", TEXT, re.MULTILINE)
    assert len(quoted) == 5
    for words in quoted:
        for part in words.split("…"):
            assert part.strip(" :") in said, words
    assert (PATIENCE, _DESERTED) == (10, 30), "docs/cluster.md says 10 and 30 seconds"
    assert (_DEAD_IN_A_ROW, BATCH) == (3, 16), "docs/cluster.md says three pages in a row, and 16 a batch"
    for name in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / "docs" / name).exists(), name
    assert "docs/cluster.md" in (ROOT / "README.md").read_text(encoding="utf-8")

"""--executor: what may be said, and what is told when it cannot be had."""

import sys
from pathlib import Path

import pytest

from bench.site import made
from pipeline.adapters import executors
from pipeline.cli import main
from pipeline.commands.pool import pool_for
from pipeline.options.executor import Where, where
from pipeline.program import digest, versions


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("local", Where()),
        ("local:1", Where(processes=1)),
        ("local:12", Where(processes=12)),
        ("dask://10.0.0.5:8786", Where(scheduler="tcp://10.0.0.5:8786")),
        ("dask://scheduler.example:8786", Where(scheduler="tcp://scheduler.example:8786")),
        ("dask://[::1]:8786", Where(scheduler="tcp://[::1]:8786")),
        ("dask+tls://scheduler.example:8786", Where(scheduler="tls://scheduler.example:8786")),
    ],
)
def test_places_to_work_are_understood(text: str, meant: Where) -> None:
    assert where(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "here",
            "local:",
            "local:0",
            "local:-1",
            "local:x",
            "local:²",
            "local:1001",
            "dask",
            "dask:",
            "DASK",
        ),
        *("dask://", "dask://:8786", "dask://a.example", "dask://a.example:0", "dask://a.example:99999"),
        *("dask://a.example:x", "dask://a.example:1/", "dask://a.example:1?x", "dask://u:p@a.example:1"),
        *("dask://a b:1", "dask://[::1:1", "tcp://a.example:1"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "run"])
def test_what_is_no_place_to_work_is_one_line_and_nothing_is_done(
    command: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "-C", str(tmp_path), "--executor", text])
    assert left.value.code == 2
    line = capsys.readouterr().err.splitlines()[-1]
    assert f'"{text}" is no place to work; type local, local:2 for two processes, or dask://HOST:PORT' in line
    assert not list(tmp_path.iterdir())


def test_here_means_processes_of_this_machine() -> None:
    assert isinstance(pool_for(Where(processes=1))(10_000), executors.Here)
    assert isinstance(pool_for(Where())(1), executors.Here)
    with pool_for(Where(processes=3))(1) as pool:
        assert getattr(pool, "width", 0) == 3


@pytest.mark.parametrize("command", ["extract", "run"])
def test_without_dask_it_is_said_what_to_install(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "pipeline.adapters.dask_executor", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    workspace = made(tmp_path, 1)
    assert main([command, "-C", str(tmp_path), "--executor", "dask://127.0.0.1:8786"]) == 2
    assert capsys.readouterr().err == (
        "diptych: --executor dask:// needs Dask on this machine too; type: pip install 'diptych[cluster]'\n"
    )
    assert not workspace.catalogue_path("page-000000", "fr").exists()


@pytest.mark.parametrize("command", ["extract", "run"])
def test_a_scheduler_that_does_not_answer_is_one_line_before_any_work(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.adapters.dask_executor.PATIENCE", 0.2)
    made(tmp_path, 1)
    assert main([command, "-C", str(tmp_path), "--executor", "dask://127.0.0.1:9"]) == 3
    shown = capsys.readouterr()
    assert shown.err.startswith("diptych: no Dask scheduler answers at 127.0.0.1:9 (")
    assert shown.err.endswith("or leave --executor out to work on this machine\n")
    assert (shown.err.count("\n"), shown.out) == (1, "")


def test_a_program_is_known_by_its_text_and_by_what_decides_about_the_bytes() -> None:
    assert list(versions()) == ["diptych", "Python", "Unicode", "Babel", "polib", "rapidfuzz", "turbohtml"]
    assert digest().hex().startswith(versions()["diptych"].partition("(")[2].rstrip(")"))

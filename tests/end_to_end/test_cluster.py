"""A Dask cluster of real processes: a scheduler and workers that see nothing of the project."""

import operator
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bench.dask_cluster import DaskCluster, dask_cluster
from bench.site import edit, made, review
from pipeline import program
from pipeline.adapters.dask_executor import DaskExecutor
from pipeline.cli import main
from pipeline.core.errors import ExecutorError
from pipeline.stages.mapping import Batches
from tests.conftest import ROOT

PAGES = 120
CALLED: Callable[[partial[int]], int] = operator.call  # jobs that any worker knows, with no test installed there
# Loaded by each worker before its work: it notes every file that is opened below the folder of the projects.
SPY = """
import os, sys
def look(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes, os.PathLike)):
        if os.fsdecode(arguments[0]).startswith({projects!r}):
            os.write(noted, os.fsencode(arguments[0]) + b"\\n")
noted = os.open({notes!r}, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
sys.addaudithook(look)
"""
# Loaded by a worker: it is as if nothing of diptych were installed there.
WITHOUT = """
import sys
class Nothing:
    def find_spec(self, name, *_):
        if name == "pipeline":
            raise ModuleNotFoundError("No module named 'pipeline'", name=name)
sys.meta_path.insert(0, Nothing())
"""


def executor(cluster: DaskCluster) -> DaskExecutor:
    return DaskExecutor(cluster.where.replace("dask", "tcp"), program.versions)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Iterator[DaskCluster]:
    """Two workers, each in an empty folder of its own, spied on. What a dead worker had is lost at once, for us to send again."""
    spy = folder / "spy.py"
    spy.write_text(SPY.format(projects=str(folder / "projects"), notes=str(folder / "opened.txt")), encoding="utf-8")
    with dask_cluster(
        folder / "cluster", 2, "--preload", str(spy), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0"
    ) as found:
        yield found


def files(project: Path) -> dict[str, bytes]:
    paths = (path for top in ("locales", ".diptych") for path in sorted((project / top).rglob("*.*")))
    return {str(path.relative_to(project)): path.read_bytes() for path in paths if path.is_file()}


def project(folder: Path, name: str) -> Path:
    """New pages, reviewed ones, and one that changed since."""
    place = folder / "projects" / name
    workspace = made(place, PAGES)
    extract(place, "local:1")
    review(workspace)
    for number in range(0, PAGES, 2):
        edit(workspace, number)
        workspace.catalogue_path(f"page-{number + 1:06}", "fr").unlink()
        workspace.ledger_path(f"page-{number + 1:06}", "fr").unlink(missing_ok=True)
    return place


def extract(place: Path, where: str, expected: int = 0) -> None:
    assert main(["extract", "-C", str(place), "--today", "2026-11-23", "--json", "--executor", where]) == expected


def test_one_worker_killed_in_mid_run_changes_no_byte_and_loses_nothing(
    folder: Path, cluster: DaskCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = project(folder, "here"), project(folder, "there")
    assert files(here) == files(there)
    capsys.readouterr()
    extract(here, "local:1")
    told = capsys.readouterr().out
    before = files(there)
    left: list[int] = []

    def kill() -> None:
        """As soon as the driver wrote the first catalogue."""
        new = there / "locales/fr/LC_MESSAGES/page-000001.po"
        while not new.exists():
            time.sleep(0.002)
        cluster.workers[0].send_signal(signal.SIGKILL)
        missing = [number for number in range(1, PAGES, 2) if not new.with_name(f"page-{number:06}.po").exists()]
        left.append(len(missing))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    extract(there, cluster.where)
    killer.join(timeout=10)
    assert capsys.readouterr().out == told
    assert cluster.workers[0].wait(timeout=10) == -signal.SIGKILL
    assert left[0] > PAGES // 4, "it was over when the worker was killed"
    assert files(there) == files(here) != before
    assert not (folder / "opened.txt").read_text(encoding="utf-8"), "a worker looked into the project"
    cluster.start_worker()


def test_a_call_that_kills_every_worker_is_told_of_and_the_others_go_on(folder: Path) -> None:
    jobs: list[partial[int]] = [partial(abs, -number) for number in range(12)]
    jobs[5] = partial(os._exit, 1)  # type: ignore[assignment]
    with dask_cluster(folder / "deadly", 2, "--nanny", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as cluster:
        batches = Batches(CALLED, partial(executor, cluster), size=3, lost=lambda _: -1)
        assert list(batches.over(jobs)) == [0, 1, 2, 3, 4, -1, 6, 7, 8, 9, 10, 11]


def test_what_a_lost_scheduler_had_goes_to_another_and_without_another_it_is_one_clear_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [partial(min, n, 99) for n in range(40)]
    with dask_cluster(folder / "first", 1) as first, dask_cluster(folder / "second", 1) as second:
        pools = iter([executor(first), executor(second)])
        results = Batches(CALLED, lambda: next(pools), size=1).over(jobs)
        found = [next(results)]
        first.scheduler.kill()
        assert [*found, *results] == list(range(40))
        results = Batches(CALLED, partial(executor, second), size=1).over(jobs)
        assert next(results) == 0
        monkeypatch.setattr("pipeline.adapters.dask_executor.PATIENCE", 0.5)
        second.scheduler.kill()
        with pytest.raises(ExecutorError, match=r"^no Dask scheduler answers at 127\.0\.0\.1:\d+ "):
            list(results)


def test_a_cluster_whose_workers_all_died_is_left_in_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with dask_cluster(folder / "deserted", 1) as cluster:
        executor(cluster).shutdown()  # the worker is there
        for name, seconds in (("PATIENCE", 0.5), ("_DESERTED", 0.2), ("_LOOK", 0.1)):
            monkeypatch.setattr(f"pipeline.adapters.dask_executor.{name}", seconds)
        results = Batches(CALLED, partial(executor, cluster), size=1).over(partial(abs, -n) for n in range(40))
        assert next(results) == 0
        cluster.workers[0].kill()
        with pytest.raises(ExecutorError, match=r"has no workers; start some: dask worker 127\.0\.0\.1:\d+ "):
            list(results)


def test_a_worker_with_another_program_or_none_is_refused_also_when_it_comes_late(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "pipeline", other / "pipeline")
    with (other / "pipeline/core/text.py").open("a", encoding="utf-8") as text:
        text.write("# another version\n")
    without = tmp_path / "without.py"
    without.write_text(WITHOUT, encoding="utf-8")
    place = made(tmp_path / "project", 1).root
    for name, more, settings, words in (
        (
            "other",
            [],
            {"PYTHONPATH": str(other)},
            r"might write other bytes: diptych \S+ \(\w+\) there, \S+ \(\w+\) here",
        ),
        ("none", ["--preload", str(without)], {}, r"cannot load diptych \(No module named 'pipeline'\)"),
    ):
        with dask_cluster(folder / name, 1) as cluster:
            pool = executor(cluster)
            cluster.environment = {**cluster.environment, **settings}
            cluster.start_worker(*more)
            cluster.workers[0].kill()
            with pytest.raises(ExecutorError, match=f"^a worker {words}; install the same version there"):
                pool.submit(abs, -3).result()
            pool.shutdown()
            extract(place, cluster.where, expected=3)
            shown = capsys.readouterr().err
            assert re.match(rf"diptych: the worker 127\.0\.0\.1:\d+ {words}; install [^\n]*\n$", shown)
    assert not (place / "locales/fr").exists()

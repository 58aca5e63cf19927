"""A Dask cluster of real processes on this machine, for measuring and for tests: a scheduler and its workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PATIENCE: Final = 60  # seconds, for a process to be there
_QUIET: Final = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}


@dataclass
class DaskCluster:
    """``where`` is what --executor takes; the workers lie in ``folder`` and write there only."""

    where: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]
    environment: Mapping[str, str]

    def start_worker(self, *more: str) -> subprocess.Popen[bytes]:
        """One more worker process with one thread, in a folder of its own; ``more`` is for ``dask worker``."""
        folder = self.folder / f"worker-{len(self.workers)}"
        folder.mkdir(parents=True)
        address = self.where.removeprefix("dask://")
        arguments = ["worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        kind = [] if "--nanny" in more else ["--no-nanny"]
        worker = _started(folder, self.environment, *arguments, *kind, *more)
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        """End all processes."""
        for process in (*self.workers, self.scheduler):
            process.kill()
        for process in (*self.workers, self.scheduler):
            process.wait()


@contextmanager
def dask_cluster(folder: Path, workers: int = 2, *more: str, **settings: str) -> Iterator[DaskCluster]:
    """A scheduler on a free port and that many workers, ended afterwards. ``settings`` are environment variables."""
    folder.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment = {**inherited, **_QUIET, **settings}
    known = folder / "scheduler.json"
    arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known)]
    scheduler = _started(folder, environment, *arguments)
    found = DaskCluster("", folder, scheduler, [], environment)
    try:
        found.where = f"dask://{_address(known, scheduler)}"
        for _ in range(workers):
            found.start_worker(*more)
        yield found
    finally:
        found.stop()


def _started(folder: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    with (folder / "log.txt").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], cwd=folder, env=environment, stdout=log, stderr=log
        )


def _address(known: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """HOST:PORT, as soon as the scheduler has written where it listens."""
    for _ in range(_PATIENCE * 20):
        if known.exists() and known.stat().st_size:
            address: str = json.loads(known.read_text(encoding="utf-8"))["address"]
            return address.removeprefix("tcp://")
        if scheduler.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"no scheduler came up: {(known.parent / 'log.txt').read_text(encoding='utf-8')}")

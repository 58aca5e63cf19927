"""Prints the table of `make bench-scale`: seconds of each stage from 100 pages on, and by which power they grow.

``python -m bench.scale 100 1000`` measures these sizes only, each in a process of its own, so that its peak of working
memory is its own. Everything lies in build/scale and is removed after.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench import site
from pipeline.adapters import executors
from pipeline.stages.extracting.extract import extract
from pipeline.stages.gating.report import Listing, status
from pipeline.stages.gating.source_check import check_source
from pipeline.stages.prefilling.engines import choose
from pipeline.stages.prefilling.prefill import Order, prefill
from pipeline.stages.publishing.publish import publish

_SIZES: Final = (100, 1000, 10_000)
_PLACE: Final = Path("build/scale")
_COLUMN: Final = 10
_ONE: Final = "--one"
_GLANCE: Final = 0.2  # seconds


def main(sizes: tuple[int, ...]) -> int:
    """Measure every size; a column each, and between the last two the exponent of growth."""
    columns = [_alone(size) for size in sizes]
    print(f"{'seconds at pages':32}{''.join(f'{size:{_COLUMN},}' for size in sizes)}  growth")
    for name in columns[-1]:
        times = [column[name] for column in columns]
        print(f"{name:32}{''.join(f'{spent:{_COLUMN}.2f}' for spent in times)}  {_growth(sizes, times)}")
    for name, few, many in (("extract", "extract, 1 process", "extract, 2 processes"),):
        print(f"{f'{name}, 2 processes: times as fast':38}{' '.join(f'{c[few] / c[many]:.2f}' for c in columns)}")
    for name in ("run, nothing changed", "run, one page changed"):
        shares = [100 * column[name] / column["run, cold"] for column in columns]
        print(f"{f'{name}, % of cold':38}{' '.join(f'{share:.1f}' for share in shares)}")
    return 0


def _alone(pages: int) -> dict[str, float]:
    """One size, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.scale", _ONE, str(pages)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, "PYTHONPATH": "."})
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measured(pages: int) -> Iterator[tuple[str, float]]:
    root = _PLACE / str(pages)
    shutil.rmtree(root, ignore_errors=True)
    workspace = site.made(root, pages)
    for count in (1, 2):
        for folder in ("locales/fr", ".diptych"):
            shutil.rmtree(root / folder, ignore_errors=True)
        name = f"extract, {count} process{'es' if count > 1 else ''}"
        pool = partial(executors.local, processes=count)
        yield name, _timed(partial(extract, site.opened(root), pool=pool))
    site.review(workspace)
    shutil.rmtree(root / ".diptych")
    watch = _Watch()
    watch.start()
    cold = dict(_run(root))
    yield from ((f"cold {name}", spent) for name, spent in cold.items())
    yield "run, cold", sum(cold.values())
    again = dict(_run(root))
    yield from ((f"unchanged {name}", spent) for name, spent in again.items())
    yield "run, nothing changed", sum(again.values())
    site.edit(workspace, 1)
    yield "run, one page changed", sum(dict(_run(root)).values())
    yield "peak MB of the driver", _peak(Path("/proc/self"))
    yield "peak MB of a worker", watch.peak
    shutil.rmtree(root)


def _run(root: Path) -> Iterator[tuple[str, float]]:
    """What `run --offline` does, stage by stage, in a command of its own."""
    workspace = site.opened(root)
    engine, _ = choose(workspace, "memory")
    yield "extract", _timed(lambda: extract(workspace))
    yield "prefill", _timed(lambda: prefill(workspace, engine, Order()))
    yield "publish", _timed(lambda: publish(workspace))
    yield "status", _timed(lambda: status(workspace, listing=Listing.NONE))
    yield "source remarks", _timed(lambda: check_source(workspace, remember=True))


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _growth(sizes: tuple[int, ...], times: list[float]) -> str:
    """The exponent between the two largest sizes: 1 is as the pages, 2 as their square."""
    if len(sizes) == 1 or not min(times[-2:]):
        return ""
    return f"{math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"


def _peak(process: Path) -> float:
    """The most working memory that a process had, in MB."""
    lines = (process / "status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


class _Watch(threading.Thread):
    """Sees the worker processes while they are there."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self) -> None:
        while True:
            for process in Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError, StopIteration):
                    if b"multiprocessing.forkserver" in (process / "cmdline").read_bytes():
                        self.peak = max(self.peak, _peak(process))
            time.sleep(_GLANCE)


if __name__ == "__main__":
    if sys.argv[1:2] == [_ONE]:
        print(json.dumps(dict(_measured(int(sys.argv[2])))))
    else:
        raise SystemExit(main(tuple(map(int, sys.argv[1:])) or _SIZES))

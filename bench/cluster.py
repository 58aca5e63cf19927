"""Prints the figures of docs/cluster.md: extract by processes here and by a Dask cluster here, side by side.

``python -m bench.cluster 1000 3`` takes 1,000 pages and three rounds of every way, one after the other, and shows the
quickest of each. Everything lies in build/cluster and is removed after.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from bench import site
from bench.dask_cluster import DaskCluster, dask_cluster
from pipeline.adapters import executors
from pipeline.commands.pool import pool_for
from pipeline.options.executor import where
from pipeline.stages.extracting.extract import extract
from pipeline.stages.mapping import BATCH, Batches

_PLACE: Final = Path("build/cluster")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_BATCHES: Final = "pipeline.stages.extracting.extract.Batches"


def main(pages: int, rounds: int) -> int:
    """Measure, and print a line for each way to work."""
    shutil.rmtree(_PLACE, ignore_errors=True)
    root = _PLACE / "site"
    site.made(root, pages)
    print(f"{pages:,} new pages of {site.UNITS} texts, the quickest of {rounds}; busy before: {os.getloadavg()[0]:.1f}")
    print(f"{'':28}{'seconds':>9}{'driver':>9}{'scheduler':>11}{'workers':>9}  ms of processor a page{'driver MB':>11}")
    with dask_cluster(_PLACE.resolve() / "cluster", 2) as cluster:
        ways = [("local:1", BATCH), ("local:2", BATCH), *((cluster.where, size) for size in (1, BATCH, 100))]
        best: dict[tuple[str, int], dict[str, float]] = {}
        written = set()
        for _ in range(rounds):
            for way in ways:
                found = _measured(root, *way, cluster, pages)
                best[way] = min(found, best.get(way, found), key=lambda run: run["seconds"])
                written.add(_digest(root))
    for (text, size), run in best.items():
        name = f"{text.partition('//')[0].rstrip(':')}{', 2 workers' if '//' in text else ''}, {size} a batch"
        spent = "".join(f"{run[part]:{width}.2f}" for part, width in (("driver", 9), ("scheduler", 11), ("workers", 9)))
        print(f"{name:28}{run['seconds']:9.2f}{spent}{'':24}{run['memory']:11.0f}")
    print(f"bytes of all catalogues: {'the same each time' if len(written) == 1 else 'NOT THE SAME'}")
    for line in _sizes(root, pages):
        print(line)
    shutil.rmtree(_PLACE)
    return 0 if len(written) == 1 else 1


def _measured(root: Path, text: str, size: int, cluster: DaskCluster, pages: int) -> dict[str, float]:
    """One extract of pages without catalogues, in a process of its own."""
    shutil.rmtree(root / "locales" / "fr", ignore_errors=True)
    shutil.rmtree(root / ".diptych", ignore_errors=True)
    before = _spent(cluster)
    arguments = [sys.executable, "-m", "bench.cluster", "extract", str(root), text, str(size)]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    after = _spent(cluster)
    found["scheduler"], found["workers"] = (1000 * (b - a) / pages for a, b in zip(before, after, strict=True))
    found["driver"] *= 1000 / pages
    return found


def _extract(root: Path, text: str, size: int) -> None:
    """Print what an extract took: seconds, seconds of this process on the processor, its most MB."""
    pool = pool_for(where(text))
    start, spent = time.perf_counter(), time.process_time()
    with patch(_BATCHES, partial(Batches, size=size)):
        report = extract(site.opened(root), pool=pool)
    assert not report.problems
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    memory = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    found = {"seconds": time.perf_counter() - start, "driver": time.process_time() - spent, "memory": memory}
    print(json.dumps(found))


def _spent(cluster: DaskCluster) -> tuple[float, float]:
    """Seconds on the processor until now: the scheduler's, all workers'."""
    return _processor(cluster.scheduler.pid), sum(_processor(worker.pid) for worker in cluster.workers)


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _digest(root: Path) -> str:
    found = hashlib.sha256()
    for path in sorted((root / "locales" / "fr").rglob("*.po")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


class _Counting(executors.Here):
    """Counts the bytes that would be sent and come back."""

    sent = back = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        done = super().submit(fn, *args, **kwargs)
        _Counting.sent += len(pickle.dumps((fn, args, kwargs)))
        _Counting.back += len(pickle.dumps(done.result()))
        return done


def _sizes(root: Path, pages: int) -> Iterator[str]:
    """What goes over the wire and what lies on the disk, a page."""
    shutil.rmtree(root / "locales" / "fr")
    shutil.rmtree(root / ".diptych", ignore_errors=True)
    workspace = site.opened(root)
    for about in ("new", "changed"):
        _Counting.sent = _Counting.back = 0
        extract(workspace, pool=lambda _: _Counting())
        for number in range(pages):
            site.edit(workspace, number)
        there, back = _Counting.sent // pages, _Counting.back // pages
        yield f"{about} pages over the wire: {there:,} bytes a page there, {back:,} back"
    site.review(workspace)
    extract(workspace)
    yield f"the index: {(root / '.diptych/extract.json').stat().st_size // pages} bytes a page"
    for folder, pattern in (("locales/en", "*.html"), ("locales/fr", "*.po"), ("locales/fr", "*.tsv")):
        files = list((root / folder).rglob(pattern))
        size = sum(path.stat().st_size for path in files)
        yield f"{folder} {pattern}: {len(files):,} files, {size // pages:,} bytes a page"
    yield f"the same in git, packed: {_packed(root) // pages:,} bytes a page"


def _packed(root: Path) -> int:
    """Bytes of git's pack of all that is committed."""
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@forum.example", "-C", str(root)]
    for command in (["init", "-q"], ["add", "locales"], ["commit", "-qm", "x"], ["gc", "-q"]):
        subprocess.run([*git, *command], check=True)
    return sum(path.stat().st_size for path in (root / ".git/objects/pack").iterdir())


if __name__ == "__main__":
    if sys.argv[1:2] == ["extract"]:
        _extract(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
        raise SystemExit(0)
    numbers = [int(text) for text in sys.argv[1:]]
    raise SystemExit(main(*(numbers + [1000, 3][len(numbers) :])))

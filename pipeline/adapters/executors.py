"""Where per-page work runs on this machine: in this process for a few pages, else in one process for each core."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.context import BaseContext
from typing import Any, Final

_FEW: Final = 48  # pages; starting processes takes longer than they save below that


class Here(Executor):
    """Runs each call at once in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The call's result or exception, in a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # whatever it is, it belongs to the future
            future.set_exception(error)
        return future


class Processes(ProcessPoolExecutor):
    """So many processes; ``width`` is how many calls can run at a time."""

    def __init__(self, count: int, context: BaseContext) -> None:
        super().__init__(count, mp_context=context, initializer=_collect_seldom)
        self.width = count


def local(pages: int, processes: int | None = None) -> Executor:
    """Processes for that many pages, as many as there are cores to use unless ``processes`` says how many."""
    count = processes if processes is not None else len(os.sched_getaffinity(0)) if pages > _FEW else 1
    if count == 1:
        return Here()
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    return Processes(count, context)


def _collect_seldom() -> None:
    """Look for reference cycles less often: pages make many objects and no cycles, and looking takes its time."""
    gc.set_threshold(100_000, 20, 20)

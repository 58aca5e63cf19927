"""A pure function mapped over many pages by any ``concurrent.futures.Executor``, in batches; the results in order.

The function and its arguments may go to another process or another machine, so they hold bytes and settings, never
open files. Only the driver reads and writes. A batch that a broken pool lost is sent again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

BATCH: Final = 16  # pages; sending a batch costs about as much as a third of a page
_AHEAD: Final = 6  # batches on their way, so that working memory does not grow with the site
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Batches(Generic[Job, Result]):
    """How a function is mapped: ``pool`` makes an executor, also a new one in place of one that broke."""

    function: Callable[[Job], Result]
    pool: Callable[[], Executor]
    size: int = BATCH
    ahead: int = _AHEAD

    def over(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """The results in the order of the jobs. At most ``ahead`` batches are read and held at a time.

        Raises BrokenProcessPool where one batch broke three pools one after the other.
        """
        source = iter(jobs)
        pool = self.pool()
        waiting: deque[tuple[list[Job], Future[list[Result]]]] = deque()
        tries = 0
        try:
            while True:
                while len(waiting) < self.ahead and (batch := list(islice(source, self.size))):
                    waiting.append((batch, _submitted(pool, self.function, batch)))
                if not waiting:
                    return
                try:
                    results = waiting[0][1].result()
                except BrokenProcessPool:
                    tries += 1
                    if tries == _TRIES:
                        raise
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = self.pool()
                    waiting = deque((batch, _submitted(pool, self.function, batch)) for batch, _ in waiting)
                    continue
                tries = 0
                waiting.popleft()
                yield from results
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _submitted(pool: Executor, function: Callable[[Job], Result], batch: list[Job]) -> Future[list[Result]]:
    """A batch on its way; that of a pool that is broken already fails when it is asked for."""
    try:
        return pool.submit(_each, function, batch)
    except BrokenProcessPool as error:
        lost: Future[list[Result]] = Future()
        lost.set_exception(error)
        return lost


def _each(function: Callable[[Job], Result], batch: list[Job]) -> list[Result]:
    return [function(job) for job in batch]

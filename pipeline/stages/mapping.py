"""A pure function mapped over many pages by any ``concurrent.futures.Executor``, in batches; the results in order.

The function and its arguments may go to another process or another machine, so they hold bytes and settings, never
open files. Only the driver reads and writes.

What was lost, since a process or a worker died, is sent again: once with all else, then alone, so that it is known what
kills; then in halves. In the end one page is found, told of, and the others go on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Generic, TypeVar

from pipeline.core.errors import ExecutorError

Job = TypeVar("Job")
Result = TypeVar("Result")
Pool = Callable[[int], Executor]
"""Makes an executor for work on so many pages."""

BATCH: Final = 16  # pages; sending a batch costs about as much as a third of a page
DEADLY: Final = (
    "whatever works on this page dies, also when it works on nothing else; it stays as it was. Is it very large, or "
    "does memory run out?"
)
_AHEAD: Final = 6  # batches on their way, so that working memory does not grow with the site
_TOGETHER: Final = 1  # losses after which a batch is sent among others; then it is sent alone
_ALONE: Final = 2  # times that one page is tried with nothing beside it
_DEAD_IN_A_ROW: Final = 3  # pages given up one after the other; then it is not the pages


@dataclass(frozen=True, slots=True)
class Batches(Generic[Job, Result]):
    """How a function is mapped: ``pool`` makes an executor, also a new one in place of one that broke.

    At least ``ahead`` batches are on their way, and two for each call that the executor can run at a time, if it says
    so by ``width``. ``lost`` gives what stands for the result of a job that kills whatever works on it; without it
    that is an ExecutorError.
    """

    function: Callable[[Job], Result]
    pool: Callable[[], Executor]
    size: int = BATCH
    ahead: int = _AHEAD
    lost: Callable[[Job], Result] | None = None

    def over(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """The results in the order of the jobs. Only the batches on their way are read and held.

        Raises ExecutorError where whatever works dies, whichever the page.
        """
        run = _Run(self, jobs)
        try:
            yield from run.results()
        finally:
            run.pool.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True)
class _Sent(Generic[Job, Result]):
    """A batch on its way, and how often it was lost."""

    batch: list[Job]
    future: Future[list[Result]]
    losses: int = 0


class _Run(Generic[Job, Result]):
    """One mapping while it goes on."""

    def __init__(self, how: Batches[Job, Result], jobs: Iterable[Job]) -> None:
        self.how = how
        self.source = iter(jobs)
        self.pool = how.pool()
        self.waiting: deque[_Sent[Job, Result]] = deque()
        self.dead = 0

    def results(self) -> Iterator[Result]:
        """All results, in order."""
        self.fill()
        while self.waiting:
            yield from self.first()
            self.waiting.popleft()
            self.fill()

    def fill(self) -> None:
        """Send batches until enough are on their way."""
        ahead = max(self.how.ahead, 2 * getattr(self.pool, "width", 0))
        while len(self.waiting) < ahead and (batch := list(islice(self.source, self.how.size))):
            self.waiting.append(_Sent(batch, self.submitted(batch)))

    def first(self) -> list[Result]:
        """The results of the first batch on its way, however often it has to be sent."""
        first = self.waiting[0]
        while (results := _results(first.future)) is None:
            if first.losses >= _TOGETHER:
                return self.alone(first.batch)
            self.again()
        self.dead = 0
        return results

    def again(self) -> None:
        """Send what is known to be lost, the first batch first: that makes a new pool where the old one broke."""
        for sent in self.waiting:
            if sent.future.done() and _results_lost(sent.future):
                sent.losses += 1
                sent.future = self.submitted(sent.batch)

    def alone(self, batch: list[Job]) -> list[Result]:
        """The results of a batch while nothing else is on its way; where it kills, those of its halves."""
        wait([sent.future for sent in self.waiting])
        for _ in range(1 if len(batch) > 1 else _ALONE):
            results = _results(self.submitted(batch))
            if results is not None:
                self.dead = 0
                return results
        if len(batch) == 1:
            return [self.given_up(batch[0])]
        half = len(batch) // 2
        return [*self.alone(batch[:half]), *self.alone(batch[half:])]

    def given_up(self, job: Job) -> Result:
        """What stands for the result of a job that kills. Raises ExecutorError where it is not the job."""
        self.dead += 1
        if self.dead == _DEAD_IN_A_ROW:
            raise ExecutorError(
                f"whatever works dies: {self.dead} pages one after the other were lost, each sent alone. What was "
                "finished is kept. Look whether memory ran out or something kills processes; then run it again"
            )
        if self.how.lost is None:
            raise ExecutorError(f"{DEADLY} ({str(job)[:80]})")
        return self.how.lost(job)

    def submitted(self, batch: list[Job]) -> Future[list[Result]]:
        """A batch on its way, by a new pool where the old one broke, or lost if that breaks too."""
        with suppress(BrokenExecutor):
            return self.pool.submit(_each, self.how.function, batch)
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = self.how.pool()
        try:
            return self.pool.submit(_each, self.how.function, batch)
        except BrokenExecutor as error:
            lost: Future[list[Result]] = Future()
            lost.set_exception(error)
            return lost


def _results(future: Future[list[Result]]) -> list[Result] | None:
    """The results when they are there; none where they were lost."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        return None


def _results_lost(future: Future[Any]) -> bool:
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)


def _each(function: Callable[[Job], Result], batch: list[Job]) -> list[Result]:
    return [function(job) for job in batch]

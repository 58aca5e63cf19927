"""One page's failure does not stop the others: it is kept as a value and shown with the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.core.errors import PipelineError

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one item, in one line, and the exit status it calls for."""

    message: str
    exit_status: int = 2


def each(items: Iterable[Item], act: Callable[[Item], Result]) -> tuple[list[Result], list[Problem]]:
    """Do something with every item; the results of those that went well, and the problems of the others."""
    results: list[Result] = []
    problems: list[Problem] = []
    for item in items:
        try:
            results.append(act(item))
        except PipelineError as error:
            problems.append(Problem(str(error), error.exit_status))
    return results, problems

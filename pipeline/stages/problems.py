"""One page's failure does not stop the others: it is kept as a value and shown with the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.core.errors import PipelineError

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one item, in one line, and the exit status it calls for."""

    message: str
    exit_status: int = 2


def each(
    items: Iterable[Item], act: Callable[[Item], Result], tell: Progress | None = None
) -> tuple[list[Result], list[Problem]]:
    """Do something with every item; the results of those that went well, and the problems of the others.

    ``tell`` is called before each item with its number, from 1, and the number of all.
    """
    results: list[Result] = []
    problems: list[Problem] = []
    known = list(items)
    for number, item in enumerate(known, start=1):
        if tell is not None:
            tell(number, len(known))
        try:
            results.append(act(item))
        except PipelineError as error:
            problems.append(Problem(str(error), error.exit_status))
    return results, problems

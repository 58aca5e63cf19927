"""What people read of a project's health."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pipeline.core.formats.command_form import problem
from pipeline.stages.health.model import Diagnosis, Verdict

_MARKS: Final = {Verdict.GOOD: "✓", Verdict.LACKS: "!", Verdict.BAD: "✗", Verdict.INFO: "·"}


def diagnosed(found: Iterable[Diagnosis]) -> Iterator[str]:
    """A line for each thing that was looked at."""
    for one in found:
        yield f"{_MARKS[one.verdict]} {one.topic:12} {one.message}"


def bad(found: Iterable[Diagnosis]) -> Iterator[str]:
    """The same of what must be mended."""
    return diagnosed(one for one in found if one.verdict is Verdict.BAD)


def values(found: Iterable[Diagnosis]) -> dict[str, Any]:
    """What a program reads: each thing that was looked at, with what is wrong and what to do apart."""
    return {"findings": [{"topic": one.topic, "verdict": one.verdict, **problem(one.message)} for one in found]}

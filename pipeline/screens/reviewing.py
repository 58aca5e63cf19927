"""What people read of their own acts on units."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.naming import names
from pipeline.core.text import counted
from pipeline.screens.wording import short, wait
from pipeline.stages.reviewing.accept import Accepted
from pipeline.stages.reviewing.ignoring import Ignored
from pipeline.stages.reviewing.split import Split


def accepted(report: Accepted, *, dry_run: bool = False) -> Iterator[str]:
    """What was recorded and what to do next."""
    yield from (f"  odd       {line}" for line in report.oddities)
    for name, unit in zip(names(report.claimed.units), report.claimed.units, strict=True):
        yield f"  {name}    {short(unit.source)}"
        yield f"{'':{len(name) + 3}}→  {short(unit.target)}"
    done = "would be accepted" if dry_run else "accepted"
    yield f"accept    {counted(len(report.claimed.units), 'unit')} of {report.slug} [{report.locale}] {done}"
    if report.waiting:
        waiting = f"{counted(report.waiting, 'unit')} still {wait(report.waiting)}"
        if not report.claimed.units and not report.oddities:
            yield "          those that wait are empty or marked as needing work: clear the mark, or name the unit"
        yield f"          {waiting}; see: diptych status {report.slug}"
    else:
        yield f"          nothing waits on this page; type: diptych publish {report.slug}"


def split(report: Split) -> Iterator[str]:
    """The units a text has now and where to translate them."""
    yield f"split     {short(report.source)}"
    for name, place in report.units:
        yield f"  {name}  {f'where it is {place}' if place else 'everywhere'}"
    yield f'          → translate each in {report.slug}.po, then type: diptych accept {report.slug} --as "Name"'


def ignored(report: Ignored) -> Iterator[str]:
    """What is left out from now on, and for how long."""
    done = "speaks again of" if report.undone else "is silent, as long as both texts stay, about"
    yield f"ignore    {report.check} {done} {report.slug} [{report.locale}]: {short(report.source)}"

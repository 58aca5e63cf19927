"""What people read of a whole run: one line, the same for the same work."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.text import counted
from pipeline.stages.fetching.fetch_page import Outcome
from pipeline.stages.run_report import RunReport

_OUT = ("published", "updated", "withdrawn")


def ran(report: RunReport) -> Iterator[str]:
    """What changed, was sent and went out; one short line where nothing did."""
    parts = [*_came_in(report), *_filled(report), *_went_out(report)]
    yield f"run       {'; '.join(parts) if report.is_news else 'nothing new'}{_problems(report)}"


def _came_in(report: RunReport) -> Iterator[str]:
    found = [(name, number) for name, number in report.fetched.items() if name != Outcome.UNCHANGED]
    if found:
        yield f"fetched {', '.join(f'{number} {name}' for name, number in found)}"
    if report.texts:
        yield f"texts {', '.join(f'{number} {name}' for name, number in report.texts.items())}"


def _filled(report: RunReport) -> Iterator[str]:
    if report.filled:
        yield f"filled {', '.join(f'{number} from {name}' for name, number in report.filled.items())}"
    if report.texts_sent:
        price = "" if report.price is None else f", {report.price:.2f} at the configured rate"
        sent = f"{counted(report.texts_sent, 'text')}, {counted(report.characters_sent, 'character')}"
        yield f"sent {sent} to {report.engine}{price}"


def _went_out(report: RunReport) -> Iterator[str]:
    out = [f"{report.published[name]} {name}" for name in _OUT if name in report.published]
    if out:
        yield ", ".join(out)
    if report.held:
        yield f"{len(report.held)} held"
    if report.commits:
        yield counted(report.commits, "commit")


def _problems(report: RunReport) -> str:
    return f"; {counted(report.problems, 'problem')}, named on the way" if report.problems else ""

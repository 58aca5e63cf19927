"""What people read of a prefill: what came from where, what it costs, what is left and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.core.text import counted
from pipeline.stages.prefilling.budget import ACCOUNT
from pipeline.stages.prefilling.filling import Prefilled, PrefillReport

_TEXT: Final = 60  # characters of a text that a line shows
_REASONS: Final = 10


def prefilled(report: PrefillReport, *, dry_run: bool = False) -> Iterator[str]:
    """The report in lines: a sum, each page with something to tell, and what stopped it."""
    would = "would be " if dry_run else ""
    total = {name: sum(getattr(page, name) for page in report.catalogues) for name in _COUNTS}
    yield (
        f"prefill   {would}{total['remembered']:,} from memory, {total['cached']:,} from kept answers, "
        f"{total['translated']:,} by engine, {total['left']:,} left empty"
    )
    yield f"          engine {report.engine}: {report.why or 'asked for'}; {_cost(report, dry_run=dry_run)}"
    for page in report.catalogues:
        if page.remembered or page.cached or page.translated or page.characters:
            yield f"  {page.slug} [{page.locale}]: {_counts(page, dry_run=dry_run)}"
    if report.usage is not None:
        limit = "no limit" if report.usage.limit is None else f"of {report.usage.limit:,}"
        resets = f"; it resets on {report.usage.resets}" if report.usage.resets else ""
        yield f"  the account has used {report.usage.count:,} characters, {limit}{resets}"
    if report.limit is not None and report.characters > report.limit.left:
        yield f"  {report.limit.name} leaves {max(0, report.limit.left):,} characters; the run would stop there"
    if report.waiting or report.stopped_by:
        yield f"  {_stopped(report)}"
    yield from _reasons(report)


def _stopped(report: PrefillReport) -> str:
    """What stopped the run, what is left, and what to type next."""
    by = f"stopped by {report.stopped_by}" if report.stopped_by else "stopped by the failure named with this report"
    what = f"{counted(report.waiting, 'text')}, {counted(report.waiting_characters, 'character')}, not sent"
    next_ = _NEXT.get(report.stopped_by, "when it is mended or over, type: diptych prefill")
    return f"{by}: {what}; {next_}"


_NEXT: Final = {
    ACCOUNT: "when the quota resets or is raised, type: diptych prefill",
    "--max-chars": "for the next part type: diptych prefill, with a --max-chars that the next text fits into",
    "budget.chars_per_run": "for the next part type: diptych prefill, or raise the limit where a text is longer",
    "budget.chars_per_month": "next month type: diptych prefill, or raise the limit in config/diptych.toml",
}
_COUNTS: Final = ("remembered", "cached", "translated", "left")


def _cost(report: PrefillReport, *, dry_run: bool) -> str:
    """``1,200 characters sent``, with the price where a rate is set."""
    price = "" if report.price is None else f", {report.price:.2f} at the configured rate"
    return f"{counted(report.characters, 'character')} {'to send' if dry_run else 'sent'}{price}"


def _counts(page: Prefilled, *, dry_run: bool) -> str:
    shown = [
        f"{page.remembered:,} from memory" if page.remembered else "",
        f"{page.cached:,} from kept answers" if page.cached else "",
        f"{page.translated:,} by engine" if page.translated else "",
        f"{counted(page.words, 'word')}, {counted(page.characters, 'character')} {'to send' if dry_run else 'sent'}"
        if page.characters
        else "",
    ]
    return ", ".join(part for part in shown if part)


def _reasons(report: PrefillReport) -> Iterator[str]:
    found = [(page.slug, *reason) for page in report.catalogues for reason in page.reasons]
    for slug, source, reason in found[:_REASONS]:
        yield f"  left empty, {slug}: {source[:_TEXT]}  ({reason})"
    if len(found) > _REASONS:
        yield f"  and {len(found) - _REASONS:,} more; all of them: diptych prefill --json"

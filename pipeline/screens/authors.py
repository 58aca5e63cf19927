"""What the authors of the English pages should know."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.core.languages import long_date
from pipeline.core.text import counted
from pipeline.stages.gating.source_check import SourceReport


def remarks(report: SourceReport) -> Iterator[str]:
    """Every remark, page by page, and how not to see one again."""
    day = long_date(datetime.date.fromisoformat(report.today), "en")
    count = counted(len(report.findings), "remark")
    yield f"source    {count} for the authors of {counted(report.pages, 'page')}, as of {day}; nothing is held back"
    for file, found in groupby(report.findings, key=lambda item: item.file):
        yield ""
        yield file
        yield from (f"  line {item.line:<5} {item.check:16} {item.message}" for item in found)
    if report.findings and report.is_project:
        first = report.findings[0]
        yield ""
        yield "mend them on the site; one that is meant goes into config/diptych.toml, such as"
        yield "  [source]"
        yield f'  ignored_remarks = ["{first.page} {first.check}"]  # or PAGE CHECK and words of the remark'
        yield f'  and a check that you do not want: [checks] {first.check} = "off"'
    yield from map(fits_nothing, report.unused)


def fits_nothing(entry: str) -> str:
    """What to say of an entry of what is ignored."""
    return f'"{entry}" in ignored_remarks fits no remark any more; take it out'


def remarks_counted(report: SourceReport, slugs: Sequence[str] = ()) -> Iterator[str]:
    """One line for the daily round and for check; nothing where there is nothing to say."""
    if report.findings:
        found = counted(len(report.findings), "remark")
        yield f"authors   {found} on the English; type: {' '.join(('diptych check --source', *slugs))}"

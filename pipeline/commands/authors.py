"""check --source: the English pages, for their authors."""

from __future__ import annotations

import argparse
import datetime

from pipeline.commands.formatted import Gate, show
from pipeline.commands.output import Output
from pipeline.core.errors import UsageError
from pipeline.core.formats.model import CheckReport, Located, numbered
from pipeline.opening import opened, today
from pipeline.screens import authors
from pipeline.stages.gating.source_check import SourceReport, check_source, check_source_files

_PAGES = (".html", ".htm", ".xhtml")


def check_pages(options: argparse.Namespace, output: Output) -> int:
    """Remarks never make it fail; it does where no page can be read."""
    files = [name for name in options.slugs if name.lower().endswith(_PAGES) or "/" in name]
    if files and len(files) < len(options.slugs):
        raise UsageError("name pages or files, not both")
    tell = output.progress("looking at page")
    if files:
        report = check_source_files(files, today(options), tell=tell)
    else:
        report = check_source(opened(options), tuple(options.slugs), tell=tell)
    return show(options, output, Gate(_checked(report), authors.remarks(report), report.problems, (), output.root))


def _checked(report: SourceReport) -> CheckReport:
    findings = (
        Located(item.file, item.line, item.check, item.severity, item.message, page=item.page)
        for item in report.findings
    )
    looked = tuple(dict.fromkeys(item.file for item in report.findings))
    problems = tuple(problem.message for problem in report.problems)
    today = datetime.date.fromisoformat(report.today)
    return CheckReport(
        numbered(findings), looked, problems, "check --source", today, tuple(map(authors.fits_nothing, report.unused))
    )

"""Markdown: for the job summary, a comment or an issue. Nothing of the catalogues can become markup in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.core.formats.model import CheckReport, CoverageReport, Located, Row
from pipeline.core.model import State
from pipeline.core.text import counted

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$^:])")
_CALLS: Final = re.compile(r"([@#])(?=\w)")  # GitHub makes people and issues of these, escaped or not
_MOST: Final = 500  # rows of one table; GitHub takes a megabyte
_LONGEST: Final = 120  # characters of a text
_WAITING: Final = (State.UNTRANSLATED, State.MACHINE, State.FUZZY, State.CLAIMED)


def check(report: CheckReport) -> str:
    """A table of findings, errors first."""
    lines = [f"### Check: {counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}", ""]
    lines += _findings(sorted(report.findings, key=lambda finding: finding.severity))
    return "\n".join((*lines, *_problems(report.problems))).rstrip("\n") + "\n"


def coverage(report: CoverageReport) -> str:
    """A table of pages, and why the gate fails."""
    lines = [f"### Coverage: {report.percent} %", "", _sentence(report), ""]
    lines += ["| page | words | " + " | ".join(_WAITING) + " | reviewed | seen first | percent |"]
    lines += ["|---|" + "--:|" * 8]
    lines += [_row(row) for row in report.rows[:_MOST]]
    lines += _more(len(report.rows))
    lines += ["", *(f"- {escaped(note)}" for note in report.notes), "", *_findings(report.findings)]
    return "\n".join((*lines, *_problems(report.problems))).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """A text on one line in which nothing means anything to Markdown or HTML."""
    plain = " ".join(text.split())
    plain = plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
    return _CALLS.sub("\\1\u200b", _SPECIAL.sub(r"\\\1", plain))


def _sentence(report: CoverageReport) -> str:
    asked = f"; {report.floor} % asked for" if report.floor else ""
    proof = "" if report.proven else " Review not proven: a file without a ledger."
    return f"{report.denominator[0].upper()}{report.denominator[1:]}{asked}.{proof}"


def _row(row: Row) -> str:
    words = row.coverage.words
    first = f"{row.first.percent} %" if row.first is not None else ""
    name = f"{escaped(row.name)} \\[{escaped(row.locale)}\\]"
    counts = (row.coverage.total_words, *(words[state] for state in _WAITING), row.coverage.reviewed_words)
    return f"| {name} | {' | '.join(f'{count:,}' for count in counts)} | {first} | {row.percent} % |"


def _findings(findings: Iterable[Located]) -> Iterator[str]:
    known = list(findings)
    if not known:
        return
    yield "| | place | check | what | text |"
    yield "|---|---|---|---|---|"
    for finding in known[:_MOST]:
        place = f"{escaped(finding.file)}\\:{finding.line}"
        about = f"{escaped(finding.message)} | {escaped(finding.text)}"
        yield f"| {finding.severity.value} | {place} | {escaped(finding.check)} | {about} |"
    yield from _more(len(known))


def _more(number: int) -> list[str]:
    return ["", f"and {number - _MOST:,} more"] if number > _MOST else []


def _problems(problems: Iterable[str]) -> Iterator[str]:
    yield ""
    yield from (f"- could not be read: {escaped(problem)}" for problem in problems)

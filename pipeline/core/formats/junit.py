"""JUnit XML, as CI servers read it: a test case for each file or page, failed where errors stand.

Attributes as in the XSD of Jenkins' xUnit plugin, without times and host names, so that a run gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.formats.model import CheckReport, CoverageReport, Located
from pipeline.core.model import Severity

_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check(report: CheckReport) -> str:
    """One case a file; its errors are one failure, its warnings are in its output."""
    return _suites("diptych check", [(name, "") for name in report.files], report.findings, report.problems)


def coverage(report: CoverageReport) -> str:
    """One case a page and one for the site; what makes the gate fail is a failure of the case it is about."""
    cases = [(row.file, f"{row.percent} % of {row.coverage.total_words} words") for row in report.rows]
    others = sorted({finding.file for finding in report.findings} - {name for name, _ in cases})
    cases += [(name, f"{report.percent} %, {report.floor} % asked for") for name in others]
    return _suites("diptych coverage", cases, report.findings, report.problems)


def _suites(
    name: str, cases: Iterable[tuple[str, str]], findings: tuple[Located, ...], problems: tuple[str, ...]
) -> str:
    shown = [_case(name, case, output, [f for f in findings if f.file == case]) for case, output in cases]
    shown += [_broken(name, problem) for problem in problems]
    failures = sum("<failure" in case for case in shown)
    numbers = f'tests="{len(shown)}" failures="{failures}" errors="{len(problems)}"'
    suite = f"  <testsuite name={_attribute(name)} {numbers}>\n{''.join(shown)}  </testsuite>\n"
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{start}<testsuites name={_attribute(name)} {numbers}>\n{suite}</testsuites>\n"


def _case(suite: str, name: str, output: str, findings: list[Located]) -> str:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    warnings = [finding for finding in findings if finding.severity is not Severity.ERROR]
    body = ""
    if errors:
        first = _attribute(errors[0].message)
        lines = "\n".join(map(_line, errors))
        body += f"      <failure type={_attribute(errors[0].check)} message={first}>{_text(lines)}</failure>\n"
    output = "\n".join(filter(None, (output, *map(_line, warnings))))
    if output:
        body += f"      <system-out>{_text(output)}</system-out>\n"
    start = f"    <testcase classname={_attribute(suite)} name={_attribute(name)}"
    return f"{start}>\n{body}    </testcase>\n" if body else f"{start}/>\n"


def _broken(suite: str, problem: str) -> str:
    name = _attribute(problem.partition(": ")[0])
    error = f'      <error type="input" message={_attribute(problem)}/>\n'
    return f"    <testcase classname={_attribute(suite)} name={name}>\n{error}    </testcase>\n"


def _line(finding: Located) -> str:
    about = f" · {' '.join(finding.text.split())}" if finding.text else ""
    return f"{finding.file}:{finding.line}: {finding.check}: {finding.message}{about}"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))

"""Every format is what its readers expect, whatever the texts hold, and the same for the same report."""

import datetime
import html
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_sarif import model as sarif_model

from pipeline.core.coverage import measure
from pipeline.core.formats import badge, github, gitlab, json_form, junit, markdown, sarif
from pipeline.core.formats.issue import Waiting, issue
from pipeline.core.formats.model import CheckReport, CoverageReport, Located, Row, numbered
from pipeline.core.gates.seen_first import Weighed
from pipeline.core.ledger import Ledger
from pipeline.core.model import Severity, State, Unit
from tests.conftest import ROOT

SCHEMAS = {name: json.loads((ROOT / f"docs/schemas/{name}.schema.json").read_text()) for name in ("check", "coverage")}
# As GitLab's documentation lists the fields, "Code Quality report format".
GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
VALID = {
    name: jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate
    for name, schema in {**SCHEMAS, "gitlab": GITLAB}.items()
}
ODD = 'a "quote", 100 % & <b>]]> \u00e9\n::error::x,y:z | `code` @name #12 \x07 \ud800'

TEXTS = st.one_of(st.text(min_size=1, max_size=20), st.sampled_from([ODD, "::error::", "%0A", "| a |", "<script>"]))
LOCATED = st.builds(
    Located, TEXTS.map(lambda t: "a/" + t), st.integers(1, 9), TEXTS, st.sampled_from(list(Severity)), TEXTS, TEXTS
)
CHECKS = st.builds(
    lambda findings, problems: CheckReport(
        numbered(findings), tuple(sorted({f.file for f in findings})), tuple(problems)
    ),
    st.lists(LOCATED, max_size=4),
    st.lists(TEXTS, max_size=2),
)
ROWS = st.builds(
    lambda name, unit, proven, first: Row(name, "fr", f"{name}.po", measure([unit], Ledger()), first, proven),
    TEXTS,
    st.builds(Unit, TEXTS, st.sampled_from(["", "x"]), st.booleans()),
    st.booleans(),
    st.one_of(st.none(), st.builds(Weighed, st.integers(1, 9), st.just(0), st.booleans())),
)
COVERAGES = st.builds(
    lambda rows, findings, notes: CoverageReport(tuple(rows), 50, numbered(findings), (), tuple(notes)),
    st.lists(ROWS, max_size=3),
    st.lists(LOCATED, max_size=2),
    st.lists(TEXTS, max_size=2),
)


def valid_sarif(text: str) -> Any:
    log = json.loads(text)
    sarif_model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    return log


@settings(deadline=None)
@given(CHECKS)
def test_json_of_a_check_is_as_its_schema_says(report: CheckReport) -> None:
    VALID["check"](json.loads(json_form.check(report)))


@settings(deadline=None)
@given(COVERAGES)
def test_json_of_coverage_is_as_its_schema_says(report: CoverageReport) -> None:
    VALID["coverage"](json.loads(json_form.coverage(report)))


def test_json_of_a_report_with_a_day_a_commit_and_an_exception_is_as_its_schema_says() -> None:
    row = Row("a", "fr", "a.po", measure([Unit("one")], Ledger()), floor=5, until="2027-01-31")
    report = CoverageReport((row,), 50, per_page=True, today=datetime.date(2026, 11, 23), since="origin/main")
    shown = json.loads(json_form.coverage(report))
    VALID["coverage"](shown)
    assert (shown["today"], shown["since"], shown["pages"][0]["exception_until"]) == (
        "2026-11-23",
        "origin/main",
        "2027-01-31",
    )


def test_the_schemas_forbid_what_they_do_not_name() -> None:
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        shown = json_form.check(CheckReport((), ())) if name == "check" else json_form.coverage(CoverageReport(()))
        with pytest.raises(jsonschema.ValidationError):
            VALID[name]({**json.loads(shown), "more": 1})


@settings(deadline=None)
@given(CHECKS, COVERAGES)
def test_sarif_is_as_its_schema_says(check: CheckReport, coverage: CoverageReport) -> None:
    log = valid_sarif(sarif.check(check))
    assert len(log["runs"][0]["results"]) == len(check.findings)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in log["runs"][0]["results"])
    valid_sarif(sarif.coverage(coverage))


@settings(deadline=None)
@given(CHECKS, COVERAGES)
def test_gitlab_is_as_its_documentation_says(check: CheckReport, coverage: CoverageReport) -> None:
    for text in (gitlab.check(check), gitlab.coverage(coverage)):
        entries = json.loads(text)
        VALID["gitlab"](entries)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)


@settings(deadline=None)
@given(CHECKS, COVERAGES)
def test_junit_is_sound_xml_whose_counts_are_right(check: CheckReport, coverage: CoverageReport) -> None:
    for text in (junit.check(check), junit.coverage(coverage)):
        (suite,) = ET.fromstring(text.encode("utf-8"))
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
    (suite,) = ET.fromstring(junit.check(check).encode("utf-8"))
    assert bool(suite.findall("testcase/failure")) == (check.errors > 0)


@settings(deadline=None)
@given(CHECKS, COVERAGES)
def test_no_text_can_become_a_workflow_command(check: CheckReport, coverage: CoverageReport) -> None:
    lines = github.check(check).split("\n")[:-1]
    assert len(lines) == len(check.findings) + len(check.problems)
    for line in lines:
        found = re.fullmatch(r"::(error|warning) ([^\r\n]*?)::([^\r\n]*)", line)
        assert found, line
        assert [part.partition("=")[0] for part in found[2].split(",")] in (["file", "line", "title"], ["title"])
    for finding, line in zip(check.findings, lines, strict=False):
        properties = dict(part.split("=", 1) for part in line.split("::")[1].split(" ", 1)[1].split(","))
        assert unescaped(properties["file"]) == finding.file
        assert unescaped(line.split("::", 2)[2]).startswith(finding.message)
    assert github.coverage(coverage).count("\n") == len(coverage.findings) + 1


def unescaped(text: str) -> str:
    """As the runner reads it: the reverse of what actions/toolkit writes."""
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


@settings(deadline=None)
@given(CHECKS, COVERAGES)
def test_no_text_breaks_out_of_a_cell(check: CheckReport, coverage: CoverageReport) -> None:
    lines = markdown.check(check).split("\n")
    assert sum(line.startswith(("| error", "| warning")) for line in lines) == len(check.findings)
    for line in [*lines, *markdown.coverage(coverage).split("\n")]:
        assert not re.search(r"(?<!\\)(?:\\\\)*[<`*]", line)
        if line.startswith("| error"):
            assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 6


def test_the_same_finding_twice_has_two_ids_and_a_moved_line_has_the_same() -> None:
    one = Located("a.po", 1, "figures", Severity.ERROR, "m", "t")
    ids = [finding.id for finding in numbered([one, one])]
    assert len(set(ids)) == 2
    (moved,) = numbered([Located("a.po", 9, "figures", Severity.ERROR, "m", "t")])
    assert moved.id == ids[0]
    assert numbered([moved, one]) == numbered([one, moved])


def colour(text: str) -> tuple[str, str]:
    return json.loads(text)["message"], json.loads(text)["color"]


def test_badges() -> None:
    error = Located("a.po", 1, "figures", Severity.ERROR, "m")
    assert colour(badge.check(CheckReport((), ()))) == ("passing", "brightgreen")
    assert colour(badge.check(CheckReport((error, error), ()))) == ("2 errors", "red")
    assert colour(badge.check(CheckReport((), (), ("x",)))) == ("cannot be read", "red")
    assert colour(badge.coverage(CoverageReport(()))) == ("100%", "brightgreen")
    waits = Row("a", "fr", "a.po", measure([Unit("one")], Ledger()))
    assert colour(badge.coverage(CoverageReport((waits,)))) == ("0%", "red")
    assert set(json.loads(badge.coverage(CoverageReport(())))) == {"schemaVersion", "label", "message", "color"}


def test_an_issue_lists_the_next_event_first() -> None:
    def page(name: str, event: datetime.date | None) -> Waiting:
        return Waiting(name, f"https://forum.example/{name}/", f"locales/fr/{name}.po", 3, {State.FUZZY: 2}, event)

    today = datetime.date(2026, 11, 23)
    pages = [page("c", None), page("b", datetime.date(2027, 3, 10)), page("a", datetime.date(2027, 5, 1))]
    shown = issue("fr", pages, today, "https://git.example/site/blob/main/")
    assert shown.startswith("<!-- diptych fr waiting=3 -->\n**9 words of 3 pages wait for French**")
    assert re.findall(r"\| \[(\w)\]", shown) == ["b", "a", "c"]
    assert "[b.po](https://git.example/site/blob/main/locales/fr/b.po)" in shown
    assert "2 to look at again" in shown
    assert issue("fr", [], today).startswith("<!-- diptych fr waiting=0 -->\nNothing waits for French")
    odd = Waiting("a", "https://forum.example/a)(<b>/", "a.po", 1, {}, None, ODD)
    assert not re.search(r"(?<!\\)<b>", issue("fr", [odd], today).split("\n", 1)[1])


def test_remarks_of_other_checks_need_only_a_place_and_a_message() -> None:
    found = numbered([Located(Path("en/a.html").as_posix(), 3, "weekday", Severity.WARNING, "no Monday")])
    assert html.unescape(junit.check(CheckReport(found, ("en/a.html",)))).count("en/a.html:3: weekday: no Monday") == 1

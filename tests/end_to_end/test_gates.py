"""check and coverage as CI calls them: in any format, on any catalogue, without a network."""

import json
import os
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.cli import main
from tests.conftest import ROOT, ROUND_1, ROUND_2, ROUND_3, ROUND_4, Project
from tests.core.test_formats import SCHEMAS, valid_sarif

Type = Callable[..., str]
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n"Plural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample's project, the folder where commands are typed, and no network."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a gate opened a socket")

    monkeypatch.setattr(socket, "socket", forbidden)
    for name in ("DEEPL_AUTH_KEY", "GITHUB_STEP_SUMMARY", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    for name in ("config", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Types a command in the folder; standard output and errors are given back."""

    def type_it(*arguments: str, expected: int = 0) -> str:
        capsys.readouterr()
        status = main([*arguments, "--today", "2026-11-30"])
        shown = "".join(capsys.readouterr())
        assert status == expected, f"{arguments}: {status}\n{shown}"
        return shown

    return type_it


def spoil(folder: Path, slug: str = ROUND_1, old: str = "400 lampes", new: str = "40 lampes") -> int:
    """Write a wrong figure into a catalogue; the line of its msgstr."""
    path = folder / f"locales/fr/LC_MESSAGES/{slug}.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_finding_has_the_line_of_its_msgstr(folder: Path, typed: Type) -> None:
    line = spoil(folder)
    report = json.loads(typed("check", "--format", "json", expected=1))
    jsonschema.validate(report, SCHEMAS["check"])
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert {(error["file"], error["line"], error["check"]) for error in errors} == {
        (f"locales/fr/LC_MESSAGES/{ROUND_1}.po", line, "figures")
    }
    assert re.fullmatch("[0-9a-f]{6}", errors[0]["unit"])
    assert f"{ROUND_1}.po:{line}: figures" in typed("check", expected=1)
    assert "· is a no-break space, ¦ a narrow one; diptych check --fix puts spaces right" in typed("check", expected=1)
    assert json.loads(typed("check", "--json", expected=1)) == report


def test_a_project_in_a_subfolder_is_named_from_where_one_types_in_cis_formats_and_from_its_own_folder_in_json(
    folder: Path, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert f"file={folder.name}/locales/" in typed("check", "-C", folder.name, "--format", "github")
    report = json.loads(typed("check", "-C", folder.name, "--json"))
    assert report["findings"]
    assert all(name.startswith("locales/") for name in report["files"])
    assert all(finding["file"].startswith("locales/") for finding in report["findings"])
    pages = json.loads(typed("coverage", "-C", folder.name, "--json"))["pages"]
    assert all(page["file"].startswith("locales/") for page in pages)


@pytest.mark.parametrize("command", [["check"], ["coverage"], ["check", "locales/"], ["coverage", "locales/"]])
def test_every_format_is_the_same_every_time(folder: Path, typed: Type, command: list[str]) -> None:
    spoil(folder)
    expected = 1 if command[0] == "check" else 0
    for name in ("text", "json", "junit", "github", "markdown", "gitlab", "sarif", "badge"):
        first = typed(*command, "--format", name, expected=expected)
        assert first == typed(*command, "--format", name, expected=expected)
        assert first.strip()


def test_several_formats_go_to_files_and_the_text_to_the_screen(folder: Path, typed: Type) -> None:
    spoil(folder)
    shown = typed("check", "--format", "junit=out/check.xml", "--format", "sarif=check.sarif", expected=1)
    assert shown.startswith(("check     1 error", "check     2 errors"))
    assert "<failure" in (folder / "out/check.xml").read_text(encoding="utf-8")
    assert valid_sarif((folder / "check.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "::error file=locales/fr" in typed("check", "--format", "github", "--format", "json=a.json", expected=1)


def test_githubs_job_summary_is_added_to(folder: Path, typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = folder / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    typed("check", "--format", "github")
    typed("coverage", "--format", "github=annotations.txt")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n### Check: 0 errors")
    assert "### Coverage: 73 %" in text


def test_a_wrong_format_is_refused(typed: Type, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("yaml", "json="):
        with pytest.raises(SystemExit) as stopped:
            main(["check", "--format", wrong])
        assert stopped.value.code == 2
    assert "no format; one of text" in capsys.readouterr().err


def test_coverage_has_every_state_in_words_and_units(folder: Path, typed: Type) -> None:
    report = json.loads(typed("coverage", "--json"))
    jsonschema.validate(report, SCHEMAS["coverage"])
    pages = {page["page"]: page for page in report["pages"]}
    assert pages[ROUND_1]["percent"] == 100
    assert pages[ROUND_3]["words"]["fuzzy"] == 44
    assert pages[ROUND_3]["units"]["fuzzy"] == 2
    assert pages[ROUND_3]["seen_first"]["percent"] < pages[ROUND_3]["percent"], "a date line waits"
    assert report["all"]["total_words"] == sum(page["total_words"] for page in report["pages"])
    units = typed("coverage", "--units")
    assert re.search(rf"{ROUND_3} \[fr\] +\d+ +0 +0 +2 +0 ", units)


def test_a_text_that_is_not_extracted_yet_counts(folder: Path, typed: Type) -> None:
    before = json.loads(typed("coverage", ROUND_1, "--json"))["all"]["total_words"]
    page = folder / f"locales/en/{ROUND_1}.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("</main>", "<p>Four more new words</p></main>"), encoding="utf-8"
    )
    report = json.loads(typed("coverage", ROUND_1, "--min-reviewed", "100", "--json", expected=1))
    assert report["all"]["total_words"] == before + 4
    assert report["all"]["words"]["untranslated"] == 4


def test_floors_of_each_page_and_their_exceptions(folder: Path, typed: Type) -> None:
    shown = typed("coverage", "--min-reviewed", "90", "--per-page", expected=1)
    assert f"coverage: {ROUND_4} [fr]: 0 % reviewed, 90 % asked for" in shown
    config = folder / "config/diptych.toml"
    exception = (
        f'\n[[coverage.exceptions]]\npage = "{ROUND_4}"\nmin_reviewed = 0\nuntil = 2026-12-31\nbecause = "not final"\n'
    )
    config.write_text(config.read_text(encoding="utf-8") + exception, encoding="utf-8")
    assert "exceptions as of 30 November 2026" in typed("coverage", "--min-reviewed", "90", "--per-page")
    typed("coverage", "--min-reviewed", "90")
    config.write_text(config.read_text(encoding="utf-8").replace("2026-12-31", "2026-11-29"), encoding="utf-8")
    assert "ended on 2026-11-29 (not final)" in typed("coverage", "--min-reviewed", "10", expected=1)
    config.write_text(config.read_text(encoding="utf-8").replace("2026-11-29", '"soon"'), encoding="utf-8")
    assert re.search(r"config/diptych.toml:\d+: exception 1: \"until\" is the last day", typed("coverage", expected=2))


def test_an_exception_for_a_page_that_does_not_exist_is_named(folder: Path, typed: Type) -> None:
    config = folder / "config/diptych.toml"
    exception = '\n[[coverage.exceptions]]\npage = "round-4"\nmin_reviewed = 0\nuntil = 2026-12-31\nbecause = "x"\n'
    config.write_text(config.read_text(encoding="utf-8") + exception, encoding="utf-8")
    assert "exception for round-4, which is no page" in typed("coverage", expected=2)


def foreign(folder: Path, text: str, name: str = "po/x.po", charset: str = "UTF-8", codec: str = "utf-8") -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes((HEADER.format(charset) + text).encode(codec))
    return name


def test_a_catalogue_from_anywhere(folder: Path, typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    monkeypatch.chdir(place)
    name = foreign(
        place,
        'msgid "the summer of %d, in 7 days"\nmsgstr "l’été %d, dans 8 jours"\n\nmsgid "&Open"\nmsgstr "&Ouvrir"\n\n'
        'msgctxt "x"\nmsgid "one file"\nmsgid_plural "%d files"\nmsgstr[0] "un fichier"\nmsgstr[1] ""\n\n'
        '#, fuzzy\nmsgid "old 5"\nmsgstr "vieux 6"\n\n#~ msgid "gone 1"\n#~ msgstr "parti 2"\n',
        charset="windows-1252",
        codec="cp1252",
    )
    report = json.loads(typed("check", name, "--json", expected=1))
    jsonschema.validate(report, SCHEMAS["check"])
    assert {(f["file"], f["line"], f["check"]) for f in report["findings"]} == {("po/x.po", 7, "figures")}
    coverage = json.loads(typed("coverage", "po/", "--json"))
    jsonschema.validate(coverage, SCHEMAS["coverage"])
    (page,) = coverage["pages"]
    assert page["units"] == {"untranslated": 1, "machine": 0, "fuzzy": 1, "claimed": 2, "reviewed": 0, "approved": 0}
    assert not coverage["proven"]
    shown = typed("coverage", name, "--min-reviewed", "95", expected=1)
    assert "review not proven" in shown
    assert "% translated, 95 % asked for" in shown


def test_a_ledger_beside_a_catalogue_proves_reviews(folder: Path, typed: Type) -> None:
    name = f"locales/fr/LC_MESSAGES/{ROUND_2}.po"
    report = json.loads(typed("coverage", name, "--json"))
    assert report["proven"]
    assert report["pages"][0]["words"]["reviewed"] == 385
    (folder / name).with_suffix(".review.tsv").unlink()
    report = json.loads(typed("coverage", name, "--json"))
    assert not report["proven"]
    assert report["pages"][0]["words"]["claimed"] == 385


def test_a_catalogue_of_a_project_is_checked_by_its_projects_rules(folder: Path, typed: Type) -> None:
    spoil(folder)
    name = f"locales/fr/LC_MESSAGES/{ROUND_1}.po"
    typed("check", name, expected=1)
    config = folder / "config/diptych.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[checks]\nfigures = "off"\n', encoding="utf-8")
    typed("check", name)


@pytest.mark.parametrize(
    ("name", "header", "expected"),
    [
        ("de/LC_MESSAGES/x.po", "", "de"),
        ("x.po", "Language: pt_BR\\n", "pt-BR"),
        ("de.po", "", "de"),
        ("messages.po", "", "fr"),
    ],
)
def test_the_language_is_what_the_file_says(folder: Path, typed: Type, name: str, header: str, expected: str) -> None:
    path = folder / "po" / name
    path.parent.mkdir(parents=True)
    path.write_text(f'msgid ""\nmsgstr "{header}"\n\nmsgid "a"\nmsgstr "b"\n')
    assert json.loads(typed("coverage", f"po/{name}", "--json"))["pages"][0]["locale"] == expected
    assert json.loads(typed("coverage", f"po/{name}", "--to", "es", "--json"))["pages"][0]["locale"] == "es"


def test_a_broken_file_is_one_line_and_the_others_are_done(folder: Path, typed: Type) -> None:
    foreign(folder, 'msgid "a 5"\nmsgstr "b 6"\n')
    foreign(folder, 'msgid "a\nmsgstr "b"\n', "po/broken.po")
    shown = typed("check", "po/", expected=2)
    assert "diptych: po/broken.po:6: the text has no closing quote" in shown
    assert "po/x.po:7: figures" in shown
    typed("check", "po/", "--format", "json=report.json", expected=2)
    (problem,) = json.loads((folder / "report.json").read_text(encoding="utf-8"))["problems"]
    assert (problem["file"], problem["line"]) == ("po/broken.po", 6)
    assert '<error type="input"' in typed("check", "po/", "--format", "junit", expected=2)
    typed("coverage", "po/", expected=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "po/none.po"],
        ["check", "config/"],
        ["check", ROUND_1, "po/x.po"],
        ["coverage", "po/x.po", "--since", "HEAD"],
    ],
)
def test_what_cannot_be_meant_is_one_line(folder: Path, typed: Type, arguments: list[str]) -> None:
    foreign(folder, 'msgid "a"\nmsgstr "b"\n')
    shown = typed(*arguments, expected=2)
    assert shown.count("\n") == 1
    assert shown.startswith("diptych: ")


def test_gates_write_nothing(folder: Path, typed: Type) -> None:
    def state() -> dict[str, Any]:
        return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}

    before = state()
    typed("check")
    typed("coverage", "--format", "sarif")
    typed("check", f".{os.sep}locales")
    assert state() == before


def test_issues_are_written_for_each_language(folder: Path, typed: Type) -> None:
    typed("status", "--quiet", "--issues", "waiting", "--links", "https://git.example/site/blob/main")
    text = (folder / "waiting/fr.md").read_text(encoding="utf-8")
    assert text.startswith("<!-- diptych fr waiting=3 -->\n")
    assert "| 10 March 2027 | 44 | out of date for readers; 2 to look at again |" in text
    assert f"(https://git.example/site/blob/main/locales/fr/LC_MESSAGES/{ROUND_3}.po)" in text
    assert "locales" in typed("status", "--issues", "locales/x", expected=2)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--online",), "--online goes with --links"),
        (("--fix", "--links"), "are three commands"),
        (("--source", "--fix"), "are three commands"),
        (("--links", "--format", "junit"), "know no --format"),
        (("--fix", "--dry-run", "--format", "json=fix.json"), "know no --format"),
        (("--dry-run",), "--dry-run goes with --fix"),
    ],
)
def test_options_of_check_that_do_not_go_together_are_refused_and_nothing_is_done(
    project: Project, options: tuple[str, ...], reason: str
) -> None:
    before = project.files()
    project.type("check", *options, expected=2)
    assert reason in project.errors
    assert project.files() == before

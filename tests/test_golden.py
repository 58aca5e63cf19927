"""Golden folders: ``page.html`` → ``page.po`` → ``page.fr.html``, with the French of ``french.toml``.

Adding a case is adding a folder with a page and its French; ``GOLDEN=write`` writes the rest, which is then read by
a person before it is committed.
"""

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.adapters import po_files
from pipeline.cli import main
from pipeline.core.ledger import source_hash
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden").glob("*/page.html"))


def arguments(case: Path) -> list[str]:
    """How the case wants its page read, if it is not just a page."""
    path = case / "arguments"
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def template(case: Path) -> list[str]:
    return ["po2html", "--template", str(case / "page.html")]


def golden(path: Path, data: bytes) -> None:
    if os.environ.get("GOLDEN") == "write":
        path.write_bytes(data)
    assert path.read_bytes() == data


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_golden(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue, page = tmp_path / "page.po", tmp_path / "page.fr.html"
    assert main(["html2po", str(case / "page.html"), str(catalogue), *arguments(case)]) == 0
    golden(case / "page.po", catalogue.read_bytes())
    french = tomllib.loads((case / "french.toml").read_text(encoding="utf-8"))
    loaded = po_files.loads(catalogue.read_bytes(), "page.po", "page", "fr")
    filled = replace(loaded, units=tuple(replace(unit, target=french[unit.source]) for unit in loaded.units))
    catalogue.write_bytes(po_files.dumps(filled))
    assert main([*template(case), str(catalogue), str(page), *arguments(case)]) == 0, capsys.readouterr()
    golden(case / "page.fr.html", page.read_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_without_french_the_page_comes_back_as_it_was(case: Path, tmp_path: Path) -> None:
    catalogue, page = tmp_path / "page.po", tmp_path / "page.fr.html"
    main(["html2po", str(case / "page.html"), str(catalogue), *arguments(case)])
    assert main([*template(case), str(catalogue), str(page), *arguments(case)]) == 1
    assert page.read_bytes() == (case / "page.html").read_bytes()


def test_a_folder_is_mirrored_and_one_bad_file_does_not_stop_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = tmp_path / "pages"
    (pages / "sub").mkdir(parents=True)
    (pages / "sub" / "a.html").write_text("<p>One</p>")
    (pages / "b.htm").write_text("<p>Two</p>")
    (pages / "empty.html").write_text(" ")
    (pages / "binary.html").write_bytes(b"\x00\x01\x02")
    assert main(["html2po", str(pages), str(tmp_path / "po")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [line.split(": ", 1)[1] for line in errors] == [
        f"{pages}/binary.html: is binary, no HTML page",
        f"{pages}/empty.html: is empty",
    ]
    assert sorted(str(p.relative_to(tmp_path / "po")) for p in (tmp_path / "po").rglob("*.po")) == ["b.po", "sub/a.po"]


def test_bad_arguments_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.htm").write_text("<p>One</p>")
    (pages / "a.html").write_text("<p>Two</p>")
    file = tmp_path / "file.po"
    file.write_text("")
    cases = [
        (["html2po", str(pages), str(tmp_path / "po")], "has the same catalogue as a.htm"),
        (["html2po", str(pages), str(file)], "is a file; give a folder"),
        (["html2po", "--to", "../x", str(pages), str(tmp_path / "po")], "is no language"),
        (["html2po", "--to", "en", str(pages), str(tmp_path / "po")], "nothing to translate"),
        (["po2html", "--template", str(pages), str(tmp_path / "po"), str(pages)], "is its own template"),
        (["po2html", "--template", str(pages / "a.htm"), str(tmp_path / "po"), str(pages)], "give a folder of pages"),
    ]
    for arguments, message in cases:
        assert main(arguments) == 2
        assert message in capsys.readouterr().err
    assert [path.read_text() for path in sorted(pages.iterdir())] == ["<p>One</p>", "<p>Two</p>"]


def test_what_is_left_out_of_a_page_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "p.html"
    page.write_bytes(b"<meta charset=utf-8><p>caf\xe9</p><p>Two</p>")
    assert main(["html2po", "--content", ".none", str(page), str(tmp_path / "p.po")]) == 0
    shown = capsys.readouterr().out
    assert "no .none on the page; its content was taken from the whole page" in shown
    assert "line 1: characters that cannot be read" in shown


def test_fuzzy_units_stay_english_unless_asked_for_and_refused_ones_always(tmp_path: Path) -> None:
    page, catalogue, out = tmp_path / "p.html", tmp_path / "p.po", tmp_path / "o.html"
    page.write_text("<p>One</p><p>Two <a href=x>links</a></p>")
    main(["html2po", str(page), str(catalogue)])
    text = catalogue.read_text()
    text = text.replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Un"').replace(
        '#. p\n#: p.html\nmsgid "One', '#. p\n#: p.html\n#, fuzzy\nmsgid "One'
    )
    text = text.replace('links</a1>"\nmsgstr ""', 'links</a1>"\nmsgstr "Deux <a9>liens</a9>"')
    catalogue.write_text(text)
    arguments = ["po2html", "--template", str(page), str(catalogue), str(out)]
    assert main(arguments) == 1
    assert out.read_text() == page.read_text()
    assert main([*arguments, "--allow-unreviewed"]) == 1
    assert out.read_text() == "<p>Un</p><p>Two <a href=x>links</a></p>"


def test_a_post_has_the_same_segments_as_stored_and_as_served() -> None:
    folder = Path(__file__).parent / "golden"
    stored = segment((folder / "wordpress_source" / "page.html").read_bytes(), Rules(wordpress=True))
    served = segment((folder / "wordpress_rendered" / "page.html").read_bytes())
    assert [source_hash(slot.text) for slot in stored.slots] == [source_hash(slot.text) for slot in served.slots]

"""The tools people have: after each, no reviewed text is lost and no state is gained."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from pipeline.adapters import po_files
from pipeline.core import ledger as ledgers
from pipeline.core.ledger import Ledger, state
from pipeline.core.model import Catalogue, State
from tests.conftest import ROUND_1, ROUND_3, Project

BIN = Path(sys.executable).parent
REVIEWED = (State.REVIEWED, State.APPROVED)


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def by_msgcat(path: Path) -> None:
    run("msgcat", path, "-o", path)


def by_msgcat_sorted_and_wrapped(path: Path) -> None:
    run("msgcat", "--sort-output", "--width=40", path, "-o", path)


def by_msgattrib(path: Path) -> None:
    run("msgattrib", path, "-o", path)


def by_msgmerge(path: Path) -> None:
    template = path.with_suffix(".pot")
    run("msgattrib", "--empty", "--no-obsolete", path, "-o", template)
    run("msgmerge", "-q", path, template, "-o", path)
    template.unlink()


def by_babel(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    with path.open("wb") as file:
        write_po(file, catalogue, width=76)


def by_polib(path: Path) -> None:
    import polib

    polib.pofile(str(path), wrapwidth=78).save()


def by_translate_toolkit(path: Path) -> None:
    from translate.storage.pypo import pofile

    store = pofile.parsefile(str(path))  # type: ignore[no-untyped-call]
    path.write_bytes(bytes(store))


def by_omegat(path: Path) -> None:
    """OmegaT writes no fuzzy marks, untouched entries blank or as a copy of the English, and no previous texts."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^#, fuzzy\n", "", re.sub(r"^#~?\| .*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    path.write_text(re.sub(r'msgid "(.+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "\1"', text), encoding="utf-8")


TOOLS: list[Callable[[Path], None]] = [
    by_msgcat,
    by_msgcat_sorted_and_wrapped,
    by_msgattrib,
    by_msgmerge,
    by_babel,
    by_polib,
    by_translate_toolkit,
    by_omegat,
]


def read(project: Project, slug: str) -> tuple[Catalogue, Ledger]:
    path = project.catalogue(slug)
    found = ledgers.loads(path.with_suffix(".review.tsv").read_text(encoding="utf-8"))
    assert isinstance(found, Ledger)
    return po_files.loads(path.read_bytes(), str(path), slug, "fr"), found


def reviewed(project: Project, slug: str) -> set[tuple[str | None, str, str]]:
    """Context, source and target of every reviewed unit, obsolete ones too."""
    catalogue, ledger = read(project, slug)
    index = ledger.index()
    known = (*catalogue.units, *catalogue.obsolete)
    return {(unit.context, unit.source, unit.target) for unit in known if state(unit, index) in REVIEWED}


@pytest.mark.gettext
@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
@pytest.mark.parametrize("slug", [ROUND_1, ROUND_3])
def test_after_a_tool_nothing_reviewed_is_lost_and_nothing_gained(
    project: Project, tool: Callable[[Path], None], slug: str
) -> None:
    if slug == ROUND_3:  # some units accepted, one edited by the English since
        project.translate_round_3()
        project.edit_site("round-3.html", "During this session we will look at", "During this session we looked at")
        project.type("fetch")
        project.type("extract")
    project.type("publish")
    before, published = reviewed(project, slug), project.files("locales/published")
    assert before
    tool(project.catalogue(slug))
    assert reviewed(project, slug) == before
    project.type("extract")
    assert reviewed(project, slug) == before
    project.type("publish")
    assert project.files("locales/published") == published, "nothing that a tool did reaches a reader"


@pytest.mark.gettext
@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_a_file_that_a_tool_wrote_is_taken_back_without_gain(
    project: Project, tool: Callable[[Path], None], tmp_path: Path
) -> None:
    project.translate_round_3()
    copy = tmp_path / f"{ROUND_3}.po"
    copy.write_bytes(project.catalogue(ROUND_3).read_bytes())
    tool(copy)
    before, files = reviewed(project, ROUND_3), project.files("locales")
    project.type("accept", ROUND_3, "--as", "Ann", "--file", str(copy))
    assert reviewed(project, ROUND_3) == before
    assert project.files("locales") == files


@pytest.mark.gettext
def test_the_statistics_of_others_are_ours(project: Project) -> None:
    catalogue, _ = read(project, ROUND_3)
    fuzzy = sum(unit.fuzzy for unit in catalogue.units)
    counted = run(BIN / "pocount", "--csv", project.catalogue(ROUND_3)).splitlines()[-1].split(",")
    assert str(fuzzy) in [field.strip() for field in counted]
    assert f"{fuzzy} fuzzy translation" in run("msgfmt", "--statistics", "-o", "/dev/null", project.catalogue(ROUND_3))


def test_pofilter_reads_the_catalogues_and_their_codes(project: Project, tmp_path: Path) -> None:
    project.translate_round_3()
    run(BIN / "pofilter", "-t", "xmltags", "-t", "untranslated", project.catalogue(ROUND_3), tmp_path / "found.po")
    found = tmp_path / "found.po"
    assert not found.exists() or "(pofilter)" not in found.read_text(encoding="utf-8")

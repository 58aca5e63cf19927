"""Menus, footers and forms: one catalogue for all pages, only where it is asked for."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROUND_1, Project

UNIT = 'msgid "About us"\nmsgstr ""'


@pytest.fixture
def shared(project: Project) -> Project:
    path = project.folder / "config" / "diptych.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[text]\nscope = "page"\n', encoding="utf-8")
    project.type("extract")
    return project


def test_what_all_pages_share_is_in_one_catalogue_and_in_no_other(shared: Project) -> None:
    catalogue = shared.catalogue("_site").read_text(encoding="utf-8")
    assert UNIT in catalogue
    assert "Fran\u00e7ais" not in catalogue, "the switcher is furniture"
    assert "About us" not in shared.catalogue(ROUND_1).read_text(encoding="utf-8")
    names = {half["page"]: half for half in json.loads(shared.type("status", "--json"))["pages"]}
    assert names["_site"]["standing"] == "waiting"
    assert names[ROUND_1]["standing"] == "up to date", "a menu holds no announcement back"


def test_only_reviewed_menu_texts_are_published(shared: Project) -> None:
    shared.edit_catalogue("_site", UNIT, 'msgid "About us"\nmsgstr "Qui sommes-nous"')
    shared.type("publish")
    assert "Qui sommes-nous" not in shared.published(ROUND_1)
    shared.type("accept", "_site", "--as", "Translator")
    shared.type("publish")
    french = shared.published(ROUND_1)
    assert ">Qui sommes-nous</a>" in french
    assert ">Topics</a>" in french
    before = shared.files()
    shared.type("extract")
    shared.type("publish")
    assert shared.files() == before


def test_the_shared_catalogue_is_only_there_where_it_is_asked_for(project: Project) -> None:
    assert not project.catalogue("_site").exists()
    project.type("accept", "_site", "--as", "Translator", expected=2)
    assert 'text.scope = "page"' in project.errors


def test_a_rollback_brings_no_menu_text_back_whose_review_was_taken_back(shared: Project) -> None:
    shared.edit_catalogue("_site", UNIT, 'msgid "About us"\nmsgstr "Qui sommes-nous"')
    shared.type("accept", "_site", "--as", "T")
    shared.type("publish")
    release = (shared.folder / "public").resolve().name
    ledger, text, accepted = menu_review(shared)
    ledger.write_text(text + accepted.replace("accepted\tT", "revoked\tR") + "\n", encoding="utf-8")
    shared.type("publish")
    assert "Qui sommes-nous" not in shared.published(ROUND_1)
    assert f"{ROUND_1}: the review of a text in it was taken back since" in shared.type("rollback", release)
    assert "Qui sommes-nous" not in shared.published(ROUND_1)


@pytest.mark.parametrize("is_republished", [False, True])
def test_a_release_that_does_not_list_menu_texts_comes_back_only_while_none_was_taken_back(
    shared: Project, is_republished: bool
) -> None:
    """Releases of earlier versions list the page's own texts only; a half that stays hands its list on."""
    shared.edit_catalogue("_site", UNIT, 'msgid "About us"\nmsgstr "Qui sommes-nous"')
    shared.type("accept", "_site", "--as", "T")
    shared.type("publish")
    release = (shared.folder / "public").resolve().name
    ledger, text, accepted = menu_review(shared)
    for path in (shared.folder / ".diptych" / "site" / "records").iterdir():
        record = json.loads(path.read_text(encoding="utf-8"))
        page = {line[:16] for line in shared.catalogue(ROUND_1).with_suffix(".review.tsv").read_text().splitlines()}
        record["units"] = {half: [pair for pair in found if pair[0] in page] for half, found in record["units"].items()}
        path.write_text(json.dumps(record), encoding="utf-8")
    if is_republished:  # the French stays as it was, in a release of today
        publish_with(shared, "400 lamps", "500 lamps")
        release = (shared.folder / "public").resolve().name
    publish_with(shared, "lamps", "lanterns")
    ledger.write_text(text + accepted.replace("accepted\tT", "revoked\tR") + "\n", encoding="utf-8")
    shown = shared.type("rollback", release)
    assert f"{ROUND_1}: the review of a text in the menus or footers was taken back" in shown


def publish_with(shared: Project, old: str, new: str) -> None:
    """The English of round 1 changed, and published."""
    shared.edit_site("round-1.html", old, new)
    for command in ("fetch", "extract", "publish"):
        shared.type(command)


def menu_review(shared: Project) -> tuple[Path, str, str]:
    """The shared ledger, its text, and the line by which its one text was accepted."""
    ledger = shared.catalogue("_site").with_suffix(".review.tsv")
    text = ledger.read_text(encoding="utf-8")
    return ledger, text, next(line for line in text.splitlines() if "accepted\tT\t" in line)

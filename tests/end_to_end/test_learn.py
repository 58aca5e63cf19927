"""French that no page links to is found by the site's own pattern."""

from __future__ import annotations

import re

from tests.conftest import ROUND_1, ROUND_4, Project

FRENCH = "/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/"


def without_link(project: Project) -> None:
    page = project.site.folder / "round-1.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r'(?:https://forum\.example)?/fr/[^"]*', "#", text), encoding="utf-8")


def configure(project: Project, pattern: str) -> None:
    path = project.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[site]", f'[site]\ntranslations = ["{pattern}"]', 1), encoding="utf-8")


def test_a_translation_is_found_by_a_pattern(empty_project: Project) -> None:
    without_link(empty_project)
    configure(empty_project, f"/topics/evenings/{ROUND_1}/ => {FRENCH}")
    empty_project.type("fetch")
    shown = empty_project.type("learn", ROUND_1)
    assert FRENCH in shown
    assert FRENCH in (empty_project.folder / "locales/pairs.toml").read_text(encoding="utf-8")


def test_an_english_page_in_its_place_is_no_translation(empty_project: Project) -> None:
    without_link(empty_project)
    configure(empty_project, f"/{ROUND_1}/ => /{ROUND_4}/")
    empty_project.type("fetch")
    assert "0 existing pages" in empty_project.type("learn", ROUND_1)


def test_a_pattern_that_is_none_is_named(empty_project: Project) -> None:
    configure(empty_project, "french")
    empty_project.type("status", expected=2)
    assert '"french" is no pattern' in empty_project.errors


def test_french_whose_review_was_taken_back_is_not_counted_as_accepted(project: Project) -> None:
    ledger = project.catalogue(ROUND_1).with_suffix(".review.tsv")
    text = ledger.read_text(encoding="utf-8")
    accepted = next(line for line in text.splitlines() if "accepted\tWeb team" in line)
    revoked = "\t".join([*accepted.split("\t")[:2], "revoked", "Bob", "2026-11-24", ""])
    ledger.write_text(text.replace(accepted + "\n", "") + revoked + "\n", encoding="utf-8")
    before = ledger.read_text(encoding="utf-8")
    shown = project.type("learn", ROUND_1, "--accept", "--as", "Web team")
    assert "0 accepted" in shown
    assert "1 unit not accepted: somebody took the review of this French back" in shown
    assert sorted(ledger.read_text(encoding="utf-8").splitlines()) == sorted(before.splitlines())

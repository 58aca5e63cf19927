"""What the status screen says of the release that readers have: rolled back, lost files, newer reviewed French."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROUND_1, ROUND_3, Project


@pytest.fixture
def newer(project: Project) -> Project:
    """Round 3 published twice, the second time with another wording."""
    project.translate_round_3()
    project.type("publish")
    project.edit_catalogue(ROUND_3, "Au cours de cette", "Pendant cette")
    project.type("accept", ROUND_3, "--as", "Hasty")
    return project


def test_reviewed_french_that_readers_do_not_have_yet_is_ready_and_then_up_to_date(newer: Project) -> None:
    shown = newer.type("status", ROUND_3)
    assert f"READY         {ROUND_3}" in shown
    assert "all reviewed, and newer than what readers have; type: diptych publish" in shown
    newer.type("publish")
    assert f"UP TO DATE    {ROUND_3}" in newer.type("status", ROUND_3)


def test_a_rollback_is_told_once_and_the_page_is_ready_again_until_the_next_publish(newer: Project) -> None:
    newer.type("publish", today="2026-11-24")
    newer.type("rollback", today="2026-11-25")
    shown = newer.type("status")
    assert shown.count("rolled back on 25 November 2026: readers have an earlier release") == 1
    assert f"READY         {ROUND_3}" in shown
    assert f"UP TO DATE    {ROUND_1}" in shown
    page = newer.folder / "status.html"
    newer.type("status", "--html", str(page))
    assert "rolled back on 25 November 2026" in page.read_text(encoding="utf-8")
    newer.type("run", today="2026-11-26")
    assert f"READY         {ROUND_3}" in newer.type("status", ROUND_3)
    newer.type("publish")
    assert "rolled back" not in newer.type("status")


def test_a_published_file_that_is_lost_or_changed_is_named_until_publish_has_mended_it(newer: Project) -> None:
    newer.type("publish")
    path = newer.folder / f"locales/published/{ROUND_1}.fr.html"
    before = path.read_bytes()
    path.unlink()
    line = f"locales/published/{ROUND_1}.fr.html: is missing though readers have it"
    assert f"{line}; type: diptych publish" in newer.type("status")
    assert line in {half["kept"] for half in json.loads(newer.type("status", "--json"))["pages"]}
    path.write_bytes(before + b"x")
    assert "was changed by hand since it was published; type: diptych publish" in newer.type("status")
    newer.type("publish")
    assert path.read_bytes() == before
    assert "by hand" not in newer.type("status")

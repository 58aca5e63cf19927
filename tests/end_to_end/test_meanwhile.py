"""What people do to files while a command is at work, and what they lose before it: nothing of that reaches readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.adapters.pseudo_engine import PseudoEngine
from pipeline.core.errors import BadFileError
from pipeline.core.ledger import fact
from pipeline.core.model import Kind
from pipeline.core.prefill import Planner
from pipeline.stages.extracting.extract import extract
from pipeline.stages.gating.report import status
from pipeline.stages.prefilling.prefill import Order, prefill
from pipeline.stages.publishing.deciding import decided
from pipeline.stages.publishing.dressing import Dresser
from pipeline.stages.publishing.publish import publish
from tests.end_to_end.test_law_of_publishing import START, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, hold_english=False)
    for deed in START:
        made.do(deed)
    publish(made.workspace)
    return made


def public(world: World) -> dict[str, bytes]:
    folder = world.workspace.root / "public"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("what", ["gone", "other words"])
def test_english_that_changes_after_the_decision_goes_to_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    world.english("one", "Dark")
    path = world.workspace.snapshot_path("one")
    before = public(world)

    def changed(*arguments: Any) -> Any:
        found = decided(*arguments)
        if what == "gone":
            path.unlink()
        else:
            path.write_text(path.read_text("utf-8").replace("Dark", "Deep"), "utf-8")
        return found

    monkeypatch.setattr("pipeline.stages.publishing.publish.decided", changed)
    with pytest.raises(BadFileError, match="was changed while it was about to be published; nothing was written"):
        publish(world.workspace)
    assert public(world) == before


def test_french_edited_by_hand_after_it_was_looked_at_goes_to_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.english("one", "Dark")  # its French stays as published
    path = world.workspace.published_path("one", "fr")
    before, real = public(world), Dresser.dressed

    def dressed(self: Dresser, *arguments: Any) -> Any:
        path.write_bytes(path.read_bytes().replace(b"fr ", b"fr hacked "))
        return real(self, *arguments)

    monkeypatch.setattr(Dresser, "dressed", dressed)
    with pytest.raises(BadFileError, match="was changed while it was about to be published"):
        publish(world.workspace)
    assert public(world) == before


def test_a_lost_record_takes_no_page_from_readers(world: World) -> None:
    before = public(world)
    (world.workspace.locales / "pairs.toml").unlink()
    with pytest.raises(
        BadFileError, match=r"does not name 2 pages that readers have \(one, two\); restore it from git"
    ):
        publish(world.workspace)
    assert public(world) == before


@pytest.mark.parametrize("has_catalogue", [True, False])
def test_a_lost_ledger_of_a_published_page_is_named_and_not_made_anew(world: World, has_catalogue: bool) -> None:
    path = world.workspace.ledger_path("one", "fr")
    path.unlink()
    if not has_catalogue:
        world.workspace.catalogue_path("one", "fr").unlink()
    report = extract(world.workspace)
    assert [problem.message for problem in report.problems] == [
        (
            f"{world.workspace.show(path)}: is missing though its translation was published; restore it from git, or go on "
            "without it: diptych extract one --lossy"
        )
    ]
    assert not path.exists()


def test_an_address_goes_to_the_first_page_whatever_was_looked_at_before(tmp_path: Path) -> None:
    found = []
    for name in ("with", "without"):
        world = World(tmp_path / name, hold_english=False)
        for slug in ("one", "two"):
            path = world.workspace.snapshot_path(slug)
            path.write_text(path.read_text("utf-8").replace(f"{slug.title()} page", "Same page"), "utf-8")
        extract(world.workspace)
        for slug in ("two", "one"):
            world.translate(slug, "alpha")
            world.record(slug, Kind.ACCEPTED)
            if name == "with":
                status(world.workspace)
        publish(world.workspace)
        found.append({page.slug: page.half("fr").address for page in world.workspace.registry()})
    assert found[0] == found[1]
    assert found[0]["one"]


def test_what_an_editor_saves_while_a_prefill_plans_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.english("one", "Dark")
    workspace, real = world.workspace, Planner.plan

    def plan(self: Planner, catalogue: Any, ledger: Any) -> Any:
        if catalogue.slug == "one":
            world.translate("one", "beta")
            units = workspace.catalogue("one", "fr").units
            facts = [fact(unit, Kind.ACCEPTED, "Ann", "2026-11-23") for unit in units]
            workspace.save_ledger("one", "fr", workspace.ledger("one", "fr") | facts)
        return real(self, catalogue, ledger)

    monkeypatch.setattr(Planner, "plan", plan)
    prefill(workspace, PseudoEngine(), Order())
    assert {unit.target[:6] for unit in workspace.catalogue("one", "fr").units} == {"betafr"}
    assert any(known.who == "Ann" for known in workspace.ledger("one", "fr").facts)

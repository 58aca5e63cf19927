"""Whatever people do in whatever order, with the indexes in .diptych a run does and says what it does without them."""

from __future__ import annotations

import contextlib
import datetime
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.adapters.memory_only_engine import MemoryOnlyEngine
from pipeline.adapters.pseudo_engine import PseudoEngine
from pipeline.core.errors import PipelineError
from pipeline.core.settings.values import Settings
from pipeline.stages.extracting.extract import extract
from pipeline.stages.gating.report import Listing, status
from pipeline.stages.gating.source_check import check_source
from pipeline.stages.prefilling.prefill import Order, prefill
from pipeline.workspace import Workspace
from tests.end_to_end.test_law_of_publishing import SLUGS, START, WORDS, World

DEEDS = st.tuples(
    st.sampled_from(
        "translate accept revoke english english publish withdraw rollback by-hand lose-the-page glossary policy "
        "link memory pseudo day".split()
    ),
    st.sampled_from(SLUGS),
    st.sampled_from(WORDS),
)
DATE = "<p>Thursday, 24 November 2026, ForumNetwork</p></main>"
GLOSSARY = "term,fr\nwater,{word}eau\n"


class Told(World):
    """A world that keeps what every stage said."""

    def __init__(self, root: Path, *, has_indexes: bool) -> None:
        self.has_indexes = has_indexes
        self.said: list[object] = []
        self.days = 0
        super().__init__(root, hold_english=False)

    def again(self, **changes: object) -> None:
        """The project opened by another command, with other settings or on another day."""
        made = self.workspace.settings
        kept = {name: getattr(made, name) for name in ("address", "pages", "policy")} | changes
        day = datetime.date(2026, 11, 23) + datetime.timedelta(days=self.days)
        self.workspace = Workspace(self.workspace.root, Settings(**kept), day)

    def do(self, deed: tuple[str, str, str]) -> None:
        if not self.has_indexes:
            for path in (self.workspace.root / ".diptych").glob("*.json"):
                path.unlink()
        name, slug, word = deed
        self.days += name == "day"
        self.again(**({"policy": "approved" if word == "alpha" else "reviewed"} if name == "policy" else {}))
        if name == "glossary":
            path = self.workspace.root / "config" / "glossary.csv"
            path.parent.mkdir(exist_ok=True)
            path.write_text(GLOSSARY.format(word=word), encoding="utf-8")
        elif name == "link":
            path = self.workspace.snapshot_path(slug)
            path.write_text(path.read_text("utf-8").replace("/two/", f"/two/#{word}").replace("</main>", DATE), "utf-8")
        super().do((name.replace("-", " "), slug, word))
        engine = PseudoEngine() if name == "pseudo" else MemoryOnlyEngine()
        with contextlib.suppress(PipelineError):
            self.said.append(extract(self.workspace))
            self.said.append(prefill(self.workspace, engine, Order()) if name in ("pseudo", "memory") else None)
            self.said.append(status(self.workspace, listing=Listing.ALL))
            self.said.append(check_source(self.workspace, remember=True))


@settings(max_examples=12, deadline=None)
@example([("glossary", "one", "alpha"), ("glossary", "one", "beta"), ("policy", "one", "alpha")])
@example([("pseudo", "one", "alpha"), ("english", "one", "beta"), ("memory", "one", ""), ("memory", "one", "")])
@example([("link", "one", "beta"), ("day", "one", ""), ("day", "one", "")])
@example([("link", "one", "beta"), ("publish", "one", ""), ("by-hand", "one", ""), ("publish", "one", "")])
@given(st.lists(DEEDS, max_size=7))
def test_indexes_change_nothing_but_time(deeds: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        worlds = [Told(Path(folder) / name, has_indexes=name == "with") for name in ("with", "without")]
        for deed in [*START, *deeds]:
            for world in worlds:
                world.do(deed)
            assert worlds[0].said == worlds[1].said
            assert worlds[0].files() == worlds[1].files()


@pytest.mark.parametrize("name", ["extract.json", "examined.json", "dressed.json", "prefill.fr.json", "remarks.json"])
def test_an_index_is_there_and_is_used(tmp_path: Path, name: str) -> None:
    world = Told(tmp_path, has_indexes=True)
    for deed in [*START, ("memory", "one", ""), ("publish", "one", "")]:
        world.do(deed)
    path = tmp_path / ".diptych" / name
    found = json.loads(path.read_bytes()[64:])
    assert {entry.split(".")[0].split()[0] for entry in found} == set(SLUGS)
    before = path.read_bytes()
    world.do(("publish", "one", ""))
    assert path.read_bytes() == before

"""Whatever people, tools and crashes do in whatever order: nothing unreviewed is in any release, or comes back."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.core.errors import PipelineError
from pipeline.core.ledger import fact
from pipeline.core.model import Kind
from pipeline.core.pairs.link_check import Published, check
from pipeline.core.pairs.page_links import read
from pipeline.core.registry import Page, Registry
from pipeline.core.settings.values import Settings
from pipeline.stages.extracting.extract import extract
from pipeline.stages.publishing.publish import publish, withdraw
from pipeline.stages.publishing.rollback import rollback
from pipeline.workspace import Workspace

SLUGS = ("one", "two")
WORDS = ("alpha", "beta", "gamma")
PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{title} page</title></head><body><main><h1>{title} page</h1>
<p>{word} water is clean in {title}.</p><p><a href="/{other}/">From {title} on</a></p></main></body></html>
"""
OURS = re.compile(r"\b(?:alpha|beta|gamma)fr [\w ,.]+")


class World:
    """A project of two pages that link to each other, and what was accepted in it. A run follows every deed."""

    def __init__(self, root: Path, *, hold_english: bool) -> None:
        made = Settings("https://forum.example/", pages=("https://forum.example/one/",), hold_english=hold_english)
        self.workspace = Workspace(root, made, datetime.date(2026, 11, 23))
        registry = Registry()
        for slug in SLUGS:
            registry = registry.with_page(Page(slug, f"https://forum.example/{slug}/"))
        self.workspace.save_registry(registry)
        for slug in SLUGS:
            self.english(slug, "Cold")
        self.accepted: set[str] = set()
        self.revoked: set[str] = set()
        self.read: set[str] = set()
        self.withdrawn: set[str] = set()
        self.commits: list[dict[Path, bytes]] = []

    def english(self, slug: str, word: str) -> None:
        path = self.workspace.snapshot_path(slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        other = SLUGS[1 - SLUGS.index(slug)]
        path.write_text(PAGE.format(title=slug.title(), word=word, other=other), encoding="utf-8")
        extract(self.workspace)

    def translate(self, slug: str, word: str) -> None:
        """What a tool does: every unit gets French, every mark goes, nobody reviewed it."""
        catalogue = self.workspace.catalogue(slug, "fr")
        units = (replace(unit, target=f"{word}fr {unit.source}", fuzzy=False) for unit in catalogue.units)
        self.workspace.save_catalogue(replace(catalogue, units=tuple(units)))

    def record(self, slug: str, kind: Kind) -> None:
        catalogue, ledger = self.workspace.catalogue(slug, "fr"), self.workspace.ledger(slug, "fr")
        units = [unit for unit in catalogue.units if unit.target and not unit.fuzzy]
        self.workspace.save_ledger(slug, "fr", ledger | [fact(unit, kind, "Ann", "2026-11-23") for unit in units])
        known = self.accepted if kind is Kind.ACCEPTED else self.revoked
        known |= {unit.target for unit in units}

    def commit(self) -> None:
        """Remember what git has of each step: all but the ledgers, which only ever grow."""
        paths = (path for path in sorted(self.workspace.locales.rglob("*")) if path.is_file() and path.suffix != ".tsv")
        self.commits.append({path: path.read_bytes() for path in paths})

    def git_brings_back(self, steps: int, *, english: bool) -> None:
        """Catalogues, pairs.toml and what was published as they were so many steps ago; withdrawals stay known."""
        was = self.commits[-1 - min(steps, len(self.commits) - 1)]
        pages = {path for path in was if path.parent == self.workspace.snapshot_path("one").parent}
        for path in (self.workspace.locales / "published").glob("*"):
            path.unlink()
        for path, data in was.items():
            if english or path not in pages:
                path.write_bytes(data)
        halves = ((page.slug, page.half("fr")) for page in self.workspace.registry())
        self.withdrawn = {slug for slug, half in halves if half.withdrawn}

    def do(self, deed: tuple[str, str, str]) -> None:
        name, slug, word = deed
        self.commit()
        kept = self.workspace.published_path(slug, "fr")
        if name == "english":
            self.english(slug, word.title())
        elif name == "translate":
            self.translate(slug, word)
        elif name in ("accept", "revoke"):
            self.record(slug, Kind.ACCEPTED if name == "accept" else Kind.REVOKED)
        elif name == "by hand" and kept.exists():
            kept.write_text(kept.read_text(encoding="utf-8").replace("fr ", "fr hacked "), encoding="utf-8")
        elif name == "lose the releases":
            shutil.rmtree(self.workspace.root / ".diptych", ignore_errors=True)
        elif name == "lose the page":
            kept.unlink(missing_ok=True)
        elif name == "git brings back":
            self.git_brings_back(WORDS.index(word) + 1, english=slug == "one")
        with contextlib.suppress(PipelineError):
            self.act(name, slug, word)

    def act(self, name: str, slug: str, word: str) -> None:
        if name == "bring back":
            self.withdrawn.discard(slug)
            publish(self.workspace, (slug,))
        elif name == "withdraw":
            withdraw(self.workspace, slug)
            self.withdrawn.add(slug)
        elif name == "rollback":
            rollback(self.workspace)
        elif name == "power cut":
            self.cut(after=WORDS.index(word) * 3 + SLUGS.index(slug))
        else:
            publish(self.workspace, onward=name == "publish")

    def cut(self, after: int) -> None:
        """Publish, but the power goes after so many renames; what readers have then is looked at at once."""
        real, left = os.replace, after

        def replaced(source: str, target: str) -> None:
            nonlocal left
            if not left:
                raise PowerCut
            left -= 1
            real(source, target)

        with mock.patch("os.replace", replaced), contextlib.suppress(PowerCut):
            publish(self.workspace)
        self.check_words()
        publish(self.workspace)

    def check(self) -> None:
        public = self.workspace.root / "public"
        if not public.is_dir():
            return
        registry = self.workspace.registry()
        pages = []
        for page in registry:
            for locale, address in page.there("en").items():
                path = public / address.removeprefix("https://forum.example/") / "index.html"
                if path.is_file():
                    text = path.read_text(encoding="utf-8")
                    pages.append(read(page.slug, locale, path.name, address, text))
        self.check_words()
        assert len([name for name in public.rglob("index.html") if "fr/" in str(name.relative_to(public))]) == len(
            [page for page in pages if page.locale == "fr"]
        ), "a page of which the record knows nothing"
        assert self.withdrawn.isdisjoint(page.slug for page in pages if page.locale == "fr")
        links = {"fr": registry.links("en", "fr")}
        found = [item.message for item in check(Published(pages, "en", frozenset(), registry.dead(), links))]
        assert found == []

    def check_quiet(self) -> None:
        """A second run writes nothing."""
        if (self.workspace.root / "public").is_dir():
            before = self.files()
            publish(self.workspace, onward=False)
            assert self.files() == before

    def files(self) -> dict[str, bytes]:
        root = self.workspace.root
        paths = [*(root / "locales").rglob("*"), *(root / "public").rglob("*")]
        return {str(path.relative_to(root)): path.read_bytes() for path in paths if path.is_file()}

    def check_words(self) -> None:
        """Nothing that nobody accepted, and nothing comes back that somebody took the review back from."""
        public = self.workspace.root / "public"
        now = {words for file in public.rglob("*.*ml") for words in OURS.findall(file.read_text(encoding="utf-8"))}
        assert now <= self.accepted
        assert (now - self.read).isdisjoint(self.revoked)
        self.read = now


class PowerCut(BaseException):
    """Nothing in the program may catch it."""


ACTS = "translate accept publish english english revoke withdraw rollback".split()
DEEDS = st.tuples(
    st.sampled_from(
        [
            *ACTS,
            "git brings back",
            "git brings back",
            "bring back",
            "by hand",
            "by hand",
            "lose the releases",
            "lose the page",
            "power cut",
        ]
    ),
    st.sampled_from(SLUGS),
    st.sampled_from(WORDS),
)
START = [(deed, slug, "alpha") for slug in SLUGS for deed in ("translate", "accept")]
REVOKED_SINCE = [("revoke", "one", ""), ("translate", "one", "beta"), ("accept", "one", "")]
"""Readers have French that is good; what they had before was taken back."""


@settings(max_examples=25, deadline=None)
@example([("withdraw", "one", ""), ("rollback", "one", "")], False)
@example([("english", "one", "beta"), ("by hand", "one", ""), ("lose the releases", "one", "")], False)
@example([("english", "one", "beta"), ("by hand", "one", ""), ("rollback", "one", "")], True)
@example([("translate", "two", "beta"), ("accept", "two", ""), ("rollback", "two", ""), ("withdraw", "one", "")], False)
@example([("revoke", "one", ""), ("translate", "one", "beta"), ("accept", "one", ""), ("rollback", "one", "")], False)
@example([*REVOKED_SINCE, ("git brings back", "one", "gamma")], False)
@example([*REVOKED_SINCE, ("git brings back", "two", "gamma")], True)
@example([*REVOKED_SINCE, ("english", "one", "beta"), ("git brings back", "two", "gamma")], True)
@example([*REVOKED_SINCE, ("lose the releases", "one", ""), ("git brings back", "one", "gamma")], False)
@example([*REVOKED_SINCE, ("git brings back", "one", "gamma"), ("lose the page", "one", "")], False)
@given(st.lists(DEEDS, max_size=8), st.booleans())
def test_nothing_unreviewed_is_in_any_release(deeds: list[tuple[str, str, str]], hold_english: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), hold_english=hold_english)
        for deed in [*START, *deeds]:
            world.do(deed)
            world.check()
            world.check_quiet()

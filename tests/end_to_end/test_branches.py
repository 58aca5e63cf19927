"""Two people on two branches of a real git repository, with and without our merge driver."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.adapters import po_files
from pipeline.core.ledger import unit_id
from pipeline.core.model import Catalogue, Unit
from pipeline.stages.git_parts import driver
from sample.demo import ROOT, prepared
from tests.conftest import ROUND_3, Project

IDENTITY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
DRIVER = driver()


class Repository:
    """The project's folder under git."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.git("init", "-q", "-b", "main")
        (project.folder / ".gitattributes").write_text((ROOT / ".gitattributes").read_text(encoding="utf-8"))
        self.commit("Robot", "start")

    def git(self, *arguments: str, who: str = "Ann", good: bool = True) -> str:
        names = {
            f"GIT_{role}_{kind}": value
            for role in ("AUTHOR", "COMMITTER")
            for kind, value in (("NAME", who), ("EMAIL", "ann@forum.example"), ("DATE", "2026-11-20T10:00:00+0000"))
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.project.folder, capture_output=True, text=True, check=False,
            env={**os.environ, **IDENTITY, **names, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert (done.returncode == 0) == good, done.stdout + done.stderr
        return done.stdout

    def commit(self, who: str, message: str) -> None:
        self.git("add", "-A", ".")
        self.git("commit", "-q", "-m", message, who=who)

    def catalogue(self) -> Catalogue:
        path = self.project.catalogue(ROUND_3)
        return po_files.loads(path.read_bytes(), str(path), ROUND_3, "fr")

    def translate(self, number: int, target: str = "") -> Unit:
        """Finish one unit in the file, as an editor would."""
        unit = self.catalogue().units[number]
        wanted = target or prepared()[unit.source]
        text = self.project.catalogue(ROUND_3).read_text(encoding="utf-8")
        entry = next(part for part in text.split("\n\n") if f'msgid "{unit.source}"\n' in part)
        lines = [line for line in entry.split("\n") if not line.startswith(("#, fuzzy", "#| ", "msgstr"))]
        self.project.edit_catalogue(ROUND_3, entry, "\n".join([*lines, f'msgstr "{wanted}"']).rstrip("\n"))
        return self.catalogue().units[number]


def names(repository: Repository) -> list[str]:
    """The unit numbers that wait and have a prepared translation without quotes in it."""
    known = prepared()
    return [
        str(number)
        for number, unit in enumerate(repository.catalogue().units)
        if unit.source in known and '"' not in unit.source + known[unit.source]
    ]


@pytest.fixture
def repository(project: Project) -> Repository:
    return Repository(project)


def both(repository: Repository, first: Callable[[], object], second: Callable[[], object]) -> None:
    """Ann's work on main, Bob's on a branch from the same start."""
    repository.git("branch", "bob")
    first()
    repository.commit("Ann", "Ann's")
    repository.git("checkout", "-q", "bob")
    second()
    repository.commit("Bob", "Bob's")
    repository.git("checkout", "-q", "main")


def reviewing(repository: Repository, number: int, who: str, today: str) -> Callable[[], object]:
    def work() -> None:
        unit = repository.translate(number)
        repository.project.type("accept", ROUND_3, unit.source, "--as", who, today=today)

    return work


@pytest.mark.parametrize("driver", [False, True])
def test_neighbouring_units_reviewed_on_two_branches_merge_without_a_conflict(
    repository: Repository, driver: bool
) -> None:
    if driver:
        repository.git("config", "merge.diptych.driver", DRIVER)
    first, second = (int(number) for number in names(repository)[:2])
    assert second == first + 1, "they are neighbours"
    both(
        repository,
        reviewing(repository, first, "Ann", "2026-11-24"),
        reviewing(repository, second, "Bob", "2026-11-25"),
    )
    repository.git("merge", "-q", "bob")
    units = repository.catalogue().units
    assert not units[first].fuzzy
    assert not units[second].fuzzy
    repository.project.type("fmt", "--check")
    shown = repository.project.type("status", ROUND_3)
    assert f"{len(units) - 2} units" in shown


def test_one_sentence_changed_is_one_unit_of_lines(repository: Repository) -> None:
    number = int(names(repository)[0])
    reviewing(repository, number, "Ann", "2026-11-24")()
    changed = repository.git("diff", "--stat", "--", "*.po")
    assert "1 file changed" in changed
    lines = [line for line in repository.git("diff", "-U0", "--", "*.po").splitlines() if line[:1] in "+-"][2:]
    assert all(line[1:].startswith(("#, fuzzy", "#| ", "msgstr")) for line in lines), lines


def test_the_same_unit_written_by_both_keeps_both_texts_and_waits(repository: Repository) -> None:
    repository.git("config", "merge.diptych.driver", DRIVER)
    number = int(names(repository)[0])
    both(
        repository,
        lambda: repository.translate(number, "Une version"),
        lambda: repository.translate(number, "Une autre"),
    )
    repository.git("merge", "-q", "bob")
    unit = repository.catalogue().units[number]
    assert (unit.target, unit.fuzzy, unit.comments) == ("Une version", True, "other version: Une autre")


def test_without_the_driver_a_conflict_is_named_with_its_line(repository: Repository) -> None:
    number = int(names(repository)[0])
    both(
        repository,
        lambda: repository.translate(number, "Une version"),
        lambda: repository.translate(number, "Une autre"),
    )
    repository.git("merge", "-q", "bob", good=False)
    before = repository.project.files("locales")
    repository.project.type("check", ROUND_3, expected=2)
    assert f"{ROUND_3}.po:" in repository.project.errors
    assert "conflict marker" in repository.project.errors
    repository.project.type("extract", ROUND_3, expected=2)
    assert repository.project.files("locales") == before


@pytest.mark.parametrize("why", ["not there", "not installed"])
def test_where_diptych_is_gone_git_merges_the_lines_and_leaves_its_markers(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "not there":
        monkeypatch.setattr("sys.executable", "/no such folder/python")
    repository.git(
        "config", "merge.diptych.driver", driver() if why == "not there" else driver().replace("pipeline", "x")
    )
    first, second, third = (int(number) for number in names(repository)[:3])

    def work(mine: int, target: str) -> Callable[[], object]:
        return lambda: (repository.translate(mine), repository.translate(third, target))

    both(repository, work(first, "Une version"), work(second, "Une autre"))
    repository.git("merge", "-q", "bob", good=False)
    text = repository.project.catalogue(ROUND_3).read_text(encoding="utf-8")
    assert "<<<<<<< ours" in text
    assert "Une version" in text
    assert "Une autre" in text
    repository.project.type("status", expected=2)
    assert "conflict marker" in repository.project.errors


def test_a_fresh_clone_sets_the_driver_up_with_one_word(repository: Repository, tmp_path: Path) -> None:
    project = repository.project
    assert "merge driver" in project.type("init")
    assert repository.git("config", "merge.diptych.driver").strip() == DRIVER
    before = project.files()
    assert "nothing to do" in project.type("init")
    assert project.files() == before
    elsewhere = Project(tmp_path / "elsewhere", project.site, project.capture)
    elsewhere.type("init", expected=2)
    assert "diptych init https://" in elsewhere.errors


def test_a_side_that_is_no_catalogue_is_left_to_git(repository: Repository) -> None:
    repository.git("config", "merge.diptych.driver", DRIVER)
    path = repository.project.catalogue(ROUND_3)
    number = int(names(repository)[0])

    def broken() -> None:
        path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "no end\n', encoding="utf-8")

    both(repository, lambda: repository.translate(number), broken)
    repository.git("merge", "-q", "bob")
    assert 'msgid "no end' in path.read_text(encoding="utf-8")
    assert prepared()[repository_source(repository, path, number)] in path.read_text(encoding="utf-8")


def repository_source(repository: Repository, path: Path, number: int) -> str:
    path.write_text(path.read_text(encoding="utf-8").replace('\nmsgid "no end\n', ""), encoding="utf-8")
    return repository.catalogue().units[number].source


def test_authors_are_taken_from_git(repository: Repository) -> None:
    first, second, third = (int(number) for number in names(repository)[:3])
    repository.translate(first)
    repository.commit("Ann", "one")
    repository.translate(second)
    repository.commit("Bob", "another")
    repository.project.edit_site("round-3.html", "During this session we will look at", "During this session we saw")
    repository.project.type("fetch")
    repository.project.type("extract")
    repository.commit("Robot", "the English moved on")
    repository.translate(third)
    shown = repository.project.type("accept", ROUND_3, "--from-git")
    assert "1 unit: not committed as they stand" in shown
    ledger = repository.project.catalogue(ROUND_3).with_suffix(".review.tsv").read_text(encoding="utf-8")
    accepted = sorted(line.split("\t")[3:5] for line in ledger.splitlines() if "\taccepted\t" in line)
    assert accepted == [["Ann", "2026-11-20"], ["Bob", "2026-11-20"]]


def test_marks_cleared_in_bulk_are_no_review(repository: Repository) -> None:
    repository.project.type("prefill", "--engine", "pseudo")
    repository.commit("Robot", "machine text")
    path = repository.project.catalogue(ROUND_3)
    text = path.read_text(encoding="utf-8")
    assert text.count("#, fuzzy\n") > 5
    path.write_text(text.replace("#, fuzzy\n", ""), encoding="utf-8")
    repository.commit("Hasty", "all done")
    shown = repository.project.type("accept", ROUND_3, "--from-git")
    assert "machine text that Hasty did not change" in shown
    assert "accept    0 units" in shown


def test_one_machine_text_un_marked_is_no_review_until_it_is_named(repository: Repository) -> None:
    project = repository.project
    project.type("prefill", "--engine", "pseudo")
    repository.commit("Robot", "machine text")
    mine, read = (int(number) for number in names(repository)[:2])
    repository.translate(mine)
    unit = repository.translate(read, repository.catalogue().units[read].target)
    repository.commit("Ann", "one written, one un-marked")
    shown = project.type("accept", ROUND_3, "--from-git")
    assert "1 unit: is machine text that Ann did not change" in shown
    assert f'diptych accept {ROUND_3} {unit_id(unit)} --as "Name"' in shown
    assert "accept    1 unit" in shown
    project.type("accept", ROUND_3, "--as", "Ann", expected=2)
    assert "1 unit is machine text that nobody changed" in project.errors
    assert "accept    1 unit" in project.type("accept", ROUND_3, unit_id(unit), "--as", "Ann")


@pytest.mark.parametrize("way", [["--from-git"], ["--as", "Ann"]])
def test_french_of_older_english_un_marked_is_no_review_until_it_is_named(
    repository: Repository, way: list[str]
) -> None:
    project = repository.project
    project.translate_round_3()
    repository.commit("Ann", "reviewed")
    project.edit_site("round-3.html", "During this session we will look at", "During this session we looked at")
    project.type("fetch")
    project.type("extract")
    unit = next(unit for unit in repository.catalogue().units if unit.fuzzy)
    project.edit_catalogue(ROUND_3, "#, fuzzy\n#| msgid", "#| msgid")
    text = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("#| ")]
    project.catalogue(ROUND_3).write_text("\n".join(lines), encoding="utf-8")
    repository.commit("Ann", "tidy")
    project.type("accept", ROUND_3, *way, expected=0 if way == ["--from-git"] else 2)
    assert "French from older English" in project.output + project.errors
    assert unit_id(unit) in project.output + project.errors
    assert "accept    1 unit" in project.type("accept", ROUND_3, unit_id(unit), "--as", "Ann")
    assert "nothing waits on this page" in project.output


@pytest.mark.parametrize("who", ["helper[bot]", "Weblate", "Anonymous", "github-actions"])
def test_what_a_robot_committed_is_no_review(repository: Repository, who: str) -> None:
    repository.translate(int(names(repository)[0]))
    repository.commit(who, "sync")
    assert "which is no person" in repository.project.type("accept", ROUND_3, "--from-git")


def test_a_copy_from_before_keeps_both_peoples_work(repository: Repository, tmp_path: Path) -> None:
    project = repository.project
    first, second, third = (int(number) for number in names(repository)[:3])
    copy = tmp_path / "returned.po"
    start = project.catalogue(ROUND_3).read_bytes()
    repository.translate(first, "Version de Cleo")
    theirs = repository.translate(third)
    copy.write_bytes(project.catalogue(ROUND_3).read_bytes())
    project.catalogue(ROUND_3).write_bytes(start)
    for number in (first, second):  # meanwhile
        reviewing(repository, number, "Ann", "2026-11-24")()
    repository.commit("Ann", "two units")
    shown = project.type("accept", ROUND_3, "--as", "Cleo", "--file", str(copy))
    assert "two people wrote it; what is held stays, the copy's is in a comment: Version de Cleo" in shown
    assert "blank in the copy; what is held stays" in shown
    units = repository.catalogue().units
    assert "other version: Version de Cleo" in units[first].comments
    assert (units[third].target, units[third].fuzzy) == (theirs.target, False)
    assert f"{len(units) - 3} units" in project.type("status", ROUND_3)


def test_a_copy_from_before_never_replaces_what_was_reviewed_meanwhile(repository: Repository, tmp_path: Path) -> None:
    """The copy changed what Ann changed too and nothing else, so it is as near to her version as to its own."""
    project = repository.project
    number = int(names(repository)[0])
    copy = tmp_path / "returned.po"
    start = project.catalogue(ROUND_3).read_bytes()
    repository.translate(number, "Version de Bob")
    copy.write_bytes(project.catalogue(ROUND_3).read_bytes())
    project.catalogue(ROUND_3).write_bytes(start)
    unit = repository.translate(number)
    project.type("accept", ROUND_3, "--as", "Ann")
    repository.commit("Ann", "one unit")
    ledger = project.catalogue(ROUND_3).with_suffix(".review.tsv")
    before = ledger.read_bytes()
    project.type("accept", ROUND_3, "--as", "Bob", "--file", str(copy), "--quiet")
    assert f"to take the copy's: diptych accept {ROUND_3} {unit_id(unit)}" in project.errors
    held = repository.catalogue().units[number]
    assert (held.target, held.fuzzy, held.comments) == (unit.target, False, "other version: Version de Bob")
    assert ledger.read_bytes() == before
    project.type("accept", ROUND_3, unit_id(unit), "--as", "Bob", "--file", str(copy))
    held = repository.catalogue().units[number]
    assert (held.target, held.comments) == ("Version de Bob", "")
    assert "\taccepted\tBob\t" in ledger.read_text(encoding="utf-8")

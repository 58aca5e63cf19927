"""coverage --since: the ratchet, in real repositories."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import ROOT, ROUND_1, ROUND_2, ROUND_3

CATALOGUE = f"locales/fr/LC_MESSAGES/{ROUND_1}.po"
GIT = (
    "git",
    "-c",
    "user.name=T",
    "-c",
    "user.email=t@forum.example",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "protocol.file.allow=always",
)


class Repository:
    """A copy of the sample's project under git."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capture = capture

    def git(self, *arguments: str) -> str:
        done = subprocess.run([*GIT, *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def since(self, name: str = "HEAD", *more: str, expected: int = 0, folder: Path | None = None) -> str:
        self.capture.readouterr()
        place = str(folder or self.folder)
        status = main(["coverage", "--since", name, *more, "-C", place, "--min-reviewed", "0", "--today", "2026-11-30"])
        shown = "".join(self.capture.readouterr())
        assert status == expected, shown
        return shown


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.delenv("CI", raising=False)  # people accept in here
    folder = tmp_path / "site"
    for name in ("config", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    made = Repository(folder, capsys)
    made.git("init", "-q", "-b", "main")
    made.commit()
    return made


def test_nothing_fell(repository: Repository) -> None:
    assert "1,229 words reviewed then" in repository.since()
    repository.commit()
    repository.since("HEAD~1")
    repository.since("main")


def test_reviewed_french_that_was_changed_and_not_accepted_fails(repository: Repository) -> None:
    text = (repository.folder / CATALOGUE).read_text(encoding="utf-8")
    line = text[: text.index("400 lampes")].count("\n") + 1
    repository.edit(CATALOGUE, "400 lampes", "400 lanternes")
    shown = repository.since(expected=1)
    assert f"{CATALOGUE}:{line}: was reviewed at HEAD and is claimed now" in shown
    repository.commit()
    repository.since("HEAD~1", expected=1)
    repository.since("HEAD~1", ROUND_2)


def test_a_lost_ledger_fails(repository: Repository) -> None:
    (repository.folder / f"locales/fr/LC_MESSAGES/{ROUND_1}.review.tsv").unlink()
    assert repository.since(expected=1).count("is claimed now") > 10


def test_a_lost_catalogue_fails(repository: Repository) -> None:
    (repository.folder / CATALOGUE).unlink()
    assert "is not in the catalogue any more" in repository.since(expected=2), "2: status knows it is missing, too"


def test_changed_english_fails_nothing(repository: Repository) -> None:
    repository.edit(f"locales/en/{ROUND_1}.html", "9 April, 14:00", "10 April, 14:00")
    assert "the English of" in repository.since()
    assert main(["extract", "-C", str(repository.folder)]) == 0
    shown = repository.since()
    assert "words of them changed" in shown


def test_a_half_that_readers_had_needs_a_reason_to_go(repository: Repository) -> None:
    pairs = "locales/pairs.toml"
    repository.edit(
        pairs, 'first_published = "2026-11-23"\npublished = "2026-11-23"\nfollows = "82de069726dec192"\n', ""
    )
    shown = repository.since(expected=1)
    assert f"readers had {ROUND_1} in fr at HEAD and have it no more" in shown
    repository.git("checkout", "-q", "--", pairs)
    (repository.folder / f"locales/published/{ROUND_1}.fr.html").unlink()
    assert f"readers had {ROUND_1}" in repository.since(expected=1)
    repository.git("checkout", "-q", "--", ".")
    assert main(["withdraw", ROUND_1, "-C", str(repository.folder), "--today", "2026-11-30"]) == 0
    repository.since()


def test_a_page_that_the_site_lost_is_recorded_and_fails_nothing(repository: Repository) -> None:
    page = f"[pages.{ROUND_1}]\n"
    repository.edit("locales/pairs.toml", page, f'{page}gone = "2026-11-29"\n')
    repository.since()


def test_a_renamed_page_is_the_same_page(repository: Repository) -> None:
    repository.edit("locales/pairs.toml", f"[pages.{ROUND_1}", "[pages.first-round")
    for path in list((repository.folder / "locales").rglob(f"{ROUND_1}*")):
        path.rename(path.with_name(path.name.replace(ROUND_1, "first-round")))
    repository.since()
    repository.edit("locales/fr/LC_MESSAGES/first-round.po", "400 lampes", "400 lanternes")
    assert "first-round.po:" in repository.since(expected=1)


def test_a_removed_page_that_was_published_fails_and_another_is_named(repository: Repository) -> None:
    text = (repository.folder / "locales/pairs.toml").read_text(encoding="utf-8")
    start = text.index(f"[pages.{ROUND_2}]")
    kept = text[:start] + text[text.index(f"[pages.{ROUND_1}]") :]
    (repository.folder / "locales/pairs.toml").write_text(kept, encoding="utf-8")
    assert f"{ROUND_2} is no page of the project any more; it was not published in fr" in repository.since()
    (repository.folder / "locales/pairs.toml").write_text(text[:start], encoding="utf-8")
    assert f"readers had {ROUND_1}" in repository.since(expected=1)


def test_a_page_whose_english_cannot_be_read_cannot_be_told(repository: Repository) -> None:
    (repository.folder / f"locales/en/{ROUND_3}.html").unlink()
    assert f"locales/en/{ROUND_3}.html: is not there" in repository.since(expected=2)


def test_a_branch_is_compared_with_where_it_began(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "work")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.edit(CATALOGUE, "400 lampes", "400 lanternes")
    assert main(["accept", ROUND_1, "--as", "Ann", "-C", str(repository.folder), "--today", "2026-11-30"]) == 0
    repository.commit()
    repository.git("switch", "-q", "work")
    repository.since("main")


def test_what_cannot_be_told_is_said_in_one_line(repository: Repository, tmp_path: Path) -> None:
    assert "git knows no such commit here; it may not be fetched" in repository.since("HEAD~1", expected=2)
    bare = tmp_path / "plain"
    shutil.copytree(repository.folder, bare, ignore=shutil.ignore_patterns(".git"))
    assert "is in no git repository" in repository.since(expected=2, folder=bare)
    other = Repository(bare, repository.capture)
    other.git("init", "-q", "-b", "main")
    assert "has no commit yet" in other.since(expected=2)
    (bare / "README").write_text("another beginning")
    other.commit()
    other.git("fetch", "-q", str(repository.folder), "main:theirs")
    assert "no commit is known that it shares" in other.since("theirs", expected=2)


def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    repository.commit()
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(clone))
    shown = repository.since("HEAD~1", expected=2, folder=clone)
    assert "this clone is shallow" in shown
    assert "fetch-depth: 0" in shown
    assert shown.count("\n") == 1
    repository.since("HEAD", folder=clone)


def test_a_project_that_begins_has_nothing_that_could_fall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "repository" / "site"
    folder.mkdir(parents=True)
    made = Repository(folder, capsys)
    made.git("init", "-q", "-b", "main", "..")
    (folder / "README").write_text("x")
    made.commit()
    for name in ("config", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    assert "has no page yet" in made.since()
    made.commit()
    assert "1,229 words reviewed then" in made.since(), "a project may lie in a subfolder"
    made.edit(CATALOGUE, "400 lampes", "400 lanternes")
    made.since(expected=1)

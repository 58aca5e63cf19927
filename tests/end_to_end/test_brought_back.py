"""Old pages that git brings back with their digests, and new ones that it pulls: which of them readers get."""

from __future__ import annotations

import datetime
import shutil
import tomllib
from pathlib import Path

import polib
import pytest

from pipeline.adapters import settings as configuration
from pipeline.core.ledger import target_hash
from pipeline.stages.publishing import readers
from pipeline.stages.publishing.publish_report import Outcome
from pipeline.stages.publishing.readers import Readers
from pipeline.stages.publishing.rehearsal import rehearse
from pipeline.workspace import Workspace
from tests.conftest import ROUND_3, Project
from tests.end_to_end.test_promise import set_option
from tests.end_to_end.test_publishing import edit, everything, git, kept, repository

OLD, GOOD = "Au cours de cette", "Durant cette"
OURS = ("locales/pairs.toml", "locales/published", f"locales/fr/LC_MESSAGES/{ROUND_3}.po")
FILE = f"locales/published/{ROUND_3}.fr.html"


def ledger(project: Project) -> Path:
    return project.catalogue(ROUND_3).with_suffix(".review.tsv")


def revoke(project: Project, words: str) -> None:
    """A reviewer takes the review of the text with these words back; the lines that say so stay whatever git does."""
    found = next(unit.msgstr for unit in polib.pofile(str(project.catalogue(ROUND_3))) if words in unit.msgstr)
    lines = ledger(project).read_text(encoding="utf-8").splitlines()
    accepted = next(line for line in lines if f"\t{target_hash(found)}\taccepted\t" in line)
    lines.append(accepted.replace("accepted", "revoked"))
    ledger(project).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def pair(project: Project) -> Project:
    """Round 3 was published twice; the review of the French that it had first was taken back."""
    project.translate_round_3()
    project.type("publish")
    (project.folder / ".gitignore").write_text("/public\n/.diptych/\n", encoding="utf-8")
    repository(project.folder)
    revoke(project, OLD)
    project.edit_catalogue(ROUND_3, OLD, GOOD)
    project.type("accept", ROUND_3, "--as", "Translator")
    project.type("publish")
    assert GOOD in project.published(ROUND_3)
    git(project.folder, "add", "-A")
    git(project.folder, "commit", "-qm", "better French")
    return project


def bring_back(project: Project, *paths: str) -> None:
    git(project.folder, "checkout", "HEAD~1", "--", *(paths or OURS))
    git(project.folder, "commit", "-qm", "as it was")


def record(project: Project) -> dict[str, str]:
    pairs = tomllib.loads((project.folder / "locales/pairs.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = pairs["pages"][ROUND_3]["fr"]
    return found


def is_quiet(project: Project, command: str = "publish") -> bool:
    """Whether a second run says nothing of files, and writes nothing."""
    before = project.files("public"), project.files("locales")
    shown = project.type(command)
    return FILE not in shown and before == (project.files("public"), project.files("locales"))


@pytest.mark.parametrize("command", ["publish", "run"])
def test_readers_keep_good_french_where_git_brings_bad_back(pair: Project, command: str) -> None:
    before = pair.published(ROUND_3), everything(pair), record(pair)
    bring_back(pair)
    assert OLD in kept(pair, ROUND_3).read_text(encoding="utf-8")
    shown = pair.type(command)
    assert f"{FILE}: came from elsewhere and holds French whose review was taken back; readers keep what" in shown
    assert f"diptych accept {ROUND_3}" in shown
    assert (pair.published(ROUND_3), everything(pair), record(pair)) == before
    assert kept(pair, ROUND_3).read_text(encoding="utf-8") == before[0]
    assert is_quiet(pair, command)


def test_git_revert_of_a_commit_with_a_union_of_ledgers_does_the_same(pair: Project) -> None:
    before = pair.published(ROUND_3)
    (pair.folder / ".gitattributes").write_text("*.review.tsv merge=union\n", encoding="utf-8")
    lines = ledger(pair).read_bytes()
    git(pair.folder, "revert", "--no-commit", "HEAD")
    ledger(pair).write_bytes(lines)
    pair.type("publish")
    assert pair.published(ROUND_3) == before
    assert is_quiet(pair)


def test_a_dry_run_says_it_and_writes_nothing(pair: Project) -> None:
    bring_back(pair)
    before = pair.files("public"), pair.files("locales")
    assert "readers keep what they have" in pair.type("publish", "--dry-run")
    assert (pair.files("public"), pair.files("locales")) == before


def test_status_says_it_beforehand_and_no_more_once_it_is_mended(pair: Project) -> None:
    bring_back(pair)
    assert f"{FILE}: came from elsewhere and holds French whose review was taken back; type" in pair.type("status")
    pair.type("publish")
    assert FILE not in pair.type("status")


def test_a_rehearsal_knows_what_readers_have(pair: Project) -> None:
    revoke(pair, GOOD)
    pair.type("publish")
    workspace = Workspace(pair.folder, configuration.load(pair.folder, {}), datetime.date(2026, 11, 23))
    report = rehearse(workspace, ROUND_3).report
    assert [half.outcome for half in report.halves if half.slug == ROUND_3 and half.locale == "fr"] == [Outcome.STALE]


def test_both_halves_stay_where_the_english_waits_for_the_french(pair: Project) -> None:
    set_option(pair, "publish", "hold_english = true")
    pair.edit_site("round-3.html", "During this session", "In this session")
    pair.type("fetch")
    pair.type("extract")
    git(pair.folder, "checkout", "HEAD~1", "--", "locales/pairs.toml", "locales/published")
    before = everything(pair)
    assert "readers keep what they have" in pair.type("publish")
    assert everything(pair) == before
    assert is_quiet(pair)


def test_the_line_for_readers_goes_by_the_page_that_they_have(project: Project) -> None:
    """The French that git brings back follows older English; what readers have follows the present one."""
    project.translate_round_3()
    project.type("publish")
    (project.folder / ".gitignore").write_text("/public\n/.diptych/\n", encoding="utf-8")
    repository(project.folder)
    revoke(project, OLD)
    project.edit_site("round-3.html", "During this session", "In this session")
    project.type("fetch")
    project.type("extract")
    catalogue = polib.pofile(str(project.catalogue(ROUND_3)), wrapwidth=0)
    for unit in (unit for unit in catalogue if unit.fuzzy):
        unit.flags.remove("fuzzy")
        unit.msgstr = unit.msgstr.replace(OLD, GOOD)
    catalogue.save()
    project.type("accept", ROUND_3, "--as", "Translator")
    project.type("publish", today="2026-11-25")
    git(project.folder, "add", "-A")
    git(project.folder, "commit", "-qm", "newer English, better French")
    before = everything(project), record(project)
    assert record(project)["published"] == "2026-11-25"
    bring_back(project)
    assert "readers keep what they have" in project.type("publish", today="2026-11-26")
    assert (everything(project), record(project)) == before
    assert 'class="diptych-notice' not in project.published(ROUND_3)
    assert is_quiet(project)


def test_without_units_of_old_releases_the_page_is_taken_apart(pair: Project) -> None:
    before = pair.published(ROUND_3)
    live = (pair.folder / "public").readlink().name
    for path in (pair.folder / ".diptych/site/records").glob("*"):
        if path.name != live:
            path.unlink()
    bring_back(pair)
    assert "readers keep what they have" in pair.type("publish")
    assert pair.published(ROUND_3) == before


@pytest.mark.parametrize("lost", [".diptych", "a clone", "a shallow clone", "not committed"])
def test_a_clone_that_nobody_published_from_holds_what_was_taken_back(pair: Project, lost: str, tmp_path: Path) -> None:
    bring_back(pair)
    if lost == "not committed":
        git(pair.folder, "reset", "-q", "HEAD~1")
    if "clone" in lost:
        depth = ("--depth=1",) if "shallow" in lost else ()
        git(pair.folder, "clone", "-q", *depth, pair.folder.as_uri(), str(tmp_path / "clone"))
        pair.folder = tmp_path / "clone"
    else:
        shutil.rmtree(pair.folder / ".diptych")
    shown = pair.type("publish")
    assert f"  held               {ROUND_3} [fr]: {FILE}: came from elsewhere and holds French" in shown
    assert OLD.encode() not in everything(pair)
    assert kept(pair, ROUND_3, "en").exists()
    before = pair.files("public"), pair.files("locales")
    assert shown.splitlines()[-1] == pair.type("publish").splitlines()[-1]
    assert (pair.files("public"), pair.files("locales")) == before
    pair.edit_catalogue(ROUND_3, OLD, GOOD)
    pair.type("publish")
    assert GOOD in pair.published(ROUND_3)


def test_where_only_public_is_lost_its_last_release_counts(pair: Project) -> None:
    before = everything(pair)
    bring_back(pair)
    (pair.folder / "public").unlink()
    assert "readers keep what they have" in pair.type("publish")
    assert everything(pair) == before


@pytest.mark.parametrize("shallow", [False, True])
def test_what_stayed_since_it_was_taken_back_stays_in_a_whole_clone(
    pair: Project, shallow: bool, tmp_path: Path
) -> None:
    revoke(pair, GOOD)
    pair.type("publish")
    git(pair.folder, "commit", "-qam", "a review taken back")
    before = pair.published(ROUND_3), everything(pair)
    depth = ("--depth=1",) if shallow else ()
    git(pair.folder, "clone", "-q", *depth, pair.folder.as_uri(), str(tmp_path / "clone"))
    pair.folder = tmp_path / "clone"
    shown = pair.type("publish")
    assert ("came from elsewhere" in shown) is shallow
    assert (GOOD.encode() in everything(pair)) is not shallow
    if not shallow:
        assert (pair.published(ROUND_3), everything(pair)) == before


def test_a_withheld_page_does_not_count_as_one_that_readers_have(pair: Project) -> None:
    bring_back(pair)
    shutil.rmtree(pair.folder / ".diptych")
    for _ in range(3):
        pair.type("publish")
        assert OLD.encode() not in everything(pair)
        assert "troisieme-cycle" not in " ".join(pair.files("public"))


def test_what_another_machine_published_goes_out(pair: Project, tmp_path: Path) -> None:
    git(pair.folder, "clone", "-q", ".", str(tmp_path / "other"))
    here, pair.folder = pair.folder, tmp_path / "other"
    newer = "Pendant cette"
    pair.edit_catalogue(ROUND_3, GOOD, newer)
    pair.type("accept", ROUND_3, "--as", "Colleague")
    pair.type("publish")
    there = pair.published(ROUND_3)
    pair.edit_catalogue(ROUND_3, newer, f"{newer} toute")  # not reviewed, so that the page stays as published
    git(pair.folder, "commit", "-qam", "from another machine")
    pair.folder = here
    git(here, "pull", "-q", str(tmp_path / "other"))
    shown = pair.type("publish")
    assert "stays as published" in shown
    assert "came from elsewhere" not in shown
    assert newer in there
    assert pair.published(ROUND_3) == there
    assert is_quiet(pair)


def test_a_page_whose_review_was_taken_back_stays_where_readers_have_it(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    before = project.published(ROUND_3)
    revoke(project, OLD)
    assert "came from elsewhere" not in project.type("publish")
    assert project.published(ROUND_3) == before


def test_what_readers_have_anyway_is_no_reason_against_a_newer_page(pair: Project, tmp_path: Path) -> None:
    """Another machine worded another text better, then the review of a text that both have was taken back."""
    git(pair.folder, "clone", "-q", ".", str(tmp_path / "other"))
    here, pair.folder = pair.folder, tmp_path / "other"
    pair.edit_catalogue(ROUND_3, "Une lanterne", "Une lampe")
    pair.type("accept", ROUND_3, "--as", "Colleague")
    pair.type("publish")
    there = pair.published(ROUND_3)
    revoke(pair, GOOD)
    pair.type("publish")
    git(pair.folder, "commit", "-qam", "from another machine")
    pair.folder = here
    git(here, "pull", "-q", str(tmp_path / "other"))
    assert "came from elsewhere" not in pair.type("publish")
    assert "Une lampe" in there
    assert GOOD in there
    assert pair.published(ROUND_3) == there


def test_a_lost_file_is_not_restored_with_what_was_taken_back(pair: Project) -> None:
    before = pair.published(ROUND_3)
    bring_back(pair)
    kept(pair, ROUND_3).unlink()
    shown = pair.type("publish")
    assert "what was published is put back" not in shown
    assert "readers keep what they have" in shown
    assert pair.published(ROUND_3) == before
    assert is_quiet(pair)


def without_digests(project: Project) -> None:
    path = project.folder / "locales/pairs.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("digest")), encoding="utf-8")


def test_without_a_digest_in_the_record_that_of_the_live_release_counts(pair: Project) -> None:
    before = pair.published(ROUND_3)
    pair.edit_catalogue(ROUND_3, GOOD, "Lors de cette")  # nobody reviewed it
    without_digests(pair)
    edit(kept(pair, ROUND_3), GOOD, "Nobody reviewed")
    assert "what was published is put back" in pair.type("publish")
    assert pair.published(ROUND_3) == before
    assert is_quiet(pair)


def test_an_old_project_without_digests_and_releases_is_looked_at_too(pair: Project) -> None:
    bring_back(pair)
    without_digests(pair)
    shutil.rmtree(pair.folder / ".diptych")
    pair.type("publish")
    assert OLD.encode() not in everything(pair)


def test_under_approved_only_what_nobody_approved_does_not_come_back(pair: Project) -> None:
    """The French of before was reviewed, never approved, and not taken back."""
    lines = [line for line in ledger(pair).read_text(encoding="utf-8").splitlines() if "\trevoked\t" not in line]
    good = {target_hash(unit.msgstr) for unit in polib.pofile(str(pair.catalogue(ROUND_3)))}
    accepted = (line for line in lines if "\taccepted\t" in line and line.split("\t")[1] in good)
    lines += [line.replace("accepted", "approved") for line in accepted]
    ledger(pair).write_text("\n".join(lines) + "\n", encoding="utf-8")
    set_option(pair, "publish", 'policy = "approved"')
    before = pair.published(ROUND_3)
    bring_back(pair)
    assert "holds French that nobody approved; readers keep" in pair.type("publish")
    assert pair.published(ROUND_3) == before


def test_pages_as_readers_have_them_are_not_taken_apart(pair: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    pair.edit_catalogue(ROUND_3, GOOD, "Lors de cette")
    pair.type("publish")
    monkeypatch.setattr(Readers, "_found", lambda *_: pytest.fail("a page was looked at"))
    monkeypatch.setattr(readers, "segment", lambda *_: pytest.fail("a page was taken apart"))
    assert "stays as published" in pair.type("publish")

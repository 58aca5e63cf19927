"""What readers get and what they never get, with the real command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.core.ledger import source_hash
from sample.demo import fill, prepared
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project

FR_1 = "https://forum.example/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/"
EN_1 = f"https://forum.example/topics/evenings/{ROUND_1}/"
SENTENCE = "During this session we will look at four cities"


@pytest.fixture
def pair(project: Project) -> Project:
    """Rounds 1 and 3 published; the second links to the first."""
    project.translate_round_3()
    project.type("publish")
    return project


def kept(project: Project, slug: str, locale: str = "fr") -> Path:
    return project.folder / f"locales/published/{slug}.{locale}.html"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def make_stale(project: Project) -> None:
    project.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    project.type("run", today="2026-11-30")
    assert "diptych-notice" in project.published(ROUND_3)


def everything(project: Project) -> bytes:
    return b"".join(project.files("public").values())


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@forum.example")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def repository(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    git(folder, "init", "-q")
    git(folder, "config", "user.name", "Nightly run")
    git(folder, "config", "user.email", "run@forum.example")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "start")


# --- pages as last published


@pytest.mark.parametrize("how", ["edited", "missing"])
def test_what_was_done_by_hand_to_a_stale_page_never_goes_out(pair: Project, how: str) -> None:
    make_stale(pair)
    before = pair.published(ROUND_3), everything(pair)
    if how == "edited":
        edit(kept(pair, ROUND_3), "Au cours de cette", "Pendant cette")
    else:
        kept(pair, ROUND_3).unlink()
    shown = pair.type("publish")
    assert f"locales/published/{ROUND_3}.fr.html: " in shown
    assert "what was published is put back" in shown
    assert (pair.published(ROUND_3), everything(pair)) == before


def test_without_releases_what_was_published_comes_from_git(pair: Project) -> None:
    make_stale(pair)
    before = pair.published(ROUND_3)
    repository(pair.folder)
    edit(kept(pair, ROUND_3), "Au cours de cette", "Pendant cette")
    git(pair.folder, "commit", "-qam", "a hand edit that somebody committed")
    shutil.rmtree(pair.folder / ".diptych")
    assert "put back" in pair.type("publish")
    assert pair.published(ROUND_3) == before


def test_without_either_it_is_made_again_from_the_english_it_follows(pair: Project) -> None:
    (pair.folder / ".gitignore").write_text("/locales/published/\n/site/\n", encoding="utf-8")
    repository(pair.folder)
    make_stale(pair)
    before = pair.published(ROUND_3)
    shutil.rmtree(pair.folder / ".diptych")
    edit(kept(pair, ROUND_3), "Au cours de cette", "Pendant cette")
    assert "made again from the English that it follows" in pair.type("publish")
    assert pair.published(ROUND_3) == before
    shutil.rmtree(pair.folder / ".diptych")
    edit(kept(pair, ROUND_3), "Au cours de cette", "Pendant cette")
    ledger = pair.catalogue(ROUND_3).with_suffix(".review.tsv")
    edit(ledger, "\taccepted\tTranslator", "\trevoked\tTranslator")
    pair.type("publish", expected=2)
    assert b"Pendant cette" not in everything(pair)


def test_what_is_nowhere_to_be_found_is_one_line_and_not_there_for_readers_until_it_is(pair: Project) -> None:
    make_stale(pair)
    shutil.rmtree(pair.folder / ".diptych")
    whole = kept(pair, ROUND_3).read_bytes()
    edit(kept(pair, ROUND_3), "Au cours de cette", "Pendant cette")
    pair.type("publish", expected=2)
    assert pair.errors.count("\n") == 1
    assert "git does not have what was" in pair.errors
    assert b"Pendant cette" not in everything(pair)
    assert "hreflang" not in pair.published(ROUND_3, "en")
    kept(pair, ROUND_3).write_bytes(whole)
    pair.type("publish")
    assert b"Au cours de cette" in everything(pair)
    assert 'hreflang="fr"' in pair.published(ROUND_3, "en")


def test_a_page_that_is_reviewed_is_simply_made_anew(pair: Project) -> None:
    before = pair.published(ROUND_3)
    edit(kept(pair, ROUND_3), "Au cours de cette", "Pendant cette")
    assert "was changed by hand; it is made anew from the catalogue" in pair.type("publish")
    assert pair.published(ROUND_3) == before
    assert "by hand" not in pair.type("publish")


def test_a_page_of_which_a_catalogue_cannot_be_read_stays_as_readers_have_it(pair: Project) -> None:
    before = pair.files("public")
    pair.catalogue(ROUND_3).write_text("<<<<<<< ours\n", encoding="utf-8")
    pair.type("publish", expected=2)
    assert pair.files("public") == before


# --- withdrawing, addresses


def test_no_link_leads_to_a_withdrawn_page_that_took_a_hand_made_ones_place(pair: Project) -> None:
    assert FR_1 in pair.published(ROUND_1, "en")
    assert FR_1 in (pair.folder / f"locales/en/{ROUND_1}.html").read_text(encoding="utf-8")
    pair.type("withdraw", ROUND_1)
    assert FR_1.encode() not in everything(pair)
    assert "Also in" not in pair.published(ROUND_1, "en")
    assert "hreflang" not in pair.published(ROUND_1, "en")
    pair.type("publish", ROUND_1)
    assert (
        f'Also in... (<span class="wpml-ls-slot-post_translations wpml-ls-item wpml-ls-item-fr"><a href="{FR_1}"'
        in (pair.published(ROUND_1, "en"))
    )


def test_an_address_changed_by_hand_leaves_no_old_page_and_all_links_follow(pair: Project) -> None:
    new = "https://forum.example/fr/premier-cycle/"
    edit(pair.folder / "locales/pairs.toml", f'address = "{FR_1}"', f'address = "{new}"')
    pair.type("publish")
    pages = [name for name in pair.files("public") if name.startswith("public/fr/")]
    assert "public/fr/premier-cycle/index.html" in pages
    assert not [name for name in pages if "thematiques" in name]
    assert f'href="{new}">premier cycle' in pair.published(ROUND_3)
    assert f'<link rel="canonical" href="{new}">' in pair.published(ROUND_1)


# --- English held


@pytest.fixture
def two_languages(empty_project: Project) -> Project:
    config = empty_project.folder / "config/diptych.toml"
    text = config.read_text(encoding="utf-8").replace('targets = ["fr"]', 'targets = ["fr", "de"]')
    config.write_text(text.replace("[publish]", "[publish]\nhold_english = true"), encoding="utf-8")
    for name in ("glossary.csv", "fixed.csv"):
        (empty_project.folder / "config" / name).unlink()
    empty_project.type("fetch")
    empty_project.type("learn", "--accept", "--as", "Web team")
    empty_project.type("extract")
    fill(empty_project.catalogue(ROUND_3), prepared())
    empty_project.type("run", "--engine", "pseudo")
    for locale in ("fr", "de"):
        accept_all(empty_project, ROUND_3, locale)
    empty_project.type("publish")
    return empty_project


def accept_all(project: Project, slug: str, locale: str) -> None:
    path = project.catalogue(slug, locale)
    path.write_text(re.sub(r"#, fuzzy\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    project.type("accept", slug, "--as", "T", "--locale", locale, "--unchanged")


def test_held_english_waits_for_every_language_and_so_does_each(two_languages: Project) -> None:
    project = two_languages
    before = {locale: project.published(ROUND_3, locale) for locale in ("en", "fr", "de")}
    project.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    project.type("run", "--engine", "pseudo")
    accept_all(project, ROUND_3, "fr")
    shown = project.type("publish")
    assert f"{ROUND_3} [fr]: waits, since the English is held" in shown
    assert {locale: project.published(ROUND_3, locale) for locale in before} == before, "no notice either"
    accept_all(project, ROUND_3, "de")
    project.type("publish")
    assert "we looked" in project.published(ROUND_3, "en")
    assert all(project.published(ROUND_3, locale) != before[locale] for locale in before)


def test_held_english_changed_by_hand_is_put_back(two_languages: Project) -> None:
    project = two_languages
    project.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    project.type("run", "--engine", "pseudo")
    before = project.published(ROUND_3, "en")
    edit(kept(project, ROUND_3, "en"), "we will look", "we shall look")
    assert "put back" in project.type("publish")
    assert project.published(ROUND_3, "en") == before


# --- before and after


def test_a_dry_run_shows_what_each_reader_would_see(pair: Project) -> None:
    pair.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    pair.edit_site("round-3.html", "register/swimming/", "register/swim/")
    pair.type("fetch")
    before = pair.files()
    shown = pair.type("publish", "--dry-run")
    assert "~ During this session we [-will look-]{+looked+} at four" in shown
    assert "register/[-swimming-]{+swim+}/" in shown
    assert "+ Cette page suit la version anglaise du 23 novembre 2026" in shown
    report = json.loads(pair.type("publish", "--dry-run", "--json"))
    english, french = (half for half in report["pages"] if half["page"] == ROUND_3)
    assert len(english["changes"]) == 2
    assert [change["before"] for change in french["changes"]] == [""]
    assert pair.files() == before


def test_a_second_publish_makes_no_release_and_a_link_makes_one(pair: Project) -> None:
    first = (pair.folder / "public").readlink()
    pair.type("publish", today="2026-12-24")
    assert (pair.folder / "public").readlink() == first
    inode = (pair.folder / "public/fr/feed.xml").stat().st_ino
    pair.edit_site("round-3.html", "register/swimming/", "register/swim/")
    pair.type("run")
    assert (pair.folder / "public").readlink() != first
    assert (pair.folder / "public/fr/feed.xml").stat().st_ino == inode


# --- rolling back


def texts(project: Project) -> dict[str, bytes]:
    return project.files("public") | project.files("locales/published")


def test_a_rollback_gives_readers_the_release_before_and_holds_what_is_new(pair: Project) -> None:
    before, registry = texts(pair), (pair.folder / "locales/pairs.toml").read_text(encoding="utf-8")
    pair.edit_catalogue(ROUND_3, "Au cours de cette", "Pendant cette")
    pair.type("accept", ROUND_3, "--as", "Hasty")
    pair.type("publish", today="2026-11-24")
    after = texts(pair)
    assert before != after
    shown = pair.type("rollback", today="2026-11-25")
    assert "readers have the release of 2026-11-23 again" in shown
    assert shown.count("diptych publish") == 1
    assert texts(pair) == before
    back = (pair.folder / "locales/pairs.toml").read_text(encoding="utf-8")
    assert back.replace('rolled_back = "2026-11-25"\n', "") == registry
    assert "nothing new: rolled back" in pair.type("run", today="2026-11-26")
    assert texts(pair) == before
    pair.type("publish", today="2026-11-27")
    assert texts(pair) == after
    assert "rolled_back" not in (pair.folder / "locales/pairs.toml").read_text(encoding="utf-8")


def test_a_rollback_brings_nothing_back_that_was_withdrawn_since(pair: Project) -> None:
    pair.type("withdraw", ROUND_1)
    shown = pair.type("rollback")
    assert f"{ROUND_1}: its translation was withdrawn since" in shown
    assert FR_1.encode() not in everything(pair)
    assert b"Au cours de cette" in everything(pair)


def test_a_rollback_brings_nothing_back_whose_review_was_taken_back(pair: Project) -> None:
    pair.edit_catalogue(ROUND_3, "Au cours de cette", "Pendant cette")
    pair.type("accept", ROUND_3, "--as", "T")
    pair.type("publish")
    ledger = pair.catalogue(ROUND_3).with_suffix(".review.tsv")
    lines = ledger.read_text(encoding="utf-8").splitlines()
    now = {line for line in lines if "\tT\t" in line}
    old = next(line for line in lines if line[:16] == next(iter(now))[:16] and line not in now and "accepted" in line)
    ledger.write_text("\n".join([*lines, old.replace("accepted", "revoked")]) + "\n", encoding="utf-8")
    assert f"{ROUND_3}: the review of a text in it was taken back since" in pair.type("rollback")
    assert b"Au cours de cette" not in everything(pair)


def test_a_release_rolled_back_to_still_knows_its_own_units_the_next_time(pair: Project) -> None:
    """Back to the first, on to the second, a review of the first taken back: the first does not come back whole."""
    pair.edit_catalogue(ROUND_3, "Au cours de cette", "Pendant cette")
    pair.type("accept", ROUND_3, "--as", "T")
    pair.type("publish")
    pair.type("rollback")
    pair.type("run", "--offline")
    pair.type("publish")
    ledger = pair.catalogue(ROUND_3).with_suffix(".review.tsv")
    lines = ledger.read_text(encoding="utf-8").splitlines()
    now = {line for line in lines if "\tT\t" in line}
    old = next(line for line in lines if line[:16] == next(iter(now))[:16] and line not in now and "accepted" in line)
    ledger.write_text("\n".join([*lines, old.replace("accepted", "revoked")]) + "\n", encoding="utf-8")
    assert f"{ROUND_3}: the review of a text in it was taken back since" in pair.type("rollback")
    assert b"Au cours de cette" not in everything(pair)


def test_a_rollback_brings_nothing_back_that_was_revoked_once_its_spaces_were_fixed(pair: Project) -> None:
    pair.edit_catalogue(ROUND_3, "Au cours de cette", "Attention ! Au cours de cette")
    pair.type("accept", ROUND_3, "--as", "T")
    pair.type("publish")
    pair.type("check", "--fix", ROUND_3)
    pair.type("publish")
    ledger = pair.catalogue(ROUND_3).with_suffix(".review.tsv")
    text = ledger.read_text(encoding="utf-8")
    fixed = next(line for line in text.splitlines() if "accepted\tT\t" in line and "spaces fixed" in line)
    ledger.write_text(text + fixed.replace("accepted\tT", "revoked\tR") + "\n", encoding="utf-8")
    assert f"{ROUND_3}: the review of a text in it was taken back since" in pair.type("rollback")


def test_a_rollback_brings_nothing_back_that_was_revoked_in_one_of_its_places(pair: Project) -> None:
    pair.edit_catalogue(ROUND_3, "Au cours de cette", "Pendant cette")
    pair.type("accept", ROUND_3, "--as", "T")
    pair.type("publish")
    ledger = pair.catalogue(ROUND_3).with_suffix(".review.tsv")
    lines = ledger.read_text(encoding="utf-8").splitlines()
    now = next(line for line in lines if "\tT\t" in line)
    old = next(line for line in lines if line[:16] == now[:16] and line != now and "accepted" in line)
    place = source_hash("what split gives a unit of its own", "main/p")
    ledger.write_text("\n".join([*lines, place + old[16:].replace("accepted", "revoked")]) + "\n", encoding="utf-8")
    assert f"{ROUND_3}: the review of a text in it was taken back since" in pair.type("rollback")


def test_withdrawing_after_a_rollback_takes_down_and_brings_nothing_new(pair: Project) -> None:
    pair.edit_catalogue(ROUND_3, "Au cours de cette", "Pendant cette")
    pair.type("accept", ROUND_3, "--as", "Hasty")
    pair.type("publish")
    pair.type("rollback")
    pair.type("withdraw", ROUND_1)
    assert FR_1.encode() not in everything(pair)
    assert b"Pendant cette" not in everything(pair)
    assert b"Au cours de cette" in everything(pair)


def test_releases_are_listed_and_named_and_the_oldest_has_none_before(pair: Project) -> None:
    found = json.loads(pair.type("rollback", "--list", "--json"))["releases"]
    assert [release["live"] for release in found] == [True, False]
    pair.type("rollback", found[1]["release"][:8])
    assert "Au cours de cette" not in everything(pair).decode("utf-8", "replace")
    assert not kept(pair, ROUND_3).exists()
    pair.type("rollback", expected=2)
    assert "no earlier release is kept here" in pair.errors
    pair.type("rollback", "nonsense", expected=2)
    assert "rollback --list" in pair.errors


# --- bad days


@pytest.mark.parametrize(("when", "reason"), [(1, 28), (2, 28), (4, 28), (7, 28), (10, 28), (12, 28), (1, 30)])
def test_a_disk_that_refuses_is_one_line_and_the_next_publish_completes(
    pair: Project, monkeypatch: pytest.MonkeyPatch, when: int, reason: int
) -> None:
    before = pair.files("public")
    pair.edit_site("round-1.html", "register/last-bus/", "register/bus/")
    pair.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    pair.type("fetch")
    pair.type("extract")
    real, calls = os.replace, iter(range(1, 1000))

    def refuse(source: str, target: str) -> None:
        if next(calls) >= when:
            raise OSError(reason, os.strerror(reason))
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", refuse)
        pair.type("publish", expected=2)
    assert pair.errors.count("\n") == 1
    assert os.strerror(reason) in pair.errors
    assert pair.files("public") == before
    pair.type("publish")
    assert b"register/bus/" in everything(pair)
    assert "diptych-notice" in pair.published(ROUND_3)
    assert "pending" not in (pair.folder / "locales/pairs.toml").read_text(encoding="utf-8")


# --- elsewhere


def test_a_destination_gets_plain_files_and_loses_only_ours(pair: Project, tmp_path: Path) -> None:
    dest = tmp_path / "www"
    dest.mkdir()
    (dest / "mine.txt").write_text("mine")
    pair.type("publish", "--dest", str(dest))
    assert (dest / "fr/thematiques/soirees/conferences-en-ligne-premier-cycle/index.html").is_file()
    assert not (dest / "sitemap.xml").is_symlink()
    shutil.rmtree(pair.folder / ".diptych")
    pair.type("withdraw", ROUND_1, "--dest", str(dest))
    assert not (dest / "fr/thematiques/soirees/conferences-en-ligne-premier-cycle/index.html").exists()
    assert (dest / "mine.txt").read_text() == "mine"


def test_a_destination_with_somebodys_page_or_our_own_folder_is_refused_before_anything(
    pair: Project, tmp_path: Path
) -> None:
    dest = tmp_path / "www"
    dest.mkdir()
    (dest / "sitemap.xml").write_text("mine")
    pair.type("publish", "--dest", str(dest), expected=2)
    assert "is not ours" in pair.errors
    assert sorted(path.name for path in dest.iterdir()) == ["sitemap.xml"]
    for own in ("locales", "public", ".", "config"):
        pair.type("publish", "--dest", str(pair.folder / own), expected=2)
    pair.type("publish", "--dest", str(pair.folder / "www"))


def test_a_dry_run_says_what_would_be_copied_and_writes_nothing(pair: Project, tmp_path: Path) -> None:
    dest = tmp_path / "www"
    shown = pair.type("publish", "--dry-run", "--dest", str(dest))
    said = re.search(r"dest +\S+: (\d+) files would be written, 0 would be removed", shown)
    assert not dest.exists()
    assert said
    assert f"dest      {dest}: {said[1]} files written, 0 removed" in pair.type("publish", "--dest", str(dest))
    pair.edit_site("round-1.html", "register/last-bus/", "register/bus/")
    pair.type("fetch")
    assert "2 files would be written, 0 would be removed" in pair.type("publish", "--dry-run", "--dest", str(dest))
    (dest / ".diptych-files").write_text("old.html\n")
    pair.type("publish", "--dry-run", "--dest", str(dest), expected=2)
    assert "is there already and is not ours" in pair.errors


def test_a_git_worktree_gets_one_commit_and_what_else_is_staged_stays(pair: Project, tmp_path: Path) -> None:
    dest = tmp_path / "pages"
    repository(dest)
    (dest / "CNAME").write_text("forum.example")
    git(dest, "add", "CNAME")
    shown = pair.type("publish", "--dest", str(dest))
    assert "committed as" in shown
    assert git(dest, "log", "--format=%s").splitlines() == ["Publish the site as of 2026-11-23", "start"]
    assert git(dest, "status", "--porcelain") == "A  CNAME\n"
    assert "committed" not in pair.type("publish", "--dest", str(dest))


def test_a_run_commits_page_by_page_and_leaves_peoples_work_alone(pair: Project) -> None:
    (pair.folder / ".gitignore").write_text("/public\n/site/\n", encoding="utf-8")
    repository(pair.folder)
    pair.edit_site("round-1.html", "register/last-bus/", "register/bus/")
    pair.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    path = pair.catalogue(ROUND_2)
    start, _, end = path.read_text(encoding="utf-8").rpartition("\nmsgid ")
    path.write_text(f"{start}\n# a remark\nmsgid {end}", encoding="utf-8")
    (pair.folder / "staged.txt").write_text("x")
    git(pair.folder, "add", "staged.txt")
    shown = pair.type("run", "--commit", today="2026-11-30")
    subjects = git(pair.folder, "log", "--format=%s").splitlines()
    assert set(subjects[:-1]) >= {
        f"{ROUND_1}: English changed, [fr] updated",
        f"{ROUND_3}: English changed, [fr] stays as published",
    }
    assert subjects[0] == "Record which pages are published, and what was sent"
    assert "1 unit waits for the translator" in git(pair.folder, "log", "--format=%b")
    status = git(pair.folder, "status", "--porcelain")
    assert "A  staged.txt" in status
    assert f"left alone         locales/fr/LC_MESSAGES/{ROUND_2}.po" in shown
    assert "nothing to commit" in pair.type("run", "--commit", today="2026-11-30")


def test_run_commit_outside_git_is_one_line_before_anything(pair: Project) -> None:
    before = pair.files()
    pair.type("run", "--commit", expected=2)
    assert "is no git repository" in pair.errors
    assert pair.files() == before

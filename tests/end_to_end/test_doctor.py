"""What diptych doctor sees of a project, and what it says to do about each thing. It changes nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections import namedtuple
from email.utils import formatdate
from pathlib import Path

import pytest

from pipeline.adapters.web import Fetched, Web
from pipeline.core.sites.robots import read
from tests.conftest import Project

Usage = namedtuple("Usage", "total used free")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.fixture
def healthy(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Project:
    """In git as it should be; this machine's own settings of git do not count."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "nothing"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    git(project.folder, "init", "-q", "-b", "main")
    git(project.folder, "config", "user.name", "Publisher")
    git(project.folder, "config", "user.email", "publisher@forum.example")
    project.type("init")
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "-qm", "start")
    return project


def lines(project: Project, *words: str, expected: int = 0, today: str = "2026-11-23") -> list[str]:
    """What doctor says, a line a thing; it wrote nothing."""
    before = project.files()
    shown = project.type("doctor", *words, expected=expected, today=today).splitlines()
    assert project.files() == before
    return shown


def about(topic: str, shown: list[str]) -> list[str]:
    return [f"{line[0]} {line[15:]}" for line in shown if line[2:].startswith(f"{topic} ")]


def test_a_healthy_project_lacks_nothing(healthy: Project) -> None:
    shown = lines(healthy)
    assert [line for line in shown if line[0] not in "✓·"] == []
    assert about("config", shown) == ["✓ config/diptych.toml has no mistake"]
    assert about("clock", shown) == ["✓ today is 2026-11-23, the newest act is of 2026-11-23"]
    assert about("indexes", shown) == ["✓ every index can be read"]
    assert about("work", shown) == ["✓ no command was cut off"]
    assert about("git", shown) == [
        "✓ git merges catalogues unit by unit",
        "· no hook of git checks catalogues before a commit; for one see docs/ci.md",
    ]
    assert about("public", shown)[0].startswith("✓ public leads to release ")
    assert about("site", shown) == [
        "✓ robots.txt lets us fetch what is configured and known (5 addresses)",
        "✓ https://forum.example/activities/ answers",
    ]


def test_without_the_network_the_site_is_not_asked(healthy: Project) -> None:
    healthy.site.counted = True
    healthy.site.requests.clear()
    assert about("site", lines(healthy, "--offline")) == []
    assert healthy.site.requests == []


def test_robots_txt_that_forbids_what_is_configured_is_named_with_the_way_out(
    healthy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = read(b"User-agent: *\nDisallow: /topics/evenings/web-conferences-round-3/\nCrawl-delay: 20\n")
    monkeypatch.setattr(Web, "robots", lambda *_: rules)
    found = about("site", lines(healthy, expected=2))
    assert found[0] == (
        "✗ robots.txt asks us not to fetch https://forum.example/topics/evenings/web-conferences-round-3/; take them out "
        "of the settings or of locales/pairs.toml, or if the site is yours set site.robots = false"
    )
    assert found[1] == "· robots.txt asks for 20 s between two requests: a fetch takes about 2 min"


def test_robots_txt_is_not_asked_where_the_settings_say_so(healthy: Project) -> None:
    path = healthy.folder / "config/diptych.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("listings", "robots = false\nlistings", 1), encoding="utf-8"
    )
    assert about("site", lines(healthy))[0].startswith("· robots.txt is not asked (site.robots = false)")


def test_a_site_that_does_not_answer_is_status_3(healthy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPTYCH_FETCH_FROM", "http://127.0.0.1:9/")
    (found,) = about("site", lines(healthy, expected=3))
    assert found.startswith("✗ https://forum.example/activities/: ")


@pytest.mark.parametrize(("shift", "said"), [(-7200, "2 h 0 min ahead of"), (7200, "2 h 0 min behind"), (60, "")])
def test_a_clock_that_is_not_the_site_s_is_named(
    healthy: Project, monkeypatch: pytest.MonkeyPatch, shift: int, said: str
) -> None:
    import time

    def answer(_: Web, url: str, *__: object) -> Fetched:
        return Fetched(url, url, b"", None, headers={"date": formatdate(time.time() + shift, usegmt=True)})

    monkeypatch.setattr(Web, "get", answer)
    monkeypatch.setattr(Web, "robots", lambda *_: read(b""))
    found = about("site", lines(healthy))
    expected = [f"! this machine's clock is {said} the site's; set the one that is wrong"] if said else []
    assert found[2:] == expected


def test_today_before_an_act_is_named_with_its_file(healthy: Project) -> None:
    (found,) = about("clock", lines(healthy, "--offline", today="2026-11-01"))
    assert found.startswith("! today is 2026-11-01, and locales/")
    assert "has an act of 2026-11-23; set the clock" in found


@pytest.mark.parametrize(("free", "mark", "status"), [(1_000_000, "✗", 2), (100_000_000, "!", 0), (10**10, "✓", 0)])
def test_a_disk_that_fills_up_is_named_before_a_run_fails(
    healthy: Project, monkeypatch: pytest.MonkeyPatch, free: int, mark: str, status: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**11, 0, free))
    (found,) = about("room", lines(healthy, "--offline", expected=status))
    room = "the project's disk has room" if mark == "✓" else f"{free / 1e6:,.0f} MB are free"
    assert found.startswith(f"{mark} {room}")


def test_spoilt_and_stale_indexes_are_named_with_what_they_cost(healthy: Project) -> None:
    folder = healthy.folder / ".diptych"
    for name in ("answers.sqlite3", "memory.en-fr.sqlite3"):
        (folder / name).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    shutil.copy(folder / "memory.en-fr.sqlite3", folder / "memory.en-de.sqlite3")
    (folder / "memory.en-de.sqlite3").write_bytes(b"")
    answers, stale, memory = about("indexes", lines(healthy, "--offline"))
    assert answers.startswith("! .diptych/answers.sqlite3 is spoilt (")
    assert "paid for" in answers
    assert memory.startswith("! .diptych/memory.en-fr.sqlite3 is spoilt (")
    assert memory.endswith("; delete it, the next prefill makes it again")
    assert stale == "· .diptych/memory.en-de.sqlite3 is of a language that the project has no more; it may be deleted"


def test_what_a_killed_run_left_is_named(healthy: Project) -> None:
    left = healthy.folder / "locales/en/.page.html.abcd_123"
    left.write_bytes(b"half")
    (found,) = about("work", lines(healthy, "--offline"))
    assert found == "! a write that was cut off left locales/en/.page.html.abcd_123; nothing needs it, so delete it"
    (healthy.folder / ".diptych/working").touch()
    (found,) = about("work", lines(healthy, "--offline"))
    assert found.startswith("· a command is at work, or the last one was cut off")
    healthy.type("extract")
    assert not left.exists()
    assert about("work", lines(healthy, "--offline")) == ["✓ no command was cut off"]


def test_git_without_its_parts_says_what_to_type(healthy: Project) -> None:
    git(healthy.folder, "config", "--unset", "merge.diptych.driver")
    (healthy.folder / ".gitattributes").unlink()
    (healthy.folder / ".gitignore").unlink()
    found = about("git", lines(healthy, "--offline"))
    assert [line for line in found if line[0] == "!"] == [
        "! .gitattributes lacks lines for locales/; type: diptych init",
        "! git does not ignore public, which is made anew by each publication; type: diptych init",
        "! git's merge driver for catalogues is not set up in this clone; type: diptych init",
    ]


def test_git_s_own_half_done_things_are_named(healthy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    git(healthy.folder, "config", "user.useConfigOnly", "true")
    git(healthy.folder, "config", "--unset", "user.email")
    git(healthy.folder, "config", "--unset", "user.name")
    (healthy.folder / ".git/index.lock").touch()
    found = [line for line in about("git", lines(healthy, "--offline")) if line[0] == "!"]
    assert found == [
        "! git does not know who commits, so run --commit would fail; type: git config user.name and user.email",
        "! a git command is at work, or was killed; if none is, delete .git/index.lock",
    ]


def test_a_merge_that_is_not_finished_is_named(healthy: Project) -> None:
    path = healthy.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    git(healthy.folder, "checkout", "-qb", "other")
    for branch, added in (("other", "# theirs\n"), ("main", "# ours\n")):
        git(healthy.folder, "checkout", "-q", branch)
        path.write_text(added + text, encoding="utf-8")
        git(healthy.folder, "commit", "-qam", added)
    assert subprocess.run(
        ["git", "-C", str(healthy.folder), "merge", "-q", "other"], check=False, capture_output=True
    ).returncode
    path.write_text(text, encoding="utf-8")
    found = [line for line in about("git", lines(healthy, "--offline", expected=2)) if line[0] == "✗"]
    assert found == ["✗ a merge is not finished in config/diptych.toml; mend the files, then type: git add"]


def test_a_shallow_clone_is_said_to_be_one(healthy: Project, tmp_path: Path) -> None:
    git(healthy.folder, "commit", "-q", "--allow-empty", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{healthy.folder}", "clone")
    healthy.folder = tmp_path / "clone"
    found = about("git", lines(healthy, "--offline"))
    assert [line for line in found if "--unshallow" in line]


@pytest.mark.parametrize("hook", ["absent", "other", "ours"])
def test_a_hook_that_is_configured_and_not_installed_is_named(healthy: Project, hook: str) -> None:
    if hook != "other":
        (healthy.folder / ".pre-commit-config.yaml").write_text("- id: diptych-check\n", encoding="utf-8")
    if hook != "absent":
        (healthy.folder / ".git/hooks").mkdir(exist_ok=True)
        (healthy.folder / ".git/hooks/pre-commit").write_text(
            "#!/bin/sh\nexec pre-commit hook-impl\n", encoding="utf-8"
        )
    found = about("git", lines(healthy, "--offline"))[-1]
    assert found[0] == {"absent": "!", "other": "·", "ours": "✓"}[hook]


def test_the_public_link_in_each_of_its_states(healthy: Project, tmp_path: Path) -> None:
    public = healthy.folder / "public"

    def said(expected: int = 0) -> str:
        return about("public", lines(healthy, "--offline", expected=expected))[0]

    target = public.readlink()
    public.unlink()
    assert said() == "! public is not there, and pages are published; type: diptych publish"
    public.symlink_to(target.parent / "0123456789abcdef")
    assert said(2) == "✗ public leads to a release that is gone, so readers have nothing; type: diptych publish"
    public.unlink()
    public.symlink_to(tmp_path)
    assert said(2) == f"✗ public is somebody's link to {tmp_path}; move it away, then type: diptych publish"
    public.unlink()
    public.mkdir()
    assert said().startswith("· public is a folder and no link to a release; the next diptych publish keeps it aside")
    healthy.type("publish")
    assert said().startswith("✓ public leads to release ")


def test_a_site_that_is_rolled_back_is_said_to_be(healthy: Project) -> None:
    healthy.translate_round_3()
    healthy.type("publish")
    healthy.type("rollback")
    found = about("public", lines(healthy, "--offline"))
    assert found[1].startswith("· rolled back on 2026-11-23: nothing new goes out by itself")


def test_before_the_first_publication_nothing_is_missing(empty_project: Project) -> None:
    assert about("public", lines(empty_project, "--offline")) == ["· nothing is published yet"]
    assert about("indexes", lines(empty_project, "--offline")) == ["✓ there are no indexes yet"]


def test_a_mistake_in_the_settings_ends_it_with_all_of_them(healthy: Project) -> None:
    path = healthy.folder / "config/diptych.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("listings", "listngs = 1\nlistings", 1), encoding="utf-8")
    healthy.type("doctor", expected=2)
    assert "listngs" in healthy.errors


def test_a_spoilt_registry_does_not_stop_it(healthy: Project) -> None:
    (healthy.folder / "locales/pairs.toml").write_bytes(b"nothing [")
    shown = lines(healthy, "--offline", expected=2)
    assert [line for line in about("files", shown) if "locales/pairs.toml" in line]
    assert about("clock", shown)[0].startswith("✓ today is")
    assert about("public", shown)

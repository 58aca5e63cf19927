"""The public folder is one whole release or another whole release, whatever happens."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from pipeline.adapters.site import Site
from pipeline.core.errors import BadFileError, UsageError

OLD: dict[str, bytes | Path] = {"index.html": b"old", "fr/index.html": b"vieux", "same.html": b"same"}
NEW: dict[str, bytes | Path] = {"index.html": b"new", "fr/neuf/index.html": b"neuf", "same.html": b"same"}


class PowerCut(BaseException):
    """Nothing in the program may catch it."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "public", tmp_path / "store")


def put(site: Site, content: dict[str, bytes | Path], date: str = "2026-11-23", keep: int = 5) -> str:
    name = site.build(content, b"about it")
    site.go_live(name, date, keep=keep)
    return name


def shown(site: Site) -> dict[str, bytes]:
    found = (path for path in sorted(site.public.rglob("*")) if path.is_file())
    return {path.relative_to(site.public).as_posix(): path.read_bytes() for path in found}


def test_a_release_is_what_it_was_made_of_and_has_a_record(site: Site) -> None:
    name = put(site, OLD)
    assert shown(site) == OLD
    assert site.live() == name
    assert site.record(name) == b"about it"


def test_an_unchanged_page_is_the_same_file_and_equal_releases_are_one(site: Site) -> None:
    first = put(site, OLD)
    inode = (site.public / "same.html").stat().st_ino
    second = put(site, NEW)
    assert (site.public / "same.html").stat().st_ino == inode
    assert first != second
    assert put(site, OLD) == first


def test_others_can_read_what_is_published(site: Site) -> None:
    put(site, OLD)
    assert site.public.resolve().stat().st_mode & 0o777 == 0o755
    assert (site.public / "index.html").stat().st_mode & 0o777 == 0o444


def test_old_releases_and_their_files_go_but_the_live_one_stays(site: Site) -> None:
    for number in range(6):
        put(site, {"index.html": str(number).encode()}, keep=2)
    assert [site.find(_digest(str(number).encode())) for number in range(6)] == [None] * 4 + [b"4", b"5"]
    assert len(site.history()) == 2
    assert shown(site) == {"index.html": b"5"}


def test_a_copy_of_a_project_keeps_every_page_of_its_releases(site: Site, tmp_path: Path) -> None:
    put(site, OLD)
    shutil.copytree(tmp_path, tmp_path.with_name("copy"), symlinks=True)  # which makes files of hard links
    copy = Site(tmp_path.with_name("copy") / "public", tmp_path.with_name("copy") / "store")
    put(copy, NEW)
    assert copy.find(_digest(b"vieux")) == b"vieux"
    assert shown(copy) == NEW


def test_a_file_changed_in_place_is_not_used_again(site: Site) -> None:
    put(site, OLD)
    page = site.public / "index.html"
    page.chmod(0o644)
    page.write_bytes(b"hand made")
    assert site.find(_digest(b"old")) is None
    put(site, OLD)
    assert shown(site) == OLD


def test_a_folder_of_files_in_its_place_is_kept_aside(site: Site) -> None:
    site.public.mkdir()
    (site.public / "mine.txt").write_bytes(b"mine")
    put(site, OLD)
    assert shown(site) == OLD
    assert [path.read_bytes() for path in site.public.parent.rglob("mine.txt")] == [b"mine"]


def test_somebody_elses_link_is_left_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    site.public.symlink_to("www")
    with pytest.raises(UsageError, match="--dest www"):
        put(site, OLD)
    assert site.public.readlink() == Path("www")


CALLS = ("replace", "link", "fsync")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
def test_a_crash_at_any_write_leaves_the_old_or_the_new_site_whole(
    site: Site, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    put(site, OLD)
    number = 0
    while True:
        number += 1
        with monkeypatch.context() as patch:
            made = _cut(patch, call, number, after)
            with contextlib.suppress(PowerCut):
                put(site, NEW)
        assert shown(site) in (OLD, NEW)
        if made() < number:
            break
        put(site, OLD)
        assert shown(site) == OLD
    assert number > 3
    assert shown(site) == NEW


@pytest.mark.parametrize("call", CALLS[::2])
def test_a_full_disk_is_one_clear_line_and_readers_keep_what_they_have(
    site: Site, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    put(site, OLD)
    for number in range(1, 4):
        with monkeypatch.context() as patch:
            _cut(patch, call, number, False, OSError(28, "No space left on device"))
            with pytest.raises(BadFileError, match=r"No space left.*as it was"):
                put(site, NEW)
        assert shown(site) == OLD
    put(site, NEW)
    assert shown(site) == NEW


def _cut(patch: pytest.MonkeyPatch, call: str, number: int, after: bool, error: BaseException | None = None):  # type: ignore[no-untyped-def]
    real, calls = getattr(os, call), 0

    def cut(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number and not after:
            raise error or PowerCut
        result = real(*arguments)
        if calls == number:
            raise error or PowerCut
        return result

    patch.setattr(f"os.{call}", cut)
    return lambda: calls


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()[:16]

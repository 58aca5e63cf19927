"""Files whole or not at all: many at a time, their digests, and what is put aside."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters import files
from pipeline.adapters.files import Digests
from pipeline.adapters.spill import Spill
from pipeline.core.errors import BadFileError

LONG_AGO = 1_700_000_000


def aged(path: Path, data: bytes) -> None:
    """A file that was written long ago."""
    path.write_bytes(data)
    os.utime(path, (LONG_AGO, LONG_AGO))


def test_many_files_are_written_in_order_and_told_of_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "7").write_bytes(b"7")
    told = list(files.write_all((number, tmp_path / str(number), str(number).encode()) for number in range(50)))
    assert told == [(number, number != 7) for number in range(50)]
    assert all((tmp_path / str(number)).read_bytes() == str(number).encode() for number in range(50))


def test_a_file_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "3").mkdir()
    told = dict(files.write_all((number, tmp_path / str(number), b"x") for number in range(9)))
    assert isinstance(told.pop(3), BadFileError)
    assert told == dict.fromkeys((0, 1, 2, 4, 5, 6, 7, 8), True)


def test_files_to_be_written_are_asked_for_a_few_at_a_time(tmp_path: Path) -> None:
    asked = 0

    def items() -> Iterator[tuple[int, Path, bytes]]:
        nonlocal asked
        for number in range(200):
            asked += 1
            yield number, tmp_path / str(number), b"x"

    for number, _ in files.write_all(items()):
        assert asked <= number + 2 * 8 + 1


def test_a_digest_is_that_of_the_file_as_it_is(tmp_path: Path) -> None:
    path, digests = tmp_path / "page", Digests()
    assert digests.of(path) == ""
    path.write_bytes(b"one")
    first = digests.of(path)
    path.write_bytes(b"two")  # as long, and in the same moment
    assert digests.of(path) == digests.read(path)[1] != first


def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, digests = tmp_path / "page", Digests()
    aged(path, b"one")
    monkeypatch.setattr("pipeline.adapters.files._GRAIN", 0)  # its number and its times on this disk are of just now
    first = digests.of(path)
    monkeypatch.setattr("pipeline.adapters.files.read", lambda _: pytest.fail("read again"))
    assert digests.of(path) == first


def test_a_file_that_is_put_in_another_ones_place_is_read_again(tmp_path: Path) -> None:
    path, digests = tmp_path / "page", Digests()
    aged(path, b"one")
    first = digests.of(path)
    aged(tmp_path / "new", b"two")
    (tmp_path / "new").replace(path)
    assert digests.of(path) != first


@given(st.lists(st.binary(max_size=50)))
def test_what_is_put_aside_comes_back(parts: list[bytes]) -> None:
    spill = Spill()
    places = [spill.put(part) for part in parts]
    assert [spill.get(place) for place in reversed(places)] == parts[::-1]
    spill.close()


def test_a_full_disk_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(BadFileError, match="has no room for work in progress"):
        Spill().put(b"x")

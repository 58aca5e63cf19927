"""A function mapped over pages: order, working memory, and what a broken pool lost."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from bench.site import edit, made, review
from pipeline.adapters import executors
from pipeline.adapters.pseudo_engine import PseudoEngine
from pipeline.stages.extracting.extract import extract
from pipeline.stages.extracting.mapping import Batches
from pipeline.stages.prefilling.prefill import Order, prefill


def doubled(number: int) -> int:
    return 2 * number


def dies_once(job: tuple[int, str]) -> int:
    number, marker = job
    if number == 7 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(1)
    return 2 * number


def always_dies(number: int) -> int:
    os._exit(number)


def one_process() -> Executor:
    return ProcessPoolExecutor(1)


def test_results_come_in_the_order_of_the_jobs() -> None:
    found = Batches(doubled, executors.Here, size=3).over(range(20))
    assert list(found) == [2 * number for number in range(20)]


def test_only_a_few_batches_are_read_ahead() -> None:
    read: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    assert next(Batches(doubled, executors.Here, size=2, ahead=3).over(jobs())) == 0
    assert len(read) == 6


def test_an_exception_of_the_function_reaches_the_driver() -> None:
    with pytest.raises(ZeroDivisionError):
        list(Batches((1).__floordiv__, executors.Here).over([1, 0]))


def test_what_a_killed_process_lost_is_sent_again(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path / "died")) for number in range(20)]
    found = list(Batches(dies_once, one_process, size=2).over(jobs))
    assert (tmp_path / "died").exists()
    assert found == [2 * number for number in range(20)]


def test_a_page_that_breaks_every_pool_is_not_tried_for_ever() -> None:
    with pytest.raises(BrokenProcessPool):
        list(Batches(always_dies, one_process).over([1]))


def test_extract_in_processes_writes_the_same_bytes_as_here(tmp_path: Path) -> None:
    results = []
    for name, pool in (("here", lambda _: executors.Here()), ("there", lambda _: executors.local(20, 2))):
        workspace = made(tmp_path / name, 20)
        first = extract(workspace, pool=pool)
        review(workspace)
        edit(workspace, 1)
        second = extract(workspace, pool=pool)
        paths = sorted((tmp_path / name / "locales").rglob("*.*"))
        files = {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in paths if path.is_file()}
        results.append((first, second, files))
    assert results[0] == results[1]
    assert [page.slug for page in results[0][1].catalogues if page.written] == ["page-000001"]


def test_pages_that_cannot_be_read_are_problems_of_their_own_in_processes_too(tmp_path: Path) -> None:
    workspace = made(tmp_path, 6)
    workspace.snapshot_path("page-000002").write_bytes(b"")
    report = extract(workspace, pool=lambda _: executors.local(6, 2))
    assert len(report.catalogues) == 5
    assert [problem.message.split(":")[0] for problem in report.problems] == ["locales/en/page-000002.html"]


def unparsed(_: object) -> None:
    raise AssertionError("parsed though nothing changed")


def test_a_page_whose_files_are_as_before_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = made(tmp_path, 4)
    extract(workspace)
    second = extract(workspace)
    monkeypatch.setattr("pipeline.stages.extracting.extract._merge", unparsed)
    assert extract(workspace) == second
    edit(workspace, 1)
    with pytest.raises(AssertionError, match="parsed though"):
        extract(workspace)


def test_a_page_just_merged_or_just_filled_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = made(tmp_path, 4)
    extract(workspace)
    edit(workspace, 1)
    extract(workspace)
    prefill(workspace, PseudoEngine(), Order())
    known = extract(workspace)
    monkeypatch.setattr("pipeline.stages.extracting.extract._merge", unparsed)
    assert extract(workspace) == known
    monkeypatch.undo()
    (tmp_path / ".diptych" / "extract.json").unlink()
    assert extract(workspace) == known


@pytest.mark.parametrize("harm", ["deleted", "cut", "one byte", "empty", "no JSON"])
def test_a_harmed_index_costs_time_and_changes_nothing(tmp_path: Path, harm: str) -> None:
    workspace = made(tmp_path, 4)
    extract(workspace)
    second = extract(workspace)
    index = tmp_path / ".diptych" / "extract.json"
    whole = index.read_bytes()
    harmed = {"cut": whole[:-9], "one byte": whole.replace(b"main", b"mane", 1), "empty": b"", "no JSON": b"\xff{"}
    if harm == "deleted":
        index.unlink()
    else:
        assert harmed[harm] != whole
        index.write_bytes(harmed[harm])
    assert extract(workspace) == second
    assert index.read_bytes() == whole


def test_an_index_that_is_behind_misses_no_change(tmp_path: Path) -> None:
    workspace = made(tmp_path, 4)
    extract(workspace)
    extract(workspace)
    old = (tmp_path / ".diptych" / "extract.json").read_bytes()
    edit(workspace, 1)
    extract(workspace)
    extract(workspace)
    (tmp_path / ".diptych" / "extract.json").write_bytes(old)
    catalogue = workspace.catalogue_path("page-000002", "fr")
    catalogue.write_bytes(catalogue.read_bytes().replace(b"msgid", b"msgidd", 1))
    report = extract(workspace)
    assert [problem.message.split(":")[0] for problem in report.problems] == [workspace.show(catalogue)]
    assert "A new paragraph that nobody knew." in workspace.catalogue_path("page-000001", "fr").read_text("utf-8")

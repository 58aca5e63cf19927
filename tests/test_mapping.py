"""A function mapped over pages: order, working memory, and what a broken pool lost."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.site import edit, made, review
from pipeline.adapters import executors
from pipeline.adapters.pseudo_engine import PseudoEngine
from pipeline.core.errors import ExecutorError
from pipeline.stages.extracting.extract import extract
from pipeline.stages.mapping import DEADLY, Batches
from pipeline.stages.prefilling.prefill import Order, prefill


def doubled(number: int) -> int:
    return 2 * number


def dies_once(job: tuple[int, str]) -> int:
    number, marker = job
    if number == 7 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(1)
    return 2 * number


def dies_of_100(number: int) -> int:
    return always_dies(number) if number == 100 else 2 * number


def always_dies(number: int) -> int:
    os._exit(number)


def one_here(_: int) -> Executor:
    return executors.Here()


def two_processes(pages: int) -> Executor:
    return executors.local(pages, 2)


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


def test_a_page_that_kills_every_process_is_told_of_and_the_others_go_on() -> None:
    jobs = [*range(4), 100, *range(5, 10)]
    found = list(Batches(dies_of_100, one_process, size=4, lost=lambda job: -job).over(jobs))
    assert found == [0, 2, 4, 6, -100, 10, 12, 14, 16, 18]


def test_without_a_word_for_it_such_a_page_is_an_error_that_names_it() -> None:
    with pytest.raises(ExecutorError, match=r"whatever works on this page dies.*\(1\)"):
        list(Batches(always_dies, one_process).over([1]))


class Dying(ThreadPoolExecutor):
    """Works like one process: a deadly job ends it with all that is pending, or, as on a cluster, its batch alone."""

    def __init__(self, is_deadly: Callable[[Any], bool], *, whole: bool = True) -> None:
        super().__init__(1)
        self.is_deadly = is_deadly
        self.whole = whole
        self.is_dead = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.is_dead:
            raise BrokenExecutor
        return super().submit(self.work, fn, *args)

    def work(self, fn: Callable[..., Any], function: Callable[[Any], Any], batch: list[Any]) -> list[Any]:
        if self.is_dead or any(map(self.is_deadly, batch)):
            self.is_dead = self.whole
            raise BrokenExecutor
        return [function(job) for job in batch]


def dying_by(fates: Iterator[bool]) -> Executor:
    return Dying(lambda _: next(fates))


@settings(deadline=None)
@given(
    deadly=st.sets(st.integers(0, 29)).filter(lambda found: not any({n, n + 1, n + 2} <= found for n in found)),
    size=st.integers(1, 9),
    ahead=st.integers(1, 5),
    whole=st.booleans(),
)
def test_only_what_kills_is_given_up_wherever_it_stands(deadly: set[int], size: int, ahead: int, whole: bool) -> None:
    batches = Batches(doubled, lambda: Dying(deadly.__contains__, whole=whole), size, ahead, lost=lambda job: -job - 1)
    assert list(batches.over(range(30))) == [-job - 1 if job in deadly else 2 * job for job in range(30)]


@settings(deadline=None)
@given(fates=st.lists(st.booleans(), max_size=60), size=st.integers(1, 5), whole=st.booleans())
def test_whatever_dies_by_chance_every_job_has_its_one_result_in_its_place(
    fates: list[bool], size: int, whole: bool
) -> None:
    fate = iter(fates)
    batches = Batches(doubled, lambda: Dying(lambda _: next(fate, False), whole=whole), size, lost=lambda job: -job - 1)
    found: list[int] = []
    with suppress(ExecutorError):  # three in a row, each of them twice alone
        found.extend(batches.over(range(20)))
        assert len(found) == 20
    assert all(result in (2 * job, -job - 1) for job, result in enumerate(found))
    assert len(found) == 20 or sum(fates) >= 3 * 2 + 2


def test_one_death_by_chance_gives_nothing_up() -> None:
    for moment in range(25):
        fates = chain([False] * moment, [True], repeat(False))
        found = Batches(doubled, partial(dying_by, fates), size=3).over(range(20))
        assert list(found) == [2 * number for number in range(20)]


def test_a_page_is_given_up_only_after_two_deaths_with_nothing_beside_it() -> None:
    for deaths, expected in ((3, [10]), (4, [-6])):
        fates = chain([True] * deaths, repeat(False))
        batches = Batches(doubled, partial(dying_by, fates), size=1, lost=lambda job: -job - 1)
        assert list(batches.over([5])) == expected


def test_where_everything_dies_it_is_not_tried_page_by_page_for_ever() -> None:
    tried: list[int] = []

    def deadly(job: int) -> bool:
        tried.append(job)
        return True

    with pytest.raises(ExecutorError, match="whatever works dies: 3 pages one after the other"):
        list(Batches(doubled, lambda: Dying(deadly), lost=doubled).over(range(10_000)))
    assert len(tried) < 300


def test_a_pool_that_cannot_be_had_again_ends_the_run_and_what_was_finished_is_kept() -> None:
    pools: Iterator[Executor] = iter([Dying((7).__eq__)])

    def made_anew() -> Executor:
        for pool in pools:
            return pool
        raise ExecutorError("nobody answers")

    kept: list[int] = []
    with pytest.raises(ExecutorError, match="nobody answers"):
        kept.extend(Batches(doubled, made_anew, size=2).over(range(20)))
    assert kept in ([0, 2], [0, 2, 4, 6], [0, 2, 4, 6, 8, 10])


def test_work_that_was_cancelled_is_sent_again() -> None:
    class Cancelled(Future[Any]):
        def __init__(self) -> None:
            super().__init__()
            self.cancel()

    class Forgetful(executors.Here):
        forgets = 3

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.forgets -= 1
            return Cancelled() if self.forgets >= 0 else super().submit(fn, *args)

    assert list(Batches(doubled, Forgetful, size=2).over(range(9))) == [2 * number for number in range(9)]


def test_a_wider_pool_has_more_batches_on_their_way() -> None:
    class Wide(executors.Here):
        width = 20

    jobs = iter(range(100))
    next(Batches(doubled, Wide, size=1, ahead=3).over(jobs))
    assert next(jobs) == 40
    with executors.local(1, 2) as pool:
        assert getattr(pool, "width", 0) == 2


def test_a_page_that_kills_is_a_problem_of_its_own_and_the_others_are_extracted(tmp_path: Path) -> None:
    workspace = made(tmp_path, 20)
    report = extract(workspace, pool=lambda _: Dying(lambda job: job.slug == "page-000003"))
    assert [problem.message for problem in report.problems] == [f"locales/en/page-000003.html: {DEADLY}"]
    assert report.problems[0].exit_status == 2
    written = [page.slug for page in report.catalogues if page.written]
    assert written == [f"page-{number:06}" for number in range(20) if number != 3]
    assert not workspace.catalogue_path("page-000003", "fr").exists()
    assert extract(workspace).problems == ()


def test_extract_in_processes_writes_the_same_bytes_as_here(tmp_path: Path) -> None:
    results = []
    for name, pool in (("here", one_here), ("there", two_processes)):
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
    report = extract(workspace, pool=two_processes)
    assert len(report.catalogues) == 5
    assert [problem.message.split(":")[0] for problem in report.problems] == ["locales/en/page-000002.html"]


def unparsed(_: object) -> None:
    raise AssertionError("parsed though nothing changed")


def test_a_page_whose_files_are_as_before_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = made(tmp_path, 4)
    extract(workspace)
    second = extract(workspace)
    monkeypatch.setattr("pipeline.stages.extracting.merging.merge_page", unparsed)
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
    monkeypatch.setattr("pipeline.stages.extracting.merging.merge_page", unparsed)
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


class Meanwhile(executors.Here):
    """Works at once; before the first batch is done somebody saves a catalogue that was read already."""

    def __init__(self, save: Callable[[], None]) -> None:
        self.saves = [save]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        while self.saves:
            self.saves.pop()()
        return super().submit(fn, *args, **kwargs)


def test_what_an_editor_saves_while_pages_are_merged_is_not_written_over(tmp_path: Path) -> None:
    workspace = made(tmp_path, 3)
    extract(workspace)
    edit(workspace, 1)
    path = workspace.catalogue_path("page-000001", "fr")

    def save() -> None:
        path.write_bytes(path.read_bytes().replace(b'msgstr ""\n\n', b'msgstr "Saved meanwhile."\n\n', 2))

    report = extract(workspace, pool=lambda _: Meanwhile(save))
    text = path.read_text("utf-8")
    assert text.count("Saved meanwhile.") == 2
    assert "A new paragraph that nobody knew." in text
    assert [page.slug for page in report.catalogues if page.written] == ["page-000001"]

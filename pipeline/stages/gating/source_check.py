"""The English pages looked through for their authors: those of a project, or any files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.adapters import files
from pipeline.adapters.time_zones import zone_name
from pipeline.core.errors import BadFileError
from pipeline.core.model import Severity, Skeleton
from pipeline.core.registry import Page
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules
from pipeline.core.source_checks.checking import by_address, check, left_out
from pipeline.core.source_checks.english_page import english_page
from pipeline.core.source_checks.model import Circumstances, EnglishPage, SourceFinding
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace

_PAGES = frozenset((".html", ".htm", ".xhtml"))


@dataclass(frozen=True, slots=True)
class Remarked:
    """One remark for the author of a page: where it is, which check made it, and what to do."""

    page: str
    file: str
    line: int
    check: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The remarks on ``pages`` pages, as of a day; ``unused`` are entries of what is ignored that fit nothing."""

    today: str
    pages: int
    findings: tuple[Remarked, ...]
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_project: bool = True


def check_source(workspace: Workspace, slugs: tuple[str, ...] = (), *, tell: Progress | None = None) -> SourceReport:
    """The remarks on the pages named, or on all. The others are read too, since names and addresses are compared.

    Raises BadFileError for a name that is no page.
    """
    named = workspace.pages(slugs)
    wanted = {page.slug for page in named}

    def read(page: Page) -> EnglishPage:
        return english_page(page.slug, page.address, workspace.skeleton(page.slug), workspace.settings.source)

    pages, problems = each(named, read, tell)
    pages += each([page for page in workspace.pages() if page.slug not in wanted], read)[0]
    findings = check(pages, _circumstances(pages, workspace.today), workspace.settings.levels)
    kept, unused = left_out(findings, workspace.settings.ignored_remarks)
    paths = {page.name: workspace.show(workspace.snapshot_path(page.name)) for page in pages if page.name in wanted}
    return SourceReport(
        workspace.today.isoformat(),
        len(paths),
        tuple(_remarked(item, paths[item.page]) for item in kept if item.page in wanted),
        () if slugs else unused,
        _told(problems, paths),
    )


def check_source_files(names: Sequence[str], today: datetime.date, *, tell: Progress | None = None) -> SourceReport:
    """The remarks on HTML files, and on those in folders, without a project."""
    pages, problems = each(list(_files(names)), _read, tell)
    findings = check(pages, _circumstances(pages, today), {})
    remarked = tuple(_remarked(item, item.page) for item in findings)
    return SourceReport(today.isoformat(), len(pages), remarked, (), _told(problems, pages), is_project=False)


def _circumstances(pages: Sequence[EnglishPage], today: datetime.date) -> Circumstances:
    return Circumstances(today, zone_name, by_address(pages))


def _remarked(item: SourceFinding, path: str) -> Remarked:
    return Remarked(item.page, path, item.line, item.check, Severity.WARNING, item.message)


def _told(problems: Iterable[Problem], read: Sized) -> tuple[Problem, ...]:
    """A page that cannot be read is told and blocks nothing, unless nothing else could be read."""
    return tuple(replace(problem, exit_status=0) if read else problem for problem in problems)


def _files(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from (found for found in sorted(path.rglob("*")) if found.suffix.lower() in _PAGES)
        else:
            yield path


def _read(path: Path) -> EnglishPage:
    return english_page(str(path), path.resolve().as_uri(), _skeleton(path))


def _skeleton(path: Path) -> Skeleton:
    data = files.read(path)
    if data is None:
        raise BadFileError(str(path), "is not there")
    try:
        return segment(data, Rules())
    except ValueError as error:
        raise BadFileError(str(path), str(error)) from error

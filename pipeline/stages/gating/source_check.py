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
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules
from pipeline.core.source_checks.checking import check, check_together, in_order, left_out
from pipeline.core.source_checks.english_page import english_page
from pipeline.core.source_checks.model import Circumstances, EnglishPage, SourceFinding
from pipeline.core.source_checks.names import candidates
from pipeline.stages.gating.page_remarks import PageRemarks
from pipeline.stages.mapping import Pool
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


def check_source(
    workspace: Workspace,
    slugs: tuple[str, ...] = (),
    *,
    tell: Progress | None = None,
    pool: Pool | None = None,
    remember: bool = False,
) -> SourceReport:
    """The remarks on the pages named, or on all. The others are read too, since names and addresses are compared.

    What was found is written to an index with ``remember`` only: a gate writes nothing.

    Raises BadFileError for a name that is no page.
    """
    wanted = {page.slug for page in workspace.pages(slugs)}
    looking = PageRemarks(workspace, pool)
    looks = looking.over(workspace.pages(), tell)
    problems = [look.problem for look in looks if look.problem is not None and look.name in wanted]
    read = [look for look in looks if look.traits is not None]
    pages = [look.traits for look in read if look.traits is not None and not look.traits.is_redirect]
    names = candidates(pages)
    uses = looking.uses([page.name for page in pages], names)
    if remember:
        looking.save()
    own = (finding for look in read for finding in look.findings)
    together = check_together(pages, names, uses, workspace.settings.levels)
    findings = in_order([*own, *together], [look.name for look in read])
    kept, unused = left_out(findings, workspace.settings.ignored_remarks)
    paths = {look.name: workspace.show(workspace.snapshot_path(look.name)) for look in read if look.name in wanted}
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
    findings = check(pages, Circumstances(today, zone_name), {})
    remarked = tuple(_remarked(item, item.page) for item in findings)
    return SourceReport(today.isoformat(), len(pages), remarked, (), _told(problems, pages), is_project=False)


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

"""Pages and catalogues outside a project: html2po and po2html, for one file or a folder mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters import files, po_files
from pipeline.core.errors import BadFileError, PipelineError, UsageError
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Skeleton
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.core.segmentation.labels import segments
from pipeline.core.segmentation.rules import Rules
from pipeline.stages.problems import Problem, Progress

_PAGES = frozenset((".html", ".htm", ".xhtml"))
_PORTION = 4  # pages a process takes at a time


@dataclass(frozen=True, slots=True)
class Converted:
    """One file written: its units, how many were left in the source language, and why some were refused.

    ``remarks`` are for the author of the page that was read, each with its line.
    """

    path: Path
    units: int
    left: int = 0
    refused: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversion:
    """All files of one call, and those that could not be used."""

    files: tuple[Converted, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What all files of one call have in common: how pages are read, and the language of the catalogues."""

    rules: Rules
    target: str
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """One page, its catalogue and the file to write; small, since it may go to another process."""

    task: Task
    page: Path
    catalogue: Path
    output: Path
    is_mirrored: bool


def html2po(
    source: Path, target: Path, task: Task, *, executor: Executor | None = None, tell: Progress | None = None
) -> Conversion:
    """Catalogues for a page or a folder of pages; an existing catalogue is merged into, never overwritten."""
    jobs = [_Job(task, page, path, path, source.is_dir()) for page, path in _pairs(source, target, ".po")]
    return _converted(jobs, _to_po, executor, tell)


def po2html(
    template: Path,
    source: Path,
    target: Path,
    task: Task,
    *,
    executor: Executor | None = None,
    tell: Progress | None = None,
) -> Conversion:
    """Pages from catalogues and their templates. Fuzzy, empty and refused units stay in the source language;
    with ``task.unreviewed`` fuzzy ones are rendered too. A file has no ledger, so clean counts as translated.
    """

    def catalogue(page: Path) -> Path:
        return source if source.is_file() else (source / page.relative_to(template)).with_suffix(".po")

    if source.is_dir() and not template.is_dir():
        raise UsageError(f"{source} is a folder, {template} is not; give a folder of pages as --template")
    jobs = [_Job(task, page, catalogue(page), path, template.is_dir()) for page, path in _pairs(template, target)]
    return _converted(jobs, _to_html, executor, tell)


def _to_po(job: _Job) -> Converted:
    if job.is_mirrored:
        _refuse_twin(job.page)
    skeleton = _skeleton(job.page, job.task.rules)
    found = segments(skeleton)
    held = _catalogue(job.catalogue, job.page.stem, job.task.target)
    catalogue = merge(held or Catalogue(job.page.stem, job.task.target), found, job.page.name).catalogue
    data = po_files.dumps(catalogue, source_locale=job.task.rules.locale)
    files.write(job.output, data, durable=held is not None)
    return Converted(job.output, len(catalogue.units), remarks=tuple(_remarks(skeleton, job.task.rules)))


def _remarks(skeleton: Skeleton, rules: Rules) -> Iterator[str]:
    if rules.selectors and skeleton.scope not in rules.selectors:
        yield f"no {' or '.join(rules.selectors)} on the page; its content was taken from {skeleton.scope}"
    yield from (f"line {remark.line}: {remark.message}" for remark in skeleton.remarks)


def _to_html(job: _Job) -> Converted:
    if job.is_mirrored:
        _refuse_twin(job.page)
    if job.output.exists() and job.output.samefile(job.page):
        raise BadFileError(str(job.output), "is its own template; name another output")
    skeleton = _skeleton(job.page, job.task.rules)
    catalogue = _catalogue(job.catalogue, job.page.stem, job.task.target)
    if catalogue is None:
        raise BadFileError(str(job.catalogue), "is not there; make it with: diptych html2po")
    targets = {u.source: u.target for u in catalogue.units if u.target and (job.task.unreviewed or not u.fuzzy)}
    rendered = render(skeleton, targets)
    files.write(job.output, rendered.data(), durable=False)
    found = {slot.text for slot in skeleton.slots}
    left = sum([text not in targets or text in rendered.refused for text in found])
    refused = tuple(f"{source[:60]}: {failure.message}" for source, failure in rendered.refused.items())
    return Converted(job.output, len(found), left, refused)


def _converted(
    jobs: list[_Job], convert: Callable[[_Job], Converted], executor: Executor | None, tell: Progress | None
) -> Conversion:
    """Every job done, in order; one that fails does not stop the others."""
    found: list[Converted | Problem] = []
    attempt = _Attempt(convert)
    results = map(attempt, jobs) if executor is None else executor.map(attempt, jobs, chunksize=_PORTION)
    for number, result in enumerate(results, start=1):
        found.append(result)
        if tell is not None:
            tell(number, len(jobs))
    converted = tuple(result for result in found if isinstance(result, Converted))
    return Conversion(converted, tuple(result for result in found if isinstance(result, Problem)))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A conversion whose failure is a value, so that it comes back from another process."""

    convert: Callable[[_Job], Converted]

    def __call__(self, job: _Job) -> Converted | Problem:
        try:
            return self.convert(job)
        except PipelineError as error:
            return Problem(str(error), error.exit_status)
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
            return Problem(f"{job.page}: a fault of diptych's own ({fault}); the page is left out, please report it", 2)


def _pairs(source: Path, target: Path, suffix: str = "") -> Iterator[tuple[Path, Path]]:
    """Input and output path of each file: the two given, or the folder's tree mirrored."""
    if source.is_file():
        yield source, target
        return
    if not source.is_dir():
        raise UsageError(f"{source} is neither a file nor a folder")
    if target.is_file():
        raise UsageError(f"{target} is a file; give a folder for the output, as {source} is one")
    for path in sorted(source.rglob("*")):
        if path.suffix.lower() in _PAGES and path.is_file():
            mirrored = target / path.relative_to(source)
            yield path, mirrored.with_suffix(suffix) if suffix else mirrored


def _refuse_twin(page: Path) -> None:
    """Raises BadFileError for the second of two pages that one catalogue would have to serve."""
    names = sorted(path.name for path in page.parent.iterdir() if path.stem == page.stem and path.suffix in _PAGES)
    if page.name in names[1:]:
        raise BadFileError(str(page), f"has the same catalogue as {names[0]} beside it; rename one of the two")


def _skeleton(path: Path, rules: Rules) -> Skeleton:
    try:
        return segment(_page(path), rules)
    except ValueError as error:
        raise BadFileError(str(path), str(error)) from error


def _page(path: Path) -> bytes:
    data = files.read(path)
    if data is None:
        raise BadFileError(str(path), "is not there")
    if not data.strip():
        raise BadFileError(str(path), "is empty")
    if b"\x00" in data[:1024] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFileError(str(path), "is binary, no HTML page")
    return data


def _catalogue(path: Path, slug: str, locale: str) -> Catalogue | None:
    data = files.read(path)
    return None if data is None else po_files.loads(data, str(path), slug, locale)

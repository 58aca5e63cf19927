"""Pages and catalogues outside a project: html2po and po2html, for one file or a folder mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters import files, po_files
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.labels import segments
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Skeleton
from pipeline.core.render import render
from pipeline.core.rules import Rules
from pipeline.core.segment import segment
from pipeline.stages.problems import Problem, each

_PAGES = frozenset((".html", ".htm", ".xhtml"))
_LARGEST = 10_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Converted:
    """One file written: its units, how many were left in the source language, and why some were refused."""

    path: Path
    units: int
    left: int = 0
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversion:
    """All files of one call, and those that could not be used."""

    files: tuple[Converted, ...]
    problems: tuple[Problem, ...]


def html2po(source: Path, target: Path, source_locale: str, target_locale: str) -> Conversion:
    """Catalogues for a page or a folder of pages; an existing catalogue is merged into, never overwritten."""

    def convert(pair: tuple[Path, Path]) -> Converted:
        page, path = pair
        skeleton = _skeleton(page, source_locale)
        held = _catalogue(path, page.stem, target_locale) or Catalogue(page.stem, target_locale)
        catalogue = merge(held, segments(skeleton), page.name).catalogue
        files.write(path, po_files.dumps(catalogue, source_locale=source_locale))
        return Converted(path, len(catalogue.units))

    return _converted(_pairs(source, target, ".po", _PAGES), convert)


def po2html(
    template: Path, source: Path, target: Path, source_locale: str, target_locale: str, *, unreviewed: bool = False
) -> Conversion:
    """Pages from catalogues and their templates. Fuzzy, empty and refused units stay in the source language;
    with ``unreviewed`` fuzzy ones are rendered too. A file has no ledger, so clean counts as translated.
    """

    def convert(pair: tuple[Path, Path]) -> Converted:
        page, path = pair
        skeleton = _skeleton(page, source_locale)
        found = source if source.is_file() else (source / page.relative_to(template)).with_suffix(".po")
        catalogue = _catalogue(found, page.stem, target_locale)
        if catalogue is None:
            raise BadFileError(str(found), "is not there; make it with: diptych html2po")
        return _render(skeleton, catalogue, path, unreviewed=unreviewed)

    return _converted(_pairs(template, target, ".html", _PAGES, keep_suffix=True), convert)


def _render(skeleton: Skeleton, catalogue: Catalogue, path: Path, *, unreviewed: bool) -> Converted:
    targets = {u.source: u.target for u in catalogue.units if u.target and (unreviewed or not u.fuzzy)}
    rendered = render(skeleton, targets)
    files.write(path, rendered.data())
    found = {slot.text for slot in skeleton.slots}
    left = sum([text not in targets or text in rendered.refused for text in found])
    refused = tuple(f"{source[:60]}: {failure.message}" for source, failure in rendered.refused.items())
    return Converted(path, len(found), left, refused)


def _converted(pairs: Iterator[tuple[Path, Path]], convert: Callable[[tuple[Path, Path]], Converted]) -> Conversion:
    results, problems = each(pairs, convert)
    return Conversion(tuple(results), tuple(problems))


def _pairs(
    source: Path, target: Path, suffix: str, wanted: frozenset[str], *, keep_suffix: bool = False
) -> Iterator[tuple[Path, Path]]:
    """Input and output path of each file: the two given, or the folder's tree mirrored."""
    if source.is_file():
        yield source, target
        return
    if not source.is_dir():
        raise UsageError(f"{source} is neither a file nor a folder")
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix.lower() in wanted:
            mirrored = target / path.relative_to(source)
            yield path, mirrored if keep_suffix else mirrored.with_suffix(suffix)


def _skeleton(path: Path, locale: str) -> Skeleton:
    data = files.read(path)
    if data is None:
        raise BadFileError(str(path), "is not there")
    if not data.strip():
        raise BadFileError(str(path), "is empty")
    if len(data) > _LARGEST:
        raise BadFileError(str(path), f"is larger than {_LARGEST:,} bytes; split it")
    if b"\x00" in data[:1024] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFileError(str(path), "is binary, no HTML page")
    try:
        return segment(data, Rules(locale))
    except ValueError as error:
        raise BadFileError(str(path), str(error)) from error


def _catalogue(path: Path, slug: str, locale: str) -> Catalogue | None:
    data = files.read(path)
    return None if data is None else po_files.loads(data, str(path), slug, locale)

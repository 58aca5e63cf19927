"""What publishing would change for readers, by publishing in a copy of the project and comparing."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline import log
from pipeline.adapters import files, linked_copy, turns
from pipeline.core.segmentation.markup import decode
from pipeline.stages.publishing.kept import site_of
from pipeline.stages.publishing.publish import PublishReport, publish
from pipeline.workspace import Workspace

_INDEXES: Final = ("examined.json", "dressed.json")
"""What publishing need not look at again, in the copy as in the project."""


@dataclass(frozen=True, slots=True)
class HalfChange:
    """One page that readers get otherwise: as they have it, and as they will; empty where there is none."""

    slug: str
    locale: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Every page that publishing one page would change, this one first, and what the publisher said.

    ``stamp`` changes when anything does that the outcome depends on.
    """

    slug: str
    changes: tuple[HalfChange, ...]
    report: PublishReport
    stamp: str = field(repr=False, default="")


def rehearse(workspace: Workspace, slug: str) -> Rehearsal:
    """Publish a page in a copy of the project that shares its files. Raises PipelineError as publishing does.

    The project is held only while the copy is made, which takes no time: nobody's save waits for a rehearsal.
    """
    with contextlib.ExitStack() as held:
        with turns.alone(workspace.root):
            stamp = inputs(workspace)
            root = held.enter_context(_copy(workspace))
        copy = Workspace(root, workspace.settings, workspace.today)
        for name in _INDEXES:
            files.write(copy.index_path(name), files.read(workspace.index_path(name)) or b"", durable=False)
        before = _published(copy)
        report = publish(copy, (slug,), readers=site_of(workspace))
        after = _published(copy)
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    changes = [HalfChange(*_parts(name), _text(before.get(name)), _text(after.get(name))) for name in changed]
    return Rehearsal(slug, tuple(sorted(changes, key=lambda one: one.slug != slug)), report, stamp)


def inputs(workspace: Workspace) -> str:
    """A hash of all that publishing reads: pages, catalogues, ledgers, the registry, what readers have."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in _folders(workspace) for path in folder.rglob("*")):
        with contextlib.suppress(OSError):
            found = path.stat()
            if path.is_file():
                digest.update(f"{path}\0{found.st_ino}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def _copy(workspace: Workspace) -> Iterator[Path]:
    """A folder with the project's files, gone afterwards. Every write replaces a file, so the real ones stay."""
    place = workspace.index_path("rehearsal")
    with linked_copy.of(place, workspace.root, *_folders(workspace)) as root, log.silent(root):
        yield root


def _folders(workspace: Workspace) -> list[Path]:
    """What publishing reads: the truth, the settings' tables, the project's own files for the web."""
    static = workspace.settings.static
    own = [workspace.root / static] if static else []
    return [workspace.locales, workspace.root / "config", *own]


def _published(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.locales / "published"
    return {path.name: files.read(path) or b"" for path in folder.glob("*.html")}


def _parts(name: str) -> tuple[str, str]:
    slug, _, locale = name.removesuffix(".html").rpartition(".")
    return slug, locale


def _text(data: bytes | None) -> str:
    return decode(data)[0] if data else ""

"""What a run changed, committed: a commit for each page, with a message that people can read.

Files that were changed or staged before the run are somebody's work and stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.adapters import git_writing
from pipeline.core.text import counted
from pipeline.stages.publishing.publish_report import Outcome, PublishReport
from pipeline.workspace import Workspace

_SAID = {
    Outcome.PUBLISHED: "published",
    Outcome.UPDATED: "updated",
    Outcome.STALE: "stays as published",
    Outcome.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Commits:
    """The commits made, each with its message, and the files that were left alone since they were changed before."""

    made: tuple[tuple[str, str], ...]
    left: tuple[str, ...]


def changed_before(workspace: Workspace) -> frozenset[str]:
    """What is changed or staged in the project now. Raises UsageError where it is no git repository."""
    return git_writing.changed(workspace.root)


def commit_run(workspace: Workspace, before: frozenset[str], published: PublishReport) -> Commits:
    """Commit what changed below locales/ since, page by page. Raises UsageError with what git said."""
    now = git_writing.changed(workspace.root, ("locales",))
    fresh = now - before
    made: list[tuple[str, str]] = []
    for slug, paths in _by_page(workspace, fresh).items():
        message = _message(workspace, slug, paths, published)
        made.append((git_writing.commit(workspace.root, sorted(paths), message), message.partition("\n")[0]))
    return Commits(tuple(made), tuple(sorted(now & before)))


def _by_page(workspace: Workspace, fresh: frozenset[str]) -> Mapping[str, set[str]]:
    """The files of each page; those of the whole project come last, under no name."""
    known: dict[str, str] = {}
    for page in workspace.registry():
        for path in _paths(workspace, page.slug):
            known[path] = page.slug
    found: dict[str, set[str]] = {}
    for path in sorted(fresh, key=lambda item: (known.get(item, "") == "", item)):
        found.setdefault(known.get(path, ""), set()).add(path)
    return found


def _paths(workspace: Workspace, slug: str) -> Iterator[str]:
    paths = [workspace.snapshot_path(slug), workspace.published_path(slug, workspace.settings.source)]
    for locale in workspace.settings.targets:
        paths += [workspace.catalogue_path(slug, locale), workspace.ledger_path(slug, locale)]
        paths.append(workspace.published_path(slug, locale))
    return (path.relative_to(workspace.root).as_posix() for path in paths)


def _message(workspace: Workspace, slug: str, paths: set[str], published: PublishReport) -> str:
    if not slug:
        return "Record which pages are published, and what was sent"
    source = workspace.settings.source
    english = workspace.snapshot_path(slug).relative_to(workspace.root).as_posix()
    parts = ["English changed"] if english in paths else []
    halves = [half for half in published.halves if half.slug == slug and half.locale != source]
    said = [f"[{half.locale}] {_SAID[half.outcome]}" for half in halves if half.outcome in _SAID]
    waiting = [(half.locale, half.held.coverage.waiting_units) for half in halves if half.held is not None]
    parts += said if any("/published/" in path for path in paths) else []
    title = f"{slug}: {', '.join(parts) or 'catalogue brought up to date'}"
    body = [f"[{locale}] {counted(units, 'unit', 'wait')} for the translator" for locale, units in waiting if units]
    return "\n\n".join([title, *(["\n".join(body)] if body else [])])

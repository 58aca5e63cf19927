"""coverage --since: the project as a commit of git has it, against the project as it lies here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

from pipeline.adapters import files, git, pairs_file, po_files
from pipeline.core import ledger as ledgers
from pipeline.core.errors import BadFileError, PipelineError, UsageError
from pipeline.core.formats.model import Located
from pipeline.core.gates.ratchet import Compared, Fallen, compare, is_broken, successor
from pipeline.core.ledger import Ledger
from pipeline.core.model import Catalogue, Segment, Severity
from pipeline.core.naming import names
from pipeline.core.po import po_entries
from pipeline.core.registry import Page, Registry
from pipeline.core.segmentation.labels import segments, shared_segments
from pipeline.core.text import counted
from pipeline.stages.problems import Problem
from pipeline.workspace import SHARED, Workspace

FALLEN: Final = "reviewed-before"
BROKEN: Final = "pair"
_DEEPER: Final = "fetch all of its history (GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0)"


def place(workspace: Workspace, path: Path) -> str:
    """A file as CI names it: from the folder where the command was typed, else from the project."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else Path(workspace.show(path)).as_posix()


@dataclass(frozen=True, slots=True)
class Since:
    """What fell or broke since a commit, as findings; lines that explain; pages of which it cannot be told."""

    findings: tuple[Located, ...] = ()
    notes: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Old:
    """The files of a commit by their path in the project."""

    commit: str
    files: Mapping[str, bytes]

    def registry(self) -> Registry:
        path = "locales/pairs.toml"
        data = self.files.get(path)
        return pairs_file.loads(data, self.named(path)) if data is not None else Registry()

    def catalogue(self, slug: str, locale: str) -> Catalogue:
        path = f"locales/{locale}/LC_MESSAGES/{slug}.po"
        data = self.files.get(path)
        return po_files.loads(data, self.named(path), slug, locale) if data is not None else Catalogue(slug, locale)

    def ledger(self, slug: str, locale: str) -> Ledger:
        path = f"locales/{locale}/LC_MESSAGES/{slug}.review.tsv"
        found = ledgers.loads(self.files.get(path, b"").decode("utf-8", "replace"))
        if isinstance(found, tuple):
            raise BadFileError(self.named(path), found[1], found[0])
        return found

    def named(self, path: str) -> str:
        return f"{path} of {self.commit[:12]}"


def since(workspace: Workspace, name: str, slugs: tuple[str, ...] = ()) -> Since:
    """What fell since a commit, a branch or a tag: since the newest commit that it and the present one share.

    Raises UsageError where that cannot be told.
    """
    commit = _base(workspace.root, name)
    old = _Old(commit, git.tree(workspace.root, commit, "locales"))
    before = [page for page in old.registry() if not slugs or page.slug in slugs]
    if not before:
        return Since(notes=(f"{name} ({commit[:12]}) has no page yet, so nothing was reviewed there that could fall",))
    comparison = _Comparison(workspace, old, name)
    for page, locale in product(before, workspace.settings.targets):
        comparison.page(page, locale)
    for locale in workspace.settings.targets if not slugs or SHARED in slugs else ():
        comparison.shared(locale)
    return comparison.result()


def _base(root: Path, name: str) -> str:
    """The commit to compare with. Raises UsageError with what to do where there is none."""
    if not git.is_repository(root):
        raise UsageError(f"--since {name}: {root} is in no git repository; what was reviewed before cannot be told")
    shallow = git.is_shallow(root)
    commit, head = git.commit(root, name), git.commit(root, "HEAD")
    if not head:
        raise UsageError(f"--since {name}: the repository has no commit yet; commit first")
    if not commit:
        more = (
            f"this clone is shallow; {_DEEPER}"
            if shallow
            else "it may not be fetched: git fetch origin; before the first commit there is nothing to compare with"
        )
        raise UsageError(f"--since {name}: git knows no such commit here; {more}")
    base = git.common(root, commit, head)
    if not base:
        more = f"this clone is shallow; {_DEEPER}" if shallow else "name another one"
        raise UsageError(f"--since {name}: no commit is known that it shares with the present one; {more}")
    return base


class _Comparison:
    """Goes through the pages as they were, and collects."""

    def __init__(self, workspace: Workspace, old: _Old, name: str) -> None:
        self.workspace = workspace
        self.old = old
        self.name = name
        self.registry = workspace.registry()
        self.findings: list[Located] = []
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.compared: list[Compared] = []

    def result(self) -> Since:
        reviewed, changed = (
            sum(item.reviewed_words for item in self.compared),
            sum(item.changed_words for item in self.compared),
        )
        note = f"since {self.name} ({self.old.commit[:12]}): {counted(reviewed, 'word')} reviewed then"
        note += f", the English of {counted(changed, 'word')} of them changed" if changed else ""
        return Since(tuple(self.findings), (note, *self.notes), self.problems)

    def page(self, page: Page, locale: str) -> None:
        now = successor(page, self.registry)
        if is_broken(page.half(locale), page, now) or self._is_unpublished(page, now, locale):
            self._broke(page, locale)
        elif now is None:
            self.notes.append(f"{page.slug} is no page of the project any more; it was not published in {locale}")
        if now is None:
            return
        try:
            english = segments(self.workspace.skeleton(now.slug))
            self._compare(page.slug, now.slug, locale, english)
        except PipelineError as error:
            self.problems.append(Problem(str(error), error.exit_status))

    def shared(self, locale: str) -> None:
        """Menus, footers and forms, which all pages share."""
        if self.workspace.settings.rules.whole_page:
            pages = self.workspace.pages()
            english = [segment for page in pages for segment in shared_segments(self.workspace.skeleton(page.slug))]
            self._compare(SHARED, SHARED, locale, tuple(english))

    def _compare(self, slug: str, now: str, locale: str, english: tuple[Segment, ...]) -> None:
        catalogue, ledger = self.workspace.catalogue(now, locale), self.workspace.ledger(now, locale)
        old = self.old.catalogue(slug, locale), self.old.ledger(slug, locale)
        found = compare(old, (catalogue, ledger), english)
        self.compared.append(found)
        self.findings += self._fallen(found.fallen, catalogue, now, locale)

    def _fallen(self, fallen: tuple[Fallen, ...], catalogue: Catalogue, slug: str, locale: str) -> Iterator[Located]:
        if not fallen:
            return
        path = self.workspace.catalogue_path(slug, locale)
        lines = po_entries.lines(files.read(path))
        called = dict(zip(((u.context, u.source) for u in catalogue.units), names(catalogue.units), strict=True))
        for item in fallen:
            key = item.context, item.source
            message = f"was reviewed at {self.name} and {item.message}; accept it, or restore it from git"
            shown = place(self.workspace, path)
            yield Located(shown, lines.get(key, 1), FALLEN, Severity.ERROR, message, item.source, called.get(key, ""))

    def _is_unpublished(self, page: Page, now: Page | None, locale: str) -> bool:
        """Whether the registry says that readers have a half, and the file that they have is gone."""
        if now is None or not (page.half(locale).is_live and now.half(locale).is_live):
            return False
        was = f"locales/published/{page.slug}.{locale}.html" in self.old.files
        return was and not self.workspace.published_path(now.slug, locale).exists()

    def _broke(self, page: Page, locale: str) -> None:
        message = (
            f"readers had {page.slug} in {locale} at {self.name} and have it no more, and nothing says why; "
            f"restore it from git, or take it down with: diptych withdraw {page.slug}"
        )
        self.findings.append(
            Located(place(self.workspace, self.workspace.locales / "pairs.toml"), 1, BROKEN, Severity.ERROR, message)
        )

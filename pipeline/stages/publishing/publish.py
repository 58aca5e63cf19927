"""Both halves of every pair, in step. The gate decides; a French page behind its English stays as it was.

All pages are decided, then dressed for what will be there, then written beside what readers have; the last steps are
the swap to the new release and the record in locales/pairs.toml. Pages that are as readers have them are not parsed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from pipeline.adapters import files
from pipeline.adapters.site import Site
from pipeline.adapters.spill import Spill
from pipeline.core.coverage import Coverage
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.gate import Held
from pipeline.core.registry import Half, Page, Registry
from pipeline.core.segmentation.markup import decode
from pipeline.core.views.reader_view import changes
from pipeline.stages.gating.examining import Examiner
from pipeline.stages.mapping import Pool
from pipeline.stages.problems import Problem, Progress
from pipeline.stages.publishing.addressing import live_half
from pipeline.stages.publishing.deciding import Work, decided
from pipeline.stages.publishing.dressing import Dresser
from pipeline.stages.publishing.keeping import Keeping
from pipeline.stages.publishing.kept import KeptPages, site_of
from pipeline.stages.publishing.leaving import leaving, refuse_orphans
from pipeline.stages.publishing.public_site import Dressed
from pipeline.stages.publishing.publish_report import Outcome, Published, PublishReport
from pipeline.stages.publishing.readers import Readers
from pipeline.stages.publishing.showing import Origin, Shown, notice_of
from pipeline.stages.publishing.writing import Publication, write
from pipeline.workspace import Workspace

__all__ = ["Outcome", "PublishReport", "Published", "publish", "withdraw"]

_WAITS = Held(Coverage(), blocked="waits, since the English is held until every language is ready")
_CARRIED = Held(Coverage(), blocked="one of its files cannot be read, or its English is missing")
_ROLLED_BACK = Held(Coverage(), blocked="the site was rolled back; to go on type: diptych publish")


def publish(
    workspace: Workspace,
    slugs: tuple[str, ...] = (),
    *,
    dry_run: bool = False,
    onward: bool = True,
    keep_pages: bool = False,
    tell: Progress | None = None,
    pool: Pool | None = None,
    readers: Site | None = None,
) -> PublishReport:
    """Publish what is reviewed and hold what is not. Naming a page also brings a withdrawn one back.

    All links change in one step: every page is dressed against the same registry. After a rollback nothing new goes
    out without ``onward``; a publisher's own publish ends that. With ``keep_pages`` the report has every page before
    and after. ``readers`` is the site that readers have, where it is not the one that is written.
    """
    workspace.pages(slugs)
    refuse_orphans(workspace)
    with contextlib.closing(Spill()) as spill:
        publisher = _Publisher(workspace, slugs, spill, onward=onward, pool=pool, readers=readers)
        return publisher.run(dry_run=dry_run, keep_pages=keep_pages, tell=tell)


def withdraw(workspace: Workspace, slug: str, locale: str = "") -> PublishReport:
    """Take a translated page down at once and mend the links to it. Raises UsageError if it is not published."""
    registry = workspace.registry()
    workspace.pages((slug,))
    page = registry.pages[slug]
    chosen = [locale] if locale else list(workspace.settings.targets)
    live = [name for name in chosen if page.half(name).is_live]
    if not live and not any(page.half(name).withdrawn for name in chosen):  # a withdrawal that was cut off goes on
        raise UsageError(f"{slug} is not published in {', '.join(chosen)}; nothing to take down")
    for name in live:
        page = page.with_half(replace(page.half(name), withdrawn=workspace.today.isoformat(), digest="", pending=""))
    workspace.save_registry(registry.with_page(page))
    return publish(workspace, onward=False)


class _Publisher:
    """Decides for all pages first, then dresses all, then writes, and records last."""

    def __init__(
        self,
        workspace: Workspace,
        slugs: tuple[str, ...],
        spill: Spill,
        *,
        onward: bool,
        pool: Pool | None,
        readers: Site | None,
    ) -> None:
        self.workspace = workspace
        self.settings = workspace.settings
        self.slugs = slugs
        self.spill = spill
        self.begun = registry = workspace.registry()
        self.rolled_back = "" if onward else registry.rolled_back
        self.pages = dict(registry.pages)
        self.owners = registry.owners()
        self.site = site_of(workspace)
        known = Readers(workspace, readers or self.site)
        self.kept = KeptPages(workspace, known.site, known.digest)
        self.keeping = Keeping(workspace, self.kept, known, spill)
        self.readers = known
        self.examiner = Examiner(workspace, pool)
        self.dresser = Dresser(workspace, self.examiner, spill)
        self.problems: list[Problem] = []
        self.absent: dict[tuple[str, str], str] = {}

    def _plain(self) -> list[Page]:
        """All pages that go out as plain files; those of WordPress go out there."""
        return [page for page in self.pages.values() if not page.is_post]

    def run(self, *, dry_run: bool, keep_pages: bool, tell: Progress | None) -> PublishReport:
        work = self._decided(tell)
        self._keep(work, frozenset())
        waiting = {slug for slug, item in work.items() if self._waits(item)}
        for ready in (item for slug, item in work.items() if slug not in waiting):
            self._settle(ready)
        self._keep(work, waiting)
        shown: list[Shown] = []
        for page in self._plain():
            item = work.get(page.slug)
            shown += self._carried(page) if item is None else self._shown(item, is_waiting=page.slug in waiting)
        dressed = self._dressed(shown)
        results = [*self._results(shown, dressed, keep_pages=keep_pages), *self._others(work, waiting)]
        lost = () if self.rolled_back else tuple(leaving(self.readers, self.pages))
        release = self.site.live()
        if not dry_run:
            release = self._written(shown, dressed)
        order = {slug: number for number, slug in enumerate(self.pages)}
        results.sort(key=lambda half: (order[half.slug], half.locale != self.settings.source))
        problems, notes = (*self.problems, *self.keeping.problems), (*self.kept.notes, *lost)
        return PublishReport(tuple(results), problems, notes, release, self.rolled_back)

    def _written(self, shown: list[Shown], dressed: list[Dressed]) -> str:
        """Everything on disk, the indexes last; the release that readers have then."""
        if self.workspace.registry() != self.begun:
            message = (
                "was changed while it was about to be published; nothing was written, so type again: diptych publish"
            )
            raise BadFileError("locales/pairs.toml", message)
        after = Registry(self.pages, self.rolled_back)
        publication = Publication(after, tuple(shown), tuple(dressed), self._gone())
        release = write(self.workspace, self.site, publication, self.spill, again=bool(self.rolled_back))
        self.examiner.save()
        self.dresser.save(shown)
        return release

    def _decided(self, tell: Progress | None) -> dict[str, Work]:
        """What the gate says of every page whose English is there; nothing after a rollback."""
        if self.rolled_back:
            return {}
        named = self.workspace.without_english(self.slugs) if self.slugs else []
        pages = {page.slug: page for page in (*self.workspace.pages(), *named) if not page.is_post}
        work, unread = decided(self.examiner, pages, self.dresser.keep, tell)
        self.problems += unread
        return work

    def _waits(self, work: Work) -> bool:
        """Whether the English of a page is held, and so is every new half, since a live half is behind it."""
        page = self.pages[work.page.slug]
        return self.settings.hold_english and any(
            page.half(locale).is_live and held is not None and page.half(locale).follows != work.follows
            for locale, held in work.held.items()
        )

    def _settle(self, work: Work) -> None:
        """Enter among the pages what will be there for readers."""
        page = self.pages[work.page.slug]
        for locale, held in work.held.items():
            half = page.half(locale)
            if held is not None or (half.withdrawn and page.slug not in self.slugs):
                continue
            try:
                half = live_half(self.workspace, self.owners, work, half)
            except BadFileError as error:
                self.problems.append(Problem(str(error), error.exit_status))
                continue
            page = page.with_half(half)
            self.owners.setdefault(half.address, page.slug)
        self.pages[page.slug] = page

    def _shown(self, work: Work, *, is_waiting: bool) -> Iterator[Shown]:
        """Both halves of a page: new where the gate lets them, as last published where it does not."""
        page, source = self.pages[work.page.slug], self.settings.source
        own = self._kept(page, source, notice="") if is_waiting else None
        if own is None:
            self.kept.look_at(page, source)
        yield own or Shown(page.slug, source, Origin.ENGLISH, work.english)
        for locale, half in sorted(page.halves.items()):
            if not half.is_live:
                continue
            held = work.held.get(locale, _CARRIED)
            if held is None and not is_waiting:
                self.kept.look_at(page, locale)
                units = work.examined.halves[locale].units
                yield Shown(page.slug, locale, Origin.RENDERED, work.digest, units=units, english=work.english)
            else:
                notice = "" if own is not None else notice_of(self.workspace, half, work.follows)
                yield from self._stale(page, half, notice, held or _WAITS)

    def _keep(self, work: Mapping[str, Work], waiting: Container[str]) -> None:
        """Look at the halves that stay, and enter what readers keep of them instead of what came from elsewhere."""
        for page in self._plain():
            held = work[page.slug].held if page.slug in work else {}
            live = [locale for locale, half in page.halves.items() if half.is_live]
            staying = [name for name in live if page.slug in waiting or held.get(name, _CARRIED) is not None]
            for kept in [self.keeping.half(page, locale) for locale in staying]:
                if kept is not None and kept.half is not None:
                    self.pages[page.slug] = self.pages[page.slug].with_half(kept.half)

    def _stale(self, page: Page, half: Half, notice: str | None, held: Held) -> Iterator[Shown]:
        """A half as last published; one that is nowhere to be found, or may not be seen, is not there until it is."""
        shown = self._kept(page, half.locale, notice, held)
        if shown is None:
            kept = self.keeping.half(page, half.locale)
            self.absent[page.slug, half.locale] = kept.withheld if kept is not None else ""
        else:
            yield shown

    def _carried(self, page: Page) -> Iterator[Shown]:
        """The halves of a page of which nothing new is known, as readers have them."""
        source, held = self.settings.source, _ROLLED_BACK if self.rolled_back else _CARRIED
        if page.digest or self.workspace.published_path(page.slug, source).exists():
            own = self._kept(page, source, None, held)
            yield from [own] if own is not None else []
        for _, half in sorted(page.halves.items()):
            if half.is_live:
                yield from self._stale(page, half, None, held)

    def _kept(self, page: Page, locale: str, notice: str | None, held: Held | None = None) -> Shown | None:
        """A half as last published; None where it is nowhere to be found, which is a problem, or may not be seen."""
        kept = self.keeping.half(page, locale)
        if kept is None or kept.withheld:
            return None
        was = "" if locale == self.settings.source else kept.digest
        return Shown(page.slug, locale, Origin.KEPT, kept.identity, notice, held, kept=kept.place, kept_digest=was)

    def _dressed(self, shown: list[Shown]) -> list[Dressed]:
        """All halves as readers will have them, dressed for those that are there."""
        there = dict(self.pages)
        for slug, locale in self.absent:
            page = there[slug]
            there[slug] = page.with_half(replace(page.half(locale), published=""))
        return self.dresser.dressed(shown, Registry(there, self.rolled_back))

    def _results(self, shown: list[Shown], dressed: list[Dressed], *, keep_pages: bool) -> Iterator[Published]:
        for item, page in zip(shown, dressed, strict=True):
            path = self.workspace.published_path(item.slug, item.locale)
            before = self.workspace.digests.of(path)
            outcome = Outcome.UPDATED if before else Outcome.PUBLISHED
            outcome = Outcome.UNCHANGED if before == page.digest else outcome
            is_source = item.locale == self.settings.source
            outcome = Outcome.STALE if item.held is not None and not is_source else outcome
            address = self.pages[item.slug].there(self.settings.source)[item.locale]
            target = self.workspace.root / self.settings.folder / page.path
            held = None if is_source else item.held
            half = Published(item.slug, item.locale, outcome, address, target, held)
            if keep_pages:
                old = files.read(path) or b""
                new = old if page.fresh is None else self.spill.get(page.fresh)
                half = replace(half, before=old, after=new)
            yield half

    def _others(self, work: dict[str, Work], waiting: set[str]) -> Iterator[Published]:
        """The halves that readers do not have: held, or withdrawn."""
        for page in self._plain():
            item = work.get(page.slug)
            for locale in self.settings.targets:
                half = page.half(locale)
                held = item.held.get(locale) if item else None
                if item and held is None and page.slug in waiting:
                    held = _WAITS
                withheld = self.absent.get((page.slug, locale), "")
                if withheld:
                    yield Published(page.slug, locale, Outcome.HELD, held=Held(Coverage(), blocked=withheld))
                elif half.withdrawn:
                    yield Published(page.slug, locale, Outcome.WITHDRAWN, held=held)
                elif not half.is_live and item is not None:
                    yield Published(page.slug, locale, Outcome.HELD, held=held)

    def _gone(self) -> tuple[tuple[str, str], ...]:
        """The halves that nothing may be left of; looked at on every run, so that a crash leaves nothing up."""
        return tuple(
            (page.slug, locale)
            for page in self._plain()
            for locale in {*self.settings.targets, *page.halves}
            if not page.half(locale).is_live
        )


def with_changes(report: PublishReport) -> PublishReport:
    """The report, made with ``keep_pages``, with what readers of each half see differently."""
    halves = (
        replace(half, changes=changes(_text(half.before), _text(half.after))) if half.before != half.after else half
        for half in report.halves
    )
    return replace(report, halves=tuple(halves))


def _text(data: bytes) -> str:
    return decode(data)[0]

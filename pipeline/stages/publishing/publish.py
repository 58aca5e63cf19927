"""Both halves of every pair, in step. The gate decides; a French page behind its English stays as it was.

All pages are decided, then dressed for what will be there, then written beside what readers have; the last steps are
the swap to the new release and the record in locales/pairs.toml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.adapters import files
from pipeline.core.coverage import Coverage
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.gate import Held, Release
from pipeline.core.pairs.site_files import FeedEntry
from pipeline.core.registry import Half, Page, public_path
from pipeline.core.segmentation.markup import decode, encode
from pipeline.core.views.reader_view import changes
from pipeline.stages.problems import Problem, each
from pipeline.stages.publishing.addressing import live_half
from pipeline.stages.publishing.deciding import Decider, Work
from pipeline.stages.publishing.kept import KeptPages, PageText, site_of
from pipeline.stages.publishing.public_site import Dressed
from pipeline.stages.publishing.publish_report import Outcome, Published, PublishReport
from pipeline.stages.publishing.showing import Shown, Wardrobe, notice_of
from pipeline.stages.publishing.writing import Publication, write
from pipeline.workspace import Workspace

__all__ = ["Outcome", "PublishReport", "Published", "publish", "withdraw"]

_WAITS = Held(Coverage(), blocked="waits, since the English is held until every language is ready")
_CARRIED = Held(Coverage(), blocked="nothing new is known of it")
_ROLLED_BACK = Held(Coverage(), blocked="the site was rolled back; to go on type: diptych publish")


def publish(
    workspace: Workspace, slugs: tuple[str, ...] = (), *, dry_run: bool = False, onward: bool = True
) -> PublishReport:
    """Publish what is reviewed and hold what is not. Naming a page also brings a withdrawn one back.

    All links change in one step: every page is dressed anew against the same registry. After a rollback nothing new
    goes out without ``onward``; a publisher's own publish ends that.
    """
    workspace.pages(slugs)
    return _Publisher(workspace, slugs, onward=onward).run(dry_run=dry_run)


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

    def __init__(self, workspace: Workspace, slugs: tuple[str, ...], *, onward: bool) -> None:
        self.workspace = workspace
        self.settings = workspace.settings
        self.slugs = slugs
        self.before = workspace.registry()
        self.registry = replace(self.before, rolled_back="" if onward else self.before.rolled_back)
        self.site = site_of(workspace)
        self.kept = KeptPages(workspace, self.site)
        self.problems: list[Problem] = []
        self.absent: set[tuple[str, str]] = set()

    def _pages(self) -> list[Page]:
        """All pages that go out as plain files; those of WordPress go out there."""
        return [page for page in self.registry if not page.is_post]

    def run(self, *, dry_run: bool) -> PublishReport:
        work = {item.page.slug: item for item in self._decided()}
        waiting = {slug for slug, item in work.items() if self._waits(item)}
        for slug in work.keys() - waiting:
            self._settle(work[slug])
        shown: list[Shown] = []
        for page in self._pages():
            item = work.get(page.slug)
            shown += self._carried(page) if item is None else self._shown(item, is_waiting=page.slug in waiting)
        dressed = self._dressed(shown)
        results = [*self._results(shown, dressed), *self._others(work, waiting)]
        release = self.site.live()
        if not dry_run:
            publication = Publication(self.registry, tuple(shown), tuple(dressed), self._gone())
            release = write(self.workspace, self.site, publication, again=bool(self.registry.rolled_back))
        order = {slug: number for number, slug in enumerate(self.registry.pages)}
        results.sort(key=lambda half: (order[half.slug], half.locale != self.settings.source))
        notes, problems = tuple(self.kept.notes), tuple(self.problems)
        return PublishReport(tuple(results), problems, notes, release, self.registry.rolled_back)

    def _decided(self) -> list[Work]:
        """What the gate says of every page whose English is there; nothing after a rollback."""
        if self.registry.rolled_back:
            return []
        named = self.workspace.without_english(self.slugs) if self.slugs else []
        pages = [page for page in (*self.workspace.pages(), *named) if not page.is_post]
        work, unread = each(pages, Decider(self.workspace).prepare)
        self.problems += unread
        return work

    def _waits(self, work: Work) -> bool:
        """Whether the English of a page is held, and so is every new half, since a live half is behind it."""
        page = self.registry.pages[work.page.slug]
        return self.settings.hold_english and any(
            page.half(locale).is_live and isinstance(decision, Held) and page.half(locale).follows != work.follows
            for locale, decision in work.decisions.items()
        )

    def _settle(self, work: Work) -> None:
        """Enter in the registry what will be there for readers."""
        page = self.registry.pages[work.page.slug]
        for locale, decision in work.decisions.items():
            half = page.half(locale)
            if not isinstance(decision, Release) or (half.withdrawn and page.slug not in self.slugs):
                continue
            try:
                page = page.with_half(live_half(self.workspace, self.registry, work, half, decision))
            except BadFileError as error:
                self.problems.append(Problem(str(error), error.exit_status))
        self.registry = self.registry.with_page(page)

    def _shown(self, work: Work, *, is_waiting: bool) -> Iterator[Shown]:
        """Both halves of a page: new where the gate lets them, as last published where it does not."""
        page, skeleton = self.registry.pages[work.page.slug], work.skeleton
        own = self._as_published(page, self.settings.source) if is_waiting else None
        if own is None:
            self.kept.look_at(page, self.settings.source)
        yield Shown(page.slug, self.settings.source, own or PageText(skeleton.text, skeleton.encoding, skeleton.bom))
        for locale, half in sorted(page.halves.items()):
            decision = work.decisions.get(locale)
            if not half.is_live:
                continue
            if isinstance(decision, Release) and not is_waiting:
                self.kept.look_at(page, locale)
                text = PageText(work.texts[locale], skeleton.encoding, skeleton.bom)
                yield Shown(page.slug, locale, text, english=skeleton.text, units=work.units[locale])
            else:
                notice = "" if own is not None else notice_of(self.workspace, half, work.follows)
                yield from self._stale(page, half, notice, _WAITS if isinstance(decision, Release) else decision)

    def _stale(self, page: Page, half: Half, notice: str | None, held: Held | None) -> Iterator[Shown]:
        """A half as last published; one that is nowhere to be found is not there until it is."""
        text = self._as_published(page, half.locale)
        if text is None:
            self.absent.add((page.slug, half.locale))
        else:
            yield Shown(page.slug, half.locale, text, notice, held=held or self._why_not())

    def _carried(self, page: Page) -> Iterator[Shown]:
        """The halves of a page of which nothing new is known, as readers have them."""
        if files.read(self.workspace.published_path(page.slug, self.settings.source)) is not None or page.digest:
            text = self._as_published(page, self.settings.source)
            if text is not None:
                yield Shown(page.slug, self.settings.source, text, None, held=self._why_not())
        for _, half in sorted(page.halves.items()):
            if half.is_live:
                yield from self._stale(page, half, None, None)

    def _why_not(self) -> Held:
        return _ROLLED_BACK if self.registry.rolled_back else _CARRIED

    def _as_published(self, page: Page, locale: str) -> PageText | None:
        try:
            return self.kept.text(page, locale)
        except BadFileError as error:
            self.problems.append(Problem(str(error), error.exit_status))
            return None

    def _dressed(self, shown: list[Shown]) -> list[Dressed]:
        """All halves as readers will have them, dressed for those that are there."""
        there = self.registry
        for slug, locale in self.absent:
            page = there.pages[slug]
            there = there.with_page(page.with_half(replace(page.half(locale), published="")))
        wardrobe = Wardrobe(self.workspace, there)
        found: list[Dressed] = []
        for item in shown:
            text = wardrobe.dressed(item)
            page = there.pages[item.slug]
            address = page.there(self.settings.source)[item.locale]
            path = public_path(address, item.slug, item.locale)
            data = encode(text, item.page.encoding, item.page.bom)
            half = page.half(item.locale)
            entry = FeedEntry.of(text, half) if half.is_live else None
            found.append(Dressed(item.slug, item.locale, path, data, entry))
        return found

    def _results(self, shown: list[Shown], dressed: list[Dressed]) -> Iterator[Published]:
        for item, page in zip(shown, dressed, strict=True):
            before = files.read(self.workspace.published_path(item.slug, item.locale))
            outcome = Outcome.PUBLISHED if before is None else Outcome.UPDATED
            if before == page.data:
                outcome, before = Outcome.UNCHANGED, page.data
            is_source = item.locale == self.settings.source
            outcome = Outcome.STALE if item.held is not None and not is_source else outcome
            address = self.registry.pages[item.slug].there(self.settings.source)[item.locale]
            path = self.workspace.root / self.settings.folder / page.path
            held = None if is_source else item.held
            yield Published(item.slug, item.locale, outcome, address, path, held, (), before or b"", page.data)

    def _others(self, work: dict[str, Work], waiting: set[str]) -> Iterator[Published]:
        """The halves that readers do not have: held, or withdrawn."""
        for page in self._pages():
            item = work.get(page.slug)
            for locale in self.settings.targets:
                half = page.half(locale)
                decision = item.decisions[locale] if item else None
                held = _WAITS if isinstance(decision, Release) and page.slug in waiting else decision
                held = held if isinstance(held, Held) else None
                if half.withdrawn:
                    yield Published(page.slug, locale, Outcome.WITHDRAWN, held=held)
                elif not half.is_live and item is not None:
                    yield Published(page.slug, locale, Outcome.HELD, held=held)

    def _gone(self) -> tuple[tuple[str, str], ...]:
        """The halves that nothing may be left of; looked at on every run, so that a crash leaves nothing up."""
        return tuple(
            (page.slug, locale)
            for page in self._pages()
            for locale in {*self.settings.targets, *page.halves}
            if not page.half(locale).is_live
        )


def with_changes(report: PublishReport) -> PublishReport:
    """The report with what readers of each half see differently."""
    halves = (
        replace(half, changes=changes(_text(half.before), _text(half.after))) if half.before != half.after else half
        for half in report.halves
    )
    return replace(report, halves=tuple(halves))


def _text(data: bytes) -> str:
    return decode(data)[0]

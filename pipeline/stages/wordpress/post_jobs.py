"""One translated post on its way: what the gate says, what the site has, and what should be there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.adapters.wordpress import WordPress
from pipeline.core.coverage import measure
from pipeline.core.errors import BadFileError
from pipeline.core.gate import Held, Release, decide, signature
from pipeline.core.languages import long_date
from pipeline.core.model import Skeleton
from pipeline.core.registry import Half, Page, slugify
from pipeline.core.render import render
from pipeline.core.segment import segment_text
from pipeline.core.text import unreferenced
from pipeline.core.wordpress.block_shape import misplaced
from pipeline.core.wordpress.post_file import PostText, compose, take_apart
from pipeline.core.wordpress.post_plan import Wanted, all_terms, new_status
from pipeline.core.wordpress.posts import PostRecord, SiteFacts, StoredPost
from pipeline.stages.wordpress.post_addresses import posts_at
from pipeline.stages.wordpress.post_store import Records, mapped_terms
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """One half: its English post as it is on the site, its own post there, and the French that may go out.

    ``text`` is None where it is held; its links are still those of the English. ``is_named`` says that people asked for
    this page, ``notes`` what was done before anything else, a line each.
    """

    page: Page
    locale: str
    english: StoredPost
    current: StoredPost | None
    record: PostRecord | None
    decision: Release | Held
    follows: str
    wanted: Wanted
    text: PostText | None
    unmapped: tuple[str, ...] = ()
    is_named: bool = False
    notes: tuple[str, ...] = ()

    @property
    def half(self) -> Half:
        """What the registry says of it."""
        return self.page.half(self.locale)


class JobMaker:
    """Looks at the catalogue and at the site for each half. Reads only."""

    def __init__(self, workspace: Workspace, site: WordPress, records: Records, facts: SiteFacts) -> None:
        self.workspace = workspace
        self.site = site
        self.records = records
        self.facts = facts
        self.settings = workspace.settings

    def job(self, page: Page, locale: str) -> Job:
        """Everything about one half. Raises BadFileError, SiteError."""
        known = self.records.get(page.slug, self.settings.source)
        if known is None:
            raise BadFileError(page.slug, f"its English post is not known; type: diptych fetch {page.slug}")
        english = self.site.post(known.kind, known.number)
        if english is None or english.status == "trash":
            raise BadFileError(page.slug, "its English post is not in WordPress any more; type: diptych fetch")
        record, current = self._translation(page, locale, english)
        skeleton = self.workspace.skeleton(page.slug)
        decision, text = self._decide(page, locale, skeleton, english)
        terms, unmapped = self._terms(english, locale)
        wanted = self._wanted(page, locale, english, text or PostText("", ""), terms)
        return Job(page, locale, english, current, record, decision, signature(skeleton), wanted, text, unmapped)

    def _translation(self, page: Page, locale: str, english: StoredPost) -> tuple[PostRecord | None, StoredPost | None]:
        """The post we wrote, or one that people made by hand before: that is theirs until somebody says otherwise.

        An address such as ``?p=7&lang=fr`` may show the English post itself in other words; that is none of these.
        """
        record = self.records.get(page.slug, locale)
        if record is not None:
            return record, self.site.post(record.kind, record.number)
        existing = page.half(locale).existing
        post = next(posts_at(self.site, self.settings.wordpress.types, existing), None) if existing else None
        if post is None or post.number == english.number:
            return None, None
        return PostRecord(post.kind, post.number, post.slug, post.status, image=post.image, terms=all_terms(post)), post

    def _decide(
        self, page: Page, locale: str, skeleton: Skeleton, english: StoredPost
    ) -> tuple[Release | Held, PostText | None]:
        """The gate's decision for the English that is on the site, and the French if it may go out."""
        catalogue, ledger = self.workspace.catalogue(page.slug, locale), self.workspace.ledger(page.slug, locale)
        decision = decide(skeleton, catalogue, ledger, self.workspace.checker(locale), self.settings.policy)
        if isinstance(decision, Held):
            return decision, None
        rendered = render(skeleton, decision.targets, decision.placed)
        text = take_apart(rendered.text)
        broken = misplaced(skeleton, decision.targets, decision.placed)
        reason = ""
        if page.gone:
            reason = "the site has the English page no more; nothing new goes out"
        elif self._is_ahead(english, skeleton):
            reason = f"the English on the site changed since the last fetch; type: diptych fetch {page.slug}"
        elif rendered.refused or text is None:
            problem = next(iter(rendered.refused.values()), None)
            reason = f"a translation cannot be put in: {problem.message if problem else 'it breaks the post apart'}"
        elif broken is not None:
            reason = f'the editor would call a block broken; put text only inside the codes, in their order: "{broken}"'
        if reason:
            return Held(measure(catalogue.units, ledger), blocked=reason), None
        return decision, text

    def _is_ahead(self, english: StoredPost, skeleton: Skeleton) -> bool:
        """Whether readers have other English than the one that was translated."""
        held = take_apart(skeleton.text)
        present = replace(english.text, alt=held.alt if held else "")
        if held == present:
            return False
        return signature(segment_text(compose(present), self.workspace.rules.for_posts())) != signature(skeleton)

    def _wanted(
        self, page: Page, locale: str, english: StoredPost, text: PostText, terms: Mapping[str, tuple[int, ...]]
    ) -> Wanted:
        chosen = self.settings.wordpress
        address = page.half(locale).address
        named = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
        record = self.records.get(page.slug, locale)
        own = (record.slug if record else "") or (named if not urlsplit(address).query else "")
        parent = self.records.numbered(english.parent, self.settings.source) if english.parent else None
        over = self.records.get(parent, locale) if parent else None
        return Wanted(
            text=text,
            slug=own or slugify(_plain(text.title)) or f"{page.slug}-{locale}",
            status=new_status(
                chosen.status,
                english.status,
                can_publish=self.facts.can_publish,
                holds_schedule=bool(self.facts.companion),
            ),
            locale=locale,
            source=english.number,
            image=english.image,
            terms=terms,
            author=english.author if chosen.author == "english" and self.facts.can_edit_others else 0,
            date=english.date if chosen.date == "english" or english.status == "future" else "",
            parent=over.number if over else english.parent,
            alike=english.alike,
            english=english.status,
            password=english.password,
        )

    def _terms(self, english: StoredPost, locale: str) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...]]:
        """The French post's categories and tags: mapped ones by the table, others shared; and mapped ones not there."""
        table = mapped_terms(self.workspace, locale)
        found: dict[str, tuple[int, ...]] = {}
        missing: list[str] = []
        for taxonomy, numbers in english.terms.items():
            slugs = {number: slug for slug, number in self.site.terms(taxonomy, numbers=numbers).items()}
            mapped = {number: table.get((taxonomy, slugs.get(number, ""))) for number in numbers}
            there = self.site.terms(taxonomy, slugs=[slug for slug in mapped.values() if slug])
            chosen = [number if slug is None else there.get(slug, 0) for number, slug in mapped.items()]
            found[taxonomy] = tuple(sorted(number for number in chosen if number))
            missing += [f"{taxonomy} {slug}" for slug in mapped.values() if slug and slug not in there]
        return found, tuple(missing)

    def for_polylang(self, job: Job) -> dict[str, Any]:
        """Polylang's own fields, where it is there and the companion is not: it takes them on creation only."""
        if not self.facts.polylang or self.facts.companion:
            return {}
        fields: dict[str, Any] = {"lang": job.locale}
        if self.facts.polylang_fields:
            fields["translations"] = {self.settings.source: job.english.number}
        return fields

    def notice(self, job: Job, half: Half) -> str:
        """What readers are told of a post that stays as published while its English changed, or nothing."""
        if not half.is_live or half.follows == job.follows:
            return ""
        date = long_date(datetime.date.fromisoformat(half.published), job.locale)
        return self.settings.notice_for(job.locale).replace("{date}", date)


def _plain(title: str) -> str:
    """A title without markup and entities."""
    return unreferenced(re.sub(r"<[^>]*>", "", title))

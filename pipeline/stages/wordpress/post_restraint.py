"""What is seen and done of a translated post before anything else: what people did to it or to its English post.

Whatever the gate says, no translation may be read where its English may not; and what people publish in WordPress is
published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.adapters.wordpress import WordPress
from pipeline.core.registry import Page
from pipeline.core.wordpress.post_plan import restraint
from pipeline.core.wordpress.posts import StoredPost
from pipeline.stages.wordpress.post_jobs import Job
from pipeline.stages.wordpress.post_report import PostOrder
from pipeline.stages.wordpress.post_writing import PostWriter


class Restraint:
    """Looks at each half first. Writes only what takes something away from readers."""

    def __init__(self, site: WordPress, writer: PostWriter, order: PostOrder) -> None:
        self.site = site
        self.writer = writer
        self.records = writer.records
        self.order = order

    def held_back(self, job: Job) -> Job:
        """The job once the post is where its English allows. Raises SiteError."""
        return _as_it_was(self._restrained(self._published_by_people(job)))

    def unschedule(self, page: Page, locale: str) -> None:
        """Take back the schedule of a translation whose English post is gone. Raises SiteError."""
        record = self.records.get(page.slug, locale)
        current = self.site.post(record.kind, record.number) if record else None
        if current is not None and current.status == "future" and not self.order.dry_run:
            self.writer.set_meta(page.slug, locale, current, {"status": "draft"})

    def _published_by_people(self, job: Job) -> Job:
        """Somebody pressed Publish in WordPress since we looked last: then it is withdrawn no more."""
        slug, known = job.page.slug, self.records.get(job.page.slug, job.locale)
        if known is None or job.current is None or not job.current.is_public:
            return job
        if known.status == "publish" or slug in self.order.down:
            return job
        record = replace(known, status="publish")
        if not self.order.dry_run:
            self.records.put(slug, job.locale, record)
        return replace(job, record=record, page=job.page.with_half(replace(job.half, withdrawn="")))

    def _restrained(self, job: Job) -> Job:
        """A post of ours that may be read where its English may not be: a draft from now on, or behind its password."""
        current = job.current
        if current is None or current.status == "trash" or self.records.get(job.page.slug, job.locale) is None:
            return job
        notes = tuple(_notes(current, job))
        fields = restraint(current, job.wanted)
        if not fields:
            return replace(job, notes=notes)
        if self.order.dry_run:
            current = _with(current, fields)
        else:
            current = self.writer.set_meta(job.page.slug, job.locale, current, fields)
        said = tuple(_said(fields, job.english.status))
        return replace(job, current=current, record=self.records.get(job.page.slug, job.locale), notes=(*notes, *said))


def _as_it_was(job: Job) -> Job:
    """The post is to be public again: people ask for one that was, or its English is back that took it along."""
    is_back = not job.half.published and not job.half.withdrawn
    if job.half.first_published and job.english.is_public and (is_back or (job.half.withdrawn and job.is_named)):
        return replace(job, wanted=replace(job.wanted, status="publish"))
    return job


def _with(current: StoredPost, fields: Mapping[str, Any]) -> StoredPost:
    return replace(
        current,
        status=fields.get("status", current.status),
        date=fields.get("date_gmt", current.date),
        password=fields.get("password", current.password),
    )


def _notes(current: StoredPost, job: Job) -> list[str]:
    if current.password and not job.english.password:
        return ["readers need a password that the English does not ask for; take it off in WordPress"]
    return []


def _said(fields: Mapping[str, Any], english: str) -> list[str]:
    words = {
        "status": f"a draft from now on: the English post is not public ({english})",
        "date_gmt": "scheduled for the same moment as the English",
        "password": "behind the password that the English has",
    }
    return [line for name, line in words.items() if name in fields]

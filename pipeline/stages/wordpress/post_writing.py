"""Writing one post so that it is done, or as it was, whatever happens between: noted on disk, sent, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import BadFileError, PipelineError, SiteError
from pipeline.core.wordpress.post_file import PostText
from pipeline.core.wordpress.post_plan import Wanted, creation, looked_at, record_of, texts
from pipeline.core.wordpress.posts import PostRecord, StoredPost
from pipeline.stages.wordpress.post_store import Begun, Journal, Records, with_number

_LOST = (0, 500, 502, 504)
"""Answers after which nobody knows whether the site did it."""


class PostWriter:
    """Writes posts of one site. ``keeps_meta`` says that the companion plugin is there."""

    def __init__(self, site: WordPress, records: Records, journal: Journal, *, keeps_meta: bool) -> None:
        self.site = site
        self.records = records
        self.journal = journal
        self.keeps_meta = keeps_meta

    def mend(self) -> list[str]:
        """Finish or undo what an earlier run began; the slugs of those pages. Raises SiteError."""
        entries = self.journal.begun()
        for entry in entries:
            if entry.is_new:
                self._mend_new(entry)
            else:
                self._mend_update(entry)
            self.journal.end(entry.slug, entry.locale)
        return [entry.slug for entry in entries]

    def _mend_new(self, entry: Begun) -> None:
        """A new post that no run finished: its draft goes, one that readers have already is remembered."""
        if entry.number:
            post = self.site.post(entry.kind, entry.number)
            left = [post] if post else []
        else:
            left = self.site.by_slug(entry.kind, entry.post_slug)
        for post in left:
            if post.text.digest != entry.digest:
                continue  # somebody works on it, or it is somebody else's
            if post.status == "draft":
                self.site.delete(post.kind, post.number)
            elif self.records.get(entry.slug, entry.locale) is None and post.number == entry.number:
                self.records.put(entry.slug, entry.locale, record_of(post))

    def _mend_update(self, entry: Begun) -> None:
        """An update whose answer nobody heard: if the post is as it was to be, it is ours."""
        post, record = self.site.post(entry.kind, entry.number), self.records.get(entry.slug, entry.locale)
        if post and record and post.text.digest == entry.digest:
            self.records.put(entry.slug, entry.locale, record_of(post, record))

    def create(self, slug: str, kind: str, wanted: Wanted, extra: Mapping[str, Any]) -> StoredPost:
        """A new draft. Raises SiteError, also where its slug is taken; then there is no draft."""
        for other in self.site.by_slug(kind, wanted.slug):
            raise _taken(slug, wanted, other)
        entry = Begun(slug, wanted.locale, kind, 0, wanted.text.digest, wanted.slug, is_new=True)
        self.journal.begin(entry)
        try:
            post = self.site.create(kind, {**creation(wanted, self.keeps_meta), **extra})
        except SiteError as error:
            if error.status not in _LOST:
                self.journal.end(slug, wanted.locale)  # the site said no
            if error.code == "diptych_exists":
                raise BadFileError(
                    slug,
                    "is translated in WordPress already, by another copy of this project; bring its locales/ over "
                    "(git pull), then run this again",
                ) from None
            raise
        self.journal.begin(with_number(entry, post.number))
        if post.text.digest != wanted.text.digest:
            self.drop(slug, wanted.locale, post)
            raise _altered(slug, wanted.text, post.text)
        return post

    def drop(self, slug: str, locale: str, post: StoredPost) -> None:
        """Undo a creation: the draft goes, unless somebody published or changed it meanwhile.

        Raises SiteError; then the journal has it for the next run.
        """
        now = self.site.post(post.kind, post.number)
        if now is not None and now.status == "draft" and now.text == post.text:
            self.site.delete(post.kind, post.number)
        self.journal.end(slug, locale)

    def update(
        self, slug: str, wanted: Wanted, current: StoredPost, record: PostRecord | None, fields: Mapping[str, Any]
    ) -> StoredPost:
        """Send the fields that differ; the post as it is then, remembered.

        Raises SiteError where the site refuses, changed the text, or gave a slug that is not ours; the post is then
        as it was.
        """
        if record is not None:
            digest = wanted.text.digest
            self.journal.begin(Begun(slug, wanted.locale, current.kind, current.number, digest, current.slug))
        try:
            post = self._sent(wanted, current, fields)
        except SiteError as error:
            if record is not None and error.status not in _LOST:
                self.journal.end(slug, wanted.locale)  # the site said no
            if error.code == "diptych_changed":
                raise BadFileError(
                    slug, "somebody changed its post in WordPress this very moment; run it again"
                ) from None
            raise
        problem: PipelineError | None = None
        if texts(wanted.text) != texts(post.text):
            problem = _altered(slug, wanted.text, post.text)
        if post.is_public and post.slug != wanted.slug:
            problem = _taken(slug, wanted, post)
        if problem:
            self._restore(current, post)
            if record is not None:
                self.journal.end(slug, wanted.locale)
            raise problem
        self.records.put(slug, wanted.locale, record_of(post, record, status="status" in fields or record is None))
        self.journal.end(slug, wanted.locale)
        return post

    def _sent(self, wanted: Wanted, current: StoredPost, fields: Mapping[str, Any]) -> StoredPost:
        """The post after the write; where the answer got lost, a second look says what became of it."""
        try:
            return self.site.update(current.kind, current.number, fields, current.modified)
        except SiteError as error:
            if error.status not in _LOST:
                raise
            try:
                post = self.site.post(current.kind, current.number)
            except PipelineError:
                post = None
            if (
                post is None
                or texts(post.text) != texts(wanted.text)
                or post.status != fields.get("status", current.status)
            ):
                raise
            return post

    def _restore(self, before: StoredPost, now: StoredPost) -> None:
        fields = {**texts(before.text), "status": before.status, "slug": before.slug}
        self.site.update(before.kind, before.number, fields, now.modified)

    def remember(self, slug: str, locale: str, post: StoredPost, record: PostRecord | None) -> None:
        """A post that is as it should be, though perhaps not by us: somebody published the draft, or wrote the same."""
        if record is None or post.text.digest != record.digest:
            self.records.put(slug, locale, record_of(post, record, status=False))
        else:
            self.records.put(slug, locale, looked_at(record, post))
        self.journal.end(slug, locale)

    def set_meta(self, slug: str, locale: str, current: StoredPost, fields: Mapping[str, Any]) -> StoredPost:
        """Change what readers are told beside the text; the post as it is then."""
        post = self.site.update(current.kind, current.number, fields, current.modified)
        if "status" in fields:
            self._remember_status(slug, locale, post)
        return post

    def _remember_status(self, slug: str, locale: str, post: StoredPost) -> None:
        record = self.records.get(slug, locale)
        if record is not None:
            is_ours = post.text.digest == record.digest
            self.records.put(slug, locale, record_of(post, record) if is_ours else replace(record, status=post.status))


def _taken(slug: str, wanted: Wanted, other: StoredPost) -> BadFileError:
    return BadFileError(
        slug,
        f"the name {wanted.slug} is taken in WordPress (post {other.number}, {other.link}); rename that post, or give "
        f'this one another address in locales/pairs.toml: [pages.{slug}.{wanted.locale}] address = "…"',
    )


def _altered(slug: str, wanted: PostText, got: PostText) -> SiteError:
    parts = [name for name, value in texts(wanted).items() if getattr(got, name) != value]
    return SiteError(
        f"{slug}: WordPress changed the {' and '.join(parts)} while storing it, so it was undone; the account may lack "
        "the right to store all HTML (unfiltered_html)"
    )

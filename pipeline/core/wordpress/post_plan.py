"""What to write of one translated post, decided from what the site has, what we wrote last and what should be there.

Nobody's change in WordPress is overwritten: not a text, not a status, not a category.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from pipeline.core.wordpress.post_file import PostText
from pipeline.core.wordpress.posts import (
    ALT,
    LANGUAGE,
    META,
    NOTICE,
    SOURCE,
    TAXONOMIES,
    WRITTEN,
    PostRecord,
    StoredPost,
)

_KEPT: Final = 20
"""How many earlier texts are remembered for rollback."""

_WAITING: Final = ("draft", "pending", "future", "auto-draft", "private")


class Found(StrEnum):
    """How a post stands on the site, compared with what we wrote."""

    NONE = "not there yet"
    OURS = "as written"
    WANTED = "already as wanted"
    EDITED = "edited in WordPress"
    DECIDED = "edited in WordPress, and decided on since"
    GONE = "deleted in WordPress"
    TAKEN_DOWN = "taken down in WordPress"
    ELSEWHERE = "written by another copy of the project"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A translated post as it should be. ``terms`` and ``alike`` are for a new one, or while nobody changed them.

    ``english`` is the English post's status, ``password`` what it asks its readers for.
    """

    text: PostText
    slug: str
    status: str
    locale: str
    source: int
    image: int = 0
    terms: Mapping[str, tuple[int, ...]] | None = None
    author: int = 0
    date: str = ""
    parent: int = 0
    alike: Mapping[str, Any] | None = None
    english: str = "publish"
    password: str = field(default="", repr=False)


def found(record: PostRecord | None, current: StoredPost | None, wanted: str = "") -> Found:
    """How a post stands. ``wanted`` is the digest of the text that should be there, if that is known."""
    if record is None:
        return Found.NONE
    if current is None or current.status == "trash":
        return Found.GONE
    if record.status == "publish" and not current.is_public:
        return Found.TAKEN_DOWN
    return _by_text(record, current, wanted)


def _by_text(record: PostRecord, current: StoredPost, wanted: str) -> Found:
    digest = current.text.digest
    if digest == record.digest:
        return Found.OURS
    if digest == wanted:
        return Found.WANTED
    if digest == current.meta.get(WRITTEN):
        return Found.ELSEWHERE
    return Found.DECIDED if digest == record.proposed else Found.EDITED


def new_status(policy: str, english: str, *, can_publish: bool = True, holds_schedule: bool = True) -> str:
    """What status a translation should have: what the policy says, but never ahead of its English post.

    An account that may not publish leaves drafts. Without the companion plugin nobody looks at the English when a
    schedule ends (``holds_schedule``), so there a translation waits as a draft.
    """
    status = _by_policy(policy, english)
    may = {"publish": can_publish, "future": can_publish and holds_schedule}
    return status if may.get(status, True) else "draft"


def _by_policy(policy: str, english: str) -> str:
    if english == "publish":
        return "publish" if policy == "future" else policy
    if english == "future":
        return "future" if policy in ("publish", "future") else policy
    return "pending" if policy == "pending" else "draft"


def may_have(status: str, english: str) -> bool:
    """Whether a translation may have a status while its English post has another: never ahead of it."""
    return english == "publish" or status not in ("publish", "future") or status == english == "future"


def restraint(current: StoredPost, wanted: Wanted) -> dict[str, Any]:
    """What must change at once, whatever the gate says: nobody reads in French what is not there in English for all."""
    fields: dict[str, Any] = {}
    if not may_have(current.status, wanted.english):
        fields["status"] = "draft"
    elif current.status == wanted.english == "future" and current.date < wanted.date:
        fields["date_gmt"] = wanted.date
    if wanted.password not in ("", current.password):
        fields["password"] = wanted.password
    return fields


def creation(wanted: Wanted, facts_meta: bool) -> dict[str, Any]:
    """The fields of a new post, as a draft: its address is known only then."""
    fields: dict[str, Any] = {"slug": wanted.slug, "status": "draft", **texts(wanted.text)}
    given = {"author": wanted.author, "date_gmt": wanted.date, "featured_media": wanted.image, "parent": wanted.parent}
    given |= {"password": wanted.password}
    fields |= {name: value for name, value in {**given, **(wanted.alike or {})}.items() if value}
    fields |= {name: list(numbers) for name, numbers in (wanted.terms or {}).items() if numbers}
    if facts_meta:
        fields["meta"] = {**meta(wanted, ""), WRITTEN: wanted.text.digest}
    return fields


def texts(text: PostText) -> dict[str, str]:
    """Those fields of a post that readers read."""
    return {"title": text.title, "content": text.content, "excerpt": text.excerpt}


def meta(wanted: Wanted, notice: str) -> dict[str, Any]:
    """What the companion plugin keeps."""
    return {LANGUAGE: wanted.locale, SOURCE: wanted.source, NOTICE: notice, ALT: wanted.text.alt}


def changes(record: PostRecord, current: StoredPost, wanted: Wanted) -> dict[str, Any]:
    """Only the fields that differ; empty where the post is as it should be."""
    fields: dict[str, Any] = {
        name: value for name, value in texts(wanted.text).items() if value != getattr(current.text, name)
    }
    status = _status(record, current, wanted)
    if status != current.status:
        fields["status"] = status
    if status == wanted.english == "future" and wanted.date not in ("", current.date):
        fields["date_gmt"] = wanted.date
    if current.image == record.image != wanted.image:
        fields["featured_media"] = wanted.image
    if all_terms(current) == record.terms:
        new = {name: sorted(numbers) for name, numbers in (wanted.terms or {}).items()}
        fields |= {name: numbers for name, numbers in new.items() if numbers != sorted(current.terms.get(name, ()))}
    if set(META) <= current.meta.keys():
        fields |= _meta_changes(current, meta(wanted, ""))
    return with_mark(fields, current, wanted.text)


def with_mark(fields: dict[str, Any], current: StoredPost, text: PostText) -> dict[str, Any]:
    """The fields of a write, marked as ours where they change the text and the site keeps such a mark."""
    if WRITTEN not in current.meta or fields.keys().isdisjoint(texts(text)):
        return fields
    return {**fields, "meta": {**fields.get("meta", {}), WRITTEN: text.digest}}


def notice_change(current: StoredPost, notice: str) -> dict[str, Any]:
    """The notice alone, of a post whose text stays as it is."""
    return _meta_changes(current, {NOTICE: notice}) if NOTICE in current.meta else {}


def _meta_changes(current: StoredPost, wanted: Mapping[str, Any]) -> dict[str, Any]:
    differing = {name: value for name, value in wanted.items() if current.meta.get(name) != value}
    return {"meta": differing} if differing else {}


def _status(record: PostRecord, current: StoredPost, wanted: Wanted) -> str:
    """The status to have: ours may rise with the policy; one that somebody changed stays; none outruns the English."""
    is_ours = current.status == record.status
    if not may_have(current.status, wanted.english):
        return "draft"
    if is_ours and current.status == "future" and wanted.status == "draft":
        return "draft"
    if not is_ours or current.status not in _WAITING or current.status == wanted.status:
        return current.status
    return wanted.status if wanted.status != "draft" else current.status


def record_of(current: StoredPost, before: PostRecord | None = None, *, status: bool = True) -> PostRecord:
    """What to remember of a post that we wrote. ``status`` says that its status is ours too, not somebody's choice."""
    digest = current.text.digest
    earlier = before.earlier if before else ()
    if before and before.digest and before.digest != digest:
        earlier = (before.digest, *(known for known in earlier if known not in (digest, before.digest)))
    return PostRecord(
        kind=current.kind,
        number=current.number,
        slug=current.slug,
        status=current.status if status or current.is_public or before is None else before.status,
        modified=current.modified,
        digest=digest,
        earlier=earlier[:_KEPT],
        undone=before.undone if before else (),
        undone_english=before.undone_english if before else "",
        image=current.image,
        terms=all_terms(current),
    )


def looked_at(record: PostRecord, current: StoredPost) -> PostRecord:
    """The record after a look at a post that stays as it is: somebody may have published the draft."""
    return replace(record, status="publish", slug=current.slug) if current.is_public else record


def all_terms(post: StoredPost) -> tuple[int, ...]:
    """The numbers of a post's categories and tags."""
    return tuple(sorted(number for name in TAXONOMIES for number in post.terms.get(name, ())))

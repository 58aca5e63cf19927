"""A translated post as it was before our last write, from the revisions that WordPress keeps."""

from __future__ import annotations

from dataclasses import replace

from pipeline.adapters import files
from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import UsageError
from pipeline.core.ledger import target_hash
from pipeline.core.model import Kind
from pipeline.core.reviews.fixes import taken_back
from pipeline.core.segment import segment_text
from pipeline.core.segmentation.rules import Rules
from pipeline.core.wordpress.post_file import PostText, compose, take_apart
from pipeline.core.wordpress.post_plan import Found, found, record_of, texts, with_mark
from pipeline.core.wordpress.posts import PostRecord, StoredPost
from pipeline.core.wordpress.undone import with_undone, words_digest
from pipeline.stages.wordpress.post_report import PostAct, PostHalf
from pipeline.stages.wordpress.post_store import Records, as_published
from pipeline.workspace import Workspace


def roll_back(workspace: Workspace, site: WordPress, slug: str, locale: str = "") -> PostHalf:
    """Put a post back to the text that we wrote before; what is undone does not go out again by itself.

    Only a text that was published by us is put back, and none whose review was taken back since, so nothing unreviewed
    can come up. Raises UsageError where there is none, or where somebody changed the post.
    """
    workspace.pages((slug,))
    locale = locale or workspace.settings.targets[0]
    records = Records(workspace)
    record = records.get(slug, locale)
    current = site.post(record.kind, record.number) if record else None
    if record is None or current is None:
        raise UsageError(f"{slug} has no post in {locale} in WordPress; nothing to roll back")
    if found(record, current) is not Found.OURS:
        raise UsageError(
            f"somebody changed or took down the post of {slug} in WordPress; type: diptych publish {slug} --dry-run"
        )
    rules = replace(workspace.rules.for_posts(), locale=locale)
    text = _text_before(slug, site, record, current, rules)
    _refuse_revoked(workspace, slug, locale, text)
    post = site.update(record.kind, record.number, with_mark(texts(text), current, text), current.modified)
    english = workspace.registry().pages[slug].half(locale).follows
    undone = with_undone(record, words_digest(current.text, rules), english)
    _remember(workspace, records, (slug, locale), post, record=undone, text=text)
    return PostHalf(slug, locale, PostAct.UNDONE, post.link, post.status, _lines(text, slug))


def _text_before(slug: str, site: WordPress, record: PostRecord, current: StoredPost, rules: Rules) -> PostText:
    """The newest revision that is one of the texts we wrote before and has other words; links do not count."""
    known = {text.digest: text for text in reversed(site.revisions(record.kind, record.number))}
    now = words_digest(current.text, rules)
    earlier = (known[digest] for digest in record.earlier if digest in known)
    before = next((text for text in earlier if words_digest(text, rules) != now), None)
    if before is None:
        why = "WordPress keeps no revision with other words" if record.earlier else "it was written once only"
        raise UsageError(
            f"{slug}: there is no earlier text to go back to, {why}; take it down with: diptych withdraw {slug}"
        )
    return before


def _refuse_revoked(workspace: Workspace, slug: str, locale: str, text: PostText) -> None:
    """Raises UsageError unless the ledger knows each text of an earlier post as accepted, and none as revoked.

    WordPress does not say which units a revision was made from, so its texts are compared. What cannot be recognised
    counts as revoked, in a page of which anything was revoked.
    """
    ledger = workspace.ledger(slug, locale)
    revoked = {target for _, target in taken_back(ledger)}
    if not revoked:
        return
    good = {fact.target_hash for fact in ledger.facts if fact.kind is Kind.ACCEPTED} - revoked
    page = segment_text(compose(text), replace(workspace.rules.for_posts(), locale=locale))
    doubtful = next((slot.text for slot in page.slots if target_hash(slot.text) not in good), None)
    if doubtful is not None:
        raise UsageError(
            f"{slug}: the post stays as it is: the review of a text in the earlier one was taken back since, or cannot "
            f'be told: "{doubtful}"; take the post down with: diptych withdraw {slug}'
        )


def _remember(
    workspace: Workspace,
    records: Records,
    half: tuple[str, str],
    post: StoredPost,
    *,
    record: PostRecord,
    text: PostText,
) -> None:
    slug, locale = half
    older = record.earlier[record.earlier.index(text.digest) + 1 :]
    records.put(slug, locale, replace(record_of(post, record), earlier=older))
    ours = take_apart(as_published(workspace, slug, locale) or "")
    page = compose(replace(text, alt=ours.alt if ours else ""))
    files.write(workspace.published_path(slug, locale), page.encode("utf-8", "surrogatepass"))
    registry = workspace.registry()
    known = registry.pages[slug]
    workspace.save_registry(registry.with_page(known.with_half(replace(known.half(locale), follows=""))))


def _lines(text: PostText, slug: str) -> tuple[str, ...]:
    return (f"its text is again: {text.title}", f"to publish the newest again: diptych publish {slug}")

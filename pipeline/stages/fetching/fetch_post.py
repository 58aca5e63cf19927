"""One English post in, as WordPress stores it: known, new, under another address, or gone from the site."""

from __future__ import annotations

from dataclasses import replace

from pipeline.adapters import files
from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import FetchError
from pipeline.core.registry import Page, Registry, new_slug
from pipeline.core.segment import segment_text
from pipeline.core.wordpress.post_file import compose
from pipeline.core.wordpress.posts import LANGUAGE, PostRecord, StoredPost
from pipeline.stages.fetching.fetch_page import Fetched, Outcome
from pipeline.stages.wordpress.post_addresses import posts_at
from pipeline.stages.wordpress.post_store import IN_POSTS, Records
from pipeline.workspace import Workspace


class PostFetcher:
    """Fetches post after post, growing the registry.

    ``seen`` has every address that was asked for, and those of translations: a site's lists have both halves.
    """

    def __init__(self, workspace: Workspace, site: WordPress, registry: Registry, dry_run: bool) -> None:
        self.workspace = workspace
        self.site = site
        self.registry = registry
        self.dry_run = dry_run
        halves = [half for page in registry for half in page.halves.values()]
        self.seen = {place for half in halves for place in (half.address, half.existing) if place}
        self.records = Records(workspace)

    def page(self, address: str) -> Fetched:
        """One post. Raises FetchError where the site has none at that address, SiteError where it does not answer."""
        self.seen.add(address)
        known = self.registry.by_address(address)
        post = self._post(address, known)
        if post is None and known is None:
            raise FetchError(
                f"{address}: is no post or page of the site; is it an archive, or a type missing in wordpress.types?",
                content=True,
            )
        if post is None:
            assert known is not None
            gone = known.gone or self.workspace.today.isoformat()
            self.registry = self.registry.with_page(replace(known, gone=gone))
            return Fetched(known.slug, known.address, Outcome.GONE)
        if known is None and self._is_translation(post):
            raise FetchError(f"{address}: is a translation, and no page to translate", content=True)
        owner = self.records.numbered(post.number, self.workspace.settings.source)
        page = known or (self.registry.pages.get(owner) if owner else None)
        page = page or Page(new_slug(post.link or address, self.registry), post.link or address)
        return self._enter(page, post)

    def _is_translation(self, post: StoredPost) -> bool:
        """Whether a post is one that this project wrote, or says that it is in another language."""
        source = self.workspace.settings.source
        ours = (r.number for (_, locale), r in self.records.known.items() if locale != source)
        language = str(post.meta.get(LANGUAGE, ""))
        return post.number in ours or language.split("-", maxsplit=1)[0] not in ("", source.split("-")[0])

    def _enter(self, page: Page, post: StoredPost) -> Fetched:
        """Keep the post if it changed, and what is known of it."""
        self.seen.add(post.link)
        path = self.workspace.snapshot_path(page.slug)
        text = self._composed(post)
        old = files.read(path)
        data = text.encode("utf-8", "surrogatepass")
        outcome = Outcome.NEW if old is None else Outcome.UNCHANGED if old == data else Outcome.CHANGED
        address = post.link or page.address
        if address != page.address and page.slug in self.registry.pages:
            outcome = Outcome.MOVED
        if not self.dry_run:
            files.write(path, data)
            record = PostRecord(post.kind, post.number, modified=post.modified)
            self.records.put(page.slug, self.workspace.settings.source, record)
        self.registry = self.registry.with_page(replace(page, address=address, source=IN_POSTS, gone=""))
        return Fetched(page.slug, address, outcome)

    def _composed(self, post: StoredPost) -> str:
        """The post as one page. Raises FetchError where it holds nothing to translate."""
        alt = self.site.alt(post.image) if post.image else ""
        try:
            text = compose(replace(post.text, alt=alt))
        except ValueError as error:
            raise FetchError(f"{post.link}: {error}", content=True) from error
        if not segment_text(text, self.workspace.rules.for_posts()).slots:
            raise FetchError(f"{post.link}: holds no text; look at it in WordPress", content=True)
        return text

    def _post(self, address: str, known: Page | None) -> StoredPost | None:
        """The post at an address, None where it is not there (any more)."""
        record = self.records.get(known.slug, self.workspace.settings.source) if known else None
        if record is not None:
            post = self.site.post(record.kind, record.number)
            return post if post and post.status != "trash" else None
        return next(posts_at(self.site, self.workspace.settings.wordpress.types, address), None)

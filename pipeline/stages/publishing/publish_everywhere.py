"""Publishing where readers are: WordPress for posts that come from there, plain files for all other pages."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from pipeline.core.errors import UsageError
from pipeline.stages.mapping import Pool
from pipeline.stages.problems import Progress
from pipeline.stages.publishing import publish as static
from pipeline.stages.publishing.publish import PublishReport
from pipeline.stages.wordpress.post_report import PostAct, PostOrder, PostsReport
from pipeline.stages.wordpress.post_store import IN_POSTS, make_wordpress
from pipeline.stages.wordpress.publish_posts import publish_posts
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Both reports; ``posts`` is None in a project without WordPress."""

    pages: PublishReport
    posts: PostsReport | None


def publish(
    workspace: Workspace,
    order: PostOrder | None = None,
    *,
    onward: bool = True,
    keep_pages: bool = False,
    tell: Progress | None = None,
    pool: Pool | None = None,
) -> Everywhere:
    """Publish what is reviewed. WordPress first: the addresses of new posts are known only then.

    ``onward`` is that of the pages in plain files: whether to go on after a rollback; so is ``keep_pages``, whether
    the report has every page before and after.
    """
    order = order or PostOrder()
    in_files = functools.partial(
        static.publish, workspace, order.slugs, dry_run=order.dry_run, onward=onward, keep_pages=keep_pages
    )
    if not workspace.settings.wordpress.is_source:
        if order.over_edits:
            raise UsageError('--over-edits is for WordPress; this project has no source = "wordpress"')
        return Everywhere(in_files(tell=tell, pool=pool), None)
    workspace.pages(order.slugs)
    posts = publish_posts(workspace, make_wordpress(workspace.settings), order)
    return Everywhere(in_files(tell=tell, pool=pool), posts)


def withdraw(workspace: Workspace, slug: str, locale: str = "") -> Everywhere:
    """Take a translated page down at once, wherever it is, and mend the links to it.

    Where WordPress does not do it, readers still have the page, and so it stays in the registry.
    """
    before = workspace.registry()
    _take_along(workspace, slug, locale)
    pages = static.withdraw(workspace, slug, locale)
    if not workspace.settings.wordpress.is_source:
        return Everywhere(pages, None)
    posts = None
    try:
        posts = publish_posts(workspace, make_wordpress(workspace.settings), PostOrder(down=(slug,)))
    finally:
        down = {half.slug for half in posts.halves if half.act is PostAct.WITHDRAWN} if posts else set()
        if slug not in down and before.pages[slug].source == IN_POSTS:
            workspace.save_registry(workspace.registry().with_page(before.pages[slug]))
    return Everywhere(pages, posts)


def _take_along(workspace: Workspace, slug: str, locale: str) -> None:
    """A translated post that is a draft only while its English is not public is withdrawn too: it stays down then."""
    registry = workspace.registry()
    page = registry.pages.get(slug)
    if page is None or page.source != IN_POSTS:
        return
    for half in [page.half(name) for name in ([locale] if locale else workspace.settings.targets)]:
        if half.first_published and not half.published:
            page = page.with_half(replace(half, withdrawn=half.withdrawn or workspace.today.isoformat()))
    workspace.save_registry(registry.with_page(page))

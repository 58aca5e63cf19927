"""Which post of a site an address means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.adapters.wordpress import WordPress
from pipeline.core.wordpress.posts import StoredPost

_NUMBERS: Final = ("p", "page_id")


def posts_at(site: WordPress, kinds: Iterable[str], address: str) -> Iterator[StoredPost]:
    """The posts that may be meant by an address: by the number in it, else by the slug at its end. Raises SiteError."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    number = next((query[name][0] for name in _NUMBERS if name in query), "")
    if number.isdecimal():
        yield from filter(None, (site.post(kind, int(number)) for kind in kinds))
        return
    slug = unquote(parts.path.rstrip("/").rpartition("/")[2])
    for kind in kinds if slug else ():
        yield from (post for post in site.by_slug(kind, slug) if _same(post.link, address))


def _same(link: str, address: str) -> bool:
    """Whether two addresses are one, however they end and whatever the scheme."""
    one, two = (urlsplit(unquote(item)) for item in (link, address))
    return (one.netloc.lower(), one.path.rstrip("/")) == (two.netloc.lower(), two.path.rstrip("/"))

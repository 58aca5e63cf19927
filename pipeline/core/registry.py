"""What ``locales/pairs.toml`` says: the pages, their halves, and the address of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

_PLAIN_PATH: Final = re.compile(r"/(?:[\w.~-]+/)*[\w.~-]*", re.ASCII)
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_ENDING: Final = re.compile(r"\.(?:x?html?|php|aspx?|jsp)$", re.IGNORECASE)
_SLUG_LENGTH: Final = 80  # characters; longer addresses get cut in mails


@dataclass(frozen=True, slots=True)
class Half:
    """A page in one target language.

    ``existing`` is the address of a page made by hand before; ``address`` where ours is (frozen once given);
    ``follows`` the signature of the English it translates; dates are ISO 8601, empty if it never happened.
    """

    locale: str
    address: str = ""
    existing: str = ""
    first_published: str = ""
    published: str = ""
    follows: str = ""
    withdrawn: str = ""

    @property
    def is_live(self) -> bool:
        """Whether readers have it from us."""
        return bool(self.published) and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Page:
    """One English page and its halves. ``slug`` names its files; ``source`` is how the English comes in.

    ``gone`` is the ISO date from which on the site did not have the English page any more, else empty.
    """

    slug: str
    address: str
    source: str = "html"
    halves: Mapping[str, Half] = field(default_factory=dict)
    gone: str = ""

    def half(self, locale: str) -> Half:
        """The half in a language, a blank one if there is none yet."""
        return self.halves.get(locale, Half(locale))

    def with_half(self, half: Half) -> Page:
        """The page with one half replaced."""
        return replace(self, halves={**self.halves, half.locale: half})

    def there(self, source_locale: str) -> dict[str, str]:
        """Locale → address of every half that readers have, the English one first."""
        live = {locale: half.address for locale, half in sorted(self.halves.items()) if half.is_live}
        return {source_locale: self.address, **live}


@dataclass(frozen=True, slots=True)
class Registry:
    """All pages by slug, in the order in which they were found."""

    pages: Mapping[str, Page] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Page]:
        return iter(self.pages.values())

    def with_page(self, page: Page) -> Registry:
        """The registry with one page added or replaced."""
        return Registry({**self.pages, page.slug: page})

    def by_address(self, address: str) -> Page | None:
        """The page whose English half has this address."""
        return next((page for page in self if page.address == address), None)

    def owner(self, address: str) -> str | None:
        """The slug of the page that has this address as one of its halves."""
        for page in self:
            if address == page.address or any(half.address == address for half in page.halves.values()):
                return page.slug
        return None

    def links(self, source_locale: str, locale: str) -> dict[str, str]:
        """Address of each page's halves → the address a reader of ``locale`` should get instead."""
        found: dict[str, str] = {}
        for page in self:
            there = page.there(source_locale)
            wanted = there.get(locale, page.address)
            for half in page.halves.values():
                found.update({address: wanted for address in (half.address, half.existing) if address})
            found[page.address] = wanted
        return {address: wanted for address, wanted in found.items() if address != wanted}


def slugify(text: str) -> str:
    """Letters and figures of a title joined by hyphens, for an address; empty where there are none."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= _SLUG_LENGTH else slug[:_SLUG_LENGTH].rsplit("-", 1)[0]


def new_slug(address: str, registry: Registry) -> str:
    """A name for a new page's files from the end of its address, longer where a shorter one is taken."""
    parts = [slugify(_ENDING.sub("", part)) for part in urlsplit(address).path.split("/")]
    named = [part for part in parts if part] or ["page"]
    for count in range(1, len(named) + 1):
        slug = "-".join(named[-count:])
        if slug not in registry.pages:
            return slug
    query = slugify(urlsplit(address).query) or "page"
    base = slug = f"{named[-1]}-{query}"
    number = 1
    while slug in registry.pages:
        number += 1
        slug = f"{base}-{number}"
    return slug


def public_path(address: str, slug: str, locale: str) -> str:
    """Where the half's file goes below ``public/``: by its address, or by its slug where that is no plain path."""
    parts = urlsplit(address)
    segments = [part for part in parts.path.split("/") if part]
    if parts.query or not _PLAIN_PATH.fullmatch(parts.path) or any(part.startswith(".") for part in segments):
        return f"{locale}/{slug}/index.html"
    if segments and "." in segments[-1] and not parts.path.endswith("/"):
        return "/".join(segments)
    return "/".join((*segments, "index.html"))


def is_plain(address: str) -> bool:
    """Whether a static site can serve a page at this address: a path without a query."""
    return not urlsplit(address).query and bool(_PLAIN_PATH.fullmatch(urlsplit(address).path))

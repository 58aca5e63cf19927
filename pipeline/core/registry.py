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
    ``digest`` is that of the page as last published; ``pending`` that of one which was about to replace it.
    """

    locale: str
    address: str = ""
    existing: str = ""
    first_published: str = ""
    published: str = ""
    follows: str = ""
    withdrawn: str = ""
    digest: str = ""
    pending: str = ""

    @property
    def is_live(self) -> bool:
        """Whether readers have it from us."""
        return bool(self.published) and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Page:
    """One English page and its halves. ``slug`` names its files; ``source`` is how the English comes in.

    ``gone`` is the ISO date from which on the site did not have the English page any more, else empty.
    ``digest`` and ``pending`` are those of the English half, as a Half has them.
    """

    slug: str
    address: str
    source: str = "html"
    halves: Mapping[str, Half] = field(default_factory=dict)
    gone: str = ""
    digest: str = ""
    pending: str = ""

    @property
    def is_post(self) -> bool:
        """Whether it comes from WordPress as it is stored there, and goes out there."""
        return self.source == "wordpress"

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
    """All pages by slug, in the order in which they were found.

    ``rolled_back`` is the ISO date on which readers got an earlier release again, until the next publish; else empty.
    """

    pages: Mapping[str, Page] = field(default_factory=dict)
    rolled_back: str = ""

    def __iter__(self) -> Iterator[Page]:
        return iter(self.pages.values())

    def with_page(self, page: Page) -> Registry:
        """The registry with one page added or replaced."""
        return replace(self, pages={**self.pages, page.slug: page})

    def by_address(self, address: str) -> Page | None:
        """The page whose English half has this address."""
        return next((page for page in self if page.address == address), None)

    def owners(self) -> dict[str, str]:
        """Address of each half of each page → the page's slug."""
        found: dict[str, str] = {}
        for page in self:
            for address in (page.address, *(half.address for half in page.halves.values() if half.address)):
                found.setdefault(address, page.slug)
        return found

    def links(self, source_locale: str, locale: str) -> dict[str, str]:
        """Address of each page's halves → the address a reader of ``locale`` should get instead.

        A page made by hand is somebody's French until ours is in its place.
        """
        found: dict[str, str] = {}
        for page in self:
            there = page.there(source_locale)
            wanted = there.get(locale, page.address)
            for half in page.halves.values():
                if half.address:
                    found[half.address] = wanted
                if half.existing and half.is_live:
                    found[half.existing] = wanted
            found[page.address] = wanted
        return {address: wanted for address, wanted in found.items() if address != wanted}

    def live(self, locale: str) -> frozenset[str]:
        """The addresses of all halves in a target language that readers have."""
        return frozenset(page.half(locale).address for page in self if page.half(locale).is_live)

    def dead(self) -> frozenset[str]:
        """The addresses of halves that readers had and have no more."""
        halves = (half for page in self for half in page.halves.values())
        return frozenset(half.address for half in halves if half.first_published and not half.is_live)


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

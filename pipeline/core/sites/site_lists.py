"""Lists of pages that sites publish for machines: sitemaps, RSS and Atom feeds, WordPress's REST collections.

Forms: sitemaps.org's protocol 0.9 with Google's ``xhtml:link`` for languages, RSS 2.0, RSS 1.0, Atom (RFC 4287), and
"List Posts" of the WordPress REST API handbook. XML is read without entities, so that a small file stays small.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin
from xml.parsers import expat

_LARGEST: Final = 52_428_800  # bytes; the protocol's limit for a sitemap that is unpacked
_GZIP: Final = b"\x1f\x8b"
_GZIP_FORM: Final = 31  # zlib's word for a gzip header with the largest window


@dataclass(frozen=True, slots=True)
class Listed:
    """A page on a list: its address, and pairs of hreflang and address for each language it is there in."""

    address: str
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SiteList:
    """The pages of a list, in order, and further lists that it names."""

    pages: tuple[Listed, ...] = ()
    lists: tuple[str, ...] = ()


class UnreadableListError(ValueError):
    """A list that is none; the message says why."""


def read_xml(data: bytes, base: str) -> SiteList:
    """The pages of a sitemap, a sitemap index or a feed, packed or not. Raises UnreadableListError."""
    reader = _Reader(base)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.EntityDeclHandler = _refuse_entity
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    try:
        parser.Parse(_unpacked(data), True)
    except expat.ExpatError as error:
        raise UnreadableListError(f"is no XML (line {error.lineno}: {expat.ErrorString(error.code)})") from error
    except UnreadableListError:
        raise
    except (ValueError, LookupError) as error:  # expat asks Python for encodings, which knows others than XML does
        raise UnreadableListError(f"is in an encoding in which no XML can be read ({error})") from error
    if not reader.is_list:
        raise UnreadableListError("is neither a sitemap nor a feed")
    return SiteList(tuple(dict.fromkeys(reader.pages)), tuple(dict.fromkeys(reader.lists)))


def read_collection(data: bytes) -> SiteList:
    """The pages of one answer of WordPress's REST API. Raises UnreadableListError."""
    try:
        items = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableListError(f"is no JSON ({error})") from error
    if not isinstance(items, list):
        message = items.get("message", "") if isinstance(items, dict) else ""
        raise UnreadableListError(f"is no list of posts{f' ({message})' if message else ''}")
    links = (item.get("link") for item in items if isinstance(item, dict))
    return SiteList(tuple(Listed(link) for link in links if isinstance(link, str) and link))


def in_language(pages: Iterable[Listed], locale: str) -> list[Listed]:
    """Those of a list that are in a language, or do not say in which."""
    return [page for page in pages if page.address in _own(page, locale)]


def _own(page: Listed, locale: str) -> set[str]:
    """Where a page is in the language, its own address where nothing is said of that."""
    language = locale.split("-", maxsplit=1)[0].casefold()
    known = {name.casefold(): address for name, address in page.languages if name.casefold() != "x-default"}
    if page.address not in known.values():
        return {page.address}
    return {address for name, address in known.items() if name.split("-", maxsplit=1)[0] == language}


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(_GZIP_FORM)
    try:
        found = unpacker.decompress(data, _LARGEST)
    except zlib.error as error:
        raise UnreadableListError(f"cannot be unpacked ({error})") from error
    if unpacker.unconsumed_tail:
        raise UnreadableListError(f"unpacks to more than {_LARGEST:,} bytes")
    return found


def _refuse_entity(*declaration: object) -> None:
    raise UnreadableListError(f"declares an entity ({declaration[0]}), which no sitemap or feed needs")


class _Reader:
    """Collects addresses while expat reads; names come as ``namespace name``."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.is_list = False
        self.pages: list[Listed] = []
        self.lists: list[str] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._address = ""
        self._languages: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].casefold()
        self.is_list = self.is_list or (not self._path and local in ("urlset", "sitemapindex", "rss", "feed", "rdf"))
        self._path.append(local)
        self._text = []
        if local in ("url", "sitemap", "item", "entry"):
            self._address, self._languages = "", {}
        if local == "link" and attributes.get("href"):
            self._link(attributes)

    def _link(self, attributes: Mapping[str, str]) -> None:
        address, rel = self._absolute(attributes["href"]), attributes.get("rel", "alternate").casefold()
        if "url" in self._path and attributes.get("hreflang"):
            self._languages.setdefault(attributes["hreflang"], address)
        elif "entry" in self._path and rel == "alternate":
            self._address = self._address or address

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2].casefold()
        holder = self._path[-2] if len(self._path) > 1 else ""
        text = "".join(self._text).strip()
        if text and (holder, local) in (("url", "loc"), ("sitemap", "loc"), ("item", "link")):
            self._address = self._absolute(text)
        if self._address and local in ("url", "item", "entry"):
            self.pages.append(Listed(self._address, tuple(self._languages.items())))
        if self._address and local == "sitemap":
            self.lists.append(self._address)
        self._path.pop()
        self._text = []

    def text(self, text: str) -> None:
        self._text.append(text)

    def _absolute(self, address: str) -> str:
        try:
            found = urljoin(self.base, address.strip())
        except ValueError:
            return ""
        return found if re.match(r"https?://", found, re.IGNORECASE) else ""

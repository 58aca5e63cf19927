"""locales/pairs.toml ↔ Registry. The one module that uses tomli_w."""

from __future__ import annotations

import dataclasses
import re
from typing import Any
from urllib.parse import urlsplit

import tomli_w

from pipeline.core import toml_text
from pipeline.core.errors import BadFileError
from pipeline.core.registry import Half, Page, Registry

_VERSION = 1
_HALF_KEYS = {field.name for field in dataclasses.fields(Half)} - {"locale"}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_DIGEST = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r"[\s<>\"'\\\x00-\x1f]")
_HEADING = "# Which page is whose other half. Written by diptych; the address of a translation may be set by hand.\n\n"


def loads(data: bytes, path: str) -> Registry:
    """The registry from the file's bytes. Raises BadFileError naming the line or the page that is wrong."""
    content = toml_text.loads(data)
    if isinstance(content, toml_text.Mistake):
        raise BadFileError(path, f"{content.message}, or restore the file from git", content.line)
    if content.get("version", _VERSION) != _VERSION:
        raise BadFileError(path, f"has version {content['version']}, this diptych reads {_VERSION}; update diptych")
    pages = content.get("pages", {})
    if not isinstance(pages, dict):
        raise BadFileError(path, '"pages" is no table; restore the file from git')
    known = {slug: _page(slug, page, path) for slug, page in pages.items()}
    registry = Registry(known, rolled_back=_date(content.get("rolled_back", ""), "rolled_back", path))
    _refuse_collisions(registry, path)
    return registry


def dumps(registry: Registry) -> bytes:
    """The file's bytes: pages in order, empty values left out."""
    pages: dict[str, Any] = {}
    for page in registry:
        pages[page.slug] = {"address": page.address, "source": page.source}
        own = {"gone": page.gone, "digest": page.digest, "pending": page.pending}
        pages[page.slug].update({key: value for key, value in own.items() if value})
        for locale, half in sorted(page.halves.items()):
            values = {key: value for key, value in dataclasses.asdict(half).items() if value and key != "locale"}
            pages[page.slug][locale] = values
    whole = {"version": _VERSION, "rolled_back": registry.rolled_back, "pages": pages}
    if not registry.rolled_back:
        del whole["rolled_back"]
    return (_HEADING + tomli_w.dumps(whole)).encode("utf-8")


def _page(slug: str, values: object, path: str) -> Page:
    if not isinstance(values, dict) or not isinstance(values.get("address"), str):
        raise BadFileError(
            path, f'the page "{slug}" has no address; restore the file from git, or add address = "https://…"'
        )
    if not _SLUG.fullmatch(slug):
        raise BadFileError(path, f'"{slug}" is no name for a page: small letters, figures and hyphens; rename it')
    _require_web_address(values["address"], slug, path)
    gone = _date(values.get("gone", ""), slug, path)
    halves = {key: _half(slug, key, value, path) for key, value in values.items() if isinstance(value, dict)}
    digests = [_digest(values.get(name, ""), slug, path) for name in ("digest", "pending")]
    return Page(slug, values["address"], str(values.get("source", "html")), halves, gone, *digests)


def _half(slug: str, locale: str, values: dict[str, Any], path: str) -> Half:
    if not _LOCALE.fullmatch(locale):
        raise BadFileError(path, f'"{locale}" of {slug} is no language, such as fr or fr-CA; mend it')
    for key, value in values.items():
        if key not in _HALF_KEYS or not isinstance(value, str):
            raise BadFileError(path, f'"{key}" of {slug}.{locale} is not known or no text; mend or delete it')
    for name in ("first_published", "published", "withdrawn"):
        _date(values.get(name, ""), f"{slug}.{locale}", path)
    for name in ("digest", "pending"):
        _digest(values.get(name, ""), f"{slug}.{locale}", path)
    for name in ("address", "existing"):
        if values.get(name):
            _require_web_address(values[name], f"{slug}.{locale}", path)
    return Half(locale, **values)


def _date(value: object, where: str, path: str) -> str:
    if value != "" and not _DATE.fullmatch(str(value)):
        raise BadFileError(path, f'"{value}" of {where} is no date such as 2026-11-23; mend it')
    return str(value)


def _digest(value: object, where: str, path: str) -> str:
    if value != "" and not _DIGEST.fullmatch(str(value)):
        raise BadFileError(path, f'"{value}" of {where} is no digest of 16 hex digits; restore the line from git')
    return str(value)


def _require_web_address(address: str, where: str, path: str) -> None:
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and not _UNSAFE.search(address)
    except ValueError:  # "http://["
        is_address = False
    if not is_address:
        raise BadFileError(path, f'"{address}" of {where} is no web address; mend it')


def _refuse_collisions(registry: Registry, path: str) -> None:
    owners: dict[str, str] = {}
    for page in registry:
        for address in (page.address, *(half.address for half in page.halves.values() if half.address)):
            if address in owners:
                raise BadFileError(path, f"{address} is the address of {owners[address]} and {page.slug}; change one")
            owners[address] = page.slug

"""Mistakes in a project's settings, each as key and what is wrong with it."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.core.gate import Policy
from pipeline.core.languages import is_known
from pipeline.core.model import Severity
from pipeline.core.segmentation.markup import is_selector
from pipeline.core.settings import exceptions, publishing
from pipeline.core.settings.keys import FRENCH, KINDS
from pipeline.core.settings.wordpress import wordpress_mistakes
from pipeline.core.sites.pair_addresses import is_pattern
from pipeline.core.source_checks.checking import SOURCE_CHECKS
from pipeline.core.verify import OFF

ENGINES: Final = ("auto", "memory", "deepl", "libretranslate", "local", "pseudo")


NAMES: Final[dict[type, str]] = {
    str: "text in quotes",
    list: "a list of texts",
    bool: "true or false",
    int: "a whole number",
    dict: "a table of texts",
    float: "a number",
    exceptions.Tables: "written as [[coverage.exceptions]], once for each page",
}


_SOURCES: Final = (
    "site.listings", "site.pages", "site.sitemaps", "site.feeds", "site.wordpress_types", "site.pages_folder",
)  # fmt: skip


_LONGEST_KEY: Final = 60  # characters that are compared with those we know; the time grows with their square


def mistakes(flat: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every mistake in dotted key → value: unknown keys, wrong kinds, and values that cannot be meant."""
    known = usable(flat)
    return [*_unknown(flat), *_wrong_kinds(flat), *_wrong_values(known, set(flat)), *publishing.mistakes(known)]


def usable(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Those of known key and right kind."""
    return {key: value for key, value in flat.items() if key in KINDS and _is_kind(value, KINDS[key])}


def _unknown(flat: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for key in flat:
        if key not in KINDS:
            close = difflib.get_close_matches(key[:_LONGEST_KEY], KINDS, 1)
            found.append((key, f'"{key}" is no setting; ' + (f'did you mean "{close[0]}"?' if close else "delete it")))
    return found


def _wrong_kinds(flat: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (key, f'"{key}" should be {NAMES[KINDS[key]]}')
        for key, value in flat.items()
        if key in KINDS and not _is_kind(value, KINDS[key])
    ]


def _is_kind(value: object, kind: type) -> bool:
    if kind is exceptions.Tables:
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    if isinstance(value, list):
        return kind is list and all(isinstance(item, str) for item in value)
    if isinstance(value, dict):
        return kind is dict and all(isinstance(item, str) for item in value.values())
    if kind is float and isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _wrong_values(known: dict[str, Any], given: set[str]) -> list[tuple[str, str]]:
    """Values of the right kind that cannot be meant."""
    found: list[tuple[str, str]] = []
    if "site.address" not in given:
        found.append(("site", '"site.address" is missing; the address of the site, such as "https://forum.example/"'))
    if not given & set(_SOURCES):
        ways = ", ".join(f'"{key}"' for key in _SOURCES[1:])
        found.append(("site", f'give "site.listings" (pages that list announcements), or one of {ways}'))
    found += _wrong_addresses(known)
    if known.get("engine.name", "auto") not in ENGINES:
        found.append(("engine.name", f'"{known["engine.name"]}" is no engine; one of {", ".join(ENGINES)}'))
    found += _wrong_amounts(known) + _wrong_finding(known)
    found += [
        (key, f'"{value}" is no level; one of error, warning, off')
        for key, value in known.items()
        if key.startswith("checks.") and value not in (*Severity, OFF)
    ]
    found += [
        (f"french.{key}", f'"{known[f"french.{key}"]}" is none of {", ".join(words)}')
        for key, words in FRENCH.items()
        if known.get(f"french.{key}", "either") not in set(words)
    ]
    if known.get("publish.policy", "reviewed") not in set(Policy):
        found.append(("publish.policy", f'"{known["publish.policy"]}" is no policy; one of {", ".join(Policy)}'))
    found += [
        ("site.translations", f'"{item}" is no pattern such as "/en/ => /{{locale}}/" or "?lang={{locale}}"')
        for item in known.get("site.translations", ())
        if not is_pattern(item)
    ]
    for key in ("site.content", "text.switchers"):
        found += [
            (key, f'"{item}" is no CSS selector; mend or delete it')
            for item in known.get(key, ())
            if not is_selector(item)
        ]
    if known.get("text.scope", "content") not in ("content", "page"):
        found.append(("text.scope", f'"{known["text.scope"]}" is no scope; one of content, page'))
    if known.get("text.largest_page", 1) < 1:
        found.append(("text.largest_page", '"text.largest_page" is a size in bytes, such as 10000000'))
    if not 0 <= known.get("coverage.min_reviewed", 0) <= 100:
        found.append(("coverage.min_reviewed", '"coverage.min_reviewed" is a percentage, 0 to 100'))
    found += exceptions.mistakes(known.get(exceptions.KEY, []))
    return found + wordpress_mistakes(known) + _wrong_remarks(known) + _wrong_languages(known) + _wrong_folder(known)


def _wrong_addresses(known: dict[str, Any]) -> list[tuple[str, str]]:
    """Addresses that are none."""
    addresses = [("site.address", known.get("site.address", "https://x/"))]
    lists = ("site.listings", "site.pages", "site.sitemaps", "site.feeds")
    addresses += [(key, item) for key in lists for item in known.get(key, ()) if item]
    return [
        (key, f'"{item}" is no web address such as "https://forum.example/"')
        for key, item in addresses
        if not is_address(item)
    ]


def _wrong_remarks(known: dict[str, Any]) -> list[tuple[str, str]]:
    """Levels of checks of the English, which hold no page back, and entries of what is ignored."""
    found = [
        (key, f'"{key.partition(".")[2]}" is about the English and holds no page back; one of warning, off')
        for key, value in known.items()
        if key.partition(".")[2] in SOURCE_CHECKS and value == Severity.ERROR
    ]
    return found + [
        ("source.ignored_remarks", f'"{item}" is no entry such as "our-page link-text": page, check, words if needed')
        for item in known.get("source.ignored_remarks", ())
        if not set(item.split()[1:2]) & set(SOURCE_CHECKS)
    ]


def _wrong_finding(known: dict[str, Any]) -> list[tuple[str, str]]:
    """How pages are found: a date, names of WordPress's collections, a folder of the project, a pace."""
    found: list[tuple[str, str]] = []
    if known.get("site.since") and not _is_date(known["site.since"]):
        found.append(("site.since", f'"{known["site.since"]}" is no date such as "2026-01-31"'))
    found += [
        ("site.wordpress_types", f'"{item}" is no name of a REST collection, such as "posts" or "pages"')
        for item in known.get("site.wordpress_types", ())
        if not re.fullmatch(r"[\w-]+", item)
    ]
    if known.get("site.per_second", 1.0) <= 0:
        found.append(("site.per_second", '"site.per_second" is a number of requests above 0, such as 2 or 0.5'))
    folder = known.get("site.pages_folder", "")
    if folder.startswith(("/", "\\", "~")) or ":" in folder or ".." in re.split(r"[/\\]", folder):
        found.append(("site.pages_folder", f'"{folder}" must be a folder inside the project'))
    return found


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong_amounts(known: dict[str, Any]) -> list[tuple[str, str]]:
    """Money, characters, and instructions beyond what DeepL takes."""
    found = [
        (key, f'"{key}" cannot be less than 0')
        for key in ("engine.price_per_million", "budget.chars_per_run", "budget.chars_per_month")
        if known.get(key, 0) < 0
    ]
    instructions = known.get("engine.instructions", [])
    if len(instructions) > 10 or any(len(item) > 300 for item in instructions):
        found.append(("engine.instructions", "at most 10 instructions of 300 characters each"))
    return found


def _wrong_languages(known: dict[str, Any]) -> list[tuple[str, str]]:
    source, targets = known.get("languages.source", "en"), known.get("languages.targets", ["fr"])
    locales = [("languages.source", source), *(("languages.targets", item) for item in targets)]
    found = [
        (key, f'"{item}" is no language we know, such as "fr" or "fr-CA"')
        for key, item in locales
        if not is_known(item)
    ]
    if source in targets:
        found.append(("languages.targets", f'"{source}" is the source language; it cannot be a target too'))
    if not targets or len(set(targets)) != len(targets):
        found.append(("languages.targets", "name each target language once, and at least one"))
    return found


def _wrong_folder(known: dict[str, Any]) -> list[tuple[str, str]]:
    folder = known.get("publish.folder", "public")
    parts = [part for part in folder.replace("\\", "/").split("/") if part != "."]
    if "" in parts[:1] or ".." in parts or ":" in folder or parts[:1] in ([], ["locales"], ["config"], [".git"]):
        return [("publish.folder", f'"{folder}" must be a folder of its own inside the project')]
    return []


def is_address(item: str) -> bool:
    """Whether a text is a whole address of the web."""
    try:
        parts = urlsplit(item)
    except ValueError:  # "http://["
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)

"""The keys of config/diptych.toml, the kind of value each takes, and how they become settings."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pipeline.core.gate import Policy
from pipeline.core.segmentation.rules import Rules
from pipeline.core.settings import wordpress
from pipeline.core.settings.exceptions import KEY, Tables, exemptions
from pipeline.core.settings.values import Settings
from pipeline.core.source_checks.checking import SOURCE_CHECKS
from pipeline.core.typography.policy import Apostrophes, French, Quotes, Spaces
from pipeline.core.verify import CHECKS, FIXED

FRENCH: Final[dict[str, type[StrEnum]]] = {"spaces": Spaces, "quotes": Quotes, "apostrophes": Apostrophes}
"""The keys of the table [french] and the words each takes."""

KINDS: Final[dict[str, type]] = {
    "site.address": str,
    "site.listings": list,
    "site.pages": list,
    "site.listing_selector": str,
    "site.sitemaps": list,
    "site.feeds": list,
    "site.wordpress_types": list,
    "site.since": str,
    "site.pages_folder": str,
    "site.include": list,
    "site.exclude": list,
    "site.content": list,
    "site.translations": list,
    "site.hosts": list,
    "site.private_hosts": list,
    "site.robots": bool,
    "site.per_second": float,
    "site.contact": str,
    "text.scope": str,
    "text.keep": list,
    "text.switchers": list,
    "text.structured_fields": list,
    "text.shortcode_attributes": list,
    "text.front_matter": list,
    "text.largest_page": int,
    "languages.source": str,
    "languages.targets": list,
    "engine.name": str,
    "engine.server_url": str,
    "engine.formality": str,
    "engine.instructions": list,
    "engine.names": list,
    "engine.glossary": bool,
    "engine.price_per_million": float,
    "budget.chars_per_run": int,
    "budget.chars_per_month": int,
    "publish.policy": str,
    "publish.hold_english": bool,
    "publish.folder": str,
    "publish.static": str,
    "publish.releases": int,
    "links.variants": list,
    "links.members_only": list,
    "publish.notice": bool,
    "publish.notice_text": dict,
    **{f"french.{key}": str for key in FRENCH},
    "coverage.min_reviewed": int,
    "coverage.per_page": bool,
    KEY: Tables,
    **{f"checks.{check}": str for check in (*CHECKS, *SOURCE_CHECKS) if check not in FIXED},
    "source.ignored_remarks": list,
    **wordpress.KINDS,
}


_RULES: Final = {
    "languages.source": "locale",
    "site.content": "selectors",
    "text.keep": "kept",
    "text.switchers": "switchers",
    "text.structured_fields": "fields",
    "text.shortcode_attributes": "shortcode_attributes",
    "text.front_matter": "front_matter",
    "text.largest_page": "largest",
}


_IN_ORDER: Final = ("selectors", "switchers")


def settings(known: dict[str, Any], environment: Mapping[str, str]) -> Settings:
    """The settings from values without mistakes, by dotted key, and from the environment."""
    values: dict[str, Any] = {
        _field(key): tuple(v) if isinstance(v, list) else v
        for key, v in known.items()
        if key not in (*_RULES, *wordpress.KINDS, "text.scope", KEY) and not key.startswith(("checks.", "french."))
    }
    values["rules"] = _rules(known)
    values["exemptions"] = exemptions(known.get(KEY, []))
    values["levels"] = {key.partition(".")[2]: value for key, value in known.items() if key.startswith("checks.")}
    values["french"] = _french(known)
    if "policy" in values:
        values["policy"] = Policy(values["policy"])
    values["address"] = values["address"].rstrip("/") + "/"
    values["fetch_from"] = environment.get("DIPTYCH_FETCH_FROM", "")
    values["wordpress"] = wordpress.wordpress_settings(known, environment)
    values |= secrets(environment)
    return Settings(**values)


def secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """The secrets, which stand in the environment only."""
    return {
        "deepl_key": environment.get("DEEPL_AUTH_KEY", ""),
        "libretranslate_key": environment.get("LIBRETRANSLATE_API_KEY", ""),
    }


def _rules(known: dict[str, Any]) -> Rules:
    """How pages are read: the defaults of the core with what the file says in their place."""
    values: dict[str, Any] = {}
    for key in _RULES.keys() & known.keys():
        name, value = _RULES[key], known[key]
        values[name] = value
        if isinstance(value, list):
            values[name] = tuple(value) if name in _IN_ORDER else frozenset(value)
    return Rules(**values, whole_page=known.get("text.scope") == "page")


def _french(known: Mapping[str, Any]) -> French:
    wishes: dict[str, Any] = {
        key: words(known[f"french.{key}"]) for key, words in FRENCH.items() if f"french.{key}" in known
    }
    return French(**wishes)


def _field(key: str) -> str:
    return "engine" if key == "engine.name" else key.split(".", 1)[1]

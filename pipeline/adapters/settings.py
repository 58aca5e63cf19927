"""config/diptych.toml and the environment → Settings; every mistake is reported at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.core.errors import SettingsError
from pipeline.core.gate import Policy
from pipeline.core.languages import is_known
from pipeline.core.markup import is_selector
from pipeline.core.model import Severity
from pipeline.core.pair_addresses import is_pattern
from pipeline.core.rules import Rules
from pipeline.core.verify import CHECKS, FIXED, OFF

FILE: Final = Path("config/diptych.toml")
ENGINES: Final = ("auto", "memory", "deepl", "libretranslate", "local", "pseudo")

_NOTICE: Final = {
    "fr": "Cette page suit la version anglaise du {date}. La traduction de la version actuelle est en cours.",
    "": "This page follows the English version of {date}. The translation of the present version is under way.",
}
_KINDS: Final[dict[str, type]] = {
    "site.address": str,
    "site.listings": list,
    "site.pages": list,
    "site.listing_selector": str,
    "site.content": list,
    "site.translations": list,
    "site.hosts": list,
    "site.contact": str,
    "text.scope": str,
    "text.keep": list,
    "text.switchers": list,
    "text.structured_fields": list,
    "text.shortcode_attributes": list,
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
    "publish.notice": bool,
    "publish.notice_text": dict,
    "coverage.min_reviewed": int,
    **{f"checks.{check}": str for check in CHECKS if check not in FIXED},
}
_RULES: Final = {
    "languages.source": "locale",
    "site.content": "selectors",
    "text.keep": "kept",
    "text.switchers": "switchers",
    "text.structured_fields": "fields",
    "text.shortcode_attributes": "shortcode_attributes",
    "text.largest_page": "largest",
}
_IN_ORDER: Final = ("selectors", "switchers")
_NAMES: Final[dict[type, str]] = {
    str: "text in quotes",
    list: "a list of texts",
    bool: "true or false",
    int: "a whole number",
    dict: "a table of texts",
    float: "a number",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What config/diptych.toml says, with defaults filled in.

    ``fetch_from`` replaces ``address`` at the beginning of each address that is fetched, for a site whose pages
    are read from a staging server.
    """

    address: str
    listings: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    listing_selector: str = ""
    hosts: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    contact: str = ""
    targets: tuple[str, ...] = ("fr",)
    engine: str = "auto"
    server_url: str = ""
    formality: str = "prefer_more"
    instructions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    glossary: bool = True
    price_per_million: float = 0.0
    chars_per_run: int = 0
    chars_per_month: int = 0
    policy: Policy = Policy.REVIEWED
    hold_english: bool = False
    folder: str = "public"
    notice: bool = True
    notice_text: Mapping[str, str] = field(default_factory=dict)
    min_reviewed: int = 0
    levels: Mapping[str, str] = field(default_factory=dict)
    fetch_from: str = ""
    libretranslate_key: str = field(default="", repr=False)
    deepl_key: str = field(default="", repr=False)

    @property
    def source(self) -> str:
        """The language of the pages."""
        return self.rules.locale

    def notice_for(self, locale: str) -> str:
        """The wording of the notice on a page that is behind the English, with ``{date}``; empty if switched off."""
        if not self.notice:
            return ""
        language = locale.split("-", maxsplit=1)[0]
        return self.notice_text.get(locale) or _NOTICE.get(language) or _NOTICE[""]


def load(root: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the project at ``root``. Raises SettingsError with every mistake, one line each."""
    path = root / FILE
    try:
        text = path.read_bytes().decode("utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError:
        message = f"{FILE} is not here; go to the project's folder, or make one with: diptych init https://…"
        raise SettingsError((message,)) from None
    except UnicodeDecodeError:
        raise SettingsError((f"{FILE}: is not UTF-8; save it as UTF-8",)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError((f"{FILE}: {error}",)) from None
    flat = _flatten(data)
    mistakes = [*_unknown(flat), *_wrong_kinds(flat)]
    known = {key: value for key, value in flat.items() if key in _KINDS and _is_kind(value, _KINDS[key])}
    mistakes += _wrong_values(known, set(flat))
    if mistakes:
        raise SettingsError(tuple(f"{FILE}{_line(text, key)}: {message}" for key, message in mistakes))
    return _settings(known, environment)


def _settings(known: dict[str, Any], environment: Mapping[str, str]) -> Settings:
    values: dict[str, Any] = {
        _field(key): tuple(v) if isinstance(v, list) else v
        for key, v in known.items()
        if key not in (*_RULES, "text.scope") and not key.startswith("checks.")
    }
    values["rules"] = _rules(known)
    values["levels"] = {key.partition(".")[2]: value for key, value in known.items() if key.startswith("checks.")}
    if "policy" in values:
        values["policy"] = Policy(values["policy"])
    values["address"] = values["address"].rstrip("/") + "/"
    values["fetch_from"] = environment.get("DIPTYCH_FETCH_FROM", "")
    values |= keys(environment)
    return Settings(**values)


def keys(environment: Mapping[str, str]) -> dict[str, str]:
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


def _field(key: str) -> str:
    return "engine" if key == "engine.name" else key.split(".", 1)[1]


def _flatten(data: dict[str, Any]) -> dict[str, Any]:
    """Dotted key → value, one level of tables."""
    flat: dict[str, Any] = {}
    for section, values in data.items():
        if isinstance(values, dict):
            flat.update({f"{section}.{key}": value for key, value in values.items()})
        else:
            flat[section] = values
    return flat


def _unknown(flat: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for key in flat:
        if key not in _KINDS:
            close = difflib.get_close_matches(key, _KINDS, 1)
            found.append((key, f'"{key}" is no setting' + (f'; did you mean "{close[0]}"?' if close else "")))
    return found


def _wrong_kinds(flat: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (key, f'"{key}" should be {_NAMES[_KINDS[key]]}')
        for key, value in flat.items()
        if key in _KINDS and not _is_kind(value, _KINDS[key])
    ]


def _is_kind(value: object, kind: type) -> bool:
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
    if "site.listings" not in given and "site.pages" not in given:
        found.append(("site", 'give "site.listings" (pages that list announcements) or "site.pages"'))
    addresses = [("site.address", known.get("site.address", "https://x/"))]
    addresses += [(key, item) for key in ("site.listings", "site.pages") for item in known.get(key, ()) if item]
    found += [(key, f'"{item}" is no web address') for key, item in addresses if not _is_address(item)]
    if known.get("engine.name", "auto") not in ENGINES:
        found.append(("engine.name", f'"{known["engine.name"]}" is no engine; one of {", ".join(ENGINES)}'))
    found += _wrong_amounts(known)
    found += [
        (key, f'"{value}" is no level; one of error, warning, off')
        for key, value in known.items()
        if key.startswith("checks.") and value not in (*Severity, OFF)
    ]
    if known.get("publish.policy", "reviewed") not in set(Policy):
        found.append(("publish.policy", f'"{known["publish.policy"]}" is no policy; one of {", ".join(Policy)}'))
    found += [
        ("site.translations", f'"{item}" is no pattern such as "/en/ => /{{locale}}/" or "?lang={{locale}}"')
        for item in known.get("site.translations", ())
        if not is_pattern(item)
    ]
    for key in ("site.content", "text.switchers"):
        found += [(key, f'"{item}" is no CSS selector') for item in known.get(key, ()) if not is_selector(item)]
    if known.get("text.scope", "content") not in ("content", "page"):
        found.append(("text.scope", f'"{known["text.scope"]}" is no scope; one of content, page'))
    if known.get("text.largest_page", 1) < 1:
        found.append(("text.largest_page", '"text.largest_page" is a size in bytes, such as 10000000'))
    if not 0 <= known.get("coverage.min_reviewed", 0) <= 100:
        found.append(("coverage.min_reviewed", '"coverage.min_reviewed" is a percentage, 0 to 100'))
    return found + _wrong_languages(known) + _wrong_folder(known)


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
    folder = Path(known.get("publish.folder", "public"))
    if folder.is_absolute() or ".." in folder.parts or folder.parts[:1] in ((), ("locales",), ("config",), (".git",)):
        return [("publish.folder", f'"{folder}" must be a folder of its own inside the project')]
    return []


def _is_address(item: str) -> bool:
    parts = urlsplit(item)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _line(text: str, key: str) -> str:
    """``:12`` for the line a key stands on, or nothing."""
    name = re.escape(key.rsplit(".", 1)[-1])
    match = re.search(rf"^\s*(?:{name}\s*=|\[{name}[\].])", text, re.MULTILINE)
    return f":{text.count(chr(10), 0, match.start()) + 1 + match.group().count(chr(10))}" if match else ""

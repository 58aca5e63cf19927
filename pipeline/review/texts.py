"""The words of the page in the reviewer's language, from a catalogue and a ledger as every project has them.

French that nobody accepted is not shown: the interface keeps the promise that it helps to keep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.adapters import files, po_files
from pipeline.core.ledger import Ledger, loads, state
from pipeline.core.model import State

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "fr")

_TEXT: Final = r'("(?:[^"\\]|\\.)*")'
_CALL: Final = re.compile(rf"(?<!\w)(?:_|t)\(\s*{_TEXT}|(?<!\w)n_\([^\"]*,\s*{_TEXT},\s*{_TEXT}")
_ONE_AT_MOST: Final = {"fr": 2}  # French says "0 texte"; English has one form for one only


@dataclass(frozen=True, slots=True)
class Texts:
    """The words in one language: called with the English they give what is shown, fields filled in."""

    language: str = "en"
    known: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, english: str, **fields: object) -> str:
        """The text in this language, or the English one."""
        text = self.known.get(english, english)
        return text.format(**fields) if fields else text

    def counted(self, number: int, one: str, many: str, **fields: object) -> str:
        """The form for a number, which stands at ``{n}``."""
        is_one = number < _ONE_AT_MOST[self.language] if self.language in _ONE_AT_MOST else number == 1
        shown = f"{number:,}".replace(",", "\u202f" if self.language == "fr" else ",")
        return self(one if is_one else many, n=shown, **fields)


def load() -> dict[str, Texts]:
    """The words of every language. Raises BadFileError for a catalogue that cannot be read."""
    return {"en": Texts(), **{language: Texts(language, _reviewed(language)) for language in LANGUAGES[1:]}}


def path(language: str) -> Path:
    """The catalogue of a language; its ledger lies beside it."""
    return HERE / "locales" / language / "LC_MESSAGES" / "review.po"


def used() -> Iterator[str]:
    """Every English text that templates, scripts and endpoints show, once, in a stable order."""
    found: dict[str, None] = {}
    for file in sorted([*HERE.glob("*.py"), *HERE.glob("templates/*"), *HERE.glob("static/*.js")]):
        for match in _CALL.finditer(file.read_text(encoding="utf-8")):
            found.update((json.loads(text), None) for text in match.groups() if text)
    yield from found


def for_scripts() -> frozenset[str]:
    """Those that scripts show."""
    scripts = (file.read_text(encoding="utf-8") for file in sorted(HERE.glob("static/*.js")))
    calls = (match for script in scripts for match in _CALL.finditer(script))
    return frozenset(json.loads(text) for match in calls for text in match.groups() if text)


def _reviewed(language: str) -> dict[str, str]:
    held = po_files.load(path(language), "review", language)
    data = files.read(path(language).with_suffix(".review.tsv"))
    ledger = loads(data.decode("utf-8")) if data else Ledger()
    if held is None or isinstance(ledger, tuple):
        return {}
    index = ledger.index()
    return {unit.source: unit.target for unit in held.units if state(unit, index) in (State.REVIEWED, State.APPROVED)}

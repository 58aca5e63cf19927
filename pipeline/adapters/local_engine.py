"""A translation engine on this machine: fxtranslate, an optional extra, with models fetched by an explicit command.

It knows no markup and translates single sentences, so sentences go in one by one without their codes, and the codes
are put around the same words afterwards where that is certain.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from typing import Any, Final

from pipeline.core import inline
from pipeline.core.engines.engine import Answer, Question, Usage
from pipeline.core.engines.tagged import wrong_codes
from pipeline.core.errors import EngineError
from pipeline.core.sentences import split
from pipeline.core.text import CODE, without_codes

_MISSING: Final = 'the local engine is not installed; type: pip install "diptych[local]"'


class LocalEngine:
    """Translates with the model for one pair of locales, loaded at the first question."""

    name: Final = "local"
    sends: Final = False
    batch_size: Final = 20
    options: Final = "fxtranslate"

    def __init__(self) -> None:
        self._library = _library()
        self._translators: dict[str, Callable[[str], str]] = {}

    def usage(self) -> Usage | None:
        """Nobody counts."""
        return None

    def prepare(self, source: str, target: str) -> None:
        """Load the model. Raises EngineError where there is none for the pair."""
        self._translator(_pair(source, target))

    def unfit(self, question: Question) -> str:  # noqa: ARG002
        """Any text can be asked for."""
        return ""

    def first_request(self, questions: Sequence[Question]) -> int:
        """All there are, as many as a batch holds."""
        return min(len(questions), self.batch_size)

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One answer for each question, in order. Raises EngineError where there is no model for the pair."""
        if not questions:
            return []
        translator = self._translator(_pair(source, target))
        return [_answer(question.text, translator) for question in questions]

    def _translator(self, pair: str) -> Callable[[str], str]:
        if pair not in self._translators:
            if not _has_model(self._library, pair):
                raise EngineError(f"the local engine has no model for {pair}; type: diptych engine install")
            try:
                self._translators[pair] = self._library.Translator.load(*pair.split("-")).translate
            except ValueError as error:
                raise EngineError(f"the model for {pair} cannot be used ({error}); install it again") from error
        return self._translators[pair]


def is_ready(source: str, target: str) -> bool:
    """Whether the library and the model for a pair are on this machine; nothing is loaded or fetched."""
    if importlib.util.find_spec("fxtranslate") is None:
        return False
    return _has_model(_library(), _pair(source, target))


def install(source: str, target: str) -> None:
    """Fetch the model for a pair; its hash is checked. Raises EngineError."""
    try:
        _library().discovery.add_models(*_pair(source, target).split("-"), progress=False)
    except ValueError as error:
        raise EngineError(f"the model could not be fetched ({error}); check the network and try again") from error


def _library() -> Any:
    try:
        return importlib.import_module("fxtranslate")
    except ImportError:
        raise EngineError(_MISSING) from None


def _has_model(library: Any, pair: str) -> bool:
    return any(model["name"] == pair for model in library.Cache().list_cached())


def _pair(source: str, target: str) -> str:
    return f"{source.split('-', maxsplit=1)[0]}-{target.split('-', maxsplit=1)[0]}"


def _answer(text: str, translate: Callable[[str], str]) -> Answer:
    parts = [_sentence(sentence, translate) for sentence in split(text)]
    if any(part is None for part in parts):
        return Answer(None, "the local engine knows no codes, and their place could not be found again")
    joined = " ".join(part or "" for part in parts)
    problem = wrong_codes(joined, text)
    return Answer(None, f"not used: the local engine's answer {problem}") if problem else Answer(joined)


def _sentence(sentence: str, translate: Callable[[str], str]) -> str | None:
    """The translation of a sentence with its codes; None where one cannot be placed."""
    whole = translate(inline.unescape(without_codes(sentence)))
    result = inline.escape(whole)
    for code in CODE.finditer(sentence):
        if code.group(3):
            return None
        if code.group(1):
            continue
        name = code.group(2)
        inner = without_codes(sentence[code.end() : sentence.index(f"</{name}>")])
        found = inline.escape(translate(inline.unescape(inner)).rstrip("."))
        if not found or result.casefold().count(found.casefold()) != 1:
            return None
        start = result.casefold().index(found.casefold())
        shown = result[start : start + len(found)]
        result = f"{result[:start]}<{name}>{shown}</{name}>{result[start + len(found) :]}"
    return result

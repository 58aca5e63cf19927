"""DeepL behind the engine protocol, through its official client: the one module that knows DeepL.

Limits, options and status codes are those of DeepL's API reference ("Translate text", "XML and HTML handling v2",
"Error handling" on developers.deepl.com). The client is imported when an engine is made, not before.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential_jitter

from pipeline.core import inline
from pipeline.core.batches import Limits, requests
from pipeline.core.engine import Answer, PartialError, Question, Usage
from pipeline.core.errors import EngineError
from pipeline.core.tagged import code_names, read_xml, to_xml, wrong_codes
from pipeline.core.text import without_codes

if TYPE_CHECKING:
    import deepl

_TEXTS_PER_REQUEST: Final = 50
_BYTES_PER_REQUEST: Final = 128 * 1024
_BYTES_FOR_OPTIONS: Final = 1024  # all options but context and tag names; they take about 300
_CONTEXT_CHARACTERS: Final = 4000  # context only helps; it must not crowd out the texts
_SECONDS_PER_ATTEMPT: Final = 60.0  # the client's own 10 s cut off slow batches, which are then billed twice
_PASSING: Final = frozenset({429, 500, 502, 503, 504, 529})
_MEANINGS: Final = {
    403: "DeepL refused the key; check DEEPL_AUTH_KEY, and engine.server_url if it is set",
    456: 'DeepL\'s quota is used up; wait for the next period or raise it, or set engine.name = "memory"',
}
_END_TIME: Final = re.compile(r'"end_time"\s*:\s*"(\d{4}-\d{2}-\d{2})')
_TARGETS: Final = {"en": "EN-GB", "pt": "PT-PT"}  # DeepL refuses the bare codes as targets


@dataclass(frozen=True, slots=True)
class Preferences:
    """How answers should be: ``formality`` and ``instructions`` as DeepL takes them (up to 10 of 300 characters).

    ``glossaries`` holds for each target locale its terms with their translations; ``project`` names them at DeepL.
    """

    formality: str = "prefer_more"
    instructions: tuple[str, ...] = ()
    glossaries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    project: str = "project"


class DeepLEngine:
    """Translates through DeepL. Raises EngineError when made with a key that cannot be one.

    No request is tried again later than ``total_seconds`` after its first attempt; ``sleep`` waits between attempts.
    """

    name: Final = "deepl"
    sends: Final = True
    batch_size: Final = _TEXTS_PER_REQUEST

    def __init__(
        self,
        *,
        key: str,
        server_url: str | None = None,
        preferences: Preferences | None = None,
        sleep: Callable[[float], None] = time.sleep,
        total_seconds: float = 120,
    ) -> None:
        import deepl  # noqa: PLC0415  see the module docstring

        _refuse_odd(key)
        deepl.http_client.max_network_retries = 0  # tenacity owns the retries; both together would multiply
        deepl.http_client.min_connection_timeout = _SECONDS_PER_ATTEMPT
        self._library = deepl
        self._client = deepl.DeepLClient(key, server_url=server_url)
        self._key = key
        self._wants = preferences or Preferences()
        self._sleep = sleep
        self._total_seconds = total_seconds
        self._known_glossaries: dict[tuple[str, str], str | None] = {}
        self._headers: Mapping[str, str] = {}
        self._period_end = ""
        self._listen()

    @property
    def options(self) -> str:
        """All preferences, as one text."""
        glossaries = {locale: sorted(terms.items()) for locale, terms in self._wants.glossaries.items() if terms}
        return json.dumps([self._wants.formality, self._wants.instructions, glossaries, "xml v2"], sort_keys=True)

    def usage(self) -> Usage | None:
        """The characters of the account's period. Raises EngineError."""
        found = self._call(self._client.get_usage).character
        return None if found.count is None else Usage(found.count, found.limit)

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One answer for each question, in order; the same question is sent once.

        An answer that breaks the codes is asked for once more, then it is None. Raises EngineError for a refused
        key, a used-up quota, a service that stays away longer than the time limit, or an answer of the wrong shape.
        """
        answers = {question: Answer(None, _unfit(question)) for question in questions}
        fit = [question for question in answers if not answers[question].reason]
        if fit:
            languages = {"source_lang": _source(source), "target_lang": _target(target)}
            languages |= self._glossary(languages, self._wants.glossaries.get(target, {}))
            answers |= self._asked(fit, languages)
            answers |= self._asked_again([question for question in fit if answers[question].text is None], languages)
        return [answers[question] for question in questions]

    def _asked(self, questions: Sequence[Question], languages: dict[str, str]) -> dict[Question, Answer]:
        answers: dict[Question, Answer] = {}
        for portion in requests(questions, _LIMITS):
            try:
                texts = self._texts(portion, languages)
            except EngineError as error:
                raise PartialError(str(error), answers) from None
            answers |= {
                question: read_xml(xml, question, "DeepL") for question, xml in zip(portion, texts, strict=True)
            }
        return answers

    def _asked_again(self, questions: Sequence[Question], languages: dict[str, str]) -> dict[Question, Answer]:
        """A failure here leaves these questions unanswered, but not the good answers that are already paid for."""
        try:
            return self._asked(questions, languages)
        except PartialError as error:
            return dict(error.answers)

    def _texts(self, portion: Sequence[Question], languages: dict[str, str]) -> list[str]:
        """One request: a translation in XML for each question."""
        texts = [to_xml(question.text) for question in portion]
        found = self._call(self._client.translate_text, texts, **languages, **self._options(portion))
        results = found if isinstance(found, list) else [found]
        if len(results) != len(portion) or not all(isinstance(result.text, str) for result in results):
            raise EngineError(f"DeepL sent {len(results)} translations for {len(portion)} texts; none is used")
        return [result.text for result in results]

    def _call(self, act: Callable[..., Any], *values: Any, **options: Any) -> Any:
        """Ask with patience, and say in one line what went wrong in the end."""
        try:
            return self._patiently()(act, *values, **options)
        except self._library.DeepLException as error:
            raise EngineError(self._meaning(error)) from None  # the cause might show the key
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # the client trusts that JSON has the shape
            raise EngineError("DeepL's answer cannot be read; try again, or check engine.server_url") from error

    def _options(self, portion: Sequence[Question]) -> dict[str, Any]:
        names = dict.fromkeys(name for question in portion for name in code_names(question.text))
        return {
            "context": _context(portion[0]) or None,
            "formality": self._wants.formality or None,
            "custom_instructions": list(self._wants.instructions) or None,
            "tag_handling": "xml",
            "tag_handling_version": "v2",  # the default depends on the age of the account
            "outline_detection": False,
            "non_splitting_tags": list(names) or None,
            "split_sentences": "nonewlines",
            "preserve_formatting": True,  # a heading gets no full stop, a fragment no capital
        }

    # --- the glossary at DeepL: sent when its content is new, found by its name otherwise

    def _glossary(self, languages: Mapping[str, str], terms: Mapping[str, str]) -> dict[str, str]:
        if not terms:
            return {}
        pair = languages["source_lang"][:2].lower(), languages["target_lang"][:2].lower()
        if pair not in self._known_glossaries:
            self._known_glossaries[pair] = self._synced(*pair, terms)
        return {"glossary": self._known_glossaries[pair] or ""}

    def _synced(self, source: str, target: str, terms: Mapping[str, str]) -> str:
        """The id of the glossary with exactly these terms; made or replaced at DeepL only if there is none."""
        digest = hashlib.sha256(json.dumps(sorted(terms.items())).encode()).hexdigest()[:12]
        title = f"diptych {self._wants.project} {source}-{target} "
        content = self._library.api_data.MultilingualGlossaryDictionaryEntries(source, target, dict(terms))
        held = self._call(self._client.list_multilingual_glossaries)
        ours = [glossary for glossary in held if glossary.name.startswith(title)]
        same = next((glossary for glossary in ours if glossary.name == title + digest), None)
        if same is not None:
            return str(same.glossary_id)
        if not ours:
            return str(self._call(self._client.create_multilingual_glossary, title + digest, [content]).glossary_id)
        self._call(self._client.replace_multilingual_glossary_dictionary, ours[0], content)
        self._call(self._client.update_multilingual_glossary_name, ours[0], title + digest)
        return str(ours[0].glossary_id)

    # --- patience

    def _listen(self) -> None:
        """Keep what the client does not pass on: how long to wait, and when the period ends."""
        session: Any = getattr(getattr(self._client, "_client", None), "_session", None)
        if session is None:
            return
        send = session.send

        def heard(*values: Any, **options: Any) -> Any:
            response = send(*values, **options)
            self._headers = response.headers
            found = _END_TIME.search(response.text) if "/usage" in response.url else None
            self._period_end = found.group(1) if found else self._period_end
            return response

        session.send = heard

    def _wait(self, state: RetryCallState) -> float:
        """Seconds as Retry-After says, else more and more with some chance in them."""
        said = self._headers.get("Retry-After", "")
        if said.isdecimal():
            return float(said)
        return wait_exponential_jitter(initial=1, max=30)(state)

    def _patiently(self) -> Retrying:
        return Retrying(
            sleep=self._sleep,
            wait=self._wait,
            stop=self._is_time_up,
            retry=retry_if_exception(self._is_passing),
            reraise=True,
        )

    def _is_passing(self, error: BaseException) -> bool:
        if not isinstance(error, self._library.DeepLException):
            return False
        return isinstance(error, self._library.ConnectionException) or error.http_status_code in _PASSING

    def _is_time_up(self, state: RetryCallState) -> bool:
        """Whether the next wait would go past the limit; waits count even where a test does not really wait."""
        spent = max(state.seconds_since_start or 0.0, state.idle_for)
        return spent + state.upcoming_sleep > self._total_seconds

    def _meaning(self, error: deepl.DeepLException) -> str:
        """A failure in one line that says what to do, without the key even where a server repeats it."""
        if error.http_status_code == 456:
            when = f" (the period ends on {self._period_end})" if self._period_end else ""
            return f"{_MEANINGS[456]}{when}"
        if error.http_status_code in _MEANINGS:
            return _MEANINGS[error.http_status_code]
        said = " ".join(str(error).replace(self._key, "…").split())[:200]
        if self._is_passing(error):
            return f"DeepL could not be used for {self._total_seconds:.0f} s; try again later ({said})"
        return f"DeepL refused the request ({said})"


def _refuse_odd(key: str) -> None:
    """Raises EngineError for a key with white space or beyond ASCII: libraries show such a header when they refuse it.

    An empty key is none either.
    """
    if not re.fullmatch(r"[!-~]+", key):
        raise EngineError("DEEPL_AUTH_KEY is empty or holds characters that no key has; copy it again")


def _source(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0].upper()


def _target(locale: str) -> str:
    """DeepL's name of a target. It has one French for all countries."""
    if locale.lower().startswith("fr-"):
        return "FR"
    return _TARGETS.get(locale.lower(), locale.upper())


def _unfit(question: Question) -> str:
    """Why a question cannot be sent (broken XML or a body too large would sink its whole batch), or nothing."""
    problem = wrong_codes(question.text, question.text)
    if problem:
        return f"not sent to DeepL: the text {problem}"
    if not _LIMITS.fits(question):
        return "not sent to DeepL: the text is longer than one request may be (128 KiB)"
    return ""


def _size(question: Question) -> int:
    """Bytes of a question in the body: its text and its tag names."""
    return _json_bytes(to_xml(question.text)) + sum(_json_bytes(name) for name in code_names(question.text))


def _context_size(question: Question) -> int:
    return _json_bytes(_context(question))


def _json_bytes(text: str) -> int:
    """Bytes as the client writes them, every character beyond ASCII as an escape of 6, with comma and space."""
    return len(json.dumps(text)) + 2


def _context(question: Question) -> str:
    """The context as plain text."""
    return inline.unescape(without_codes(question.context, " "))[:_CONTEXT_CHARACTERS].strip()


_LIMITS: Final = Limits(_TEXTS_PER_REQUEST, _BYTES_PER_REQUEST - _BYTES_FOR_OPTIONS, _size, _context_size)

"""DeepL behind the engine protocol, through its official client: the one module that knows DeepL.

Limits, options and status codes are those of DeepL's API reference ("Translate text", "XML and HTML handling v2",
"Error handling" on developers.deepl.com). The client is imported when an engine is made, not before.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipeline import log
from pipeline.core import inline
from pipeline.core.engines.batches import Limits
from pipeline.core.engines.engine import Answer, Question, QuotaError, RequestError, Usage
from pipeline.core.engines.tagged import code_names, read_xml, to_xml, wrong_codes
from pipeline.core.errors import EngineError
from pipeline.core.text import without_codes

if TYPE_CHECKING:
    import deepl

_TEXTS_PER_REQUEST: Final = 50
_BYTES_PER_REQUEST: Final = 128 * 1024
_BYTES_FOR_OPTIONS: Final = 1024  # all options but context, instructions and tag names; they take about 300
_CONTEXT_CHARACTERS: Final = 4000  # context only helps; it must not crowd out the texts
_SECONDS_PER_ATTEMPT: Final = 60.0  # the client's own 10 s cut off slow batches, which are then billed twice
_PASSING: Final = frozenset({429, 500, 502, 503, 504, 529})
_TAKEN: Final = frozenset({200, 500, 502, 504})  # the texts were with the service when it failed, or a gateway gave up
_NOT_REACHED: Final = frozenset(("NewConnectionError", "NameResolutionError", "ConnectTimeoutError"))
_MEANINGS: Final = {
    403: "DeepL refused the key; check DEEPL_AUTH_KEY, and engine.server_url if it is set",
    456: 'DeepL\'s quota is used up; wait for the next period or raise it, or set engine.name = "memory"',
}
_END_TIME: Final = re.compile(r'"end_time"\s*:\s*"(\d{4}-\d{2}-\d{2})')
_TARGETS: Final = {"en": "EN-GB", "pt": "PT-PT"}  # DeepL refuses the bare codes as targets
_FIXED_OPTIONS: Final[Mapping[str, object]] = {
    "tag_handling": "xml",
    "tag_handling_version": "v2",  # the default depends on the age of the account
    "outline_detection": False,
    "split_sentences": "nonewlines",
    "preserve_formatting": True,  # a heading gets no full stop, a fragment no capital
}


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
    """Translates through DeepL. Raises EngineError when made with a key that cannot be one."""

    name: Final = "deepl"
    sends: Final = True
    batch_size: Final = _TEXTS_PER_REQUEST

    def __init__(self, *, key: str, server_url: str | None = None, preferences: Preferences | None = None) -> None:
        import deepl  # noqa: PLC0415  see the module docstring

        _refuse_odd(key)
        deepl.http_client.max_network_retries = 0  # whoever calls asks again; both together would multiply
        deepl.http_client.min_connection_timeout = _SECONDS_PER_ATTEMPT
        self._library = deepl
        self._client = deepl.DeepLClient(key, server_url=server_url)
        self._key = key
        self._server_url = server_url or ""
        self._wants = preferences or Preferences()
        self._limits = _limits(self._wants)
        self._known_glossaries: dict[tuple[str, str], str] = {}
        self._headers: Mapping[str, str] = {}
        self._period_end = ""
        self._listen()

    @property
    def options(self) -> str:
        """All preferences, the options that are always sent, and the server, as one text."""
        glossaries = {locale: sorted(terms.items()) for locale, terms in self._wants.glossaries.items() if terms}
        wanted = [self._wants.formality, self._wants.instructions, glossaries]
        return json.dumps([*wanted, dict(_FIXED_OPTIONS), self._server_url], sort_keys=True)

    def usage(self) -> Usage | None:
        """The characters of the account's period. Raises EngineError."""
        found = self._call(self._client.get_usage).character
        return None if found.count is None else Usage(found.count, found.limit, self._period_end)

    def prepare(self, source: str, target: str) -> None:
        """Have a glossary at DeepL with the terms for a target. Raises EngineError."""
        self._glossary(_languages(source, target), self._wants.glossaries.get(target, {}))

    def unfit(self, question: Question) -> str:
        """Why a question cannot be sent (broken XML or a body too large would sink its whole batch), or nothing."""
        problem = wrong_codes(question.text, question.text)
        if problem:
            return f"not sent to DeepL: the text {problem}"
        if not self._limits.fits(question):
            return "not sent to DeepL: the text is longer than one request may be (128 KiB)"
        return ""

    def first_request(self, questions: Sequence[Question]) -> int:
        """As many as there are with the context of the first one, up to 50 and 128 KiB."""
        return self._limits.first_request(questions)

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One request, one answer for each question; an answer that breaks the codes is None.

        Raises RequestError for a refused key, a used-up quota, a service that does not answer, or an answer of the
        wrong shape.
        """
        if not questions:
            return []
        languages = _languages(source, target)
        languages |= self._glossary(languages, self._wants.glossaries.get(target, {}))
        texts = [to_xml(question.text) for question in questions]
        options = self._options(questions)
        found = self._call(self._client.translate_text, texts, bills=True, **languages, **options)
        results = found if isinstance(found, list) else [found]
        if len(results) != len(questions) or not all(isinstance(result.text, str) for result in results):
            sent = f"DeepL sent {len(results)} translations for {len(questions)} texts"
            message = f"{sent}; none is used, try again, or check engine.server_url"
            raise RequestError(message, taken=True)
        both = zip(questions, results, strict=True)
        return [read_xml(result.text, question, "DeepL") for question, result in both]

    def _options(self, questions: Sequence[Question]) -> dict[str, Any]:
        names = dict.fromkeys(name for question in questions for name in code_names(question.text))
        return {
            **_FIXED_OPTIONS,
            "context": _context(questions[0]) or None,
            "formality": self._wants.formality or None,
            "custom_instructions": list(self._wants.instructions) or None,
            "non_splitting_tags": list(names) or None,
        }

    # --- one request

    def _call(self, act: Callable[..., Any], *values: Any, bills: bool = False, **options: Any) -> Any:
        """Ask once, and say in one line what went wrong. ``bills`` says that what was asked for costs characters."""
        self._headers = {}
        try:
            return act(*values, **options)
        except self._library.DeepLException as error:
            raise self._failure(error, bills=bills) from None  # the cause might show the key
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
            RecursionError,
        ) as error:  # the client trusts that JSON has the shape
            message = "DeepL's answer cannot be read; try again, or check engine.server_url"
            raise RequestError(message, taken=bills) from error

    def _failure(self, error: deepl.DeepLException, *, bills: bool) -> RequestError:
        """A failure in one line that says what to do, without the key even where a server repeats it."""
        status = error.http_status_code
        if status == 456:
            when = f" (the period ends on {self._period_end})" if self._period_end else ""
            return QuotaError(f"{_MEANINGS[456]}{when}")
        if status in _MEANINGS:
            return RequestError(_MEANINGS[status])
        said = " ".join(str(error).replace(self._key, "…").split())[:200]
        if isinstance(error, self._library.ConnectionException):
            is_reached = _was_reached(error)
            how = (
                "the connection to DeepL broke or took too long" if is_reached else "DeepL cannot be reached from here"
            )
            return RequestError(how, passes=True, taken=bills and is_reached)
        taken = bills and status in _TAKEN
        if status in _PASSING:
            after = self._headers.get("Retry-After", "")
            return RequestError(f"DeepL is busy or failing ({said})", passes=True, retry_after=after, taken=taken)
        return RequestError(f"DeepL refused the request ({said})", taken=taken)

    # --- the glossary at DeepL: sent when its content is new, found by its name otherwise

    def _glossary(self, languages: Mapping[str, str], terms: Mapping[str, str]) -> dict[str, str]:
        if not terms:
            return {}
        pair = languages["source_lang"][:2].lower(), languages["target_lang"][:2].lower()
        if pair not in self._known_glossaries:
            try:
                self._known_glossaries[pair] = self._synced(*pair, terms)
            except RequestError as error:
                if error.passes:
                    raise
                message = f"the glossary could not be put at DeepL: {error}; or set engine.glossary = false"
                raise RequestError(message) from None
        return {"glossary": self._known_glossaries[pair]}

    def _synced(self, source: str, target: str, terms: Mapping[str, str]) -> str:
        """The id of the glossary with exactly these terms; made or replaced at DeepL only if there is none.

        Its name holds the project's digest, not its address: addresses stay on this machine.
        """
        digest = hashlib.sha256(json.dumps(sorted(terms.items())).encode()).hexdigest()[:12]
        project = hashlib.sha256(self._wants.project.encode()).hexdigest()[:8]
        title = f"diptych {project} {source}-{target} "
        content = self._library.api_data.MultilingualGlossaryDictionaryEntries(source, target, dict(terms))
        held = self._call(self._client.list_multilingual_glossaries)
        ours = [glossary for glossary in held if glossary.name.startswith(title)]
        same = next((glossary for glossary in ours if glossary.name == title + digest), None)
        if same is not None:
            return str(same.glossary_id)
        if not ours:
            return str(self._call(self._client.create_multilingual_glossary, title + digest, [content]).glossary_id)
        # by its name it must not pass for the old one while it is changed, should this run be killed
        self._call(self._client.update_multilingual_glossary_name, ours[0], f"{title}in work")
        self._call(self._client.replace_multilingual_glossary_dictionary, ours[0], content)
        self._call(self._client.update_multilingual_glossary_name, ours[0], title + digest)
        return str(ours[0].glossary_id)

    def _listen(self) -> None:
        """Keep what the client does not pass on: how long to wait, and when the period ends."""
        session: Any = getattr(getattr(self._client, "_client", None), "_session", None)
        if session is None:
            return
        send = session.send

        def heard(*values: Any, **options: Any) -> Any:
            asked = values[0] if values else options.get("request")
            with log.request(self.name, str(getattr(asked, "method", "")), str(getattr(asked, "url", ""))) as told:
                response = send(*values, **options)
                told.status, told.size = response.status_code, len(response.content)
            self._headers = response.headers
            found = _END_TIME.search(response.text) if "/usage" in response.url else None
            self._period_end = found.group(1) if found else self._period_end
            return response

        session.send = heard


def _was_reached(error: BaseException) -> bool:
    """Whether a lost connection was one at all: no address, no line and no server mean that no text went out."""
    cause = error.__cause__
    reasons = [cause, *(getattr(arg, "reason", None) for arg in getattr(cause, "args", ()))]
    return not any(type(reason).__name__ in {"ConnectTimeout", "ProxyError", *_NOT_REACHED} for reason in reasons)


def _refuse_odd(key: str) -> None:
    """Raises EngineError for a key with white space or beyond ASCII: libraries show such a header when they refuse it.

    An empty key is none either.
    """
    if not re.fullmatch(r"[!-~]+", key):
        raise EngineError("DEEPL_AUTH_KEY is empty or holds characters that no key has; copy it again")


def _languages(source: str, target: str) -> dict[str, str]:
    return {"source_lang": _source(source), "target_lang": _target(target)}


def _source(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0].upper()


def _target(locale: str) -> str:
    """DeepL's name of a target. It has one French for all countries."""
    if locale.lower().startswith("fr-"):
        return "FR"
    return _TARGETS.get(locale.lower(), locale.upper())


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


def _limits(wants: Preferences) -> Limits:
    """What one request may hold beside the options."""
    options = _BYTES_FOR_OPTIONS + sum(map(_json_bytes, wants.instructions))
    return Limits(_TEXTS_PER_REQUEST, _BYTES_PER_REQUEST - options, _size, _context_size)

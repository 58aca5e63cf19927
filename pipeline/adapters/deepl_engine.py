"""DeepL behind the engine protocol, through its official client: the one module that knows DeepL.

Limits, options and status codes are those of DeepL's API reference ("Translate text", "XML and HTML handling v2",
"Error handling" on developers.deepl.com). The client is imported when an engine is made, not before.
"""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape as escape_xml

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential_jitter

from pipeline.core import inline, refusals
from pipeline.core.engine import Answer, Question
from pipeline.core.errors import EngineError
from pipeline.core.text import CODE, without_codes

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
_XML_CODE: Final = re.compile(r"<(/?)([a-z]+[0-9]+)\s*(/?)>")
_TARGETS: Final = {"en": "EN-GB", "pt": "PT-PT"}  # DeepL refuses the bare codes as targets


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
        formality: str = "prefer_more",
        sleep: Callable[[float], None] = time.sleep,
        total_seconds: float = 120,
    ) -> None:
        import deepl  # noqa: PLC0415  see the module docstring

        _refuse_odd(key)
        deepl.http_client.max_network_retries = 0  # tenacity owns the retries; both together would multiply
        deepl.http_client.min_connection_timeout = _SECONDS_PER_ATTEMPT
        self._client = deepl.DeepLClient(key, server_url=server_url)
        self._failure = deepl.DeepLException
        self._unreachable = deepl.ConnectionException
        self._key = key
        self._formality = formality
        self._sleep = sleep
        self._total_seconds = total_seconds

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One answer for each question, in order; the same question is sent once.

        An answer that breaks the codes is asked for once more, then it is None. Raises EngineError for a refused
        key, a used-up quota, a service that stays away longer than the time limit, or an answer of the wrong shape.
        """
        languages = {"source_lang": _source(source), "target_lang": _target(target)}
        answers = {question: Answer(None, _unfit(question)) for question in questions}
        fit = [question for question in answers if not answers[question].reason]
        answers |= self._asked(fit, languages)
        answers |= self._asked_again([question for question in fit if answers[question].text is None], languages)
        return [answers[question] for question in questions]

    def _asked(self, questions: Sequence[Question], languages: dict[str, str]) -> dict[Question, Answer]:
        answers: dict[Question, Answer] = {}
        for portion in _requests(questions):
            texts = self._texts(portion, languages)
            answers |= {question: _read(text, question) for question, text in zip(portion, texts, strict=True)}
        return answers

    def _asked_again(self, questions: Sequence[Question], languages: dict[str, str]) -> dict[Question, Answer]:
        """A failure here leaves these questions unanswered, but not the good answers that are already paid for."""
        try:
            return self._asked(questions, languages)
        except EngineError:
            return {}

    def _texts(self, portion: Sequence[Question], languages: dict[str, str]) -> list[str]:
        """One request: a translation in XML for each question."""
        texts = [_to_xml(question.text) for question in portion]
        try:
            found = self._patiently()(self._client.translate_text, texts, **languages, **self._options(portion))
        except self._failure as error:
            raise EngineError(self._meaning(error)) from None  # the cause might show the key
        except (AttributeError, TypeError, ValueError) as error:  # the client trusts that JSON has the right shape
            raise EngineError("DeepL's answer cannot be read; try again, or check engine.server_url") from error
        results = found if isinstance(found, list) else [found]
        if len(results) != len(portion) or not all(isinstance(result.text, str) for result in results):
            raise EngineError(f"DeepL sent {len(results)} translations for {len(portion)} texts; none is used")
        return [result.text for result in results]

    def _options(self, portion: Sequence[Question]) -> dict[str, Any]:
        names = dict.fromkeys(name for question in portion for name in _names(question.text))
        return {
            "context": _context(portion[0]) or None,
            "formality": self._formality or None,
            "tag_handling": "xml",
            "tag_handling_version": "v2",  # the default depends on the age of the account
            "outline_detection": False,
            "non_splitting_tags": list(names) or None,
            "split_sentences": "nonewlines",
            "preserve_formatting": True,  # a heading gets no full stop, a fragment no capital
        }

    def _patiently(self) -> Retrying:
        return Retrying(
            sleep=self._sleep,
            wait=wait_exponential_jitter(initial=1, max=30),
            stop=self._is_time_up,
            retry=retry_if_exception(self._is_passing),
            reraise=True,
        )

    def _is_passing(self, error: BaseException) -> bool:
        if not isinstance(error, self._failure):
            return False
        return isinstance(error, self._unreachable) or error.http_status_code in _PASSING

    def _is_time_up(self, state: RetryCallState) -> bool:
        """Whether the next wait would go past the limit; waits count even where a test does not really wait."""
        spent = max(state.seconds_since_start or 0.0, state.idle_for)
        return spent + state.upcoming_sleep > self._total_seconds

    def _meaning(self, error: deepl.DeepLException) -> str:
        """A failure in one line that says what to do, without the key even where a server repeats it."""
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
    problem = _problem(question.text, question.text)
    if problem:
        return f"not sent to DeepL: the text {problem}"
    if _bytes(question) > _room(_context(question)):
        return "not sent to DeepL: the text is longer than one request may be (128 KiB)"
    return ""


def _requests(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Questions as requests: one context each, as DeepL takes only one, and within its limits."""
    by_context: dict[str, list[Question]] = {}
    for question in questions:
        by_context.setdefault(_context(question), []).append(question)
    for context, group in by_context.items():
        yield from _portions(group, _room(context))


def _portions(questions: Sequence[Question], room: int) -> Iterator[list[Question]]:
    portion: list[Question] = []
    used = 0
    for question in questions:
        needed = _bytes(question)
        if portion and (len(portion) == _TEXTS_PER_REQUEST or used + needed > room):
            yield portion
            portion, used = [], 0
        portion.append(question)
        used += needed
    if portion:
        yield portion


def _room(context: str) -> int:
    """Bytes that the texts and tag names of a request may take."""
    return _BYTES_PER_REQUEST - _BYTES_FOR_OPTIONS - _json_bytes(context)


def _bytes(question: Question) -> int:
    """Bytes of a question in the body: its text and its tag names."""
    return _json_bytes(_to_xml(question.text)) + sum(_json_bytes(name) for name in _names(question.text))


def _json_bytes(text: str) -> int:
    """Bytes as the client writes them, every character beyond ASCII as an escape of 6, with comma and space."""
    return len(json.dumps(text)) + 2


def _context(question: Question) -> str:
    """The context as plain text."""
    return inline.unescape(without_codes(question.context, " "))[:_CONTEXT_CHARACTERS].strip()


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(match.group(2) for match in CODE.finditer(text)))


def _to_xml(text: str) -> str:
    return _each_part(text, CODE, lambda part: escape_xml(inline.unescape(part)))


def _read(xml: str, question: Question) -> Answer:
    """A translation in XML as an answer: None with the reason where the codes are not the question's."""
    text = _each_part(xml, _XML_CODE, lambda part: inline.escape(html.unescape(part)))
    for code in CODE.finditer(question.text):
        # XML knows no difference between <br1/> and <br1></br1>: put back the form of the question.
        name = code.group(2)
        empty, pair = f"<{name}/>", f"<{name}></{name}>"
        text = text.replace(pair, empty) if code.group(3) else text.replace(empty, pair)
    problem = _problem(text, question.text)
    return Answer(None, f"not used: DeepL's answer {problem}") if problem else Answer(text)


def _each_part(text: str, code: re.Pattern[str], plain: Callable[[str], str]) -> str:
    """The text with its codes in plain form and ``plain`` over everything between them."""
    result: list[str] = []
    position = 0
    for match in code.finditer(text):
        result += (plain(text[position : match.start()]), match.expand(r"<\1\2\3>"))
        position = match.end()
    return "".join((*result, plain(text[position:])))


def _problem(text: str, source: str) -> str:
    """What is wrong with the codes of a text, as the end of a sentence, or nothing.

    Stricter than ``refusals.failure``: people may leave formatting out, a machine has no reason to.
    """
    found = refusals.failure(text, source)
    if found is not None:
        return f"breaks a rule: {found.message}"
    lost = refusals.missing_formatting(text, source)
    return f"has lost <{lost[0]}>" if lost else ""

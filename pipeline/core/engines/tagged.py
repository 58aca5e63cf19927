"""Segments as the XML that engines take, and back; an answer whose codes are not the question's is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape as escape_xml

from pipeline.core import inline
from pipeline.core.engines.engine import Answer, Question
from pipeline.core.engines.placement import misplaced
from pipeline.core.segmentation import refusals
from pipeline.core.text import CODE, unreferenced, without_codes

_REFERENCE: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-fA-F]+);")
_XML_CODE: Final = re.compile(r"<(/?)([a-z]+[0-9]+)\s*(/?)>")


def to_xml(text: str) -> str:
    """A segment as XML without a root: codes are its elements."""
    return _each_part(text, CODE, lambda part: escape_xml(inline.unescape(part)))


def read_xml(xml: str, question: Question, engine: str) -> Answer:
    """A translation in XML as an answer: None with the reason where the codes are not the question's.

    ``engine`` is whose answer the reason names.
    """
    text = _each_part(xml, _XML_CODE, lambda part: inline.escape(unreferenced(part)))
    for code in CODE.finditer(question.text):
        # XML knows no difference between <br1/> and <br1></br1>: put back the form of the question.
        name = code.group(2)
        empty, pair = f"<{name}/>", f"<{name}></{name}>"
        text = text.replace(pair, empty) if code.group(3) else text.replace(empty, pair)
    problem = wrong_codes(text, question.text) or _escaped_twice(text, question.text)
    return Answer(None, f"not used: {engine}'s answer {problem}") if problem else Answer(text)


def wrong_codes(text: str, source: str) -> str:
    """What is wrong with the codes of a text, as the end of a sentence, or nothing.

    Stricter than ``refusals.failure``: people may leave formatting out, a machine has no reason to.
    """
    found = refusals.failure(text, source)
    if found is not None:
        return f"breaks a rule: {found.message}"
    lost = refusals.missing_formatting(text, source)
    return f"has lost <{lost[0]}>" if lost else misplaced(text, source)


def _escaped_twice(text: str, source: str) -> str:
    found, known = (len(_REFERENCE.findall(inline.unescape(without_codes(part)))) for part in (text, source))
    return "shows character references as text" if found > known else ""


def code_names(text: str) -> list[str]:
    """The names of the codes of a segment, each once."""
    return list(dict.fromkeys(match.group(2) for match in CODE.finditer(text)))


def _each_part(text: str, code: re.Pattern[str], plain: Callable[[str], str]) -> str:
    """The text with its codes in plain form and ``plain`` over everything between them."""
    result: list[str] = []
    position = 0
    for match in code.finditer(text):
        result += (plain(text[position : match.start()]), match.expand(r"<\1\2\3>"))
        position = match.end()
    return "".join((*result, plain(text[position:])))

"""From the spelling of a token to its mark: which tags are blocks, what is not offered, which attributes are text."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from pipeline.core import inline
from pipeline.core.model import Place
from pipeline.core.segmentation import elements
from pipeline.core.segmentation.labels import attribute_names, is_file_name
from pipeline.core.segmentation.marks import (
    BOUNDARY,
    CLOSE,
    COMMENT,
    INSIDE,
    OPEN,
    REFERENCE,
    SPECIAL,
    VOID,
    AttributeText,
    Mark,
)
from pipeline.core.segmentation.markup import Token, attributes, spelling
from pipeline.core.segmentation.rules import Rules
from pipeline.core.text import UNREADABLE, collapse, is_translatable

HEAD_TEXTS: Final = frozenset(("title", "script", "meta"))
"""Elements that hold text for readers wherever they stand on the page."""

_NAME: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_TELLING: Final = (
    *("title=", "alt=", "label=", "description=", "placeholder=", "summary=", "value=", "lang=", "translat"),
    *("\n=", "\t=", " ="),  # some write alt = "..."
    *elements.SWITCHER_CLASSES,
)
_NAMED_BY_FILE: Final = ("alt", "title")  # what editors fill with the file's name by themselves
_MOST: Final = 30_000  # spellings kept, so that memory does not grow with the number of pages
_SHORTEST: Final = len("<b alt=x>")
_BLOCK_COMMENT: Final = re.compile(r"<!--\s*(?:/?wp:|more\b|nextpage\b)")
_TRANSLATE_COMMENT: Final = re.compile(r"<!--\s*translate:(off|on)\s*-->")
_PLACES: Final = {'"': Place.DOUBLE_QUOTED, "'": Place.SINGLE_QUOTED, "": Place.UNQUOTED}


@functools.lru_cache(maxsize=2)
def reading(rules: Rules) -> Reading:
    """The marks for pages without islands; shared, since the pages of a site spell half of their tags alike."""
    return Reading(rules)


class Reading(dict[str, Mark]):
    """The mark of each spelling, worked out when it is first met. ``filler`` stands for islands."""

    def __init__(self, rules: Rules, filler: str = "") -> None:
        super().__init__()
        self._rules = rules
        self._filler = filler
        self._kept = elements.RAW | elements.OPAQUE | rules.kept
        self._looked_at = self._kept | HEAD_TEXTS
        self._plain: dict[str, Mark] = {}

    def __missing__(self, source: str) -> Mark:
        if len(self) >= _MOST:
            self.clear()
        mark = self[source] = self._read(source)
        return mark

    def _read(self, source: str) -> Mark:
        found = _NAME.match(source)
        if found is None:
            return self._no_tag(source)
        is_end, element = found.group(1), found.group(2).lower()
        if not is_end and (element in self._looked_at or _is_telling(source)):
            return self._look(spelling(source), source)
        key = is_end + element
        mark = self._plain.get(key)
        if mark is None:
            mark = self._plain[key] = _plain(element, is_end=bool(is_end))
        return mark

    def _no_tag(self, source: str) -> Mark:
        if source.startswith("&"):
            return Mark(REFERENCE, shown=spelling(source).data)
        command = _TRANSLATE_COMMENT.fullmatch(source)
        if command is not None:
            return Mark(VOID, f"translate:{command.group(1)}", SPECIAL)
        if _BLOCK_COMMENT.match(source):
            return Mark(VOID, "block", SPECIAL if "{" in source else BOUNDARY)
        return COMMENT

    def _look(self, token: Token, source: str) -> Mark:
        values = dict(reversed(token.attrs))  # of duplicates the first counts, as in browsers
        mark = _plain(token.tag, is_end=False)
        mark.hidden = self._hidden(token.tag, values)
        mark.revealed = values.get("translate", "").lower() == "yes"
        mark.switches_language = token.tag == "a" and self._rules.is_foreign(values.get("hreflang"))
        if mark.hidden not in ("no", "foreign"):
            self._add_texts(mark, token, source, values)
        if (
            mark.hidden
            or mark.revealed
            or mark.switches_language
            or mark.attributes
            or mark.remarks
            or token.tag in HEAD_TEXTS
        ):
            mark.event = SPECIAL
        return mark

    def _hidden(self, element: str, values: Mapping[str, str]) -> str:
        """Why an element is not offered (see Mark), or nothing if it is."""
        if values.get("translate", "").lower() == "no" or "data-translate-ignore" in values:
            return "no"
        if "class" in values:
            for name in values["class"].split():
                if name == "notranslate" or name.startswith(elements.SWITCHER_CLASSES):
                    return "no"
        if element != "html" and self._rules.is_foreign(values.get("lang") or values.get("xml:lang")):
            return "foreign"
        return "kept" if element in self._kept else ""

    def _add_texts(self, mark: Mark, token: Token, source: str, values: Mapping[str, str]) -> None:
        """Put the texts for readers in a tag into its mark, and remarks on those that are none."""
        names = attribute_names(token.tag, values)
        if not names:
            return
        for attribute in attributes(source, token):
            if attribute.name not in names:
                continue
            names.discard(attribute.name)
            value = values[attribute.name]
            if attribute.name in _NAMED_BY_FILE and is_file_name(value):
                if attribute.name == "alt":  # a title that is one is passed over: nobody needs to write one
                    remark = f'the alternative text "{value}" is a file name; say what the image shows'
                    mark.remarks += ((attribute.start, remark),)
                continue
            shown = inline.escape(collapse(value).strip())
            if is_translatable(shown) and not self._is_unsafe(value):
                role = values.get("property") or values.get("name") or "meta" if token.tag == "meta" else attribute.name
                place = _PLACES[attribute.quote]
                mark.attributes += (AttributeText(attribute.start, attribute.end, shown, role, place),)

    def _is_unsafe(self, value: str) -> bool:
        if not value.isprintable() and UNREADABLE.search(value):
            return True
        return self._filler != "" and self._filler in value


def _is_telling(source: str) -> bool:
    """Whether a tag might hold anything but markup: a quick look before the thorough one."""
    if len(source) < _SHORTEST:
        return False
    lowered = source.lower()
    for word in _TELLING:  # noqa: SIM110  any() takes twice as long, and this runs for every spelling of a page
        if word in lowered:
            return True
    return False


def _plain(element: str, *, is_end: bool) -> Mark:
    """The mark of a tag by its name alone."""
    is_block = element in elements.BLOCK
    if element in elements.VOID:
        is_stray = is_end and element != "br"  # browsers read </br> as <br> and pass over the others
        return COMMENT if is_stray else Mark(VOID, element, BOUNDARY if is_block else INSIDE, is_block=is_block)
    return Mark(CLOSE if is_end else OPEN, element, BOUNDARY if is_block else INSIDE, is_block=is_block)

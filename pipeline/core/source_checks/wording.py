"""Words written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.source_checks.model import Circumstances, EnglishPage, SourceFinding

_NEVER_TWICE: Final = ("the a an and of or our their your this these we they its to for with from but at by").split()
"""Words that no English sentence has twice in a row; "that that", "had had", "is is" and "in in" may be right."""

_DOUBLED: Final = re.compile(
    rf"(?<![\w'\u2019.-])({'|'.join(_NEVER_TWICE)})[ \u00a0]+(\1)(?![\w'\u2019-])", re.IGNORECASE
)


def check_doubled_words(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """A small word does not stand twice in a row; with a capital the second is a name or a letter ("to To", "a A")."""
    del known
    for passage in page.passages:
        for found in _DOUBLED.finditer(passage.text):
            first, second = found.group(1), found.group(2)
            if second.islower() and (first.islower() or (len(first) > 1 and first.istitle())):
                around = " ".join(
                    passage.text[max(0, found.start() - 20) : found.end() + 20].replace("\ufffc", "…").split()
                )
                message = f'"{found.group()}" stands twice in "…{around}…"; write "{first}" once'
                yield page.found_in("doubled-word", passage, found.group(), message)

"""Whether a text is in the language it should be in, by its function words."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from pipeline.core.text import ADDRESS, without_codes

_WORD: Final = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        "the of and to in is are was were be been with for that this these those it its by from at as or not have has "
        "will would which who their they we you your our can about into more".split()
    ),
    "fr": frozenset(
        "le la les de des du un une et est sont était en dans pour que qui ce cette ces il elle ils elles par sur au "
        "aux avec ne pas plus ou se sa son ses leur leurs nous vous notre votre être ont été sans si entre mais lors "
        "d l qu n s c a".split()
    ),
    "de": frozenset(
        "der die das den dem des ein eine einer und ist sind war in zu mit für auf nicht von bei auch als an wird "
        "werden sie wir ihr dass oder".split()
    ),
    "es": frozenset(
        "el la los las un una y es son en de que por para con del al se su sus no lo como más o este esta".split()
    ),
    "it": frozenset(
        "il lo la i gli le un una e è sono di a da in con su per che del della dei delle non si più come o".split()
    ),
    "nl": frozenset("de het een en van in is zijn op te met voor dat die niet aan er om ook als bij wordt".split()),
    "pt": frozenset("o a os as um uma e é são de do da dos das em no na por para com que não se mais como ou".split()),
}
"""The small words of languages that a text may be in, by language."""

_FEWEST: Final = 3
_LEAD: Final = 2
_SHARE: Final = 4


def guess(text: str) -> str | None:
    """The language a text is plainly in, or None: at least three function words and two more than any other's."""
    words = _words(text)
    counts = sorted(
        ((sum(word in known for word in words), language) for language, known in FUNCTION_WORDS.items()), reverse=True
    )
    (first, language), (second, _) = counts[:2]
    return language if first >= _FEWEST and first - second >= _LEAD else None


def foreign_words(text: str, locale: str, other: str = "en") -> list[str]:
    """The function words of another language in a text that its own language does not have."""
    wanted = FUNCTION_WORDS.get(locale.split("-", maxsplit=1)[0], frozenset())
    known = FUNCTION_WORDS[other]
    return [word for word in _words(text) if word in known and word not in wanted]


def is_other_language(text: str, locale: str) -> str | None:
    """The language a text is in where that is plainly not ``locale``; None where it is, or cannot be told.

    Only words that the two languages do not share are counted ("de la" is French and Spanish): at least three of the
    other one, and hardly any of ``locale``.
    """
    wanted = FUNCTION_WORDS.get(locale.split("-", maxsplit=1)[0])
    if wanted is None:
        return None
    words = _words(text)
    own = _own_words(locale.split("-", maxsplit=1)[0])
    if (_SHARE + 1) * sum(word in own for word in words) >= len(words):
        return None  # so many of its own that no other can have the lead
    for language, known in FUNCTION_WORDS.items():
        foreign = [word for word in words if word in known and word not in wanted]
        ours = sum(word in wanted and word not in known for word in words)
        is_plain = len(foreign) >= _FEWEST and len(set(foreign)) > 1 and len(foreign) > _SHARE * ours
        if is_plain and known is not wanted:
            best = max(FUNCTION_WORDS, key=lambda name: sum(word in FUNCTION_WORDS[name] for word in words))
            return best if FUNCTION_WORDS[best] is not wanted else language
    return None


@functools.cache
def _own_words(language: str) -> frozenset[str]:
    """The function words that no other language here has."""
    others = (known for name, known in FUNCTION_WORDS.items() if name != language)
    return FUNCTION_WORDS[language].difference(*others)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(ADDRESS.sub(" ", without_codes(text, " ")))]

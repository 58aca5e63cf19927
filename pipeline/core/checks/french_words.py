"""French capitals, ordinals and times that are written wrongly whatever the context: each rule fits sure cases only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.typography.plain import plain
from pipeline.core.typography.policy import GAPS

_G: Final = f"[{GAPS}]"
_MONTHS: Final = "Janvier|Février|Mars|Avril|Mai|Juin|Juillet|Août|Septembre|Octobre|Novembre|Décembre"
_SMALL: Final = _MONTHS.lower()
_DAYS: Final = "Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche"
# days that gave their names to feasts, streets and squares: "le 14 Juillet", "place du 8 Mai 1945"
_FEASTS: Final = r"(?!(?:1er|8)\s?Mai\b|14\s?Juillet\b|15\s?Août\b|11\s?Novembre\b|4\s?Septembre\b|18\s?Juin\b)"
_MONTH: Final = re.compile(
    rf"(?<![\w.,/:]){_FEASTS}(?:[12]?\d|3[01]|1er){_G}(?P<a>{_MONTHS})(?!\w)"
    rf"|(?<=[a-zà-ÿ] )(?:en|fin|début|courant|mi-){_G}?(?P<b>{_MONTHS})(?=[\s,;.!?)]|$)"
    rf"|(?<!\w)(?:en|de|fin|début|depuis|dès|à|au|jusqu[\u2019']en|et|[dD][\u2019']){_G}?(?P<c>{_MONTHS})(?={_G}(?:19|20)\d\d(?!\w))"
)
_DAY: Final = re.compile(
    rf"(?<=[a-zà-ÿ])[,]?{_G}(?P<a>{_DAYS}){_G}(?:[12]?\d|3[01]|1er){_G}(?i:{_MONTHS})(?!\w)"
    rf"|(?<!\w)(?:chaque|tous les|à partir du|dès le|jusqu[\u2019']au){_G}(?P<b>(?:{_DAYS})s?)"
    r"(?=\s*(?:[,;.!?)]|$|à|de|et|matin|soir|après-midi))"
    rf"|(?<=\w )(?:du|de){_G}(?P<c>{_DAYS}){_G}(?:au|à){_G}(?i:{_DAYS})(?!\w)"
)
_ACCENTED: Final = {
    "A": "À", "C": "Ç", "E": "É", "I": "Î", "O": "Ô", "U": "Û",
}  # fmt: skip
# no English word, no German one, and no other French word without the accent
_WORDS: Final = re.compile(
    r"(?<![\w.@/\u2019'-])(?:E(?:bauches?|carts?|carter|chantillon\w*|chapper|checs?|chelles?|chou[eé]r?|chéanc\w+|"
    r"change[rsz]?|clairages?|claircir|coles?|conomi(?:es?|ques?|ser)|cologi(?:es?|ques?)|coute[rz]?|crans?|craser?|crire|"
    r"crivez|crite?s?|"
    r"critures?|dite[rz]?|diteurs?|ditée?s?|ducati(?:fs?|ves?)|ducat(?:eur|rice)s?|galement|galités?|galiser|"
    r"glises?|gypte|gyptien(?:ne)?s?|lag(?:age|uer)|largir|largissement|lectricité|lectroniques?|leve[rz]|levée?s?|l[èé]ves?|"
    r"limine[rz]|liminée?s?|loign[eé]\w*|l[ée]ment(?:s|aires?)?|lévations?|lus? (?:de|du|et|à)|mettre|mettez|mirats|"
    r"normes?|paisseurs?|pargne|parpill\w+|poques?|preuves?|quilibr(?:es?|age|er)|quipe[rsz]?|quipements?|quipée?s?|tablie?[rs]?|"
    r"tablissements?|taient|tait|tant|tapes?|tats?|teindre|tendre|tendue?s?|tiquet(?:tes?|er)|tire[rz]|toiles?|"
    r"trang(?:ers?|ère?s?)|troite?s?|tudes?|tudier|tudiant(?:e?s?)|value[rz]|veil|ventuel(?:le)?(?:ment|s)?|videmment|vite[rz]|"
    r"v[éè]nements?|voluer)|Iles?)(?![\w.@/'\u2019-]*[\w@/])"
)
_A: Final = re.compile(
    r"(?:^|[.!?\u2026]\s)(?P<a>A (?:partir(?= d)|propos(?!é)|bientôt|noter|savoir|suivre|venir|lire|voir|côté|travers|"
    r"peine|droite|gauche|mesure|nouveau|présent|compter|tous|toutes|chaque|cette|ce (?:titre|sujet)|cet effet|"
    r"la (?:une|suite|fin|demande|fois|carte|rencontre|découverte|maison|recherche|rentrée|veille|différence)|"
    r"l[\u2019'](?:issue|occasion|attention|affiche|aide|écoute|heure|intérieur|extérieur|origine|étranger|aube|horizon|"
    r"avenir|instar|inverse|époque|école|image|exception|initiative|invitation)))(?!\w)"
)
_DATED: Final = re.compile(
    rf"(?<![\w.,/:-])(?P<day>[12]?\d|3[01])(?P<mark>er|e|i?[èe]me|ère)?(?P<gap>{_G})(?P<month>{_SMALL})(?!\w)"
)
_ORDINAL: Final = re.compile(
    r"(?<![\w.,/:-])(?P<number>\d+|[XVILC]{2,}|[XVI](?=[iè]))"
    r"(?:(?P<feminine>[èe]re)|(?P<other>i?[èe]me)|(?P<first>er))(?P<plural>s?)(?!\w)"
)
_COLON: Final = re.compile(
    rf"(?<!\w)(?:à|dès|vers|jusqu[\u2019']à|avant|après){_G}"
    rf"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\w:.,]*\d|{_G}?[:/])"
)
_CAPITAL_H: Final = re.compile(r"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-3])H(?P<minute>[0-5]\d)(?![\w/])")
_ONE_DIGIT: Final = re.compile(
    rf"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-3]){_G}?h{_G}?(?P<minute>\d)"
    r"(?=\s*(?:[,;!?)\u2013]|\.(?!\d)|$)|\s(?:à|et|ou)\s)(?!,\d)"
)
_SUSPECT: Final = re.compile(
    rf"(?<!\w)(?:{_MONTHS}|{_DAYS})|(?<![\w.@/\u2019'-])(?:E[a-zèé]{{2,}}|Iles?\b|A )"
    rf"|\d(?:{_G}?h|H\d|er|i?[èe]m?[er]|:\d\d|{_G}(?:{_SMALL})|e{_G})|[XVILC](?:i?[èe]m|[èe]r)"
)


def wrong_words(target: str, locale: str) -> Iterator[tuple[str, str, str]]:
    """Check, what stands there, and what should: ``("ordinals", "2ème", "2e")``."""
    if not _SUSPECT.search(target):
        return
    text = plain(target).text
    yield from (("capitals", *pair) for pair in _capitals(text))
    yield from (("ordinals", *pair) for pair in _ordinals(text))
    yield from (("times", *pair) for pair in _times(text, locale))


def _capitals(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (_MONTH, _DAY):
        for match in pattern.finditer(text):
            name = match["a"] or match["b"] or match["c"]
            yield name, name.lower()
    for match in _WORDS.finditer(text):
        yield match.group(), _ACCENTED[match.group()[0]] + match.group()[1:]
    for match in _A.finditer(text):
        yield match["a"], f"À{match['a'][1:]}"


def _ordinals(text: str) -> Iterator[tuple[str, str]]:
    """Days of the month have no ordinal, but for the first; others have a short ending."""
    for match in _DATED.finditer(text):
        right = "er" if match["day"] == "1" else ""
        if (match["mark"] or "") != right:
            yield match.group(), f"{match['day']}{right}{match['gap']}{match['month']}"
    for match in _ORDINAL.finditer(text):
        if _DATED.match(text, match.start()):
            continue
        right = _ending(match)
        if right != match.group()[len(match["number"]) :]:
            yield match.group(), match["number"] + right


def _ending(match: re.Match[str]) -> str:
    """``1er``, ``1re``; ``e`` of all others."""
    is_first = match["number"] in ("1", "I")
    ending = ("re" if match["feminine"] else "er") if is_first else "e"
    return ending + match["plural"]


def _times(text: str, locale: str) -> Iterator[tuple[str, str]]:
    # the Office québécois writes no zero before single minutes
    one_digit = () if locale.upper().endswith("CA") else _ONE_DIGIT.finditer(text)
    for match in (*_COLON.finditer(text), *_CAPITAL_H.finditer(text), *one_digit):
        shown = text[match.start("hour") : match.end("minute")]
        yield shown, f"{int(match['hour'])} h {int(match['minute']):02d}"

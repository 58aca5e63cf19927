"""Time zones named in a text, by what they mean: "CET" and « heure de Paris » agree, "CET" and "CEST" do not."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pipeline.core.quantities.vocabulary import SPACE

Meaning = frozenset[tuple[int, str]]
"""Minutes ahead of UTC, each in winter ("w") or summer ("s")."""


class Zone(NamedTuple):
    """A zone named at characters ``start`` to ``end``. Two agree where their meanings share a part."""

    meaning: Meaning
    start: int
    end: int


_EVER: Final = "ws"
_ABBREVIATIONS: Final[Mapping[str, tuple[int, str]]] = {
    "UTC": (0, _EVER), "GMT": (0, _EVER), "Z": (0, _EVER), "TU": (0, _EVER), "WET": (0, "w"), "WEST": (60, "s"),
    "BST": (60, "s"), "IST": (60, "s"), "CET": (60, "w"), "CEST": (120, "s"), "HNEC": (60, "w"), "HAEC": (120, "s"),
    "MEZ": (60, "w"), "MESZ": (120, "s"), "EET": (120, "w"), "EEST": (180, "s"), "MSK": (180, _EVER),
    "EST": (-300, "w"), "EDT": (-240, "s"), "HNE": (-300, "w"), "HAE": (-240, "s"), "CST": (-360, "w"),
    "CDT": (-300, "s"), "PST": (-480, "w"), "PDT": (-420, "s"), "JST": (540, _EVER),
}  # fmt: skip
_CENTRAL: Final = (60, 120)
_PLACES: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(
        "paris brussels bruxelles berlin madrid rome vienna vienne strasbourg amsterdam luxembourg geneva genève "
        "zurich barcelona barcelone milan prague warsaw varsovie budapest copenhagen copenhague stockholm oslo "
        "bern berne french française".split(),
        _CENTRAL,
    ),
    "central european": _CENTRAL, "d'europe centrale": _CENTRAL, "de l'europe centrale": _CENTRAL,
    "london": (0, 60), "londres": (0, 60), "uk": (0, 60), "british": (0, 60), "britannique": (0, 60),
    "dublin": (0, 60), "lisbon": (0, 60), "lisbonne": (0, 60), "athens": (120, 180), "athènes": (120, 180),
    "helsinki": (120, 180), "kyiv": (120, 180), "kiev": (120, 180), "bucharest": (120, 180), "bucarest": (120, 180),
    "moscow": (180, 180), "moscou": (180, 180), "new york": (-300, -240), "montreal": (-300, -240),
    "montréal": (-300, -240), "eastern": (-300, -240), "de l'est": (-300, -240),
}  # fmt: skip
_OFFSET: Final = re.compile(r"(?:UTC|GMT|TU)[ \u00a0]?([+\u2212\u2013-])[ \u00a0]?(\d{1,2})(?::?(\d\d))?\b")
_WORTH: Final = re.compile(r"[A-Z]{2,4}|time\b|heure", re.IGNORECASE)


def zones(text: str) -> tuple[Zone, ...]:
    """The zones that a text names, English or French, in order."""
    if not _WORTH.search(text):
        return ()
    found = [Zone(_offset(match), *match.span()) for match in _OFFSET.finditer(text)]
    taken = [(zone.start, zone.end) for zone in found]
    found.extend(
        Zone(_meaning(match), *match.span())
        for match in _pattern().finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    )
    return tuple(sorted(found, key=lambda zone: zone.start))


def agree(zone: Zone, others: Iterable[Zone]) -> bool:
    """Whether one of the others may be the same zone."""
    return any(zone.meaning & other.meaning for other in others)


def is_local(zone: Zone) -> bool:
    """Whether it is that of Paris, winter or summer: French for France may leave it out, or add it."""
    return bool(zone.meaning & {(60, "w"), (120, "s")})


def is_seasonal(zone: Zone) -> bool:
    """Whether it holds for half of the year only: CET, CEST, « heure d’été »."""
    return len({season for _, season in zone.meaning}) == 1


def _offset(match: re.Match[str]) -> Meaning:
    minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
    return frozenset((minutes if match.group(1) == "+" else -minutes, season) for season in _EVER)


def _meaning(match: re.Match[str]) -> Meaning:
    if match.group("short"):
        minutes, seasons = _ABBREVIATIONS[match.group("short")]
        return frozenset((minutes, season) for season in seasons)
    place = re.sub(rf"{SPACE}+", " ", (match.group("before") or match.group("after")).casefold().replace("\u2019", "'"))
    winter, summer = _PLACES[place]
    season = (match.group("season") or match.group("saison") or "").casefold()
    every = {(winter, "w"), (summer, "s")}
    if season in ("summer", "été"):
        every = {(summer, "s")}
    elif season in ("winter", "standard", "hiver", "normale"):
        every = {(winter, "w")}
    return frozenset(every)


@functools.cache
def _pattern() -> re.Pattern[str]:
    """An abbreviation after a figure or in brackets, "Paris time", « heure d’été de Paris »."""
    gap = rf"{SPACE}+"
    short = "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True))
    place = "|".join(
        re.escape(name).replace(r"\ ", gap).replace("'", "['\u2019]") for name in sorted(_PLACES, key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![\w-])(?P<short>{short})(?![\w-])"
        rf"|(?<!\w)(?i:(?P<before>{place}){gap}(?:(?P<season>summer|winter|standard){gap})?time)\b"
        rf"|(?<!\w)(?i:heure{gap}(?:(?:d['\u2019])?(?P<saison>été|hiver|normale){gap})?(?:de{gap}|du{gap}|à{gap})?"
        rf"(?P<after>{place}))\b"
    )

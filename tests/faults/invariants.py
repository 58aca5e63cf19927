"""What must hold whatever happened: read from the files by rules of its own, not by the program's."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

import polib

from pipeline.adapters import settings as configuration
from pipeline.core.model import Segment
from pipeline.core.segment import segment
from pipeline.core.segmentation.labels import segments
from pipeline.core.segmentation.rules import Rules

_OURS = re.compile(r"^Aussi en… |^Cette page suit la version anglaise du ")
"""What publishing adds itself: the switcher, and the notice of a page behind its English."""

Review = tuple[str, str | None, str, str]
"""Page, context, English, French."""


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a project; not indexes, which can be made again, and without the marks of requests."""
    return {
        str(path.relative_to(folder)): _comparable(path)
        for path in sorted({*folder.rglob("*"), *(folder / "public").rglob("*")})  # public is a link to a release
        if path.is_file() and ".diptych" not in path.parts
    }


def _comparable(path: Path) -> bytes:
    """A file's bytes without what differs from run to run and means nothing."""
    data = path.read_bytes()
    if path.name == "sent.tsv":
        return re.sub(rb"\t[0-9a-f]{16}\n", b"\tmark\n", data)
    if path.name == "pairs.toml":  # in the order in which pages came in: one that came later stands later
        return b"\n\n".join(sorted(data.strip().split(b"\n\n")))
    return data


_kept: dict[Path, set[Review]] = {}


def reviewed_in(states: list[Path]) -> set[Review]:
    """What was reviewed in any of these states of the world, which never change."""
    for state in states:
        if state not in _kept:
            _kept[state] = reviewed(state)
    return set().union(*(_kept[state] for state in states))


def reviewed(folder: Path) -> set[Review]:
    """Every French text that stands in a catalogue and that its ledger has accepted; obsolete ones too."""
    found: set[Review] = set()
    for path in folder.glob("locales/*/LC_MESSAGES/*.po"):
        ledger = path.with_suffix(".review.tsv")
        rows = [line.split("\t") for line in _text(ledger).splitlines() if line and not line.startswith("#")]
        revoked = {row[1] for row in rows if row[2] == "revoked"}
        accepted = {row[1] for row in rows if row[2] == "accepted"} - revoked
        for entry in polib.pofile(str(path), wrapwidth=0):
            if not entry.fuzzy and digest(entry.msgstr) in accepted:
                found.add((path.stem, entry.msgctxt, entry.msgid, entry.msgstr))
    return found


def facts(folder: Path) -> set[str]:
    """Every line of every ledger."""
    return {f"{path.stem}: {line}" for path in folder.glob("locales/*/LC_MESSAGES/*.tsv") for line in _lines(path)}


def lost(before: Path, now: Path, undisturbed: Path) -> list[object]:
    """Reviews that were there and are there no more, but for those that the command itself replaces."""
    meant = reviewed(undisturbed)
    gone = {review for review in reviewed(before) - reviewed(now) if review in meant or not _replaced(review, now)}
    dropped = facts(before) & facts(undisturbed)
    return [*sorted(gone, key=str), *sorted(dropped - facts(now))]


def unreviewed(folder: Path, earlier: list[Path]) -> list[str]:
    """French in any page for readers that no ledger of now or ``earlier`` has accepted."""
    rules = configuration.load(folder, {}).rules
    held = reviewed(folder) | reviewed_in(earlier)
    allowed = {_plain(french) for *_, french in held}
    found: list[str] = []
    for path in [*folder.glob("locales/published/*.fr.html"), *folder.glob("public/fr/**/*.html")]:
        english = {_plain(part.text) for place in folder.glob("locales/en/*.html") for part in _segments(place, rules)}
        texts = [_plain(part.text) for part in _segments(path, rules) if not _OURS.search(part.text)]
        found += [f"{path.relative_to(folder)}: {text}" for text in texts if text not in allowed | _fixed(english)]
    return found


def strange(folder: Path, before: Path, after: Path) -> list[str]:
    """Pages for readers that are neither as they were before the command nor as it makes them."""
    known = (files(before), files(after))
    return [
        name
        for name, data in files(folder).items()
        if name.startswith(("locales/published/", "public/"))
        and not Path(name).name.startswith(".")
        and data not in [place.get(name) for place in known]
    ]


def litter(folder: Path) -> list[str]:
    """Files that a dead process left behind."""
    return [name for name in files(folder) if Path(name).name.startswith(".")]


def digest(text: str) -> str:
    """The target hash as docs/house.md has it."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()[:16]


def _replaced(review: Review, folder: Path) -> bool:
    """Whether the English of a review has another French that is reviewed."""
    return any(review[0] == other[0] and review[2] == other[2] for other in reviewed(folder))


def _fixed(english: set[str]) -> set[str]:
    """English that may stand on a French page: names and what has no letters."""
    return {text for text in english if not re.search(r"[a-z]{3}", text)}


def _segments(path: Path, rules: Rules) -> list[Segment]:
    return list(segments(segment(path.read_bytes(), rules)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"</?[a-z]+\d+/?>", "", unicodedata.normalize("NFC", text))).strip()


def _lines(path: Path) -> list[str]:
    return [line for line in _text(path).splitlines() if line and not line.startswith("#")]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def unreviewed_besides(folder: Path, spoilt: Path, earlier: list[Path]) -> list[str]:
    """``unreviewed``, but for what somebody did to a page for readers by hand, and with catalogues that cannot be read."""
    rules = configuration.load(earlier[-1], {}).rules
    allowed = {_plain(french) for *_, french in reviewed_in(earlier)}
    english = {_plain(part.text) for path in folder.glob("locales/en/*.html") for part in _segments(path, rules)}
    pages = [path for path in folder.glob("public/fr/**/*.html") if "published" not in spoilt.parts]
    texts = [part.text for path in pages for part in _segments(path, rules) if not _OURS.search(part.text)]
    return [text for text in texts if _plain(text) not in allowed | _fixed(english)]

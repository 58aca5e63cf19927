"""What the files of a page hold: bytes ↔ skeleton, catalogue, ledger, with what is wrong said in a line. No disk.

Work that is mapped over processes or machines starts and ends here; ``shown`` is a file's name for messages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.adapters import po_files
from pipeline.core import ledger as ledgers
from pipeline.core.errors import BadFileError
from pipeline.core.ledger import Ledger
from pipeline.core.model import Catalogue, Kind, Skeleton
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules
from pipeline.core.wordpress.post_file import is_post

_CODE: Final = re.compile("[a-z]{2,3}")  # some tools write a name of the language there
_VOLATILE: Final = frozenset(("po-revision-date", "last-translator", "x-generator"))


def rules_for(data: bytes, rules: Rules) -> Rules:
    """How a page is read that came in as these bytes: a post as WordPress stores it has rules of its own."""
    return rules.for_posts() if is_post(data) else rules


def skeleton(data: bytes | None, shown: str, slug: str, rules: Rules) -> Skeleton:
    """The English page taken apart. Raises BadFileError, also for one without a text: it is no page any more."""
    if data is None:
        raise BadFileError(shown, f"is not there; type: diptych fetch {slug}")
    try:
        found = segment(data, rules_for(data, rules))
    except ValueError as error:
        raise BadFileError(shown, f"{error}; or restore it from git, or type: diptych fetch {slug}") from error
    if not found.slots:
        reason = "is empty" if not data.strip() else "holds no text"
        raise BadFileError(shown, f"{reason}; restore it from git, or type: diptych fetch {slug}")
    return found


def catalogue(data: bytes | None, shown: str, slug: str, locale: str) -> Catalogue:
    """A page's catalogue, an empty one if there is none yet. Raises BadFileError, also for one of another language."""
    if data is None:
        return Catalogue(slug, locale)
    found = po_files.loads(data, shown, slug, locale)
    language = found.header.get("Language", "")
    if _CODE.fullmatch(_primary(language)) and _primary(language) != _primary(locale):
        raise BadFileError(shown, f"is a catalogue for {language}, not for {locale}; restore it from git")
    return found


def _primary(locale: str) -> str:
    """The language of a locale without its region: editors write fr_FR for fr."""
    return locale.replace("_", "-").partition("-")[0].lower()


def refuse_emptied(data: bytes | None, known: Ledger, shown: str) -> None:
    """Raises BadFileError for an empty file whose units somebody accepted."""
    if data is not None and not data.strip() and any(fact.kind is Kind.ACCEPTED for fact in known.facts):
        raise BadFileError(shown, "the file is empty; restore it from git", 1)


def catalogue_bytes(held: Catalogue, source: str) -> bytes:
    """The file's bytes.

    Who worked on it when, and with what, is left to the ledger and to git: as header fields these would be the
    one line in which two people's branches always conflict.
    """
    header = {name: value for name, value in held.header.items() if name.casefold() not in _VOLATILE}
    return po_files.dumps(replace(held, header=header), source_locale=source)


def ledger(data: bytes | None, shown: str) -> Ledger:
    """A page's ledger, an empty one if there is none yet. Raises BadFileError with the line."""
    if data is None:
        return Ledger()
    try:
        found = ledgers.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadFileError(shown, "is not UTF-8; restore it from git") from None
    if isinstance(found, tuple):
        raise BadFileError(shown, found[1], found[0])
    return found

"""What waits in one language as the text of an issue, in Markdown: pages, words, dates of events, links to files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pipeline.core.formats.markdown import escaped
from pipeline.core.languages import english_name, long_date
from pipeline.core.model import State
from pipeline.core.text import counted

_NAMES: Final = {
    State.UNTRANSLATED: "empty",
    State.MACHINE: "machine text to check",
    State.FUZZY: "to look at again",
    State.CLAIMED: "done but not accepted",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page of which something waits: its words by state, and ``trouble``, what else holds it.

    ``event`` is the next day that its English names, ``file`` the catalogue, ``address`` the English page.
    """

    page: str
    address: str
    file: str
    words: int
    units: Mapping[State, int]
    event: datetime.date | None = None
    trouble: str = ""


def issue(locale: str, pages: Iterable[Waiting], today: datetime.date, links: str = "") -> str:
    """The text of a language's issue. ``links`` is the address before each file's path, empty for no links.

    The first line says in a comment how many pages wait, for the program that opens and closes the issue.
    """
    known = sorted(pages, key=lambda item: (item.event or datetime.date.max, item.page))
    return "\n".join((f"<!-- diptych {locale} waiting={len(known)} -->", *_body(locale, known, today, links))) + "\n"


def _body(locale: str, pages: list[Waiting], today: datetime.date, links: str) -> Iterator[str]:
    language, as_of = escaped(english_name(locale)), long_date(today, "en")
    if not pages:
        yield f"Nothing waits for {language}, as of {as_of}."
        return
    words = counted(sum(page.words for page in pages), "word")
    pages_said = counted(len(pages), "page")
    yield f"**{words} of {pages_said} wait for {language}**, as of {as_of}. The next event comes first."
    yield ""
    yield "| page | next event | words | what waits | file |"
    yield "|---|---|--:|---|---|"
    yield from (_row(page, links) for page in pages)
    yield ""
    yield 'Open a file in any PO editor. When its units are right, type `diptych accept PAGE --as "Name"`, or commit'
    yield "the file and let somebody type `diptych accept PAGE --from-git`."


def _row(page: Waiting, links: str) -> str:
    name = f"[{escaped(page.page)}]({_address(page.address)})" if page.address else escaped(page.page)
    event = long_date(page.event, "en") if page.event else ""
    states = [f"{page.units[state]:,} {text}" for state, text in _NAMES.items() if page.units.get(state)]
    what = "; ".join(filter(None, (escaped(page.trouble), ", ".join(states))))
    short = escaped(page.file.rpartition("/")[2])
    place = _address(f"{links.rstrip('/')}/{quote(page.file, errors='surrogatepass')}")
    file = f"[{short}]({place})" if links else f"`{page.file}`"
    return f"| {name} | {event} | {page.words:,} | {what} | {file} |"


def _address(address: str) -> str:
    """An address that cannot end the link that it stands in."""
    return quote(address, safe=":/?#[]@!$&'*+,;=%~-._")

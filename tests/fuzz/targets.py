"""The readers of files that people and tools hand us, each as a law about any bytes; true where they were taken."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline import contents
from pipeline.adapters import link_file, pairs_file, po_files, posts_file, settings, term_files, tmx
from pipeline.adapters.answers import Answers
from pipeline.adapters.memory_store import MemoryStore
from pipeline.adapters.web import Validators
from pipeline.core import ledger as ledgers
from pipeline.core.engines import spending
from pipeline.core.engines.engine import Answer
from pipeline.core.errors import BadFileError, SettingsError
from pipeline.core.model import Catalogue
from pipeline.core.po import po_entries
from pipeline.core.settings.values import Settings
from pipeline.core.sites import versions
from tests.fuzz.oracle import require, require_clear

Run = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: what it must do with any bytes, the kind of its seeds, and words of its language."""

    run: Run
    kind: str
    tokens: tuple[bytes, ...]
    seconds: float = 2.0
    """Of the processor, for one input of 100 KB."""


def po(data: bytes) -> bool:
    """What is taken is written and read back the same; the reader for reports agrees, and reads it without a crash."""
    found = po_entries.read(data)
    if isinstance(found, tuple):
        lines = data.count(b"\n") + 1
        require(1 <= found[0] <= lines, f"names line {found[0]} of {lines}")
        require_clear(BadFileError("page.po", found[1], found[0]), "page.po", in_line=True)
    try:
        held = po_files.loads(data, "page.po", "page", "fr")
    except BadFileError as error:
        require_clear(error, "page.po", in_line=True)
        return False
    written = po_files.dumps(held)
    back = po_files.loads(written, "page.po", "page", "fr")
    require(back.units == held.units, "a unit is not as it was")
    require(_texts(back) == _texts(held), "an obsolete unit is not as it was")
    require(back.comment == held.comment, "the comment is not as it was")
    require(po_files.dumps(back) == written, "written anew it differs")
    require(isinstance(found, po_entries.Reading), f"is refused for reports: {found}")
    assert isinstance(found, po_entries.Reading)
    live = [(entry.context, entry.source, entry.targets[0].text) for entry in found.entries if not entry.obsolete]
    require(live == [(u.context, u.source, u.target) for u in held.units], "reports read something else")
    return True


def _texts(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    return sorted((unit.context or "", unit.source, unit.target) for unit in catalogue.obsolete)


def ledger(data: bytes) -> bool:
    """What is taken keeps its facts."""
    try:
        held = contents.ledger(data, "page.review.tsv")
    except BadFileError as error:
        require_clear(error, "page.review.tsv")
        return False
    text = ledgers.dumps(held)
    back = ledgers.loads(text)
    require(isinstance(back, ledgers.Ledger), f"cannot be read again: {back}")
    assert isinstance(back, ledgers.Ledger)
    require(ledgers.dumps(back) == text, "written anew it differs")
    known = {(fact.source_hash, fact.target_hash, fact.kind) for fact in held.facts}
    require({(fact.source_hash, fact.target_hash, fact.kind) for fact in back.facts} == known, "a fact is lost")
    return True


def pairs(data: bytes) -> bool:
    """What is taken is written and read back the same."""
    try:
        held = pairs_file.loads(data, "locales/pairs.toml")
    except BadFileError as error:
        require_clear(error, "locales/pairs.toml")
        return False
    written = pairs_file.dumps(held)
    require(pairs_file.dumps(pairs_file.loads(written, "again")) == written, "written anew it differs")
    for page in held:
        texts = [
            page.source,
            page.gone,
            page.digest,
            *(text for half in page.halves.values() for text in half_texts(half)),
        ]
        require(all(isinstance(text, str) for text in texts), f"no text in {page}")
    require(pairs_file.loads(written, "again") == held, "read again it differs")
    return True


def half_texts(half: Any) -> Iterable[object]:
    return (half.address, half.existing, half.published, half.follows, half.withdrawn)


def posts(data: bytes) -> bool:
    """What is taken is written and read back the same."""
    try:
        held = posts_file.loads(data, "locales/wordpress.toml")
    except BadFileError as error:
        require_clear(error, "locales/wordpress.toml")
        return False
    require(posts_file.loads(posts_file.dumps(held), "again") == held, "read again it differs")
    return True


def sent(data: bytes) -> bool:
    """What is taken is counted and read back the same."""
    found = spending.loads(data.decode("utf-8", "replace"))
    if isinstance(found, tuple):
        require_clear(BadFileError("sent.tsv", found[1], found[0]), "sent.tsv", in_line=True)
        return False
    require(spending.loads(spending.dumps(found)) == found, "read again it differs")
    for batch in found.batches:
        require(found.sent(batch.month, batch.engine) >= 0, "less than nothing")
    return True


def known_versions(data: bytes) -> bool:
    """Whatever stands there, there are versions, and what is asked with is fit to be sent."""
    found = versions.loads(data)
    for address, version in found.known.items():
        headers = Validators(version.etag, version.modified).headers()
        fits = all(isinstance(value, str) and not set(value) & set("\r\n\0") for value in headers.values())
        require(isinstance(address, str) and fits, f"cannot be sent: {headers}")
    require(versions.loads(versions.dumps(found)) == found, "read again it differs")
    return bool(found.known)


def memory(data: bytes) -> bool:
    """What is taken is written and read back the same."""
    try:
        held = tmx.loads(data, "memory.tmx", "en", "fr")
    except BadFileError as error:
        require_clear(error, "memory.tmx", in_line=True)
        return False
    written = tmx.dumps(held, "en", "fr")
    back = tmx.loads(written, "memory.tmx", "en", "fr")
    wanted = {(entry.source, entry.target) for entry in held if tmx.is_exchangeable(entry)}
    require({(entry.source, entry.target) for entry in back} == wanted, "a pair is not as it was")
    require(tmx.dumps(back, "en", "fr") == written, "written anew it differs")
    return bool(held)


def tables(data: bytes) -> bool:
    """All tables of people's spreadsheets."""
    readers: dict[str, Callable[[str], object]] = {
        "glossary.csv": lambda name: term_files.glossary(data, name, "fr"),
        "fixed.csv": lambda name: term_files.fixed(data, name, "en", "fr"),
        "taxonomies.csv": lambda name: term_files.taxonomies(data, name, "en", "fr"),
        "links.csv": lambda name: link_file.links(data, name, "en", "fr"),
    }
    taken = False
    for name, read in readers.items():
        try:
            read(name)
            taken = True
        except BadFileError as error:
            require_clear(error, name, in_line=True)
    return taken


def config(data: bytes) -> bool:
    """Settings that can be used, or every mistake in a line of its own."""
    path = _SCRATCH / settings.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    try:
        found = settings.load(_SCRATCH, {})
    except SettingsError as error:
        for mistake in error.mistakes:
            require("\n" not in mistake, f"is no one line: {mistake[:200]!r}")
        require_clear(error, str(settings.FILE))
        return False
    require(isinstance(found, Settings), "is no settings")
    return True


def indexes(data: bytes) -> bool:
    """A spoilt index is made anew and works."""
    place = _SCRATCH / "index.sqlite3"
    place.write_bytes(data)
    try:
        with MemoryStore(place, "en") as store:
            store.sync([])
            require(len(store) == 0, "holds what nobody brought")
    except BadFileError as error:
        require_clear(error, str(place))
    place.write_bytes(data)
    try:
        answers = Answers(place, "deepl", "", "en", "fr")
    except BadFileError as error:
        require_clear(error, str(place))
        return False
    answers.keep({"Hello": Answer("Bonjour")}, again=False)
    require(answers.known(["Hello"])["Hello"].text == "Bonjour", "an answer was not kept")
    answers.close()
    return True


_IN_MEMORY: Final = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # SQLite waits for disks
_HOLDER: Final = tempfile.TemporaryDirectory(prefix="diptych-fuzz-", dir=_IN_MEMORY)
_SCRATCH: Final = Path(_HOLDER.name)
_PO: Final = (
    b'msgid "', b'msgstr "', b'msgctxt "', b'msgid ""\n', b'msgstr ""\n', b'"\n', b"\\n", b'\\"', b"\\x41", b"\\101", b"\\a", b"#~ ", b"#| ",
    b"#~| ", b"#, fuzzy\n", b"#. ", b"#: page:1\n", b"#= ", b"#\n", b"# a\n", b"\n", b"\n\n", b"msgid_plural", b"msgstr[0] ", b"domain ",
    b'"Content-Type: text/plain; charset=UTF-8\\n"\n', b"charset=utf-7", b"charset=CHARSET", b"#~", b'#| msgid "a"\n', b'msgid "a"\nmsgstr "b"\n',
    b"#, c-format\n", b'"a" "b"', b"\\\\", b"nplurals=99999999999",
)  # fmt: skip
_TOML: Final = (
    b'version = 1\n', b"[pages.a]\n", b"[pages.a.fr]\n", b'address = "https://forum.example/a"\n', b'address = "http://["\n', b'source = "html"\n',
    b'gone = "2026-11-23"\n', b"gone = 2026-11-23\n", b'digest = "0123456789abcdef"\n', b"rolled_back = 0\n", b"pages = 1\n", b"x = [[[[]]]]\n",
    b'"a\\nb" = 1\n', b"[a]\n", b"[[a]]\n", b"1979-05-27T07:32:00Z", b"inf", b"nan", b"0x10", b"true", b'"""', b"'''", b"\\u0000", b"\\n", b"[posts.a.fr]\n",
    b'kind = "posts"\n', b"number = 0\n", b"earlier = [1]\n", b"site = 1\n", b"a.b.c = 1\n", b'"\\u202e" = 1\n',
)  # fmt: skip
_TMX: Final = (
    b"<tu>", b"</tu>", b'<tuv xml:lang="en">', b'<tuv xml:lang="fr">', b"</tuv>", b"<seg>", b"</seg>", b"<bpt i='1'>", b"</bpt>", b"<ph/>", b"<ph>",
    b"</ph>", b'<prop type="x-origin">', b"</prop>", b"<!DOCTYPE tmx [<!ENTITY a 'b'>]>", b"&a;", b"&#x1;", b"&lt;a1&gt;", b"<![CDATA[", b"]]>",
    b'<?xml version="1.0" encoding="utf-16"?>', b'<?xml version="1.0" encoding="cp1252"?>', b'encoding="shift_jis"', b"<tmx>", b"</tmx>", b"<hi>", b"<!--",
)  # fmt: skip
_CSV: Final = (
    b"term,", b"fr,", b"en;", b"keep", b"yes", b'"', b'""', b",", b";", b"\n", b"\r\n", b"\r", b"taxonomy", b"categories", b"tags", b"https://forum.example/",
    b"forbidden", b"|", b"case", b"exact", b"note", b"de", b"\xef\xbb\xbf", b"\xc2\xa0",
)  # fmt: skip
_TSV: Final = (
    b"0123456789abcdef", b"\t", b"accepted", b"machine", b"revoked", b"approved", b"ignored", b"written", b"commented", b"2026-11-23", b"2026-13-99",
    b"# diptych review ledger 2: x\n", b"# diptych review ledger 1: x\n", b"\n", b"Ann", b"2026-11\tdeepl\t5\t0123456789abcdef\n",
)  # fmt: skip
_JSON: Final = (
    b"{", b"}", b"[", b"]", b":", b",", b'"form": 1', b'"pages"', b'"etag": 5', b'"modified": null', b'"snapshot": []', b'"\\ud800"', b"NaN", b"1e999",
    b"\\r\\n", b"\\u0000",
)  # fmt: skip
_SQL: Final = (b"SQLite format 3\x00", bytes(100), b"\xff" * 100, b"\x10\x00", b"CREATE TABLE answer(x)")

TARGETS: Final = {
    "po": Target(po, "po", _PO),
    "ledger": Target(ledger, "ledger", _TSV),
    "pairs": Target(pairs, "pairs", _TOML),
    "posts": Target(posts, "posts", _TOML),
    "sent": Target(sent, "sent", _TSV),
    "versions": Target(known_versions, "versions", _JSON),
    "tmx": Target(memory, "tmx", _TMX),
    "tables": Target(tables, "tables", _CSV),
    "settings": Target(config, "settings", _TOML),
    "indexes": Target(indexes, "indexes", _SQL),
}

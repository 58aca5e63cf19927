"""The translation memory's index in SQLite: exact forms by their hash, likeness by the rarest words of a text.

An index only: it is made anew from the catalogues and TMX files whenever it is missing, broken or of another version,
and a file that changed replaces what came from it. Nothing is kept here that stands nowhere else.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.core import similarity
from pipeline.core.memory import Entry, sentence_pairs
from pipeline.core.quantities.rebuilding import abstract
from pipeline.core.text import mostly_figures, same_form

_VERSION: Final = 2  # raise it whenever a form, a hash or the schema changes
_WORDS: Final = 2  # of a text, its rarest ones, of which a like text must have one
_FEW_WORDS: Final = 3
_CANDIDATES: Final = 1000  # texts compared, about; more words are looked up as long as they stay below
_HELD: Final = 200_000  # texts kept in working memory once one is looked up, some 20 MB
_BEST: Final = 5
_SHORTEST: Final = 0.6  # a score of 75 needs lengths in this ratio (2 * 0.6 / 1.6 = 0.75)
_SCHEMA: Final = """
create table file(name text primary key, digest text not null, content text not null) without rowid;
create table entry(
  id integer primary key, file text not null, is_part integer not null, form integer not null, abstract integer,
  source text not null, target text not null, origin text not null, before text not null, trust integer not null
);
create table plain(id integer primary key, text text not null);
create index entry_file on entry(file);
create index entry_form on entry(form);
create index entry_abstract on entry(abstract) where abstract is not null;
create virtual table word using fts5(
  text, content='plain', content_rowid='id', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0'
);
create table frequency(word text primary key, count integer not null) without rowid;
"""
_FIELDS: Final = "source, target, origin, before, trust"
_TOKEN: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that entries come from: its name, the digest of its content, and how to read it when that is new."""

    name: str
    digest: str
    read: Callable[[], Iterable[Entry]]


class MemoryStore:
    """An index at ``path``, or in working memory without one, for texts of the locale ``source``.

    ``close`` it, or use it in a ``with`` statement.
    """

    def __init__(self, path: Path | None, source: str) -> None:
        self._source = source
        self._path = path
        self._connection = self._opened()
        self._texts: dict[int, str] | None = None

    def __enter__(self) -> MemoryStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __len__(self) -> int:
        return int(self._connection.execute("select count(*) from entry where not is_part").fetchone()[0])

    # --- what is in it

    def sync(self, sources: Iterable[Source]) -> int:
        """Take in the files that are new or changed and forget those that are gone; how many entries were read."""
        wanted = {source.name: source for source in sources}
        known: dict[str, str] = dict(self._connection.execute("select name, digest from file"))
        stale = [name for name, digest in known.items() if name not in wanted or wanted[name].digest != digest]
        fresh = [source for source in wanted.values() if known.get(source.name) != source.digest]
        if not stale and not fresh:
            return 0
        self._texts = None
        with self._connection:
            self._forget(stale)
            read = sum(self._take(source) for source in fresh)
            self._count()
        return read

    def digest(self) -> str:
        """A digest of all that is in it, whatever the files it came from hold beside."""
        found = hashlib.sha256()
        for row in self._connection.execute("select name, content from file where content != '' order by name"):
            found.update("\0".join(row).encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def add(self, entries: Iterable[Entry], name: str = "") -> None:
        """Take in entries of one source that is not read again."""
        found = list(entries)
        self.sync([Source(name or "entries", str(len(found)), lambda: found)])

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            self._connection.execute(
                "insert into word(word, rowid, text) select 'delete', id, text from plain "
                "where id in (select id from entry where file = ?)",
                (name,),
            )
            self._connection.execute("delete from plain where id in (select id from entry where file = ?)", (name,))
            self._connection.execute("delete from entry where file = ?", (name,))
            self._connection.execute("delete from file where name = ?", (name,))

    def _take(self, source: Source) -> int:
        entries = list(source.read())
        first = int(self._connection.execute("select coalesce(max(id), 0) + 1 from entry").fetchone()[0])
        rows = [row for entry in entries for row in self._rows(entry, source.name)]
        self._connection.executemany(
            "insert into entry values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *row) for number, row in enumerate(rows, first)),
        )
        plain = [
            (number, similarity.plain(str(row[4])))
            for number, row in enumerate(rows, first)
            if not row[1] and not mostly_figures(str(row[4]))
        ]
        self._connection.executemany("insert into plain values (?, ?)", plain)
        self._connection.executemany("insert into word(rowid, text) values (?, ?)", plain)
        content = hashlib.sha256(repr(entries).encode("utf-8", "surrogatepass")).hexdigest() if entries else ""
        self._connection.execute("insert into file values (?, ?, ?)", (source.name, source.digest, content))
        return len(entries)

    def _rows(self, entry: Entry, name: str) -> Iterator[tuple[object, ...]]:
        yield self._row(entry, name, 0)
        for part in sentence_pairs(entry):
            yield self._row(part, name, 1)

    def _row(self, entry: Entry, name: str, is_part: int) -> tuple[object, ...]:
        form = abstract(entry.source, self._source)
        hashes = (_hash(same_form(entry.source)), None if form is None else _hash(same_form(form)))
        fields = (entry.source, entry.target, entry.origin, entry.before, entry.trust)
        return (name, is_part, *hashes, *fields)

    def _count(self) -> None:
        """How many texts each word is in; good enough as long as the number of texts has not changed much."""
        texts = self._connection.execute("select count(*) from plain").fetchone()[0]
        counted = self._connection.execute("select count from frequency where word = ''").fetchone()
        if counted is not None and abs(texts - counted[0]) * 5 < texts:
            return
        self._connection.execute("create virtual table temp.vocabulary using fts5vocab(main, word, row)")
        self._connection.execute("delete from frequency")
        self._connection.execute("insert into frequency select term, doc from temp.vocabulary")
        self._connection.execute("insert into frequency values ('', ?)", (texts,))
        self._connection.execute("drop table temp.vocabulary")

    # --- looking things up

    def exact(self, form: str) -> Sequence[Entry]:
        """The entries whose source has this form, sentences of paragraphs after whole texts."""
        return self._by("form", form, same_form)

    def abstract(self, form: str) -> Sequence[Entry]:
        """The entries whose source has this form once its quantities are left out."""
        return self._by("abstract", form, lambda source: same_form(abstract(source, self._source) or ""))

    def _by(self, column: str, form: str, of: Callable[[str], str]) -> list[Entry]:
        rows = self._connection.execute(
            f"select {_FIELDS} from entry where {column} = ? order by is_part, source, target, origin, before",  # noqa: S608
            (_hash(form),),
        )
        return [entry for row in rows if of((entry := Entry(*row)).source) == form]  # two forms may share a hash

    def alike(self, source: str, floor: float) -> list[tuple[Entry, float]]:
        """The five best entries with their score of at least ``floor``, as in ``similarity.score``."""
        query = similarity.plain(source)
        words = self._rarest(query)
        if not words:
            return []
        rows = self._candidates(" OR ".join(words), len(query))
        found = similarity.alike(query, [plain for _, plain in rows], None, floor)
        best = sorted(((-score, rows[index][1], rows[index][0]) for index, score in found))[:_BEST]
        return [(self._entry(number), -score) for score, _, number in best]

    def _candidates(self, expression: str, length: int) -> list[tuple[int, str]]:
        """Number and plain text of the texts that hold one of the words."""
        texts = self._held_texts()
        if texts is not None:
            numbers = self._connection.execute("select rowid from word where word match ?", (expression,))
            return [(number, texts[number]) for (number,) in numbers]
        return self._connection.execute(
            "select plain.id, plain.text from word join plain on plain.id = word.rowid "
            "where word match ? and length(plain.text) between ? and ?",
            (expression, length * _SHORTEST, length / _SHORTEST),
        ).fetchall()

    def _held_texts(self) -> Mapping[int, str] | None:
        """All plain texts where they are not too many, since fetching a thousand rows takes longer than comparing."""
        if self._texts is None and self._count_of_texts() <= _HELD:
            self._texts = dict(self._connection.execute("select id, text from plain"))
        return self._texts

    def _count_of_texts(self) -> int:
        found = self._connection.execute("select count from frequency where word = ''").fetchone()
        return int(found[0]) if found else 0

    def _entry(self, number: int) -> Entry:
        row = self._connection.execute(f"select {_FIELDS} from entry where id = ?", (number,)).fetchone()  # noqa: S608
        return Entry(*row)

    def _rarest(self, query: str) -> list[str]:
        """What to look up: the two rarest words, and more while the texts they lead to stay few.

        Of a text of few words their beginnings, since another ending makes up much of it.
        """
        words = list(dict.fromkeys(_TOKEN.findall(query)))
        counts = self._counts(words)
        if len(words) <= _FEW_WORDS:
            rare = [word for word in words if counts.get(word, 0) <= 2 * _CANDIDATES] or words
            return [f'"{word[: max(4, len(word) * 3 // 4)]}" *' for word in rare]
        chosen: list[str] = []
        total = 0
        for word in sorted((word for word in words if word in counts), key=lambda word: (counts[word], word)):
            total += counts[word]
            if len(chosen) >= _WORDS and total > _CANDIDATES:
                break
            chosen.append(f'"{word}"')
        return chosen

    def _counts(self, words: Sequence[str]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(words), 500):
            some = words[start : start + 500]
            marks = ",".join("?" * len(some))
            found |= dict(
                self._connection.execute(f"select word, count from frequency where word in ({marks})", some)  # noqa: S608
            )
        return found

    # --- the file

    def _opened(self) -> sqlite3.Connection:
        """The connection; a file that is no index of this version is replaced, one that cannot be is passed over."""
        if self._path is None:
            return _made(sqlite3.connect(":memory:"))
        try:
            return self._on_disk(self._path)
        except (OSError, sqlite3.Error):  # no rights, no room, a folder in its place: then for this run only
            return _made(sqlite3.connect(":memory:"))

    def _on_disk(self, path: Path) -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(sqlite3.DatabaseError):
            connection = sqlite3.connect(path)
            if connection.execute("pragma user_version").fetchone()[0] == _VERSION:
                connection.execute("select count from frequency where word = ''").fetchone()
                return connection
            connection.close()
        path.unlink(missing_ok=True)
        return _made(sqlite3.connect(path))


def _made(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.executescript(_SCHEMA)
    connection.execute(f"pragma user_version = {_VERSION}")
    return connection


def _hash(form: str) -> int:
    """63 bits of the SHA-256 of a form, as SQLite's integers hold them."""
    return int.from_bytes(hashlib.sha256(form.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1

"""Memories as TMX: what we write others read, and what others write we read, however odd."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from translate.storage.tmx import tmxfile

from pipeline.adapters import tmx
from pipeline.core.errors import BadFileError
from pipeline.core.memory import Entry

DTD = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note|prop|ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED
  creationid CDATA #IMPLIED changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note|prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)> <!ELEMENT note (#PCDATA)> <!ELEMENT ude EMPTY>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
"""  # of TMX 1.4b, what concerns a file without inline elements

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("<>&'\"]é\u00a0\u202f")
PIECES = st.text(LETTERS, min_size=1, max_size=12) | st.sampled_from(("<a1>", "</a1>", "<br1/>", "&lt;", "]]>", "&#1;"))
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join).map(tmx._tidied).filter(bool)
ORIGINS = st.from_regex(r"[a-z0-9_&<-]{1,12}", fullmatch=True)
ENTRIES = st.lists(st.builds(Entry, TEXTS, TEXTS, ORIGINS, TEXTS | st.just("")), max_size=6)


def read(text: str | bytes, source: str = "en", target: str = "fr") -> list[tuple[str, str]]:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return [(entry.source, entry.target) for entry in tmx.loads(data, "their.tmx", source, target)]


def file(*units: str, start: str = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">') -> str:
    header = '<header creationtool="X" segtype="sentence" srclang="*all*" datatype="plaintext"/>'
    return f'{start}\n<tmx version="1.4">\n{header}\n<body>\n' + "\n".join(units) + "\n</body>\n</tmx>\n"


def unit(*variants: tuple[str, str], attribute: str = "xml:lang") -> str:
    return "<tu>" + "".join(f'<tuv {attribute}="{lang}"><seg>{seg}</seg></tuv>' for lang, seg in variants) + "</tu>"


def pair(source: str, target: str = "Oui") -> str:
    return unit(("en", source), ("fr", target))


# --- what we write


@given(ENTRIES)
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    assert tmx.loads(tmx.dumps(entries, "en", "fr"), "m.tmx", "en", "fr") == tuple(
        sorted(set(entries), key=lambda e: (e.source, e.target, e.origin, e.before))
    )


@given(ENTRIES)
def test_the_same_entries_give_the_same_bytes(entries: list[Entry]) -> None:
    data = tmx.dumps(entries, "en", "fr")
    assert tmx.dumps([*reversed(entries), *entries], "en", "fr") == data
    assert tmx.dumps(tmx.loads(data, "m.tmx", "en", "fr"), "en", "fr") == data


@given(ENTRIES)
def test_it_is_valid(entries: list[Entry]) -> None:
    dtd = etree.DTD(io.StringIO(DTD))
    assert dtd.validate(etree.fromstring(tmx.dumps(entries, "en", "fr-CA"))), dtd.error_log


def test_the_translate_toolkit_reads_it_as_weblate_does() -> None:
    entries = [
        Entry(
            "See <a1>the <b1>programme</b1></a1> & more<br1/>", "Voir <a1>le <b1>programme</b1></a1> & plus<br1/>", "x"
        ),
        Entry("20,000 guests", "20\u202f000 visiteurs\u00a0!", "y"),
    ]
    store = tmxfile.parsestring(tmx.dumps(entries, "en", "fr"), sourcelanguage="en", targetlanguage="fr")  # type: ignore[no-untyped-call]
    assert [(unit.source, unit.target) for unit in store.units] == [(e.source, e.target) for e in reversed(entries)]
    assert store.translate("20,000 guests", "en", "fr") == "20\u202f000 visiteurs\u00a0!"


def test_what_the_translate_toolkit_writes_is_read() -> None:
    store = tmxfile(sourcelanguage="en")
    store.addtranslation("See <a1>it</a1> & go", "en", "Le <a1>voir</a1> & partir", "fr", comment="hm", context="menu")
    assert read(bytes(store)) == [("See <a1>it</a1> & go", "Le <a1>voir</a1> & partir")]


@pytest.mark.parametrize("letter", ["\x01", "\x0c", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_left_out(letter: str) -> None:
    good, bad = Entry("a", "b", "x"), Entry("a", f"b{letter}", "x")
    assert not tmx.is_exchangeable(bad)
    assert tmx.loads(tmx.dumps([good, bad], "en", "fr"), "m.tmx", "en", "fr") == (good,)


# --- what others write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_encodings(encoding: str) -> None:
    name = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()
    data = file(pair("Summer", "L’été"), start=f'<?xml version="1.0" encoding="{name}"?>').encode(encoding)
    assert read(data) == [("Summer", "L’été")]


def test_utf_16_with_its_mark_in_either_order() -> None:
    text = "\ufeff" + file(pair("Summer", "L’été"), start='<?xml version="1.0" encoding="UTF-16"?>')
    assert read(text.encode("utf-16-le")) == read(text.encode("utf-16-be")) == [("Summer", "L’été")]


def test_utf_8_that_says_it_is_utf_16() -> None:
    assert read(file(pair("Summer", "L’été"), start='<?xml version="1.0" encoding="UTF-16"?>')) == [("Summer", "L’été")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("en", "fr"), ("EN", "FR"), ("en-GB", "fr-FR"), ("en_US", "FR-fr"), ("EN-US", "fr_fr"), ("en-Latn-GB", "fr")],
)
@pytest.mark.parametrize("attribute", ["xml:lang", "lang"])
def test_languages_are_matched_as_people_mean_them(first: str, second: str, attribute: str) -> None:
    assert read(file(unit((first, "Yes"), (second, "Oui"), attribute=attribute))) == [("Yes", "Oui")]
    assert read(file(unit((second, "Oui"), (first, "Yes"), attribute=attribute))) == [("Yes", "Oui")]


def test_of_several_variants_the_nearest_that_says_something() -> None:
    several = unit(("de", "Ja"), ("en-GB", "Aye"), ("en", "Yes"), ("fr-CA", "Ouais"), ("fr", ""), ("fr-FR", "Oui"))
    assert read(file(several)) == [("Yes", "Ouais")]
    assert read(file(several), "en-GB", "fr-FR") == [("Aye", "Oui")]
    assert read(file(several), "en-GB", "fr-BE") == []
    assert read(file(several), "de-AT", "pt") == []


@pytest.mark.parametrize(
    ("found", "wanted", "distance"),
    [("fr", "frr", None), ("fr-CA", "fr-FR", None), ("", "fr", None), ("fr", "fr-CA", 1)],
)
def test_how_near_languages_are(found: str, wanted: str, distance: int | None) -> None:
    assert tmx._distance(found, wanted) == distance


SEGMENTS = [
    ("plain", "plain"),
    ("  wrapped\n      text ", "wrapped text"),
    ("<hi type='x'>High</hi> text", "High text"),
    ("See <bpt i='1'>&lt;a1&gt;</bpt>it<ept i='1'>&lt;/a1&gt;</ept> <ph x='2'>&lt;br1/&gt;</ph>", "See <a1>it</a1> <br1/>"),
    ("See <ph>&lt;a1&gt;&lt;b1&gt;</ph>it<ph>&lt;/b1&gt;&lt;/a1&gt;</ph>", "See <a1><b1>it</b1></a1>"),
    ("See &lt;a1&gt;it&lt;/a1&gt;", "See <a1>it</a1>"),
    ("See <bpt i='1'>&lt;b&gt;</bpt>it<ept i='1'>&lt;/b&gt;</ept>.", "See it."),
    ("<bpt i='1'>{\\b </bpt>Bold<ept i='1'>}</ept> text", "Bold text"),
    ("a <ph>{1}</ph> b", "a b"),
    ("<ph>x</ph> a <ph>x</ph>", "a"),
    ("Stop <ph>{1}</ph>.", "Stop."),
    ("Vrai <ph>{1}</ph> !", "Vrai !"),
    ("un<it pos='begin'>&lt;i&gt;</it>break<it pos='end'>&lt;/i&gt;</it>able", "unbreakable"),
    ("one<ph type='lb'/>two", "one two"),
    ("one<ph>&lt;br /&gt;</ph>two", "one two"),
    ("a<ut>{\\cf1 </ut>b<ph>[<sub>Footnote <hi>x</hi></sub>]</ph>c", "abc"),
    ("<bpt i='1'>&lt;h2&gt;</bpt>Title<ept i='1'>&lt;/h2&gt;</ept>", "Title"),
    ("<![CDATA[R&D <a1>x</a1>]]>", "R&D <a1>x</a1>"),
    ("e\u0301te\u0301", "été"),
    ("<!-- no -->a<?no no?>b", "ab"),
    ("1&#1;2&#x1F;3&#xD800;4&#xFFFE;5&#99999999;6", "123456"),
    ("a\x0bb\x00c\ufffe", "abc"),
    ("&#x41;&#66;&amp;#1;", "AB&#1;"),
    ("20&#160;000", "20\u00a0000"),
]  # fmt: skip


@pytest.mark.parametrize(("segment", "text"), SEGMENTS, ids=[text for _, text in SEGMENTS])
def test_segments(segment: str, text: str) -> None:
    assert read(file(pair(segment))) == [(text, "Oui")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_it_does_not_matter_where_the_file_is_cut(size: int) -> None:
    data = file(*(pair(segment) for segment, _ in SEGMENTS)).encode("utf-8")
    chunks = (data[start : start + size] for start in range(0, len(data), size))
    assert [entry.source for entry in tmx.entries(chunks, "m", "en", "fr")] == [text for _, text in SEGMENTS]


def test_units_without_a_pair_are_skipped_and_say_why() -> None:
    data = file(pair("", "Oui"), pair("Yes", " \n "), pair("<ph>x</ph>"), unit(("en", "Yes")), "<tu/>", pair("Yes"))
    found = [tmx.entry(item, "en", "fr") for item in tmx.units([data.encode()], "m")]
    empty, other = tmx.Lack.EMPTY, tmx.Lack.LANGUAGES
    assert found == [empty, empty, empty, other, other, Entry("Yes", "Oui", "TMX")]


def test_where_a_pair_comes_from() -> None:
    theirs = '<tu><note>n</note><prop type="client">c</prop><tuv xml:lang="en"><prop type="x-origin">page</prop>'
    theirs += '<seg>Yes</seg></tuv><tuv xml:lang="fr"><seg>Oui</seg></tuv></tu>'
    found = tmx.entries([file(theirs, pair("No", "Non")).encode()], "m", "en", "fr", "forum")
    assert [entry.origin for entry in found] == ["page", "forum"]


def test_a_namespace_does_not_matter() -> None:
    assert read('<t:tmx xmlns:t="urn:x"><t:body><t:tu><t:tuv xml:lang="en"><t:seg>Yes</t:seg></t:tuv><t:tuv xml:lang="fr">'
                "<t:seg>Oui</t:seg></t:tuv></t:tu></t:body></t:tmx>") == [("Yes", "Oui")]  # fmt: skip


BROKEN = [
    (b"", 1, "no element found"),
    (file(pair("Yes")).encode()[:-20], 6, "unclosed token"),
    (file("<tu>", "</tuv>").encode(), 7, "mismatched tag"),
    (file(pair("R&D")).encode(), 6, "not well-formed"),
    (file("<tu>\n\n&nbsp;</tu>").encode(), 8, "&nbsp;"),
    (file(pair("&nbsp;"), start="").encode(), 5, "undefined entity"),
    (file(start='<!DOCTYPE tmx [\n<!ENTITY a "b">]>').encode(), 2, 'declares the entity "a"'),
    (
        file(start='<!DOCTYPE tmx [\n<!ENTITY % a SYSTEM "http://x.example/">\n%a;]>').encode(),
        2,
        'declares the entity "a"',
    ),
    (b"<html><body/></html>", 1, "is no TMX"),
    (b"PK\x03\x04", 1, "syntax error"),
    (file(pair("\n\xe9")).encode("latin-1"), 7, "is not UTF-8"),
    (b'<?xml version="1.0" encoding="zip"?><tmx/>', 1, 'the encoding "zip"'),
    (b'<?xml version="1.0" encoding="windows-1299"?><tmx/>', 1, 'the encoding "windows-1299"'),
    ("\ufeff<tmx>".encode("utf-16-le") + b"x", 1, "is not UTF-16"),
]


@pytest.mark.parametrize(("data", "line", "words"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_broken_file_is_named_with_its_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(BadFileError) as caught:
        read(data)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"their.tmx:{line}: ")
    assert caught.value.line == line


def test_entities_that_would_fill_the_memory_are_never_read() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    with pytest.raises(BadFileError, match="declares the entity"):
        read(file(pair("&l29;"), start=f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{laughs}]>'))


def test_a_big_file_streams() -> None:
    def chunks() -> Iterator[bytes]:
        start, end = file("HERE").encode("utf-8").split(b"HERE")
        yield start
        for number in range(400):
            yield "".join(pair(f"Text {number} {n} " + "x" * 400, "y" * 400) for n in range(25)).encode("utf-8")
        yield end

    tracemalloc.start()
    try:
        assert sum(1 for _ in tmx.units(chunks(), "m")) == 10_000  # 9 MB
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=200) | TEXTS.map(lambda text: file(text).encode("utf-8")))
def test_no_bytes_do_worse_than_a_bad_file(data: bytes) -> None:
    with contextlib.suppress(BadFileError):
        read(data)

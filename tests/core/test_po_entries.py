"""Any PO file is read entry by entry, or refused with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.adapters import po_files
from pipeline.core.po import po_entries
from pipeline.core.po.po_entries import Entry, Reading, Target
from tests.conftest import ROOT

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n"Plural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
)


def read(text: str, charset: str = "UTF-8", codec: str = "utf-8") -> Reading:
    found = po_entries.read((HEADER.format(charset) + text).encode(codec))
    assert isinstance(found, Reading), found
    return found


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8-sig"),
        ("CHARSET", "utf-8"),
    ],
)
def test_text_is_read_in_the_charset_of_the_header(charset: str, codec: str) -> None:
    assert read('msgid "summer"\nmsgstr "été"\n', charset, codec).entries == (
        Entry(6, None, "summer", None, (Target("été", 7),)),
    )


def test_plural_forms_contexts_flags_notes_and_obsolete_entries() -> None:
    found = read(
        '#. title\n#= fuzzy, c-format\n#| msgid "old"\nmsgctxt "menu"\nmsgid "one file"\nmsgid_plural "%d files"\n'
        'msgstr[0] ""\n"un fichier"\nmsgstr[1] "%d fichiers"\n\n#~| msgid "x"\n#~ msgid "gone"\n#~ msgstr "parti"\n'
    )
    one, gone = found.entries
    assert (one.context, one.source, one.plural) == ("menu", "one file", "%d files")
    assert one.targets == (Target("un fichier", 12), Target("%d fichiers", 14))
    assert (one.fuzzy, one.notes, one.line) == (True, ("title",), 9)
    assert (gone.source, gone.obsolete) == ("gone", True)
    assert found.forms == 2


def test_escapes_and_strings_side_by_side() -> None:
    (entry,) = read('msgid "a\\tb" "c" \nmsgstr "\\303\\251\\x41\\"\\\\n"\n').entries
    assert (entry.source, entry.targets[0].text) == ("a\tbc", 'éA"\\n')


def test_a_file_without_a_header_is_read() -> None:
    found = po_entries.read(b'msgid "a"\nmsgstr "b"\n')
    assert isinstance(found, Reading)
    assert (found.forms, found.header, len(found.entries)) == (1, {}, 1)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('msgid "a\nmsgstr "b"\n', 6, "closing quote"),
        ('msgid "a"\n', 7, "middle of an entry"),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 7, "cannot stand after msgid"),
        ('msgstr "c"\n', 6, "cannot stand after"),
        ('"c"\n', 6, ""),
        ('msgid "a"\nmsgstr "b"\n<<<<<<< ours\n', 8, "conflict"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 9, "line 6"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 8, "number 0 is missing"),
        ('msgfoo "a"\n', 6, "no keyword"),
        ("hello\n", 6, "no part"),
    ],
)
def test_what_is_no_po_file_is_named_with_its_line(text: str, line: int, word: str) -> None:
    found = po_entries.read((HEADER.format("UTF-8") + text).encode())
    if not word:
        assert isinstance(found, Reading), "it goes on with the header"
        return
    assert isinstance(found, tuple)
    assert found[0] == line
    assert word in found[1]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b'msgid "a"\nmsgstr "\xff"\n', "not UTF-8"),
        (HEADER.format("klingon").encode(), "klingon"),
        (HEADER.format("hex").encode(), "hex"),
        (HEADER.format("UTF-16").encode(), "no PO file can be read"),
        (HEADER.format("undefined").encode(), "undefined"),
        (b"\xde\x12\x04\x95\0\0\0\0", "not UTF-8"),
        (b'msgid "a\0"\nmsgstr ""\n', "binary"),
    ],
)
def test_what_cannot_be_decoded_is_refused(data: bytes, word: str) -> None:
    found = po_entries.read(data)
    assert isinstance(found, tuple)
    assert word in found[1]


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.lists(
            st.sampled_from(
                [
                    'msgid "a"',
                    'msgstr "b"',
                    'msgstr[0] "c"',
                    'msgid_plural "d"',
                    'msgctxt "e"',
                    "#~ ",
                    '#| msgid "f"',
                    "#, fuzzy",
                    '"',
                    '"g"',
                    "",
                    "domain",
                ]
            ),
            max_size=12,
        ).map(lambda lines: "\n".join(lines).encode()),
    )
)
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    found = po_entries.read(data)
    if isinstance(found, tuple):
        assert 1 <= found[0] <= data.count(b"\n") + 1
        assert "\n" not in found[1]


@pytest.mark.parametrize("path", sorted((ROOT / "locales/fr/LC_MESSAGES").glob("*.po")), ids=lambda path: path.stem)
def test_our_catalogues_are_read_as_the_project_reads_them(path: object) -> None:
    data = (ROOT / str(path)).read_bytes()
    found = po_entries.read(data)
    assert isinstance(found, Reading)
    ours = po_files.loads(data, "x.po", "x", "fr")
    live = [entry for entry in found.entries if not entry.obsolete]
    assert [(e.context, e.source, e.targets[0].text, e.fuzzy, e.notes) for e in live] == [
        (u.context, u.source, u.target, u.fuzzy, u.notes) for u in ours.units
    ]
    lines = data.decode().split("\n")
    assert all(lines[line - 1].startswith("msgstr") for line in po_entries.lines(data).values())

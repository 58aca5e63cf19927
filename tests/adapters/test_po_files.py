"""PO files: what is written reads back whole, gettext accepts it, and a broken file is named line by line."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.adapters import po_files
from pipeline.core.errors import BadFileError
from pipeline.core.model import Catalogue, Unit
from pipeline.core.po import po_lines

PATH = "locales/fr/LC_MESSAGES/round-3.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
FIRST = HEADER.count("\n") + 1  # the line after the header

gettext = [pytest.mark.gettext]

# every character but NUL and EOT, which gettext cannot hold, and lone surrogates; the odd ones often
odd = st.sampled_from("\"\\\t\n\r\v\b\f\a\x85\xa0\x1c\u2028\u2029\u202f\ufeff#~|:,.=«»'n\U0001f600\U0001f1eb\U0001f1f7")
any_text = st.text(st.one_of(odd, st.characters(codec="utf-8", exclude_characters="\0\4")), max_size=30)
plain_text = any_text.map(lambda text: text.replace("\n", " "))  # msgfmt --check compares line ends of both texts
word = st.from_regex(r"[a-z][a-z0-9.:/-]{0,11}", fullmatch=True)


def units_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[Unit]:
    return st.builds(
        Unit,
        source=text.filter(bool),
        target=text,
        fuzzy=st.booleans(),
        context=st.none() | text,
        previous=st.none() | text,
        comments=text,
        notes=st.lists(text, max_size=3).map(tuple),
        references=st.lists(word, max_size=3).map(tuple),
        flags=st.lists(word.filter(lambda flag: flag != "fuzzy"), max_size=2).map(tuple),
        obsolete=st.booleans(),
    )


def catalogues(text: st.SearchStrategy[str]) -> st.SearchStrategy[Catalogue]:
    many = st.lists(units_of(text), max_size=6, unique_by=lambda unit: (unit.context, unit.source))
    return st.builds(catalogue_of, many, text)


def catalogue_of(units: list[Unit], comment: str = "") -> Catalogue:
    live = tuple(unit for unit in units if not unit.obsolete)
    return Catalogue("round-3", "fr", live, tuple(unit for unit in units if unit.obsolete), comment=comment)


def reread(catalogue: Catalogue) -> Catalogue:
    return po_files.loads(po_files.dumps(catalogue), PATH, catalogue.slug, catalogue.locale)


def essence(unit: Unit) -> Unit:
    return replace(unit, comments="", notes=(), references=())


def as_msgcat(unit: Unit) -> Unit:
    """msgcat deletes flags it does not know, and fuzzy where there is nothing to be unsure of."""
    return replace(essence(unit), flags=(), fuzzy=unit.fuzzy and bool(unit.target))


SAMPLE = catalogue_of(
    [
        Unit(
            "Round 3 opens", "La session 3 ouvre", notes=("title, h1", "<a1> = link"), references=("en/round-3.html",)
        ),
        Unit(
            "May <b1>be</b1>",
            "Peut-être",
            fuzzy=True,
            previous='May "be"\\',
            flags=("no-wrap",),
            comments="Sûr ?\n\n# oui",
        ),
        Unit("Open", "Ouvert", context="status"),
        Unit("Open", ""),
        Unit("Old", "Vieux", fuzzy=True, previous="Older", comments="gardé", obsolete=True),
    ],
    "A comment\n\non the file",
)

SAMPLE_BYTES = """\
# A comment
#
# on the file
msgid ""
msgstr ""
"Project-Id-Version: diptych\\n"
"Report-Msgid-Bugs-To: \\n"
"POT-Creation-Date: 1970-01-01 00:00+0000\\n"
"PO-Revision-Date: 2026-11-23 12:00+0000\\n"
"Last-Translator: \\n"
"Language-Team: fr\\n"
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#. title, h1
#. <a1> = link
#: en/round-3.html
msgid "Round 3 opens"
msgstr "La session 3 ouvre"

# Sûr ?
#
# # oui
#, fuzzy, no-wrap
#| msgid "May \\"be\\"\\\\"
msgid "May <b1>be</b1>"
msgstr "Peut-être"

msgctxt "status"
msgid "Open"
msgstr "Ouvert"

msgid "Open"
msgstr ""

# gardé
#, fuzzy
#~| msgid "Older"
#~ msgid "Old"
#~ msgstr "Vieux"
""".encode()


def test_a_catalogue_is_written_as_gettext_writes_it() -> None:
    dated = replace(SAMPLE, header={"PO-Revision-Date": "2026-11-23 12:00+0000"})
    assert po_files.dumps(dated) == SAMPLE_BYTES


def test_a_written_file_loads_as_the_same_catalogue_and_is_written_the_same() -> None:
    back = po_files.loads(SAMPLE_BYTES, PATH, "round-3", "fr")
    assert replace(back, header={}) == SAMPLE
    assert po_files.dumps(back) == SAMPLE_BYTES


@given(catalogues(any_text))
@settings(max_examples=300, deadline=None)
def test_any_text_survives_and_a_second_writing_changes_nothing(catalogue: Catalogue) -> None:
    data = po_files.dumps(catalogue)
    back = po_files.loads(data, PATH, catalogue.slug, catalogue.locale)
    obsolete = sorted(catalogue.obsolete, key=lambda unit: (unit.context or "", unit.source))
    assert list(map(essence, back.units)) == list(map(essence, catalogue.units))
    assert list(map(essence, back.obsolete)) == list(map(essence, obsolete))
    assert [unit.references for unit in back.units] == [unit.references for unit in catalogue.units]
    assert po_files.dumps(back) == data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")
    assert b"\r" not in data
    assert b"\n\n\n" not in data


@given(st.text(st.sampled_from('msgidtrcx "\\\n#~|,.:=<>naé\u2028'), max_size=80))
@settings(max_examples=300, deadline=None)
def test_whatever_the_line_check_lets_through_loads_and_is_written_stably(tail: str) -> None:
    text = HEADER + "\n" + tail
    if po_lines.problem(text) is None:  # then polib never has the last word
        catalogue = po_files.loads(text.encode(), PATH, "round-3", "fr")
        assert reread(catalogue).units == catalogue.units


LINES = st.sampled_from(
    [
        'msgid "a"', 'msgid "b"', 'msgstr "c"', 'msgctxt "d"', '"e"', '#~ msgid "f"', '#~ msgstr "g"', '#~ "h"',
        "", "# i", "#", "##j", "#k", "#.", "#.l", "#. m", "#:", "#: n:3 o", "#,", "#,fuzzy", "#= fuzzy, p", "#~",
        '#| msgid "q"', '#|msgid "r"', '#~| msgid "s"', '#| "t"', '#~| "u"', '#| msgctxt "v"',
        '\tmsgid"w"\r', "#\u2028x", "# y\\",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
@settings(max_examples=600, deadline=None)
def test_lines_in_any_order_load_whole_or_are_refused_by_line(lines: list[str]) -> None:
    text = HEADER + "\n" + "\n".join(lines) + "\n"
    reading = po_lines.read(text)
    if isinstance(reading, tuple):
        with pytest.raises(BadFileError, match=f":{reading[0]}: "):
            po_files.loads(text.encode(), PATH, "round-3", "fr")
        return
    back = po_files.loads(text.encode(), PATH, "round-3", "fr")
    assert len(back.units) + len(back.obsolete) == text.count("msgid ") + text.count('msgid"') - 1 - sum(
        line.startswith(("#|", "#~|")) and "msgid" in line for line in lines
    )
    assert reread(back).units == back.units


CANONICAL = st.sampled_from(
    [
        '#. p\n#: en/a.html\nmsgid "a"\nmsgstr "b"\n', '#, fuzzy\n#| msgid "c"\nmsgid "d \\"e\\""\nmsgstr "f\\n"\n',
        'msgid "g\\\\"\nmsgstr ""\n', '#: x:3\n#, c-format, fuzzy\nmsgid "h\u2028i"\nmsgstr "\\tj"\n',
        '#. k \u00a0l\n#. m\nmsgid "n"\nmsgstr "o"\n', 'msgid "a"\nmsgstr "p"\n', '#. \u2028\nmsgid "q"\nmsgstr "r"\n',
        '#: s t\nmsgid "u"\nmsgstr "v"\n', '#. w\\\nmsgid "x"\nmsgstr "y"\n', '# z\nmsgid "0"\nmsgstr "1"\n', "\n",
        '#: a:1 b c:2:3\nmsgid "ctx"\nmsgstr "9"\n', 'msgctxt "h2"\nmsgid "a"\nmsgstr ""\n"wrapped \\""\n"\\n"\n"on"\n',
        '# one\n#\n# two\nmsgid "b"\nmsgstr ""\n', '#  lead\n# tail \nmsgid ""\n"c"\nmsgstr "d"\n',
        '#~ msgid "e"\n#~ msgstr ""\n#~ "f"\n', '# g\n#, fuzzy\n#~| msgid "h"\n#~ msgctxt "i"\n#~ msgid "j"\n#~ msgstr "k"\n',
        '#~| msgid ""\n#~| "l"\n#~ msgid "m"\n#~ msgstr "n"\n', '#~ # o\n#~ msgid "p"\n#~ msgstr "q"\n',
        '#. r\n#~ msgid "s"\n#~ msgstr "#~ t"\n', '#~ #~ msgid "u"\n#~ msgstr "v"\n', '#, fuzzy\n#~ msgid "w"\n#~msgstr "x"\n',
        'msgid "y#~"\nmsgstr "z"\n', '#| msgctxt "1"\n#| msgid "2"\nmsgid "3"\nmsgstr "4"\n',
        '#. 2\x0b\nmsgid "3\x7f"\nmsgstr "4"\n', '#: 5:\n#: :6\nmsgid "7"\nmsgstr "8\\r"\n',
    ]
)  # fmt: skip


@given(st.one_of(st.lists(CANONICAL, max_size=6).map("\n".join), st.lists(LINES, max_size=12).map("\n".join)))
@settings(max_examples=1500, deadline=None)
def test_the_quick_way_reads_what_the_careful_way_reads(body: str) -> None:
    text = f"{HEADER}\n{body}"
    quick = po_files._quick(text, "round-3", "fr")
    if quick is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po_files, "_quick", lambda *_: None)
        assert po_files.loads(text.encode(), PATH, "round-3", "fr") == quick


BAD = [
    pytest.param("", 1, "the file is empty", id="empty"),
    pytest.param(" \n\n", 1, "the file is empty", id="blank"),
    pytest.param(HEADER + '\nmsgid "a"\nmsgstr "b\n', FIRST + 2, "no closing quote", id="unclosed msgstr"),
    pytest.param(HEADER + '\nmsgid "a\nmsgstr "b"\n', FIRST + 1, "no closing quote", id="unclosed msgid"),
    pytest.param(HEADER + '\nmsgid "a\\"\nmsgstr "b"\n', FIRST + 1, "no closing quote", id="escaped closing quote"),
    pytest.param(HEADER + '\nmsgid "a"b"\nmsgstr "b"\n', FIRST + 1, "goes on after its closing quote", id="bare quote"),
    pytest.param(HEADER + '\nmsgid "a" "b"\nmsgstr "b"\n', FIRST + 1, "goes on after", id="two strings"),
    pytest.param(HEADER + '\nmsgid "a\\qb"\nmsgstr "b"\n', FIRST + 1, r"\q is no escape", id="unknown escape"),
    pytest.param(HEADER + '\nmsgid "a"\nmsgstr "\\x41"\n', FIRST + 2, r"\x is no escape", id="hexadecimal escape"),
    pytest.param(HEADER + '\nmsgid "a\0"\nmsgstr ""\n', FIRST + 1, "NUL or EOT", id="NUL"),
    pytest.param(HEADER + "\n<<<<<<< HEAD\n", FIRST + 1, "merge conflict marker", id="ours"),
    pytest.param(HEADER + '\nmsgid "a"\n=======\nmsgstr "b"\n', FIRST + 2, "keep one side", id="divider"),
    pytest.param(HEADER + '\nmsgid "a"\nmsgstr "b"\n>>>>>>> x\n', FIRST + 3, "delete the markers", id="theirs"),
    pytest.param(HEADER + '\nmsgid "a"\nmsgid "b"\nmsgstr ""\n', FIRST + 1, "no msgstr right below", id="no msgstr"),
    pytest.param(HEADER + '\nmsgid "a"\n', FIRST + 1, "no msgstr right below", id="no msgstr at the end"),
    pytest.param(HEADER + '\nmsgctxt "a"\nmsgstr "b"\n', FIRST + 2, "msgstr without a msgid", id="no msgid"),
    pytest.param(HEADER + '\nmsgstr "b"\n', FIRST + 1, "msgstr without a msgid", id="msgstr alone"),
    pytest.param(
        HEADER + '\nmsgid "a"\nmsgstr "b"\nmsgstr "c"\n', FIRST + 3, "msgstr without a msgid", id="two msgstr"
    ),
    pytest.param(HEADER + '\nmsgid "a"\n# c\nmsgstr "b"\n', FIRST + 1, "no msgstr right below", id="comment inside"),
    pytest.param(HEADER + "\nhello\n", FIRST + 1, "no part of a PO file", id="garbage"),
    pytest.param(HEADER + "\nmsgid hello\n", FIRST + 1, 'no text in quotes after "msgid"', id="no quotes"),
    pytest.param(HEADER + '\nmsgtxt "a"\n', FIRST + 1, '"msgtxt" is no keyword', id="unknown keyword"),
    pytest.param(HEADER + '\n# c\n"a"\n', FIRST + 2, "follows no keyword", id="text alone"),
    pytest.param(HEADER + '\n#| "a"\n', FIRST + 1, 'follows no "#| msgid"', id="previous text alone"),
    pytest.param(HEADER + '\n#| msgstr "a"\n', FIRST + 1, 'cannot follow "#|"', id="previous msgstr"),
    pytest.param(HEADER + '\n#~ msgid "a"\nmsgstr "b"\n', FIRST + 2, 'begins with "#~" or none', id="half obsolete"),
    pytest.param(HEADER + '\nmsgid "a"\nmsgid_plural "b"\n', FIRST + 2, "plural forms are not supported", id="plural"),
    pytest.param(
        HEADER + '\nmsgid "a"\nmsgstr[0] "b"\n', FIRST + 2, "plural forms are not supported", id="plural msgstr"
    ),
    pytest.param(
        HEADER + '\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        FIRST + 4,
        f"the same text stands in line {FIRST + 1} too; keep one of the two",
        id="duplicate",
    ),
    pytest.param(
        HEADER + '\nmsgctxt "x"\nmsgid ""\n"a"\nmsgstr "b"\n\nmsgctxt "x"\nmsgid "a"\nmsgstr "c"\n',
        FIRST + 6,
        f"the same text stands in line {FIRST + 1} too",
        id="duplicate, spelt otherwise, with context",
    ),
    pytest.param(
        HEADER + '\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n',
        FIRST + 4,
        f"the same text stands in line {FIRST + 1} too",
        id="duplicate of an obsolete text, which msgfmt refuses as well",
    ),
    pytest.param(HEADER + "\n# lost\n", FIRST + 1, "belongs to no entry", id="comment at the end"),
    pytest.param('msgid "a"\nmsgstr "b"\n', 1, "no header", id="no header"),
    pytest.param('msgid "a"\nmsgstr "b"\n\n' + HEADER, 1, "no header", id="header second"),
    pytest.param('msgid ""\nmsgstr ""\n', 1, "does not say how the file is encoded", id="empty header"),
    pytest.param('msgid ""\nmsgstr ""\n"Language: fr\\n"\n', 1, "charset=UTF-8", id="no Content-Type"),
    pytest.param(HEADER.replace("UTF-8", "ISO-8859-1"), 4, "save the file as UTF-8", id="another charset"),
    pytest.param(HEADER.replace("UTF-8", "CHARSET"), 4, "charset=CHARSET", id="a template's charset"),
    pytest.param(HEADER + '"Language-Team\\n"\n', 5, '"Language-Team" has no colon', id="header line without colon"),
    pytest.param(HEADER + HEADER, 5, "the same text stands in line 1 too", id="two headers"),
]


@pytest.mark.parametrize(("text", "line", "words"), BAD)
def test_a_broken_file_is_refused_with_line_and_remedy(text: str, line: int, words: str) -> None:
    with pytest.raises(BadFileError) as caught:
        po_files.loads(text.encode(), PATH, "round-3", "fr")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{PATH}:{line}: ")
    assert words in str(caught.value)
    assert po_lines.problem(text) == (line, str(caught.value).removeprefix(f"{PATH}:{line}: "))


def test_bytes_that_are_not_utf8_are_named_with_their_line() -> None:
    with pytest.raises(BadFileError, match=r"round-3\.po:7: byte 0xE9 is not UTF-8; save the file as UTF-8"):
        po_files.loads((HEADER + '\nmsgid "a"\n').encode() + b'msgstr "\xe9"\n', PATH, "round-3", "fr")


def test_a_sound_file_has_no_problem() -> None:
    assert po_lines.problem(SAMPLE_BYTES.decode()) is None


TIGHT = """\
#comment
##two
#.note
#:en/a.html:3   en/b.html
#=fuzzy,
#, no-wrap
#|msgid "old"
#| " text"
  msgid""
"a"
msgstr"\\a"

#:
#,
#~msgid "o"
#~|
#~msgstr "p"
#~
#:
"""


def test_spellings_that_gettext_accepts_are_read() -> None:
    text = "\ufeff" + HEADER + "\n" + TIGHT.replace("#~|\n", "")
    back = po_files.loads(text.replace("\n", "\r\n").encode(), PATH, "round-3", "fr")
    assert back.units == (
        Unit("a", "\a", True, None, "old text", "comment\n#two", ("note",), ("en/a.html:3", "en/b.html"), ("no-wrap",)),
    )
    assert back.obsolete == (Unit("o", "p", obsolete=True),)


@pytest.mark.parametrize("mark", ["#~|", "#|"])
def test_the_previous_text_of_an_obsolete_unit_is_kept(mark: str) -> None:
    text = HEADER + f'\n#, fuzzy\n{mark} msgid ""\n{mark} "old"\n#~ msgid "a"\n#~ msgstr "b"\n'
    back = po_files.loads(text.encode(), PATH, "round-3", "fr")
    assert back.obsolete == (Unit("a", "b", True, previous="old", obsolete=True),)
    assert b'#~| msgid "old"\n#~ msgid "a"\n' in po_files.dumps(back)


def test_comments_before_and_after_the_flags_of_the_header_are_kept() -> None:
    back = po_files.loads(("#\n# one\n#, fuzzy\n# two\n" + HEADER).encode(), PATH, "round-3", "fr")
    assert back.comment == "one\ntwo"


def test_known_header_values_are_kept_placeholders_are_not_and_others_follow() -> None:
    old = {
        "X-Generator": "Poedit 3",
        "content-type": "text/plain; charset=utf-8",
        "Last-Translator": "Zoé <z@example.org>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Project-Id-Version": "site",
        "POT-Creation-Date": "2020-01-01 00:00+0000",
        "PO-Revision-Date": "2021-01-01 00:00+0000",
        "A-Field": "1",
    }
    fields = reread(replace(SAMPLE, header=old, locale="fr-CA")).header
    assert list(fields)[-3:] == ["Plural-Forms", "X-Generator", "A-Field"]
    assert fields["Content-Type"] == "text/plain; charset=UTF-8"
    assert fields["Last-Translator"] == "Zoé <z@example.org>"
    assert (fields["Language-Team"], fields["Language"]) == ("fr-CA", "fr_CA")
    assert (fields["Project-Id-Version"], fields["PO-Revision-Date"]) == ("site", "2021-01-01 00:00+0000")
    assert fields["POT-Creation-Date"] == "1970-01-01 00:00+0000"


def test_another_source_language_than_english_is_named() -> None:
    data = po_files.dumps(SAMPLE, source_locale="de")
    assert b'"X-Source-Language: de\\n"' in data
    assert po_files.dumps(po_files.loads(data, PATH, "round-3", "fr")) == data


def test_a_backslash_at_the_end_of_a_comment_line_does_not_join_it_to_the_next_as_gettext_would() -> None:
    unit = Unit("a", notes=("one\\",), comments="two\\\nthree")
    data = po_files.dumps(catalogue_of([unit], "four\\"))
    assert b"# four\\ \nmsgid" in data
    assert b"# two\\ \n# three\n#. one\\ \nmsgid" in data
    assert reread(catalogue_of([unit])).units == (unit,)


def test_nothing_is_wrapped() -> None:
    long = "word " * 100
    unit = Unit(long, long, True, None, long, long, (long,), tuple(f"en/page-number-{n}.html" for n in range(20)))
    assert (
        po_files.dumps(catalogue_of([unit])).count(b"\n") == po_files.dumps(catalogue_of([Unit("a")])).count(b"\n") + 5
    )


def test_a_note_of_two_lines_becomes_two_notes_and_white_space_at_line_ends_goes() -> None:
    unit = Unit("a", notes=("one\ntwo \n\n", ""), comments="\n three\t\r\n\nfour\n")
    assert reread(catalogue_of([unit])).units == (replace(unit, notes=("one", "two"), comments=" three\n\nfour"),)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        pytest.param(Unit("a\ud800"), "lone surrogate", id="surrogate"),
        pytest.param(Unit("a\0"), "NUL or EOT", id="NUL"),
        pytest.param(Unit(""), "the same text stands in line 1 too", id="the header's key"),
        pytest.param(Unit("a", context=""), "", id="empty context is a context"),
        pytest.param(Unit("a", references=("en/a b.html",)), "the unit “a” holds", id="space in a reference"),
        pytest.param(Unit("a", flags=("fuzzy",)), "the unit “a” holds", id="fuzzy as a mere flag"),
        pytest.param(Unit("a", flags=("x, y",)), "the unit “a” holds", id="comma in a flag"),
        pytest.param(Unit("a", "b", obsolete=True), "holds something", id="obsolete among the live"),
    ],
)
def test_what_a_file_cannot_keep_is_not_written(unit: Unit, words: str) -> None:
    catalogue = Catalogue("round-3", "fr", (unit,))
    if not words:
        assert reread(catalogue).units == (unit,)
        return
    with pytest.raises(BadFileError) as caught:
        po_files.dumps(catalogue)
    assert f"{PATH}: not written" in str(caught.value)
    assert words in str(caught.value)


def test_two_units_of_one_text_are_not_written() -> None:
    with pytest.raises(BadFileError, match="the same text stands in two"):
        po_files.dumps(catalogue_of([Unit("a", "b"), Unit("a", "c")]))


def test_a_header_value_cannot_bring_in_another_field() -> None:
    assert "Evil" not in reread(replace(SAMPLE, header={"X-A": "1\nEvil: 2"})).header


def test_what_polib_would_lose_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polib.pofile", lambda *args, **options: [])
    with pytest.raises(BadFileError, match="would not come through whole"):
        po_files.loads(SAMPLE_BYTES, PATH, "round-3", "fr")


def test_what_polib_cannot_read_is_a_bad_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError("Syntax error")

    monkeypatch.setattr("polib.pofile", fail)
    with pytest.raises(BadFileError, match="polib cannot read it: Syntax error"):
        po_files.loads(SAMPLE_BYTES, PATH, "round-3", "fr")


def test_load_reads_a_file_knows_a_missing_one_and_refuses_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "round-3.po"
    assert po_files.load(path, "round-3", "fr") is None
    path.write_bytes(SAMPLE_BYTES)
    assert po_files.load(path, "round-3", "fr") == po_files.loads(SAMPLE_BYTES, str(path), "round-3", "fr")
    with pytest.raises(BadFileError, match="cannot be read"):
        po_files.load(tmp_path, "round-3", "fr")


def tool(data: bytes, *command: str) -> bytes:
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    if command[0] == "msgfmt":
        assert done.stderr == b""
    return done.stdout


class TestGettext:
    pytestmark = gettext

    @given(catalogues(plain_text))
    @settings(max_examples=60, deadline=None)
    def test_msgfmt_accepts_every_file(self, catalogue: Catalogue) -> None:
        tool(po_files.dumps(catalogue), "msgfmt", "--check", "-o", "/dev/null", "-")

    @pytest.mark.parametrize("locale", "ar cs de en es fr fr-CA hr id it ja nl pl pt pt-BR ro ru sk uk zh-CN".split())
    def test_msgfmt_accepts_every_header(self, locale: str) -> None:
        unit = Unit("a", "b")
        data = po_files.dumps(Catalogue("page", locale, (unit,)))
        plural = data + b'\nmsgid "one"\nmsgid_plural "many"\n'
        forms = int(data.split(b"nplurals=")[1][:1])
        plural += b"".join(b'msgstr[%d] "x"\n' % n for n in range(forms))
        tool(plural, "msgfmt", "--check", "-o", "/dev/null", "-")

    @given(catalogues(plain_text))
    @settings(max_examples=60, deadline=None)
    def test_what_msgcat_makes_of_a_file_loads_as_the_same_units(self, catalogue: Catalogue) -> None:
        # msgcat writes nothing for a catalogue of a header only, and drops obsolete units without a target
        units = (*catalogue.units, Unit("one more, longer than thirty characters"))
        known = tuple(unit for unit in catalogue.obsolete if unit.target)
        data = po_files.dumps(replace(catalogue, units=units, obsolete=known))
        ours = po_files.loads(data, PATH, "round-3", "fr")
        back = po_files.loads(tool(data, "msgcat", "-"), PATH, "round-3", "fr")
        assert list(map(as_msgcat, back.units)) == list(map(as_msgcat, ours.units))
        assert list(map(as_msgcat, back.obsolete)) == list(map(as_msgcat, ours.obsolete))

    def test_msgcat_and_msgmerge_keep_the_sample(self, tmp_path: Path) -> None:
        plain = replace(SAMPLE, units=tuple(replace(unit, flags=()) for unit in SAMPLE.units))
        data = po_files.dumps(plain)
        ours = po_files.loads(data, PATH, "round-3", "fr")
        assert po_files.loads(tool(data, "msgcat", "-"), PATH, "round-3", "fr") == ours
        path = tmp_path / "round-3.po"
        path.write_bytes(data)
        merged = tool(b"", "msgmerge", "--quiet", "--previous", str(path), str(path))
        assert po_files.loads(merged, PATH, "round-3", "fr").units == ours.units

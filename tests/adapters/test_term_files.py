"""The glossary and the fixed wordings as people save them, and what they are told of mistakes."""

from __future__ import annotations

import pytest

from pipeline.adapters.term_files import fixed, glossary
from pipeline.core.errors import BadFileError
from pipeline.core.terms import Term

HEAD = "term,fr,keep,forbidden,case,note\n"


def terms(text: str) -> tuple[Term, ...]:
    return glossary(text.encode(), "config/glossary.csv", "fr")


def _read(data: bytes, kind: str) -> object:
    if kind == "fixed":
        return fixed(data, "config/fixed.csv", "en", "fr")
    return glossary(data, "config/glossary.csv", "fr")


def refusal(text: str | bytes, kind: str = "glossary") -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadFileError) as caught:
        _read(data, kind)
    return str(caught.value)


def test_every_column_is_read() -> None:
    found = terms(HEAD + "AI,IA,no,I.A.|A.I.,exact,noun\nLANTERN,,yes,,,\n")
    assert found == (
        Term("AI", "IA", ("I.A.", "A.I."), keep=False, exact=True, note="noun"),
        Term("LANTERN", keep=True),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffterm,fr\nlamp,lampe\n",
        "term;fr\r\nlamp;lampe\r\n",
        "\ufeffTerm ; FR\r\n lamp ; lampe \r\n",
        "term,fr,\nlamp,lampe,\n,,\n\n",
        '"term","fr"\n"lamp","lampe"',
        "term,fr,de\nlamp,lampe,Lampe\n",
        "term,fr\rlamp,lampe\r",
    ],
)
def test_what_spreadsheets_write_is_understood(text: str) -> None:
    assert terms(text) == (Term("lamp", "lampe"),)


def test_commas_semicolons_and_quotes_may_stand_in_a_wording() -> None:
    assert terms('term,fr\n"lamp, small","lampe; ""petite"""\n') == (Term("lamp, small", 'lampe; "petite"'),)
    assert terms("term,fr\nlamp;small,lampe\n") == (Term("lamp;small", "lampe"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lamp,lampe\n", ':1: the first line has no column "term"; it names the columns (term, fr, keep, forbidden'),
        ("term,de\nlamp,Lampe\n", ':1: the first line has no column "fr"'),
        ("term\tfr\nlamp\tlampe\n", ':1: the first line has no column "term"'),
        ("", ':1: the first line has no column "term"'),
        ("term,fr,forbiden\n", ':1: "forbiden" is no column of this table; did you mean "forbidden"?'),
        ("term,fr,fr\n", ':1: the first line has the column "fr" twice'),
        ("term,fr,\nlamp,lampe,extra\n", ':2: "extra" stands in a column without a name'),
        ("term,fr\nlamp\tpost,lampe\n", ':2: a tab stands within "term"; put a space there'),
        ("term,fr\nok,bon\nlamp,lampe\x07\n", ':3: the control character U+0007 stands within "fr"'),
        ('term,fr\nok,bon\n"lamp\npost",lampe\n', ':3: a line break stands within "term"; put a space there (or close'),
        ('term,fr\nok,bon\n"lamp,lampe\nmore,plus\n', ":3: the quotes of this line do not fit"),
        ('term,fr\nok,bon\n"lamp"post,lampe\n', ":3: the quotes of this line do not fit"),
        (
            "term,fr\nlamp,lampe,more\n",
            ":2: has 3 columns where the first line has 2; put a wording that holds a comma",
        ),
        ("term,fr\nlamp\n", ":2: has 1 columns"),
        ("term,fr\nlamp,lampe\nx,y\nLamp,feu\n", ':4: "Lamp" stands here a second time, after line 2'),
        ("term,fr\nnight  walk,a\nnight walk,b\n", ':3: "night walk" stands here a second time, after line 2'),
        ("term,fr\nlamp,\n", ':2: a term needs a wording in "fr", or yes in "keep"'),
        ("term,fr\n,lampe\n", ":2: a term needs"),
        (HEAD + "lamp,lampe,perhaps,,,\n", ':2: "perhaps" in column "keep" is neither yes nor no'),
        (HEAD + "lamp,lampe,,,upper,\n", ':2: "upper" in column "case"'),
        (HEAD + "lamp,lampe,yes,,,\n", ':2: "lamp" is kept as it is, and is "lampe"'),
        (HEAD + "lamp,lampe,,feu|lampe,,\n", ':2: "lampe" is both the wording and forbidden'),
        ("term,fr\nok,bon\nété,summer\n".encode("latin-1"), ':3: is not UTF-8; save it again as "CSV UTF-8"'),
    ],
)
def test_a_mistake_in_the_glossary_is_named_with_its_line(text: str | bytes, told: str) -> None:
    assert refusal(text).startswith(f"config/glossary.csv{told}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source,target\na,b\n", ':1: the first line has no column "en"'),
        ("en,fr\na,\n", ":2: both wordings must be given"),
        ("en,fr\nIt's  here,a\nIt\u2019s here,b\n", ":3: this wording stands here a second time, after line 2"),
        ("en,fr,forbidden\n", ':1: "forbidden" is no column of this table'),
        ("en,fr\na\tb,c\n", ':2: a tab stands within "en"'),
    ],
)
def test_a_mistake_in_the_fixed_wordings_is_named_with_its_line(text: str, told: str) -> None:
    assert refusal(text, "fixed").startswith(f"config/fixed.csv{told}")


def test_fixed_wordings_are_read_for_a_locale_of_two_parts() -> None:
    assert fixed(b"en-GB;fr-CA;note\nHello;Bonjour;x\n", "f", "en-GB", "fr-CA") == {"Hello": "Bonjour"}

"""What no log and no screen may hold is taken out of any text, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.redacting import basic, forms, redacted, without_quotations

KEY = "0f9d1c3a-7b5e-4d2c-9a8b-1e2f3a4b5c6d:fx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://user:pw@forum.example/a?b=1", "https://forum.example/a?b=1"),
        ("see //user@forum.example/", "see //forum.example/"),
        ("https://forum.example/?token=abc&page=2", "https://forum.example/?token=…&page=2"),
        (
            "https://forum.example/feed?page=2&api_key=x9: answers 404",
            "https://forum.example/feed?page=2&api_key=… answers 404",
        ),
        ("/a#access_token=ab.cd", "/a#access_token=…"),
        ("https://forum.example/?X-Amz-Signature=abc", "https://forum.example/?X-Amz-Signature=…"),
        ("https://forum.example/?accessToken=abc", "https://forum.example/?accessToken=…"),
        ("?x=a1b2c3d4e5f6a7b8c9", "?x=…"),
        ("?x=0f9d1c3a-7b5e-4d2c-9a8b-1e2f3a4b5c6d", "?x=…"),
        ("Authorization: Basic dXNlcjpwdw==", "Authorization: Basic …"),
        ("{'Authorization': 'DeepL-Auth-Key abc:fx'}", "{'Authorization': 'DeepL-Auth-Key …'}"),
    ],
)
def test_a_secret_is_taken_out_by_where_it_stands(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://forum.example/?slug=autumn-conference-2026&per_page=100&author=3&lang=fr",
        "https://forum.example/?s=Müller&cat=12",
        "page.changed web-conferences-round-3, 12 of 24 units",
        "write to desk@forum.example; the basic information, the bearer certificate",
        "a == b; x = y",
        "Authorization: wanted from the ministry",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text, forms([KEY])) == text


def test_a_secret_is_taken_out_by_its_value_in_every_form() -> None:
    known = forms([KEY, "abcd efgh ijkl", basic("anna", "abcd efgh ijkl"), ""])
    for shown in (
        KEY,
        KEY.replace(":", "%3A"),
        "abcd efgh ijkl",
        "abcdefghijkl",
        "abcd+efgh+ijkl",
        "abcd%20efgh%20ijkl",
    ):
        assert redacted(f"before {shown} after", known) == "before … after"
    assert redacted(basic("anna", "abcd efgh ijkl"), known) == "…"


def test_a_short_value_is_no_secret_by_itself() -> None:
    assert redacted("a key is set", forms(["key"])) == "a key is set"


@given(st.text(), st.text(min_size=8, alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_secret_outlives_it(text: str, secret: str) -> None:
    known = forms([secret])
    assert not [form for form in known if form in redacted(f"{text}{secret}{text}", known) and "…" not in form]


@given(st.text())
def test_it_can_be_done_twice(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("not written: the unit “Come and see” holds something", "not written: the unit “…” holds something"),
        ('a: "During this session we looked at four cities" names no unit', 'a: "…" names no unit'),
        (
            '"deepl" is no engine; type: diptych accept a --as "Name"',
            '"deepl" is no engine; type: diptych accept a --as "Name"',
        ),
        ("« Venez voir » stays", "«…» stays"),
    ],
)
def test_a_passage_that_a_message_quotes_is_left_out(message: str, expected: str) -> None:
    assert without_quotations(message) == expected

"""What never leaves the machine is found in any spelling, comes back as it was, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.engines.masking import is_private, mask, unmask
from pipeline.core.text import CODE, without_codes

NAMES = ("LANTERN", "River Cities", "People's House")


@pytest.mark.parametrize(
    "text",
    [
        "info@forum.example",
        "INFO@FORUM.EXAMPLE",
        "info<b1>@</b1>forum.example",
        "<b1>info</b1>@<i1>forum</i1>.example",
        "info@forum<wbr1/>.example",
        "info@for\u00adum.exam\u200bple",
        "info @ forum.example",
        "info\uff20forum.example",
        "info (at) forum.example",
        "info(at)forum(dot)example",
        "info [at] forum [dot] example",
        "info at forum dot example",
        "info AT forum DOT example",
        "mailto:info@forum.example?subject=hello",
        "first.last+tag@bücher.example",
        "root@localhost",
        "info@[192.0.2.1]",
        "https://forum.example/a?b=1&c=2",
        "HTTPS://Forum.Example/A",
        "https://forum.example/<wbr1/>apply",
        "ftp://forum.example/file",
        "webcal://forum.example/x",
        "www.forum.example",
        "WWW.FORUM.EXAMPLE",
        "forum.example",
        "FORUM.EXAMPLE",
        "Forum.Example",
        "forum.example/apply",
        "forum.example:8080/apply#top",
        "forum<b1>.example</b1>/apply",
        "163.com",
        "bücher.example",
        "xn--bcher-kva.example",
        "例え.テスト",
        "localhost",
        "http://localhost:8000/x",
        "localhost:8000/x",
        "192.0.2.17",
        "192.0.2.17:80/x",
        "2001:db8::17",
        "2001:db8:0:0:0:0:0:17",
        "LANTERN",
        "LAN<b1>TERN</b1>",
        "River Cities",
        "River\u00a0Cities",
        "River  Cities",
        "River<br1/>Cities",
        "<b1>River</b1> <i1>Cities</i1>",
        "People’s House",
    ],
)
def test_nothing_private_is_left_and_all_of_it_comes_back(text: str) -> None:
    whole = f"Before {text}, after"
    masked, hidden = mask(whole, NAMES)
    assert not {*without_codes(masked, " ").split()} - {"Before", ",", "after", ", after"}
    assert unmask(masked, hidden) == whole
    assert is_private(text, NAMES)
    assert [code.group() for code in CODE.finditer(masked) if code.group() not in hidden] == [
        code.group() for code in CODE.finditer(whole)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It ends here.The next sentence",
        "In <b1>Paris.</b1>The hall is open",
        "the end.</b1>",
        "e.g.this, i.e. that, a.m. and p.m., the U.S.A., a Ph.D.",
        "Version 1.2 weighs 3.5kg on 12.11.2026 at 10.30",
        "2.Introduction and A.Agenda",
        "From 14:00:00 to 15:30",
        "wait...more and/or less",
        "a lantern, LANTERNS, the river Cities",
        "meet us at the hall (at noon)",
        "Q&A: 50% < 60%",
        "C++ and std::vector",
    ],
)
def test_what_is_no_address_and_no_name_is_sent(text: str) -> None:
    assert mask(text, NAMES) == (text, {})


def test_codes_of_the_text_keep_their_numbers() -> None:
    assert mask("<x1/> LANTERN <x3/> and LANTERN", NAMES) == (
        "<x1/> <x2/> <x3/> and <x4/>",
        {"<x2/>": "LANTERN", "<x4/>": "LANTERN"},
    )


def test_a_fixed_sentence_within_a_text_stands_for_its_approved_wording() -> None:
    wordings = {"Funded by the LANTERN fund.": "Financé par le fonds LANTERN."}
    masked, hidden = mask("We met. Funded by the  LANTERN fund. See LANTERN.", NAMES, wordings)
    assert masked == "We met. <x1/> See <x2/>."
    assert unmask(masked, hidden) == "We met. Financé par le fonds LANTERN. See LANTERN."


@given(
    st.lists(
        st.sampled_from(
            ["a", " ", ".", "@", "<b1>", "</b1>", "<br1/>", "LANTERN", "River", "Cities", "x.fr", "\u00ad"]
        ),
        max_size=14,
    )
)
def test_masking_can_always_be_undone(pieces: list[str]) -> None:
    text = "".join(pieces)
    masked, hidden = mask(text, NAMES)
    assert unmask(masked, hidden) == text
    assert "LANTERN" not in masked.split()

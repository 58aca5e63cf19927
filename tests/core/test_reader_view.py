"""What readers see differently is said in readable words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.views.reader_view import changes, lines
from pipeline.core.views.word_diff import changes as pieces
from pipeline.core.views.word_diff import word_diff

PAGE = """<html lang="en"><head><title>T</title><link rel="canonical" href="https://a.example/"><style>p{}</style></head>
<body><script>x</script><h1>Evenings<br>by the river</h1><p>Read <a href="/more/">more</a> &amp; <b>more</b>.</p>
<img src="a.png" alt="A lamp"></body></html>"""


def test_a_page_line_by_line() -> None:
    assert lines(PAGE) == [
        "language: en",
        "title: T",
        "canonical: https://a.example/",
        "Evenings",
        "by the river",
        "Read more </more/> & more.",
        "[image a.png: A lamp]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Read", "Please read", ["~ [-Read-]{+Please read+} more </more/> & more."]),
        ('"/more/"', '"/less/"', ["~ Read more </[-more-]{+less+}/> & more."]),
        ('"A lamp"', '"A lantern"', ["~ [image a.png: A [-lamp-]{+lantern+}]"]),
        ("<h1>", "<p>New here, quite long.</p><h1>", ["+ New here, quite long."]),
        ("<style>", "<style>x", []),
    ],
)
def test_what_changed(old: str, new: str, shown: list[str]) -> None:
    after = PAGE.replace(old, new)
    assert after != PAGE
    assert [change.shown for change in changes(PAGE, after)] == shown
    assert changes(PAGE, PAGE) == ()


def test_what_is_gone() -> None:
    found = changes(PAGE, PAGE.replace("<h1>Evenings<br>by the river</h1>", ""))
    assert [change.shown for change in found] == ["- Evenings", "- by the river"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Et quoi ?", "Et quoi\u00a0?", "Et quoi[-␣-]{+·+}?"),
        ("Et quoi\u00a0?", "Et quoi\u202f?", "Et quoi[-·-]{+¦+}?"),
        ("Et quoi?", "Et quoi\u00a0?", "Et quoi{+·+}?"),
        ("un\u200bmot", "un mot", "un[-⟨zero width space⟩-]{+␣+}mot"),
        ("co-auteur", "co\u2011auteur", "co[---]{+⟨non-breaking hyphen⟩+}auteur"),
        ("un mot", "un autre mot", "un {+autre +}mot"),
    ],
)
def test_no_change_is_invisible(before: str, after: str, shown: str) -> None:
    assert word_diff(before, after) == shown


@given(
    st.text(alphabet="ab \u00a0\u202f\u200b\u00ad\u2060\n", max_size=12),
    st.text(alphabet="ab \u00a0\u202f\u2009", max_size=12),
)
def test_whatever_differs_a_diff_shows_it_with_letters_and_signs(before: str, after: str) -> None:
    marked = [piece for piece in pieces(before, after) if not piece.is_same]
    assert bool(marked) == (before != after)
    for piece in marked:
        assert piece.gone_shown != piece.come_shown
        for text in (piece.gone_shown, piece.come_shown):
            assert not text or text.strip()


def test_a_page_that_differs_by_a_space_shows_it() -> None:
    after = PAGE.replace("by the river", "by the\u00a0river")
    assert [change.shown for change in changes(PAGE, after)] == ["~ by the[-␣-]{+·+}river"]

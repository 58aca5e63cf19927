"""What readers see differently is said in readable words."""

import pytest

from pipeline.core.views.reader_view import changes, lines

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

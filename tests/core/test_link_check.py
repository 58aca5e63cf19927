"""What is wrong with the links and the pairs of published pages is found with its line, and nothing else is."""

from dataclasses import replace

import pytest

from pipeline.core.pairs.link_check import LinkFinding, Published, check, elsewhere
from pipeline.core.pairs.page_links import read

EN, FR = "https://forum.example/en/round/", "https://forum.example/fr/cycle/"
OTHER_EN, OTHER_FR = "https://forum.example/en/first/", "https://forum.example/fr/premier/"
GONE = "https://forum.example/fr/parti/"
HEAD = """<html lang="{lang}"><head><link rel="canonical" href="{own}">
<link rel="alternate" hreflang="en" href="{en}"><link rel="alternate" hreflang="fr" href="{fr}">
<link rel="alternate" hreflang="x-default" href="{en}"></head><body><h2 id="end">x</h2>
"""


def published(french: str = "", english: str = "") -> Published:
    pages = (
        read("round", "en", "round.en.html", EN, HEAD.format(lang="en", own=EN, en=EN, fr=FR) + english),
        read("round", "fr", "round.fr.html", FR, HEAD.format(lang="fr", own=FR, en=EN, fr=FR) + french),
        read("first", "en", "first.en.html", OTHER_EN, HEAD.format(lang="en", own=OTHER_EN, en=OTHER_EN, fr=OTHER_FR)),
        read("first", "fr", "first.fr.html", OTHER_FR, HEAD.format(lang="fr", own=OTHER_FR, en=OTHER_EN, fr=OTHER_FR)),
    )
    files = frozenset(("https://forum.example/files/flyer-fr.pdf", "https://forum.example/sitemap.xml"))
    return Published(pages, "en", files, frozenset((GONE,)), {"fr": {EN: FR, OTHER_EN: OTHER_FR, GONE: EN}})


def said(french: str = "", english: str = "") -> list[str]:
    return [_line(finding) for finding in check(published(french, english))]


def _line(finding: LinkFinding) -> str:
    return f"{finding.severity} {finding.file}:{finding.line}: {finding.message}"


def test_whole_pairs_have_no_finding() -> None:
    good = f'<a href="#end">e</a><a href="#">t</a><a href="{OTHER_FR}#end">f</a><a href="mailto:a@forum.example">m</a>'
    good += f'<a href="{EN}" hreflang="en" lang="en">English</a><img src="https://forum.example/files/flyer-fr.pdf">'
    assert said(good, '<a href="#end">x</a>') == []


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        (f'<p><a href="{OTHER_EN}">x</a>', f"error round.fr.html:4: {OTHER_EN} should lead to its half in fr, {OTHER_FR}"),
        (f'<p>\n<a href="{GONE}">x</a>', f"error round.fr.html:5: {GONE} leads to a page that readers do not have any more"),
        ('<a href="#nowhere">x</a>', f"warning round.fr.html:4: {FR}#nowhere: that page has no such place"),
        ('<img src="https://forum.example/files/other.pdf">', "error round.fr.html:4: https://forum.example/files/other.pdf is not among the project's own files"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(french: str, expected: str) -> None:
    assert said(french) == [expected]


def test_an_anchor_that_only_the_translation_lost_is_an_error() -> None:
    assert said('<a href="#here">x</a>', '<p id="here">x</p>') == [
        f"error round.fr.html:4: {FR}#here: that page has no such place"
    ]


def test_halves_that_do_not_name_each_other_are_errors() -> None:
    whole = published()
    page = whole.pages[1]
    broken = replace(page, alternates={"en": OTHER_EN, "x-default": EN}, language="en", canonical="")
    messages = [finding.message for finding in check(replace(whole, pages=(whole.pages[0], broken, *whole.pages[2:])))]
    assert messages == sorted(
        [
            'the page says that its language is "en", and it is fr',
            f"its canonical address is missing, and it is {FR}",
            f"hreflang en names {OTHER_EN} where {EN} belongs",
            f"hreflang fr names nothing where {FR} belongs",
        ]
    )


def test_what_these_pages_cannot_answer_for_is_listed_once_with_its_place() -> None:
    known = published('<a href="https://press.example/a#b">x</a>\n<a href="https://press.example/a">y</a>')
    assert elsewhere(known, {"first.fr.html"}) == {}
    found = elsewhere(known, {"round.fr.html", "first.fr.html"})
    assert found == {"https://press.example/a": ("round.fr.html", 4)}

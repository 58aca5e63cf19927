"""Listing pages and language links, on the habits of themes and plugins."""

from pathlib import Path

import pytest

from pipeline.adapters.scrape import Announcement, announcements, canonical, other_language
from pipeline.core.errors import FetchError, UsageError

BASE = "https://forum.example/activities/"
SAMPLE = Path(__file__).parents[2] / "sample" / "pages"
REFUSED = b"\xff\xfe<"  # half a letter of UTF-16

LISTINGS = [
    ("<article><h2 class=entry-title><a href=/one/>One</a></h2><a href=/one/#more>more</a></article>", "", ["/one/"]),
    ("<main><h3><a href='/two/?p=1#x'>Two</a></h3><h3><a href=/two/?p=1>again</a></h3></main>", "", ["/two/?p=1"]),
    ("<a rel=bookmark href=/three/>3</a><a href=/about/>About</a>", "", ["/three/"]),
    ("<article><h2><a href=https://other.example/x>Elsewhere</a></h2></article>", "", []),
    ("<div class=card><span><a href=/four/>4</a></span></div>", ".card", ["/four/"]),
    ("<article><h2><a href='mailto:a@forum.example'>Mail</a></h2></article>", "", []),
    ("<article><h2><a href='http://[bad'>Slip</a></h2><h2><a href=/five/>5</a></h2></article>", "", ["/five/"]),
    ("<article><a href=/six/><h3>6</h3></a><p><a href=/aside/>aside</a></p></article>", "", ["/six/"]),
    ("<div id=content><h2><a href=/seven/>7</a></h2></div><h2><a href=/widget/>Widget</a></h2>", "", ["/seven/"]),
    ("<ul><li><h2 class=wp-block-post-title><a href=/eight/>8</a></h2></li></ul>", "", ["/eight/"]),
    ("<main><h2><a href=/b/>b</a></h2><article><h3><a href=/a/>a</a></h3></article></main>", "", ["/b/", "/a/"]),
    ("<main><h2><a href=#top>Top</a></h2><h2><a name=x>No link</a></h2></main>", "", []),
    ("<main><h2><a href='/%ACtivity%25/?p=1&amp;lang=fr#x'>Raw</a></h2></main>", "", ["/%ACtivity%25/?p=1&lang=fr"]),
    ("<base href=/deep/><main><h2><a href=nine/>9</a></h2></main>", "", ["/deep/nine/"]),
    ("<main><h2><a href=ten/>10</a></h2></main>", "", ["/activities/ten/"]),
    ("<a class=x href=/11/>11</a><a href=/no/>no</a><a class=x>none</a>", "a.x", ["/11/"]),
    ("<div class=card><a href=/12/>1</a><a href=/13/>2</a></div><div class=card></div>", ".card", ["/12/"]),
    ("<?xml version='1.0'?><main><h2><a href=/14/>XHTML</a></h2></main>", "", ["/14/"]),
    ("page.html", "", []),
    ("", "", []),
    ("<div>" * 20_000 + "<main><h2><a href=/15/>Deep</a>", "", ["/15/"]),
]


@pytest.mark.parametrize(("page", "selector", "expected"), LISTINGS)
def test_announcements(page: str, selector: str, expected: list[str]) -> None:
    found = announcements(page.encode(), BASE, selector)
    assert [item.url for item in found] == [f"https://forum.example{path}" for path in expected]


def test_a_selector_may_lead_to_another_host() -> None:
    page = b"<p class=x><a href=https://other.example/x>X</a></p>"
    assert announcements(page, BASE, ".x") == (Announcement("https://other.example/x", "X"),)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_titles_are_read_in_the_encoding_of_the_page(encoding: str) -> None:
    page = (
        f"<meta charset={encoding}><article><a rel=bookmark href=/x/><img></a><h2><a href=/x/>Soirée\n <b>d’été</b></a>"
    )
    found = announcements(page.encode(encoding, "xmlcharrefreplace"), BASE)
    assert [" ".join(item.title.split()) for item in found] == ["Soirée d’été"]


def test_what_the_parser_refuses_is_a_bad_page() -> None:
    with pytest.raises(FetchError, match="cannot be read as HTML") as caught:
        announcements(REFUSED, BASE)
    assert caught.value.exit_status == 2


def test_a_wrong_selector_is_the_users_to_mend() -> None:
    with pytest.raises(UsageError, match="listing_selector"):
        announcements(b"<p>", BASE, "a[")


LANGUAGES = [
    ('<link rel="alternate" hreflang="fr-FR" href="/fr/">', "https://forum.example/fr/"),
    ('<a hreflang="fr" href="?lang=fr">Français</a>', "https://forum.example/activities/?lang=fr"),
    ('<p class="wpml-ls"><a href="/fr/x"><span lang="fr">Français</span></a></p>', "https://forum.example/fr/x"),
    ('<li class="lang-item lang-item-fr"><a href="/fr/y">FR</a></li>', "https://forum.example/fr/y"),
    ('<link rel="alternate" hreflang="de" href="/de/">', None),
    (f'<link rel="alternate" hreflang="fr" href="{BASE}">', None),
    (f'<link rel="alternate" hreflang="fr" href="{BASE}#top">', None),
    ('<link rel="alternate" hreflang="fr" href="http://[bad">', None),
    ('<link rel="alternate" hreflang="x-default" href="/x/"><link rel="alternate" hreflang="fro" href="/old/">', None),
    (
        '<link rel="alternate" hreflang="fr-CA" href="/ca/"><link rel="alternate" hreflang="fr" href="/fr/">',
        "https://forum.example/fr/",
    ),
    (
        '<a hreflang="fr" href="/switcher/">FR</a><link rel="alternate" hreflang="fr_FR" href="/link/">',
        "https://forum.example/link/",
    ),
    (
        f'<link rel=canonical href="/one/?p=1"><link rel=alternate hreflang=fr href="/one/?p=1"><a lang=fr href="{BASE}?lang=fr">',
        f"{BASE}?lang=fr",
    ),
    ('<link rel="alternate" hreflang="fr" href="/?lang=fr&amp;p=12">', "https://forum.example/?lang=fr&p=12"),
    # addresses stay raw
    ('<a lang="fr" href="/%ACtivity%25/?p=1">FR</a>', "https://forum.example/%ACtivity%25/?p=1"),
    ('<a hreflang="fr" href="https://fr.forum.example/x/#y">FR</a>', "https://fr.forum.example/x/"),
    # WPML: flags alone; the list inside the item of the page's own language
    ('<ul><li class="wpml-ls-item wpml-ls-item-fr"><a href="/fr/f"><img></a></li></ul>', "https://forum.example/fr/f"),
    (
        (
            '<ul><li class="wpml-ls-item-fr"><a href="#">FR</a><ul class="wpml-ls-sub-menu">'
            '<li class="wpml-ls-item-en"><a href="/en/x">EN</a></li></ul></li></ul>'
        ),
        None,
    ),
    # Polylang leads to the home page for want of a translation, and says so
    (
        '<li class="lang-item lang-item-7 lang-item-fr no-translation"><a lang="fr" hreflang="fr" href="/fr/">FR</a></li>',
        None,
    ),
    ('<li class="lang-item"><a lang="fr-FR" hreflang="fr-FR" href="/fr/z">FR</a></li>', "https://forum.example/fr/z"),
    # qTranslate
    (
        (
            '<ul class="qtranxs_language_chooser"><li class="lang-en active"><a href="/x">EN</a></li>'
            '<li class="lang-fr"><a href="/fr/q">FR</a></li></ul>'
        ),
        "https://forum.example/fr/q",
    ),
    ('<a class="qtranxs_image qtranxs_image_fr" href="/fr/i">FR</a>', "https://forum.example/fr/i"),
    (
        '<li class="qtranxs-lang-menu-item qtranxs-lang-menu-item-fr"><a href="/fr/m">FR</a></li>',
        "https://forum.example/fr/m",
    ),
    # any switcher may lead to a home page; a home page has home pages for translations
    ('<a hreflang="fr" href="/fr/">FR</a>', None),
    ('<a hreflang="fr" href="/?lang=fr">FR</a>', None),
    ('<a hreflang="fr" href="/?lang=fr&amp;p=12">FR</a>', "https://forum.example/?lang=fr&p=12"),
    # the language of the page is not the language of its links
    ('<body class="lang-fr"><p class="wpml-ls"><a href="/x">X</a></p>', None),
    ("", None),
]


@pytest.mark.parametrize(("page", "expected"), LANGUAGES)
def test_other_language(page: str, expected: str | None) -> None:
    assert other_language(page.encode(), BASE, "fr") == expected


@pytest.mark.parametrize(
    ("names", "locale", "expected"),
    [
        (["fr", "fr-CA"], "fr-CA", 1),
        (["fr-FR", "fr-CA"], "fr_CA", 1),
        (["fr"], "fr_CA", 0),
        (["fr-FR"], "fr_CA", None),
        (["zh-Hant", "zh-Hans"], "zh-Hans", 1),
        (["pt-BR"], "br", None),
        (["PT_br"], "pt-BR", 0),
    ],
)
def test_regions_are_told_apart(names: list[str], locale: str, expected: int | None) -> None:
    links = "".join(f'<link rel=alternate hreflang="{name}" href="/{i}/">' for i, name in enumerate(names))
    assert other_language(links.encode(), BASE, locale) == (
        None if expected is None else f"https://forum.example/{expected}/"
    )
    items = "".join(f'<li class="lang-item lang-item-{n.lower()}"><a href="/a/{i}">x</a>' for i, n in enumerate(names))
    assert other_language(items.encode(), BASE, locale) == (
        None if expected is None else f"https://forum.example/a/{expected}"
    )


def test_a_home_page_has_a_home_page_for_a_translation() -> None:
    page = b'<a hreflang="fr" href="/fr/">FR</a>'
    assert other_language(page, "https://forum.example/", "fr") == "https://forum.example/fr/"


CANONICALS = [
    ('<link rel="canonical" href="/one/?p=1#x">', "https://forum.example/one/?p=1"),
    ('<link rel="shortlink canonical" href="two/">', "https://forum.example/activities/two/"),
    ('<link rel="canonical" href="">', None),
    ('<link rel="canonical">', None),
    ('<link rel="canonical" href="http://[bad">', None),
    ("", None),
]


@pytest.mark.parametrize(("page", "expected"), CANONICALS)
def test_canonical(page: str, expected: str | None) -> None:
    assert canonical(page.encode(), BASE) == expected


def test_the_sample_site() -> None:
    listing = (SAMPLE / "activities.html").read_bytes()
    found = announcements(listing, BASE)
    assert found
    assert all(item.title and item.url.startswith("https://forum.example/") for item in found)
    page = (SAMPLE / "round-1.html").read_bytes()
    own = canonical(page, BASE)
    assert own is not None
    french = other_language(page, own, "fr")
    assert french is not None
    assert "fr" in french.removeprefix(own)
    assert other_language(page, own, "de") is None

"""Sitemaps, feeds and collections as sites write them, and what is none of these."""

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.segment import segment_text
from pipeline.core.segmentation.markup import decode
from pipeline.core.segmentation.rules import Rules
from pipeline.core.sites.charset import kept_readable
from pipeline.core.sites.impostors import impostor
from pipeline.core.sites.robots import EVERYTHING, read
from pipeline.core.sites.site_lists import Listed, UnreadableListError, in_language, read_collection, read_xml
from pipeline.core.sites.versions import Version, Versions, dumps, loads

BASE = "https://forum.example/"
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://forum.example/one/ </loc><image:image><image:loc>https://forum.example/p.png</image:loc></image:image>
 <xhtml:link rel="alternate" hreflang="en" href="https://forum.example/one/"/>
 <xhtml:link rel="alternate" hreflang="fr" href="https://forum.example/fr/un/"/></url>
<url><loc>https://forum.example/fr/un/</loc>
 <xhtml:link rel="alternate" hreflang="en-GB" href="https://forum.example/one/"/>
 <xhtml:link rel="alternate" hreflang="fr" href="https://forum.example/fr/un/"/></url>
<url><loc>https://forum.example/two/?a=1&amp;b=%AC</loc></url>
<url><loc>javascript:alert(1)</loc></url>
</urlset>"""
FEEDS = [
    (
        b'<rss version="2.0"><channel><link>https://forum.example/</link><item><title>One</title>'
        b"<link>https://forum.example/one/</link></item><item><link>/two/</link></item></channel></rss>"
    ),
    (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://forum.example/"/>'
        b'<entry><link rel="edit" href="/edit/1"/><link href="https://forum.example/one/"/></entry>'
        b'<entry><link rel="alternate" href="two/"/></entry></feed>'
    ),
    (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b"<item><link>https://forum.example/one/</link></item><item><link>https://forum.example/two/</link></item></rdf:RDF>"
    ),
]


def addresses(data: bytes) -> list[str]:
    return [page.address for page in read_xml(data, BASE).pages]


def test_a_sitemap_gives_pages_with_their_languages() -> None:
    pages = read_xml(SITEMAP, BASE).pages
    assert [page.address for page in in_language(pages, "en")] == [
        "https://forum.example/one/",
        "https://forum.example/two/?a=1&b=%AC",
    ]
    assert pages[0] == Listed(BASE + "one/", (("en", BASE + "one/"), ("fr", BASE + "fr/un/")))
    assert addresses(gzip.compress(SITEMAP)) == addresses(SITEMAP)


def test_an_index_names_further_sitemaps() -> None:
    index = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml.gz</loc></sitemap></sitemapindex>"
    found = read_xml(index, BASE)
    assert (found.pages, found.lists) == ((), (BASE + "a.xml", BASE + "b.xml.gz"))


@pytest.mark.parametrize("feed", FEEDS, ids=["rss", "atom", "rdf"])
def test_feeds_give_the_pages_of_their_entries(feed: bytes) -> None:
    assert addresses(feed) == [BASE + "one/", BASE + "two/"]


def test_a_collection_gives_the_links_of_its_posts() -> None:
    assert [page.address for page in read_collection(b'[{"link": "https://forum.example/one/"}, {"id": 2}]').pages] == [
        BASE + "one/"
    ]
    with pytest.raises(UnreadableListError, match=r"no list of posts \(No route\)"):
        read_collection(b'{"code": "rest_no_route", "message": "No route"}')


BOMB = b'<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">]><urlset><url><loc>https://forum.example/&a;</loc></url></urlset>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><body>Not found</body></html>", "neither a sitemap nor a feed"),
        (b"<urlset><url>", "is no XML"),
        (BOMB, "declares an entity"),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000 + b"</urlset>"), "unpacks to more than"),
        (b"\x1f\x8bnot gzip at all", "cannot be unpacked"),
    ],
    ids=["html", "cut", "entity", "bomb", "damaged"],
)
def test_what_is_no_list_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableListError, match=words):
        read_xml(data, BASE)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableListError):
        read_xml(data, BASE)
    with contextlib.suppress(UnreadableListError):
        read_collection(data)


def test_robots_txt_is_kept_to() -> None:
    rules = read(b"\xef\xbb\xbfUser-agent: *\nDisallow: /private/\nCrawl-delay: 900\n\nUser-agent: diptych\nDisallow: /no/\n"
                 b"Sitemap: https://forum.example/sitemap.xml\n")  # fmt: skip
    assert (rules.allows(BASE + "no/x"), rules.allows(BASE + "private/"), rules.allows(BASE)) == (False, True, True)
    assert rules.sitemaps == ("https://forum.example/sitemap.xml",)
    assert (read(b"User-agent: *\nCrawl-delay: 900").delay, rules.delay, EVERYTHING.delay) == (60.0, 0.0, 0.0)
    assert EVERYTHING.allows(BASE + "x")


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("<p>é</p>".encode(), None, "<p>é</p>"),
        ("<p>é</p>".encode(), "utf-8", "<p>é</p>"),
        ("<p>Ž</p>".encode("iso-8859-2"), "iso-8859-2", "<p>Ž</p>"),
        ('<meta charset="iso-8859-1"><p>é</p>'.encode(), "utf-8", '<meta charset="iso-8859-1"><p>é</p>'),
        ("<meta charset=utf-8><p>é</p>".encode(), "iso-8859-1", "<meta charset=utf-8><p>é</p>"),
        ("<p>é</p>".encode(), "iso-8859-1", "<p>é</p>"),
        (b"<p>caf\xe9</p>", "ISO-8859-1", "<p>café</p>"),
        (b"<p>caf\xe9</p>", "utf-8", "<p>café</p>"),
        (b"<p>x</p>", "no-such-charset", "<p>x</p>"),
    ],
)
def test_a_page_stays_readable_without_its_header(data: bytes, charset: str | None, text: str) -> None:
    kept = kept_readable(data, charset)
    assert decode(kept)[0] == text
    assert kept == data or kept.startswith(b"\xef\xbb\xbf")


ANNOUNCEMENT = f"<title>Rivers</title><main><h1>Rivers</h1><p>{'Come and swim in the river with us. ' * 30}</p></main>"
LOGIN = '<title>Log in</title><form><p>Your name and password</p><input type="password"></form>'
CHALLENGE = "<title>Just a moment...</title><body class=x><p>Checking your browser</p><script src=/cdn-cgi/challenge-platform/x></script>"
BROKEN = "<title>Error</title><p>Error establishing a database connection</p>"


@pytest.mark.parametrize(("text", "name"), [(LOGIN, "a login page"), (CHALLENGE, "captcha"), (BROKEN, "an error page")])
def test_what_stands_in_a_pages_place_is_known(text: str, name: str) -> None:
    rules = Rules()
    page, known = segment_text(text, rules), segment_text(ANNOUNCEMENT, rules)
    assert name in impostor(text, page, known)
    assert name in impostor(text, page, None)


def test_an_announcement_is_no_impostor_whatever_it_speaks_of() -> None:
    rules = Rules()
    for mark in ('<input type="password">', "<script src=/recaptcha.js></script>", "<!-- cf-turnstile -->"):
        text = ANNOUNCEMENT + mark
        assert impostor(text, segment_text(text, rules), None) == ""
        assert impostor(text, segment_text(text, rules), segment_text(ANNOUNCEMENT, rules)) == ""


def test_versions_come_back_and_anything_else_is_none() -> None:
    known = Versions({BASE: Version('W/"1"', "Mon, 23 Nov 2026 10:00:42 GMT", "ab")})
    assert loads(dumps(known)) == known
    assert known.of(BASE, "ab") is not None
    assert known.of(BASE, "cd") is None
    for wrong in (b"", b"[]", b'{"form": 2, "pages": {}}', b'{"form": 1, "pages": {"x": 1}}', b"\xff"):
        assert loads(wrong) == Versions()

"""The site map and the feed: well-formed, complete, and the same bytes for the same pages."""

from xml.etree import ElementTree

from pipeline.core.pairs.site_files import FeedEntry, feed, site_map
from pipeline.core.registry import Half, Page, Registry

ATOM = "{http://www.w3.org/2005/Atom}"
MAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
FR = Half("fr", "https://forum.example/fr/a&b/", "", "2026-05-05", "2026-11-23")


def test_the_site_map_names_every_half_that_is_shown_and_no_other() -> None:
    registry = Registry({
        "a": Page("a", "https://forum.example/a/?x=1&y=2", halves={"fr": FR}),
        "b": Page("b", "https://forum.example/b/", halves={"fr": Half("fr", "https://forum.example/fr/b/")}),
        "c": Page("c", "https://forum.example/c/"),
    })  # fmt: skip
    data = site_map(registry, "en", {("a", "en"), ("a", "fr"), ("b", "en")})
    root = ElementTree.fromstring(data)
    found = {
        url.findtext(f"{MAP}loc"): [(link.get("hreflang"), link.get("href")) for link in url.findall(f"{XHTML}link")]
        for url in root
    }
    english, french = "https://forum.example/a/?x=1&y=2", "https://forum.example/fr/a&b/"
    both = [("en", english), ("fr", french), ("x-default", english)]
    assert found == {english: both, french: both, "https://forum.example/b/": []}
    assert [url.findtext(f"{MAP}lastmod") for url in root] == [None, "2026-11-23", None]


def test_the_feed_has_titles_summaries_and_the_record_s_dates_only() -> None:
    page = (
        '<html><head><title>T | Site</title><meta name="description" content="Trois &lt;conf&eacute;rences&gt;\x0b"></head>'
        "<body><h1>Soir&eacute;es <b>&amp;</b><br>nuits</h1></body></html>"
    )
    old = FeedEntry.of(
        "<title>Vieux</title>", Half("fr", "https://forum.example/fr/vieux/", "", "2025-01-01", "2025-02-02")
    )
    entries = [old, FeedEntry.of(page, FR)]
    data = feed("https://forum.example/fr/feed.xml", "https://forum.example/", "fr", entries)
    assert data == feed("https://forum.example/fr/feed.xml", "https://forum.example/", "fr", entries[::-1])
    root = ElementTree.fromstring(data)
    assert root.findtext(f"{ATOM}updated") == "2026-11-23T00:00:00Z"
    newest, oldest = root.findall(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}title") == "Soirées & nuits"
    assert newest.findtext(f"{ATOM}summary") == "Trois <conférences>"
    assert (newest.findtext(f"{ATOM}published"), newest.findtext(f"{ATOM}updated")) == (
        "2026-05-05T00:00:00Z",
        "2026-11-23T00:00:00Z",
    )
    assert oldest.findtext(f"{ATOM}title") == "Vieux"
    assert oldest.find(f"{ATOM}summary") is None

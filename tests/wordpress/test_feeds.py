"""Feeds, the site map, and what a French page says of itself, on real sites."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest

from tests.wordpress.conftest import PostProject
from tests.wordpress.test_publishing import published, slug

__all__ = ["slug"]  # the fixture

pytestmark = pytest.mark.wordpress


def feed(project: PostProject, query: str, kind: str = "") -> str:
    """A feed as its readers get it."""
    with urllib.request.urlopen(f"{project.site.address}feed/{kind}{query}", timeout=60) as response:
        assert "xml" in response.headers["Content-Type"]
        return str(response.read().decode())


def test_each_language_has_a_feed_of_its_own(project: PostProject, slug: str) -> None:
    english = published(project, slug, excerpt="Bring a lamp.")
    french = project.french(slug)
    for kind in ("", "atom/", "rdf/"):
        ours = feed(project, "?diptych_language=fr", kind)
        assert f"Voici : Evenings by the river {slug}" in ours
        assert french["link"] in ours
        assert "Apportez une lampe." in ours
        assert english["link"] not in ours
        assert "Bring a lamp." not in ours
        for query in ("", "?diptych_language=en"):
            theirs = feed(project, query, kind)
            assert english["link"] in theirs
            assert french["link"] not in theirs
            assert "Apportez" not in theirs


def test_a_feed_says_its_language_and_a_page_names_the_feed_of_its_own(project: PostProject, slug: str) -> None:
    english = published(project, slug)
    french = project.french(slug)
    rss, atom = feed(project, "?diptych_language=fr"), feed(project, "?diptych_language=fr", "atom/")
    assert "<language>fr</language>" in rss
    assert "<title>The forum (Français)</title>" in rss
    assert 'xml:lang="fr"' in atom
    assert "<language>en-US</language>" in feed(project, "")
    page = project.site.page(french["link"])
    named = re.findall(r'<link rel="alternate" type="application/rss\+xml"[^>]*hreflang="fr"[^>]*href="([^"]*)"', page)
    assert named == [f"{project.site.address}feed/?diptych_language=fr"]
    of_the_site = f'href="{project.site.address}feed/"'
    assert of_the_site not in page
    theirs = project.site.page(english["link"])
    assert of_the_site in theirs
    assert "diptych_language" not in theirs


def test_no_feed_shows_french_that_is_not_asked_for_or_not_out(project: PostProject, slug: str) -> None:
    published(project, slug)
    link = project.french(slug)["link"]
    for asked in ("xx", "fr%27--", "%5B%5D", "../fr", ""):
        assert link not in feed(project, f"?diptych_language={asked}")
    assert link in feed(project, "?diptych_language=fr")
    project.type("withdraw", slug)
    assert slug not in feed(project, "?diptych_language=fr")


def site_map(project: PostProject) -> set[str]:
    """What wp-sitemap.xml is made of: as XML it needs PHP's SimpleXML, which is not everywhere."""
    listed = "array_column( ( new WP_Sitemaps_Posts() )->get_url_list( 1, 'post' ), 'loc' )"
    return set(json.loads(project.site.run(f"echo wp_json_encode( {listed} );")))


def test_the_site_map_has_both_halves(project: PostProject, slug: str) -> None:
    english = published(project, slug)
    french = project.french(slug)["link"]
    assert {english["link"], french} <= site_map(project)
    project.type("withdraw", slug)
    assert english["link"] in site_map(project)
    assert french not in site_map(project)


def test_what_wordpress_prints_of_a_french_page_by_itself_is_right(project: PostProject, slug: str) -> None:
    """It prints no JSON-LD and no Open Graph; the canonical link and oEmbed's are the post's own."""
    published(project, slug)
    french = project.french(slug)
    page = project.site.page(french["link"])
    assert "application/ld+json" not in page
    assert "og:locale" not in page
    assert f'<link rel="canonical" href="{french["link"]}"' in page

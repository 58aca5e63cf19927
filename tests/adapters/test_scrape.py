"""Listing pages and language links, on the habits of themes and plugins."""

import pytest

from pipeline.adapters.scrape import announcements, other_language
from pipeline.core.errors import UsageError

BASE = "https://forum.example/activities/"

LISTINGS = [
    ("<article><h2 class=entry-title><a href=/one/>One</a></h2><a href=/one/#more>more</a></article>", "", ["/one/"]),
    ("<main><h3><a href='/two/?p=1#x'>Two</a></h3><h3><a href=/two/?p=1>again</a></h3></main>", "", ["/two/?p=1"]),
    ("<a rel=bookmark href=/three/>3</a><a href=/about/>About</a>", "", ["/three/"]),
    ("<article><h2><a href=https://other.example/x>Elsewhere</a></h2></article>", "", []),
    ("<div class=card><span><a href=/four/>4</a></span></div>", ".card", ["/four/"]),
    ("<article><h2><a href='mailto:a@forum.example'>Mail</a></h2></article>", "", []),
]


@pytest.mark.parametrize(("page", "selector", "expected"), LISTINGS)
def test_announcements(page: str, selector: str, expected: list[str]) -> None:
    found = announcements(page.encode(), BASE, selector)
    assert [item.url for item in found] == [f"https://forum.example{path}" for path in expected]


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
]


@pytest.mark.parametrize(("page", "expected"), LANGUAGES)
def test_other_language(page: str, expected: str | None) -> None:
    assert other_language(page.encode(), BASE, "fr") == expected

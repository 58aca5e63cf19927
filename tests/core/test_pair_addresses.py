"""Where a translation may be is said by a pattern; that it is one is seen by its words."""

import pytest

from pipeline.core.sites.pair_addresses import candidates, is_in, is_pattern


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/en/ => /{locale}/", ["https://forum.example/fr/a/"]),
        ("?lang={locale}", ["https://forum.example/en/a/?lang=fr"]),
        ("/news/ => /actualites/", []),
    ],
)
def test_a_pattern_makes_an_address(pattern: str, found: list[str]) -> None:
    assert is_pattern(pattern)
    assert list(candidates("https://forum.example/en/a/", [pattern], "fr")) == found


def test_a_query_is_added_to_a_query() -> None:
    found = candidates("https://forum.example/?p=4", ["?lang={locale}"], "fr")
    assert list(found) == ["https://forum.example/?p=4&lang=fr"]


@pytest.mark.parametrize("pattern", ["", "/fr/", " => /fr/", "?"])
def test_what_is_no_pattern(pattern: str) -> None:
    assert not is_pattern(pattern)


@pytest.mark.parametrize(
    ("page", "plain", "expected"),
    [
        ('<html lang="fr-FR">', "Bonjour", True),
        ('<html lang="fr">', "The page is in the language of the site and not in another", False),
        ("<html>", "La page est dans la langue du site et pas dans une autre", True),
        ("<html>", "Paris", False),
    ],
)
def test_the_words_of_a_page_say_its_language(page: str, plain: str, expected: bool) -> None:
    assert is_in(page, plain, "fr") is expected

"""Both halves show each other, and all links change in one step."""

from pipeline.core.pairs.dressing import dress
from pipeline.core.pairs.link_targets import LinkTargets
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.markup import START, tokens

EN, FR, OLD = (
    "https://forum.example/en/round/",
    "https://forum.example/fr/cycle/",
    "https://forum.example/en/round/?lang=fr",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en-US">
<head>
<title>T</title>
<meta property="og:locale" content="en_US">
<meta property="og:url" content="{EN}">
<link rel="canonical" href="{EN}">
<link rel="alternate" hreflang="fr" href="{OLD}">
<link rel="stylesheet" href="style.css">
</head>
<body><nav><ul><li><a lang="fr" hreflang="fr" href="{OLD}">Français</a></li></ul></nav>
<main><h1>T</h1>
<p class="wpml-ls">Also in... (<span><a href="{OLD}" class="wpml-ls-link"><span lang="fr">Français</span></a></span>)</p>
<p><a href="https://forum.example/en/first/#top">First</a> <a href="more.html">More</a>
<a href="https://press.example/x" hreflang="fr">a French article</a> <a href="#end">End</a></p>
</main></body></html>
"""
KNOWN = {OLD: "fr", EN: "en", FR: "fr"}
LINKS = {"https://forum.example/en/first/": "https://forum.example/fr/premier/"}


def french(text: str = PAGE, *, notice: str = "", links: dict[str, str] | None = None) -> str:
    targets = LinkTargets(
        LINKS if links is None else links,
        halves=frozenset((*LINKS.values(), FR)) if links is None else frozenset((FR,)),
    )
    return dress(text, Dress("fr", "en", {"en": EN, "fr": FR}, EN, targets, KNOWN, notice=notice))


def english(text: str = PAGE, *, paired: bool = True) -> str:
    return dress(text, Dress("en", "en", {"en": EN, "fr": FR} if paired else {"en": EN}, EN, LinkTargets(), KNOWN))


def alternates(text: str) -> list[tuple[str | None, str | None]]:
    return [
        (t.attr("hreflang"), t.attr("href"))
        for t in tokens(text)
        if t.kind == START and t.tag == "link" and t.attr("hreflang")
    ]


def test_an_english_page_without_a_half_of_ours_stays_byte_for_byte() -> None:
    assert english(paired=False) == PAGE


def test_both_halves_name_each_other_and_the_default() -> None:
    both = [("en", EN), ("fr", FR), ("x-default", EN)]
    assert alternates(english()) == alternates(french()) == both


def test_the_french_half_says_what_it_is() -> None:
    text = french()
    for expected in (
        '<html lang="fr">',
        'content="fr_FR"',
        f'<link rel="canonical" href="{FR}">',
        f'og:url" content="{FR}"',
    ):
        assert expected in text


def test_the_switcher_is_mirrored() -> None:
    text = french()
    assert (
        f'<p class="wpml-ls">Aussi en… (<span><a href="{EN}" class="wpml-ls-link"><span lang="en">English</span></a></span>)</p>'
        in text
    )
    assert f'<a lang="en" hreflang="en" href="{EN}">English</a>' in text
    assert f'Also in... (<span><a href="{FR}"' in english()


def test_a_page_without_a_switcher_gets_one() -> None:
    bare = "<html><head></head><body><main><h1>T</h1><p>x</p></main></body></html>"
    assert f'<p class="diptych-switcher">Also in… (<a href="{FR}" hreflang="fr" lang="fr">Français</a>)</p>' in english(
        bare
    )
    assert f'<p class="diptych-switcher">Aussi en… (<a href="{EN}" hreflang="en" lang="en">English</a>)</p>' in french(
        bare
    )


def test_links_go_to_french_halves_with_their_anchors_and_back() -> None:
    text = french()
    assert 'href="https://forum.example/fr/premier/#top"' in text
    assert 'href="https://press.example/x" hreflang="fr"' in text
    assert 'href="https://forum.example/en/round/more.html"' in text
    assert 'href="#end"' in text
    mended = french(text, links={v: k for k, v in LINKS.items()})
    assert 'href="https://forum.example/en/first/#top"' in mended


def test_dressing_twice_changes_nothing() -> None:
    for text in (french(), english(), french(notice="Cette page suit la version anglaise du 5 mai 2026.")):
        again = english(text) if 'lang="en-US"' in text else french(text, notice=_notice(text))
        assert again == text


def test_the_notice_comes_and_goes() -> None:
    with_notice = french(notice="Suit <b> la version du 5 mai.")
    assert '<p class="diptych-notice" role="note">Suit &lt;b&gt; la version du 5 mai.</p>' in with_notice
    assert french(with_notice) == french()


def _notice(text: str) -> str:
    return "Cette page suit la version anglaise du 5 mai 2026." if "diptych-notice" in text else ""


def test_a_language_spelt_with_references_is_one_name_and_an_anchor_is_no_switch() -> None:
    page = f'<p><a lang="fr" href="{OLD}">Fran&ccedil;ais</a> <a lang="fr" href="#x">La <b>suite</b></a></p>'
    assert french(page).startswith(
        f'<p><a lang="en" href="{EN}">English</a> <a lang="fr" href="#x">La <b>suite</b></a></p>'
    )

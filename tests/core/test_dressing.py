"""Laws of dressing: once is enough, halves name each other, and only what belongs to the pair changes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.pairs.dressing import dress
from pipeline.core.pairs.link_check import Published, check
from pipeline.core.pairs.link_targets import LinkTargets, is_variant, variants
from pipeline.core.pairs.page_links import read
from pipeline.core.pairs.wanted import Dress
from pipeline.core.registry import Half, Page, Registry
from pipeline.core.segmentation.json_members import objects

EN, FR, DE, OLD = (f"https://forum.example/{name}/" for name in ("en/round", "fr/cycle", "de/runde", "fr/vieux"))
KNOWN = {EN: "en", FR: "fr", DE: "de", OLD: "fr"}
FILES = frozenset(f"https://forum.example/files/{name}" for name in ("flyer-fr.pdf", "map-fr.png", "map-fr-2x.png"))
TARGETS = LinkTargets(
    {"https://forum.example/en/first/": "https://forum.example/fr/premier/", EN: FR},
    {"https://lantern.example/": "https://lantern.example/fr/"},
    frozenset((FR, "https://forum.example/fr/premier/")),
    variants(("-en. => -{locale}.", "-en- => -{locale}-"), "fr"),
    FILES,
)


def wanted(locale: str = "fr", **changes: Any) -> Dress:
    halves = {"en": EN, "fr": FR}
    made = Dress(locale, "en", halves, EN, TARGETS if locale != "en" else LinkTargets(), KNOWN, others=("fr", "de"))
    return replace(made, **changes)


HEADS = st.lists(
    st.sampled_from(
        [
            "<title>T</title>",
            "\n",
            f'<link rel="canonical" href="{EN}">',
            f'\n<link rel="alternate" hreflang="fr" href="{OLD}">\n',
            f'<link rel="alternate" hreflang="en" href="{EN}"/>',
            '<meta property="og:locale" content="en_GB">\n<meta property="og:locale:alternate" content="fr_FR" />',
            '<meta http-equiv="content-language" content="en">',
            '<meta name="dcterms.language" content="eng">',
            '<base href="../">',
            '<script type="application/ld+json">{"@type":"WebPage","url":"https://forum.example/en/round/","inLanguage":"en-US"}</script>',
            '<script type="application/ld+json">[{ "@type" : ["Article"] }, {"@graph":[{"@type":"Event"}]}]</script>',
            '<script type="application/ld+json">{"@type":"WebPage", broken</script>',
        ]
    ),
    max_size=6,
).map("".join)
BODIES = st.lists(
    st.sampled_from(
        [
            "<h1>T</h1>",
            "<p>text</p>\n",
            f'<p class="ls">Also in... (<span><a href="{OLD}"><span lang="fr">Français</span></a></span>)</p>',
            f'<ul><li><a lang="en" href="{EN}">English</a></li><li><a lang="fr" href="{FR}">Fran&ccedil;ais</a></li></ul>',
            f'<section><a lang="fr" href="{FR}"><span>Français</span><abbr title="Français">fr</abbr></a></section>',
            f'<a href="{EN}#x">here</a>',
            '<a href="../first/?a=1#top">first</a>',
            '<a href="https://forum.example/about/">about</a>',
            "<a href=/about/>about</a>",
            '<a href="https://lantern.example/" hreflang="en">l</a>',
            '<a href="/files/flyer-en.pdf">f</a>',
            '<img src="/files/map-en.png" srcset="/files/map-en.png 1x, /files/map-en-2x.png 2x">',
            '<p lang="en-GB">Hello</p>',
            '<a href="examples/x.html">English</a>',
            '<li><a lang="fr" href="https://forum.example/fr/premier/">Français</a></li>',
            '<p class="diptych-switcher">old</p>',
            '\n<p class="diptych-notice" role="note">old</p>',
        ]
    ),
    max_size=8,
).map("".join)
PAGES = st.builds(
    lambda start, head, middle, body, end: f"{start}{head}{middle}{body}{end}",
    st.sampled_from(["<html><head>", '<!DOCTYPE html>\r\n<html lang="en-US">\r\n<head>\r\n', "<html xml:lang=en lang=en><head>"]),
    HEADS,
    st.sampled_from(["</head><body><main>", "\n</head>\n<body>\n", "<body>"]),
    BODIES,
    st.sampled_from(["</main></body></html>", "\n</body></html>\n"]),
)  # fmt: skip
DRESSES = st.builds(
    lambda locale, more, notice, feed: wanted(
        locale, halves={"en": EN, "fr": FR, **({"de": DE} if more else {})}, notice=notice, feed=feed
    ),
    st.sampled_from(["en", "fr"]),
    st.booleans(),
    st.sampled_from(["", "Cette page suit la version du 5 mai."]),
    st.sampled_from(["", "https://forum.example/fr/feed.xml"]),
)


@settings(max_examples=300)
@given(PAGES, DRESSES)
def test_dressing_is_idempotent(page: str, dressed: Dress) -> None:
    once = dress(page, dressed)
    assert dress(once, dressed) == once


@given(PAGES, DRESSES)
def test_what_was_added_goes_without_a_trace_when_it_is_added_anew(page: str, dressed: Dress) -> None:
    once = dress(page, dressed)
    with_notice = dress(once, replace(dressed, notice="Bientôt."))
    assert dress(with_notice, dressed) == once


@given(PAGES)
def test_an_english_page_without_another_half_is_not_touched(page: str) -> None:
    page = re.sub(r'\n?<p class="diptych-\w+".*?</p>', "", page)
    assert dress(page, wanted("en", halves={"en": EN})) == page


SETS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=4)


@given(SETS, PAGES)
def test_hreflang_is_reciprocal_for_any_set_of_live_halves(live: list[tuple[bool, bool, bool]], page: str) -> None:
    page = page.replace(' hreflang="fr"', "").replace('<base href="../">', "")
    registry = Registry()
    for number, (french, german, withdrawn) in enumerate(live):
        halves = {
            locale: Half(locale, f"https://forum.example/{locale}/{number}/", "", "2026-11-23", "2026-11-23" if there else "", "", "2026-11-24" if withdrawn else "")
            for locale, there in (("fr", french), ("de", german))
        }  # fmt: skip
        registry = registry.with_page(Page(f"p{number}", f"https://forum.example/en/{number}/", halves=halves))
    found = []
    for item in registry:
        there = item.there("en")
        for locale, address in there.items():
            targets = LinkTargets(registry.links("en", locale), halves=registry.live(locale))
            known = {half.address: half.locale for half in item.halves.values()} | {item.address: "en"}
            dressed = dress(page, Dress(locale, "en", there, item.address, targets, known, registry.dead()))
            found.append(read(item.slug, locale, f"{item.slug}.{locale}.html", address, dressed))
            names = set(found[-1].alternates)
            assert names == ({*there, "x-default"} if len(there) > 1 else names & {"en"})
    messages = [item.message for item in check(Published(found, "en", frozenset(), registry.dead(), {}))]
    assert [message for message in messages if "hreflang" in message or "readers do not have" in message] == []


# --- single things


def french(body: str, **changes: Any) -> str:
    return dress(body, wanted(**changes))


def test_links_go_to_french_pages_with_query_and_anchor_and_others_are_marked() -> None:
    for given_, expected in [
        ('<a href="../first/?a=1&amp;b=2#top">', '<a href="https://forum.example/fr/premier/?a=1&amp;b=2#top">'),
        ('<a href="https://lantern.example/#x">', '<a href="https://lantern.example/fr/#x">'),
        ('<a href="/about/">', '<a href="/about/" hreflang="en">'),
        ("<a href=/about/ class=x>", '<a href=/about/ hreflang="en" class=x>'),
        (f'<a href="{EN}#part">', f'<a href="{FR}#part">'),
        ('<a class="x" href="/en/first/" hreflang="en">', '<a class="x" href="https://forum.example/fr/premier/">'),
        ('<a href="/fr/contact/">', '<a href="/fr/contact/">'),
        ('<a href="/contact/?lang=fr">', '<a href="/contact/?lang=fr">'),
        ('<a href="/home-fr.html">', '<a href="/home-fr.html">'),
        ('<a href="/home-en.html">', '<a href="/home-en.html" hreflang="en">'),
        ('<a href="/files/flyer-en.pdf">', '<a href="https://forum.example/files/flyer-fr.pdf">'),
        ('<a href="/files/other-en.pdf">', '<a href="/files/other-en.pdf">'),
        ('<a href="mailto:a@forum.example">', '<a href="mailto:a@forum.example">'),
        ('<a href="https://press.example/">', '<a href="https://press.example/">'),
    ]:
        assert french(f"<p>{given_}x</a></p>") == f"<p>{expected}x</a></p>"


def test_links_change_back_when_the_other_half_goes() -> None:
    there = french('<p><a href="/en/first/">x</a></p>')
    back = LinkTargets({"https://forum.example/fr/premier/": "https://forum.example/en/first/"})
    gone = dress(there, wanted(links=back, dead=frozenset(("https://forum.example/fr/premier/",))))
    assert gone == '<p><a href="https://forum.example/en/first/" hreflang="en">x</a></p>'
    assert french(gone) == there


def test_images_take_their_variant_and_no_english_size_of_it_stays() -> None:
    image = (
        '<img src="/files/map-en.png" srcset="/files/map-en.png 1x, /files/map-en-2x.png 2x, /files/map-en-3x.png 3x">'
    )
    base = "https://forum.example/files/"
    assert french(image) == f'<img src="{base}map-fr.png" srcset="{base}map-fr.png 1x, {base}map-fr-2x.png 2x">'


def test_a_toggle_with_an_abbreviation_is_mirrored_whole() -> None:
    toggle = (
        '<section id="wb-lng"><ul><li><a lang="fr" hreflang="fr" href="/fr/cycle/">\n<span class="hidden-xs">Français</span>'
        '\n<abbr title="Français" class="visible-xs">fr</abbr>\n</a></li></ul></section>'
    )
    shown = french(toggle)
    for old, new in (('"fr"', '"en"'), ("Français", "English"), (">fr<", ">en<"), ("/fr/cycle/", EN)):
        toggle = toggle.replace(old, new)
    assert shown.startswith(toggle)
    assert french(shown) == shown


def test_a_switcher_that_lists_both_languages_keeps_its_order() -> None:
    both = f'<ul><li><a lang="en" href="{EN}">English</a></li><li><a lang="fr" href="{OLD}">Français</a></li></ul>'
    assert french(both) == both.replace(OLD, FR)


def test_a_link_to_the_page_itself_is_no_switcher() -> None:
    page = f'<p><a href="{EN}">Evenings by the river</a></p>'
    assert french(page) == f'<p><a href="{FR}">Evenings by the river</a></p>'
    assert dress(page, wanted("en")).startswith(page)


def test_a_link_to_another_page_in_french_is_no_switcher() -> None:
    link = '<li><a lang="fr" href="https://forum.example/fr/premier/">Français</a></li>'
    assert french(link) == link


@pytest.mark.parametrize(
    ("switcher", "left"),
    [
        (f'<p class="ls">Also in... (<span><a href="{OLD}" lang="fr">Français</a></span>)</p>', ""),
        (f'<p>Read on. <a href="{OLD}" lang="fr">Français</a></p>', "<p>Read on. </p>"),
        (f'<ul><li><a lang="en" href="{EN}">English</a></li><li><a lang="fr" href="{OLD}">Français</a></li></ul>',
         f'<ul><li><a lang="en" href="{EN}">English</a></li></ul>'),
    ],
)  # fmt: skip
def test_a_switcher_to_a_page_that_was_taken_down_goes(switcher: str, left: str) -> None:
    dead = wanted("en", halves={"en": EN}, dead=frozenset((OLD,)))
    assert dress(f"<main>{switcher}</main>", dead) == f"<main>{left}</main>"


def test_the_head_of_the_french_half() -> None:
    head = '<html xml:lang="en"><head><meta name="dcterms.language" content="eng"><meta property="og:locale" content="en_GB"></head>'
    shown = french(head, feed="https://forum.example/fr/feed.xml")
    assert shown == (
        '<html lang="fr" xml:lang="fr"><head><meta name="dcterms.language" content="fra">'
        '<meta property="og:locale" content="fr_FR">\n<meta property="og:locale:alternate" content="en_US">'
        f'\n<link rel="canonical" href="{FR}">\n<link rel="alternate" hreflang="en" href="{EN}">'
        f'\n<link rel="alternate" hreflang="fr" href="{FR}">\n<link rel="alternate" hreflang="x-default" href="{EN}">'
        '\n<link rel="alternate" type="application/atom+xml" href="https://forum.example/fr/feed.xml"></head>'
    )


def test_structured_data_names_language_address_and_the_original() -> None:
    data = (
        '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"@EN@#webpage","url":"@EN@","inLanguage":"en-US",'
        '"datePublished":"2026-11-02T10:12:08+01:00","isPartOf":{"@type":"WebSite","url":"https://forum.example/"}},'
        '{"@type":"Event","startDate":"2027-05-12T14:00","inLanguage":"en"}]}'
    ).replace("@EN@", EN)
    page = f'<script type="application/ld+json">{data}</script>'

    def graph(text: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(text[text.index("{") : text.rindex("}") + 1])["@graph"]
        return found

    shown = french(page)
    web, event = graph(shown)
    assert web["translationOfWork"] == {"@id": EN}
    assert (web["@id"], web["url"], web["inLanguage"]) == (f"{FR}#webpage", FR, "fr")
    assert web["datePublished"] == "2026-11-02T10:12:08+01:00"
    assert (event["startDate"], event["inLanguage"]) == ("2027-05-12T14:00", "fr")
    assert french(shown) == shown
    english = graph(dress(page, wanted("en")))
    assert english[0]["workTranslation"] == {"@id": FR}
    assert english[0]["url"] == EN
    three = graph(dress(page, wanted("en", halves={"en": EN, "fr": FR, "de": DE})))
    assert three[0]["workTranslation"] == [{"@id": FR}, {"@id": DE}]


def test_an_element_that_says_english_is_french_once_its_text_is() -> None:
    english = '<main><p lang="en-GB">Good evening</p><p><span lang="en">Horizon Europe</span></p></main>'
    shown = french(english.replace("Good evening", "Bonsoir"), english=english)
    assert '<p lang="fr">Bonsoir</p>' in shown
    assert '<span lang="en">Horizon Europe</span>' in shown
    assert french(shown) == shown


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=8,
    )
)
def test_members_of_json_are_where_they_are_said_to_be(value: object) -> None:
    for indent, ascii_only in product((None, 2), (True, False)):
        text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
        for item in objects(text):
            for member in item.members:
                assert json.loads(text[member.value_start : member.end]) == member.value
                assert json.loads(f"{{{text[member.start : member.end]}}}") == {member.key: member.value}


def test_patterns_of_files() -> None:
    assert [is_variant(text) for text in ("-en. => -{locale}.", "-en.", "=> x{locale}", "a => b")] == [
        True,
        False,
        False,
        False,
    ]

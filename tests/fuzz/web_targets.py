"""What comes over the network, each as a law about any bytes; true where they were taken."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, Final
from unittest import mock

import requests

from pipeline import contents
from pipeline.adapters import scrape
from pipeline.adapters.deepl_engine import DeepLEngine
from pipeline.adapters.libretranslate_engine import LibreTranslateEngine
from pipeline.adapters.wordpress import WordPress
from pipeline.core.engines.engine import Question
from pipeline.core.engines.tagged import read_xml, wrong_codes
from pipeline.core.errors import BadFileError, FetchError, OutsideError
from pipeline.core.pairs import page_links
from pipeline.core.pairs.dressing import dress
from pipeline.core.pairs.wanted import Dress
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules
from pipeline.core.sites import robots, site_lists
from pipeline.core.sites.charset import kept_readable
from pipeline.core.sites.fingerprint import fingerprint
from pipeline.core.sites.impostors import impostor
from pipeline.core.source_checks.checking import check
from pipeline.core.source_checks.english_page import english_page
from pipeline.core.source_checks.model import Circumstances
from pipeline.core.views import framing, reader_view
from pipeline.core.wordpress.post_links import mend_links
from pipeline.stages.fetching.style_sheets import linked
from tests.fuzz.oracle import require, require_clear, require_plain
from tests.fuzz.targets import Target

_BASE: Final = "https://forum.example/a/"
_RULES: Final = (Rules(), Rules(whole_page=True), Rules(wordpress=True))
_TODAY: Final = datetime.date(2026, 11, 23)
_KEY: Final = "d3adbeef-fake-key-0000:fx"
_QUESTIONS: Final = (Question("See <a1>here</a1>"), Question("Hello"))
_STATUSES: Final = (200, 200, 200, 200, 400, 200, 404, 403, 413, 429, 456, 500, 503, 529, 201, 302)


def page(data: bytes) -> bool:
    """A page that is taken comes back byte for byte, untouched and with its own texts put back."""
    taken = False
    for rules in _RULES:
        try:
            found = segment(data, rules)
        except ValueError as error:
            require_plain(str(error))
            continue
        taken = True
        require(render(found, {}).data() == data, f"does not come back untouched ({rules.wordpress=})")
        own = {slot.text: slot.text for slot in found.slots}
        require(render(found, own).data() == data, f"its own texts change it ({rules.wordpress=})")
    try:
        contents.skeleton(data, "locales/en/page.html", "page", Rules())
    except BadFileError as error:
        require_clear(error, "locales/en/page.html")
    return taken


def from_a_site(data: bytes) -> bool:
    """Everything that is asked of a page as a site served it."""
    try:
        data = kept_readable(data, None)
        found = segment(data)
    except ValueError as error:
        require_plain(str(error))
        return False
    fingerprint(found.text, Rules())
    require(isinstance(impostor(found.text, found, None), str), "is no name")
    require(isinstance(impostor(found.text, found, found), str), "is no name")
    reader_view.lines(found.text)
    framing.framed(found.text, _BASE, {})
    list(linked(found.text, _BASE))
    return _scraped(data)


def _scraped(data: bytes) -> bool:
    for read in (scrape.canonical, scrape.language, scrape.feeds, scrape.announcements, _other):
        try:
            found: object = read(data, _BASE)
        except FetchError as error:
            require_plain(str(error))
            return False
        for address in found if isinstance(found, tuple) else ():
            url = str(getattr(address, "url", address))
            require(url.startswith(("http://", "https://")), f"is no web address: {url!r}")
    return True


def _other(data: bytes, base: str) -> str | None:
    return scrape.other_language(data, base, "fr")


def on_its_way_out(data: bytes) -> bool:
    """A page dressed as a half of a pair, its links read, its English checked, its posts' links led; twice is once."""
    try:
        skeleton = segment(data)
    except ValueError:
        return False
    both = {"en": _BASE, "fr": f"{_BASE}fr/"}
    for locale, address in both.items():
        wanted = Dress(
            locale, "en", both, _BASE, known={f"{_BASE}old": "fr"}, dead=frozenset({f"{_BASE}dead"}), notice="Voir"
        )
        once = dress(skeleton.text, wanted)
        require(dress(once, wanted) == once, f"dressed twice it differs ({locale})")
        page_links.read("a", locale, "a.html", address, once)
    page = english_page("a", _BASE, skeleton)
    for finding in check([page], Circumstances(_TODAY, _no_zone), {}):
        require(1 <= finding.line <= skeleton.text.count("\n") + 1, f"names line {finding.line}")
    mend_links(skeleton.text, _BASE, {_BASE: f"{_BASE}fr/"})
    return bool(skeleton.slots)


def _no_zone(*_: object) -> str:
    return ""


def lists(data: bytes) -> bool:
    """Sitemaps, feeds and collections: whole web addresses, or the reason why not."""
    taken = False
    readers: tuple[Callable[[], site_lists.SiteList], ...] = (
        lambda: site_lists.read_xml(data, _BASE),
        lambda: site_lists.read_collection(data),
    )
    for read in readers:
        try:
            found = read()
        except site_lists.UnreadableListError as error:
            require_plain(str(FetchError(f"{_BASE}: {error}")))  # as the stage says it
            continue
        taken = True
        site_lists.in_language(found.pages, "en")
        for place in found.lists:
            require(place.casefold().startswith("http"), f"is no web address: {place!r}")
    return taken


def asked_of_robots(data: bytes) -> bool:
    """The rules of a robots.txt, whatever stands there."""
    found = robots.read(data)
    require(found.allows(_BASE) in (True, False), "neither yes nor no")
    require(0 <= found.delay <= 60, f"a pause of {found.delay} seconds")
    return bool(found.sitemaps) or not found.allows(_BASE)


def answers(data: bytes) -> bool:
    """What engines answer: each question has a text with its codes or a reason, or the request failed in one line."""
    taken = False
    text = data.decode("utf-8", "replace")
    whole = json.dumps({"translations": [{"text": text}, {"text": text}], "translatedText": [text, text]}).encode()
    for ask, body in ((_deepl, data), (_libretranslate, data), (_deepl, whole), (_libretranslate, whole)):
        try:
            found = ask(body)
        except OutsideError as error:
            require_plain(str(error))
            require(_KEY not in str(error), "shows the key")
            continue
        require(len(found) == len(_QUESTIONS), "not an answer for each question")
        for question, answer in zip(_QUESTIONS, found, strict=True):
            require(answer.text is not None or bool(answer.reason), "neither a text nor a reason")
            require(answer.text is None or not wrong_codes(answer.text, question.text), f"wrong codes: {answer.text!r}")
            taken = taken or answer.text is not None
    one = read_xml(text, _QUESTIONS[0], "DeepL")
    require(one.text is None or not wrong_codes(one.text, _QUESTIONS[0].text), f"wrong codes: {one.text!r}")
    return taken


def _response(data: bytes, url: str) -> requests.Response:
    made = requests.Response()
    made.status_code = 200 if data[-1:] in (b"}", b"]") else _STATUSES[len(data) % len(_STATUSES)]
    made._content = data
    made.url = url
    made.headers["Content-Type"] = "application/json"
    made.encoding = "utf-8"
    return made


def _deepl(data: bytes) -> Any:
    engine = DeepLEngine(key=_KEY, server_url="http://127.0.0.1:9")
    with mock.patch("requests.Session.send", lambda *_, **__: _response(data, "http://127.0.0.1:9/v2/translate")):
        return engine.translate(_QUESTIONS, "en", "fr")


def _libretranslate(data: bytes) -> Any:
    engine = LibreTranslateEngine(url="http://127.0.0.1:9")
    with mock.patch("requests.post", lambda *_, **__: _response(data, "http://127.0.0.1:9/translate")):
        return engine.translate(_QUESTIONS, "en", "fr")


def wordpress(data: bytes) -> bool:
    """What WordPress answers: a post, or one line."""
    site = WordPress("https://forum.example/", "ann", "secret", sleep=lambda _: None)
    taken = False
    with mock.patch("requests.Session.request", lambda *_, **__: _streamed(data)):
        for read in _asked(site):
            try:
                read()
                taken = True
            except OutsideError as error:
                require_plain(str(error))
    return taken


def _streamed(data: bytes) -> requests.Response:
    made = _response(data, "https://forum.example/wp-json/wp/v2/posts/7")
    made.raw = io.BytesIO(data)
    return made


def _asked(site: WordPress) -> Iterator[Any]:
    yield lambda: site.post("posts", 7)
    yield lambda: site.by_slug("posts", "a")
    yield lambda: site.revisions("posts", 7)
    yield lambda: site.alt(3)
    yield lambda: site.terms("categories", numbers=[1])


_HTML: Final = (
    b"<p>", b"</p>", b"<b>", b"</b>", b"<a href='x'>", b"</a>", b"<script>", b"</script>", b"<style>", b"</style>", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<?php ", b"?>", b"{{ a }}", b"{% a %}", b"[gallery]", b"[/box]", b"<!-- wp:paragraph -->", b"<!-- /wp:paragraph -->", b"<title>", b"</title>",
    b"<textarea>", b"<svg>", b"<math>", b"<table>", b"<td>", b"<template>", b"<img alt='a lamp'>", b"<br>", b"&nbsp;", b"&#x41;", b"&notin", b"<meta charset=utf-16>",
    b"<meta charset=koi8-r>", b"<meta charset=shift_jis>", b"<meta charset=x-user-defined>", b"lang=fr", b"translate=no", b"<script type=\"application/ld+json\">{\"name\":\"A\"}</script>",
    b"<plaintext>", b"<noscript>", b"<frameset>", b"<link rel=canonical href='http://['>", b"<a href='http://['>", b"<link rel=stylesheet href='http://['>",
    b"<link rel=alternate hreflang=fr href='http://['>", b"<base href='http://['>", b"<img src='http://[' alt='a lamp'>",
    b"<li class='lang-item'><a hreflang=fr href='//['>fr</a></li>", b"<!-- wp:a {", b"<base href='//x'>", b"A word or two ", b"<main>", b"</main>", b"<a", b"</", b"<p title='",
)  # fmt: skip
_XML: Final = (
    b"<urlset>", b"</urlset>", b"<url>", b"</url>", b"<loc>", b"</loc>", b"<sitemap>", b"<rss>", b"<item>", b"<link>", b"</link>", b"<feed>", b"<entry>", b'<link href="/a"/>',
    b'encoding="shift_jis"', b'encoding="utf-7"', b'encoding="nonsense"', b'encoding="utf-16"', b"<?xml version='1.0' encoding='koi8-r'?>", b"http://[", b"//", b"javascript:x", b"hreflang='fr'",
    b'"link":', b'{"message": "x\\ny"}', b"&a;", b"<!DOCTYPE a>",
)  # fmt: skip
_RULE: Final = (
    b"User-agent: *\n", b"User-agent: diptych\n", b"Disallow: /\n", b"Allow: /a\n", b"Crawl-delay: nan\n", b"Crawl-delay: -5\n", b"Crawl-delay: inf\n", b"Crawl-delay: 1e9\n",
    b"Disallow: /*" + b"*a" * 30 + b"$\n", b"Sitemap: http://[\n", b"Request-rate: 1/0\n", b"Request-rate: 9/9h 9999-9999\n", b"Visit-time: x\n", b"Disallow: %zz\n", b"Disallow: http://[\n",
)  # fmt: skip
_REPLY: Final = (
    b'{"translations": ', b'"text": ', b"null", b"[", b"]", b"{", b"}", b'"translatedText": ', b'"billed_characters": "x"', b"<a1>", b"</a1>", b"&lt;", b"&amp;lt;", b"&#0;", b"&#1114112;",
    b"&#xD800;", b"\\ud800", b'"message": {}', b"<script>", b"{{ x }}", b"&" * 20,
)  # fmt: skip
_REST: Final = (
    b'"id": ', b'"id": null', b'"title": "x"', b'"content": {"raw": 5}', b'"categories": ["x"]', b'"meta": []', b'"code": "rest_x"', b'"message": "a\\nb"', b"[", b"]", b"{", b"}", b"null", b"<b>Fatal error</b>",
)  # fmt: skip

# the first three read a page several times, in several manners
WEB_TARGETS: Final = {
    "page": Target(page, "pages", _HTML, 5.0),
    "site page": Target(from_a_site, "pages", _HTML, 8.0),
    "way out": Target(on_its_way_out, "pages", _HTML, 8.0),
    "lists": Target(lists, "lists", _XML),
    "robots": Target(asked_of_robots, "robots", _RULE),
    "answers": Target(answers, "answers", _REPLY),
    "wordpress": Target(wordpress, "wordpress", _REST),
}

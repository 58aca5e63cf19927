"""What is a segment, on the markup habits of real pages."""

import pytest

from bench.hostile import HOSTILE, HOSTILE_POSTS
from pipeline.core.model import Skeleton
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.core.segmentation.labels import segments
from pipeline.core.segmentation.rules import Rules


def texts(page: str, **rules: object) -> list[str]:
    return [slot.text for slot in take_apart(page).slots]


def take_apart(page: str) -> Skeleton:
    return segment(page.encode())


CASES = [
    ("<p>One <strong>two</strong> three</p>", ["One <strong1>two</strong1> three"]),
    ("<h3>Session 1<br />\n<strong>Light<br />\nalong the water</strong></h3>", ["Session 1<br1/><strong1>Light<br2/>along the water</strong1>"]),
    ("<p><strong>&gt; <a href='/r'>More</a></strong></p>", ["More"]),
    ("<p>&gt;&gt; Find us <a href=x>here</a> (members only)</p>", ["Find us <a1>here</a1> (members only)"]),
    ("<p>&gt;&gt; One<br />&gt;&gt; Two</p>", ["One", "Two"]),
    ("<p>One<br><br>Two</p>", ["One", "Two"]),
    ("<p>One<br>two</p>", ["One<br1/>two"]),
    ("<p><img src=a.png alt='a lamp'/>Text</p>", ["a lamp", "Text"]),
    ("<p>See <img src=a.png alt='a lamp'> there</p>", ["See <img1/> there", "a lamp"]),
    ("<p><a href=1>a</a> and <a href=2>b</a></p>", ["<a1>a</a1> and <a2>b</a2>"]),
    ("<p>A &amp; B &lt;b1&gt; &amp;lt;</p>", ["A & B &lt;b1> &amp;lt;"]),
    ("<li><b>31 March</b></li>", ["31 March"]),
    ("<td>42</td><td>team@forum.example</td><td>https://forum.example/x</td>", []),
    ("<p>&nbsp;</p>", []),
    ("<p>Use <code>make</code> now</p>", ["Use <code1/> now"]),
    ("<p>The word <em lang=fr>soirée</em> is French</p>", ["The word <x1/> is French"]),
    ("<p lang=fr>Bonjour</p><p>Hello</p>", ["Hello"]),
    ("<p>Thanks to <a href=x>our partners</a> and the <em lang=fr>Agence</em> for all of it</p>", ["Thanks to <a1>our partners</a1> and the <x1/> for all of it"]),
    ("<p>Read the <a hreflang=fr lang=fr href=x>rapport annuel</a> (PDF, in French)</p>", ["Read the <x1/> (PDF, in French)"]),
    ("<p>Dear <%= name %>, hello *|FNAME|* and {{{ rest }}} too</p>", ["Dear <x1/>, hello <x2/> and <x3/> too"]),
    ("<p translate=no>A</p><p class='x notranslate'>B</p><p>C</p>", ["C"]),
    ("<p>A</p><!-- translate:off --><p>B</p><!-- translate:on --><p>C</p>", ["A", "C"]),
    ("<p>Hello {{ name }}!</p>", ["Hello <x1/>!"]),
    ("<p><b>Broken <i>nest</b> here</i></p>", []),
    ("<!-- wp:paragraph --><p>Block</p><!-- /wp:paragraph -->", ["Block"]),
    ("<dl><dt>Term<dd>Meaning</dl>", ["Term", "Meaning"]),
    ("<a href=/x><h3>Card</h3><p>Text</p></a>", ["Card", "Text"]),
    ("<input type=submit value='Send it'><input type=text value='No'>", ["Send it"]),
    ("<p>See <noscript><img src=a.png alt='a lamp'></noscript> there</p>", ["See <noscript1/> there", "a lamp"]),
    ("<noscript><p>Turn <b>on</b> scripts</p></noscript>", ["Turn <b1>on</b1> scripts"]),
    ("<template><p>One</p></template>", ["One"]),
    ("<div translate=no>A<p translate=yes>B <i>c</i></p>D</div><p>E</p>", ["B <i1>c</i1>", "E"]),
    ("<div lang=fr>A<p translate=yes>B</p></div><p>C</p>", ["C"]),
    ("<li translate=no>A<ul><li>B</ul><li>C", ["C"]),
    ("<p translate=no>A<p>B", ["B"]),
    ("<p>One <code>unclosed</p><p>Two</code></p>", ["Two"]),
    ("<meta name=keywords content='light, quays'><meta name=robots content=index>", ["light, quays"]),
    ("<table summary='Who comes'><th>Town<td>&nbsp;</table>", ["Who comes", "Town"]),
    ("<select><optgroup label=Towns><option>North<option>South</select>", ["Towns", "North", "South"]),
    ("<textarea placeholder='Your words'>x</textarea><iframe title='A film'></iframe>", ["Your words", "A film"]),
    ("<p><svg aria-label='a boat'><title>A boat</title><desc>under sail</desc><text>7</text></svg> Go</p>", ["a boat", "A boat", "under sail", "Go"]),
    ("<p>a</>b</p>", ["a<x1/>b"]),
    ("<p>a < b, <b>c</b></p>", ["a < b, <b1>c</b1>"]),
    ("<button>Go</button><summary>More</summary><legend>Who</legend>", ["Go", "More", "Who"]),
    ("<P TITLE = 'A tip'>Text</P>", ["A tip", "Text"]),
    ("<p>\u00ab Light \u00bb</p><p>Light \u00bb</p>", ["\u00ab Light \u00bb", "Light"]),
    ("<p>&gtText</p>", [">Text"]),
    ("<script>var a = '<p>no</p>';</script><style>p{}</style><pre>no</pre>", []),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), CASES)
def test_segments(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


WORDPRESS = [
    ("One\n\nTwo\r\n\r\nThree", ["One", "Two", "Three"]),
    ("One\ntwo<br />\nthree", ["One<br1/>two<br2/>three"]),
    ("[caption id=1]<img alt='a lamp'> Light[/caption]", ["a lamp", "Light"]),
    ("Press [icon name='x'] now", ["Press <shortcode1/> now"]),
    ("[hi]an <b>open</b> door[/hi] and more", ["<shortcode1>an <b1>open</b1> door</shortcode1> and more"]),
    ("Free [for members] and [[gallery]]", ["Free [for members] and [[gallery]]"]),
    ("[card title='Come in' url='/x' id='7']", ["Come in"]),
    ("<textarea>\n\n<h4></h4>\ni", ["&lt;h4>&lt;/h4><br1/>i"]),
    ("[gallery]\n\nText", ["Text"]),
    ("Register [button url='x']here and now[/button]", ["Register <shortcode1>here and now</shortcode1>"]),
    ("[dropcap]W[/dropcap]elcome", ["<shortcode1>W</shortcode1>elcome"]),
    ("<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->", ["One two"]),
    ('<!-- wp:search {"label":"Find","id":"x"} /-->', ["Find"]),
]  # fmt: skip


@pytest.mark.parametrize(("post", "expected"), WORDPRESS)
def test_posts_as_wordpress_stores_them(post: str, expected: list[str]) -> None:
    assert [slot.text for slot in segment(post.encode(), Rules(wordpress=True)).slots] == expected


def test_what_is_kept_and_what_is_a_switcher_can_be_set() -> None:
    page = b"<main><p>Use <code>make</code></p><p id=pick>Fran\xc3\xa7ais, Deutsch</p></main>"
    rules = Rules(kept=frozenset(), switchers=("#pick",))
    assert [slot.text for slot in segment(page, rules).slots] == ["Use <code1>make</code1>"]


def test_a_page_that_says_nothing_of_its_encoding_is_utf_8_where_it_can_be() -> None:
    page = f"<p>{'word ' * 2000}</p><p>The city’s river</p>"
    assert texts(page)[1:] == ["The city’s river"]


def test_a_page_over_the_limit_is_not_read() -> None:
    with pytest.raises(ValueError, match="larger than 3 bytes"):
        segment(b"<p>x</p>", Rules(largest=3))


def test_head_texts_are_segments_and_the_site_name_stays_behind() -> None:
    page = (
        "<head><title>An evening &#8211; River Cities</title><meta name=description content='What it is'>"
        '<meta property="og:title" content="An evening"><meta property="og:url" content="https://forum.example/">'
        '<script type="application/ld+json">{"@type":"Event","name":"An evening","organizer":{"@type":"Organization",'
        '"name":"River Cities"},"description":"What it is"}</script></head><body><main><h1>An evening</h1></main>'
    )
    assert [segment.text for segment in segments(take_apart(page))] == ["An evening", "What it is"]
    assert segments(take_apart(page))[0].roles == ("title", "og:title", "Event name", "h1")


@pytest.mark.parametrize(
    "switcher",
    [
        '<p class="wpml-ls">Also in... (<a href="/fr">Français</a>)</p>',
        '<p>Also in… (<a hreflang="fr" href="/fr">Français</a>)</p>',
        '<p>Also in… (<a href="/fr"><span lang="fr">Français</span></a>)</p>',
        '<li class="lang-item lang-item-fr"><a href="/fr">Français</a></li>',
        "<p>This page is also available in: <a hreflang=fr href=fr>Français</a></p>",
    ],
)
def test_the_language_switcher_is_furniture(switcher: str) -> None:
    assert texts(f"<main>{switcher}<p>Text</p></main>") == ["Text"]


def test_only_the_announcement_itself_is_offered() -> None:
    page = "<nav>Menu</nav><main><p>Text</p></main><footer>Foot</footer>"
    assert texts(page) == ["Text"]
    assert take_apart(page).scope == "<main>"
    chosen = segment(b"<main><p>A</p><div class=body><p>B</p></div></main>", Rules(selectors=(".none", ".body")))
    assert ([slot.text for slot in chosen.slots], chosen.scope) == (["B"], ".body")


def test_file_names_as_alternative_texts_are_reported_not_offered() -> None:
    skeleton = take_apart(
        "<main>\n<img alt='IMG_2087'><img alt='logo_colors'><img alt='Flag.svg'><img alt=lantern></main>"
    )
    assert [slot.text for slot in skeleton.slots] == ["lantern"]
    assert [remark.line for remark in skeleton.remarks] == [2, 2, 2]


def test_changed_attributes_change_no_segment() -> None:
    before = texts('<p class="a">See <a href="/x" id=1>this</a></p>')
    assert before == texts('<P  id=z\nclass="b">See  <A HREF="/other">this</A></P>')


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_do_not_hang(page: str) -> None:
    skeleton = take_apart(page)
    assert render(skeleton, {}).text == page


@pytest.mark.parametrize("post", HOSTILE_POSTS.values(), ids=HOSTILE_POSTS)
def test_hostile_posts_do_not_hang(post: str) -> None:
    skeleton = segment(post.encode(), Rules(wordpress=True))
    assert render(skeleton, {}).text == post


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ('{\n  "title": "Rivers",\n  "lang": "en"\n}', "lang, title"),
        ("title: >\n  Rivers\nlayout: page", "title"),
        ("title: Rivers\nlayout: page\nlang: en", "lang"),
        ("layout: page\ndate: 2026-01-01", ""),
    ],
)
def test_words_in_the_front_matter_are_named_since_they_stay(head: str, named: str) -> None:
    page = segment(f"---\n{head}\n---\n<title>x</title><p>The river: swim.\ntitle: none</p>".encode())
    assert [(remark.line, remark.message) for remark in page.remarks] == (
        [(1, f"the front matter is not offered and stays English in the translation: {named}")] if named else []
    )

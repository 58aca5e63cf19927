"""Checks of the English pages: each says what is wrong, and nothing where the page may be right."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.adapters.time_zones import zone_name
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules
from pipeline.core.source_checks.checking import SOURCE_CHECKS, check, left_out
from pipeline.core.source_checks.english_page import english_page
from pipeline.core.source_checks.model import Circumstances, EnglishPage, SourceFinding
from pipeline.core.source_checks.titles import pixels
from pipeline.core.verify import CHECKS

TODAY = datetime.date(2026, 11, 23)
PUBLISHED_2026 = '<meta property="article:published_time" content="2026-11-02T10:12:08+01:00">'
EVENT_2027 = (
    '<script type="application/ld+json">{"@type":"Event","name":"Light","startDate":"2027-05-12T14:00"}</script>'
)


def page(body: str, head: str = "", name: str = "a", address: str = "") -> EnglishPage:
    text = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><main>{body}</main></body></html>'
    return english_page(name, address, segment(text.encode(), Rules()))


def found(*pages: EnglishPage, levels: dict[str, str] | None = None) -> tuple[SourceFinding, ...]:
    return check(pages, Circumstances(TODAY, zone_name), levels or {})


def messages(name: str, body: str, head: str = "") -> list[str]:
    """What one check says of a page; no other check may say anything of it."""
    findings = found(page(body, head))
    assert {finding.check for finding in findings} <= {name}
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("body", "head", "told"),
    [
        ("<p>Monday 5 May 2026, 14:00</p>", "", "5 May 2026 is a Tuesday"),
        ("<p>On Monday, May 5, 2026, we meet.</p>", "", "5 May 2026 is a Tuesday"),
        ("<p>Monday the 5th of May 2026</p>", "", "5 May 2026 is a Tuesday"),
        ("<p>5 May 2026 (Monday)</p>", "", "5 May 2026 is a Tuesday"),
        ("<p><b>Monday</b> 5 <i>May</i> 2026</p>", "", "5 May 2026 is a Tuesday"),
        ("<p>Tuesday 5 May to Friday 7 May 2026</p>", "", "7 May 2026 is a Thursday"),
        ("<p>Monday 12 May</p>", EVENT_2027, "12 May 2027 is a Wednesday"),
        ("<p>We will meet on Tuesday 12 May.</p>", PUBLISHED_2026, "12 May 2027 is a Wednesday"),
        ("<p>Sunday 12 May</p>", PUBLISHED_2026, "Monday in 2025, Tuesday in 2026, Wednesday in 2027"),
    ],
)  # fmt: skip
def test_a_weekday_that_the_date_does_not_have(body: str, head: str, told: str) -> None:
    (message,) = messages("weekday", body, head)
    assert told in message
    assert "write" in message


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p>Tuesday 5 May 2026</p>", ""),
        ("<p>Monday 12 May</p>", ""),  # nobody knows the year
        ("<p>Tuesday 12 May</p>", PUBLISHED_2026),  # that of last year's session may be meant
        ("<p>Monday 6 June, when in 1994 the quay was opened</p>", PUBLISHED_2026),
        ("<p>Open Monday to Friday, 5 May 2026 to 9 June 2026</p>", ""),
        ("<p>Every Monday, 5 May 2026 to 9 June 2026</p>", ""),
        ("<p>Mondays, 5 May 2026</p>", ""),
        ("<p>Monday 5 May is when the book of 9 June 2020 came back</p>", ""),
        ("<p>Sunday 12 May 1492</p>", PUBLISHED_2026),
        ("<p>Sunday 12 May '24</p>", PUBLISHED_2026),
        ("<p>Sunday/Monday 5 May 2026</p>", ""),
        ("<p>Monday 5/6/2026</p>", ""),  # day and month, or month and day
        ("<p>Monday 5 May, 2000 people came</p>", ""),  # no year
        ("<p>Good Friday. 5 May 2026 is a day later.</p>", ""),
        ("<p>Tuesday 29 December – Sunday 3 January 2027</p>", ""),  # the first is in 2026
    ],
)
def test_a_weekday_that_may_be_right(body: str, head: str) -> None:
    assert messages("weekday", body, head) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>On 31 June we meet.</p>", '"31 June": June has 30 days'),
        ("<p>29 February 2027, 14:00</p>", "February 2027 has 28 days"),
        ("<p>November 31, 2026</p>", "November has 30 days"),
    ],
)
def test_a_day_that_no_month_has(body: str, told: str) -> None:
    (message,) = messages("impossible-date", body)
    assert told in message


@pytest.mark.parametrize(
    "body",
    [
        "<p>29 February 2028</p>",
        "<p>29 February</p>",
        "<p>In June 31 people came.</p>",
        "<p>Bulletin, No. 31 June 2026</p>",
        "<p>Article 31 June 2026</p>",
        "<p>A form must refuse dates such as 31 June.</p>",
    ],
)
def test_a_day_that_is_there_or_no_day(body: str) -> None:
    assert messages("impossible-date", body) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>5 May, 14:00 – 15:00 CET</p>", '"CET" is wrong on 5 May: Paris has summer time then; write "CEST"'),
        ("<p>5 May, 2 pm (CET)</p>", 'write "CEST", or "Paris time"'),
        ("<p>12 January 2027, 14:00 CEST</p>", 'Paris has winter time then; write "CET"'),
        ("<p>29 March 2026, 14:00 CET</p>", "wrong on 29 March"),
        ("<p>5 May and 9 June, 14:00 CET</p>", "wrong on 5 May"),
        ("<p>Tuesday, 5th of May 2026: from 2 to 3 p.m. CET</p>", "wrong on 5 May"),
        ("<p>We meet at 14:00 CET on Tuesday 5 May.</p>", "wrong on 5 May"),
        ("<p>We close the list on 12 November. 5 May, 14:00 CET</p>", "wrong on 5 May"),
        ("<p>5 May, 14:00 London time (GMT)</p>", 'write "BST", or "London time"'),
        ("<p>5 May, 10 am EST</p>", 'write "EDT", or "New York time"'),
        ("<p>8 December, 10:00 PDT</p>", 'write "PST", or "Los Angeles time"'),
        ("<p>20 March, 10:00 EST</p>", 'write "EDT"'),  # America changes earlier than Europe
    ],
)
def test_a_zone_that_no_clock_shows_then(body: str, told: str) -> None:
    (message,) = messages("time-zone", body)
    assert told in message


@pytest.mark.parametrize(
    "body",
    [
        "<p>5 May, 14:00 CEST</p>",
        "<p>12 November, 14:00 – 15:00 CET</p>",
        "<p>28 March, 14:00 CET</p>",  # by the year
        "<p>28 March 2026, 14:00 CET</p>",
        "<p>20 March, 14:00 CET</p>",
        "<p>5 May, 14:00 CET/CEST</p>",
        "<p>5 May, 14:00 CET (UTC+1)</p>",
        "<p>5 May, 14:00 CET, in Tunis</p>",
        "<p>5 May, 14:00 GMT</p>",
        "<p>5 May, 10:00 EST</p><p>From our office in Panama</p>",
        "<p>5 May and 12 November, 14:00 CET</p>",
        "<p>14:00 CET</p>",
        "<p>Updated on 5 May: the session starts at 14:00 CET.</p>",
        "<p>The session is at 14:00 CET. We opened the list on 5 May.</p>",
        "<p>5 May in the CET room</p>",
        "<p>5 May, 10:00 CST</p>",
    ],
)
def test_a_zone_that_may_be_right(body: str) -> None:
    assert messages("time-zone", body) == []


def test_without_time_zone_data_nothing_is_said_of_zones() -> None:
    one = page("<p>5 May, 14:00 CET</p>")
    assert check([one], Circumstances(TODAY, lambda _zone, _when: ""), {}) == ()


@pytest.mark.parametrize(
    ("body", "head", "told"),
    [
        ("<p>5 May, 15:00 – 14:00</p>", "", '"15:00 – 14:00" ends before it begins'),
        ("<p>5 May, from 3 pm to 2 pm</p>", "", '"3 pm to 2 pm"'),
        ("<p>7 – 5 May 2026</p>", "", '"7 – 5 May"'),
        ("<p>From Thursday 7 May to Tuesday 5 May 2026</p>", "", "7 May to Tuesday 5 May"),
        ("<p>9 June 2027 – 5 May 2027</p>", "", "9 June 2027 – 5 May"),
        ("", EVENT_2027.replace('14:00"', '14:00","endDate":"2027-05-11T15:00"'), "begins 2027-05-12T14:00 and ends"),
    ],
)
def test_an_end_before_its_beginning(body: str, head: str, told: str) -> None:
    (message,) = messages("order", body, head)
    assert told in message


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p>5 May, 14:00 – 15:00</p>", ""),
        ("<p>5 May, 9:30 – 5:30</p>", ""),  # by the twelve-hour clock
        ("<p>5 May, 11:00 – 1:00</p>", ""),
        ("<p>Party on 5 May, 22:00 – 14:00</p>", ""),
        ("<p>The night bus runs 17:00 – 15:00</p>", ""),
        ("<p>5 – 6 May, 15:00 – 14:00</p>", ""),  # until the second day
        ("<p>The session moved from 15:00 to 14:00 on 5 May.</p>", ""),
        ("<p>28 December – 3 January 2027</p>", ""),
        ("<p>9 June – 5 May 2027</p>", ""),
        ("<p>28 – 30 April</p>", ""),
        ("", EVENT_2027.replace('14:00"', '14:00","endDate":"2027-05-12T15:00"')),
        ("", EVENT_2027.replace('14:00"', '14:00","endDate":"2027-05-12"')),
        ("", EVENT_2027.replace('14:00"', '14:00+02:00","endDate":"2027-05-12T13:00Z"')),
    ],
)  # fmt: skip
def test_an_end_that_may_be_right(body: str, head: str) -> None:
    assert messages("order", body, head) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>The session will take place on 5 May 2025.</p>",
        "<p>It will be held online from 5 to 7 May 2025.</p>",
        "<p>Register by 5 May 2025.</p>",
        "<p>Join us on Monday 5 May 2025!</p>",
        "<p>Registration is open until 22 November 2026.</p>",
    ],
)
def test_what_is_past_and_announced(body: str) -> None:
    (message,) = messages("past-date", body)
    assert "is past; write what happened, or mend the date" in message


@pytest.mark.parametrize(
    "body",
    [
        "<p>The session will take place on 5 May 2027.</p>",
        "<p>It will take place on 23 November 2026.</p>",  # today
        "<p>It will take place on 5 May.</p>",  # of which year?
        "<p>The session took place on 5 May 2025.</p>",
        "<p>The second round will begin with the tools published on 5 May 2025.</p>",
        "<p>As announced, the visit will take place on 5 May 2025.</p>",
        "<p>We will open it. On 5 May 2025 we met.</p>",
        "<p>It will take place from 5 May 2025 to 9 June 2027.</p>",
    ],
)
def test_what_is_not_past_or_not_announced(body: str) -> None:
    assert messages("past-date", body) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<p><img src="a.png" alt="logo_colors"> x</p>', '"logo_colors" is a file name'),
        ('<p><img src="a.png" alt="Flag.svg"> x</p>', '"Flag.svg" is a file name'),
        ('<p><img src="a.png" alt="IMG 2087.jpg"> x</p>', None),
        ('<p><img src="a.png" alt="DSC0012"> x</p>', '"DSC0012" is a file name'),
        ('<p><img src="a.png"> x</p>', "no alternative text; say what the image shows"),
        ('<p><img src="a.png" alt="Image"> x</p>', '"Image" fits any image'),
        ('<p><img src="a.png" alt="photo 2"> x</p>', '"photo 2" fits any image'),
        ('<p><a href="/x"><img src="a.png" alt=""></a> x</p>', "say in alt where the link leads"),
        ('<p><img src="a.png" alt=""> x</p>', None),
        ('<p><img src="a.png" alt="Logo of the Forum"> x</p>', None),
        ('<p><img src="a.png" alt="COVID-19"> x</p>', None),
        ('<p><img src="a.png" width="1" height="1"> x</p>', None),
        ('<p><img src="a.png" role="presentation"> x</p>', None),
        ('<p><img src="a.png" aria-label="A quay"> x</p>', None),
        ('<p><img src="a.png" alt="{{ alt }}"> x</p>', None),
        ('<p><a href="/x"><img src="a.png" alt=""> Light</a> x</p>', None),
        ('<template><img src="a.png"></template><p>x</p>', None),
        ('<div hidden><img src="a.png"></div><p>x</p>', None),
    ],
)  # fmt: skip
def test_alternative_texts(body: str, told: str | None) -> None:
    said = messages("alt-text", body)
    assert len(said) == (told is not None)
    assert told is None or told in said[0]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ('<a href="/x">here</a>', '"here" does not say where it leads'),
        ('<a href="/x"><b>Click here</b>!</a>', '"Click here"'),
        ('<a href="/x">&gt; Read more…</a>', '"Read more"'),
        ('<a href="/x">https://forum.example/topics/</a>', "is an address; write the name of the page"),
        ('<a href="/x">www.forum.example/topics</a>', "is an address"),
        ('<a href="/x" aria-label="Read more about light">Read more</a>', None),
        ('<a href="/x">www.forum.example</a>', None),
        ('<a href="/x">https://forum.example/</a>', None),
        ('<a href="/x">Read more about light</a>', None),
        ('<a href="/x">More information and registration</a>', None),
        ('<a href="mailto:a@forum.example">a@forum.example</a>', None),
        ('<a href="#">here</a>', None),
        ('<a href="#more-information">More information</a> <b id="more-information"></b>', None),
        ('<a id="x">here</a>', None),
        ('<cite><a href="/x">https://forum.example/topics/</a></cite>', None),
    ],
)
def test_link_texts(link: str, told: str | None) -> None:
    said = messages("link-text", f"<p>Find the group {link} (members only)</p>")
    assert len(said) == (told is not None)
    assert told is None or told in said[0]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<p><a href="#two">Session 2</a></p>', 'give the place id="two"'),
        ('<p><a href="#Two">Session 2</a></p><h2 id="two">x</h2>', 'write "#two"'),
        ('<p><a href="#two">Session 2</a></p><h2 id="two">x</h2>', None),
        ('<p><a href="#two">Session 2</a></p><a name="two"></a>', None),
        ('<p><a href="#caf%C3%A9">Café</a></p><h2 id="café">x</h2>', None),
        ('<p><a href="#">Up</a> <a href="#top">Up there</a> <a href="#TOP">Up</a></p>', None),
        ('<p><a href="#!/a">x y</a> <a href="#/a">x y</a> <a href="#:~:text=a">x y</a></p>', None),
        ('<p><a href="#menu" aria-controls="menu">Menu</a></p>', None),
        ('<p><a href="#respond">Your comments</a></p>', None),
        ('<p><a href="#more" data-toggle="collapse">All sessions</a></p>', None),
        ('<p><a href="#two">Session 2</a> <?php print_session(2) ?></p>', None),
        ('<p><a href="https://other.example/#two">Session 2</a></p>', None),
    ],
)
def test_places_on_the_page(body: str, told: str | None) -> None:
    said = messages("dead-anchor", body)
    assert len(said) == (told is not None)
    assert told is None or told in said[0]


def test_places_on_other_pages_of_the_project() -> None:
    here = page('<p><a href="/b#two">Light</a> <a href="../b/#one">Bus</a></p>', address="https://forum.example/a/")
    there = page('<p id="one">x</p>', name="b", address="https://forum.example/b/")
    (finding,) = found(here, there)
    assert (finding.page, finding.check) == ("a", "dead-anchor")
    assert "the page b has no such place" in finding.message


LONG = "Evenings by the river: a third round of web conferences for all towns and cities"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (LONG, "the title has 80 characters (about"),
        (f"{LONG} | River Cities", "the title has 80 characters (about"),
        ("Evenings by the river: a third round of web conferences | Forum of River Cities", None),
        ("i" * 70, None),  # narrow letters fit
        ("", None),
    ],
)
def test_titles(title: str, told: str | None) -> None:
    said = messages("long-title", "<p>x y</p>", f"<title>{title}</title>")
    assert len(said) == (told is not None)
    assert told is None or (told in said[0] and 'cut it after "Evenings by the river: a third' in said[0])


def test_the_width_of_a_title_grows_with_its_letters() -> None:
    assert pixels("illi") < pixels("noon") < pixels("WWWW")


def test_two_pages_of_one_title() -> None:
    title = "<title>Evenings</title>"
    one, other, third = page("<p>x y</p>", title), page("<p>x z</p>", title, "b"), page("<p>z</p>", "", "c")
    assert [(f.page, f.check) for f in found(one, other, third)] == [("a", "same-title"), ("b", "same-title")]
    redirect = page("<p>x z</p>", title + '<meta http-equiv="refresh" content="0; url=/a/">', "b")
    assert found(one, redirect) == ()


def test_two_pages_that_give_themselves_one_address() -> None:
    head = '<link rel="canonical" href="https://forum.example/a/">'
    one = page("<p>x y</p>", head, "a", "https://forum.example/a/")
    other = page("<p>x z</p>", head, "b", "https://forum.example/b/")
    (finding,) = found(one, other)
    assert (finding.page, finding.check) == ("b", "same-address")
    assert "as does a;" in finding.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two cities show the the lamps.", '"the the" stands twice'),
        ("The the lamps are new.", 'write "The" once'),
        ("See the <a href='/x'>the lamps</a>.", '"the the"'),
        ("They hope that that works, and had had it. What it is is new; log in in time.", None),
        ("Take the A a day later; from to To.", None),
        ("We gave to<br>to the city", None),
        ("to, to and fro", None),
        ("Boolean AND and OR", None),
        ("the <code>x</code> the", None),
        ("by-the the-atre", None),
    ],
)
def test_words_written_twice(text: str, told: str | None) -> None:
    said = messages("doubled-word", f"<p>{text}</p>")
    assert len(said) == (told is not None)
    assert told is None or told in said[0]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("on Efus network", "on Efus Network", "on EfusNetwork"), "also written"),
        (("on EfusNetwork", "the EfusNetwork", "on Efus-Network"), '"EfusNetwork"; write "EfusNetwork"'),
        (("with WordPress", "by WordPress", "in Wordpress"), 'write "WordPress" everywhere'),
        (("on EfusNetwork", "on EfusNetwork"), None),
        (("Efus network", "Efus Network"), None),  # no spelling shows that it is one name
        (("the TextArea", "Text area", "a text"), None),  # "text" is a word
        (("EfusNetwork", "see network.forum.example/EfusNetwork", "@EfusNetwork"), None),
        (("Eric Lamp (@EricLamp)", "EricLamp, 2026"), None),
        (("Ann MacLamp", "Tom Maclamp"), None),
        (("the class <code>LampPost</code>", "Each LampPost", "a Lamp post"), None),
    ],
)
def test_one_name_in_several_spellings(texts: tuple[str, ...], told: str | None) -> None:
    findings = found(*(page(f"<p>{text}</p>", name=str(number)) for number, text in enumerate(texts)))
    assert {finding.check for finding in findings} == ({"name-spelling"} if told else set())
    assert told is None or told in findings[-1].message


def sessions(*pairs: tuple[str, str], text: str = "More information and registration") -> str:
    return "".join(f'<h3>Light</h3><p>{day}, 14:00</p><p><a href="{link}">{text}</a></p>' for day, link in pairs)


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ((("5 May", "/r/light"), ("9 June", "/r/bus"), ("1 July", "/r/bus")), "for 1 July leads to /r/bus, as that for 9 June"),
        ((("5 May", "/r/light"), ("9 June", "/r/bus"), ("1 July", "/r/night")), None),
        ((("5 May", "/r/light"), ("9 June", "/r/light")), None),  # one for the whole series
        ((("5 May", "/r/light"), ("5 May", "/r/light"), ("9 June", "/r/bus")), None),  # the same session
        ((("5 May", "/r/light"), ("9 June", "/register/"), ("1 July", "/register/")), None),
        ((("5 May", "/a"), ("9 June", "/a"), ("1 July", "/a"), ("2 July", "/b")), None),
    ],
)  # fmt: skip
def test_two_sessions_with_one_registration(pairs: tuple[tuple[str, str], ...], told: str | None) -> None:
    said = messages("shared-registration", sessions(*pairs))
    assert len(said) == (told is not None)
    assert told is None or told in said[0]


def test_a_registration_left_from_another_page() -> None:
    old = page(sessions(("5 May", "/r/light"), ("9 June", "/r/bus")), name="old")
    new = page(sessions(("6 October", "/r/noise"), ("3 November", "/r/bus")), name="new")
    (finding,) = found(old, new)
    assert finding.page == "new"
    assert "for 3 November leads to /r/bus, as that for 9 June on the page old" in finding.message


def test_a_finding_names_the_line_of_its_words() -> None:
    (finding,) = found(page("\n<p>We meet\nonline,\n5 May, 14:00\nCET.</p>"))
    assert finding.line == 5


def test_what_the_segmenter_said_is_said_once() -> None:
    findings = found(page('<p><img src="a" alt="a_1.png"> x</p><p>a \x01 b</p>'))
    assert sorted(finding.check for finding in findings) == ["alt-text", "markup"]


def test_pages_in_another_language_are_not_read_as_english() -> None:
    text = b'<html lang="fr"><main><p>le 5 May, 14:00 CET, <a href="/x">here</a> <a href="#x">x</a></p></main></html>'
    one = english_page("a", "", segment(text, Rules("fr")), "fr")
    assert [finding.check for finding in found(one)] == ["dead-anchor"]


def test_a_check_that_is_off_says_nothing() -> None:
    one = page('<p><a href="/x">here</a> 5 May, 14:00 CET</p>')
    assert [finding.check for finding in found(one, levels={"link-text": "off"})] == ["time-zone"]


def test_what_a_project_ignores() -> None:
    findings = found(page('<p><a href="/x">here</a> 5 May, 14:00 CET</p>'), page("<p>5 May, 14:00 CET</p>", name="b"))
    entries = ("a link-text", "b time-zone on 5 May", "b time-zone on 6 May", "c link-text")
    kept, unused = left_out(findings, entries)
    assert [(finding.page, finding.check) for finding in kept] == [("a", "time-zone")]
    assert unused == ("b time-zone on 6 May", "c link-text")


def test_no_check_has_two_meanings() -> None:
    assert not set(SOURCE_CHECKS) & set(CHECKS)


PIECES = st.sampled_from(
    (
        "<p>", "</p>", "<a href='#x'>", "<a href='http://[x'>", "</a>", "here", "5 May", "31 June 2026", "Monday ", "14:00 – 13:00",
        " CET", "<img alt='a_b'>", "<img>", "<br>", "the the ", "EfusNetwork", "Efus Network", "<title>", "</title>", "<code>",
        "<time datetime='2026-13-45'>", "<link rel=canonical href='http://[x'>", "{{ x }}", "2026", "29 February ", "to ",
        "<script type='application/ld+json'>", '{"startDate": "2026-05-05", "endDate": ["x"]}', "</script>", "\x00", "&#55357;",
        "will take place on ", "register", "<main>", "</main>", "<template>", "0000-00-00", "99 May", "<base href=x>",
    )
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join), min_size=1, max_size=3))
def test_no_page_is_too_odd(texts: list[str]) -> None:
    pages = []
    for number, text in enumerate(texts):
        try:
            skeleton = segment(text.encode("utf-8", "surrogatepass"), Rules())
        except ValueError:
            continue
        pages.append(english_page(str(number), f"https://forum.example/{number}", skeleton))
    for finding in found(*pages):
        assert 1 <= finding.line <= texts[int(finding.page)].count("\n") + 1
        assert finding.message


def test_a_page_of_many_dates_is_read_to_its_end() -> None:
    days = ", ".join(["5 May"] * 3000)
    assert found(page(f"<p>{days} 2026, 14:00 CEST</p>")) == ()

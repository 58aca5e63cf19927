"""Dates, times and figures are read by value in both languages, and written back in the French house form."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.languages import month_name
from pipeline.core.quantities.composing import compose
from pipeline.core.quantities.figures import numeral, roman
from pipeline.core.quantities.reading import read
from pipeline.core.quantities.rebuilding import abstract, rebuild
from pipeline.core.quantities.writing import day_and_month, hours

ENGLISH = [
    ("5 May, 14:00 – 15:00 CET", "date 505, time 840, time 900"),
    ("Tuesday 5 May 2026 from 2 to 3.30 pm", "weekday 1, date 505, number 2026, time 840, time 930"),
    ("5-7 May and 30 April - 2 May", "date 505, date 507, date 430, date 502"),
    ("5, 6 and 7 May", "date 505, date 506, date 507"),
    ("May 5th, 2026", "date 505, number 2026"),
    ("In May 2026 you may march", "month 5, number 2026"),
    ("the 21st century", "ordinal 21"),
    ("€1,500.50 or 1.5 million euros", "amount 3001/2, amount 1500000"),
    ("€2.5m", "amount 2500000"),
    ("20% and 5 per cent of 15,000", "percentage 20, percentage 5, number 15000"),
    ("2021-27", "number 2021, number 2027"),
    ("Horizon 2020, COVID-19, G20 and 5G", "number 2020"),
    ("at noon", "time 720"),
    ("11-1 pm", "time 660, time 780"),
    ("the 1990s", "number 1990"),
    ("2026-05-05", "number 2026, date 505"),
    ("Mon 5 May, Sat & Sun", "weekday 0, date 505, weekday 5, weekday 6"),
    ("the sun sat on 5 May", "date 505"),
    ("version 3 may fail", "number 3"),
    ("2 or 4 p.m., 14h, 12 a.m.", "time 840, time 960, time 840, time 0"),
    ("31/12/26 and 31.12.2026", "date 1231, number 2026, date 1231, number 2026"),
    ("2016-03", "number 2016, month 3"),
    ("CAD 20, 20 Swiss francs", "amount 20, amount 20"),
    ("the 19<sup1>th</sup1> century", "ordinal 19"),
    ("0,1,2", ""),
    ("4.2BSD", ""),
]
FRENCH = [
    ("14h, 14 h, 14 h 05, 14:00, de 14 à 15 h 30", "time 840, time 840, time 845, time 840, time 840, time 930"),
    ("lun. 5 mai, sur mer le 5 mai", "weekday 0, date 505, date 505"),
    ("5 billions d’euros", "amount 5000000000000"),
    ("le 1<sup1>er</sup1> juin, le XIX<sup2>e</sup2> siècle", "date 601, ordinal 19"),
    ("5 mai, de 14 h à 15 h 30", "date 505, time 840, time 930"),
    ("mardi 5 mai 2026 de 14 à 15 h", "weekday 1, date 505, number 2026, time 840, time 900"),
    ("du 5 au 7 mai", "date 505, date 507"),
    ("le 1er juin et le XXIe siècle", "date 601, ordinal 21"),
    ("1,5 million d’euros et 1 500,50 €", "amount 1500000, amount 3001/2"),
    ("15\u00a0000 personnes, 20\u202f%", "number 15000, percentage 20"),
    ("une personne sur sept", ""),
    ("Les années 1990", "number 1990"),
    ("d’avril à mai", "month 4, month 5"),
    ("à midi, 14h05", "time 720, time 845"),
    ("3 M€ et 10 k€", "amount 3000000, amount 10000"),
]


def shown(text: str, locale: str) -> str:
    return ", ".join(f"{quantity.sort} {quantity.value}" for quantity in read(text, locale))


@pytest.mark.parametrize(("text", "values"), ENGLISH)
def test_english_is_read_by_value(text: str, values: str) -> None:
    assert shown(text, "en") == values


@pytest.mark.parametrize(("text", "values"), FRENCH)
def test_french_is_read_by_value(text: str, values: str) -> None:
    assert shown(text, "fr") == values


REBUILT = [
    (
        "5 May, 14:00 – 15:00 CET",
        "5 mai, de 14 h à 15 h (heure de Paris)",
        "9 June, 15:00 – 16:30 CET",
        "9 juin, de 15 h à 16 h 30 (heure de Paris)",
    ),
    ("5 May", "5 mai", "1 June", "1er juin"),
    (
        "From 5 to 7 May 2026",
        "Du 5 au 7 mai 2026",
        "From 30 June to 2 July 2027",
        "Du 30 juin au 2 juillet 2027",
    ),
    ("The 5th session in April", "La 5e session d’avril", "The 6th session in May", "La 6e session de mai"),
    ("Since March", "Depuis le mois de mars", "Since August", "Depuis le mois d’août"),
    ("On Tuesday 5 May at noon", "Mardi 5 mai à midi", "On Friday 9 June at 2 pm", "Vendredi 9 juin à 14\u00a0h"),
    ("In the 21st century", "Au XXIe siècle", "In the 22nd century", "Au XXIIe siècle"),
    ("€3.5 million", "3,5 millions d’euros", "€2.5 million", "2,5 millions d’euros"),
    ("Two of 3 on 5 May", "Deux sur trois le 5 mai", "Two of 3 on 6 May", "Deux sur trois le 6 mai"),
    ("67000 Strasbourg", "67000 Strasbourg", "75001 Strasbourg", "75001 Strasbourg"),
    ("until noon", "jusqu’à midi", "until midnight", "jusqu’à minuit"),
    ("5 May at 14:00", "5 mai à 14:00", "6 May at 9:05", "6 mai à 09:05"),
    ("The ticket is €8.50", "Le billet coûte 8,50 €", "The ticket is €9.00", "Le billet coûte 9,00 €"),
    ("The ticket is €8.50", "Le billet coûte 8,50 €", "The ticket is €12.25", "Le billet coûte 12,25 €"),
    ("The ticket is €8.50", "Le billet coûte 8,50 €", "The ticket is €9", "Le billet coûte 9 €"),
    ("1,500 people", "1 500 personnes", "12,000 people", "12 000 personnes"),
    ("Mon 5 May", "lun. 5 mai", "Tue 9 June", "mar. 9 juin"),
    ("Monday 5 May", "Lundi 5 mai", "Sunday 1 June", "Dimanche 1er juin"),
    ("The 4th meeting", "La 4e réunion", "The 11th meeting", "La 11e réunion"),
    ("5 May, 14:00 CET", "5 mai, 14 h (heure de Paris)", "9 June, 15:00 CET", "9 juin, 15 h (heure de Paris)"),
    ("Open on Mondays", "Ouvert les lundis", "Open on Tuesdays", "Ouvert les mardis"),
    ("In the evening at 7 pm", "Le soir à 19 h", "In the evening at 8 pm", "Le soir à 20 h"),
    ("From 14:00 to 15:00", "De 14h à 15h", "From 9:00 to 10:05", "De 9h à 10h05"),
    ("2 cities", "2 villes", "12 cities", "12 villes"),
]
IN_DOUBT = [
    ("The 2nd session", "La 2nde séance", "The 4th session"),
    ("The 2nd session", "La 2de séance", "The 3rd session"),
    ("The 3rd session", "La 3e séance", "The 1st session"),
    ("2 cities", "2 villes", "1 cities"),
    ("€8.50", "8,5 €", "€9.50"),
    ("On 5 May at 9:00", "Le matin du 5 mai à 9 h", "On 5 May at 15:00"),
    ("5-6 May", "5-6 mai, pendant deux jours", "5-9 May"),
    ("At 12:00 on 5 May", "Ce midi 5 mai", "At 14:00 on 6 May"),
    ("5 May at 14:00", "5 mai à 14 h (heure d’été de Paris)", "9 December at 14:00"),
    ("At half past 2", "À 2 heures et demie", "At half past 3"),
    ("1 city", "1 ville", "2 city"),
    ("5 May and 5 May", "5 mai", "5 May and 6 June"),
    ("Two of 3 on 5 May", "Deux sur trois le 5 mai", "Two of 4 on 6 May"),
    ("€1.5 million", "1,5 million d’euros", "€2.5 million"),
    ("The 1st session", "La 1re session", "The 2nd session"),
    ("5 May", "le cinq mai", "6 May"),
    ("12 of us in the 12th district", "Dans le 12e arrondissement, nous sommes 12", "15 of us in the 9th district"),
    ("In 2024, 2,024 people", "2 024 personnes en 2024", "In 2025, 3,100 people"),
    ("The 5-6 May meeting", "La réunion des 5 et 6 mai", "The 5-9 May meeting"),
    ("Room 012", "Salle 012", "Room 015"),
    ("€3 million", "3 millions d’euros", "€4 billion"),
    ("5 May", "5 mai 2026", "6 May"),
    ("<b1>5</b1> May", "<b1>5</b1> mai", "<b1>6</b1> June"),
]


@pytest.mark.parametrize(("old", "french", "new", "expected"), REBUILT)
def test_french_is_rebuilt_with_the_new_values(old: str, french: str, new: str, expected: str) -> None:
    assert rebuild(old, french, new, "en", "fr") == expected


@pytest.mark.parametrize(("old", "french", "new"), IN_DOUBT)
def test_in_doubt_there_is_no_french(old: str, french: str, new: str) -> None:
    assert rebuild(old, french, new, "en", "fr") is None


dates = st.tuples(st.integers(1, 12), st.integers(1, 28))
times = st.integers(0, 24 * 60 - 1)


def english(date: tuple[int, int], start: int, end: int) -> str:
    month = month_name(date[0], "en")
    return f"{date[1]} {month}, {start // 60}:{start % 60:02d} – {end // 60}:{end % 60:02d}"


def french(date: tuple[int, int], start: int, end: int) -> str:
    return f"{day_and_month(Fraction(100 * date[0] + date[1]), 'fr')}, de {hours(Fraction(start))} à {hours(Fraction(end))}"


@given(dates, times, times, dates, times, times)
def test_any_date_is_rebuilt_into_exactly_itself_or_not_at_all(
    old: tuple[int, int], a: int, b: int, new: tuple[int, int], c: int, d: int
) -> None:
    found = rebuild(english(old, a, b), french(old, a, b), english(new, c, d), "en", "fr")
    assert found == french(new, c, d) or (found is None and a == b)
    assert abstract(english(old, a, b), "en") == abstract(english(new, c, d), "en")


@given(dates, times, times)
def test_both_languages_say_the_same(date: tuple[int, int], start: int, end: int) -> None:
    one = [quantity.meaning for quantity in read(english(date, start, end), "en")]
    assert one == [quantity.meaning for quantity in read(french(date, start, end), "fr")]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for locale in ("en", "fr", "de"):
        found = read(text, locale)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
        assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in found)


@given(st.integers(1, 399))
def test_roman_numerals_come_back(value: int) -> None:
    assert roman(numeral(value)) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 May, 14:00 – 15:00 CET", "5\u00a0mai, de 14\u00a0h à 15\u00a0h (CET)"),
        ("Tuesday 5 May 2026, 14:00", "Mardi 5\u00a0mai 2026 à 14\u00a0h"),
        ("5-7 May 2026", "du 5 au 7\u00a0mai 2026"),
        ("30 April to 2 May", "du 30\u00a0avril au 2\u00a0mai"),
        ("31 March", "31\u00a0mars"),
        ("5 May and 7 May", None),
        ("May 2026", None),
        ("Monday", None),
        ("Room 5, 5 May", None),
        ("Until 5 May 2026", None),
        ("until 14:00", None),
        ("5 May 2026, from 14:00", None),
    ],
)
def test_a_date_alone_is_put_into_french_from_its_parts(text: str, expected: str | None) -> None:
    assert compose(text, "en", "fr") == expected

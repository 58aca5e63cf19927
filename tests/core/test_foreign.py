"""An answer in a wrong script or language is told, however short; names, cognates and French are left alone."""

from __future__ import annotations

import pytest

from pipeline.core.engines.foreign import foreign


def told(answer: str, source: str, target: str = "fr") -> str:
    return foreign(answer, source, "en", target)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Opening hours", "Часы работы"),
        ("Opening hours", "开放时间"),
        ("Opening hours", "営業時間"),
        ("Opening hours", "Ώρες λειτουργίας"),
        ("Opening hours", "ساعات العمل"),
        ("Opening hours of LANTERN", "Horaires de LАNTERN"),
    ],
)
def test_another_script_is_told(source: str, answer: str) -> None:
    assert "another script" in told(answer, source)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Opening hours", "Opening hours"),
        ("Opening hours", "Opening Hours"),
        ("Opening Hours", "OPENING HOURS"),
        ("Read <a1>more</a1>", "Read <a1>more</a1>"),
        ("News", "News"),
        ("LANTERN partners", "LANTERN partners"),
        ("Terms of use", "Terms of use"),
        ("Safe cities in Europe", "Safe cities in Europe"),
    ],
)
def test_english_that_came_back_is_told(source: str, answer: str) -> None:
    assert "is in English" in told(answer, source)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Opening hours", "Öffnungszeiten"),
        ("Next meeting", "Nächste Sitzung"),
        ("Public meetings", "Offene Sitzungen"),
        ("Food and drink", "Essen und Trinken"),
        ("Safety", "Sicherheit"),
        ("Opening hours", "Orari di apertura"),
        ("Information", "Informazioni"),
        ("Information session", "Sesión de información"),
        ("Information", "Informação"),
        ("Meetings of the city", "Vergaderingen van de stad"),
    ],
)
def test_a_short_answer_in_another_language_is_told(source: str, answer: str) -> None:
    assert told(answer, source)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Opening hours", "Heures d’ouverture"),
        ("Contact", "Contact"),
        ("Programme", "Programme"),
        ("Agenda", "Agenda"),
        ("Documents", "Documents"),
        ("Horizon Europe", "Horizon Europe"),
        ("Kingston upon Hull", "Kingston upon Hull"),
        ("House of Culture Malmö", "Maison de la Culture de Malmö"),
        ("Bank of England", "Bank of England"),
        ("The Open Society Foundations", "The Open Society Foundations"),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
        ("Sao Paulo", "São Paulo"),
        ("University of Košice", "Université de Košice"),
        ("Košice region", "Région Košický"),
        ("An angle of 2 pi", "Un angle de 2 π"),
        ("10 µm", "10 µm"),
        ("No. 5", "Nº 5"),
        ("Half", "½ moitié"),
        ("City of Αθήνα", "Ville d’Αθήνα"),
        ("The hall “Haus der Kulturen”", "Salle « Haus der Kulturen »"),
        ("Conference on safety and lighting", "Conférence sur la sécurité et l’éclairage"),
        ("Parking", "Parking"),
        ("Social media", "Médias sociaux"),
        ("Los Angeles", "Los Angeles"),
        ("Samsung", "Samsung"),
    ],
)
def test_french_names_and_words_of_both_languages_are_left_alone(source: str, answer: str) -> None:
    assert told(answer, source) == ""


def test_other_targets_are_asked_for_their_script_only() -> None:
    assert told("Öffnungszeiten", "Opening hours", "de") == ""
    assert "another script" in told("Часы работы", "Opening hours", "de")
    assert told("Часы работы LANTERN", "Opening hours of LANTERN", "ru") == ""
    assert "another script" in told("开放时间", "Opening hours", "ru")
    assert told("开放时间", "Opening hours", "zh") == ""

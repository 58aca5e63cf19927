"""Every finding is right: values are compared, not spellings."""

import pytest

from pipeline.core.checks.terms import used
from pipeline.core.model import Severity, Unit
from pipeline.core.terms import House, Term
from pipeline.core.verify import Checker

FRENCH = Checker()

RIGHT = [
    ("5 May, 14:00 – 15:00 CET", "5 mai, de 14 h à 15 h (heure de Paris)"),
    ("from 2 to 3.30 pm", "de 14 h à 15 h 30"),
    ("On March 31st we met", "Nous nous sommes réunis le 31 mars"),
    ("1 June", "1er juin"),
    ("the 21st century", "le XXIe siècle"),
    ("one of three", "un sur trois"),
    ("the 3 cities", "les trois villes"),
    ("three cities", "3 villes"),
    ("1,000 cities and 2.5 million people", "1 000 villes et 2,5 millions de personnes"),
    ("10,000 steps", "10\u202f000 pas"),
    ("financed 100% by", "financé à 100\u00a0% par"),
    ("Write to <a1>team@forum.example</a1>", "Écrivez à <a1>team@forum.example</a1>"),
    ("At noon", "À 12 h"),
    ("Black Friday sale", "Soldes du Black Friday"),
    ("from 5 to 10%", "de 5 à 10 %"),
    ("a 90-minute session", "une séance de 1 h 30"),
    ("a 2-hour session", "une séance de 2 h"),
    ("$5m", "5 millions de dollars"),
    ("Napoleon I", "Napoléon Ier"),
    ("after midnight", "après minuit"),
    ("in the afternoon", "dans l’après midi"),
    ("Mon–Fri 9-5", "Du lundi au vendredi, de 9 h à 17 h"),
    ("the 1960s and 70s", "les années 1960 et 1970"),
    ("over 1.2m people", "plus de 1,2 million de personnes"),
    ("a three-way merge", "une fusion à 3 voies"),
    ("Henry IV and Louis XIV", "Henri IV et Louis XIV"),
    ("Deadline: 31/12/2026", "Date limite : 31 décembre 2026"),
    ("twenty-one cities", "21 villes"),
    ("two dozen", "24"),
    ("on the 5th and 7th of May", "les 5 et 7 mai"),
    ("You may march", "Vous pouvez marcher"),
    ("in the 1990s", "dans les années 1990"),
    ("9.30-11.00", "de 9 h 30 à 11 h"),
    ("the 2021-27 programme", "le programme 2021-2027"),
    ("one worker in seven", "un travailleur sur sept"),
    ("Session 2<br1/><strong1>Open late</strong1>", "Séance 2<br1/><strong1>Ouvert tard</strong1>"),
]
WRONG = [
    ("5 May, 14:00 – 15:00 CET", "5 mai, de 14 h à 16 h", "figures"),
    ("9 June", "16 juin", "figures"),
    ("the 3 cities", "les villes", "figures"),
    ("3 May", "3 juin", "figures"),
    ("16 July 2026", "16 juin 2026", "figures"),
    ("every Monday evening", "chaque mardi soir", "figures"),
    ("from 14:00 to 15:00", "de 15 h à 14 h", "figures"),
    ("€5", "5 $", "figures"),
    ("20%", "30 %", "figures"),
    ("9 am", "21 h", "figures"),
    ("5 May", "5 mai 2026", "figures"),
    ("1,000 cities", "1 villes", "figures"),
    ("Read <a1>more</a1>", "Lire", "codes"),
    ("Read <a1>more</a1>", "Lire <a2>plus</a2>", "codes"),
    ("Read <a1>more</a1>", "Lire </a1>plus<a1>", "codes"),
    ("Read <a1>more</a1>", "Lire la suite <a1> </a1>", "codes"),
    ("Read more", "Lire <b>plus</b>", "codes"),
    ("Read more", "Lire {{ plus }}", "codes"),
    ("Write to team@forum.example", "Écrivez à equipe@forum.example", "addresses"),
]


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_a_right_translation_raises_nothing(source: str, target: str) -> None:
    assert FRENCH.unit(Unit(source, target)) == ()


@pytest.mark.parametrize(("source", "target", "check"), WRONG)
def test_a_wrong_one_is_an_error(source: str, target: str, check: str) -> None:
    findings = FRENCH.unit(Unit(source, target))
    assert {(finding.check, finding.severity) for finding in findings} == {(check, Severity.ERROR)}


WARNED = [
    ("We are open today", "We are open on all of these days and in the evening", "language"),
    ("Come in. All of you are welcome here today.", "Entrez. All of you are welcome here today.", "language"),
    ("Read the report (short)", "Lire le rapport (court", "brackets"),
    ("“Open” all night", "« Ouvert toute la nuit", "brackets"),
    ("Will you come?", "Vous viendrez.", "last-mark"),
    ("You will come.", "Viendrez-vous ?", "last-mark"),
    ("a " * 60 + "long way by the river at night", "Un chemin", "length"),
    ("We meet at the town hall by the river, in the room above the old library, and all are welcome.",
     "Nous nous retrouvons à la mairie. Nous nous retrouvons à la mairie.", "length"),
]  # fmt: skip
QUIET = [
    ("Quit at the end of the list", "Quitter à la fin de la liste"),
    ("Is it open? Yes.", "Est-ce ouvert ? Oui."),
    ("1) Come early", "1) Venez tôt"),
    ("See “The Night of the Rivers”", "Voir « The Night of the Rivers »"),
    ("Start of the walk of the forum", "Départ de la promenade de la halle de la ville"),
]


@pytest.mark.parametrize(("source", "target", "check"), WARNED)
def test_a_doubtful_shape_or_language_is_a_warning(source: str, target: str, check: str) -> None:
    found = FRENCH.unit(Unit(source, target))
    assert (check, Severity.WARNING) in {(finding.check, finding.severity) for finding in found}


@pytest.mark.parametrize(("source", "target"), QUIET)
def test_usual_french_raises_nothing(source: str, target: str) -> None:
    assert FRENCH.unit(Unit(source, target)) == ()


def test_lost_formatting_is_a_warning() -> None:
    findings = FRENCH.unit(Unit("A <strong1>safe</strong1> evening", "Une soirée sûre"))
    assert [(finding.check, finding.severity) for finding in findings] == [("formatting", Severity.WARNING)]


def test_terms_may_be_inflected_and_forbidden_ones_are_errors() -> None:
    house = House((Term("river city", "ville fluviale", ("ville de rivière",)), Term("LANTERN", keep=True)))
    checker = Checker(house=house)
    assert checker.unit(Unit("River cities and LANTERN", "Les villes fluviales et LANTERN")) == ()
    severities = [f.severity for f in checker.unit(Unit("A river city", "Une ville de rivière"))]
    assert severities == [Severity.ERROR, Severity.WARNING]
    assert [f.severity for f in checker.unit(Unit("In LANTERN now", "Dans LANTERNE"))] == [Severity.WARNING]


def test_a_fixed_wording_has_one_form() -> None:
    checker = Checker(house=House(fixed={"Funded by the Union": "Financé par l’Union"}))
    assert checker.unit(Unit("Funded by the Union", "Financé par l'Union")) == ()
    assert [f.check for f in checker.unit(Unit("Funded by the Union", "Payé par l’Union"))] == ["fixed-wording"]


def test_english_left_in_place_is_a_warning_but_a_name_is_none() -> None:
    assert [f.check for f in FRENCH.unit(Unit("All of us were there", "All of us were there"))] == ["untranslated"]
    assert FRENCH.unit(Unit("Forum of European River Cities", "Forum of European River Cities")) == ()


def test_unknown_number_words_only_warn() -> None:
    findings = Checker(target_locale="de").unit(Unit("the 3 cities", "die drei Städte"))
    assert {finding.severity for finding in findings} == {Severity.WARNING}


def test_the_terms_that_a_text_uses_are_named() -> None:
    house = House(terms=(Term("river bank", "quai"), Term("LANTERN", keep=True), Term("bus", "bus")))
    assert [term.source for term in used(house, "The <b1>river banks</b1> of LANTERN, not a lantern")] == [
        "river bank",
        "LANTERN",
    ]

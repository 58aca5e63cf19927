"""French typography: what is right or no French raises nothing, and a fix touches nothing but spaces and quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.checks.typography import TYPOGRAPHY, check_typography
from pipeline.core.model import Severity, Unit
from pipeline.core.text import CODE
from pipeline.core.typography.changes import apply
from pipeline.core.typography.fixing import FIXABLE, changes, fixed, is_same_but_typography
from pipeline.core.typography.policy import Apostrophes, French, Quotes, Spaces
from pipeline.core.verify import CHECKS, Checker

EITHER = French()
STRICT = French(Spaces.NBSP, Quotes.GUILLEMETS, Apostrophes.CURLY)
NARROW = French(Spaces.NARROW, Quotes.GUILLEMETS, Apostrophes.CURLY)
POLICIES = st.builds(
    French, st.sampled_from(list(Spaces)), st.sampled_from(list(Quotes)), st.sampled_from(list(Apostrophes))
)
LOCALES = st.sampled_from(["fr", "fr-FR", "fr-CA", "fr-CH"])
PARTS = st.sampled_from(
    ["mot", "Été", "l'été", "l’an", "d'", " ", "  ", "\u00a0", "\u202f", "\u2009", "\t", "\n", "?", "!", "?!", ":", ";", "%", "€", "$",
     "«", "»", '"', "“", "”", "(", ")", "…", ".", ",", "5", "31", "1er", "mai", "14", "h", "05", "10", "000", "n°", "M.", "Quist",
     "<b1>", "</b1>", "<br1/>", "<code1/>", "https://forum.example/a?b=1", "team@forum.example", "%s", "{name}", "C:\\", "::", ":-)",
     "10:30", "2:1", "!=", "`x`", "🙂", "-", "–", "'"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PARTS, max_size=14).map("".join), st.text(max_size=30))


def found(target: str, locale: str = "fr", french: French = EITHER) -> set[str]:
    return {finding.check for finding in check_typography(Unit("The source", target), locale, french)}


RIGHT = [
    "Pourquoi\u00a0? Parce que\u202f! Oui\u00a0; non\u202f: « \u00a0»".replace("« \u00a0»", "«\u00a0oui\u202f»"),
    "Voir https://forum.example/a?b=1;c:d et http://forum.example:8080/x!y",
    "Voir https://forum.example/?",
    "Écrire à team@forum.example",
    "C:\\Users\\x et C:\\ seul",
    "std::vector et a::b()",
    "Bien joué :-) ;-) :) :D :p",
    ":smile: et :+1: 🙂 !".replace(" !", "\u00a0!"),
    "si a != b ou !important",
    "Rendez-vous, 10:30 et 2:1 et 16:9 ou 2 : 1",
    "le fichier a?b et *.py:12:3",
    "git commit --amend; ls -l",
    "clé=valeur; chemin=/usr/bin: x=1;",
    "`Attention!` et `a ? b : c`",
    "<code1/>: une commande",
    "%s: fichier absent, %(name)s: absent, 100%% et %d%%",
    "{{ name }}: texte {count}: autre",
    "%pB: absent, image;éditeur;dessin;",
    "&nbsp;&eacute; AT&T;",
    "Content-Type: text/html",
    "Re: votre message",
    "Yahoo! et Joomla! sont des noms",
    "Accueil » Actualités » Page",
    "« Retour",
    "Lire la suite »",
    "50\u00a0% de 1\u00a0000 et 12\u202f%",
    "une réduction de 20\u202f€",
    "$HOME et $5 et 5$ et ${x}",
    "%20 dans une adresse, %C3%A9",
    "les caractères * et ? sont permis",
    "Quoi ?!".replace(" ?", "\u202f?"),
    "(voir ci-dessous\u00a0:)",
    "en 2026 100 personnes sont venues",
    "téléphone 03 88 12 34 56 ou +33 3 88 12 34 56",
    "0 800 123 456",
    "de 9\u00a0h à 14\u00a0h\u00a005",
    "ouvert 24h/24 et 7j/7",
    "le 1er\u00a0mai, le 2\u00a0mai et le 31\u00a0décembre 2026",
    "Mai 1968 et Mars attaque",
    "la fête du 14\u00a0Juillet, rue du 4\u00a0Septembre, place du 8\u00a0Mai 1945",
    "Lundi 4\u00a0mai",
    "Ouvert. Lundi, fermé.",
    "les Jeudis de l’Europe et le Vendredi saint",
    "la planète Mars",
    "le XXIe siècle, la 2e fois, la 1re, les 3es, la 2nde, le 1er, Napoléon Ier",
    "4GB, 2e1, 3eme_x, B2e",
    "l'été et l'hiver",
    "l’été et l’hiver",
    'Un "mot" droit et un “mot” anglais',
    "A, B et C",
    "A la",
    "Plan A propos",
    "Option A partir de rien",
    "Evaluation Report, Education, Edition, Election, Energy",
    "ecole-example.fr et Ecole.html",
    "Etats.php",
    "l’échelle 1:50 et un score de 3:2",
    "2026-05-05 14:05:33 et 14:05:33",
    "au format 16:10",
    "x86_64 et P4H et 0x14h",
    "Un texte\nsur deux lignes\n: pas touché",
    "note<br1/>: suite",
    "",
    "?",
    " : ",
    "…",
]
WRONG = [
    ("Attention !", "spaces", "Attention\u00a0!"),
    ("Attention!", "spaces", "Attention\u00a0!"),
    ("Pourquoi ? Parce que.", "spaces", "Pourquoi\u00a0? Parce que."),
    ("Date: lundi", "spaces", "Date\u00a0: lundi"),
    ("Venez\u2009!", "spaces", "Venez\u00a0!"),
    ("Venez \u00a0!", "spaces", "Venez\u00a0!"),
    ("Fait ; suite", "spaces", "Fait\u00a0; suite"),
    ("Quoi?! Non", "spaces", "Quoi\u00a0?! Non"),
    ("« mot »", "spaces", "«\u00a0mot\u00a0»"),
    ("«mot»", "spaces", "«\u00a0mot\u00a0»"),
    ("« Voir « cela » ici »", "spaces", "«\u00a0Voir «\u00a0cela\u00a0» ici\u00a0»"),
    ("50 % de", "spaces", "50\u00a0% de"),
    ("50% de", "spaces", "50\u00a0% de"),
    ("20 € et 20€", "spaces", "20\u00a0€ et 20\u00a0€"),
    ("5 k€", "spaces", "5\u00a0k€"),
    ("5 $", "spaces", "5\u00a0$"),
    ("<a1>Le programme</a1>?", "spaces", "<a1>Le programme</a1>\u00a0?"),
    ("Venez<b1>!</b1>", "spaces", "Venez\u00a0<b1>!</b1>"),
    ("<b1>Date :</b1> lundi", "spaces", "<b1>Date\u00a0:</b1> lundi"),
    ("<b1>Date</b1> : lundi", "spaces", "<b1>Date</b1>\u00a0: lundi"),
    ("Supprimer %s ?", "spaces", "Supprimer %s\u00a0?"),
    ("Voir https://forum.example/ !", "spaces", "Voir https://forum.example/\u00a0!"),
    ("le 5 mai", "no-break", "le 5\u00a0mai"),
    ("le 1er mai", "no-break", "le 1er\u00a0mai"),
    ("14 h 05", "no-break", "14\u00a0h\u00a005"),
    ("de 9 h à midi", "no-break", "de 9\u00a0h à midi"),
    ("10 000 pas", "no-break", "10\u00a0000 pas"),
    ("1 234 567 pas", "no-break", "1\u00a0234\u00a0567 pas"),
    ("n° 5", "no-break", "n°\u00a05"),
    ("n°5", "no-break", "n°\u00a05"),
    ("M. Quist et Mme Lund", "no-break", "M.\u00a0Quist et Mme\u00a0Lund"),
    ("14h05", "times", "14\u00a0h\u00a005"),
    ("de 9h à 17h.", "times", "de 9\u00a0h à 17\u00a0h."),
    ("l'été et l’hiver", "apostrophes", "l’été et l’hiver"),
]
WORDS = [
    ("le 5\u00a0Mai", "capitals"),
    ("prévu en Juin, puis", "capitals"),
    ("de Janvier 2026", "capitals"),
    ("le Lundi 4\u00a0mai", "capitals"),
    ("chaque Lundi matin", "capitals"),
    ("ouvert du Lundi au Vendredi", "capitals"),
    ("Les Etats membres", "capitals"),
    ("Ecole d’été", "capitals"),
    ("L’Ile verte et une Ile", "capitals"),
    ("A partir de mai", "capitals"),
    ("Fini. A bientôt", "capitals"),
    ("la 2ème fois", "ordinals"),
    ("la 1ère fois", "ordinals"),
    ("le XXIème siècle", "ordinals"),
    ("les 3èmes", "ordinals"),
    ("le 31e\u00a0décembre", "ordinals"),
    ("le 1\u00a0mai", "ordinals"),
    ("le 2er\u00a0mai", "ordinals"),
    ("le 21er", "ordinals"),
    ("à 14:05", "times"),
    ("14H05", "times"),
    ("à 14\u00a0h\u00a05.", "times"),
]


@pytest.mark.parametrize("target", RIGHT)
def test_right_french_and_what_is_no_french_raises_nothing(target: str) -> None:
    assert list(check_typography(Unit("The source", target), "fr", EITHER)) == []
    assert fixed(target, "fr", EITHER) == target


@pytest.mark.parametrize(("target", "check", "right"), WRONG)
def test_a_wrong_space_is_found_and_fixed(target: str, check: str, right: str) -> None:
    assert found(target) == {check}
    assert fixed(target, "fr", EITHER) == right
    assert found(right) == set()


@pytest.mark.parametrize(("target", "check"), WORDS)
def test_a_wrong_word_is_found_and_no_fix_touches_it(target: str, check: str) -> None:
    assert found(target) == {check}
    assert fixed(target, "fr", EITHER) == target


def test_a_finding_says_what_should_stand_there() -> None:
    finding = next(check_typography(Unit("x", "Venez <b1>tous</b1>! Quoi? Où?"), "fr", EITHER))
    assert (finding.check, finding.severity) == ("spaces", Severity.WARNING)
    assert finding.message == 'should be "tous·!", "Quoi·?", "Où·?"'
    (other,) = check_typography(Unit("x", "la 2ème fois"), "fr", EITHER)
    assert other.message == 'should be "2e" for "2ème"'


@pytest.mark.parametrize(
    ("french", "target", "right"),
    [
        (STRICT, "Oui\u202f! «\u202fmot\u202f» 10\u202f000 pas", "Oui\u00a0! «\u00a0mot\u00a0» 10\u00a0000 pas"),
        (NARROW, "Oui\u00a0! Non\u202f: «\u202fmot\u202f»", "Oui\u202f! Non\u00a0: «\u00a0mot\u00a0»"),
        (NARROW, "10 000 pas à 14 h 05", "10\u202f000 pas à 14\u00a0h\u00a005"),
        (STRICT, 'Le "mot" et l\'“autre”', "Le «\u00a0mot\u00a0» et l’«\u00a0autre\u00a0»"),
        (STRICT, "« un “mot” »", "«\u00a0un “mot”\u00a0»"),
        (STRICT, 'Écran de 5" et 7"', 'Écran de 5" et 7"'),
        (STRICT, "l'<b1>été</b1>, rock'n'roll", "l’<b1>été</b1>, rock’n’roll".replace("k’n", "k'n")),
        (STRICT, '<a1>"mot"</a1>', "<a1>«\u00a0mot\u00a0»</a1>"),
    ],
)
def test_a_policy_is_kept(french: French, target: str, right: str) -> None:
    assert fixed(target, "fr", french) == right


@pytest.mark.parametrize(
    ("locale", "target", "right"),
    [
        ("fr-CA", "Quoi? Non! Oui; 5\u00a0%", "Quoi? Non! Oui; 5\u00a0%"),
        ("fr-CA", "Quoi ? Date : lundi", "Quoi? Date\u00a0: lundi"),
        ("fr-CA", "Quoi\u202f? Date: lundi", "Quoi\u202f? Date\u00a0: lundi"),
        ("fr-CH", "Climat: «tout» va? Oui\u202f!", "Climat: «tout» va? Oui\u202f!"),
        ("fr-CH", "Climat : « tout »", "Climat\u00a0: «\u00a0tout\u00a0»"),
        ("fr-BE", "Quoi ?", "Quoi\u00a0?"),
        ("de", "Was ? Nein!", "Was ? Nein!"),
        ("en", "1ère école: what ?", "1ère école: what ?"),
        ("frr", "Wat?", "Wat?"),
    ],
)
def test_each_country_has_its_own_use(locale: str, target: str, right: str) -> None:
    assert fixed(target, locale, EITHER) == right


def test_single_minutes_have_no_zero_in_canada() -> None:
    assert found("à 14\u00a0h\u00a05.", "fr-CA") == set()


def test_a_text_left_in_english_is_left_alone() -> None:
    same = "Build: update what is old"
    assert list(check_typography(Unit(same, same), "fr", EITHER)) == []
    assert [f.check for f in check_typography(Unit("Attention!", "Attention!"), "fr", EITHER)] == ["spaces"]


def test_the_checker_knows_the_checks_by_name_and_the_projects_policy() -> None:
    unit = Unit("Why?", "Pourquoi\u202f?")
    assert Checker().unit(unit) == ()
    assert [f.check for f in Checker(french=STRICT).unit(unit)] == ["spaces"]
    assert Checker(french=STRICT, levels={"spaces": "off"}).unit(unit) == ()
    assert Checker(target_locale="de", french=STRICT).unit(unit) == ()


def test_every_check_is_explained() -> None:
    text = (Path(__file__).parents[2] / "docs/checks.md").read_text(encoding="utf-8")
    assert [name for name in CHECKS if f"| `{name}` |" not in text] == []


@given(TEXTS, LOCALES, POLICIES)
@settings(max_examples=600, deadline=None)
def test_checking_never_raises_and_names_known_checks(text: str, locale: str, french: French) -> None:
    assert found(text, locale, french) <= set(TYPOGRAPHY)


@given(TEXTS, LOCALES, POLICIES)
@settings(max_examples=600, deadline=None)
def test_a_fix_is_idempotent_and_leaves_nothing_to_fix(text: str, locale: str, french: French) -> None:
    once = fixed(text, locale, french)
    assert fixed(once, locale, french) == once
    assert changes(once, locale, french) == ()


SPACES_AND_QUOTES = re.compile("[ \t\u00a0\u202f\u2007\u2009\"“”«»'’]")


@given(TEXTS, LOCALES, POLICIES, st.sets(st.sampled_from(FIXABLE)))
@settings(max_examples=600, deadline=None)
def test_a_fix_changes_only_spaces_and_quotes(text: str, locale: str, french: French, silent: set[str]) -> None:
    done = fixed(text, locale, french, silent)
    assert SPACES_AND_QUOTES.sub("", done) == SPACES_AND_QUOTES.sub("", text)
    assert CODE.findall(done) == CODE.findall(text)
    assert is_same_but_typography(text, done)
    assert fixed(done, locale, french, silent) == done


@given(TEXTS, POLICIES)
@settings(max_examples=300, deadline=None)
def test_every_change_is_of_spaces_and_quotes(text: str, french: French) -> None:
    for change in changes(text, "fr", french):
        assert SPACES_AND_QUOTES.sub("", text[change.start : change.end] + change.new) == ""
        assert apply(text, [change]) != text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tout à fait", "toutàfait"),
        ("10 000", "10000"),
        ("Oui !", "Oui ?"),
        ("un <b1>mot</b1>", "un<b1>mot</b1>"),
        ("été", "ete"),
        ("Mai", "mai"),
        ("14 h", "15 h"),
        ("a\nb", "a b"),
    ],
)
def test_texts_that_differ_in_more_are_not_the_same(one: str, other: str) -> None:
    assert not is_same_but_typography(one, other)

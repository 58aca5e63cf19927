"""Made-up bilingual pages: the same page in English and French, part by part, from a small lexicon of our own."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from pipeline.core.languages import month_name
from pipeline.core.model import Slot

Row = tuple[Slot, Slot]
"""A slot and its translation."""


def _read(lines: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.split(" = ") for line in lines.strip().splitlines())
    return tuple((english, french) for english, french in pairs)


_SUBJECTS: Final = _read("""
the town = la ville
our neighbours = nos voisins
the library at the harbour = la bibliothèque du port
the young people of the district = les jeunes du quartier
the steering group = le comité de pilotage
every school = chaque école
the people who live along the canal = les personnes qui vivent le long du canal
the regional network = le réseau régional
a small team of volunteers = une petite équipe de bénévoles
the council = le conseil
the owners of the old warehouses = les propriétaires des anciens entrepôts
the new director = la nouvelle directrice
most shopkeepers = la plupart des commerçants
the European partners = les partenaires européens
the fire brigade = les pompiers
nobody = personne d’autre
the drivers of the night buses = les chauffeurs des bus de nuit
the university = l’université
the association of tenants = l’association des locataires
the mayor and her deputies = la maire et ses adjoints
""")
_VERBS: Final = _read("""
will present = présentera
has restored = a remis en état
wants to keep = veut garder
is looking for = cherche
would like to extend = voudrait prolonger
has tested = a testé
knows = connaît
describes in detail = décrit en détail
has long been asking for = demande depuis longtemps
is going to pay for = va payer
may not forget = ne doit pas oublier
supports = soutient
can borrow = peut emprunter
compares = compare
has drawn = a dessiné
will hand over = remettra
questions = met en doute
organises = organise
""")
_OBJECTS: Final = _read("""
the lamps under the bridges = les lampes sous les ponts
a shared garden = un jardin partagé
the budget of the festival = le budget du festival
better wages for cleaners = de meilleurs salaires pour les agents d’entretien
the map of quiet streets = la carte des rues calmes
two ferries = deux bacs
an open call for projects = un appel à projets
the results of the survey = les résultats de l’enquête
the weekly market = le marché hebdomadaire
a charter on noise = une charte sur le bruit
what the river has left behind = ce que le fleuve a laissé derrière lui
the swimming pool and its roof = la piscine et son toit
safe ways home = des retours sûrs
the programme of exchanges between schools = le programme d’échanges entre écoles
the water towers = les châteaux d’eau
several benches = plusieurs bancs
the report of the auditors = le rapport des commissaires aux comptes
the right to a warm meal = le droit à un repas chaud
free bicycles = des vélos gratuits
the archive of photographs = les archives photographiques
""")
_ENDINGS: Final = _read("""
once the snow has melted = une fois la neige fondue
in spite of the weather = malgré le temps
with the help of the neighbouring towns = avec l’aide des villes voisines
for people of every age = pour les personnes de tout âge
without asking for anything in return = sans rien demander en retour
because the budget is not enough = parce que le budget ne suffit pas
at the end of the session = à la fin de la séance
as long as the bridge is closed = tant que le pont est fermé
together with the local press = avec la presse locale
so that children can walk to school = pour que les enfants puissent aller à l’école à pied
under the roof of the old station = sous le toit de l’ancienne gare
during the summer holidays = pendant les vacances d’été
and then starts again = puis recommence
in a public debate = lors d’un débat public
which surprised many = ce qui en a surpris plus d’un
""")
_HEADINGS: Final = _read("""
How to get there = Comment venir
Who we are = Qui sommes-nous
Programme = Programme
What has been done so far = Ce qui a été fait jusqu’ici
Speakers = Intervenants
Light and shade = Ombre et lumière
Questions and answers = Questions et réponses
Why now? = Pourquoi maintenant ?
Practical information = Informations pratiques
Our publications = Nos publications
Next steps = Prochaines étapes
Where does the money come from? = D’où vient l’argent ?
""")
_ITEMS: Final = _read("""
a bag = un sac
good shoes = de bonnes chaussures
your registration form = votre formulaire d’inscription
warm clothes for the evening = des vêtements chauds pour le soir
a bottle of water = une bouteille d’eau
a photograph of your street = une photographie de votre rue
any questions you may have = toutes vos questions
a pencil = un crayon
your swimming costume and a towel = votre maillot de bain et une serviette
a recent invoice = une facture récente
""")
_REPEATED: Final = _read("""
More information and registration = Informations et inscription
Read more = Lire la suite
Back to the top = Haut de page
""")
_TITLES: Final = _read("""
quality of public space = qualité de l’espace public
noise at night = bruit nocturne
work and rest = travail et repos
the price of light = le prix de la lumière
housing = logement
""")
_NAMES: Final = tuple("Marek Oduya,Lena Brandt,Chidi Varga,Ines Quist,Tomás Hrabal,Aïcha Lund,Piet Moreau".split(","))
_TOWNS: Final = tuple("Lisbrook Varnholm Ostrava Nantes Gdansk Bilbao Turku Szeged Coimbra".split())


def page(chance: random.Random, sections: int = 6) -> list[Row]:
    """One page: a title, then sections of a heading, paragraphs, perhaps a list, and a link that every section has."""
    rows = [_row("title", *chance.choice(_HEADINGS)), _row("h1", *_sentence(chance))]
    repeated = chance.choice(_REPEATED)
    for english, french in chance.sample(_HEADINGS, sections):
        rows.append(_row("h2", english, french))
        rows += [_row("p", *_paragraph(chance)) for _ in range(chance.randint(1, 4))]
        rows += chance.choice((_agenda, _things, _none))(chance)
        rows.append(_row("p", *repeated))
    return rows


def sentence(chance: random.Random) -> tuple[str, str]:
    """A sentence and its translation, with a figure, a name or an address in about half of them."""
    english, french = _sentence(chance)
    added = chance.choice((_plain, _plain, _plain, _date, _number, _name, _address))
    more_english, more_french = added(chance)
    return english[:-1] + more_english + ".", french[:-1] + more_french + "."


def _row(role: str, english: str, french: str) -> Row:
    return Slot(0, 0, english, role), Slot(0, 0, french, role)


def _sentence(chance: random.Random) -> tuple[str, str]:
    parts = [chance.choice(part) for part in (_SUBJECTS, _VERBS, _OBJECTS)]
    parts += [chance.choice(_ENDINGS) for _ in range(chance.choice((0, 0, 1, 1, 2)))]
    english, french = (" ".join(part[side] for part in parts) for side in (0, 1))
    return english[0].upper() + english[1:] + ".", french[0].upper() + french[1:] + "."


def _paragraph(chance: random.Random) -> tuple[str, str]:
    sentences = [sentence(chance) for _ in range(chance.choice((1, 1, 2, 2, 3, 4)))]
    english, french = (" ".join(one[side] for one in sentences) for side in (0, 1))
    if chance.random() < 0.2:
        first, rest = english.split(" ", 1)
        opened, others = french.split(" ", 1)
        return f"<strong1>{first}</strong1> {rest}", f"<strong1>{opened}</strong1> {others}"
    return english, french


def _agenda(chance: random.Random) -> list[Row]:
    rows = []
    for english, french in chance.sample(_TITLES, chance.randint(3, 5)):
        hour, minute = chance.randint(8, 18), chance.choice((0, 15, 30, 45))
        french_time = f"{hour}\u00a0h\u00a0{minute:02}" if minute else f"{hour}\u00a0h"
        who = chance.choice(_NAMES)
        rows.append(_row("li", f"{hour}:{minute:02} – {who}, {english}", f"{french_time} – {who}, {french}"))
    return rows


def _things(chance: random.Random) -> list[Row]:
    return [_row("li", *item) for item in chance.sample(_ITEMS, chance.randint(3, 7))]


def _none(_: random.Random) -> list[Row]:
    return []


def _plain(_: random.Random) -> tuple[str, str]:
    return "", ""


def _date(chance: random.Random) -> tuple[str, str]:
    day, month, year = chance.randint(2, 28), chance.randint(1, 12), chance.randint(2019, 2027)
    shown = chance.choice((f"{day} {month_name(month, 'en')} {year}", f"{month_name(month, 'en')} {day}, {year}"))
    return f" on {shown}", f" le {day} {month_name(month, 'fr')} {year}"


def _number(chance: random.Random) -> tuple[str, str]:
    value = chance.randint(3, 90_000)
    share = chance.randint(1, 199) / 2
    forms: tuple[Callable[[], tuple[str, str]], ...] = (
        lambda: (f" for {value:,} residents", f" pour {value:,} habitants".replace(",", "\u202f")),
        lambda: (f" at {share:.1f}%", f" à {share:.1f}\u00a0%".replace(".", ",")),
        lambda: (f" at a cost of €{value:,}", f" pour un coût de {value:,}\u00a0€".replace(",", "\u00a0")),
    )
    return chance.choice(forms)()


def _name(chance: random.Random) -> tuple[str, str]:
    who, town = chance.choice(_NAMES), chance.choice(_TOWNS)
    return f", says {who} from {town}", f", dit {who}, de {town}"


def _address(chance: random.Random) -> tuple[str, str]:
    address = f"{chance.choice(_TOWNS).lower()}@rivers.example"
    return f" (write to <a1>{address}</a1>)", f" (écrire à <a1>{address}</a1>)"

"""Catalogues of programs: what they fill in is no inline code, and plural forms are read sensibly."""

import pytest

from pipeline.core.po.entry_checks import findings, unit
from pipeline.core.po.po_entries import Entry, Target
from pipeline.core.verify import Checker

CHECKER = Checker("en", "fr")


def found(source: str, *targets: str, plural: str | None = None, ours: bool = False) -> list[str]:
    entry = Entry(1, None, source, plural, tuple(Target(text, 2 + n) for n, text in enumerate(targets)))
    return [
        f"{target.line} {finding.check}: {finding.message}" for target, finding in findings(entry, CHECKER, ours=ours)
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("%s has %d of %i files", "%s contient %d fichiers sur %i"),
        ("%(name)s wrote %(n)d letters", "%(n)d lettres de %(name)s"),
        ("%2$s in %1$s", "%1$s de %2$s"),
        ("%.*s of %*d", "%2$.*1$s de %4$*3$d"),
        ("{name} of {0}", "{0}\u00a0: {name}"),
        ("{{ count }} pages, ${total}", "${total}, {{ count }} pages"),
        ("%1 of %2", "%2 sur %1"),
        ("%{count} days", "%{count} jours"),
        ("&File", "&Fichier"),
        ("_Open", "_Ouvrir"),
        ("Save (&S)", "Enregistrer"),
        ("<b>Bold</b> and <h1>big</h1>", "Gras et grand"),
        ("Click <a href='%s'>here</a>", "Cliquez <a href='%s' class='x'>ici</a> <br>"),
        ("100%% of %.2f MB", "100 %% de %.2f Mo"),
        ("<0>Bold</0> text", "texte <0>gras</0>"),
    ],
)
def test_what_a_program_fills_in_raises_no_alarm(source: str, target: str) -> None:
    assert found(source, target) == []


def test_a_real_fault_is_found_with_its_line() -> None:
    assert found("%d of 10 files", "%d fichiers sur 12") == [
        '2 figures: the number "10" is missing',
        '2 figures: the number "12" is not in the source',
    ]
    assert found("100 % of it", "10 % de cela")


def test_a_plural_form_is_wrong_only_where_it_fits_neither_number() -> None:
    assert found("1 file", "un fichier", "%d fichiers", plural="%d files") == []
    assert found("One of 5 files", "Un fichier sur 5", "%d fichiers sur 6", plural="%d of 5 files") == [
        '3 figures: the number "5" is missing',
        '3 figures: the number "6" is not in the source',
    ]


def test_ours_have_codes_that_count() -> None:
    assert found("a <a1>link</a1>", "un lien", ours=True)
    assert found("a <a1>link</a1>", "un lien") == []


def test_an_entry_counts_as_translated_when_every_form_is() -> None:
    whole = Entry(1, None, "a", "b", (Target("x", 2), Target("y", 3)))
    assert unit(whole, 2).target
    assert not unit(whole, 3).target
    assert not unit(Entry(1, None, "a", "b", (Target("x", 2), Target("", 3))), 2).target
    assert unit(Entry(1, None, "a", None, (Target("x", 2),)), 3).target == "x"


def test_fuzzy_entries_are_not_checked() -> None:
    entry = Entry(1, None, "5", None, (Target("6", 2),), fuzzy=True)
    assert list(findings(entry, CHECKER, ours=False)) == []

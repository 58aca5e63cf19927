"""Reviewed words may fall only with their English; a half that readers had needs a reason to go."""

from pipeline.core.gates.ratchet import compare, is_broken, successor
from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Catalogue, Kind, Segment, Unit
from pipeline.core.registry import Half, Page, Registry

A, B = Unit("One text", "Un texte"), Unit("Two texts", "Deux textes")


def reviewed(*units: Unit) -> Ledger:
    return Ledger(frozenset(fact(unit, Kind.ACCEPTED, "Ann", "2026-11-23") for unit in units))


def fallen(new: tuple[Unit, ...], ledger: Ledger, *english: str, old: tuple[Unit, ...] = (A, B)) -> list[str]:
    before = Catalogue("p", "fr", old), reviewed(*old)
    segments = [Segment(text, ("p",), places=("p",)) for text in english]
    found = compare(before, (Catalogue("p", "fr", new), ledger), segments)
    return [f"{item.source} {item.message}" for item in found.fallen]


def test_nothing_fell() -> None:
    assert fallen((A, B), reviewed(A, B), A.source, B.source) == []


def test_changed_english_is_no_fall() -> None:
    changed = Unit("Two other texts", "Deux textes", fuzzy=True)
    assert fallen((A, changed), reviewed(A), A.source, changed.source) == []
    found = compare(
        (Catalogue("p", "fr", (A, B)), reviewed(A, B)), (Catalogue("p", "fr", (A,)), reviewed(A)), [Segment(A.source)]
    )
    assert (found.reviewed_words, found.changed_words) == (4, 2)


def test_what_became_of_reviewed_french_is_said() -> None:
    assert fallen((A, Unit(B.source, "Autre")), reviewed(A, B), A.source, B.source) == ["Two texts is claimed now"]
    assert fallen((A, Unit(B.source)), reviewed(A, B), A.source, B.source) == ["Two texts is untranslated now"]
    assert fallen((A, Unit(B.source, B.target, fuzzy=True)), reviewed(A, B), A.source, B.source) == [
        "Two texts is fuzzy now"
    ]
    assert fallen((A,), reviewed(A, B), A.source, B.source) == ["Two texts is not in the catalogue any more"]
    assert fallen((A, B), reviewed(A), A.source, B.source) == ["Two texts is claimed now"]


def test_french_that_was_changed_and_accepted_is_no_fall() -> None:
    better = Unit(B.source, "Deux beaux textes")
    assert fallen((A, better), reviewed(A, better), A.source, B.source) == []


def test_the_same_text_in_other_quotes_or_spaces_is_the_same() -> None:
    curly, straight = Unit("It’s  here", "C’est ici"), Unit("It's here", "C’est ici")
    assert fallen((straight,), reviewed(curly), straight.source, old=(curly,)) == []


def test_a_split_text_falls_in_each_place_that_is_not_reviewed() -> None:
    one, two = Unit(A.source, "Un texte", context="p"), Unit(A.source, "Texte", context="li")
    assert fallen((one, two), reviewed(one), A.source, old=(A,)) == ["One text is claimed now"]
    assert fallen((one, two), reviewed(one, two), A.source, old=(A,)) == []


def test_a_place_that_the_page_has_no_more_is_changed_english() -> None:
    gone = Unit(A.source, "Un texte", context="li 2 of 2")
    assert fallen((), Ledger(), A.source, old=(gone,)) == []


LIVE = Half("fr", "https://forum.example/fr/a/", published="2026-11-23")
PAGE = Page("a", "https://forum.example/a/", halves={"fr": LIVE})


def test_a_pair_breaks_without_a_record() -> None:
    bare = Page("a", PAGE.address)
    assert is_broken(LIVE, PAGE, bare)
    assert is_broken(LIVE, PAGE, None)
    assert not is_broken(LIVE, PAGE, PAGE)
    assert not is_broken(LIVE, PAGE, Page("a", PAGE.address, gone="2026-11-24"))
    assert not is_broken(LIVE, PAGE, Page("a", PAGE.address, halves={"fr": Half("fr", withdrawn="2026-11-24")}))
    assert not is_broken(LIVE, Page("a", PAGE.address, halves=PAGE.halves, gone="2026-11-22"), None)
    assert not is_broken(Half("fr"), bare, None)


def test_a_page_under_another_name_is_found_by_its_address() -> None:
    renamed = Page("b", PAGE.address, halves=PAGE.halves)
    assert successor(PAGE, Registry({"b": renamed})) == renamed
    assert successor(PAGE, Registry({"c": Page("c", "https://forum.example/c/")})) is None

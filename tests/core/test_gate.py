"""One function decides what may be published, and there is no way around it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.gate import Held, Policy, Release, decide
from pipeline.core.ledger import Ledger, fact
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Kind, Skeleton, Unit
from pipeline.core.prefill import Proposal, apply
from pipeline.core.segment import segment
from pipeline.core.segmentation.labels import segments
from pipeline.core.verify import Checker

PAGE = b"<main><h1>Evenings by the river</h1><p>Come on 5 May, at 14:00.</p></main>"
SKELETON = segment(PAGE)
GOOD = (
    Unit("Evenings by the river", "Soirées au bord du fleuve"),
    Unit("Come on 5 May, at 14:00.", "Venez le 5 mai à 14 h."),
)


def accepted(units: tuple[Unit, ...], *kinds: Kind) -> Ledger:
    return Ledger() | [fact(unit, kind, "Ann", "2026-11-23") for unit in units for kind in (Kind.ACCEPTED, *kinds)]


def outcome(units: tuple[Unit, ...], ledger: Ledger, policy: Policy = Policy.REVIEWED) -> Release | Held:
    return decide(SKELETON, Catalogue("r", "fr", units), ledger, Checker(), policy)


def test_reviewed_units_go_out() -> None:
    release = outcome(GOOD, accepted(GOOD))
    assert isinstance(release, Release)
    assert release.targets["Evenings by the river"] == "Soirées au bord du fleuve"


@pytest.mark.parametrize(
    ("units", "ledger"),
    [
        (GOOD, Ledger()),
        ((GOOD[0], replace(GOOD[1], fuzzy=True)), accepted(GOOD)),
        ((GOOD[0], replace(GOOD[1], target="")), accepted(GOOD)),
        ((GOOD[0],), accepted(GOOD)),
        ((GOOD[0], replace(GOOD[1], target="Venez le 5 mai à 14 h !")), accepted(GOOD)),
        ((GOOD[0], replace(GOOD[1], source="Come on 6 May, at 14:00.")), accepted(GOOD)),
        (GOOD, accepted(GOOD, Kind.REVOKED)),
        (GOOD, Ledger() | [fact(unit, Kind.MACHINE) for unit in GOOD]),
        (GOOD, Ledger() | [fact(unit, Kind.APPROVED, "Ann") for unit in GOOD]),
        ((GOOD[0], replace(GOOD[1], context="menu")), accepted(GOOD)),
    ],
    ids=["claimed", "fuzzy", "empty", "missing", "edited after", "other English", "revoked", "machine", "approved only", "context"],
)  # fmt: skip
def test_everything_else_is_held(units: tuple[Unit, ...], ledger: Ledger) -> None:
    assert isinstance(outcome(units, ledger), Held)


def test_an_error_finding_holds_reviewed_units() -> None:
    wrong = (GOOD[0], replace(GOOD[1], target="Venez le 5 mai à 15 h."))
    held = outcome(wrong, accepted(wrong))
    assert isinstance(held, Held)
    assert [finding.check for finding in held.findings] == ["figures", "figures"]


def test_the_approved_policy_wants_a_signature() -> None:
    assert isinstance(outcome(GOOD, accepted(GOOD), Policy.APPROVED), Held)
    assert isinstance(outcome(GOOD, accepted(GOOD, Kind.APPROVED), Policy.APPROVED), Release)


def test_a_release_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError, match=r"gate\.decide"):
        Release("fr", {"Evenings by the river": "x"})
    release = outcome(GOOD, accepted(GOOD))
    assert isinstance(release, Release)
    with pytest.raises(TypeError):
        release.targets["Evenings by the river"] = "x"  # type: ignore[index]
    with pytest.raises(AttributeError):
        release.targets = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        replace(release, targets={"Evenings by the river": "x"}, seal=object())


def test_an_empty_page_is_not_a_release() -> None:
    held = decide(segment(b"<main>123</main>"), Catalogue("r", "fr"), Ledger(), Checker())
    assert isinstance(held, Held)
    assert held.blocked


UNITS = st.builds(
    Unit,
    st.sampled_from([unit.source for unit in GOOD]),
    st.sampled_from(["", *(unit.target for unit in GOOD), "autre", "<b1>x</b1>"]),
    fuzzy=st.booleans(),
    context=st.sampled_from([None, "x"]),
)


@given(st.lists(UNITS, max_size=4), st.booleans())
def test_no_catalogue_gets_unreviewed_text_out(units: list[Unit], twisted: bool) -> None:
    ledger = accepted(GOOD) | ([fact(GOOD[0], Kind.REVOKED)] if twisted else [])
    release = outcome(tuple(units), ledger)
    if isinstance(release, Release):
        assert not twisted
        assert dict(release.targets) == {unit.source: unit.target for unit in GOOD}


PAGES = st.lists(
    st.sampled_from(["One river", "Two rivers run", "Three rivers meet here", "5 May", "A boat"]),
    min_size=1,
    max_size=4,
    unique=True,
)
DEEDS = st.lists(
    st.one_of(PAGES, st.sampled_from(["clear every mark", "prefill", "write by hand", "copy the English"])), max_size=8
)


@given(PAGES, DEEDS)
def test_no_sequence_of_edits_tools_and_machines_gets_anything_out_without_an_accept(
    start: list[str], deeds: list[list[str] | str]
) -> None:
    catalogue, ledger, page = Catalogue("r", "fr"), Ledger(), start
    for deed in [start, *deeds]:
        if isinstance(deed, list):
            page = deed
            catalogue = merge(catalogue, segments(_skeleton(page))).catalogue
        elif deed == "prefill":
            proposals = {unit.source: Proposal(f"fr {unit.source}", Kind.MACHINE, "deepl") for unit in catalogue.units}
            catalogue, ledger = apply(catalogue, ledger, proposals)
        else:
            targets = {
                "clear every mark": "{0.target}",
                "write by hand": "fr {0.source}",
                "copy the English": "{0.source}",
            }
            units = (replace(unit, target=targets[deed].format(unit), fuzzy=False) for unit in catalogue.units)
            catalogue = replace(catalogue, units=tuple(units))
        assert isinstance(decide(_skeleton(page), catalogue, ledger, Checker()), Held)


def _skeleton(page: list[str]) -> Skeleton:
    return segment("".join(f"<p>{text}</p>" for text in page).encode())

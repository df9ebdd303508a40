"""One indicator of one unit over time, asked of an installation with the real pack."""

from datetime import date
from decimal import Decimal

import pytest

from giaoban.actions import figures, installation
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import packs, series
from tests.house.tree import PACKS

AS_OF = date(2026, 11, 22)
MERGED, BEFORE = date(2025, 7, 1), date(2024, 1, 1)


@pytest.fixture
def loaded(db, workspace):
    """Load the figures that growth is restated from: growth, product per head, population."""
    installation.initialise(packs=[PACKS / "vn"])
    kinds = ("figures-growth", "figures-income", "figures-product", "figures-population")
    files = [path for path in packs.files_of_round("2023-annual") if path.stem in kinds]
    figures.load(files=files, round_id="2023-annual", by="test")


def told(unit: str, basis: date, period: str):
    """Return the entry of one period of the unit's growth on a basis."""
    found = series.of_unit(unit, "GRDP_GROWTH", basis=basis, as_of=AS_OF)
    return next(entry for entry in found.entries if entry.period.text == period)


def test_one_name_gives_two_answers_and_each_names_its_basis(loaded):
    """The old province's growth of 2023 is its own; the new one's is weighted from both its parts."""
    old = told("Bắc Ninh", BEFORE, "2023")
    assert (old.restated.value, old.restated.state) == (Decimal("-9.28"), "as_reported")
    new = told("Bắc Ninh", MERGED, "2023")
    assert new.restated.state == "restated"
    assert {part.unit_key: part.value for part in new.restated.parts} == {
        "vn63-24": Decimal("13.45"),
        "vn63-27": Decimal("-9.28"),
    }
    weighted = sum(part.value * part.weight for part in new.restated.parts)
    weights = sum(part.weight for part in new.restated.parts)
    assert new.restated.value == round(weighted / weights, 2)
    assert {change.instrument for change in new.changes} == {"Nghị quyết 202/2025/QH15"}


def test_what_was_reported_stands_beside_what_is_restated(loaded):
    """Each old province's own figure, with its release, is in the same answer."""
    reported = told("vn34-24", MERGED, "2023").reported
    assert {key: choice.chosen.value for key, choice in reported.items()} == {
        "vn63-24": Decimal("13.45"),
        "vn63-27": Decimal("-9.28"),
    }


def test_a_later_figure_is_not_taken_apart_for_an_old_province(loaded):
    """Growth of the merged province in 2025 says nothing of one of its parts alone."""
    later = told("vn63-27", BEFORE, "2025")
    assert (later.restated.value, later.restated.state) == (None, "inseparable")


def test_a_province_that_only_changed_its_key_keeps_its_series(loaded):
    """Hà Nội was not merged: 2023 under the new key is what was reported under the old one."""
    assert told("vn34-01", MERGED, "2023").restated.state == "as_reported"


@pytest.mark.parametrize("asked", ["24", "Bắc Ninh", "bac ninh"])
def test_an_ambiguous_question_names_every_candidate_with_its_dates(loaded, asked):
    """Without a day nobody guesses: both units are named, with code and validity."""
    with pytest.raises(Invalid) as refused:
        series.of_unit(asked, "GRDP_GROWTH", basis=None, as_of=AS_OF)
    texts = [finding.title for finding in refused.value.findings]
    assert len(texts) == 2
    assert any("until 2025-07-01" in text for text in texts)
    assert any("from 2025-07-01" in text for text in texts)


def test_unknown_units_and_indicators_are_refused(loaded):
    """What no pack knows is said to be unknown."""
    for unit, indicator in (("vn63-24", "NONE_SUCH"), ("Atlantis", "GRDP_GROWTH")):
        with pytest.raises(NotFound):
            series.of_unit(unit, indicator, basis=None, as_of=AS_OF)


def test_counts_of_targets_are_never_restated(loaded):
    """Two provinces' counts of targets met are not one province's, and the refusal names the indicator."""
    conference = [p for p in packs.files_of_round("2023-annual") if p.stem == "figures-conference"]
    figures.load(files=conference, round_id="2023-annual", by="test")
    with pytest.raises(Invalid, match="TARGETS_MET"):
        series.of_unit("vn34-24", "TARGETS_MET", basis=MERGED, as_of=AS_OF)

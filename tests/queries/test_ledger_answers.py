"""The targets ledger asked of an installation with the real pack and its worked examples."""

from datetime import date
from decimal import Decimal

import pytest

from giaoban.actions import figures, installation
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import targets
from tests.house.tree import PACKS

ROUND, NOW = "2023-annual", date(2026, 11, 22)


@pytest.fixture
def loaded(db, workspace):
    """Load the targets of 2025, the national ones, and the figures that they are held against."""
    installation.initialise(packs=[PACKS / "vn"])
    specs = [
        PACKS / f"vn/specs/{name}.csv" for name in ("figures-national", "targets-2025", "targets-national")
    ]
    files = [*specs, PACKS / f"vn/rounds/{ROUND}/figures-growth.csv"]
    figures.load(files=files, round_id=ROUND, by="test")


def test_the_goalpost_of_2025(loaded):
    """6.5–7 per cent became 8 or more on 19 February 2025, with 316 days left; another period has its own."""
    _, (move,) = targets.goalposts(ROUND, NOW, "2025")
    assert (move.movement, move.days_left, move.after.instrument) == (
        "tightened", 316, "Nghị quyết 192/2025/QH15",
    )  # fmt: skip
    assert targets.goalposts(ROUND, NOW)[1] == ()


def test_the_terms_around_a_year(loaded):
    """Both five-year targets of 2021–2025 are told for 2023; there is none around 2019."""
    _, found = targets.terms(ROUND, NOW)
    assert [one.state for one in found] == ["off_track", "off_track"]
    assert targets.terms(ROUND, NOW, "2019")[1] == ()


def test_the_cascade_of_2025_stands_on_the_units_of_the_day(loaded):
    """63 provinces in February, 34 at the end of the year, who were never set another."""
    for on, units in ((date(2025, 2, 20), 63), (None, 34)):
        _, (one,) = targets.cascade(ROUND, NOW, "2025", on=on)
        assert len(one.goals) == units


def test_a_score_names_the_version_and_the_basis(loaded):
    """Vĩnh Phúc was set 9 in February; on the new basis it is a part of Phú Thọ, which is missing one."""
    found = targets.scores("vn63-26", "GRDP_GROWTH", "2025", version_on=None, basis=None, as_of=NOW)
    states = {(one.unit_key, one.basis.isoformat()): one.goal.state for one in found.cells}
    assert states == {("vn63-26", "2025-06-30"): "as_set", ("vn34-25", "2025-07-01"): "missing"}
    (own,) = (one.goal.target for one in found.cells if one.goal.target)
    assert own.target == Decimal("9.0")


def test_bad_questions_are_refused(loaded):
    """A unit that nobody knows, a period that is none, a name that two units carry."""
    asked = {"version_on": None, "basis": None, "as_of": NOW}
    with pytest.raises(NotFound):
        targets.scores("Atlantis", "GRDP_GROWTH", "2025", **asked)
    with pytest.raises(Invalid, match="not a period"):
        targets.scores("vn63-26", "GRDP_GROWTH", "soon", **asked)
    with pytest.raises(Invalid, match="can mean 2 units"):
        targets.scores("Bắc Ninh", "GRDP_GROWTH", "2025", **asked)

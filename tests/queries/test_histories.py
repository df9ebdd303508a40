"""The history of real figures, asked of an installation with the real pack."""

from datetime import timedelta
from decimal import Decimal

import pytest

from giaoban.actions import figures, installation
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import packs, vintages
from giaoban.queries.moments import Moment, moment
from tests.factories.tables import FIGURES, write_csv
from tests.house.tree import PACKS

ROUND, LATER = "2023-annual", Moment("2026-11-22")
BAC_NINH = ("vn63-27", "GRDP_GROWTH", "2023")


@pytest.fixture
def loaded(db, workspace):
    """Load what was released of growth, and what the conference heard."""
    installation.initialise(packs=[PACKS / "vn"])
    kinds = ("figures-growth", "figures-conference")
    files = [path for path in packs.files_of_round(ROUND) if path.stem in kinds]
    figures.load(files=files, round_id=ROUND, by="test")


def told(unit: str, indicator: str, period: str, at: Moment = LATER):
    """Return value, step, difference and whether it is in force, for each vintage of a figure."""
    found = vintages.of_figure(unit, indicator, period, at=at)
    return [
        (format(v.observation.value, "f"), v.step, v.difference, v.observation is found.choice.chosen)
        for _, v in found.rows
    ]


def test_the_first_quarter_of_2023_was_revised_twice(loaded):
    """National growth: 3.32, then 3.28, then 3.41; at the end of July the middle one was in force."""
    assert told("vn", "GRDP_GROWTH", "2023-Q1") == [
        ("3.32", "first", None, False),
        ("3.28", "revision", Decimal("-0.04"), False),
        ("3.41", "revision", Decimal("0.13"), True),
    ]
    assert [one[::3] for one in told("vn", "GRDP_GROWTH", "2023-Q1", Moment("2023-07-31"))] == [
        ("3.32", False),
        ("3.28", True),
    ]


def test_the_estimates_of_november_2023_fell_and_rose_until_january(loaded):
    """Hà Nội 6.11 to 6.27; Bắc Ninh −6.18 to −9.28, its first quarter −11.85 to −11.38."""
    assert [one[:3] for one in told("Hà Nội", "GRDP_GROWTH", "2023")] == [
        ("6.11", "first", None),
        ("6.27", "revision", Decimal("0.16")),
    ]
    year = told("Bắc Ninh", "GRDP_GROWTH", "2023")
    assert (year[0][0], year[-1][0]) == ("-6.18", "-9.28")
    assert sum(one[2] for one in year[1:]) == Decimal("-3.10")
    quarter = told("Bắc Ninh", "GRDP_GROWTH", "2023-Q1")
    assert [one[:3] for one in quarter][-1] == ("-11.38", "revision", Decimal("0.47"))


def test_a_name_means_the_unit_of_the_period(loaded):
    """Bắc Ninh in 2023 is the old province; a name that no unit had then is not found."""
    assert vintages.of_figure("Bắc Ninh", "GRDP_GROWTH", "2023", at=LATER).unit.unit_key == "vn63-27"
    assert vintages.of_figure("Bắc Ninh", "GRDP_GROWTH", "2025", at=LATER).unit.unit_key == "vn34-24"
    with pytest.raises(NotFound):
        vintages.of_figure("Hà Tây", "GRDP_GROWTH", "2023", at=LATER)
    with pytest.raises(Invalid):
        vintages.of_figure("Bắc Ninh", "GRDP_GROWTH", "last year", at=LATER)


def test_a_correction_stands_beside_the_row_it_corrects_with_its_reason(loaded, tmp_path):
    """Both rows are told with their recording; at a moment before the correction there is only one."""
    (*_, (row, _)) = vintages.of_figure(*BAC_NINH, at=LATER).rows
    source = row.observation.source
    cells = {
        "unit_key": "vn63-27", "indicator": "GRDP_GROWTH", "period": "2023", "value": "-9.3",
        "unit_measure": "PCT", "obs_status": row.observation.obs_status,
        "released": row.observation.released, "source": source,
    }  # fmt: skip
    columns = [*FIGURES, "estimate", "revision_reason"]
    cells |= {"estimate": row.observation.estimate, "revision_reason": "typing error in the bulletin"}
    file = write_csv(tmp_path / "c.csv", columns, [cells.get(name, "") for name in columns])
    figures.load(files=[file], round_id=ROUND, by="analyst")
    corrected, correction = vintages.of_figure(*BAC_NINH, at=LATER).rows[-2:]
    assert (correction[1].step, correction[1].before) == ("correction", corrected[0].observation)
    assert correction[0].observation.revision_reason == "typing error in the bulletin"
    assert (correction[0].recorded_by, corrected[0].recorded_by) == ("analyst", "test")
    earlier = moment((correction[0].recorded_at - timedelta(microseconds=1)).isoformat())
    assert (
        len(vintages.of_figure(*BAC_NINH, at=Moment("2026-11-22", earlier.recorded_by)).rows)
        == len(vintages.of_figure(*BAC_NINH, at=LATER).rows) - 1
    )

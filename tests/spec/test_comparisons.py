"""Comparing units"""

from decimal import Decimal

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.figures.cells import Row
from giaoban.core.figures.intake import read_rows
from giaoban.core.review.ranking import band_of, check_bands
from tests.factories.rounds import figures, indicator, observation, pack, review, unit

GROWTH = {"analysis": "growth", "rule": "observed", "indicator": "GROWTH"}
COLUMNS = (
    "unit_key",
    "indicator",
    "period",
    "value",
    "unit_measure",
    "obs_status",
    "released",
    "source",
    "note",
)
LAND = pack([unit("north", "01"), unit("south", "02"), unit("west", "03")], [indicator("GROWTH")])


def listed(**spec):
    """Return the value and the working of one list over growth."""
    rule = {"analysis": "listed", "rule": "list", "of": "growth", "order": "descending", **spec}
    observations = [observation("north", "10"), observation("south", "10"), observation("west", "-1.5")]
    (figure,) = figures(review(LAND, [GROWTH, rule], observations), "listed")
    return figure["value"], figure["working"]


def test_two_rows_for_one_key_are_refused():
    """Two rows for one key are refused, and both rows are shown; neither is used silently."""
    rows = [Row(1, COLUMNS)] + [
        Row(number, ("north", "GROWTH", "2023", value, "PCT", "P", "2024-01-10", "office", ""))
        for number, value in ((2, "7.5"), (3, "7.9"))
    ]
    _, findings = read_rows("figures", rows, "figures.csv", "", LAND, {})
    text = " ".join(str(finding) for finding in findings if finding.severity == "error")
    assert "2" in text
    assert "3" in text
    assert {finding.where.row for finding in findings} & {2, 3}


def test_two_units_with_one_name_stay_two():
    """Units are known by key: two of one name, even of one code, keep their own figures."""
    twins = [unit("north", "01", name="Twin"), unit("south", "01", name="Twin")]
    sheet = review(
        pack(twins, [indicator("GROWTH")]), [GROWTH], [observation("north", "1"), observation("south", "2")]
    )
    assert {f["unit_key"]: f["value"] for f in figures(sheet, "growth")} == {"north": "1", "south": "2"}


@pytest.mark.parametrize(
    ("measure", "band"), [("50", "lower"), ("50.5", "lower"), ("51", "upper"), ("100", "upper")]
)
def test_bands_are_half_open(measure, band):
    """A band holds its lower bound and not its upper one, so 50,5 between 0–51 and 51– has a band."""
    bands = [{"band": "lower", "from": "0", "to": "51"}, {"band": "upper", "from": "51", "to": ""}]
    assert band_of(Decimal(measure), bands) == band


@pytest.mark.parametrize("end", ["50", "52", ""])
def test_bands_without_gap_or_overlap(end):
    """Bands that leave a gap or overlap are refused, naming the two neighbours."""
    with pytest.raises(Invalid, match="lower.*upper"):
        check_bands([{"band": "lower", "from": "0", "to": end}, {"band": "upper", "from": "51", "to": ""}])


def test_ties_share_the_best_place():
    """Equal measures share the best place and the next place is skipped: 1, 1, 3."""
    rule = {"analysis": "ranking", "rule": "ranking", "of": "growth", "order": "descending"}
    observations = [observation("west", "9.99"), observation("south", "10"), observation("north", "10.0")]
    (figure,) = figures(review(LAND, [GROWTH, rule], observations), "ranking")
    places = [(row["unit_key"], row["rank"], row["tied"]) for row in figure["value"]]
    assert places == [("north", 1, 2), ("south", 1, 2), ("west", 3, 1)]


def test_a_list_says_who_reported():
    """A list names its members in order and says how many of how many reported; silence is not zero."""
    value, working = listed(op="<", threshold="0")
    assert (value, working["count"], working["reported"], working["of"]) == (["west"], 1, 3, 3)
    rule = {
        "analysis": "low",
        "rule": "list",
        "of": "growth",
        "op": "<",
        "threshold": "5",
        "order": "descending",
    }
    (figure,) = figures(review(LAND, [GROWTH, rule], [observation("north", "10")]), "low")
    assert (figure["value"], figure["working"]["reported"]) == ([], 1)


def test_a_threshold_is_met_or_not_at_equality():
    """At least 10 holds 10; more than 10 does not."""
    assert listed(op=">=", threshold="10")[0] == ["north", "south"]
    assert listed(op=">", threshold="10")[0] == []


def test_percentage_points_are_kept_apart():
    """A rate from 4 to 5 moved by 1 percentage point, though by 25 per cent; a level by per cent."""
    before = {"analysis": "before", "rule": "observed", "indicator": "GROWTH", "years_before": 1}
    moved = {"analysis": "moved", "rule": "change", "of": "growth", "before": "before"}
    observations = [observation("north", "5"), observation("north", "4", period="2022")]
    (rate,) = figures(review(LAND, [GROWTH, before, moved], observations), "moved")
    assert (rate["value"], rate["unit_measure"], rate["working"]["percent"]) == ("1", "PP", "25.00")
    levels = pack([unit("north", "01")], [indicator("GROWTH", kind="additive", unit_measure="TONNES")])
    (level,) = figures(review(levels, [GROWTH, before, moved], observations), "moved")
    assert (level["value"], level["unit_measure"]) == ("25.00", "PCT")


def test_a_share_of_nothing_cannot_be_computed():
    """A share of a total of 0 has no value; it is not 0 %."""
    total = {"analysis": "total", "rule": "sum", "of": "growth"}
    part = {"analysis": "part", "rule": "share", "of": "growth", "total": "total"}
    (figure,) = figures(review(LAND, [GROWTH, total, part], [observation("north", "0")]), "part")
    assert figure["value"] is None


def test_two_sources_of_one_day_contradict_each_other():
    """Two sources of one day with different values: none is used, both stand, and a finding says so."""
    sheet = review(
        LAND, [GROWTH], [observation("north", "5", source="a"), observation("north", "6", source="b")]
    )
    (figure,) = figures(sheet, "growth")
    assert (figure["value"], figure["working"]["contradicted"], len(figure["inputs"])) == (None, True, 2)
    assert [finding["code"] for finding in sheet["findings"]] == ["contradicted"]


def test_the_latest_release_of_a_grade_wins_and_the_earlier_stays():
    """Of one grade the later release is in force, the earlier stays; what came after the day is not used."""
    days = {"2023-12-01": "5", "2024-01-10": "6", "2024-09-29": "7"}
    sheet = review(LAND, [GROWTH], [observation("north", value, released=day) for day, value in days.items()])
    (figure,) = figures(sheet, "growth")
    assert (figure["value"], figure["vintage"], len(figure["inputs"])) == ("6", "2024-01-10", 2)


def _in_force(*observations):
    sheet = review(LAND, [GROWTH], observations)
    (figure,) = figures(sheet, "growth")
    return figure["value"], [finding["code"] for finding in sheet["findings"]]


def test_a_grade_only_rises():
    """Estimate, preliminary, official (Law on Statistics 89/2015/QH13, article 3).

    A later estimate does not displace an earlier preliminary figure; where it says another value, a finding
    says so.
    """
    preliminary = observation("north", "12.27", obs_status="P", released="2023-12-29")
    later = {"obs_status": "E", "released": "2024-01-17", "source": "b"}
    assert _in_force(preliminary, observation("north", "12.3", **later)) == ("12.27", ["regressed"])
    assert _in_force(preliminary, observation("north", "12.27", **later)) == ("12.27", [])
    official = observation("north", "12.25", obs_status="A", released="2024-01-20")
    assert _in_force(preliminary, observation("north", "12.3", **later), official) == ("12.25", [])


def test_of_one_grade_and_day_the_second_estimate_is_in_force():
    """The second estimate replaces the first, also where both came out on one day."""
    first, second = (
        observation("north", value, obs_status="E", estimate=estimate, source=estimate)
        for value, estimate in (("5", "1"), ("6", "2"))
    )
    assert _in_force(first, second) == ("6", [])


def test_a_release_without_a_value_takes_back_what_came_before():
    """“Does not apply” leaves no value, whatever grade came before it; a newer value counts again."""
    official = observation("north", "5", obs_status="A", released="2023-12-01")
    withdrawn = observation("north", None, obs_status="M", released="2024-01-05")
    assert _in_force(official, withdrawn) == (None, [])
    again = observation("north", "6", obs_status="E", released="2024-01-10")
    assert _in_force(official, withdrawn, again) == ("6", [])

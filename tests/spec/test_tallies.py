"""Counting targets"""

from tests.factories.rounds import figures, indicator, observation, pack, review, unit
from tests.spec.scoring import result, target

LAND = pack([unit("u1", "01")], [indicator("MET", decimals=0), indicator("TOTAL", decimals=0)])
COMPUTED = [
    {"analysis": "attainment", "rule": "attainment"},
    {"analysis": "computed", "rule": "tally", "of": "attainment"},
]
REPORTED = [
    {"analysis": "met", "rule": "observed", "indicator": "MET"},
    {"analysis": "total", "rule": "observed", "indicator": "TOTAL"},
    {"analysis": "reported", "rule": "reported_tally", "met": "met", "total": "total"},
]


def rows(*values, **fields):
    """Return numbered targets of 95 with these results; None is not reported, "M" not applicable."""
    targets = [target(target_id=f"t{i}", number=str(i), **fields) for i, _ in enumerate(values)]
    results = [
        result("" if value == "M" else value, target_id=f"t{i}", obs_status="M" if value == "M" else "P")
        for i, value in enumerate(values)
        if value is not None
    ]
    return targets, results


def tallied(targets, results):
    """Return the value of the unit's computed tally."""
    (figure,) = figures(review(LAND, COMPUTED, (), targets, results), "computed")
    return figure["value"]


def test_met_counts_met_and_exceeded():
    """n of m: n counts met and exceeded, m counts every numbered row; 2 of 3 is 66,7 %."""
    value = tallied(*rows("96", "95", "90"))
    assert (value["met"], value["exceeded"], value["total"], value["share"]) == (2, 1, 3, "66.7")


def test_not_reported_stays_and_not_applicable_leaves():
    """What was not reported stays in the total as not met; what does not apply leaves the total."""
    value = tallied(*rows("96", None, "M"))
    assert (value["met"], value["total"], value["missed"]) == (1, 2, 1)
    assert (value["not_reported"], value["not_applicable"]) == (1, 1)


def test_nothing_applicable_has_no_share():
    """Where no row applies there is no share: 0 of 0 is not 0 %."""
    assert tallied(*rows("M"))["share"] is None


def test_parts_of_a_row_are_not_counted():
    """Parts 1a and 1b of row 1 carry results of their own, weigh into row 1, and are not counted."""
    whole = target(target_id="t1", number="1")
    parts = [
        target(target_id=f"t1{x}", number=f"1{x}", target="100", counts=False, weight=w)
        for x, w in ("a2", "b3")
    ]
    results = [result("60", target_id="t1a"), result("80", target_id="t1b"), result("96", target_id="t1")]
    sheet = review(LAND, COMPUTED, (), [whole, *parts], results)
    assert figures(sheet, "computed")[0]["value"]["total"] == 1
    (row,) = [f for f in figures(sheet, "attainment") if f["target_id"] == "t1"]
    assert row["working"]["percent"] == "72.00"
    assert [(part["weight"], part["percent"]) for part in row["working"]["composite"]] == [
        ("2", "60.00"),
        ("3", "80.00"),
    ]


def test_a_reported_tally_stands_beside_the_computed_one():
    """Reported 2 of 2 and computed 1 of 2: both are kept, and their disagreement is a finding."""
    differ = {"analysis": "differ", "rule": "disagreement", "of": ["reported", "computed"]}
    counts = [observation("u1", "2", indicator=name) for name in ("MET", "TOTAL")]
    sheet = review(LAND, [*COMPUTED, *REPORTED, differ], counts, *rows("96", "90"))
    (figure,) = figures(sheet, "differ")
    assert [(row["analysis"], row["met"], row["total"]) for row in figure["value"]] == [
        ("reported", 2, 2),
        ("computed", 1, 2),
    ]
    assert {finding["code"] for finding in sheet["findings"]} == {"disagreement"}


def test_the_version_in_force_is_scored():
    """A target lowered during the year is scored by the version in force, not by the first or a later one."""
    versions = [
        target(target=t, valid_from=day)
        for t, day in (("95", "2022-12-09"), ("90", "2023-07-08"), ("50", "2024-02-01"))
    ]
    sheet = review(LAND, COMPUTED[:1], (), versions, [result("91")])
    (figure,) = figures(sheet, "attainment")
    assert (figure["value"], figure["working"]["target"]) == ("exceeded", "90")


def test_a_target_of_another_time_takes_no_part():
    """The plan of next year, known already, is not counted in this year's review; one of a quarter is."""
    targets = [
        target(target_id=period, period=period, unit_key="u1", number=period)
        for period in ("2023", "2024", "2023-Q2")
    ]
    sheet = review(pack([unit("u1", "01")], []), [{"analysis": "a", "rule": "attainment"}], [], targets, [])
    assert [f["target_id"] for f in sheet["figures"]] == ["2023", "2023-Q2"]
    assert [f["verdict"] for f in sheet["figures"]] == ["not_reported", "not_reported"]

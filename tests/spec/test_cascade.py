"""Cascade: a national target, what the units were set to carry it out, and the gap between the two."""

import csv
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.registry.lineage import Lineage
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.bases import Scorer
from giaoban.core.review.cascade import cascades
from giaoban.files.packs import read_pack
from tests.factories.reviews import records
from tests.factories.rounds import indicator, observation
from tests.house.tree import PACKS
from tests.spec.scoring import target

DAY, YEAR = date(2023, 6, 30), parse_period("2023")
INDICATORS = {
    "SUM": indicator("SUM", kind="additive", merge_rule="sum", decimals=0),
    "RATE": indicator("RATE", kind="growth", merge_rule="weighted", weight="SUM"),
    "LOW": indicator("LOW", kind="ratio", merge_rule="weighted", weight="SUM", direction="lower"),
    "COUNT": indicator("COUNT", kind="count"),
}


def national(about: str, op: str, *bounds: str, **rest):
    """Return the country's target."""
    return target(op, *bounds, target_id="N", unit_key="land", indicator=about, valid_from="2022", **rest)


def own(unit_key: str, about: str, op: str, *bounds: str, **rest):
    """Return a unit's target that carries out the country's."""
    fields = {"target_id": unit_key, "unit_key": unit_key, "cascaded_from": "N", "valid_from": "2022"}
    return target(op, *bounds, indicator=about, **{**fields, **rest})


def summed(*targets, units=("a", "b"), **asked):
    """Return the cascade of the only national target; the levels of 2022 are 100 for a and 300 for b."""
    levels = {("a", "100"), ("b", "300")}
    figures = [
        observation(key, v, indicator="SUM", period=year) for key, v in levels for year in ("2022", "2023")
    ]
    scorer = Scorer(targets, {}, Teller(by_key(figures), Lineage(()), "2024-12-31"))
    (one,) = cascades(scorer, INDICATORS, units, YEAR, DAY, **asked)
    return one


def test_sums_are_added_and_the_gap_is_told():
    """1,000 for the country, 400 and 500 for its units: 900 together, 100 short."""
    total = summed(
        national("SUM", ">=", "1000"), own("a", "SUM", ">=", "400"), own("b", "SUM", ">=", "500")
    ).total
    assert (total.implied, total.gap) == (Decimal(900), Decimal(-100))
    assert sum(total.attribution.values()) == total.gap


def test_growth_is_weighted_by_the_level_of_the_year_before():
    """8 for the country; 10 on a level of 100 and 8 on 300 are 8.5: half a point more than is needed."""
    one = summed(national("RATE", ">=", "8"), own("a", "RATE", "=", "10"), own("b", "RATE", "=", "8"))
    assert (one.total.implied, one.total.gap, one.weighed_in) == (Decimal("8.5"), Decimal("0.5"), "2022")
    assert one.total.attribution == {"a": Decimal("0.5"), "b": Decimal(0)}


def test_the_bar_of_a_range_is_the_side_that_must_be_reached():
    """6.5–7 is reached at 6.5; where lower is better, 4–5 is reached at 5."""
    assert summed(
        national("RATE", "range", "6.5", "7"), own("a", "RATE", "=", "7"), units=("a",)
    ).total.gap == Decimal("0.5")
    lower = {"direction": "lower"}
    one = summed(
        national("LOW", "range", "4", "5", **lower), own("a", "LOW", "<=", "4", **lower), units=("a",)
    )
    assert one.total.gap == -1


def test_who_has_none_is_named_and_nothing_is_told_of_the_whole():
    """One of two units without a target: no total, unless a partial one is asked for, which is marked."""
    targets = (national("SUM", ">=", "1000"), own("a", "SUM", ">=", "400"))
    one = summed(*targets)
    assert (one.without, one.total.implied, one.is_partial) == (("b",), None, False)
    part = summed(*targets, is_partial_wanted=True)
    assert (part.total.implied, part.is_partial) == (Decimal(400), True)


def test_a_target_that_carries_out_another_is_not_summed():
    """Only what names the national target counts: a unit's own ambition, or a scenario, does not."""
    other = own("b", "SUM", ">=", "500", cascaded_from="")
    scenario = own("b", "SUM", ">=", "500", target_id="s", kind="scenario")
    assert summed(national("SUM", ">=", "1000"), own("a", "SUM", ">=", "400"), other, scenario).without == (
        "b",
    )


def test_what_has_no_total_is_refused_by_name():
    """Counts are never summed back."""
    with pytest.raises(Invalid, match="COUNT"):
        summed(national("COUNT", ">=", "10"), own("a", "COUNT", ">=", "4"))


@cache
def growth_2025() -> tuple[Scorer, object]:
    """Return the real targets of 2025 with the figures of the pack, and the pack."""
    vn = read_pack(PACKS / "vn")
    rows = []
    for name in ("targets-national", "targets-2025"):
        with (PACKS / f"vn/specs/{name}.csv").open(encoding="utf-8", newline="") as file:
            rows += [row for row in csv.DictReader(file) if row["indicator"] == "GRDP_GROWTH"]
    cells = ("target", "target_to")
    targets = [
        target(**{**row, **{name: row[name] or None for name in cells}, "counts": True, "kind": "target"})
        for row in rows
    ]
    teller = Teller(by_key(records(vn, "2023-annual")["figures"]), vn.lineage, "2026-11-22")
    return Scorer(tuple(targets), {}, teller), vn


@pytest.mark.parametrize(("on", "bar"), [(date(2025, 2, 10), "6.5"), (date(2025, 2, 20), "8")])
def test_growth_2025(on, bar):
    """24 of 63 provinces' targets are known: no total of the whole; the partial one lies above 8.

    Levels of 2024 are not in the data, so those of 2022 weigh, which the answer says. The national target
    was 6.5–7 (Resolution 158/2024/QH15), then 8 or more (Resolution 192/2025/QH15).
    """
    scorer, vn = growth_2025()
    keys = sorted({u.unit_key for u in vn.units.values() if u.level == "province" and u.is_valid_on(on)})
    asked = (scorer, vn.indicators, keys, parse_period("2025"), on)
    (whole,) = cascades(*asked)
    assert (len(whole.goals), len(whole.without), whole.total.implied) == (63, 39, None)
    (part,) = cascades(*asked, weighed_in=parse_period("2022"), is_partial_wanted=True)
    assert part.is_partial and part.weighed_in == "2022"
    assert part.total.published == Decimal(bar)
    assert 9 < part.total.implied < Decimal("9.5")
    assert part.total.gap == part.total.implied - Decimal(bar)
    assert sum(part.total.attribution.values()) == part.total.gap

"""Term targets: the yearly path of a five-year target, the pace that is left to go, on track or off track."""

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from giaoban.core.figures.series import Teller, by_key
from giaoban.core.figures.targets import Target
from giaoban.core.registry.lineage import Lineage
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.terms import Outlook, as_decimal, outlooks, path_rule
from giaoban.files.packs import read_pack
from tests.factories.rounds import indicator, observation
from tests.house.tree import PACKS
from tests.spec.scoring import target

FIVE_YEARS = "2021-01-01/P5Y"
INDICATORS = {
    "LEVEL": indicator("LEVEL", kind="ratio"),
    "RATE": indicator("RATE", kind="growth"),
    "VALUE": indicator("VALUE", kind="additive"),
}
RULE = {
    "rule": "term_path", "title": "", "valid_from": "2000-01-01", "valid_to": "", "source": "",
    "confidence": "DER", "tolerance_percent": "1",
    "paths": [
        {"path": "linear", "kinds": ["ratio"]},
        {"path": "mean", "kinds": ["growth"]},
        {"path": "constant_rate", "kinds": ["additive"]},
    ],
}  # fmt: skip


def term(about: str, op: str, bound: str, bound_to: str | None = None, **rest) -> Target:
    """Return a target for 2021–2025."""
    fields = {"period": FIVE_YEARS, "indicator": about, "valid_from": "2021", "target_id": "T"}
    return target(op, bound, bound_to, **{**fields, **rest})


def told(on: Target, known: dict[str, str], *interim: Target, rules=(RULE,)) -> Outlook:
    """Return how the target stands by the values known, by year."""
    figures = [
        observation("u1", v, indicator=on.indicator, period=p, released="2021") for p, v in known.items()
    ]
    teller = Teller(by_key(figures), Lineage(()), "2026-12-31")
    (one,) = outlooks([on, *interim], INDICATORS, rules, teller, parse_period("2023"))
    return one


def paths(one: Outlook) -> list[str]:
    """Return the path, year by year, to one decimal."""
    return ["–".join(f"{bar:.1f}" for bar in year.path) for year in one.years]


def test_a_linear_path_leads_from_the_baseline_in_equal_steps():
    """From 50 in 2020 to 60: two points a year. 53 in 2022 is short of 54; 7 in 3 years are left to go."""
    one = told(term("LEVEL", ">=", "60"), {"2020": "50", "2022": "53"})
    assert paths(one) == ["52.0", "54.0", "56.0", "58.0", "60.0"]
    assert (one.state, one.latest, one.remaining, one.required) == ("off_track", "2022", 3, Fraction(7, 3))


def test_a_path_of_a_constant_rate():
    """From 100 to 161.051 in five years is 10 % a year; at 121 after two, three years at 10 % are left."""
    one = told(term("VALUE", ">=", "161.051"), {"2020": "100", "2022": "121"})
    assert paths(one) == ["110.0", "121.0", "133.1", "146.4", "161.1"]
    assert one.state == "on_track"
    assert round(as_decimal(one.required), 20) == 10


def test_a_mean_asks_of_the_years_left_what_the_years_done_did_not_bring():
    """A mean of 6.5 with 5 and 6: the three years left must bring 7.17 each."""
    one = told(term("RATE", "=", "6.5"), {"2021": "5", "2022": "6"})
    assert paths(one) == ["6.5"] * 5
    assert (one.state, one.value, one.required) == ("off_track", Decimal("5.5"), Fraction(43, 6))


def test_a_mean_with_a_gap_is_undetermined():
    """Without 2022 nobody knows the mean of 2021 to 2023, and the year is named."""
    one = told(term("RATE", "=", "6.5"), {"2021": "5", "2023": "9"})
    assert one.state == "undetermined" and "2022" in one.note


def test_declared_years_bend_the_path():
    """A value set for 2023 is the path of 2023; the years between follow the rule, and both say so."""
    row = target(
        ">=", "58", period="2023", target_id="Y", term_target="T", indicator="LEVEL", valid_from="2022"
    )
    one = told(term("LEVEL", ">=", "60"), {"2020": "50", "2023": "57"}, row)
    assert paths(one) == ["52.7", "55.3", "58.0", "59.0", "60.0"]
    assert [year.origin for year in one.years] == ["rule", "rule", "declared", "rule", "target"]
    assert one.state == "off_track"


def test_where_lower_is_better_the_ceiling_is_the_bar():
    """Poverty from 10 down to at most 5: 7.9 in 2022 is below the path's 8, and 2.9 in 3 years are left."""
    one = told(term("LEVEL", "<=", "5", direction="lower"), {"2020": "10", "2022": "7.9"})
    assert (one.state, one.required) == ("on_track", Fraction(-29, 30))


def test_a_corridor_has_two_paths():
    """From 10 into 4–5: at 9 in 2021 between 8.8 and 9 is on track; at 9.2 it is not."""
    corridor = term("LEVEL", "range", "4", "5", direction="range")
    one = told(corridor, {"2020": "10", "2021": "9"})
    assert (paths(one)[0], one.state, one.required) == ("8.8–9.0", "on_track", Fraction(-1))
    assert told(corridor, {"2020": "10", "2021": "9.2"}).state == "off_track"


def test_a_tolerance_is_of_the_path():
    """One per cent of 54 is 0.54: 53.46 is on track, 53.45 is off."""
    for value, state in (("53.46", "on_track"), ("53.45", "off_track")):
        assert told(term("LEVEL", ">=", "60"), {"2020": "50", "2022": value}).state == state


@pytest.mark.parametrize(
    ("on", "known", "why"),
    [
        (term("LEVEL", ">=", "60"), {}, "no value"),
        (term("LEVEL", ">=", "60"), {"2022": "53"}, "no start"),
        (term("LEVEL", ">=", "60", direction="none"), {"2022": "53"}, "no bar"),
        (term("VALUE", ">=", "60"), {"2020": "-1", "2022": "-2"}, "above zero"),
    ],
)
def test_what_cannot_be_told_is_undetermined_and_says_why(on, known, why):
    """No value, no start of the path, no direction, a rate from below zero."""
    one = told(on, known)
    assert one.state == "undetermined" and why in one.note


def test_without_a_rule_nothing_is_guessed():
    """A pack that says nothing of paths gets none."""
    assert told(term("LEVEL", ">=", "60"), {"2022": "53"}, rules=()).state == "undetermined"


@cache
def vn() -> Pack:
    """Return the real pack."""
    return read_pack(PACKS / "vn")


def national(as_of: str) -> dict[str, Outlook]:
    """Return the real term targets of the country, by what was known at `as_of`."""
    files = ("specs/targets-national", "specs/figures-national", "rounds/2023-annual/figures-growth")
    rows = {name: list(csv.DictReader(_lines(f"vn/{name}.csv"))) for name in files}
    targets = [_target(row) for row in rows[files[0]]]
    names = ("indicator", "period", "unit_measure", "obs_status", "estimate", "released", "source", "note")
    figures = [
        observation("vn", row["value"], **{name: row[name] for name in names})
        for row in (*rows[files[1]], *rows[files[2]])
        if row["unit_key"] == "vn"
    ]
    teller = Teller(by_key(figures), vn().lineage, as_of)
    found = outlooks(targets, vn().indicators, vn().rules["terms"], teller, parse_period("2025"))
    return {one.target.target_id: one for one in found}


def _lines(name: str) -> list[str]:
    return (PACKS / name).read_text("utf-8").splitlines()


def _target(row: dict[str, str]) -> Target:
    bounds = {name: Decimal(row[name]) if row[name] else None for name in ("target", "target_to")}
    return Target(**{**row, **bounds, "counts": True, "kind": "target"})


def test_gdp_per_head_2021_to_2025():
    """4,700–5,000 USD by 2025: 4,284 in 2023 against a path of 4,400; 4.74 % a year are left to go."""
    one = national("2024-01-17")["VN-GDPPC-2021-2025"]
    assert (one.state, one.value, one.remaining) == ("off_track", Decimal(4284), 2)
    assert round(as_decimal(one.required), 2) == Decimal("4.74")
    assert [year.origin for year in one.years] == ["declared", "rule", "declared", "declared", "target"]


def test_mean_growth_2021_to_2025():
    """6.5–7 % a year: undetermined while 2022 is missing, then 6.3 as told of the whole: off track."""
    before, after = (national(day)["VN-GDP-2021-2025"] for day in ("2025-06-01", "2026-11-22"))
    assert before.state == "undetermined" and "2022" in before.note
    assert (after.state, after.value, after.latest) == ("off_track", Decimal("6.30"), FIVE_YEARS)


def test_the_rule_is_dated_data_and_is_named():
    """The pack's rule says where it is from and how sure it is, and holds only from its day."""
    rules, measured = vn().rules["terms"], vn().indicators["POVERTY_RATE"]
    assert path_rule(rules, measured, "2021-01-01").confidence == "DER"
    assert path_rule(rules, measured, "2020-12-31") is None

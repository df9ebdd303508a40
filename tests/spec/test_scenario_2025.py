"""Scenario 2025: targets of February for 63 units, a merger on 1 July, targets of August for 34.

The merger is the real one of the pack. 24 of February's growth targets are real (Resolution 25/NQ-CP, annex
II); the other 39, exports, all targets of August, the figures of 2025 and the weights are made up here.
"""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from giaoban.actions import figures, installation
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.figures.targets import Target
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.bases import Scorer
from giaoban.core.review.goalposts import moves
from giaoban.files.packs import read_pack
from giaoban.queries import figures as stored
from giaoban.queries import targets as asking
from giaoban.records.models import Segment
from tests.factories.rounds import observation
from tests.factories.tables import TARGETS, write_csv
from tests.house.tree import PACKS
from tests.spec.scoring import target

YEAR = parse_period("2025")
FEBRUARY, AUGUST = date(2025, 2, 5), date(2025, 8, 20)
OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)
#: The new Bắc Ninh, and the two provinces that it was made of: old Bắc Giang and old Bắc Ninh.
MERGED, GIANG, NINH = "vn34-24", "vn63-24", "vn63-27"


@cache
def vn() -> Pack:
    """Return the real pack."""
    return read_pack(PACKS / "vn")


def keys(era: str) -> list[str]:
    """Return the provinces of 63 or of 34."""
    return sorted({unit.unit_key for unit in vn().units.values() if unit.unit_key.startswith(f"vn{era}-")})


def real() -> dict[str, str]:
    """Return the growth targets that are facts, by province."""
    with (PACKS / "vn/specs/targets-2025.csv").open(encoding="utf-8", newline="") as file:
        return {row["unit_key"]: row["target"] for row in csv.DictReader(file)}


def growth(unit_key: str, bound: str, day: date, act: str) -> Target:
    """Return a growth target."""
    return target("=", bound, target_id=f"G-{unit_key}", unit_key=unit_key, period="2025", instrument=act,
                  indicator="GRDP_GROWTH", valid_from=day.isoformat())  # fmt: skip


def exports(unit_key: str, bound: str, day: date, act: str) -> Target:
    """Return an exports target."""
    return target(">=", bound, target_id=f"X-{unit_key}", unit_key=unit_key, period="2025", instrument=act,
                  indicator="EXPORTS", unit_measure="MIO_USD", valid_from=day.isoformat())  # fmt: skip


def february() -> list[Target]:
    """Return the targets of 63 units: exports of 100 each, growth as in the annex, else 8."""
    known = real()
    act = "Nghị quyết 25/NQ-CP"
    return [
        *(growth(key, known.get(key, "8"), FEBRUARY, act) for key in keys("63")),
        *(exports(key, "100", FEBRUARY, act) for key in keys("63")),
    ]


def august() -> list[Target]:
    """Return the targets of 34 units: growth of 8.5, exports of 150."""
    return [
        make(key, bound, AUGUST, "Made-up resolution of August")
        for key in keys("34")
        for make, bound in ((growth, "8.5"), (exports, "150"))
    ]


def figures_2025():
    """Return the figures of 2025 of both eras, and the weights of 2024: product per head × population."""
    told = {"obs_status": "P", "released": "2026-01-05"}
    for key in (*keys("63"), *keys("34")):
        yield observation(key, "9", indicator="GRDP_GROWTH", period="2025", **told)
        yield observation(key, "120", indicator="EXPORTS", period="2025", unit_measure="MIO_USD", **told)
    for place, key in enumerate(keys("63")):
        yield observation(key, str(100 + place), indicator="GRDP_PER_CAPITA", period="2024", **told)
        yield observation(key, str(1000 * (place + 1)), indicator="POPULATION", period="2024", **told)


def scorer(*targets: Target) -> Scorer:
    """Return what scores these versions."""
    return Scorer(targets, {}, Teller(by_key(figures_2025()), vn().lineage, "2026-11-22"))


def cell(ledger: Scorer, unit_key: str, version_on: date, basis: date, indicator: str = "GRDP_GROWTH"):
    """Return one score."""
    return ledger.score(unit_key, vn().indicators[indicator], YEAR, version_on, basis)


BOTH = scorer(*february(), *august())


@pytest.mark.parametrize(
    ("version_on", "basis", "era", "states"),
    [
        (FEBRUARY, OLD, "63", {"as_set": 63}),
        (FEBRUARY, NEW, "34", {"as_set": 11, "restated": 23}),
        (AUGUST, OLD, "63", {"as_set": 11, "inseparable": 52}),
        (AUGUST, NEW, "34", {"as_set": 34}),
    ],
    ids=["February on 63", "February on 34", "August on 63", "August on 34"],
)
def test_each_version_is_told_on_each_basis(version_on, basis, era, states):
    """February's is restated for the 23 merged; August's cannot be taken apart for the 52 that merged."""
    for indicator in ("GRDP_GROWTH", "EXPORTS"):
        cells = [cell(BOTH, key, version_on, basis, indicator) for key in keys(era)]
        assert Counter(one.goal.state for one in cells) == states


def test_four_scores_of_one_province():
    """Bắc Ninh grew by 9: beyond 8 and beyond 8.5, short of what its two parts were set together."""
    of_february, of_august = cell(BOTH, MERGED, FEBRUARY, NEW), cell(BOTH, MERGED, AUGUST, NEW)
    assert (of_february.attainment.verdict, of_august.attainment.verdict) == ("not_met", "exceeded")
    assert cell(BOTH, NINH, FEBRUARY, OLD).attainment.verdict == "exceeded"
    later = cell(BOTH, NINH, AUGUST, OLD)
    assert (later.goal.state, later.attainment.verdict) == ("inseparable", "undetermined")


def test_growth_is_weighted_by_base_level_and_says_that_it_is_an_approximation():
    """13.6 for Bắc Giang and 8 for Bắc Ninh, weighted by the product of 2024: the working is shown."""
    goal = cell(BOTH, MERGED, FEBRUARY, NEW).goal
    (bound,) = goal.bounds
    weights = {part.unit_key: part.weight for part in bound.parts}
    mean = sum(part.value * part.weight for part in bound.parts) / sum(weights.values())
    assert goal.target.target == round(mean, 2)
    assert {part.unit_key: part.value for part in bound.parts} == {
        GIANG: Decimal("13.6"),
        NINH: Decimal("8.0"),
    }
    assert "approximation" in goal.note


def test_sums_are_added():
    """Two export targets of at least 100 are one of at least 200; 120 falls short of it."""
    one = cell(BOTH, MERGED, FEBRUARY, NEW, "EXPORTS")
    assert (one.goal.target.op, one.goal.target.target, one.attainment.verdict) == (
        ">=",
        Decimal(200),
        "not_met",
    )


def test_every_score_names_its_versions():
    """The restated target cites both of February's, August's cites one, by id and content."""
    cited = {t.target_id for t in cell(BOTH, MERGED, FEBRUARY, NEW).goal.set_by}
    assert cited == {f"G-{GIANG}", f"G-{NINH}"}
    (own,) = cell(BOTH, MERGED, AUGUST, NEW).goal.set_by
    assert (
        own.record()["target_version"]
        == growth(MERGED, "8.5", AUGUST, own.instrument).record()["target_version"]
    )


def test_until_a_merged_unit_is_set_its_own_its_predecessors_targets_hold():
    """On 15 July the merger has come and August's targets have not."""
    goal = cell(BOTH, MERGED, date(2025, 7, 15), NEW).goal
    assert (goal.state, len(goal.set_by)) == ("restated", 2)


def test_what_cannot_be_combined_is_refused_by_name():
    """A growth without a merge rule, a strict bound beside a plain one: no number, and the reason."""
    iip = [
        target(
            "=", "7", target_id=key, unit_key=key, period="2025", indicator="IIP_GROWTH", valid_from="2025"
        )
        for key in (GIANG, NINH)
    ]
    goal = cell(scorer(*iip), MERGED, FEBRUARY, NEW, "IIP_GROWTH").goal
    assert goal.state == "refused" and "IIP_GROWTH" in goal.note
    mixed = [growth(GIANG, "8", FEBRUARY, ""), target(">", "8", target_id="s", unit_key=NINH, period="2025",
             indicator="GRDP_GROWTH", valid_from="2025-02-05")]  # fmt: skip
    assert cell(scorer(*mixed), MERGED, FEBRUARY, NEW).goal.state == "refused"


def test_a_predecessor_without_a_target_leaves_the_whole_without_one():
    """Missing in one part is missing in the whole, unless a partial total is asked for, which is marked."""
    half = scorer(exports(GIANG, "100", FEBRUARY, ""))
    goal = cell(half, MERGED, FEBRUARY, NEW, "EXPORTS").goal
    assert (goal.target, goal.state) == (None, "missing") and NINH in goal.note
    part = half.goal(MERGED, vn().indicators["EXPORTS"], YEAR, FEBRUARY, NEW, is_partial_wanted=True)
    assert (part.target.target, part.state) == (Decimal(100), "partial")


def test_a_scenario_stands_beside_and_scores_nothing():
    """A scenario of 12 for the merged province is in the answer and changes no verdict."""
    scenario = target("=", "12", target_id="S", unit_key=MERGED, period="2025", indicator="GRDP_GROWTH",
                      valid_from="2025-07-01", kind="scenario")  # fmt: skip
    one = cell(scorer(*february(), *august(), scenario), MERGED, AUGUST, NEW)
    assert [t.target_id for t in one.scenarios] == ["S"]
    assert one.attainment == cell(BOTH, MERGED, AUGUST, NEW).attainment


def test_nothing_is_overwritten():
    """Every score under February's versions is the same before and after August's were set."""
    before = scorer(*february())
    for era, basis in (("63", OLD), ("34", NEW)):
        for key in keys(era):
            assert cell(before, key, FEBRUARY, basis) == cell(BOTH, key, FEBRUARY, basis)


def test_the_goalposts_that_were_moved():
    """All 34 were set anew: the merged against what their parts had, each with the days that were left."""
    found = moves(BOTH, vn().indicators, YEAR, "2026-11-22")
    by_id = {move.target_id: move for move in found}
    assert len(found) == 68
    giang = by_id[f"G-{MERGED}"]
    assert (giang.movement, giang.days_left, giang.before.state) == ("eased", 134, "restated")
    hanoi = by_id["G-vn34-01"]
    assert (hanoi.movement, str(hanoi.before.target.target)) == ("tightened", "8.0")
    assert by_id[f"X-{MERGED}"].movement == "eased"
    assert by_id["X-vn34-01"].movement == "tightened"


def row(one: Target) -> list[object]:
    """Return a target as it is typed."""
    return ["words" if name == "text" else getattr(one, name) if getattr(one, name) is not None else ""
            for name in TARGETS]  # fmt: skip


@pytest.mark.django_db
def test_the_same_through_the_doors_of_an_installation(workspace, tmp_path):
    """Loaded as files into a database: August adds a segment; February's rows, ids and scores stay."""
    installation.initialise(packs=[PACKS / "vn"])

    def load(name: str, targets: list[Target]) -> None:
        path = write_csv(tmp_path / name, TARGETS, *map(row, targets))
        figures.load(files=[path], round_id="2023-annual", by="test")

    def scores():
        return asking.scores(MERGED, "EXPORTS", "2025", version_on=FEBRUARY, basis=None, as_of=AUGUST).cells

    load("february.csv", february())
    kept = {t.record()["target_version"] for t in stored.known("vn").targets}
    segment, first = Segment.objects.get(kind="targets").sha256, scores()
    load("august.csv", august())
    now = {t.record()["target_version"] for t in stored.known("vn").targets}
    assert (len(kept), len(now)) == (126, 194) and kept < now
    assert Segment.objects.filter(kind="targets").first().sha256 == segment
    assert scores() == first
    every = asking.scores(MERGED, "EXPORTS", "2025", version_on=None, basis=None, as_of=AUGUST).cells
    assert [(one.basis, one.unit_key, one.version_on, one.goal.state) for one in every] == [
        (OLD, GIANG, FEBRUARY, "as_set"),
        (OLD, GIANG, AUGUST, "inseparable"),
        (OLD, NINH, FEBRUARY, "as_set"),
        (OLD, NINH, AUGUST, "inseparable"),
        (NEW, MERGED, FEBRUARY, "restated"),
        (NEW, MERGED, AUGUST, "as_set"),
    ]

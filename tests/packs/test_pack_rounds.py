"""The figures of the packs' rounds: they load without a finding and give the counts of the conference."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from giaoban.core.figures.cells import Row
from giaoban.core.figures.intake import read_rows
from giaoban.core.figures.observations import Observation, choose
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.packs import Pack
from giaoban.files.packs import read_pack

PACKS = Path(__file__).parents[2] / "packs"
ROUNDS = {"vn": "2023-annual", "rw": "imihigo-2021-22"}


def records_of(
    pack: Pack, round_id: str, kind: str, known: dict[str, Target]
) -> list[Observation | Target | Result]:
    """Return the records of the round's files of one kind; no file may have a finding."""
    records: list[Observation | Target | Result] = []
    for file in pack.round(round_id).files:
        if Path(file).stem.startswith(kind):
            with (PACKS / pack.pack_id / file).open(encoding="utf-8", newline="") as lines:
                rows = [Row(number, tuple(cells)) for number, cells in enumerate(csv.reader(lines), start=1)]
            read, findings = read_rows(kind, rows, file, "", pack, known)
            assert not findings, "\n".join(map(str, findings))
            records.extend(read)
    return records


@pytest.fixture(scope="module", params=sorted(ROUNDS))
def pack(request: pytest.FixtureRequest) -> Pack:
    """Each pack in turn."""
    return read_pack(PACKS / request.param)


@pytest.fixture(scope="module")
def vn() -> Pack:
    """The pack `vn`."""
    return read_pack(PACKS / "vn")


@pytest.fixture(scope="module")
def in_force(vn: Pack) -> dict[tuple[str, str], Decimal]:
    """The values of 2023 in force on the day of the conference, by unit and indicator."""
    candidates = defaultdict(list)
    for observation in records_of(vn, "2023-annual", "figures", {}):
        if observation.period == "2023":
            candidates[observation.unit_key, observation.indicator].append(observation)
    choices = {key: choose(found, "2024-01-17") for key, found in candidates.items()}
    return {key: choice.chosen.value for key, choice in choices.items() if choice.chosen}


def values(in_force: dict[tuple[str, str], Decimal], indicator: str) -> dict[str, Decimal]:
    """Return the values of one indicator by province of 2023."""
    return {
        unit: value
        for (unit, code), value in in_force.items()
        if code == indicator and unit.startswith("vn63-")
    }


def test_every_figure_of_every_round_loads_without_a_finding(pack: Pack) -> None:
    assert records_of(pack, ROUNDS[pack.pack_id], "figures", {})


def test_no_figure_is_finer_than_its_indicator(pack: Pack) -> None:
    for observation in records_of(pack, ROUNDS[pack.pack_id], "figures", {}):
        decimals = pack.indicators[observation.indicator].decimals
        assert observation.value is None or -observation.value.as_tuple().exponent <= decimals, observation


def test_seven_provinces_grew_by_two_digits_and_four_shrank(in_force: dict[tuple[str, str], Decimal]) -> None:
    growth = values(in_force, "GRDP_GROWTH")
    fastest = sorted((value, unit) for unit, value in growth.items() if value >= 10)
    assert [unit for _, unit in reversed(fastest)] == [
        "vn63-24",
        "vn63-93",
        "vn63-22",
        "vn63-56",
        "vn63-31",
        "vn63-36",
        "vn63-33",
    ]
    assert {unit: str(value) for unit, value in growth.items() if value < 0} == {
        "vn63-77": "-1.02",
        "vn63-12": "-2.27",
        "vn63-49": "-8.25",
        "vn63-27": "-9.28",
    }


def test_twenty_tallies_three_perfect_nine_with_one_miss_eight_lower(
    in_force: dict[tuple[str, str], Decimal],
) -> None:
    met, total = values(in_force, "TARGETS_MET"), values(in_force, "TARGETS_TOTAL")
    missed = {unit: total[unit] - met[unit] for unit in met}
    assert met.keys() == total.keys()
    assert {unit for unit in missed if not missed[unit]} == {"vn63-22", "vn63-25", "vn63-93"}
    assert sum(count == 1 for count in missed.values()) == 9
    assert sum(count > 1 for count in missed.values()) == 8
    assert {unit for unit in missed if met[unit] / total[unit] < Decimal("0.7")} == {
        unit for unit in missed if missed[unit] > 1
    }


def test_the_conference_itself_counted_what_its_figures_give(
    in_force: dict[tuple[str, str], Decimal],
) -> None:
    counted = {
        code: in_force["vn", code]
        for code in ("PROVINCES_ALL_MET", "PROVINCES_TWO_DIGIT_GROWTH", "PROVINCES_NEGATIVE_GROWTH")
    }
    assert [str(count) for count in counted.values()] == ["3", "7", "4"]


def test_the_nations_quarters_are_the_last_ones_released_before_the_conference(vn: Pack) -> None:
    candidates = [
        one
        for one in records_of(vn, "2023-annual", "figures", {})
        if one.key == ("vn", "GRDP_GROWTH", "2023-Q1")
    ]
    assert [str(one.value) for one in sorted(candidates, key=lambda one: one.released)] == [
        "3.32",
        "3.28",
        "3.41",
    ]
    assert str(choose(candidates, "2024-01-17").chosen.value) == "3.41"


def test_two_papers_of_one_day_leave_a_poverty_rate_contradicted(vn: Pack) -> None:
    candidates = [
        one
        for one in records_of(vn, "2023-annual", "figures", {})
        if one.key == ("vn63-92", "POVERTY_RATE", "2023")
    ]
    assert {str(one.value) for one in candidates} == {"0.21", "0.32"}
    assert choose(candidates, "2024-01-17").is_contradicted


def test_growth_without_oil_never_stands_in_for_growth(vn: Pack) -> None:
    found = records_of(vn, "2023-annual", "figures", {})
    growth = {str(one.value) for one in found if one.key == ("vn63-77", "GRDP_GROWTH", "2023")}
    without_oil = {str(one.value) for one in found if one.key == ("vn63-77", "GRDP_GROWTH_EX_OIL", "2023")}
    assert (growth, without_oil) == ({"-1.02"}, {"5.75"})


def test_billions_and_thousands_are_converted_and_the_wording_kept(vn: Pack) -> None:
    found = {one.key: one for one in records_of(vn, "2023-annual", "figures", {})}
    exports = found["vn63-82", "EXPORTS", "2023"]
    assert (str(exports.value), exports.note) == ("5107", "nguồn ghi 5,107 tỷ USD")
    assert str(found["vn63-52", "POPULATION", "2023"].value) == "1506331"


def test_targets_and_results_load_and_every_result_has_its_target(vn: Pack) -> None:
    targets = {target.target_id: target for target in records_of(vn, "2023-annual", "targets", {})}
    results = records_of(vn, "2023-annual", "results", targets)
    assert len([target for target in targets if target.startswith("T")]) == 135
    assert len(results) == 59
    assert all(result.verdict_reason for result in results if result.verdict)


def test_parts_of_a_target_are_not_counted_and_have_a_row_that_is(vn: Pack) -> None:
    targets = records_of(vn, "2023-annual", "targets", {})
    counted = {(target.unit_key, target.number) for target in targets if target.counts}
    parts = [target for target in targets if not target.counts and target.number]
    assert len(parts) == 20
    assert all((part.unit_key, part.number[:-1]) in counted for part in parts)


def test_lower_is_better_only_where_it_is(vn: Pack) -> None:
    targets = records_of(vn, "2023-annual", "targets", {})
    assert {target.target_id for target in targets if target.direction == "lower"} == {"T174", "T242", "T245"}

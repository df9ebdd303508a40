"""The packs that come with the house: they read without a fault and hold the facts that must hold."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from giaoban.core.registry.hierarchies import ADMINISTRATIVE
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.periods import parse_period
from giaoban.core.registry.units import at_level
from giaoban.files.packs import read_pack

PACKS = Path(__file__).parents[2] / "packs"


@pytest.fixture(scope="module")
def vn() -> Pack:
    """The pack `vn`, read once."""
    return read_pack(PACKS / "vn")


@pytest.fixture(scope="module")
def rw() -> Pack:
    """The pack `rw`, read once."""
    return read_pack(PACKS / "rw")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of one CSV file, read without any code of ours."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def provinces(pack: Pack, period: str) -> list[str]:
    """Return the keys of the provinces that exist in `period`."""
    return [unit.unit_key for unit in at_level(pack.units.values(), "province", parse_period(period))]


def test_sixty_three_provinces_in_2023_and_thirty_four_since_july_2025(vn: Pack) -> None:
    assert len(provinces(vn, "2023")) == 63
    assert len(provinces(vn, "2025-Q3")) == 34


def test_the_round_of_2026_reviews_the_thirty_four_and_asks_them_for_the_annual_form(vn: Pack) -> None:
    review = vn.round("2026-annual")
    units = vn.units_of(review)
    assert len(units) == 34 and {unit.unit_key[:5] for unit in units} == {"vn34-"}
    assert (review.settings["form"], review.files) == ("annual", ())


def test_units_and_intervals_are_the_ninety_nine_of_the_source(vn: Pack) -> None:
    versions = [unit for unit in vn.units.values() if unit.level == "province"]
    assert len(versions) == 99
    assert len({unit.unit_key for unit in versions}) == 97


def test_the_old_units_end_on_the_day_the_new_ones_begin(vn: Pack) -> None:
    days = {str(unit.valid_to) for unit in vn.units.values() if unit.unit_key.startswith("vn63-")}
    assert days == {"2025-07-01", "2025-01-01"}


def test_fifty_two_provinces_merge_into_twenty_three_and_eleven_go_on(vn: Pack) -> None:
    mergers = [change for change in vn.changes if change.kind == "merger"]
    assert len(mergers) == 52
    assert len({change.successor for change in mergers}) == 23
    assert Counter(change.kind for change in vn.changes) == {
        "merger": 52,
        "continuation": 11,
        "change_of_type": 2,
        "rename": 1,
    }


def test_two_units_changed_type_and_are_named_by_the_time(vn: Pack) -> None:
    changed = {
        change.predecessor: str(change.effective_on)
        for change in vn.changes
        if change.kind == "change_of_type"
    }
    assert changed == {"vn63-46": "2025-01-01", "vn34-75": "2026-04-30"}
    assert [vn.units[key].full_name for key in ("vn63-46", "vn63-46@2025-01-01")] == [
        "Tỉnh Thừa Thiên Huế",
        "Thành phố Huế",
    ]
    assert [vn.units[key].full_name for key in ("vn34-75", "vn34-75@2026-04-30")] == [
        "Tỉnh Đồng Nai",
        "Thành phố Đồng Nai",
    ]


def test_each_change_of_type_and_name_names_its_instrument(vn: Pack) -> None:
    typed = {(c.kind, c.predecessor): c.instrument for c in vn.changes if not c.moves_territory}
    assert typed == {
        ("change_of_type", "vn63-46"): "Nghị quyết 175/2024/QH15",
        ("rename", "vn63-46"): "Nghị quyết 175/2024/QH15",
        ("change_of_type", "vn34-75"): "Nghị quyết 30/2026/QH16",
    }


@pytest.mark.parametrize(
    ("hierarchy", "day", "counts"),
    [
        ("REGIONS_2021", date(2023, 6, 30), [5, 6, 11, 13, 14, 14]),
        ("REGIONS_2025", date(2025, 12, 31), [3, 5, 5, 6, 6, 9]),
    ],
)
def test_every_province_stands_in_one_of_six_regions(
    vn: Pack, hierarchy: str, day: date, counts: list[int]
) -> None:
    regions = vn.hierarchies.children_of("vn", hierarchy, day)
    members = [vn.hierarchies.children_of(region, hierarchy, day) for region in regions]
    assert sorted(map(len, members)) == counts
    assert sorted(sum(members, ())) == sorted(provinces(vn, f"{day:%Y-%m}"))
    assert {one.confidence for one in vn.memberships} == {"READ2"}


def test_between_the_merger_and_the_new_regions_no_province_has_a_region(vn: Pack) -> None:
    ask = vn.hierarchies.region_of
    assert ask("vn63-24", date(2025, 6, 30)) == "vung63-TDMNPB"
    assert ask("vn34-24", date(2025, 7, 1)) == ""
    assert ask("vn34-24", date(2025, 10, 5)) == "vung34-DBSH"


def test_only_provinces_stand_directly_under_the_country(vn: Pack) -> None:
    for day in (date(2023, 6, 30), date(2025, 12, 31)):
        under = vn.hierarchies.children_of("vn", ADMINISTRATIVE, day)
        assert under == tuple(sorted(provinces(vn, f"{day:%Y-%m}")))


def test_seven_codes_mean_another_province_since_july_2025(vn: Pack) -> None:
    old = {unit.code: unit.name for unit in at_level(vn.units.values(), "province", parse_period("2025-06"))}
    new = {unit.code: unit.name for unit in at_level(vn.units.values(), "province", parse_period("2025-07"))}
    traps = {code: (old[code], new[code]) for code in old.keys() & new.keys() if old[code] != new[code]}
    assert sorted(traps) == ["15", "24", "44", "52", "80", "82", "91"]
    assert traps["24"] == ("Bắc Giang", "Bắc Ninh")


def test_each_grid_shows_every_province_and_both_archipelagos(vn: Pack) -> None:
    for grid, period in (("63", "2023"), ("34", "2025-Q3")):
        shown = [tile.unit_key for tile in vn.tiles[grid] if tile.kind == "unit"]
        assert sorted(shown) == sorted(provinces(vn, period))
        islands = {tile.name for tile in vn.tiles[grid] if tile.kind == "archipelago"}
        assert islands == {"Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"}


def test_every_unit_of_measure_prints_in_both_languages(vn: Pack) -> None:
    measures = vn.codelists["unit_measures"]
    assert (measures["PCT"].symbol["vi"], measures["PP"].symbol["vi"], measures["PP"].symbol["en"]) == (
        "%",
        "điểm %",
        "pp",
    )
    assert all(measure.symbol[language] for measure in measures.values() for language in vn.languages)


def test_swapped_working_days_stand_in_the_calendar() -> None:
    days = {row["date"]: row["kind"] for row in rows_of(PACKS / "vn/calendar/holidays.csv")}
    assert (days["2026-08-31"], days["2026-08-22"], days["2026-11-24"]) == ("off", "working", "off")
    assert {day[:4] for day in days} == {"2023", "2024", "2025", "2026", "2027"}


def test_each_decree_says_when_the_year_comes_out(vn: Pack) -> None:
    def days(level: str, period: str) -> list[tuple[str, str]]:
        due = vn.due(level, "GRDP_GROWTH", period)
        return [(one.obs_status + one.estimate, one.due_on.isoformat()) for one in due]

    assert days("country", "2023-Q1") == [("E", "2023-03-29"), ("P", "2023-06-29"), ("A", "2025-10-06")]
    assert days("province", "2023") == [("P", "2024-10-01"), ("A", "2025-10-01")]
    assert days("province", "2025") == [
        ("E1", "2025-07-01"),
        ("E2", "2025-12-01"),
        ("P", "2026-09-29"),
        ("A", "2027-09-29"),
    ]
    assert days("region", "2023") == []


def test_thirty_districts_in_five_provinces(rw: Pack) -> None:
    districts = [unit for unit in rw.units.values() if unit.level == "district"]
    assert len(districts) == 30
    assert Counter(unit.parent for unit in districts) == {
        "rw-1": 3,
        "rw-2": 8,
        "rw-3": 7,
        "rw-4": 5,
        "rw-5": 7,
    }


def test_papers_that_disagree_on_a_score_are_all_kept() -> None:
    rows = rows_of(PACKS / "rw/rounds/imihigo-2021-22/figures-scores.csv")
    kayonza = {
        row["value"] for row in rows if row["unit_key"] == "rw-54" and row["period"] == "2021-07-01/P12M"
    }
    assert kayonza == {"71.15", "78.15"}


@pytest.mark.parametrize("path", sorted(PACKS.rglob("*.csv")), ids=lambda path: str(path.relative_to(PACKS)))
def test_every_row_of_every_table_names_its_source(path: Path) -> None:
    rows = rows_of(path)
    assert rows
    assert all(row["source"].strip() for row in rows)


def test_no_source_is_a_bare_file_name() -> None:
    for path in PACKS.rglob("*.csv"):
        assert not [row for row in rows_of(path) if ".txt" in row["source"]]


def test_the_digest_changes_with_any_byte_and_with_nothing_else(vn: Pack, tmp_path: Path) -> None:
    assert read_pack(PACKS / "vn").digest == vn.digest
    copy = tmp_path / "vn"
    for path in (path for path in (PACKS / "vn").rglob("*") if path.is_file()):
        target = copy / path.relative_to(PACKS / "vn")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert read_pack(copy).digest == vn.digest
    (copy / "pack.yaml").write_bytes((copy / "pack.yaml").read_bytes() + b"\n")
    assert read_pack(copy).digest != vn.digest

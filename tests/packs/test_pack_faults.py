"""Faults planted in a copy of a pack: each is reported with file, row and column, all at once."""

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from giaoban.core.errors import Finding, Invalid, NotFound
from giaoban.files.packs import read_pack

PACKS = Path(__file__).parents[2] / "packs"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the pack `vn` to plant faults in."""
    return Path(shutil.copytree(PACKS / "vn", tmp_path / "vn"))


def findings_of(directory: Path) -> tuple[Finding, ...]:
    """Return what reading the pack finds; reading it must fail."""
    with pytest.raises(Invalid) as caught:
        read_pack(directory)
    return caught.value.findings


def edit(file: Path, row: int, change: Callable[[str], str]) -> None:
    """Change one line of a file."""
    lines = file.read_text(encoding="utf-8").split("\n")
    changed = change(lines[row - 1])
    assert changed != lines[row - 1], "the fault was not planted"
    lines[row - 1] = changed
    file.write_text("\n".join(lines), encoding="utf-8")


def append(file: Path, row: str) -> int:
    """Append a row and return its number."""
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}{row}\n", encoding="utf-8")
    return text.count("\n") + 1


UNITS, CHANGES, TILES = "units/units.csv", "units/changes.csv", "units/tiles.csv"
MEMBERS = "units/memberships.csv"
INDICATORS, MEASURES, HOLIDAYS = (
    "indicators/indicators.csv",
    "codelists/unit_measures.csv",
    "calendar/holidays.csv",
)
ROUND = "rounds/2023-annual/round.yaml"
OLD_UNIT = "vn63-99,99,Thử,Tỉnh Thử,PROVINCE,province,vn,2008-08-01,2025-07-01,nguồn"
MEMBER = "REGIONS_2025,vn34-01,vung34-DBSH,2025-08-01,2025-10-05,NQ,nguồn,MEM"

# (file, the row to append, the column and the code of the finding)
PLANTED = [
    (UNITS, OLD_UNIT.replace(",vn,", ",xx,"), "parent", "unknown_reference"),
    (UNITS, OLD_UNIT.replace("PROVINCE", "PARISH"), "unit_type", "unknown_reference"),
    (UNITS, OLD_UNIT.replace("2008-08-01", "01/08/2008"), "valid_from", "date_from_datetime_parsing"),
    (UNITS, OLD_UNIT.replace("2025-07-01", "2008-08-01"), "valid_to", "empty_validity"),
    (
        UNITS,
        OLD_UNIT.replace("vn63-99", "vn63-01").replace("2008", "2020"),
        "valid_from",
        "overlapping_validity",
    ),
    (UNITS, OLD_UNIT.replace(",province,", ",parish,"), "level", "literal_error"),
    (UNITS, OLD_UNIT.replace(",nguồn", ","), "source", "string_too_short"),
    (UNITS, OLD_UNIT.replace(",Thử,", ", Thử,"), "name", "stray_space"),
    (UNITS, OLD_UNIT + ",thêm", "unit_key", "cell_count"),
    (CHANGES, "x,merger,vn63-99,vn34-01,2025-07-01,1,NQ,nguồn", "predecessor", "unknown_reference"),
    (CHANGES, "x,merger,vn34-01,vn34-99,2025-08-01,1,NQ,nguồn", "successor", "unknown_reference"),
    (CHANGES, "x,split,vn34-01,vn34-01,2025-09-01,0.4,NQ,nguồn", "share", "shares"),
    (CHANGES, "x,split,vn34-01,vn34-01,2025-09-02,,NQ,nguồn", "share", "shares"),
    (CHANGES, "x,transfer,vn63-01,vn34-01,2025-09-03,0.5,NQ,nguồn", "predecessor", "not_valid"),
    (CHANGES, "x,transfer,vn34-01,vn63-04,2025-09-04,0.5,NQ,nguồn", "successor", "not_valid"),
    (CHANGES, "x,merger,vn34-04,vn34-01,2025-09-05,1,NQ,nguồn", "successor", "receiver"),
    (CHANGES, "x,rename,vn34-01,vn34-04,2025-09-06,1,NQ,nguồn", "successor", "identity"),
    (CHANGES, "x,rename,vn34-01,vn34-01,2025-09-07,1,NQ,nguồn", "effective_on", "identity"),
    (CHANGES, "x,change_of_parent,vn34-75,vn34-75,2026-04-30,1,NQ,nguồn", "effective_on", "identity"),
    (MEMBERS, MEMBER.replace("REGIONS_2025", "REGIONS"), "hierarchy", "unknown_reference"),
    (MEMBERS, MEMBER.replace("vn34-01", "vn34-99"), "unit_key", "unknown_reference"),
    (MEMBERS, MEMBER.replace("vung34-DBSH", "vung34-XX"), "parent", "unknown_reference"),
    (MEMBERS, MEMBER.replace("REGIONS_2025", "ADMINISTRATIVE"), "hierarchy", "administrative_membership"),
    (
        MEMBERS,
        MEMBER.replace("2025-10-05", "").replace("2025-08-01", "2026-01-01"),
        "valid_from",
        "overlapping_validity",
    ),
    (
        MEMBERS,
        "REGIONS_2025,vn63-01,vung63-DBSH,2023-01-01,2023-01-01,NQ,nguồn,MEM",
        "valid_to",
        "empty_validity",
    ),
    (
        MEMBERS,
        MEMBER.replace("2025-08-01", "2025-06-30").replace("vung34-DBSH", "vn"),
        "unit_key",
        "not_valid",
    ),
    (MEMBERS, MEMBER.replace("vung34-DBSH", "vung63-DBSH"), "parent", "not_valid"),
    (MEMBERS, "REGIONS_2021,vn,vn63-01,2022-01-01,2025-07-01,NQ,nguồn,MEM", "parent", "circle"),
    (MEMBERS, MEMBER.replace("MEM", "SURE"), "confidence", "literal_error"),
    (CHANGES, "x,split,vn63-02,vn34-01,2025-10-01,1.5,NQ,nguồn", "share", "less_than_equal"),
    (TILES, "63,new,unit,vn63-99,Thử,40,40,nguồn", "unit_key", "unknown_reference"),
    (TILES, "63,new,unit,vn63-01,Thử,0,3,nguồn", "row", "duplicate"),
    (TILES, "63,vn63-02,unit,vn63-02,Thử,41,41,nguồn", "tile_id", "duplicate"),
    (INDICATORS, "grdp,a,a,PCT,2,higher,growth,none,,,nguồn", "indicator", "string_pattern_mismatch"),
    (INDICATORS, "NEW,a,a,PARSEC,2,higher,growth,none,,,nguồn", "unit_measure", "unknown_reference"),
    (
        INDICATORS,
        "NEW,a,a,PCT,2,higher,growth,weighted,NONE_SUCH,,nguồn",
        "weight",
        "unknown_reference",
    ),
    (INDICATORS, "NEW,a,a,PCT,2,higher,growth,weighted,,,nguồn", "weight", "weight"),
    (INDICATORS, "NEW,a,a,PCT,2,higher,growth,none,,xx,nguồn", "control_unit", "unknown_reference"),
    (INDICATORS, "NEW,a,a,PCT,two,higher,growth,none,,,nguồn", "decimals", "int_parsing"),
    (INDICATORS, "NEW,a,,PCT,2,higher,growth,none,,,nguồn", "name_en", "string_too_short"),
    (INDICATORS, "GRDP_GROWTH,a,a,PCT,2,higher,growth,none,,,nguồn", "indicator", "duplicate"),
    (MEASURES, "other,NEW,a,a,a,a,nguồn", "codelist", "codelist_name"),
    (HOLIDAYS, "2023-01-01,off,a,a,nguồn", "date", "duplicate"),
    (HOLIDAYS, "2027-01-01,holiday,a,a,nguồn", "kind", "literal_error"),
    ("targets/instruments.csv", "NQ,vn63-99,2023,a,nguồn", "unit_key", "unknown_reference"),
    ("calendar/series.csv", "GDP,NONE_SUCH,country,nguồn", "indicator", "unknown_reference"),
    ("calendar/series.csv", "CPI,POPULATION,country,nguồn", "series", "unknown_reference"),
    ("calendar/series.csv", "GRDP,GRDP_GROWTH,country,nguồn", "indicator", "duplicate"),
    (
        "calendar/releases.csv",
        "GDP,Q1,E,,02-29,0,2026-01-13,,NĐ,nguồn,READ",
        "release_day",
        "value_error",
    ),
    (
        "calendar/releases.csv",
        "GDP,Q1,X,,03-29,0,2023-01-01,,NĐ,nguồn,READ",
        "obs_status",
        "literal_error",
    ),
]


@pytest.mark.parametrize(("file", "row", "column", "code"), PLANTED, ids=lambda value: str(value)[:60])
def test_a_planted_fault_is_the_only_one_found_and_is_found_where_it_stands(
    copy: Path, file: str, row: str, column: str, code: str
) -> None:
    number = append(copy / file, row)
    found = [(one.where.file, one.where.row, one.where.column, one.code) for one in findings_of(copy)]
    assert found == [(file, number, column, code)]


def test_a_gap_between_two_parents_is_found_where_the_later_begins(copy: Path) -> None:
    append(copy / MEMBERS, MEMBER.replace("2025-10-05", "2025-09-01"))
    (only,) = findings_of(copy)
    row = (copy / MEMBERS).read_text("utf-8").split("\n")[only.where.row - 1]
    assert (only.code, only.where.column) == ("gap", "valid_from")
    assert row.startswith("REGIONS_2025,vn34-01,") and "from 2025-09-01 until 2025-10-05" in only.title


def test_another_name_or_type_needs_a_change_with_its_instrument(copy: Path) -> None:
    lines = (copy / CHANGES).read_text("utf-8").splitlines(keepends=True)
    (copy / CHANGES).write_text("".join(line for line in lines if ":46," not in line), "utf-8")
    (only,) = findings_of(copy)
    assert (only.where.file, only.where.column, only.code) == (UNITS, "unit_type", "unexplained")
    (copy / CHANGES).write_text("".join(line for line in lines if "rename" not in line), "utf-8")
    (only,) = findings_of(copy)
    assert (only.where.file, only.where.column, only.code) == (UNITS, "name", "unexplained")


def test_every_finding_says_what_to_do(copy: Path) -> None:
    for file, row, _, _ in PLANTED:
        append(copy / file, row)
    assert all(finding.title and finding.detail for finding in findings_of(copy))


def test_all_faults_of_all_files_are_reported_at_once(copy: Path) -> None:
    expected = {
        (UNITS, append(copy / UNITS, OLD_UNIT.replace(",vn,", ",xx,")), "parent"),
        (
            INDICATORS,
            append(copy / INDICATORS, "NEW,a,a,PARSEC,2,higher,growth,none,,,nguồn"),
            "unit_measure",
        ),
        (HOLIDAYS, append(copy / HOLIDAYS, "2023-01-01,off,a,a,nguồn"), "date"),
        ("units/extra.csv", None, ""),
        ("tool.py", None, ""),
        (ROUND, None, "round_id"),
    }
    (copy / "units/extra.csv").write_text("a,b\n1,2\n")
    (copy / "tool.py").write_text("pass\n")
    text = (copy / ROUND).read_text(encoding="utf-8")
    (copy / ROUND).write_text(text.replace("round_id: 2023-annual", "round_id: other"), encoding="utf-8")
    assert {(one.where.file, one.where.row, one.where.column) for one in findings_of(copy)} == expected


def test_python_in_a_pack_is_refused_wherever_it_lies(copy: Path) -> None:
    (copy / "rules/rule.py").write_text("x = 1\n")
    (only,) = findings_of(copy)
    assert (only.where.file, only.title) == ("rules/rule.py", "A pack holds data only, no Python")


def test_a_file_that_is_no_part_of_a_pack_is_named(copy: Path) -> None:
    (copy / "codelists/notes.txt").write_text("x")
    (only,) = findings_of(copy)
    assert only.where.file == "codelists/notes.txt"


def test_a_missing_and_an_unknown_column_are_reported_once_not_per_row(copy: Path) -> None:
    edit(copy / INDICATORS, 1, lambda line: line.replace("decimals", "places").replace("name_en", "name_fr"))
    found = [(one.where.file, one.where.row, one.where.column, one.code) for one in findings_of(copy)]
    assert found == [
        (INDICATORS, 1, "decimals", "missing_column"),
        (INDICATORS, 1, "name_en", "missing_column"),
        (INDICATORS, 1, "name_fr", "unknown_column"),
        (INDICATORS, 1, "places", "unknown_column"),
    ]


def test_a_declared_language_without_wording_is_missed(copy: Path) -> None:
    (copy / "wording/en.yaml").unlink()
    (only,) = findings_of(copy)
    assert (only.code, only.where.file) == ("missing_translation", "wording/en.yaml")


def test_a_wording_in_an_undeclared_language_is_named(copy: Path) -> None:
    shutil.copy(copy / "wording/en.yaml", copy / "wording/fr.yaml")
    (only,) = findings_of(copy)
    assert (only.code, only.where.file) == ("undeclared_language", "wording/fr.yaml")


def test_a_missing_file_brings_no_other_fault_in_its_train(copy: Path) -> None:
    (copy / "codelists/unit_types.csv").unlink()
    (only,) = findings_of(copy)
    assert (only.code, only.where.file) == ("missing_file", "codelists/unit_types.csv")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", "The file is empty"),
        ("unit_key\nVi\xea\u0323t\n".encode("latin-1", "ignore"), "The file is not UTF-8"),
        (unicodedata.normalize("NFD", "unit_key\nViệt\n").encode(), "The text is in decomposed form (NFD)"),
        (b'unit_key,x\n"open,1\n', "The file is not CSV"),
        (b"unit_key,unit_key\na,b\n", "A column has no name, or two have the same"),
    ],
)
def test_a_round_table_that_cannot_be_read_is_refused(copy: Path, content: bytes, title: str) -> None:
    (copy / "rounds/2023-annual/figures-more.csv").write_bytes(content)
    (only,) = findings_of(copy)
    assert (only.where.file, only.title) == ("rounds/2023-annual/figures-more.csv", title)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('period: "2023"', 'period: "2023-Q5"', "period"),
        ("level: province", "level: canton", "level"),
        ("country_unit: vn", "country_unit: xx", "country_unit"),
        ('tile_grid: "63"', 'tile_grid: "64"', "tile_grid"),
        ('as_of: "2024-01-17"', 'as_of: "17/01/2024"', "as_of"),
        ("  en: Provincial target attainment in 2023\n", "", "titles.en"),
        ('{band: high, from: "90"', '{band: high, from: "91"', "bands"),
        (
            "indicator: GRDP_GROWTH, units: country}",
            "indicator: NONE_SUCH, units: country}",
            "analyses.0.indicator",
        ),
        ("rule: banding, of: tally", "rule: banding, of: none_such", "analyses.14.of"),
    ],
)
def test_a_fault_of_a_round_is_found_at_its_setting(copy: Path, old: str, new: str, column: str) -> None:
    text = (copy / ROUND).read_text(encoding="utf-8")
    assert old in text
    (copy / ROUND).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [(one.where.file, one.where.column) for one in findings_of(copy)] == [(ROUND, column)]


LIVE = "rounds/2026-annual/round.yaml"


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        ('  - {stage: verifying, begins_on: "2026-12-28"}\n', "", "schedule", "stages"),
        ("stage: closed", "stage: archived", "schedule.7.stage", "literal_error"),
        ('"2027-01-06"', '"2026-12-28"', "schedule.3.begins_on", "stage_order"),
        ('"2027-01-12"', '"2027-01-09"', "schedule.4.begins_on", "day_off"),
        ('conference_on: "2027-01-15"', 'conference_on: "2027-01-14"', "conference_on", "conference_day"),
        ('deadline: "2026-12-25"', 'deadline: "2026-12-24"', "reporting_deadline", "deadline"),
        ('"2026-12-28"', '"2026-12-25"', "reporting_deadline", "deadline"),
        ("report: year", "report: quarter", "report", "report"),
        ("report: year", "report: decade", "report", "literal_error"),
        ('period: "2026"', 'period: "2018"', "report", "report"),
    ],
)
def test_a_fault_of_a_schedule_is_found_at_its_setting(
    copy: Path, old: str, new: str, column: str, code: str
) -> None:
    text = (copy / LIVE).read_text(encoding="utf-8")
    assert old in text
    (copy / LIVE).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [(one.where.file, one.where.column, one.code) for one in findings_of(copy)]
    assert found == [(LIVE, column, code)]


def test_a_deadline_by_no_rule_stands_where_the_round_says_why(copy: Path) -> None:
    text = (copy / LIVE).read_text(encoding="utf-8")
    later = text.replace('reporting_deadline: "2026-12-25"', 'reporting_deadline: "2027-01-08"')
    (copy / LIVE).write_text(later + "deadline_reason: gia hạn\n", encoding="utf-8")
    assert read_pack(copy).round("2026-annual").settings["reporting_deadline"] == "2027-01-08"


def test_a_schedule_without_rules_on_reporting_needs_none(copy: Path) -> None:
    (copy / "rules/reporting_windows.yaml").unlink()
    for file in (ROUND, LIVE):
        text = (copy / file).read_text(encoding="utf-8")
        (copy / file).write_text(text.replace("report: year\n", ""), encoding="utf-8")
    assert read_pack(copy).rounds.keys() == {"2023-annual", "2026-annual"}


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("{report: month, from: {day: 15, months_before_end: 1}", "{report: month, from: {day: 15}",
         "rules.0.reporting_windows.windows.0.from"),
        ("{report: quarter, from: {day: 15,", "{report: quarter, from: {day: 31,",
         "rules.0.reporting_windows.windows.1.from.day"),
        ("{report: year,", "{report: decade,", "rules.0.reporting_windows.windows.5.report"),
        ("deadline: {day: 25,", "deadline: {day: 25, month: 12,", "rules.1.reporting_deadline.deadline"),
        ("shift: next_working_day", "shift: day_before", "rules.3.deadline_on_day_off.shift"),
        ("rule: reporting_deadline", "rule: deadline", "rules.1"),
    ],
)  # fmt: skip
def test_a_fault_of_a_rule_on_reporting_is_found_at_its_setting_and_nowhere_else(
    copy: Path, old: str, new: str, column: str
) -> None:
    file = copy / "rules/reporting_windows.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [(one.where.file, one.where.column) for one in findings_of(copy)] == [
        ("rules/reporting_windows.yaml", column)
    ]


def test_a_key_written_twice_in_yaml_is_a_fault_at_its_line(copy: Path) -> None:
    text = (copy / "pack.yaml").read_text(encoding="utf-8")
    (copy / "pack.yaml").write_text(text + "pack_id: other\n", encoding="utf-8")
    found = [(one.where.file, one.where.row) for one in findings_of(copy)]
    assert found == [("pack.yaml", text.count("\n") + 1)]


def test_a_rule_without_source_or_confidence_is_a_fault(copy: Path) -> None:
    file = copy / "rules/tally.yaml"
    file.write_text(
        re.sub(r"    confidence: READ\n", "", file.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )
    assert [one.where.column for one in findings_of(copy)] == ["rules.0.confidence"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('share_above: "0.55"', 'share_above: "0.45"', "rules.0.heaping.share_above"),
        ("years: 3\n", "years: 3\n    weight: 2\n", "rules.1.estimate_bias.weight"),
        ('level: "0.05"', 'level: "5"', "rules.0.heaping.level"),
        ("rule: late_edits", "rule: guesses", "rules.2"),
    ],
)
def test_a_fault_of_a_screen_is_found_at_its_setting(copy: Path, old: str, new: str, column: str) -> None:
    file = copy / "rules/screens.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [(one.where.file, one.where.column) for one in findings_of(copy)] == [
        ("rules/screens.yaml", column)
    ]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("mark: MẬT", "mark: '***'", "rules.0.marks.marks.0.mark"),
        ("symbols: &symbols [BMNN]", "symbols: &symbols ['B|N']", "rules.0.marks.symbols.0"),
        ("    before: &before", "    word: x\n    before: &before", "rules.0.marks.word"),
        (
            "is_taken: true, names: {vi: Công khai",
            "names: {vi: Công khai",
            "rules.2.classifications.classifications.0.is_taken",
        ),
        ("vi: Công khai, ", "", "rules.2.classifications.0.names.vi"),
        ("classification: internal", "classification: public", "rules.2.classifications.1"),
        ("rule: classifications", "rule: levels", "rules.2"),
    ],
)
def test_a_fault_of_a_classification_is_found_at_its_setting(
    copy: Path, old: str, new: str, column: str
) -> None:
    file = copy / "rules/classification.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [(one.where.file, one.where.column) for one in findings_of(copy)]
    assert ("rules/classification.yaml", column) in found
    assert {place for place, _ in found} == {"rules/classification.yaml"}


def test_a_pack_that_takes_nothing_in_is_a_fault(copy: Path) -> None:
    file = copy / "rules/classification.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("is_taken: true", "is_taken: false"), encoding="utf-8"
    )
    assert [one.code for one in findings_of(copy)] == ["nothing_taken"]


def test_a_directory_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_pack(tmp_path / "none")

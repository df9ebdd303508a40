"""Rows of cells become records, or findings that say what, where and what to do."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from giaoban.core.figures.cells import ErrorCell, Row
from giaoban.core.figures.intake import read_rows
from giaoban.core.figures.tables import kind_of, read_table
from tests.factories.packs import small_pack
from tests.factories.tables import FIGURES, RESULTS, TARGETS, figure, result, target

HEADINGS = {"figures": FIGURES, "targets": TARGETS, "results": RESULTS}


@pytest.fixture
def pack(tmp_path):
    return small_pack(tmp_path / "pack")


def read(pack, kind, *rows, heading=None, targets=None):
    """Return records and findings of rows below the heading of their kind."""
    cells = [heading or HEADINGS[kind], *rows]
    numbered = [Row(number, tuple(row)) for number, row in enumerate(cells, 1)]
    return read_rows(kind, numbered, "f.csv", "", pack, targets or {})


def codes(findings):
    return [(finding.code, finding.where.row, finding.where.column) for finding in findings]


def known_target(pack, **changed):
    (record,), _ = read(pack, "targets", target(**changed))
    return {record.target_id: record}


def test_a_sound_row_becomes_an_observation(pack):
    """Every cell arrives in its field, the number as a Decimal."""
    (record,), findings = read(pack, "figures", figure(value="13,45", note="first"))
    assert findings == ()
    assert (record.unit_key, record.indicator, record.period) == ("north", "GROWTH", "2023")
    assert (record.value, record.released, record.note) == (Decimal("13.45"), "2024-01-10", "first")


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("unit_key", "nowhere", "unknown_unit"),
        ("unit_key", "", "empty_cell"),
        ("unit_key", "young", "unit_not_valid"),
        ("indicator", "NONE", "unknown_indicator"),
        ("value", "1,234", "ambiguous_number"),
        ("value", "2023-12-31", "date_for_number"),
        ("value", date(2023, 12, 31), "date_for_number"),
        ("value", datetime.fromisoformat("2023-12-31T05:00"), "date_for_number"),
        ("value", time(5, 0), "time_for_number"),
        ("value", True, "flag_for_number"),
        ("value", ErrorCell("#DIV/0!"), "error_cell"),
        ("value", "", "empty_cell"),
        ("value", None, "empty_cell"),
        ("value", Decimal("1e-12"), "too_exact"),
        ("value", Decimal("1e40"), "too_large"),
        ("value", "12%", "percent_sign"),
        ("unit_measure", "USD", "wrong_unit_measure"),
        ("period", "2023-13", "bad_period"),
        ("period", "0000", "bad_period"),
        ("period", "9999", "bad_period"),
        ("period", "2023-01-01/P0M", "bad_period"),
        ("period", date(2023, 1, 1), "date_for_text"),
        ("obs_status", "X", "unknown_code"),
        ("obs_status", "M", "value_with_status"),
        ("released", "2024-02-30", "bad_date"),
        ("released", "10/01/2024", "bad_date"),
        ("source", "e\u0301", "not_nfc"),
        ("source", "a\u0007b", "control_character"),
        ("source", "", "empty_cell"),
        ("note", ErrorCell("#REF!"), "error_cell"),
        ("note", True, "flag_for_text"),
    ],
)
def test_each_fault_of_a_figure_has_its_name_and_place(pack, column, cell, code):
    """One faulty cell gives that one finding, in words, and no record."""
    records, findings = read(pack, "figures", figure(**{column: cell}))
    at = "value" if code == "value_with_status" else column
    assert codes(findings) == [(code, 2, at)]
    assert records == ()
    assert findings[0].title and findings[0].detail


def test_all_faults_of_a_row_are_found_at_once(pack):
    """The second fault does not wait for the first to be mended."""
    _, findings = read(pack, "figures", figure(unit_key="nowhere", value="x", released="soon"))
    assert {code for code, _, _ in codes(findings)} == {"unknown_unit", "not_a_number", "bad_date"}


def test_a_missing_value_is_a_status_and_never_a_zero(pack):
    """M and O stand without a value; the record keeps None."""
    (missing, absent), findings = read(
        pack,
        "figures",
        figure(obs_status="O", value=""),
        figure(unit_key="south", obs_status="M", value=None),
    )
    assert findings == ()
    assert missing.value is absent.value is None


def test_a_unit_is_valid_in_any_of_its_intervals(pack):
    """A unit that was dissolved and set up again exists in its second life, and not between the two."""
    _, now = read(pack, "figures", figure(unit_key="split"))
    _, between = read(pack, "figures", figure(unit_key="split", period="1990"))
    assert now == ()
    assert codes(between) == [("unit_not_valid", 2, "unit_key")]
    assert "until 1950-01-01" in between[0].detail and "from 2020-01-01" in between[0].detail


def test_two_rows_for_one_key_are_refused_and_both_shown(pack):
    """The finding names both rows and both values."""
    _, findings = read(pack, "figures", figure(value="1"), figure(unit_key="south"), figure(value="2"))
    assert codes(findings) == [("duplicate_key", 4, "")]
    assert "“1” in row 2" in findings[0].title and "“2” in row 4" in findings[0].title


def test_other_release_or_source_is_no_duplicate(pack):
    """Vintages and contradictions are wanted."""
    records, findings = read(
        pack, "figures", figure(), figure(released="2024-03"), figure(source="another", value="13.4")
    )
    assert findings == ()
    assert len(records) == 3


def test_heading_faults_are_named_and_the_rows_still_read(pack):
    """A missing, an unknown and a repeated column are found together with the faults below them."""
    heading = [*FIGURES[:-3], "note", "colour", "note"]
    _, findings = read(pack, "figures", figure(value="x")[:-3] + ["", "red", ""], heading=heading)
    assert codes(findings) == [
        ("missing_column", 1, "released"),
        ("missing_column", 1, "source"),
        ("unknown_column", 1, "colour"),
        ("repeated_column", 1, "note"),
        ("not_a_number", 2, "value"),
    ]


def test_a_cell_outside_the_columns_is_not_dropped(pack):
    """A comma too many shifts cells; that is a finding, not silence."""
    _, findings = read(pack, "figures", [*figure(), "stray"])
    assert [code for code, _, _ in codes(findings)] == ["cell_outside"]


@pytest.mark.parametrize("rows", [[], [FIGURES], [[""], [" "]]])
def test_a_table_without_rows_is_empty(pack, rows):
    """No heading, a heading alone, or blank rows: one finding."""
    numbered = [Row(number, tuple(row)) for number, row in enumerate(rows, 1)]
    records, findings = read_rows("figures", numbered, "f.csv", "", pack, {})
    assert (records, [finding.code for finding in findings]) == ((), ["empty_file"])


@pytest.mark.parametrize("kind", ["figures", "targets", "results"])
def test_the_heading_tells_the_kind(kind):
    """In any order, and with a column missing."""
    heading = list(reversed(HEADINGS[kind]))[1:]
    assert kind_of(read_table([Row(1, tuple(heading)), Row(2, ("x",))], "f.csv", "")) == kind


def test_an_unknown_heading_has_no_kind():
    """A letter is not taken for figures."""
    assert kind_of(read_table([Row(1, ("Dear colleague", "value"))], "f.csv", "")) is None


def test_a_sound_target_keeps_its_direction_and_bounds(pack):
    """A range has both bounds; a target of the unit's own has a free unit of measure."""
    (record,), findings = read(
        pack,
        "targets",
        target(op="range", direction="range", target="7.5", target_to="8", indicator="", unit_measure="cái"),
    )
    assert findings == ()
    assert (record.target, record.target_to, record.unit_measure) == (Decimal("7.5"), Decimal("8"), "cái")


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"op": ">=", "direction": "lower"}, "op_against_direction", "op"),
        ({"op": "<", "direction": "higher"}, "op_against_direction", "op"),
        ({"op": "=", "direction": "range"}, "direction_without_range", "op"),
        ({"op": "range", "direction": "range"}, "empty_cell", "target_to"),
        ({"op": "range", "target": "8", "target_to": "7"}, "range_upside_down", "target_to"),
        ({"target_to": "9"}, "bound_without_range", "target_to"),
        ({"op": "text"}, "target_with_text", "target"),
        ({"target": ""}, "empty_cell", "target"),
        ({"op": "≥"}, "unknown_code", "op"),
        ({"direction": "up"}, "unknown_code", "direction"),
        ({"counts": "perhaps"}, "not_a_flag", "counts"),
        ({"unit_measure": "PERSONS"}, "wrong_unit_measure", "unit_measure"),
    ],
)
def test_each_fault_of_a_target_has_its_name_and_place(pack, changed, code, column):
    """A target that could not be judged is refused at the door."""
    _, findings = read(pack, "targets", target(**changed))
    assert codes(findings) == [(code, 2, column)]


def test_a_target_without_direction_is_taken_with_a_warning(pack):
    """It is kept as “none”, which is never scored."""
    (record,), (warning,) = read(pack, "targets", target(direction=""))
    assert record.direction == "none"
    assert (warning.severity, warning.where.column) == ("warning", "direction")


@pytest.mark.parametrize(
    ("cell", "counts"), [("true", True), ("0", False), (True, True), (Decimal(1), True), ("No", False)]
)
def test_counts_is_yes_or_no(pack, cell, counts):
    """Words, digits and a spreadsheet's own flags are understood."""
    (record,), findings = read(pack, "targets", target(counts=cell))
    assert findings == ()
    assert record.counts is counts


def test_a_known_target_may_only_change_as_a_new_version(pack):
    """Other words under one date and instrument are refused, both shown; a later day is a version."""
    known = known_target(pack)
    _, same = read(pack, "targets", target(), targets=known)
    _, changed = read(pack, "targets", target(target="8"), targets=known)
    later = target(target="8", instrument="Act 2", valid_from="2023-07-01")
    _, version = read(pack, "targets", later, targets=known)
    assert same == version == ()
    assert codes(changed) == [("target_changed", 2, "target")]
    assert "“7.5”" in changed[0].title and "“8”" in changed[0].title


def test_a_result_needs_its_target(pack):
    """A target that nobody knows is a finding."""
    _, findings = read(pack, "results", result())
    assert codes(findings) == [("unknown_target", 2, "target_id")]


def test_a_result_of_a_target_in_words_may_be_words(pack):
    """And a result of a numeric target may not."""
    _, words = read(pack, "results", result(value="done"), targets=known_target(pack, op="text", target=""))
    _, number = read(pack, "results", result(value="done"), targets=known_target(pack))
    assert words == ()
    assert codes(number) == [("not_a_number", 2, "value")]


def test_a_result_without_value_needs_a_verdict_or_a_status(pack):
    """Nothing at all is a fault; a person's verdict or “missing” is not."""
    known = known_target(pack)
    records, findings = read(
        pack,
        "results",
        result(value=""),
        result(value="", verdict="met", released="2024-01-11"),
        result(value="", obs_status="O", released="2024-01-12"),
        targets=known,
    )
    assert codes(findings) == [("empty_cell", 2, "value")]
    assert [record.value for record in records] == ["", ""]


def test_typed_cells_of_a_spreadsheet_are_read_like_text(pack):
    """A number as period, a date as release, a number as number."""
    (record,), findings = read(
        pack, "figures", figure(period=Decimal(2023), released=date(2024, 1, 10), value=Decimal("13.45"))
    )
    assert findings == ()
    assert (record.period, record.released, record.value) == ("2023", "2024-01-10", Decimal("13.45"))


def test_a_heading_may_be_capitalised_and_spaced(pack):
    """“Unit key” and “UNIT_KEY” name the same column."""
    for heading in ([name.upper() for name in FIGURES], [name.replace("_", " ").title() for name in FIGURES]):
        records, findings = read(pack, "figures", figure(), heading=heading)
        assert (len(records), findings) == (1, ())


def test_a_mark_without_width_is_found(pack):
    """Two sources that differ by a mark nobody sees would be two vintages."""
    _, findings = read(pack, "figures", figure(source="inven\u200bted"))
    assert codes(findings) == [("control_character", 2, "source")]

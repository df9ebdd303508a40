"""A list of delegates: every fault at once by row and column, and sites named as an office names them."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.people import SEATS
from giaoban.core.conduct.provisioning import Row
from giaoban.core.conduct.seating import COLUMNS, Named, faults_of, read
from giaoban.core.registry.units import Unit

ON = date(2024, 1, 17)
START = date(1900, 1, 1)
NORTH = Unit("u-north", "24", "Bắc", "Tỉnh Bắc", "PROVINCE", "province", "land", START, None, "invented")
SOUTH = replace(NORTH, unit_key="u-south", code="80", name="Nam", full_name="Tỉnh Nam")
HA = {
    "precedence": "1",
    "name": "Hà",
    "seat": "delegate",
    "site": "24",
    "email": " HA@bac.example",
    "post": "Chair",
}


def told(*rows: dict[str, str]) -> tuple[tuple[Named, ...], list[tuple[int | None, str, str]]]:
    """Return whom rows name, and row, column and code of what is wrong with them."""
    numbered = [Row(number, cells) for number, cells in enumerate(rows, 2)]
    named, findings = read(numbered, "list.csv", (NORTH, SOUTH), ON)
    return named, [(one.where.row, one.where.column, one.code) for one in findings]


def test_a_row_becomes_a_seat_and_its_site_is_known_by_key_code_or_name():
    """Marks or none; an empty site is the hall."""
    expected = Named(1, "Hà", "delegate", "Chair", "u-north", "ha@bac.example")
    for site in ("u-north", "24", "Bắc", "bac", "TỈNH BẮC"):
        assert told({**HA, "site": site}) == ((expected,), [])
    assert told({**HA, "site": ""})[0][0].unit_key == ""


def test_every_fault_is_named_with_its_row_and_column_at_once():
    """Ten faults in four rows; the place in the order is the office's, and is missing nowhere."""
    _, found = told(
        {**HA, "seat": "king", "email": "ha"},
        {**HA, "precedence": "x", "name": "", "site": "West"},
        {**HA, "precedence": "2", "email": "", "name": "n" * 201},
        {**HA, "precedence": "2", "email": "two@bac.example"},
    )
    assert found == [
        (2, "seat", "bad_seat"),
        (2, "email", "bad_email"),
        (3, "site", "bad_site"),
        (3, "name", "empty"),
        (3, "precedence", "bad_precedence"),
        (4, "email", "no_email"),
        (4, "name", "too_long"),
        (5, "precedence", "same_precedence"),
    ]


def test_one_person_has_a_seat_once():
    """By address, or by name and post where there is none; another seat is another row."""
    assert told(HA, {**HA, "precedence": "2"})[1] == [(3, "email", "row_twice")]
    guest = {**HA, "email": "", "site": ""}
    assert told(guest, {**guest, "precedence": "2"})[1] == [(3, "name", "row_twice")]
    assert told(guest, {**guest, "precedence": "2", "post": "Deputy"})[1] == []
    assert told(HA, {**HA, "precedence": "2", "seat": "teller"})[1] == []


def test_a_name_of_two_units_is_told_from_none():
    """Which of the two is meant is not guessed."""
    twin = replace(SOUTH, name="Bắc")
    _, findings = read([Row(2, {**HA, "site": "bac"})], "list.csv", (NORTH, twin), ON)
    assert [one.title for one in findings] == ["Several units have this name"]


def test_the_seats_that_a_fault_lists_are_those_that_there_are():
    """The text is a constant, so that it can be translated."""
    (found,) = faults_of(Named(1, "Hà", "king"))
    assert found[3] == f"One of: {', '.join(SEATS)}."


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12)), max_size=5))
def test_any_list_is_read_or_named_and_never_breaks(rows):
    """Whatever stands in the cells: each row gives a seat without fault, or a finding with its row."""
    named, found = told(*rows)
    assert len(named) == len(rows)
    faulty = {row for row, _, _ in found}
    for number, one in enumerate(named, 2):
        assert number in faulty or (one.name and one.seat in SEATS and one.precedence > 0)

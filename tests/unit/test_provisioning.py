"""Provisioning: rows become organisations and posts, or every fault at once with row and column."""

import pytest

from giaoban.core.conduct.provisioning import Known, Office, Row, headings, provision

KNOWN = Known({"office": Office("office", "centre", "Central Office")}, frozenset({"u-north"}), ("vi", "en"))
NORTH = {
    "organisation": "north",
    "kind": "province",
    "organisation_name": "Northern Province",
    "unit_key": "u-north",
    "email": "Ha@North.example",
    "name": "Hà",
    "role": "officer",
}


def rows(*cells):
    """Return rows below a heading."""
    return [Row(number, one) for number, one in enumerate(cells, 2)]


def faults(*cells):
    """Return where and what is wrong with these rows."""
    found = provision(rows(*cells), "people.csv", KNOWN).findings
    return [(one.where.row, one.where.column, one.code) for one in found]


def test_the_first_row_describes_an_organisation_and_later_ones_only_name_it():
    """Known organisations are not described again; the order of rows is kept."""
    boss = {"organisation": "north", "email": "binh@north.example", "role": "leader"}
    centre = {"organisation": "office", "email": "an@office.example", "role": "analyst", "language": "en"}
    asked = provision(rows(NORTH, boss, centre), "people.csv", KNOWN)
    assert asked.findings == ()
    assert asked.offices == (Office("north", "province", "Northern Province", "u-north"),)
    assert [(one.email, one.organisation, one.role) for one in asked.posts] == [
        ("ha@north.example", "north", "officer"),
        ("binh@north.example", "north", "leader"),
        ("an@office.example", "office", "analyst"),
    ]
    assert asked.posts[0].name == "Hà" and asked.posts[2].language == "en"


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"email": ""}, "email", "empty"),
        ({"organisation": ""}, "organisation", "empty"),
        ({"role": ""}, "role", "empty"),
        ({"email": "ha"}, "email", "bad_email"),
        ({"email": "ha@north"}, "email", "bad_email"),
        ({"email": "a@b.example, c@d.example"}, "email", "bad_email"),
        ({"email": "ha@north.example\nBcc: all@north.example"}, "email", "bad_email"),
        ({"role": "king"}, "role", "bad_role"),
        ({"role": "person"}, "role", "bad_role"),
        ({"role": "approver"}, "role", "role_of_another_kind"),
        ({"kind": "kingdom"}, "kind", "bad_kind"),
        ({"kind": ""}, "kind", "bad_kind"),
        ({"unit_key": "u-none"}, "unit_key", "unknown_unit"),
        ({"unit_key": ""}, "unit_key", "unknown_unit"),
        ({"organisation_name": ""}, "organisation_name", "empty"),
        ({"organisation": "North Office"}, "organisation", "bad_key"),
        ({"language": "xx"}, "language", "bad_language"),
        ({"name": "x" * 201}, "name", "too_long"),
    ],
)
def test_each_fault_is_named_with_its_row_and_column(change, column, code):
    """One wrong cell, one finding."""
    assert (2, column, code) in faults({**NORTH, **change})


def test_faults_of_all_rows_come_at_once():
    """Nobody mends a file row by row."""
    twice = {**NORTH, "name": "", "email": "HA@north.example"}
    other = {**NORTH, "email": "b@north.example", "unit_key": "u-other", "kind": "centre"}
    ministry = {
        **NORTH,
        "organisation": "finance",
        "kind": "ministry",
        "email": "c@x.example",
        "role": "officer",
    }
    assert faults(NORTH, twice, other, ministry, {}) == [
        (3, "email", "row_twice"),
        (4, "kind", "contradiction"),
        (4, "unit_key", "contradiction"),
        (5, "unit_key", "no_unit"),
        (6, "organisation", "empty"),
        (6, "email", "empty"),
        (6, "role", "empty"),
    ]


def test_headings_that_are_missing_unknown_or_twice_are_named():
    """Before any row is read."""
    found = headings(["organisation", "email", "email", "password", ""], "people.csv")
    assert [(one.where.column, one.code) for one in found] == [
        ("role", "missing_column"),
        ("password", "unknown_column"),
        ("email", "column_twice"),
    ]

"""Plans: what is wrong with a row is named by its column; days, names and codes as offices write them."""

from datetime import date

import pytest

from giaoban.core.conduct import plans
from giaoban.core.conduct.plans import Choices, cells_of, faults_of, parts, same
from giaoban.core.conduct.provisioning import Row, day_of
from tests.factories.inspections import BRANCHES, CONTENTS, YEAR, row

CHOICES = Choices(BRANCHES, CONTENTS)


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"number": ""}, "number", "empty"),
        ({"number": "x" * 61}, "number", "too_long"),
        ({"body": ""}, "body", "empty"),
        ({"branch": "POLICE"}, "branch", "bad_branch"),
        ({"objects": ()}, "objects", "empty"),
        ({"objects": ("Sở Y tế", "SỞ  Y TẾ")}, "objects", "twice"),
        ({"objects": ("x" * 201,)}, "objects", "too_long"),
        ({"objects": tuple(map(str, range(201)))}, "objects", "too_many"),
        ({"contents": ()}, "contents", "empty"),
        ({"contents": ("finance.tax",)}, "contents", "bad_content"),
        ({"begins_on": None}, "begins_on", "bad_day"),
        ({"last_on": None}, "last_on", "bad_day"),
        ({"last_on": date(YEAR, 2, 28)}, "last_on", "ends_early"),
        ({"begins_on": date(2025, 3, 1)}, "begins_on", "other_year"),
        ({"cancelled": "x" * 2001}, "cancelled", "too_long"),
    ],
)
def test_each_fault_of_a_row_is_named_by_its_column(changed, column, code):
    """One fault planted, one found."""
    assert [one[:2] for one in faults_of(row(**changed), CHOICES, YEAR)] == [(column, code)]


def test_a_sound_row_has_no_fault_and_comes_back_from_its_own_cells():
    """One day is enough; a list that was written is read as the same plan, and no number stands twice."""
    sound = row(objects=("Sở Y tế", "Sở Nội vụ"), contents=("land", "finance"), last_on=date(YEAR, 3, 1))
    assert list(faults_of(sound, CHOICES, YEAR)) == []
    cells = dict(zip(plans.COLUMNS, cells_of(sound), strict=True))
    assert plans.read([Row(2, cells)], "plan.csv", CHOICES, YEAR) == ((sound,), ())
    _, (found,) = plans.read([Row(2, cells), Row(3, cells)], "plan.csv", CHOICES, YEAR)
    assert (found.code, found.where.row, found.where.column) == ("row_twice", 3, "number")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        (" 31/03/2026 ", date(2026, 3, 31)),
        ("1/4/2026", date(2026, 4, 1)),
        ("31/04/2026", None),
        ("2026-3-1", None),
        ("03/31/2026", None),
        ("2026", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_the_forms_of_offices_and_in_no_other(text, day):
    """Day before month; what is no day of the calendar is none."""
    assert day_of(text) == day


def test_names_are_alike_however_they_are_typed_and_apart_where_a_mark_differs():
    """Capitals, blanks, composed letters, the place of a tone mark; not the mark itself."""
    assert same("UBND tỉnh  Hòa Bình") == same("ubnd tỉnh Hoà Bình") == same("UBND tỉnh Ho\u0300a Bình")
    assert same("Sở Nội vụ") != same("Sở Nôi vụ") and same("Công ty Hoa Sen") != same("Công ty Hoà Sen")
    assert parts(" a ; b;;a; c  d ") == ("a", "b", "c d")

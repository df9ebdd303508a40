"""Registers: counts beside earlier ones, in words that have a direction; unlike things are never added."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.review.registers import (
    Cell,
    Column,
    Comparison,
    Registers,
    Told,
    compare,
    registers_of,
    sum_up,
)

D = Decimal


@pytest.mark.parametrize(
    ("now", "before", "difference", "percent", "course"),
    [
        (12, 10, 2, "20.0", "more"),
        (10, 12, 2, "16.7", "fewer"),
        (7, 7, 0, "0.0", "same"),
        (3, 0, 3, None, "more"),
        (0, 0, 0, None, "same"),
        (0, 4, 4, "100.0", "fewer"),
        (None, 4, None, None, ""),
        (4, None, None, None, ""),
    ],
)
def test_a_count_is_more_or_fewer_than_before_never_minus_some(now, before, difference, percent, course):
    """Without a sign and with a direction; nothing where one is missing, no percentage of nothing."""
    given = [None if one is None else D(one) for one in (now, before)]
    asked = [None if one is None else D(one) for one in (difference, percent)]
    assert compare(*given, 1) == Comparison(1, given[1], *asked, course)


def test_activities_organisations_and_people_are_never_added():
    """Each is counted alone; of one kind, a missing part makes the whole missing."""
    one, other, unsaid = (_column(key, a=Told(said)) for key, said in (("A", D(3)), ("B", D(4)), ("C", None)))
    with pytest.raises(Invalid, match="ACTIVITIES and MEMBERS cannot be added"):
        sum_up("all", [one, replace(other, unit_measure="ACTIVITIES")])
    with pytest.raises(Invalid):
        sum_up("all", [])
    total = sum_up("all", [one, other])
    assert (total.cells["a"].now, total.unit_measure) == (Told(D(7)), "MEMBERS")
    assert sum_up("all", [one, unsaid]).cells["a"].now == Told(None)


def test_a_sum_is_hidden_where_one_of_its_parts_is():
    """So no hidden part follows from it; the same for all units together and for the years before."""
    shown, hidden, missing = Told(D(8)), Told(None, is_hidden=True), Told(None)
    one = _column("A", a=shown, b=hidden, c=shown)
    other = _column("B", a=shown, b=shown, c=missing)
    total = sum_up("all", [one, other])
    assert {key: cell.now for key, cell in total.cells.items()} == {
        "a": Told(D(16)),
        "b": hidden,
        "c": missing,
    }
    assert (total.cells["a"].before[1], total.reported, total.unit_measure) == (Told(D(16)), 2, "MEMBERS")
    with pytest.raises(Invalid):
        sum_up("all", [one, Column("C", "ACTIVITIES", other.cells, other.total, 3)])


def test_what_part_of_a_target_is_told_only_where_both_are():
    """Else the hidden one of the two would follow from it."""
    assert Cell(Told(D(9)), {}, Told(D(12))).attained == D("75.0")
    assert Cell(Told(None, is_hidden=True), {}, Told(D(12))).attained is None
    assert Cell(Told(D(9)), {}, Told(None, is_hidden=True)).attained is None
    assert Cell(Told(D(9)), {}, Told(D(0))).attained is None


def test_a_pack_without_a_rule_keeps_no_registers():
    """Nothing is asked of it."""
    assert registers_of((), date(2023, 12, 31)) == Registers() and Registers().indicators == ()


def _column(key: str, **told: Told) -> Column:
    cells = {unit: Cell(one, {1: one}) for unit, one in told.items()}
    return Column(key, "MEMBERS", cells, Cell(Told(D(20)), {1: Told(None)}), len(told))

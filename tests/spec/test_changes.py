"""Lineage: what became of a unit and what it was made of, by the kind of each change."""

from datetime import date
from decimal import Decimal

import pytest

from giaoban.core.registry.changes import Change
from giaoban.core.registry.lineage import Lineage

BEFORE, DAY, NEXT, AFTER = date(2024, 1, 1), date(2025, 7, 1), date(2026, 1, 1), date(2026, 6, 1)


def change(kind: str, predecessor: str, successor: str, share: str = "1", on: date = DAY) -> Change:
    """Return one passage."""
    name = f"{on}:{kind}:{predecessor}>{successor}"
    return Change(name, kind, predecessor, successor, on, share, "decree", "invented")


def test_a_merger_makes_one_of_several_and_is_read_in_both_directions():
    """The new unit is both old ones whole; each old one became the new one, whole."""
    merged = Lineage((change("merger", "a", "m"), change("merger", "b", "m")))
    assert merged.trace("m", AFTER, BEFORE) == {"a": 1, "b": 1}
    assert merged.trace("a", BEFORE, AFTER) == {"m": 1}


def test_a_split_passes_on_the_shares_that_are_written():
    """40 and 60 % of one unit; looking back, each new one is that part of the old."""
    split = Lineage((change("split", "a", "b", "0.4"), change("split", "a", "c", "0.6")))
    assert split.trace("a", BEFORE, AFTER) == {"b": Decimal("0.4"), "c": Decimal("0.6")}
    assert split.trace("b", AFTER, BEFORE) == {"a": Decimal("0.4")}


def test_a_transfer_leaves_the_rest_and_the_receiver_keeps_itself():
    """A quarter of a goes over to b: afterwards b is all it was and that quarter."""
    moved = Lineage((change("transfer", "a", "b", "0.25"),))
    assert moved.trace("a", BEFORE, AFTER) == {"a": Decimal("0.75"), "b": Decimal("0.25")}
    assert moved.trace("b", AFTER, BEFORE) == {"a": Decimal("0.25"), "b": 1}


@pytest.mark.parametrize("kind", ["rename", "change_of_type", "change_of_parent"])
def test_a_new_name_type_or_parent_moves_nothing(kind):
    """The unit stays itself, also where a part of it passes on the same day; the act is told."""
    named = change(kind, "a", "a")
    assert Lineage((named,)).trace("a", BEFORE, AFTER) == {"a": 1}
    both = Lineage((named, change("transfer", "a", "b", "0.25")))
    assert both.trace("a", BEFORE, AFTER) == {"a": Decimal("0.75"), "b": Decimal("0.25")}
    assert named in both.between("a", BEFORE, AFTER)


def test_a_continuation_is_the_same_unit_under_another_key():
    """Whole, in both directions."""
    gone_on = Lineage((change("continuation", "a", "b"),))
    assert gone_on.trace("a", BEFORE, AFTER) == {"b": 1}
    assert gone_on.trace("b", AFTER, BEFORE) == {"a": 1}


def test_a_share_that_nobody_has_said_is_not_known():
    """Parts of a went to b and to c, and no text says how much: both shares are told as not known."""
    split = Lineage((change("split", "a", "b", ""), change("split", "a", "c", "")))
    assert split.trace("a", BEFORE, AFTER) == {"b": None, "c": None}
    assert split.trace("b", AFTER, BEFORE) == {"a": None}


def test_one_unknown_share_beside_known_ones_is_what_they_leave():
    """0.4 and 0.5 are written; the third part can only be 0.1."""
    parts = (
        change("split", "a", "b", "0.4"),
        change("split", "a", "c", "0.5"),
        change("split", "a", "d", ""),
    )
    assert Lineage(parts).trace("a", BEFORE, AFTER)["d"] == Decimal("0.1")


def test_unknown_parts_that_come_together_again_are_whole():
    """b and c are all that a was, in whatever proportion; merged half a year later, they are a again."""
    parts = (change("split", "a", "b", ""), change("split", "a", "c", ""))
    merged = (change("merger", "b", "m", on=NEXT), change("merger", "c", "m", on=NEXT))
    assert Lineage(parts + merged).trace("a", BEFORE, AFTER) == {"m": 1}
    assert Lineage(parts + merged).trace("m", AFTER, BEFORE) == {"a": 1}


def test_a_transfer_of_unknown_size_leaves_an_unknown_rest():
    """Neither side is known; the receiver still has all of itself."""
    moved = Lineage((change("transfer", "a", "b", ""),))
    assert moved.trace("a", BEFORE, AFTER) == {"a": None, "b": None}
    assert moved.trace("b", AFTER, BEFORE) == {"a": None, "b": 1}


def test_the_changes_between_two_days_are_those_the_unit_went_through():
    """Those of other units are not named, nor those of other days."""
    mine, other = change("merger", "a", "m"), change("merger", "x", "y")
    later = change("rename", "m", "m", on=NEXT)
    lineage = Lineage((mine, other, later))
    assert lineage.between("m", AFTER, BEFORE) == (later, mine)
    assert lineage.between("m", AFTER, NEXT) == ()
    assert lineage.of_unit("m") == (mine, later)

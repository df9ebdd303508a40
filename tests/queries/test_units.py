"""What a name or code can mean, asked of an installation with the real pack."""

from datetime import date

import pytest

from giaoban.actions import installation
from giaoban.core.errors import NotFound
from giaoban.core.registry.hierarchies import ADMINISTRATIVE
from giaoban.queries import units
from tests.house.tree import PACKS
from tests.packs.test_traps import MERGER, TRAPS

TODAY = date(2026, 11, 22)


@pytest.fixture
def vn(db, workspace):
    """Install the pack."""
    installation.initialise(packs=[PACKS / "vn"])


def meant(text: str, on: date | None = None):
    """Return what the text can mean."""
    return units.meant_by(text, on=on, today=TODAY)


def test_each_of_the_seven_traps_lists_both_units_with_their_dates(vn):
    """By code and by the new name: the old unit, that ended, and the new one, each with what it became."""
    for code, was, now in TRAPS:
        old, new = meant(code)
        assert [one.versions[-1].name for one in (old, new)] == [was, now]
        assert (old.versions[-1].valid_to, new.versions[0].valid_from) == (MERGER, MERGER)
        assert [c.successor for c in old.successors] == [new.unit_key]
        assert old.unit_key in [c.predecessor for c in new.predecessors]
        namesake, same = meant(now)
        assert same.unit_key == new.unit_key
        assert namesake.unit_key in [c.predecessor for c in new.predecessors]


def test_on_a_day_one_is_meant_with_its_parents_of_that_day(vn):
    """The old province stood in the mountains' region; the new one of the same code stands in the delta's."""
    (old,), (new,) = meant("24", date(2023, 6, 30)), meant("24", date(2025, 12, 31))
    said = [[(held.hierarchy, held.parent) for held in one.parents] for one in (old, new)]
    assert said == [
        [(ADMINISTRATIVE, "vn"), ("REGIONS_2021", "vung63-TDMNPB")],
        [(ADMINISTRATIVE, "vn"), ("REGIONS_2025", "vung34-DBSH")],
    ]


def test_an_old_name_finds_the_unit_under_its_one_key_with_every_version(vn):
    """A rename keeps the key: the old name and the new one lead to the same unit, with the act between."""
    (one,) = meant("Thừa Thiên Huế")
    assert one.unit_key == "vn63-46"
    assert [(v.name, v.unit_type, str(v.valid_from)) for v in one.versions] == [
        ("Thừa Thiên Huế", "PROVINCE", "2008-08-01"),
        ("Huế", "CITY", "2025-01-01"),
    ]
    assert {(c.kind, c.instrument) for c in one.own_changes} == {
        ("change_of_type", "Nghị quyết 175/2024/QH15"),
        ("rename", "Nghị quyết 175/2024/QH15"),
    }
    assert [other.unit_key for other in meant("Huế")] == ["vn63-46", "vn34-46"]


def test_shares_and_instruments_stand_with_predecessors_and_successors(vn):
    """A merged province names every part, whole, and the resolution."""
    (new,) = meant("vn34-25")
    assert {(c.predecessor, c.share, c.instrument) for c in new.predecessors} == {
        (key, "1", "Nghị quyết 202/2025/QH15") for key in ("vn63-17", "vn63-25", "vn63-26")
    }
    assert new.successors == ()


def test_a_name_of_another_day_is_refused_with_the_day_it_had(vn):
    """In March 2025 no unit has the old name; the refusal says when one had."""
    with pytest.raises(NotFound) as refused:
        meant("Thừa Thiên Huế", date(2025, 3, 1))
    assert "vn63-46" in refused.value.detail and "until 2025-01-01" in refused.value.detail
    with pytest.raises(NotFound, match="Atlantis"):
        meant("Atlantis")

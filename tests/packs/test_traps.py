"""Seven units carry one predecessor's name and another's code: a question without a day names both."""

from datetime import date, timedelta

import pytest

from giaoban.core.registry.lineage import Lineage
from giaoban.core.registry.units import find
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

MERGER = date(2025, 7, 1)
#: Code, the name it had, the name it has now.
TRAPS = [
    ("15", "Yên Bái", "Lào Cai"),
    ("24", "Bắc Giang", "Bắc Ninh"),
    ("44", "Quảng Bình", "Quảng Trị"),
    ("52", "Bình Định", "Gia Lai"),
    ("80", "Long An", "Tây Ninh"),
    ("82", "Tiền Giang", "Đồng Tháp"),
    ("91", "Kiên Giang", "An Giang"),
]


@pytest.fixture(scope="module")
def units():
    return tuple(read_pack(PACKS / "vn").units.values())


@pytest.mark.parametrize(("code", "was", "now"), TRAPS)
def test_a_code_without_a_day_means_two_provinces(units, code, was, now):
    """Both are named, the older first; the day before the merger and the day itself each mean one."""
    assert [unit.name for unit in find(units, code)] == [was, now]
    assert [unit.name for unit in find(units, code, MERGER - timedelta(days=1))] == [was]
    assert [unit.name for unit in find(units, code, MERGER)] == [now]


@pytest.mark.parametrize(("code", "was", "now"), TRAPS)
def test_a_name_without_a_day_means_two_territories(units, code, was, now):
    """The name of the new province is also its smaller namesake's, under another code."""
    old, new = find(units, now)
    assert (old.valid_to, new.valid_from) == (MERGER, MERGER)
    assert old.code != code
    assert new.code == code


@pytest.mark.parametrize(("code", "was", "now"), TRAPS)
def test_the_new_province_is_both_old_ones(units, code, was, now):
    """Its territory of the day before is that of the old province of its code and of the one of its name."""
    pack = read_pack(PACKS / "vn")
    new = find(units, code, MERGER)[0]
    parts = Lineage(pack.changes).trace(new.unit_key, MERGER, MERGER - timedelta(days=1))
    names = {pack.units[key].name for key in parts}
    assert {was, now} <= names
    assert set(parts.values()) == {1}


def test_names_are_found_without_marks(units):
    """An officer without a Vietnamese keyboard finds the same two."""
    assert find(units, "bac ninh") == find(units, "Bắc Ninh")

"""Hierarchies: a unit has one parent at a time in each order of units, and each is asked for a day."""

from datetime import date

from giaoban.core.registry.hierarchies import ADMINISTRATIVE, Hierarchies, Membership

JUNE, JULY = date(2025, 6, 30), date(2025, 7, 1)


def under(hierarchy: str, unit_key: str, parent: str, valid_from: date, valid_to: date | None = None):
    """Return a membership."""
    return Membership(hierarchy, unit_key, parent, valid_from, valid_to, "decree", "invented", "READ")


START = date(2000, 1, 1)
ORDER = Hierarchies(
    (
        under(ADMINISTRATIVE, "commune", "district", START, JULY),
        under(ADMINISTRATIVE, "commune", "province", JULY),
        under(ADMINISTRATIVE, "district", "province", START, JULY),
        under(ADMINISTRATIVE, "province", "country", START),
        under("REGIONS", "province", "delta", START, JULY),
        under("REGIONS", "delta", "country", START),
    )
)


def test_a_parent_is_asked_for_a_day():
    """A commune stood under its district until that level ended, and stands under its province since."""
    assert ORDER.parent_of("commune", ADMINISTRATIVE, JUNE) == "district"
    assert ORDER.parent_of("commune", ADMINISTRATIVE, JULY) == "province"


def test_the_last_day_is_not_in_the_interval():
    """A membership that ends on 1 July holds on 30 June and no longer on the day itself."""
    assert ORDER.parent_of("province", "REGIONS", JUNE) == "delta"
    assert ORDER.parent_of("province", "REGIONS", JULY) == ""


def test_children_are_the_same_question_from_above():
    """Who stands directly under a unit on a day: the commune came to the province when the district ended."""
    assert ORDER.children_of("province", ADMINISTRATIVE, JUNE) == ("district",)
    assert ORDER.children_of("province", ADMINISTRATIVE, JULY) == ("commune",)


def test_ancestors_go_up_one_order_only():
    """From the commune to the country, the nearest first; regions are no administrative units."""
    assert ORDER.ancestors_of("commune", ADMINISTRATIVE, JUNE) == ("district", "province", "country")
    assert ORDER.ancestors_of("province", "REGIONS", JUNE) == ("delta", "country")


def test_a_unit_has_a_parent_in_each_order_side_by_side():
    """The province stands under the country and in a region, and each membership names its instrument."""
    held = ORDER.memberships_of("province", JUNE)
    assert [(one.hierarchy, one.parent, one.instrument) for one in held] == [
        (ADMINISTRATIVE, "country", "decree"),
        ("REGIONS", "delta", "decree"),
    ]
    assert ORDER.region_of("province", JUNE) == "delta"
    assert ORDER.region_of("commune", JUNE) == ""


def test_a_circle_ends_where_it_closes():
    """A pack with a circle is refused; asked all the same, the walk upwards does not go on for ever."""
    circle = Hierarchies((under("REGIONS", "a", "b", START), under("REGIONS", "b", "a", START)))
    assert circle.ancestors_of("a", "REGIONS", JULY) == ("b", "a")

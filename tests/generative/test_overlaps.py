"""Overlaps of inspections: on a seeded plan all that were planted are found, and none is invented."""

import random
from datetime import date, timedelta

import pytest

from giaoban.core.conduct.inspections import Inspection, Overlap, find_overlaps

YEAR = date(2026, 1, 1)
CONTENTS = ("finance", "land", "personnel", "investment")
BRANCHES = ("party", "state", "audit")


def row(key: str, branch: str, name: str, content: str, begins: int, days: int = 20) -> Inspection:
    """Return a row of the plan that asks one object for one content."""
    begins_on = YEAR + timedelta(days=begins)
    ends_on = begins_on + timedelta(days=days)
    return Inspection(
        key, f"{branch} body", branch, frozenset({name}), frozenset({content}), begins_on, ends_on
    )


def plan_with_overlaps(seed: int) -> tuple[list[Inspection], set[tuple[str, str]]]:
    """Return 500 rows and the pairs planted among them; every other row has an object of its own."""
    chance = random.Random(seed)  # noqa: S311
    rows = [
        row(
            f"a{n:03}", chance.choice(BRANCHES), f"office {n}", chance.choice(CONTENTS), chance.randrange(300)
        )
        for n in range(460)
    ]
    planted = set()
    for number, one in enumerate(chance.sample(rows, 20)):
        (name,), (content,) = one.objects, one.contents
        begins = (one.begins_on - YEAR).days + chance.randrange(-19, 20)
        other = chance.choice([branch for branch in BRANCHES if branch != one.branch])
        rows.append(row(f"b{number:03}", other, name, f"{content}.budget", begins))
        planted.add((one.key, f"b{number:03}"))
        # Beside each a row that only seems to meet it: after it, of its own branch, or for another content.
        near = [
            row(f"c{number:03}", other, name, content, (one.begins_on - YEAR).days + 20 + 20 + 1),
            row(f"c{number:03}", one.branch, name, content + "ing", begins),
            row(f"c{number:03}", other, name, f"{content}s", begins),
        ]
        rows.append(near[number % 3])
    chance.shuffle(rows)
    return rows, planted


@pytest.mark.parametrize("seed", range(5))
def test_planted_overlaps_are_all_found_and_none_is_invented(seed):
    """500 inspections, 20 planted overlaps, 20 rows that only seem to overlap."""
    rows, planted = plan_with_overlaps(seed)
    found = find_overlaps(rows)
    assert len(rows) == 500
    # A row that seems to meet the first can truly meet the planted one of another branch.
    by_key = {one.key: one for one in rows}
    assert {(one.first, one.second) for one in found} == {
        (a.key, b.key)
        for a in rows
        for b in rows
        if a.key < b.key and a.branch != b.branch and a.objects & b.objects
        and _takes_in(a, b) and a.begins_on < b.ends_on and b.begins_on < a.ends_on
    }  # fmt: skip
    assert planted <= {(one.first, one.second) for one in found}
    assert all(one.begins_on >= by_key[one.first].begins_on for one in found)


def _takes_in(a: Inspection, b: Inspection) -> bool:
    one, other = next(iter(a.contents)).split("."), next(iter(b.contents)).split(".")
    return one[: len(other)] == other[: len(one)]


def test_an_overlap_says_where_what_and_when():
    """The shared objects, the narrower content, and the days on which both are there."""
    first = row("p1", "party", "dept", "finance", 0, 10)
    second = row("s1", "state", "dept", "finance.budget", 5, 10)
    (found,) = find_overlaps([second, first])
    assert found == Overlap("p1", "s1", ("dept",), ("finance.budget",), date(2026, 1, 6), date(2026, 1, 11))


def test_rows_that_touch_in_time_do_not_overlap_and_keys_are_kept_apart():
    """The first day after one is the first day of the other; one key for two rows is refused."""
    rows = [row("p1", "party", "dept", "land", 0, 5), row("s1", "state", "dept", "land", 5, 5)]
    assert find_overlaps(rows) == ()
    with pytest.raises(ValueError, match="one key"):
        find_overlaps([rows[0], rows[0]])

"""Disclosure: no hidden count can be worked out, not even by who knows the rule and tries every number."""

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.review.disclosure import Disclosed, suppress

counts = st.sampled_from([None, 0, 0, 1, 2, 3, 4, 5, 6, 9, 14])
columns = st.lists(counts, min_size=1, max_size=5).map(
    lambda values: {f"u{n}": None if one is None else Decimal(one) for n, one in enumerate(values)}
)
thresholds = st.sampled_from([3, 5])


@given(columns, thresholds)
def test_every_small_count_is_hidden_and_nothing_where_none_is_small(column, threshold):
    """From 1 to below the threshold; zeros and what is missing stay as they are."""
    told = suppress(column, threshold)
    small = {key for key, one in column.items() if one is not None and 0 < one < threshold}
    assert small <= told.hidden and (small or told == Disclosed())
    assert all(column[key] for key in told.hidden)


@settings(max_examples=200, deadline=None)
@given(columns, thresholds)
def test_who_knows_the_rule_and_the_total_cannot_tell_a_hidden_count(column, threshold):
    """All columns are tried that show just the same: every hidden count is at least two numbers in them."""
    told = suppress(column, threshold)
    if told.is_total_hidden:
        return
    hidden = sorted(told.hidden)
    possible: dict[str, set[int]] = {key: set() for key in hidden}
    total = int(sum(column[key] for key in hidden))
    for values in _splits(total, len(hidden)):
        other = {**column, **{key: Decimal(one) for key, one in zip(hidden, values, strict=True)}}
        if suppress(other, threshold) == told:
            for key, one in zip(hidden, values, strict=True):
                possible[key].add(one)
    assert all(len(found) > 1 for found in possible.values())


@given(columns)
def test_without_a_threshold_nothing_is_told(column):
    """A pack that lays nothing down publishes no count."""
    assert suppress(column, None) == Disclosed(frozenset(column), True)


def _splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to write a number as so many whole numbers from 1 on."""
    if parts == 0:
        return
    if parts == 1:
        yield (total,)
        return
    for first in range(1, total - parts + 2):
        for rest in _splits(total - first, parts - 1):
            yield (first, *rest)

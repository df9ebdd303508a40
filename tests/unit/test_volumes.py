"""Volumes: each body stands in one group, among bodies with about as much."""

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.volumes import Volume, alike

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 300), max_size=12)


@given(COUNTS)
def test_everybody_with_something_stands_in_one_group_that_fits(counts):
    """Groups do not overlap, the busiest comes first, and the order in each is the one given."""
    groups = alike(counts)
    assert sorted(key for one in groups for key in one.keys) == sorted(k for k, n in counts.items() if n)
    for one in groups:
        assert all(
            one.begin <= counts[key] and (one.end is None or counts[key] < one.end) for key in one.keys
        )
        assert list(one.keys) == [key for key in counts if key in one.keys]
    assert [one.begin for one in groups] == sorted((one.begin for one in groups), reverse=True)


def test_the_edges_of_a_group():
    """A group takes its first number and not its last."""
    assert alike({"a": 4, "b": 5, "c": 19, "d": 100, "e": 0}) == (
        Volume(100, None, ("d",)),
        Volume(5, 20, ("b", "c")),
        Volume(1, 5, ("a",)),
    )

"""Documents under any record of what bears on them: where one stands follows from dated edges alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.directives import EDGES
from giaoban.core.conduct.lineages import Bearing, Document, line_of, makes_circle, status

START = date(2025, 1, 1)
DAYS = st.integers(0, 60).map(lambda number: START + timedelta(days=number))
KEYS = st.integers(1, 6)
DOCUMENTS = st.builds(
    lambda key, begin, length: Document(key, begin, begin + timedelta(length) if length else None),
    KEYS, DAYS, st.one_of(st.none(), st.integers(0, 40)),
)  # fmt: skip
EDGES_BETWEEN = st.lists(
    st.builds(
        lambda kind, source, target, on, part: Bearing(kind, source, target, on, part and kind == "replaces"),
        st.sampled_from(EDGES), KEYS, KEYS, DAYS, st.booleans(),
    ).filter(lambda one: one.source != one.target),
    max_size=8,
)  # fmt: skip


@given(DOCUMENTS, EDGES_BETWEEN, DAYS, st.randoms())
def test_the_order_in_which_edges_were_entered_says_nothing(document, edges, on, chance):
    """Whatever is entered first, and entered twice."""
    shuffled = [*edges, *edges]
    chance.shuffle(shuffled)
    assert status(document, shuffled, on) == status(document, edges, on)


@given(DOCUMENTS, EDGES_BETWEEN, DAYS, EDGES_BETWEEN)
def test_what_comes_later_changes_no_day_before_it(document, edges, on, later):
    """So a page of yesterday stays true."""
    coming = [Bearing(one.kind, one.source, one.target, on + timedelta(1), one.is_partial) for one in later]
    assert status(document, [*edges, *coming], on) == status(document, edges, on)


@given(DOCUMENTS, EDGES_BETWEEN)
def test_what_has_ended_stays_ended(document, edges):
    """From day to day, once replaced or expired, in the same way."""
    said = [status(document, edges, START + timedelta(days=number)) for number in range(-2, 110)]
    ends = [number for number, one in enumerate(said) if one in ("replaced", "expired")]
    assert not ends or set(said[ends[0] :]) == {said[ends[0]]}


@given(DOCUMENTS, EDGES_BETWEEN, DAYS)
def test_only_edges_to_the_document_count(document, edges, on):
    """What it does to others, and what others do to each other, leaves it as it is."""
    own = [one for one in edges if one.target == document.key]
    assert status(document, edges, on) == status(document, own, on)


@given(st.lists(st.tuples(KEYS, KEYS), max_size=20))
def test_replacements_that_are_refused_in_a_circle_leave_a_line(asked):
    """Whatever is asked in whatever order, no document comes before itself."""
    kept: list[Bearing] = []
    for source, target in asked:
        if not makes_circle(source, target, kept):
            kept.append(Bearing("replaces", source, target, START))
    for key in range(1, 7):
        before, after = line_of(key, kept)
        assert not before & after and key not in before | after

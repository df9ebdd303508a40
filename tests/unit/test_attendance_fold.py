"""Attendance as a fold over passages: whatever happens, everybody is in one place at most."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.attendance import MODES, Passage, late, present, stays

BEGAN = datetime(2024, 1, 17, 8, 0, tzinfo=UTC)
DRAWN = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(("", *MODES))), max_size=40)


def passages(drawn) -> list[Passage]:
    """Return passages a minute apart, the first at half past seven."""
    start = BEGAN - timedelta(minutes=30)
    return [Passage(who, mode, start + timedelta(minutes=at)) for at, (who, mode) in enumerate(drawn)]


@given(DRAWN)
def test_whoever_came_last_is_where_they_said_and_nobody_is_there_twice(drawn):
    """The last passage of each person says where they are; stays of one person never overlap."""
    told = stays(passages(drawn))
    assert {who: stay.mode for who, stay in present(told).items()} == {
        who: m for who, m in dict(drawn).items() if m
    }
    for who in range(1, 5):
        own = [one for one in told if one.delegate_id == who]
        ends = [one.left_at for one in own]
        assert None not in ends[:-1] and all(
            one.left_at is None or one.left_at >= one.arrived_at for one in own
        )
        assert all(end <= following.arrived_at for end, following in zip(ends, own[1:], strict=False))


@given(DRAWN)
def test_who_was_there_in_time_is_never_late_however_often_they_go(drawn):
    """Late is only who comes for the first time after the start."""
    first = {}
    for one in passages(drawn):
        if one.mode:
            first.setdefault(one.delegate_id, one.at)
    assert late(stays(passages(drawn)), BEGAN) == {who for who, at in first.items() if at > BEGAN}

"""Attendance: who is in the hall and online, kept apart, with the times of late arrivals and departures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from giaoban.actions.attendance import arrive, leave
from giaoban.core.errors import Invalid, NotAllowed, NotFound
from giaoban.queries import attendance, conferences
from giaoban.records.models import Conference, Delegate, Event
from tests.factories.conferences import KEY, conference

pytestmark = pytest.mark.django_db
CLERK = {"conference": KEY, "by": "clerk@centre.example"}


@pytest.fixture(autouse=True)
def sitting(installed) -> Conference:
    """Return a conference whose doors are open."""
    return conference("sitting")


def seat(email: str) -> int:
    """Return the seat of somebody."""
    return Delegate.objects.get(email=email).pk


def counts() -> dict[str, tuple[int, int, int]]:
    """Return how many are in the hall and online, of how many, by site."""
    return {one.site.name: (one.hall, one.online, one.expected) for one in attendance.counts(KEY)}


def test_hall_and_online_are_counted_apart_by_site():
    """Whoever arrives twice has arrived once; from the screen into the hall is one place less online."""
    north, hall = seat("north@north.example"), seat("hall@centre.example")
    assert arrive(**CLERK, delegate_id=hall, mode="hall")
    assert arrive(**CLERK, delegate_id=north, mode="online")
    assert not arrive(**CLERK, delegate_id=north, mode="online")
    assert counts() == {"Hall A": (1, 0, 6), "North": (0, 1, 1), "South": (0, 0, 1)}
    assert arrive(**CLERK, delegate_id=north, mode="hall")
    assert counts()["North"] == (1, 0, 1)
    told = [(one.verb, one.payload) for one in conferences.moments(KEY)]
    assert told == [
        ("delegate.arrived", {"delegate": hall, "mode": "hall"}),
        ("delegate.arrived", {"delegate": north, "mode": "online"}),
        ("delegate.arrived", {"delegate": north, "mode": "hall"}),
    ]
    assert Event.objects.filter(verb="delegate.arrived").count() == 3


def test_the_minutes_are_told_who_came_late_and_who_left(sitting):
    """Late is who comes for the first time after the start; who goes out and comes back is not."""
    early, late = seat("north@north.example"), seat("south@south.example")
    arrive(**CLERK, delegate_id=early, mode="online")
    assert leave(**CLERK, delegate_id=early) and not leave(**CLERK, delegate_id=early)
    Conference.objects.update(begins_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
    arrive(**CLERK, delegate_id=early, mode="online")
    arrive(**CLERK, delegate_id=late, mode="online")
    told = attendance.history(KEY)
    assert [(one.delegate.pk, one.is_late, one.stay.left_at is None) for one in told] == [
        (early, False, False),
        (early, False, True),
        (late, True, True),
    ]
    assert told[0].stay.arrived_at < told[0].stay.left_at < told[1].stay.arrived_at
    late_ones = [one.delegate.pk for one in attendance.standings(KEY) if one.is_late]
    assert late_ones == [late]


def test_somebody_who_forgot_the_badge_is_found_without_accents():
    """By name, post or site, in any case."""
    assert [one.delegate.name for one in attendance.standings(KEY, "nguyen thi ha")] == ["Nguyễn Thị Hà"]
    assert [one.delegate.name for one in attendance.standings(KEY, "ĐỖ")] == ["Đỗ Thị Khách"]
    assert len(attendance.standings(KEY, "chair of")) == 3
    assert attendance.standings(KEY, "nobody") == ()


def test_who_stands_in_is_expected_instead_of_whoever_they_stand_in_for():
    """Once the chair has consented; if the other one comes all the same, both are counted."""
    own = Delegate.objects.get(email="north@north.example")
    deputy = Delegate.objects.get(pk=own.pk)
    deputy.pk, deputy.email, deputy.badge, deputy.stands_for = None, "deputy@north.example", "deputy", own
    deputy.save()
    with pytest.raises(NotFound):
        arrive(**CLERK, delegate_id=deputy.pk, mode="hall")
    Delegate.objects.filter(pk=deputy.pk).update(consent_at=timezone.now())
    assert arrive(**CLERK, delegate_id=deputy.pk, mode="hall")
    assert counts()["North"] == (1, 0, 1)
    assert arrive(**CLERK, delegate_id=own.pk, mode="online")
    assert counts()["North"] == (1, 1, 2)


def test_nobody_arrives_where_the_doors_are_shut_or_in_a_way_that_there_is_not():
    """Before it is convened, after it has ended; by telephone is neither hall nor online."""
    north = seat("north@north.example")
    with pytest.raises(Invalid):
        arrive(**CLERK, delegate_id=north, mode="telephone")
    with pytest.raises(NotFound):
        leave(**CLERK, delegate_id=0)
    for stage in ("preparing", "adjourned"):
        Conference.objects.update(stage=stage)
        with pytest.raises(NotAllowed):
            arrive(**CLERK, delegate_id=north, mode="hall")
    assert attendance.history(KEY) == ()

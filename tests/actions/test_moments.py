"""The course of a conference: numbered without a gap, in the audit, and refused where another was faster."""

import pytest
from django.db import transaction

from giaoban.actions import moments
from giaoban.core.errors import Conflict, NotFound
from giaoban.queries import conferences, delegates
from giaoban.records.models import Delegate, Event
from tests.factories.conferences import KEY, conference

pytestmark = pytest.mark.django_db


def noted(verb: str, by: str, **payload: object) -> int:
    """Let something happen in the room and return its number."""
    with transaction.atomic():
        locked = moments.lock(conference=KEY)
        return moments.note(conference=locked, verb=verb, by=by, payload=payload).number


def test_moments_are_numbered_and_each_stands_in_the_audit(installed):
    """A reader who has seen the first two is told the third, and nothing twice."""
    conference("sitting")
    assert [noted("item.begun", "chair", item=number) for number in (1, 2, 3)] == [1, 2, 3]
    assert [one.payload for one in conferences.moments(KEY, after=2)] == [{"item": 3}]
    told = Event.objects.filter(object=f"conference/{KEY}").order_by("number")
    assert [(one.verb, one.payload) for one in told] == [("item.begun", {"item": n}) for n in (1, 2, 3)]


def test_who_acts_on_an_older_state_is_told_who_was_faster(installed):
    """Only what was done of the same kind since counts."""
    found = conference("sitting")
    noted("item.begun", "chair@centre.example", item=1)
    moments.require_seen(conference=found, verbs=("item.begun",), seen=1)
    noted("delegate.arrived", "clerk@centre.example", delegate=1)
    moments.require_seen(conference=found, verbs=("item.begun",), seen=1)
    noted("item.begun", "clerk@centre.example", item=2)
    with pytest.raises(Conflict, match="clerk@centre.example was faster"):
        moments.require_seen(conference=found, verbs=("item.begun",), seen=1)


def test_a_conference_that_there_is_not_cannot_be_locked(installed):
    """It is refused in words."""
    with pytest.raises(NotFound, match="no conference"), transaction.atomic():
        moments.lock(conference="another")


def test_a_seat_counts_at_its_own_conference_and_a_substitute_needs_consent(installed):
    """Nobody sits elsewhere by it; who stands in sits once the chair has said so."""
    found = conference()
    held = delegates.seats("north@north.example", KEY)
    assert {(one.role, one.unit_key, one.conference) for one in held} == {("delegate", "north", KEY)}
    assert delegates.seats("north@north.example", "another") == frozenset()
    stood_for = Delegate.objects.get(email="north@north.example")
    stood_for.pk, stood_for.badge, stood_for.email = None, "substitute", "deputy@north.example"
    stood_for.stands_for_id = Delegate.objects.get(email="north@north.example").pk
    stood_for.save()
    assert delegates.seats("deputy@north.example", KEY) == frozenset()
    Delegate.objects.filter(badge="substitute").update(consent_at=found.at, consent_by="chair@centre.example")
    assert len(delegates.seats("deputy@north.example", KEY)) == 1

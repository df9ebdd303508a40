"""Attendance: somebody arrives at a conference, in the hall or online, and leaves; each with its time."""

from django.db import transaction

from giaoban.actions import moments
from giaoban.core.conduct.attendance import ARRIVED, LEFT, MODES, Mode
from giaoban.core.conduct.policy import phases_of
from giaoban.core.errors import Invalid, NotAllowed
from giaoban.queries import attendance, delegates
from giaoban.records.models import Conference


def arrive(*, conference: str, delegate_id: int, mode: Mode, by: str) -> bool:
    """Note that a delegate is there; return whether that is new. Who was elsewhere has gone from there.

    Raises:  NotFound if there is no such delegate; NotAllowed while the doors are shut.
    """
    if mode not in MODES:
        raise Invalid("This is no way to attend", "One is in the hall, or online.")
    with transaction.atomic():
        found = _lock(conference)
        delegate = delegates.by_id(conference, delegate_id)
        here = attendance.ongoing(conference, delegate.pk)
        if here and here.mode == mode:
            return False
        told = {"delegate": delegate.pk, "mode": mode}
        moments.note(conference=found, verb=ARRIVED, by=by, payload=told)
    return True


def leave(*, conference: str, delegate_id: int, by: str) -> bool:
    """Note that a delegate has gone; return whether they were there.

    Raises:  NotFound if there is no such delegate; NotAllowed while the doors are shut.
    """
    with transaction.atomic():
        found = _lock(conference)
        delegate = delegates.by_id(conference, delegate_id)
        if attendance.ongoing(conference, delegate.pk) is None:
            return False
        moments.note(conference=found, verb=LEFT, by=by, payload={"delegate": delegate.pk})
    return True


def _lock(conference: str) -> Conference:
    found = moments.lock(conference=conference)
    if found.stage not in phases_of("attendance.declare"):
        raise NotAllowed("The conference is not in a phase for this.")
    return found

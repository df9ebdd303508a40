"""Attendance: somebody arrives at a conference, in the hall or online, and leaves; each with its time."""

from django.db import transaction

from giaoban.actions import moments
from giaoban.core.conduct.attendance import ARRIVED, LEFT, MODES, Mode
from giaoban.core.errors import Invalid
from giaoban.queries import attendance, delegates


def arrive(*, conference: str, delegate_id: int, mode: Mode, by: str) -> bool:
    """Note that a delegate is there; return whether that is new. Who was elsewhere has gone from there.

    Raises:  NotFound if there is no such delegate; NotAllowed while the doors are shut.
    """
    if mode not in MODES:
        raise Invalid("This is no way to attend", "One is in the hall, or online.")
    with transaction.atomic():
        found = moments.lock(conference=conference, action="attendance.declare")
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
        found = moments.lock(conference=conference, action="attendance.declare")
        delegate = delegates.by_id(conference, delegate_id)
        if attendance.ongoing(conference, delegate.pk) is None:
            return False
        moments.note(conference=found, verb=LEFT, by=by, payload={"delegate": delegate.pk})
    return True

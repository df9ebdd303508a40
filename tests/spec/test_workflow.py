"""The way of a submission: who may take which step, and what is locked when."""

from datetime import UTC, datetime, timedelta

import pytest

from giaoban.core.conduct.workflow import (
    AT_THE_UNIT,
    STATUSES,
    Opening,
    Standing,
    lock_of,
    next_role,
    require_second,
    take,
)
from giaoban.core.errors import Conflict, NotAllowed

AT = datetime(2026, 12, 20, 8, tzinfo=UTC)
RETURNED = Opening("GRDP", "returned", "check", "analyst", AT)
REOPENED = Opening("GRDP", "reopened", "slip", "approver", AT, AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("complete", "drafting", "completed"),
        ("submit", "completed", "submitted"),
        ("accept", "submitted", "accepted"),
        ("approve", "accepted", "approved"),
        ("return", "submitted", "returned"),
        ("return", "accepted", "returned"),
        ("complete", "returned", "completed"),
        ("reopen", "approved", "reopened"),
    ],
)
def test_a_step_leads_from_one_status_to_the_next(step, before, after):
    """Desk, leader, analyst, approver; back by line, and again from the desk."""
    assert take(step, Standing(before), AT) == after


@pytest.mark.parametrize("step", ["complete", "submit", "accept", "approve", "return", "reopen", "recall"])
def test_no_step_skips_another(step):
    """From every other status the step is a conflict that says where the submission stands."""
    allowed = {
        "complete": AT_THE_UNIT - {"reopened"},
        "submit": {"completed"},
        "accept": {"submitted"},
        "approve": {"accepted"},
        "return": {"submitted", "accepted"},
        "reopen": {"approved", "reopened"},
        "recall": {"completed"},
    }[step]
    for status in set(STATUSES) - set(allowed):
        with pytest.raises(Conflict):
            take(step, Standing(status), AT)


def test_who_accepted_does_not_approve():
    """Approval takes a second person."""
    with pytest.raises(NotAllowed):
        require_second(Standing("accepted", by="an"), "an")
    require_second(Standing("accepted", by="an"), "binh")


def test_what_came_back_is_open_by_line():
    """The returned line is open, another one says that it is not."""
    standing = Standing("returned", (RETURNED,))
    assert lock_of("GRDP", standing, AT) is None
    assert lock_of("EXPORTS", standing, AT).reason == "Only the lines that came back are open."


def test_a_reopened_line_closes_when_its_time_runs_out():
    """It is open until then, and afterwards says since when it is closed."""
    standing = Standing("reopened", (REOPENED,))
    assert lock_of("GRDP", standing, AT + timedelta(hours=23)) is None
    assert lock_of("GRDP", standing, AT + timedelta(days=1)).until == REOPENED.expires_at
    with pytest.raises(Conflict):
        take("complete", standing, AT + timedelta(days=1))


@pytest.mark.parametrize("status", ["completed", "submitted", "accepted", "approved"])
def test_what_is_on_its_way_is_locked_with_the_reason(status):
    """No line is open, and each says for whom the submission waits."""
    assert lock_of("GRDP", Standing(status), AT).reason


@pytest.mark.parametrize(
    ("openings", "after"), [((), "drafting"), ((RETURNED,), "returned"), ((REOPENED,), "reopened")]
)
def test_a_completed_form_goes_back_to_where_it_came_from(openings, after):
    """Recalled before the leader submits it, it is at the desk as it was before."""
    assert take("recall", Standing("completed", openings), AT) == after


def test_everything_waits_for_somebody_until_it_is_approved():
    """Each status names the role for whom it waits."""
    assert {status: next_role(status) for status in STATUSES}["approved"] == ""
    assert {next_role(status) for status in STATUSES} == {"officer", "leader", "analyst", "approver", ""}

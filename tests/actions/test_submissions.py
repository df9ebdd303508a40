"""Submissions: each step by another person; what comes back is open line by line."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from giaoban.actions import submissions as acting
from giaoban.core.errors import Conflict, Invalid, NotAllowed
from giaoban.core.figures.observations import choose
from giaoban.queries import figures, submissions
from giaoban.records.models import Event, Opening
from tests.factories.packs import ROUND
from tests.factories.reporting import (
    GROWTH,
    PEOPLE,
    TARGET,
    enter,
    fill_in,
    install,
    pass_on,
    save,
    typed,
)

pytestmark = pytest.mark.django_db
NORTH = {"round_id": ROUND, "unit_key": "north"}


@pytest.fixture(autouse=True)
def collecting(db, tmp_path):
    """Let the round collect."""
    install(tmp_path)
    enter("collecting")


def stands() -> str:
    """Return the status of the northern submission."""
    return submissions.standing(ROUND, "north").status


def growth() -> Decimal | None:
    """Return the growth of the north that is in force in the store."""
    known = figures.known("test").observations
    own = [one for one in known if one.key == ("north", "GROWTH", "2023")]
    return choose(own, timezone.localdate().isoformat()).chosen.value if own else None


def approve_all() -> None:
    """Bring the northern submission into the store."""
    fill_in()
    pass_on("complete", "submit", "accept", "approve")


def reopen(line_id: str = GROWTH, days: float = 1) -> None:
    """Open one approved line again."""
    until = timezone.now() + timedelta(days=days)
    acting.reopen(**NORTH, line_id=line_id, reason="a slip", expires_at=until, by="approver")


def test_the_way_into_the_store():
    """Figures and results are stored at the approval and not before, released that day by the report."""
    fill_in()
    pass_on("complete", "submit", "accept")
    assert growth() is None and stands() == "accepted"
    pass_on("approve")
    known = figures.known("test")
    (observation,), (result,) = known.observations, known.results
    assert observation.source == "Report of District of North: Review of 2023"
    assert (observation.value, observation.obs_status) == (Decimal("8.1"), "E")
    assert (result.target_id, result.value) == (TARGET, "8.1")
    verbs = Event.objects.filter(object=f"{ROUND}/north").values_list("verb", flat=True)
    steps = [verb.partition(".")[2] for verb in verbs]
    assert steps == ["begun", "saved", "completed", "submitted", "accepted", "approved"]


def test_an_incomplete_form_is_refused_with_every_fault():
    """Missing, faulty and without a reason, all at once; then nothing moved."""
    save(typed(GROWTH, "much"), typed(PEOPLE, "", is_not_applicable=True))
    with pytest.raises(Invalid) as refusal:
        pass_on("complete")
    found = {(one.where.column, one.code) for one in refusal.value.findings}
    assert found >= {(GROWTH, "not_a_number"), (PEOPLE, "no_reason"), (TARGET, "not_reported")}
    assert stands() == "drafting"


def test_steps_out_of_order_are_conflicts():
    """Nobody submits what is not completed, nor completes it twice; a completed form can be recalled."""
    fill_in()
    for step in ("submit", "accept", "approve"):
        with pytest.raises(Conflict):
            pass_on(step)
    pass_on("complete")
    with pytest.raises(Conflict):
        pass_on("complete")
    assert save(typed(GROWTH, "9", base=1))[0].outcome == "locked"
    acting.recall(**NORTH, by="officer")
    assert save(typed(GROWTH, "9", base=1))[0].outcome == "saved"


def test_another_person_approves():
    """Who accepted cannot approve."""
    fill_in()
    pass_on("complete", "submit", "accept")
    with pytest.raises(NotAllowed):
        acting.approve(**NORTH, by="analyst")
    assert stands() == "accepted"


def test_returned_lines_are_open_and_no_others():
    """Each with its reason; the central office goes on reading what was sent until it is sent again."""
    fill_in()
    pass_on("complete", "submit")
    with pytest.raises(Invalid):
        acting.return_(**NORTH, reasons={GROWTH: " "}, by="analyst")
    acting.return_(**NORTH, reasons={GROWTH: "Please check"}, by="analyst")
    told = save(typed(GROWTH, "8,4", base=1), typed(TARGET, "8,4", base=1))
    assert [one.outcome for one in told] == ["saved", "locked"]
    assert submissions.sent(ROUND, "north")[GROWTH].entry.text == "8,1"
    pass_on("complete", "submit")
    assert submissions.sent(ROUND, "north")[GROWTH].entry.text == "8,4"
    assert save(typed(GROWTH, "9", base=2))[0].outcome == "locked"


def test_one_approved_line_is_reopened_corrected_and_stored_as_a_new_release():
    """The others stay sealed, the figure is pending meanwhile, and both releases stay in the store."""
    approve_all()
    reopen()
    assert submissions.pending_figures(ROUND, "2023") == {("north", "GROWTH")}
    told = save(typed(GROWTH, "8,3", base=1), typed(TARGET, "8,3", base=1))
    assert [one.outcome for one in told] == ["saved", "locked"]
    assert growth() == Decimal("8.1")
    pass_on("complete", "submit", "accept", "approve")
    assert growth() == Decimal("8.3") and stands() == "approved"
    assert not submissions.pending(ROUND)
    assert Event.objects.filter(verb="submission.approved").last().payload["records"] == 1


def test_a_reopened_line_seals_itself_when_its_time_runs_out():
    """It is locked at once; the next pass lets the approved version stand again and closes the submission."""
    approve_all()
    reopen()
    save(typed(GROWTH, "8,3", base=1))
    Opening.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    (told,) = save(typed(GROWTH, "8,4", base=2))
    assert told.outcome == "locked" and told.lock.until is not None
    assert acting.reseal(round_id=ROUND, by="tester") == ("north",)
    assert acting.reseal(round_id=ROUND, by="tester") == ()
    assert stands() == "approved" and submissions.entries(ROUND, "north")[GROWTH].text == "8,1"
    assert [one.entry.text for one in submissions.versions(ROUND, "north", GROWTH)] == ["8,1", "8,3", "8,1"]


def test_a_reopening_needs_a_reason_a_time_and_a_line_that_is_sealed():
    """What nobody approved cannot be reopened; an open line is not opened twice."""
    with pytest.raises(Conflict):
        reopen()
    approve_all()
    with pytest.raises(Invalid):
        reopen(days=-1)
    with pytest.raises(Invalid):
        acting.reopen(
            **NORTH, line_id=GROWTH, reason="", expires_at=timezone.now() + timedelta(1), by="approver"
        )
    reopen()
    with pytest.raises(Conflict):
        reopen()
    reopen(TARGET)
    assert {one.line_id for one in submissions.standing(ROUND, "north").openings} == {GROWTH, TARGET}


def test_what_is_not_applicable_is_stored_without_a_value():
    """With its reason, and the target is neither met nor missed."""
    fill_in()
    save(typed(TARGET, "", base=1, is_not_applicable=True, explanation="No such place here"))
    pass_on("complete", "submit", "accept", "approve")
    (result,) = figures.known("test").results
    assert (result.obs_status, result.value, result.verdict_reason) == ("M", "", "No such place here")

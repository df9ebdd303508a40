"""Submissions: from the unit's desk over leader, analyst and approver into the store, and back by line."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from giaoban.actions import events, figures
from giaoban.core.conduct import workflow
from giaoban.core.conduct.policy import phases_of
from giaoban.core.errors import Conflict, Invalid, NotAllowed, Place
from giaoban.core.figures.entries import observe
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form
from giaoban.core.review.rules.checking import hindrances
from giaoban.queries import checks, forms, packs, rounds
from giaoban.queries import submissions as reading
from giaoban.records.models import Entry, EntryVersion, Opening, Submission

#: What an entry says, as columns of its row and of its versions.
CONTENT = ("text", "explanation", "is_not_applicable", "verdict")


@transaction.atomic(savepoint=False)
def lock(*, round_id: str, unit_key: str, action: str, by: str) -> Submission:
    """Return the unit's submission, begun where there is none, locked until the transaction around it ends.

    Raises:  NotFound if the unit is not under review; NotAllowed if the round is in no phase for `action`.
    """
    asked = {"round_id": round_id, "unit_key": unit_key}
    submission = Submission.objects.select_for_update().filter(**asked).first() or _begun(asked, by)
    # Asked again under the lock: the round may have moved on since the page was opened.
    if rounds.stage(round_id) not in phases_of(action):
        raise NotAllowed("The round is not in a phase for this.")
    return submission


def name(submission: Submission) -> str:
    """Return what the audit calls a submission."""
    return f"{submission.round_id}/{submission.unit_key}"


def complete(*, round_id: str, unit_key: str, by: str) -> None:
    """Give the filled-in form to the leader.

    Raises:  Invalid with every fault at once while lines are missing, faulty or unexplained, or files owed;
             Conflict if it was completed meanwhile.
    """
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="submission.complete", by=by)
        _checked(submission, "complete")
        if faults := hindrances(checks.of_submission(round_id, unit_key)):
            raise Invalid("The form is not complete", "Mend what is listed.", findings=faults)
        _take(submission, "complete", by)


def recall(*, round_id: str, unit_key: str, by: str) -> None:
    """Take a completed form back to the desk, as long as the leader has not submitted it.

    Raises:  Conflict if it is not, or no longer, completed.
    """
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="submission.recall", by=by)
        _take(submission, "recall", by)


def submit(*, round_id: str, unit_key: str, by: str) -> None:
    """Send a completed form to the central office, as it stands now.

    Raises:  Conflict if it is not completed.
    """
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="submission.submit", by=by)
        _checked(submission, "submit")
        Entry.objects.filter(submission=submission).update(sent=F("version"))
        _take(submission, "submit", by, versions=_versions(submission, "sent"))


def return_(*, round_id: str, unit_key: str, reasons: Mapping[str, str], by: str) -> None:
    """Open lines again for the unit, each with the reason why it comes back.

    Raises:  Invalid without a line, or for a line without a reason; NotFound for a line that the unit does
             not owe; Conflict if the submission is not at the central office.
    """
    _require_reasons(forms.of_unit(round_id, unit_key), reasons)
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="submission.return", by=by)
        _checked(submission, "return")
        _close(submission, reasons)
        for line_id, reason in reasons.items():
            _open(submission, "returned", line_id, reason, by)
        _take(submission, "return", by, lines=sorted(reasons))


def accept(*, round_id: str, unit_key: str, by: str) -> None:
    """Find a submission in order, for a second person to approve.

    Raises:  Conflict if it is not submitted.
    """
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="submission.accept", by=by)
        _take(submission, "accept", by)


def approve(*, round_id: str, unit_key: str, by: str) -> int:
    """Store what was accepted, as new releases; return how many records were new.

    Edges:   after a reopening only what changed is new; what is in the store already is not stored again.
    Raises:  NotAllowed for the one who accepted it; Conflict if it is not accepted.
    """
    form = forms.of_unit(round_id, unit_key)
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="submission.approve", by=by)
        _checked(submission, "approve")
        workflow.require_second(reading.standing_of(submission), by)
        count = _store(form, submission, by)
        Entry.objects.filter(submission=submission).update(approved=F("sent"))
        _close(submission)
        _take(submission, "approve", by, versions=_versions(submission, "approved"), records=count)
    return count


def reopen(*, round_id: str, unit_key: str, line_id: str, reason: str, expires_at: datetime, by: str) -> None:
    """Open one approved line again for its unit until `expires_at`; all others stay sealed.

    Raises:  NotFound for a line that the unit does not owe; Invalid without a reason or with a time that is
             past; Conflict if nothing is approved yet or the line is open already.
    """
    _require_reasons(forms.of_unit(round_id, unit_key), {line_id: reason})
    if expires_at <= timezone.now():
        raise Invalid("The time of the reopening is past", "Choose a later day.")
    with transaction.atomic():
        submission = lock(round_id=round_id, unit_key=unit_key, action="cell.reopen", by=by)
        if any(one.line_id == line_id for one in reading.standing_of(submission).openings):
            raise Conflict("This line is open already", "Reload the page to see until when.")
        _checked(submission, "reopen")
        _open(submission, "reopened", line_id, reason, by, expires_at)
        _take(submission, "reopen", by, lines=[line_id], expires_at=expires_at.isoformat())


def reseal(*, round_id: str, by: str) -> tuple[str, ...]:
    """Seal the reopened lines whose time has run out unused, and return their units.

    Edges:   what was typed and not sent stays among the versions; the approved one stands again.
    """
    overdue = Opening.objects.filter(
        submission__round_id=round_id,
        submission__status="reopened",
        closed_at=None,
        expires_at__lte=timezone.now(),
    )
    units = sorted(set(overdue.values_list("submission__unit_key", flat=True)))
    return tuple(unit_key for unit_key in units if _reseal(round_id, unit_key, by))


def _begun(asked: Mapping[str, str], by: str) -> Submission:
    """Begin a submission of a unit under review, unless somebody else does at this moment."""
    forms.unit_in(asked["round_id"], asked["unit_key"])
    _, is_new = Submission.objects.get_or_create(**asked)
    submission = Submission.objects.select_for_update().get(**asked)
    if is_new:
        events.note(
            verb="submission.begun", by=by, object=name(submission), at=timezone.now(), payload={}
        )  # fmt: skip
    return submission


def _checked(submission: Submission, step: workflow.Step) -> workflow.Status:
    """Return the status that the step leads to, or refuse."""
    return workflow.take(step, reading.standing_of(submission), timezone.now())


def _take(submission: Submission, step: workflow.Step, by: str, **told: Any) -> None:
    """Move the submission on and note it."""
    before, after, at = submission.status, _checked(submission, step), timezone.now()
    Submission.objects.filter(pk=submission.pk).update(status=after, by=by, at=at)
    payload = {"from": before, "to": after, **told}
    events.note(verb=f"submission.{_PAST[step]}", by=by, object=name(submission), at=at, payload=payload)


_PAST: Mapping[workflow.Step, str] = {
    "complete": "completed",
    "recall": "recalled",
    "submit": "submitted",
    "return": "returned",
    "accept": "accepted",
    "approve": "approved",
    "reopen": "reopened",
    "reseal": "resealed",
}


def _open(
    submission: Submission,
    kind: str,
    line_id: str,
    reason: str,
    by: str,
    expires_at: datetime | None = None,
) -> None:
    Opening.objects.create(
        submission=submission,
        line_id=line_id,
        kind=kind,
        reason=reason.strip(),
        at=timezone.now(),
        by=by,
        expires_at=expires_at,
    )


def _close(submission: Submission, line_ids: Iterable[str] | None = None) -> None:
    """Settle openings: of the lines named, or all of them."""
    open_ = Opening.objects.filter(submission=submission, closed_at=None)
    chosen = open_ if line_ids is None else open_.filter(line_id__in=list(line_ids))
    Opening.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(closed_at=timezone.now())


def _reseal(round_id: str, unit_key: str, by: str) -> bool:
    """Seal the late lines of one unit; the submission is approved again where no other line is open."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(round_id=round_id, unit_key=unit_key)
        standing, now = reading.standing_of(submission), timezone.now()
        late = [one.line_id for one in standing.openings if not one.is_live(now)]
        if submission.status != "reopened" or not late:
            return False
        _close(submission, late)
        for row in Entry.objects.filter(submission=submission, line_id__in=late).exclude(
            version=F("approved")
        ):
            _restore(row, by)
        if workflow.open_lines(standing, now):
            payload = {"lines": late}
            events.note(verb="cell.resealed", by=by, object=name(submission), at=now, payload=payload)
        else:
            _take(submission, "reseal", by, lines=late)
    return True


def _restore(row: Entry, by: str) -> None:
    """Let the approved version stand again in a line that was changed and never sent."""
    approved = EntryVersion.objects.get(entry=row, version=row.approved)
    content = {name: getattr(approved, name) for name in CONTENT}
    version, at = row.version + 1, timezone.now()
    EntryVersion.objects.create(
        entry=row, version=version, at=at, by=by, via="reseal", salt=approved.salt, **content
    )
    standing = {"version": version, "sent": version, "approved": version, "saved_at": at, "saved_by": by}
    Entry.objects.filter(pk=row.pk).update(**standing, **content)


def _store(form: Form, submission: Submission, by: str) -> int:
    """Write the sent versions that are not in the store yet, as observations and results of this day."""
    sent, changed = reading.sent(form.round_id, form.unit_key), _changed(submission)
    entries = [one.entry for line_id, one in sent.items() if line_id in changed]
    released = timezone.localdate().isoformat()
    observations, results = observe(form, entries, released=released, source=_source(form))
    return figures.record(
        pack=packs.of_round(form.round_id)[0],
        round_id=form.round_id,
        observations=observations,
        results=results,
        by=by,
        source=name(submission),
    )


def _changed(submission: Submission) -> set[str]:
    """Return the lines whose sent version is not the approved one."""
    rows = submission.entries.values_list("line_id", "sent", "approved")
    return {line_id for line_id, sent, approved in rows if sent != approved}


def _source(form: Form) -> str:
    """Return what stands as source beside an approved figure, as the form says it."""
    pack, review = packs.of_round(form.round_id)
    own = pack.languages[0]
    unit = forms.unit_in(form.round_id, form.unit_key).full_name
    return pack.forms[str(review.settings["form"])]["provenance"].format(
        unit=unit, round=review.settings["titles"][own]
    )


def _versions(submission: Submission, which: str) -> dict[str, int]:
    return dict(submission.entries.order_by("line_id").values_list("line_id", which))


def _require_reasons(form: Form, reasons: Mapping[str, str]) -> None:
    if not reasons:
        raise Invalid("No line is named", "Name the lines that are to come back, each with its reason.")
    unreasoned = [form.line(line_id) for line_id, reason in reasons.items() if not reason.strip()]
    if unreasoned:
        findings = tuple(
            fault("no_reason_to_return", Place(column=one.line_id), line=one.text) for one in unreasoned
        )
        raise Invalid("A reason is missing", "Give one for each line.", findings=findings)

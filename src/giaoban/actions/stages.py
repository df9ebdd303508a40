"""Stages: a round is opened, and goes on from one stage to the next, never back and never past one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.conduct.phases import STAGES, Phase, following
from giaoban.core.errors import Conflict, Finding, Invalid
from giaoban.queries import packs, rounds
from giaoban.queries.blockers import blockers
from giaoban.records.models import InstalledPack, RoundStage, Submission


def open(*, round_id: str, by: str, at: datetime | None = None) -> RoundStage:
    """Open a round: from now on it is in motion.

    Edges:   `at` says when it was opened where that was earlier, on paper.
    Raises:  NotFound if there is no such round; Conflict if it is open; Invalid for a time to come.
    """
    pack, _ = packs.of_round(round_id)
    now = timezone.now()
    if at and at > now:
        raise Invalid("The time of opening is yet to come", "Name one that has passed, or none.")
    with transaction.atomic():
        InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
        if rounds.stage(round_id) != "unpublished":
            raise Conflict("The round was opened already", "Nothing was changed.")
        row = RoundStage.objects.create(round_id=round_id, stage="opened", at=at or now, by=by)
        payload = {"to": row.stage, "opened_at": row.at.isoformat()}
        events.note(verb=rounds.OPENED, by=by, object=round_id, at=now, payload=payload)
    return row


def advance(*, round_id: str, to: str, by: str, reason: str = "") -> RoundStage:
    """Let a round enter its next stage.

    Edges:   what only needs a reason (earlier or later than planned, a unit that sent nothing) is kept in
             the audit beside the reason that was given.
    Raises:  NotFound if there is no such round; Conflict if somebody else was faster; Invalid if another
             stage comes next, and, with everything that is in the way at once, if something holds it back.
    """
    pack, _ = packs.of_round(round_id)
    with transaction.atomic():
        InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
        # Whoever is writing to a submission is let finish; whoever comes after finds the new stage.
        list(Submission.objects.select_for_update().filter(round_id=round_id).order_by("pk"))
        was = rounds.stage(round_id)
        _require_next(was, to)
        found = blockers(round_id, to)
        _require_free(found, reason)
        row = RoundStage.objects.create(round_id=round_id, stage=to, at=timezone.now(), by=by)
        payload = {"from": was, "to": to, "reason": reason.strip(), "in_spite_of": _counts(found)}
        events.note(verb=rounds.ADVANCED, by=by, object=round_id, at=row.at, payload=payload)
    return row


def _require_next(was: Phase, to: str) -> None:
    expected = following(was)
    if to in STAGES and (expected is None or STAGES.index(to) < STAGES.index(expected)):
        raise Conflict("The round has entered this stage already", "Nothing was changed; see who did it.")
    if was == "unpublished":
        raise Invalid("The round is not open", "Open it first.")
    if to != expected:
        raise Invalid("Another stage comes next", "A round goes on by one stage at a time.")


def _require_free(found: Sequence[Finding], reason: str) -> None:
    if any(one.severity == "error" for one in found):
        raise Invalid(
            "Something is in the way of this stage", "Settle what is listed.", findings=tuple(found)
        )
    if found and not reason.strip():
        raise Invalid("This stage needs a reason", "Say why the round goes on.", findings=tuple(found))


def _counts(found: Sequence[Finding]) -> dict[str, int]:
    codes = [one.code for one in found]
    return {code: codes.count(code) for code in sorted(set(codes))}

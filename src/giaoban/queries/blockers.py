"""Blockers: what stands in the way of a round's next stage, all of it at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from giaoban.core.conduct.phases import Stage
from giaoban.core.conduct.workflow import SENT
from giaoban.core.errors import Finding, Place
from giaoban.core.registry.units import Unit
from giaoban.queries import people, rounds, screens, submissions
from giaoban.queries.rounds import Schedule
from giaoban.records.models import FrozenFactsheet, Segment

Check = Callable[[Schedule, str], Iterator[Finding]]


def blockers(round_id: str, to: str) -> tuple[Finding, ...]:
    """Return everything that stands in the way of a round's entering the stage `to` today.

    Shape:   what is wrong and what to do are constant texts, so that pages can translate them; `where` names
             the unit or the day. An error holds the round back; a warning until somebody says why it goes on.
    Raises:  NotFound if there is no such round.
    """
    schedule = rounds.schedule(round_id)
    return tuple(found for check in (_timing, *CHECKS.get(to, ())) for found in check(schedule, to))


def _timing(schedule: Schedule, to: str) -> Iterator[Finding]:
    planned = schedule.plan.begins_on(to)
    if planned and schedule.today < planned:
        yield _doubt("early", "The stage would begin earlier than planned", _WHY, planned.isoformat())
    if planned and schedule.today > planned:
        yield _doubt("late", "The stage begins later than planned", _WHY, planned.isoformat())


def _nobody_submits(schedule: Schedule, to: str) -> Iterator[Finding]:
    able = people.units_with("leader", schedule.today)
    for unit in _units(schedule, without=able):
        detail = "Give somebody the role of leader there, or say why the round goes on."
        yield _doubt("nobody_submits", "Nobody can submit the figures", detail, unit.name)


def _nothing_sent(schedule: Schedule, to: str) -> Iterator[Finding]:
    found = submissions.standings(schedule.review.round_id)
    sent = {unit_key for unit_key, one in found.items() if one.status in SENT}
    for unit in _units(schedule, without=sent):
        yield _doubt("nothing_sent", "Nothing was sent", _WAIT, unit.name)


def _not_approved(schedule: Schedule, to: str) -> Iterator[Finding]:
    found = submissions.standings(schedule.review.round_id)
    settled = {unit_key for unit_key, one in found.items() if one.status == "approved"}
    for unit in _units(schedule, without=settled):
        title = "The figures are not approved"
        yield _doubt("not_approved", title, "Approve them, or say why the round goes on.", unit.name)


def _being_corrected(schedule: Schedule, to: str) -> Iterator[Finding]:
    """Yield each unit of which an approved line is open again: what depends on it is not settled."""
    pending = submissions.pending(schedule.review.round_id)
    for unit in schedule.pack.units_of(schedule.review):
        if unit.unit_key in pending:
            title = "An approved line is being corrected"
            detail = "Wait until it is approved, or its time ends."
            yield Finding("being_corrected", title, detail, Place(unit.name))


def _reply_awaited(schedule: Schedule, to: str) -> Iterator[Finding]:
    """Yield each signal that still stands while the time in which its unit may reply has not run out."""
    round_id = schedule.review.round_id
    if not screens.replies_due(round_id):
        return
    for one in screens.of_round(round_id).signals().values():
        if one.standing == "waiting_for_reply" and one.statements:
            title, detail = "A reply is still waited for", "Wait for it, or for the end of its time."
            subject = one.signal.look.subject
            named = schedule.pack.units[subject].name if subject in schedule.pack.units else subject
            yield Finding("reply_awaited", title, detail, Place(named))


def _no_factsheet(schedule: Schedule, to: str) -> Iterator[Finding]:
    frozen = FrozenFactsheet.objects.filter(round_id=schedule.review.round_id).order_by("frozen_at").last()
    if frozen is None:
        detail = "Freeze it on this page, or with “giaoban review”."
        yield Finding("no_factsheet", "The round has no factsheet", detail)
        return
    newer = Segment.objects.filter(pack_id=schedule.pack.pack_id, recorded_at__gt=frozen.frozen_at)
    if newer.exists():
        title = "Figures were recorded after the factsheet was frozen"
        yield _doubt("newer_figures", title, "Run “giaoban review” again, or say why they can wait.")


#: By the stage that a round would enter, besides the schedule: each check says what is in the way.
CHECKS: Mapping[Stage, tuple[Check, ...]] = {
    "collecting": (_nobody_submits,),
    "verifying": (_nothing_sent,),
    "frozen": (_not_approved, _being_corrected, _reply_awaited),
    "conference": (_no_factsheet,),
}
_WHY = "Say why."
_WAIT = "Remind it, or say why the round goes on."


def _units(schedule: Schedule, *, without: Iterable[str]) -> Iterator[Unit]:
    """Yield the units that report in the round, but those named; without a form nothing is asked of any."""
    if schedule.review.settings.get("form"):
        known = set(without)
        yield from (one for one in schedule.pack.units_of(schedule.review) if one.unit_key not in known)


def _doubt(code: str, title: str, detail: str, where: str = "") -> Finding:
    return Finding(code, title, detail, Place(where), "warning")

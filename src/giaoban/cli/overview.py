"""`giaoban overview`."""

from dataclasses import asdict
from typing import Any

import click

from giaoban.actions import reminders
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, actor, count, reporting
from giaoban.core.conduct.progress import Progress
from giaoban.queries import overview as reading
from giaoban.queries import workspace
from giaoban.queries.overview import Overview


@click.command()
@click.argument("round_id", metavar="ROUND")
@reporting
def overview(round_id: str) -> Outcome:
    """Say who still owes what in a round, who is late, and who waits for whom; late units first."""
    workspace.require()
    found = reading.of_round(round_id)
    names = {unit.unit_key: unit.name for unit in found.units}
    owing = [one for one in sorted(found.progress, key=_urgency) if one.state != "approved"]
    lines = [_head(found), *_comparison(found), *(_line(found, one, names) for one in owing)]
    return Outcome(lines, (), _record(found))


@click.command()
@click.argument("round_id", metavar="ROUND")
@reporting
def remind(round_id: str) -> Outcome:
    """Mail everybody for whom something waits in a round; nobody gets two mails a day.

    The worker sends mails by the steps of the pack anyway; this sends one now.
    """
    workspace.require()
    posted = reminders.send(round_id=round_id, by=actor())
    failed = any(one.severity == "error" for one in posted.findings)
    lines = [f"{count(posted.mails, 'mail')} sent"]
    return Outcome(lines, posted.findings, {"mails": posted.mails}, FINDINGS if failed else OK)


def _urgency(one: Progress) -> tuple[bool, int, str]:
    is_late = one.days_late is not None and not one.is_sent
    return (not is_late, -(one.days_late or 0), one.unit_key)


def _head(found: Overview) -> str:
    left, due = found.schedule.days_left, found.schedule.plan.due_on
    when = f"{count(left, 'working day')} left" if due >= found.schedule.today else "the deadline has passed"
    return f"{found.sent} of {len(found.units)} units have sent; due on {due}, {when}; {len(found.late)} late"


def _comparison(found: Overview) -> list[str]:
    if found.compared is None:
        return []
    then = found.compared.then
    return [f"At the same working day of {found.compared.round_id}: {then.sent} of {then.of} had sent"]


def _line(found: Overview, one: Progress, names: dict[str, str]) -> str:
    who = ", ".join(found.waits_for(one)) or "nobody holds the role"
    late = "" if one.days_late is None or one.is_sent else f", {count(one.days_late, 'working day')} late"
    faults = f", {count(one.errors, 'faulty line')}" if one.errors else ""
    filled = f"{one.filled} of {one.owed} filled in"
    return (
        f"{names[one.unit_key]}: {one.state}{late}, {filled}{faults}; waits for the {one.waits_for} ({who})"
    )


def _record(found: Overview) -> dict[str, Any]:
    units = [
        {**asdict(one), "waits_for": one.waits_for, "names": list(found.waits_for(one))}
        for one in found.progress
    ]
    for one in units:
        one.update({name: one[name] and one[name].isoformat() for name in ("since", "sent_at")})
    return {
        "sent": found.sent,
        "of": len(found.units),
        "due_on": found.schedule.plan.due_on.isoformat(),
        "days_left": found.schedule.days_left,
        "totals": found.totals,
        "units": units,
    }

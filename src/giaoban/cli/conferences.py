"""`giaoban conferences`."""

from typing import Any

import click
from django.utils import timezone

from giaoban.cli.outcomes import Outcome, count, reporting
from giaoban.core.conduct.agenda import Slot
from giaoban.core.conduct.phases import next_session
from giaoban.queries import agendas, convening, workspace
from giaoban.queries import conferences as reading


@click.group()
def conferences() -> None:
    """Conferences on rounds: where each stands, its programme, and what is in the way of its next stage."""


@conferences.command(name="list")
@reporting
def list_conferences() -> Outcome:
    """List every conference with its round, its stage and its time."""
    workspace.require()
    found = [_record(one) for one in reading.known()]
    lines = [f"{one['key']}: {one['stage']}; {one['begins_at']}; {one['title']}" for one in found]
    return Outcome(lines or ["There is no conference."], (), {"conferences": found})


@conferences.command()
@click.argument("key")
@reporting
def show(key: str) -> Outcome:
    """Show the programme of a conference with planned times, and what is in the way of its next stage."""
    workspace.require()
    one = reading.by_key(key)
    slots = [_slot(slot) for slot in agendas.slots(one)]
    to = next_session(one.stage)
    found = convening.blockers(one, to, timezone.now()) if to else ()
    told = {**_record(one), "next": to, "agenda": slots, "in_the_way": [str(finding) for finding in found]}
    head = f"{one.title}: {one.stage}; {count(len(reading.sites(key)), 'site')}"
    lines = [f"{slot['begins_at']}-{slot['ends_at']}  {slot['number']}. {slot['title']}" for slot in slots]
    return Outcome([head, *lines, *(f"In the way: {finding}" for finding in found)], (), told)


def _record(one: Any) -> dict[str, Any]:
    begins_at = timezone.localtime(one.begins_at).isoformat(timespec="minutes")
    return {
        "key": one.key,
        "round_id": one.round_id,
        "title": one.title,
        "stage": one.stage,
        "begins_at": begins_at,
    }


def _slot(slot: Slot) -> dict[str, Any]:
    times = {"begins_at": f"{slot.begins_at:%H:%M}", "ends_at": f"{slot.ends_at:%H:%M}"}
    return {"number": slot.number, "title": slot.item.title, "minutes": slot.item.minutes, **times}

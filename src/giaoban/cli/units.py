"""`giaoban units`."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone

from giaoban.cli.outcomes import Outcome, reporting
from giaoban.core.registry.changes import Change
from giaoban.queries import units as told
from giaoban.queries import workspace
from giaoban.queries.units import Biography


@click.command()
@click.argument("text")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only units that exist on this day, and their parents then.",
)
@reporting
def units(text: str, on: datetime | None) -> Outcome:
    """List every unit that TEXT (a key, code or name, old or new) can mean, through time."""
    workspace.require()
    day = on.date() if on else None
    found = told.meant_by(text, on=day, today=timezone.localdate())
    lines = [line for one in found for line in _lines(one)]
    return Outcome(lines, (), {"text": text, "on": _text(day), "units": [_record(one) for one in found]})


def _lines(one: Biography) -> Iterator[str]:
    """Yield the unit's key, then its versions, parents, changes, predecessors and successors."""
    yield f"{one.unit_key} ({one.pack.pack_id})"
    for version in one.versions:
        yield f"    {version.validity}: {version.full_name}, code {version.code}, {version.unit_type}"
    for held in one.parents:
        marks = "".join(f", {mark}" for mark in (held.instrument, held.confidence) if mark)
        yield f"    on {one.on} under {one.name_of(held.parent)} ({held.parent}), {held.hierarchy}{marks}"
    for change in one.own_changes:
        yield f"    {change.effective_on} {_kind(change)}: {change.instrument}"
    for change in one.predecessors:
        yield f"    from {_passage(one, change, change.predecessor)}"
    for change in one.successors:
        yield f"    into {_passage(one, change, change.successor)}"
    if one.versions[-1].valid_to and not one.successors:
        yield "    no successor is recorded"


def _passage(one: Biography, change: Change, other: str) -> str:
    share = change.share or "not known"
    act = f"{change.effective_on} {_kind(change)}, {change.instrument}"
    return f"{one.name_of(other)} ({other}), share {share}: {act}"


def _kind(change: Change) -> str:
    return change.kind.replace("_", " ")


def _record(one: Biography) -> dict[str, Any]:
    return {
        "pack": one.pack.pack_id,
        "unit_key": one.unit_key,
        "versions": [_plain(version) for version in one.versions],
        "on": one.on.isoformat(),
        "parents": [{**_plain(held), "name": one.name_of(held.parent)} for held in one.parents],
        "changes": [_plain(change) for change in one.own_changes],
        "predecessors": [{**_plain(c), "name": one.name_of(c.predecessor)} for c in one.predecessors],
        "successors": [{**_plain(c), "name": one.name_of(c.successor)} for c in one.successors],
    }


def _plain(record: Any) -> dict[str, Any]:
    """Return the fields as a machine reads them; an unknown share and an open end are null."""
    return {name: _text(value) for name, value in vars(record).items()}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

"""`giaoban series`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from giaoban.cli.outcomes import Outcome, reporting
from giaoban.core.figures.observations import Choice
from giaoban.core.figures.restatement import Part
from giaoban.core.figures.series import Entry
from giaoban.core.registry.releases import Due, release_record
from giaoban.queries import series as told
from giaoban.queries import workspace
from giaoban.queries.moments import moment

_GRADES = {"A": "the official figure", "P": "the preliminary figure", "E": "estimate"}
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--unit", required=True, help="A unit_key, a code or a name.")
@click.option("--indicator", required=True, help="The code of an indicator.")
@click.option(
    "--basis", type=_DAY, help="The day whose territory is meant. Default: the unit's own last day."
)
@click.option(
    "--as-of", help="Use what was released by this day; with a time, also recorded by then. Default: today."
)
@click.option(
    "--partial", "is_partial", is_flag=True, help="Also tell sums of which a part is missing, marked."
)
@reporting
def series(unit: str, indicator: str, basis: datetime | None, as_of: str | None, is_partial: bool) -> Outcome:
    """Tell one indicator of one unit over time: as reported, and restated to the territory of a day."""
    workspace.require()
    at = moment(as_of)
    on: date | None = basis.date() if basis else None
    found = told.of_unit(
        unit,
        indicator,
        basis=on,
        as_of=date.fromisoformat(at.day),
        recorded_by=at.recorded_by,
        is_partial_wanted=is_partial,
    )
    one = found.unit
    head = (
        f"{one.full_name} ({one.unit_key}, code {one.code}) · {found.indicator.indicator}, "
        f"{found.indicator.unit_measure} · basis {found.basis} · as of {found.as_of}"
    )
    names = {key: version.name for key, version in found.pack.units.items()}
    lines = [line for entry in found.entries for line in _lines(entry, names, found.overdue)]
    return Outcome(
        [head, *(lines or ["Nothing was reported."])],
        (),
        {
            "unit_key": one.unit_key,
            "indicator": found.indicator.indicator,
            "unit_measure": found.indicator.unit_measure,
            "basis": found.basis.isoformat(),
            "as_of": found.as_of,
            "entries": [_record(entry, found.overdue) for entry in found.entries],
        },
    )


def say_due(due: Due) -> str:
    """Return in words which release a stale figure does not have yet."""
    number = f" {due.estimate}" if due.estimate else ""
    return f"{_GRADES[due.obs_status]}{number} was due on {due.due_on} by {due.instrument}"


def _lines(entry: Entry, names: dict[str, str], overdue: Mapping[tuple[str, str], Due]) -> list[str]:
    """Return the period with its restated value, and below it what was reported, with shares and weights."""
    restated = entry.restated
    value = "–" if restated.value is None else format(restated.value, "f")
    parts = {part.unit_key: part for part in restated.parts}
    reported = [
        f"    reported by {names[key]} ({key}): {_said(choice)}{_weighed(parts.get(key))}"
        for key, choice in entry.reported.items()
    ]
    late = {key: overdue.get((key, entry.period.text)) for key in entry.reported}
    changes = sorted({f"{change.effective_on}: {change.instrument}" for change in entry.changes})
    return [
        f"{entry.period.text}: {value}  {restated.state.replace('_', ' ')}",
        *reported,
        *(f"    stale: of {names[key]} {say_due(due)}" for key, due in late.items() if due),
        *(f"    across {change}" for change in changes),
    ]


def _said(choice: Choice) -> str:
    if choice.is_contradicted:
        return "contradicting values"
    if choice.chosen is None or choice.chosen.value is None:
        return "–"
    return f"{choice.chosen.value:f} ({choice.chosen.obs_status}, released {choice.chosen.released})"


def _weighed(part: Part | None) -> str:
    if part is None:
        return ""
    weight = "" if part.weight is None else f", weight {part.weight:f}"
    share = "not known" if part.share is None else format(part.share, "f")
    return f", share {share}{weight}"


def _record(entry: Entry, overdue: Mapping[tuple[str, str], Due]) -> dict[str, Any]:
    restated = entry.restated
    return {
        "period": entry.period.text,
        "value": _text(restated.value),
        "state": restated.state,
        "method": restated.method,
        "missing": list(restated.missing),
        "assumed": list(restated.assumed),
        "unshared": list(restated.unshared),
        "reported": {
            key: choice.chosen.record() if choice.chosen else None for key, choice in entry.reported.items()
        },
        "overdue": {
            key: release_record(overdue[key, entry.period.text])
            for key in entry.reported
            if (key, entry.period.text) in overdue
        },
        "parts": [{name: _text(value) for name, value in vars(part).items()} for part in restated.parts],
        "changes": [change.change_id for change in entry.changes],
    }


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else format(value, "f")

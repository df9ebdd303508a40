"""`giaoban vintages`."""

from typing import Any

import click

from giaoban.cli.outcomes import Outcome, reporting
from giaoban.cli.series import say_due
from giaoban.core.figures.vintages import Recorded, Vintage
from giaoban.core.registry.releases import release_record
from giaoban.queries import vintages as histories
from giaoban.queries import workspace
from giaoban.queries.moments import moment
from giaoban.queries.vintages import History


@click.command()
@click.option("--unit", required=True, help="A unit_key, a code or a name, as it was in the period.")
@click.option("--indicator", required=True, help="The code of an indicator.")
@click.option("--period", required=True, help="2023, 2023-S1, 2023-Q1, 2023-01 or 2023-01-01/P9M.")
@click.option(
    "--as-of", help="Use what was released by this day; with a time, also recorded by then. Default: today."
)
@reporting
def vintages(unit: str, indicator: str, period: str, as_of: str | None) -> Outcome:
    """Tell the whole history of one figure: each release, its grade, by how much it moved, and why."""
    workspace.require()
    at = moment(as_of)
    found = histories.of_figure(unit, indicator, period, at=at)
    one, about = found.unit, found.indicator
    head = (
        f"{one.full_name} ({one.unit_key}, code {one.code}) · {about.indicator}, {about.unit_measure} · "
        f"{found.period.text} · as of {at.day}"
    )
    lines = [line for row, vintage in found.rows for line in _lines(found, row, vintage)]
    return Outcome(
        [head, *(lines or ["Nothing was reported."]), *_doubts(found)],
        (),
        {
            "unit_key": one.unit_key,
            "indicator": about.indicator,
            "period": found.period.text,
            "unit_measure": about.unit_measure,
            "as_of": at.day,
            "in_force": _id(found),
            "contradicted": found.choice.is_contradicted,
            "regressed": found.choice.is_regressed,
            "overdue": release_record(found.overdue) if found.overdue else None,
            "vintages": [_record(row, vintage) for row, vintage in found.rows],
        },
    )


def _lines(found: History, row: Recorded, vintage: Vintage) -> list[str]:
    one = row.observation
    difference = "" if vintage.difference is None else f" ({vintage.difference:+f})"
    mark = "   in force" if one is found.choice.chosen else ""
    value = f"{_value(one.value)} {one.obs_status}{one.estimate}"
    told = [
        f"{one.released}: {value}  {vintage.step}{difference}{mark}",
        f"    recorded {row.recorded_at:%Y-%m-%d %H:%M:%S} by {row.recorded_by}, from {one.source}",
    ]
    return [*told, f"    reason: {one.revision_reason}"] if one.revision_reason else told


def _doubts(found: History) -> list[str]:
    said = {
        "Rows of one day and grade contradict each other: none is in force.": found.choice.is_contradicted,
        "A later release of a lower grade says another value.": found.choice.is_regressed,
    }
    late = [f"Stale: {say_due(found.overdue)}."] if found.overdue else []
    return [*(text for text, is_so in said.items() if is_so), *late]


def _id(found: History) -> str:
    return found.choice.chosen.record()["obs_id"] if found.choice.chosen else ""


def _record(row: Recorded, vintage: Vintage) -> dict[str, Any]:
    before = vintage.before.record()["obs_id"] if vintage.before else ""
    return {
        **row.observation.record(),
        "revision_reason": row.observation.revision_reason,
        "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": row.recorded_by,
        "step": vintage.step,
        "difference": None if vintage.difference is None else format(vintage.difference, "f"),
        "before": before,
        "supersedes": before if vintage.supersedes else "",
    }


def _value(value: Any) -> str:
    return "–" if value is None else format(value, "f")

"""`giaoban drift`."""

from pathlib import Path
from typing import Any

import click

from giaoban.cli.outcomes import FINDINGS, OK, Outcome, count, reporting
from giaoban.core.review.drift import Drift
from giaoban.queries import drift as drifting
from giaoban.queries import factsheets, workspace
from giaoban.queries.moments import moment


@click.command()
@click.argument("factsheet", type=click.Path(path_type=Path))
@click.option(
    "--as-of", help="Use what was released by this day; with a time, also recorded by then. Default: today."
)
@reporting
def drift(factsheet: Path, as_of: str | None) -> Outcome:
    """Hold a published factsheet against later figures: what moved, which verdicts flipped, what was said."""
    workspace.require()
    published = factsheets.read(factsheet)
    at = moment(as_of)
    moved = drifting.since(published, at)
    names = {unit["unit_key"]: unit["name"] for unit in published["units"]}
    flips = sum(one.is_flip for one in moved)
    head = (
        f"{published['header']['round_id']}, published as of {published['header']['as_of']}, "
        f"by what is known on {at.day}: {count(len(moved), 'figure')} moved, "
        f"{count(flips, 'verdict')} flipped"
    )
    lines = [head, *(line for one in moved for line in _lines(one, names))]
    particulars = {"as_of": at.day, "flips": flips, "drift": [_record(one) for one in moved]}
    return Outcome(lines, (), particulars, FINDINGS if moved else OK)


def _lines(one: Drift, names: dict[str, str]) -> list[str]:
    about = " · ".join(
        part
        for part in (names.get(one.unit_key, one.unit_key), one.indicator, one.period, one.target_id)
        if part
    )
    moved = "" if one.difference is None else f" ({one.difference:+f})"
    flip = "flipped: " if one.is_flip else ""
    return [
        f"{flip}{one.analysis} {about}: {_said(one.was)} → {_said(one.now)}{moved}",
        *(f"    said: {text}" for text in one.statements),
    ]


def _said(value: Any) -> str:
    if isinstance(value, dict) and "met" in value:
        return f"{value['met']}/{value['total']}"
    if isinstance(value, list):
        return f"{len(value)} in the list"
    return "–" if value is None else str(value)


def _record(one: Drift) -> dict[str, Any]:
    difference = None if one.difference is None else format(one.difference, "f")
    return {**vars(one), "difference": difference, "statements": list(one.statements)}

"""`giaoban controls`."""

from datetime import datetime
from typing import Any

import click

from giaoban.actions import controls as controlling
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, actor, reporting
from giaoban.core.review.reconciliation import Reconciliation
from giaoban.queries import controls as reading
from giaoban.queries import workspace


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use what was released by this day.")
@click.option("--explain", "control", help="Record why the gap of this control stands.")
@click.option("--reason", default="", help="The reason, for --explain.")
@reporting
def controls(round_id: str, as_of: datetime | None, control: str | None, reason: str) -> Outcome:
    """Hold the units together against the totals published for the whole, and say whose a gap is."""
    workspace.require()
    day = as_of.date() if as_of else None
    if control:
        controlling.explain(round_id=round_id, control=control, reason=reason, by=actor(), as_of=day)
    found = [(one, reading.explanation(round_id, one)) for one in reading.of_round(round_id, day)]
    lines = [line for one, why in found for line in _lines(one, why)]
    is_open = any(one.state == "outside" and not why for one, why in found)
    particulars = {"controls": [_record(one, why) for one, why in found]}
    return Outcome(lines or ["The round has no controls."], (), particulars, FINDINGS if is_open else OK)


def _lines(one: Reconciliation, why: str) -> list[str]:
    head = f"{one.control}: {one.indicator} {one.period}, {one.state}"
    if one.state == "incomplete":
        return [f"{head}: {len(one.missing)} units have no value or no weight"]
    totals = f"published {one.published}, implied {one.implied}, gap {one.gap:+f}, tolerance {one.tolerance}"
    parts = sorted(one.attribution.items(), key=lambda item: (-abs(item[1]), item[0]))
    explained = [f"    explained: {why}"] if why else []
    return [f"{head}: {totals}", *explained, *(f"    {key} {part:+f}" for key, part in parts)]


def _record(one: Reconciliation, why: str) -> dict[str, Any]:
    plain = {name: None if value is None else str(value) for name, value in vars(one).items()}
    attribution = {key: str(part) for key, part in one.attribution.items()}
    return {**plain, "attribution": attribution, "missing": list(one.missing), "explained": why}

"""`giaoban review` and `giaoban rounds`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from giaoban.actions import publications, stages
from giaoban.cli.outcomes import Outcome, actor, count, printing, progress, reporting
from giaoban.core.conduct.phases import STAGES
from giaoban.core.errors import Finding
from giaoban.queries import rounds as reading
from giaoban.queries import workspace
from giaoban.queries.blockers import blockers
from giaoban.queries.rounds import Schedule


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option(
    "--out", "directory", type=click.Path(path_type=Path), help="Folder to print into. Default: out/ROUND."
)
@click.option("--as-of", help="Use what was released by this day; with a time, also recorded by then.")
@reporting
def review(round_id: str, directory: Path | None, as_of: str | None) -> Outcome:
    """Review a round: freeze its factsheet and print every document from it."""
    workspace.require()
    return reviewed(round_id, directory, as_of)


def reviewed(round_id: str, directory: Path | None, as_of: str | None) -> Outcome:
    """Review the round and return the outcome."""
    target = directory or Path("out") / round_id
    progress(f"Reviewing {round_id} …")
    frozen, paths = publications.publish(
        round_id=round_id, as_of=as_of, directory=target, by=actor(), progress=printing
    )
    header, digest = frozen.factsheet["header"], frozen.factsheet["digest"]
    doubts = len(frozen.factsheet["findings"])
    lines = [
        f"{round_id} as of {header['as_of']}: {count(len(frozen.factsheet['figures']), 'figure')}, "
        f"{count(doubts, 'doubt')} noted in the factsheet",
        f"Digest {digest}",
        f"{count(len(paths), 'file')} in {target}",
    ]
    particulars = {
        "round_id": round_id,
        "as_of": header["as_of"],
        "digest": digest,
        "doubts": doubts,
        "out": str(target),
        "files": [str(path) for path in paths],
    }
    return Outcome(lines, _silence(frozen.factsheet), particulars)


def _silence(factsheet: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the warning that a review rests on nothing: asked for too early, or nothing loaded."""
    if any(factsheet[kind] for kind in ("observations", "targets", "results")):
        return ()
    title = f"Nothing was known of {factsheet['header']['round_id']} as of {factsheet['header']['as_of']}"
    detail = "The documents hold no figure. Load the files of the round first, or name a later --as-of."
    return (Finding("nothing_known", title, detail, severity="warning"),)


@click.group()
def rounds() -> None:
    """Rounds in motion: where each stands, when it goes on, and the steps of its steward."""


@rounds.command(name="list")
@reporting
def list_rounds() -> Outcome:
    """List every round with its stage, the deadline of reports and the stage that comes next."""
    workspace.require()
    found = reading.schedules()
    lines = [_line(one) for one in found] or ["No pack has a round."]
    return Outcome(lines, (), {"rounds": [_record(one) for one in found]})


@rounds.command(name="open")
@click.argument("round_id", metavar="ROUND")
@reporting
def open_round(round_id: str) -> Outcome:
    """Open a round."""
    workspace.require()
    stages.open(round_id=round_id, by=actor())
    return _stood(round_id)


@rounds.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("stage", type=click.Choice(STAGES[1:]))
@click.option("--reason", default="", help="Why it goes on in spite of what is listed.")
@reporting
def advance(round_id: str, stage: str, reason: str) -> Outcome:
    """Let a round enter its next stage; what is in the way is listed, all at once."""
    workspace.require()
    stages.advance(round_id=round_id, to=stage, by=actor(), reason=reason)
    return _stood(round_id)


def _stood(round_id: str) -> Outcome:
    one = reading.schedule(round_id)
    found = blockers(round_id, one.next) if one.next else ()
    return Outcome([_line(one)], (), {**_record(one), "in_the_way": [str(finding) for finding in found]})


def _line(one: Schedule) -> str:
    coming = one.plan.begins_on(one.next or "")
    planned = f" on {coming}" if coming else ""
    after = f"next {one.next}{planned}" if one.next else "nothing comes next"
    left = f", {count(one.days_left, 'working day')} left" if one.days_left > 0 else ""
    stage = "not open" if one.phase == "unpublished" else one.phase
    return f"{one.review.round_id}: {stage}; reports due {one.plan.due_on}{left}; {after}"


def _record(one: Schedule) -> dict[str, Any]:
    days = {step.stage: step.planned_on.isoformat() for step in one.steps if step.planned_on}
    begun = {step.stage: step.at.isoformat() for step in one.steps if step.at}
    told = {"round_id": one.review.round_id, "stage": one.phase, "next": one.next}
    return {
        **told,
        "due_on": one.plan.due_on.isoformat(),
        "days_left": one.days_left,
        "planned": days,
        "begun": begun,
    }

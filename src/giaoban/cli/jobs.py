"""`giaoban work`."""

from dataclasses import asdict

import click

from giaoban.actions import jobs as asking
from giaoban.actions import workers
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, actor, count, progress, reporting
from giaoban.queries import jobs as reading
from giaoban.queries import workspace
from giaoban.queries.jobs import Job

_STATES = ("ready", "running", "successful", "failed")


@click.command()
@click.option("--beside", default=0, hidden=True, help="The process that this one ends with.")
@reporting
def work(beside: int) -> Outcome:
    """Do the jobs of this installation, and what falls due, until stopped (Ctrl+C).

    “giaoban serve” runs it beside the site already. Where several run, one works and the others stand by.
    """
    workspace.require()
    workers.work(say=progress, beside=beside)
    return Outcome(["The worker has stopped."])


@click.command()
@reporting
def tick() -> Outcome:
    """Do what has fallen due, once: reopened lines whose time is over, reminders, news.

    The worker does the same every minute; done twice it does nothing twice.
    """
    workspace.require()
    findings = asking.tick(by=actor())
    return Outcome(["Done."], findings, {}, FINDINGS if findings else OK)


@click.command()
@click.option("--state", "states", multiple=True, type=click.Choice(_STATES), help="Only these.")
@reporting
def jobs(states: tuple[str, ...]) -> Outcome:
    """List the latest jobs: what waits for the worker, what it is at, and what came of the others."""
    workspace.require()
    found = reading.latest(states)
    lines = [_line(one) for one in found] or ["There is no job."]
    return Outcome(lines, (), {"jobs": [_record(one) for one in found]})


def _line(one: Job) -> str:
    about = ", ".join(one.about.values())
    told = [one.fault, *(str(finding["title"]) for finding in one.findings)]
    tries = f", {count(one.attempts, 'attempt')}" if one.attempts > 1 else ""
    said = f": {'; '.join(filter(None, told))}" if any(told) else ""
    return (
        f"{one.asked_at:%Y-%m-%d %H:%M} {' '.join(filter(None, (one.job, about)))} ({one.state}{tries}){said}"
    )


def _record(one: Job) -> dict[str, object]:
    days = {
        name: day.isoformat() if day else None
        for name, day in (("asked_at", one.asked_at), ("ended_at", one.ended_at))
    }
    return {**asdict(one), **days}

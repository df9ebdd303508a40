"""`giaoban verify`."""

from pathlib import Path

import click

from giaoban import proofreader, verifier
from giaoban.cli.outcomes import BAD_INPUT, FINDINGS, OK, Outcome, reporting
from giaoban.core.errors import Finding, Place


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@reporting
def verify(file: Path) -> Outcome:
    """Recompute every figure of a factsheet from the sources that it carries.

    The check is a separate small program; it rests on nothing else of Giao Ban.
    """
    try:
        faults = verifier.check(file, proofreader.disagreements)
    except ValueError as fault:
        finding = Finding("not_a_factsheet", str(fault), "Name the factsheet.json of a review.")
        return Outcome(findings=(finding,), exit_code=BAD_INPUT)
    findings = [Finding("does_not_agree", fault, "", Place(str(file))) for fault in faults]
    lines = [] if faults else [f"{file}: every figure recomputed, all agree"]
    return Outcome(lines, findings, {}, FINDINGS if faults else OK)

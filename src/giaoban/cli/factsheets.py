"""`giaoban verify`."""

from pathlib import Path

import click

from giaoban import proofreader, verifier
from giaoban.cli.outcomes import BAD_INPUT, FINDINGS, OK, Outcome, reporting
from giaoban.core.errors import Finding, Place
from giaoban.queries import events, factsheets

_CHAIN = {
    True: "the chain of this workspace holds it",
    False: "the chain of this workspace does not hold it: another workspace froze this factsheet",
    None: "no workspace is at hand to hold it against",
}


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
    if faults:
        return Outcome((), findings, {}, FINDINGS)
    head = events.head_of(factsheets.read(file))
    is_known = events.is_known(head) if head else None
    particulars = {"head": vars(head) if head else None, "is_in_chain": is_known}
    said = [f"Frozen as event {head.number}:{head.hash[:16]}; {_CHAIN[is_known]}"] if head else []
    return Outcome([f"{file}: every figure recomputed, all agree", *said], (), particulars, OK)

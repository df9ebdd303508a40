"""`giaoban claims`."""

from pathlib import Path

import click

from giaoban.actions import documents
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, reporting
from giaoban.core.errors import Finding, Place
from giaoban.core.writing.claims import Claim
from giaoban.queries import factsheets


@click.command()
@click.argument("document", metavar="DOCX", type=click.Path(path_type=Path))
@click.option(
    "--factsheet", required=True, type=click.Path(path_type=Path), help="The factsheet it was printed from."
)
@reporting
def claims(document: Path, factsheet: Path) -> Outcome:
    """List each number, name or order that an edited Word report says otherwise than its factsheet."""
    found = documents.check_claims(document=document, factsheet=factsheets.read(factsheet))
    findings = [_finding(claim, document) for claim in found]
    lines = [] if found else [f"{document}: nothing contradicts the factsheet"]
    return Outcome(lines, findings, {"claims": [vars(claim) for claim in found]}, FINDINGS if found else OK)


def _finding(claim: Claim, document: Path) -> Finding:
    """Return the claim in words: what was printed, what stands there now, and the rows that say so."""
    title = f"{claim.kind.replace('_', ' ')}: “{claim.expected}” printed, “{claim.found}” found"
    return Finding(claim.kind, title, " · ".join(claim.sources), Place(document.name, claim.place))

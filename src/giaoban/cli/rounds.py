"""`giaoban review`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from giaoban.actions import publications
from giaoban.cli.outcomes import Outcome, actor, count, printing, progress, reporting
from giaoban.core.errors import Finding
from giaoban.queries import workspace


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

"""`giaoban load`."""

from pathlib import Path

import click

from giaoban.actions import figures
from giaoban.cli.outcomes import Outcome, actor, count, progress, reporting
from giaoban.queries import workspace


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--round", "round_id", required=True, help="The round the files belong to.")
@reporting
def load(files: tuple[Path, ...], round_id: str) -> Outcome:
    """Take in figures, targets or results (CSV or XLSX), all files as one unit.

    What a file holds is told by its heading. If anything is wrong, all of it is listed with row and column
    and nothing is stored. Rows that are known already are not stored again.
    """
    workspace.require()
    progress(f"Reading {count(len(files), 'file')} …")
    return loaded(figures.load(files=files, round_id=round_id, by=actor()))


def loaded(done: figures.Loaded) -> Outcome:
    """Return the outcome of a load that went well."""
    lines = [f"{one.file}: {count(one.new, 'new row')}, {one.known:,} already known" for one in done.files]
    return Outcome(lines, done.findings, {"files": [vars(one) for one in done.files]})

"""`giaoban panel`."""

from datetime import datetime
from pathlib import Path

import click

from giaoban.actions import panels as writing
from giaoban.cli.outcomes import Outcome, actor, count, reporting
from giaoban.queries import workspace

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--basis", type=_DAY, help="The day whose units are meant. Default: the period's last day.")
@click.option("--as-of", type=_DAY, help="Use what was released by this day. Default: the round's day.")
@click.option(
    "--partial", "is_partial", is_flag=True, help="Also tell totals of which a part is missing, marked."
)
@click.option("--csv", "is_csv", is_flag=True, help="Write CSV instead of Parquet.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder to write to. Default: out/ROUND/panel."
)
@reporting
def panel(
    round_id: str,
    basis: datetime | None,
    as_of: datetime | None,
    is_partial: bool,
    is_csv: bool,
    out: Path | None,
) -> Outcome:
    """Review a round in bulk over the months of all units: facts, scores and gaps as tables for analysts."""
    workspace.require()
    made = writing.write(
        round_id=round_id,
        into=out or Path("out") / round_id / "panel",
        by=actor(),
        basis=basis.date() if basis else None,
        as_of=as_of.date() if as_of else None,
        is_partial_wanted=is_partial,
        form="csv" if is_csv else "parquet",
    )
    told = made.manifest
    head = (
        f"{count(told['rows'], 'month')} of {count(len(told['segments']), 'segment')}, "
        f"units of {told['basis']}, known on {told['as_of']}"
    )
    return Outcome([head, *(f"  {made.folder / name}" for name in told["files"])], made.findings, told)

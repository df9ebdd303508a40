"""`giaoban init`."""

from pathlib import Path

import click

from giaoban.actions import installation
from giaoban.cli.outcomes import Outcome, actor, reporting
from giaoban.queries import packs as pack_queries
from giaoban.queries import workspace


@click.command()
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of a pack; may be given several times. Default: all packs beside the code.",
)
@reporting
def init(packs: tuple[Path, ...]) -> Outcome:
    """Make the workspace ready and install packs.

    Doing it again changes nothing, except that a pack whose content changed is installed anew.
    """
    installed = installation.initialise(packs=packs or pack_queries.beside_the_code(), by=actor())
    home = str(workspace.home())
    lines = [f"Pack {one.pack_id} {one.version}: {one.state}" for one in installed]
    return Outcome(
        [*lines, f"Workspace: {home}"], (), {"workspace": home, "packs": [vars(one) for one in installed]}
    )

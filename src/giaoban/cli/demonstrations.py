"""`giaoban demo`."""

from pathlib import Path

import click

from giaoban.actions import directive_lists, figures, installation
from giaoban.cli.figures import loaded
from giaoban.cli.outcomes import Outcome, actor, count, progress, reporting
from giaoban.cli.rounds import reviewed
from giaoban.cli.site import HOST, next_free, served
from giaoban.queries import directives
from giaoban.queries import packs as pack_queries


@click.command()
@click.option("--round", "round_id", default="2023-annual", show_default=True, help="A round of any pack.")
@click.option("--no-serve", is_flag=True, help="Stop before serving the site.")
@click.option(
    "--out", "directory", type=click.Path(path_type=Path), help="Folder to print into. Default: out/ROUND."
)
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8000, or the next that is free.")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@reporting
def demo(round_id: str, no_serve: bool, directory: Path | None, port: int | None, host: str) -> Outcome:
    """Do it all: init, load every file of a round's pack, review, serve."""
    progress("Preparing the workspace …")
    installation.initialise(packs=pack_queries.beside_the_code(), by=actor())
    for file in directives.first_lists():
        directive_lists.load(file=file, by=actor())
    files = pack_queries.files_of_round(round_id)
    progress(f"Reading {count(len(files), 'file')} …")
    taken = loaded(figures.load(files=files, round_id=round_id, by=actor()))
    printed = reviewed(round_id, directory, None)
    done = Outcome(
        [*taken.lines, *printed.lines], taken.findings, {**taken.particulars, **printed.particulars}
    )
    if no_serve:
        return done
    for line in done.lines:
        progress(line)
    return served(port or next_free(host), host)

"""`giaoban packs`."""

from pathlib import Path

import click

from giaoban.cli.outcomes import FINDINGS, Outcome, count, refused, reporting
from giaoban.core.errors import Invalid
from giaoban.queries import packs as pack_queries


@click.group()
def packs() -> None:
    """Work on packs: the data of one country."""


@packs.command()
@click.argument("directory", type=click.Path(path_type=Path))
@reporting
def check(directory: Path) -> Outcome:
    """Check every row of a pack; each fault is named with file, row and column."""
    try:
        pack = pack_queries.check(directory)
    except Invalid as fault:
        return refused(fault, FINDINGS)
    sizes = {"units": len(pack.units), "indicators": len(pack.indicators), "rounds": len(pack.rounds)}
    counted = ", ".join(count(size, noun.removesuffix("s")) for noun, size in sizes.items())
    particulars = {"pack_id": pack.pack_id, "version": pack.version, "digest": pack.digest, **sizes}
    return Outcome([f"Pack {pack.pack_id} {pack.version}: {counted}; no fault"], (), particulars)

"""`giaoban segments`."""

from dataclasses import asdict

import click

from giaoban.actions import segments as writing
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, actor, count, reporting
from giaoban.queries import segments as reading
from giaoban.queries import workspace


@click.group()
def segments() -> None:
    """Work on the files of the store: recheck them, gather small ones, write lost ones again."""


@segments.command()
@reporting
def verify() -> Outcome:
    """Recheck every file against its name, and every compact file against the segments that it covers."""
    workspace.require()
    findings = reading.verify()
    sizes = {
        "segments": sum(len(reading.named(pack_id)) for pack_id in reading.pack_ids()),
        "compacts": sum(len(reading.compacts(pack_id)) for pack_id in reading.pack_ids()),
    }
    sound = f"{count(sizes['segments'], 'segment')}, {count(sizes['compacts'], 'compact file')}"
    lines = [f"{sound}: {'NOT all' if findings else 'all'} as recorded"]
    return Outcome(lines, findings, sizes, FINDINGS if findings else OK)


@segments.command()
@reporting
def compact() -> Outcome:
    """Gather many small segments into few files; they keep their names, their hashes and their own files."""
    workspace.require()
    made = writing.compact(by=actor())
    lines = [f"{one.kind}: {count(len(one.covers), 'segment')}, {count(one.rows, 'row')}" for one in made]
    return Outcome(lines or ["Nothing to gather."], (), {"compacts": [asdict(one) for one in made]})


@segments.command()
@reporting
def restore() -> Outcome:
    """Write missing or damaged files again: segments from compact files, compact files from segments."""
    workspace.require()
    restored = writing.restore(by=actor())
    return Outcome([f"{count(len(restored), 'file')} written again"], (), {"restored": list(restored)})

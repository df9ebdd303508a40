"""`giaoban audit`."""

import re
from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone

from giaoban.actions import events as writing
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, count, reporting
from giaoban.core.conduct.audit import Entry, Head
from giaoban.core.errors import Finding, Invalid, NotFound, Place
from giaoban.queries import events, factsheets, workspace

_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def audit() -> None:
    """Read and check the audit: one event per write, each carrying the hash of the one before it."""


@audit.command()
@click.option("--head", "heads", multiple=True, help="A head as it was printed: its hash, or NUMBER:HASH.")
@click.option(
    "--factsheet", "files", multiple=True, type=click.Path(path_type=Path), help="Take the head from it."
)
@reporting
def verify(heads: tuple[str, ...], files: tuple[Path, ...]) -> Outcome:
    """Walk along the whole chain; name what was changed, removed, inserted or moved.

    The end of the chain is held by its own head, by every factsheet frozen here, and by the heads given.
    """
    workspace.require()
    known = [*map(_head, heads), *map(_printed, files)]
    found = events.verified(known)
    findings = [Finding(f"event_{fault.kind}", fault.title) for fault in found.faults]
    last = found.head
    size = count(last.number if last else 0, "event")
    lines = [] if findings else [f"{size}, the chain is whole", *([_named(last)] if last else [])]
    particulars = {"events": last.number if last else 0, "head": last.hash if last else ""}
    return Outcome(lines, findings, particulars, FINDINGS if findings else OK)


@audit.command()
@click.argument("object")
@reporting
def show(object: str) -> Outcome:
    """Show what was written of one object: a round, a pack."""
    workspace.require()
    found = events.of_object(object)
    return Outcome(list(map(_line, found)), (), {"events": [vars(entry) for entry in found]})


@audit.command()
@click.option("--object", default="", help="Only what was written of this object.")
@click.option("--from", "since", type=_DAY, help="Only from this day or time on.")
@click.option("--until", type=_DAY, help="Only before this day or time.")
@click.option("--out", "path", required=True, type=click.Path(path_type=Path), help="FILE.csv or FILE.jsonl.")
@reporting
def export(object: str, since: datetime | None, until: datetime | None, path: Path) -> Outcome:
    """Write events with their hashes into a file, for anybody to recheck (docs/audit.md says how)."""
    workspace.require()
    entries = events.between(object, _aware(since), _aware(until))
    written = writing.export(entries=entries, path=path)
    last = events.head()
    particulars = {"file": str(path), "events": written, "head": last.hash if last else ""}
    return Outcome(
        [f"{count(written, 'event')} in {path}", *([_named(last)] if last else [])], (), particulars
    )


def _head(text: str) -> Head:
    """Return a head as it was typed.

    Raises:  Invalid if it is no hash, or so little of one that another could begin alike.
    """
    parts = re.fullmatch(r"(?:(\d{1,18}):)?([0-9a-f]{16,64})", text.strip().lower())
    if parts is None:
        raise Invalid(f"“{text}” is not a head", "Write 16 to 64 hexadecimal digits, or NUMBER:HASH.")
    return Head(parts[2], int(parts[1] or 0))


def _printed(path: Path) -> Head:
    head = events.head_of(factsheets.read(path))
    if head is None:
        raise NotFound(
            "No head stands in this factsheet", "It was not frozen in a workspace.", Place(str(path))
        )
    return head


def _named(head: Head) -> str:
    return f"Head {head.number}:{head.hash}"


def _line(entry: Entry) -> str:
    at = timezone.localtime(datetime.fromisoformat(entry.at))
    said = ", ".join(f"{name} {value}" for name, value in entry.payload.items())
    return f"{entry.number}  {at:%Y-%m-%d %H:%M:%S}  {entry.actor}  {entry.verb}  {said}"


def _aware(at: datetime | None) -> datetime | None:
    return timezone.make_aware(at) if at else None

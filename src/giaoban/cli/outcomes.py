"""Outcomes: what a command tells a person or a machine, and its exit code."""

import getpass
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any, NoReturn

import click
from django.db import DatabaseError

from giaoban.core.errors import Finding, Invalid, Place, Refusal

OK, FINDINGS, BAD_INPUT = 0, 1, 2


@dataclass(frozen=True)
class Outcome:
    """What came of a command: lines for people, findings for both, particulars for machines."""

    lines: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    particulars: dict[str, Any] = field(default_factory=dict)
    exit_code: int = OK


def reporting(command: Callable[..., Outcome]) -> Callable[..., None]:
    """Return the command with `--json`, its outcome printed and turned into the exit code."""

    @click.option("--json", "is_json", is_flag=True, help="Print one JSON object on standard output.")
    @wraps(command)
    def run(*, is_json: bool, **arguments: Any) -> None:
        show(_outcome(command, arguments), is_json=is_json)

    return run


def show(outcome: Outcome, *, is_json: bool) -> NoReturn:
    """Print the outcome for people or for machines, and end with its exit code."""
    _print_json(outcome) if is_json else _print_text(outcome)
    raise SystemExit(outcome.exit_code)


def _outcome(command: Callable[..., Outcome], arguments: dict[str, Any]) -> Outcome:
    try:
        return command(**arguments)
    except Refusal as refusal:
        return refused(refusal)
    except OSError as fault:
        return refused(_unusable(fault))
    except DatabaseError as fault:
        title = f"The workspace's database cannot be used ({fault})"
        return refused(Invalid(title, "Run “giaoban init”, or see whether you may write there."))


def _unusable(fault: OSError) -> Invalid:
    """Return what the machine refused: a file or folder that may not be read or written, a full disk."""
    title = f"A file or folder cannot be used ({fault.strerror or fault})"
    place = Place(str(fault.filename or ""))
    return Invalid(title, "See whether it is there, may be written, and the disk has room.", place)


def refused(refusal: Refusal, exit_code: int = BAD_INPUT) -> Outcome:
    """Return the outcome of a refusal: its findings, or the refusal itself as the only one."""
    findings = refusal.findings if isinstance(refusal, Invalid) else ()
    code = type(refusal).__name__.lower()
    return Outcome(
        findings=findings or (Finding(code, refusal.title, refusal.detail, refusal.where),),
        exit_code=exit_code,
    )


def progress(text: str) -> None:
    """Say on standard error how far a long command has come."""
    click.echo(text, err=True)


def printing(name: str, done: int, of: int) -> None:
    """Say which document is printed now."""
    progress(f"Printing {done + 1} of {of}: {name}")


def actor() -> str:
    """Return who types, for the audit."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 file, 2 files."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _print_json(outcome: Outcome) -> None:
    findings = [_flat(finding) for finding in outcome.findings]
    record = {"ok": outcome.exit_code == OK, "findings": findings, **outcome.particulars}
    click.echo(json.dumps(record, ensure_ascii=False, indent=1))


def _flat(finding: Finding) -> dict[str, Any]:
    place: Place = finding.where
    words = {name: getattr(finding, name) for name in ("severity", "code", "title", "detail")}
    return {**words, **asdict(place)}


def _print_text(outcome: Outcome) -> None:
    for finding in outcome.findings:
        mark = "warning: " if finding.severity == "warning" else ""
        click.echo(f"{mark}{finding}")
    for line in outcome.lines:
        click.echo(line)

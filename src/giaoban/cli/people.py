"""`giaoban people`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from giaoban.actions import people as acting
from giaoban.cli.outcomes import Outcome, actor, count, reporting
from giaoban.core.conduct.people import GIVEN
from giaoban.queries import people as reading
from giaoban.queries import workspace
from giaoban.queries.people import Listed

_ORGANISATION = click.option("--organisation", required=True, metavar="KEY", help="Key of the organisation.")
_ROLE = click.option("--role", required=True, type=click.Choice(GIVEN), help="What the person is there.")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def people() -> None:
    """Organisations, the people in them, and what each may do."""


@people.command()
@click.argument("file", type=click.Path(path_type=Path))
@reporting
def provision(file: Path) -> Outcome:
    """Set up organisations and people from a table (CSV or XLSX), and invite by mail who is new.

    Columns: organisation, email, role, kind, organisation_name, unit_key, name, language. If anything is
    wrong, all of it is listed with row and column and nothing is stored. Done twice it changes nothing.
    """
    workspace.require()
    done = acting.provision(file=file, by=actor())
    sizes = {"organisations": done.organisations, "people": done.people, "roles": done.roles}
    told = ", ".join(
        count(size, f"new {'person' if noun == 'people' else noun[:-1]}") for noun, size in sizes.items()
    )
    return Outcome([told], done.findings, sizes)


@people.command()
@click.argument("email")
@_ORGANISATION
@_ROLE
@click.option("--name", default="", help="The person's name.")
@click.option("--language", default="", help="Language of pages and mails.")
@reporting
def invite(email: str, organisation: str, role: str, name: str, language: str) -> Outcome:
    """Give a person a role, and send an invitation to whoever is new."""
    workspace.require()
    told = {"organisation": organisation, "role": role, "name": name, "language": language}
    person = acting.invite(email=email, by=actor(), **told)
    return Outcome([f"{person.email} is {role} of {organisation}"], (), {"email": person.email})


@people.command()
@click.argument("email")
@reporting
def readmit(email: str) -> Outcome:
    """Let somebody in anew who lost the password or the second factor; both go, an invitation is sent."""
    workspace.require()
    person = acting.readmit(email=email, by=actor())
    return Outcome([f"{person.email} has a new invitation"], (), {"email": person.email})


@people.command()
@click.argument("email")
@_ORGANISATION
@_ROLE
@click.option("--from", "start", type=_DAY, help="First day. Default: today.")
@reporting
def grant(email: str, organisation: str, role: str, start: datetime | None) -> Outcome:
    """Give a role to somebody who is known already."""
    workspace.require()
    day = start.date() if start else None
    given = acting.grant(email=email, organisation=organisation, role=role, by=actor(), valid_from=day)
    told = {"valid_from": given.valid_from.isoformat()}
    return Outcome([f"{email} is {role} of {organisation} from {given.valid_from}"], (), told)


@people.command()
@click.argument("email")
@_ORGANISATION
@_ROLE
@click.option("--on", "day", type=_DAY, help="First day without the role. Default: today.")
@reporting
def end(email: str, organisation: str, role: str, day: datetime | None) -> Outcome:
    """End a role of a person."""
    workspace.require()
    on = day.date() if day else None
    ended = acting.end(email=email, organisation=organisation, role=role, by=actor(), on=on)
    told = {"valid_to": ended.valid_to.isoformat()}
    return Outcome([f"{email} is no longer {role} of {organisation} from {ended.valid_to}"], (), told)


@people.command()
@click.argument("email")
@reporting
def deactivate(email: str) -> Outcome:
    """Shut a person out at once; what they did stays. `readmit` lets them in again."""
    workspace.require()
    person = acting.deactivate(email=email, by=actor())
    return Outcome([f"{person.email} is shut out"], (), {"email": person.email})


@people.command(name="list")
@reporting
def list_people() -> Outcome:
    """List everybody with the state of their account and their roles of today."""
    workspace.require()
    found = tuple(reading.everybody(timezone.localdate()))
    lines = [_line(one) for one in found] or ["Nobody is known yet."]
    return Outcome(lines, (), {"people": [_record(one) for one in found]})


def _line(one: Listed) -> str:
    roles = ", ".join(f"{held.role} of {held.organisation}" for held in one.roles)
    return f"{one.email} ({one.state}): {roles or 'no role'}"


def _record(one: Listed) -> dict[str, Any]:
    return {**vars(one), "roles": [held._asdict() for held in one.roles]}

"""People: organisations and persons are provisioned, invited, given roles, and taken out again."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, invitations
from giaoban.core.conduct import provisioning
from giaoban.core.conduct.people import ROLES_OF, address
from giaoban.core.conduct.provisioning import Known, Office, Post, Row, headings
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.files.tables import read_tables
from giaoban.files.tables.lists import names_of, rows_of
from giaoban.queries import packs, people
from giaoban.records.models import AccessToken, Membership, Organisation, Person


@dataclass(frozen=True)
class Provisioned:
    """What a provisioning did: how many organisations, people and roles were new; mails that failed."""

    organisations: int
    people: int
    roles: int
    findings: tuple[Finding, ...]


def provision(*, file: Path, by: str) -> Provisioned:
    """Set up every organisation, person and role of a table (CSV or XLSX), and invite who is new.

    Edges:   done twice it changes nothing and invites nobody again.
    Raises:  Invalid with every finding of the table; then nothing is stored and nobody is invited.
    """
    (table,) = read_tables(file, file.name)[:1] or (None,)
    if table is None or table.header is None:
        raise Invalid("The table is empty", "Write a heading and a row for each person.", Place(file.name))
    _require(headings(names_of(table), file.name))
    asked = provisioning.provision(rows_of(table), file.name, _known())
    _require(asked.findings)
    with transaction.atomic():
        for office in asked.offices:
            _found(office, by)
        before = set(Person.objects.values_list("email", flat=True))
        roles = sum(_settle(post, by) for post in asked.posts)
        fresh = list(Person.objects.exclude(email__in=before))
        for person in fresh:
            invitations.issue(person=person, by=by)
    return Provisioned(len(asked.offices), len(fresh), roles, invitations.send(people=fresh))


def invite(
    *, email: str, organisation: str, role: str, by: str, name: str = "", language: str = ""
) -> Person:
    """Give a person a role and, where they are new, send them an invitation.

    Raises:  NotFound if there is no such organisation; Invalid if it cannot give this role or the address
             is none; Conflict if the person holds the role already.
    """
    row = Row(1, {"organisation": organisation, "email": email, "role": role, "name": name} | _said(language))
    people.organisation(organisation)
    _require(tuple(_unplaced(one) for one in provisioning.provision([row], "", _known()).findings))
    post = Post(address(email), organisation, role, name, language)  # type: ignore[arg-type]
    with transaction.atomic():
        is_new = not Person.objects.filter(email=post.email).exists()
        if not _settle(post, by):
            raise Conflict(f"{post.email} is {role} of {organisation} already", "Nothing was changed.")
        person = people.by_email(post.email)
        if is_new:
            invitations.issue(person=person, by=by)
    if is_new:
        _require(invitations.send(people=[person]))
    return person


def readmit(*, email: str, by: str) -> Person:
    """Let somebody in anew who lost the password or the second factor: both go, an invitation is sent.

    Edges:   the person's access tokens end with them.
    Raises:  NotFound if nobody has this address; Invalid, after the change, if the mail cannot be sent.
    """
    with transaction.atomic():
        person = _locked(email)
        person.set_unusable_password()
        person.is_active = True
        person.save()
        Authenticator.objects.filter(user=person).delete()
        _end_access(person)
        invitations.issue(person=person, by=by)
        _note("person.readmitted", person, by)
    _require(invitations.send(people=[person]))
    return person


def grant(*, email: str, organisation: str, role: str, by: str, valid_from: date | None = None) -> Membership:
    """Give a person that is known a role, from today or a later day on.

    Raises:  NotFound, Invalid or Conflict as `invite` does.
    """
    office = people.organisation(organisation)
    if role not in ROLES_OF[office.kind]:  # type: ignore[index]
        raise Invalid(f"{office.name} gives no role “{role}”", f"One of: {', '.join(_roles(office))}.")
    with transaction.atomic():
        person = _locked(email)
        given = _give_role(person, office, role, valid_from or timezone.localdate(), by)
        if given is None:
            raise Conflict(f"{person.email} is {role} of {office.key} already", "Nothing was changed.")
    return given


def end(*, email: str, organisation: str, role: str, by: str, on: date | None = None) -> Membership:
    """End a role: from `on` (today) the person no longer holds it.

    Raises:  NotFound if the person does not hold the role.
    """
    with transaction.atomic():
        person = _locked(email)
        held = person.memberships.filter(organisation__key=organisation, role=role, valid_to=None).first()
        if held is None:
            raise NotFound(f"{person.email} is not {role} of {organisation}", "See “giaoban people list”.")
        held.valid_to = max(on or timezone.localdate(), held.valid_from)
        held.save()
        told = {"organisation": organisation, "role": role, "valid_to": held.valid_to.isoformat()}
        _note("role.ended", person, by, **told)
    return held


def deactivate(*, email: str, by: str) -> Person:
    """Shut a person out at once: no sign-in, no open session, invitation or token. What they did stays.

    Raises:  NotFound if nobody has this address.
    """
    with transaction.atomic():
        person = _locked(email)
        person.is_active, person.invitation = False, ""
        person.save()
        _end_access(person)
        _note("person.deactivated", person, by)
    return person


def _locked(email: str) -> Person:
    return Person.objects.select_for_update().get(pk=people.by_email(email).pk)


def _note(verb: str, person: Person, by: str, **payload: str) -> None:
    events.note(verb=verb, by=by, object=person.email, at=timezone.now(), payload=payload)


def _found(office: Office, by: str) -> None:
    told = {"kind": office.kind, "name": office.name, "unit_key": office.unit_key}
    Organisation.objects.create(key=office.key, **told)
    events.note(verb="organisation.founded", by=by, object=office.key, at=timezone.now(), payload=told)


def _settle(post: Post, by: str) -> bool:
    """Give the post's role, to a new person if need be; return whether anything changed."""
    now = timezone.now()
    fresh = {"name": post.name, "language": post.language or settings.LANGUAGE_CODE, "created_at": now}
    person, is_new = Person.objects.get_or_create(email=post.email, defaults=fresh)
    if is_new:
        person.set_unusable_password()
        person.save()
        _note("person.added", person, by, name=post.name)
    office = people.organisation(post.organisation)
    return _give_role(person, office, post.role, timezone.localdate(), by) is not None


def _give_role(person: Person, office: Organisation, role: str, start: date, by: str) -> Membership | None:
    if person.memberships.filter(organisation=office, role=role, valid_to=None).exists():
        return None
    given = Membership.objects.create(person=person, organisation=office, role=role, valid_from=start)
    _note("role.granted", person, by, organisation=office.key, role=role, valid_from=start.isoformat())
    return given


def _end_access(person: Person) -> None:
    AccessToken.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())
    for session in UserSession.objects.filter(user=person):
        session.end()


def _known() -> Known:
    units = (key for pack in packs.installed() for key in pack.units)
    languages = tuple(code for code, _ in settings.LANGUAGES)
    return Known(people.offices(), frozenset(units), languages)


def _said(language: str) -> dict[str, str]:
    return {"language": language} if language else {}


def _roles(office: Organisation) -> tuple[str, ...]:
    return ROLES_OF[office.kind]  # type: ignore[index]


def _unplaced(finding: Finding) -> Finding:
    return Finding(finding.code, finding.title, finding.detail, Place(column=finding.where.column))


def _require(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Invalid("The table has faults", "Mend them; nothing was stored.", findings=findings)

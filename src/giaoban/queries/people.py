"""People: who may sign in, which roles they hold on a day, and which sessions of theirs are open."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from giaoban.core.conduct.people import Actor, Held, address
from giaoban.core.conduct.provisioning import Office
from giaoban.core.errors import NotFound
from giaoban.records.models import Membership, Organisation, Person


@dataclass(frozen=True)
class Session:
    """One open session of a person: where and when it began, and whether it is the one that asks."""

    began_at: datetime
    ip: str
    browser: str
    is_current: bool


@dataclass(frozen=True)
class Listed:
    """One person as the list shows them: the state of their account, and the roles they hold."""

    email: str
    name: str
    state: str
    roles: tuple[Held, ...]


def by_email(email: str) -> Person:
    """Return the person of this address.

    Raises:  NotFound if nobody has it.
    """
    person = Person.objects.filter(email=address(email)).first()
    if person is None:
        raise NotFound(f"Nobody is known as “{email}”", "See “giaoban people list”.")
    return person


def organisation(key: str) -> Organisation:
    """Return the organisation of this key.

    Raises:  NotFound if there is none.
    """
    found = Organisation.objects.filter(key=key).first()
    if found is None:
        raise NotFound(f"There is no organisation “{key}”", "Provision it with a CSV file first.")
    return found


def actor(person: Person, on: date) -> Actor:
    """Return the person as somebody who acts on that day, with the roles that are open then."""
    rows = person.memberships.filter(_open(on)).order_by()
    told = rows.values_list("role", "organisation__key", "organisation__unit_key")
    return Actor(person.email, frozenset(Held(*one) for one in told))


def memberships(person: Person, on: date) -> QuerySet[Membership]:
    """Return the person's roles on that day in organisations that are active."""
    return person.memberships.filter(_open(on)).select_related("organisation")


def units_with(role: str, on: date) -> frozenset[str]:
    """Return the units for which somebody who can sign in holds a role on that day."""
    rows = Membership.objects.filter(_open(on), role=role, person__is_active=True)
    return frozenset(rows.values_list("organisation__unit_key", flat=True))


def holders(roles: Collection[str], on: date) -> QuerySet[Membership]:
    """Return who holds one of these roles on that day and can sign in."""
    rows = Membership.objects.filter(_open(on), role__in=roles, person__is_active=True)
    return rows.select_related("organisation", "person")


def acting_for(organisations: Collection[str], on: date) -> dict[str, tuple[Person, ...]]:
    """Return who can sign in and holds any role on that day, by organisation; none where nobody does."""
    rows = Membership.objects.filter(_open(on), organisation__key__in=organisations, person__is_active=True)
    found: dict[str, dict[str, Person]] = {}
    for one in rows.select_related("organisation", "person"):
        found.setdefault(one.organisation.key, {})[one.person.email] = one.person
    return {key: tuple(people.values()) for key, people in found.items()}


def by_emails(emails: Collection[str]) -> dict[str, Person]:
    """Return the people of these addresses, by address."""
    return {one.email: one for one in Person.objects.filter(email__in=emails)}


def held(one: Membership) -> Held:
    """Return a membership as the policy sees it."""
    return Held(one.role, one.organisation.key, one.organisation.unit_key)


def offices() -> dict[str, Office]:
    """Return every organisation by key."""
    return {
        one.key: Office(one.key, one.kind, one.name, one.unit_key)  # type: ignore[arg-type]
        for one in Organisation.objects.all()
    }


def has_second_factor(person: Person) -> bool:
    """Return whether the person has set up a second factor."""
    return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()


def codes_left(person: Person) -> int:
    """Return how many recovery codes the person has not used yet."""
    kept = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def sessions(person: Person, current: str | None) -> tuple[Session, ...]:
    """Return the person's open sessions, the latest first; `current` is the key of the one that asks."""
    rows = (one for one in UserSession.objects.filter(user=person).order_by("-created_at") if one.exists())
    return tuple(Session(one.created_at, one.ip, one.user_agent, one.session_key == current) for one in rows)


def everybody(on: date) -> Iterator[Listed]:
    """Yield every person by address, with the state of the account and the roles held on that day."""
    for person in Person.objects.all():
        roles = tuple(held(one) for one in memberships(person, on))
        yield Listed(person.email, person.name, _state(person), roles)


def _open(on: date) -> Q:
    """Select the roles that are open on that day in organisations that are active."""
    until = Q(valid_to=None) | Q(valid_to__gt=on)
    return until & Q(valid_from__lte=on, organisation__is_active=True)


def _state(person: Person) -> str:
    if not person.is_active:
        return "deactivated"
    if not person.has_usable_password():
        return "invited"
    return "active" if has_second_factor(person) else "without second factor"


def names(emails: Iterable[str]) -> dict[str, str]:
    """Return what the people of these addresses are called, by address; unknown ones are left out."""
    asked = set(emails)
    rows = Person.objects.filter(email__in=asked).values_list("email", "name") if asked else ()
    return {email: name or email for email, name in rows}

"""Sessions without the pages of the sign-in: people who have signed in and shown their second factor."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from giaoban.actions import people
from giaoban.core.conduct.people import ROLES_OF
from giaoban.records.models import Organisation, Person
from giaoban.web.actors import SECOND_FACTOR


def person(email: str, name: str, organisation: str, role: str, unit_key: str = "") -> Person:
    """Return a new person who holds this role; the organisation reports for the unit, if one is named."""
    kind = next(kind for kind, roles in ROLES_OF.items() if role in roles)
    named = {"kind": kind, "name": f"Office of {organisation}", "unit_key": unit_key}
    Organisation.objects.get_or_create(key=organisation, defaults=named)
    found = Person(email=email, name=name, language="vi", created_at=timezone.now())
    found.set_unusable_password()
    found.save()
    people.grant(email=email, organisation=organisation, role=role, by="tester")
    return found


def begin(person: Person) -> str:
    """Return the key of a session in which this person has just signed in and shown the second factor."""
    session, now = SessionStore(), int(timezone.now().timestamp())
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[SECOND_FACTOR] = person.pk
    session["began_at"] = session["seen_at"] = now
    session.save()
    return session.session_key


def client_of(person: Person, **options: bool) -> Client:
    """Return a client in a session of this person."""
    client = Client(**options)
    client.cookies[settings.SESSION_COOKIE_NAME] = begin(person)
    return client

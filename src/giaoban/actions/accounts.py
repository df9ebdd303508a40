"""Accounts: what a person changes about themselves, and the signs of life that the audit keeps of it."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Invalid
from giaoban.records.models import Person


def change(*, person: Person, name: str, language: str) -> Person:
    """Change the name and the language of a person's own account.

    Raises:  Invalid if the site does not speak the language.
    """
    if language not in dict(settings.LANGUAGES):
        raise Invalid(f"There is no language “{language}”", "Choose one of the site's languages.")
    with transaction.atomic():
        was = {"name": person.name, "language": person.language}
        person.name, person.language = name.strip(), language
        person.save(update_fields=["name", "language"])
        now = {"name": person.name, "language": person.language}
        if now != was:
            _note("account.changed", person, {"was": was, "now": now})
    return person


def set_password(*, person: Person, password: str) -> None:
    """Set a new password; every other session of the person ends with the old one."""
    with transaction.atomic():
        person.set_password(password)
        person.save()
        _note("password.changed", person, {})


def note_sign_in(*, person: Person, ip: str) -> None:
    """Note that the person signed in, and from where."""
    with transaction.atomic():
        _note("session.begun", person, {"ip": ip})


def end_other_sessions(*, person: Person, current: str | None) -> int:
    """End every session of the person but the current one; return how many."""
    others = UserSession.objects.filter(user=person).exclude(session_key=current or "")
    with transaction.atomic():
        ended = len([one.end() for one in others])
        if ended:
            _note("session.others_ended", person, {"sessions": ended})
    return ended


def _note(verb: str, person: Person, payload: dict[str, Any]) -> None:
    events.note(verb=verb, by=person.email, object=person.email, at=timezone.now(), payload=payload)

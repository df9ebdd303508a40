"""Access tokens: shown once and kept as a hash, for a time, one of each name, ended by their person."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from giaoban.actions import people, tokens
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import tokens as reading
from giaoban.records.models import AccessToken, Event, Person
from tests.factories.people import join

pytestmark = pytest.mark.django_db
EMAIL = "ha@north.example"


@pytest.fixture
def person() -> Person:
    """Return an officer."""
    return join(EMAIL, "north", "officer")


def test_a_token_is_known_by_its_hash_alone(person, tmp_path):
    """It is in no table and in no event; whoever reads the database can show none."""
    token = tokens.create(person=person, name=" figures ", days=30)
    assert token.startswith("giaoban_") and len(token) == len("giaoban_") + 43
    found = reading.shown(token, timezone.now())
    assert found and (found.person, found.name) == (person, "figures")
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump))
    text = dump.read_text("utf-8")
    assert found.sha256 in text and token not in text and token.removeprefix("giaoban_") not in text
    event = Event.objects.get(verb="token.created")
    assert set(event.payload) == {"token", "name", "expires_at"} and event.actor == EMAIL
    assert reading.shown(found.sha256, timezone.now()) is None


def test_no_two_tokens_are_alike(person):
    """256 random bits each."""
    assert len({tokens.create(person=person, name=f"p{one}", days=1) for one in range(20)}) == 20
    with pytest.raises(Invalid):
        tokens.create(person=person, name="one more", days=1)


def test_a_token_holds_for_its_days_and_no_longer(person):
    """To the second."""
    token = tokens.create(person=person, name="figures", days=30)
    until = AccessToken.objects.get().expires_at
    assert reading.shown(token, until - timedelta(seconds=1)) and not reading.shown(token, until)


@pytest.mark.parametrize(
    ("name", "days"), [("", 1), ("  ", 1), ("x" * 81, 1), ("a\x00b", 1), ("a", 0), ("a", -1), ("a", 366)]
)
def test_a_name_that_says_nothing_or_a_time_too_long_is_refused(person, name, days):
    """And nothing is made."""
    with pytest.raises(Invalid):
        tokens.create(person=person, name=name, days=days)
    assert not AccessToken.objects.exists()


def test_a_name_is_taken_until_its_token_is_ended(person):
    """Also when the page is sent twice; the database holds it, too. Another person may have the same."""
    tokens.create(person=person, name="figures", days=1)
    with pytest.raises(Conflict):
        tokens.create(person=person, name="figures", days=1)
    tokens.create(person=join("lan@north.example", "north", "officer"), name="figures", days=1)
    row = AccessToken.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessToken.objects.create(
            person=person, name="figures", sha256="0", created_at=row.created_at, expires_at=row.expires_at
        )
    tokens.end(person=person, token_id=row.pk)
    assert tokens.create(person=person, name="figures", days=1)


def test_only_its_person_ends_a_token_and_only_once(person):
    """What is another's is not found; an ended one opens nothing and is not listed."""
    token = tokens.create(person=person, name="figures", days=1)
    row = AccessToken.objects.get()
    with pytest.raises(NotFound):
        tokens.end(person=join("lan@north.example", "north", "officer"), token_id=row.pk)
    tokens.end(person=person, token_id=row.pk)
    assert reading.of_person(person) == () and reading.shown(token, timezone.now()) is None
    with pytest.raises(NotFound):
        tokens.end(person=person, token_id=row.pk)
    assert Event.objects.filter(verb="token.ended").count() == 1


def test_tokens_end_with_the_account_and_do_not_come_back(person):
    """Whoever is let in anew makes new ones."""
    token = tokens.create(person=person, name="figures", days=1)
    people.deactivate(email=EMAIL, by="tester")
    assert reading.shown(token, timezone.now()) is None
    people.readmit(email=EMAIL, by="tester")
    assert reading.shown(token, timezone.now()) is None and reading.of_person(person) == ()


def test_use_is_noted_once_a_day(person):
    """The next day again."""
    token = tokens.create(person=person, name="figures", days=30)
    now = timezone.now()
    for moment in (now, now, now + timedelta(days=1)):
        with mock.patch("django.utils.timezone.now", return_value=moment):
            tokens.note_use(token=reading.shown(token, moment), ip="10.0.0.1")
    assert Event.objects.filter(verb="token.used").count() == 2

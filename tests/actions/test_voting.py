"""Polls: one vote a delegate, a result that the ballots give again, and ballots that lead to nobody."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from giaoban.actions import polls as acting
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import conferences, polls
from giaoban.records.models import Conference, Event, Moment, Poll, PollBallot, PollVoter
from tests.factories.conferences import KEY, conference
from tests.factories.votes import CHAIR, hall

pytestmark = pytest.mark.django_db
_FIELDS = {one.attname for one in Poll._meta.concrete_fields}


def ask(**changed) -> Poll:
    """Return a poll that the chair has just opened."""
    asked = {"question": "Agreed?", "options": ["Yes", "No"], "is_secret": False, "by": CHAIR, **changed}
    return polls.by_number(KEY, acting.open(conference=KEY, **asked))


def vote(poll: Poll, email: str, choice: int) -> str:
    """Let somebody vote."""
    return acting.vote(conference=KEY, number=poll.number, choice=choice, by=email)


def close(poll: Poll) -> Poll:
    """Close a poll, and return it as it stands then."""
    acting.close(conference=KEY, number=poll.number, by=CHAIR)
    return polls.by_number(KEY, poll.number)


def test_an_open_poll_tells_who_voted_what_once_it_is_closed(installed):
    """Before, nothing but how many have voted; after, the roll, the result, and a recount that agrees."""
    people = hall(2)
    poll = ask()
    for email, choice in zip(people, (0, 0, 1), strict=False):
        assert vote(poll, email, choice) == ""
    assert polls.result(poll) is None and polls.recounted(poll) is None
    assert polls.roll(poll) == () and polls.cast(poll) == 3
    poll = close(poll)
    assert [(one.delegate.email, one.choice) for one in polls.roll(poll)] == [
        *zip(people, (0, 0, 1, None, None, None), strict=True)
    ]
    assert polls.result(poll) == polls.recounted(poll)
    assert (polls.result(poll).counts, polls.result(poll).outcome) == ((2, 1), "decided")
    told = [(one.verb, one.payload) for one in conferences.moments(KEY)]
    asked = {"poll": 1, "question": "Agreed?", "secret": False}
    assert told == [("poll.opened", asked), ("poll.closed", {"poll": 1, "outcome": "decided"})]


def test_a_vote_is_cast_once_by_who_is_on_the_roll_while_the_poll_is_open(installed):
    """A second one, a stranger's, a clerk's, for no option, and a late one are refused in words."""
    people = hall(2)
    poll = ask()
    vote(poll, people[0], 1)
    with pytest.raises(Conflict, match="voted already"):
        vote(poll, people[0], 0)
    for stranger in ("clerk@centre.example", "guest@centre.example", "nobody@centre.example", ""):
        with pytest.raises(NotAllowed, match="no vote"):
            vote(poll, stranger, 0)
    for choice in (-1, 2):
        with pytest.raises(Invalid, match="No option"):
            vote(poll, people[1], choice)
    with pytest.raises(NotFound, match="no such poll"):
        acting.vote(conference=KEY, number=9, choice=0, by=people[1])
    poll = close(poll)
    with pytest.raises(Conflict, match="closed"):
        vote(poll, people[1], 0)
    with pytest.raises(Conflict, match="closed"):
        close(poll)
    assert polls.result(poll).counts == (0, 1)


def test_one_poll_at_a_time_and_only_while_the_conference_sits(installed):
    """One that was left open is closed after the sitting; nobody votes in it then."""
    people = hall(2)
    poll = ask()
    with pytest.raises(Conflict, match="Another poll"):
        ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        second = {name: value for name, value in vars(poll).items() if name in _FIELDS - {"id", "number"}}
        Poll.objects.create(**second, number=2)
    Conference.objects.update(stage="adjourned")
    with pytest.raises(Conflict, match="not sitting"):
        vote(poll, people[0], 0)
    assert close(poll).outcome == "without_quorum"
    with pytest.raises(Conflict, match="not sitting"):
        ask()


@pytest.mark.parametrize(("voting", "outcome"), [(4, "without_quorum"), (5, "decided")])
def test_the_quorum_is_a_part_of_all_who_have_a_vote(installed, voting, outcome):
    """More than half of nine: four votes decide nothing, five do."""
    people = hall(5)
    poll = ask(quorum="over_half")
    assert (len(people), poll.of, poll.needed) == (9, 9, 5)
    for email in people[:voting]:
        vote(poll, email, 0)
    assert close(poll).outcome == outcome


def test_the_quorum_may_be_a_part_of_those_who_are_there(installed):
    """Whoever has arrived and not left when the poll is opened; who comes later may vote all the same."""
    people = hall(2)
    found = Conference.objects.get(key=KEY)
    ids = dict(found.delegates.values_list("email", "id"))
    came = [("delegate.arrived", people[0]), ("delegate.arrived", people[1]), ("delegate.left", people[0])]
    came += [("delegate.arrived", people[2]), ("delegate.arrived", "guest@centre.example")]
    for number, (verb, email) in enumerate(came, 1):
        told = {"delegate": ids[email], "mode": "online"}
        Moment.objects.create(
            conference=found, number=number, verb=verb, payload=told, at=found.at, by="clerk"
        )
    poll = ask(quorum="two_thirds", base="present")
    assert (poll.of, poll.needed) == (2, 2)
    vote(poll, people[0], 0)
    vote(poll, people[3], 0)
    assert close(poll).outcome == "decided"


def test_a_secret_ballot_leads_to_nobody(installed):
    """No column, time, number or event does, nor the order of rows; each finds theirs by a receipt."""
    people = hall(6)
    poll = ask(is_secret=True)
    receipts = {email: vote(poll, email, place % 2) for place, email in enumerate(people)}
    assert len(set(receipts.values())) == len(people)
    assert all(re.fullmatch(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", one) for one in receipts.values())
    assert polls.ballots(poll) == () and polls.recounted(poll) is None
    poll = close(poll)
    assert {one.name for one in PollBallot._meta.get_fields()} == {"key", "poll", "choice"}
    listed = [(one.key, one.choice) for one in polls.ballots(poll)]
    assert listed == sorted((receipts[email], place % 2) for place, email in enumerate(people))
    assert _rows() == [key for key, _ in listed]
    assert polls.roll(poll) == () and set(PollVoter.objects.values_list("choice", flat=True)) == {None}
    cast = Event.objects.filter(verb="poll.voted")
    assert {(one.actor, str(one.payload)) for one in cast} == {("a voter of the roll", "{'poll': 1}")}
    assert polls.recounted(poll) == polls.result(poll) and polls.result(poll).cast == len(people)


def _rows() -> list[str]:
    """Return the ballots in the order in which the database keeps their rows."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM records_pollballot ORDER BY {place}")  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def test_a_secret_poll_with_too_few_votes_is_not_counted_and_its_ballots_are_gone(installed):
    """Four votes would tell somebody what the others voted; the close says so and keeps no ballot."""
    people = hall(6)
    poll = ask(is_secret=True)
    for email in people[:4]:
        vote(poll, email, 1)
    poll = close(poll)
    assert (poll.outcome, poll.counts, polls.ballots(poll)) == ("too_few", [], ())
    assert not PollBallot.objects.exists() and polls.recounted(poll) == polls.result(poll)


def test_where_too_few_have_a_vote_nothing_is_asked_in_secret(installed):
    """Four have one in the small conference, so it may only be asked openly."""
    conference("sitting")
    with pytest.raises(Invalid, match="Too few have a vote"):
        ask(is_secret=True)
    assert ask().of == 4


def test_a_result_that_its_ballots_do_not_give_is_seen(installed):
    """A ballot that somebody adds in the database does not pass the recount."""
    people = hall(6)
    poll = ask(is_secret=True)
    for email in people:
        vote(poll, email, 0)
    poll = close(poll)
    PollBallot.objects.create(key="zzzz-zzzz-zzzz", poll=poll, choice=1)
    assert polls.recounted(poll) != polls.result(poll)

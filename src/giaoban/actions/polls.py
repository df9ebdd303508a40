"""Polls: opened for the room, voted in once by each who has a vote, closed and counted."""

import secrets

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments
from giaoban.core.conduct.polls import BASES, LEAST_SECRET, QUORUMS, Result, count, needed, voters, worded
from giaoban.core.errors import Conflict, Invalid, NotAllowed
from giaoban.queries import polls
from giaoban.records.models import Conference, Poll, PollBallot, PollVoter

#: Who casts a vote in a secret poll, for the audit: the roll alone knows who has.
SOMEBODY = "a voter of the roll"
#: Letters and digits that nobody takes for one another, and how a receipt is written with them.
_ALPHABET, _GROUPS, _GROUP = "23456789abcdefghjkmnpqrstuvwxyz", 3, 4


def open(
    *,
    conference: str,
    question: str,
    options: list[str],
    is_secret: bool,
    quorum: str = "none",
    base: str = "eligible",
    by: str,
) -> int:
    """Ask the room, and return the number of the poll; who has a vote is settled now.

    Raises:  Invalid for a question that cannot be asked; Conflict while another poll is open.
    """
    asked, answers = worded(question, options)
    if quorum not in QUORUMS or base not in BASES:
        raise Invalid("This quorum is not known", "Choose one of the list.")
    with transaction.atomic():
        held = _sitting(conference)
        last = Poll.objects.filter(conference=held).last()
        if last and last.closed_at is None:
            raise Conflict("Another poll is open", "Close it first.")
        entitled = voters(polls.seats(conference))
        _require_enough(entitled, is_secret)
        there = polls.present(conference)
        of = len(entitled) if base == "eligible" else sum(one in there for one in entitled)
        poll = Poll.objects.create(
            conference=held,
            number=last.number + 1 if last else 1,
            question=asked,
            options=list(answers),
            is_secret=is_secret,
            quorum=quorum,
            base=base,
            of=of,
            needed=needed(QUORUMS[quorum], of),
            opened_at=timezone.now(),
            opened_by=by,
        )
        PollVoter.objects.bulk_create(PollVoter(poll=poll, delegate_id=one) for one in entitled)
        told = {"poll": poll.number, "question": asked, "secret": is_secret}
        moments.note(conference=held, verb="poll.opened", by=by, payload=told)
    return poll.number


def vote(*, conference: str, number: int, choice: int, by: str) -> str:
    """Cast a person's one vote, and return the receipt by which they find a secret ballot; else nothing.

    Edges:   the audit of a secret poll does not say who voted; a receipt that was not seen is lost, and the
             vote counts all the same.
    Raises:  NotAllowed for who is not on the roll; Conflict once they have voted or the poll is closed.
    """
    with transaction.atomic():
        poll = _locked(conference, number)
        if poll.conference.stage != "sitting":
            raise Conflict("The conference is not sitting", "Votes are cast while it sits.")
        line = polls.vote_of(poll, by)
        if line is None:
            raise NotAllowed("You have no vote in this poll", "The roll was closed when the poll was opened.")
        if line.has_voted:
            raise Conflict("You have voted already", "Your first vote counts.")
        if not 0 <= choice < len(poll.options):
            raise Invalid("No option was chosen", "Choose one of the list.")
        receipt = _cast(poll, line, choice)
        who, where = SOMEBODY if poll.is_secret else by, f"conference/{conference}"
        events.note(verb="poll.voted", by=who, object=where, at=timezone.now(), payload={"poll": number})
    return receipt


def close(*, conference: str, number: int, by: str) -> Result:
    """End the voting, count, and return the result; without the quorum nothing is decided.

    Edges:   a poll that was left open can be closed after the sitting. Of a secret poll with too few votes
             every ballot is destroyed uncounted; the others are written anew in the order of their keys.
    Raises:  Conflict if it is closed already.
    """
    with transaction.atomic():
        held = moments.lock(conference=conference)
        poll = _locked(conference, number)
        found = count(len(poll.options), polls.choices(poll), poll.needed, is_secret=poll.is_secret)
        _shuffle(poll, is_kept=found.outcome != "too_few")
        closed = {"closed_at": timezone.now(), "closed_by": by, "outcome": found.outcome}
        Poll.objects.filter(pk=poll.pk).update(counts=list(found.counts), **closed)
        told = {"poll": number, "outcome": found.outcome}
        moments.note(conference=held, verb="poll.closed", by=by, payload=told)
    return found


def _sitting(conference: str) -> Conference:
    held = moments.lock(conference=conference)
    if held.stage != "sitting":
        raise Conflict("The conference is not sitting", "Votes are cast while it sits.")
    return held


def _require_enough(entitled: tuple[int, ...], is_secret: bool) -> None:
    if not entitled:
        raise Invalid("Nobody has a vote at this conference", "See the list of delegates.")
    if is_secret and len(entitled) < LEAST_SECRET:
        raise Invalid(
            "Too few have a vote for a secret poll",
            "With fewer than five votes the result would say who voted what. Ask openly.",
        )


def _locked(conference: str, number: int) -> Poll:
    """Return an open poll, locked until this transaction ends: votes and the close come one by one."""
    where = {"conference__key": conference, "number": number}
    poll = Poll.objects.select_for_update(of=("self",)).select_related("conference").filter(**where).first()
    poll = poll or polls.by_number(conference, number)
    if poll.closed_at is not None:
        raise Conflict("The poll is closed", "See its result.")
    return poll


def _cast(poll: Poll, line: PollVoter, choice: int) -> str:
    """Mark the roll, and keep the vote: beside it in an open poll, apart from it in a secret one."""
    kept = {"has_voted": True} if poll.is_secret else {"has_voted": True, "choice": choice}
    PollVoter.objects.filter(pk=line.pk).update(**kept)
    if not poll.is_secret:
        return ""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return PollBallot.objects.create(key="-".join(groups), poll=poll, choice=choice).key


def _shuffle(poll: Poll, *, is_kept: bool) -> None:
    """Write the ballots anew in the order of their keys: the rows then no longer tell who came after whom.

    In some databases a row also carries the number of its transaction, the same as on the line of the roll
    that was marked in it; written anew, all ballots carry that of the close.
    """
    rows = list(PollBallot.objects.filter(poll=poll).order_by("key"))
    PollBallot.objects.filter(poll=poll).delete()
    if is_kept:
        PollBallot.objects.bulk_create(rows)

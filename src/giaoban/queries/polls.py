"""Polls of a conference: what is asked, who has a vote, and once it is closed the list to recount it by."""

from giaoban.core.conduct import attendance as stays
from giaoban.core.conduct.polls import Result, Seat, count
from giaoban.core.errors import NotFound
from giaoban.queries import attendance, delegates
from giaoban.records.models import Poll, PollBallot, PollVoter


def by_number(conference: str, number: int) -> Poll:
    """Return one poll of a conference.

    Raises:  NotFound if there is none.
    """
    found = of_conference(conference).filter(number=number).first()
    if found is None:
        raise NotFound("There is no such poll", "See the list of polls.")
    return found


def of_conference(conference: str):
    """Return the polls of a conference in their order."""
    return Poll.objects.filter(conference__key=conference).select_related("conference")


def latest(conference: str) -> Poll | None:
    """Return the poll that was opened last; there is at most one that is open, and it is this one."""
    return of_conference(conference).last()


def seats(conference: str) -> tuple[Seat, ...]:
    """Return the seats of a conference as a poll sees them, in the office's order of precedence."""
    return tuple(
        Seat(one.pk, one.email, one.seat, one.stands_for_id, one.consent_at is not None)
        for one in delegates.of_conference(conference)
    )


def present(conference: str) -> frozenset[int]:
    """Return the delegates who are there now, in the hall or online."""
    return frozenset(stays.present(attendance.stays(conference)))


def cast(poll: Poll) -> int:
    """Return how many have voted; how is told to nobody before the poll is closed."""
    return PollVoter.objects.filter(poll=poll, has_voted=True).count()


def without_account(poll: Poll) -> int:
    """Return how many have a vote that they cannot cast here, for want of an account."""
    return PollVoter.objects.filter(poll=poll, delegate__email="").count()


def vote_of(poll: Poll, email: str) -> PollVoter | None:
    """Return a person's own line of the roll; None for who has no vote."""
    return PollVoter.objects.filter(poll=poll, delegate__email=email).first() if email else None


def result(poll: Poll) -> Result | None:
    """Return what was counted at the close; None while the poll is open."""
    if poll.closed_at is None:
        return None
    counts = tuple(poll.counts)
    leading = ()
    if poll.outcome in ("decided", "tied"):
        leading = tuple(place for place, votes in enumerate(counts) if votes == max(counts))
    return Result(counts, cast(poll), poll.needed, poll.outcome, leading)


def recounted(poll: Poll) -> Result | None:
    """Return the result counted once more from the ballots as they lie there; None while the poll is open."""
    if poll.closed_at is None:
        return None
    if poll.outcome == "too_few":
        return result(poll)
    return count(len(poll.options), choices(poll), poll.needed, is_secret=poll.is_secret)


def choices(poll: Poll) -> tuple[int, ...]:
    """Return the places of the options that were voted for, one a ballot."""
    if poll.is_secret:
        return tuple(PollBallot.objects.filter(poll=poll).values_list("choice", flat=True))
    cast = PollVoter.objects.filter(poll=poll, has_voted=True)
    return tuple(cast.values_list("choice", flat=True))


def roll(poll: Poll) -> tuple[PollVoter, ...]:
    """Return who voted what in an open poll, by precedence.

    Edges:   before the close it is empty, and of a secret poll it always is: not even who voted is told.
    """
    if poll.is_secret or poll.closed_at is None:
        return ()
    return tuple(PollVoter.objects.filter(poll=poll).select_related("delegate__site"))


def ballots(poll: Poll) -> tuple[PollBallot, ...]:
    """Return the ballots of a secret poll by key, so that voters find theirs; none before the close."""
    if poll.closed_at is None:
        return ()
    return tuple(PollBallot.objects.filter(poll=poll))

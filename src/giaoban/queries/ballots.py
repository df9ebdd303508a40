"""Ballots: which confidence votes a conference held, and how a pack says that one is held.

Of results by person nothing is asked here: each reading of them is audited, by `actions/ballots.py`.
"""

from datetime import date

from django.conf import settings

from giaoban.core.conduct.ballots import TOPIC, Rules, rules_of
from giaoban.core.errors import Invalid, NotFound
from giaoban.core.registry.packs import Pack
from giaoban.queries import conferences, packs
from giaoban.records.models import BallotRecord


def is_by_person() -> bool:
    """Return whether this installation keeps results by person at all."""
    return settings.BALLOTS


def of_conference(conference: str) -> tuple[BallotRecord, ...]:
    """Return the confidence votes of a conference in their order."""
    return tuple(BallotRecord.objects.filter(conference__key=conference))


def by_number(conference: str, number: int) -> BallotRecord:
    """Return one confidence vote of a conference.

    Raises:  NotFound if there is none.
    """
    found = BallotRecord.objects.filter(conference__key=conference, number=number).first()
    if found is None:
        raise NotFound("There is no such confidence vote", "See the list of them.")
    return found


def pack_of(conference: str) -> Pack:
    """Return the pack by whose rules a conference votes."""
    return packs.of_round(conferences.by_key(conference).round_id)[0]


def has_rules(conference: str) -> bool:
    """Return whether the pack ever laid down how a confidence vote is held."""
    return bool(pack_of(conference).rules.get(TOPIC))


def rules(conference: str, on: date) -> Rules:
    """Return the rules in force on the day of the vote.

    Raises:  Invalid if the pack has none for that day.
    """
    found = rules_of(pack_of(conference).rules.get(TOPIC, ()), on)
    if found is None:
        raise Invalid("No rule says how a confidence vote is held on this day", "Correct the day.")
    return found

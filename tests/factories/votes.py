"""Votes: a conference that sits with a hall large enough for secret polls, and tellers with their counts."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from giaoban.core.conduct.ballots import Count, Tally

#: How a confidence vote is held in the small country: by three levels, as somewhere else by two or five.
RULES = """\
rules:
  - rule: levels
    title: Three levels
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    levels:
      - {level: high, names: {en: High}}
      - {level: middle, names: {en: Middle}}
      - {level: low, names: {en: Low}}
  - rule: presence
    title: Two thirds
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    present: 2/3
  - rule: consequences
    title: Low confidence
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    consequences:
      - {level: low, at_least: 2/3, names: {en: Leaves the post}}
"""
PACK = {"rules/ballots.yaml": RULES}
TELLERS = ("teller-1@centre.example", "teller-2@centre.example")
CHAIR = "chair@centre.example"


def hall(people: int) -> list[str]:
    """Let so many more delegates sit in the hall, and return the addresses of all who have a vote."""
    from giaoban.records.models import Conference, Delegate, Site
    from tests.factories.conferences import KEY, conference

    if not Conference.objects.filter(key=KEY).exists():
        conference("sitting")
    found = Conference.objects.get(key=KEY)
    site = Site.objects.get(conference=found, unit_key="")
    for number in range(people):
        Delegate.objects.create(
            conference=found, site=site, email=f"d{number}@centre.example", name=f"Delegate {number}",
            seat="delegate", precedence=100 + number, badge=f"d{number}",
        )  # fmt: skip
    seats = Delegate.objects.filter(conference=found, seat__in=("chair", "delegate"), stands_for=None)
    return list(seats.values_list("email", flat=True))


def counted(low: int = 40, persons: int = 1, returned: int = 60) -> Count:
    """Return a sound count of `returned` ballots in which each person has so many votes of low confidence."""
    tally = Tally((returned - low - 1, 0, low), 1)
    return Count(returned + 2, returned, returned - 1, 1, (tally,) * persons)


#: Numbers of votes that stand nowhere by chance.
_JUDGED, _COUNTED = 907361482511, 815273640907


def plant(canary: Callable[[str], str]) -> dict[str, str]:
    """Hold two secret polls and two confidence votes; return what was given by chance or is a number.

    The first poll is closed and the second open; on the first vote the tellers agree, and on the second one
    of them has counted.
    """
    from giaoban.records.models import Conference
    from tests.factories.conferences import KEY

    Conference.objects.filter(key=KEY).update(stage="sitting")
    people = hall(2)
    receipts = [_secret_poll(people, is_closed=is_closed) for is_closed in (True, False)]
    for number, name in ((1, "judged"), (2, "listed")):
        hold(number, canary(f"{name} person"), canary(f"{name} post"))
    for teller in TELLERS:
        _enter(1, _JUDGED, teller)
    _enter(2, _COUNTED, TELLERS[0])
    _attach(canary("scan content"), canary("scan name"))
    numbers = {"agreed number": str(_JUDGED), "entered number": str(_COUNTED)}
    return {"listed receipt": receipts[0], "open receipt": receipts[1], **numbers}


def _secret_poll(people: list[str], *, is_closed: bool) -> str:
    """Let everybody vote in secret, and return one receipt."""
    from giaoban.actions import polls
    from tests.factories.conferences import KEY

    number = polls.open(conference=KEY, question="Agreed?", options=["Yes", "No"], is_secret=True, by=CHAIR)
    receipts = [polls.vote(conference=KEY, number=number, choice=0, by=email) for email in people]
    if is_closed:
        polls.close(conference=KEY, number=number, by=CHAIR)
    return receipts[2]


def hold(number: int, name: str, post: str) -> None:
    """Let a confidence vote on one person be held, and a teller write down on whom."""
    from giaoban.actions import ballots
    from tests.factories.conferences import KEY

    told = {"conference": KEY, "by": "clerk@centre.example"}
    ballots.record(**told, on=date(2024, 1, 17), posts=1, convened=63, present=60)
    ballots.name_persons(conference=KEY, number=number, persons=[ballots.Person(name, post)], by=TELLERS[0])


def _enter(number: int, low: int, teller: str) -> None:
    from giaoban.actions import ballots
    from tests.factories.conferences import KEY

    count = counted(low, returned=low + 2)
    ballots.enter(conference=KEY, number=number, count=count, seen=0, by=teller)


def _attach(content: str, name: str) -> None:
    from giaoban.actions import ballots
    from tests.factories.conferences import KEY
    from tests.factories.uploads import word

    told = {"name": f"{name}.docx", "classification": "internal", "by": TELLERS[0]}
    ballots.attach(conference=KEY, number=1, content=word(content), **told)


def crowd(processes: int, voters: int) -> dict[str, object]:
    """Let every voter vote in every process at once; tell who was counted, and what lies there."""
    from giaoban.actions import polls
    from giaoban.queries import events
    from giaoban.queries import polls as asked
    from tests.factories.conferences import KEY
    from tests.factories.writers import forked

    people = hall(voters)
    told = {}
    for is_secret in (False, True):
        number = polls.open(
            conference=KEY, question="Agreed?", options=["Yes", "No"], is_secret=is_secret, by=CHAIR
        )
        jobs = [
            lambda first=first, number=number: _votes(people, number, first) for first in range(processes)
        ]
        outcomes = [one for lines in forked(jobs) for one in lines]
        result = polls.close(conference=KEY, number=number, by=CHAIR)
        poll = asked.by_number(KEY, number)
        told["secret" if is_secret else "open"] = {
            "voters": len(people),
            "counted": outcomes.count("counted"),
            "refused": outcomes.count("Conflict"),
            "tries": len(outcomes),
            "cast": result.cast,
            "votes": sum(result.counts),
            "recounted": asked.recounted(poll) == asked.result(poll),
        }
    return {**told, "faults": [fault.title for fault in events.verified().faults]}


def _votes(people: list[str], number: int, first: int) -> list[str]:
    from giaoban.actions import polls
    from giaoban.core.errors import Refusal
    from tests.factories.conferences import KEY

    def vote(email: str) -> str:
        try:
            polls.vote(conference=KEY, number=number, choice=first % 2, by=email)
        except Refusal as refusal:
            return type(refusal).__name__
        return "counted"

    # From both ends, so that the processes meet.
    return [vote(email) for email in (people if first % 2 else reversed(people))]


def main() -> None:
    """Set the installation up, let the crowd vote, and print what came of it."""
    import django

    django.setup()
    from giaoban.actions import installation
    from giaoban.queries import workspace
    from tests.factories.packs import write_pack

    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    sys.stdout.write(json.dumps(crowd(*map(int, sys.argv[1:]))))


if __name__ == "__main__":
    main()

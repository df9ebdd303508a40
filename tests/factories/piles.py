"""Piles: any number of petitions and tasks at once, in every stage, as years of work leave them."""

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from giaoban.records.models import (
    Contribution,
    CoordinatingBody,
    Directive,
    ExtensionRequest,
    Petition,
    PetitionTurn,
    Task,
)

#: In these shares of a hundred: most of what was ever asked is settled.
STAGES = {"lodged": 4, "assigned": 26, "answered": 8, "accepted": 56, "withdrawn": 4, "split": 2}
STATUSES = {"open": 30, "reported": 5, "done": 65}
WORDS = ["road", "bridge", "school", "water", "power", "port", "clinic", "bus", "market", "forest", "dyke"]
_AT_ONCE = 2000


def some_words(at: random.Random) -> str:
    """Return an invented text."""
    return " ".join(at.choice(WORDS) for _ in range(at.randint(3, 8)))


def pile(
    size: int,
    *,
    round_id: str,
    units: Sequence[str],
    bodies: Sequence[str],
    on: date,
    text: Callable[[random.Random], str] = some_words,
    first: int = 0,
) -> None:
    """Write as many petitions, numbered after `first`, and as many tasks, as they stand on a day."""
    at, now = random.Random(7 + first), timezone.now()  # noqa: S311
    told = {"round_id": round_id, "units": units, "bodies": bodies, "on": on, "text": text, "now": now}
    petitions = _kept(_petition(at, number, **told) for number in range(first + 1, first + size + 1))
    _kept(turn for row in petitions for turn in _turns(row))
    asked = [row for row in petitions if row.stage == "assigned" and row.pk % 3 == 0]
    _kept(_contribution(at, row, bodies) for row in asked)
    source = _directive(on, now)
    tasks = _kept(_task(at, source, **told) for _ in range(size))
    _kept(CoordinatingBody(task=row, body=_other(at, row.lead, bodies), number=1) for row in tasks)
    open_ = [row for row in tasks if row.status == "open" and row.pk % 40 == 0]
    _kept(_request(row, now) for row in open_)


def _petition(at: random.Random, number: int, **told: Any) -> Petition:
    on, now = told["on"], told["now"]
    stage = _one(at, STAGES)
    lodged_on = on - timedelta(days=at.randint(5, 2000))
    has_lead = stage not in ("lodged", "split", "withdrawn")
    due_on = on + timedelta(days=at.randint(-60, 120)) if stage == "assigned" else lodged_on
    return Petition(
        number=f"{number:06}-PT",
        round_id=told["round_id"],
        unit_key=at.choice(told["units"]),
        channel="report",
        text=told["text"](at),
        stage=stage,
        lead=at.choice(told["bodies"]) if has_lead else "",
        due_on=due_on if has_lead else None,
        first_due_on=due_on if has_lead else None,
        lodged_on=lodged_on,
        lodged_at=now,
        lodged_by="tester",
        closed_on=on if stage in ("accepted", "withdrawn", "split") else None,
    )


def _turns(row: Petition) -> Iterable[PetitionTurn]:
    told = {"petition": row, "kind": "held", "at": row.lodged_at, "by": "tester"}
    yield PetitionTurn(on=row.lodged_on, **told)
    if row.lead:
        yield PetitionTurn(on=row.lodged_on + timedelta(days=2), body=row.lead, **told)


def _contribution(at: random.Random, row: Petition, bodies: Sequence[str]) -> Contribution:
    told = {"asked_on": row.lodged_on, "due_on": row.due_on, "first_due_on": row.due_on}
    body = _other(at, row.lead, bodies)
    given_on = row.lodged_on if row.pk % 2 else None
    return Contribution(petition=row, body=body, given_on=given_on, **told, at=row.lodged_at, by="tester")


def _task(at: random.Random, source: Directive, **told: Any) -> Task:
    on, status = told["on"], _one(at, STATUSES)
    due_on = on + timedelta(days=at.randint(-60, 200)) if status != "done" else on - timedelta(days=90)
    is_done = status == "done"
    return Task(
        directive=source,
        round_id=told["round_id"],
        unit_key=at.choice(["", *told["units"]]),
        lead=at.choice(told["bodies"]),
        what=told["text"](at),
        product="report",
        due_on=due_on,
        first_due_on=due_on,
        issued_on=on - timedelta(days=at.randint(100, 2000)),
        heard_on=on - timedelta(days=at.randint(1, 90)),
        status=status,
        reported_by="" if status == "open" else "reporter",
        done_on=on - timedelta(days=100) if is_done else None,
        closed_by="closer" if is_done else "",
        by="tester",
        at=told["now"],
    )


def _request(row: Task, now: Any) -> ExtensionRequest:
    later = row.due_on + timedelta(days=30)
    return ExtensionRequest(task=row, body=row.lead, to_on=later, reason="more time", at=now, by="asker")


def _directive(on: date, now: Any) -> Directive:
    told = {"issuer": "Government", "term": str(on.year), "title": "On what is to be done", "issued_on": on}
    kept = Directive.objects.filter(symbol="1-NQ").first()
    return kept or Directive.objects.create(symbol="1-NQ", number=1, type="NQ", **told, at=now, by="tester")


def _one(at: random.Random, shares: dict[str, int]) -> str:
    return at.choices(list(shares), list(shares.values()))[0]


def _other(at: random.Random, lead: str, bodies: Sequence[str]) -> str:
    return at.choice([one for one in bodies if one != lead] or bodies)


def _kept(rows: Iterable[Any]) -> list[Any]:
    made = list(rows)
    return type(made[0]).objects.bulk_create(made, _AT_ONCE) if made else []

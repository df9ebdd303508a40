"""A large conference: a hall and 62 rooms of units, 400 delegates who have signed in, and things that happen.

A program for the environment of an installation: `python -m tests.factories.gatherings prepare` tells the
sessions as JSON; `… happen SECONDS FILE` lets something happen about once a second and writes down, for each
moment, its number and the time at which somebody began to bring it about.
"""

import json
import random
import sys
import time
from pathlib import Path

import django

KEY = "conference-2023"
SITES, PEOPLE, A_SECOND = 63, 400, 1.0


def prepare() -> list[str]:
    """Make the conference; return the sessions of its delegates."""
    from datetime import timedelta

    from django.utils import timezone

    from giaoban.records.models import AgendaItem, Conference, Delegate, Person, Site
    from tests.factories import sessions
    from tests.factories.packs import ROUND

    now = timezone.now()
    found = Conference.objects.create(
        key=KEY, round_id=ROUND, title="Review of 2023", stage="sitting", begins_at=now,
        ends_at=now + timedelta(hours=4), place="Hall A", by="tester", at=now,
    )  # fmt: skip
    keys = [f"unit-{number}" if number else "" for number in range(SITES)]
    sites = [
        Site.objects.create(conference=found, unit_key=key, name=key or "Hall A", number=number)
        for number, key in enumerate(keys)
    ]
    AgendaItem.objects.create(conference=found, number=1, title="Opinions", minutes=60)
    told = []
    for number in range(PEOPLE):
        email = f"person-{number}@example.org"
        person = Person(email=email, name=f"Person {number}", language="vi", created_at=now)
        person.set_unusable_password()
        person.save()
        Delegate.objects.create(
            conference=found, site=sites[number % SITES], email=email, name=person.name, seat="delegate",
            precedence=number + 1, badge=f"badge-{number}",
        )  # fmt: skip
        told.append(sessions.begin(person))
    return told


def happen(seconds: str, file: str) -> None:
    """Let people come and go, ask to speak, be called and be heard, for so many seconds."""
    from giaoban.records.models import Delegate

    chance, end = random.Random(7), time.time() + float(seconds)  # noqa: S311
    ids = list(Delegate.objects.filter(conference__key=KEY).values_list("pk", flat=True))
    with Path(file).open("a", encoding="utf-8") as told:
        while time.time() < end:
            began = time.time()
            moment = _step(chance, chance.choice(ids))
            if moment:
                told.write(json.dumps([moment, began]) + "\n")
            time.sleep(chance.expovariate(1 / A_SECOND))


def _step(chance: random.Random, delegate_id: int) -> int:
    """Bring one thing about and return its number; what cannot be just now is left."""
    from giaoban.actions import attendance, speakers
    from giaoban.core.errors import Refusal
    from giaoban.queries import conferences, rooms

    room = rooms.room_of(conferences.by_key(KEY))
    who = {"conference": KEY, "delegate_id": delegate_id, "by": "tester"}
    try:
        if delegate_id not in room.present:
            attendance.arrive(**who, mode=chance.choice(("hall", "online")))
        elif len(room.wishes) > 8:
            first = rooms.look(KEY).waiting[0].delegate_id
            speakers.call(**{**who, "delegate_id": first}, seen=room.number)
        elif room.wish_of(delegate_id):
            speakers.withdraw(**who)
        else:
            speakers.register(**who)
    except Refusal:
        return 0
    return rooms.last_numbers([KEY])[KEY]


def main(mode: str, *words: str) -> None:
    """Do what was asked and print what came of it."""
    django.setup()
    sys.stdout.write(json.dumps({"prepare": prepare, "happen": happen}[mode](*words)))


if __name__ == "__main__":
    main(*sys.argv[1:])

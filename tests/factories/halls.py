"""A whole country's conference in session: 63 sites, 400 people with a seat, each signed in.

A program for the environment of an installation in which the packs lie: `python -m tests.factories.halls …`.
It tells as JSON who may come, and afterwards what happened in the room, and when.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

ROUND, KEY = "2023-annual", "conference-2023"
#: Delegates at each unit's site; those in the hall, chair and clerk among them, make up the rest.
AT_A_SITE, PEOPLE = 6, 400


def prepare() -> dict[str, Any]:
    """Freeze the round, let its conference sit; tell who has a seat, with a session, its items and charts."""
    from giaoban.actions import figures, rounds
    from giaoban.queries import packs
    from giaoban.queries import rooms as reading

    figures.load(files=packs.files_of_round(ROUND), round_id=ROUND, by="tester")
    rounds.freeze(round_id=ROUND, by="tester")
    found = _conference()
    return {
        "key": KEY,
        "people": _seats(found),
        "items": list(found.items.values_list("pk", flat=True)),
        "charts": list(reading.charts(found)),
    }


def _conference() -> Any:
    from django.utils import timezone

    from giaoban.queries import forms
    from giaoban.records.models import AgendaItem, Conference, Site

    now = timezone.now()
    found = Conference.objects.create(
        key=KEY, round_id=ROUND, title="Hội nghị tổng kết năm 2023", stage="sitting", begins_at=now,
        ends_at=now + timedelta(hours=4), place="Hội trường A", telephone="1900 0000", by="tester", at=now,
    )  # fmt: skip
    for number, unit_key in enumerate(("", *forms.of_round(ROUND))):
        Site.objects.create(conference=found, unit_key=unit_key, name=unit_key or found.place, number=number)
    for number in range(1, 13):
        AgendaItem.objects.create(conference=found, number=number, title=f"Mục {number}", minutes=15)
    return found


def _seats(conference: Any) -> list[dict[str, Any]]:
    """Seat everybody: at the units' sites first, then in the hall, where chair and clerk come last."""
    sites = list(conference.sites.all())
    places = [site for site in sites if site.unit_key for _ in range(AT_A_SITE)]
    places += sites[:1] * (PEOPLE - len(places))
    seats = ["delegate"] * (PEOPLE - 2) + ["chair", "clerk"]
    return [
        _seat(conference, number, site, seat)
        for number, (site, seat) in enumerate(zip(places, seats, strict=True), 1)
    ]


def _seat(conference: Any, number: int, site: Any, seat: str) -> dict[str, Any]:
    from giaoban.records.models import Delegate, Person
    from tests.factories import sessions

    email, name = f"{seat}-{number}@room.example", f"Nguyễn Văn {number}"
    person = Person(email=email, name=name, language="vi", created_at=conference.at)
    person.set_unusable_password()
    person.save()
    delegate = Delegate.objects.create(
        conference=conference, site=site, email=email, name=name, post="Đại biểu", seat=seat,
        precedence=number, badge=f"{KEY}-{number}",
    )  # fmt: skip
    return {"delegate": delegate.pk, "seat": seat, "session": sessions.begin(person)}


def moments() -> list[list[Any]]:
    """Tell the number of everything that happened in the room, and when, in seconds."""
    from giaoban.queries import conferences

    return [[one.number, one.at.timestamp()] for one in conferences.moments(KEY)]


def main(mode: str) -> None:
    """Do what was asked and print what came of it."""
    django.setup()
    sys.stdout.write(json.dumps({"prepare": prepare, "moments": moments}[mode]()))


if __name__ == "__main__":
    main(*sys.argv[1:])

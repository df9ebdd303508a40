"""Reminding: the small country with steps, a weekend and a deadline, and people at every desk."""

from datetime import UTC, datetime
from pathlib import Path

from django.test import Client
from django.utils import timezone

from giaoban.records.models import Comment, Membership, Organisation, Person, RoundStage, Submission
from tests.factories.packs import FILES, ROUND
from tests.factories.people import PASSWORD, enrol, sign_in
from tests.factories.reporting import WITH_FORM, install

#: The deadline, a Wednesday; 5 working days before it is Wednesday the 24th.
DEADLINE = "2024-01-31"
REMINDERS = """\
rules:
  - rule: reminders
    title: Steps
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    from_hour: 7
    steps:
      - {step: five_before, days_left: 5, to: [turn]}
      - {step: two_before, days_left: 2, to: [turn]}
      - {step: due_today, days_left: 0, to: [turn]}
      - {step: one_after, days_left: -1, to: [turn, leader]}
      - {step: three_after, days_left: -3, to: [turn, leader]}
      - {step: five_after, days_left: -5, to: [analyst]}
"""
CHANGED = {
    "pack.yaml": FILES["pack.yaml"].replace("languages: [en]", "languages: [en]\nweekend: [6, 7]"),
    "rules/reminders.yaml": REMINDERS,
}
#: Who works where, in which role and language.
PEOPLE = (
    ("ha@north.example", "north", "officer", "vi"),
    ("binh@north.example", "north", "leader", "vi"),
    ("sam@south.example", "south", "officer", "en"),
    ("lee@south.example", "south", "leader", "en"),
    ("an@office.example", "", "analyst", "vi"),
    ("kim@office.example", "", "approver", "en"),
    ("ly@office.example", "", "steward", "vi"),
    ("vu@watch.example", "", "inspector", "vi"),
)


def collect(folder: Path, **changed: str) -> None:
    """Install the small pack with its steps, people its offices, and let the round collect."""
    install(folder, **{**CHANGED, **changed})
    for email, unit_key, role, language in PEOPLE:
        staff(email, unit_key, role, language)
    for stage in ("opened", "collecting"):
        RoundStage.objects.create(round_id=ROUND, stage=stage, at=on(2), by="tester")


def ask(unit_key: str, at: datetime, by: str = "an@office.example", text: str = "Why?") -> None:
    """Let somebody comment on a unit's report at that time."""
    submission, _ = Submission.objects.get_or_create(round_id=ROUND, unit_key=unit_key)
    Comment.objects.create(submission=submission, text=text, at=at, by=by)


def staff(email: str, unit_key: str, role: str, language: str = "en") -> Person:
    """Give somebody a role for a unit, or for the central office where none is named."""
    kind = "province" if unit_key else "inspection" if role == "inspector" else "centre"
    office, _ = Organisation.objects.get_or_create(
        key=unit_key or kind, kind=kind, unit_key=unit_key, name=f"Office of {unit_key or 'the land'}"
    )
    about = {"name": email.partition("@")[0], "language": language, "created_at": timezone.now()}
    person, _ = Person.objects.get_or_create(email=email, defaults=about)
    Membership.objects.create(person=person, organisation=office, role=role, valid_from="2020-01-01")
    return person


def enter(email: str) -> Client:
    """Return a client signed in as one of the people."""
    person = Person.objects.get(email=email)
    person.set_password(PASSWORD)
    person.save()
    return sign_in(Client(), person, enrol(person))


def on(day: int, hour: int = 8, month: int = 1) -> datetime:
    """Return an hour of a day of the weeks around the deadline."""
    return datetime(2024, month, day, hour, tzinfo=UTC)


def today(folder: Path) -> None:
    """Let the round collect with its deadline today and every hour of every day worked."""
    day = timezone.localdate().isoformat()
    file = f"rounds/{ROUND}/round.yaml"
    changed = {
        file: WITH_FORM[file].replace(f'reporting_deadline: "{DEADLINE}"', f'reporting_deadline: "{day}"'),
        "pack.yaml": FILES["pack.yaml"],
        "rules/reminders.yaml": REMINDERS.replace("from_hour: 7", "from_hour: 0"),
    }
    collect(folder, **changed)

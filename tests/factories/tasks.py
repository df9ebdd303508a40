"""Tasks in force: the small pack's offices, a directive that sets tasks, and steps that follow them up."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from giaoban.actions import installation, tasks
from giaoban.core.conduct.resolutions import Assignment
from giaoban.records.models import Directive, Task
from tests.factories.notices import FILES as NOTICES
from tests.factories.notices import body
from tests.factories.packs import FILES as PACK
from tests.factories.packs import ROUND, write_pack
from tests.factories.reminding import staff
from tests.factories.uploads import word

ESCALATION = """\
rules:
  - rule: escalation
    title: Steps
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    from_hour: 7
    silence: {working_days: 10, days_before: 10}
    steps:
      - {step: five_before, days_left: 5, to: [lead]}
      - {step: due_today, days_left: 0, to: [lead, leader]}
      - {step: two_after, days_left: -2, to: [leader, analyst]}
      - {step: five_after, days_left: -5, to: [approver]}
"""
#: What the small pack needs to follow up: a week with its end, steps, and notices.
FILES = {
    **NOTICES,
    "pack.yaml": PACK["pack.yaml"].replace("languages: [en]", "languages: [en]\nweekend: [6, 7]"),
    "rules/followup.yaml": ESCALATION,
}
#: A Wednesday, and the day on which tasks are set, a Tuesday.
DUE, SET = date(2024, 1, 31), date(2024, 1, 2)
ANALYST, APPROVER = "an@office.example", "kim@office.example"
#: Who works where, in which role and language.
PEOPLE = (
    ("ha@north.example", "north", "officer", "vi"),
    ("binh@north.example", "north", "leader", "vi"),
    ("sam@south.example", "south", "officer", "en"),
    (ANALYST, "", "analyst", "en"),
    (APPROVER, "", "approver", "en"),
)


def install(folder: Path, **changed: str) -> None:
    """Install the small pack with its steps and offices; a ministry of finance and one of works have none."""
    installation.initialise(packs=[write_pack(folder / "pack", **{**FILES, **changed})])
    for email, unit_key, role, language in PEOPLE:
        staff(email, unit_key, role, language)
    body("finance", "Ministry of Finance")
    body("works", "Ministry of Works")


def on(day: date, hour: int = 9) -> datetime:
    """Return an hour of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def directive(symbol: str = "12-NQ/TW") -> Directive:
    """Return a directive that may set tasks; the same one for the same symbol."""
    number = int(symbol.partition("-")[0])
    told = {
        "number": number,
        "issuer": "Centre",
        "title": "On plans",
        "issued_on": SET,
        "at": on(SET),
        "by": "x",
    }
    found, _ = Directive.objects.get_or_create(symbol=symbol, term="XIII", defaults=told)
    return found


def task(
    lead: str = "north",
    *others: str,
    due_on: date | None = DUE,
    what: str = "submit the plan",
    **more: object,
) -> Task:
    """Return a task in force that a directive set."""
    told = {"responsibility": "the head", "authority": "within its own", "product": "a plan"}
    sent = Assignment(0, (lead,), others, what, due_on, "day", **told)
    about = {"directive": directive().pk, "round_id": ROUND, "by": "steward", "at": on(SET)}
    return tasks.set_by_directive(**{**about, **more}, sent=sent)


def attach(one: Task, text: str = "The plan.", by: str = "ha@north.example") -> None:
    """Let somebody bring a product."""
    told = {"content": _file(text), "name": "plan.docx", "classification": "internal", "by": by}
    tasks.attach(task=one.pk, **told)


@cache
def _file(text: str) -> bytes:
    """Return a document that is the same bytes each time."""
    return word(text)


def done(one: Task, on_day: date = DUE, at: date | None = None, by: str = "ha@north.example") -> Task:
    """Let a task be reported as done on a day, and closed by the office."""
    now = on(at or on_day)
    tasks.report(task=one.pk, text="Done.", done_on=on_day, by=by, at=now)
    return tasks.close(task=one.pk, by=ANALYST, no_file="It is a road.", at=now)

"""Letters that call to a conference: sent to a real mail server, and read as calendar programs read them."""

from email.message import EmailMessage

from icalendar import Calendar, Event

from giaoban.actions import convocations
from giaoban.records.models import Person
from tests.factories.conferences import KEY
from tests.factories.packs import FILES
from tests.house.tree import PACKS

ADVANCE = """\
rules:
  - {rule: conference_notice, title: Letters, valid_from: "2019-01-01", valid_to: "", source: invented,
     confidence: DER, working_days: 3}
  - {rule: papers_notice, title: Papers, valid_from: "2019-01-01", valid_to: "", source: invented,
     confidence: DER, working_days: 3}
"""
#: A pack that asks for letters and papers three working days before, with a weekend.
IN_ADVANCE = {
    "pack.yaml": FILES["pack.yaml"].replace("languages: [en]", "languages: [en]\nweekend: [6, 7]"),
    "rules/conferences.yaml": ADVANCE,
}
#: How a real pack knows secrets.
MARKS = {"rules/classification.yaml": (PACKS / "vn/rules/classification.yaml").read_text("utf-8")}


def call(**more: object) -> None:
    """Send the letters that are due, as the clerk asks for them and the worker does."""
    convocations.ask(conference=KEY, by="clerk@centre.example", **more)
    assert convocations.send(conference=KEY, by="clerk@centre.example") == ()


def entries(mail: EmailMessage) -> list[Calendar]:
    """Return the calendar entry of a mail in both places: in the text and as a file."""
    kinds = ("text/calendar", "application/ics")
    parts = [part for part in mail.walk() if part.get_content_type() in kinds]
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in parts]


def speak(email: str, language: str) -> None:
    """Let somebody be written to in a language."""
    Person.objects.filter(email=email).update(language=language)


def events_of(mail: EmailMessage) -> list[Event]:
    """Return the events of the entry in a mail."""
    return entries(mail)[0].walk("VEVENT")


def read(mail: EmailMessage) -> str:
    """Return the text of a mail."""
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")

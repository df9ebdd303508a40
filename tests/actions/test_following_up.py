"""Following up by mail: each step once, one mail a person a day, with all that waits; and by calendar."""

from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as known

from giaoban.actions import digests, jobs, tasks
from giaoban.queries import events, feeds
from giaoban.records.models import Contribution, Escalation, Event, Person, Petition, PetitionTurn
from tests.factories.installations import separate, write
from tests.factories.mails import smtp_server
from tests.factories.notices import body
from tests.factories.packs import ROUND
from tests.factories.tasks import ANALYST, APPROVER, DUE, ESCALATION, SET, done, install, on, task

pytestmark = pytest.mark.django_db
HA, BINH, SAM = "ha@north.example", "binh@north.example", "sam@south.example"
CANARY = "what was typed 73,190042"


@pytest.fixture
def mails(db, tmp_path, request):
    """Return what a real mail server takes; silence is so many working days, a year where none is named."""
    silent = ESCALATION.replace("working_days: 10", f"working_days: {getattr(request, 'param', 200)}")
    install(tmp_path, **{"rules/followup.yaml": silent})
    with smtp_server() as box:
        yield box


def follow_up(day: date, hour: int = 9) -> digests.Posted:
    """Send what is due at an hour of a day."""
    return digests.send(by="clock", at=on(day, hour))


def to(mails: list[EmailMessage]) -> list[str]:
    """Return to whom the mails went, and forget them."""
    found = sorted(mail["To"] for mail in mails)
    del mails[:]
    return found


def said(mail: EmailMessage) -> str:
    """Return the text of a mail."""
    return mail.get_content().replace("\r\n", "\n")


def petition(
    stage: str = "assigned", lead: str = "south", due_on: date | None = DUE, **more: object
) -> Petition:
    """Return a petition of the north in a stage."""
    number = f"2023-01/{Petition.objects.count() + 1:02}"
    told = {"channel": "report", "text": CANARY, "lodged_on": SET, "lodged_at": on(SET), "lodged_by": BINH}
    days = {"due_on": due_on, "first_due_on": due_on, "lead": lead if due_on else ""}
    about = {"number": number, "round_id": ROUND, "unit_key": "north", "stage": stage}
    found = Petition.objects.create(**about, **told, **days, **more)
    PetitionTurn.objects.create(petition=found, on=SET, kind="held", body=lead, at=on(SET), by="x")
    return found


def test_each_step_goes_out_once_on_its_day_to_whom_the_rules_name(mails):
    """New at once; 5 days before to who works on it; on the day to the leader too; then up the ladder."""
    task("north")
    assert follow_up(SET, 6).mails == 0
    assert follow_up(SET).mails == 2 and to(mails) == [BINH, HA]
    assert follow_up(SET).mails == follow_up(SET, 15).mails == follow_up(date(2024, 1, 23)).mails == 0
    assert follow_up(date(2024, 1, 24)).mails == 1 and to(mails) == [HA]
    assert follow_up(DUE).mails == 2 and to(mails) == [BINH, HA]
    assert follow_up(date(2024, 2, 1)).mails == 0
    assert follow_up(date(2024, 2, 2)).mails == 2 and to(mails) == [ANALYST, BINH]
    assert follow_up(date(2024, 2, 3)).mails == 0
    assert follow_up(date(2024, 2, 7)).mails == 1 and to(mails) == [APPROVER]
    assert follow_up(date(2024, 2, 8)).mails == 0


def test_a_task_that_is_done_reminds_nobody_and_one_that_is_reported_waits_for_the_office(mails):
    """Its lead is left alone until it comes back; then that is news."""
    done(task("south"), SET)
    one = task("north")
    follow_up(SET)
    to(mails)
    tasks.report(task=one.pk, text="Done.", done_on=date(2024, 1, 30), by=HA, at=on(date(2024, 1, 30)))
    assert follow_up(date(2024, 1, 30)).mails == 2 and to(mails) == [ANALYST, APPROVER]
    assert follow_up(DUE).mails == 0
    tasks.send_back(task=one.pk, reason="No.", by=ANALYST, at=on(DUE, 12))
    assert follow_up(date(2024, 2, 1)).mails == 2 and to(mails) == [BINH, HA]


def test_a_deadline_that_was_extended_has_its_steps_anew(mails):
    """That it was is news to those who lead."""
    one = task("north")
    follow_up(SET)
    follow_up(date(2024, 1, 24))
    tasks.ask_extension(
        task=one.pk, to_on=date(2024, 2, 14), reason="Floods.", by=HA, at=on(date(2024, 1, 24))
    )
    tasks.extend(task=one.pk, to_on=date(2024, 2, 14), reason="So.", by=ANALYST, at=on(date(2024, 1, 25)))
    to(mails)
    assert follow_up(date(2024, 1, 25)).mails == 2 and to(mails) == [BINH, HA]
    assert follow_up(DUE).mails == 0
    assert follow_up(date(2024, 2, 7)).mails == 1 and to(mails) == [HA]


def test_petitions_and_contributions_are_followed_up_like_tasks(mails):
    """To be answered, contributed to, assigned, accepted: each for whose turn it is; not while paused."""
    led = petition()
    petition("lodged", due_on=None)
    petition("answered")
    petition(is_paused=True)
    about = {"asked_on": SET, "due_on": DUE, "first_due_on": DUE, "at": on(SET), "by": "x"}
    Contribution.objects.create(petition=led, body="unit/north", **about)
    assert follow_up(SET).mails == 4
    texts = {mail["To"]: said(mail) for mail in mails}
    assert set(texts) == {SAM, BINH, HA, ANALYST}
    assert "Petitions to be answered by you:\n- 2023-01/01, due on 31 January 2024\n" in texts[SAM]
    assert "Petitions to be assigned by you:\n- 2023-01/02\n" in texts[ANALYST]
    assert texts[BINH].count("- 2023-01/0") == 2 and texts[HA].count("- 2023-01/0") == 1
    assert "2023-01/04" not in "".join(texts.values())
    del mails[:]
    follow_up(date(2024, 2, 2))
    (office,) = [mail for mail in mails if mail["To"] == ANALYST]
    assert office["Subject"] == "Waits for you: 1"
    late = "- 2023-01/01 (Office of south), due on 31 January 2024, overdue by 2 working days\n"
    assert "because others are late or silent:\n" in said(office) and late in said(office)


def test_a_mail_has_all_that_waits_in_the_readers_language_and_nothing_of_a_petition(mails):
    """Overdue first, beside the news; a petition is told by its number, a task by what it asks."""
    petition(lead="unit/north")
    task("north", due_on=date(2024, 1, 10), what="submit\nthe plan")
    for number in range(25):
        task("north", due_on=None, what=f"further {number}")
    follow_up(date(2024, 1, 12))
    (north,) = [mail for mail in mails if mail["To"] == HA]
    assert north["Subject"].strip() == "Việc chờ xử lý: 27, trong đó quá hạn: 1"
    assert "- submit the plan, hạn 10/01/2024, quá hạn 2 ngày làm việc\n- further" in said(north)
    assert "- và 6 việc khác\n" in said(north) and "- 2023-01/01, hạn 31/01/2024\n" in said(north)
    assert "/vi/desk/" in said(north) and CANARY not in "".join(map(said, mails))
    assert CANARY not in str(list(Event.objects.values_list("payload", flat=True)))
    assert events.verified().faults == ()


@pytest.mark.parametrize("mails", [10], indirect=True)
def test_who_is_silent_is_told_to_the_tracking_office_before_the_deadline(mails):
    """Ten working days without a word; a report ends it."""
    _silent, told = task("north"), task("south")
    follow_up(SET)
    tasks.report(task=told.pk, text="Going on.", by=SAM, at=on(date(2024, 1, 12)))
    to(mails)
    follow_up(date(2024, 1, 18))
    assert [mail["To"] for mail in mails] == [ANALYST, HA]
    assert mails[0]["Subject"] == "Late with others: 1" and "(Office of north)" in said(mails[0])


def test_once_everybody_was_told_the_day_is_done(mails, django_assert_max_num_queries):
    """The next tick does not look again; the next day begins anew, and the chain of the audit holds."""
    task("north")
    follow_up(SET)
    with django_assert_max_num_queries(3):
        assert follow_up(SET, 12).mails == 0
    told = Event.objects.filter(verb="digest.finished").values_list("object", "payload")
    assert list(told) == [("followup/test/2024-01-02", {"mails": 2})]
    assert jobs.tick(at=on(date(2024, 1, 24))) == () and to(mails) == [BINH, HA, HA]


def test_a_refused_mail_holds_up_no_other_and_is_tried_again_but_not_for_ever(mails):
    """Three tries on a day; then that day is done for everybody."""
    task("north")
    mails.refused.add(HA)
    for number in range(5):
        posted = follow_up(SET)
        assert posted.mails == (1 if number == 0 else 0)
        assert [one.code for one in posted.findings] == (["mail_failed"] if number < 3 else [])
    mails.refused.clear()
    assert follow_up(date(2024, 1, 24)).mails == 1


def test_a_server_that_is_away_takes_nobodys_turn(mails, settings):
    """Nothing is noted; when it answers everybody is told."""
    task("north")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert [one.code for one in follow_up(SET).findings] == ["mail_server"]
    assert not Escalation.objects.exists()
    settings.EMAIL_PORT = port
    assert follow_up(SET).mails == 2


def test_a_body_in_which_nobody_can_sign_in_is_a_finding(mails):
    """It is named once a day; all others are told."""
    task("works")
    task("north")
    (found,) = follow_up(SET).findings
    assert found.code == "nobody" and "Ministry of Works" in found.title
    assert follow_up(SET).findings == () and to(mails) == [BINH, HA]


def test_a_pack_without_steps_follows_nothing_up(installed):
    """Nothing is sent, and nothing is noted."""
    body("north", "Office of North", "province", "north")
    task("north")
    assert follow_up(SET).mails == 0 and not Escalation.objects.exists()


def test_a_deadline_stands_in_the_calendar_of_whoever_leads(mails, django_assert_max_num_queries):
    """An hour of its day, under a number that an extension raises; gone once it is reported as done."""
    one, _other = task("north"), task("south")
    person = Person.objects.get(email=HA)

    def shown() -> str:
        return feeds.calendar(person, "x", on(SET)).decode().replace("\r\n ", "").replace("\r\n", "\n")

    assert shown().count("BEGIN:VEVENT") == 1 and "SUMMARY:Hạn nhiệm vụ: submit the plan" in shown()
    assert "DTSTART:20240131T080000" in shown().replace(";TZID=UTC", "") and "SEQUENCE:0" in shown()
    tasks.extend(task=one.pk, to_on=date(2024, 2, 14), reason="So.", by=ANALYST, at=on(SET))
    assert "SEQUENCE:1" in shown() and "20240214T080000" in shown() and "31/01/2024" in shown()
    assert f"URL:http://127.0.0.1:8000/vi/tasks/{one.pk}/" in shown().replace(";VALUE=URI", "")
    for number in range(10):
        task("north", what=str(number))
    with django_assert_max_num_queries(12):
        shown()
    tasks.report(task=one.pk, text="Done.", done_on=SET + timedelta(days=1), by=HA, at=on(DUE))
    assert shown().count("BEGIN:VEVENT") == 10
    assert feeds.calendar(Person(email="nobody@x.example", language="vi"), "x", on(SET)).count(b"VEVENT") == 0


@pytest.mark.long
def test_at_once_every_step_is_told_once_and_every_task_closed_by_one(tmp_path: Path):
    """Three processes follow up and close at the same moment: one mail a person, one verdict a task."""
    with smtp_server() as mails, separate(tmp_path) as environment:
        post = {"GIAOBAN_SMTP": f"smtp://{known.EMAIL_HOST}:{known.EMAIL_PORT}"}
        told = write({**environment, **post}, 6, 3, program="closers")
    assert told == {"mails": 8, "closed": 6, "verdicts": 6, "refused": 12, "faults": []}
    assert len({mail["To"] for mail in mails}) == len(mails) == 8

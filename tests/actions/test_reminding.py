"""Reminders by mail: to whom in which step, once, in the reader's language, and never with what was typed."""

from email.message import EmailMessage

import pytest

from giaoban.actions import comments, reminders, submissions
from giaoban.core.errors import NotAllowed
from giaoban.queries import events
from giaoban.records.models import Event, Person, Reminder
from tests.factories.mails import smtp_server
from tests.factories.packs import ROUND
from tests.factories.reminding import ask, collect, on
from tests.factories.reporting import GROWTH, enter, fill_in, pass_on, save, typed

pytestmark = pytest.mark.django_db

CANARY = "73,190042"


@pytest.fixture
def mails(tmp_path):
    """Return the list of what a real mail server on this machine takes, while the round collects."""
    collect(tmp_path)
    with smtp_server() as box:
        yield box


def due(day: int, hour: int = 8, month: int = 1) -> reminders.Posted:
    """Send what is due at an hour of a day."""
    return reminders.send_due(round_id=ROUND, by="clock", at=on(day, hour, month))


def to(mails: list[EmailMessage]) -> list[str]:
    """Return to whom the mails went, in the order of the alphabet."""
    return sorted(mail["To"] for mail in mails)


def said(mail: EmailMessage) -> str:
    """Return the text of a mail."""
    return mail.get_content().replace("\r\n", "\n")


def test_each_step_goes_out_once_on_its_day_to_whoever_it_waits_for(mails):
    """Nothing before the first; officers 5, 2 and 0 days before; leaders too after; then the analyst."""
    officers = ["ha@north.example", "sam@south.example"]
    assert due(23).mails == 0
    assert due(24).mails == 2 and to(mails) == officers
    assert due(24).mails == due(24, 15).mails == due(25).mails == due(26).mails == 0
    assert due(29).mails == due(31).mails == 2
    assert due(1, month=2).mails == 4
    assert to(mails)[-2:] == ["sam@south.example", "sam@south.example"] and "lee@south.example" in to(mails)
    assert due(6, month=2).mails == 4
    del mails[:]
    assert due(7, month=2).mails == 1 and to(mails) == ["an@office.example"]
    assert due(8, month=2).mails == 0


def test_a_step_follows_the_submission_to_whoever_holds_it(mails):
    """Completed: its leader; submitted: the analyst; accepted: the approver; approved: nobody."""
    fill_in()
    fill_in("south")
    pass_on("complete", "submit", "accept", unit_key="south")
    pass_on("complete")
    due(24)
    assert to(mails) == ["binh@north.example", "kim@office.example"]
    subjects = {mail["To"]: mail["Subject"] for mail in mails}
    assert subjects["binh@north.example"] == "Còn 5 ngày làm việc: Review of 2023"
    assert subjects["kim@office.example"] == "Waits for you: Review of 2023"
    pass_on("approve", unit_key="south")
    del mails[:]
    due(29)
    assert to(mails) == ["binh@north.example"]


def test_a_mail_says_what_waits_by_when_and_where_in_the_readers_language(mails):
    """Vietnamese and English, dates as each writes them, a link that leads to the own unit."""
    due(24)
    north, south = (next(mail for mail in mails if name in mail["To"]) for name in ("ha@", "sam@"))
    assert north["Subject"] == "Còn 5 ngày làm việc: Review of 2023"
    assert south["Subject"] == "5 working days left: Review of 2023"
    assert "Hạn gửi báo cáo: 31/01/2024. Còn 5 ngày làm việc." in said(north)
    assert "Chờ đồng chí nhập và hoàn thành:\n- North\n" in said(north)
    assert "Reports are due on 31 January 2024. 5 working days are left." in said(south)
    assert "To be filled in and completed by you:\n- South\n" in said(south)
    assert "/vi/rounds/2023-test/units/north/status/\n" in said(north)
    assert "/en/rounds/2023-test/units/south/status/\n" in said(south)
    assert "South" not in said(north) and north["Auto-Submitted"] == "auto-generated"


def test_nothing_that_was_typed_is_in_any_mail_or_event_of_one(mails):
    """A canary in a value, an explanation, a comment and a reason; only that they are there is told."""
    save(typed(GROWTH, CANARY, explanation=CANARY))
    fill_in("south")
    pass_on("complete", "submit", unit_key="south")
    asked = {"round_id": ROUND, "unit_key": "south"}
    submissions.return_(**asked, reasons={GROWTH: CANARY}, by="an@office.example")
    comments.write(**asked, text=CANARY, by="an@office.example")
    comments.write(round_id=ROUND, unit_key="north", text=CANARY, by="ha@north.example")
    assert due(24).mails == 4
    told = {mail["To"]: said(mail) for mail in mails}
    assert not any("73" in text for text in told.values())
    assert "Lines that came back:\n- South\n" in told["sam@south.example"]
    assert "New comments:\n- South\n" in told["lee@south.example"]
    assert "Ý kiến mới:\n- North\n" in told["an@office.example"]
    payloads = Event.objects.filter(verb="reminder.sent").values_list("payload", flat=True)
    assert len(payloads) == 4 and CANARY not in str(list(payloads))
    assert {"turn": 1, "returned": 1, "comments": 1} in [one["about"] for one in payloads]
    assert events.verified().faults == ()


def test_news_are_gathered_into_one_mail_a_day_instead_of_one_each(mails):
    """Five comments and a step make one mail; what comes after it waits for the next working day."""
    for hour in range(5):
        ask("north", on(23, 12 + hour))
    due(24)
    (north,) = [mail for mail in mails if mail["To"] == "ha@north.example"]
    assert "Ý kiến mới:\n- North (5)\n" in said(north)
    ask("north", on(24, 9))
    del mails[:]
    assert due(24, 18).mails == 0
    assert due(25).mails == 2 and to(mails) == ["binh@north.example", "ha@north.example"]
    assert "Ý kiến mới:\n- North\n" in said(mails[0]) and due(26).mails == 0


def test_what_somebody_did_is_no_news_to_them(mails):
    """The officer's own comment reaches the analyst, not the officer."""
    ask("north", on(22), by="ha@north.example")
    assert due(23).mails == 1 and to(mails) == ["an@office.example"]
    assert mails[0]["Subject"] == "Có thông tin mới: Review of 2023"


def test_somebody_may_remind_everybody_at_any_hour_and_once_a_day(mails):
    """Also at night and on a Sunday; whoever was told that day, and who asks, is left out."""
    posted = reminders.send(round_id=ROUND, by="ly@office.example", at=on(28, 22))
    assert posted.mails == 2 and to(mails) == ["ha@north.example", "sam@south.example"]
    assert reminders.send(round_id=ROUND, by="an@office.example", at=on(28, 23)).mails == 0
    assert due(29).mails == 2


def test_a_unit_that_waits_for_a_role_that_nobody_holds_is_a_finding(mails):
    """Nobody can be reminded there: whoever asks is told so, of each such unit."""
    Person.objects.filter(email="sam@south.example").update(is_active=False)
    posted = reminders.send(round_id=ROUND, by="ly@office.example", at=on(24))
    assert posted.mails == 1 and to(mails) == ["ha@north.example"]
    assert {(one.code, one.severity) for one in posted.findings} == {("nobody", "warning")}
    titles = [one.title for one in posted.findings]
    assert [name for name in ("north", "south", "split") if any(name in title for title in titles)] == [
        "south",
        "split",
    ]


def test_a_round_that_collects_nothing_sends_nothing(mails):
    """Frozen: the tick sends nothing, and whoever asks is refused."""
    enter("frozen")
    with pytest.raises(NotAllowed):
        reminders.send(round_id=ROUND, by="ly@office.example", at=on(24))
    assert mails == [] and not Reminder.objects.exists()


def test_a_refused_mail_is_a_finding_holds_up_no_other_and_is_tried_again(mails):
    """The server says no to one address: the other is told; three tries, then not before the next step."""
    mails.refused.add("ha@north.example")
    for number in range(5):
        posted = due(24)
        assert posted.mails == (1 if number == 0 else 0)
        assert [one.code for one in posted.findings] == (["mail_failed"] if number < 3 else [])
    mails.refused.clear()
    assert due(25).mails == 0
    assert due(29).mails == 2 and to(mails) == ["ha@north.example", "sam@south.example", "sam@south.example"]
    verbs = list(Event.objects.filter(verb__startswith="reminder.").values_list("verb", flat=True))
    assert verbs.count("reminder.failed") == 3 and events.verified().faults == ()


def test_a_server_that_is_away_is_a_finding_and_takes_nobodys_turn(mails, settings):
    """Nothing is noted, and when it answers everybody is told."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    posted = due(24)
    assert posted.mails == 0 and [one.code for one in posted.findings] == ["mail_server"]
    assert not Reminder.objects.exists()
    settings.EMAIL_PORT = port
    assert due(24).mails == 2


def test_a_mail_that_may_have_been_taken_is_not_sent_again(mails):
    """The server hangs up in the middle: that one is not sent again in this step, the others are."""
    mails.breaks_at = 1
    posted = due(24)
    assert posted.mails == 0 and [one.code for one in posted.findings] == ["mail_server"]
    assert due(24).mails == 1 and len(mails) == 1
    assert due(24).mails == 0

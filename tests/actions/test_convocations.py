"""Letters that call to a conference: calendars read them, newer ones replace, and none comes twice."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from giaoban.actions import convocations, installation
from giaoban.core.errors import Conflict, Invalid, NotAllowed
from giaoban.records.models import AgendaItem, Conference, Convocation, Delegate, Event
from tests.factories.conferences import DELEGATES, ITEMS, KEY, conference
from tests.factories.installations import separate, write
from tests.factories.letters import IN_ADVANCE, call, entries, events_of, read, speak
from tests.factories.mails import smtp_server
from tests.factories.packs import write_pack

pytestmark = pytest.mark.django_db
NORTH = "north@north.example"


@pytest.fixture
def mails(installed, settings):
    """Return what a real mail server takes of the letters of a conference, in a land east of Greenwich."""
    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    conference()
    with smtp_server() as box:
        yield box


def to(mails, email: str) -> list:
    """Return the mails to one person, in their order."""
    return [mail for mail in mails if mail["To"] == email]


def test_a_letter_carries_an_entry_that_calendar_programs_read(mails):
    """With its zone, place, telephone, link and every item at its planned time; in the text and as a file."""
    found = Conference.objects.get()
    Conference.objects.update(title="Hội nghị; giao ban, 2023\\6 tháng", place="Hội trường A, số 2")
    call()
    assert sorted(mail["To"] for mail in mails) == sorted(one[0] for one in DELEGATES)
    inline, attached = entries(to(mails, NORTH)[0])
    assert inline.to_ical() == attached.to_ical() and inline["method"] == "REQUEST"
    (event,), zones = inline.walk("VEVENT"), inline.walk("VTIMEZONE")
    assert (
        event["summary"] == "Hội nghị; giao ban, 2023\\6 tháng" and event["location"] == "Hội trường A, số 2"
    )
    assert [str(zone["tzid"]) for zone in zones] == ["Asia/Ho_Chi_Minh"]
    assert event.start == found.begins_at.replace(microsecond=0) and event.start.tzinfo == ZoneInfo(
        "Asia/Ho_Chi_Minh"
    )
    assert event["attendee"] == f"mailto:{NORTH}" and event["sequence"] == 0
    begins_at = found.begins_at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    for number, (title, minutes) in enumerate(ITEMS, 1):
        ends_at = begins_at + timedelta(minutes=minutes)
        assert f"{begins_at:%H:%M}–{ends_at:%H:%M} {number}. {title}" in event["description"]
        begins_at = ends_at
    assert "1900 0000" in event["description"]
    assert (
        str(event["url"]).endswith(f"/vi/conferences/{KEY}/invitation/")
        and event["url"] in event["description"]
    )


def test_what_changed_replaces_what_was_told(mails):
    """The same entry with a higher number; whoever was told already is told again, once."""
    call()
    with pytest.raises(Conflict, match="knows it already"):
        call()
    AgendaItem.objects.filter(number=4).update(title="Closing")
    Conference.objects.update(place="Hall B")
    call()
    first, second = (events_of(mail)[0] for mail in to(mails, NORTH))
    assert first["uid"] == second["uid"] and (first["sequence"], second["sequence"]) == (0, 1)
    assert second["location"] == "Hall B" and "4. Closing" in second["description"]
    assert len(mails) == 2 * len(DELEGATES) and Conference.objects.get().sequence == 1


def test_who_lost_the_seat_and_what_is_called_off_are_cancelled(mails):
    """Their entries, with a higher number; nobody who was never called hears of it."""
    call()
    late = Delegate.objects.get(email=NORTH)
    Delegate.objects.filter(pk=late.pk).update(is_withdrawn=True)
    late.pk, late.email, late.badge = None, "deputy@north.example", "another"
    late.save()
    call()
    assert sorted(mail["To"] for mail in mails[len(DELEGATES) :]) == ["deputy@north.example", NORTH]
    late.pk, late.email, late.badge = None, "never@north.example", "never"
    late.save()
    Conference.objects.update(stage="called_off")
    call()
    del mails[: len(DELEGATES) + 2]
    assert {mail["To"] for mail in mails} == {one[0] for one in DELEGATES} - {NORTH} | {
        "deputy@north.example"
    }
    for mail in mails:
        (event,) = events_of(mail)
        assert (entries(mail)[0]["method"], event["status"]) == ("CANCEL", "CANCELLED")
        assert event["sequence"] == 1
    with pytest.raises(Conflict):
        call()


def test_letters_are_written_in_the_readers_language(mails):
    """Vietnamese and English, each with its dates; the link leads to the page in that language."""
    speak("south@south.example", "en")
    call()
    north, south = to(mails, NORTH)[0], to(mails, "south@south.example")[0]
    assert (north["Subject"], south["Subject"]) == ("Giấy mời: Review of 2023", "Invitation: Review of 2023")
    assert "Trân trọng kính mời dự “Review of 2023”." in read(
        north
    ) and "Điểm cầu của đồng chí: North" in read(north)
    assert "you are invited to “Review of 2023”." in read(south) and f"/en/conferences/{KEY}/" in read(south)
    assert "Chương trình nghị sự:" in events_of(north)[0]["description"]
    assert "Agenda:" in events_of(south)[0]["description"] and south["Auto-Submitted"] == "auto-generated"


def test_a_person_with_two_seats_and_one_who_waits_for_consent_are_written_to_as_they_should(mails):
    """One letter for two seats; none for a substitute before the chair has said yes."""
    for email, name, seat in (
        (NORTH, "Nguyễn Thị Hà", "teller"),
        ("deputy@north.example", "Deputy", "delegate"),
    ):
        one = Delegate.objects.get(email=NORTH, seat="delegate")
        one.pk, one.email, one.name, one.seat, one.badge = None, email, name, seat, name
        one.stands_for_id = (
            None if seat == "teller" else Delegate.objects.get(email=NORTH, seat="delegate").pk
        )
        one.save()
    call()
    assert len(to(mails, NORTH)) == 1 and to(mails, "deputy@north.example") == []
    Delegate.objects.filter(email="deputy@north.example").update(consent_at=Conference.objects.get().at)
    call()
    assert len(to(mails, "deputy@north.example")) == 1 and len(mails) == len(DELEGATES) + 1


def test_a_refused_letter_is_told_and_sent_again_and_no_other(mails):
    """The server says no to one address; when that is mended only this letter is due."""
    mails.refused.add(NORTH)
    convocations.ask(conference=KEY, by="clerk")
    (finding,) = convocations.send(conference=KEY, by="clerk")
    assert finding.code == "mail_failed" and NORTH in finding.where.file
    mails.refused.clear()
    del mails[:]
    call()
    assert [mail["To"] for mail in mails] == [NORTH]
    assert Convocation.objects.filter(delegate__email=NORTH).count() == 2
    assert Event.objects.filter(verb="convocation.failed").count() == 1


def test_a_server_that_hangs_up_ends_the_sending_and_what_may_have_gone_is_not_sent_again(mails):
    """The others are due; of the one that nobody knows the end of no second one comes."""
    mails.breaks_at = 3
    convocations.ask(conference=KEY, by="clerk")
    assert [one.code for one in convocations.send(conference=KEY, by="clerk")] == ["mail_server"]
    assert len(mails) == 2
    assert convocations.send(conference=KEY, by="clerk") == ()
    assert len(mails) == len({mail["To"] for mail in mails}) == len(DELEGATES) - 1


def test_later_than_the_rules_ask_for_needs_a_reason_that_is_kept(mails, installed, tmp_path):
    """Three working days before: in time; two: only with a reason, which stands in the audit."""
    installation.initialise(packs=[write_pack(tmp_path / "strict", **IN_ADVANCE)])
    # A Monday, 9 o'clock in its own zone; three working days before it is a Wednesday.
    begins_at = Conference.objects.get().begins_at.replace(year=2026, month=3, day=9, hour=2)
    Conference.objects.update(begins_at=begins_at, ends_at=begins_at + timedelta(hours=3))
    with pytest.raises(Invalid, match="later than the rules"):
        convocations.ask(conference=KEY, by="clerk", at=begins_at - timedelta(days=4))
    assert not Event.objects.filter(verb="convocation.asked").exists()
    convocations.ask(conference=KEY, by="clerk", at=begins_at - timedelta(days=5))
    convocations.ask(conference=KEY, by="clerk", reason="The hall burnt", at=begins_at - timedelta(days=4))
    told = [one.payload for one in Event.objects.filter(verb="convocation.asked")]
    assert [(one["is_late"], one["reason"]) for one in told] == [(False, ""), (True, "The hall burnt")]


def test_nobody_is_called_to_a_conference_that_is_only_prepared(mails):
    """Nor when it is over."""
    for stage in ("preparing", "concluded"):
        Conference.objects.update(stage=stage)
        with pytest.raises(NotAllowed):
            call()
    assert list(mails) == []


def test_an_answer_is_kept_until_it_begins(mails):
    """The last one holds, and the entry carries it; nothing but yes and no is one."""
    for said in ("accepted", "declined", "accepted"):
        convocations.answer(conference=KEY, by=NORTH, answer=said)
    with pytest.raises(Invalid):
        convocations.answer(conference=KEY, by=NORTH, answer="maybe")
    call()
    assert events_of(to(mails, NORTH)[0])[0]["attendee"].params["partstat"] == "ACCEPTED"
    assert Event.objects.filter(verb="convocation.answered", actor=NORTH).count() == 3
    Conference.objects.update(stage="sitting")
    with pytest.raises(NotAllowed):
        convocations.answer(conference=KEY, by=NORTH, answer="declined")


def test_letters_sent_by_processes_at_once_reach_each_person_once(tmp_path):
    """Three processes at the same moment: one letter a delegate, one row a letter, and a sound audit."""
    with smtp_server() as box, separate(tmp_path) as environment:
        server = {"GIAOBAN_SMTP": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}
        told = write({**environment, **server}, 3, program="callers")
    assert sorted(mail["To"] for mail in box) == sorted(one[0] for one in DELEGATES)
    assert told == {"findings": 0, "letters": len(DELEGATES), "faults": []}

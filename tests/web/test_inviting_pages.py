"""Pages around an invitation: the answer, the calendar, papers by seat, badges, the check-in at the door."""

import re
from html import unescape

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from giaoban.actions import installation
from giaoban.actions import jobs as doing
from giaoban.queries import attendance, badges, jobs
from giaoban.records.models import Conference, Convocation, Delegate, Paper, PaperReading, Person
from tests.factories.conferences import ITEMS, KEY, conference, person
from tests.factories.letters import IN_ADVANCE, MARKS
from tests.factories.mails import smtp_server
from tests.factories.packs import write_pack
from tests.factories.people import PASSWORD
from tests.factories.sessions import client_of
from tests.factories.sessions import person as staff
from tests.factories.uploads import pdf, word
from tests.web.pages import read

pytestmark = pytest.mark.django_db
HERE = f"/vi/conferences/{KEY}/"


@pytest.fixture(autouse=True)
def convened(db, tmp_path, settings) -> Conference:
    """Return a conference to which everybody may come."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    installation.initialise(packs=[write_pack(tmp_path / "pack", **IN_ADVANCE, **MARKS)])
    return conference()


def seated(seat: str, unit_key: str = "") -> Client:
    """Return a client of the person in this seat."""
    return client_of(person(seat, unit_key))


def bring(client: Client, audience: str, content: bytes = b"", **more: str):
    """Bring a paper on the office's page."""
    file = SimpleUploadedFile(more.pop("name", "report.pdf"), content or pdf("Báo cáo"))
    sent = {"title": audience, "audience": audience, "classification": "internal", "file": file, **more}
    return client.post(f"{HERE}papers/add/", sent)


def test_whoever_is_called_answers_and_the_office_sees_it():
    """The page shows time, own site and agenda; the last answer holds; nobody else has such a page."""
    north, page = seated("delegate", "north"), f"{HERE}invitation/"
    text, rows = read(north.get(page))
    assert "Điểm cầu của đồng chí North" in text and "chưa trả lời" in text
    assert [row[1] for row in rows[1:]] == [f"{n}. {title}" for n, (title, _) in enumerate(ITEMS, 1)]
    assert north.post(f"{page}answer/", {"answer": "perhaps"}).status_code == 422
    assert north.post(f"{page}answer/", {"answer": "accepted"}).url == f"{page}?answered"
    assert "sẽ dự" in read(north.get(page))[0]
    text, rows = read(seated("clerk").get(f"{HERE}invitations/"))
    assert ["sẽ dự" in cell for row in rows for cell in row if "Nguyễn Thị Hà" in row[0]][-1]
    assert north.get(f"{HERE}invitations/").status_code == 404
    assert client_of(staff("x@centre.example", "X", "office", "analyst")).get(page).status_code == 404
    assert Client().get(page).url.startswith("/vi/sign-in/")


def test_the_steward_sends_the_letters_by_the_worker():
    """A job is asked for; the page says what came of it, and that nobody is left to be told."""
    steward, page = client_of(staff("s@centre.example", "S", "office", "steward")), f"{HERE}invitations/"
    assert "8 giấy mời cần gửi" in read(steward.get(page))[0]
    with smtp_server() as mails:
        assert steward.post(f"{page}send/").url == f"{page}#sent"
        (job,) = jobs.latest(["ready"])
        assert (job.job, job.about) == ("convoke", {"conference": KEY})
        doing.run.call(job.job, job.by, job.about)
    assert len(mails) == Convocation.objects.count() == 8
    assert "Mọi người đều đã được báo theo nội dung hiện hành." in read(steward.get(page))[0]
    assert steward.post(f"{page}send/").status_code == 422


def test_late_letters_ask_for_a_reason_beside_the_button(convened):
    """On the page, too; without one nothing is sent."""
    Conference.objects.update(begins_at=convened.at, ends_at=convened.ends_at)
    clerk, page = seated("clerk"), f"{HERE}invitations/"
    assert 'id="reason"' in clerk.get(page).content.decode()
    assert clerk.post(f"{page}send/").status_code == 422 and jobs.latest() == ()
    assert clerk.post(f"{page}send/", {"reason": "The hall burnt"}).status_code == 302


def test_a_feed_is_read_by_its_secret_address_alone_and_a_new_one_ends_it():
    """With every item of each conference, changed as the conference is; shut with its person."""
    who = person("delegate", "north")
    who.set_password(PASSWORD)
    who.save()
    client = client_of(who)
    client.post("/vi/account/password/again/", {"password": PASSWORD})
    first, second = (_feed(client.post("/vi/account/calendar/")) for _ in range(2))
    assert (
        Client().get(first).status_code == 404 and "no-store" in Client().get(second).headers["Cache-Control"]
    )
    (event,) = Calendar.from_ical(Client().get(second).content).walk("VEVENT")
    assert all(title in event["description"] for title, _ in ITEMS)
    assert event["dtstart"].params["tzid"] == "Asia/Ho_Chi_Minh"
    (own,) = Calendar.from_ical(client.get(f"{HERE}invitation.ics").content).walk("VEVENT")
    assert own["uid"] == event["uid"]
    Conference.objects.update(stage="called_off", sequence=3)
    (event,) = Calendar.from_ical(Client().get(second).content).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 3)
    Conference.objects.update(stage="preparing")
    assert Calendar.from_ical(Client().get(second).content).walk("VEVENT") == []
    Person.objects.filter(pk=who.pk).update(is_active=False)
    assert Client().get(second).status_code == 404


def _feed(page) -> str:
    """Return the address of the feed that a page has just shown."""
    return re.search(r'<code class="key token">http://[^/]+([^<]+)</code>', page.content.decode())[1]


def test_a_paper_is_downloaded_by_those_whom_it_is_for_and_noted():
    """The lead's paper does not exist for a delegate; the office sees who has opened which."""
    clerk, north = seated("clerk"), seated("delegate", "north")
    assert all(bring(clerk, audience).status_code == 302 for audience in ("seats", "leaders"))
    all_, leaders = Paper.objects.order_by("pk")
    for client in (north, seated("observer"), seated("teller")):
        assert "leaders" not in client.get(f"{HERE}papers/").content.decode()
        assert client.get(f"{HERE}papers/{leaders.pk}/").status_code == 404
    answer = north.get(f"{HERE}papers/{all_.pk}/")
    assert answer.content == pdf("Báo cáo") and answer.headers["Content-Disposition"].startswith("attachment")
    assert seated("chair").get(f"{HERE}papers/{leaders.pk}/").status_code == 200
    assert {(one.paper_id, one.person) for one in PaperReading.objects.all()} == {
        (all_.pk, "north@north.example"),
        (leaders.pk, "chair@centre.example"),
    }
    assert "1/8" in read(clerk.get(f"{HERE}papers/office/"))[0]
    text, rows = read(clerk.get(f"{HERE}papers/{all_.pk}/readers/"))
    assert "1/8" in text and [row for row in rows[1:] if row[1] != "chưa"]
    assert north.get(f"{HERE}papers/office/").status_code == 404


def test_a_paper_that_is_refused_is_told_on_its_page_and_one_is_withdrawn_there():
    """Every reason at once; a paper that no longer holds is told so."""
    clerk = seated("clerk")
    refused = bring(clerk, "seats", word("Nội dung", header="TUYỆT MẬT"), name="a.docx")
    assert refused.status_code == 422 and not Paper.objects.exists()
    bring(clerk, "seats")
    paper = Paper.objects.get()
    address = f"{HERE}papers/{paper.pk}/withdraw/"
    assert clerk.post(address, {"reason": ""}).status_code == 422
    assert clerk.post(address, {"reason": "Sai bảng"}).status_code == 302
    assert clerk.post(address, {"reason": "Sai bảng"}).status_code == 409
    assert "Sai bảng" in read(clerk.get(f"{HERE}papers/office/"))[0]
    assert (
        "Chưa có tài liệu nào dành cho đồng chí."
        in read(seated("delegate", "north").get(f"{HERE}papers/"))[0]
    )


def test_a_badge_opens_the_check_in_for_the_clerk_and_nothing_for_anybody_else():
    """Its code is an address; looking at it changes nothing, and it gives its holder no right."""
    north = person("delegate", "north")
    seat = Delegate.objects.get(email=north.email)
    own = client_of(north).get(f"{HERE}badge/")
    assert "Nguyễn Thị Hà" in read(own)[0] and own.content.decode().count("<svg") == 1
    sheet = seated("clerk").get(f"{HERE}badges/")
    assert (
        sheet.content.decode().count("<svg") == 8
        and client_of(north).get(f"{HERE}badges/").status_code == 404
    )
    address = badges.badge(seat).address.partition("8000")[2]
    clerk = seated("clerk")
    assert "Nguyễn Thị Hà" in read(clerk.get(address))[0] and attendance.ongoing(KEY, seat.pk) is None
    assert client_of(north).post(address).status_code == 404 and Client().post(address).status_code == 403
    assert clerk.post(address).url == address
    assert attendance.ongoing(KEY, seat.pk).mode == "hall" and "Đã có mặt" in read(clerk.get(address))[0]
    assert clerk.get(f"{HERE}check-in/nobody/").status_code == 404


def test_who_is_elsewhere_says_so_and_the_clerk_finds_who_forgot_the_badge():
    """“I am here” is online; a search without accents leads to the button; the way back is on this site."""
    north, clerk = seated("delegate", "north"), seated("clerk")
    assert "Đồng chí dự trực tuyến?" in read(north.get(f"{HERE}invitation/"))[0]
    assert (
        north.post(f"{HERE}attendance/here/", {"back": "https://elsewhere.example/"}).url
        == f"{HERE}invitation/"
    )
    assert "Đồng chí dự trực tuyến từ" in read(north.get(f"{HERE}invitation/"))[0]
    found = clerk.get(f"{HERE}attendance/?q=vu van nam")
    (action,) = re.findall(r'action="([^"]+/arrive/)"', unescape(found.content.decode()))
    back = f"{HERE}attendance/?q=vu"
    assert clerk.post(action, {"back": back}).url == back
    text, rows = read(clerk.get(f"{HERE}attendance/"))
    assert "1 + 1" in text and ["North", "0", "1", "1"] in rows and ["South", "1", "0", "1"] in rows
    assert north.post(f"{HERE}attendance/gone/").status_code == 302
    assert ["North", "0", "0", "1"] in read(clerk.get(f"{HERE}attendance/"))[1]
    assert north.get(f"{HERE}attendance/").status_code == 404

"""The conference before it sits, on pages: who sees what, who may change what, and what is said of it."""

from datetime import date

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from giaoban.actions import delegates
from giaoban.queries import agendas, conferences
from giaoban.queries import delegates as reading
from giaoban.records.models import AgendaItem, Conference, Delegate
from tests.factories.convening import convened, install
from tests.factories.packs import ROUND
from tests.factories.schedules import at_noon
from tests.factories.sessions import client_of, person
from tests.house.tree import PACKS
from tests.web.pages import read

pytestmark = pytest.mark.django_db

KEY = ROUND
LIST, PAGE = "/vi/conferences/", f"/vi/conferences/{KEY}/"
AGENDA, DELEGATES, SUBSTITUTES = f"{PAGE}agenda/", f"{PAGE}delegates/", f"{PAGE}substitutes/"
CONVENE = f"/vi/centre/rounds/{ROUND}/conference/"
ABOUT = {
    "title": "Hội nghị giao ban",
    "begins_at": "2027-01-15T08:00",
    "ends_at": "2027-01-15T11:30",
    "place": "Hội trường A",
    "telephone": "1900 0000",
}
PEOPLE = (
    ("chair", "", "Chủ"),
    ("clerk", "", "Ghi"),
    ("delegate", "north", "Hà"),
    ("delegate", "south", "Nam"),
)


@pytest.fixture(autouse=True)
def pack(db, tmp_path, monkeypatch, settings) -> None:
    """Install the pack a month before its conference; its figures are frozen."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    monkeypatch.setattr(timezone, "now", lambda: at_noon(date(2026, 12, 15)))
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(tmp_path, **{"rules/classification.yaml": marks})


@pytest.fixture
def steward() -> Client:
    """Return a client of the steward."""
    return client_of(person("an@office.example", "An", "office", "steward"))


def prepared(stage: str = "convened") -> Conference:
    """Return a conference with people in its seats, in a stage."""
    convened(key=KEY, title="Hội nghị giao ban")
    for number, (seat, unit_key, name) in enumerate(PEOPLE, 1):
        told = {"name": name, "seat": seat, "unit_key": unit_key, "precedence": number}
        delegates.name(conference=KEY, email=f"{name.lower()}@x.example", by="steward", **told)
    Conference.objects.update(stage=stage)
    return conferences.by_key(KEY)


def seat(name: str) -> Client:
    """Return a client of somebody who has no other role than the seat."""
    from giaoban.records.models import Person

    found = Person(email=f"{name.lower()}@x.example", name=name, language="vi", created_at=timezone.now())
    found.set_unusable_password()
    found.save()
    return client_of(found)


def test_a_steward_prepares_a_conference_from_the_timetable(steward):
    """It is found there and in the list; the form offers title and day; the agenda comes next."""
    for address in (LIST, f"/vi/centre/rounds/{ROUND}/"):
        assert CONVENE in steward.get(address).content.decode()
    offered = steward.get(CONVENE).content.decode()
    assert 'value="Hội nghị giao ban: Review of 2023"' in offered and 'value="2027-01-15T08:00"' in offered
    assert 'value="2027-01-15T10:25"' in offered, "as long as the programme"
    done = steward.post(CONVENE, ABOUT)
    assert done.headers["Location"] == AGENDA
    text, rows = read(steward.get(AGENDA))
    assert "Các nội dung chiếm 145 trên 210 phút." in text
    assert [row[:2] for row in rows[1:]] == [
        ["08:00–08:10", "1. Opening speech"],
        ["08:10–09:40", "2. Opinions of the districts"],
        ["09:40–10:25", "3. Concluding speech"],
    ]
    assert CONVENE not in steward.get(LIST).content.decode()
    again = steward.post(CONVENE, ABOUT)
    assert again.status_code == 409 and "Kỳ giao ban đã có hội nghị" in read(again)[0]


def test_what_is_typed_wrongly_is_told_beside_it(steward):
    """An end before the begin, no place; in Vietnamese, with what was typed."""
    wrong = steward.post(CONVENE, {**ABOUT, "ends_at": "2027-01-15T07:00"})
    assert wrong.status_code == 422 and "Giờ kết thúc trước giờ bắt đầu" in read(wrong)[0]
    assert 'value="Hội trường A"' in wrong.content.decode()
    assert "Hội trường và địa chỉ" in read(steward.post(CONVENE, {**ABOUT, "place": ""}))[0]
    assert not Conference.objects.exists()


def test_the_page_says_when_where_what_and_who_to_everybody_who_has_a_seat():
    """And what each of them has to do; nobody's address."""
    prepared()
    AgendaItem.objects.filter(number=2).update(speaker=Delegate.objects.get(name="Hà"))
    text, rows = read(seat("Hà").get(PAGE))
    assert "15/01/2027" in text and "08:00–11:30" in text and "1900 0000" in text
    assert "Đồng chí dự với tư cách đại biểu tại: District of North. Có mặt trước 08:00." in text
    assert "Đồng chí trình bày nội dung số 2, “Opinions of the districts”, từ 08:10 đến 09:40." in text
    assert ["08:10–09:40", "2. Opinions of the districts", "Hà", "90"] in rows
    assert ["Chủ", "–", "chủ trì", "Hall A"] in rows and "5 điểm cầu" in text
    assert "@x.example" not in text and "Lập chương trình" not in text
    english = read(seat("Chủ").get(PAGE.replace("/vi/", "/en/")))[0]
    assert "You sit as chair at: Hall A. Be there before 08:00." in english


def test_a_conference_that_is_prepared_is_known_to_its_steward_alone(steward):
    """A delegate, a unit's leader and a stranger find what there is not; nobody finds it in the list."""
    prepared("preparing")
    leader = client_of(person("binh@north.example", "Bình", "north", "leader", "north"))
    for client in (
        seat("Hà"),
        leader,
        client_of(person("la@office.example", "La", "south", "officer", "south")),
    ):
        for address in (PAGE, f"{PAGE}units/north/", AGENDA, DELEGATES, SUBSTITUTES):
            assert client.get(address).status_code == 404
        assert "Hội nghị giao ban" not in read(client.get(LIST))[0]
    assert steward.get(PAGE).status_code == 200 and "Hội nghị giao ban" in read(steward.get(LIST))[0]
    assert Client().get(PAGE).headers["Location"].startswith("/vi/sign-in/")


def test_a_units_people_follow_it_from_their_site_without_a_seat():
    """Their own and no other; from the desk and the list."""
    prepared()
    officer = client_of(person("ha@north.example", "Hà", "north", "officer", "north"))
    own = f"{PAGE}units/north/"
    for address in (LIST, "/vi/desk/"):
        assert own in officer.get(address).content.decode()
    assert "Chuẩn bị xong điểm cầu trước 08:00: District of North." in read(officer.get(own))[0]
    for address in (PAGE, f"{PAGE}units/south/", f"{PAGE}units/land/"):
        assert officer.get(address).status_code == 404
    stranger = client_of(person("x@land.example", "X", "land", "officer", "land"))
    assert stranger.get(f"{PAGE}units/land/").status_code == 404


def test_the_steward_writes_the_agenda(steward):
    """Added, changed, moved, removed; a page that is out of date is told so, with what was typed."""
    prepared("preparing")
    seen = agendas.version(KEY)
    new = {"title": "Đường sá", "minutes": "15", "section": "", "speaker": "", "seen": seen}
    assert steward.post(AGENDA, new).status_code == 302
    late = steward.post(AGENDA, {**new, "title": "Chậm hơn"})
    assert late.status_code == 409 and "Trong lúc đó đã có người sửa chương trình" in read(late)[0]
    assert (
        'value="Chậm hơn"' in late.content.decode()
        and f'value="{agendas.version(KEY)}"' in late.content.decode()
    )
    item = AgendaItem.objects.get(title="Đường sá").pk
    assert steward.post(f"{AGENDA}{item}/move/", {"seen": agendas.version(KEY), "to": "1"}).status_code == 302
    assert steward.post(f"{AGENDA}{item}/move/", {"seen": agendas.version(KEY), "to": "x"}).status_code == 302
    assert read(steward.get(AGENDA))[1][1][1] == "1. Đường sá"
    speaker = Delegate.objects.get(name="Hà").pk
    told = {
        **new,
        "seen": agendas.version(KEY),
        "minutes": "200",
        "speaker": str(speaker),
        "kind": "conclusion",
    }
    assert 'value="Đường sá"' in steward.get(f"{AGENDA}{item}/").content.decode()
    assert steward.post(f"{AGENDA}{item}/", told).status_code == 302
    assert "Chương trình dài hơn thời gian hội nghị" in read(steward.get(AGENDA))[0]
    assert steward.post(f"{AGENDA}{item}/", {**told, "minutes": "0"}).status_code == 200
    assert steward.post(f"{AGENDA}{item}/remove/", {"seen": agendas.version(KEY)}).status_code == 302
    assert steward.get(f"{AGENDA}{item}/").status_code == 404 and len(conferences.agenda(KEY)) == 3


def test_what_was_left_open_is_offered_and_taken_up(steward, monkeypatch):
    """At the top of the agenda; then it is offered no more."""
    prepared("preparing")
    left = (conferences.Open("task/1", "Sửa đường", "quá hạn"),)
    monkeypatch.setattr(conferences, "open_from_last", lambda round_id: left)
    text, _rows = read(steward.get(AGENDA))
    assert "Hội nghị trước còn lại những việc gì?" in text and "Sửa đường quá hạn" in text
    said = {"seen": agendas.version(KEY), "key": "task/1"}
    assert steward.post(f"{AGENDA}take-up/", said).status_code == 302
    text, rows = read(steward.get(AGENDA))
    assert rows[1][1] == "1. Sửa đường" and "còn lại những việc gì" not in text
    assert steward.post(f"{AGENDA}take-up/", {**said, "seen": agendas.version(KEY)}).status_code == 409


def test_the_steward_names_delegates_in_the_offices_order(steward):
    """One by one; the next number is offered; a seat is changed and taken back."""
    prepared("preparing")
    assert 'name="precedence" value="5"' in steward.get(DELEGATES).content.decode()
    told = {"precedence": "1", "name": "Vũ", "seat": "observer", "post": "Khách", "unit_key": "", "email": ""}
    assert steward.post(DELEGATES, told).status_code == 302
    rows = read(steward.get(DELEGATES))[1]
    assert [row[:2] for row in rows[1:3]] == [["1", "Chủ"], ["1", "Vũ"]]
    assert "Nhiều người có cùng thứ tự lễ tân (1): 1: Chủ = Vũ." in read(steward.get(PAGE))[0]
    again = steward.post(DELEGATES, told)
    assert again.status_code == 409 and "Người này đã có tư cách dự họp ấy" in read(again)[0]
    place = f"{DELEGATES}{Delegate.objects.get(name='Vũ').pk}/"
    assert 'value="Khách"' in steward.get(place).content.decode()
    assert steward.post(place, {**told, "precedence": "6"}).status_code == 302
    alone = steward.post(place, {**told, "unit_key": "north"})
    assert alone.status_code == 422 and "Người dự tại điểm cầu cần có địa chỉ" in read(alone)[0]
    assert steward.post(f"{place}withdraw/").status_code == 302
    assert steward.get(place).status_code == 404


def test_a_list_is_taken_whole_or_every_fault_is_shown_with_its_row(steward):
    """In words of the page's language; nothing of a faulty list is stored."""
    convened(key=KEY)
    text = "precedence,name,seat,site,email\n1,Chủ,chair,,\nx,Hà,delegate,Nowhere,ha@x.example\n"

    def send(content: str) -> object:
        file = SimpleUploadedFile("list.csv", content.encode())
        return steward.post(f"{DELEGATES}list/", {"file": file, "classification": "internal"})

    refused = send(text)
    said = read(refused)[0]
    assert refused.status_code == 422 and "hàng 3 · site: Không có điểm cầu tên này" in said
    assert "hàng 3 · precedence: Thứ tự lễ tân không phải số từ 1 đến 9999" in said
    assert "hàng 1 · seat: Thiếu cột" in read(send(text.replace("seat", "rank")))[0]
    assert steward.post(f"{DELEGATES}list/").status_code == 422 and not Delegate.objects.exists()
    assert send(text.replace("x,Hà", "2,Hà").replace("Nowhere", "01")).status_code == 302
    assert [one.name for one in reading.of_conference(KEY)] == ["Chủ", "Hà"]


def test_a_conference_goes_on_with_what_is_in_the_way_in_words(steward):
    """Held back without a chair; a site without anybody needs a reason; the chair opens it."""
    convened(key=KEY)
    page = steward.get(PAGE)
    assert "Hội nghị chưa có người chủ trì. Hãy ghi tên người chủ trì." in read(page)[0]
    assert "advance/" not in page.content.decode()
    for number, (name, seat_of) in enumerate((("Chủ", "chair"), ("Ghi", "clerk")), 1):
        told = {"precedence": number, "email": f"{name.lower()}@x.example", "by": "steward"}
        delegates.name(conference=KEY, name=name, seat=seat_of, **told)
    step = {"to": "convened", "reason": ""}
    refused = steward.post(f"{PAGE}advance/", step)
    assert refused.status_code == 422 and "Chuyển giai đoạn này cần có lý do" in read(refused)[0]
    assert "Có điểm cầu chưa ghi người dự (4)" in read(refused)[0]
    assert steward.post(f"{PAGE}advance/", {**step, "reason": "Bổ sung sau"}).status_code == 302
    assert "Hội nghị nay ở giai đoạn: đã triệu tập." in read(steward.get(f"{PAGE}?done"))[0]
    assert steward.post(f"{PAGE}advance/", {**step, "reason": "x"}).status_code == 409
    chair = seat("Chủ")
    assert "Chuyển sang: đang họp" in read(chair.get(PAGE))[0]
    opened = chair.post(f"{PAGE}advance/", {"to": "sitting", "reason": "Họp sớm"})
    assert opened.status_code == 302 and conferences.stage(KEY) == "sitting"
    assert steward.get(AGENDA).status_code == 403 and steward.get(f"{PAGE}change/").status_code == 403


def test_when_and_where_are_changed_and_a_conference_is_called_off(steward):
    """With the reason; who has a seat reads that it is off."""
    prepared()
    assert 'value="2027-01-15T08:00"' in steward.get(f"{PAGE}change/").content.decode()
    assert steward.post(f"{PAGE}change/", {**ABOUT, "place": "Hội trường B"}).status_code == 302
    assert conferences.by_key(KEY).place == "Hội trường B"
    wrong = steward.post(f"{PAGE}change/", {**ABOUT, "ends_at": ABOUT["begins_at"]})
    assert wrong.status_code == 422 and conferences.by_key(KEY).place == "Hội trường B"
    assert steward.post(f"{PAGE}call-off/", {"why": ""}).status_code == 200
    assert steward.post(f"{PAGE}call-off/", {"why": "Bão"}).status_code == 302
    text, _rows = read(seat("Hà").get(PAGE))
    assert "đã hủy" in text and "Tôi cần làm gì?" not in text
    assert CONVENE in steward.get(LIST).content.decode()


def test_a_delegate_asks_for_a_substitute_and_the_chair_answers():
    """For themselves alone; the chair is told of it, refuses one with a reason, and consents to another."""
    prepared()
    ha, chair, nam = seat("Hà"), seat("Chủ"), seat("Nam")
    own = Delegate.objects.get(name="Hà").pk
    told = {"delegate": str(own), "name": "Bình", "post": "Phó", "email": "binh@x.example", "reason": "Bị ốm"}
    assert nam.post(f"{SUBSTITUTES}ask/", told).status_code == 200, "not Nam's seat"
    assert ha.post(f"{SUBSTITUTES}ask/", told).status_code == 302
    assert ha.post(f"{SUBSTITUTES}ask/", told).status_code == 409
    assert "Bị ốm" in read(ha.get(SUBSTITUTES))[0] and "Bị ốm" not in read(nam.get(SUBSTITUTES))[0]
    assert "1 người dự thay đang chờ đồng chí đồng ý" in read(chair.get(PAGE))[0]
    answer = f"{SUBSTITUTES}{Delegate.objects.get(name='Bình').pk}/answer/"
    assert chair.post(answer, {"refuse": ""}).status_code == 422
    assert ha.post(answer, {"consent": ""}).status_code == 404
    assert chair.post(answer, {"refuse": "", "reason": "Cần trưởng đoàn"}).status_code == 302
    assert "Chủ trì không đồng ý: Cần trưởng đoàn" in read(ha.get(SUBSTITUTES))[0]
    assert ha.post(f"{SUBSTITUTES}ask/", {**told, "name": "Chi", "email": "chi@x.example"}).status_code == 302
    chi = seat("Chi")
    assert chi.get(PAGE).status_code == 404
    answer = f"{SUBSTITUTES}{Delegate.objects.get(name='Chi').pk}/answer/"
    assert chair.post(answer, {"consent": ""}).status_code == 302
    assert chair.post(answer, {"consent": ""}).status_code == 409
    assert "Chi dự họp thay đồng chí." in read(ha.get(PAGE))[0]
    text, rows = read(chi.get(PAGE))
    assert "tại: District of North" in text and any(row[0] == "Chi dự thay Hà" for row in rows)


def test_a_units_leader_asks_for_whoever_sits_at_the_units_site():
    """Not for another unit's; the officer reads and asks for nobody."""
    prepared()
    leader = client_of(person("binh@north.example", "Bình", "north", "leader", "north"))
    officer = client_of(person("o@north.example", "O", "north", "officer", "north"))
    site, others = f"{PAGE}units/north/substitutes/", Delegate.objects.get(name="Nam").pk
    told = {
        "delegate": str(Delegate.objects.get(name="Hà").pk),
        "name": "B",
        "email": "b@x.example",
        "reason": "ốm",
    }
    assert site in leader.get(f"{PAGE}units/north/").content.decode()
    assert leader.post(f"{site}ask/", {**told, "delegate": str(others)}).status_code == 200
    assert leader.post(f"{PAGE}units/south/substitutes/ask/", told).status_code == 404
    assert officer.post(f"{site}ask/", told).status_code == 404
    assert not Delegate.objects.exclude(stands_for=None).exists()
    assert leader.post(f"{site}ask/", told).status_code == 302
    assert "Đang chờ chủ trì." in read(officer.get(site))[0]
    # A seat opens no other unit's page, neither to read nor to ask.
    seated = seat("Nam")
    assert seated.get(site).status_code == seated.post(f"{site}ask/", told).status_code == 404


def test_a_form_without_the_mark_of_this_site_does_nothing(steward):
    """Whichever of them."""
    prepared("preparing")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = steward.cookies
    for address in (
        AGENDA,
        DELEGATES,
        f"{DELEGATES}list/",
        f"{PAGE}change/",
        f"{PAGE}advance/",
        f"{PAGE}call-off/",
    ):
        assert strict.post(address, {"why": "x"}).status_code == 403
    assert conferences.stage(KEY) == "preparing"

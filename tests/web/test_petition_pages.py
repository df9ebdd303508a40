"""Petitions on pages: lodged, assigned, answered and judged; another's does not exist for the reader."""

import csv
import io
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from giaoban.actions import answers, assignments, petitions
from giaoban.queries.uploads import Upload
from giaoban.records.models import Conference, Person, Petition
from tests.factories import positions
from tests.factories.conferences import KEY, conference
from tests.factories.packs import ROUND
from tests.factories.petitions import TREASURY, WORKS, install
from tests.factories.positions import BRIDGE, RULES, TEACHERS
from tests.factories.sessions import client_of, person
from tests.factories.uploads import word
from tests.house.tree import PACKS
from tests.web.pages import read

pytestmark = pytest.mark.django_db
LIST, TABLE = "/vi/petitions/", "/vi/petitions.csv"
SONG = "canh chim bay qua"
STEPS = (
    "split", "leave_cluster", "route", "assign", "ask", "transfer", "pause", "resume", "extend", "contribute",
    "answer", "accept", "reopen", "withdraw",
)  # fmt: skip
_DEADLINES = """\
  - rule: petition_deadlines
    title: Deadlines
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    presets:
      - {preset: centre, role: lead, names: {en: For the centre}, competence: centre, working_days: 15,
         source: invented, confidence: DER}
"""
PEOPLE = {
    "leader": ("binh@north.example", "Bình", "north-office", "leader", "north"),
    "southern": ("sa@south.example", "Sa", "south-office", "leader", "south"),
    "officer": ("ha@north.example", "Hà", "north-office", "officer", "north"),
    "works": ("cong@works.example", "Công", WORKS, "respondent"),
    "treasury": ("tai@treasury.example", "Tài", TREASURY, "respondent"),
    "analyst": ("an@office.example", "An", "office", "analyst"),
    "approver": ("duyet@office.example", "Duyệt", "office", "approver"),
    "inspector": ("tra@watch.example", "Tra", "watch", "inspector"),
    "steward": ("quan@office.example", "Quản", "office", "steward"),
}


@pytest.fixture(autouse=True)
def pack(db, tmp_path, settings):
    """Install a pack with rules for petitions, and two ministries."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(tmp_path, **{"rules/classification.yaml": marks, "rules/petitions.yaml": RULES + _DEADLINES})


@pytest.fixture
def client():
    """Return a way to a client of one of `PEOPLE`."""
    known = {}

    def opened(who: str):
        if who not in known:
            known[who] = client_of(person(*PEOPLE[who]))
        return known[who]

    return opened


def ahead(days: int) -> str:
    """Return a day that lies so many days ahead, as a form sends it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def lodged(text: str = BRIDGE, unit_key: str = "north", **more: object) -> int:
    """Lodge a petition today, and return its key."""
    told = {"channel": "report", "subject": "ROADS", "by": f"leader of {unit_key}", **more}
    return petitions.lodge(round_id=ROUND, unit_key=unit_key, text=text, **told).pk


def assigned(text: str = BRIDGE, lead: str = WORKS, **more: object) -> int:
    """Lodge a petition and assign it, for ten days."""
    pk = lodged(text)
    day = timezone.localdate() + timedelta(days=10)
    assignments.assign(petition=pk, lead=lead, due_on=day, by="analyst", **more)
    return pk


def answered(text: str = BRIDGE, **more: object) -> int:
    """Lodge, assign and answer a petition."""
    pk = assigned(text)
    told = {"answer_class": "settled", "text": "The bridge is built.", **more}
    answers.answer(petition=pk, by="cong@works.example", **told)
    return pk


def page_of(pk: int) -> str:
    """Return the address of a petition."""
    return f"{LIST}{pk}/"


def test_a_petition_goes_from_the_unit_to_its_acceptance(client):
    """Lodged by the leader, assigned by the analyst, answered with a file, reopened, answered, accepted."""
    leader, analyst, works = (client(who) for who in ("leader", "analyst", "works"))
    new = "/vi/units/north/petitions/new/"
    typed = {"text": BRIDGE, "channel": "after", "subject": "ROADS", "addressee": "CENTRE"}
    sent = leader.post(new, typed)
    row = Petition.objects.get()
    page = page_of(row.pk)
    assert sent.headers["Location"] == f"{page}?done"
    assert "chờ phân công" in read(leader.get(page))[0] and BRIDGE in leader.get(page).content.decode()
    assert works.get(page).status_code == 404
    given = {"lead": WORKS, "due_on": ahead(10), "others": [TREASURY]}
    assert analyst.post(f"{page}assign/", given).headers["Location"] == f"{page}?done"
    text = read(works.get(page))[0]
    assert "Ministry of Works" in text and "Thời hạn ban đầu" in text and "Trả lời kiến nghị" in text
    signed = word("Signed")
    file = SimpleUploadedFile("Trả lời.docx", signed)
    reply = {"answer_class": "explained", "text": "There is no money.", "symbol": "12/CV", "file": file}
    assert works.post(f"{page}answer/", {**reply, "classification": "internal"}).status_code == 302
    text = read(leader.get(page))[0]
    assert "There is no money." in text and "12/CV" in text and "giải trình" in text
    (given_answer,) = row.answers.all()
    fetched = leader.get(f"{page}answers/{given_answer.answer_id}/")
    assert fetched.content == signed and "attachment" in fetched.headers["Content-Disposition"]
    assert leader.post(f"{page}reopen/", {"reason": "Chưa có tiền"}).status_code == 302
    text = read(works.get(page))[0]
    assert "Địa phương đề nghị giải quyết tiếp" in text and "Chưa có tiền" in text
    again = {"answer_class": "settled", "text": "Money is there."}
    assert works.post(f"{page}answer/", again).status_code == 302
    assert leader.post(f"{page}accept/").status_code == 302
    assert "địa phương đã đồng ý" in read(leader.get(page))[0]


@pytest.mark.parametrize("who", ["southern", "treasury"])
def test_anothers_petition_answers_like_one_that_there_is_not(client, who):
    """By its page, by its file, by every step; and neither the register nor its file says anything of it."""
    pk = answered(SONG, file=Upload(word("Signed"), "signed.docx", "internal"))
    reader, answer_id = client(who), Petition.objects.get(pk=pk).answers.get().answer_id
    for address in (LIST, TABLE, f"{LIST}?q=canh", f"{LIST}?unit=north&state=answered"):
        assert SONG not in reader.get(address).content.decode(), address
    asked = [("get", ""), ("get", f"answers/{answer_id}/"), *(("post", f"{one}/") for one in STEPS)]
    for method, part in asked:
        theirs, none = (getattr(reader, method)(f"{page_of(one)}{part}") for one in (pk, pk + 99))
        assert theirs.status_code == none.status_code, part
        assert theirs.status_code in (403, 404) and SONG not in theirs.content.decode(), part
    pages = [read(reader.get(page_of(one)))[0] for one in (pk, pk + 99)]
    assert pages[0].replace(f"/{pk}/", "") == pages[1].replace(f"/{pk + 99}/", "")


def test_nobody_reads_the_register_without_signing_in_or_without_an_office():
    """Whoever is nobody is led to the sign-in; who has a seat at a conference alone is refused."""
    assert "/sign-in/" in Client().get(LIST).headers["Location"]
    conference()
    seated = client_of(Person.objects.get(email="hall@centre.example"))
    assert seated.get(LIST).status_code == 403
    assert 'href="/vi/petitions/"' not in seated.get("/vi/").content.decode()


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("leader", "withdraw"),
        ("officer", ""),
        ("works", "answer"),
        ("analyst", "route ask transfer pause"),
        ("approver", "route ask extend transfer pause"),
        ("inspector", ""),
        ("steward", ""),
    ],
)
def test_the_page_offers_the_steps_of_its_reader_and_no_others(client, who, steps):
    """Of a petition that a body has; what is not offered is refused, and changes nothing."""
    pk = assigned()
    page = client(who).get(page_of(pk)).content.decode()
    assert [one for one in STEPS if f'action="{page_of(pk)}{one}/"' in page] == [
        one for one in STEPS if one in steps.split()
    ]
    for step in (one for one in STEPS if one not in steps.split()):
        refused = client(who).post(f"{page_of(pk)}{step}/", {"reason": "X", "text": "X", "body": WORKS})
        assert refused.status_code in (403, 404, 409, 422), step
    assert Petition.objects.get(pk=pk).stage == "assigned"


def test_what_is_to_be_mended_is_told_beside_what_was_typed(client):
    """No deadline, no road map, a file without classification or with a mark: the page says what."""
    pk, analyst = lodged(), client("analyst")
    refused = analyst.post(f"{page_of(pk)}assign/", {"lead": WORKS})
    assert refused.status_code == 422 and "Hãy đặt thời hạn" in read(refused)[0]
    assert 'value="works" selected' in refused.content.decode()
    refused = analyst.post(f"{page_of(pk)}assign/", {"lead": WORKS, "due_on": ahead(-3)})
    assert refused.status_code == 422 and "Thời hạn" in read(refused)[0]
    assigned_one, works = assigned(TEACHERS), client("works")
    reply = {"answer_class": "in_progress", "text": "Sẽ làm."}
    refused = works.post(f"{page_of(assigned_one)}answer/", reply)
    assert refused.status_code == 422 and "Sẽ làm." in refused.content.decode()
    marked = SimpleUploadedFile("a.docx", word("Text", header="TUYỆT MẬT"))
    sent = {**reply, "answer_class": "settled", "file": marked}
    assert works.post(f"{page_of(assigned_one)}answer/", sent).status_code == 422
    marked.seek(0)
    refused = works.post(f"{page_of(assigned_one)}answer/", {**sent, "classification": "internal"})
    assert refused.status_code == 422 and not Petition.objects.get(pk=assigned_one).answers.exists()


def test_the_rules_propose_a_deadline_once_it_is_said_whose_business_it_is(client):
    """So many working days from today; a day that is typed goes before them."""
    pk, analyst = lodged(), client("analyst")
    assert "For the centre" not in analyst.get(page_of(pk)).content.decode()
    assert analyst.post(f"{page_of(pk)}route/", {"competence": "centre"}).status_code == 302
    assert "15 ngày làm việc, For the centre" in read(analyst.get(page_of(pk)))[0]
    assert analyst.post(f"{page_of(pk)}assign/", {"lead": WORKS, "due_days": "15"}).status_code == 302
    row = Petition.objects.get(pk=pk)
    assert row.due_days == 15 and f"{row.due_on:%d/%m/%Y}" in read(analyst.get(page_of(pk)))[0]
    other = lodged(TEACHERS)
    analyst.post(f"{page_of(other)}route/", {"competence": "centre"})
    typed = {"lead": WORKS, "due_days": "15", "due_on": ahead(60)}
    assert analyst.post(f"{page_of(other)}assign/", typed).status_code == 302
    assert Petition.objects.get(pk=other).due_days is None


def test_the_office_enters_what_came_on_paper_and_a_unit_only_its_own(client):
    """With the day on which it came; a leader finds neither the office's page nor another unit's."""
    typed = {"text": BRIDGE, "channel": "report", "unit_key": "south", "on": ahead(-7)}
    assert client("analyst").post(f"{LIST}new/", typed).status_code == 302
    row = Petition.objects.get()
    assert (row.unit_key, row.lodged_on) == ("south", timezone.localdate() - timedelta(days=7))
    assert client("leader").get(f"{LIST}new/").status_code == 404
    assert client("leader").get("/vi/units/south/petitions/new/").status_code == 404
    # Another unit's key in the form of one's own says nothing.
    own = {"text": BRIDGE, "channel": "after", "unit_key": "south", "on": ahead(-7)}
    client("leader").post("/vi/units/north/petitions/new/", own)
    row = Petition.objects.latest("pk")
    assert (row.unit_key, row.lodged_on) == ("north", timezone.localdate())
    refused = client("leader").post("/vi/units/north/petitions/new/", {"text": " ", "channel": "after"})
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()


def test_a_compound_petition_is_split_in_its_editor(client):
    """What the rules propose stands there; a word that is lost is named; the parts lead back to the whole."""
    pk, analyst = lodged("We ask: a) build the bridge; b) send teachers."), client("analyst")
    assert ">We ask: b) send teachers.</textarea>" in analyst.get(page_of(pk)).content.decode()
    refused = analyst.post(f"{page_of(pk)}split/", {"part": ["We ask: a) build the bridge;", "b) send"]})
    assert refused.status_code == 422 and "teachers" in read(refused)[0]
    parts = ["We ask: a) build the bridge;", "We ask: b) send teachers.", ""]
    assert analyst.post(f"{page_of(pk)}split/", {"part": parts}).status_code == 302
    text = read(analyst.get(page_of(pk)))[0]
    assert "2023-01/01.1" in text and "2023-01/01.2" in text
    part = Petition.objects.get(number="2023-01/01.2")
    assert f'href="{page_of(pk)}"' in client("leader").get(page_of(part.pk)).content.decode()


def test_a_cluster_is_named_to_who_reads_all_of_it_only(client):
    """Put together in the register; the unit of one of them sees neither the other nor the title."""
    first, second = lodged(BRIDGE), lodged(SONG, unit_key="south")
    told = {"petition": [first, second], "title": "The northern bridge"}
    analyst = client("analyst")
    assert analyst.post(f"{LIST}together/", {**told, "title": " "}).status_code == 422
    assert analyst.post(f"{LIST}together/", told).status_code == 302
    text = read(analyst.get(page_of(first)))[0]
    assert "The northern bridge" in text and "2023-02/01" in text
    own = client("leader").get(page_of(first)).content.decode()
    assert "The northern bridge" not in own and "2023-02/01" not in own and SONG not in own
    assert analyst.post(f"{page_of(first)}leave_cluster/").status_code == 302
    assert "The northern bridge" not in read(analyst.get(page_of(first)))[0]


def test_the_register_is_narrowed_by_its_address_and_its_file_is_complete(client):
    """State, unit, subject, body, round and words; overdue first; nothing in the file runs."""
    late, plain = assigned("=1+1 money"), lodged(TEACHERS, unit_key="south", subject="SCHOOLS")
    Petition.objects.filter(pk=late).update(due_on=timezone.localdate() - timedelta(days=4))
    analyst = client("analyst")
    page = analyst.get(LIST).content.decode()
    assert page.index(f'href="{page_of(late)}"') < page.index(f'href="{page_of(plain)}"')
    assert "quá hạn" in page and "tính đến" in page
    for asked, shown in (
        ("state=overdue", {late}), ("state=lodged", {plain}), ("unit=south", {plain}), ("q=money", {late}),
        ("subject=SCHOOLS", {plain}), (f"body={WORKS}", {late}), (f"round={ROUND}", {late, plain}),
        ("q=nothing", set()), ("page=99&state=open", {late, plain}), ("page=x", {late, plain}),
    ):  # fmt: skip
        page = analyst.get(f"{LIST}?{asked}").content.decode()
        assert {one for one in (late, plain) if f'href="{page_of(one)}"' in page} == shown, asked
    rows = list(csv.reader(io.StringIO(analyst.get(f"{TABLE}?state=lodged").content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Số", "Địa phương", "Nội dung"] and len(rows) == 3
    assert {row[2] for row in rows[1:]} == {"'=1+1 money", TEACHERS}
    own = list(csv.reader(io.StringIO(client("leader").get(TABLE).content.decode("utf-8-sig"))))
    assert [row[2] for row in own[1:]] == ["'=1+1 money"]


def test_the_deadline_first_set_and_every_change_stay_on_the_page(client):
    """Why it was paused, got more time and went to another body: all whose it is read it."""
    pk, analyst, approver = assigned(others=[TREASURY]), client("analyst"), client("approver")
    first = Petition.objects.get(pk=pk).first_due_on
    assert analyst.post(f"{page_of(pk)}pause/", {"reason": " "}).status_code == 422
    assert analyst.post(f"{page_of(pk)}pause/", {"reason": "Chờ quy hoạch"}).status_code == 302
    assert analyst.post(f"{page_of(pk)}resume/").status_code == 302
    more = {"to_on": ahead(30), "reason": "Việc khó"}
    assert analyst.post(f"{page_of(pk)}extend/", more).status_code == 403
    assert approver.post(f"{page_of(pk)}extend/", more).status_code == 302
    said = {"body": TREASURY, "text": "Đủ vốn"}
    assert client("works").post(f"{page_of(pk)}contribute/", said).status_code == 404
    assert client("treasury").post(f"{page_of(pk)}contribute/", {**said, "body": WORKS}).status_code == 422
    assert client("treasury").post(f"{page_of(pk)}contribute/", said).status_code == 302
    handed = {"lead": TREASURY, "reason": "Đúng thẩm quyền"}
    assert analyst.post(f"{page_of(pk)}transfer/", handed).status_code == 302
    text = read(client("leader").get(page_of(pk)))[0]
    for word_ in (
        "Chờ quy hoạch",
        "Việc khó",
        "Đủ vốn",
        "Đúng thẩm quyền",
        f"Thời hạn ban đầu: {first:%d/%m/%Y}",
    ):
        assert word_ in text, word_
    # It is not theirs any more.
    assert client("works").get(page_of(pk)).status_code == 404


def test_bodies_are_compared_among_those_with_as_many(client):
    """Numerator and denominator stand there; two volumes make two tables."""
    for number in range(5):
        answered(f"{TEACHERS} {number}")
    assigned(lead=TREASURY)
    page = client("officer").get(f"{LIST}bodies/")
    text, rows = read(page)
    assert "Từ 5 đến dưới 20 kiến nghị" in text and "Từ 1 đến dưới 5 kiến nghị" in text
    assert rows[1][:3] == ["Ministry of Works", "5 / 5", "5 / 5"]
    assert rows[3][0] == "Treasury" and rows[3][5:] == ["0", "1"]
    assert page.content.decode().count("<table") == 2


def test_positions_are_taken_over_once_the_conference_is_over(client):
    """By the analyst, each under its number and only once; the approver is not offered it."""
    conference()
    position_id = positions.filed()
    page, analyst = f"/vi/conferences/{KEY}/positions/", client("analyst")
    assert analyst.post(f"{page}take-over/").status_code == 409
    Conference.objects.update(stage="adjourned")
    assert "take-over" not in client("approver").get(page).content.decode()
    assert client("approver").post(f"{page}take-over/").status_code == 404
    assert "take-over" in analyst.get(page).content.decode()
    for _ in range(2):
        assert analyst.post(f"{page}take-over/").status_code == 302
    row = Petition.objects.get()
    assert (row.position_id, row.number, row.text) == (position_id, "2023-01/01", BRIDGE)

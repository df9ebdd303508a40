"""Petitions on pages: lodged, assigned, answered and judged; what is another's does not exist for the reader."""

import csv
import io
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from giaoban.actions import answers, assignments, contributions, petition_clusters, petitions
from giaoban.records.models import Conference, Petition
from tests.factories import positions
from tests.factories.conferences import KEY, conference
from tests.factories.packs import ROUND
from tests.factories.petitions import TREASURY, WORKS, install
from tests.factories.positions import BRIDGE, TEACHERS
from tests.factories.sessions import client_of, person
from tests.factories.uploads import word
from tests.web.pages import read

pytestmark = pytest.mark.django_db
LIST, TABLE = "/vi/petitions/", "/vi/petitions.csv"
SECRET = "canh chim bay qua"
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
    install(tmp_path)


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
    file = SimpleUploadedFile("Trả lời.docx", word("Signed"))
    reply = {"answer_class": "explained", "text": "There is no money.", "symbol": "12/CV", "file": file}
    assert works.post(f"{page}answer/", {**reply, "classification": "internal"}).status_code == 302
    text = read(leader.get(page))[0]
    assert "There is no money." in text and "12/CV" in text and "giải trình" in text
    (given_answer,) = row.answers.all()
    fetched = leader.get(f"{page}answers/{given_answer.answer_id}/")
    assert fetched.content == word("Signed") and "attachment" in fetched.headers["Content-Disposition"]
    assert leader.post(f"{page}reopen/", {"reason": "Chưa có tiền"}).status_code == 302
    text = read(works.get(page))[0]
    assert "Địa phương đề nghị giải quyết tiếp" in text and "Chưa có tiền" in text
    assert works.post(f"{page}answer/", {"answer_class": "settled", "text": "Money is there."}).status_code == 302
    assert leader.post(f"{page}accept/").status_code == 302
    assert "địa phương đã đồng ý" in read(leader.get(page))[0]


@pytest.mark.parametrize("who", ["southern", "treasury"])
def test_anothers_petition_answers_like_one_that_there_is_not(client, who):
    """By its page, by its file, by every step; and neither the register nor its file says anything of it."""
    file = positions_file()
    pk = answered(SECRET, file=file)
    reader, answer_id = client(who), Petition.objects.get(pk=pk).answers.get().answer_id
    assert SECRET not in read(reader.get(LIST))[0] + reader.get(TABLE).content.decode()
    assert reader.get(f"{LIST}?q=canh").content.decode().count("canh chim") == 0
    for method, part in [("get", ""), ("get", f"answers/{answer_id}/"), *(("post", f"{one}/") for one in STEPS)]:
        theirs, none = (getattr(reader, method)(f"{page_of(one)}{part}") for one in (pk, pk + 99))
        assert theirs.status_code == none.status_code, part
        assert theirs.status_code in (403, 404), part
        assert SECRET not in theirs.content.decode()
    pages = [read(reader.get(page_of(one)))[0] for one in (pk, pk + 99)]
    assert pages[0].replace(f"/{pk}/", "") == pages[1].replace(f"/{pk + 99}/", "")


STEPS = (
    "split", "leave_cluster", "route", "assign", "ask", "transfer", "pause", "resume", "extend", "contribute",
    "answer", "accept", "reopen", "withdraw",
)  # fmt: skip


def positions_file():
    """Return a signed file as somebody sends it."""
    from giaoban.queries.uploads import Upload

    return Upload(word("Signed"), "signed.docx", "internal")

"""The plan of inspections on pages: read by the office, written by analysts and inspectors, decided of."""

import csv
import io

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giaoban.core.conduct.plans import COLUMNS, cells_of
from giaoban.files.tables.text import write_csv
from giaoban.queries import inspections as reading
from giaoban.records.models import Inspection, OverlapDecision
from tests.factories.inspections import YEAR, install, meeting, plan, row
from tests.factories.programs import holder
from tests.factories.sessions import client_of
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PLAN, OVERLAPS = "/vi/inspections/", "/vi/inspections/overlaps/"
IN_YEAR = f"?pack=test&year={YEAR}"
TYPED = {
    "number": "P-7", "body": "Ủy ban Kiểm tra", "branch": "PARTY", "objects": "Sở Y tế\nSở Nội vụ",
    "contents": ["finance", "land"], "begins_on": f"{YEAR}-04-01", "last_on": f"{YEAR}-04-30",
}  # fmt: skip


@pytest.fixture(autouse=True)
def installed(workspace, tmp_path, settings):
    """Install the small pack with its branches and contents."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)


@pytest.fixture
def analyst() -> Client:
    """Return a client of an analyst."""
    return client_of(holder("analyst"))


def test_an_analyst_plans_changes_and_cancels(analyst):
    """Each step stands on the row's page; the plan lists it with its branch and its days."""
    assert "Không có cuộc nào" in read(analyst.get(PLAN + IN_YEAR))[0]
    made = analyst.post(f"{PLAN}new/{IN_YEAR}", TYPED)
    there = Inspection.objects.get()
    page = f"{PLAN}{there.pk}/"
    assert made.headers["Location"] == page
    _, rows = read(analyst.get(PLAN + IN_YEAR))
    assert rows[1][:3] == ["P-7", "Ủy ban Kiểm traParty inspection", "Sở Y tế; Sở Nội vụ"]
    form = analyst.get(f"{page}change/").content.decode()
    assert "Sở Y tế\nSở Nội vụ" in form and f'value="{YEAR}-04-30"' in form
    changed = {**TYPED, "objects": "Sở Y tế", "seen": 1}
    assert analyst.post(f"{page}change/", changed).headers["Location"] == page
    assert reading.planned(reading.by_id(there.pk)).objects == ("Sở Y tế",)
    late = analyst.post(f"{page}change/", changed)
    assert late.status_code == 409 and "Đã có người khác sửa" in read(late)[0]
    assert analyst.post(f"{page}cancel/", {"seen": 2, "reason": " "}).status_code == 422
    assert analyst.post(f"{page}cancel/", {"seen": 2, "reason": "Đã gộp"}).status_code == 302
    text = read(analyst.get(page))[0]
    assert "Đã gộp" in text and "Hủy cuộc này" not in text


def test_what_is_wrong_is_told_beside_what_was_typed(analyst):
    """By the form itself, and by the plan: the day of another year, an organisation twice."""
    blank = analyst.post(f"{PLAN}new/{IN_YEAR}", {**TYPED, "contents": []})
    assert "Ủy ban Kiểm tra" in blank.content.decode() and 'href="#id_contents_0"' in blank.content.decode()
    wrong = {**TYPED, "objects": "Sở Y tế\nSỞ Y TẾ", "begins_on": "2025-04-01"}
    refused = analyst.post(f"{PLAN}new/{IN_YEAR}", wrong)
    text = read(refused)[0]
    assert refused.status_code == 422 and "Một tổ chức được ghi hai lần" in text
    assert "Ngày bắt đầu không thuộc năm của kế hoạch" in text
    assert Inspection.objects.count() == 0


def test_an_overlap_waits_until_people_decide(analyst):
    """It stands on the plan, on both rows and on its list; the decision stays; dropping cancels."""
    one, other = meeting()
    text = read(analyst.get(PLAN + IN_YEAR))[0]
    assert "1 trùng lặp chờ quyết định" in text
    for row_id in (one.pk, other.pk):
        assert "cùng từ 09/03/2026 đến 10/03/2026" in read(analyst.get(f"{PLAN}{row_id}/"))[0]
    page = f"{OVERLAPS}{one.pk}/{other.pk}/"
    assert page in analyst.get(OVERLAPS + IN_YEAR).content.decode()
    said = {"choice": "joined", "reason": "Hai thủ trưởng đã trao đổi", "seen_first": 1, "seen_second": 1}
    assert analyst.post(page, {**said, "choice": ""}).status_code == 200
    assert analyst.post(page, {**said, "seen_second": 3}).status_code == 409
    assert OverlapDecision.objects.count() == 0
    assert analyst.post(page, said).status_code == 302
    text = read(analyst.get(OVERLAPS + IN_YEAR))[0]
    assert (
        "0 trùng lặp chờ quyết định" in text
        and "Hai thủ trưởng đã trao đổi" in text
        and "an@office" not in text
    )
    dropping = {**said, "choice": f"dropped/{other.pk}", "reason": "Kế thừa kết quả của P-1"}
    assert analyst.post(page, dropping).status_code == 302
    assert reading.by_id(other.pk).cancelled == "Kế thừa kết quả của P-1"
    assert analyst.get(page).status_code == 404
    assert "Kế thừa kết quả của P-1" in read(analyst.get(OVERLAPS + IN_YEAR))[0]


def test_a_list_is_taken_and_comes_out_as_it_went_in(analyst):
    """What is wrong with it is told by row and column; the file that is handed out can be taken again."""

    def send(*rows):
        file = SimpleUploadedFile("plan.csv", write_csv([COLUMNS, *rows]))
        return analyst.post(f"{PLAN}take/{IN_YEAR}", {"file": file, "classification": "internal"})

    sound = [cells_of(row(f"P-{n}", objects=(f"Sở {n}",))) for n in range(3)]
    refused = send(*sound, ["P-9", "", "POLICE", "a", "land", "soon", "soon", ""])
    text = read(refused)[0]
    assert refused.status_code == 422 and "hàng 5 · branch" in text and "Không có ngành này" in text
    assert Inspection.objects.count() == 0
    assert send(*sound).status_code == 302 and Inspection.objects.count() == 3
    sent = analyst.get(f"/vi/inspections.csv{IN_YEAR}")
    assert list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig")))) == [
        list(COLUMNS),
        *map(list, sound),
    ]


def test_the_office_reads_and_only_analysts_and_inspectors_write():
    """For the provinces and the ministries there is no plan; an approver sees no button and may not write."""
    one, other = meeting()
    addresses = [PLAN, OVERLAPS, "/vi/inspections.csv", f"{PLAN}{one.pk}/"]
    writes = [f"{PLAN}new/", f"{PLAN}take/", f"{PLAN}{one.pk}/change/", f"{OVERLAPS}{one.pk}/{other.pk}/"]
    for role in ("approver", "steward", "inspector"):
        client = client_of(holder(role))
        assert [client.get(one).status_code for one in addresses] == [200] * 4
        wanted = 200 if role == "inspector" else 403
        assert [client.get(one + IN_YEAR).status_code for one in writes] == [wanted] * 4
        assert (f"{PLAN}new/" in client.get(PLAN).content.decode()) == (role == "inspector")
    for role in ("officer", "leader", "respondent"):
        client = client_of(holder(role))
        assert {client.get(one).status_code for one in addresses + writes} == {403}
        assert PLAN not in client.get("/vi/desk/").content.decode()


def test_a_long_plan_is_read_page_by_page(analyst):
    """A hundred rows at a time; what is asked stays asked on the next page; wrong numbers are no errors."""
    for n in range(101):
        plan(f"P-{n:03}", objects=(f"Sở {n}",))
    first = analyst.get(f"{PLAN}{IN_YEAR}&branch=PARTY")
    following = f"{IN_YEAR}&branch=PARTY&page=2#table".replace("&", "&amp;")
    assert len(read(first)[1]) == 101 and following in first.content.decode()
    assert len(read(analyst.get(f"{PLAN}{IN_YEAR}&branch=PARTY&page=2"))[1]) == 2
    for odd in ("page=99", "page=-1", "page=x", "branch=POLICE", "q=%00"):
        assert analyst.get(f"{PLAN}{IN_YEAR}&{odd}").status_code == 200
    assert analyst.get(f"{PLAN}?year=9999").status_code == 404
    assert analyst.get(f"{PLAN}?pack=none").status_code == 404

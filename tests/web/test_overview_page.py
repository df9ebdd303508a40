"""The overview's pages: who may see them, that they show nothing of a draft, and the button."""

import csv
import io
import re

import pytest
from django.test import Client
from django.utils import timezone

from giaoban.actions import jobs as asking
from giaoban.queries import jobs
from giaoban.records.models import Comment, Entry, Event, Submission
from tests.factories import reporting
from tests.factories.mails import smtp_server
from tests.factories.packs import ROUND
from tests.factories.progress import CANARY, mixed
from tests.factories.reminding import collect, enter
from tests.web.pages import read

OVERVIEW, STATUS = f"/vi/rounds/{ROUND}/overview/", f"/vi/rounds/{ROUND}/status/"
FILE, REMIND = f"/vi/rounds/{ROUND}/overview.csv", f"{OVERVIEW}remind/"
NORTH, SOUTH = (f"/vi/rounds/{ROUND}/units/{unit}/status/" for unit in ("north", "south"))


@pytest.fixture(autouse=True)
def collecting(db, tmp_path, settings):
    """Return nothing: a round collects; the north is approved, the south has submitted, “split” fills in."""
    settings.ALLOWED_HOSTS = ["testserver"]
    collect(tmp_path)
    mixed(ROUND, timezone.now(), has_people=False)


@pytest.fixture
def analyst() -> Client:
    """Return a client signed in as an analyst of the central office."""
    return enter("an@office.example")


def test_the_page_answers_who_still_owes_what(analyst):
    """How many have sent, how many are in each state, who waits for whom; the late ones first."""
    text, rows = read(analyst.get(OVERVIEW))
    assert "2/3 địa phương đã gửi báo cáo" in text and "1 địa phương đang trễ hạn" in text
    assert ["đang nhập", "1", ""] in rows and ["đã gửi", "1", ""] in rows
    units = {row[0]: row for row in rows if row and row[0] in ("North", "South", "Split")}
    assert next(iter(units)) == "Split" and len(units) == 3
    assert units["Split"][1:4:2] == ["đang nhập", "cán bộ báo cáo chưa ai giữ vai trò này"]
    assert units["South"][1:4:2] == ["đã gửi", "chuyên viên thẩm định an"]
    assert re.search(r"Tính đến \d\d:\d\d \d\d/\d\d/\d{4}", text)


def test_nothing_of_a_draft_is_on_any_page_or_in_the_file(analyst):
    """A canary in every line and in a comment: the central office sees numbers only."""
    assert Entry.objects.filter(text=CANARY).exists()
    Comment.objects.create(submission=Submission.objects.first(), text=CANARY, at=timezone.now(), by="x")
    for address in (OVERVIEW, STATUS, NORTH, FILE):
        answer = analyst.get(address)
        assert answer.status_code == 200 and CANARY not in answer.content.decode(), address


def test_the_table_is_searched_without_accents_filtered_and_sorted_by_address(analyst):
    """A search, a state, an order; the links keep what is asked; what nobody can ask for changes nothing."""

    def names(query: str) -> list[str]:
        page = analyst.get(f"{OVERVIEW}?{query}").content.decode()
        return re.findall(r'column-unit"><a href="[^"]+">([^<]+)</a>', page)

    assert names("q=nôrth") == ["North"] and names("q=nobody") == names("state=none") == []
    assert names("state=drafting") == ["Split"] and names("state=approved&q=sou") == []
    assert names("sort=unit&order=ascending") == ["North", "South", "Split"]
    assert names("sort=unit&order=descending") == ["Split", "South", "North"]
    assert sorted(names("sort=secret&order=sideways")) == ["North", "South", "Split"]
    page = analyst.get(f"{OVERVIEW}?state=drafting&q=s").content.decode()
    assert "state=drafting&amp;q=s&amp;sort=unit&amp;order=ascending#table" in page


def test_the_file_holds_every_unit_whatever_was_searched(analyst):
    """CSV with a mark for spreadsheets, one row a unit, numbers plain."""
    answer = analyst.get(f"{FILE}?q=north&state=drafting")
    assert answer["Content-Disposition"].endswith('"2023-test-overview.csv"')
    heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    by_key = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert set(by_key) == {"north", "south", "split"}
    told = [
        [by_key[key][name] for name in ("Tình trạng", "Đã nhập", "Phải nhập")] for key in ("split", "south")
    ]
    assert told == [["đang nhập", "1", "1"], ["đã gửi", "1", "1"]]


@pytest.mark.parametrize(
    ("email", "codes"),
    [("an@office.example", (200, 200, 200, 200, 200)), ("kim@office.example", (200, 200, 200, 200, 200)),
     ("ly@office.example", (200, 200, 200, 200, 200)), ("vu@watch.example", (200, 200, 200, 200, 200)),
     ("ha@north.example", (404, 404, 404, 200, 404)), ("binh@north.example", (404, 404, 404, 200, 404))],
)  # fmt: skip
def test_who_may_see_what(email, codes):
    """The central office and the inspectors all of it; a province its own unit, and nothing of another's."""
    who = enter(email)
    assert tuple(who.get(page).status_code for page in (OVERVIEW, STATUS, FILE, NORTH, SOUTH)) == codes
    if codes[-1] == 404:
        anothers, nobodys = (who.get(SOUTH.replace("south", key)) for key in ("south", "none"))
        assert read(anothers)[0].replace("south", "none") == read(nobodys)[0]


def test_nobody_sees_anything_of_a_round_that_was_never_opened():
    """Whoever has not signed in is led to the sign-in."""
    assert Client().get(OVERVIEW).status_code == 302
    assert enter("an@office.example").get(OVERVIEW.replace(ROUND, "none")).status_code in (403, 404)


def test_the_button_says_whom_it_reminds_and_asks_the_worker_once(analyst):
    """Pressed twice, the job waits once; when it is done, the page says to how many mails went."""
    text, _ = read(analyst.get(OVERVIEW))
    assert "Hiện không có ai để nhắc" in text  # the one who fills in has no officer, the analyst is who asks
    Submission.objects.filter(unit_key="north").update(status="completed", at=timezone.now())
    text, _ = read(analyst.get(OVERVIEW))
    assert "1 người sẽ nhận mỗi người một thư" in text and "gửi đi: 1" in text
    assert "1 địa phương đang chờ một vai trò chưa ai giữ" in text
    for _ in range(2):
        answer = analyst.post(REMIND)
        assert (answer.status_code, answer["Location"]) == (302, f"{OVERVIEW}#remind")
    (job,) = jobs.latest()
    assert (job.job, job.state, job.by) == ("remind", "ready", "an@office.example")
    assert "Thư đang được gửi đi" in read(analyst.get(OVERVIEW))[0]
    with smtp_server() as mails:
        asking.run.call(job="remind", by="an@office.example", about={"round_id": ROUND})
    assert [mail["To"] for mail in mails] == ["binh@north.example"]
    assert Event.objects.filter(verb="reminder.sent", actor="an@office.example").count() == 1
    assert "Lần gần nhất đã gửi cho 1 người" in read(analyst.get(OVERVIEW))[0]


def test_only_who_may_remind_has_the_button_and_only_in_its_phase(analyst):
    """Approver and inspector read; in a frozen round nobody reminds. A forged form is turned away."""
    for email in ("kim@office.example", "vu@watch.example"):
        who = enter(email)
        assert "Nhắc việc" not in read(who.get(OVERVIEW))[0] and who.post(REMIND).status_code == 403
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = analyst.cookies
    assert forged.post(REMIND).status_code == 403
    assert analyst.get(REMIND).status_code == 405
    reporting.enter("frozen")
    assert "Nhắc việc" not in read(analyst.get(OVERVIEW))[0] and analyst.post(REMIND).status_code == 403
    assert jobs.latest() == ()


def test_one_page_says_where_the_round_stands(analyst):
    """Who is late by state with their names, and what waits at the central office since when."""
    text, rows = read(analyst.get(STATUS))
    assert ["đang nhập", "cán bộ báo cáo", "1", "Split"] in rows
    waiting = next(row for row in rows if row[0] == "đã gửi" and len(row) == 4)
    assert waiting[1:3] == ["chuyên viên thẩm định", "1"] and re.fullmatch(r"South \(\d\d/\d\d\)", waiting[3])
    assert "2/3" in text


def test_a_unit_sees_how_far_its_own_report_is():
    """State, for whom it waits by name, the deadline; its own people are led on to the form."""
    text, _ = read(enter("sam@south.example").get(SOUTH))
    assert "1/1 mục phải báo cáo đã được nhập" in text
    assert "đã gửi, từ ngày" in text and "chuyên viên thẩm định: an" in text and "Làm tiếp báo cáo" in text
    assert "Làm tiếp báo cáo" not in read(enter("an@office.example").get(SOUTH))[0]

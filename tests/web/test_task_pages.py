"""The pages of tasks: who finds which, what each may do there, and that no deadline and no word is lost."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from giaoban.actions import notices
from giaoban.actions import tasks as acting
from giaoban.queries import notices as notice_queries
from giaoban.records.models import Task, TaskProduct
from tests.factories.conferences import KEY, conference
from tests.factories.directives import WITH_DIRECTIVES
from tests.factories.notices import BY, whole
from tests.factories.sessions import client_of, person
from tests.factories.tasks import DUE, attach, done, install, task
from tests.factories.uploads import word
from tests.web.pages import read

pytestmark = pytest.mark.django_db
HA = "ha@north.example"
#: Steps of a task that its bodies take, and the office.
STEPS = ("report", "attach", "claim", "ask", "extend", "refuse", "close", "send-back")


@pytest.fixture(autouse=True)
def offices(workspace, tmp_path, settings):
    """Let there be offices, and a directive that may set tasks."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path, **WITH_DIRECTIVES)


def of(role: str, organisation: str = "centre", unit_key: str = "") -> Client:
    """Return a client of a new person in a role."""
    email = f"{role}@{organisation}.example"
    return client_of(person(email, email.partition("@")[0], organisation, role, unit_key))


def page(one: Task, step: str = "") -> str:
    """Return the address of a task, or of a step of it."""
    return f"/vi/tasks/{one.pk}/{step}"


def soon(days: int = 30) -> date:
    """Return a day to come."""
    return timezone.localdate() + timedelta(days=days)


def now(due_on: date | None = None, *others: str, lead: str = "finance", **about: object) -> Task:
    """Return a task that was set today."""
    return task(lead, *others, due_on=due_on or soon(), **{"at": timezone.now(), **about})


def rows(client: Client, query: str = "") -> list[str]:
    """Return the tasks of the register in their order, as they stand in its table."""
    return [one[0] for one in read(client.get(f"/vi/tasks/{query}"))[1][1:]]


def test_the_register_holds_what_one_has_a_part_in_overdue_first():
    """Each standing is counted under its word; the rates show numerator and denominator."""
    task("finance", what="late")
    now(what="soon")
    done(task("finance", what="done"), by="somebody")
    task("finance", due_on=None, what="without")
    now(None, "finance", lead="works", what="together")
    now(lead="works", what="another body's")
    ministry, office = of("respondent", "finance"), of("analyst")
    told = rows(ministry)
    assert told[0].startswith("late") and told[-1].startswith("done") and len(told) == 5
    assert not any("another body's" in one for one in told) and len(rows(office)) == 6
    text, _rows = read(ministry.get("/vi/tasks/"))
    assert "1/2 nhiệm vụ đến hạn đã hoàn thành 50,0%" in text
    for words in (
        "hoàn thành đúng hạn 1",
        "hoàn thành quá hạn 0",
        "trong hạn 2",
        "quá hạn 1",
        "không thời hạn 1",
    ):
        assert words in text
    assert "ngày làm việc" in text and "Tính đến" in text


def test_the_address_narrows_the_list_and_its_file_holds_all_of_it():
    """By standing, body and words; what the address says wrong narrows nothing; a file has no pages."""
    task("finance", what="late")
    now(what="plan the road")
    now(lead="works", what="plan the bridge")
    office = of("analyst")
    assert [one[:4] for one in rows(office, "?state=open_overdue")] == ["late"]
    assert len(rows(office, "?body=finance")) == 2 and len(rows(office, "?text=bridge")) == 1
    assert rows(office, "?text=nowhere") == [] and len(rows(office, "?state=x&body=y&page=zz")) == 3
    assert len(rows(office, "?round_id=2023-test")) == 3 and rows(office, "?state=reported") == []
    answer = office.get("/vi/tasks/tasks.csv?body=finance")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["Nhiệm vụ"] for line in lines] == ["late", "plan the road"]
    assert lines[0]["Thời hạn ban đầu"] == DUE.isoformat() and lines[0]["Tình trạng"].endswith("quá hạn")
    assert "private" in answer.headers["Cache-Control"]


def test_a_longer_list_has_pages_and_costs_no_more_statements(django_assert_max_num_queries):
    """Fifty stand on a page; the file holds them all."""
    for number in range(52):
        now(what=f"plan {number}")
    office = of("analyst")
    assert len(rows(office)) == 50 and len(rows(office, "?page=2")) == 2 == len(rows(office, "?page=9"))
    with django_assert_max_num_queries(26):
        office.get("/vi/tasks/")
    assert len(office.get("/vi/tasks/tasks.csv").content.splitlines()) == 53


def test_another_bodys_task_does_not_exist():
    """Its page, its dossier, its files and every step are answered like those of a task that there is not."""
    one = now(lead="works")
    attach(one)
    product = TaskProduct.objects.get().pk
    stranger = of("respondent", "finance")
    for step in ("", "dossier/", f"products/{product}/"):
        for address in (page(one, step), f"/vi/tasks/9999/{step}"):
            assert stranger.get(address).status_code == 404, address
    for step in ("report", "attach", "claim", "ask"):
        assert stranger.post(page(one, f"{step}/")).status_code == 404, step
    assert {stranger.post(page(one, f"{step}/")).status_code for step in STEPS[4:]} == {403}
    assert Client().get(page(one)).status_code == 302
    assert of("respondent", "works").get(page(one, f"products/{product}/")).status_code == 200


def test_a_task_of_a_draft_is_nobodys_yet_and_leads_to_its_clause_once_it_is_issued():
    """Until then its page does not exist, even for the office; the conference's list leads to it after."""
    conference("adjourned").items.filter(number=2).update(decision_sought="Spend it.")
    notices.draft(**BY)
    clause = next(row.pk for row in notice_queries.rows(KEY) if row.section == "task")
    one, office = acting.assign(**BY, clause=clause, sent=whole("finance")), of("approver")
    assert office.get(page(one)).status_code == 404 and rows(office) == []
    assert f'href="{page(one)}"' not in office.get(f"/vi/conferences/{KEY}/tasks/").content.decode()
    notices.issue(**BY, symbol="29-TB/X", signer="Lê Văn Ký")
    lead, other = of("respondent", "finance"), of("respondent", "works")
    told = lead.get(page(one)).content.decode()
    assert f'href="/vi/conferences/{KEY}/notice/#clause-{clause}"' in told and "29-TB/X · mục I.1" in told
    listed = f"/vi/conferences/{KEY}/tasks/"
    assert f'href="{page(one)}"' in lead.get(listed).content.decode()
    assert f'href="{page(one)}"' not in other.get(listed).content.decode()
    assert len(rows(lead, f"?conference={KEY}")) == 1 == len(rows(office, "?round_id=2023-test"))


def test_a_task_leads_to_its_directive_and_back():
    """Each names the other."""
    one, office = now(), of("analyst")
    address = f"/vi/directives/{one.directive_id}/"
    assert f'href="{address}"' in office.get(page(one)).content.decode()
    assert f'href="{page(one)}"' in office.get(address).content.decode()


def test_the_lead_reports_with_a_product_and_asks_and_the_first_deadline_stays():
    """A day off becomes the next working day; who asked is told that another person decides."""
    one, ministry, approver = now(date(2100, 3, 1)), of("respondent", "finance"), of("approver")
    assert ministry.post(page(one, "report/"), {"text": "Half of it."}).status_code == 302
    file = SimpleUploadedFile("Phương án.docx", word("Plan"))
    assert (
        ministry.post(page(one, "attach/"), {"file": file, "classification": "internal"}).status_code == 302
    )
    assert ministry.post(page(one, "ask/"), {"to_on": "2100-04-03", "reason": "Rain."}).status_code == 302
    text, _rows = read(approver.get(page(one)))
    assert "đề nghị gia hạn đến 03/04/2100: Rain." in text and "Half of it." in text
    answer = approver.post(page(one, "extend/"), {"to_on": "2100-04-03", "reason": "Granted."})
    assert answer.status_code == 302 and Task.objects.get().due_on == date(2100, 4, 5)
    text, table = read(ministry.get(answer.headers["Location"]))
    assert "thời hạn ban đầu 01/03/2100" in text and "Đồng ý gia hạn đến 05/04/2100: Granted." in text
    assert [row[0] for row in table[1:]] == ["01/03/2100", "05/04/2100"]
    product = TaskProduct.objects.get()
    answer = ministry.get(page(one, f"products/{product.pk}/"))
    assert (
        "attachment" in answer.headers["Content-Disposition"]
        and answer.headers["Cache-Control"] == "private, no-store"
    )
    assert answer.content == word("Plan") or answer.content[:2] == b"PK"


def test_what_is_refused_loses_no_word_and_says_everything():
    """A day that is not later, a file that says nothing of itself, and a step that came too late."""
    one, ministry = now(), of("respondent", "finance")
    answer = ministry.post(page(one, "ask/"), {"to_on": timezone.localdate().isoformat(), "reason": "Rain."})
    assert answer.status_code == 422 and "Rain." in answer.content.decode()
    assert '<details class="act" id="ask" open>' in answer.content.decode()
    file = SimpleUploadedFile("empty.docx", b"")
    assert (
        ministry.post(page(one, "attach/"), {"file": file, "classification": "internal"}).status_code == 422
    )
    assert ministry.post(page(one, "report/"), {"text": " "}).status_code == 422
    told = {"done_on": timezone.localdate().isoformat(), "text": "Done."}
    assert ministry.post(page(one, "claim/"), told).status_code == 302
    answer = ministry.post(page(one, "claim/"), {**told, "text": "Done again."})
    assert answer.status_code == 409 and 'role="alert"' in answer.content.decode()
    assert not TaskProduct.objects.exists()


def test_a_body_that_co_ordinates_reports_in_its_own_name_and_claims_nothing():
    """Only the body that leads says that a task is done, and asks for more time."""
    one, other = now(None, "works"), of("respondent", "works")
    assert other.post(page(one, "report/"), {"text": "Our part."}).status_code == 302
    text, _rows = read(other.get(page(one)))
    assert "Ministry of Works Our part." in text and "Báo cáo đã hoàn thành" not in text
    assert {other.post(page(one, f"{step}/")).status_code for step in ("claim", "ask")} == {404}


def test_who_reported_is_not_offered_to_close_and_another_person_is():
    """The page says why; a step sent all the same is refused; without a file it is said why there is none."""
    one = now(lead="centre")
    first, second = of("analyst"), of("approver")
    told = {"done_on": timezone.localdate().isoformat(), "text": "Done."}
    assert first.post(page(one, "claim/"), told).status_code == 302
    text, _rows = read(first.get(page(one)))
    assert "người khác phải xác nhận" in text and "Xác nhận nhiệm vụ" not in text
    assert first.post(page(one, "close/"), {"no_file": "Seen."}).status_code == 403
    assert second.post(page(one, "close/")).status_code == 422
    assert second.post(page(one, "close/"), {"no_file": "I was there."}).status_code == 302
    text, _rows = read(second.get(page(one)))
    assert "hoàn thành đúng hạn" in text and "Không có tệp: I was there." in text
    assert "bây giờ" not in text and Task.objects.get().closed_by == "approver@centre.example"


def test_what_came_back_is_open_again_with_the_reason():
    """Its deadline is the one that it had; a request that nobody granted says so."""
    one, ministry, office = now(), of("respondent", "finance"), of("analyst")
    ministry.post(page(one, "ask/"), {"to_on": soon(90).isoformat(), "reason": "Rain."})
    assert office.post(page(one, "refuse/"), {"reason": "No."}).status_code == 302
    ministry.post(page(one, "claim/"), {"done_on": timezone.localdate().isoformat(), "text": "Done."})
    assert len(rows(office, "?state=reported")) == 1
    assert office.post(page(one, "send-back/"), {"reason": "No plan."}).status_code == 302
    text, _rows = read(ministry.get(page(one)))
    assert "Không đồng ý: No." in text and "Trả lại: No plan." in text
    assert Task.objects.get().status == "open" and Task.objects.get().due_on == one.due_on


def test_who_asked_for_more_time_does_not_grant_it():
    """The page says that another person decides, and offers nothing to decide."""
    one, analyst = now(lead="centre"), of("analyst")
    analyst.post(page(one, "ask/"), {"to_on": soon(90).isoformat(), "reason": "Rain."})
    text, _rows = read(analyst.get(page(one)))
    assert "người khác phải quyết định" in text and "Không đồng ý gia hạn" not in text


def test_a_dossier_offers_nothing_and_tells_all():
    """It is the task with its six clarities, deadlines, reports and course, to be printed."""
    one = now(what="plan the road")
    acting.report(task=one.pk, text="Half of it.", by=HA)
    text, _rows = read(of("inspector", "watch").get(page(one, "dossier/")))
    for words in ("Plan the road", "a plan", "the head", "within its own", "Half of it.", "12-NQ/TW"):
        assert words in text
    assert "bây giờ" not in text


def test_bodies_are_compared_among_those_with_about_as_many():
    """Numerator and denominator stand beside each rate; a body reads of tasks that it is in."""
    for number in range(5):
        done(task("finance", what=f"done {number}"), by="somebody")
    task("works", what="late")
    office = of("analyst")
    text, table = read(office.get("/vi/tasks/bodies/"))
    assert text.index("Từ 5 đến 19 nhiệm vụ") < text.index("Từ 1 đến 4 nhiệm vụ")
    told = {row[0]: row[1:] for row in table}
    assert told["Ministry of Finance"][0].startswith("5/5") and told["Ministry of Works"][0].startswith("0/1")
    assert (
        "Ministry of Finance"
        not in read(of("respondent", "works").get("/vi/tasks/bodies/"))[0].partition("Đăng")[2]
    )
    lines = office.get("/vi/tasks/bodies/bodies.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3


def test_the_office_sees_who_says_nothing_before_the_deadline():
    """Nothing heard for ten working days, and the deadline within ten; only the office has the list."""
    today = timezone.now()
    quiet = now(soon(7), at=today - timedelta(days=30), what="quiet one")
    now(soon(7), what="set today")
    office = of("analyst")
    text, _rows = read(office.get("/vi/tasks/silent/"))
    assert "quiet one" in text and "set today" not in text
    assert of("respondent", "finance").get("/vi/tasks/silent/").status_code == 403
    acting.report(task=quiet.pk, text="We are at it.", by=HA)
    assert "quiet one" not in read(office.get("/vi/tasks/silent/"))[0]


def test_whoever_may_list_tasks_finds_them_in_the_navigation():
    """Nobody else does, and without an office the register is refused."""
    assert '<a href="/vi/tasks/"' in of("officer", "north", "north").get("/vi/").content.decode()
    assert "/vi/tasks/" not in Client().get("/vi/").content.decode()

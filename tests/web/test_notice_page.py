"""The page of the notice: who writes and who reads it, two who write at once, and its tasks."""

import io

import docx
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giaoban.actions import installation, notices, tasks
from giaoban.queries import jobs
from giaoban.queries import notices as reading
from giaoban.queries import tasks as given
from giaoban.records.models import Conference, Task
from tests.factories.conferences import KEY, conference, person
from tests.factories.notices import BY, FILES, body, whole
from tests.factories.packs import write_pack
from tests.factories.sessions import client_of
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PAGE = f"/vi/conferences/{KEY}/notice/"
TASKS = f"/vi/conferences/{KEY}/tasks/"
ISSUE = {"symbol": "29-TB/X", "signer": "Lê Văn Ký"}


@pytest.fixture(autouse=True)
def adjourned(workspace, tmp_path, settings) -> Conference:
    """Return a conference that is over and sought one decision."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    installation.initialise(packs=[write_pack(tmp_path / "pack", **FILES)])
    found = conference("adjourned")
    found.items.filter(number=2).update(decision_sought="Giải ngân hết vốn được giao.")
    body("finance", "Bộ Tài chính")
    return found


def of(seat: str, unit_key: str = "") -> Client:
    """Return a client of who sits in a seat."""
    return client_of(person(seat, unit_key))


def drafted() -> int:
    """Return the clause of a new draft that asks for something."""
    notices.draft(**BY)
    return next(one.pk for one in reading.rows(KEY) if one.section == "task")


def settled() -> int:
    """Return the task of a draft that may be issued."""
    return tasks.assign(**BY, clause=drafted(), sent=whole("finance")).pk


def test_the_clerk_drafts_a_notice_and_sees_what_is_missing_with_a_way_to_it():
    """By when it is due stands first; each fault leads to its clause."""
    clerk = of("clerk")
    assert "Soạn dự thảo" in read(clerk.get(PAGE))[0]
    assert clerk.post(f"{PAGE}draft/").status_code == 302
    answer = clerk.get(PAGE)
    text, _rows = read(answer)
    clause = next(one.pk for one in reading.rows(KEY) if one.section == "task")
    assert "Mục chưa có nhiệm vụ và cũng chưa có lý do không giao" in text and "ngày làm việc" in text
    assert f'<a href="#clause-{clause}">I.1</a>' in answer.content.decode()
    assert clerk.post(f"{PAGE}draft/").status_code == 409


def test_of_two_who_write_one_clause_the_second_sees_both_texts():
    """Nothing that was typed is lost; saved again, it takes the place of the other's."""
    clause, clerk = drafted(), of("clerk")
    place = f"{PAGE}clauses/{clause}/"
    assert of("chair").post(place, {"text": "Của chủ trì.", "base": "1"}).status_code == 302
    answer = clerk.post(place, {"text": "Của thư ký.", "base": "1"})
    text, _rows = read(answer)
    assert answer.status_code == 409 and "Của chủ trì." in text and "Của thư ký." in text
    assert '<input type="hidden" name="base" value="2">' in answer.content.decode()
    assert clerk.post(place, {"text": "Của thư ký.", "base": "2"}).status_code == 302
    assert clerk.post(place, {"text": " ", "base": "3"}).status_code == 422
    assert reading.by_id(KEY, clause).text == "Của thư ký."


def test_clauses_are_added_moved_waived_and_removed():
    """Each step leads back to its clause; without a reason nothing is removed or waived."""
    first, clerk = drafted(), of("clerk")
    added = clerk.post(f"{PAGE}clauses/", {"section": "task", "text": "Ý thứ hai."})
    second = int(added.headers["Location"].rpartition("-")[2])
    assert clerk.post(f"{PAGE}clauses/", {"section": "opening", "text": "Thêm."}).status_code == 422
    assert clerk.post(f"{PAGE}clauses/{second}/move/", {"to": "up"}).status_code == 302
    assert [one.pk for one in reading.rows(KEY) if one.section == "task"] == [second, first]
    for step in ("no-task", "remove"):
        place = f"{PAGE}clauses/{second}/{step}/"
        assert clerk.post(place, {"reason": ""}).status_code == 422
        assert clerk.post(place, {"reason": "Đã trả lời."}).status_code == 302
    assert [one.pk for one in reading.rows(KEY) if one.section == "task"] == [first]
    assert clerk.post(f"{PAGE}clauses/{second}/move/", {"to": "up"}).status_code == 404


def test_a_task_is_given_changed_and_withdrawn_and_has_one_lead():
    """A month is due on its last day; two leads are told, and nothing is kept of them."""
    clause, clerk = drafted(), of("clerk")
    place = f"{PAGE}clauses/{clause}/task/"
    sent = {"lead": "finance", "what": "trình phương án", "due_on": "2100-02-03", "precision": "month"}
    both = clerk.post(place, {**sent, "lead": ["finance", "unit/split"]})
    assert both.status_code == 422 and "Có hơn một cơ quan chủ trì" in read(both)[0]
    assert not Task.objects.exists()
    assert clerk.post(place, {**sent, "due_on": "hôm nay"}).status_code == 200
    assert clerk.post(place, {**sent, "others": ["unit/split"]}).status_code == 302
    (task,) = given.of_conference(KEY)
    assert f"{task.due_on:%d/%m/%Y}" == "28/02/2100"
    change = f"{PAGE}tasks/{task.pk}/"
    assert "trình phương án" in read(clerk.get(change))[0]
    assert clerk.post(change, {**sent, "what": "trình lại"}).status_code == 302
    assert given.by_id(KEY, task.pk).what == "trình lại"
    assert clerk.post(f"{change}withdraw/").status_code == 302 and not Task.objects.exists()


def test_only_chair_or_approver_issues_and_then_everybody_reads():
    """The clerk cannot; a delegate reads nothing before, each clause with its task after; leads are told."""
    task, delegate = settled(), of("delegate", "north")
    assert delegate.get(PAGE).status_code == 403 and delegate.get(TASKS).status_code == 403
    assert of("clerk").post(f"{PAGE}issue/", ISSUE).status_code == 404
    assert of("chair").post(f"{PAGE}issue/", {"symbol": "", "signer": ""}).status_code == 200
    assert of("chair").post(f"{PAGE}issue/", ISSUE).status_code == 302
    assert [one.job for one in jobs.latest()] == ["announce"]
    answer = delegate.get(PAGE)
    text, _rows = read(answer)
    clause = given.by_id(KEY, task).clause_id
    assert "29-TB/X" in text and f'href="{TASKS}#task-{task}"' in answer.content.decode()
    answer = delegate.get(TASKS)
    assert f'href="{PAGE}#clause-{clause}"' in answer.content.decode() and "<textarea" not in text
    assert "Bộ Tài chính" in read(answer)[0]
    assert of("clerk").post(f"{PAGE}clauses/{clause}/", {"text": "Khác.", "base": "1"}).status_code == 403
    assert "<textarea" not in of("clerk").get(PAGE).content.decode()


def test_a_notice_that_lacks_something_is_not_issued_from_the_page():
    """Also where somebody posts past the page: all that is missing is told."""
    drafted()
    answer = of("chair").post(f"{PAGE}issue/", ISSUE)
    assert answer.status_code == 422 and "Chưa thể ban hành thông báo" in read(answer)[0]
    assert reading.stage(KEY) == "drafted"


def test_the_notice_goes_out_in_word_and_comes_back():
    """What was edited is a new version; what somebody saved meanwhile stands beside the text of the file."""
    clause, clerk = drafted(), of("clerk")
    content = clerk.get(f"{PAGE}plain.docx").content
    assert clerk.get(f"{PAGE}other.docx").status_code == 404
    document = docx.Document(io.BytesIO(content))
    edited = next(one for one in document.paragraphs if "Giải ngân" in one.text)
    edited.runs[1].text = "Giải ngân trước tháng 12."
    saved = io.BytesIO()
    document.save(saved)

    def send(name: str = "tb.docx", what: bytes = saved.getvalue()):
        told = {"file": SimpleUploadedFile(name, what), "classification": "internal"}
        return clerk.post(f"{PAGE}take/", told)

    assert f'<a href="#clause-{clause}">I.1</a>' in send().content.decode()
    assert reading.by_id(KEY, clause).text == "Giải ngân trước tháng 12."
    edited.runs[1].text = "Bản khác."
    saved = io.BytesIO()
    document.save(saved)
    answer = send(what=saved.getvalue())
    text, _rows = read(answer)
    assert "Bản khác." in text and "Lưu nội dung trong tệp" in text
    assert reading.by_id(KEY, clause).version == 2
    assert send(what=b"no document").status_code == 422


def test_the_preview_reads_like_the_document():
    """The same paragraphs, in the same order."""
    settled()
    text, _rows = read(of("clerk").get(f"{PAGE}preview/"))
    blocks = reading.document(reading.by_conference(KEY))["blocks"]
    said = [one.get("text") or "".join(span["text"] for span in one["spans"]) for one in blocks]
    places = [text.find(" ".join(one.split())) for one in said]
    assert -1 not in places and places == sorted(places)

"""The central office reads what was sent, sends lines back, accepts, approves and reopens, on its pages."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from giaoban.actions import comments, evidence
from giaoban.queries import evidence as files
from giaoban.queries import submissions
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, fill_in, install, pass_on, save, typed
from tests.factories.sessions import client_of, person
from tests.factories.uploads import word
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PAGE = f"/vi/rounds/{ROUND}/submissions/north/"
CANARY = "Chimyen7f3a"


@pytest.fixture(autouse=True)
def sent(tmp_path, settings):
    """Let the north send its figures."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("collecting")
    fill_in()
    pass_on("complete", "submit")


@pytest.fixture
def analyst() -> Client:
    """Return a client signed in as an analyst."""
    return client_of(person("an@office.example", "An", "office", "analyst"))


@pytest.fixture
def approver() -> Client:
    """Return a client signed in as an approver."""
    return client_of(person("dung@office.example", "Dũng", "office", "approver"))


def stands() -> str:
    """Return the status of the northern submission."""
    return submissions.standing(ROUND, "north").status


def test_an_analyst_reads_what_was_sent_with_its_verdict(analyst):
    """Answer, target and verdict as a review would find it; the page offers what may be done now."""
    text, rows = read(analyst.get(PAGE))
    (growth,) = [row for row in rows if row and row[0].startswith("Growth") and "T" not in row[0][:1]][:1]
    assert growth[3].startswith("8,1") and "1/1" in text and "vượt" in text
    assert "Chấp nhận" in text and "Trả lại các dòng có lý do" in text
    assert "Phê duyệt" not in text


def test_a_draft_is_not_there_for_the_central_office(analyst):
    """Neither a unit that has sent nothing, nor what was typed after the sending."""
    save(typed(GROWTH, "9,9"), unit_key="south")
    assert analyst.get(PAGE.replace("north", "south")).status_code == 404
    analyst.post(f"{PAGE}return/", {f"reason:{GROWTH}": "check"})
    save(typed(GROWTH, "7,777", base=1, explanation=CANARY))
    for page in (PAGE, f"{PAGE}lines/{GROWTH}/"):
        markup = analyst.get(page).content.decode()
        assert "8,1" in markup and "7,777" not in markup and CANARY not in markup


def test_lines_go_back_with_their_reasons(analyst):
    """Without any reason nothing moves and the page says so; with one just that line is open."""
    refused = analyst.post(f"{PAGE}return/", {f"reason:{GROWTH}": "  "})
    assert refused.status_code == 422 and "Chưa nêu dòng nào" in read(refused)[0]
    assert analyst.post(f"{PAGE}return/", {f"reason:{GROWTH}": "Xem lại nguồn"}).status_code == 302
    text, _ = read(analyst.get(PAGE))
    assert "1 dòng đang mở để sửa" in text and "Xem lại nguồn" in text
    assert [one.line_id for one in submissions.standing(ROUND, "north").openings] == [GROWTH]


def test_acceptance_and_approval_are_two_peoples(analyst, approver):
    """An analyst does not approve; what is approved twice is a conflict in words."""
    assert analyst.post(f"{PAGE}accept/").status_code == 302
    assert analyst.post(f"{PAGE}approve/").status_code == 403
    assert "Phê duyệt" in read(approver.get(PAGE))[0]
    assert approver.post(f"{PAGE}approve/").status_code == 302
    again = approver.post(f"{PAGE}approve/")
    assert again.status_code == 409 and "Đã có người thao tác trước" in read(again)[0]
    assert stands() == "approved"


def test_who_accepted_is_told_that_another_has_to_approve():
    """Somebody who is analyst and approver."""
    both = person("lan@office.example", "Lan", "office", "analyst")
    from giaoban.actions import people

    people.grant(email=both.email, organisation="office", role="approver", by="tester")
    client = client_of(both)
    client.post(f"{PAGE}accept/")
    assert "người khác" in read(client.get(PAGE))[0]
    assert client.post(f"{PAGE}approve/").status_code == 403 and stands() == "accepted"


def test_one_line_is_reopened_with_reason_and_end(analyst, approver):
    """What depends on it is pending; the analyst cannot reopen, nor anybody into the past."""
    pass_on("accept", "approve")
    line = f"{PAGE}lines/{GROWTH}/"
    until = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    asked = {"line_id": GROWTH, "reason": "Số mới", "until": until}
    assert "Mở lại dòng này" in read(approver.get(line))[0]
    assert "Mở lại dòng này" not in read(analyst.get(line))[0]
    assert analyst.post(f"{PAGE}reopen/", asked).status_code == 403
    for wrong in ({"until": "2020-01-01T00:00"}, {"until": "soon"}, {"reason": ""}):
        assert approver.post(f"{PAGE}reopen/", {**asked, **wrong}).status_code == 422
    assert approver.post(f"{PAGE}reopen/", asked).status_code == 302
    text, rows = read(approver.get(PAGE))
    assert "chờ xác nhận" in text and "0/0" in text
    assert approver.post(f"{PAGE}reopen/", asked).status_code == 409


def test_the_office_has_no_way_into_the_draft_by_its_comments(analyst, approver):
    """Both may comment; what the unit has typed since, and its form, are not shown to them for it."""
    for client in (analyst, approver):
        for text in ("", "Nguồn nào?"):
            refused = client.post(f"/vi/rounds/{ROUND}/units/north/form/comments/", {"text": text})
            assert refused.status_code == 404
    assert submissions.comments(ROUND, "north") == ()


def test_a_comment_of_the_office_stands_beside_the_line(analyst):
    """And one that says nothing is refused where it was typed."""
    assert analyst.post(f"{PAGE}comments/", {"line_id": GROWTH, "text": ""}).status_code == 422
    assert analyst.post(f"{PAGE}comments/", {"text": ""}).status_code == 422
    assert analyst.post(f"{PAGE}comments/", {"line_id": GROWTH, "text": "Nguồn nào?"}).status_code == 302
    assert "Nguồn nào?" in read(analyst.get(f"{PAGE}lines/{GROWTH}/"))[0]


def test_files_are_sent_to_be_kept_and_only_what_was_submitted_reaches_the_office(analyst):
    """As an attachment; one that came after the sending is not there for the office."""
    own = client_of(person("ha@north.example", "Hà", "north", "officer", "north"))
    place = {"round_id": ROUND, "unit_key": "north", "classification": "internal", "by": "officer"}
    evidence.attach(**place, content=word("sau"), name="Bằng chứng.docx", line_id=GROWTH)
    (piece,) = files.of_submission(ROUND, "north")
    address = f"/vi/rounds/{ROUND}/units/north/evidence/{piece.evidence_id}/"
    response = own.get(address)
    assert response.content == files.content(piece)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert analyst.get(address).status_code == 404
    other = client_of(person("nam@south.example", "Nam", "south", "officer", "south"))
    assert other.get(address).status_code == 404
    analyst.post(f"{PAGE}return/", {f"reason:{GROWTH}": "x"})
    save(typed(GROWTH, "8,2", base=1))
    pass_on("complete", "submit")
    assert analyst.get(address).content == files.content(piece)


def test_an_upload_is_taken_or_refused_with_every_reason_where_it_was_chosen(analyst):
    """The officer's page; a marked file is refused in words that do not quote it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    officer = client_of(person("ha@north.example", "Hà", "north", "officer", "north"))
    address = f"/vi/rounds/{ROUND}/units/north/form/evidence/"
    sound = {"line_id": PEOPLE, "classification": "internal"}
    file = SimpleUploadedFile("a.docx", word("số liệu"))
    assert officer.post(address, {**sound, "file": file}).status_code == 302
    undeclared = officer.post(address, {"line_id": PEOPLE, "file": SimpleUploadedFile("b.docx", word("x"))})
    assert undeclared.status_code == 422 and "Tệp chưa được nhận" in read(undeclared)[0]
    assert officer.post(address, {**sound}).status_code == 422
    assert len(files.of_submission(ROUND, "north")) == 1


def test_what_the_unit_replied_and_said_stands_on_the_page(analyst):
    """Comments on the whole, and the leader's reply."""
    comments.write(round_id=ROUND, unit_key="north", text="Đã rà soát", by="officer")
    assert "Đã rà soát" in read(analyst.get(PAGE))[0]


@pytest.mark.parametrize("below", ["", "return/", "accept/", "approve/", "reopen/", "comments/"])
def test_another_unit_has_no_such_page(below):
    """It is answered like one that does not exist."""
    other = client_of(person("nam@south.example", "Nam", "south", "leader", "south"))
    ask = other.post if below else other.get
    answers = [ask(PAGE.replace("north", unit) + below) for unit in ("north", "nowhere")]
    assert {one.status_code for one in answers} <= {403, 404}
    assert read(answers[0])[0].replace("north", "") == read(answers[1])[0].replace("nowhere", "")


def test_statements_do_not_grow_with_the_lines(analyst, django_assert_max_num_queries):
    """A dossier is read by a constant number of statements."""
    assert TARGET in submissions.sent(ROUND, "north")
    with django_assert_max_num_queries(45):
        analyst.get(PAGE)

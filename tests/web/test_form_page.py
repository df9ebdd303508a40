"""The form of a unit: who sees it, what stands in it, and that it works without scripts."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from giaoban.actions import comments, submissions
from giaoban.queries import submissions as reading
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, fill_in, install, pass_on, save, typed
from tests.factories.sessions import client_of, person
from tests.web.pages import read

pytestmark = pytest.mark.django_db
FORM = f"/vi/rounds/{ROUND}/units/north/form/"
#: Every address below the form, and whether it takes what a button sends.
BELOW = {
    "": False,
    "state/": False,
    f"lines/{GROWTH}/": False,
    "save/": True,
    "lines/": True,
    "comments/": True,
    "complete/": True,
    "recall/": True,
    "submit/": True,
    "reply/": True,
}


@pytest.fixture(autouse=True)
def collecting(tmp_path, settings):
    """Let the small country's round collect, served under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("collecting")


@pytest.fixture
def officer() -> Client:
    """Return a client signed in as the officer of the north."""
    return client_of(person("ha@north.example", "Hà", "north", "officer", "north"))


@pytest.fixture
def leader() -> Client:
    """Return a client signed in as the leader of the north."""
    return client_of(person("binh@north.example", "Bình", "north", "leader", "north"))


def posted(**fields: str) -> dict[str, str]:
    """Return the form as a browser sends it without scripts: every field, empty but for those given."""
    blank = {
        f"{name}:{line}": ""
        for line in (GROWTH, PEOPLE, TARGET)
        for name in ("text", "explanation", "answer")
    }
    bases = {f"base:{line}": "0" for line in (GROWTH, PEOPLE, TARGET)}
    return {**blank, **bases, **fields}


def test_the_form_shows_what_is_owed_and_what_is_known(officer):
    """A row a line with target, limits, state; the worklist counts what is missing."""
    text, rows = read(officer.get(FORM))
    lines = [row for row in rows if row and row[0].startswith(("Growth", "People", "1."))]
    assert [row[0] for row in lines] == ["Growth* (bắt buộc)", "People", "1. Growth* (bắt buộc)"]
    assert [row[2] for row in lines] == ["-50 – 100", "≥ 0", "≥ 7.5"]
    assert "đã nhập 0/2 dòng bắt buộc" in text and "Chưa có số liệu (2)" in text
    assert "Hoàn thành biểu" in text


@pytest.mark.parametrize("below", BELOW)
def test_anothers_form_answers_like_one_that_is_not_there(officer, leader, below):
    """Every address of it, as a page and as a document for programs."""
    client = leader if below in ("submit/", "reply/") else officer
    for accept in ("text/html", "application/json"):
        answers = []
        for unit in ("south", "nowhere"):
            address = f"/vi/rounds/{ROUND}/units/{unit}/form/{below}"
            ask = client.post if BELOW[below] else client.get
            response = ask(address, headers={"accept": accept})
            page = (
                response.content.decode()
                .replace(address, "ADDRESS")
                .replace(address.replace("/vi/", "/en/"), "OTHER")
            )
            token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
            answers.append((response.status_code, page.replace(token, "") if token else page))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


@pytest.mark.parametrize(("role", "status"), [("analyst", 403), ("approver", 403), ("steward", 403)])
def test_the_centre_reads_no_draft(role, status):
    """What was not submitted is the unit's own."""
    save(typed(GROWTH, "8,1"))
    client = client_of(person("an@office.example", "An", "office", role))
    for below, is_writing in BELOW.items():
        if below not in ("comments/",):
            response = client.post(FORM + below) if is_writing else client.get(FORM + below)
            assert response.status_code == status, below
            assert b"8,1" not in response.content


def test_what_writes_needs_the_mark_of_the_site():
    """Without it nothing is stored, whatever the session."""
    strict = client_of(
        person("ha@north.example", "Hà", "north", "officer", "north"), enforce_csrf_checks=True
    )
    for below in (below for below, is_writing in BELOW.items() if is_writing):
        assert strict.post(FORM + below, posted(**{f"text:{GROWTH}": "8,1"})).status_code == 403
    assert reading.kept(ROUND, "north") == {}


def test_without_scripts_the_whole_form_is_stored_at_once(officer):
    """Typed figures as typed, an absence with its reason, a verdict; what was not touched is not stored."""
    sent = posted(**{
        f"text:{GROWTH}": " 8,1 ",
        f"answer:{PEOPLE}": "not_applicable", f"explanation:{PEOPLE}": "none\r\nhere",
        f"text:{TARGET}": "7,4", f"answer:{TARGET}": "not_met",
    })  # fmt: skip
    done = officer.post(FORM + "save/", sent)
    assert (done.status_code, done.headers["Location"]) == (302, f"{FORM}?saved=3")
    kept = reading.entries(ROUND, "north")
    assert kept[GROWTH].text == "8,1"
    assert kept[PEOPLE].is_not_applicable and kept[PEOPLE].explanation == "none\nhere"
    assert (kept[TARGET].text, kept[TARGET].verdict) == ("7,4", "not_met")
    assert "Đã lưu 3 dòng" in read(officer.get(done.headers["Location"]))[0]
    again = posted(**{**sent, **{f"base:{line}": "1" for line in (GROWTH, PEOPLE, TARGET)}})
    assert officer.post(FORM + "save/", again).headers["Location"].endswith("?saved=0")


def test_without_scripts_a_line_that_changed_meanwhile_shows_both_answers(officer):
    """Mine stays in the field over the version that stands; what I did not touch is no conflict."""
    save(typed(GROWTH, "5"), typed(PEOPLE, "70"), by="lan@north.example")
    refused = officer.post(FORM + "save/", posted(**{f"text:{GROWTH}": "8,1"}))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert 'value="8,1"' in page and "lan@north.example đã lưu nội dung khác" in page
    assert f'name="base:{GROWTH}" value="1"' in page
    assert "hai nội dung" in page and page.count('class="conflict"') == 2  # one of them the scripts' own
    kept = officer.post(FORM + "save/", posted(**{f"text:{GROWTH}": "8,1", f"base:{GROWTH}": "1"}))
    assert kept.headers["Location"].endswith("?saved=1")
    assert reading.entries(ROUND, "north")[GROWTH].text == "8,1"


def test_without_scripts_the_other_answer_can_be_taken(officer):
    """The line stays as the faster one left it; the others are stored."""
    save(typed(GROWTH, "5"), by="lan@north.example")
    sent = posted(**{f"text:{GROWTH}": "8,1", f"base:{GROWTH}": "1", f"text:{PEOPLE}": "70", "take": GROWTH})
    assert officer.post(FORM + "save/", sent).headers["Location"].endswith("?saved=1")
    assert reading.entries(ROUND, "north")[GROWTH].text == "5"


def test_what_no_database_can_hold_is_stored_as_a_mark(officer):
    """A null character and half a character neither crash nor vanish unseen."""
    officer.post(FORM + "save/", posted(**{f"text:{GROWTH}": "8\x001"}))
    assert reading.entries(ROUND, "north")[GROWTH].text == "8\ufffd1"


def test_completing_tells_everything_that_is_missing_and_where(officer, leader):
    """All at once, each thing a link to its line; then the leader submits, and the form is locked."""
    save(typed(GROWTH, "8,1,1"))
    refused = officer.post(FORM + "complete/")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Biểu chưa hoàn thành: còn 2 việc phải làm" in page
    assert 'href="#line-1"' in page and 'href="#line-3"' in page
    save(typed(GROWTH, "8,1", 1), typed(TARGET, "8,1"))
    assert officer.post(FORM + "complete/").headers["Location"] == f"{FORM}?taken"
    assert "chờ lãnh đạo gửi" in read(officer.get(f"{FORM}?taken"))[0]
    assert officer.post(FORM + "submit/").status_code == 403
    assert leader.post(FORM + "submit/").status_code == 302
    text, _rows = read(officer.get(FORM))
    assert "Cả biểu đang khóa: Biểu đang ở cơ quan trung ương." in text
    late = officer.post(FORM + "recall/")
    assert late.status_code == 409 and "Đã có người thao tác trước" in read(late)[0]


def test_a_leader_reads_and_takes_back_but_does_not_type(officer, leader):
    """No field of the leader's page can be typed in; taking back opens the officer's again."""
    fill_in()
    pass_on("complete")
    page = leader.get(FORM).content.decode()
    assert "Gửi cơ quan trung ương" in page and "Lấy lại biểu" in page and "data-writes" not in page
    assert leader.post(FORM + "save/", posted()).status_code == 403
    assert leader.post(FORM + "recall/").status_code == 302
    assert "readonly" not in officer.get(FORM).content.decode()


def test_lines_that_came_back_stand_on_top_with_their_reason(officer):
    """And only they are open; the reason stands beside the cell, too."""
    fill_in()
    pass_on("complete", "submit")
    submissions.return_(
        round_id=ROUND, unit_key="north", reasons={GROWTH: "check the unit"}, by="an@office.example"
    )
    page = officer.get(FORM).content.decode()
    assert "1 dòng bị trả lại" in page and page.count("check the unit") == 2
    assert page.count("readonly") == 2 * 2  # the other two lines, each with two fields
    assert "Chỉ các dòng bị trả lại được mở." in page


def test_a_line_has_its_versions_their_seals_and_comments(officer):
    """Who saved what, when, by which way and under which event; a comment is added and stands there."""
    save(typed(GROWTH, "5"), by="lan@north.example")
    save(typed(GROWTH, "8,1", 1), by="ha@north.example", via="workbook")
    comments.write(
        round_id=ROUND, unit_key="north", line_id=GROWTH, text="is it final?", by="an@office.example"
    )
    text, rows = read(officer.get(f"{FORM}lines/{GROWTH}/"))
    versions = [row for row in rows if row and row[0] in ("1", "2")]
    assert [(row[1], row[2]) for row in versions] == [("8,1", "Hà"), ("5", "lan@north.example")]
    assert "bằng tệp Excel" in versions[0][3] and "nhập trong biểu" in versions[1][3]
    assert all(":" in row[4] for row in versions) and "is it final?" in text
    empty = officer.post(FORM + "comments/", {"line_id": GROWTH, "text": " "})
    assert empty.status_code == 422 and "Hãy viết nội dung" in read(empty)[0]
    done = officer.post(FORM + "comments/", {"line_id": GROWTH, "text": "yes"})
    assert done.headers["Location"] == f"{FORM}lines/{GROWTH}/#line-comments"
    assert [one.text for one in reading.comments(ROUND, "north", GROWTH)] == ["is it final?", "yes"]
    assert officer.get(f"{FORM}lines/unknown/").status_code == 404


def test_a_leader_replies_in_the_phase_of_replies(officer, leader):
    """About the whole or a line; the officer may not, and before the phase nobody may."""
    assert leader.post(FORM + "reply/", {"text": "early"}).status_code == 403
    enter("replying")
    assert officer.post(FORM + "reply/", {"text": "not mine"}).status_code == 403
    assert leader.post(FORM + "reply/", {"text": ""}).status_code == 422
    assert leader.post(FORM + "reply/", {"text": "a storm", "line_id": TARGET}).status_code == 302
    text, _rows = read(officer.get(FORM))
    assert "Giải trình của địa phương" in text and "a storm" in text


def test_a_closed_round_can_be_read_and_not_be_typed_in(officer):
    """The form says why."""
    save(typed(GROWTH, "8,1"))
    enter("closed")
    page = officer.get(FORM).content.decode()
    assert 'value="8,1"' in page and "Kỳ giao ban không ở giai đoạn cho việc này." in page
    assert officer.post(FORM + "save/", posted()).status_code == 403


def test_a_page_of_the_form_needs_nothing_from_elsewhere(officer):
    """Scripts are files of the site; nothing stands in line."""
    response = officer.get(FORM)
    page = response.content.decode()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert " style=" not in page and "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/web/') == 2

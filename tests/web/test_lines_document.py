"""Lines as the grid sends them: the document and its answers, and refusals as documents for programs."""

import json

import pytest
from django.conf import settings as django_settings
from django.test import Client

from giaoban.queries import submissions as reading
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, fill_in, install, pass_on, save, typed
from tests.factories.sessions import client_of, person

pytestmark = pytest.mark.django_db
FORM = f"/vi/rounds/{ROUND}/units/north/form/"
LINES = FORM + "lines/"
HA = "ha@north.example"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def collecting(tmp_path, settings):
    """Let the small country's round collect, served under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("collecting")


@pytest.fixture
def officer() -> Client:
    """Return a client signed in as the officer of the north."""
    return client_of(person(HA, "Hà", "north", "officer", "north"))


def send(client: Client, *lines: dict, person: str = HA, **more: object):
    """Send lines as the grid does."""
    body = json.dumps({"person": person, "lines": lines, **more})
    return client.post(LINES, body, content_type="application/json", headers={"accept": "application/json"})


def line(line_id: str, text: str, base: int = 0, **more: object) -> dict:
    """Return one line of a document."""
    return {"line_id": line_id, "text": text, "base": base, **more}


def test_each_line_is_told_what_became_of_it(officer):
    """In the order sent: stored, faulty and stored, with version, entry and findings."""
    first, second = send(officer, line(GROWTH, " 8,1 "), line(PEOPLE, "many")).json()["lines"]
    assert (first["outcome"], first["version"], first["entry"]["text"]) == ("saved", 1, "8,1")
    assert first["findings"] == []
    assert (second["outcome"], [one["code"] for one in second["findings"]]) == ("saved", ["not_a_number"])
    assert second["findings"][0]["severity"] == "error" and second["findings"][0]["detail"]


def test_what_is_no_document_is_answered_as_one(officer):
    """A form sent here by whoever prefers pages: refused in words, nothing stored."""
    refused = officer.post(LINES, {"lines": "8,1"}, headers={"accept": "text/html"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, PROBLEM)
    assert refused.json()["findings"] and reading.entries(ROUND, "north") == {}


def test_the_same_line_again_changes_nothing(officer):
    """An answer that was lost on the way does no harm."""
    send(officer, line(GROWTH, "8,1"))
    (again,) = send(officer, line(GROWTH, "8,1")).json()["lines"]
    assert (again["outcome"], again["version"]) == ("unchanged", 1)


@pytest.mark.parametrize("first", ["", "8,1"], ids=["first", "again"])
def test_a_block_asks_the_database_no_more_often_than_a_cell(
    officer, first, django_assert_max_num_queries, django_assert_num_queries
):
    """Who asks is 4 statements, the form 2, the lines 8 in a transaction; two more on PostgreSQL."""
    blank = [line(GROWTH, ""), line(PEOPLE, ""), line(TARGET, "")]
    told = send(officer, *[{**one, "text": first} for one in blank]).json()["lines"]
    bases = {one["line_id"]: one["version"] for one in told}
    lines = [line(name, "9", base) for name, base in bases.items()]
    with django_assert_max_num_queries(18) as cell:
        send(officer, lines[0])
    with django_assert_num_queries(len(cell)):
        saved = send(officer, *lines[1:]).json()["lines"]
    assert [one["outcome"] for one in saved] == ["saved", "saved"]


def test_a_faster_colleague_is_named_with_what_they_saved(officer):
    """The line stands as it is; both answers are in the words of the page."""
    person("lan@north.example", "Lan", "north", "officer", "north")
    save(typed(GROWTH, "5", verdict=""), by="lan@north.example")
    (told,) = send(officer, line(GROWTH, "8,1")).json()["lines"]
    assert (told["outcome"], told["version"], told["said"]) == ("conflict", 1, "5")
    assert told["reason"].startswith("Lan đã lưu nội dung khác ở đây lúc ")
    assert reading.entries(ROUND, "north")[GROWTH].text == "5"


def test_a_locked_line_says_why(officer):
    """The reason is that of the form, in the reader's language."""
    fill_in()
    pass_on("complete")
    (told,) = send(officer, line(GROWTH, "9", 1)).json()["lines"]
    assert (told["outcome"], told["lock"]) == ("locked", "Biểu đang chờ lãnh đạo gửi.")


def test_what_another_person_typed_is_not_stored_under_this_name(officer):
    """Somebody else signed in meanwhile in the same browser."""
    refused = send(officer, line(GROWTH, "8,1"), person="lan@north.example")
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, PROBLEM)
    assert "Người khác đã gõ" in refused.json()["title"]
    assert reading.kept(ROUND, "north") == {}


def test_the_state_tells_all_lines_and_what_is_left_to_do(officer):
    """With versions to type over, progress and worklist."""
    save(typed(GROWTH, "8,1"), typed(PEOPLE, "x"))
    told = officer.get(FORM + "state/", headers={"accept": "application/json"}).json()
    lines = {one["line_id"]: one for one in told["lines"]}
    assert (lines[GROWTH]["version"], lines[GROWTH]["state"]) == (1, "saved")
    assert (lines[PEOPLE]["state"], lines[TARGET]["state"]) == ("invalid", "blank")
    assert told["progress"] == "đã nhập 1/2 dòng bắt buộc" and told["status"] == "drafting"
    assert [(one["key"], len(one["tasks"])) for one in told["worklist"]] == [
        ("error", 1),
        ("not_reported", 1),
    ]
    assert told["worklist"][0]["tasks"][0]["anchor"] == "line-2"


BAD = {
    "no JSON": b"{",
    "no object": b"[]",
    "no person": b'{"lines": []}',
    "another field": json.dumps({"person": HA, "lines": [], "more": 1}).encode(),
    "text as number": json.dumps({"person": HA, "lines": [line(GROWTH, 8)]}).encode(),  # type: ignore[arg-type]
    "a base below zero": json.dumps({"person": HA, "lines": [line(GROWTH, "8", -1)]}).encode(),
    "an unknown verdict": json.dumps({"person": HA, "lines": [line(GROWTH, "8", verdict="fine")]}).encode(),
    "half a character": b'{"person": "%s", "lines": [{"line_id": "G", "base": 0, "text": "\\ud800"}]}'
    % HA.encode(),
    "not UTF-8": b'{"person": "\xff"}',
    "a very long text": json.dumps({"person": HA, "lines": [line(GROWTH, "8" * 30_000)]}).encode(),
    "the same line twice": json.dumps(
        {"person": HA, "lines": [line(GROWTH, "8"), line(GROWTH, "9")]}
    ).encode(),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_document_that_is_none_is_refused_with_every_fault(officer, body):
    """422 with title, detail and findings; nothing is stored."""
    refused = officer.post(LINES, body, content_type="application/json")
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, PROBLEM)
    told = refused.json()
    assert told["title"] and told["detail"] and told["findings"] and told["code"] == "invalid"
    assert reading.kept(ROUND, "north") == {}


def test_an_unknown_line_and_a_null_character_do_no_harm(officer):
    """The one is not found, the other is stored as a mark that is seen."""
    assert send(officer, line("NOTHING@2023", "1")).status_code == 404
    (told,) = send(officer, line(GROWTH, "8\x001")).json()["lines"]
    assert told["entry"]["text"] == "8\ufffd1"


def test_a_session_that_has_ended_is_no_redirect_for_a_program():
    """401, and no page of the sign-in; a person's reading is led there."""
    asked = {"headers": {"accept": "application/json"}}
    for response in (
        Client().get(FORM, **asked),
        Client().get(FORM + "state/", **asked),
        Client().post(LINES, b"{}", content_type="application/json"),
    ):
        assert (response.status_code, response.headers["Content-Type"]) == (401, PROBLEM)
        assert response.json()["code"] == "sign_in" and response.headers["WWW-Authenticate"]
    assert Client().get(FORM).status_code == 302


def test_refusals_of_the_policy_are_documents_too(officer):
    """With the phases in which it would be open; another's form is not found."""
    enter("frozen")
    refused = send(officer, line(GROWTH, "8"))
    told = refused.json()
    assert (refused.status_code, told["code"]) == (403, "not_allowed")
    assert told["open_in"] == ["thu thập số liệu", "thẩm định", "giải trình"]
    elsewhere = officer.get(FORM.replace("north", "south") + "state/", headers={"accept": "application/json"})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "not_found")


def test_without_the_mark_of_the_site_the_document_is_refused_as_one():
    """The grid reads the mark anew before each try."""
    strict = client_of(person(HA, "Hà", "north", "officer", "north"), enforce_csrf_checks=True)
    refused = send(strict, line(GROWTH, "8"))
    assert (refused.status_code, refused.json()["code"]) == (403, "forged")
    strict.get(FORM)
    mark = strict.cookies["csrftoken"].value
    body = json.dumps({"person": HA, "lines": [line(GROWTH, "8")]})
    taken = strict.post(LINES, body, content_type="application/json", headers={"x-csrftoken": mark})
    assert taken.status_code == 200

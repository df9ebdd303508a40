"""The interface for programs: the forms, checks and steps of the pages, as documents that are described."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import validate

from giaoban.actions import submissions
from giaoban.queries import submissions as reading
from giaoban.web.api.description import description
from tests.factories.packs import ROUND
from tests.factories.programs import NORTH, ROOT, SENT, Program, programs
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, fill_in, install, pass_on, save, typed
from tests.house.tree import ROOT as ROOT_FOLDER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def collecting(tmp_path, settings):
    """Let the small country's round collect, served under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("collecting")


def line(line_id: str, text: str = "", base: int = 0, **more: object) -> dict:
    """Return one line as a program sends it."""
    return {"line_id": line_id, "text": text, "base": base, **more}


def codes(response) -> list[tuple[str, str]]:
    """Return the findings of an answer: what, and of which line or field."""
    return [(one["code"], one["column"]) for one in response.json()["findings"]]


def test_the_description_keeps_to_openapi_and_is_open_to_everybody():
    """Every call stands in it; whoever writes a program needs no account to read it."""
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200 and response.json() == description()
    validate(response.json())
    operations = [call["operationId"] for path in response.json()["paths"].values()
                  for method, call in path.items() if method != "parameters"]  # fmt: skip
    assert len(operations) == len(set(operations)) == 15


def test_the_page_for_programmers_names_every_call():
    """And no other."""
    page = (ROOT_FOLDER / "docs/api.md").read_text("utf-8")
    said = set(re.findall(r"^    (GET|POST) +(/api/v1/\S+)$", page, re.MULTILINE))
    paths = description()["paths"].items()
    assert said == {(method.upper(), path) for path, told in paths for method in {*told} - {"parameters"}}


def test_my_rounds_tell_what_is_owed_until_when():
    """A unit's people see their report, the central office the round, nobody else anything."""
    by = programs("officer", "analyst", "steward")
    (told,) = by["officer"].get(ROOT).json()["rounds"]
    assert (told["round_id"], told["stage"], told["due_on"]) == (ROUND, "collecting", "2024-01-31")
    (report,) = told["reports"]
    assert report == {
        "unit_key": "north", "unit_name": "District of North", "status": "drafting", "waits_for": "officer",
        "unanswered": 2,
    }  # fmt: skip
    assert [one["reports"] for one in by["analyst"].get(ROOT).json()["rounds"]] == [[]]
    assert by["steward"].get(ROOT).json() == {"rounds": []}


def test_a_form_tells_what_is_asked_what_is_known_and_what_stands_there():
    """With versions to save over, limits, findings and standing; numbers are digits with a point."""
    save(typed(GROWTH, "8,1", explanation="floods"), typed(PEOPLE, "many"))
    told = programs("officer")["officer"].get(f"{NORTH}/form").json()
    lines = {one["line_id"]: one for one in told["lines"]}
    growth = lines[GROWTH]
    assert (growth["low"], growth["high"], growth["decimals"], growth["unit_measure"]) == (
        "-50",
        "100",
        2,
        "PCT",
    )
    assert (growth["version"], growth["by"], growth["entry"]["text"]) == (1, "officer", "8,1")
    assert (lines[TARGET]["version"], lines[TARGET]["at"], lines[TARGET]["lock"]) == (0, None, None)
    assert lines[TARGET]["target"] == {"op": ">=", "target": "7.5", "target_to": None}
    assert told["standing"] == {"status": "drafting", "waits_for": "officer", "by": "", "openings": []}
    assert ("not_a_number", PEOPLE) in [(one["code"], one["column"]) for one in told["findings"]]


@pytest.mark.parametrize(("language", "words"), [("vi", "không phải là số"), ("en", "is not a number")])
def test_findings_are_said_in_the_language_that_is_asked_for(language, words):
    """Accept-Language decides, for refusals too; there is no prefix in the address."""
    save(typed(PEOPLE, "many"))
    officer = programs("officer")["officer"]
    officer.language = language
    told = officer.get(f"{NORTH}/findings").json()["findings"]
    assert words in next(one["title"] for one in told if one["code"] == "not_a_number")
    refused = officer.get(f"{ROOT}/{ROUND}/units/south/form").json()
    assert refused["title"] == {"vi": "Không có trang này", "en": "There is no such page"}[language]


def test_lines_are_saved_by_the_contract_of_the_grid():
    """Kept with their faults, told one by one, and the same again changes nothing."""
    officer = programs("officer")["officer"]
    sent = {"lines": [line(GROWTH, " 8,1 "), line(PEOPLE, "many")]}
    first, second = officer.post(f"{NORTH}/lines", sent).json()["lines"]
    assert (first["outcome"], first["version"], first["entry"]["text"], first["findings"]) == (
        "saved",
        1,
        "8,1",
        [],
    )
    assert (second["outcome"], [one["code"] for one in second["findings"]]) == ("saved", ["not_a_number"])
    again = officer.post(f"{NORTH}/lines", sent).json()["lines"]
    assert [(one["outcome"], one["version"]) for one in again] == [("unchanged", 1)] * 2
    assert {one.via for one in reading.versions(ROUND, "north", GROWTH)} == {"api"}


def test_a_faster_colleague_is_told_line_by_line_or_keeps_the_whole_out():
    """With both values where all or nothing was asked for."""
    officer = programs("officer")["officer"]
    save(typed(GROWTH, "5"), by="lan@north.example")
    sent = {"lines": [line(GROWTH, "8"), line(PEOPLE, "7")]}
    whole = officer.post(f"{NORTH}/lines", {**sent, "is_whole": True})
    assert (whole.status_code, codes(whole)) == (409, [("conflict", GROWTH)])
    assert "“8”" in whole.json()["findings"][0]["title"] and "“5”" in whole.json()["findings"][0]["title"]
    assert PEOPLE not in reading.kept(ROUND, "north")
    conflict, saved = officer.post(f"{NORTH}/lines", sent).json()["lines"]
    assert (conflict["outcome"], conflict["entry"]["text"], conflict["by"]) == (
        "conflict",
        "5",
        "lan@north.example",
    )
    assert saved["outcome"] == "saved"


def test_lines_that_the_form_does_not_have_are_all_named():
    """And a line that is sent twice; nothing is stored."""
    officer = programs("officer")["officer"]
    unknown = officer.post(f"{NORTH}/lines", {"lines": [line("A"), line(GROWTH, "8"), line("B\x00")]})
    assert (unknown.status_code, codes(unknown)) == (422, [("unknown_line", "A"), ("unknown_line", "B\x00")])
    twice = officer.post(f"{NORTH}/lines", {"lines": [line(GROWTH, "8"), line(GROWTH, "9")]})
    assert (twice.status_code, codes(twice)) == (422, [("duplicate_line", GROWTH)])
    assert reading.kept(ROUND, "north") == {}


def test_a_report_passes_from_one_program_to_the_next_and_back():
    """Officer, leader, analyst, approver; a line comes back, is corrected, and one is reopened at the end."""
    by = programs()
    enter("verifying")
    officer, leader, analyst, approver = (by[role] for role in ("officer", "leader", "analyst", "approver"))
    early = officer.post(f"{NORTH}/complete")
    assert early.status_code == 422 and ("not_reported", GROWTH) in codes(early)
    officer.post(f"{NORTH}/lines", {"lines": [line(GROWTH, "8,1"), line(TARGET, "8,1")]})
    assert officer.post(f"{NORTH}/complete").json()["status"] == "completed"
    assert leader.post(f"{NORTH}/recall").json()["status"] == "drafting"
    officer.post(f"{NORTH}/complete")
    assert leader.post(f"{NORTH}/submit").json()["waits_for"] == "analyst"
    sent = analyst.get(f"{SENT}/north").json()
    assert [(one["line_id"], one["entry"]["text"]) for one in sent["lines"]] == [
        (GROWTH, "8,1"),
        (TARGET, "8,1"),
    ]
    returned = analyst.post(f"{SENT}/north/return", {"reasons": {GROWTH: "check the source"}}).json()
    assert [(one["line_id"], one["kind"], one["reason"]) for one in returned["openings"]] == [
        (GROWTH, "returned", "check the source")
    ]
    locks = {one["line_id"]: one["lock"] for one in officer.get(f"{NORTH}/form").json()["lines"]}
    assert locks[GROWTH] is None and locks[TARGET]["reason"]
    (locked,) = officer.post(f"{NORTH}/lines", {"lines": [line(TARGET, "9", 1)]}).json()["lines"]
    assert locked["outcome"] == "locked"
    officer.post(f"{NORTH}/lines", {"lines": [line(GROWTH, "8,2", 1)]})
    officer.post(f"{NORTH}/complete")
    leader.post(f"{NORTH}/submit")
    assert analyst.post(f"{SENT}/north/accept").json()["status"] == "accepted"
    assert approver.post(f"{SENT}/north/approve").json()["status"] == "approved"
    until = (timezone.now() + timedelta(days=1)).isoformat()
    about = {"line_id": TARGET, "reason": "a slip", "expires_at": until}
    assert approver.post(f"{SENT}/north/reopen", about).json()["openings"][0]["expires_at"]
    assert approver.post(f"{SENT}/north/reopen", about).status_code == 409


def test_a_step_that_somebody_else_took_says_where_the_report_stands():
    """409, with the status in words and who took the step."""
    by = programs("analyst", "leader")
    fill_in()
    pass_on("complete", "submit", "accept")
    late = by["analyst"].post(f"{SENT}/north/accept")
    assert late.status_code == 409
    assert (
        late.json()["title"]
        == "Đã có người thao tác trước: báo cáo hiện đã chấp nhận, chờ phê duyệt (analyst)."
    )


def test_who_accepted_does_not_approve():
    """The workflow holds for programs as it does for people."""
    by = programs("approver")
    fill_in()
    pass_on("complete", "submit")
    submissions.accept(round_id=ROUND, unit_key="north", by="duyet@office.example")
    assert by["approver"].post(f"{SENT}/north/approve").status_code == 403


def test_reasons_and_times_are_asked_for():
    """Without a reason nothing comes back; a time that is past, or none, reopens nothing."""
    by = programs("analyst", "approver")
    fill_in()
    pass_on("complete", "submit")
    blank = by["analyst"].post(f"{SENT}/north/return", {"reasons": {GROWTH: " "}})
    assert (blank.status_code, codes(blank)) == (422, [("no_reason_to_return", GROWTH)])
    assert by["analyst"].post(f"{SENT}/north/return", {"reasons": {}}).status_code == 422
    assert by["analyst"].post(f"{SENT}/north/return", {"reasons": {"A": "x"}}).status_code == 422
    for moment in ("2020-01-01T00:00:00Z", "2030-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "tomorrow"):
        about = {"line_id": GROWTH, "reason": "a slip", "expires_at": moment}
        assert by["approver"].post(f"{SENT}/north/reopen", about).status_code == 422, moment


def test_the_central_office_sees_every_unit_and_what_shows_over_all():
    """Units that have begun nothing stand there, too."""
    by = programs("analyst")
    fill_in()
    pass_on("complete", "submit")
    told = {one["unit_key"]: one for one in by["analyst"].get(SENT).json()["submissions"]}
    assert (told["north"]["standing"]["status"], told["north"]["sent"]) == ("submitted", 2)
    assert (told["south"]["standing"]["status"], told["south"]["sent"]) == ("drafting", 0)
    assert isinstance(by["analyst"].get(f"{ROOT}/{ROUND}/findings").json()["findings"], list)
    empty = by["analyst"].get(f"{SENT}/south").json()
    assert empty["lines"] == [] and empty["findings"] == []


def test_the_overview_counts_and_names_who_is_late():
    """Numbers only; the comparison is there once a round before was reported."""
    by = programs("analyst")
    fill_in()
    told = by["analyst"].get(f"{ROOT}/{ROUND}/overview").json()
    units = {one["unit_key"]: one for one in told["units"]}
    assert (units["north"]["filled"], units["north"]["owed"], units["north"]["state"]) == (2, 2, "drafting")
    assert units["south"]["state"] == "not_begun" and units["south"]["days_late"] > 0
    assert told["totals"]["drafting"] == 1 and sum(told["totals"].values()) == len(units)
    assert told["compared"] is None


BAD = {
    "no JSON": b"{",
    "no object": b"[]",
    "nothing": b"",
    "not UTF-8": b'{"lines": "\xff"}',
    "another field": {"lines": [], "more": 1},
    "a number as text": {"lines": [line(GROWTH, 8)]},  # type: ignore[arg-type]
    "a base below zero": {"lines": [line(GROWTH, "8", -1)]},
    "too many lines": {"lines": [line(str(one)) for one in range(201)]},
    "half a character": b'{"lines": [{"line_id": "G", "base": 0, "text": "\\ud800"}]}',
    "very deep": b'{"lines":' + b"[" * 100_000,
}


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_a_document_that_is_none_is_refused_with_every_fault(sent):
    """422 with findings that name the field."""
    refused = programs("officer")["officer"].post(f"{NORTH}/lines", sent)
    assert refused.status_code == 422 and refused.json()["findings"]


def test_every_refusal_below_the_interface_is_a_document():
    """Unknown addresses, wrong methods, and too much at once; whatever is preferred."""
    officer = programs("officer")["officer"]
    assert officer.get("/api/v1/nothing").status_code == 404
    wrong = officer.get(f"{NORTH}/lines")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")
    assert officer.post(f"{NORTH}/form").headers["Allow"] == "GET, HEAD"
    assert officer.post(f"{NORTH}/lines", b'{"lines": "' + b"x" * 6_000_000).status_code == 400
    assert Program().get(ROOT).status_code == 401


def test_a_failure_is_a_document_without_anything_of_what_failed():
    """Whatever broke, and whoever asked."""
    officer = programs("officer")["officer"]
    officer.client.raise_request_exception = False
    with mock.patch("giaoban.queries.checks.of_submission", side_effect=RuntimeError("inner words")):
        failed = officer.get(f"{NORTH}/findings")
    assert (failed.status_code, failed.json()["code"]) == (500, "failed")
    assert "inner words" not in failed.content.decode()

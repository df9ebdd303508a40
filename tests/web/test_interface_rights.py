"""Who may what on the interface: every role and call by the policy, tokens only, and no draft elsewhere."""

import logging
from datetime import timedelta
from itertools import product

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import get_resolver

from giaoban.actions import people, submissions, tokens
from giaoban.core.conduct.grants import GRANTS
from giaoban.core.conduct.people import Actor, Held
from giaoban.core.conduct.policy import Subject, may
from giaoban.queries import submissions as reading
from giaoban.records.models import AccessToken, Event
from tests.factories.packs import ROUND
from tests.factories.programs import NORTH, POSTS, ROOT, SENT, Program, holder, program, programs
from tests.factories.reporting import GROWTH, TARGET, enter, fill_in, install, pass_on, save, typed
from tests.factories.sessions import client_of, person

pytestmark = pytest.mark.django_db
CANARY = "canary-7731"


@pytest.fixture(autouse=True)
def collecting(tmp_path, settings):
    """Let the small country's round collect, served under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("collecting")


def calls() -> dict[str, object]:
    """Return every call of the interface by its address."""
    found = get_resolver().url_patterns
    return {str(one.pattern): one.callback for one in found if hasattr(one.callback, "tells")}


def asked(who: Program, pattern: str, unit_key: str):
    """Return the answer to a call about a unit, with an empty document where it writes."""
    address = "/" + pattern.replace("<slug:round_id>", ROUND).replace("<slug:unit_key>", unit_key)
    return who.post(address) if calls()[pattern].takes else who.get(address)


def expected(role: str, action: str, unit_key: str, stage: str, takes: object) -> set[int]:
    """Return the answers that the policy leaves open."""
    _, office, own = POSTS[role]
    actor = Actor("somebody", frozenset({Held(role, office, own)}))
    answer = may(actor, action, Subject(action.partition(".")[0], "any", unit_key), stage)
    if answer.allowed:
        return {200, 409, 422} if takes else {200}
    return {404} if answer.is_hidden else {403}


@pytest.mark.parametrize("stage", ["verifying", "frozen"])
def test_every_call_answers_every_role_by_the_policy(stage):
    """Role × call × unit × phase; without a token nobody gets anything."""
    enter(stage)
    by, found = programs(), calls()
    assert len(found) == 15
    for (role, who), (pattern, call), unit_key in product(by.items(), found.items(), ("north", "south")):
        about = unit_key if "unit_key" in pattern else ""
        allowed = expected(role, call.action, about, stage, call.takes)
        assert asked(who, pattern, unit_key).status_code in allowed, (role, pattern, unit_key)
    assert {asked(Program(), pattern, "north").status_code for pattern in found} == {401}


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_anothers_form_answers_like_one_that_does_not_exist(role):
    """Byte for byte, heads too, for every call of a unit."""
    fill_in("south")
    who = programs(role)[role]
    of_unit = [pattern for pattern in calls() if "units/" in pattern]
    assert len(of_unit) == 6
    for pattern in [*of_unit, "api/v1/rounds/<slug:round_id>/submissions/<slug:unit_key>"]:
        anothers, nobodys = (asked(who, pattern, unit_key) for unit_key in ("south", "nowhere"))
        allowed = {404} if (role, calls()[pattern].action) in GRANTS else {403}
        assert {anothers.status_code} == allowed and anothers.content == nobodys.content, pattern
        assert dict(anothers.headers) == dict(nobodys.headers), pattern


def test_a_round_that_was_not_opened_answers_like_one_that_does_not_exist():
    """Its id gives nothing away."""
    from giaoban.records.models import RoundStage

    who = programs("officer")["officer"]
    RoundStage.objects.all().delete()
    closed = who.get(f"{NORTH}/form")
    nobodys = who.get(f"{ROOT}/2099-annual/units/north/form")
    assert closed.status_code == 404 and closed.content == nobodys.content


def test_what_a_unit_has_not_sent_is_in_no_answer_to_anybody_else(caplog):
    """Draft, completed draft, and a correction under way; nor in logs and audit."""
    others = {
        **programs("analyst", "approver", "steward", "inspector"),
        "south": program(person("sa@south.example", "Sa", "south", "officer", "south")),
        "nobody": Program(),
    }
    own = programs("officer")["officer"]
    caplog.set_level(logging.DEBUG)
    save(typed(GROWTH, "8,1", explanation=CANARY), typed(TARGET, "8"))
    _hidden_from(others, own)
    pass_on("complete")
    _hidden_from(others, own)
    pass_on("submit")
    assert CANARY in others["analyst"].get(f"{SENT}/north").content.decode()
    submissions.return_(round_id=ROUND, unit_key="north", reasons={TARGET: "check"}, by="analyst")
    save(typed(TARGET, "9", 1, explanation=CANARY + "-2"))
    _hidden_from(others, own, CANARY + "-2")
    kept = str(list(Event.objects.values())) + caplog.text
    assert not [one for one in (CANARY, *(who.token for who in others.values() if who.token)) if one in kept]


def _hidden_from(others: dict[str, Program], own: Program, canary: str = CANARY) -> None:
    """Ask every reading call, as everybody else, for everything of the north's."""
    reading_calls = [pattern for pattern, call in calls().items() if not call.takes]
    answers = [asked(who, pattern, "north") for who in others.values() for pattern in reading_calls]
    assert not [one for one in answers if canary in one.content.decode()]
    assert canary in own.get(f"{NORTH}/form").content.decode()


def test_a_cookie_opens_nothing_here_and_a_token_needs_no_mark():
    """So no page of another site can use somebody's session; nothing comes along by itself."""
    officer = holder("officer")
    browser = client_of(officer)
    assert browser.get("/vi/desk/").status_code == 200
    body = {"data": '{"lines": []}', "content_type": "application/json"}
    for response in (browser.get(ROOT), browser.get(f"{NORTH}/form"), browser.post(f"{NORTH}/lines", **body)):
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Giao Ban"'
    assert program(officer).post(f"{NORTH}/lines", {"lines": []}).status_code == 200
    # The session of another person beside the token makes no difference.
    leader = client_of(holder("leader"))
    token = tokens.create(person=officer, name="another", days=1)
    own = {"line_id": GROWTH, "text": "8", "base": 0}
    saved = leader.post(
        f"{NORTH}/lines", {"lines": [own]}, content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert saved.json()["lines"][0]["by"] == officer.email


def test_a_token_opens_no_page():
    """Neither the account nor the form; published pages stay what they are."""
    token = tokens.create(person=holder("officer"), name="a program", days=1)
    heads = {"authorization": f"Bearer {token}"}
    assert Client().get("/vi/account/", headers=heads).status_code == 302
    assert Client().get(f"/vi/rounds/{ROUND}/units/north/form/", headers=heads).status_code == 302
    refused = Client().post(f"/vi/rounds/{ROUND}/units/north/form/lines/", {}, headers=heads)
    assert refused.status_code == 403 and reading.kept(ROUND, "north") == {}


@pytest.mark.parametrize("how", ["ended", "expired", "deactivated", "readmitted"])
def test_a_token_that_is_over_opens_nothing_at_once(how):
    """Ended by its person, out of its time, or with the person."""
    officer = holder("officer")
    who = program(officer)
    assert who.get(ROOT).status_code == 200
    if how == "ended":
        tokens.end(person=officer, token_id=AccessToken.objects.get().pk)
    elif how == "expired":
        began = AccessToken.objects.get().created_at
        AccessToken.objects.update(created_at=began - timedelta(days=2), expires_at=began)
    elif how == "deactivated":
        people.deactivate(email=officer.email, by="tester")
    else:
        people.deactivate(email=officer.email, by="tester")
        people.readmit(email=officer.email, by="tester")
    refused = who.get(ROOT)
    assert (refused.status_code, refused.json()["code"]) == (401, "token")


def test_a_role_that_ends_ends_for_the_program_too():
    """The token stays; what the person no longer may is not found."""
    officer = holder("officer")
    who = program(officer)
    assert who.get(f"{NORTH}/form").status_code == 200
    people.end(email=officer.email, organisation="north", role="officer", by="tester")
    assert who.get(f"{NORTH}/form").status_code == 403
    assert who.get(ROOT).json() == {"rounds": []}


@pytest.mark.parametrize(
    "shown", ["Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer \xe9\xff", "x" * 5000]
)
def test_what_is_no_token_is_refused_in_words(shown):
    """Whatever stands in the head."""
    refused = Client().get(ROOT, headers={"authorization": shown, "accept-language": "en"})
    assert refused.status_code == 401 and refused.json()["title"].startswith(
        "This access token opens nothing"
    )


def test_wrong_tokens_are_counted_and_a_right_one_is_answered_all_the_same():
    """After twenty from one network address they are not looked up as before; others are not shut out."""
    right, wrong = programs("officer")["officer"], Program("giaoban_wrong")
    assert {wrong.get(ROOT).status_code for _ in range(20)} == {401}
    refused = wrong.get(ROOT)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert right.get(ROOT).status_code == 200
    elsewhere = Client(REMOTE_ADDR="10.9.8.7").get(ROOT, headers={"authorization": "Bearer wrong"})
    assert elsewhere.status_code == 401


def test_the_first_use_of_a_day_is_noted_with_its_address():
    """Once, so that reading seldom writes; the token is not in it."""
    who = programs("officer")["officer"]
    for _ in range(3):
        who.get(ROOT)
    event = Event.objects.get(verb="token.used")
    assert event.payload["ip"] == "127.0.0.1" and who.token not in str(event.payload)
    assert AccessToken.objects.get().last_used_on is not None

"""Hiding: what another unit owns answers exactly like what does not exist; a refusal says why and when."""

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from giaoban.config import urls
from giaoban.core.errors import Conflict, Finding, NotFound
from giaoban.web.access import FORM, WRITING, declares
from tests.factories.people import signed_in
from tests.web.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
DRAFTS = {"u-north": "secret of the north", "u-south": "secret of the south"}


@declares("draft.read", "unit_key", unit="unit_key", phase=lambda round_id: "collecting")
def show_draft(request: HttpRequest, unit_key: str) -> HttpResponse:
    """Show a planted draft."""
    if unit_key not in DRAFTS:
        raise NotFound("There is no such draft")
    return HttpResponse(DRAFTS[unit_key])


@declares("draft.save", "unit_key", unit="unit_key", methods=FORM, phase=lambda round_id: "frozen")
def save_draft(request: HttpRequest, unit_key: str) -> HttpResponse:
    """Take a planted draft, in a phase that takes none."""
    raise AssertionError("never reached")


@declares("people.end", methods=WRITING)
def end_role(request: HttpRequest) -> HttpResponse:
    """End a planted role."""
    return HttpResponse("ended")


@declares("people.end", methods=WRITING)
def collide(request: HttpRequest) -> HttpResponse:
    """Refuse as an action does that came too late."""
    raise Conflict("They collided", "Look again.", findings=(Finding("conflict", "One"),))


urlpatterns = [
    path("collision/", collide),
    path("draft/<slug:unit_key>/", show_draft),
    path("draft/<slug:unit_key>/save/", save_draft),
    path("role/", end_role),
    *urls.urlpatterns,
]
handler403, handler404 = urls.handler403, urls.handler404


@pytest.fixture(autouse=True)
def host(settings):
    """Serve under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]


def seen(client: Client, address: str) -> tuple[int, str, dict[str, str]]:
    """Return all that an answer gives away, but for its own address and the mark of its forms."""
    response = client.get(address)
    page = response.content.decode().replace(address, "ADDRESS")
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    heads = {
        name: value for name, value in response.headers.items() if name not in ("Content-Length", "ETag")
    }
    assert heads["Cache-Control"] == "private, no-cache"
    return response.status_code, page.replace(token, "") if token else page, heads


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_anothers_draft_answers_like_one_that_is_not_there(role):
    """Status, page and headers; and nothing of it is in the page."""
    client = signed_in("ha@north.example", "north", role)
    assert client.get("/draft/u-north/").content == b"secret of the north"
    anothers, nobodys = seen(client, "/draft/u-south/"), seen(client, "/draft/u-none/")
    assert anothers[0] == 404 and anothers == nobodys
    assert "secret" not in anothers[1]


@pytest.mark.parametrize("who", ["analyst", "approver", "steward"])
def test_the_centre_gets_no_draft_at_all(who):
    """Whether it exists or not: the role does not include it."""
    client = signed_in("an@office.example", "office", who)
    answers = [seen(client, f"/draft/{unit}/") for unit in ("u-north", "u-none")]
    assert answers[0] == answers[1] and answers[0][0] == 403


def test_who_has_not_signed_in_is_asked_to_for_every_draft_alike():
    """And comes back to the page after signing in."""
    for unit in ("u-north", "u-none"):
        response = Client().get(f"/draft/{unit}/")
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"/vi/sign-in/?next=/draft/{unit}/",
        )
    refused = Client().post("/draft/u-north/save/")
    assert refused.status_code == 403 and "Hãy đăng nhập" in read(refused)[0]


def test_out_of_phase_the_page_says_when_it_is_open():
    """In the reader's words."""
    client = signed_in("ha@north.example", "north", "officer")
    refused = client.post("/draft/u-north/save/")
    text, _rows = read(refused)
    assert refused.status_code == 403 and "không ở giai đoạn" in text
    assert "thu thập số liệu, thẩm định, giải trình" in text


def test_a_form_is_taken_from_who_may_and_from_nobody_else():
    """With the mark of this site only."""
    steward, analyst = (
        signed_in(f"{role}@office.example", "office", role) for role in ("steward", "analyst")
    )
    assert steward.post("/role/").content == b"ended"
    assert analyst.post("/role/").status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = steward.cookies
    assert strict.post("/role/").status_code == 403
    assert steward.get("/role/").status_code == 405


def test_a_conflict_is_told_to_a_program_with_every_finding():
    """409, as RFC 9457 writes it: title, detail, and what collided."""
    steward = signed_in("steward@office.example", "office", "steward")
    told = steward.post("/collision/", headers={"accept": "application/json"})
    assert (told.status_code, told.headers["Content-Type"]) == (409, "application/problem+json")
    said = told.json()
    assert (said["code"], said["title"], said["detail"]) == ("conflict", "They collided", "Look again.")
    assert [one["code"] for one in said["findings"]] == ["conflict"]
    assert told.headers["Cache-Control"] == "private, no-cache"

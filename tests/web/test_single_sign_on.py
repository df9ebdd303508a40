"""Single sign-on: a real OpenID Connect provider on this machine vouches for people who are known here."""

import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client

from giaoban.config.signing_in import origin, single_sign_on
from giaoban.queries import people
from giaoban.records.models import Person
from tests.factories.offices import single_sign_on_office
from tests.factories.people import enrol, join
from tests.web.pages import read

pytestmark = pytest.mark.django_db
EMAIL = "ha@north.example"


@pytest.fixture
def office(settings):
    """Return a provider that the site uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    with single_sign_on_office() as one:
        yield one


def come(client: Client):
    """Go to the office and come back, as a browser does."""
    led = client.post("/office/office/").headers["Location"]
    back = requests.get(led, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.partition("testserver")[2])


def test_the_office_vouches_and_the_second_factor_is_still_asked(office):
    """No password is given; the code is; the person is the one who was invited."""
    telephone = enrol(join(EMAIL, "north", "officer"))
    client = Client()
    assert "Đăng nhập qua Sở Nội vụ" in read(client.get("/vi/sign-in/"))[0]
    assert come(client).headers["Location"].endswith("/sign-in/code/")
    assert client.get("/vi/account/").status_code == 302
    assert client.post("/vi/sign-in/code/", {"code": telephone.fresh_code()}).status_code == 302
    assert EMAIL in read(client.get("/vi/account/"))[0]
    assert {"/authorize", "/token", "/userinfo"} <= set(office.asked)


def test_who_has_no_second_factor_yet_is_led_to_set_it_up(office):
    """As after a password."""
    join(EMAIL, "north", "officer")
    client = Client()
    come(client)
    assert client.get("/vi/account/").headers["Location"] == "/vi/account/second-factor/"


@pytest.mark.parametrize(
    "says", [{"email": "stranger@x.example"}, {"email_verified": False}, {"email": ""}], ids=str
)
def test_nobody_comes_in_who_was_not_invited_or_is_not_vouched_for(office, says):
    """A stranger, and somebody else's address that the provider has not checked."""
    join(EMAIL, "north", "officer")
    office.says |= says
    client = Client()
    answer = come(client)
    assert answer.status_code == 403 and "Chưa có ai được mời" in read(answer)[0]
    assert client.get("/vi/account/").status_code == 302
    assert Person.objects.count() == 1


def test_who_was_shut_out_stays_out(office):
    """Whatever the office says."""
    from giaoban.actions import people as acting

    enrol(join(EMAIL, "north", "officer"))
    acting.deactivate(email=EMAIL, by="tester")
    client = Client()
    come(client)
    assert client.get("/vi/account/").status_code == 302
    assert people.by_email(EMAIL).is_active is False


def test_an_answer_that_was_not_asked_for_is_refused(office):
    """Without the state of a sign-in that began here, with a wrong code, or with the provider's refusal."""
    for query in ("", "?code=x&state=y", "?error=access_denied&state=y"):
        answer = Client().get(f"/office/office/back/{query}")
        assert answer.status_code == 403 and "trả lời không đúng" in read(answer)[0]


def test_a_provider_that_fails_does_not_fail_the_site(office, settings):
    """It is not there, or says nonsense of itself: the page says so, and the password remains."""
    office.about = dict
    nonsense = Client().post("/office/office/")
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on("http://127.0.0.1:1", "c", "s", "n")
    for answer in (nonsense, Client().post("/office/office/")):
        assert answer.status_code == 403 and "dùng mật khẩu" in read(answer)[0]


@pytest.mark.parametrize("page", ["office/", "office/back/", "another/"])
def test_without_a_provider_there_is_nothing(settings, page):
    """And no button."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    method = client.get if "back" in page else client.post
    assert method(f"/office/{page}").status_code == 404
    assert "Đăng nhập qua" not in read(client.get("/vi/sign-in/"))[0]


def test_the_settings_come_from_the_environment_alone():
    """Nothing set, nothing offered; the origin is allowed as the target of a form's answer."""
    assert single_sign_on("", "c", "s", "n") == {}
    (app,) = single_sign_on("https://id.office.example/realm", "c", "s", "")["openid_connect"]["APPS"]
    assert app["name"] == "id.office.example" and app["settings"]["oauth_pkce_enabled"]
    assert origin("https://id.office.example/realm") == "https://id.office.example"

"""Access tokens on the account page: made after the password was given again, shown once, ended."""

import re
import time
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.test import Client

from giaoban.records.models import AccessToken
from tests.factories.people import PASSWORD, enrol, join, sign_in
from tests.web.pages import read

pytestmark = pytest.mark.django_db
NEW = "/vi/account/tokens/new/"


@pytest.fixture
def client(settings) -> Client:
    """Return a client signed in as an officer."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    person = join("ha@north.example", "north", "officer")
    return sign_in(Client(), person, enrol(person))


def create(client: Client, name: str = "Số liệu tháng", days: int = 90):
    """Fill in the form of a new token."""
    return client.post(NEW, {"name": name, "days": days})


def test_a_token_is_shown_once_and_opens_the_interface(client):
    """It is in no later page; no copy of the page is kept."""
    assert "Chưa có." in read(client.get("/vi/account/"))[0]
    page = create(client)
    token = re.search(r'<code class="key token">([^<]+)</code>', page.content.decode())[1]
    assert "no-store" in page.headers["Cache-Control"]
    heads = {"authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/rounds", headers=heads).json() == {"rounds": []}
    account = client.get("/vi/account/")
    assert "Số liệu tháng" in read(account)[0] and token not in account.content.decode()
    assert token not in client.get(NEW).content.decode()
    again = create(client)
    assert token not in again.content.decode() and "đã có mã truy cập mang tên này" in read(again)[0]


def test_a_token_is_ended_on_the_account_page(client):
    """At once."""
    create(client)
    row = AccessToken.objects.get()
    assert client.post(f"/vi/account/tokens/{row.pk}/end/").status_code == 302
    assert "Chưa có." in read(client.get("/vi/account/"))[0]
    assert client.post(f"/vi/account/tokens/{row.pk}/end/").status_code == 404


def test_making_and_ending_one_ask_for_the_password_after_a_while(client):
    """A browser that was left alone makes no token."""
    create(client)
    row = AccessToken.objects.get()
    for ask in (lambda: client.get(NEW), lambda: create(client, "x"),
                lambda: client.post(f"/vi/account/tokens/{row.pk}/end/")):  # fmt: skip
        with mock.patch("time.time", return_value=time.time() + 400):
            assert ask().headers["Location"].startswith("/vi/account/password/again/")
    assert list(AccessToken.objects.values_list("name", "ended_at")) == [("Số liệu tháng", None)]
    given = client.post("/vi/account/password/again/", {"password": PASSWORD, "next": NEW})
    assert given.status_code == 302


def test_without_the_second_factor_nobody_makes_a_token(settings):
    """Neither who has only given the password, nor the public."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    join("lan@north.example", "north", "officer")
    early = Client()
    early.post("/vi/sign-in/", {"login": "lan@north.example", "password": PASSWORD})
    for client in (early, Client()):
        assert (
            client.get(NEW).status_code == 302
            and client.post(NEW, {"name": "x", "days": 30}).status_code == 403
        )
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x", 366), ("x", "many"), ("\x01", 30)])
def test_what_does_not_do_is_said_beside_the_field(client, name, days):
    """And nothing is made."""
    page = create(client, name, days)
    assert page.status_code == 200 and 'class="fault"' in page.content.decode()
    assert not AccessToken.objects.exists()

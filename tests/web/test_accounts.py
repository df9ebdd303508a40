"""The accounts desk: signing in takes password and second factor, tries are limited, sessions end."""

import re
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from giaoban.actions import people
from giaoban.queries import people as reading
from giaoban.queries.invitations import link
from giaoban.records.models import Event, Person
from tests.factories.people import PASSWORD, Telephone, enrol, found_offices, join, sign_in, signed_in
from tests.factories.sessions import client_of
from tests.web.pages import read

pytestmark = pytest.mark.django_db
EMAIL = "ha@north.example"


@pytest.fixture(autouse=True)
def host(settings):
    """Serve under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]


@pytest.fixture
def person() -> Person:
    """Return an officer who accepted the invitation."""
    return join(EMAIL, "north", "officer")


def give(client: Client, password: str = PASSWORD, login: str = EMAIL, **more):
    """Post e-mail address and password."""
    return client.post("/vi/sign-in/", {"login": login, "password": password, **more})


def test_password_and_code_open_the_account_and_show_for_whom(person):
    """The header and the account page say who acts for which organisation, in which role."""
    client = sign_in(Client(), person, enrol(person))
    text, rows = read(client.get("/vi/account/"))
    assert ["Northern Province", "cán bộ báo cáo", f"{timezone.localdate():%d/%m/%Y}"] in rows
    assert "ha · Northern Province" in read(client.get("/vi/"))[0]
    assert Event.objects.filter(verb="session.begun", object=EMAIL).count() == 1
    assert client.get("/vi/").headers["Cache-Control"] == "private, no-cache"


def test_the_address_is_found_in_capitals_and_the_password_on_any_keyboard(person):
    """Decomposed letters are the same password."""
    import unicodedata

    enrol(person)
    typed = unicodedata.normalize("NFD", PASSWORD)
    assert typed != PASSWORD
    assert give(Client(), typed, "HA@North.Example").headers["Location"].endswith("/sign-in/code/")


@pytest.mark.parametrize(("language", "words"), [("vi", "không đúng"), ("en", "is not right")])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(person, language, words):
    """Word for word, but for what was typed: nobody learns who has an account."""
    pages = []
    for login in (EMAIL, "no@north.example"):
        response = Client().post(f"/{language}/sign-in/", {"login": login, "password": "wrong password"})
        assert response.status_code == 200 and words in read(response)[0]
        pages.append(read(response)[0])
    assert pages[0] == pages[1]


def test_a_wrong_code_opens_nothing(person):
    """Nor does yesterday's, nor one that was used already."""
    telephone = enrol(person)
    client = Client()
    give(client)
    for code in ("000000", telephone.code(time.time() - 86400), "", "x" * 10):
        response = client.post("/vi/sign-in/code/", {"code": code})
        assert response.status_code == 200
        assert client.get("/vi/account/").status_code == 302
    used = telephone.fresh_code()
    assert client.post("/vi/sign-in/code/", {"code": used}).status_code == 302
    again = Client()
    give(again)
    assert "Mã không đúng" in read(again.post("/vi/sign-in/code/", {"code": used}))[0]


def test_a_recovery_code_opens_once(person):
    """And the account page says how many are left."""
    from allauth.mfa.models import Authenticator

    enrol(person)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client = Client()
    give(client)
    assert client.post("/vi/sign-in/code/", {"code": code}).status_code == 302
    assert "còn 9 mã" in read(client.get("/vi/account/"))[0]
    again = Client()
    give(again)
    assert again.post("/vi/sign-in/code/", {"code": code}).status_code == 200


def test_what_a_factor_rests_on_is_not_readable_in_the_database(person):
    """Neither the key of the telephone nor the seed of the codes."""
    from allauth.mfa.models import Authenticator

    telephone = enrol(person)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert telephone.key not in kept
    assert Authenticator.objects.get(type="totp").wrap().validate_code(telephone.code())


def test_without_a_second_factor_every_page_of_ones_own_leads_to_setting_it_up(person):
    """Roles do not count before; published pages stay open."""
    client = Client()
    assert give(client).status_code == 302
    assert client.get("/vi/account/").headers["Location"] == "/vi/account/second-factor/"
    assert client.get("/vi/").status_code == 200
    assert client.get("/vi/account/").wsgi_request.actor.roles == frozenset()
    page = client.get("/vi/account/second-factor/")
    key = page.content.decode().split('class="key">')[1].split("<")[0].replace(" ", "")
    assert "data:image/svg+xml;base64," in page.content.decode()
    wrong = client.post("/vi/account/second-factor/", {"code": "000000"})
    assert wrong.status_code == 200 and not reading.has_second_factor(person)
    # The key stays the same while codes are tried.
    assert key in wrong.content.decode().replace(" ", "")
    done = client.post("/vi/account/second-factor/", {"code": Telephone(key).fresh_code()})
    assert done.headers["Location"] == "/vi/account/second-factor/codes/"
    codes = client.get("/vi/account/second-factor/codes/")
    assert codes.content.decode().count("<li><code>") == 10
    assert "<li><code>" not in client.get("/vi/account/second-factor/codes/").content.decode()
    assert {held.role for held in client.get("/vi/account/").wsgi_request.actor.roles} == {"officer"}


def test_a_session_from_before_the_second_factor_gains_nothing_by_it(person):
    """It has to show the factor by signing in again."""
    early = Client()
    give(early)
    enrol(person)
    for where in ("codes/", "codes/new/"):
        assert early.post(f"/vi/account/second-factor/{where}").status_code in (403, 405)
        assert (
            "<li><code>" not in early.get(f"/vi/account/second-factor/{where}", follow=False).content.decode()
        )
    assert (
        early.post("/vi/account/password/", {"oldpassword": PASSWORD, "password1": "x" * 20}).status_code
        == 403
    )
    assert early.get("/vi/account/").status_code == 302
    response = early.get("/vi/account/second-factor/")
    assert response.headers["Location"] == "/vi/sign-in/"
    assert early.get("/vi/account/").headers["Location"].startswith("/vi/sign-in/")


def test_replacing_the_telephone_asks_for_the_password_and_ends_the_old_one(person):
    """The old telephone holds until the new one has shown a code."""
    old = enrol(person)
    client = sign_in(Client(), person, old)
    with mock.patch("time.time", return_value=time.time() + 400):
        asked = client.get("/vi/account/second-factor/")
    assert asked.headers["Location"].startswith("/vi/account/password/again/")
    page = client.get("/vi/account/second-factor/").content.decode()
    new = Telephone(page.split('class="key">')[1].split("<")[0].replace(" ", ""))
    assert client.post("/vi/account/second-factor/", {"code": new.fresh_code()}).status_code == 302
    again = Client()
    give(again)
    assert again.post("/vi/sign-in/code/", {"code": old.fresh_code()}).status_code == 200
    assert again.post("/vi/sign-in/code/", {"code": new.fresh_code()}).status_code == 302


def test_tries_are_limited_also_for_addresses_that_nobody_has(person):
    """After five wrong passwords the right one does not help either; the answer is the same for all."""
    for number, login in enumerate((EMAIL, "no@north.example")):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        for _ in range(5):
            assert "không đúng" in read(give(client, "wrong password", login))[0]
        assert "quá nhiều lần" in read(give(client, PASSWORD, login))[0]


def test_codes_are_limited_like_passwords(person):
    """Six digits cannot be tried through."""
    telephone = enrol(person)
    client = Client()
    give(client)
    for _ in range(5):
        client.post("/vi/sign-in/code/", {"code": "000000"})
    refused = client.post("/vi/sign-in/code/", {"code": telephone.fresh_code()})
    assert refused.status_code == 200 and "quá nhiều lần" in read(refused)[0]


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(person, settings):
    """The page then says why; what is published stays open."""
    client = sign_in(Client(), person, enrol(person))
    now = timezone.now()
    with mock.patch(
        "django.utils.timezone.now", return_value=now + timedelta(seconds=settings.SESSION_IDLE + 1)
    ):
        gone = client.get("/vi/account/", follow=True)
    assert gone.redirect_chain[-1][0] == "/vi/sign-in/?ended=1&next=/vi/account/"
    assert "Phiên của đồng chí đã kết thúc" in read(gone)[0]
    assert client.get("/vi/account/").status_code == 302


def test_a_session_in_use_ends_after_a_working_day(person, settings):
    """Use puts the first limit off, not the second."""
    client = sign_in(Client(), person, enrol(person))
    start = timezone.now()
    for hour in range(1, 13):
        moment = start + timedelta(hours=hour, seconds=1)
        with mock.patch("django.utils.timezone.now", return_value=moment):
            assert client.get("/vi/account/").status_code == (200 if hour < 12 else 302), hour


def test_a_person_ends_all_other_sessions(person):
    """The one that asks stays."""
    telephone = enrol(person)
    first, second = sign_in(Client(), person, telephone), sign_in(Client(), person, telephone)
    assert "phiên này" in read(first.get("/vi/account/"))[0]
    assert first.post("/vi/account/sessions/").status_code == 302
    assert first.get("/vi/account/").status_code == 200
    assert second.get("/vi/account/").status_code == 302
    assert Event.objects.filter(verb="session.others_ended").count() == 1


def test_changing_the_password_ends_other_sessions_and_keeps_to_the_rules(person):
    """Length, what is common, what is like one's name; no letters or signs are asked for."""
    telephone = enrol(person)
    first, second = sign_in(Client(), person, telephone), sign_in(Client(), person, telephone)
    change = lambda new, old=PASSWORD: first.post(  # noqa: E731
        "/vi/account/password/", {"oldpassword": old, "password1": new}
    )
    for poor in ("short", "password1234", "ha@north.example"):
        assert change(poor).status_code == 200, poor
    assert "hiện tại" in read(change("tám con vịt qua cầu", "wrong"))[0]
    assert change("tám con vịt qua cầu").status_code == 302
    assert first.get("/vi/account/").status_code == 200 and second.get("/vi/account/").status_code == 302


def test_who_has_no_password_has_none_to_change(person):
    """Someone who signs in through their office alone: nothing leads to the page, and it leads back."""
    client = sign_in(Client(), person, enrol(person))
    assert b"/vi/account/password/" in client.get("/vi/account/").content
    person.set_unusable_password()
    person.save()
    client = client_of(person)
    assert b"/vi/account/password/" not in client.get("/vi/account/").content
    assert client.get("/vi/account/password/").headers["Location"] == "/vi/account/"


def test_name_and_language_are_ones_own_to_change(person):
    """The page goes on in the chosen language; so does the next sign-in."""
    client = sign_in(Client(), person, enrol(person))
    done = client.post("/vi/account/", {"name": "Nguyễn Thị Hà", "language": "en"})
    assert done.headers["Location"] == "/en/account/?saved"
    assert "Your changes are saved" in read(client.get("/en/account/?saved"))[0]
    assert client.post("/vi/account/", {"name": "x", "language": "xx"}).status_code == 200
    person.refresh_from_db()
    assert (person.name, person.language) == ("Nguyễn Thị Hà", "en")


def test_signing_out_takes_a_button(person):
    """An address that is only looked at signs nobody out."""
    client = sign_in(Client(), person, enrol(person))
    looked = client.get("/vi/sign-out/")
    assert looked.status_code == 405 and "không có gì để đọc" in read(looked)[0]
    assert client.get("/vi/account/").status_code == 200
    assert client.post("/vi/sign-out/").status_code == 302
    assert client.get("/vi/account/").status_code == 302


@pytest.mark.parametrize(
    "where", ["sign-in/", "sign-out/", "account/", "account/sessions/", "password/", "account/password/"]
)
def test_a_form_without_our_mark_is_not_taken(person, where):
    """Another site cannot act in somebody's name."""
    telephone = enrol(person)
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in(Client(), person, telephone).cookies
    response = client.post(f"/vi/{where}", {"login": EMAIL, "password": PASSWORD, "name": "x"})
    assert response.status_code == 403 and "Biểu mẫu không được nhận" in read(response)[0]
    assert client.get("/vi/account/").status_code == 200


def test_a_forgotten_password_is_replaced_by_a_link_and_the_code_is_still_asked(person, mailoutbox):
    """Once; an unknown address gets the same page and no mail."""
    telephone = enrol(person)
    pages = [Client().post("/vi/password/", {"email": one}, follow=True) for one in (EMAIL, "no@x.example")]
    assert read(pages[0])[0] == read(pages[1])[0] and [one.to for one in mailoutbox] == [[EMAIL]]
    assert mailoutbox[0].subject == "Mật khẩu mới cho Giao Ban"
    address = next(w for w in mailoutbox[0].body.split() if w.startswith("http"))
    path = address.partition("testserver")[2]
    client = Client()
    form = client.get(path, follow=True)
    chosen = client.post(form.redirect_chain[-1][0], {"password1": "tám con vịt qua cầu"}, follow=True)
    assert "Đã đổi mật khẩu" in read(chosen)[0]
    assert "không còn hiệu lực" in read(Client().get(path, follow=True))[0]
    fresh = Client()
    assert give(fresh, "tám con vịt qua cầu").headers["Location"].endswith("/sign-in/code/")
    assert fresh.post("/vi/sign-in/code/", {"code": telephone.fresh_code()}).status_code == 302


def test_an_invitation_is_accepted_on_its_page_and_then_no_more():
    """The page says who is invited as what; a poor password is refused with its reason."""
    found_offices()
    person = people.invite(email=EMAIL, organisation="north", role="officer", by="tester", name="Hà")
    path = link(person).partition("8000")[2]
    client = Client()
    text, _rows = read(client.get(path))
    assert "Hà, hãy đặt mật khẩu" in text and "cán bộ báo cáo, Northern Province" in text
    assert "cần ít nhất 12" in read(client.post(path, {"password": "short"}))[0]
    assert client.post(path, {"password": PASSWORD}).headers["Location"] == "/vi/account/second-factor/"
    second = Client().get(path)
    assert second.status_code == 404 and "đã được dùng" in read(second)[0]


def test_a_shut_account_learns_so_only_with_the_right_password(person):
    """And gets no further."""
    enrol(person)
    people.deactivate(email=EMAIL, by="tester")
    assert "không đúng" in read(give(Client(), "wrong password"))[0]
    client = Client()
    answer = client.post("/vi/sign-in/", {"login": EMAIL, "password": PASSWORD}, follow=True)
    assert "đã khóa" in read(answer)[0]
    assert client.get("/vi/account/").status_code == 302


def test_after_signing_in_one_comes_to_what_one_asked_for_and_nowhere_else(person):
    """An address outside the site is not followed."""
    telephone = enrol(person)
    client = Client()
    assert client.get("/vi/account/").headers["Location"] == "/vi/sign-in/?next=/vi/account/"
    for wanted, reached in (
        ("/vi/account/password/", "/vi/account/password/"),
        ("//evil.example", "/vi/account/"),
    ):
        client = Client()
        give(client, next=wanted)
        done = client.post("/vi/sign-in/code/", {"code": telephone.fresh_code()})
        assert done.headers["Location"] == reached


@pytest.mark.parametrize("page", ["sign-in/", "password/", "account/", "account/password/"])
def test_pages_of_the_desk_carry_nothing_in_line(page):
    """The content policy is as strict as on public pages; whoever has signed in gets the file that warns."""
    client = signed_in("an@office.example", "office", "analyst") if "account" in page else Client()
    response = client.get(f"/vi/{page}")
    markup = response.content.decode()
    scripts = re.findall("<script[^>]*>", markup)
    warning = '<script type="module" src="/static/web/leaving.js">'
    assert scripts == ([warning] if "account" in page else [])
    assert response.status_code == 200 and " style=" not in markup
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_nobody_signs_up_and_nothing_of_the_library_is_reached_unasked():
    """Only what is routed is there."""
    for where in ("signup/", "accounts/signup/", "accounts/login/", "email/", "2fa/", "sessions/", "admin/"):
        assert Client().get(f"/vi/{where}").status_code == 404

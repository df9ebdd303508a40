"""Access: every address declares its action, only reading passes, refusals are pages in both languages."""

import unicodedata

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from giaoban.config.urls import handler403, handler500
from giaoban.core.conduct.policy import ACTIONS
from tests.web.pages import ROUND, SCOREBOARD, read


def patterns(resolver=None):
    """Return every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def undeclared(found):
    """Return the addresses whose view declares no action that the policy knows."""
    return [str(one.pattern) for one in found if getattr(one.callback, "action", None) not in ACTIONS]


def test_every_address_declares_an_action_that_the_policy_knows():
    """A view without one fails here before it can be served; a planted one shows that this test can fail."""
    from django.urls import path

    known = list(patterns())
    assert len(known) >= 7
    assert undeclared(known) == []
    assert undeclared([*known, path("planted/", lambda request: None)]) == ["planted/"]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_served(client, method):
    """Every page answers 405 to any other method, to strangers too, says so and names what is allowed."""
    visitor = type(client)(enforce_csrf_checks=True)
    for page in ("/", "/vi/", SCOREBOARD, f"{SCOREBOARD}report/", f"{SCOREBOARD}units/vn63-24/"):
        response = getattr(visitor, method)(page)
        assert response.status_code == 405 and response.headers["Allow"] == "GET, HEAD"
        assert "chỉ để đọc" in read(response)[0]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Không có trang này"), ("en", "There is no such page")]
)
def test_what_does_not_exist_is_a_page_in_the_readers_language(client, language, words):
    """An unknown round, an unknown page, and a round that is installed but was never frozen."""
    for page in ("rounds/unknown/", "nothing/", "rounds/unknown/report/", "rounds/2026-annual/"):
        response = client.get(f"/{language}/{page}")
        assert response.status_code == 404 and words in read(response)[0]


@pytest.mark.parametrize(("language", "words"), [("vi", "chưa được công bố"), ("en", "not published")])
def test_a_refusal_says_why_in_the_readers_language(language, words, settings):
    """The policy's reason stands on the page."""
    from django.utils import translation

    settings.ALLOWED_HOSTS = ["testserver"]
    request = RequestFactory().get(f"/{language}/")
    with translation.override(language):
        refused = handler403(request, PermissionDenied("This round is not published."))
        failed = handler500(request)
    assert refused.status_code == 403 and words in read(refused)[0]
    assert failed.status_code == 500 and "<h1>" in failed.content.decode()


@pytest.mark.usefixtures("site")
def test_pages_forbid_foreign_content_and_carry_no_script_and_no_inline_style(client):
    """Nothing on a page needs more than the site itself."""
    for page in ("/vi/", SCOREBOARD, f"{SCOREBOARD}report/", f"{SCOREBOARD}units/vn63-24/"):
        response = client.get(page)
        policy, markup = response.headers["Content-Security-Policy"], response.content.decode()
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert "<script" not in markup and " style=" not in markup and "<style" not in markup


@pytest.mark.usefixtures("site")
def test_static_files_and_refusals_are_protected_like_pages(client):
    """The policy against foreign content is on every answer; none says what made it fail."""
    for page, host in (("/static/web/giaoban.css", "testserver"), (SCOREBOARD, "evil.example")):
        response = client.get(page, headers={"host": host})
        response.getvalue()
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("language", "words"), [("vi", "Không hiểu được yêu cầu"), ("en", "not understood")])
def test_a_wrong_host_name_gets_a_page_and_no_line_in_the_log(client, language, words, caplog):
    """Nobody can fill the log by asking under other names; the page is in the reader's language."""
    response = client.get(f"/{language}/", headers={"host": "evil.example"})
    text, _ = read(response)
    assert response.status_code == 400 and words in text and "evil" not in text
    assert caplog.records == []


@pytest.mark.usefixtures("site")
def test_a_page_that_did_not_change_is_not_sent_again(client):
    """A copy may be kept and must be asked about; its mark answers 304."""
    first = client.get(SCOREBOARD)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(SCOREBOARD, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    other = client.get(f"{SCOREBOARD}?sort=tally", headers={"if-none-match": first.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.usefixtures("site")
def test_all_that_is_shown_is_in_composed_letters(client):
    """A search in the page finds what is typed; also in names that come from elsewhere."""
    for page in ("/vi/", SCOREBOARD, f"{SCOREBOARD}report/", f"{SCOREBOARD}units/"):
        assert unicodedata.is_normalized("NFC", client.get(page).content.decode())


@pytest.mark.usefixtures("site")
def test_the_navigation_marks_the_page_that_is_open(client):
    """One entry is the current one."""
    for page, name in (("", "Bảng kết quả"), ("units/", "Địa phương"), ("report/", "Báo cáo")):
        nav = client.get(SCOREBOARD + page).content.decode().split('<nav aria-label="Chính">')[1]
        current = nav.split("</nav>")[0].split('aria-current="page">')[1:]
        assert [text.split("<")[0] for text in current] == [name]


@pytest.mark.usefixtures("site")
def test_the_language_switch_leads_to_the_same_page_in_the_other_language(client):
    """Search and sort stay as they are."""
    page = client.get(f"/vi/rounds/{ROUND}/?q=ha&sort=tally").content.decode()
    assert f'href="/en/rounds/{ROUND}/?q=ha&amp;sort=tally" lang="en"' in page

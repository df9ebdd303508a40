"""Access: every address declares its action, only reading passes, refusals are pages in both languages."""

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
    """Every page answers 405 to any other method and names what is allowed."""
    for page in ("/", "/vi/", SCOREBOARD, f"{SCOREBOARD}report/", f"{SCOREBOARD}units/vn63-24/"):
        response = getattr(client, method)(page)
        assert response.status_code == 405 and response.headers["Allow"] == "GET, HEAD"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Không có trang này"), ("en", "There is no such page")]
)
def test_what_does_not_exist_is_a_page_in_the_readers_language(client, language, words):
    """An unknown round, an unknown page, and a round that is installed but was never frozen."""
    for page in ("rounds/unknown/", "nothing/", "rounds/unknown/report/"):
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
def test_the_language_switch_leads_to_the_same_page_in_the_other_language(client):
    """Search and sort stay as they are."""
    page = client.get(f"/vi/rounds/{ROUND}/?q=ha&sort=tally").content.decode()
    assert f'href="/en/rounds/{ROUND}/?q=ha&amp;sort=tally" lang="en"' in page

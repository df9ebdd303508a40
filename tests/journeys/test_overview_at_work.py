"""The overview in a real browser, with 63 provinces in all states: accessible, by keyboard, on one sheet."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.factories.progress import mixed
from tests.factories.reminding import enter
from tests.factories.sites import prepared, site  # noqa: F401
from tests.journeys.test_joining import look
from tests.journeys.test_pages import ARGUMENTS
from tests.machine import BROWSER
from tests.web.pages import ROUND

pytestmark = pytest.mark.browser

OVERVIEW, STATUS = f"/vi/rounds/{ROUND}/overview/", f"/vi/rounds/{ROUND}/status/"
UNIT = f"/vi/rounds/{ROUND}/units/vn63-24/status/"


@pytest.fixture
def analyst(site, live_server) -> Iterator[BrowserContext]:  # noqa: F811
    """Return a browser signed in as an analyst of the central office."""
    mixed(ROUND, timezone.now())
    key = enter("analyst@centre.example").cookies["sessionid"].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        yield context
        browser.close()


def test_the_overview_is_accessible_printed_on_one_sheet_and_reminds_by_keyboard(analyst):
    """axe and the width at 375 and 1280; the status is one A4; Enter on the button asks the worker."""
    page = analyst.new_page()
    for address in (OVERVIEW, f"{OVERVIEW}?state=drafting&q=zz", STATUS, UNIT):
        page.goto(address)
        look(page, address)
    page.goto(STATUS)
    assert _sheets(page) == 1
    page.goto(OVERVIEW)
    assert page.locator(".scoreboard tbody tr").count() == 63
    page.get_by_label("Tình trạng").select_option(label="chưa bắt đầu")
    page.get_by_role("button", name="Xem").press("Enter")
    page.wait_for_url("**state=not_begun*")
    assert page.locator(".scoreboard tbody tr").count() == 10
    page.get_by_role("button", name=re.compile("Gửi thư nhắc")).press("Enter")
    page.get_by_text("Thư đang được gửi đi").wait_for()
    look(page, "asked")


def _sheets(page: Page) -> int:
    """Return on how many sheets of A4 the page is printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))

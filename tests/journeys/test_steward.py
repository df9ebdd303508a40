"""A steward in a real browser: a round is opened and let on, and a decreed day off moves a deadline."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from giaoban.actions import installation
from tests.factories.packs import ROUND, write_pack
from tests.factories.people import signed_in
from tests.factories.schedules import ASKING, TODAY, at_noon
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_pages import ARGUMENTS
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(workspace, tmp_path, monkeypatch, settings, live_server) -> Iterator[Page]:
    """Return a page of a browser in which the steward is signed in, on the day on which collecting begins."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    monkeypatch.setattr(timezone, "now", lambda: at_noon(TODAY))
    installation.initialise(packs=[write_pack(tmp_path / "pack", **ASKING)])
    session = signed_in("an@office.example", "office", "steward").cookies["sessionid"].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield context.new_page()
        browser.close()


def press(page: Page, name: str) -> None:
    """Reach a link or button by Tab alone, and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches “{name}”")


def test_a_steward_opens_a_round_lets_it_go_on_and_moves_a_deadline(desk):
    """By keyboard alone; every page on the way is held against axe at both widths, in both languages."""
    desk.goto("/vi/centre/rounds/")
    look(desk, "timetable")
    press(desk, "Review of 2023")
    look(desk, "a round that is not open")
    press(desk, "Mở kỳ giao ban")
    desk.get_by_text("Kỳ giao ban nay ở giai đoạn: đã mở.").wait_for()
    assert "Chưa có người gửi số liệu (3): North, South, Split" in desk.locator("main").inner_text()
    press(desk, "Chuyển sang: thu thập số liệu")
    desk.get_by_text("Chuyển giai đoạn này cần có lý do.").wait_for()
    look(desk, "a step without a reason")
    type_into(desk, "Lý do chuyển giai đoạn", "Danh sách sẽ bổ sung trong tuần")
    press(desk, "Chuyển sang: thu thập số liệu")
    current = desk.locator("tr[aria-current=step]")
    assert "2. thu thập số liệu · hiện nay" in current.inner_text()
    assert "Danh sách sẽ bổ sung trong tuần" in current.inner_text()
    look(desk, "a round that goes on")
    _decree(desk)
    for page in ("rounds/", f"rounds/{ROUND}/", "calendar/test/2026/"):
        desk.goto(f"/en/centre/{page}")
        look(desk, page)


def _decree(page: Page) -> None:
    press(page, "Lịch làm việc")
    look(page, "calendar")
    type_into(page, "Ngày", "24122026")
    type_into(page, "Tên gọi", "Ngày nghỉ mới")
    press(page, "Sửa lịch làm việc")
    page.get_by_text("Theo quyết định nào?:").wait_for()
    look(page, "a day without a reason")
    page.get_by_label("Ngày", exact=True).fill("2026-12-25")
    type_into(page, "Theo quyết định nào?", "Quyết định 1")
    press(page, "Sửa lịch làm việc")
    told = page.get_by_role("status").inner_text()
    assert "25/12/2026 nay là ngày nghỉ" in told and "25/12/2026 chuyển thành 28/12/2026" in told
    look(page, "a day that moved deadlines")

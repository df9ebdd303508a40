"""The conclusion notice in real browsers: drafted, its task given, issued, and read; every page under axe."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from giaoban.actions import installation
from tests.factories.conferences import KEY, conference, person
from tests.factories.notices import FILES, body
from tests.factories.packs import write_pack
from tests.factories.sessions import begin
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_pages import ARGUMENTS
from tests.journeys.test_steward import press
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = f"/vi/conferences/{KEY}/notice/"


@pytest.fixture
def desks(workspace, tmp_path, settings, live_server) -> Iterator[Callable[[str], Page]]:
    """Return a way to the notice for who sits in a seat; the conference is over and sought one decision."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    installation.initialise(packs=[write_pack(tmp_path / "pack", **FILES)])
    conference("adjourned").items.filter(number=2).update(decision_sought="Giải ngân hết vốn được giao.")
    body("finance", "Bộ Tài chính")
    sessions = {seat: begin(person(seat)) for seat in ("clerk", "chair", "delegate")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)

        def desk(seat: str) -> Page:
            context = browser.new_context(base_url=live_server.url, locale="vi-VN")
            context.add_cookies([{"name": "sessionid", "value": sessions[seat], "url": live_server.url}])
            page = context.new_page()
            page.goto(PAGE)
            return page

        yield desk
        browser.close()


def test_a_notice_is_drafted_given_its_task_issued_and_read(desks):
    """The clerk goes by keyboard alone; a task leads to its clause and back."""
    clerk = desks("clerk")
    press(clerk, "Soạn dự thảo")
    look(clerk, "a draft")
    press(clerk, "Giao nhiệm vụ I.1")
    look(clerk, "a task")
    _fill_in(clerk)
    press(clerk, "Lưu nhiệm vụ")
    assert "Không thiếu gì" in clerk.locator(".missing-list").inner_text()
    assert "trong tháng 8/2100" in clerk.locator(".given").inner_text()

    chair = desks("chair")
    chair.get_by_label("Số, ký hiệu").fill("29-TB/X")
    chair.get_by_label("Người ký").fill("Lê Văn Ký")
    press(chair, "Ban hành thông báo")
    assert "29-TB/X" in chair.locator(".main-figure").inner_text()

    delegate = desks("delegate")
    look(delegate, "an issued notice")
    delegate.locator(".clause .tasks a").click()
    row = delegate.locator("tr:target")
    assert "Bộ Tài chính" in row.inner_text()
    look(delegate, "the tasks")
    row.locator("a").click()
    assert "Giải ngân" in delegate.locator(".clause:target").inner_text()


def _fill_in(page: Page) -> None:
    """Choose who leads, and type the other clarities."""
    page.get_by_label("Cơ quan nào chủ trì?").select_option("finance")
    page.get_by_label("Thời hạn?").fill("2100-08-03")
    page.get_by_label("Tính theo gì?").select_option("month")
    page.get_by_label("Cơ quan nào chủ trì?").focus()
    for label, text in (
        ("Làm việc gì?", "trình phương án phân bổ vốn"),
        ("Sản phẩm là gì?", "phương án"),
        ("Ai chịu trách nhiệm?", "Bộ trưởng"),
        ("Theo thẩm quyền nào?", "theo thẩm quyền"),
    ):
        type_into(page, label, text)

"""Tasks in a real browser: reported with a product, extended, claimed and closed; axe at both widths."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.factories.browsers import desks
from tests.factories.sessions import person
from tests.factories.tasks import install, task
from tests.factories.uploads import word
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_steward import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = {
    "ministry": ("minh@finance.example", "Minh", "finance", "respondent"),
    "analyst": ("lan@office.example", "Lan", "office", "analyst"),
    "approver": ("dung@office.example", "Dũng", "office", "approver"),
}
WHAT = "trình phương án phân bổ vốn đầu tư công"


@pytest.fixture
def register_of(workspace, tmp_path, settings, live_server) -> Iterator[Callable[[str], Page]]:
    """Return a way to the register of a browser in which somebody of `PEOPLE` is signed in."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    install(tmp_path)
    now = timezone.now()
    for what, days in ((WHAT, 30), ("báo cáo kết quả giải ngân", 60)):
        task("finance", "north", due_on=(now + timedelta(days=days)).date(), what=what, at=now)
    with desks(live_server.url, {who: person(*told) for who, told in PEOPLE.items()}) as desk:
        yield lambda who: desk(who, "/vi/tasks/")


def test_a_task_goes_from_its_ministry_to_the_one_who_closes_it(register_of):
    """Everybody finds it in the register; by keyboard but for days and files; the first deadline stays."""
    ministry = register_of("ministry")
    first = ministry.locator("tbody tr").first.locator("td").nth(1).inner_text().split()[0]
    look(ministry, "the register")
    press(ministry, WHAT)
    _report(ministry)
    _ask(ministry)
    approver = register_of("approver")
    press(approver, WHAT)
    _unfold(approver, "Gia hạn")
    type_into(approver, "Lý do", "Đồng ý, còn chờ ý kiến.")
    press(approver, "Gia hạn")
    assert first in approver.locator("#deadlines + .frame").inner_text()
    ministry.reload()
    _unfold(ministry, "Báo cáo đã hoàn thành")
    type_into(ministry, "Kết quả là gì?", "Đã trình phương án.")
    press(ministry, "Báo cáo đã hoàn thành")
    analyst = register_of("analyst")
    press(analyst, WHAT)
    look(analyst, "a task to be closed")
    _unfold(analyst, "Xác nhận nhiệm vụ đã hoàn thành")
    press(analyst, "Xác nhận nhiệm vụ đã hoàn thành")
    assert "hoàn thành đúng hạn" in analyst.locator(".main-figure").inner_text()
    assert f"thời hạn ban đầu {first}" in analyst.locator(".main-figure").inner_text()
    press(analyst, "Hồ sơ nhiệm vụ này, để in")
    assert first in analyst.locator("#deadlines + .frame").inner_text()
    analyst.goto("/vi/tasks/bodies/")
    look(analyst, "bodies")


def _report(page: Page) -> None:
    """Report and attach a product."""
    _unfold(page, "Báo cáo tiến độ")
    type_into(page, "Đã làm được gì?", "Đã lấy ý kiến 12 tỉnh, thành phố.")
    press(page, "Báo cáo tiến độ")
    _unfold(page, "Đính kèm sản phẩm")
    page.locator("#attach-file").set_input_files(
        {"name": "Phương án.docx", "mimeType": "application/octet-stream", "buffer": word("Phương án.")}
    )
    page.locator("#attach-classification").select_option("internal")
    press(page, "Đính kèm sản phẩm")
    assert "Phương án.docx" in page.locator("#products + ul").inner_text()


def _ask(page: Page) -> None:
    """Ask for more time; first for a day that is not later, whose refusal loses no word."""
    _unfold(page, "Đề nghị gia hạn")
    page.locator("#ask-to_on").fill(timezone.localdate().isoformat())
    type_into(page, "Lý do", "Còn chờ ý kiến.")
    press(page, "Đề nghị gia hạn")
    look(page, "a refused request")
    assert page.locator("#ask-reason").input_value() == "Còn chờ ý kiến."
    page.locator("#ask-to_on").fill((timezone.localdate() + timedelta(days=50)).isoformat())
    press(page, "Đề nghị gia hạn")
    assert "Chưa có quyết định" in page.locator("#extensions + ol").inner_text()


def _unfold(page: Page, title: str) -> None:
    """Reach an act by Tab alone and open it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.matches('summary') && document.activeElement.innerText")
            == title
        ):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches “{title}”")

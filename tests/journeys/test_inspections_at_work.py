"""Inspections and registers in a real browser: a plan is written and an overlap decided by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from giaoban.actions import rounds
from tests.factories.inspections import WITH_INSPECTIONS, YEAR, meeting
from tests.factories.packs import ROUND
from tests.factories.registers import count, install
from tests.factories.sessions import begin, person
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_pages import ARGUMENTS
from tests.journeys.test_steward import press
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IN_YEAR = f"?pack=test&year={YEAR}"


@pytest.fixture
def desk(workspace, tmp_path, settings, live_server) -> Iterator[Page]:
    """Return a page of a browser in which an inspector is signed in; two inspections overlap."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    install(tmp_path, **WITH_INSPECTIONS)
    for period, north in (("2023", 3), ("2022", 6), ("2021", 0)):
        count(tmp_path, "WARNED", period, north=north, south=40, split=60)
        count(tmp_path, "ADMITTED", period, north=90 + north, south=1200, split=12)
    count(tmp_path, "ADMITTED_TARGET", north=100, south=1000, split=12)
    rounds.freeze(round_id=ROUND, by="tester")
    meeting()
    session = begin(person("kiem@watch.example", "Kiểm", "watch", "inspector"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield context.new_page()
        browser.close()


def test_an_inspector_changes_a_plan_and_decides_of_an_overlap(desk):
    """From the plan over a change to the overlap; every page is held against axe at both widths."""
    desk.goto(f"/vi/inspections/{IN_YEAR}")
    look(desk, "plan")
    press(desk, "Nhập cả kế hoạch")
    look(desk, "taking a plan")
    desk.goto(f"/vi/inspections/{IN_YEAR}")
    press(desk, "Thêm một cuộc vào kế hoạch")
    look(desk, "planning")
    desk.goto(f"/vi/inspections/{IN_YEAR}")
    press(desk, "P-1")
    look(desk, "an inspection")
    press(desk, "Sửa cuộc này")
    type_into(desk, "Cơ quan nào tiến hành?", "Ủy ban Kiểm tra")
    look(desk, "changing")
    press(desk, "Lưu thay đổi")
    desk.goto(f"/vi/inspections/overlaps/{IN_YEAR}")
    look(desk, "overlaps")
    press(desk, "Sở Y tế")
    look(desk, "an overlap")
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == "choice":
            break
    # The choices go by arrow: the first drops one row, the third lets both become one.
    for key in ("Space", "ArrowDown", "ArrowDown"):
        desk.keyboard.press(key)
    type_into(desk, "Lý do", "Hai thủ trưởng đã trao đổi")
    press(desk, "Ghi quyết định")
    desk.get_by_text("Hai thủ trưởng đã trao đổi").first.wait_for()
    look(desk, "decided")
    text = desk.locator("main").inner_text()
    assert "lồng ghép hai cuộc" in text and "Ủy ban Kiểm tra" in text


@pytest.mark.parametrize("place", ["rounds", "centre/rounds"])
def test_registers_are_read_at_both_widths(desk, place):
    """All units together, then one count unit by unit: for everybody, and whole for the office."""
    desk.goto(f"/vi/{place}/{ROUND}/registers/")
    look(desk, "registers")
    press(desk, "Admitted")
    look(desk, "a count")
    desk.goto(f"/vi/{place}/{ROUND}/registers/WARNED/")
    assert ("•" in desk.locator("td.column-now").first.inner_text()) == (place == "rounds")

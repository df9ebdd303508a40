"""A whole conference in eight browsers, in Vietnamese: from the invitation to the issued notice."""

import json
import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.factories.hybrid import DELEGATES, ROUND, address, listed
from tests.factories.installations import ROOT
from tests.factories.mails import mail_server
from tests.factories.servers import served, until
from tests.journeys.test_joining import look
from tests.journeys.test_pages import ARGUMENTS
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.long]
HERE = f"/vi/conferences/{ROUND}/"
#: A folder for pictures of what each sees; none are taken without it.
PICTURES = os.environ.get("GIAOBAN_PICTURES", "")


class Hybrid:
    """The browsers, by who sits before them, and what went wrong in their pages."""

    def __init__(self, browser, address: str, sessions: dict[str, str]) -> None:
        self.browser, self.address, self.sessions = browser, address, sessions
        self.pages: dict[str, Page] = {}
        self.faults: list[str] = []

    def __call__(self, who: str, where: str = "") -> Page:
        """Return the page that somebody looks at, led to an address if one is named."""
        if who not in self.pages:
            self.pages[who] = self._open("chair" if who == "screen" else who)
        if where:
            self.pages[who].goto(self.address + where)
        return self.pages[who]

    def _open(self, who: str) -> Page:
        view = {"width": 375 if who == "cantho" else 1280, "height": 900}
        context = self.browser.new_context(viewport=view, locale="vi-VN")
        cookie = {"name": "sessionid", "value": self.sessions[who], "url": self.address}
        context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{who}: {error}"))
        return page

    def picture(self, who: str, name: str) -> None:
        """Keep what somebody sees, where pictures are wanted."""
        if PICTURES:
            self.pages[who].screenshot(path=Path(PICTURES) / f"{name}-{who}.png", full_page=True)


@pytest.fixture(scope="module")
def hybrid(tmp_path_factory) -> Iterator[tuple[Hybrid, list]]:
    """Serve the real pack with live rooms and a mail server, and open a browser for each of them."""
    folder = Path(tmp_path_factory.mktemp("hybrid"))
    path = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    with (
        mail_server() as (box, smtp),
        served(
            folder, is_live=True, GIAOBAN_PACKS=str(ROOT / "packs"), GIAOBAN_SMTP=smtp, PYTHONPATH=path
        ) as site,
        sync_playwright() as playwright,
    ):
        sessions = json.loads(site.ask("from tests.factories.hybrid import furnish; furnish()"))
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        opened = Hybrid(browser, site.address, sessions)
        yield opened, box
        for who in opened.pages:
            opened.picture(who, "9-last")
        browser.close()
    assert opened.faults == []


def test_a_conference_from_the_invitation_to_the_issued_notice(hybrid):
    """Prepared, invited, held in the hall and online at once, minuted, concluded: as its users go on."""
    desks, box = hybrid
    _prepare(desks)
    _invite(desks, box)
    _open_the_room(desks)
    _speak(desks)
    _vote(desks)
    _minute(desks)
    _conclude(desks)
    _read(desks, box)


def _prepare(desks: Hybrid) -> None:
    """Let the steward convene it in three weeks and name the delegates from the office's list."""
    steward, day = desks("steward", f"/vi/centre/rounds/{ROUND}/conference/"), _working_day()
    steward.get_by_label("Bắt đầu").fill(f"{day}T08:00")
    steward.get_by_label("Kết thúc").fill(f"{day}T12:30")
    steward.get_by_label("Hội trường và địa chỉ").fill("Trụ sở, Hà Nội")
    steward.get_by_label("Điện thoại").fill("1900 0000")
    steward.get_by_role("button", name="Chuẩn bị hội nghị").click()
    steward.wait_for_url("**/agenda/**")
    desks.picture("steward", "1-agenda")
    desks("steward", f"{HERE}delegates/")
    file = {"name": "dai-bieu.csv", "mimeType": "text/csv", "buffer": listed()}
    steward.set_input_files("#file", file)
    steward.select_option("#class", "internal")
    steward.get_by_role("button", name="Nhập danh sách").click()
    expect(steward.get_by_role("link", name="Trần Thị Chủ")).to_be_visible()
    desks.picture("steward", "1-delegates")
    desks("steward", HERE)
    _go_on(steward, "đã triệu tập")


def _invite(desks: Hybrid, box: list) -> None:
    """Let the letters go out; a delegate answers by the link of theirs."""
    steward = desks("steward", f"{HERE}invitations/")
    steward.get_by_role("button", name="Gửi giấy mời").click()
    until(lambda: len(box) == len(DELEGATES))
    letter = next(mail for mail in box if address("bacninh") in str(mail["To"]))
    text = letter.get_body(("plain",)).get_content()
    assert any(part.get_content_type() == "text/calendar" for part in letter.walk())
    link = re.search(rf"https?://[^/]+({HERE}invitation/)", text)
    delegate = desks("bacninh", link[1])
    delegate.get_by_role("button", name="Tôi sẽ dự").click()
    expect(delegate.get_by_role("status")).to_be_visible()
    desks.picture("bacninh", "2-invitation")


def _open_the_room(desks: Hybrid) -> None:
    """Let the chair open the conference; the hall is checked in by the clerk, others say it themselves."""
    chair = desks("chair", HERE)
    _go_on(chair, "đang họp")
    clerk = desks("clerk", f"{HERE}attendance/?q=sanh")
    clerk.get_by_role("button", name="Phạm Văn Sảnh").click()
    expect(clerk.get_by_text("tại hội trường").first).to_be_visible()
    for who in ("chair", "clerk", "hall", "ministry", "bacninh", "haiphong", "cantho"):
        desks(who, f"{HERE}room/")
    for who in ("bacninh", "haiphong", "cantho"):
        desks(who).get_by_role("button", name="Tôi có mặt").click()
    screen = desks("screen", f"{HERE}room/screen/")
    expect(screen.locator("[data-section=presence]")).to_contain_text("1 tại hội trường · 3 trực tuyến")
    chair.keyboard.press("n")
    expect(screen.locator(".now")).to_contain_text("1. ")


def _speak(desks: Hybrid) -> None:
    """Let three ask to speak: the sides take turns; everybody sees who speaks at once."""
    for who in ("hall", "bacninh", "cantho"):
        desks(who).get_by_role("button", name="Xin phát biểu").click()
        expect(desks("chair").locator(".queue")).to_contain_text(_name(who))
    chair = desks("chair")
    chair.keyboard.press("c")
    for who in ("screen", "haiphong", "ministry"):
        expect(desks(who).locator(".speaker")).to_contain_text("Phạm Văn Sảnh")
    for who in ("chair", "screen", "cantho", "bacninh"):
        desks.picture(who, "3-room")
    for who in ("chair", "haiphong", "screen"):
        look(desks(who), f"the room of {who}")
    chair.keyboard.press("c")
    expect(desks("screen").locator(".speaker")).to_contain_text("Nguyễn Thị Hà")
    chair.keyboard.press("e")
    expect(desks("screen").get_by_text("Chưa có ai phát biểu.")).to_be_visible()
    chair.keyboard.press("x")
    expect(chair.locator("[data-course]")).to_contain_text("Thêm 5 phút")


def _vote(desks: Hybrid) -> None:
    """Let the room be asked, openly; the result stands on the screen."""
    clerk = desks("clerk", f"{HERE}polls/")
    clerk.get_by_label("Hỏi nội dung gì?").fill("Đồng chí có nhất trí với dự thảo báo cáo không?")
    clerk.get_by_label("Các phương án, mỗi dòng một phương án").fill("Nhất trí\nKhông nhất trí")
    clerk.get_by_role("button", name="Mở biểu quyết").click()
    for who in ("bacninh", "haiphong", "cantho", "hall"):
        poll = desks(who).locator("[data-section=poll]")
        poll.get_by_label("Nhất trí", exact=True).check()
        poll.get_by_role("button", name="Gửi lựa chọn").click()
        expect(desks(who).locator("#said")).not_to_be_empty()
    clerk.get_by_role("button", name="Kết thúc biểu quyết và kiểm đếm").click()
    expect(desks("screen").locator("[data-section=poll] .votes")).to_contain_text("4")
    desks.picture("screen", "4-poll")
    desks.picture("clerk", "4-poll")


def _minute(desks: Hybrid) -> None:
    """Let the clerk write a decision, the chair adjourn, and both sign."""
    clerk = desks("clerk", f"{HERE}minutes/")
    clerk.locator("#text-1-decisions").fill("Giải ngân hết vốn đầu tư công được giao trong năm.")
    clerk.locator("#text-1-course").focus()
    expect(clerk.locator("[data-text='1/decisions']")).to_have_attribute("data-state", "saved")
    desks.picture("clerk", "5-minutes")
    _go_on(desks("chair", HERE), "đã họp xong")
    desks("clerk", f"{HERE}minutes/").get_by_role("button", name="Người ghi biên bản ký").click()
    expect(clerk.get_by_text("chủ trì chưa ký")).to_be_visible()
    chair = desks("chair", f"{HERE}minutes/")
    chair.get_by_role("button", name="Chủ trì ký").click()
    expect(chair.get_by_text("đã ký. Biên bản đã khóa.")).to_be_visible()


def _conclude(desks: Hybrid) -> None:
    """Let the clerk draft the notice and give the task; the chair issues it."""
    clerk = desks("clerk", f"{HERE}notice/")
    clerk.get_by_role("button", name="Soạn dự thảo").click()
    expect(clerk.get_by_text("Giải ngân hết vốn đầu tư công").first).to_be_visible()
    desks.picture("clerk", "6-draft")
    clerk.get_by_role("link", name=re.compile("^Giao nhiệm vụ")).first.click()
    clerk.get_by_label("Cơ quan nào chủ trì?").select_option("finance")
    clerk.get_by_label("Thời hạn?").fill("2100-08-03")
    clerk.get_by_label("Tính theo gì?").select_option("month")
    for label, text in (
        ("Làm việc gì?", "trình phương án phân bổ vốn"),
        ("Sản phẩm là gì?", "phương án"),
        ("Ai chịu trách nhiệm?", "Bộ trưởng"),
        ("Theo thẩm quyền nào?", "theo thẩm quyền"),
    ):
        clerk.get_by_label(label).fill(text)
    clerk.get_by_role("button", name="Lưu nhiệm vụ").click()
    expect(clerk.locator(".given").first).to_contain_text("trong tháng 8/2100")
    desks.picture("clerk", "6-task")
    chair = desks("chair", f"{HERE}notice/")
    desks.picture("chair", "6-before")
    chair.get_by_label("Số, ký hiệu").fill("29-TB/TW")
    chair.get_by_label("Người ký").fill("Trần Thị Chủ")
    chair.get_by_role("button", name="Ban hành thông báo").click()
    expect(chair.locator(".main-figure")).to_contain_text("29-TB/TW")


def _read(desks: Hybrid, box: list) -> None:
    """Let the ministry be told by mail and find its task; a delegate reads the notice on a telephone."""
    until(lambda: any(address("ministry") in str(mail["To"]) for mail in box[len(DELEGATES) :]))
    ministry = desks("ministry", f"{HERE}tasks/")
    expect(ministry.get_by_text("trình phương án phân bổ vốn")).to_be_visible()
    desks.picture("ministry", "7-tasks")
    delegate = desks("cantho", f"{HERE}notice/")
    expect(delegate.get_by_text("Giải ngân hết vốn đầu tư công").first).to_be_visible()
    assert delegate.evaluate("document.documentElement.scrollWidth") <= 375
    desks.picture("cantho", "7-notice")
    desks("steward", HERE)
    desks.picture("steward", "7-conference")


def _go_on(page: Page, stage: str) -> None:
    """Let a conference enter its next stage, with a reason where the page asks for one."""
    reason = page.get_by_label("Lý do hội nghị vẫn tiếp tục")
    if reason.count():
        reason.fill("Theo yêu cầu công việc")
    page.get_by_role("button", name=f"Chuyển sang: {stage}").click()
    expect(page.get_by_text(f"Hội nghị nay ở giai đoạn: {stage}.")).to_be_visible()


def _name(who: str) -> str:
    return next(name for key, name, *_ in DELEGATES if key == who)


def _working_day() -> date:
    """Return a Wednesday in about three weeks."""
    day = datetime.now().astimezone().date() + timedelta(days=21)
    return day + timedelta(days=(2 - day.weekday()) % 7)

"""Joining: a steward provisions, a mail arrives, the officer accepts, sets up the second factor and is in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.mails import smtp_server
from tests.factories.packs import write_pack
from tests.factories.people import PASSWORD, Telephone
from tests.factories.servers import Installation, served
from tests.journeys.test_pages import ARGUMENTS, AUDIT, AXE
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.long]

WIDTHS = (375, 1280)
EMAIL, OTHER = "ha@north.example", "binh@north.example"
TABLE = f"""organisation,kind,organisation_name,unit_key,email,name,role,language
office,centre,Cơ quan trung ương,,an@office.example,An,steward,vi
north,province,Sở Kế hoạch phía Bắc,{{unit}},{EMAIL},Nguyễn Thị Hà,officer,vi
north,,,,{OTHER},Trần Văn Bình,leader,vi
"""


@dataclass
class Joining:
    """A served installation in which three people are provisioned, their mails, and a browser."""

    installation: Installation
    mails: list[EmailMessage]
    browser: Browser

    def open(self, address: str = "", width: int = 1280) -> Page:
        """Return a page of a fresh browser, at an address of the site."""
        page = self.browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN").new_page()
        page.goto(address if address.startswith("http") else self.installation.address + address)
        return page

    def link(self, email: str) -> str:
        """Return the address in the mail that somebody got."""
        (body,) = (mail.get_content() for mail in self.mails if mail["To"] == email)
        return re.search(r"http://\S+", body)[0]


@pytest.fixture(scope="module")
def joining(tmp_path_factory) -> Iterator[Joining]:
    """Return an installation whose steward has just provisioned by CSV."""
    folder = tmp_path_factory.mktemp("joining")
    write_pack(folder / "packs" / "small")
    with smtp_server() as mails, sync_playwright() as playwright:
        from django.conf import settings

        smtp = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        with served(folder, GIAOBAN_SMTP=smtp) as installation:
            unit = installation.ask(
                "from giaoban.queries import packs; print(next(iter(packs.installed()[0].units)))"
            )
            (folder / "people.csv").write_text(TABLE.format(unit=unit), "utf-8")
            done = installation.run("people", "provision", str(folder / "people.csv"))
            assert done.stdout == "2 new organisations, 3 new persons, 3 new roles\n", (
                done.stdout + done.stderr
            )
            browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
            yield Joining(installation, mails, browser)
            browser.close()


def type_into(page: Page, label: str, text: str) -> None:
    """Reach a field by Tab alone and type into it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.labels?.[0]?.textContent") == label:
            page.keyboard.type(text)
            return
    raise AssertionError(f"Tab never reaches “{label}”")


def look(page: Page, name: str) -> None:
    """Hold a page against axe at both widths, and that nothing scrolls sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.evaluate(AXE)
        grave = [
            (one["id"], one["nodes"][0]["html"])
            for one in page.evaluate(AUDIT)["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert grave == [], (name, width)


def enrol(page: Page) -> Telephone:
    """Set the second factor up on the page that asks for it, by keyboard; a wrong code first."""
    telephone = Telephone(page.locator("code.key").inner_text().replace(" ", ""))
    type_into(page, "Mã xác thực", "000000")
    page.keyboard.press("Enter")
    page.get_by_text("Mã không đúng").first.wait_for()
    look(page, "a wrong code")
    type_into(page, "Mã xác thực", telephone.fresh_code())
    page.keyboard.press("Enter")
    return telephone


def test_an_officer_joins_by_mail_and_keyboard_alone(joining):
    """From the mail to one's own organisation; every page on the way is held against axe at both widths."""
    page = joining.open(joining.link(EMAIL))
    look(page, "invitation")
    assert "Nguyễn Thị Hà, hãy đặt mật khẩu" in page.locator("h1").inner_text()
    type_into(page, "Mật khẩu", "short")
    page.keyboard.press("Enter")
    page.get_by_text("cần ít nhất 12").first.wait_for()
    look(page, "a poor password")
    type_into(page, "Mật khẩu", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor/")
    look(page, "second factor")
    telephone = enrol(page)
    page.wait_for_url("**/codes/")
    look(page, "recovery codes")
    assert page.locator("ol.codes li").count() == 10
    page.goto(f"{joining.installation.address}/vi/account/")
    look(page, "account")
    assert page.locator("#roles + table tbody th").inner_text() == "Sở Kế hoạch phía Bắc"
    assert "phiên này" in page.locator("#sessions + table").inner_text()
    assert "Nguyễn Thị Hà · Sở Kế hoạch phía Bắc" in page.locator("header").inner_text()
    page.get_by_role("button", name="Đăng xuất").press("Enter")
    page.wait_for_url("**/vi/")
    _sign_in_again(page, telephone)


def _sign_in_again(page: Page, telephone: Telephone) -> None:
    page.get_by_role("link", name="Đăng nhập").press("Enter")
    page.wait_for_url("**/sign-in/")
    look(page, "sign in")
    type_into(page, "Địa chỉ thư điện tử", EMAIL.upper())
    type_into(page, "Mật khẩu", "wrong password")
    page.keyboard.press("Enter")
    page.get_by_text("mật khẩu không đúng").first.wait_for()
    type_into(page, "Mật khẩu", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/code/")
    look(page, "code")
    type_into(page, "Mã xác thực", telephone.fresh_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
    assert "Sở Kế hoạch phía Bắc" in page.locator("#roles + table").inner_text()


def test_an_invitation_does_not_open_twice_nor_late(joining):
    """The page says which of the two it is, and what to do."""
    late = joining.installation.ask(
        "import time; now = time.time; time.time = lambda: now() - 8 * 24 * 3600\n"
        "from giaoban.queries import people, invitations\n"
        f"print(invitations.link(people.by_email('{OTHER}')))"
    )
    page = joining.open(late)
    assert "hết hạn" in page.locator("main").inner_text()
    look(page, "an invitation that ran out")
    page.goto(joining.link(OTHER))
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Nhận lời mời").click()
    page.wait_for_url("**/second-factor/")
    second = joining.open(joining.link(OTHER), width=375)
    assert "đã được dùng" in second.locator("main").inner_text()
    assert second.get_by_label("Mật khẩu").count() == 0


def test_the_other_pages_of_the_desk_are_in_order(joining):
    """In both languages nothing serious for axe, nothing to scroll sideways."""
    for language in ("vi", "en"):
        page = joining.open(f"/{language}/sign-in/")
        for name in ("password/", "password/sent/", "password/set/", "sign-in/shut/", "sign-in/"):
            page.goto(f"{joining.installation.address}/{language}/{name}")
            look(page, name)

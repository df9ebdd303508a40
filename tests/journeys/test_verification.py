"""Verification on a real browser: a bad workbook mended, figures sent back, corrected, approved, reopened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.actions.test_workbooks import PACK, filled
from tests.factories.desks import Desks, desks
from tests.factories.packs import ROUND
from tests.journeys.test_joining import look

pytestmark = pytest.mark.browser
UNIT = "shore"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desks]:
    """Return a served installation in which a round collects; no script may have failed in the end."""
    folder = tmp_path_factory.mktemp("verification")
    with desks(folder, **{name: text for name, text in PACK.items() if "units" not in name}) as opened:
        yield opened
    assert opened.faults == []


def fetched(page: Page, button: str, folder: Path) -> bytes:
    """Return the file that a button sends."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()


def send(page: Page, content: bytes) -> None:
    """Choose a workbook and its classification, and look what it would change."""
    file = {"name": "shore.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Độ mật của tệp").select_option("internal")
    page.get_by_role("button", name="Xem sẽ thay đổi gì").click()


def sent_page(desk: Desks, email: str) -> Page:
    """Return the page of what the unit has sent, opened by somebody of the office."""
    page = desk.context(email).new_page()
    page.goto(f"{desk.installation.address}/vi/rounds/{ROUND}/submissions/{UNIT}/")
    return page


def test_figures_go_from_a_bad_workbook_to_the_store_and_one_is_corrected(desk, tmp_path):
    """Officer, leader, analyst and approver, each on their pages; axe finds nothing serious on any."""
    officer = desk.form(desk.context("ha@shore.example", accept_downloads=True), UNIT)
    officer.get_by_role("link", name="Nhập số liệu bằng Excel").click()
    look(officer, "workbook")
    issued = fetched(officer, "Tải tệp Excel", tmp_path)
    send(officer, filled(issued, growth="nhiều", people=5, **{f"{UNIT}-1": 8.1}))
    expect(officer.get_by_role("heading", name="Tệp Excel có chỗ phải sửa")).to_be_visible()
    look(officer, "a bad workbook")
    marked = fetched(officer, "Tải bản đã đánh dấu", tmp_path)
    send(officer, filled(marked, growth=8.1))
    expect(officer.get_by_role("heading", name="3 dòng thay đổi")).to_be_visible()
    look(officer, "what a workbook changes")
    officer.get_by_role("button", name="Lưu các dòng này").click()
    expect(officer.get_by_text("Đã lưu 3 dòng.")).to_be_visible()
    officer.get_by_role("button", name="Hoàn thành biểu").click()
    leader = desk.form(desk.context("binh@shore.example"), UNIT)
    leader.get_by_role("button", name="Gửi cơ quan trung ương").click()
    _send_back(desk)
    _correct(desk)
    _approve(desk)
    _reopen(desk)


def _send_back(desk: Desks) -> None:
    analyst = sent_page(desk, "an@office.example")
    look(analyst, "dossier")
    analyst.get_by_label("Vì sao trả lại “Growth”").first.fill("Xem lại nguồn số liệu")
    analyst.get_by_role("button", name="Trả lại các dòng có lý do").click()
    expect(analyst.get_by_role("heading", name="1 dòng đang mở để sửa")).to_be_visible()
    look(analyst, "a returned dossier")


def _correct(desk: Desks) -> None:
    officer = desk.form(desk.context("ha@shore.example"), UNIT)
    expect(officer.locator(".returned")).to_contain_text("Xem lại nguồn số liệu")
    look(officer, "a returned form")
    expect(officer.locator("#value-2")).not_to_be_editable()
    officer.locator("#value-1").fill("8,3")
    officer.locator("#value-1").press("Tab")
    expect(officer.locator("#line-1")).to_have_attribute("data-state", "saved")
    expect(officer.locator("#sync")).to_contain_text("Đã lưu tất cả")
    officer.get_by_role("button", name="Hoàn thành biểu").click()
    leader = desk.form(desk.context("binh@shore.example"), UNIT)
    leader.get_by_role("button", name="Gửi cơ quan trung ương").click()


def _approve(desk: Desks) -> None:
    analyst = sent_page(desk, "an@office.example")
    expect(analyst.locator(".dossier")).to_contain_text("8,3")
    analyst.get_by_role("button", name="Chấp nhận").click()
    approver = sent_page(desk, "dung@office.example")
    look(approver, "to approve")
    approver.get_by_role("button", name="Phê duyệt").click()
    expect(approver.locator(".main-figure")).to_contain_text("đã phê duyệt")


def _reopen(desk: Desks) -> None:
    approver = sent_page(desk, "dung@office.example")
    approver.locator(".dossier a.plain").first.click()
    look(approver, "a sent line")
    approver.get_by_label("Lý do").fill("Cục Thống kê điều chỉnh")
    approver.get_by_role("button", name="Mở lại").click()
    expect(approver.locator(".dossier")).to_contain_text("chờ xác nhận")
    officer = desk.form(desk.context("ha@shore.example"), UNIT)
    expect(officer.locator("#value-2")).not_to_be_editable()
    expect(officer.locator("#value-1")).to_be_editable()
    expect(officer.locator(".returned")).to_contain_text("Cục Thống kê điều chỉnh")
    approver.goto(f"{desk.installation.address}/vi/rounds/{ROUND}/units/{UNIT}/audit/")
    look(approver, "audit")
    expect(approver.locator("tbody tr").first).to_contain_text("mở lại một dòng")

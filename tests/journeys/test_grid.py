"""The grid on a real browser: by keyboard alone, from a spreadsheet, without connection, and two at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.factories.desks import Desks, desks
from tests.journeys.test_joining import look

pytestmark = pytest.mark.browser

#: Puts a block on the clipboard's event as a spreadsheet does, into the cell that has the focus.
PASTE = """block => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", block);
  const event = new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""
VALUES = ("#value-1", "#value-2", "#value-3")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desks]:
    """Return a served installation in which a round collects; no script may have failed in the end."""
    with desks(tmp_path_factory.mktemp("desks")) as opened:
        yield opened
    assert opened.faults == []


def state(page: Page, number: int, expected: str) -> None:
    """Wait until a line is in this state."""
    expect(page.locator(f"#line-{number}")).to_have_attribute("data-state", expected)


def stored(page: Page) -> None:
    """Wait until the page says that everything is stored."""
    expect(page.locator("#sync")).to_contain_text("Đã lưu tất cả")


def reach(page: Page, selector: str) -> None:
    """Reach an element by Tab alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_form_goes_from_the_officer_to_the_centre_by_keyboard_alone(desk):
    """Typed, moved in, taken back, explained, looked up, completed; then submitted by the leader."""
    page = desk.form(desk.context("ha@north.example"), "north")
    keys = page.keyboard
    reach(page, "#value-1")
    keys.type("8,1")
    keys.press("Enter")
    expect(page.locator("#value-2")).to_be_focused()
    state(page, 1, "saved")
    keys.type("many")
    keys.press("ArrowDown")
    state(page, 2, "invalid")
    expect(page.locator("#notes-2")).to_contain_text("không phải")
    keys.press("Shift+Enter")
    keys.type("1234567")  # typing replaces what stood there
    keys.press("Tab")
    state(page, 2, "saved")
    keys.press("Shift+Tab")
    keys.press("F2")
    keys.type("0")
    expect(page.locator("#value-2")).to_have_value("12345670")
    keys.press("Escape")
    expect(page.locator("#value-2")).to_have_value("1234567")
    keys.press("ArrowUp")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("after the storm")
    keys.press("ArrowDown")
    expect(page.locator("#why-2")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.locator("#details #line-versions")).to_be_visible()
    expect(page.locator("#details .inside")).to_be_focused()
    look(page, "details")
    keys.press("Escape")
    expect(page.locator("#why-2")).to_be_focused()
    _refuse_then_complete(desk, page)
    _submit(desk)


def _refuse_then_complete(desk: Desks, page: Page) -> None:
    reach(page, "#line-3 a.more")
    keys = page.keyboard
    page.locator("form[data-step] button").focus()
    keys.press("Enter")
    expect(page.locator("#worklist")).to_contain_text("Biểu chưa hoàn thành: còn 1 việc phải làm")
    expect(page.locator("#worklist")).to_be_focused()
    look(page, "a form that is not complete")
    reach(page, "#worklist a")
    keys.press("Enter")
    expect(page.locator("#value-3")).to_be_focused()
    keys.type("7,9")
    keys.press("Tab")
    keys.type("v")  # chooses the first verdict that begins so
    keys.press("Enter")
    state(page, 3, "saved")
    page.locator("form[data-step] button").focus()
    keys.press("Enter")
    expect(page.get_by_text("Biểu đã chuyển lãnh đạo kiểm tra và gửi.")).to_be_visible()
    state(page, 1, "locked")


def _submit(desk: Desks) -> None:
    page = desk.form(desk.context("binh@north.example"), "north")
    page.goto(f"{desk.installation.address}/vi/desk/")
    look(page, "my desk")
    reach(page, ".folders a")
    page.keyboard.press("Enter")
    expect(page.locator("#why-1")).to_have_value("after the storm")
    assert page.locator("#value-1").get_attribute("readonly") is not None
    reach(page, "form[action$='/submit/'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Số liệu đã đến cơ quan trung ương.")).to_be_visible()


def test_a_block_from_a_spreadsheet_is_shown_pasted_and_taken_back(desk):
    """Figures as typed, explanations with breaks, what finds no place is counted; undo brings back."""
    page = desk.form(desk.context("ha@south.example"), "south")
    page.locator("#value-1").fill("1")
    page.locator("#value-2").focus()
    stored(page)
    page.locator("#value-1").focus()
    page.evaluate(PASTE, '8,1\tafter rain\r\n1234567\t"two\nlines"\r\n7,9\t\r\n3\tno line left\r\n')
    dialog = page.locator("#paste")
    expect(dialog).to_contain_text("Số ô: 6.")
    expect(dialog).to_contain_text("Không dán 2 ô")
    look(page, "preview of a paste")
    page.get_by_role("button", name="Dán", exact=True).press("Enter")
    stored(page)
    for number, value in enumerate(("8,1", "1234567", "7,9"), start=1):
        expect(page.locator(f"#value-{number}")).to_have_value(value)
        state(page, number, "saved")
    expect(page.locator("#why-2")).to_have_value("two\nlines")
    page.get_by_role("button", name="Hoàn tác").press("Enter")
    state(page, 3, "blank")
    page.reload()
    assert [page.locator(one).input_value() for one in VALUES] == ["1", "", ""]
    page.locator("#value-1").focus()
    page.evaluate(PASTE, "5\r\n")  # one cell is no block: the browser pastes it itself
    expect(dialog).to_be_hidden()


def test_what_is_typed_without_connection_is_stored_when_it_returns(desk):
    """Also when the page is left and loaded again meanwhile, and in the middle of a word."""
    context = desk.context("ha@hill.example")
    page = desk.form(context, "hill")
    page.locator("#value-1").fill("8,1")
    page.locator("#value-2").focus()
    stored(page)
    context.set_offline(True)
    page.locator("#value-1").fill("8,2")
    page.locator("#value-2").focus()
    page.keyboard.type("123")
    state(page, 1, "waiting")
    expect(page.locator("#sync")).to_contain_text("Mất kết nối")
    page.goto("about:blank")
    context.set_offline(False)
    page.goto(desk.address("hill"))
    stored(page)
    state(page, 2, "saved")
    page.reload()
    assert [page.locator(one).input_value() for one in VALUES] == ["8,2", "123", ""]
    context.set_offline(True)
    page.locator("#why-1").fill("typed offline")
    page.locator("#value-1").focus()
    state(page, 1, "waiting")
    context.set_offline(False)
    state(page, 1, "saved")


def test_two_officers_in_one_cell_see_both_answers_and_lose_none(desk):
    """The later one chooses: theirs in one line, mine in another; different cells of a line are merged."""
    first = desk.form(desk.context("ha@lake.example"), "lake")
    second = desk.form(desk.context("lan@lake.example"), "lake")
    for number, value in ((1, "5"), (2, "50"), (3, "7,7")):
        first.locator(f"#value-{number}").fill(value)
    first.locator("#why-1").focus()
    stored(first)
    for number, value in ((1, "6"), (2, "60")):
        second.locator(f"#value-{number}").fill(value)
    second.locator("#why-3").fill("why so")
    second.locator("#why-1").focus()
    state(second, 1, "conflict")
    state(second, 2, "conflict")
    state(second, 3, "saved")  # another cell of the same line: both are kept
    expect(second.locator("#value-3")).to_have_value("7,7")
    block = second.locator("#line-1 .conflict")
    expect(block).to_contain_text("Nguyễn Thị Hà đã lưu nội dung khác")
    assert [one.inner_text() for one in block.locator("dd").all()] == ["6", "5"]
    look(second, "two answers")
    second.reload()  # what is not decided outlives the page
    second.locator("#line-1").get_by_role("button", name="Giữ của tôi").press("Enter")
    state(second, 1, "saved")
    second.locator("#line-2").get_by_role("button", name="Lấy nội dung đã lưu").press("Enter")
    state(second, 2, "saved")
    first.reload()
    assert [first.locator(one).input_value() for one in VALUES] == ["6", "50", "7,7"]
    assert first.locator("#why-3").input_value() == "why so"


def test_what_is_typed_after_the_session_ended_waits_for_the_same_person(desk):
    """Nobody else's session stores it; after signing in again it is stored, and nothing is typed twice."""
    context = desk.context("ha@shore.example")
    page = desk.form(context, "shore")
    context.clear_cookies()
    page.locator("#value-1").fill("8,1")
    page.locator("#value-2").focus()
    expect(page.locator("#sync")).to_contain_text("Phiên làm việc đã kết thúc")
    expect(page.get_by_role("link", name="Đăng nhập ở thẻ khác")).to_be_visible()
    look(page, "a session that has ended")
    desk.sign_in(context, "lan@shore.example")
    other = desk.form(context, "shore")
    expect(other.locator("#value-1")).to_have_value("")  # another person's queue is not theirs
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#sync")).to_contain_text("Người khác đã gõ nội dung này")
    other.close()
    desk.sign_in(context, "ha@shore.example")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    state(page, 1, "saved")
    stored(page)


def test_signing_out_warns_of_what_is_not_stored(desk):
    """Whoever goes all the same finds it again at the next sign-in."""
    context = desk.context("ha@wood.example")
    page = desk.form(context, "wood")
    page.route("**/form/lines/", lambda route: route.abort())
    page.locator("#value-1").fill("8,1")
    page.locator("#value-2").focus()
    state(page, 1, "waiting")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Đăng xuất").click()
    assert "chưa được lưu" in asked[0] and page.url.endswith("/form/")
    page.unroute("**/form/lines/")
    page.reload()
    state(page, 1, "saved")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/vi/")
    assert len(asked) == 1


def test_two_tabs_of_one_person_send_each_line_once(desk):
    """What one tab types shows in the other; the line has as many versions as were typed."""
    context = desk.context("ha@vale.example")
    first, second = desk.form(context, "vale"), desk.form(context, "vale")
    context.set_offline(True)
    first.locator("#value-1").fill("8,1")
    first.locator("#value-2").focus()
    expect(second.locator("#value-1")).to_have_value("8,1")
    state(second, 1, "waiting")
    context.set_offline(False)
    state(first, 1, "saved")
    state(second, 1, "saved")
    first.goto(f"{desk.address('vale')}lines/GROWTH@2023/")
    assert first.locator("#line-versions + table tbody tr").count() == 1


def test_a_text_that_the_server_does_not_understand_holds_back_no_other(desk):
    """It stays in its line with the reason; what was typed beside it is stored."""
    page = desk.form(desk.context("lan@vale.example"), "vale")
    page.locator("#value-2").focus()
    page.evaluate(PASTE, f"70\t{'x' * 30_000}\r\n7,9\tfine\r\n")
    page.get_by_role("button", name="Dán", exact=True).press("Enter")
    state(page, 3, "saved")
    state(page, 2, "conflict")
    expect(page.locator("#line-2 .conflict")).to_contain_text("không đúng mẫu")
    expect(page.locator("#value-2")).to_have_value("70")


def test_without_scripts_the_form_is_filled_in_and_completed(desk):
    """One button stores all lines; findings and steps are the same."""
    page = desk.form(desk.context("ha@moor.example", java_script_enabled=False), "moor")
    page.locator("#value-1").fill("8,1")
    page.locator("#value-3").fill("x")
    page.get_by_role("button", name="Lưu mọi dòng").click()
    expect(page.get_by_text("Đã lưu 2 dòng.")).to_be_visible()
    state(page, 3, "invalid")
    page.locator("#value-3").fill("7,9")
    page.get_by_role("button", name="Lưu mọi dòng").click()
    page.get_by_role("button", name="Hoàn thành biểu").click()
    expect(page.get_by_text("Biểu đã chuyển lãnh đạo kiểm tra và gửi.")).to_be_visible()

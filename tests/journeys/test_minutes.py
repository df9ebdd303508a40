"""Minutes in a real browser: two clerks in one text, an ended session, keyboard and phone, signatures."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.factories.conferences import KEY
from tests.factories.desks import Desks
from tests.factories.minuted import SECOND_CLERK, minuted
from tests.journeys.test_joining import look

pytestmark = [pytest.mark.browser, pytest.mark.long]

FIRST_CLERK, CHAIR, DELEGATE = "clerk@centre.example", "chair@centre.example", "north@north.example"


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Iterator[Desks]:
    """Return a served installation in which a conference sits; no script may have failed in the end."""
    with minuted(tmp_path_factory.mktemp("minuted")) as opened:
        yield opened
    assert opened.faults == []


def minutes(room: Desks, context) -> Page:
    """Return the page of the minutes; what fails in it is kept."""
    page = context.new_page()
    page.on("pageerror", lambda error: room.faults.append(str(error)))
    page.goto(f"{room.installation.address}/vi/conferences/{KEY}/minutes/")
    return page


def text(page: Page, item: int, part: str):
    """Return the place where one text is typed."""
    return page.locator(f"#text-{item}-{part}")


def state(page: Page, item: int, part: str, expected: str) -> None:
    """Wait until a text is in this state."""
    expect(page.locator(f"[data-text='{item}/{part}']")).to_have_attribute("data-state", expected)


def test_two_clerks_in_one_text_see_both_and_lose_none(room):
    """The later one chooses or puts both together; in different texts of an item they never meet."""
    first = minutes(room, room.context(FIRST_CLERK))
    second = minutes(room, room.context(SECOND_CLERK))
    text(first, 2, "course").fill("Báo cáo được trình bày.")
    text(first, 2, "opinions").fill("Không có ý kiến khác.")
    text(first, 2, "decisions").focus()
    state(first, 2, "opinions", "saved")
    text(second, 2, "attendance").fill("Đủ.")
    text(second, 2, "course").fill("Đại biểu nghe báo cáo.")
    text(second, 2, "opinions").fill("Nhất trí.")
    text(second, 2, "decisions").focus()
    state(second, 2, "attendance", "saved")  # another text of the same item
    for part in ("course", "opinions"):
        state(second, 2, part, "conflict")
    block = second.locator("[data-text='2/course'] .conflict")
    expect(block).to_contain_text("Lê Văn Ghi đã sửa phần này")
    assert [one.inner_text() for one in block.locator("dd").all()] == [
        "Đại biểu nghe báo cáo.", "Báo cáo được trình bày.",
    ]  # fmt: skip
    look(second, "minutes of two clerks")
    second.reload()  # what is not decided outlives the page
    block.get_by_role("button", name="Gộp cả hai nội dung").press("Enter")
    state(second, 2, "course", "saved")
    other = second.locator("[data-text='2/opinions'] .conflict")
    other.get_by_role("button", name="Lấy nội dung đã lưu").press("Enter")
    state(second, 2, "opinions", "saved")
    first.reload()
    expect(text(first, 2, "course")).to_have_value("Báo cáo được trình bày.\nĐại biểu nghe báo cáo.")
    expect(text(first, 2, "opinions")).to_have_value("Không có ý kiến khác.")
    first.get_by_role("link", name="2. Ý kiến phát biểu: mọi phiên bản").click()
    row = first.get_by_role("row", name="để riêng")
    expect(row).to_contain_text("Lê Thị Lan")  # what was not taken is kept in the history
    row.get_by_role("link").click()
    expect(first.locator(".read")).to_have_text("Nhất trí.")


def test_what_is_typed_after_the_session_ended_is_stored_after_signing_in_again(room):
    """It waits in the browser for the same person; while typing it is stored without leaving the text."""
    context = room.context(FIRST_CLERK)
    page = minutes(room, context)
    text(page, 3, "course").press_sequentially("Thảo luận")
    state(page, 3, "course", "saved")
    expect(text(page, 3, "course")).to_be_focused()
    context.clear_cookies()
    text(page, 3, "course").press_sequentially(" sôi nổi.")
    expect(page.locator("#sync")).to_contain_text("Phiên làm việc đã kết thúc")
    page.goto("about:blank")
    room.sign_in(context, SECOND_CLERK)
    other = minutes(room, context)
    expect(text(other, 3, "course")).to_have_value("Thảo luận")  # another person's words are not theirs
    room.sign_in(context, FIRST_CLERK)
    page = minutes(room, context)
    state(page, 3, "course", "saved")
    expect(page.locator("#sync")).to_contain_text("Đã lưu tất cả")
    other.close()
    page.reload()
    expect(text(page, 3, "course")).to_have_value("Thảo luận sôi nổi.")


def test_the_minutes_are_written_by_keyboard_alone_on_a_phone(room):
    """What the course proposes is put into the text; the page does not scroll sideways."""
    context = room.context(SECOND_CLERK, width=375)
    page = minutes(room, context)
    text(page, 1, "attendance").focus()
    summary = page.locator("[data-text='1/attendance'] summary")
    for _ in range(4):
        page.keyboard.press("Tab")
        if summary.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(text(page, 1, "attendance")).to_have_value(
        "In the hall: Phạm Văn Sảnh, Head of a department.\n"
        "Online: Nguyễn Thị Hà, Chair of North; Vũ Văn Nam, Chair of South."
    )
    expect(text(page, 1, "attendance")).to_be_focused()
    state(page, 1, "attendance", "saved")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_clerk_and_chair_sign_and_the_chair_opens_again(room):
    """A delegate follows the draft; once both have signed nobody writes; the next edition is open again."""
    installation = room.installation
    installation.ask(
        "from giaoban.records.models import Conference; Conference.objects.update(stage='adjourned')"
    )
    clerk = minutes(room, room.context(FIRST_CLERK))
    seen = clerk.locator("input[name='seen']")
    before = seen.input_value()
    text(clerk, 4, "decisions").fill("Giao các ban rà soát.")
    text(clerk, 4, "opinions").focus()
    expect(seen).not_to_have_value(before)  # what is signed is what stands there by now
    clerk.get_by_role("button", name="Người ghi biên bản ký").press("Enter")
    expect(clerk.get_by_text("chủ trì chưa ký")).to_be_visible()
    expect(text(clerk, 4, "decisions")).to_have_count(0)
    delegate = minutes(room, room.context(DELEGATE))
    expect(delegate.locator("[data-text='4/decisions'] .read")).to_have_text("Giao các ban rà soát.")
    chair = minutes(room, room.context(CHAIR))
    chair.get_by_role("button", name="Chủ trì ký").press("Enter")
    expect(chair.get_by_text("Người ghi biên bản và chủ trì")).to_be_visible()
    chair.get_by_label("Vì sao mở lại?").fill("Sai tên đại biểu.")
    chair.get_by_role("button", name="Mở lại biên bản").press("Enter")
    expect(chair.locator("dl.facts")).to_contain_text("2")
    clerk.reload()
    expect(text(clerk, 4, "decisions")).to_have_value("Giao các ban rà soát.")

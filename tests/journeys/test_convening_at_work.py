"""A conference before it sits, in real browsers: prepared by keyboard; a substitute asked for and granted."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from giaoban.records.models import Person
from tests.factories.convening import install
from tests.factories.packs import ROUND
from tests.factories.schedules import at_noon
from tests.factories.sessions import begin, person
from tests.house.tree import PACKS
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_pages import ARGUMENTS
from tests.journeys.test_steward import press
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = f"/vi/conferences/{ROUND}/"
DELEGATES = """precedence,name,seat,post,site,email
2,Lê Văn Chủ,chair,Chủ trì,,chair@x.example
3,Vũ Thị Ghi,clerk,Thư ký,,clerk@x.example
4,Nguyễn Thị Hà,delegate,Bí thư,North,ha@x.example
"""


@pytest.fixture
def desks(workspace, tmp_path, monkeypatch, settings, live_server) -> Iterator[Callable[[str], Page]]:
    """Return a way to a page of a browser for the steward, the chair or the delegate, a month before."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    monkeypatch.setattr(timezone, "now", lambda: at_noon(date(2026, 12, 15)))
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(tmp_path, **{"rules/classification.yaml": marks})
    people = {"steward": person("an@office.example", "An", "office", "steward")}
    for name in ("chair", "ha"):
        people[name] = Person(email=f"{name}@x.example", language="vi", created_at=timezone.now())
        people[name].save()
    sessions = {who: begin(one) for who, one in people.items()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)

        def desk(who: str) -> Page:
            context = browser.new_context(base_url=live_server.url, locale="vi-VN")
            context.add_cookies([{"name": "sessionid", "value": sessions[who], "url": live_server.url}])
            return context.new_page()

        yield desk
        browser.close()


def test_a_conference_is_prepared_and_convened_by_keyboard_alone(desks):
    """The pages on the way are held against axe at both widths; the programme is printed without forms."""
    desk = desks("steward")
    desk.goto(f"/vi/centre/rounds/{ROUND}/")
    press(desk, "Triệu tập hội nghị")
    look(desk, "when and where")
    desk.get_by_label("Kết thúc").fill("2027-01-15T11:30")
    type_into(desk, "Hội trường và địa chỉ", "Hội trường A")
    press(desk, "Chuẩn bị hội nghị")
    type_into(desk, "Nội dung", "Ý kiến của các huyện miền núi")
    type_into(desk, "Số phút", "30")
    press(desk, "Thêm vào chương trình")
    desk.get_by_text("Các nội dung chiếm 175 trên 210 phút.").wait_for()
    look(desk, "agenda")
    _name_people(desk)
    desk.goto(PAGE)
    look(desk, "what is in the way")
    type_into(desk, "Lý do hội nghị vẫn tiếp tục", "Các điểm cầu sẽ bổ sung")
    press(desk, "Chuyển sang: đã triệu tập")
    desk.get_by_text("Hội nghị nay ở giai đoạn: đã triệu tập.").wait_for()
    desk.emulate_media(media="print")
    assert desk.get_by_text("Concluding speech").is_visible()
    assert not desk.get_by_text("Chuyển sang: đang họp").is_visible()
    _stand_in(desks)


def _name_people(desk: Page) -> None:
    """Name one delegate by keyboard, and the others from a list."""
    desk.goto(f"{PAGE}delegates/")
    type_into(desk, "Tên", "Trần Thị Khách")
    press(desk, "Ghi tên đại biểu")
    desk.get_by_role("link", name="Trần Thị Khách").wait_for()
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": DELEGATES.encode()}
    desk.set_input_files("#file", file)
    desk.select_option("#class", "internal")
    press(desk, "Nhập danh sách")
    desk.get_by_role("link", name="Vũ Thị Ghi").wait_for()
    look(desk, "delegates")


def _stand_in(desks: Callable[[str], Page]) -> None:
    """Let the delegate ask for a substitute, and the chair consent."""
    delegate, chair = desks("ha"), desks("chair")
    delegate.goto(PAGE)
    press(delegate, "Có người không dự được? Đề nghị chủ trì cho cử người dự thay.")
    type_into(delegate, "Người dự thay", "Phạm Văn Bình")
    type_into(delegate, "Địa chỉ thư điện tử", "binh@x.example")
    type_into(delegate, "Lý do", "Bị ốm")
    press(delegate, "Gửi đề nghị")
    delegate.get_by_text("Đang chờ chủ trì.").wait_for()
    chair.goto("/vi/conferences/")
    press(chair, "Hội nghị giao ban: Review of 2023")
    press(chair, "1 người dự thay đang chờ đồng chí đồng ý")
    look(chair, "substitutes")
    press(chair, "Đồng ý")
    chair.get_by_text("Chủ trì đã đồng ý.").wait_for()
    delegate.goto(PAGE)
    delegate.get_by_text("Phạm Văn Bình dự họp thay đồng chí.").wait_for()

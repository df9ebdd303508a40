"""Petitions in a real browser: lodged, assigned, answered with a file, reopened, answered and accepted."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.factories.browsers import desks
from tests.factories.petitions import WORKS, install
from tests.factories.positions import BRIDGE
from tests.factories.sessions import person
from tests.factories.uploads import word
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_steward import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/vi/petitions/"
PEOPLE = {
    "leader": ("binh@north.example", "Bình", "north-office", "leader", "north"),
    "analyst": ("an@office.example", "An", "office", "analyst"),
    "ministry": ("cong@works.example", "Công", WORKS, "respondent"),
}


@pytest.fixture
def desk_of(workspace, tmp_path, settings, live_server) -> Iterator[Callable[[str], Page]]:
    """Return a way to the register in a browser in which somebody of `PEOPLE` is signed in."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    install(tmp_path)
    with desks(live_server.url, {who: person(*told) for who, told in PEOPLE.items()}) as desk:
        yield lambda who: desk(who, LIST)


def send(page: Page, button: str) -> None:
    """Press Enter on a button; the heading that it stands under may be called the same."""
    with page.expect_navigation():
        page.locator("button", has_text=button).press("Enter")


def answer(page: Page, text: str) -> None:
    """Open the petition from the register, and answer it by keyboard."""
    page.goto(LIST)
    press(page, "2023-01/01")
    type_into(page, "Nội dung trả lời bằng văn bản", text)
    send(page, "Gửi trả lời")


def test_a_petition_is_answered_twice_and_accepted(desk_of):
    """By keyboard but for the file and the day; the pages at both widths are held against axe."""
    leader, analyst, ministry = (desk_of(who) for who in PEOPLE)
    press(leader, "Gửi kiến nghị")
    look(leader, "lodging")
    type_into(leader, "Nội dung", BRIDGE)
    press(leader, "Gửi kiến nghị này")
    leader.get_by_text("chờ phân công").first.wait_for()
    analyst.reload()
    press(analyst, "2023-01/01")
    send(analyst, "Lưu")
    look(analyst, "assigning")
    type_into(analyst, "Cơ quan nào chủ trì?", "Ministry of Works")
    due = timezone.localdate() + timedelta(days=10)
    analyst.get_by_label("Thời hạn?").first.fill(due.isoformat())
    send(analyst, "Phân công")
    analyst.get_by_text("chờ trả lời").first.wait_for()
    ministry.reload()
    look(ministry, "the register of a ministry")
    press(ministry, "2023-01/01")
    signed = {"name": "Trả lời.docx", "mimeType": "application/octet-stream", "buffer": word("Signed")}
    ministry.get_by_label("Tệp văn bản đã ký").set_input_files(signed)
    ministry.get_by_label("Độ mật của tệp").select_option("internal")
    type_into(ministry, "Nội dung trả lời bằng văn bản", "There is no money yet.")
    send(ministry, "Gửi trả lời")
    leader.reload()
    look(leader, "answered")
    leader.locator("summary", has_text="Đề nghị giải quyết tiếp").press("Enter")
    type_into(leader, "Nội dung nào chưa được giải quyết?", "When will there be some?")
    send(leader, "Đề nghị giải quyết tiếp")
    answer(ministry, "There is money now.")
    leader.goto(LIST)
    press(leader, "2023-01/01")
    send(leader, "Đồng ý với trả lời")
    leader.get_by_text("địa phương đã đồng ý").first.wait_for()

"""A steward in a real browser: a conference is prepared by keyboard alone, and a chair answers a request."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from giaoban.actions import delegates, substitutes
from giaoban.queries import conferences
from giaoban.records.models import Delegate, Person
from tests.factories.convening import install
from tests.factories.packs import ROUND
from tests.factories.schedules import at_noon
from tests.factories.sessions import begin, person
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_pages import ARGUMENTS
from tests.journeys.test_steward import press
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = f"/vi/conferences/{ROUND}/"


@pytest.fixture
def desk(workspace, tmp_path, monkeypatch, settings, live_server) -> Iterator[Page]:
    """Return a page of a browser in which the steward is signed in, a month before the conference."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    monkeypatch.setattr(timezone, "now", lambda: at_noon(date(2026, 12, 15)))
    install(tmp_path)
    steward = person("an@office.example", "An", "office", "steward")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        _sign_in(context, begin(steward), live_server.url)
        yield context.new_page()
        browser.close()


def _sign_in(context, session: str, url: str) -> None:
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def test_a_conference_is_prepared_and_convened_by_keyboard_alone(desk, live_server):
    """Each page on the way is held against axe at both widths; the programme prints without forms."""
    desk.goto(f"/vi/centre/rounds/{ROUND}/")
    press(desk, "Triệu tập hội nghị")
    look(desk, "when and where")
    type_into(desk, "Hội trường và địa chỉ", "Hội trường A")
    press(desk, "Chuẩn bị hội nghị")
    type_into(desk, "Nội dung", "Ý kiến của các huyện miền núi")
    type_into(desk, "Số phút", "30")
    press(desk, "Thêm vào chương trình")
    desk.get_by_text("Các nội dung chiếm 175 trên 210 phút.").wait_for()
    look(desk, "agenda")
    press(desk, "4. Ý kiến của các huyện miền núi")
    look(desk, "an item")
    _name_people(desk)
    desk.goto(PAGE)
    look(desk, "what is in the way")
    type_into(desk, "Lý do hội nghị vẫn tiếp tục", "Các điểm cầu sẽ bổ sung")
    press(desk, "Chuyển sang: đã triệu tập")
    desk.get_by_text("Hội nghị nay ở giai đoạn: đã triệu tập.").wait_for()
    desk.emulate_media(media="print")
    assert not desk.get_by_text("Chuyển sang: đang họp").is_visible()
    assert desk.get_by_text("Concluding speech").is_visible()
    desk.emulate_media(media="screen")
    _answer(desk, live_server)


def _name_people(desk: Page) -> None:
    desk.goto(f"{PAGE}delegates/")
    type_into(desk, "Tên", "Trần Thị Chủ")
    type_into(desk, "Chức vụ", "Chủ tịch")
    press(desk, "Ghi tên đại biểu")
    desk.get_by_role("link", name="Trần Thị Chủ").wait_for()
    look(desk, "delegates")
    for number, seat, unit_key in ((2, "chair", ""), (3, "clerk", ""), (4, "delegate", "north")):
        told = {"email": f"p{number}@x.example", "precedence": number, "unit_key": unit_key, "by": "an"}
        delegates.name(conference=ROUND, name=f"Người {number}", seat=seat, **told)


def _answer(desk: Page, live_server) -> None:
    """Let the chair consent to a substitute."""
    own = Delegate.objects.get(name="Người 4").pk
    told = {"name": "Bình", "email": "binh@x.example", "reason": "Bị ốm", "by": "p4@x.example"}
    substitutes.ask(conference=ROUND, delegate=own, **told)
    chair = Person(email="p2@x.example", name="Người 2", language="vi", created_at=timezone.now())
    chair.set_unusable_password()
    chair.save()
    _sign_in(desk.context, begin(chair), live_server.url)
    desk.goto(PAGE)
    look(desk, "the chair's page")
    press(desk, "1 người dự thay đang chờ đồng chí đồng ý")
    look(desk, "substitutes")
    press(desk, "Đồng ý")
    desk.get_by_text("Chủ trì đã đồng ý.").wait_for()
    desk.goto("/vi/conferences/")
    look(desk, "list")
    assert conferences.stage(ROUND) == "convened"

"""From the round of 2023 to the next in real browsers: what Bắc Ninh missed, asked, was given and reached."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from giaoban import proofreader, verifier
from giaoban.records.models import Clause, Task
from tests.factories import loops
from tests.factories.browsers import desks
from tests.factories.conferences import KEY, person
from tests.factories.loops import CAUSE, DONE, FIRST, FROZEN, GROWTH, ISSUED, NEXT, TASK, UNIT
from tests.factories.schedules import at_noon
from tests.factories.sessions import person as staff
from tests.journeys.test_joining import look
from tests.journeys.test_steward import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTICE, REPORT = f"/vi/conferences/{KEY}/notice/", f"/vi/rounds/{NEXT}/report/"
UNIT_PAGE = f"/vi/rounds/{FIRST}/units/{UNIT}/"
SENTENCE = (
    "Bắc Ninh, Tốc độ tăng tổng sản phẩm trên địa bàn (GRDP), giá so sánh: năm 2023 là -6,18%, "
    "chỉ tiêu 6,5-7%, không đạt; sau đó có 1 kiến nghị, 1 đã được trả lời; có 1 nhiệm vụ được giao, "
    "1 đã hoàn thành; sau đó, năm 2024 là 5,50%, chỉ tiêu 5-6%, đạt."
)


@pytest.fixture
def day(monkeypatch) -> Callable[[date], None]:
    """Return a clock: it is noon of the day that it is set to, for the site too."""
    return lambda day: monkeypatch.setattr(timezone, "now", lambda: at_noon(day))


def test_a_missed_target_is_followed_from_one_round_to_the_next(
    workspace, tmp_path, settings, live_server, day
):
    """Shortfall, cause, petition, clause and task lead to the later figure, and the next report says so."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    loops.install(tmp_path)
    day(date(2024, 1, 16))
    petition = loops.ask(loops.sit())
    day(ISSUED)
    loops.begun(KEY)
    with desks(live_server.url, {"clerk": person("clerk"), "chair": person("chair")}) as desk:
        _give_task(desk("clerk", NOTICE))
        _issue(desk("chair", NOTICE))
    assert Task.objects.get(clause=Clause.objects.get(section="petition")).indicator == GROWTH
    loops.answer(petition)
    day(DONE)
    loops.carry_out(Task.objects.get())
    day(FROZEN)
    frozen = loops.freeze_next(tmp_path)
    assert verifier.check(frozen.path, proofreader.disagreements) == []

    leader, office = person("delegate", "north"), staff("an@office.example", "An", "office", "analyst")
    with desks(live_server.url, {"leader": leader, "office": office}) as desk:
        _read_report(desk("", REPORT))
        told = [CAUSE, petition.number, "29-TB/TW", "năm 2024: 5,50%"]
        _follow_own(desk("leader", UNIT_PAGE), told)
        _follow_all(desk("office", f"/vi/rounds/{FIRST}/loop/"), [*told[:3], TASK, told[3]])


def _give_task(clerk: Page) -> None:
    """Give the petition's clause its task: it begins with the figure that the petition comes from."""
    press(clerk, "Giao nhiệm vụ I.1")
    assert clerk.get_by_label("Nhằm vào chỉ tiêu nào?").input_value() == GROWTH
    assert clerk.get_by_label("Của địa phương nào?").input_value() == UNIT
    clerk.get_by_label("Cơ quan nào chủ trì?").select_option(loops.MINISTRY)
    clerk.get_by_label("Thời hạn?").fill(loops.DUE.isoformat())
    texts = (TASK, "phương án", "Bộ trưởng", "theo thẩm quyền")
    labels = ("Làm việc gì?", "Sản phẩm là gì?", "Ai chịu trách nhiệm?", "Theo thẩm quyền nào?")
    for label, text in zip(labels, texts, strict=True):
        clerk.get_by_label(label).fill(text)
    look(clerk, "a task")
    clerk.get_by_role("button", name="Lưu nhiệm vụ").click()


def _issue(chair: Page) -> None:
    chair.get_by_label("Số, ký hiệu").fill("29-TB/TW")
    chair.get_by_label("Người ký").fill("Lê Văn Ký")
    press(chair, "Ban hành thông báo")


def _read_report(public: Page) -> None:
    """Read the section, follow a number to its proof, and see nothing of the petition on the unit's page."""
    text = public.locator("main").inner_text()
    assert "VII. Kết quả thực hiện kết luận của hội nghị trước" in text
    assert SENTENCE in text
    assert "đã hoàn thành 1/1 nhiệm vụ đến hạn (100,0%)" in text
    public.get_by_role("link", name="-6,18%", exact=True).click()
    assert "chỉ tiêu không đạt" in public.locator("#matters + .frame").inner_text()
    public.goto(UNIT_PAGE)
    assert not public.locator("#chains").count()
    assert CAUSE not in public.content()


def _follow_own(leader: Page, told: list[str]) -> None:
    """Follow one's own unit step by step, without the ministry's task, then its target of several years."""
    assert _steps(leader, told) == told
    look(leader, "a unit's page")
    leader.get_by_role("link", name="Chỉ tiêu nhiều năm").click()
    assert told[1] in leader.locator(".after").inner_text()
    look(leader, "the ledger")


def _follow_all(office: Page, told: list[str]) -> None:
    """See every chain and every gap of the round, then one indicator of all units."""
    assert _steps(office, told) == told
    assert office.locator("#gap-no_petition").count()
    look(office, "the loop")
    office.goto(f"/vi/rounds/{FIRST}/indicators/{GROWTH}/")
    assert _steps(office, told) == told


def _steps(page: Page, told: list[str]) -> list[str]:
    """Return what is told of each step after the shortfall, where the step tells it."""
    steps = page.locator(".after li").all_inner_texts()[1:]
    return [part for step, part in zip(steps, told, strict=True) if part in step]

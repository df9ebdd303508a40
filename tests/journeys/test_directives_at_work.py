"""The register in a real browser: registered, related and carried out by keyboard alone, and held to axe."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from giaoban.actions import cascades, directive_reviews, directives
from tests.factories.browsers import desks
from tests.factories.directives import BY, install, own, register
from tests.factories.sessions import person
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_steward import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = {
    "analyst": ("an@office.example", "An", "office", "analyst"),
    "leader": ("binh@north.example", "Bình", "north", "leader", "north"),
}


@pytest.fixture
def desk_of(workspace, tmp_path, settings, live_server) -> Iterator[Callable[[str], Page]]:
    """Return a way to a page of a browser in which somebody of `PEOPLE` is signed in."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    install(tmp_path)
    asked = register(is_cascaded=True, concretised_by=date(2025, 3, 31))
    cascades.concretise(directive=asked.pk, unit_key="south", stated=own(unit_key="south"), by=BY)
    old = register(
        "52-NQ/TW", issued_on=date(2019, 9, 27), term="XII", title="Cách mạng công nghiệp lần thứ tư"
    )
    directive_reviews.plan(directive=old.pk, kind="final", due_on=date(2025, 12, 31), by=BY)
    directives.relate(source=asked.pk, target=old.pk, kind="based_on", by=BY)
    with desks(live_server.url, {who: person(*told) for who, told in PEOPLE.items()}) as desk:
        yield desk


def test_a_document_goes_from_the_register_to_a_unit_that_needs_none(desk_of):
    """The analyst registers and relates, the leader answers; the pages at both widths."""
    analyst = desk_of("analyst")
    analyst.goto("/vi/directives/")
    look(analyst, "the register")
    press(analyst, "Ghi văn bản vào sổ")
    look(analyst, "a form")
    for label, text in (
        ("Số, ký hiệu", "18-KL/TW"),
        ("Cơ quan ban hành", "Bộ Chính trị"),
        ("Nhiệm kỳ hoặc năm", "XIV"),
        ("Trích yếu", "Chuyển đổi số"),
    ):
        type_into(analyst, label, text)
    analyst.get_by_label("Ngày ban hành").fill("2026-04-02")
    press(analyst, "Ghi vào sổ")
    press(analyst, "Quan hệ")
    type_into(analyst, "Số, ký hiệu của văn bản kia", "52-NQ/TW")
    press(analyst, "Ghi quan hệ")
    look(analyst, "relations")
    press(analyst, "52-NQ/TW")
    analyst.get_by_text("Đã bị thay thế").first.wait_for()
    look(analyst, "one that was replaced")
    analyst.goto("/vi/directives/")
    press(analyst, "1/4")
    look(analyst, "how far units are")
    leader = desk_of("leader")
    leader.goto("/vi/directives/")
    press(leader, "Việc chờ North")
    press(leader, "Trả lời: 57-NQ/TW")
    look(leader, "an answer")
    type_into(leader, "Lý do", "Đã có chương trình toàn khóa")
    press(leader, "Không cần văn bản riêng")
    leader.get_by_text("Không có văn bản nào chờ.").wait_for()
    look(leader, "what is settled")

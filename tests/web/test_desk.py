"""My desk: what waits for whom, and why."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from giaoban.actions import submissions
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, enter, fill_in, install, pass_on
from tests.factories.sessions import client_of, person
from tests.web.pages import read

pytestmark = pytest.mark.django_db
DESK = "/vi/desk/"


@pytest.fixture
def clients(tmp_path, settings) -> dict[str, Client]:
    """Return clients of the north's officer and leader, and of an analyst; the small pack is installed."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    return {
        "officer": client_of(person("ha@north.example", "Hà", "north", "officer", "north")),
        "leader": client_of(person("binh@north.example", "Bình", "north", "leader", "north")),
        "analyst": client_of(person("an@office.example", "An", "office", "analyst")),
    }


def told(client: Client) -> str:
    """Return the text of the desk."""
    return read(client.get(DESK))[0]


def test_a_round_that_was_not_opened_is_not_on_the_desk(clients):
    """The empty desk says what will stand there."""
    assert "chưa có kỳ giao ban nào" in told(clients["officer"])


def test_the_report_waits_for_one_after_the_other(clients):
    """Each step moves it: officer, leader, central office, and back to the officer line by line."""
    enter("collecting")
    assert "còn 2 dòng bắt buộc chưa có số liệu" in told(clients["officer"])
    assert "Báo cáo đang chờ: cán bộ báo cáo" in told(clients["leader"])
    fill_in()
    assert "Hoàn thành biểu: mọi dòng bắt buộc đã có" in told(clients["officer"])
    pass_on("complete")
    assert "Kiểm tra và gửi số liệu" in told(clients["leader"])
    assert "Báo cáo đang chờ: lãnh đạo" in told(clients["officer"])
    pass_on("submit")
    assert "Báo cáo đang chờ: chuyên viên thẩm định" in told(clients["leader"])
    submissions.return_(round_id=ROUND, unit_key="north", reasons={GROWTH: "no"}, by="an@office.example")
    assert "Sửa 1 dòng cơ quan trung ương trả lại" in told(clients["officer"])
    enter("closed")
    assert "Không còn việc gì phải chờ" in told(clients["officer"])


def test_the_desk_leads_to_the_form_and_names_the_deadline(clients):
    """As days are written here, with the working days that are left."""
    enter("collecting")
    page = clients["officer"].get(DESK).content.decode()
    assert f'href="/vi/rounds/{ROUND}/units/north/form/"' in page
    assert "31/01/2024" in page


def test_the_entry_stands_in_the_navigation_of_whoever_holds_a_role(clients):
    """Not in that of the public; who has not signed in is asked to."""
    entry = f'<a href="{DESK}"'
    assert all(entry in client.get("/vi/account/").content.decode() for client in clients.values())
    assert entry not in Client().get("/vi/").content.decode()
    assert Client().get(DESK).status_code == 302


def test_the_centre_has_its_rounds_on_the_desk_and_no_draft(clients):
    """Each round under way leads to its overview and timetable."""
    assert "Chưa có kỳ giao ban nào đang diễn ra" in told(clients["analyst"])
    enter("collecting")
    fill_in()
    page = clients["analyst"].get(DESK).content.decode()
    assert f'href="/vi/rounds/{ROUND}/overview/"' in page
    assert f'href="/vi/centre/rounds/{ROUND}/"' in page and "District of North" not in page

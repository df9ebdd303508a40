"""Positions in a real browser: written, filed and put together by keyboard alone, and held to axe."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.factories.browsers import desks
from tests.factories.conferences import KEY, conference
from tests.factories.positions import filed, install
from tests.factories.sessions import person
from tests.journeys.test_joining import look, type_into
from tests.journeys.test_steward import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN, ALL = f"/vi/conferences/{KEY}/units/north/positions/", f"/vi/conferences/{KEY}/positions/"
PEOPLE = {
    "officer": ("ha@north.example", "Hà", "north", "officer", "north"),
    "leader": ("binh@north.example", "Bình", "north", "leader", "north"),
    "analyst": ("an@office.example", "An", "office", "analyst"),
}


@pytest.fixture
def desk_of(workspace, tmp_path, settings, live_server) -> Iterator[Callable[[str], Page]]:
    """Return a way to a page of a browser in which somebody of `PEOPLE` is signed in."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    install(tmp_path)
    conference()
    filed("Money for the northern bridge over the river, to build it now.", "south")
    with desks(live_server.url, {who: person(*told) for who, told in PEOPLE.items()}) as desk:
        yield desk


def test_a_petition_goes_from_a_units_desk_into_a_cluster(desk_of):
    """The officer writes, the leader files, the analyst decides on the proposal; the pages at both widths."""
    officer = desk_of("officer")
    officer.goto(OWN)
    press(officer, "Viết ý kiến, kiến nghị")
    look(officer, "writing")
    type_into(officer, "Nội dung", "We ask for money to build the northern bridge over the river.")
    type_into(officer, "Gửi cấp, cơ quan nào (nếu là kiến nghị)", "Central")
    press(officer, "Lưu")
    leader = desk_of("leader")
    leader.goto(OWN)
    press(leader, "Dự thảo")
    press(leader, "Gửi")
    leader.get_by_text("2023-01/01").first.wait_for()
    look(leader, "what was filed")
    analyst = desk_of("analyst")
    analyst.goto(ALL)
    look(analyst, "all subjects")
    press(analyst, "2023-01/01")
    look(analyst, "one petition")
    analyst.goto(ALL)
    press(analyst, "Xếp chung một nhóm")
    analyst.get_by_text("2 địa phương: North, South").wait_for()

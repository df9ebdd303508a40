"""Pages of what came after a missed target: whose they are, and what they say where nothing came."""

import pytest
from django.test import Client

from tests.factories import loops as made
from tests.factories.conferences import person
from tests.factories.loops import CAUSE, FIRST, GROWTH, UNIT
from tests.factories.sessions import client_of
from tests.factories.sessions import person as staff
from tests.factories.sites import prepared, site  # noqa: F401

LOOP, ROUND = f"/vi/rounds/{FIRST}/loop/", f"/vi/rounds/{FIRST}/"
PAGES = (f"/vi/rounds/{FIRST}/units/{UNIT}/", f"/vi/rounds/{FIRST}/indicators/{GROWTH}/")


@pytest.fixture
def concluded(site) -> None:  # noqa: F811
    """Let Bắc Ninh's petition be asked, concluded on and answered, and its task be carried out."""
    made.go_round()


def text(client: Client, address: str) -> str:
    """Return what a page says."""
    return client.get(address).content.decode()


def ledger(unit_key: str) -> str:
    """Return the address of a unit's ledger."""
    return f"/vi/rounds/{FIRST}/units/{unit_key}/ledger/"


def test_each_sees_what_is_theirs(concluded):
    """The unit its petition, the office all, another unit and the public nothing of it."""
    office = client_of(staff("an@office.example", "An", "office", "analyst"))
    own, other = (client_of(person("delegate", name)) for name in ("north", "south"))
    for page in PAGES:
        assert [CAUSE in text(client, page) for client in (office, own, other, Client())] == [
            True,
            True,
            False,
            False,
        ]
        assert made.TASK in text(office, page)
    assert made.TASK not in text(own, PAGES[0])
    assert CAUSE in text(office, LOOP)
    assert "rounds/2023-annual/loop/" in text(office, ROUND)
    assert "rounds/2023-annual/loop/" not in text(own, ROUND)


def test_the_loop_is_the_office_s_and_a_ledger_its_unit_s(concluded):
    """Who may not read the loop is told so; another unit's ledger does not exist."""
    office = client_of(staff("an@office.example", "An", "office", "analyst"))
    own, other = (client_of(person("delegate", name)) for name in ("north", "south"))
    assert [client.get(LOOP).status_code for client in (office, own, Client())] == [200, 403, 302]
    asked = [client.get(ledger(UNIT)).status_code for client in (office, own, other, Client())]
    assert asked == [200, 200, 404, 302]
    assert office.get(ledger("nowhere")).status_code == 404
    assert "Chưa có chỉ tiêu nhiều năm" in text(own, ledger(UNIT))


def test_where_nothing_came_the_loop_says_so(site):  # noqa: F811
    """Every missed target of the round is a gap, by its unit."""
    office = client_of(staff("an@office.example", "An", "office", "analyst"))
    page = text(office, LOOP)
    assert "Chưa có kiến nghị, kết luận nào về các chỉ tiêu không đạt." in page
    assert "(24)" in page

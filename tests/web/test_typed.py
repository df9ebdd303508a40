"""Numbers in addresses and forms: whatever is sent, no page breaks."""

import pytest
from django.conf import settings as django_settings

from giaoban.web.typed import whole
from tests.factories.conferences import KEY, conference
from tests.factories.conferences import person as seated
from tests.factories.packs import ROUND
from tests.factories.petitions import install
from tests.factories.sessions import client_of, person
from tests.house.tree import SRC

#: More digits than Python reads, more than a database holds, digits that are none, and other things.
HOSTILE = ("9" * 5000, "9" * 30, "-1", "²", "1.5", " 1", "x", "\0", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_number_is_told_apart(text):
    """Neither an error nor a number that somebody did not mean."""
    assert whole(text) == 0
    assert whole(text, None) is None


def test_a_number_is_read():
    """From 0 to the greatest that each database keeps."""
    assert [whole(text) for text in ("0", "007", "999999999")] == [0, 7, 999_999_999]


def test_numbers_are_read_in_one_place():
    """No page reads digits in a way of its own."""
    own = [path.name for path in (SRC / "web").rglob("*.py") if ".isdecimal()" in path.read_text("utf-8")]
    assert sorted(own) == ["requests.py", "typed.py"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_pages_survive_what_is_no_number(tmp_path, settings, text):
    """Lists, the audit, the live room, and petitions that are put together."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    conference("sitting")
    analyst = client_of(person("an@office.example", "An", "office", "analyst"))
    for page in ("petitions/", "tasks/", "directives/", "search/", "inspections/"):
        asked = {"page": text, "q": "a", "year": text, "directive": text}
        assert analyst.get(f"/vi/{page}", asked).status_code in (200, 404), page
    chair = client_of(seated("chair"))
    approver = client_of(person("dung@office.example", "Dũng", "office", "approver"))
    audit = approver.get(f"/vi/rounds/{ROUND}/units/north/audit/", {"before": text})
    assert audit.status_code == 200
    assert chair.get(f"/vi/conferences/{KEY}/room/state/", {"after": text}).status_code == 200
    sent = analyst.post("/vi/petitions/together/", {"petition": [text], "title": "One"})
    assert sent.status_code == 404

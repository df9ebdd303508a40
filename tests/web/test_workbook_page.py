"""A unit fetches its workbook, sends it spoiled, mends it from its own marked copy, looks, and stores it."""

import io
import re

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from giaoban.queries import submissions, workspace
from giaoban.records.models import Event
from tests.actions.test_workbooks import PACK, filled
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, install, save, typed
from tests.factories.sessions import client_of, person
from tests.factories.uploads import workbook
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PAGE = f"/en/rounds/{ROUND}/units/north/form/workbook/"


@pytest.fixture(autouse=True)
def collecting(tmp_path, settings):
    """Let the round collect, in a pack that has words for workbooks."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path, **PACK)
    enter("collecting")


@pytest.fixture
def officer() -> Client:
    """Return a client signed in as the officer of the north."""
    return client_of(person("ha@north.example", "Hà", "north", "officer", "north"))


def send(client: Client, content: bytes, **fields: str):
    """Send a workbook as the page does."""
    file = SimpleUploadedFile("north.xlsx", content)
    return client.post(PAGE, {"classification": "internal", "file": file, **fields})


def held(response) -> str:
    """Return the mark of the workbook that was just looked at."""
    return re.search(r'name="held" value="([^"]+)"', response.content.decode())[1]


def texts() -> dict[str, str]:
    """Return what stands in the lines by now."""
    return {line_id: entry.text for line_id, entry in submissions.entries(ROUND, "north").items()}


def test_a_workbook_is_fetched_filled_looked_at_and_stored_at_once(officer):
    """The look changes nothing; confirming stores every line without sending the file again."""
    issued = officer.post(f"{PAGE}new/")
    assert issued.headers["Content-Disposition"].startswith("attachment")
    looked = send(officer, filled(issued.content, growth=8.1, people=5, target=8.1))
    text, rows = read(looked)
    assert "3 lines change" in text and texts() == {}
    stored = officer.post(PAGE, {"held": held(looked), "confirm": "yes"})
    assert stored.headers["Location"].endswith("/form/?saved=3")
    assert texts() == {GROWTH: "8.1", PEOPLE: "5", TARGET: "8.1"}
    again = send(officer, filled(issued.content, growth=8.1, people=5, target=8.1))
    assert "says what is stored already" in read(again)[0]


def test_a_spoiled_workbook_is_mended_from_its_own_marked_copy(officer):
    """Nothing is stored; the copy names the cell; mended and sent again it is taken."""
    issued = officer.post(f"{PAGE}new/").content
    refused = send(officer, filled(issued, growth="much", people=5), confirm="yes")
    assert refused.status_code == 422 and texts() == {}
    text, rows = read(refused)
    assert "is not a number" in text and any(re.search(r"[A-Z]\d+$", row[0]) for row in rows if row)
    marked = officer.post(f"{PAGE}marked/", {"held": held(refused)})
    assert marked.headers["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(marked.content)).sheetnames[0] != ""
    looked = send(officer, filled(marked.content, growth=8.2))
    assert looked.status_code == 200, read(looked)[0]
    officer.post(PAGE, {"held": held(looked), "confirm": "yes"})
    assert texts() == {GROWTH: "8.2", PEOPLE: "5"}


def test_what_changed_since_the_look_is_a_conflict_and_nothing_is_stored(officer):
    """Both values are told."""
    issued = officer.post(f"{PAGE}new/").content
    looked = send(officer, filled(issued, growth=8.1))
    save(typed(GROWTH, "9.9"), by="other")
    refused = officer.post(PAGE, {"held": held(looked), "confirm": "yes"})
    assert refused.status_code == 422 and texts() == {GROWTH: "9.9"}
    assert "9.9" in read(refused)[0] and "8.1" in read(refused)[0]


def test_what_is_refused_is_kept_nowhere_and_what_was_held_is_ones_own(officer):
    """A marked file, no file, an undeclared one; another person cannot use what somebody looked at."""
    refused = send(officer, workbook("x", hidden="MẬT"))
    assert refused.status_code == 422 and not workspace.evidence().exists()
    assert Event.objects.get(verb="upload.refused").payload == {"reason": "marked"}
    assert officer.post(PAGE, {}).status_code == 422
    looked = send(officer, filled(officer.post(f"{PAGE}new/").content, growth=8.1))
    other = client_of(person("lan@north.example", "Lan", "north", "officer", "north"))
    assert other.post(PAGE, {"held": held(looked), "confirm": "yes"}).status_code == 422
    assert officer.post(PAGE, {"held": "forged", "confirm": "yes"}).status_code == 422
    assert officer.post(f"{PAGE}marked/", {"held": "forged"}).status_code == 404
    assert texts() == {}


def test_the_leader_fetches_and_does_not_send(officer):
    """Only the officer fills in; another unit finds nothing."""
    leader = client_of(person("binh@north.example", "Bình", "north", "leader", "north"))
    assert leader.post(f"{PAGE}new/").status_code == 200
    assert leader.get(PAGE).status_code == 403
    other = client_of(person("nam@south.example", "Nam", "south", "officer", "south"))
    assert {other.get(PAGE).status_code, other.post(f"{PAGE}new/").status_code} == {404}
    assert "Download the workbook" in read(officer.get(PAGE))[0]

"""The pages of a confidence vote: a record for everybody, a count for two tellers, a result for the chair."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.actions import installation
from tests.factories.conferences import KEY, conference, person
from tests.factories.packs import write_pack
from tests.factories.sessions import client_of
from tests.factories.uploads import word
from tests.factories.votes import PACK
from tests.web.test_poll_pages import voter

pytestmark = pytest.mark.django_db(databases=["default", "sealed"])
HERE = f"/en/conferences/{KEY}/ballots/"
RECORD = {"on": "2024-01-17", "posts": "2", "convened": "63", "present": "42"}
TOTALS = {"issued": "62", "returned": "60", "valid": "59", "invalid": "1"}
COUNT = {
    **TOTALS, "p1-0": "19", "p1-1": "0", "p1-2": "40", "p1-invalid": "1",
    "p2-0": "50", "p2-1": "5", "p2-2": "4", "p2-invalid": "1",
}  # fmt: skip


@pytest.fixture
def room(installed, settings, tmp_path):
    """Return the browsers of clerk, tellers and chair, where results by person are kept."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **PACK)])
    settings.BALLOTS = True
    conference("sitting")
    addresses = {"clerk": "clerk", "one": "teller-1", "other": "teller-2", "chair": "chair"}
    return {who: client_of(voter(f"{beginning}@")) for who, beginning in addresses.items()}


def record(room) -> None:
    """Let the clerk record a vote, and a teller write down on whom."""
    assert room["clerk"].post(f"{HERE}record/", RECORD).status_code == 302
    named = {"persons": "Trần Thị Bầu; Chair\n\nLê Văn Bầu; Vice-chair; first"}
    assert room["one"].post(f"{HERE}1/persons/", named).status_code == 302


def said(response, status: int = 200) -> str:
    """Return what a page says, once it is sure that it was answered so."""
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_everybody_there_reads_whether_it_was_held_and_nothing_else(room):
    """The clerk corrects it; numbers that cannot be come back, a teller records nothing."""
    record(room)
    page = said(client_of(person("observer")).get(HERE))
    assert "17/01/2024" in page and "held" in page and "Bầu" not in page and "63" not in page
    assert 'name="number" value="1"' in said(room["clerk"].get(f"{HERE}?number=1"))
    corrected = {**RECORD, "present": "41", "number": "1"}
    assert room["clerk"].post(f"{HERE}record/", corrected).status_code == 302
    assert "too few" in said(room["clerk"].get(HERE))
    assert "cannot be" in said(room["clerk"].post(f"{HERE}record/", {**RECORD, "present": "64"}), 422)
    assert room["one"].post(f"{HERE}record/", RECORD).status_code == 404


def test_two_tellers_from_the_list_to_the_chairs_page(room):
    """Each alone, then where they differ, then agreed; the chair reads shares of the ballots returned."""
    record(room)
    address = f"{HERE}1/count/"
    assert "Vice-chair; first" in said(room["one"].get(address))
    assert room["one"].post(address, {**COUNT, "seen": "0"}).status_code == 302
    assert "has not entered theirs yet" in said(room["one"].get(address))
    waiting = said(room["other"].get(address))
    assert "has entered a count" in waiting and 'value="19"' not in waiting
    differing = {**COUNT, "p1-0": "20", "p1-2": "39", "seen": "0"}
    assert room["other"].post(address, differing).status_code == 302
    for who, own, other in (("one", "19", "20"), ("other", "20", "19")):
        page = said(room[who].get(address))
        assert "Trần Thị Bầu: High" in page
        assert f'<td class="number">{own}</td><td class="number">{other}</td>' in page
    assert "not agreed on a count yet" in said(room["chair"].get(f"{HERE}1/results/"))
    assert room["other"].post(address, {**COUNT, "seen": "1"}).status_code == 302
    assert "Both tellers agree" in said(room["one"].get(address))
    assert "Bầu" not in said(room["other"].get(address))
    result = room["chair"].get(f"{HERE}1/results/")
    assert (
        "66.67%" in said(result)
        and "Leaves the post" in said(result)
        and "no-store" in result["Cache-Control"]
    )


def test_a_count_is_taken_whole_or_comes_back_with_what_is_wrong(room):
    """A field left empty, sums that do not add up, and a window that is older than what was entered."""
    record(room)
    address = f"{HERE}1/count/"
    assert "Write a whole number in every field" in said(room["one"].post(address, {**COUNT, "p2-1": ""}))
    page = said(room["one"].post(address, {**COUNT, "p2-1": "6", "seen": "0"}), 422)
    assert "do not make up the ballots returned" in page and "Does not add up" in page
    assert room["one"].post(address, {**COUNT, "seen": "0"}).status_code == 302
    for seen in ("0", "", "x", "9" * 99):
        assert "another count since" in said(room["one"].post(address, {**COUNT, "seen": seen}), 409)
    huge = said(room["one"].post(address, {**COUNT, "issued": "9" * 40, "seen": "1"}))
    assert "Write a whole number in every field" in huge


def test_the_list_of_persons_fits_the_record(room):
    """What was typed comes back."""
    record(room)
    page = said(room["one"].post(f"{HERE}1/persons/", {"persons": "Somebody"}), 422)
    assert "missing or too long" in page and "Somebody" in page
    page = said(room["one"].post(f"{HERE}1/persons/", {"persons": "Somebody; Chair"}), 422)
    assert "another number of posts" in page


def test_a_scan_goes_to_the_chair_alone(room):
    """Its hash is told to the teller, who cannot open it; an unsound file is refused with its findings."""
    record(room)
    content = word("Biên bản")

    def attach(sent: bytes):
        file = SimpleUploadedFile("record.docx", sent)
        return room["one"].post(f"{HERE}1/scan/", {"classification": "internal", "file": file})

    assert "sealed" in said(attach(content))
    page = said(room["chair"].get(f"{HERE}1/results/"))
    (address,) = {part.split('"')[0] for part in page.split('href="') if "/scans/" in part.split('"')[0]}
    fetched = room["chair"].get(address)
    assert io.BytesIO(fetched.content).read() == content and "no-store" in fetched["Cache-Control"]
    assert room["one"].get(address).status_code == 404
    assert said(attach(b"no document"), 422)


def test_results_by_person_open_to_nobody_else_and_nowhere_where_they_are_off(room, settings):
    """Not to the clerk, the other seats or a teller; and where they are off, not to the chair either."""
    record(room)
    pages = {"results/": {"chair"}, "count/": {"one", "other"}}
    for page, readers in pages.items():
        for who, client in room.items():
            assert client.get(f"{HERE}1/{page}").status_code == (200 if who in readers else 404)
        assert client_of(person("delegate")).get(f"{HERE}1/{page}").status_code == 404
    settings.BALLOTS = False
    assert room["chair"].get(f"{HERE}1/results/").status_code == 404
    assert room["one"].get(f"{HERE}1/count/").status_code == 404
    assert "Result by person" not in said(room["chair"].get(HERE))

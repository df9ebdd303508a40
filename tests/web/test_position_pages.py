"""Positions on pages: written at a unit's desk, filed by its leader, read and put together at the centre."""

import csv
import io

import pytest
from django.conf import settings as django_settings

from giaoban.queries import positions as reading
from giaoban.records.models import Conference
from tests.factories.conferences import KEY, conference, person
from tests.factories.positions import BRIDGE, TEACHERS, filed, install, save
from tests.factories.sessions import client_of
from tests.factories.sessions import person as holder
from tests.web.pages import read

pytestmark = pytest.mark.django_db
MEETING = f"/vi/conferences/{KEY}/"
OWN, ALL = f"{MEETING}units/north/positions/", f"{MEETING}positions/"
TYPED = {"kind": "petition", "text": BRIDGE, "subject": "ROADS", "addressee": "CENTRE", "body": ""}


@pytest.fixture(autouse=True)
def convened(db, tmp_path, settings):
    """Let a conference be convened."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    return conference()


@pytest.fixture
def officer():
    """Return a client of a northern officer."""
    return client_of(holder("ha@north.example", "Hà", "north", "officer", "north"))


@pytest.fixture
def leader():
    """Return a client of the northern leader."""
    return client_of(holder("binh@north.example", "Bình", "north", "leader", "north"))


@pytest.fixture
def analyst():
    """Return a client of an analyst."""
    return client_of(holder("an@office.example", "An", "office", "analyst"))


def test_an_officer_writes_and_the_leader_files(officer, leader):
    """From an empty list to a number; the officer cannot file, nor the leader write."""
    assert "Chưa có nội dung nào" in read(officer.get(OWN))[0]
    sent = officer.post(f"{OWN}new/", TYPED)
    (there,) = reading.of_unit(KEY, "north")
    page = sent.headers["Location"]
    assert page == f"{OWN}{there.position_id}/?done"
    text = read(officer.get(page))[0]
    assert BRIDGE in text and "Roads" in text and "Central government" in text and "chưa gửi" in text
    address = f"{OWN}{there.position_id}/"
    assert officer.post(f"{address}file/", {"base": 1}).status_code == 404
    assert leader.get(f"{address}change/").status_code == 404
    assert leader.post(f"{address}file/", {"base": 1}).status_code == 302
    text = read(leader.get(OWN))[0]
    assert "2023-01/01" in text and "Đã gửi (1)" in text


def test_what_is_not_finished_is_named_and_cannot_be_filed(officer, leader):
    """The text is kept; what is to be mended stands in the page's language."""
    officer.post(f"{OWN}new/", {**TYPED, "addressee": "", "text": "x" * 201})
    (there,) = reading.of_unit(KEY, "north")
    text = read(leader.get(f"{OWN}{there.position_id}/"))[0]
    assert "Kiến nghị chưa ghi gửi ai" in text and "200 ký tự" in text
    refused = leader.post(f"{OWN}{there.position_id}/file/", {"base": 1})
    assert refused.status_code == 422 and "Kiến nghị chưa ghi gửi ai" in read(refused)[0]


def test_what_cannot_be_kept_stays_in_the_form(officer):
    """A blank text is refused; whatever else was typed is still there."""
    refused = officer.post(f"{OWN}new/", {**TYPED, "text": "   ", "body": "Bộ Giao thông"})
    assert refused.status_code == 422 and "Bộ Giao thông" in refused.content.decode()
    wrong = officer.post(f"{OWN}new/", {**TYPED, "kind": "complaint"})
    assert 'role="alert"' in wrong.content.decode() and not reading.of_unit(KEY, "north")


def test_two_officers_in_one_text_see_both(officer):
    """The second is shown what stands there now beside what was typed; sent again, it is the next version."""
    position_id = save(TEACHERS)
    save("We ask for rain.", position_id=position_id, base=1)
    address = f"{OWN}{position_id}/change/"
    refused = officer.post(address, {**TYPED, "base": 1})
    page = refused.content.decode()
    assert refused.status_code == 409 and "We ask for rain." in page and BRIDGE in page
    assert 'name="base" value="2"' in page
    assert officer.post(address, {**TYPED, "base": 2}).status_code == 302
    assert reading.own(KEY, "north", position_id).version == 3


def test_a_withdrawal_needs_a_reason_and_leaves_the_record(leader):
    """The page says why beside the form; then the position stands under what was withdrawn."""
    position_id = filed()
    address = f"{OWN}{position_id}/withdraw/"
    assert leader.post(address, {"reason": " "}).status_code == 422
    assert leader.post(address, {"reason": "Đã giải quyết"}).status_code == 302
    assert "Đã giải quyết" in read(leader.get(f"{OWN}{position_id}/"))[0]
    assert "Đã rút (1)" in read(leader.get(OWN))[0]


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_another_units_position_answers_like_one_that_there_is_not(request, who):
    """By its own address, under the unit's own address, and by a step."""
    client, theirs = request.getfixturevalue(who), filed(unit_key="south")
    south = f"{MEETING}units/south/positions/"
    for address in (south, f"{south}{theirs}/", f"{OWN}{theirs}/", f"{OWN}{theirs + 99}/"):
        answer = client.get(address)
        assert answer.status_code == 404 and BRIDGE not in answer.content.decode()
    pages = [read(client.get(f"{OWN}{one}/"))[0] for one in (theirs, theirs + 99)]
    assert pages[0].replace(f"/{theirs}/", "") == pages[1].replace(f"/{theirs + 99}/", "")
    assert client.get(ALL).status_code == client.get(f"{ALL}{theirs}/").status_code == 404


def test_a_delegate_of_another_unit_does_not_read_what_was_filed():
    """Only those who lead the conference do, from their seats."""
    position_id = filed()
    for seat, unit_key, status in (
        ("chair", "", 200), ("clerk", "", 200), ("delegate", "", 404), ("delegate", "south", 404),
        ("observer", "", 404), ("teller", "", 404),
    ):  # fmt: skip
        client = client_of(person(seat, unit_key))
        for address in (ALL, f"{ALL}{position_id}/", f"{ALL[:-1]}.csv"):
            assert client.get(address).status_code == status, (seat, address)


def test_the_centre_reads_no_draft_and_no_change_that_is_not_filed(analyst):
    """Neither on a page nor in the table."""
    draft, position_id = save(TEACHERS), filed()
    save("We ask for rain.", position_id=position_id, base=1)
    for address in (ALL, f"{ALL}{position_id}/", f"{ALL[:-1]}.csv"):
        page = analyst.get(address).content.decode()
        assert BRIDGE in page and TEACHERS not in page and "rain" not in page
    assert analyst.get(f"{ALL}{draft}/").status_code == 404
    assert analyst.get(OWN).status_code == 404


def test_like_petitions_are_offered_with_their_words_and_put_together(analyst):
    """The words that speak for it stand there; nothing is merged before somebody decides."""
    first = filed()
    second = filed("Money for the northern bridge over the river, to build it now.", unit_key="south")
    text = read(analyst.get(ALL))[0]
    assert "money, build, northern, bridge, over, river" in text
    assert not reading.shelves(KEY)[0].bundles
    told = {"position": [first, second], "title": "The northern bridge", "subject": "ROADS"}
    refused = analyst.post(f"{ALL}together/", {**told, "title": ""})
    assert refused.status_code == 422 and "Nhóm chưa có tiêu đề" in read(refused)[0]
    assert analyst.post(f"{ALL}together/", told).status_code == 302
    text = read(analyst.get(ALL))[0]
    assert "The northern bridge" in text and "North, South" in text and "Chọn nội dung không" not in text
    third = filed("Build the northern bridge over the river: money.", unit_key="south")
    cluster = reading.shelves(KEY)[0].bundles[0].cluster.pk
    assert "Có thể đưa vào nhóm “The northern bridge”" in read(analyst.get(ALL))[0]
    assert analyst.post(f"{ALL}together/", {"cluster": cluster, "position": third}).status_code == 302
    assert analyst.post(f"{ALL}{third}/out/").status_code == 302
    assert analyst.post(f"{ALL}{third}/out/").status_code == 409


def test_a_compound_petition_is_split_in_the_editor_and_joined(analyst):
    """The proposal stands in the editor; a word that is lost is named, and what was typed is kept."""
    position_id = filed("We ask: a) build the bridge; b) send teachers.")
    address = f"{ALL}{position_id}/"
    page = analyst.get(address).content.decode()
    assert ">We ask: a) build the bridge;</textarea>" in page
    assert ">We ask: b) send teachers.</textarea>" in page
    lost = {"seen": 1, "part": ["We ask: a) build the bridge;", "b) send", ""]}
    refused = analyst.post(f"{address}split/", lost)
    assert refused.status_code == 422 and "teachers" in read(refused)[0]
    assert ">b) send</textarea>" in refused.content.decode()
    sent = {"seen": 1, "part": ["We ask: a) build the bridge;", "We ask: b) send teachers.", "", ""]}
    assert analyst.post(f"{address}split/", sent).status_code == 302
    text = read(analyst.get(address))[0]
    assert "2023-01/01.1" in text and "2023-01/01.2" in text
    assert analyst.post(f"{address}join/", {"reason": "Một việc"}).status_code == 302
    assert "Một việc" in read(analyst.get(ALL.replace("positions/", "positions.csv")))[0]


def test_the_clerk_gives_a_subject_and_the_approver_does_not():
    """Rights as the policy has them, on the page and by the step."""
    position_id = filed()
    clerk = client_of(person("clerk"))
    approver = client_of(holder("duyet@office.example", "Duyệt", "office", "approver"))
    address = f"{ALL}{position_id}/"
    assert "Schools" in clerk.get(address).content.decode()
    assert clerk.post(f"{address}subject/", {"subject": "SCHOOLS"}).status_code == 302
    assert reading.shelves(KEY)[0].subject == "SCHOOLS"
    assert clerk.post(f"{address}subject/", {"subject": "MOON"}).status_code == 422
    assert "Tách" not in read(approver.get(address))[0]
    assert approver.post(f"{address}subject/", {"subject": "ROADS"}).status_code == 404


def test_the_table_is_complete_and_nothing_in_it_runs(analyst):
    """Vietnamese headings; what begins like a formula is a text; the split whole stands beside its parts."""
    filed("=1+1 money; more teachers", kind="difficulty")
    filed("We ask: a) build the bridge; b) send teachers.", unit_key="south")
    (whole,) = (one for one in reading.filed(KEY) if one.row.unit_key == "south")
    parts = ["We ask: a) build the bridge;", "b) send teachers."]
    analyst.post(f"{ALL}{whole.position_id}/split/", {"seen": 1, "part": parts})
    answer = analyst.get(f"{ALL[:-1]}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [one["Số"] for one in rows] == ["2023-01/01", "2023-02/01", "2023-02/01.1", "2023-02/01.2"]
    assert rows[0]["Nội dung"] == "'=1+1 money; more teachers" and rows[2]["Tách từ"] == "2023-02/01"
    assert rows[0]["Loại"] == "Khó khăn, vướng mắc"


def test_a_conference_that_is_prepared_shows_no_unit_anything(officer, analyst):
    """Before it is convened there is no page to write on; after it sat one reads and no longer writes."""
    Conference.objects.update(stage="preparing")
    assert officer.get(OWN).status_code == 404
    Conference.objects.update(stage="adjourned")
    assert officer.get(OWN).status_code == 200 and "Viết ý kiến" not in read(officer.get(OWN))[0]
    assert officer.get(f"{OWN}new/").status_code == 403
    assert analyst.get(ALL).status_code == 200


def test_the_pages_of_the_conference_lead_here(officer, analyst):
    """A unit's people from their site, the centre from the conference."""
    assert OWN in officer.get(f"{MEETING}units/north/").content.decode()
    assert ALL in analyst.get(MEETING).content.decode()
    client = client_of(person("delegate", "south"))
    assert ALL not in client.get(MEETING).content.decode()

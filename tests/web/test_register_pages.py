"""Registers on pages: everybody sees counts with the small ones hidden, the office sees them whole."""

import csv
import io

import pytest
from django.conf import settings as django_settings
from django.test import Client

from giaoban.actions import rounds
from giaoban.queries import registers as reading
from tests.factories.packs import ROUND
from tests.factories.programs import holder
from tests.factories.registers import count, install
from tests.factories.reporting import GROWTH, enter, pass_on, save, typed
from tests.factories.sessions import client_of, person
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PUBLIC, WHOLE = f"/vi/rounds/{ROUND}/registers/", f"/vi/centre/rounds/{ROUND}/registers/"
WARNED = "WARNED@2023"


@pytest.fixture(autouse=True)
def installed(workspace, tmp_path, settings):
    """Install the small pack with its registers."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)


@pytest.fixture
def counted(tmp_path):
    """Let the districts count in three years, and freeze the round."""
    count(tmp_path, "WARNED", north=3, south=40, split=60)
    count(tmp_path, "WARNED", "2022", north=6, south=50, split=60)
    count(tmp_path, "WARNED", "2021", north=0, south=50)
    count(tmp_path, "EXPELLED", north=7, south=0, split=9)
    count(tmp_path, "ADMITTED", north=90, south=50, split=12)
    count(tmp_path, "ADMITTED_TARGET", north=100, south=40, split=0)
    rounds.freeze(round_id=ROUND, by="tester")


def lines_of(client: Client, address: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return the rows of a file, by what is counted and by unit."""
    text = client.get(address).content.decode("utf-8-sig")
    return {(row["Mã nội dung"], row["Mã"]): row for row in csv.DictReader(io.StringIO(text))}


def test_everybody_sees_no_small_count_nor_what_it_would_follow_from(counted):
    """3 is hidden and the next in order with it, with their changes, on the page and in the file."""
    client = Client()
    text, rows = read(client.get(f"{PUBLIC}WARNED/"))
    by_unit = {row[0]: row[2:] for row in rows if row[0] in ("North", "South", "Split")}
    assert by_unit["North"][0].startswith("•") and by_unit["South"][0].startswith("•")
    assert by_unit["Split"] == ["60", "không đổi", by_unit["Split"][2]]
    assert "giảm 13 (11.2%)" in text  # 103 after 116
    lines = lines_of(client, f"/vi/rounds/{ROUND}/registers.csv")
    hidden = lines["WARNED", "north"]
    assert (hidden["2023"], hidden["chênh lệch so với 2022"], hidden["Tình trạng"]) == ("", "", "đã che")
    assert lines["WARNED", ""]["2023"] == "103"
    # The sum of a register is told only where each part is.
    assert (lines["measures", "north"]["2023"], lines["measures", "split"]["2023"]) == ("", "69")
    assert client.get(WHOLE).status_code == 302


def test_the_office_sees_all_of_it(counted):
    """Every count, its change against one and two years before, and what part of the target it is."""
    office = client_of(holder("inspector"))
    text, rows = read(office.get(f"{WHOLE}WARNED/"))
    by_unit = {row[0]: row[2:] for row in rows if row[0] in ("North", "South", "Split")}
    assert by_unit["North"] == ["3", "giảm 3 (50.0%)", "tăng 3; trước đó không có"]
    assert by_unit["South"] == ["40", "giảm 10 (20.0%)", "giảm 10 (20.0%)"]
    assert by_unit["Split"][:2] == ["60", "không đổi"] and by_unit["Split"][2].startswith("–")
    assert "lưu hành nội bộ" in text
    lines = lines_of(office, f"/vi/centre/rounds/{ROUND}/registers.csv")
    assert lines["ADMITTED", "south"]["So với chỉ tiêu, %"] == "125.0"
    assert lines["ADMITTED", "split"]["So với chỉ tiêu, %"] == ""
    assert lines["measures", ""]["2023"] == "119"
    # Two years before a district has not reported: the others alone are no year to compare with.
    assert "2/3" not in text and lines["WARNED", ""]["2021"] == ""


def test_where_nobody_reported_the_page_says_so():
    """What is kept is listed, and no number is put in its place."""
    rounds.freeze(round_id=ROUND, by="tester")
    text, rows = read(Client().get(PUBLIC))
    assert "Chưa đơn vị nào báo cáo" in text and "Warned" in text
    assert {row[2][0] for row in rows if row and row[0] in ("Warned", "Visits")} == {"–"}
    assert "registers/" in Client().get(f"/vi/rounds/{ROUND}/").content.decode()


def test_a_round_that_is_not_published_and_a_pack_without_registers_have_none(tmp_path):
    """The office reads counts while they come in; to everybody else the page does not exist."""
    assert Client().get(PUBLIC).status_code == 404
    office = client_of(holder("analyst"))
    assert office.get(WHOLE).status_code == 200 and office.get(f"{WHOLE}NOTHING/").status_code == 404
    for role in ("officer", "leader", "respondent"):
        assert client_of(holder(role)).get(WHOLE).status_code == 403


def test_what_a_province_reports_becomes_a_count(tmp_path):
    """Filled in, approved, and told to the office; what is published stays as it was frozen."""
    count(tmp_path, "WARNED", south=40)
    rounds.freeze(round_id=ROUND, by="tester")
    enter("collecting")
    save(typed(GROWTH, "8,1"), typed(WARNED, "8"))
    pass_on("complete", "submit", "accept", "approve")
    told = {who: reading.whole(ROUND) if who else reading.published(ROUND) for who in (True, False)}
    found = {who: kept.column("WARNED")[1] for who, kept in told.items()}
    assert (found[True].cells["north"].now.value, found[True].reported) == (8, 2)
    assert (found[False].cells["north"].now.is_missing, found[False].reported) == (True, 1)


def test_a_line_of_counts_takes_no_words(counted):
    """Neither an explanation nor a reason for an absence nor a part of a thing; the page offers no place."""
    enter("collecting")
    sent = (
        ({"text": "8", "explanation": "Nguyễn Văn A"}, ["counts_only"]),
        ({"text": "", "is_not_applicable": True}, ["counts_only"]),
        ({"text": "7,5"}, ["no_whole_number"]),
        ({"text": "-1"}, ["below_limit"]),
        ({"text": "8"}, []),
    )
    for base, (told, faults) in enumerate(sent):
        (saved,) = save(typed(WARNED, base=base, **told))
        assert [one.code for one in saved.findings if one.severity == "error"] == faults
    officer = client_of(person("ha@north.example", "Hà", "north", "officer", "north"))
    page = officer.get(f"/vi/rounds/{ROUND}/units/north/form/").content.decode()
    line = page[page.index(f'data-line="{WARNED}"') :].partition("</tbody>")[0]
    assert "data-counts" in line and "readonly" in line.partition("<textarea")[2].partition(">")[0]

"""The scoreboard as a file: all units, plain numbers, and why a value is missing."""

import csv
import io

import pytest

from giaoban.web.components.downloads import write_csv
from giaoban.web.components.tables import Cell, Column, Row
from tests.web.pages import SCOREBOARD, figures

pytestmark = pytest.mark.usefixtures("site")


def lines(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("asked", [{}, {"q": "quang", "sort": "main"}])
def test_the_file_holds_every_unit_whatever_the_page_was_searched_for(client, asked):
    """63 units in UTF-8 with the mark that spreadsheet programs look for."""
    response = client.get(f"{SCOREBOARD}scoreboard.csv", asked)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert len({line["Mã"] for line in lines(response)}) == 63


def test_values_are_plain_numbers_and_a_tally_cannot_be_taken_for_a_date(client):
    """15/15 stands in two columns; growth with a decimal point as in the factsheet."""
    found = {line["Mã"]: line for line in lines(client.get(f"{SCOREBOARD}scoreboard.csv"))}
    first = found["vn63-22"]
    assert (first["Hạng"], first["Chỉ tiêu đạt"], first["Chỉ tiêu"]) == ("1", "15", "15")
    growth = {f["unit_key"]: f["value"] for f in figures(analysis="growth")}
    title = next(name for name in first if "GRDP" in name)
    assert {key: line[title] for key, line in found.items() if line[title]} == growth


def test_a_missing_value_is_empty_and_its_reason_stands_in_the_line(client):
    """Never zero, never a dash that a program would read as text."""
    line = next(one for one in lines(client.get(f"{SCOREBOARD}scoreboard.csv")) if one["Mã"] == "vn63-02")
    assert line["Hạng"] == "" and "Hạng: chưa báo cáo" in line["Thiếu và lý do"]


def test_a_text_that_looks_like_a_formula_is_no_formula_in_the_file():
    """A name is never run by a spreadsheet program; a negative number stays a number."""
    column = Column("value", "=1+1", parts=("=1+1",))
    row = Row("key", "name", "@name", {"value": Cell("", raw=("-9.28",))})
    text = write_csv([column], [row]).decode("utf-8-sig").splitlines()[1]
    assert text.startswith("key,'@name,-9.28,")

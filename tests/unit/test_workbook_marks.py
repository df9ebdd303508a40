"""Marked copies: findings cell by cell and on a list, everything of the officer's still there."""

import io
import subprocess
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from giaoban.core.errors import Finding, Place
from giaoban.files.excel.books import read_book
from giaoban.files.excel.marks import mark
from tests.factories.workbooks import FILE, WORDS, blank, codes, edited, put, reading

SHEET, LIST = WORDS["sheets"]["form"], WORDS["sheets"]["findings"]
FINDINGS = (
    Finding("not_a_number", "“abc” không phải là số", "Chỉ điền chữ số.", Place(FILE, SHEET, 7, "F")),
    Finding("formula", "=cmd|'/c calc'!A0", "+1", Place(FILE, SHEET, 8, "I"), "warning"),
    Finding("merged_cells", "gộp", "tách", Place(FILE, SHEET, 10, "F")),
    Finding("sheet_not_read", "Trang “Nháp” không được đọc", "", Place(FILE, "Nháp"), "warning"),
    Finding("line_missing", "thiếu dòng", "", Place(FILE)),
)


def typed(page):
    """Do what officers do: a note, a colour, a merge, a sheet and a comment of their own."""
    put("GROWTH@2023", "value", "abc", fill=PatternFill("solid", fgColor="00FF00"))(page)
    put("REVENUE@2023", "explanation", "=1+1")(page)
    page["F7"].comment = Comment("xem lại nhé", "Lan")
    page.merge_cells("F9:F10")
    page.cell(9, 6).value = 5
    draft = page.parent.create_sheet("Nháp")
    draft["A1"] = "=2+3"


def marked(content, findings=FINDINGS):
    """Return the marked copy as bytes and as a workbook."""
    copy = mark(read_book(content, FILE), content, findings, WORDS)
    return copy, load_workbook(io.BytesIO(copy))


def test_findings_stand_at_their_cells_and_on_a_list():
    """A comment and a rule with a fill at each cell; the list opens first and links to it."""
    _, book = marked(edited(blank(), typed))
    page = book[SHEET]
    assert page["F7"].comment.text.startswith("xem lại nhé\n")
    assert "“abc” không phải là số\nChỉ điền chữ số." in page["F7"].comment.text
    assert "gộp" in page["F9"].comment.text
    shaded = [
        str(ranges.sqref)
        for ranges in page.conditional_formatting
        if "giaoban" in str(ranges.rules[0].formula)
    ]
    assert sorted(shaded) == ["F10", "F7", "I8"]
    listed = book[LIST]
    assert book.active.title == LIST and listed["A3"].value.startswith("Phải sửa 3 chỗ")
    assert [listed.cell(row, 2).value for row in range(6, 11)] == [
        f"{SHEET} · F7", f"{SHEET} · I8", f"{SHEET} · F10", "Nháp", "cả tệp",
    ]  # fmt: skip
    assert listed["B6"].hyperlink.location == f"'{SHEET}'!F7" and listed["B9"].hyperlink is None


def test_what_the_officer_made_is_still_there():
    """Fill, merge, formula, sheets, rules, lists, protection, hidden manifest; and the values."""
    content = edited(blank(), typed)
    before, (copy, book) = load_workbook(io.BytesIO(content)), marked(content)
    page, old = book[SHEET], before[SHEET]
    assert book["Nháp"]["A1"].value == "=2+3"
    assert page["F7"].fill.fgColor.rgb == old["F7"].fill.fgColor.rgb == "0000FF00"
    assert {str(one) for one in page.merged_cells.ranges} == {"F9:F10"}
    assert page.protection.sheet and book["giaoban"].sheet_state == "veryHidden"
    assert len(page.data_validations.dataValidation) == len(old.data_validations.dataValidation) > 0
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert cells == [[cell.value for cell in row] for row in old.iter_rows()]
    assert codes(reading(copy)) == codes(reading(content))


def test_no_text_becomes_a_formula():
    """Neither what the officer typed nor what a finding quotes."""
    _, book = marked(edited(blank(), typed))
    texts = [book[SHEET]["I8"], book[LIST]["C7"], book[LIST]["D7"]]
    assert [(cell.data_type, cell.value) for cell in texts] == [
        ("s", "=1+1"), ("s", "=cmd|'/c calc'!A0"), ("s", "+1"),
    ]  # fmt: skip


def test_marks_of_an_earlier_copy_go():
    """Marked again after mending: no old comment, no old rule, one list, and the officer's comment stays."""
    first, _ = marked(edited(blank(), typed))
    _, book = marked(edited(first, put("GROWTH@2023", "value", 8)), FINDINGS[1:2])
    page = book[SHEET]
    assert page["F7"].comment.text == "xem lại nhé" and page["F9"].comment is None
    shaded = [
        str(ranges.sqref)
        for ranges in page.conditional_formatting
        if "giaoban" in str(ranges.rules[0].formula)
    ]
    assert shaded == ["I8"]
    assert [name for name in book.sheetnames if name.startswith(LIST)] == [LIST]
    assert book[LIST]["A3"].value == WORDS["marks"]["no_errors"]


def test_the_list_of_an_earlier_copy_is_known_unless_somebody_wrote_into_it():
    """Our own list is no foreign sheet; a note in it is named."""
    copy, _ = marked(blank(), FINDINGS[:1])
    assert codes(reading(copy)) == []
    noted = edited(copy, lambda page: page.parent[LIST].cell(20, 1, "đã sửa"))
    assert codes(reading(noted)) == ["sheet_not_read"]


def test_what_is_too_large_is_not_marked():
    """Its findings are told on the page; nobody waits for minutes."""
    content = edited(blank(), lambda page: page.cell(20_000, 12, "x"))
    assert mark(read_book(content, FILE), content, FINDINGS, WORDS) is None


@pytest.mark.office
def test_an_office_program_opens_and_saves_it(tmp_path):
    """LibreOffice opens the workbook and its marked copy, and what it saves is read the same."""
    contents = {"blank.xlsx": blank(), "marked.xlsx": marked(edited(blank(), typed))[0]}
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path]
    subprocess.run([*command, *folder.iterdir()], check=True, capture_output=True, timeout=120)
    saved = {name: (tmp_path / name).read_bytes() for name in contents}
    found = {name: codes(reading(content)) for name, content in saved.items()}
    assert found == {name: codes(reading(content)) for name, content in contents.items()}
    with zipfile.ZipFile(io.BytesIO(saved["marked.xlsx"])) as archive:
        comments = b"".join(archive.read(name) for name in archive.namelist() if "comments" in name)
    assert "“abc” không phải là số".encode() in comments

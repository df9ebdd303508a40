"""Workbooks as they come back: moved, sorted, renamed, merged, hidden, copied: understood or named."""

import datetime
import io
import json
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from giaoban.core.errors import Invalid
from giaoban.core.figures.addressees import check_addressee
from giaoban.core.figures.blocks import key_of
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.workbooks import COLUMNS, letters, manifest_of
from giaoban.core.figures.workbooks import issued as manifest_from
from giaoban.core.registry.changes import Change
from giaoban.core.registry.units import Unit
from giaoban.files.excel.books import read_book
from tests.factories.workbooks import (
    COLUMN,
    FILE,
    FIRST_ROW,
    LINES,
    WORDS,
    blank,
    codes,
    edited,
    form,
    is_signed,
    issued,
    put,
    reading,
    repacked,
    rows_of,
    words,
)

SHEET = WORDS["sheets"]["form"]
ENTRIES = {
    "GROWTH@2023": Entry("GROWTH@2023", "13,45"),
    "REVENUE@2023": Entry("REVENUE@2023", "abc"),
    "EXPORTS@2023": Entry("EXPORTS@2023", "", "Không có cửa khẩu", is_not_applicable=True),
    "T1": Entry("T1", "7,4", "=Do thu hút đầu tư giảm\n+ chậm", verdict="not_met"),
    "T3": Entry("T3", "Đã giữ vững", "@xem báo cáo"),
}


def entries(read):
    """Return what was read, by line, the blank ones left out."""
    return {one.entry.line_id: one.entry for one in read.filled if not one.entry.is_blank}


def test_what_is_written_is_read_again():
    """Numbers, words, verdicts, absences, explanations that start like formulas: the same as they were."""
    read = reading(blank(ENTRIES))
    assert entries(read) == ENTRIES
    assert codes(read) == ["not_a_number"]


def test_what_starts_like_a_formula_is_written_as_text():
    """No cell that somebody typed is a formula, and a program that edits it keeps it as text."""
    sheet = load_workbook(io.BytesIO(blank(ENTRIES)))[SHEET]
    cell = sheet[f"{COLUMN['explanation']}{rows_of(sheet)['T1']}"]
    assert (cell.data_type, cell.value[0], cell.quotePrefix) == ("s", "=", True)
    assert entries(reading(edited(blank(ENTRIES))))["T1"] == ENTRIES["T1"]


def test_the_workbook_tells_nothing_about_a_person():
    """Its properties name neither author nor company; the manifest holds no name of a person."""
    with zipfile.ZipFile(io.BytesIO(blank())) as archive:
        properties = archive.read("docProps/core.xml") + archive.read("docProps/app.xml")
    assert (
        b"<dc:creator></dc:creator>" in properties
        and b"<cp:lastModifiedBy></cp:lastModifiedBy>" in properties
    )


def test_only_what_is_filled_in_is_unlocked():
    """Every sheet is protected; entry cells are open, figures have no verdict."""
    book = load_workbook(io.BytesIO(blank()))
    assert all(page.protection.sheet for page in book)
    sheet = book[SHEET]
    rows = rows_of(sheet)
    unlocked = {
        (line.line_id, name)
        for line in LINES
        for name in COLUMNS
        if not sheet[f"{COLUMN[name]}{rows[line.line_id]}"].protection.locked
    }
    expected = {(line.line_id, name) for line in LINES for name in ("value", "not_applicable", "explanation")}
    assert unlocked == expected | {(line.line_id, "verdict") for line in LINES if line.kind == "result"}


def test_headings_and_states_tell_each_other_apart():
    """By what the reader goes by, in both languages; every state has its own mark or word."""
    for language in ("vi", "en"):
        said = words(language)
        assert (
            len({key_of(text) for text in said["headings"].values()}) == len(COLUMNS) == len(said["headings"])
        )
        assert len(set(said["states"].values())) == len(said["states"])
        assert (
            said["headings"].keys() == WORDS["headings"].keys()
            and said["hints"].keys() == WORDS["hints"].keys()
        )


def fill(page):
    """Fill in two lines."""
    put("GROWTH@2023", "value", 13.45)(page)
    put("T2", "value", "7.213,5 tỷ đồng")(page)


EXPECTED = {"GROWTH@2023": Entry("GROWTH@2023", "13,45"), "T2": Entry("T2", "7213,5")}


def sort(page):
    """Turn the order of all lines round."""
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST_ROW - 1)]
    for place, values in enumerate(reversed(rows)):
        for column, value in enumerate(values, 1):
            page.cell(FIRST_ROW - 1 + place, column).value = value


def move_to_another_sheet(page):
    """Cut the targets and paste them with the headings into a new sheet."""
    other = page.parent.create_sheet("Chỉ tiêu riêng")
    for target, source in ((1, FIRST_ROW - 2), *((row - 9, row) for row in range(12, 15))):
        for column in range(1, len(COLUMNS) + 1):
            other.cell(target, column).value = page.cell(source, column).value
    page.delete_rows(11, 4)


def move_columns(page):
    """Put the code first and the name last."""
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST_ROW - 2)]
    for place, values in enumerate(rows, FIRST_ROW - 2):
        for column, value in enumerate([values[-1], *values[1:-1], values[0]], 1):
            page.cell(place, column).value = value


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda page: page.insert_rows(9, 3), []),
        (lambda page: page.insert_rows(1, 4), []),
        (lambda page: page.insert_cols(1, 2), []),
        (sort, []),
        (move_columns, []),
        (move_to_another_sheet, []),
        (lambda page: setattr(page, "title", "Trang1"), []),
        (lambda page: page.delete_rows(10), ["line_missing"]),
        (lambda page: page.parent.create_sheet("Nháp").append([1, 2]), ["sheet_not_read"]),
        (lambda page: page.parent.create_sheet("Trống"), []),
        (lambda page: page.cell(3, 14, "ghi chú"), ["cell_not_read"]),
        (lambda page: page.cell(9, 14, "ghi chú"), ["cell_not_read"]),
        (lambda page: page.cell(40, 1, "Người lập biểu"), ["cell_not_read"]),
        (lambda page: page.cell(40, 6, 12), ["no_code"]),
        (lambda page: (page.cell(40, 6, 12), page.cell(40, 11, "01")), ["unit_code", "cell_not_read"]),
        (lambda page: (page.cell(40, 6, 12), page.cell(40, 11, "T99")), ["unknown_code", "cell_not_read"]),
        (lambda page: setattr(page.row_dimensions[7], "hidden", True), ["hidden_cell"]),
        (lambda page: setattr(page.column_dimensions["F"], "hidden", True), ["hidden_cell", "hidden_cell"]),
        (lambda page: setattr(page, "sheet_state", "hidden"), ["hidden_cell", "hidden_cell"]),
        (lambda page: page.merge_cells("F7:F9"), ["merged_cells"] * 3),
        (lambda page: page.merge_cells("F13:H13"), ["merged_cells"]),
        (lambda page: page.merge_cells("F8:F9"), []),
        (lambda page: page.merge_cells("A1:D1"), []),
        (lambda page: put("REVENUE@2023", "measure", "triệu đồng")(page), ["changed_measure"]),
        (lambda page: put("GROWTH@2023", "last_year", 8.52)(page), ["changed_cell"]),
        (lambda page: put("GROWTH@2023", "name", "Tốc độ tăng GRDP ")(page), []),
        (lambda page: put("GROWTH@2023", "name", "To\u0302\u0301c đo\u0323\u0302 tăng GRDP")(page), []),
        (lambda page: put("GROWTH@2023", "verdict", "Đạt")(page), ["unknown_verdict"]),
        (lambda page: put("GROWTH@2023", "state", "● đã điền")(page), []),
        (lambda page: put("GROWTH@2023", "state", "chờ số liệu")(page), ["cell_not_read"]),
    ],
)
def test_edits_are_understood_or_named(edit, found):
    """What was filled in is read the same after each edit, and what is odd about it is named, each once."""
    read = reading(edited(blank(), fill, edit))
    assert sorted(codes(read)) == sorted(found)
    kept = {code: one for code, one in entries(read).items() if code in EXPECTED}
    assert {code: one.text for code, one in kept.items()} == {
        code: one.text for code, one in EXPECTED.items()
    }


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda page: put("GROWTH@2023", "value", "abc")(page), "not_a_number"),
        (lambda page: page.cell(FIRST_ROW - 2, 6, "Số"), "no_column"),
        (lambda page: page.cell(FIRST_ROW - 2, 15, WORDS["headings"]["value"]), "double_column"),
        (lambda page: page.delete_rows(FIRST_ROW - 2), "no_table"),
        (
            lambda page: [page.append([WORDS["headings"][name] for name in COLUMNS]) for _ in range(40)],
            "many_headings",
        ),
    ],
)
def test_what_makes_a_workbook_unreadable_is_an_error(edit, found):
    """A lost or doubled heading, no headings, too many: nothing is guessed."""
    read = reading(edited(blank(), edit))
    assert [one.code for one in _errors(read)] == [found]


def test_a_line_that_stands_twice_is_taken_only_if_both_say_the_same():
    """The finding names both places."""

    def again(value):
        def edit(page):
            for column in range(1, len(COLUMNS) + 1):
                page.cell(20, column).value = page.cell(FIRST_ROW, column).value
            page.cell(20, 6).value = value

        return edit

    assert codes(reading(edited(blank(), fill, again(13.45)))) == []
    (fault,) = _errors(reading(edited(blank(), fill, again(13.54))))
    assert fault.code == "double_line" and "F7" in fault.title and "F20" in fault.title


def test_a_line_in_countless_rows_is_an_error():
    """Told once, however often it stands there."""

    def flood(page):
        for row in range(20, 200):
            page.cell(row, 11).value, page.cell(row, 6).value = "GROWTH@2023", 13.45

    assert "many_lines" in codes(reading(edited(blank(), fill, flood)))


def test_a_form_that_changed_since_takes_what_it_still_asks_for():
    """A line that went is named with its value, one that came is named, the rest is read."""
    since = form(LINES[1:])
    read = reading(edited(blank(), fill), since)
    assert codes(read) == ["no_longer_asked"] and "13.45" in read.findings[0].title
    assert entries(read) == {"T2": EXPECTED["T2"]}
    grown = reading(edited(blank(of=since), lambda page: put("T2", "value", 1)(page)), form())
    assert codes(grown) == ["line_added"]


def test_a_unit_of_measure_that_changed_since_is_named_where_something_is_filled_in():
    """The value was meant in the unit that the workbook shows."""
    since = form(
        tuple(replace(line, unit_measure="MIO_USD") if line.line_id == "T2" else line for line in LINES)
    )
    assert codes(reading(edited(blank(), fill), since)) == ["measure_changed"]


def test_dates_and_formulas_as_a_program_saves_them():
    """A date is a date in either date system; a formula gives its cached value; an error is one."""
    day = datetime.date(2024, 5, 1)
    read = reading(edited(blank(), put("GROWTH@2023", "value", day, number_format="d-mmm")))
    assert codes(read) == ["date_in_cell"] and "01/05/2024" in _errors(read)[0].title
    old = repacked(
        edited(blank(), put("GROWTH@2023", "value", day, number_format="d-mmm")),
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"'),
    )
    assert "02/05/2028" in _errors(reading(old))[0].title
    formula = edited(blank(), put("GROWTH@2023", "value", "=10+3", is_formula=True))
    assert codes(reading(formula)) == ["formula_without_value"]
    cached = repacked(
        formula,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"<f>10+3</f><v></v>", b"<f>10+3</f><v>13</v>"),
    )
    read = reading(cached)
    assert codes(read) == ["formula"] and entries(read)["GROWTH@2023"].text == "13"


def test_old_fonts_are_offered_and_converted_only_when_asked():
    """By pattern and by the font of the cell; what was typed stays until somebody agrees."""
    text = "Do thu hót ®Çu t\xad gi¶m"
    content = edited(
        blank(),
        put("T2", "explanation", text),
        put("T3", "value", "§· gi÷ v÷ng", font=Font(name=".VnTime")),
        put("T1", "verdict", "Kh«ng ®¹t"),
    )
    offered = reading(content)
    assert (
        codes(offered) == ["old_font", "old_font"] and entries(offered)["T2"].explanation if False else True
    )
    assert [one.severity for one in _errors(offered)] == ["error", "error"]
    converted = reading(content, convert=True)
    assert codes(converted) == ["converted", "converted"] and not _errors(converted)
    said = {one.entry.line_id: one.entry for one in converted.filled}
    assert said["T2"].explanation == "Do thu hút đầu tư giảm"
    assert (said["T3"].text, said["T1"].verdict) == ("Đã giữ vững", "not_met")


def test_many_findings_of_one_kind_are_cut_short():
    """A hundred cells in rows without a code: forty are told, and how many more there are."""

    def stray(page):
        for row in range(30, 130):
            page.cell(row, 6).value = row

    read = reading(edited(blank(), stray))
    assert codes(read).count("no_code") == 40 and "60" in read.findings[-1].title


def test_a_manifest_that_is_missing_or_changed_is_named():
    """Without it, or with another digit in it, nobody knows what the workbook was issued as."""
    content = blank()
    removed = edited(content, lambda page: page.parent.remove(page.parent["giaoban"]))
    assert codes(reading(removed)) == ["not_issued"]
    forged = edited(content, lambda page: _replace(page.parent["giaoban"]["A2"], "north", "south"))
    assert codes(reading(forged)) == ["bad_signature"]
    renamed = edited(content, lambda page: setattr(page.parent["giaoban"], "title", "x"))
    assert codes(reading(renamed)) == []


def test_the_manifest_says_where_everything_stands():
    """Key, round, unit, the codes of the day, and the cell of each value."""
    manifest, _ = manifest_of(read_book(blank(), FILE), is_signed)
    assert manifest == manifest_from(manifest.text())
    assert (manifest.key, manifest.unit_code, manifest.units["02"]) == ("0123456789abcdef", "01", "Huyện Nam")
    assert manifest.cells["GROWTH@2023"] == f"{COLUMN['value']}{FIRST_ROW}" == "F7"
    assert json.loads(manifest.text())["lines"]["REVENUE@2023"]["measure"] == "tỷ đồng"


def _unit(key, name="Huyện Bắc mới"):
    day = datetime.date(2025, 7, 1)
    return Unit(key, "01", name, name, "DISTRICT", "district", "land", day, None, "invented")


def _change(kind):
    return Change("c", kind, "north", "new", datetime.date(2025, 7, 1), "1", "Nghị quyết 2", "invented")


@pytest.mark.parametrize(
    ("round_id", "unit_key", "kind", "code"),
    [
        ("2023-test", "north", "merger", None),
        ("2024-test", "north", "merger", "other_round"),
        ("2023-test", "south", "merger", "other_unit"),
        ("2023-test", "new", "continuation", "continued_unit"),
        ("2023-test", "new", "merger", "former_unit"),
    ],
)
def test_a_workbook_belongs_to_one_unit_in_one_round(round_id, unit_key, kind, code):
    """Its own unit under any code or name, or one that goes on under another key; no part for the whole."""
    found = check_addressee(issued(), round_id, "Kỳ khác", _unit(unit_key), [_change(kind)], FILE)
    assert [one.code for one in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_workbook"),
        (b"a;b\n1;2\n", "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked_workbook"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "picture"),
        (b"Rar!\x1a\x07", "compressed"),
        (b"<html><table></table></html>", "other_text"),
        (b"PK\x03\x04 and then nothing", "damaged_workbook"),
        (bytes(11 * 1024 * 1024), "too_large_workbook"),
    ],
)
def test_what_is_no_workbook_is_named(content, code):
    """By what it holds, whatever its name says."""
    with pytest.raises(Invalid) as refusal:
        read_book(content, FILE)
    assert [one.code for one in refusal.value.findings] == [code]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "macro_workbook"),
        ("xl/workbook.bin", "binary_workbook"),
        ("word/document.xml", "word_document"),
        ("content.xml", "opendocument"),
    ],
)
def test_archives_of_other_kinds_are_named(part, code):
    """Macros are refused before anything is read; the rest by its main part."""
    packed = io.BytesIO(blank())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(part, b"x")
    with pytest.raises(Invalid) as refusal:
        read_book(packed.getvalue(), FILE)
    assert [one.code for one in refusal.value.findings] == [code]


def test_two_readers_that_disagree_are_told():
    """A cell that one of them misses, two cells of one address, two parts of one name: nobody's guess."""
    doubled = repacked(
        blank(ENTRIES), "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b'r="F8"', b'r="F7"', 1)
    )
    packed = io.BytesIO(blank())
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet2.xml", b"<worksheet/>")
    for content in (doubled, packed.getvalue()):
        with pytest.raises(Invalid) as refusal:
            read_book(content, FILE)
        assert [one.code for one in refusal.value.findings] == ["damaged_workbook"]


def test_numbers_are_kept_as_a_spreadsheet_shows_them():
    """0.1 + 0.2 is 0.3; cells without an address stand behind each other."""
    noisy = repacked(
        edited(blank(), put("REVENUE@2023", "value", 5)),
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"<v>5</v>", b"<v>0.30000000000000004</v>"),
    )
    assert entries(reading(noisy))["REVENUE@2023"].text == "0,3"
    assert [letters(column) for column in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def _errors(read):
    found = [*read.findings, *(f for one in read.filled for f in one.findings)]
    return [one for one in found if one.severity == "error"]


def _replace(cell, old, new):
    cell.value = cell.value.replace(old, new)

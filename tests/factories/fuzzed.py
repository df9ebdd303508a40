"""Fuzzed workbooks: two hundred that people, programs or attackers spoiled, each with what has to come of it.

A `Case` says for each line which value a careful person reads in the workbook, or by which code a finding has
to name its row; or by which codes the whole file may be refused. `python -m tests.factories.fuzzed` writes
the table of verdicts into docs/workbooks.md.
"""

import datetime
import io
import random
import re
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from giaoban.core.figures.entries import Entry
from giaoban.core.figures.workbooks import COLUMNS
from giaoban.core.registry.encodings import encode
from tests.factories.workbooks import COLUMN, FIRST_ROW, LINES, WORDS, blank, put, repacked, rows_of

COUNT = 200
_T = TypeVar("_T")
SHEET = WORDS["sheets"]["form"]
_PART = "xl/worksheets/sheet2.xml"
_NUMERIC = [line for line in LINES if line.decimals is not None]
_IDS = [line.line_id for line in _NUMERIC]


@dataclass
class Case:
    """One spoiled workbook.

    `values` are the numbers that have to be read, by line; `named` the codes by which a finding in the row
    of a line has to tell of it; `noted` codes that have to come up somewhere; `refused` the codes of which
    one has to refuse the whole file. `explanations` have to be read as they are.
    """

    kind: str
    content: bytes = b""
    values: dict[str, Decimal] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    explanations: dict[str, str] = field(default_factory=dict)


class _Hand:
    """Somebody who fills in a workbook: sound values in every line, then the spoiling."""

    def __init__(self, kind: str, seed: int) -> None:
        self.chance = random.Random(f"{kind}{seed}")  # noqa: S311 no secret
        self.turn = seed // len(KINDS)
        self.case = Case(kind)
        self.book = load_workbook(io.BytesIO(_blank()), rich_text=True)
        self.page: Worksheet = self.book[SHEET]
        for line in _NUMERIC:
            self.fill(line.line_id, self.number(line.line_id))

    def pick(self, variants: Sequence[_T]) -> _T:
        """Return one of several ways to spoil, another one each time."""
        return variants[self.turn % len(variants)]

    def number(self, line_id: str) -> Decimal:
        """Return a sound value of a line, within its limits and as fine as it is published."""
        line = next(one for one in LINES if one.line_id == line_id)
        most = 100 if "%" in line.symbols else 10**7
        whole, digits = self.chance.randrange(1, most), line.decimals or 0
        return Decimal(whole) + Decimal(self.chance.randrange(10**digits)).scaleb(-digits)

    def large(self, line_id: str) -> Decimal:
        """Return a sound value with at least seven digits before the decimals."""
        return self.number(line_id) + 10**6

    def fill(self, line_id: str, value: Decimal, shown: Any = None, **look: Any) -> None:
        """Put a value into a line as it is shown; a person reads `value`."""
        put(line_id, "value", float(value) if shown is None else shown, **look)(self.page)
        self.case.values[line_id] = value

    def spoil(self, line_id: str, shown: Any, code: str, **look: Any) -> None:
        """Put into a line what has to be named by `code`."""
        put(line_id, "value", shown, **look)(self.page)
        self.case.values.pop(line_id, None)
        self.case.named[line_id] = code

    def line(self, *, percent: bool | None = None) -> str:
        """Return one line by chance, in per cent or not."""
        lines = [one for one in _NUMERIC if percent is None or ("%" in one.symbols) == percent]
        return self.chance.choice(lines).line_id

    def saved(self) -> bytes:
        """Return the workbook as a program saves it."""
        content = io.BytesIO()
        self.book.save(content)
        return content.getvalue()


@cache
def _blank() -> bytes:
    return blank()


def _text(value: Decimal, decimal: str, group: str) -> str:
    return f"{value:,f}".translate(str.maketrans({",": group, ".": decimal}))


# What people type


def comma(hand: _Hand) -> None:
    """decimal comma, typed as text"""
    for line_id in _IDS:
        value = hand.large(line_id) if "PEOPLE" not in line_id and "%" not in _symbols(line_id) else None
        value = value or hand.number(line_id)
        hand.fill(line_id, value, f"{value:f}".replace(".", ","))


def grouped(hand: _Hand) -> None:
    """thousands grouped by points, commas, spaces or no-break spaces"""
    for line_id in (one for one in _IDS if "%" not in _symbols(one)):
        decimal, group = hand.pick([(",", "."), (".", ","), (",", " "), (",", "\u00a0"), (",", "\u202f")])
        value = hand.large(line_id)
        hand.fill(line_id, value, _text(value, decimal, group))


def own_unit(hand: _Hand) -> None:
    """the line's own unit of measure behind the number"""
    for line_id in _IDS:
        value = hand.number(line_id) if "%" in _symbols(line_id) else hand.large(line_id)
        space = hand.pick(["", " ", "\u00a0"])
        hand.fill(line_id, value, f"{value:f}".replace(".", ",") + space + _symbols(line_id)[0])


def minus(hand: _Hand) -> None:
    """other signs for minus: a true minus, a dash"""
    value = -(hand.number("GROWTH@2023") / 2).quantize(Decimal("0.1"))
    hand.fill("GROWTH@2023", value, hand.pick("−–-‑") + f"{-value:f}".replace(".", ","))


def ambiguous(hand: _Hand) -> None:
    """one mark before three digits: thousands or decimals"""
    line_id = hand.line(percent=False)
    digits = hand.chance.randrange(100, 999)
    shown = f"{hand.chance.randrange(1, 999)}{hand.pick('.,')}{digits}"
    as_number = hand.pick((True, False)) and digits % 10
    code = "three_decimals" if as_number else "ambiguous_number"
    hand.spoil(line_id, float(shown.replace(",", ".")) if as_number else shown, code)


def words_for_number(hand: _Hand) -> None:
    """words, dashes, ranges or another unit where a number is asked"""
    shown, code = hand.pick(
        [
            ("chưa có số liệu", "space_in_number"),
            ("khoảng 12,5", "space_in_number"),
            ("–", "not_a_number"),
            ("12-13", "not_a_number"),
            ("(12,5)", "not_a_number"),
            ("12,5 nghìn tỷ", "space_in_number"),
            ("12O,5", "not_a_number"),
            ("1.2.3", "not_a_number"),
        ]
    )
    hand.spoil(hand.line(percent=False), shown, code)


def percent_sign(hand: _Hand) -> None:
    """a percent format: read as it is shown, refused where the line is told in money"""
    value = hand.number("GROWTH@2023")
    hand.fill("GROWTH@2023", value, float(value / 100), number_format="0.00%")
    hand.spoil("REVENUE@2023", 0.125, "percent_format", number_format="0.0%")


def scaled(hand: _Hand) -> None:
    """a format that shows thousands or millions less than the cell holds"""
    number_format = hand.pick(["#,##0,", "0.0,,", '#,##0," nghìn"'])
    hand.spoil(hand.line(percent=False), 15230500.0, "scaled_number", number_format=number_format)


def dates(hand: _Hand) -> None:
    """a date, a time or a span of time, made of what was typed"""
    day = datetime.date(2024, hand.chance.randrange(1, 13), hand.chance.randrange(1, 28))
    shown, look, code = hand.pick(
        [
            (day, "d-mmm", "date_in_cell"),
            (datetime.datetime(2024, 5, 1, 12, 30), "dd/mm/yyyy hh:mm", "date_in_cell"),  # noqa: DTZ001
            (datetime.time(13, 45), "hh:mm", "time_in_cell"),
            (f"{day.day}/{day.month}/{day.year}", "General", "date_for_number"),
        ]
    )
    hand.spoil(hand.line(), shown, code, number_format=look)


def dates_1904(hand: _Hand) -> bytes:
    """the date system of 1904, in which every day has another number"""
    hand.spoil(hand.line(), datetime.date(2024, 5, 1), "date_in_cell", number_format="d-mmm")
    return repacked(hand.saved(), "xl/workbook.xml", _put_1904)


def truths_and_errors(hand: _Hand) -> None:
    """TRUE, #DIV/0!, #N/A, #REF! in a cell of a value"""
    shown = hand.pick([True, "#DIV/0!", "#N/A", "#REF!"])
    line_id = hand.line()
    hand.spoil(line_id, shown, "truth_in_cell" if shown is True else "error_in_cell")
    if isinstance(shown, str):
        hand.page[f"{COLUMN['value']}{rows_of(hand.page)[line_id]}"].data_type = "e"


def outside_limits(hand: _Hand) -> None:
    """values outside of the limits of their line, or too large to be any"""
    line_id = hand.pick(["GROWTH@2023", "REVENUE@2023", "PEOPLE@2023"])
    shown, code = hand.pick([(-900.5, "below_limit"), (-1e9, "below_limit"), (1e40, "too_large")])
    hand.spoil(line_id, shown, code)


# Formulas


def formulas(hand: _Hand) -> bytes:
    """formulas with their last value: read, and named"""
    line_id = hand.line(percent=False)
    value = Decimal(hand.chance.randrange(10, 999))
    put(line_id, "value", f"={value}+0", is_formula=True)(hand.page)
    hand.case.values[line_id] = value
    hand.case.noted.append("formula")
    return repacked(hand.saved(), _PART, _caching(str(value)))


def formulas_uncomputed(hand: _Hand) -> None:
    """formulas that no program has computed yet"""
    hand.spoil(hand.line(), "=SUM(1,2)", "formula_without_value", is_formula=True)


def formulas_from_outside(hand: _Hand) -> bytes:
    """formulas that call a program, another file or the network"""
    formula = hand.pick(
        [
            "=cmd|'/c calc'!A0",
            "=[1]Sheet1!A1",
            "='\\\\server\\x\\[b.xlsx]S'!A1",
            '=WEBSERVICE("http://example.org")',
        ]
    )
    line_id = hand.line()
    hand.spoil(line_id, formula, "outside_formula", is_formula=True)
    return repacked(hand.saved(), _PART, _caching("12"))


def injection(hand: _Hand) -> None:
    """explanations that start like formulas: kept as text"""
    for line_id in _IDS:
        text = hand.pick(
            [
                "=cmd|'/c calc'!A0",
                '=HYPERLINK("http://example.org";"xem")',
                "+84 thấp",
                "-5 so với kế hoạch",
                "@SUM(A1)",
            ]
        )
        put(line_id, "explanation", text)(hand.page)
        hand.case.explanations[line_id] = text


# Where things stand


def shuffled(hand: _Hand) -> None:
    """rows in another order"""
    rows = [[cell.value for cell in row] for row in hand.page.iter_rows(min_row=FIRST_ROW - 1)]
    formats = [[cell.number_format for cell in row] for row in hand.page.iter_rows(min_row=FIRST_ROW - 1)]
    order = list(range(len(rows)))
    hand.chance.shuffle(order)
    for place, source in enumerate(order):
        for column, value in enumerate(rows[source], 1):
            cell = hand.page.cell(FIRST_ROW - 1 + place, column)
            cell.value, cell.number_format = value, formats[source][column - 1]


def inserted(hand: _Hand) -> None:
    """rows and columns inserted, some of them filled with notes"""
    hand.page.insert_rows(hand.chance.randrange(2, 12), hand.chance.randrange(1, 5))
    hand.page.insert_cols(hand.chance.randrange(1, 11), hand.chance.randrange(1, 3))
    hand.page.cell(60, 4, "ghi chú")
    hand.case.noted.append("cell_not_read")


def columns_moved(hand: _Hand) -> None:
    """columns in another order"""
    rows = [
        [cell.value for cell in row][: len(COLUMNS)] for row in hand.page.iter_rows(min_row=FIRST_ROW - 2)
    ]
    order = list(range(len(COLUMNS)))
    hand.chance.shuffle(order)
    for place, values in enumerate(rows, FIRST_ROW - 2):
        for column, source in enumerate(order, 1):
            cell = hand.page.cell(place, column)
            cell.value, cell.number_format = values[source], "General"


def renamed_and_extra_sheets(hand: _Hand) -> None:
    """the sheet renamed, extra sheets beside it"""
    hand.page.title = hand.pick(["Sheet1", "Biểu 01'", "giaoban2"])
    draft = hand.book.create_sheet("Nháp", hand.chance.randrange(3))
    for row in range(hand.chance.randrange(1, 40)):
        draft.append([row, "x", 3.5])
    hand.case.noted.append("sheet_not_read")


def hidden(hand: _Hand) -> None:
    """hidden rows, columns and sheets: read, and named"""
    line_id = hand.line()
    what = hand.pick(["row", "column", "sheet", "very hidden"])
    if what == "row":
        hand.page.row_dimensions[rows_of(hand.page)[line_id]].hidden = True
    elif what == "column":
        hand.page.column_dimensions[COLUMN["value"]].hidden = True
    else:
        hand.page.sheet_state = "hidden" if what == "sheet" else "veryHidden"
    hand.case.noted.append("hidden_cell")


def merged(hand: _Hand) -> None:
    """cells of several lines merged into one"""
    rows = rows_of(hand.page)
    first = hand.pick([0, 1, 2])
    hand.page.merge_cells(f"{COLUMN['value']}{rows[_IDS[first]]}:{COLUMN['value']}{rows[_IDS[first + 1]]}")
    for line_id in _IDS[first : first + 2]:
        hand.case.values.pop(line_id)
        hand.case.named[line_id] = "merged_cells"


def doubled_same(hand: _Hand) -> None:
    """a line copied, with the same value"""
    line_id = hand.line()
    _copy_row(hand.page, rows_of(hand.page)[line_id], 30)


def doubled_different(hand: _Hand) -> None:
    """a line copied, with another value"""
    line_id = hand.line()
    _copy_row(hand.page, rows_of(hand.page)[line_id], 30)
    hand.page.cell(30, COLUMNS.index("value") + 1).value = float(hand.case.values.pop(line_id)) + 1
    hand.case.named[line_id] = "double_line"


def codes_lost(hand: _Hand) -> None:
    """a code removed, mistyped, or that of a unit in its place"""
    line_id = hand.line()
    shown, code = hand.pick([(None, "no_code"), ("GROWHT@2023", "unknown_code"), ("02", "unit_code")])
    put(line_id, "code", shown)(hand.page)
    hand.case.values.pop(line_id)
    hand.case.noted += [code, "line_missing"]


def rows_lost(hand: _Hand) -> None:
    """rows deleted"""
    line_id = hand.line()
    hand.page.delete_rows(rows_of(hand.page)[line_id])
    hand.case.values.pop(line_id)
    hand.case.noted.append("line_missing")


def told_cells_changed(hand: _Hand) -> None:
    """the unit of measure or an earlier value rewritten"""
    put("GROWTH@2023", "last_year", 9.9)(hand.page)
    put("REVENUE@2023", "measure", "triệu đồng")(hand.page)
    hand.case.values.pop("REVENUE@2023")
    hand.case.named["REVENUE@2023"] = "changed_measure"
    hand.case.noted.append("changed_cell")


def headings_lost(hand: _Hand) -> None:
    """a heading rewritten, doubled or deleted"""
    name = hand.pick(["value", "explanation", "code"])
    column = COLUMNS.index(name) + 1
    how = hand.pick(["rewritten", "doubled", "deleted"])
    if how == "doubled":
        hand.page.cell(FIRST_ROW - 2, 14).value = hand.page.cell(FIRST_ROW - 2, column).value
    elif how == "deleted":
        hand.page.delete_rows(FIRST_ROW - 2)
    else:
        hand.page.cell(FIRST_ROW - 2, column).value = "Cột mới"
    hand.case.values.clear()
    hand.case.noted.append({"doubled": "double_column", "deleted": "no_table"}.get(how, "no_column"))


# How text is written


def decomposed(hand: _Hand) -> None:
    """names, headings and words in NFD"""
    put("T1", "explanation", "Thiếu vốn đầu tư")(hand.page)
    put("T1", "verdict", "Không đạt")(hand.page)
    hand.case.explanations["T1"] = "Thiếu vốn đầu tư"
    for row in hand.page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.value = unicodedata.normalize("NFD", cell.value)


def old_fonts(hand: _Hand) -> None:
    """TCVN3 and VNI, told by their pattern or by their font"""
    encoding, font = hand.pick([("tcvn3", ".VnTime"), ("vni", "VNI-Times")])
    text = hand.pick(["Thu hút đầu tư giảm", "Chưa đạt do thiếu vốn", "Tốc độ tăng thấp"])
    look = {"font": Font(name=font)} if hand.turn < 2 else {}
    put("T2", "explanation", encode(text, encoding), **look)(hand.page)
    hand.case.values.pop("T2")
    hand.case.named["T2"] = "old_font"


def unprintable(hand: _Hand) -> bytes:
    """control characters in an explanation"""
    put("T2", "explanation", "thiếu [] vốn")(hand.page)
    hand.case.values.pop("T2")
    hand.case.named["T2"] = "control_character"
    return repacked(hand.saved(), _PART, lambda xml: xml.replace(b"[]", b"_x0007_"))


def strange_verdicts(hand: _Hand) -> None:
    """a verdict that is no choice, one on a figure, an absence beside a value"""
    put("T1", "verdict", "tạm được")(hand.page)
    put("GROWTH@2023", "verdict", "Đạt")(hand.page)
    put("EXPORTS@2023", "not_applicable", "x")(hand.page)
    put("EXPORTS@2023", "explanation", "không có")(hand.page)
    for line_id, code in (
        ("T1", "unknown_choice"),
        ("GROWTH@2023", "unknown_verdict"),
        ("EXPORTS@2023", "value_not_applicable"),
    ):  # fmt: skip
        hand.case.values.pop(line_id)
        hand.case.named[line_id] = code


# What programs write


def prefixed(hand: _Hand) -> bytes:
    """markup with prefixes, as some programs write it"""
    return repacked(hand.saved(), _PART, _prefix)


def without_addresses(hand: _Hand) -> bytes:
    """cells without addresses, told by their order"""
    for row in hand.page.iter_rows(min_row=1, max_row=20, max_col=len(COLUMNS)):
        for cell in row:
            cell.number_format = cell.number_format
    return repacked(hand.saved(), _PART, _without_addresses)


def shared_strings(hand: _Hand) -> bytes:
    """texts in a list that cells share, as Excel writes them"""
    return _shared(hand)


def empty_rows(hand: _Hand) -> bytes:
    """100,000 empty rows, formatted or bare"""
    cells = "".join(f'<c s="{style}"/>' for style in range(12)) if hand.pick((True, False)) else ""
    rows = (_empty_row(number, cells) for number in range(100, 100_100))
    return repacked(
        hand.saved(),
        _PART,
        lambda xml: xml.replace(b"</sheetData>", "".join(rows).encode() + b"</sheetData>"),
    )


def many_merges(hand: _Hand) -> bytes:
    """thousands of merged ranges beside the form"""
    ranges = "".join(f'<mergeCell ref="P{row}:Q{row}"/>' for row in range(1, 9_000)).encode()
    tags = b'<mergeCells count="8999">' + ranges + b"</mergeCells>"
    return repacked(hand.saved(), _PART, lambda xml: _before(xml, b"<conditionalFormatting", tags))


# What has to be refused


def far_cells(hand: _Hand) -> None:
    """a cell in the last row and one in the last column"""
    hand.page.cell(1_048_576, hand.pick([1, 16384])).value = "."
    hand.page.cell(1, 16384).value = "."
    hand.case.refused = frozenset({"cells_apart"})


def zip_bomb(hand: _Hand) -> bytes:
    """an archive that inflates far beyond the limit, with lying sizes"""
    hand.case.refused = frozenset({"too_large_workbook", "damaged_workbook"})
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join(bomb.compress(bytes(1024 * 1024)) for _ in range(160)) + bomb.flush()
    part = hand.pick(["xl/media/image1.png", "xl/worksheets/sheet9.xml"])
    return _appended(hand.saved(), part, data, 160 * 1024 * 1024 if hand.pick((True, False)) else 10)


def huge_strings(hand: _Hand) -> bytes:
    """one text of a megabyte in a hundred cells"""
    hand.case.refused = frozenset({"too_large_workbook"})
    cells = "".join(f'<row r="{row}"><c r="L{row}" t="s"><v>0</v></c></row>' for row in range(40, 140))
    content = repacked(_shared(hand), _PART, lambda xml: _before(xml, b"</sheetData>", cells.encode()))
    grown = b"<si><t>" + b"Z" * 1024 * 1024
    return repacked(content, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<si><t>", grown, 1))


def laughs(hand: _Hand) -> bytes:
    """a billion laughs: entities of entities, in UTF-8 or UTF-16"""
    hand.case.refused = frozenset({"damaged_workbook"})
    part = hand.pick([_PART, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"])
    entities = '<!DOCTYPE x [<!ENTITY a "haha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    laugh = entities + "]>"
    is_wide = hand.pick((True, False))

    def change(xml: bytes) -> bytes:
        text = re.sub(r"^<\?xml[^>]*\?>\s*", "", xml.decode())
        said = f'<?xml version="1.0" encoding="{"UTF-16" if is_wide else "UTF-8"}"?>{laugh}{text}'
        return said.encode("utf-16" if is_wide else "utf-8")

    return repacked(_shared(hand), part, change)


def truncated(hand: _Hand) -> bytes:
    """the end of the file is missing"""
    hand.case.refused = frozenset({"damaged_workbook"})
    content = hand.saved()
    return content[: hand.chance.randrange(10, len(content) - 30)]


def flipped(hand: _Hand) -> bytes:
    """bytes changed on the way: damaged where it matters, else read as it was"""
    hand.case.refused = frozenset(
        {"damaged_workbook", "too_large_workbook", "locked_workbook", "bad_signature", "not_issued", ""}
    )
    content = bytearray(hand.saved())
    for _ in range(hand.chance.randrange(1, 20)):
        content[hand.chance.randrange(len(content))] ^= 1 << hand.chance.randrange(8)
    return bytes(content)


def macros(hand: _Hand) -> bytes:
    """macros"""
    hand.case.refused = frozenset({"macro_workbook"})
    return _with_part(hand.saved(), "xl/vbaProject.bin", b"macro")


def locked(hand: _Hand) -> bytes:
    """locked with a password, as a whole or in its archive"""
    hand.case.refused = frozenset({"locked_workbook"})
    if hand.pick((True, False)):
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    content = bytearray(hand.saved())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := content.find(signature, start + 1)) >= 0:
            content[start + offset] |= 1
    return bytes(content)


def other_files(hand: _Hand) -> bytes:
    """other files: CSV, PDF, old Excel, OpenDocument, Word, a picture, nothing"""
    hand.case.refused = frozenset(
        {
            "damaged_workbook",
            "pdf",
            "old_workbook",
            "opendocument",
            "word_document",
            "picture",
            "empty_workbook",
            "other_text",
        }
    )
    return hand.pick(
        [
            "Mã;Giá trị\nGROWTH;13,45\n".encode(),
            b"%PDF-1.7\n",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
            _with_part(
                _archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "content.xml", b"<x/>"
            ),
            _archive(**{"word/document.xml": b"<x/>"}),
            b"\x89PNG\r\n\x1a\n",
            b"",
            b"<html><table><tr><td>13,45</td></tr></table></html>",
            _archive(),
            _archive(**{"xl/workbook.xml": b"<workbook/>"}),
        ]
    )


def not_ours(hand: _Hand) -> bytes:
    """another workbook, the manifest removed, changed or copied from elsewhere"""
    hand.case.refused = frozenset({"not_issued", "bad_signature"})
    how = hand.pick(["plain", "removed", "changed", "two"])
    if how == "plain":
        book = Workbook()
        book.active.append(["GROWTH@2023", 13.45])
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()
    manifest = hand.book["giaoban"]
    if how == "removed":
        hand.book.remove(manifest)
    elif how == "changed":
        manifest["A2"].value = manifest["A2"].value.replace("north", "south")
    else:
        other = hand.book.copy_worksheet(manifest)
        other["B1"].value = "0" * 64
    return hand.saved()


def cells_twice(hand: _Hand) -> bytes:
    """two cells of one address, two parts of one name"""
    hand.case.refused = frozenset({"damaged_workbook"})
    if hand.pick((True, False)):
        return repacked(hand.saved(), _PART, lambda xml: xml.replace(b'r="F8"', b'r="F7"', 1))
    return _appended(hand.saved(), _PART, zlib.compress(b"<worksheet/>")[2:-4], 12)


KINDS: tuple[Callable[[_Hand], bytes | None], ...] = (
    comma, grouped, own_unit, minus, ambiguous, words_for_number, percent_sign, scaled, dates, dates_1904,
    truths_and_errors, outside_limits, formulas, formulas_uncomputed, formulas_from_outside, injection,
    shuffled, inserted, columns_moved, renamed_and_extra_sheets, hidden, merged, doubled_same,
    doubled_different, codes_lost, rows_lost, told_cells_changed, headings_lost, decomposed, old_fonts,
    unprintable, strange_verdicts, prefixed, without_addresses, shared_strings, empty_rows, many_merges,
    far_cells, zip_bomb, huge_strings, laughs, truncated, flipped, macros, locked, other_files, not_ours,
    cells_twice,
)  # fmt: skip


def case(number: int) -> Case:
    """Return the spoiled workbook of that number, the same in every run."""
    spoil = KINDS[number % len(KINDS)]
    hand = _Hand(spoil.__name__, number)
    content = spoil(hand)
    hand.case.content = hand.saved() if content is None else content
    return hand.case


def _symbols(line_id: str) -> tuple[str, ...]:
    return next(line.symbols for line in LINES if line.line_id == line_id)


def _copy_row(page: Worksheet, source: int, target: int) -> None:
    for column in range(1, len(COLUMNS) + 1):
        page.cell(target, column).value = page.cell(source, column).value


def _put_1904(xml: bytes) -> bytes:
    return xml.replace(b"<workbookPr", b'<workbookPr date1904="1"')


def _caching(value: str) -> Callable[[bytes], bytes]:
    """Return what writes a value behind the formula of a value's cell, as a program that computed it."""
    pattern = re.compile(rb'(<c r="F\d+"[^>]*><f>[^<]*</f>)<v></v>')
    return lambda xml: pattern.sub(rb"\1<v>" + value.encode() + rb"</v>", xml)


def _prefix(xml: bytes) -> bytes:
    text = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml.split(b"?>")[-1])
    return text.replace(
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml',
        b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
    )


def _without_addresses(xml: bytes) -> bytes:
    """Drop the addresses of the cells of full rows; the others keep theirs."""

    def bare(row: re.Match[bytes]) -> bytes:
        addresses = re.findall(rb'<c r="([A-Z]+)\d+"', row[0])
        is_full = addresses == [COLUMN[name].encode() for name in COLUMNS][: len(addresses)]
        return re.sub(rb'<c r="[A-Z]+\d+"', b"<c", row[0]) if is_full else row[0]

    return re.sub(rb"<row .*?</row>", bare, xml, flags=re.DOTALL)


def _shared(hand: _Hand) -> bytes:
    """Return the workbook with the same values as it is written for an officer who began on the page."""
    return blank({line_id: Entry(line_id, f"{value:f}") for line_id, value in hand.case.values.items()})


def _empty_row(number: int, cells: str) -> str:
    return f'<row r="{number}" spans="1:11">{cells}</row>'


def _before(xml: bytes, mark: bytes, inserted_: bytes) -> bytes:
    place = xml.index(mark)
    return xml[:place] + inserted_ + xml[place:]


def _with_part(content: bytes, part: str, data: bytes) -> bytes:
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(part, data)
    return packed.getvalue()


def _archive(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _appended(content: bytes, name: str, deflated: bytes, said: int) -> bytes:
    """Return an archive with one more part that is deflated already and says of itself what it wants."""
    end = content.rindex(b"PK\x05\x06")
    fields = struct.unpack("<4sHHHHIIH", content[end : end + 22])
    start, size = fields[6], fields[5]
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(deflated), said, len(name), 0)
    local = b"PK\x03\x04" + head + name.encode() + deflated
    central = (
        struct.pack("<4sH", b"PK\x01\x02", 20)
        + head
        + struct.pack("<HHHII", 0, 0, 0, 0, start)
        + name.encode()
    )
    directory = content[start : start + size] + central
    count = fields[3] + 1
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), start + len(local), 0)
    return content[:start] + local + directory + tail


# Verdicts


def table(told: list[tuple[str, str, Counter[str]]]) -> Iterator[str]:
    """Yield the lines of the table of verdicts: per kind how many, what came of them, and by which codes."""
    yield "| What was done | Workbooks | Read | Read and named | Refused | Findings |"
    yield "|---|---|---|---|---|---|"
    for spoil in KINDS:
        own = [(verdict, codes) for kind, verdict, codes in told if kind == spoil.__name__]
        verdicts = Counter(verdict for verdict, _ in own)
        codes = sorted({code for _, found in own for code in found})
        counts = " | ".join(str(verdicts[name]) for name in ("read", "named", "refused"))
        said = ", ".join(f"`{code}`" for code in codes) or "–"
        yield f"| {spoil.__doc__} | {len(own)} | {counts} | {said} |"
    verdicts = Counter(verdict for _, verdict, _ in told)
    yield f"| all | {len(told)} | {verdicts['read']} | {verdicts['named']} | {verdicts['refused']} | |"


if __name__ == "__main__":
    from tests.generative.test_any_workbook import DOCUMENT, tabled, verdicts

    DOCUMENT.write_text(tabled(DOCUMENT.read_text("utf-8"), verdicts()), "utf-8")

"""Workbooks: a form of an invented district, its workbook, and what people do to one before they send it."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from giaoban.core.figures.answers import Vocabulary
from giaoban.core.figures.blocks import key_of
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.fillings import Reading, read_form
from giaoban.core.figures.forms import Form, Line, Past
from giaoban.core.figures.targets import Target
from giaoban.core.figures.workbooks import COLUMNS, Issued, letters, manifest_of
from giaoban.files.excel.books import read_book
from giaoban.files.excel.forms import write_form

DOCUMENTS = Path(__file__).parents[2] / "packs" / "vn" / "documents"
FILE = "bieu.xlsx"
#: The column of the workbook in which each thing stands as it was issued.
COLUMN = {name: letters(place) for place, name in enumerate(COLUMNS, 1)}
FIRST_ROW = 7


def _target(target_id: str, number: str, text: str, target: str | None, measure: str) -> Target:
    value = None if target is None else Decimal(target)
    op = "text" if value is None else ">="
    return Target(
        target_id, "north", "2023", number, text, "ECONOMY", "", op, value, None, measure,
        "higher", True, "Nghị quyết 1", "2023-01-01", "invented",
    )  # fmt: skip


def _figure(code: str, text: str, measure: str, decimals: int, symbols: tuple[str, ...], **more: Any) -> Line:
    return Line(
        f"{code}@2023", "figure", "general", text, "2023", measure, decimals, code, symbols=symbols, **more
    )


def _result(target: Target, decimals: int | None, *symbols: str) -> Line:
    return Line(
        target.target_id, "result", "targets", target.text, "2023", target.unit_measure, decimals,
        target=target, symbols=symbols,
    )  # fmt: skip


LINES = (
    _figure(
        "GROWTH", "Tốc độ tăng GRDP", "PCT", 2, ("%",), low=Decimal(-50), high=Decimal(100),
        last_year=Past("2022", Decimal("8.25")), last_report=Past("2023-01-01/P9M", Decimal("9.1")),
    ),
    _figure("REVENUE", "Thu ngân sách nhà nước", "BN_VND", 1, ("tỷ đồng",), low=Decimal(0)),
    _figure("EXPORTS", "Kim ngạch xuất khẩu", "MIO_USD", 1, ("triệu USD",), is_required=False),
    _figure("PEOPLE", "Dân số", "PERSONS", 0, ("người",), low=Decimal(0)),
    _result(_target("T1", "1", "Tốc độ tăng tổng sản phẩm", "7.5", "PCT"), 1, "%"),
    _result(_target("T2", "2", "Tổng thu trên địa bàn", "7213.5", "BN_VND"), 1, "tỷ đồng"),
    _result(_target("T3", "3", "Giữ vững quốc phòng, an ninh", None, "TEXT"), None),
)  # fmt: skip


def form(lines: tuple[Line, ...] = LINES) -> Form:
    """Return the form of the northern district."""
    sections = {"general": {"vi": "Số liệu chung"}, "targets": {"vi": "Chỉ tiêu của địa phương"}}
    return Form("2023-test", "north", {"vi": "Biểu năm"}, sections, lines)


def words(language: str = "vi") -> dict[str, Any]:
    """Return the texts of the workbook as the pack has them."""
    content = yaml.safe_load((DOCUMENTS / f"workbook.{language}.yaml").read_text("utf-8"))["workbook"]
    measures = {"PCT": "%", "BN_VND": "tỷ đồng", "MIO_USD": "triệu USD", "PERSONS": "người", "TEXT": "–"}
    return {
        **content,
        "title": "Biểu năm",
        "issued": content["issued"].format(day=5, month=1, year=2024),
        "sections": {"general": "Số liệu chung", "targets": "Chỉ tiêu của địa phương"},
        "numbers": {"decimal": ",", "group": ".", "minus": "-"},
        "targets": {">=": "từ {target} trở lên", "=": "{target}"},
        "measures": measures,
        "periods": {"2022": "năm 2022", "2023-01-01/P9M": "9 tháng năm 2023"},
    }


WORDS = words()
VOCABULARY = Vocabulary(
    {key_of(text): verdict for verdict, text in WORDS["verdicts"].items()},
    frozenset(map(key_of, (WORDS["absence"], *WORDS["other_absences"]))),
    WORDS["measures"],
    ",",
    frozenset(map(key_of, WORDS["states"].values())),
)


def sign(text: str) -> str:
    """Return a signature as good as any for tests."""
    return hashlib.sha256(f"key{text}".encode()).hexdigest()


def is_signed(text: str, signature: str) -> bool:
    """Return whether the tests signed the text."""
    return sign(text) == signature


def issued(**changed: Any) -> Issued:
    """Return what the workbook of the northern district is issued as."""
    said = {
        "key": "0123456789abcdef", "round_id": "2023-test", "round_title": "Kỳ báo cáo năm 2023",
        "unit_key": "north", "unit_code": "01", "unit_name": "Huyện Bắc", "pack_digest": "d",
        "issued_on": "2024-01-05", "versions": {}, "units": {"01": "Huyện Bắc", "02": "Huyện Nam"},
    }  # fmt: skip
    return Issued(**{**said, **changed})


def blank(entries: Mapping[str, Entry] | None = None, of: Form | None = None, **changed: Any) -> bytes:
    """Return a workbook as it is handed out."""
    return write_form(of or form(), entries or {}, issued(**changed), WORDS, sign)


def edited(content: bytes, *edits: Callable[[Worksheet], object]) -> bytes:
    """Return a workbook after somebody edited the sheet of the form in a program."""
    book = load_workbook(io.BytesIO(content), rich_text=True)
    for edit in edits:
        edit(book[WORDS["sheets"]["form"]])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def rows_of(page: Worksheet) -> dict[str, int]:
    """Return the row of each code as it stands now."""
    column = next(cell.column for cell in page[FIRST_ROW - 2] if cell.value == WORDS["headings"]["code"])
    return {str(page.cell(row, column).value): row for row in range(1, page.max_row + 1)}


def put(line_id: str, name: str, value: object, **look: Any) -> Callable[[Worksheet], None]:
    """Return an edit that puts a value into a cell of a line, as text where it is text."""

    def edit(page: Worksheet) -> None:
        cell = page[f"{COLUMN[name]}{rows_of(page)[line_id]}"]
        cell.value = value
        if isinstance(value, str) and not look.pop("is_formula", False):
            cell.data_type = "s"
        for key, one in look.items():
            setattr(cell, key, one)

    return edit


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook whose part was rewritten by hand."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == part else data)
    return packed.getvalue()


def reading(content: bytes, of: Form | None = None, *, convert: bool = False) -> Reading:
    """Return what a workbook says, read by the form."""
    book = read_book(content, FILE)
    manifest, findings = manifest_of(book, is_signed)
    if manifest is None:
        return Reading(findings=findings)
    return read_form(of or form(), book, manifest, VOCABULARY, convert=convert)


def codes(read: Reading) -> list[str]:
    """Return the codes of all findings of a reading."""
    return [one.code for one in (*read.findings, *(f for filled in read.filled for f in filled.findings))]

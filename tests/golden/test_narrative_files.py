"""Reports of units as Word files: what is read of them, and what contradicts the cells they come with."""

import base64
import subprocess
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.narratives import Paragraph, apart, claims_in, compare, old_encodings
from giaoban.core.writing.numbers import say_measure
from giaoban.files.word.narratives import read_narrative
from giaoban.files.word.reports import write_report
from tests.factories.narratives import pack_of, phrases
from tests.factories.reviews import reviewed

CELLS = {
    ("GRDP_GROWTH", "2023"): "13.45",
    ("GRDP_CURRENT", "2023"): "181900",
    ("GRDP_PER_CAPITA_USD", "2023"): "3950",
    ("BUDGET_REVENUE", "2023"): "16125.4",
    ("BUDGET_REVENUE_TO_ESTIMATE", "2023"): "114.8",
    ("BUDGET_REVENUE_GROWTH", "2023"): "-7.52",
    ("EXPORTS", "2023"): "23480",
    ("POVERTY_RATE", "2023"): "1.95",
    ("POVERTY_REDUCTION", "2023"): "1.02",
    ("TARGETS_MET_OWN", "2023"): "17",
    ("TARGETS_TOTAL_OWN", "2023"): "18",
}
TITLE = "BÁO CÁO\nKết quả thực hiện nhiệm vụ năm 2023; phương hướng, nhiệm vụ năm 2024"
BODY = (
    "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2023",
    "1. Về kinh tế",
    "Tốc độ tăng trưởng kinh tế (GRDP) của tỉnh Bắc Giang ước đạt 13,45%, dẫn đầu (cả nước tăng 5,05%); "
    "quy mô GRDP đạt gần 182 nghìn tỷ đồng; GRDP bình quân đầu người đạt 3.950 USD.",
    "Thu ngân sách nhà nước trên địa bàn đạt 16.125 tỷ đồng, vượt 14,8% dự toán, giảm 7,5% so với năm 2022; "
    "trong đó thu tiền sử dụng đất đạt 6.210 tỷ đồng.",
    "Kim ngạch xuất khẩu ước đạt hơn 23,4 tỷ USD.",
    "2. Về xã hội",
    "Tỷ lệ hộ nghèo giảm 1,02 điểm %, còn 1,95%.",
    "Toàn tỉnh có 17/18 chỉ tiêu đạt và vượt kế hoạch.",
    "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024",
    "- Tốc độ tăng trưởng GRDP đạt 14,5%;",
    "- Thu ngân sách nhà nước đạt 13.500 tỷ đồng;",
    "- Tỷ lệ hộ nghèo giảm còn 1,2%.",
)
COMPARED = 10
#: A picture of one dot, where a chart would stand.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a report as an office writes it: a letterhead, headings, text, a table, a footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Dự thảo: GRDP tăng 99,9%"
    document.sections[0].footer.paragraphs[0].text = "Thu ngân sách đạt 1 tỷ đồng"
    head = document.add_table(1, 2)
    head.cell(0, 0).text, head.cell(0, 1).text = (
        "ỦY BAN NHÂN DÂN\nSố: 15/BC-UBND",
        "ngày 05 tháng 01 năm 2024",
    )
    for text in (TITLE, *BODY):
        document.add_paragraph(text)
    rows = (("Chỉ tiêu", "Kế hoạch", "Thực hiện"), ("Tốc độ tăng GRDP", "14,5%", "13,45%"))
    table = document.add_table(0, 3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "report.docx"))
    return tmp_path / "report.docx"


def findings(
    report: Path, cells: dict[tuple[str, str], str] = CELLS, unit: str = "vn63-24"
) -> tuple[Finding, ...]:
    pack = pack_of("vi")
    found = claims_in(read_narrative(report), phrases(), period="2023", unit=pack.units[unit])
    held = {key: Decimal(value) for key, value in cells.items()}
    return compare(found, held, pack.indicators, file=report.name)


def edit(report: Path, change: Callable[[Any], None]) -> Path:
    document = docx.Document(str(report))
    change(document)
    document.save(str(report))
    return report


def replace(old: str, new: str) -> Callable[[Any], None]:
    """Return an edit of the one paragraph that holds `old`."""

    def change(document: Any) -> None:
        (paragraph,) = (p for p in document.paragraphs if old in p.text)
        paragraph.text = paragraph.text.replace(old, new)

    return change


def resaved(report: Path) -> Path:
    """Return the report after a save by a real word processor."""
    folder = report.parent / "resaved"
    profile = f"-env:UserInstallation={(report.parent / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(folder), str(report)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    return folder / report.name


def test_a_report_that_agrees_with_its_cells_has_no_finding(report: Path) -> None:
    """Ten figures are compared; header, footer, plans, other units' figures and a table's columns are not."""
    assert findings(report) == ()
    unit = pack_of("vi").units["vn63-24"]
    found = claims_in(read_narrative(report), phrases(), period="2023", unit=unit)
    assert sum(bool(mention.alternatives) for mention in found) == COMPARED
    assert [(m.text, m.reason) for m in apart(found)] == [
        ("5,05%", "no_indicator"),
        ("6.210 tỷ đồng", "no_indicator"),
        ("14,5%", "outlook"),
        ("13.500 tỷ đồng", "outlook"),
        ("1,2%", "outlook"),
        ("14,5%", "outlook"),
        ("13,45%", "outlook"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "figure"),
    [
        ("13,45%", "13,54%", "13,54%"),
        ("giảm 7,5%", "tăng 7,5%", "7,5%"),
        ("gần 182 nghìn tỷ đồng", "gần 182 tỷ đồng", "gần 182 tỷ đồng"),
        ("17/18 chỉ tiêu", "18/18 chỉ tiêu", "18/18 chỉ tiêu"),
        ("hơn 23,4 tỷ USD", "hơn 23,5 tỷ USD", "hơn 23,5 tỷ USD"),
    ],
)
def test_one_wrong_figure_is_one_finding_in_its_paragraph(
    report: Path, old: str, new: str, figure: str
) -> None:
    """A digit turned, a sign, a unit of measure, a count, a hedge that does not hold."""
    (finding,) = findings(edit(report, replace(old, new)))
    assert finding.title.startswith(f"The report says “{figure}”, the figure of ")
    texts = [paragraph.text for paragraph in read_narrative(report)]
    number = int(finding.where.sheet.split(",")[0].removeprefix("paragraph "))
    in_order = [text for text in texts if "\t" not in text]
    assert figure in in_order[number - 1]
    assert str(finding.where).startswith("report.docx, paragraph ")


@pytest.mark.office
def test_a_save_by_a_word_processor_changes_nothing(report: Path) -> None:
    """LibreOffice writes another file; the same figures are read from it, and the same error is found."""
    edit(report, replace("13,45%", "13,54%"))
    again = resaved(report)
    assert [p.text for p in read_narrative(again)] == [p.text for p in read_narrative(report)]
    assert findings(again) == findings(report) != ()


def test_a_tracked_change_is_read_as_accepted(report: Path) -> None:
    """What is deleted under tracking is gone, what is inserted is text."""

    def change(document: Any) -> None:
        (paragraph,) = (p for p in document.paragraphs if "17/18" in p.text)
        for child in list(paragraph._p):
            paragraph._p.remove(child)
        for text in (
            "<w:r><w:t xml:space='preserve'>Toàn tỉnh có </w:t></w:r>",
            "<w:del><w:r><w:delText>17</w:delText></w:r></w:del>",
            "<w:ins><w:r><w:t>16</w:t></w:r></w:ins>",
            "<w:r><w:t>/18 chỉ tiêu đạt và vượt.</w:t></w:r>",
        ):
            tag, rest = text.split(">", 1)
            paragraph._p.append(parse_xml(f"{tag} {nsdecls('w')}>{rest}"))

    (finding,) = findings(edit(report, change))
    assert finding.title.startswith("The report says “16/18 chỉ tiêu”")


def test_decomposed_text_is_the_same_text(report: Path) -> None:
    """A report typed where marks are characters of their own (NFD) is read as any other."""

    def change(document: Any) -> None:
        for paragraph in document.paragraphs:
            paragraph.text = unicodedata.normalize("NFD", paragraph.text)

    assert findings(edit(report, change)) == ()
    assert len(findings(report, {**CELLS, ("GRDP_GROWTH", "2023"): "12"})) == 1


def test_text_in_an_old_encoding_is_told_by_its_font(report: Path) -> None:
    """Letters of TCVN3 or VNI cannot be read: a finding says which font, where first, and what to do."""

    def change(document: Any) -> None:
        document.add_paragraph().add_run("Tæng s¶n phÈm t¨ng 13,45%").font.name = ".VnTime"
        document.styles["List Bullet"].font.name = "VNI-Times"
        document.add_paragraph("Toång saûn phaåm", style="List Bullet")
        document.add_paragraph().add_run("Tổng sản phẩm, viết bằng Unicode").font.name = ".VnTime"
        document.add_paragraph().add_run("2023 (USD)").font.name = ".VnTimeH"

    found = old_encodings(read_narrative(edit(report, change)), phrases(), file="report.docx")
    assert [(one.code, one.title) for one in found] == [
        ("old_encoding", "The report uses .VnTime, a font of the old encoding TCVN3"),
        ("old_encoding", "The report uses VNI-Times, a font of the old encoding VNI"),
    ]
    assert found[0].where.sheet.startswith("paragraph ") and found[0].detail.endswith("compared: 1.")
    assert findings(report) == ()


@pytest.fixture(scope="module")
def observed() -> dict[str, dict[tuple[str, str], Decimal]]:
    """Return the figures that the review of 2023 used, by unit: its cells."""
    cells: dict[str, dict[tuple[str, str], Decimal]] = {}
    for figure in reviewed("vn", "2023-annual")["figures"]:
        if figure["rule"] == "observed" and figure["value"] and figure["unit_key"] != "vn":
            key = figure["indicator"], figure["period"]
            cells.setdefault(figure["unit_key"], {})[key] = Decimal(figure["value"])
    return cells


def test_the_printed_report_of_all_units_contradicts_none(tmp_path: Path, observed: Any) -> None:
    """The report of 2023 speaks of all units at once: what names a unit contradicts none of its own cells."""
    pack, sheet = pack_of("vi"), reviewed("vn", "2023-annual")
    charts = dict.fromkeys(sheet["documents"]["vi"]["charts"], DOT)
    write_report(tmp_path / "report.docx", sheet, "vi", pack.documents["party"], charts)
    paragraphs = read_narrative(tmp_path / "report.docx")
    assert len(observed) > 30
    for unit_key, cells in observed.items():
        unit = pack.units[unit_key]
        named = [paragraph for paragraph in paragraphs if unit.name in paragraph.text]
        assert compare(claims_in(named, phrases(), period="2023", unit=unit), cells, pack.indicators) == ()


def test_each_growth_as_it_is_printed_agrees_with_itself(observed: Any) -> None:
    """Every unit's growth of 2023, in the report's own numbers, is read as that unit's and agrees."""
    pack, growth = pack_of("vi"), ("GRDP_GROWTH", "2023")
    for unit_key, cells in observed.items():
        if growth in cells:
            unit = pack.units[unit_key]
            number = say_measure(cells[growth], "PCT", pack.wording["vi"], {})
            text = f"Tốc độ tăng GRDP năm 2023 của {unit.full_name} là {number}."
            (mention,) = claims_in([Paragraph(text)], phrases(), period="2023", unit=unit)
            assert mention.alternatives[0][0].value == cells[growth]
            assert compare([mention], cells, pack.indicators) == ()


def test_what_is_no_report_is_refused(tmp_path: Path, report: Path) -> None:
    """Another file, half a file, broken markup and one that unpacks without end: each is one plain answer."""
    path, whole = tmp_path / "bad.docx", report.read_bytes()
    for content in (
        b"",
        b"%PDF-1.7",
        whole[: len(whole) // 2],
        _with(report, b"<w:document"),
        _with(report, b""),
    ):
        path.write_bytes(content)
        with pytest.raises(Invalid, match="not a Word document"):
            read_narrative(path)
    path.write_bytes(_with(report, b"<a>" + b" " * 60_000_000))
    with pytest.raises(Invalid, match="unpacks"):
        read_narrative(path)


def _with(report: Path, markup: bytes) -> bytes:
    """Return the report with other markup for its text."""
    target = report.with_name("made.docx")
    with ZipFile(report) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, markup if name == "word/document.xml" else source.read(name))
    return target.read_bytes()

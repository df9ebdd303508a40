"""Documents printed from one factsheet: what stands in them, and what comes back after an edit."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from docx.oxml.ns import qn
from docx.shared import Pt
from playwright.sync_api import Browser, sync_playwright
from python_calamine import CalamineWorkbook

from giaoban.actions.documents import check_claims, print_documents
from giaoban.core.errors import Invalid
from giaoban.core.registry.packs import Pack
from giaoban.core.writing.claims import Claim
from giaoban.files.packs import read_pack
from giaoban.files.pages import reports as pages
from tests.factories.factsheets import sample_factsheet
from tests.factories.reviews import reviewed
from tests.machine import BROWSER

PACKS = Path(__file__).parents[2] / "packs"
FACTSHEET = sample_factsheet()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(PACKS / "vn")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Path:
    directory = tmp_path_factory.mktemp("printed")
    print_documents(factsheet=FACTSHEET, pack=pack, directory=directory)
    return directory


def texts(path: Path) -> list[str]:
    """Return every paragraph of the file in order, those in tables too."""
    body = docx.Document(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def all_text(path: Path) -> str:
    return "\n".join(texts(path))


# Which files


def test_every_document_of_the_contract_is_printed_and_nothing_half_is_left(printed: Path) -> None:
    names = sorted(path.relative_to(printed).as_posix() for path in printed.rglob("*") if path.is_file())
    assert names == [
        "charts/growth-en.svg",
        "charts/growth.svg",
        "charts/map-en.svg",
        "charts/map.svg",
        "report-en.docx",
        "report-en.html",
        "report-en.pdf",
        "report-state.docx",
        "report.docx",
        "report.html",
        "report.pdf",
        "tables.xlsx",
    ]


def test_printing_twice_gives_the_same_bytes(printed: Path, pack: Pack, tmp_path: Path) -> None:
    for path in print_documents(factsheet=FACTSHEET, pack=pack, directory=tmp_path):
        assert path.read_bytes() == (printed / path.relative_to(tmp_path)).read_bytes(), path.name


def test_progress_names_each_file_with_its_count(pack: Pack, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    paths = print_documents(
        factsheet=FACTSHEET, pack=pack, directory=tmp_path, progress=lambda *step: told.append(step)
    )
    assert told == [(path.name, done, len(paths)) for done, path in enumerate(paths)]


# The two formats: everything that switches together


def test_the_party_format_holds_each_of_its_signs_and_none_of_the_other(printed: Path) -> None:
    text = all_text(printed / "report.docx")
    for sign in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "\n*\n",
        "Số      -BC/",
        "\n-----\n",
        "T/M ",
        "Lưu Văn phòng",
        "DỰ THẢO",
    ):
        assert sign in text
    for sign in ("Độc lập", "Số:", "TM. ", "Lưu: VT", "./."):
        assert sign not in text


def test_the_state_format_holds_each_of_its_signs_and_none_of_the_other(printed: Path) -> None:
    text = all_text(printed / "report-state.docx")
    signs = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:      /BC-",
        "TM. ",
        "Lưu: VT",
    )
    for sign in (*signs, "có số liệu./.", "DỰ THẢO"):
        assert sign in text
    for sign in ("ĐẢNG CỘNG SẢN", "\n*\n", "-----", "T/M ", "Lưu Văn phòng"):
        assert sign not in text


@pytest.mark.parametrize(("name", "bold"), [("report.docx", None), ("report-state.docx", True)])
def test_the_signers_post_is_bold_only_in_the_state_format(
    printed: Path, name: str, bold: bool | None
) -> None:
    signature = docx.Document(str(printed / name)).tables[-1].cell(0, 1).paragraphs
    assert signature[0].runs[0].bold is True
    assert signature[1].runs[0].bold is bold


def test_recipients_are_underlined_14_and_12_or_bold_italic_12_and_11(printed: Path) -> None:
    party = docx.Document(str(printed / "report.docx")).tables[-1].cell(0, 0).paragraphs
    state = docx.Document(str(printed / "report-state.docx")).tables[-1].cell(0, 0).paragraphs
    assert (party[0].runs[0].underline, party[0].runs[0].font.size, party[1].runs[0].font.size) == (
        True,
        Pt(14),
        Pt(12),
    )
    assert (state[0].runs[0].bold, state[0].runs[0].italic, state[1].runs[0].font.size) == (
        True,
        True,
        Pt(11),
    )


def test_body_lines_are_exact_in_the_party_format_and_multiple_in_the_state_format(printed: Path) -> None:
    party = docx.Document(str(printed / "report.docx")).styles["Report Body"].element
    state = docx.Document(str(printed / "report-state.docx")).styles["Report Body"].element
    spacing = [style.pPr.find(qn("w:spacing")) for style in (party, state)]
    assert spacing[0].get(qn("w:lineRule")) == "exact"
    assert 360 <= int(spacing[0].get(qn("w:line"))) <= 440
    assert spacing[1].get(qn("w:lineRule")) == "auto"
    assert 240 <= int(spacing[1].get(qn("w:line"))) <= 360


@pytest.mark.parametrize("name", ["report.docx", "report-state.docx"])
def test_page_is_a4_with_the_margins_of_the_rules_and_a_number_above_from_page_2(
    printed: Path, name: str
) -> None:
    section = docx.Document(str(printed / name)).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)
    assert section.top_margin.twips == section.bottom_margin.twips == 1134
    assert (section.left_margin.twips, section.right_margin.twips) == (1701, 851)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_every_style_names_its_font_for_every_script(printed: Path) -> None:
    styles = docx.Document(str(printed / "report.docx")).styles.element
    fonts = styles.findall(f".//{qn('w:rFonts')}")
    assert len(fonts) > 20
    for font in fonts:
        assert {font.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
        assert "Theme" not in "".join(font.attrib)


def test_number_and_date_stay_empty_but_for_the_year(printed: Path) -> None:
    assert "Hà Nội, ngày      tháng      năm 2024" in texts(printed / "report.docx")


# Word: tables, charts, bindings


def test_the_long_table_repeats_its_header_and_breaks_no_row(printed: Path) -> None:
    table = docx.Document(str(printed / "report.docx")).tables[1]
    assert len(table.rows) == 64
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_charts_carry_their_text_alternative(printed: Path) -> None:
    body = docx.Document(str(printed / "report.docx")).element.body
    described = [properties.get("descr") for properties in body.iter(qn("wp:docPr"))]
    assert described == [FACTSHEET["documents"]["vi"]["charts"][name]["alt"] for name in ("growth", "map")]


def test_every_bound_span_and_cell_is_inside_its_own_bookmark(printed: Path) -> None:
    content = FACTSHEET["documents"]["vi"]
    spans = [
        s for b in content["blocks"] if b["kind"] == "paragraph" for s in b["spans"] if s.get("figure_id")
    ]
    cells = [cell for row in content["tables"]["growth"]["rows"] for cell in row if cell["figure_id"]]
    body = docx.Document(str(printed / "report.docx")).element.body
    names = [start.get(qn("w:name")) for start in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == len(spans) + len(cells)
    assert sorted(name.split("_")[1] for name in names) == sorted(e["figure_id"] for e in [*spans, *cells])


# Claims


def edited(
    printed: Path, tmp_path: Path, edit: Callable[[Any], None], name: str = "report.docx"
) -> tuple[Claim, ...]:
    document = docx.Document(str(printed / name))
    edit(document)
    document.save(str(tmp_path / "edited.docx"))
    return check_claims(document=tmp_path / "edited.docx", factsheet=FACTSHEET)


def run_with(document: Any, text: str) -> Any:
    return next(run for paragraph in document.paragraphs for run in paragraph.runs if run.text == text)


def paragraph_with(document: Any, text: str) -> Any:
    return next(paragraph for paragraph in document.paragraphs if text in paragraph.text)


@pytest.mark.parametrize("name", ["report.docx", "report-state.docx", "report-en.docx"])
def test_an_untouched_report_makes_no_claim(printed: Path, name: str) -> None:
    assert check_claims(document=printed / name, factsheet=FACTSHEET) == ()


@pytest.mark.parametrize("name", ["report.docx", "report-state.docx", "report-en.docx"])
def test_a_save_by_the_word_library_makes_no_claim(printed: Path, tmp_path: Path, name: str) -> None:
    assert edited(printed, tmp_path, lambda document: None, name) == ()


@pytest.fixture(scope="module")
def resaved(printed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of both Vietnamese reports after a save by a real word processor."""
    folder = tmp_path_factory.mktemp("resaved")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(folder)]
    files = [str(printed / name) for name in ("report.docx", "report-state.docx")]
    subprocess.run([*convert, *files], check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.office
@pytest.mark.parametrize("name", ["report.docx", "report-state.docx"])
def test_a_save_by_a_word_processor_makes_no_claim_and_keeps_the_bookmarks(resaved: Path, name: str) -> None:
    assert check_claims(document=resaved / name, factsheet=FACTSHEET) == ()
    body = docx.Document(str(resaved / name)).element.body
    bound = [
        b
        for b in body.iter(qn("w:bookmarkStart"))
        if re.fullmatch(r"f_[0-9a-f]{16}_\d+", b.get(qn("w:name")))
    ]
    assert len(bound) == 27 + 63


@pytest.mark.office
def test_a_mistyped_number_is_found_after_a_word_processor_saved_it_too(
    resaved: Path, tmp_path: Path
) -> None:
    def edit(document: Any) -> None:
        run = next(r for p in document.paragraphs for r in p.runs if "13,45" in r.text)
        run.text = run.text.replace("13,45", "13,54")

    assert [(c.expected, c.found) for c in edited(resaved, tmp_path, edit)] == [("13,45%", "13,54%")]


def test_a_mistyped_number_is_one_claim_with_its_source_row(printed: Path, tmp_path: Path) -> None:
    (claim,) = edited(printed, tmp_path, lambda d: setattr(run_with(d, "13,45%"), "text", "13,54%"))
    assert (claim.kind, claim.expected, claim.found) == ("changed_number", "13,45%", "13,54%")
    assert claim.place.startswith("paragraph ")
    (source,) = claim.sources
    assert "Bắc Giang" in source
    assert "13.45 PCT" in source
    assert "https://example.org/grdp-2023/24" in source


def test_names_swapped_inside_their_bookmarks_are_found(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        one, other = run_with(document, "Quảng Ninh"), run_with(document, "Nam Định")
        one.text, other.text = other.text, one.text

    (claim,) = edited(printed, tmp_path, edit)
    assert claim.kind == "changed_order"
    assert any("Quảng Ninh" in source for source in claim.sources)
    assert any("Nam Định" in source for source in claim.sources)


def test_bookmarked_runs_cut_and_pasted_in_another_order_are_found(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        one, other = (bookmark_around(run_with(document, name)) for name in ("Quảng Ninh", "Nam Định"))
        place = other[-1].getnext()
        for element in other:
            one[0].addprevious(element)
        for element in one:
            place.addprevious(element)

    assert [claim.kind for claim in edited(printed, tmp_path, edit)] == ["changed_order"]


def bookmark_around(run: Any) -> list[Any]:
    return [run._r.getprevious(), run._r, run._r.getnext()]


def test_a_retyped_sentence_without_bookmarks_makes_no_claim(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        paragraph = paragraph_with(document, "13,45%")
        paragraph.text = str(paragraph.text)
        for mark in [e for e in paragraph._p if e.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
            paragraph._p.remove(mark)

    assert edited(printed, tmp_path, edit) == ()


def test_a_retyped_sentence_with_another_count_is_one_claim(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        paragraph = paragraph_with(document, "13,45%")
        paragraph.text = paragraph.text.replace("này là 7", "này là 9")

    assert [(c.kind, c.expected, c.found) for c in edited(printed, tmp_path, edit)] == [
        ("changed_count", "7", "9")
    ]


def test_a_deleted_paragraph_is_missing(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        paragraph = paragraph_with(document, "-9,28%")._p
        paragraph.getparent().remove(paragraph)

    assert [claim.kind for claim in edited(printed, tmp_path, edit)] == ["missing"]


def test_a_changed_cell_is_found_with_table_row_and_column(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        document.tables[1].cell(1, 2).paragraphs[0].runs[0].text = "5,10"

    (claim,) = edited(printed, tmp_path, edit)
    assert (claim.expected, claim.found, claim.place) == ("5,01", "5,10", "table 1, row 2, column 3")


def test_an_office_that_numbers_and_dates_the_document_makes_no_claim(printed: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        left, right = (document.tables[0].cell(1, column).paragraphs[0].runs[0] for column in (0, 1))
        left.text, right.text = "Số 127-BC/VPTW", "Hà Nội, ngày 05 tháng 01 năm 2024"

    assert edited(printed, tmp_path, edit) == ()


def test_a_paragraph_added_at_the_end_claims_its_numbers(printed: Path, tmp_path: Path) -> None:
    claims = edited(printed, tmp_path, lambda d: d.add_paragraph("Hoàn thành trước ngày 30/6/2024, đạt 98%."))
    assert [(claim.kind, claim.found) for claim in claims] == [
        ("added_number", "30/6/2024"),
        ("added_number", "98"),
    ]


def test_a_file_that_is_no_word_document_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("not a document")
    with pytest.raises(Invalid, match="notes.docx"):
        check_claims(document=tmp_path / "notes.docx", factsheet=FACTSHEET)


def test_a_document_of_another_origin_is_refused(tmp_path: Path) -> None:
    other = docx.Document()
    other.add_paragraph("Zzz")
    other.save(str(tmp_path / "other.docx"))
    with pytest.raises(Invalid, match="not printed from this factsheet"):
        check_claims(document=tmp_path / "other.docx", factsheet=FACTSHEET)


# Charts, page, PDF, workbook


def test_each_mark_of_a_chart_links_to_its_figure(printed: Path) -> None:
    chart = FACTSHEET["documents"]["vi"]["charts"]["growth"]
    root = ElementTree.parse(printed / "charts" / "growth.svg").getroot()  # noqa: S314
    links = [e for e in root.iter() if e.get("data-figure")]
    assert {link.get("data-figure") for link in links} == {mark["figure_id"] for mark in chart["marks"]}
    assert all(link.get("href") == f"#figure-{link.get('data-figure')}" for link in links)


@pytest.mark.parametrize("name", ["growth", "map", "growth-en", "map-en"])
def test_a_chart_is_an_image_with_title_and_description(printed: Path, name: str) -> None:
    root = ElementTree.parse(printed / "charts" / f"{name}.svg").getroot()  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert [root.find(f"{space}{tag}").get("id") for tag in ("title", "desc")] == named


def test_charts_name_units_values_reference_and_archipelagos(printed: Path) -> None:
    bars, tiles = ((printed / "charts" / f"{name}.svg").read_text("utf-8") for name in ("growth", "map"))
    for words in ("Bà Rịa - Vũng Tàu", "13,45", "-9,28", "Cả nước 5,05", "chưa có số"):
        assert f">{words}</text>" in bars
    for words in ("Hoàng Sa", "Trường Sa", "-8,25", "giảm"):
        assert f">{words}</text>" in tiles


def test_each_number_of_the_page_leads_to_its_source_row(printed: Path) -> None:
    page = (printed / "report.html").read_text("utf-8")
    targets = set(re.findall(r'href="#(figure-[0-9a-f]{16})"', page))
    assert len(targets) == 65
    assert targets <= set(re.findall(r'<tr id="(figure-[0-9a-f]{16})"', page))
    assert '<html lang="vi">' in page
    assert "https://example.org/grdp-2023/24" in page


def test_the_page_stands_alone_without_scripts_or_loaded_files(printed: Path) -> None:
    page = (printed / "report.html").read_text("utf-8")
    assert not re.search(r"<script|<link|<img|src=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.mark.browser
def test_the_page_passes_axe_in_a_browser(printed: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((printed / "report.html").as_uri())
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_short_cells_of_the_page_stay_on_one_line(browser: Browser, pack: Pack, tmp_path, width: int) -> None:
    """In the real report no grade or name is a column of syllables; wide tables scroll, the page does not."""
    factsheet = reviewed("vn", "2023-annual")
    charts = dict.fromkeys(factsheet["documents"]["vi"]["charts"], "")
    path = tmp_path / "report.html"
    pages.write_report(path, factsheet, "vi", pack.documents["printing.vi"]["printing"], charts)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    lines = (
        page.locator("tbody td")
        .filter(has_text=re.compile("^ước lần 2$"))
        .evaluate_all(
            "cells => cells.map(cell => { const range = document.createRange();"
            " range.selectNodeContents(cell);"
            " return new Set([...range.getClientRects()].map(box => Math.round(box.top / 8))).size })"
        )
    )
    assert len(lines) > 20
    assert set(lines) == {1}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.pdf
def test_text_of_a_pack_is_never_read_as_markup(pack: Pack, tmp_path: Path) -> None:
    factsheet = sample_factsheet()
    odd = '<b>*A* & "B"</b> #emph[x] $1$ \\ @y'
    factsheet["documents"] = {"vi": {**factsheet["documents"]["vi"], "blocks": [
        {"kind": "paragraph", "statement": "odd", "spans": [{"text": odd}]},
    ]}}  # fmt: skip
    print_documents(factsheet=factsheet, pack=pack, directory=tmp_path)
    assert "&lt;b&gt;*A* &amp; &quot;B&quot;" in (tmp_path / "report.html").read_text("utf-8")
    assert odd in texts(tmp_path / "report.docx")
    assert '<b>*A* & "B"</b> #emph[x] $1$ \\ @y' in pdf_text(tmp_path / "report.pdf")


def pdf_text(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.pdf
def test_the_pdf_holds_header_text_table_and_closing(printed: Path) -> None:
    text = pdf_text(printed / "report.pdf")
    for words in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "DỰ THẢO",
        "13,45%",
        "Bà Rịa - Vũng Tàu",
        "Nơi nhận:",
        "I. TÌNH HÌNH CHUNG",
    ):
        assert words in text
    assert text.count("Địa phương") >= 2


def test_the_workbook_has_a_sheet_per_table_and_sheets_of_targets_and_sources(printed: Path) -> None:
    book = CalamineWorkbook.from_path(str(printed / "tables.xlsx"))
    assert book.sheet_names[1:] == ["Chỉ tiêu", "Nguồn số liệu"]
    assert book.sheet_names[0].startswith("1. Tốc độ tăng GRDP")
    assert all(len(name) <= 31 for name in book.sheet_names)
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert rows[3] == ["Mã", "Địa phương", "GRDP, %"]
    assert rows[4] == ["01", "Hà Nội", 5.01]
    assert ["62", "Kon Tum", "–"] in rows
    target = book.get_sheet_by_name("Chỉ tiêu").to_python()[4]
    assert target[:8] == [
        "22",
        "Quảng Ninh",
        "1",
        "Tốc độ tăng trưởng kinh tế (GRDP)",
        10.0,
        "phần trăm",
        11.03,
        "vượt",
    ]
    assert len(book.get_sheet_by_name("Nguồn số liệu").to_python()) == 4 + 63


def test_each_sheet_filters_freezes_its_header_and_prints_it_on_every_page(printed: Path) -> None:
    with ZipFile(printed / "tables.xlsx") as parts:
        sheets = [
            parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")
        ]
        book = parts.read("xl/workbook.xml").decode()
    assert len(sheets) == 3
    for sheet in sheets:
        assert "<autoFilter" in sheet
        assert 'state="frozen"' in sheet
        assert 'paperSize="9" ' in sheet
        assert 'orientation="landscape"' in sheet
    assert book.count("_xlnm.Print_Titles") == 3

"""The conclusion notice in Word: its layout in both forms, LibreOffice, and what comes back after an edit."""

import io
import re
import subprocess
from datetime import date
from pathlib import Path

import docx
import pytest
from django.utils import timezone
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from giaoban.actions import clauses, notice_files, notices, tasks
from giaoban.core.conduct.resolutions import Assignment
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import notices as reading
from giaoban.records.models import Event
from tests.factories.conferences import KEY
from tests.factories.notices import BY, body, real
from tests.factories.sites import prepared, site

__all__ = ["prepared", "site"]
pytestmark = pytest.mark.usefixtures("site")
TASK = Assignment(
    0,
    ("finance",),
    ("works", "unit/vn63-01"),
    "trình Thủ tướng phương án phân bổ vốn",
    date(2100, 8, 31),
    "month",
    "Bộ trưởng chịu trách nhiệm",
    "theo thẩm quyền của Bộ",
    "phương án phân bổ vốn",
)
SENTENCE = (
    "Giao Bộ Tài chính chủ trì, phối hợp với Bộ Xây dựng và Thành phố Hà Nội, trình Thủ tướng phương án phân "
    "bổ vốn, hoàn thành trong tháng 8 năm 2100; sản phẩm: phương án phân bổ vốn."
)


@pytest.fixture
def drafted(site):
    """Return the clauses by section of a draft on a real round: a task, and a petition without one."""
    real()
    body("finance", "Bộ Tài chính")
    body("works", "Bộ Xây dựng")
    notices.draft(**BY)
    found = {one.section: one for one in reading.rows(KEY)}
    tasks.assign(**BY, clause=found["task"].pk, sent=TASK)
    clauses.waive(**BY, clause=found["petition"].pk, reason="Đã trả lời tại hội nghị.")
    return found


def printed(layout: str):
    """Return the notice as it is printed by now."""
    return docx.Document(io.BytesIO(notice_files.write(conference=KEY, layout=layout)))


def texts(document) -> list[str]:
    """Return every paragraph that says something, those in tables too."""
    found = document.element.body.iter(qn("w:p"))
    said = ("".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in found)
    return [text for text in said if text.strip()]


def edited(document, classification: str = "internal"):
    """Send the document back."""
    saved = io.BytesIO()
    document.save(saved)
    return notice_files.take(**BY, content=saved.getvalue(), name="tb.docx", classification=classification)


def doubts():
    """Return all that is wrong or doubtful with the draft today."""
    return reading.findings(reading.by_conference(KEY), timezone.localdate())


def paragraph(document, start: str):
    """Return the first paragraph that begins so."""
    return next(one for one in document.paragraphs if one.text.startswith(start))


def test_the_notice_follows_its_layout_from_the_opening_to_whom_it_goes(drafted):
    """Opening, assessment, tasks, petitions, closing, signature; each clause numbered in its section."""
    said = texts(printed("party"))
    order = [
        "THÔNG BÁO",
        "Kết luận của đồng chí Trần Thị Chủ, Chủ trì hội nghị",
        "I. Đánh giá chung",
        "II. Nhiệm vụ, giải pháp",
        "1. Đẩy nhanh giải ngân vốn đầu tư công",
        SENTENCE,
        "III. Về kiến nghị của các địa phương",
        "1. Về kiến nghị hỗ trợ vốn",
        "Trên đây là kết luận",
        "Nơi nhận:",
    ]
    places = [next(i for i, text in enumerate(said) if text.startswith(start)) for start in order]
    assert places == sorted(places)
    opening = next(text for text in said if text.startswith("Ngày "))
    assert "chủ trì Hội nghị giao ban năm 2023" in opening and "trực tuyến với 2 điểm cầu" in opening


@pytest.mark.parametrize(
    ("layout", "has", "has_not"),
    [
        ("party", ["ĐẢNG CỘNG SẢN VIỆT NAM", "*", "Số      -TB/VPTW", "-----"], ["Độc lập", "./."]),
        ("state", ["Độc lập - Tự do - Hạnh phúc", "Số:      /TB-VPCP", "./."], ["ĐẢNG", "-----"]),
    ],
)
def test_a_draft_bears_its_mark_and_neither_number_nor_date(drafted, layout, has, has_not):
    """In the form of the Party and of the State, with the signs that tell the two apart."""
    document = printed(layout)
    text = "\n".join(texts(document))
    assert "DỰ THẢO" in text and re.search(r"ngày {6}tháng {6}năm \d{4}", text)
    assert [one for one in has if one not in text] == [] and [one for one in has_not if one in text] == []
    section = document.sections[0]
    assert abs(section.left_margin - Mm(30)) < Mm(0.1) and abs(section.page_width - Mm(210)) < Mm(0.1)
    shape = document.styles["Report Body"].paragraph_format
    if layout == "party":
        assert shape.line_spacing == Pt(20)
    else:
        assert 1 <= shape.line_spacing <= 1.5


def test_an_issued_notice_bears_number_date_and_name(drafted):
    """No draft mark any more; the same bytes whenever it is printed, whatever its clauses are made to say."""
    notices.issue(**BY, symbol="29-TB/VPTW", signer="Nguyễn Văn Ký")
    text = "\n".join(texts(printed("party")))
    assert "Số 29-TB/VPTW" in text and "Nguyễn Văn Ký" in text and "DỰ THẢO" not in text
    assert re.search(r"Hà Nội, ngày \d\d tháng (0[12]|[3-9]|1[0-2]) năm \d{4}", text)
    assert notice_files.write(conference=KEY, layout="state") == notice_files.write(
        conference=KEY, layout="state"
    )
    with pytest.raises(NotFound):
        notice_files.write(conference=KEY, layout="another")


def test_libreoffice_opens_the_notice_and_prints_it(drafted, tmp_path: Path):
    """Both forms, on whole pages of A4, with the sentence of the task."""
    for layout in ("party", "state"):
        (tmp_path / f"{layout}.docx").write_bytes(notice_files.write(conference=KEY, layout=layout))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf"]
    names = [str(tmp_path / f"{layout}.docx") for layout in ("party", "state")]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *names], check=True, capture_output=True, timeout=180
    )
    for layout in ("party", "state"):
        told = ["pdftotext", "-layout", str(tmp_path / f"{layout}.pdf"), "-"]
        text = subprocess.run(told, check=True, capture_output=True, text=True, timeout=60).stdout
        assert SENTENCE[:40] in " ".join(text.split()) and "II. NHIỆM VỤ, GIẢI PHÁP" in text


def test_every_figure_of_the_assessment_is_bound(drafted):
    """As the report binds it; what was quoted from the report says what the report says."""
    row = next(one for one in reading.rows(KEY) if one.section == "assessment")
    figures = [span["figure_id"] for span in row.basis if span.get("figure_id") and span["text"]]
    names = [mark.get(qn("w:name")) for mark in printed("party").element.body.iter(qn("w:bookmarkStart"))]
    bound = [name[2:18] for name in names if name.startswith("f_")]
    assert figures and bound[: len(figures)] == figures
    assert f"c_{row.pk}_1" in names


def test_an_untouched_file_changes_nothing(drafted):
    """Sent back as it was printed, in either form."""
    for layout in ("party", "state"):
        taken = edited(printed(layout))
        assert (taken.changes, taken.findings) == ((), ())


def test_a_changed_clause_comes_back_as_a_new_version(drafted):
    """With whoever sent it; other clauses keep theirs, and the audit says which were stored."""
    document = printed("party")
    paragraph(document, "1. Đẩy nhanh").runs[1].text = "Đẩy nhanh giải ngân, báo cáo hằng tháng."
    (change,) = edited(document).changes
    row = reading.by_id(KEY, drafted["task"].pk)
    assert change.is_stored and change.clause_id == row.pk
    assert (row.text, row.version) == ("Đẩy nhanh giải ngân, báo cáo hằng tháng.", 2)
    assert row.versions.get(version=2).via == "word"
    assert Event.objects.get(verb="notice.taken").payload["clauses"] == [row.pk]
    assert edited(document).changes == ()


def test_a_clause_that_somebody_saved_meanwhile_is_not_overwritten(drafted):
    """Both texts are told, and what stands stays."""
    document = printed("party")
    clauses.save(**BY, clause=drafted["task"].pk, text="Của người khác.", base=1)
    paragraph(document, "1. Đẩy nhanh").runs[1].text = "Của tệp."
    (change,) = edited(document).changes
    assert (change.is_stored, change.text, change.stands) == (False, "Của tệp.", "Của người khác.")
    assert reading.by_id(KEY, drafted["task"].pk).text == "Của người khác."


def test_what_stands_in_no_clause_is_told_and_nothing_is_lost(drafted):
    """A new paragraph, a clause that is gone, an edited sentence of a task: three findings, no change."""
    document = printed("party")
    new = paragraph(document, "II. ").insert_paragraph_before("Thêm một ý mới.")
    new.style = document.styles["Report Body"]
    gone = paragraph(document, "1. Về kiến nghị hỗ trợ")
    gone._p.getparent().remove(gone._p)
    paragraph(document, "Giao Bộ Tài chính").runs[0].text = "Giao Bộ khác."
    taken = edited(document)
    assert [one.code for one in taken.findings] == ["stray", "gone", "task_sentence"]
    assert dict(taken.findings[0].values)["text"] == "Thêm một ý mới." and taken.changes == ()


def test_a_clause_that_was_split_is_one_text_of_two_lines(drafted):
    """Its name stays open from the first half to the second; printed again, it is two paragraphs."""
    document = printed("party")
    first = paragraph(document, "1. Đẩy nhanh")
    second = docx.oxml.OxmlElement("w:p")
    first._p.addnext(second)
    docx.text.paragraph.Paragraph(second, first._parent).add_run("Báo cáo hằng tháng.")
    second.append(first._p.findall(qn("w:bookmarkEnd"))[-1])
    edited(document)
    text = reading.by_id(KEY, drafted["task"].pk).text
    assert text.endswith("mặt bằng.\nBáo cáo hằng tháng.")
    assert edited(printed("party")).changes == ()


def test_a_changed_figure_holds_the_notice_back(drafted):
    """In Word or on the page: the number of the factsheet stands beside the one that was typed."""
    row = next(one for one in reading.rows(KEY) if one.section == "assessment")
    count = next(span for span in row.basis if span.get("role") == "count")
    other = str(int(count["text"]) + 1)
    text = "".join(other if span is count else span["text"] for span in row.basis)
    clauses.save(**BY, clause=row.pk, text=text, base=1)
    found = [one for one in doubts() if one.severity == "error"]
    assert [(one.code, dict(one.values)["expected"], dict(one.values)["found"]) for one in found] == [
        ("changed_count", count["text"], other)
    ]
    with pytest.raises(Invalid):
        notices.issue(**BY, symbol="29-TB/VPTW", signer="Nguyễn Văn Ký")
    clauses.save(**BY, clause=row.pk, text=f"Nhìn chung, {row.text}", base=2)
    assert doubts() == ()


def test_a_figure_typed_by_hand_is_held_against_the_frozen_ones(drafted):
    """The country's growth as the factsheet does not have it is doubted; as it has it, it is not."""
    clause = clauses.add(**BY, section="assessment", text="Tốc độ tăng GRDP năm 2023 đạt 9,99%.").pk
    (doubt,) = doubts()
    assert (doubt.code, doubt.severity) == ("narrative_contradiction", "warning")
    clauses.save(**BY, clause=clause, text="Tốc độ tăng GRDP năm 2023 đạt 5,05%.", base=1)
    assert doubts() == ()


@pytest.mark.parametrize("content", [b"", b"no file", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_notice_is_refused(drafted, content):
    """Nothing is stored of it."""
    with pytest.raises(Invalid):
        notice_files.take(**BY, content=content, name="tb.docx", classification="internal")
    other = docx.Document()
    other.add_paragraph("Một văn bản khác.")
    with pytest.raises(Invalid, match="not this notice"):
        edited(other)
    assert not Event.objects.filter(verb="notice.taken").exists()

"""What a word processor may wrap around text, track, or put beside it: read as the reader would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from giaoban.actions.documents import check_claims, print_documents
from giaoban.files.packs import read_pack
from tests.factories.factsheets import sample_factsheet

PACKS = Path(__file__).parents[2] / "packs"
FACTSHEET = sample_factsheet()
_SAYS = "<w:p><w:r><w:t>Có nơi tăng 99,9%.</w:t></w:r></w:p>"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("read")
    print_documents(factsheet=FACTSHEET, pack=read_pack(PACKS / "vn"), directory=directory)
    return directory / "report.docx"


def claims(report: Path, tmp_path: Path, edit: Callable[[Any], None]) -> list[tuple[str, str]]:
    """Return kind and found text of each claim after the edit."""
    document = docx.Document(str(report))
    edit(document)
    document.save(str(tmp_path / "edited.docx"))
    found = check_claims(document=tmp_path / "edited.docx", factsheet=FACTSHEET)
    return [(claim.kind, claim.found) for claim in found]


def leading(document: Any) -> Any:
    return next(paragraph for paragraph in document.paragraphs if "13,45%" in paragraph.text)


def xml(text: str) -> Any:
    head, rest = text.split(">", 1)
    return parse_xml(f"{head} {nsdecls('w')}>{rest}")


def test_a_row_deleted_under_tracking_is_missing(report: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        document.tables[1].rows[3]._tr.get_or_add_trPr().append(xml("<w:del></w:del>"))

    assert [kind for kind, _ in claims(report, tmp_path, edit)] == ["missing"]


def test_a_number_replaced_under_tracking_is_the_new_one(report: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        run = next(run._r for run in leading(document).runs if run.text == "13,45%")
        run.addnext(xml("<w:ins><w:r><w:t>13,54%</w:t></w:r></w:ins>"))
        deleted = xml("<w:del></w:del>")
        run.addprevious(deleted)
        deleted.append(run)
        run.find(qn("w:t")).tag = qn("w:delText")

    assert claims(report, tmp_path, edit) == [("changed_number", "13,54%")]


def test_text_inside_custom_markup_is_read(report: Path, tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        for run in leading(document).runs[:4]:
            wrapper = xml("<w:customXml></w:customXml>")
            run._r.addprevious(wrapper)
            wrapper.append(run._r)

    assert claims(report, tmp_path, edit) == []


def test_a_text_box_is_read_once(report: Path, tmp_path: Path) -> None:
    """A word processor writes each box twice, the second time for older programs."""
    box = f"<w:txbxContent>{_SAYS}</w:txbxContent>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice {names}>{box}</mc:Choice><mc:Fallback {names}>{box}</mc:Fallback>"

    def edit(document: Any) -> None:
        box_run = xml(f"<w:r><mc:AlternateContent {names}>{both}</mc:AlternateContent></w:r>")
        leading(document)._p.append(box_run)

    assert claims(report, tmp_path, edit) == [("added_number", "99,9")]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_is_read(report: Path, tmp_path: Path, kind: str) -> None:
    def edit(document: Any) -> None:
        notes = f"<w:{kind}s {nsdecls('w')}><w:{kind} w:id='2'>{_SAYS}</w:{kind}></w:{kind}s>"
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        part = Part(PackURI(f"/word/{kind}s.xml"), content, notes.encode(), document.part.package)
        document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))

    assert claims(report, tmp_path, edit) == [("added_number", "99,9")]

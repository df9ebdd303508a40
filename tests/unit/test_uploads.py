"""Uploads: what a file is, what keeps it out, and every place in which its text is read."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from giaoban.core.conduct.classification import TOPIC, markings
from giaoban.core.conduct.refusals import REASONS, WARNINGS, reason
from giaoban.files.packs import read_pack
from giaoban.files.uploads.inspection import KINDS, inspect
from giaoban.files.uploads.judgement import judge
from giaoban.files.uploads.pieces import LIMITS, Limits
from tests.factories.uploads import (
    acting,
    attached,
    huge_png,
    jpeg,
    locked,
    pdf,
    png,
    repacked,
    twin,
    word,
    workbook,
    written,
)  # fmt: skip
from tests.house.tree import PACKS, TESTS

STAMP = "TỐI MẬT"
LETTERS = "ẵ ặ ẫ ệ ỗ ữ ỵ ằ ẳ ổ ở ỡ ợ đ Đ Ệ Ộ Ậ Ặ"
#: Printed by LibreOffice 7.4: two columns side by side, one line of every letter, a table.
LIBREOFFICE = (TESTS / "golden/libreoffice.pdf").read_bytes()


@pytest.fixture(scope="module")
def marked():
    """Return what the real pack says of marks."""
    return markings(read_pack(PACKS / "vn").rules[TOPIC], "2026-11-22")


def codes(content: bytes, name: str, limits: Limits = LIMITS) -> list[str]:
    """Return what inspection finds."""
    return [one.code for one in inspect(content, name, limits).findings]


def judged(content: bytes, name: str, marked) -> str:
    """Return the gravest reason against a file; nothing where there is none."""
    found = [one for one in judge(content, name, marked).findings if one.severity == "error"]
    return reason(found) if found else ""


SOUND = {
    "a.pdf": (pdf, "pdf", []),
    "a.docx": (word, "docx", []),
    "a.xlsx": (workbook, "xlsx", []),
    "a.png": (png, "png", ["not_read"]),
    "a.JPEG": (jpeg, "jpeg", ["not_read"]),
    "a.csv": (lambda: "Huyện;Mật độ dân số\nA;12,5\n".encode(), "text", []),
    "a.txt": (lambda: b"\xef\xbb\xbf" + "Mật ong".encode(), "text", []),
}


@pytest.mark.parametrize("name", SOUND)
def test_each_kind_that_is_taken_in(name, marked):
    """A sound file of each kind is told as what it is; pictures with a warning that nobody read them."""
    make, kind, warnings = SOUND[name]
    verdict = judge(make(), name, marked)
    assert (verdict.kind, verdict.media_type) == (kind, KINDS[kind][0])
    assert [one.code for one in verdict.findings] == warnings


def test_a_document_full_of_such_words_is_taken_in(marked):
    """A document that speaks of secrets and of density, honey and passwords is no marked document."""
    text = "Mật độ dân số, mật ong, bảo vệ bí mật nhà nước, bí mật thương mại; BẢO MẬT, MẬT MÃ."
    for name, content in (("a.docx", word(text)), ("a.xlsx", workbook(text)), ("a.pdf", pdf(text))):
        assert judged(content, name, marked) == ""


IN_WORD = (
    "table", "header", "footer", "comment", "box", "watermark", "note", "title", "deleted", "hidden",
)  # fmt: skip
IN_WORKBOOK = (
    "sheet", "hidden", "veryhidden", "header", "footer", "comment", "box", "prompt", "title", "chart",
    "format",
)  # fmt: skip
IN_PDF = ["header", "beside", "title", "keyword", "note", "form"]


@pytest.mark.parametrize(
    ("make", "name", "place"),
    [
        *((word, "a.docx", place) for place in IN_WORD),
        *((workbook, "a.xlsx", place) for place in IN_WORKBOOK),
        *((pdf, "a.pdf", place) for place in IN_PDF),
    ],
)
def test_a_mark_is_found_in_every_place_of_a_document(make, name, place, marked):
    """Table, header and footer, box, watermark, note, comment, hidden sheet, property: each alone."""
    assert judged(make(**{place: STAMP}), name, marked) == "marked"
    assert judged(make(**{place: "Bình thường"}), name, marked) == ""


@pytest.mark.parametrize(
    "text", [STAMP, unicodedata.normalize("NFD", STAMP), "T Ố I  M Ậ T", f"*** {STAMP} ***"]
)
def test_a_mark_is_found_in_every_spelling(text, marked):
    """Composed or not, spaced, framed: in a paragraph, a cell, a page and a line of CSV."""
    assert judged(word(text), "a.docx", marked) == "marked"
    assert judged(workbook("Số", text), "a.xlsx", marked) == "marked"
    assert judged(pdf(text.replace("*", "·")), "a.pdf", marked) == "marked"
    assert judged(f"Số;{text};3".encode(), "a.csv", marked) == "marked"


def test_a_mark_cut_into_runs_is_one_word(marked):
    """A word processor cuts a word wherever it was corrected."""
    cut = lambda xml: xml.replace(b"@@", "MẬ</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>T".encode())  # noqa: E731
    assert judged(repacked(word("@@"), **{"word/document.xml": cut}), "a.docx", marked) == "marked"


def test_a_mark_in_the_name_of_the_file(marked):
    """The name says it as well as the text."""
    assert judged(word(), f"Kế hoạch ({STAMP}).docx", marked) == "doubted"
    assert judged(word(), "TUYỆT_MẬT.docx", marked) == "marked"


@pytest.mark.parametrize("content", [pdf(LETTERS), LIBREOFFICE], ids=["typst", "LibreOffice"])
def test_vietnamese_letters_come_back_from_a_pdf(content):
    """Every letter with two signs, as two typesetters write them, each with a part of its font."""
    texts = "\n".join(unicodedata.normalize("NFC", one.text) for one in inspect(content, "a.pdf").texts)
    assert LETTERS in texts


def test_a_stamp_beside_a_heading_is_told_apart_on_a_page(marked):
    """What stands side by side on a page is one line of its text, and two places of it as it is laid out."""
    assert judged(LIBREOFFICE, "a.pdf", marked) == "marked"
    places = [one for one in inspect(LIBREOFFICE, "a.pdf").texts if "CỘNG HÒA" in one.text]
    assert any("MẬT CỘNG HÒA" in one.text for one in places)
    assert any("MẬT    " in one.text for one in places)


def relations(xml: str):
    """Return a change that adds a relationship to a part's own."""
    return lambda content: content.replace(b"</Relationships>", f"{xml}</Relationships>".encode())


def link(kind: str, target: str) -> dict:
    """Return a change that lets a document refer to something outside."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    xml = f'<Relationship Id="rX" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": relations(xml)}


def typed(old: str, new: str) -> dict:
    """Return a change of a content type."""
    return {"[Content_Types].xml": lambda content: content.replace(old.encode(), new.encode())}


def plain_zip(**entries: bytes) -> bytes:
    """Return an archive of files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def flagged(content: bytes) -> bytes:
    """Return an archive whose entries say that they are encrypted."""
    file = bytearray(content)
    place = file.find(b"PK\x01\x02")
    while place >= 0:
        file[place + 8] |= 1
        place = file.find(b"PK\x01\x02", place + 4)
    return bytes(file)


DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
UNSOUND = {
    "nothing": (lambda: b"", "a.txt", "empty"),
    "an old workbook, or a locked one": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "a.xlsx",
        "locked",
    ),
    "encrypted entries": (lambda: flagged(word()), "a.docx", "locked"),
    "a locked PDF": (lambda: locked(), "a.pdf", "locked"),
    "a program for Windows": (lambda: b"MZ\x90\x00" + bytes(64), "a.exe", "unknown_kind"),
    "an archive": (lambda: plain_zip(a=b"1"), "a.zip", "unknown_kind"),
    "rich text": (lambda: rb"{\rtf1 \objdata}", "a.txt", "unknown_kind"),
    "a web page": (lambda: b"<html><script>", "a.txt", "unknown_kind"),
    "text in an old code": (lambda: b"S\xf4\xec li\xea\xf2u", "a.txt", "unknown_kind"),
    "a presentation": (
        lambda: repacked(
            word(), **typed("wordprocessingml.document.main", "presentationml.presentation.main")
        ),
        "a.pptx",
        "unknown_kind",
    ),
    "a workbook with the ending of a document": (lambda: workbook(), "a.docx", "wrong_ending"),
    "a document called a program": (lambda: word(), "a.docx.exe", "wrong_ending"),
    "a name that is a path": (lambda: word(), "../a.docx", "bad_name"),
    "a name that turns its writing": (lambda: word(), "a\u202excod.docx", "bad_name"),
    "a document with macros, by its type": (
        lambda: repacked(word(), **typed(DOCUMENT, "application/vnd.ms-word.document.macroEnabled.main+xml")),
        "a.docx",
        "macros",
    ),
    "a document with macros, by its parts": (
        lambda: repacked(word(), **{"word/vbaProject.bin": b"1"}),
        "a.docx",
        "macros",
    ),
    "a sheet of old macros": (
        lambda: repacked(workbook(), **{"xl/macrosheets/a.xml": b"<a/>"}),
        "a.xlsx",
        "macros",
    ),
    "an object of another program": (
        lambda: repacked(word(), **{"word/embeddings/o.bin": b"1"}),
        "a.docx",
        "embedded",
    ),
    "a document in a document": (
        lambda: repacked(word(), **{"word/media/a.png": word()}),
        "a.docx",
        "embedded",
    ),
    "a program called a picture": (
        lambda: repacked(word(), **{"word/media/a.png": b"MZ\x90"}),
        "a.docx",
        "embedded",
    ),
    "a page imported as it opens": (
        lambda: repacked(word(), **link("aFChunk", "a.xml")),
        "a.docx",
        "embedded",
    ),
    "a template elsewhere": (
        lambda: repacked(word(), **link("attachedTemplate", "http://a/b.dotm")),
        "a.docx",
        "external",
    ),
    "a picture elsewhere": (
        lambda: repacked(word(), **link("image", "http://a/b.png")),
        "a.docx",
        "external",
    ),
    "a link to a file": (lambda: repacked(word(), **link("hyperlink", "file:///a/b")), "a.docx", "external"),
    "a sheet of another workbook": (
        lambda: repacked(workbook(), **{"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "a.xlsx",
        "external",
    ),
    "a field that runs a program": (lambda: word(field="DDEAUTO cmd calc"), "a.docx", "external"),
    "a PDF with a script": (lambda: acting("/OpenAction", "/JavaScript"), "a.pdf", "active"),
    "a PDF that starts a program": (lambda: acting("/OpenAction", "/Launch"), "a.pdf", "active"),
    "a PDF that sends a form": (lambda: acting("/AA", "/SubmitForm"), "a.pdf", "active"),
    "a PDF with a file in it": (lambda: attached(), "a.pdf", "embedded"),
    "a PDF that opens another": (lambda: acting("/OpenAction", "/GoToR"), "a.pdf", "external"),
    "a PDF that is an archive too": (lambda: pdf() + plain_zip(a=b"1"), "a.pdf", "disguised"),
    "a picture that is an archive too": (lambda: png() + plain_zip(a=b"1"), "a.png", "disguised"),
    "a picture with something behind it": (lambda: jpeg() + b"MZ", "a.jpg", "disguised"),
    "an archive that is a PDF too": (lambda: plain_zip(**{"%PDF-1.7": word()}), "a.docx", "disguised"),
    "an archive behind another": (lambda: plain_zip(a=b"1") + word(), "a.docx", "disguised"),
    "an entry twice": (lambda: twin(word(), "word/document.xml"), "a.docx", "disguised"),
    "entities": (
        lambda: repacked(word(), **{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "a.docx",
        "disguised",
    ),
    "entities in wide letters": (
        lambda: repacked(
            word(), **{"word/footnotes.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}
        ),
        "a.docx",
        "disguised",
    ),
    "half a document": (lambda: word()[:9000], "a.docx", "damaged"),
    "half a PDF": (lambda: pdf()[:9000], "a.pdf", "damaged"),
    "half a picture": (lambda: png()[:60], "a.png", "damaged"),
    "broken markup": (lambda: repacked(word(), **{"word/document.xml": b"<a>"}), "a.docx", "damaged"),
    "a picture of too many points": (lambda: huge_png(), "a.png", "too_large"),
    "a bomb": (lambda: repacked(word(), **{"word/media/a.emf": bytes(101 * 1024**2)}), "a.docx", "too_large"),
    "too many parts": (
        lambda: repacked(word(), **{f"word/{n}.xml": b"<a/>" for n in range(2000)}),
        "a.docx",
        "too_long",
    ),
}


@pytest.mark.parametrize("what", UNSOUND)
def test_what_keeps_a_file_out(what, marked):
    """Each unsound file is refused with its reason, by what it holds, and its text is then not read."""
    make, name, code = UNSOUND[what]
    content = make()
    inspected = inspect(content, name)
    assert code in [one.code for one in inspected.findings]
    assert inspected.texts == ()
    assert judged(content, name, marked) in [one.code for one in inspected.findings]


def test_every_reason_is_met_in_these_tests_and_says_what_to_do():
    """No reason stands there that nothing leads to."""
    met = {code for _, _, code in UNSOUND.values()}
    others = {"marked", "doubted", "declared", "undeclared", "infected", "not_scanned"}
    assert met | others == set(REASONS)
    for title, detail in (*REASONS.values(), *WARNINGS.values()):
        assert title and not title.endswith(".") and detail.endswith(".")


def test_limits_hold_for_bytes_and_pages():
    """One byte or page too many is refused."""
    assert codes(b"ab", "a.txt", Limits(bytes=1)) == ["too_large"]
    assert codes(pdf("a #pagebreak() b"), "a.pdf", Limits(pages=1)) == ["too_long"]
    assert codes(pdf("a #pagebreak() b"), "a.pdf", Limits(pages=2)) == []


def test_a_page_without_text_is_a_picture():
    """Letters drawn as curves, or a scanned page, are told as not read."""
    empty = PdfWriter()
    empty.add_blank_page(100, 100)
    assert codes(written(empty), "a.pdf") == ["not_read"]
    assert codes(pdf(), "a.pdf") == []


def test_ordinary_links_and_printer_settings_are_taken_in():
    """What every office's document has is no reason."""
    content = repacked(word(), **link("hyperlink", "https://a.example/b"))
    assert codes(content, "a.docx") == []
    assert codes(repacked(workbook(), **{"xl/printerSettings/printerSettings1.bin": b"1"}), "a.xlsx") == []
    loose = b'<xml xmlns:v="v"><v:shape><br>Chung</v:shape></xml>'
    assert codes(repacked(workbook(), **{"xl/drawings/vmlDrawing9.vml": loose}), "a.xlsx") == []
    assert codes(jpeg() + b"\0" * 16 + jpeg(), "a.jpg") == ["not_read"]


def test_many_marks_are_named_up_to_a_number(marked):
    """A table of a thousand marks does not become a page of a thousand findings."""
    rows = [f"Dòng {n}\tMẬT" for n in range(1000)]
    assert len(judge("\n".join(rows).encode(), "a.txt", marked).findings) == 20


def test_what_other_tools_made_is_read():
    """The template that the Word library brings is a document as Word itself wrote it."""
    import docx

    template = Path(docx.__file__).parent / "templates/default.docx"
    inspected = inspect(template.read_bytes(), "default.docx")
    assert inspected.kind == "docx" and inspected.findings == () and inspected.texts

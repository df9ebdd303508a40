"""Files as people upload them: real documents, workbooks, PDFs and pictures, sound and unsound."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import typst
import vl_convert
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

_WORD = nsdecls("w")
_V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="3"/></svg>'


def word(*paragraphs: str, **places: str) -> bytes:
    """Return a Word document; `places` are table, header, footer, comment, box, watermark, note, title,
    deleted, field and hidden."""
    document = docx.Document()
    for text in paragraphs or ("Báo cáo kết quả năm 2023.",):
        document.add_paragraph(text)
    written = dict.fromkeys(places, False)
    for place, text in places.items():
        written[place] = _WRITERS[place](document, text)
    file = io.BytesIO()
    document.save(file)
    extra = {name: content for name, content in written.items() if isinstance(content, bytes)}
    return repacked(file.getvalue(), **{f"word/{name}s.xml": content for name, content in extra.items()})


def _table(document, text: str) -> None:
    document.add_table(1, 2).cell(0, 1).text = text


def _header(document, text: str) -> None:
    document.sections[0].header.paragraphs[0].text = text


def _footer(document, text: str) -> None:
    document.sections[0].footer.paragraphs[0].text = text


def _comment(document, text: str) -> None:
    document.add_comment(document.paragraphs[0].add_run("."), text, "An", "A")


def _title(document, text: str) -> None:
    document.core_properties.title = text


def _note(document, text: str) -> bytes:
    run = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f'<w:footnotes {_WORD}><w:footnote w:id="2">{run}</w:footnote></w:footnotes>'.encode()


def _raw(xml: str) -> Callable:
    """Return a writer of one paragraph of raw markup."""
    return lambda document, text: document.element.body.insert(
        0, parse_xml(f"<w:p {_WORD} {_V}>{xml.format(text)}</w:p>")
    )


_WRITERS = {
    "table": _table, "header": _header, "footer": _footer, "comment": _comment, "title": _title,
    "note": _note,
    "box": _raw(
        "<w:r><w:t>Bên cạnh</w:t><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r>"
        "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    ),
    "watermark": _raw('<w:r><w:pict><v:shape><v:textpath string="{}"/></v:shape></w:pict></w:r>'),
    "deleted": _raw("<w:r><w:t>Nay là</w:t></w:r><w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"),
    "field": _raw('<w:fldSimple w:instr="{}"><w:r><w:t>x</w:t></w:r></w:fldSimple>'),
    "hidden": _raw("<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>"),
}  # fmt: skip


def workbook(*cells: str, **places: str) -> bytes:
    """Return a workbook; `places` are sheet, hidden, veryhidden, header, footer, comment, box, prompt, title,
    chart and format."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(places.get("sheet", "Số liệu"))
    for row, cell in enumerate(cells or ("Mật độ dân số",)):
        sheet.write(row, 0, cell)
    sheet.write(
        0, 3, 12.5, book.add_format({"num_format": f'"{places["format"]}"'} if "format" in places else {})
    )
    for place, text in places.items():
        if place in ("hidden", "veryhidden"):
            other = book.add_worksheet(place)
            other.write(0, 0, text)
            getattr(other, "hide" if place == "hidden" else "very_hidden")()
    if "header" in places:
        sheet.set_header(f'&L&"Arial,Bold"&14{places["header"]}&RTrang &P')
    if "footer" in places:
        sheet.set_footer(f"&C&KFF0000{places['footer']}")
    if "comment" in places:
        sheet.write_comment("B2", places["comment"])
    if "box" in places:
        sheet.insert_textbox("D5", places["box"])
    if "prompt" in places:
        sheet.data_validation(
            "A9", {"validate": "any", "input_title": places["prompt"], "input_message": "?"}
        )
    if "chart" in places:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": ["Số liệu", 0, 3, 0, 3]})
        chart.set_title({"name": places["chart"]})
        sheet.insert_chart("F1", chart)
    book.set_properties({"title": places.get("title", "")})
    book.close()
    return file.getvalue()


def pdf(text: str = "Báo cáo kết quả năm 2023.", **places: str) -> bytes:
    """Return a PDF; `places` are header, beside, title, keyword, note and form."""
    content = _typeset(text, places.get("header", ""), places.get("beside", ""), places.get("title", ""))
    rest = {place: text for place, text in places.items() if place in ("keyword", "note", "form")}
    return _with(content, **rest) if rest else content


@cache
def _typeset(text: str, header: str, beside: str, title: str) -> bytes:
    source = (
        '#set page("a5", header: [{h}])\n#set document(title: "{t}")\n#set text(font: "Liberation Serif")\n'
        "#grid(columns: (1fr, 1fr), [{b}], [CỘNG HÒA XÃ HỘI])\n{x}\n"
    )
    filled = source.replace("{h}", header).replace("{t}", title).replace("{b}", beside).replace("{x}", text)
    return typst.compile(filled.encode())


def _with(content: bytes, keyword: str = "", note: str = "", form: str = "") -> bytes:
    writer = _writer(content)
    if keyword:
        writer.add_metadata({"/Keywords": keyword})
    if note:
        writer.add_annotation(0, FreeText(text=note, rect=(50, 50, 200, 80)))
    if form:
        field = DictionaryObject(
            {NameObject("/FT"): NameObject("/Tx"), NameObject("/V"): TextStringObject(form)}
        )
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([writer._add_object(field)])}
        )
    return written(writer)


def _writer(content: bytes) -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(io.BytesIO(content)))


def acting(event: str, action: str) -> bytes:
    """Return a PDF that does something when the event comes."""
    writer = _writer(pdf())
    held = {NameObject("/S"): NameObject(action), NameObject("/JS"): TextStringObject("1")}
    writer.root_object[NameObject(event)] = DictionaryObject(
        held if action == "/JavaScript" else {NameObject("/S"): NameObject(action)}
    )
    return written(writer)


def attached() -> bytes:
    """Return a PDF with another file in it."""
    writer = _writer(pdf())
    writer.add_attachment("b.txt", b"b")
    return written(writer)


def locked() -> bytes:
    """Return a PDF that asks for a password."""
    writer = _writer(pdf())
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Return what the writer has gathered."""
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@cache
def png() -> bytes:
    """Return a small drawing as PNG."""
    return vl_convert.svg_to_png(_SVG)


@cache
def jpeg() -> bytes:
    """Return the same as JPEG."""
    return vl_convert.svg_to_jpeg(_SVG)


def huge_png() -> bytes:
    """Return a PNG that says it is a hundred thousand pixels wide and high."""
    content = bytearray(png())
    content[16:24] = struct.pack(">II", 100_000, 100_000)
    return bytes(content)


def repacked(content: bytes, **changed: bytes | Callable[[bytes], bytes] | None) -> bytes:
    """Return a package with entries added, replaced (by bytes, or by what is made of them) or left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in changed:
                change = changed.pop(entry.filename)
                content = change(content) if callable(change) else change
            if content is not None:
                new.writestr(entry.filename, content)
        for name, added in changed.items():
            new.writestr(name, added)
    return file.getvalue()


def twin(content: bytes, name: str) -> bytes:
    """Return a package in which one entry lies twice: programs differ in which of them they read."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, archive.read(name))
    return file.getvalue()

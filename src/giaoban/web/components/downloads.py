"""Downloads: a table as a file with all its rows, and printed documents said in words."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from giaoban.web.components.sheets import Sheet
from giaoban.web.components.tables import Column, Row
from giaoban.web.components.values import say_language

#: Spreadsheet programs take a file with this mark for UTF-8, others skip it.
_MARK = "\ufeff"
#: A text that begins so would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Download:
    """One printed document as a reader chooses it: what it is, and its name, kind and size."""

    name: str
    words: str
    kind: str
    size: int
    is_chart: bool


def write_csv(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return every row in full: its unit, plain numbers, and why a value is missing."""
    filled = [column for column in columns if column.parts]
    titles = [part for column in filled for part in column.parts]
    return write_lines([_("Key"), _("Unit"), *titles, _("Missing")], (_line(filled, row) for row in rows))


def write_lines(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a file that spreadsheet programs open as it is, and none of it as a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(titles)
    writer.writerows([_harmless(text) for text in line] for line in lines)
    return (_MARK + target.getvalue()).encode()


def describe(sheet: Sheet, documents: Iterable[Any]) -> list[Download]:
    """Return the documents of a round, each said in words, in the order of their files."""
    return [_described(sheet, one) for one in documents]


def _line(columns: Sequence[Column], row: Row) -> list[str]:
    cells = [(column, row.cells[column.key]) for column in columns]
    values = [text for column, cell in cells for text in (cell.raw or [""] * len(column.parts))]
    missing = "; ".join(f"{column.title}: {cell.reason}" for column, cell in cells if cell.reason)
    return [row.unit_key, row.full_name, *values, missing]


def _harmless(text: str) -> str:
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def _described(sheet: Sheet, document: Any) -> Download:
    path = PurePosixPath(document.name)
    is_chart = path.parent.name == "charts"
    words = _chart(sheet, path.stem) if is_chart else _printed(sheet, path)
    return Download(document.name, words, document.kind, document.size, is_chart)


def _printed(sheet: Sheet, path: PurePosixPath) -> str:
    stem, _dash, variant = path.stem.partition("-")
    said = _names().get(f"{stem}{path.suffix}", "")
    return f"{said} ({_variant(sheet, path, variant)})" if said and stem == "report" else said or path.name


def _names() -> Mapping[str, str]:
    return {
        "report.docx": _("Report for Word"),
        "report.pdf": _("Report as PDF"),
        "report.html": _("Report as one web page"),
        "tables.xlsx": _("All tables as a workbook"),
        "factsheet.json": _("Factsheet: every figure with its working and sources, for checking"),
    }


def _variant(sheet: Sheet, path: PurePosixPath, variant: str) -> str:
    """Return the layout or the language of a report; without either, those that stand first in the pack."""
    languages = sheet.header["languages"]
    if variant in languages:
        return say_language(variant)
    layouts = sheet.layouts["report"].get("layouts", [])
    layout = sheet.layouts.get(variant or next(iter(layouts), ""), {})
    if path.suffix == ".docx" and len(layouts) > 1 and layout:
        return f"{sheet.name(layout['names'])}, {say_language(languages[0])}"
    return say_language(languages[0])


def _chart(sheet: Sheet, stem: str) -> str:
    name, _dash, language = stem.rpartition("-")
    known = sheet.document["charts"]
    chart, language = (name, language) if name in known else (stem, sheet.header["languages"][0])
    if chart not in known:
        return stem
    subtitle = known[chart]["subtitle"].split(";")[0]
    kind = _("map") if known[chart]["kind"] == "tiles" else _("bar chart")
    return f"{subtitle} ({kind}, {say_language(language)})"

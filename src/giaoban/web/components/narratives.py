"""Narratives: the report's blocks for a page, and where the report speaks of a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from giaoban.web.components.charts import Bars, Tiles, draw
from giaoban.web.components.sheets import Sheet
from giaoban.web.components.tables import pads


@dataclass(frozen=True)
class Part:
    """One block as the template shows it: a heading, a paragraph, a table or a drawn chart."""

    kind: str
    level: int = 0
    text: str = ""
    spans: tuple[Mapping[str, Any], ...] = ()
    table: Mapping[str, Any] | None = None
    chart: Tiles | Bars | None = None


def read_blocks(sheet: Sheet) -> list[Part]:
    """Return the blocks of the report in the language that can be shown; headings begin at level 2."""
    return [_part(sheet, block) for block in sheet.document["blocks"]]


def mentions(sheet: Sheet, figure_id: str) -> list[str]:
    """Return the paragraphs of the report that speak of a figure."""
    paragraphs = (block["spans"] for block in sheet.document["blocks"] if block["kind"] == "paragraph")
    return [
        "".join(span["text"] for span in spans)
        for spans in paragraphs
        if any(span.get("figure_id") == figure_id for span in spans)
    ]


def _part(sheet: Sheet, block: Mapping[str, Any]) -> Part:
    kind = block["kind"]
    if kind == "heading":
        return Part(kind, level=block["level"] + 1, text=block["text"])
    if kind == "paragraph":
        return Part(kind, spans=tuple(block["spans"]))
    if kind == "table":
        return Part(kind, table=_table(sheet.document["tables"][block["table"]]))
    bands = [band["band"] for band in sheet.header["bands"]]
    return Part(kind, chart=draw(block["chart"], sheet.document["charts"][block["chart"]], bands))


def _table(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the table with each cell beside the kind of its column and how far its number stands back."""
    kinds = [column["kind"] for column in table["columns"]]
    columns = [pads([cell["text"] for cell in column]) for column in zip(*table["rows"], strict=True)]
    lines = [
        [(kind, cell, column[n]) for kind, cell, column in zip(kinds, row, columns, strict=True)]
        for n, row in enumerate(table["rows"])
    ]
    return {**table, "lines": lines}
